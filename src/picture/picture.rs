//! The picture: own and remote tracks taken together, each object once.
//!
//! Module `correlate` tells what is one object, again whenever there is news. A pair may be the
//! likeliest and yet in doubt: then the own track stands alone, and what the partner says is left
//! aside, since evidence of two objects would hide the payload that one of them is.

use super::correlate::{Correlator, TrackPair};
use super::fuse;
use super::succession;
use super::track::{Reassociation, RemoteTrack, SystemTrack, WarnedBooster, renew};
use crate::exchange::message::{Assessment, Body, FireOrder, Message, Status};
use crate::scenario::identity::{SystemId, TrackId};
use crate::scenario::model::{Tracking, Use};
use crate::tracking::filter::Belief;
use crate::tracking::track::{Track, Tracker};
use crate::tracking::warning::is_burnt_out;
use crate::world::journal::{Event, Journal};
use bevy_ecs::prelude::*;

/// Age at which a remote belief is brought to the present, s.
const REFRESH_S: f64 = 5.0;

/// Time by which a partner's report is later than the last plot in it at most, s: its period.
const REPORT_S: f64 = 10.0;

/// A node's picture.
#[derive(Component, Debug)]
pub struct Picture {
    /// The system that has it.
    pub system: SystemId,
    /// Use that may be made of received data.
    pub usage: Use,
    /// Registration errors of the partner's radars that are reckoned with, over what it states.
    partner_bias_sigmas: f64,
    /// The objects, in the order of their numbers.
    pub tracks: Vec<SystemTrack>,
    /// The partner's tracks, in the order of their first arrival.
    pub remote: Vec<RemoteTrack>,
    /// The partner's launch alerts, likewise.
    pub alerts: Vec<RemoteTrack>,
    /// Shots that the partner told of and nobody has read yet.
    pub statuses: Vec<Status>,
    /// Orders of the partner's to own fire units, likewise.
    pub orders: Vec<FireOrder>,
    /// Outcomes of the partner's shots, likewise.
    pub assessments: Vec<Assessment>,
    /// Tracks that the partner asks consent to engage, each with its arrival, s, likewise.
    pub requests: Vec<(f64, TrackId)>,
    /// Tracks that the partner has consented to engage, likewise.
    pub consents: Vec<TrackId>,
    /// Time at which the partner was last heard of, s.
    pub partner_s: f64,
    /// Changes of what is taken for one object in this tick, in their order.
    pub changes: Vec<Reassociation>,
    /// Objects that own interceptors are on their way to, before the hand-over, in the order of
    /// their numbers: `engagement` writes them.
    pub engaged: Vec<u32>,
    /// Own warnings and the partner's alerts of the same boosters.
    pub(super) warned: Vec<WarnedBooster>,
    numbers: u32,
    correlator: Correlator,
}

impl Picture {
    pub(super) fn new(system: SystemId, usage: Use, rules: &Tracking) -> Self {
        Self {
            system,
            usage,
            partner_bias_sigmas: rules.partner_bias_sigmas,
            tracks: Vec::new(),
            remote: Vec::new(),
            alerts: Vec::new(),
            statuses: Vec::new(),
            orders: Vec::new(),
            assessments: Vec::new(),
            requests: Vec::new(),
            consents: Vec::new(),
            partner_s: f64::NEG_INFINITY,
            changes: Vec::new(),
            engaged: Vec::new(),
            warned: Vec::new(),
            numbers: 0,
            correlator: Correlator::default(),
        }
    }

