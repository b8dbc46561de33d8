//! The picture: own and remote tracks taken together, each object once.
//!
//! A remote track is joined to the own track that is nearest by the normalised distance of
//! position and velocity, if inside the gate (Bar-Shalom & Li, *Multitarget-Multisensor Tracking*,
//! 1995, sec. 8.4): remote newcomers by one optimal assignment, an own newcomer to the nearest. A
//! pair that drifts apart is parted again. What the two sides' registration errors leave open is
//! covered by a fixed allowance.

use super::fuse;
use crate::exchange::message::Body;
use crate::exchange::message::Message;
use crate::exchange::message::Status;
use crate::scenario::identity::SystemId;
use crate::scenario::identity::TrackId;
use crate::scenario::parts::Use;
use crate::tracking;
use crate::tracking::assignment::AssignmentSolver;
use crate::tracking::assignment::Candidate;
use crate::tracking::assignment::CandidateList;
use crate::tracking::filter::Belief;
use crate::tracking::track::Track;
use crate::tracking::track::Tracker;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use bevy_ecs::prelude::*;
use nalgebra::Matrix3;

/// Registration errors that the two sides may have against each other: standard deviation of the
/// position, m, and of the velocity, m/s, per axis. A third of a milliradian at 2,000 km.
const ALLOWANCE_M: f64 = 700.0;
/// See [`ALLOWANCE_M`].
const ALLOWANCE_MPS: f64 = 10.0;

/// How long an alert is of use, s: as long as an own warning.
const ALERT_LIFE_S: f64 = 600.0;

/// Age at which a remote belief is brought to the present, s.
const REFRESH_S: f64 = 5.0;

/// A pair is parted when its distance exceeds the gate by this factor.
const PART_FACTOR: f64 = 2.0;

/// One object in a node's picture.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemTrack {
    /// Its number in this picture, kept for life.
    pub number: u32,
    /// The own track of it.
    pub own: Option<u32>,
    /// The partner's track of it.
    pub remote: Option<TrackId>,
    /// Since when it may be launched on, s.
    pub firm_s: Option<f64>,
}

/// A track that a partner sent.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteTrack {
    /// The partner's number of it.
    pub id: TrackId,
    /// Time of validity of what was last heard, s.
    pub valid_s: f64,
    /// What that means for the present, or some seconds before.
    pub belief: Belief,
    /// How far the partner's sensors speak for its being a payload, nats.
    pub payload_evidence_nats: f64,
    /// Has it been heard of since the picture was last compiled?
    is_renewed: bool,
}

/// A node's picture.
#[derive(Component, Debug)]
pub struct Picture {
    /// The system that has it.
    pub system: SystemId,
    /// What received data may be used for.
    pub usage: Use,
    /// The objects, in the order of their numbers.
    pub tracks: Vec<SystemTrack>,
    /// The partner's tracks, in the order of their first arrival.
    pub remote: Vec<RemoteTrack>,
    /// The partner's launch alerts, likewise.
    pub alerts: Vec<RemoteTrack>,
    /// Shots that the partner told of and nobody has read yet.
    pub statuses: Vec<Status>,
    /// When the partner was last heard of, s.
    pub partner_s: f64,
    /// Objects found to be one in this tick: the number that went, and the one that stays.
    pub merged: Vec<(u32, u32)>,
    numbers: u32,
    solver: AssignmentSolver,
    candidates: Vec<Candidate>,
    newcomers: Vec<TrackId>,
}

impl Picture {
    pub(super) fn new(system: SystemId, usage: Use) -> Self {
        Self {
            system,
            usage,
            tracks: Vec::new(),
            remote: Vec::new(),
            alerts: Vec::new(),
            statuses: Vec::new(),
            partner_s: f64::NEG_INFINITY,
            merged: Vec::new(),
            numbers: 0,
            solver: AssignmentSolver::new(),
            candidates: Vec::new(),
            newcomers: Vec::new(),
        }
    }

