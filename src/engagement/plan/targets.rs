//! Targets: the objects of its picture that a node may, and must, shoot at now, with the value
//! at stake.
//!
//! They are firm, not looked for in vain, not yet through with the doctrine, this node's by its
//! authority, and likely enough a payload. What may be shot at only later, because it was just
//! found or the partner's shots are under way, is planned for. What is at stake is weighed by the
//! probability that the object is one.

use super::horizon::DynamicTarget;
use super::planner::Planner;
use super::reach::WAIT_S;
use crate::ballistics::arc::Impact;
use crate::engagement::authority::responsibility::{Duty, PredictedFlight, ResponsibleSide};
use crate::engagement::command::across::{Charge, is_cut_off};
use crate::engagement::command::node::CommandNode;
use crate::engagement::command::record::EngagementConsent;
use crate::engagement::forecast::battlespace::Battlespace;
use crate::exchange::message::{Body, Message};
use crate::picture::SystemTrack;
use crate::scenario::model::AfterTimeout;
use crate::world::journal::{Event, Hold, Subject};

/// Weight of a threat of the partner's beside one of its own, to a node that supports the
/// partner: so little that its own come first.
const SPARE: f64 = 1e-3;

/// An object that may be shot at now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EligibleObject {
    /// Its number in the picture.
    pub(crate) number: u32,
    /// Place of its record.
    pub(crate) known: usize,
    /// It may be shot at from then on, s.
    pub(crate) from_s: f64,
    /// Whether it is the partner's, and shot at in its support.
    pub(crate) is_support: bool,
    /// Probability that it is a payload; `None` where no sensor has told anything.
    pub(crate) payload_probability: Option<f64>,
}

impl EligibleObject {
    /// Whether a unit can spare an interceptor for it: for what is the partner's it keeps some.
    pub(super) fn may_use(&self, command: &CommandNode, unit: usize) -> bool {
        let kept = (command.authority.support()).map_or(0, |support| support.reserve);
        let left = command.launchers[unit].ready().saturating_sub(command.rules.reserve);
        !self.is_support || left > kept
    }
}

