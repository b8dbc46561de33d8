//! Conduct: how far a system does in a run what its partner may count on.
//!
//! Drawn once a run, by the trust that the scenario puts into the system: the same defaults meet
//! every architecture. A system knows its own conduct; its partner does not.

use super::node::Case;
use crate::random::{Purpose, pair};
use crate::scenario::identity::SystemId;
use rand::RngExt;

/// Conduct of a system in a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conduct {
    /// Time until which it tells its partner anything, s; minus infinity if it never does.
    pub tells_until_s: f64,
    /// Whether it shoots at what comes down on its partner's territory, where that is its task.
    pub shoots_for_partner: bool,
}

/// Default that is drawn.
#[derive(Debug, Clone, Copy)]
#[repr(u32)]
enum Lapse {
    Silence = 0,
    HeldFire = 1,
}

impl Conduct {
    /// A system's conduct in a run.
    pub fn drawn(case: &Case, system: SystemId) -> Self {
        let trust = &case.scenario.systems[system.index()].trust;
        let lapses = |what: Lapse, probability: f64| {
            let entity = pair(what as u32, u32::from(system.0));
            let mut stream = case.luck.stream(Purpose::Trust, entity, 0);
            stream.random::<f64>() < probability
        };
        let is_silent = lapses(Lapse::Silence, trust.withholds_probability);
        Self {
            tells_until_s: if is_silent {
                f64::NEG_INFINITY
            } else {
                trust.stops_s.unwrap_or(f64::INFINITY)
            },
            shoots_for_partner: !lapses(Lapse::HeldFire, trust.holds_fire_probability),
        }
    }
}