    /// Takes in a message. What is older than what is already known is left aside.
    pub(super) fn hear(&mut self, message: &Message, now_s: f64) {
        self.partner_s = now_s;
        match message.body {
            Body::Alert { track, belief } => renew(&mut self.alerts, track, (&belief, 0.0)),
            Body::Track {
                track,
                belief,
                payload_evidence_nats,
            } => renew(&mut self.remote, track, (&belief, payload_evidence_nats)),
            Body::Status(status) => self.statuses.push(status),
            // Plots go to the tracker.
            Body::Plot(_) => {}
        }
    }

    /// Joins what the tracker and the partner now say.
    pub(super) fn compile(&mut self, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
        self.partner_s = self.partner_s.max(tracker.partner_s);
        for remote in self.remote.iter_mut().chain(&mut self.alerts) {
            if now_s - remote.belief.time_s >= REFRESH_S {
                remote.belief.predict(now_s, &tracker.coasting());
            }
        }
        self.inherit(tracker);
        self.forget(tracker, now_s);
        self.part(tracker, now_s);
        self.admit_own(tracker, now_s, journal);
        self.admit_remote(tracker, now_s, journal);
        self.judge(tracker, now_s, journal);
        self.remote
            .iter_mut()
            .for_each(|remote| remote.is_renewed = false);
    }

    /// Hands the objects of doubles on to their heirs: of two objects that are one the elder stays.
    fn inherit(&mut self, tracker: &Tracker) {
        self.merged.clear();
        for &(double, heir) in &tracker.heirs {
            let place_of = |own| self.tracks.iter().position(|track| track.own == Some(own));
            match (place_of(double), place_of(heir)) {
                (Some(one), Some(other)) => {
                    let (stays, goes) = (one.min(other), one.max(other));
                    let gone = self.tracks.remove(goes);
                    let kept = &mut self.tracks[stays];
                    kept.own = Some(heir);
                    kept.remote = kept.remote.or(gone.remote);
                    self.merged.push((gone.number, kept.number));
                }
                (Some(one), None) => self.tracks[one].own = Some(heir),
                (None, _) => {}
            }
        }
    }

    /// Drops what has ended or has not been heard of for too long.
    fn forget(&mut self, tracker: &Tracker, now_s: f64) {
        let oldest_s = now_s - tracker.rules.drop_confirmed_s;
        self.remote.retain(|remote| remote.valid_s >= oldest_s);
        self.alerts
            .retain(|alert| alert.valid_s >= now_s - ALERT_LIFE_S);
        for track in &mut self.tracks {
            track.own = track.own.filter(|own| tracker.track(*own).is_some());
            let known = |id: &TrackId| self.remote.iter().any(|remote| remote.id == *id);
            track.remote = track.remote.filter(known);
        }
        self.tracks
            .retain(|track| track.own.is_some() || track.remote.is_some());
    }

    /// Parts the pairs that no longer agree, when news of them comes; the remote track is a
    /// newcomer again.
    fn part(&mut self, tracker: &Tracker, now_s: f64) {
        let limit2 = (PART_FACTOR * tracker.rules.gate_sigma).powi(2);
        for track in &mut self.tracks {
            let (Some(own), Some(remote)) = (track.own, track.remote) else {
                continue;
            };
            let fresh = self
                .remote
                .iter()
                .find(|other| other.id == remote && other.is_renewed);
            if let (Some(own), Some(remote)) = (tracker.track(own), fresh) {
                let apart = apart2(tracker, own, remote, now_s);
                if apart.is_none_or(|distance2| distance2 > limit2) {
                    track.remote = None;
                }
            }
        }
    }

