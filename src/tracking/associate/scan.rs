//! Association: which plot of a scan belongs to which track.
//!
//! Elliptical gates on the normalised distance, then by the tracker's rule: global nearest
//! neighbour by optimal assignment (Blackman & Popoli, *Design and Analysis of Modern Tracking
//! Systems*, 1999, ch. 6), or joint probabilities (Bar-Shalom & Fortmann 1988, ch. 9), where a plot
//! may belong a little to each of several tracks. An index of the plots lets each track be compared
//! with the few that are near.
//!
//! Confirmed tracks take plots first, tentative ones the rest: what is not likelier than not of
//! some confirmed track. Joint probabilities are for confirmed radar tracks: a tentative one is one
//! plot in a wide gate, whose existence is itself in doubt, and takes its nearest. So does each
//! track of a cluster that is too large for them (65,536 states). Leaves out that the probability
//! of detection depends on the object and its range.

use crate::numerics::assignment::{AssignmentSolver, Candidate, CandidateList, Components};
use crate::scenario::model::{AssociationRule, Tracking};
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::associate::gate::{self, Gates, PredictedPosition, Scan};
use crate::tracking::associate::joint::JointProbabilities;
use crate::tracking::track::observation::LIKELY;
use crate::tracking::track::tracker::Track;
use bevy_ecs::prelude::*;

/// Work space that association reuses.
#[derive(Resource, Debug, Default)]
pub struct Workspace {
    solver: AssignmentSolver,
    gates: Gates,
    candidates: Vec<Candidate>,
    rows: Vec<usize>,
    taken: Vec<bool>,
    /// Plots of the scan that a track has made use of: its reader notes it.
    pub(crate) used: Vec<bool>,
    /// The same pairs as `candidates`, with the weights of joint events.
    weights: Vec<Candidate>,
    clusters: Components,
    joint: JointProbabilities,
    /// Tracks, by row, that are in a cluster too large for joint probabilities.
    crowded: Vec<bool>,
    /// Probability of each plot to be of any confirmed track.
    claimed: Vec<f64>,
    /// Confirmed tracks, of either side, whose gate each plot lies in.
    gated: Vec<u32>,
    /// Track and plot, by place, that belong together.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// Pairs that may belong together, track by track.
    pub(crate) shares: Vec<PlotShare>,
}

/// A plot that may be of a track. What the shares of a track leave of one is that it has none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlotShare {
    /// Place of the track.
    pub(crate) track: usize,
    /// Place of the plot in the scan.
    pub(crate) plot: usize,
    /// Probability.
    pub(crate) weight: f64,
}

impl Workspace {
    /// Finds the pairs of a scan. Afterwards `pairs` holds those that are sure or taken for sure,
    /// `shares` those of joint probabilities, and `is_taken` tells of each plot.
    ///
    /// `place` tells where a track's object is expected at the time of the scan, if it may be seen,
    /// and `is_of_side` whether the scan's side made the track. One that the other side made takes
    /// what is left by confirmed tracks, if nothing else could be meant.
    pub(crate) fn associate(
        &mut self,
        scan: Scan,
        tracks: &[Track],
        rules: &Tracking,
        (is_of_side, place): (
            impl Fn(&Track) -> bool,
            impl Fn(&Track) -> Option<PredictedPosition>,
        ),
    ) {
        self.pairs.clear();
        self.shares.clear();
        self.taken.clear();
        self.taken.resize(scan.plots.len(), false);
        self.used.clear();
        self.used.resize(scan.plots.len(), false);
        self.gated.clear();
        self.gated.resize(scan.plots.len(), 0);
        self.gates.fill(scan);
        for confirmed in [true, false] {
            let weigh = JointWeights::of(scan, rules).filter(|_| confirmed);
            self.rows.clear();
            self.candidates.clear();
            self.weights.clear();
            for (index, track) in tracks.iter().enumerate() {
                if track.is_confirmed() != confirmed
                    || !is_of_side(track)
                    || !self.may_meet(scan, track, rules.gate_sigma)
                {
                    continue;
                }
                let Some(place) = place(track) else {
                    continue;
                };
                let row = self.rows.len();
                self.rows.push(index);
                self.gates.visit(scan, &place, rules.gate_sigma, |gated| {
                    self.gated[gated.plot] += 1;
                    if !self.taken[gated.plot] {
                        let column = gated.plot;
                        let cost = gated.distance2;
                        self.candidates.push(Candidate { row, column, cost });
                        if let Some(weigh) = &weigh {
                            let cost = weigh.pair(scan, &gated);
                            self.weights.push(Candidate { row, column, cost });
                        }
                    }
                });
            }
            if let Some(weigh) = weigh {
                self.share_out(scan.plots.len(), weigh.miss);
            }
            self.assign(scan.plots.len(), rules.gate_sigma);
            if confirmed {
                let others = tracks.iter().enumerate();
                let others = others.filter(|(_, track)| track.is_confirmed() && !is_of_side(track));
                self.adopt(scan, others, rules.gate_sigma, &place);
            }
        }
    }

    /// False of a track that falls far from all plots of a scan.
    fn may_meet(&self, scan: Scan, track: &Track, gate_sigma: f64) -> bool {
        let is_falling = track.boost.is_none() && track.estimate.is_free_fall();
        !is_falling || self.gates.may_hold(scan, &track.estimate.belief, gate_sigma)
    }

