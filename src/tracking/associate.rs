//! Association: which plot of a scan belongs to which track.
//!
//! Elliptical gates on the normalised distance ([`gate`]), then global nearest neighbour by optimal
//! assignment (Blackman & Popoli, *Design and Analysis of Modern Tracking Systems*, 1999, ch. 6).
//! Confirmed tracks take plots first, tentative ones the rest. An index of the plots ([`index`])
//! lets each track be compared with the few that are near. Leaves out joint probabilities.

mod gate;
pub(crate) mod index;

pub(crate) use self::gate::Place;

use self::gate::Gates;
use super::assignment::AssignmentSolver;
use super::assignment::Candidate;
use super::assignment::CandidateList;
use super::measure::SensorModel;
use super::track::Track;
use crate::sensing::plot::Plot;
use bevy_ecs::prelude::*;

/// Work space that association reuses.
#[derive(Resource, Debug, Default)]
pub struct Workspace {
    solver: AssignmentSolver,
    gates: Gates,
    candidates: Vec<Candidate>,
    rows: Vec<usize>,
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
        self.gates.fill(scan.plots);
        for confirmed in [true, false] {
            self.rows.clear();
            self.candidates.clear();
            for (index, track) in tracks.iter().enumerate() {
                if track.is_confirmed() != confirmed {
                    continue;
                }
                let Some(place) = place(track) else {
                    continue;
                };
                let row = self.rows.len();
                self.rows.push(index);
                self.gates.visit(scan, &place, gate_sigma, |gated| {
                    if !self.taken[gated.plot] {
                        self.candidates.push(Candidate {
                            row,
                            column: gated.plot,
                            cost: gated.distance2,
                        });
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
