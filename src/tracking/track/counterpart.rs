//! Counterparts: a partner's track of the object of an own one.
//!
//! Plots of the own sensors and of a partner's make tracks apart, each side as it would alone: a
//! plot that is given to a neighbour of its object then spoils what its own side has made, and
//! nothing else. What two sides have is one object where one optimal assignment of all to all says
//! so (Blackman & Popoli, *Design and Analysis of Modern Tracking Systems*, 1999, sec. 9.6). A pair
//! costs its normalised distance squared (Bar-Shalom & Li, *Multitarget-Multisensor Tracking*,
//! 1995, sec. 8.4), less twice the logarithm of how much likelier the two sides' evidence is of one
//! object than of two ([`classification::same_object_nats`]); one that was made stays unless
//! another is clearly better.
//!
//! Where nothing else could be meant, a track takes what the other side's sensors saw all the same:
//! one that lies in no other confirmed track's gate, with no other plot of its scan in its own
//! ([`crate::tracking::associate::scan`]). So an object that flies alone has one track from all
//! sensors, and only what flies near others is kept apart.
//!
//! A partner's track that has its pair is no object beside it. While it may yet be another's, the
//! own track stands alone. Once of all pairs of its two this one has nearly all the probability,
//! the own track's evidence and belief are those of both. Their plots have nothing in common, and
//! in free fall the motion has no noise but in the filter: what is believed is the product of both
//! sides' densities, which have in common what is known of the sensors' errors
//! ([`crate::tracking::track::relative`]). Under thrust and in the air it is that of the sharper.
//! Leaves out that, as long as nothing is known of them, these errors are nearly the same in
//! neighbouring pairs, so that the pattern of a cluster could tell which is which.

use crate::numerics::assignment::{AssignmentSolver, Candidate, CandidateList};
use crate::scenario::model::PartnerRegistration;
use crate::tracking::filter::belief::{self, Belief};
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::registration::Registration;
use crate::tracking::track::classification;
use crate::tracking::track::compare;
use crate::tracking::track::near::NEAR_M;
use crate::tracking::track::pair;
use crate::tracking::track::relative::RelativeRegistration;
use crate::tracking::track::tracker::{Track, Tracker};
use nalgebra::{Matrix6, Vector6};

/// The other side's track of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counterpart {
    /// Its number.
    pub(crate) number: u32,
    /// True if it is beyond doubt.
    pub(crate) is_sure: bool,
}

/// Search for the pairs, and its work space.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairing {
    /// The confirmed tracks of the own sensors and of the partner's.
    sides: [Vec<SideTrack>; 2],
    /// Pairs that may be one object: rows are own tracks, columns the partner's.
    candidates: Vec<Candidate>,
    /// Cost of each if it was no pair before.
    fair: Vec<f64>,
    solver: AssignmentSolver,
    /// Own and partner's number of each pair, and whether it is sure.
    found: Vec<([u32; 2], bool)>,
    /// The partner's tracks while the own ones are merged.
    aside: Vec<Track>,
}

/// One side's track at the present.
#[derive(Debug, Clone)]
struct SideTrack {
    number: u32,
    /// Corrected, and what its sensors' errors have done to it.
    belief: Belief,
    errors: Registration,
    evidence_nats: f64,
    counterpart: Option<u32>,
    /// True if the picture has had it as an object by itself.
    is_shown: bool,
}

/// Puts the partner's tracks that have pairs among the others again.
pub(crate) fn bring_back(tracker: &mut Tracker) {
    if !tracker.counterparts.is_empty() {
        tracker.tracks.append(&mut tracker.counterparts);
        tracker.tracks.sort_unstable_by_key(|track| track.number);
    }
}

/// Calls `merge` with the own tracks alone, then with the partner's.
pub(crate) fn side_by_side(tracker: &mut Tracker, mut merge: impl FnMut(&mut Tracker)) {
    if !tracker.hears_partner() {
        merge(tracker);
        return;
    }
    let mut aside = std::mem::take(&mut tracker.pairing.aside);
    let mut tracks = std::mem::take(&mut tracker.tracks);
    aside.extend(tracks.extract_if(.., |track| !tracker.is_own(track.first)));
    tracker.tracks = tracks;
    merge(tracker);
    std::mem::swap(&mut tracker.tracks, &mut aside);
    merge(tracker);
    tracker.tracks.append(&mut aside);
    tracker.tracks.sort_unstable_by_key(|track| track.number);
    tracker.pairing.aside = aside;
}