    /// Adds own confirmed tracks that are not in the picture: to the remote-only object that they
    /// are, or as an object of their own.
    fn admit_own(&mut self, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
        let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
        for own in tracker.tracks.iter().filter(|track| track.is_confirmed()) {
            if self
                .tracks
                .iter()
                .any(|track| track.own == Some(own.number))
            {
                continue;
            }
            let time_s = own.belief().time_s;
            let nearest = self
                .tracks
                .iter()
                .enumerate()
                .filter(|(_, track)| track.own.is_none())
                .filter_map(|(place, track)| {
                    let remote = self
                        .remote
                        .iter()
                        .find(|other| Some(other.id) == track.remote)?;
                    Some((apart2(tracker, own, remote, time_s)?, place))
                })
                .filter(|(distance2, _)| *distance2 <= gate2)
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            if let Some((_, place)) = nearest {
                self.tracks[place].own = Some(own.number);
                if let Some(remote) = self.tracks[place].remote {
                    let own = tracker.id(own.number);
                    journal.write(now_s, Event::Correlated { own, remote });
                }
            } else {
                self.add(Some(own.number), None);
            }
        }
    }

    /// Adds remote tracks that are not in the picture, likewise, all at once.
    fn admit_remote(&mut self, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
        self.newcomers.clear();
        self.newcomers.extend(
            self.remote
                .iter()
                .map(|remote| remote.id)
                .filter(|id| self.tracks.iter().all(|track| track.remote != Some(*id))),
        );
        if self.newcomers.is_empty() {
            return;
        }
        let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
        self.candidates.clear();
        for (row, id) in self.newcomers.iter().enumerate() {
            let Some(remote) = self.remote.iter().find(|remote| remote.id == *id) else {
                continue;
            };
            for (column, track) in self.tracks.iter().enumerate() {
                let own = track.own.filter(|_| track.remote.is_none());
                let Some(own) = own.and_then(|own| tracker.track(own)) else {
                    continue;
                };
                if let Some(cost) = apart2(tracker, own, remote, now_s).filter(|d| *d <= gate2) {
                    self.candidates.push(Candidate { row, column, cost });
                }
            }
        }
        let list = CandidateList {
            candidates: &self.candidates,
            rows: self.newcomers.len(),
            columns: self.tracks.len(),
        };
        let chosen = self.solver.solve_sparse(list, gate2).to_vec();
        let newcomers = std::mem::take(&mut self.newcomers);
        for (id, place) in newcomers.iter().zip(chosen) {
            let Some(place) = place else {
                self.add(None, Some(*id));
                continue;
            };
            self.tracks[place].remote = Some(*id);
            if let Some(own) = self.tracks[place].own {
                let own = tracker.id(own);
                journal.write(now_s, Event::Correlated { own, remote: *id });
            }
        }
        self.newcomers = newcomers;
    }

    fn add(&mut self, own: Option<u32>, remote: Option<TrackId>) {
        self.numbers += 1;
        self.tracks.push(SystemTrack {
            number: self.numbers,
            own,
            remote,
            firm_s: None,
        });
    }

    /// Notes which objects may now be launched on.
    fn judge(&mut self, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
        for track in self
            .tracks
            .iter_mut()
            .filter(|track| track.firm_s.is_none())
        {
            let own = track.own.and_then(|own| tracker.track(own));
            let from_own = own
                .filter(|own| own.own_plot_s.is_finite())
                .map(|own| own.number);
            let by_remote = self.usage >= Use::LaunchOnRemote;
            let basis = match (from_own, track.own, track.remote) {
                (Some(own), ..) => Some(tracker.id(own)),
                (None, Some(own), _) if by_remote => Some(tracker.id(own)),
                (None, _, Some(remote)) if by_remote => Some(remote),
                _ => None,
            };
            if let Some(basis) = basis {
                track.firm_s = Some(now_s);
                let system = self.system;
                journal.write(
                    now_s,
                    Event::Firm {
                        system,
                        track: basis,
                    },
                );
            }
        }
    }

    /// The name by which an object is reported: the own track's where there is one.
    pub fn name(&self, track: &SystemTrack) -> TrackId {
        let own = track.own.map(|number| TrackId {
            system: self.system,
            number,
        });
        own.or(track.remote).unwrap_or(TrackId {
            system: self.system,
            number: 0,
        })
    }

    /// The object of this number.
    pub fn track(&self, number: u32) -> Option<&SystemTrack> {
        let place = self
            .tracks
            .binary_search_by_key(&number, |track| track.number)
            .ok()?;
        Some(&self.tracks[place])
    }

