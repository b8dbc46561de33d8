//! Leaks: why each leaker came through.
//!
//! A leaker is a threat whose payload came down, alive, on a defended asset. [`LeakCause`] is the
//! table of causes and says which one counts; `trace` asks for it, of the run's
//! [`KillChains`] and of the truth's own `reach`. Leaves out how the same threat would have fared
//! had that link held: the next might have broken.

mod cause;
mod reach;
mod trace;

pub use self::cause::{LeakCause, LeakerScore};
pub use self::reach::LastOrder;

use super::why::kill_chain::KillChains;
use crate::outcome::fate::fates;
use crate::scenario::identity::{SystemId, ThreatId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Hold, Journal};

/// Leak of one threat: its cause, and the numbers that show it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leak {
    /// The cause.
    pub cause: LeakCause,
    /// The system whose kill chain got furthest.
    pub system: SystemId,
    /// Its first track of the payload that it may launch on, s.
    pub firm_s: Option<f64>,
    /// The reason for which it held fire at its last chance, and since when, s.
    pub hold: Option<(f64, Hold)>,
    /// The last order with which one of its fire units could have met the payload in truth; where
    /// none could, one of any system. `None`: out of reach of all.
    pub last_order: Option<LastOrder>,
    /// Shots by it that were ordered at the payload or came nearest to it.
    pub shots: u32,
    /// Shots of the fire unit of that last order until then, at whatever.
    pub unit_shots: u32,
    /// Channels of that fire unit that were held, or were to be, when fire was last held.
    pub unit_channels_held: u32,
}

/// Leak of each threat; `None` for one that is no leaker.
pub fn leaks(scenario: &Scenario, journal: &Journal) -> Vec<Option<Leak>> {
    let fates = fates(scenario, journal);
    if fates.iter().flatten().all(|fate| fate.leaked_into.is_none()) {
        return vec![None; fates.len()];
    }
    let chains = KillChains::of(scenario, journal);
    let threats = (0..fates.len()).map(|index| ThreatId(index as u16));
    let leak = |threat| {
        chains.leaked(threat).then(|| {
            let last_orders = &reach::last_orders(scenario, journal, threat);
            trace::LeakTrace { scenario, chains: &chains, threat, last_orders }.leak()
        })
    };
    threats.map(leak).collect()
}
