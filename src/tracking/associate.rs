//! Association: which plot of a scan belongs to which track.
//!
//! Elliptical gates on the normalised distance, then global nearest neighbour by optimal assignment
//! (Blackman & Popoli, *Design and Analysis of Modern Tracking Systems*, 1999, ch. 6). Confirmed
//! tracks take plots first, tentative ones the rest. Radar plots are sorted by range, so a track is
//! compared only with those in its range window. Leaves out joint probabilities.

use super::assignment::AssignmentSolver;
use super::assignment::Candidate;
use super::assignment::CandidateList;
use super::measure::SensorModel;
use super::track::Track;
use crate::sensing::plot::Measurement;
use crate::sensing::plot::Plot;
use bevy_ecs::prelude::*;
use nalgebra::Matrix3;
use nalgebra::Vector3;

/// Work space that association reuses.
#[derive(Resource, Debug, Default)]
pub struct Workspace {
    solver: AssignmentSolver,
    candidates: Vec<Candidate>,
    rows: Vec<usize>,
    order: Vec<(f64, usize)>,
    taken: Vec<bool>,
    /// Track and plot, by place, that belong together.
    pub(crate) pairs: Vec<(usize, usize)>,
}

/// The plots of one sensor at one time, and that sensor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan<'a> {
    pub(crate) plots: &'a [Plot],
    pub(crate) sensor: &'a SensorModel,
    pub(crate) time_s: f64,
}

impl Workspace {
    /// Finds the pairs of a scan; afterwards `pairs` holds them and `is_taken` tells of each plot.
    ///
    /// `place` tells where a track's object is expected at the time of the scan, if it may be seen.
    pub(crate) fn associate(
        &mut self,
        scan: Scan,
        tracks: &[Track],
        gate_sigma: f64,
        place: impl Fn(&Track) -> Option<Place>,
    ) {
        self.pairs.clear();
        self.taken.clear();
        self.taken.resize(scan.plots.len(), false);
        self.order.clear();
        self.order.extend(
            scan.plots
                .iter()
                .enumerate()
                .map(|(place, plot)| (key(plot), place)),
        );
        // No two are equal, and an unstable sort needs no memory.
        self.order
            .sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for confirmed in [true, false] {
            self.rows.clear();
            let of_kind = |(_, track): &(usize, &Track)| track.is_confirmed() == confirmed;
            self.rows.extend(
                tracks
                    .iter()
                    .enumerate()
                    .filter(of_kind)
                    .map(|(place, _)| place),
            );
            self.candidates.clear();
            for (row, &track) in self.rows.iter().enumerate() {
                let Some(place) = place(&tracks[track]) else {
                    continue;
                };
                gate(scan, &place, gate_sigma, &self.order, |column, cost| {
                    if !self.taken[column] {
                        self.candidates.push(Candidate { row, column, cost });
                    }
                });
            }
            let list = CandidateList {
                candidates: &self.candidates,
                rows: self.rows.len(),
                columns: scan.plots.len(),
            };
            let chosen = self.solver.solve_sparse(list, gate_sigma * gate_sigma);
            for (row, column) in chosen.iter().enumerate() {
                if let Some(column) = column {
                    self.pairs.push((self.rows[row], *column));
                    self.taken[*column] = true;
                }
            }
        }
    }

    /// Was this plot of the last scan given to a track?
    pub(crate) fn is_taken(&self, plot: usize) -> bool {
        self.taken[plot]
    }
}

/// What plots are sorted by: a radar's by range; a satellite's all count as near each other.
fn key(plot: &Plot) -> f64 {
    match &plot.measurement {
        Measurement::Radar(radar) => radar.range_m,
        Measurement::Infrared(_) => 0.0,
    }
}

/// Where an object is expected at the time of a scan, ECEF, m, and how surely, m².
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) position_m: Vector3<f64>,
    pub(crate) covariance_m2: Matrix3<f64>,
}

/// Calls `pass` with each plot inside the gate around a place and its normalised distance squared.
fn gate(
    scan: Scan,
    place: &Place,
    gate_sigma: f64,
    order: &[(f64, usize)],
    mut pass: impl FnMut(usize, f64),
) {
    let (position_m, covariance) = (&place.position_m, &place.covariance_m2);
    let away = position_m - scan.sensor.site().position().0;
    let range_m = away.norm();
    // No plot is further off in range than the gate on the worst axis allows, plus the bend of a
    // long cross-range uncertainty, plus a generous share for the plot's own error.
    let spread_m = gate_sigma * covariance.trace().sqrt();
    let window_m = spread_m + spread_m * spread_m / (2.0 * range_m) + 0.01 * range_m;
    let is_radar = scan.sensor.field().is_some();
    let low = order.partition_point(|(key, _)| is_radar && *key < range_m - window_m);
    for &(key, plot) in &order[low..] {
        if is_radar && key > range_m + window_m {
            break;
        }
        let rows = scan.sensor.rows(&scan.plots[plot].measurement, position_m);
        let distance2 = rows.distance2(covariance);
        if distance2 <= gate_sigma * gate_sigma {
            pass(plot, distance2);
        }
    }
}