    /// What is believed of an object at a time, s, from all that the architecture lets this node
    /// launch on; `None` where that is nothing.
    pub fn belief(&self, track: &SystemTrack, tracker: &Tracker, time_s: f64) -> Option<Belief> {
        let (own, remote) = self.usable(track, tracker);
        let own = own.map(|own| tracker.belief_at(own, time_s));
        let remote = remote.map(|remote| covered(&remote.belief));
        let remote = remote.map(|remote| remote.at(time_s, &tracker.coasting()));
        match (own, remote) {
            (Some(own), Some(remote)) => Some(fuse::intersect(&own, &remote)),
            (own, remote) => own.or(remote),
        }
    }

    /// How far the same speaks for an object's being a payload, nats: the sum of both sides', since
    /// a message holds only what its sender's own sensors gave.
    pub fn payload_evidence_nats(&self, track: &SystemTrack, tracker: &Tracker) -> f64 {
        let (own, remote) = self.usable(track, tracker);
        own.map_or(0.0, |own| own.payload_evidence_nats)
            + remote.map_or(0.0, |remote| remote.payload_evidence_nats)
    }

    /// What there is of an object that the architecture lets this node launch on.
    fn usable<'a>(
        &'a self,
        track: &SystemTrack,
        tracker: &'a Tracker,
    ) -> (Option<&'a Track>, Option<&'a RemoteTrack>) {
        let own = track
            .own
            .and_then(|own| tracker.track(own))
            .filter(|own| self.usage >= Use::LaunchOnRemote || own.own_plot_s.is_finite());
        let remote = track
            .remote
            .filter(|_| self.usage >= Use::LaunchOnRemote)
            .and_then(|id| self.remote.iter().find(|remote| remote.id == id));
        (own, remote)
    }

    /// Time of the latest own plot of an object, s; minus infinity without one.
    pub fn own_plot_s(&self, track: &SystemTrack, tracker: &Tracker) -> f64 {
        track
            .own
            .and_then(|own| tracker.track(own))
            .map_or(f64::NEG_INFINITY, |own| own.own_plot_s)
    }
}

/// Replaces what is known of a partner's track if this is later: its state, and how far it is
/// thought a payload, nats.
fn renew(
    known: &mut Vec<RemoteTrack>,
    id: TrackId,
    (belief, payload_evidence_nats): (&Belief, f64),
) {
    match known.iter_mut().find(|other| other.id == id) {
        Some(other) if other.valid_s < belief.time_s => {
            (other.valid_s, other.belief, other.is_renewed) = (belief.time_s, *belief, true);
            other.payload_evidence_nats = payload_evidence_nats;
        }
        Some(_) => {}
        None => known.push(RemoteTrack {
            id,
            valid_s: belief.time_s,
            belief: *belief,
            payload_evidence_nats,
            is_renewed: true,
        }),
    }
}

/// A partner's belief with the registration allowance added.
fn covered(belief: &Belief) -> Belief {
    let mut belief = *belief;
    belief.covariance.pp += Matrix3::identity() * (ALLOWANCE_M * ALLOWANCE_M);
    belief.covariance.vv += Matrix3::identity() * (ALLOWANCE_MPS * ALLOWANCE_MPS);
    belief
}

/// Normalised distance squared of an own and a remote track at a time.
fn apart2(tracker: &Tracker, own: &Track, remote: &RemoteTrack, time_s: f64) -> Option<f64> {
    let own = tracker.belief_at(own, time_s);
    let remote = covered(&remote.belief).at(time_s, &tracker.coasting());
    // Far apart in plain metres: no need of a covariance.
    let gap_m = (own.state.position_m - remote.state.position_m).norm();
    let reach_m = 20.0 * (own.covariance.pp.trace() + remote.covariance.pp.trace()).sqrt();
    if gap_m > reach_m {
        return None;
    }
    tracking::distance2(&own, &remote)
}