    /// Takes in a message, and returns whether it tells anything. What is older than what is
    /// already known is left aside.
    pub(super) fn hear(&mut self, message: &Message, now_s: f64) -> bool {
        self.partner_s = now_s;
        match message.body {
            Body::Alert { track, belief, holds_until_s } => {
                let heard = RemoteTrack { holds_until_s, ..RemoteTrack::heard(track, &belief) };
                if !heard.is_alert_of_use(now_s) {
                    return false;
                }
                return renew(&mut self.alerts, heard);
            }
            Body::Track { track, mut belief, registration, payload_evidence_nats } => {
                let times = self.partner_bias_sigmas * self.partner_bias_sigmas;
                belief.covariance = belief.covariance.plus(&registration, times);
                // What rounding has made of a partner's numbers may be no covariance.
                if !belief.covariance.is_positive_definite() {
                    return false;
                }
                let heard =
                    RemoteTrack { payload_evidence_nats, ..RemoteTrack::heard(track, &belief) };
                return renew(&mut self.remote, heard);
            }
            Body::Ended(track) => {
                let before = self.remote.len();
                let is_it = |one: &RemoteTrack| one.id == track && one.valid_s <= message.valid_s;
                self.remote.retain(|remote| !is_it(remote));
                return self.remote.len() < before;
            }
            Body::Status(status) => self.statuses.push(status),
            Body::Order(order) => self.orders.push(order),
            Body::Assessment(assessment) => self.assessments.push(assessment),
            Body::Request(track) => self.requests.push((now_s, track)),
            Body::Consent(track) => self.consents.push(track),
            // Plots go to the tracker.
            Body::Plot(_) => {}
        }
        true
    }

    /// Joins what the tracker and the partner now say.
    pub(super) fn compile(&mut self, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
        self.partner_s = self.partner_s.max(tracker.partner_s);
        let is_old = |remote: &&mut RemoteTrack| now_s - remote.belief.time_s >= REFRESH_S;
        for remote in self.remote.iter_mut().filter(is_old) {
            remote.belief = tracker.coasted(&remote.belief, now_s);
        }
        for alert in self.alerts.iter_mut().filter(is_old) {
            alert.belief.predict(now_s, &tracker.coasting());
        }
        self.inherit(tracker);
        self.forget(tracker, now_s);
        self.join(tracker, now_s, journal);
        self.judge(tracker, now_s, journal);
        self.pair_alerts(tracker, now_s);
        let heard = self.remote.iter_mut().chain(&mut self.alerts);
        heard.for_each(|heard| heard.is_renewed = false);
    }

    /// Pairs own warnings and alerts anew when there is news of any alert: one booster is no two
    /// cues, and what two satellites far apart see of it crosses. Once both sides take a booster
    /// for burnt out there is no news, and what they tell together is worked out.
    fn pair_alerts(&mut self, tracker: &Tracker, now_s: f64) {
        if self.usage < Use::Cue || self.alerts.is_empty() {
            return;
        }
        if self.alerts.iter().any(|alert| alert.is_renewed) {
            let of = (tracker, tracker.warnings.as_slice());
            self.correlator.find(of, &self.alerts, now_s, |own, alert| {
                self.warned.iter().any(|known| (known.own, known.alert) == (own, alert))
            });
            let is_renewed =
                |id| self.alerts.iter().any(|alert| alert.id == id && alert.is_renewed);
            let found =
                self.correlator.pairs.iter().map(|&TrackPair { own, remote: alert, .. }| {
                    let mut before = self.warned.iter().filter(|_| !is_renewed(alert));
                    let same = before.find(|known| (known.own, known.alert) == (own, alert));
                    same.copied().unwrap_or(WarnedBooster { own, alert, belief: None })
                });
            self.warned = found.collect();
        }
        for known in &mut self.warned {
            if let Some(belief) = &mut known.belief {
                if now_s - belief.time_s >= REFRESH_S {
                    belief.predict(now_s, &tracker.coasting());
                }
                continue;
            }
            let is_it = |warning: &&Track| warning.number == known.own;
            let own = tracker.warnings.iter().find(is_it).filter(|own| is_burnt_out(own));
            let alert = self.alerts.iter().find(|alert| alert.id == known.alert);
            if let (Some(own), Some(alert)) = (own, alert.filter(|alert| alert.is_burnt_out())) {
                let of = [tracker.belief_at(own, now_s), tracker.coasted(&alert.belief, now_s)];
                known.belief = Some(fuse::fused(tracker.rules.fusion, &of[0], &of[1]));
            }
        }
    }