impl Planner<'_> {
    /// Whether the partner's fire units are planned for.
    pub(super) fn counts_partner(&self) -> bool {
        !is_cut_off(self.picture, self.now_s) && self.command.reliance.relies()
    }

    /// Lists what may be shot at now, with what is at stake.
    pub(super) fn choose_targets(
        &mut self,
        (targets, objects): (&mut Vec<DynamicTarget>, &mut Vec<EligibleObject>),
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
        for object in objects {
            object.known = self.command.place(object.number).unwrap_or(0);
        }
    }

    fn target(&mut self, track: &SystemTrack) -> Option<(DynamicTarget, EligibleObject)> {
        let (now_s, rules) = (self.now_s, self.command.rules);
        let firm_s = track.firm_s?;
        let evidence_nats = self.picture.payload_evidence_nats(track, self.tracker);
        let payload_probability = self.tracker.payload_probability(evidence_nats);
        if self.is_left_alone(track, payload_probability) {
            return None;
        }
        let engagement = self.command.engagement(track.number);
        let partner_s = engagement.partner_until_s;
        let is_partners_now = partner_s > now_s;
        if engagement.forecast.is_stale(now_s) {
            let belief = self.picture.belief(track, self.tracker, now_s)?;
            let coefficient_kgpm2 = self.tracker.rules.ballistic_coefficient_kgpm2;
            engagement.forecast.renew(belief, coefficient_kgpm2);
        }
        let impact = engagement.forecast.impact()?;
        let sigma_m = engagement.forecast.sigma_m(impact.time_s);
        let from_s = firm_s + rules.decision_delay_s;
        let is_due = from_s <= now_s;
        let flight = self.flight(track.number, impact)?;
        let is_alone = self.command.charge != Charge::Own && is_cut_off(self.picture, now_s);
        let whose = self.command.authority.whose(flight, is_alone);
        if is_due && whose == ResponsibleSide::Partner && payload_probability >= 0.5 {
            self.learn(track, impact);
        }
        let is_support = self.duty(track, (whose, is_due), impact)?;
        if !self.may_decide(track.number, impact) {
            self.hold(track, Hold::AwaitsOrders);
            return None;
        }
        let waits = is_partners_now && (is_support || self.can_wait(track.number));
        if is_due && !waits && !self.has_consent(track) {
            return None;
        }
        if is_due && waits {
            self.hold(track, Hold::PartnerShoots);
        }
        let worth = self.command.worth(impact.position.ecef(), sigma_m);
        let value = payload_probability * worth * if is_support { SPARE } else { 1.0 };
        let from_s = if waits { from_s.max(partner_s) } else { from_s };
        // What is not free yet, or not asked for, cannot be ordered before the next plan.
        let is_free = is_due && !waits;
        let from_s = if is_free { from_s } else { from_s.max(self.next_s + WAIT_S) };
        let pause_s = self.pause_s();
        let engagement = self.command.engagement(track.number);
        let object = EligibleObject {
            number: track.number,
            known: 0,
            from_s,
            is_support,
            payload_probability: (evidence_nats.abs() > 0.0).then_some(payload_probability),
        };
        Some((engagement.target(value, from_s, (&rules, pause_s, now_s)), object))
    }

    /// Whether an object is left alone, whosever it is: by the doctrine, by what is believed of it,
    /// or because the partner is shooting at it.
    fn is_left_alone(&mut self, track: &SystemTrack, payload_probability: f64) -> bool {
        let (now_s, rules) = (self.now_s, self.command.rules);
        let has_support = self.command.authority.support().is_some();
        let engagement = self.command.engagement(track.number);
        if engagement.is_through(&rules) {
            return true;
        }
        let reason = match () {
            () if engagement.is_believed_dead => Hold::BelievedDead,
            () if engagement.partner_until_s > now_s && !has_support => Hold::PartnerShoots,
            () if self.picture.is_lost(track, self.tracker) => Hold::TrackLost,
            () if payload_probability < rules.payload_probability_min => Hold::NoPayload,
            () => return false,
        };
        self.hold(track, reason);
        true
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
                let is_armed = |place: usize| launchers[place].ready() > rules.reserve;
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

    /// Whether this node decides on an object: not while it waits for orders, unless none could
    /// come in time, and it has shot at it and missed, or it comes down on its own territory.
    fn may_decide(&mut self, number: u32, impact: Impact) -> bool {
        let (now_s, command) = (self.now_s, &mut *self.command);
        let Some(known) = command.place(number).filter(|_| command.obeys(self.picture, now_s))
        else {
            return true;
        };
        let is_on_own = command.authority.is_own(impact.position);
        let order_s = self.next_s + command.commanded_delay_s;
        let (launchers, engagement) = (&command.launchers, &mut command.engagements[known]);
        let is_free = engagement.in_flight == 0 && engagement.partner_until_s <= now_s;
        if !is_free || !is_on_own && engagement.volleys == 0 {
            return false;
        }
        let forecast = &mut engagement.forecast;
        forecast.survey(launchers, |place| launchers[place].ready() > 0);
        let spaces = (0..launchers.len()).filter_map(|place| forecast.battlespace(place));
        let latest_s = spaces.filter_map(Battlespace::latest_order_s).fold(0.0, f64::max);
        (now_s..order_s).contains(&latest_s)
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
        (whose, is_due): (ResponsibleSide, bool),
        impact: Impact,
    ) -> Option<bool> {
        let flight = self.flight(track.number, impact)?;
        let duty = (self.command.authority).duty(whose, flight, &self.command.reliance);
        match duty {
            Duty::Shoot => Some(false),
            Duty::Support => Some(true),
            Duty::Hold(reason) => {
                if is_due {
                    self.hold(track, reason);
                }
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
