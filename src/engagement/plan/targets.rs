//! Targets: the objects of its picture that a node may, and must, shoot at now, with the value
//! at stake.
//!
//! They are firm, heard of, not yet through with the doctrine, not the partner's at the moment,
//! this node's by its authority, and likely enough a payload. What is at stake is weighed by the
//! probability that the object is one.

use super::assign::Target;
use super::planner::Planner;
use crate::ballistics::arc::Impact;
use crate::engagement::authority::responsibility::{Duty, PredictedFlight, ResponsibleSide};
use crate::engagement::command::record::EngagementConsent;
use crate::exchange::message::{Body, Message};
use crate::picture::SystemTrack;
use crate::scenario::model::AfterTimeout;
use crate::tracking::track::Tracker;
use crate::world::journal::{Event, Hold, Subject};

/// Time for which a joint plan leaves an object to a partner that says nothing of it, s.
const PATIENCE_S: f64 = 60.0;

/// Weight of a threat of the partner's beside one of its own, to a node that supports the
/// partner: so little that its own come first.
const SPARE: f64 = 1e-3;

/// Time after its last plot for which an own track is still shot at, s: some revisits.
const LOST_S: f64 = 20.0;

/// An object that may be shot at now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EligibleObject {
    /// Its number in the picture.
    pub(crate) number: u32,
    /// Whether the joint plan has left it to a partner for too long.
    pub(crate) is_left_too_long: bool,
    /// Whether it is the partner's, and shot at in its support.
    pub(crate) is_support: bool,
    /// Probability that it is a payload; `None` where no sensor has told anything.
    pub(crate) payload_probability: Option<f64>,
}