    /// Hands the objects of doubles on to their heirs: of two objects that are one the elder stays.
    fn inherit(&mut self, tracker: &Tracker) {
        self.changes.clear();
        for &(double, heir) in &tracker.heirs {
            let place_of = |own| self.tracks.iter().position(|track| track.own == Some(own));
            match (place_of(double), place_of(heir)) {
                (Some(one), Some(other)) => {
                    let (stays, goes) = (one.min(other), one.max(other));
                    let gone = self.tracks.remove(goes);
                    let kept = &mut self.tracks[stays];
                    kept.own = Some(heir);
                    kept.remote = kept.remote.or(gone.remote);
                    kept.since_s = kept.since_s.min(gone.since_s);
                    let (gone, kept) = (gone.number, kept.number);
                    self.changes.push(Reassociation::Merged { gone, kept });
                }
                (Some(one), None) => self.tracks[one].own = Some(heir),
                (None, _) => {}
            }
        }
    }

    /// Drops what has ended or has not been heard of for too long.
    fn forget(&mut self, tracker: &Tracker, now_s: f64) {
        succession::drop_silent(&mut self.remote, &tracker.rules, now_s);
        for (own, missed_s) in &tracker.gone {
            // What own radars looked for in vain the partner's older word does not bring back.
            let mut tracks = self.tracks.iter();
            let object = tracks.find(|track| track.own == Some(*own) && track.is_sure);
            let is_it =
                |remote: &RemoteTrack| object.is_some_and(|it| it.remote == Some(remote.id));
            self.remote.retain(|remote| !is_it(remote) || remote.valid_s >= missed_s + REPORT_S);
        }
        self.alerts.retain(|alert| alert.is_alert_of_use(now_s));
        for track in &mut self.tracks {
            track.own = track.own.filter(|own| tracker.track(*own).is_some());
            let known = |id: &TrackId| self.remote.iter().any(|remote| remote.id == *id);
            track.remote = track.remote.filter(known);
        }
        self.tracks.retain(|track| track.own.is_some() || track.remote.is_some());
    }

    /// Pairs own and remote tracks anew when there is news of any: parts what no longer agrees,
    /// and joins what does.
    fn join(&mut self, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
        let is_held = |id| self.tracks.iter().any(|track| track.remote == Some(id));
        let is_own = |own| self.tracks.iter().any(|track| track.own == Some(own));
        let confirmed = || tracker.tracks.iter().filter(|track| track.is_confirmed());
        let is_news = confirmed().any(|own| !is_own(own.number))
            || (self.remote.iter()).any(|remote| remote.is_renewed || !is_held(remote.id));
        if !is_news {
            return;
        }
        self.succeed(tracker, now_s);
        let mut correlator = std::mem::take(&mut self.correlator);
        let of = (tracker, tracker.tracks.as_slice());
        correlator.find(of, &self.remote, now_s, |own, remote| {
            let mut tracks = self.tracks.iter();
            tracks.any(|track| track.own == Some(own) && track.remote == Some(remote))
        });
        for track in &mut self.tracks {
            let is_of_it = |pair: &&TrackPair| Some(pair.own) == track.own;
            let pair = correlator.pairs.iter().find(is_of_it);
            let pair = pair.filter(|pair| Some(pair.remote) == track.remote);
            if track.own.is_some()
                && pair.is_none()
                && let Some(remote) = track.remote.take()
            {
                self.changes.push(Reassociation::Parted { object: track.number, remote });
            }
            track.is_sure = pair.is_some_and(|pair| pair.is_sure);
        }
        for &pair in &correlator.pairs {
            if self.unite(pair, tracker, now_s) {
                let own = tracker.id(pair.own);
                let remote = pair.remote;
                journal.write(now_s, Event::Correlated { own, remote });
            }
        }
        self.correlator = correlator;
        for own in tracker.tracks.iter().filter(|track| track.is_confirmed()) {
            let number = Some(own.number);
            if self.tracks.iter().all(|track| track.own != number) {
                self.add((number, None), own.begun_s, now_s);
            }
        }
        for place in 0..self.remote.len() {
            let (id, since_s) = (Some(self.remote[place].id), self.remote[place].since_s);
            if self.tracks.iter().all(|track| track.remote != id) {
                self.add((None, id), since_s, now_s);
            }
        }
    }

