//! Track-to-track correlation: which own and which remote track are of one object, and which own
//! warning and which alert.
//!
//! One optimal assignment of all to all (Blackman & Popoli, *Design and Analysis of Modern Tracking
//! Systems*, 1999, sec. 9.6). A pair costs its normalised distance of position and velocity
//! squared (Bar-Shalom & Li, *Multitarget-Multisensor Tracking*, 1995, sec. 8.4), and by how much
//! the covariance of its difference is larger than that of the sharpest pair that shares one of its
//! tracks, the logarithm of the ratio of their determinants (the generalised distance of Blackman &
//! Popoli, sec. 6.2.1): to a stale track everything is near. What shares no track with another pair
//! is judged by the gate alone. It costs less by twice the
//! logarithm of how much likelier the two sides' evidence of payloads is of one object than of two
//! ([`classification::same_object_nats`]). A pair that was made stays unless another is clearly
//! better. It is sure if what is known leaves no other of either track: of the probabilities of all
//! that share one of its tracks, it has nearly all.
//!
//! What the two sides' registration errors leave open is in what each believes, taken as another in
//! each pair. Leaves out that it is nearly the same in neighbouring pairs, so that the pattern of a
//! cluster could tell which is which.

use super::track::RemoteTrack;
use crate::numerics::assignment::{AssignmentSolver, Candidate, CandidateList};
use crate::scenario::identity::TrackId;
use crate::tracking;
use crate::tracking::filter::{Belief, GeneralisedDistance};
use crate::tracking::track::{Track, Tracker, classification, pair};

/// Two tracks that are taken for one object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TrackPair {
    /// Own track.
    pub(super) own: u32,
    /// The partner's.
    pub(super) remote: TrackId,
    /// True if it is beyond doubt.
    pub(super) is_sure: bool,
}

/// Work space of the search, and what it found.
#[derive(Debug, Default)]
pub(super) struct Correlator {
    /// The pairs, in the order of the own tracks.
    pub(super) pairs: Vec<TrackPair>,
    own: Vec<(u32, TrackBelief)>,
    remote: Vec<TrackBelief>,
    /// Pairs that may be one object: rows are own tracks, columns remote ones.
    candidates: Vec<Candidate>,
    /// Cost of each if it was no pair before.
    fair: Vec<f64>,
    /// Logarithm of the determinant of the covariance of each one's difference.
    log_volumes: Vec<f64>,
    /// The least of those that share an own track, and of those that share a remote one.
    least: [Vec<f64>; 2],
    solver: AssignmentSolver,
    found: Vec<PairIndices>,
}

/// A pair by the places of its two.
#[derive(Debug, Clone, Copy, PartialEq)]
struct PairIndices {
    row: usize,
    column: usize,
    is_sure: bool,
}

/// One side's belief about an object at the present.
#[derive(Debug)]
struct TrackBelief {
    belief: Belief,
    payload_evidence_nats: f64,
}

impl Correlator {
    /// Pairs the confirmed ones of a tracker's tracks, or of its warnings, with the partner's.
    pub(super) fn find(
        &mut self,
        (tracker, own): (&Tracker, &[Track]),
        remote: &[RemoteTrack],
        now_s: f64,
        is_pair: impl Fn(u32, TrackId) -> bool,
    ) {
        self.pairs.clear();
        if remote.is_empty() {
            return;
        }
        let own = own.iter().filter(|track| track.is_confirmed());
        self.own.clear();
        self.own.extend(own.map(|track| {
            let side = TrackBelief {
                belief: tracker.belief_at(track, now_s),
                payload_evidence_nats: track.payload_evidence_nats,
            };
            (track.number, side)
        }));
        self.remote.clear();
        self.remote.extend(remote.iter().map(|track| TrackBelief {
            belief: tracker.coasted(&track.belief, now_s),
            payload_evidence_nats: track.payload_evidence_nats,
        }));
        let rules = CorrelationRules {
            gate2: tracker.rules.gate_sigma * tracker.rules.gate_sigma,
            payload_prior: tracker.rules.payload_prior,
        };
        self.solve(rules, |own, place| is_pair(own, remote[place].id));
        let found = self.found.iter().map(|found| TrackPair {
            own: self.own[found.row].0,
            remote: remote[found.column].id,
            is_sure: found.is_sure,
        });
        self.pairs.extend(found);
    }