impl Planner<'_> {
    /// Lists what may be shot at now, with what is at stake.
    pub(super) fn choose_targets(
        &mut self,
        (targets, objects): (&mut Vec<Target>, &mut Vec<EligibleObject>),
    ) {
        targets.clear();
        objects.clear();
        let picture = self.picture;
        for track in &picture.tracks {
            if let Some((target, object)) = self.target(track) {
                targets.push(target);
                objects.push(object);
            }
        }
    }

    fn target(&mut self, track: &SystemTrack) -> Option<(Target, EligibleObject)> {
        let (now_s, rules) = (self.now_s, self.command.rules);
        track.firm_s.filter(|firm_s| firm_s + rules.decision_delay_s <= now_s)?;
        let has_support = self.command.authority.support().is_some();
        let engagement = self.command.engagement(track.number);
        let volley = rules.doctrine.volley(engagement.volleys);
        let shots_left = volley.saturating_sub(engagement.ordered);
        let is_partners_now = engagement.partner_until_s > now_s;
        let is_over = engagement.is_believed_dead || shots_left == 0;
        let is_left = is_partners_now && !has_support;
        if is_over || is_left || !is_heard_of(track, self.tracker, now_s) {
            return None;
        }
        let evidence_nats = self.picture.payload_evidence_nats(track, self.tracker);
        let payload_probability = self.tracker.payload_probability(evidence_nats);
        if payload_probability < rules.payload_probability_min {
            return None;
        }
        if engagement.forecast.is_stale(now_s) {
            let belief = self.picture.belief(track, self.tracker, now_s)?;
            let coefficient_kgpm2 = self.tracker.rules.ballistic_coefficient_kgpm2;
            engagement.forecast.renew(belief, coefficient_kgpm2);
        }
        let left_s = engagement.left_to_partner_s;
        let is_left_too_long = left_s.is_some_and(|since_s| now_s - since_s > PATIENCE_S);
        let survival = engagement.survival;
        let impact = engagement.forecast.impact()?;
        let sigma_m = engagement.forecast.sigma_m(impact.time_s);
        let whose = (self.command.authority).whose(self.flight(track.number, impact)?);
        if whose == ResponsibleSide::Partner && payload_probability >= 0.5 {
            self.learn(track, impact);
        }
        let is_support = self.duty(track, whose, impact)?;
        if is_partners_now && (is_support || self.can_wait(track.number)) {
            return None;
        }
        if !self.has_consent(track) {
            return None;
        }
        let worth = self.command.worth(impact.position.ecef(), sigma_m);
        let target = Target {
            value: survival * payload_probability * worth * if is_support { SPARE } else { 1.0 },
            shots_max: shots_left,
        };
        let object = EligibleObject {
            number: track.number,
            is_left_too_long,
            is_support,
            payload_probability: (evidence_nats.abs() > 0.0).then_some(payload_probability),
        };
        Some((target, object))
    }

    /// Whether this node, whose the object is, can wait for what comes of its supporter's shots and
    /// still shoot after that. Asked anew when the partner tells of later shots.
    fn can_wait(&mut self, number: u32) -> bool {
        let Some(place) = self.command.place(number) else {
            return true;
        };
        let command = &mut *self.command;
        let (launchers, rules) = (&command.launchers, command.rules);
        let engagement = &mut command.engagements[place];
        let until_s = engagement.partner_until_s;
        match engagement.can_wait {
            Some((asked_s, can_wait)) if asked_s >= until_s => can_wait,
            _ => {
                let order_s = until_s + rules.planning_ticks as f64 * self.tracker.step_s;
                let is_armed = |place: usize| launchers[place].left > rules.reserve;
                let forecast = &mut engagement.forecast;
                forecast.survey(launchers, is_armed);
                let mut armed = (0..launchers.len()).filter(|place| is_armed(*place));
                let can_wait = armed.any(|place| {
                    let battlespace = forecast.battlespace(place);
                    battlespace.is_some_and(|space| space.earliest_s(order_s).is_some())
                });
                engagement.can_wait = Some((until_s, can_wait));
                can_wait
            }
        }
    }

    /// An object as this node believes it to fly.
    fn flight(&self, number: u32, impact: Impact) -> Option<PredictedFlight<'_>> {
        let place = self.command.place(number)?;
        Some(PredictedFlight {
            forecast: &self.command.engagements[place].forecast,
            impact: impact.position,
            before_impact_s: impact.time_s - self.now_s,
            now_s: self.now_s,
        })
    }

    /// Learns, from what is the partner's and should be dead by now, how far that may be relied
    /// upon. From what is no payload nothing is to be learned.
    fn learn(&mut self, track: &SystemTrack, impact: Impact) {
        let expected_s = self.command.reliance.expected_before_impact_s;
        let is_overdue = impact.time_s - self.now_s < expected_s;
        if is_overdue && self.command.authority.is_own(impact.position) {
            self.miss_shot(track);
        }
    }

    /// Whether an object that is to be shot at is shot at in the partner's support.
    fn duty(
        &mut self,
        track: &SystemTrack,
        whose: ResponsibleSide,
        impact: Impact,
    ) -> Option<bool> {
        let flight = self.flight(track.number, impact)?;
        let duty = (self.command.authority).duty(whose, flight, &self.command.reliance);
        match duty {
            Duty::Shoot => Some(false),
            Duty::Support => Some(true),
            Duty::Hold(reason) => {
                self.hold(track, reason);
                None
            }
            Duty::Nothing => None,
        }
    }

    /// Learns, once for each object, that the partner has not shot at it.
    fn miss_shot(&mut self, track: &SystemTrack) {
        let engagement = self.command.engagement(track.number);
        if std::mem::replace(&mut engagement.is_shot_missed, true) {
            return;
        }
        self.command.reliance.shot_did_not_come();
        let event = Event::NoShotCame {
            system: self.command.system,
            track: self.picture.name(track),
            reliance: self.command.reliance.probability(),
        };
        self.journal.write(self.now_s, event);
    }

    /// Writes down, once for each object and reason, that fire is held.
    fn hold(&mut self, track: &SystemTrack, reason: Hold) {
        let engagement = self.command.engagement(track.number);
        if engagement.held == Some(reason) {
            return;
        }
        engagement.held = Some(reason);
        let event =
            Event::Held { system: self.command.system, track: self.picture.name(track), reason };
        self.journal.write(self.now_s, event);
    }

    /// Whether consent is given, or need not be; where it must be asked for, asks.
    fn has_consent(&mut self, track: &SystemTrack) -> bool {
        let Some(consultation) = self.command.consultation else {
            return true;
        };
        let (now_s, name) = (self.now_s, self.picture.name(track));
        let engagement = self.command.engagement(track.number);
        match engagement.consent {
            EngagementConsent::Given => return true,
            EngagementConsent::Asked(_, asked_s) if now_s - asked_s < consultation.timeout_s => {
                self.hold(track, Hold::NoConsent);
                return false;
            }
            EngagementConsent::Asked(..) if consultation.after_timeout == AfterTimeout::Shoot => {
                return true;
            }
            _ => {}
        }
        engagement.consent = EngagementConsent::Asked(name, now_s);
        self.outbox.0.push(Message {
            subject: Subject::Request(name),
            valid_s: now_s,
            body: Body::Request(name),
        });
        false
    }
}

/// Whether an object was heard of so lately that it is worth a shot: a track that its radars have
/// lost may be of something that is no more.
fn is_heard_of(track: &SystemTrack, tracker: &Tracker, now_s: f64) -> bool {
    let own = track.own.and_then(|own| tracker.track(own));
    let own_s = own.map_or(f64::NEG_INFINITY, |own| own.plot_s);
    // What the partner sent is late by its nature: the picture drops it when it is too old.
    track.remote.is_some() || now_s - own_s <= LOST_S
}