    /// Makes a pair one object; returns whether it is new. Two that have both been objects before
    /// may both have been shot at: they become one, the elder, only where there is no doubt.
    fn unite(&mut self, pair: TrackPair, tracker: &Tracker, now_s: f64) -> bool {
        let (own, remote) = (Some(pair.own), Some(pair.remote));
        let of_own = self.tracks.iter().position(|track| track.own == own);
        let of_remote = self.tracks.iter().position(|track| track.remote == remote);
        let place = match (of_own, of_remote) {
            (Some(one), Some(other)) if one == other => return false,
            (Some(_), Some(_)) if !pair.is_sure => return false,
            (Some(one), Some(other)) => {
                let (stays, goes) = (one.min(other), one.max(other));
                let gone = self.tracks.remove(goes);
                let kept = &mut self.tracks[stays];
                let firm_s = [kept.firm_s, gone.firm_s];
                kept.firm_s = firm_s.into_iter().flatten().reduce(f64::min);
                kept.since_s = kept.since_s.min(gone.since_s);
                let (gone, kept) = (gone.number, kept.number);
                self.changes.push(Reassociation::Merged { gone, kept });
                stays
            }
            (Some(place), None) | (None, Some(place)) => place,
            (None, None) => {
                let since_s = tracker.track(pair.own).map_or(now_s, |own| own.begun_s);
                self.add((own, remote), since_s, now_s);
                self.tracks.len() - 1
            }
        };
        let track = &mut self.tracks[place];
        (track.own, track.remote, track.is_sure) = (own, remote, pair.is_sure);
        true
    }

    fn add(&mut self, (own, remote): (Option<u32>, Option<TrackId>), since_s: f64, born_s: f64) {
        self.numbers += 1;
        self.tracks.push(SystemTrack {
            number: self.numbers,
            own,
            remote,
            is_sure: false,
            firm_s: None,
            since_s,
            born_s,
        });
    }

    /// Lets the objects of partner's tracks that fell silent go on as new ones that continue them.
    fn succeed(&mut self, tracker: &Tracker, now_s: f64) {
        let is_held = |id| self.tracks.iter().any(|track| track.remote == Some(id));
        if let Some((old, new)) = succession::find(&self.remote, tracker, now_s, is_held) {
            let (old_id, new_id) = (self.remote[old].id, self.remote[new].id);
            self.remote[new].since_s = self.remote[old].since_s;
            self.remote.remove(old);
            for track in self.tracks.iter_mut().filter(|track| track.remote == Some(old_id)) {
                track.remote = Some(new_id);
            }
        }
    }

