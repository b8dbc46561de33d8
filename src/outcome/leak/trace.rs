//! The questions along the kill chain: at which link the defence against a leaker broke.

use super::Leak;
use super::cause::LeakCause;
use super::reach::LastOrder;
use crate::outcome::why::kill_chain::{KillChains, Knowledge, Shot};
use crate::scenario::identity::{FireUnitId, ObjectId, SystemId, ThreatId};
use crate::scenario::model::{Command, OutagePart, Scenario};
use crate::world::journal::{Hold, ShotResult};

/// A leaker, the run, and until when each fire unit could have been ordered to meet it.
#[derive(Clone, Copy)]
pub(super) struct LeakTrace<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) chains: &'a KillChains,
    pub(super) threat: ThreatId,
    pub(super) last_orders: &'a [LastOrder],
}

impl<'a> LeakTrace<'a> {
    /// The leak by the system whose chain got furthest; of equals, by that at whose asset it was
    /// aimed.
    pub(super) fn leak(self) -> Leak {
        let aim = self.scenario.threats[self.threat.index()].aim;
        let owner = self.scenario.assets[aim.index()].system;
        let systems = self.scenario.system_ids();
        let others = systems.filter(|system| *system != owner && self.was_to_shoot(*system));
        others.map(|system| self.of_system(system)).fold(self.of_system(owner), |best, other| {
            if other.cause > best.cause { other } else { best }
        })
    }