    /// Finds the best pairs, by place.
    fn solve(&mut self, rules: CorrelationRules, is_pair: impl Fn(u32, usize) -> bool) {
        self.weigh(rules, is_pair);
        let list = CandidateList {
            candidates: &self.candidates,
            rows: self.own.len(),
            columns: self.remote.len(),
        };
        self.found.clear();
        let chosen = self.solver.solve_sparse(list, rules.gate2);
        for (row, column) in chosen.iter().enumerate() {
            if let Some(column) = *column {
                let is_sure = pair::is_sure(&self.candidates, &self.fair, [row, column]);
                self.found.push(PairIndices { row, column, is_sure });
            }
        }
    }

    /// Lists what may be one object, with its cost.
    fn weigh(&mut self, rules: CorrelationRules, is_pair: impl Fn(u32, usize) -> bool) {
        self.candidates.clear();
        self.fair.clear();
        self.log_volumes.clear();
        for (row, (number, own)) in self.own.iter().enumerate() {
            for (column, remote) in self.remote.iter().enumerate() {
                let Some(apart) = apart(&own.belief, &remote.belief) else {
                    continue;
                };
                let distance2 = apart.distance2;
                let ease = pair::ease(is_pair(*number, column));
                if distance2 > rules.gate2 * ease {
                    continue;
                }
                let evidence = [own.payload_evidence_nats, remote.payload_evidence_nats];
                let kind = 2.0 * classification::same_object_nats(rules.payload_prior, evidence);
                let cost = distance2 / ease - kind;
                self.candidates.push(Candidate { row, column, cost });
                self.fair.push(distance2 - kind);
                self.log_volumes.push(apart.log_volume);
            }
        }
        self.prefer_sharp();
    }

    /// Lets each candidate pay for how much worse it is known than its sharpest rival.
    fn prefer_sharp(&mut self) {
        let sizes = [self.own.len(), self.remote.len()];
        for (least, size) in self.least.iter_mut().zip(sizes) {
            least.clear();
            least.resize(size, f64::INFINITY);
        }
        let [of_own, of_remote] = &mut self.least;
        for (one, log_volume) in self.candidates.iter().zip(&self.log_volumes) {
            of_own[one.row] = of_own[one.row].min(*log_volume);
            of_remote[one.column] = of_remote[one.column].min(*log_volume);
        }
        let all = self.candidates.iter_mut().zip(&mut self.fair).zip(&self.log_volumes);
        for ((one, fair), log_volume) in all {
            let excess = log_volume - of_own[one.row].min(of_remote[one.column]);
            one.cost += excess;
            *fair += excess;
        }
    }
}

/// A tracker's rules for pairs.
#[derive(Debug, Clone, Copy)]
struct CorrelationRules {
    /// The gate squared: what it costs to leave a track alone.
    gate2: f64,
    payload_prior: f64,
}