/// Pairs the tracks of both sides anew, if it is time or a track has come or gone, and gathers what
/// pairs have.
pub(crate) fn settle(tracker: &mut Tracker, now_s: f64, is_due: bool) {
    if !tracker.hears_partner() {
        return;
    }
    let is_new = |track: &Track| track.confirmed_s.is_some_and(|since_s| since_s >= now_s);
    let is_left = |track: &Track| {
        track.counterpart.is_some_and(|owner| tracker.track(owner.number).is_none())
    };
    if is_due || tracker.tracks.iter().any(is_new) || tracker.counterparts.iter().any(is_left) {
        bring_back(tracker);
        let mut pairing = std::mem::take(&mut tracker.pairing);
        pairing.find(tracker, now_s);
        pairing.join(tracker);
        tracker.pairing = pairing;
        hide(tracker);
    }
    if is_due && tracker.rules.partner_registration == PartnerRegistration::Estimated {
        compare::compare(tracker, now_s);
    }
    gather(tracker, now_s);
}

/// Takes the partner's tracks that have pairs out of what the picture sees.
fn hide(tracker: &mut Tracker) {
    let mut tracks = std::mem::take(&mut tracker.tracks);
    let mut counterparts = std::mem::take(&mut tracker.counterparts);
    counterparts.extend(
        tracks.extract_if(.., |track| track.counterpart.is_some() && !tracker.is_own(track.first)),
    );
    (tracker.tracks, tracker.counterparts) = (tracks, counterparts);
}

/// Gathers what each track has with a counterpart that is sure: its evidence, and what is believed
/// now.
fn gather(tracker: &mut Tracker, now_s: f64) {
    let mut tracks = std::mem::take(&mut tracker.tracks);
    for track in &mut tracks {
        track.payload_evidence_nats = track.side_evidence_nats;
        track.joined = None;
        if let Some(place) = sure_of(&tracker.counterparts, track) {
            let other = &tracker.counterparts[place];
            track.payload_evidence_nats += other.side_evidence_nats;
            track.plot_s = track.plot_s.max(other.plot_s);
            track.joined = Some(of_both(tracker, [track, other], now_s));
        }
    }
    tracker.tracks = tracks;
}

/// Place of the counterpart of a track among all, if it is beyond doubt.
pub(super) fn sure_of(counterparts: &[Track], track: &Track) -> Option<usize> {
    let number = track.counterpart.filter(|other| other.is_sure)?.number;
    counterparts.binary_search_by_key(&number, |track| track.number).ok()
}

/// Belief about a track at a time, s, with what its counterpart knows if that is sure.
pub(crate) fn belief_at(tracker: &Tracker, track: &Track, time_s: f64) -> Belief {
    match sure_of(&tracker.counterparts, track) {
        Some(place) => of_both(tracker, [track, &tracker.counterparts[place]], time_s),
        None => tracker.relative.honest_at(&track.estimate, time_s, &tracker.rules),
    }
}

/// Belief about the object of two tracks at a time, s.
fn of_both(tracker: &Tracker, tracks: [&Track; 2], time_s: f64) -> Belief {
    let raw = tracks.map(|track| track.estimate.raw_at(time_s, &tracker.rules));
    let common = tracker.relative.common(&raw[0].errors, &raw[1].errors);
    let [own, told] = raw.map(|raw| tracker.relative.corrected(&raw));
    let is_fall = tracks.iter().all(|track| track.estimate.is_free_fall());
    let both = if is_fall { product(&own, &told, &common) } else { None };
    both.unwrap_or_else(|| {
        let is_sharper = told.covariance.pp.trace() < own.covariance.pp.trace();
        if is_sharper { told } else { own }
    })
}

/// Belief of two of one time whose errors have this covariance, the first's in rows (Bar-Shalom &
/// Campo, IEEE AES 22:803, 1986); `None` where one is no covariance.
fn product(one: &Belief, other: &Belief, common: &Matrix6<f64>) -> Option<Belief> {
    let a = one.covariance.matrix();
    let gap = other.state.vector() - one.state.vector();
    let apart = a + other.covariance.matrix() - common - common.transpose();
    // (a − c) (a + b − c − cᵀ)⁻¹ is the share of the other.
    let share = apart.cholesky()?.solve(&(a - common).transpose()).transpose();
    let mut both = *one;
    both.state.shift(&Vector6::from(share * gap));
    let covariance = a - share * (a - common).transpose();
    both.covariance = Covariance::from_matrix(&((covariance + covariance.transpose()) * 0.5));
    both.covariance.is_positive_definite().then_some(both)
}

