//! Why a threat leaked, in the names of the scenario and with the numbers that show it.

use crate::outcome::leak::{Leak, LeakCause};
use crate::scenario::model::Scenario;
use crate::world::journal::Hold;
use serde::Serialize;

/// Cause of a leaker, and the numbers that show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeakAccount {
    /// The cause.
    pub cause: LeakCause,
    /// The system whose kill chain got furthest.
    pub system: String,
    /// Its first track of the payload that it may launch on, s.
    pub firm_s: Option<f64>,
    /// Time that its decision takes, s.
    pub decision_delay_s: f64,
    /// Reason for which it held fire at its last chance.
    pub held: Option<Hold>,
    /// Time since when it held fire for that reason, s.
    pub held_s: Option<f64>,
    /// Shots by it at the payload.
    pub shots: u32,
    /// The fire unit that could be ordered latest of all to meet the payload in truth, of that
    /// system where it has one; `None`: none reaches it.
    pub unit: Option<LastUnit>,
}

/// Fire unit with the last order that would have been in time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LastUnit {
    /// Its name.
    pub fire_unit: String,
    /// Its system.
    pub system: String,
    /// The last order, s.
    pub last_order_s: f64,
    /// Its interceptors at the start.
    pub inventory: u32,
    /// Of these, shot until then, at whatever.
    pub shots: u32,
    /// Its channels.
    pub channels: u32,
    /// Of these, held by what was in flight when fire was last held.
    pub channels_held: u32,
}

impl LeakAccount {
    pub(super) fn of(scenario: &Scenario, leak: &Leak) -> Self {
        let system = &scenario.systems[leak.system.index()];
        let unit = leak.last_order.map(|last| {
            let unit = &scenario.fire_units[last.unit.index()];
            LastUnit {
                fire_unit: unit.name.clone(),
                system: scenario.systems[unit.system.index()].name.clone(),
                last_order_s: last.time_s,
                inventory: unit.inventory,
                shots: leak.unit_shots,
                channels: unit.channels,
                channels_held: leak.unit_channels_held,
            }
        });
        Self {
            cause: leak.cause,
            system: system.name.clone(),
            firm_s: leak.firm_s,
            decision_delay_s: system.command.decision_delay_s,
            held: leak.hold.map(|(_, reason)| reason),
            held_s: leak.hold.map(|(held_s, _)| held_s),
            shots: leak.shots,
            unit,
        }
    }
}