    /// Gives confirmed tracks of the other side the plots that are left, where a plot lies in no
    /// other track's gate and no other plot in the track's.
    fn adopt<'a>(
        &mut self,
        scan: Scan,
        others: impl Iterator<Item = (usize, &'a Track)>,
        gate_sigma: f64,
        place: impl Fn(&Track) -> Option<PredictedPosition>,
    ) {
        let first = self.pairs.len();
        for (index, track) in others {
            if !self.may_meet(scan, track, gate_sigma) {
                continue;
            }
            let Some(place) = place(track) else {
                continue;
            };
            let (mut plots, mut last) = (0, 0);
            self.gates.visit(scan, &place, gate_sigma, |gated| {
                self.gated[gated.plot] += 1;
                (plots, last) = (plots + 1, gated.plot);
            });
            if plots == 1 && track.counterpart.is_none() {
                self.pairs.push((index, last));
            }
        }
        let (taken, gated) = (&mut self.taken, &self.gated);
        let mut place = 0;
        self.pairs.retain(|(_, plot)| {
            place += 1;
            let is_adopted = gated[*plot] == 1 && !taken[*plot];
            taken[*plot] |= place > first && is_adopted;
            place <= first || is_adopted
        });
    }

    /// Global nearest neighbour among the candidates.
    fn assign(&mut self, columns: usize, gate_sigma: f64) {
        let list = CandidateList { candidates: &self.candidates, rows: self.rows.len(), columns };
        let chosen = self.solver.solve_sparse(list, gate_sigma * gate_sigma);
        for (row, column) in chosen.iter().enumerate() {
            if let Some(column) = column {
                self.pairs.push((self.rows[row], *column));
                self.taken[*column] = true;
            }
        }
    }

    /// Joint probabilities, cluster by cluster; leaves as candidates the pairs of clusters that are
    /// too large.
    fn share_out(&mut self, columns: usize, miss: f64) {
        let list = CandidateList { candidates: &self.weights, rows: self.rows.len(), columns };
        self.crowded.clear();
        self.crowded.resize(list.rows, false);
        self.claimed.clear();
        self.claimed.resize(columns, 0.0);
        self.clusters.split(list);
        for leader in 0..list.rows {
            if !self.clusters.gather_if_leader(leader, list.candidates) {
                continue;
            }
            let clusters = &self.clusters;
            let Some(shares) = self.joint.solve(clusters.matrix(), miss) else {
                for &row in clusters.rows() {
                    self.crowded[row] = true;
                }
                continue;
            };
            let of_rows = shares.chunks(clusters.columns().len());
            for (&row, shares) in clusters.rows().iter().zip(of_rows) {
                let pairs = clusters.columns().iter().zip(shares);
                for (&plot, &weight) in pairs.filter(|(_, weight)| **weight > 0.0) {
                    self.claimed[plot] += weight;
                    let track = self.rows[row];
                    self.shares.push(PlotShare { track, plot, weight });
                }
            }
        }
        for (taken, claimed) in self.taken.iter_mut().zip(&self.claimed) {
            *taken = *claimed > LIKELY;
        }
        let crowded = &self.crowded;
        self.candidates.retain(|pair| crowded[pair.row]);
    }

    /// True of a plot of the last scan that was given to a track, or is likelier of one than not.
    pub(crate) fn is_taken(&self, plot: usize) -> bool {
        self.taken[plot]
    }
}

/// Weights of joint events in one scan.
#[derive(Debug, Clone, Copy)]
struct JointWeights {
    detection_probability: f64,
    extra_plots: f64,
    /// Weight of a track without a plot.
    miss: f64,
}

/// A miss is at least this likely, however sure a detection and wide a gate.
const MISS_MIN: f64 = 1e-6;

impl JointWeights {
    /// `None` where nearest neighbour is the rule: always, for lines of sight.
    fn of(scan: Scan, rules: &Tracking) -> Option<Self> {
        let is_radar = |plot: &Plot| matches!(plot.measurement, Measurement::Radar(_));
        let is_joint = rules.association == AssociationRule::JointProbabilistic
            && scan.plots.iter().all(is_radar);
        let inside = in_gate(rules.gate_sigma);
        is_joint.then_some(Self {
            detection_probability: rules.detection_probability,
            extra_plots: rules.extra_plots_per_scan,
            miss: (1.0 - rules.detection_probability * inside).max(MISS_MIN),
        })
    }

    /// Weight of a plot for a track: how much denser it makes plots here than they are without it
    /// (Bar-Shalom, Daum & Huang, *IEEE Control Systems* 29(6):82, 2009, eq. 38, whose probability
    /// of the gate cancels).
    fn pair(&self, scan: Scan, gated: &gate::GatedPlot) -> f64 {
        let Measurement::Radar(radar) = &scan.plots[gated.plot].measurement else {
            return f64::INFINITY;
        };
        let clutter = scan.sensor.clutter_density(radar, self.extra_plots);
        self.detection_probability * gated.density() / clutter
    }
}

/// Probability that the plot of an object is inside its gate: that of a normal law in three
/// dimensions.
fn in_gate(gate_sigma: f64) -> f64 {
    let tail = (2.0 / std::f64::consts::PI).sqrt() * gate_sigma;
    libm::erf(gate_sigma * std::f64::consts::FRAC_1_SQRT_2)
        - tail * libm::exp(-0.5 * gate_sigma * gate_sigma)
}

#[cfg(test)]
mod tests;