/// Distance of two beliefs of one time; `None` far apart.
fn apart(own: &Belief, remote: &Belief) -> Option<GeneralisedDistance> {
    // Far apart in plain metres: no need of a covariance.
    let gap_m = (own.state.position_m - remote.state.position_m).norm();
    let reach_m = 20.0 * (own.covariance.pp.trace() + remote.covariance.pp.trace()).sqrt();
    if gap_m > reach_m {
        return None;
    }
    tracking::filter::generalised(own, remote)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::state::State;
    use crate::tracking::filter::Covariance;
    use nalgebra::{Matrix3, Vector3};

    const RULES: CorrelationRules = CorrelationRules { gate2: 16.0, payload_prior: 0.2 };

    /// At a place along a line, m, known within 700 m and 10 m/s.
    fn side((x_m, payload_evidence_nats): (f64, f64)) -> TrackBelief {
        let belief = Belief {
            time_s: 0.0,
            state: State {
                position_m: Vector3::new(x_m, 0.0, 0.0),
                velocity_mps: Vector3::zeros(),
            },
            covariance: Covariance {
                pp: Matrix3::identity() * (700.0 * 700.0),
                pv: Matrix3::zeros(),
                vv: Matrix3::identity() * 100.0,
            },
        };
        TrackBelief { belief, payload_evidence_nats }
    }

    /// Own and remote tracks, each by place and evidence, and pairs made before: the pairs now, as
    /// own place, remote place and whether sure.
    fn pairs<const N: usize>(
        own: [(f64, f64); N],
        remote: [(f64, f64); N],
        old: &[(u32, usize)],
    ) -> Vec<(usize, usize, bool)> {
        let mut correlator = Correlator {
            own: (0..).zip(own.map(side)).collect(),
            remote: remote.map(side).into(),
            ..Correlator::default()
        };
        correlator.solve(RULES, |own, place| old.contains(&(own, place)));
        let found = correlator.found.iter();
        found.map(|found| (found.row, found.column, found.is_sure)).collect()
    }

    #[test]
    fn neighbours_are_paired_in_doubt_and_far_ones_for_sure() {
        let near = pairs([(0.0, 0.0), (800.0, 0.0)], [(100.0, 0.0), (900.0, 0.0)], &[]);
        assert_eq!(near, [(0, 0, false), (1, 1, false)]);
        let far = pairs([(0.0, 0.0), (8e3, 0.0)], [(100.0, 0.0), (8.1e3, 0.0)], &[]);
        assert_eq!(far, [(0, 0, true), (1, 1, true)]);
        assert_eq!(pairs([(0.0, 0.0)], [(8e3, 0.0)], &[]), []);
    }

    #[test]
    fn evidence_of_kinds_undoes_what_places_suggest() {
        // The nearest are a payload and a decoy each, and were pairs.
        let own = [(0.0, 9.0), (800.0, -9.0)];
        let remote = [(0.0, -9.0), (800.0, 9.0)];
        let now = pairs(own, remote, &[(0, 0), (1, 1)]);
        assert_eq!(now, [(0, 1, true), (1, 0, true)]);
        // A sure payload and a sure decoy are no pair, even alone.
        assert_eq!(pairs([(0.0, 12.0)], [(0.0, -12.0)], &[(0, 0)]), []);
    }

    /// A side of another standard deviation, m.
    fn spread(side: TrackBelief, sigma_m: f64) -> TrackBelief {
        let mut wide = side;
        wide.belief.covariance.pp = Matrix3::identity() * (sigma_m * sigma_m);
        wide
    }

    /// Pairs of own tracks, each by place and standard deviation, and remote tracks that are sharp.
    fn wide_pairs(own: &[(f64, f64)], remote: &[f64]) -> Vec<(usize, usize)> {
        let own = own.iter().map(|(x_m, sigma_m)| spread(side((*x_m, 0.0)), *sigma_m));
        let mut correlator = Correlator {
            own: (0..).zip(own).collect(),
            remote: remote.iter().map(|x_m| spread(side((*x_m, 0.0)), 200.0)).collect(),
            ..Correlator::default()
        };
        correlator.solve(RULES, |_, _| false);
        correlator.found.iter().map(|found| (found.row, found.column)).collect()
    }

    #[test]
    fn a_stale_track_takes_no_pair_from_a_live_one() {
        let (stale, live) = ((0.0, 20e3), (3e3, 200.0));
        // Alone it is judged by the gate.
        assert_eq!(wide_pairs(&[stale], &[3e3]), [(0, 0)]);
        // By the normalised distance alone it would be nearer than the live one.
        assert_eq!(wide_pairs(&[stale, live], &[3.5e3]), [(1, 0)]);
        // Each goes to its own, though the stale one is near to both.
        assert_eq!(wide_pairs(&[stale, live], &[15e3, 3.5e3]), [(0, 0), (1, 1)]);
    }

    #[test]
    fn a_pair_stays_for_a_little_and_goes_for_much() {
        let own = [(0.0, 0.0), (800.0, 0.0)];
        let crossed = [(0, 1), (1, 0)];
        let little = pairs(own, [(350.0, 0.0), (450.0, 0.0)], &crossed);
        assert_eq!(little, [(0, 1, false), (1, 0, false)]);
        let much = pairs(own, [(0.0, 0.0), (800.0, 0.0)], &crossed);
        assert_eq!(much, [(0, 0, false), (1, 1, false)]);
        // Beyond the gate of four, 4 km, an old pair stays up to twice as far.
        assert_eq!(pairs([(0.0, 0.0)], [(6e3, 0.0)], &[(0, 0)]).len(), 1);
        assert_eq!(pairs([(0.0, 0.0)], [(9e3, 0.0)], &[(0, 0)]).len(), 0);
    }
}