    /// Notes which objects may now be launched on.
    fn judge(&mut self, tracker: &Tracker, now_s: f64, journal: &mut Journal) {
        for track in self.tracks.iter_mut().filter(|track| track.firm_s.is_none()) {
            let own = track.own.and_then(|own| tracker.track(own));
            let from_own = own.filter(|own| own.own_plot_s.is_finite()).map(|own| own.number);
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
                journal.write(now_s, Event::Firm { system, track: basis });
            }
        }
    }

    /// The name by which an object is reported: the own track's where there is one.
    pub fn name(&self, track: &SystemTrack) -> TrackId {
        let own = track.own.map(|number| TrackId { system: self.system, number });
        own.or(track.remote).unwrap_or(TrackId { system: self.system, number: 0 })
    }

    /// The object of this number.
    pub fn track(&self, number: u32) -> Option<&SystemTrack> {
        let place = self.tracks.binary_search_by_key(&number, |track| track.number).ok()?;
        Some(&self.tracks[place])
    }

    /// Belief about an object at a time, s, from all that the architecture lets this node
    /// launch on; `None` where that is nothing.
    pub fn belief(&self, track: &SystemTrack, tracker: &Tracker, time_s: f64) -> Option<Belief> {
        let (own, remote) = self.usable(track, tracker);
        let own = own.map(|own| tracker.belief_at(own, time_s));
        let remote = remote.map(|remote| tracker.coasted(&remote.belief, time_s));
        match (own, remote) {
            (Some(own), Some(remote)) => Some(fuse::fused(tracker.rules.fusion, &own, &remote)),
            (own, remote) => own.or(remote),
        }
    }

    /// Evidence of the same that an object is a payload, nats: the sum of both sides', since
    /// a message holds only what its sender's own sensors gave.
    pub fn payload_evidence_nats(&self, track: &SystemTrack, tracker: &Tracker) -> f64 {
        let (own, remote) = self.usable(track, tracker);
        own.map_or(0.0, |own| own.payload_evidence_nats)
            + remote.map_or(0.0, |remote| remote.payload_evidence_nats)
    }

    /// Tracks of an object that the architecture lets this node launch on. What may be
    /// another object's adds nothing to an own track.
    fn usable<'a>(
        &'a self,
        track: &SystemTrack,
        tracker: &'a Tracker,
    ) -> (Option<&'a Track>, Option<&'a RemoteTrack>) {
        let own = track
            .own
            .and_then(|own| tracker.track(own))
            .filter(|own| self.usage >= Use::LaunchOnRemote || own.own_plot_s.is_finite());
        let is_in_doubt = own.is_some() && !track.is_sure;
        let remote = track
            .remote
            .filter(|_| self.usage >= Use::LaunchOnRemote && !is_in_doubt)
            .and_then(|id| self.remote.iter().find(|remote| remote.id == id));
        (own, remote)
    }

    /// Belief about an object at a time, s, from its own track alone; `None` without one that own
    /// radars have had a plot of, however long ago.
    pub fn own_belief(
        &self,
        track: &SystemTrack,
        tracker: &Tracker,
        time_s: f64,
    ) -> Option<Belief> {
        let own = track.own.and_then(|own| tracker.track(own));
        let own = own.filter(|own| own.own_plot_s.is_finite());
        own.map(|own| tracker.belief_at(own, time_s))
    }

    /// Time of the latest own plot of an object, s; minus infinity without one.
    pub fn own_plot_s(&self, track: &SystemTrack, tracker: &Tracker) -> f64 {
        track.own.and_then(|own| tracker.track(own)).map_or(f64::NEG_INFINITY, |own| own.own_plot_s)
    }

    /// Whether own radars have looked for an object in vain so that it is probably no more, and the
    /// partner has not seen it since.
    pub fn is_lost(&self, track: &SystemTrack, tracker: &Tracker) -> bool {
        let own = track.own.and_then(|own| tracker.track(own));
        let Some(own) = own.filter(|own| own.existence.is_lost()) else {
            return false;
        };
        let missed_s = own.existence.missed_s().unwrap_or(f64::INFINITY);
        let remote = self.remote.iter().find(|remote| Some(remote.id) == track.remote);
        remote.is_none_or(|remote| remote.valid_s < missed_s + REPORT_S)
    }

    /// Time of the latest evidence of an object, own or the partner's, s.
    pub fn evidence_s(&self, track: &SystemTrack, tracker: &Tracker) -> f64 {
        let own = track.own.and_then(|own| tracker.track(own));
        let remote = self.remote.iter().find(|remote| Some(remote.id) == track.remote);
        let times = [own.map(|own| own.plot_s), remote.map(|remote| remote.valid_s)];
        times.into_iter().flatten().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether an own interceptor is on its way to an object, before its hand-over.
    pub fn is_engaged(&self, number: u32) -> bool {
        self.engaged.binary_search(&number).is_ok()
    }
}