    fn knowledge(self, system: SystemId) -> &'a Knowledge {
        self.chains.knowledge(system, self.threat)
    }

    fn rules(self, system: SystemId) -> &'a Command {
        &self.scenario.systems[system.index()].command
    }

    /// Whether a system found the payload its own to shoot at.
    fn was_to_shoot(self, system: SystemId) -> bool {
        let knowledge = self.knowledge(system);
        knowledge.engageable_s.is_some()
            || knowledge.holds.iter().any(|(_, reason)| reason.is_of_plan())
            || self.shots(system).next().is_some()
    }

    /// A system's shots that were ordered at the payload, or to which it was nearest: those at its
    /// spent stage or decoys are none.
    fn shots(self, system: SystemId) -> impl Iterator<Item = &'a Shot> {
        let payload = ObjectId::payload(self.threat);
        let shots = self.chains.shots.iter();
        shots.filter(move |shot| {
            let is_at_it = shot.aimed == Some(self.threat) && !shot.is_at_other;
            shot.system == system && (is_at_it || shot.met == Some(payload))
        })
    }

    /// The leak as far as a system is concerned.
    fn of_system(self, system: SystemId) -> Leak {
        let knowledge = self.knowledge(system);
        let last_order = self.last_order(system);
        let by_s = last_order.map_or(f64::INFINITY, |last| last.time_s);
        let hold = last_hold(knowledge, by_s);
        let reason = hold.map(|(_, reason)| reason);
        let shots = self.shots(system).count() as u32;
        let cause = match last_order {
            Some(_) if reason == Some(Hold::BelievedDead) && self.is_armed(system) => {
                LeakCause::TakenForDead
            }
            _ if shots > 0 => self.shot(system),
            _ => self.unshot(system, (last_order, reason)),
        };
        let firm_s = knowledge.firm.map(|(firm_s, _)| firm_s);
        let last_order = last_order.or_else(|| latest(self.last_orders.iter().copied()));
        let of_unit = |count: &dyn Fn(LastOrder) -> u32| last_order.map_or(0, count);
        Leak {
            cause,
            system,
            firm_s,
            hold,
            last_order,
            shots,
            unit_shots: of_unit(&|last| {
                self.chains.shots_of(last.unit, last.time_s).count() as u32
            }),
            unit_channels_held: of_unit(&|last| {
                hold.map_or(0, |(held_s, _)| self.channels_held(last.unit, held_s))
            }),
        }
    }

    /// Channels of a fire unit that at a time, s, shots in flight hold, or are to hold later.
    fn channels_held(self, unit: FireUnitId, time_s: f64) -> u32 {
        let kind = &self.scenario.fire_units[unit.index()].kind;
        let holds = |shot: &&Shot| {
            let flight_s = [shot.ordered_s + kind.preparation_s, shot.intercept_s];
            let mut stretches = kind.guidance.stretches(flight_s).into_iter();
            stretches.any(|[from_s, until_s]| from_s < until_s && time_s < until_s)
        };
        self.chains.shots_of(unit, time_s).filter(holds).count() as u32
    }

    /// The last order with which a fire unit that a system plans for could have met the payload.
    fn last_order(self, system: SystemId) -> Option<LastOrder> {
        latest(self.orders_of(system))
    }

    /// The last orders of the fire units that a system plans for: its own, and those of one that
    /// waits for its orders.
    fn orders_of(self, system: SystemId) -> impl Iterator<Item = LastOrder> {
        let orders = self.last_orders.iter().copied();
        orders.filter(move |order| {
            let owner = self.scenario.fire_units[order.unit.index()].system;
            owner == system || self.obeys(owner)
        })
    }

    /// Whether a system waited in this run for the orders of another.
    fn obeys(self, system: SystemId) -> bool {
        let mut threats = (0..self.scenario.threats.len()).map(|index| ThreatId(index as u16));
        threats.any(|threat| {
            let mut holds = self.chains.knowledge(system, threat).holds.iter();
            holds.any(|(_, reason)| *reason == Hold::AwaitsOrders)
        })
    }

    /// It shot: did a shot have the payload within reach?
    fn shot(self, system: SystemId) -> LeakCause {
        let payload = ObjectId::payload(self.threat);
        let is_draw =
            |shot: &Shot| shot.met == Some(payload) && shot.result == Some(ShotResult::Failed);
        let has_draw = self.shots(system).any(is_draw);
        if has_draw { LeakCause::ShotFailed } else { LeakCause::ShotAstray }
    }

    /// It did not shoot: what it lacked first, up to its last chance.
    fn unshot(
        self,
        system: SystemId,
        (last_order, reason): (Option<LastOrder>, Option<Hold>),
    ) -> LeakCause {
        let rules = self.rules(system);
        let Some((firm_s, _)) = self.knowledge(system).firm else {
            return LeakCause::NotSeen;
        };
        let Some(last) = last_order else {
            let is_in_reach = !self.last_orders.is_empty();
            return if is_in_reach { LeakCause::NotResponsible } else { LeakCause::OutOfReach };
        };
        let decided_s = firm_s + rules.decision_delay_s;
        if decided_s > last.time_s {
            return LeakCause::SeenTooLate;
        }
        // Until the next plan, and until that one's orders.
        let planned_s = decided_s + 2.0 * rules.planning_ticks as f64 * self.scenario.step_s;
        match reason {
            Some(Hold::Partners | Hold::NoSector) => LeakCause::NotResponsible,
            Some(Hold::PartnerShoots | Hold::AwaitsOrders) => LeakCause::WaitedForPartner,
            Some(Hold::NoPayload) => LeakCause::TakenForDecoy,
            Some(Hold::NoConsent) => LeakCause::NoConsent,
            Some(Hold::TrackLost | Hold::PoorTrack) => LeakCause::PoorTrack,
            _ if self.is_down(system) => LeakCause::Outage,
            _ if !self.is_armed(system) => LeakCause::NoInterceptor,
            Some(Hold::NoChannel) => LeakCause::NoChannel,
            Some(Hold::RoundsKept | Hold::NoRound) => LeakCause::RoundsKept,
            Some(Hold::BelievedDead) => LeakCause::TakenForDead,
            Some(Hold::NoTime) | None if planned_s > last.time_s => LeakCause::SeenTooLate,
            Some(Hold::NoTime) | None => LeakCause::PoorTrack,
        }
    }

    /// Whether a system's command node, or else each fire unit that it plans for, was down at its
    /// last order.
    fn is_down(self, system: SystemId) -> bool {
        self.orders_of(system).all(|order| {
            let parts = [OutagePart::FireUnit(order.unit), OutagePart::CommandNode(system)];
            parts.iter().any(|part| self.chains.is_down(self.scenario, *part, order.time_s))
        })
    }

    /// Whether a fire unit that a system plans for had an interceptor beyond its reserve left at
    /// its last order.
    fn is_armed(self, system: SystemId) -> bool {
        let reserve = self.rules(system).reserve;
        self.orders_of(system).any(|order| {
            let inventory = self.scenario.fire_units[order.unit.index()].inventory;
            let shot = self.chains.shots_of(order.unit, order.time_s).count() as u32;
            inventory > reserve + shot
        })
    }
}

/// The reason for which fire was held at a time, s, and since when. That time is up is none of its
/// own, and that a track was lost is none where the node was not to shoot on it.
fn last_hold(knowledge: &Knowledge, by_s: f64) -> Option<(f64, Hold)> {
    let is_then = |(time_s, reason): &&(f64, Hold)| *time_s <= by_s && *reason != Hold::NoTime;
    let last = knowledge.holds.iter().rev().find(is_then)?;
    if last.1 != Hold::TrackLost {
        return Some(*last);
    }
    let is_other = |held: &&(f64, Hold)| is_then(held) && held.1 != Hold::TrackLost;
    let before = knowledge.holds.iter().rev().find(is_other).filter(|(held_s, reason)| {
        let is_for_others = matches!(reason, Hold::PartnerShoots | Hold::AwaitsOrders);
        let was_free = knowledge.engageable_s.is_some_and(|free_s| free_s >= *held_s);
        (reason.is_of_authority() || is_for_others) && !was_free
    });
    before.or(Some(last)).copied()
}

fn latest(orders: impl Iterator<Item = LastOrder>) -> Option<LastOrder> {
    orders.max_by(|one, other| one.time_s.total_cmp(&other.time_s))
}