/// Normalised distance squared of two beliefs of one time whose errors have this covariance.
fn distance2(one: &Belief, other: &Belief, common: &Matrix6<f64>) -> Option<f64> {
    let gap = other.state.vector() - one.state.vector();
    let both = one.covariance.matrix() + other.covariance.matrix();
    belief::normalised2(&gap, &(both - common - common.transpose()))
}

impl Pairing {
    /// Finds the pairs of a tracker's confirmed tracks.
    fn find(&mut self, tracker: &Tracker, now_s: f64) {
        self.sides.iter_mut().for_each(Vec::clear);
        for track in tracker.tracks.iter().filter(|track| track.is_confirmed()) {
            let side = usize::from(!tracker.is_own(track.first));
            let counterpart = track.counterpart.map(|other| other.number);
            let raw = track.estimate.raw_at(now_s, &tracker.rules);
            self.sides[side].push(SideTrack {
                number: track.number,
                belief: tracker.relative.corrected(&raw),
                errors: raw.errors,
                evidence_nats: track.side_evidence_nats,
                counterpart,
                is_shown: track.confirmed_s.is_some_and(|since_s| since_s < now_s)
                    && (side == 0 || counterpart.is_none()),
            });
        }
        let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
        self.solve(&tracker.relative, gate2, tracker.rules.payload_prior);
    }

    /// Finds the pairs of what the two sides have.
    fn solve(&mut self, relative: &RelativeRegistration, gate2: f64, payload_prior: f64) {
        self.weigh(relative, gate2, payload_prior);
        let [own, partners] = &self.sides;
        let list = CandidateList {
            candidates: &self.candidates,
            rows: own.len(),
            columns: partners.len(),
        };
        self.found.clear();
        let chosen = self.solver.solve_sparse(list, gate2);
        for (row, column) in chosen.iter().enumerate() {
            let Some(column) = *column else {
                continue;
            };
            let is_sure = pair::is_sure(&self.candidates, &self.fair, [row, column]);
            let (one, other) = (&own[row], &partners[column]);
            // Two that have both been objects may both have been shot at.
            if is_sure || !(one.is_shown && other.is_shown) {
                self.found.push(([one.number, other.number], is_sure));
            }
        }
    }

    /// Lists what may be one object, with its cost.
    fn weigh(&mut self, relative: &RelativeRegistration, gate2: f64, payload_prior: f64) {
        self.candidates.clear();
        self.fair.clear();
        let [own, partners] = &self.sides;
        for (row, one) in own.iter().enumerate() {
            for (column, other) in partners.iter().enumerate() {
                let gap_m = one.belief.state.position_m - other.belief.state.position_m;
                if gap_m.norm() > NEAR_M {
                    continue;
                }
                let common = relative.common(&one.errors, &other.errors);
                let Some(distance2) = distance2(&one.belief, &other.belief, &common) else {
                    continue;
                };
                let is_pair = one.counterpart == Some(other.number);
                let ease = pair::ease(is_pair);
                if distance2 <= gate2 * ease {
                    let evidence = [one.evidence_nats, other.evidence_nats];
                    let kind = 2.0 * classification::same_object_nats(payload_prior, evidence);
                    let cost = distance2 / ease - kind;
                    self.candidates.push(Candidate { row, column, cost });
                    self.fair.push(distance2 - kind);
                }
            }
        }
    }

    /// Makes the pairs that were found, and hands on the objects of tracks that are none any more.
    fn join(&self, tracker: &mut Tracker) {
        let [own, partners] = &self.sides;
        for other in partners {
            let is_paired = self.found.iter().any(|([_, number], _)| *number == other.number);
            let Some(owner) = other.counterpart.filter(|_| !is_paired) else {
                continue;
            };
            let is_gone = own.binary_search_by_key(&owner, |one| one.number).is_err();
            if is_gone && tracker.heirs.iter().all(|(ended, _)| *ended != owner) {
                tracker.heirs.push((owner, other.number));
            }
        }
        tracker.tracks.iter_mut().for_each(|track| track.counterpart = None);
        for &([one, other], is_sure) in &self.found {
            for (number, with) in [(one, other), (other, one)] {
                let place = tracker.tracks.binary_search_by_key(&number, |track| track.number);
                if let Ok(place) = place {
                    let counterpart = Counterpart { number: with, is_sure };
                    tracker.tracks[place].counterpart = Some(counterpart);
                }
            }
            for (_, heir) in tracker.heirs.iter_mut().filter(|(_, heir)| *heir == other) {
                *heir = one;
            }
            let is_shown = partners.iter().any(|track| track.number == other && track.is_shown);
            if is_shown {
                tracker.heirs.push((other, one));
            }
        }
    }
}

#[cfg(test)]
mod tests;
