//! Waste: which interceptors were spent in vain, and why.
//!
//! An interceptor is spent well if a living payload was within the reach of its kill vehicle, be it
//! that it killed or that it failed. Each of the others is wasted for exactly one reason: the first
//! of these that holds. It had no track at hand-over, or its target was outside the basket; nothing
//! was within its reach; what was there was no payload; the payload was dead already, killed by the
//! partner or by the shooter's own.

use crate::scenario::identity::{InterceptorId, ObjectId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Journal, ShotResult};
use std::collections::BTreeMap;

/// Reason why an interceptor was wasted. The reasons exclude each other, and every wasted
/// interceptor has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WasteReason {
    /// The payload that it reached had been killed by another shot of its own system.
    AlreadyDead,
    /// The payload that it reached had been killed by a shot of the other system: both spent shots
    /// on one threat.
    DoubleEngagement,
    /// It reached a decoy or a spent stage, whatever came of that.
    Decoy,
    /// There was no track to hand over to the kill vehicle, whatever was near, or what was nearest
    /// lay outside the basket of its seeker.
    NoHandover,
    /// It was handed over, and nothing was within the reach of its kill vehicle.
    OutOfReach,
}

impl WasteReason {
    /// All reasons, in the order of the reports.
    pub const ALL: [Self; 5] = [
        Self::AlreadyDead,
        Self::DoubleEngagement,
        Self::Decoy,
        Self::NoHandover,
        Self::OutOfReach,
    ];

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::AlreadyDead => "already dead",
            Self::DoubleEngagement => "double engagement",
            Self::Decoy => "decoy or spent stage",
            Self::NoHandover => "no hand-over",
            Self::OutOfReach => "out of reach",
        }
    }

    /// Of a shot, by what it met and what came of that. `is_partners_kill`: if what it met was
    /// dead, did the other system kill it?
    fn of(met: Option<ObjectId>, result: ShotResult, is_partners_kill: bool) -> Option<Self> {
        let is_payload = met.is_some_and(ObjectId::is_payload);
        match result {
            ShotResult::NoHandover => Some(Self::NoHandover),
            ShotResult::OutOfReach => Some(Self::OutOfReach),
            _ if !is_payload => Some(Self::Decoy),
            ShotResult::AlreadyDead if is_partners_kill => Some(Self::DoubleEngagement),
            ShotResult::AlreadyDead => Some(Self::AlreadyDead),
            ShotResult::Killed | ShotResult::Failed => None,
        }
    }
}

/// Each interceptor that met its time, in the order of the journal, and why it was wasted; `None`
/// if it was not.
pub fn of(scenario: &Scenario, journal: &Journal) -> Vec<(InterceptorId, Option<WasteReason>)> {
    let owner = |shot: &InterceptorId| scenario.fire_units[shot.unit.index()].system;
    let mut killers = BTreeMap::new();
    let mut all = Vec::new();
    for (_, event) in &journal.events {
        let Event::Intercept { interceptor, object, result, .. } = event else {
            continue;
        };
        let killer = object.and_then(|met| killers.get(&met));
        let is_partners_kill = killer.is_some_and(|killer| *killer != owner(interceptor));
        all.push((*interceptor, WasteReason::of(*object, *result, is_partners_kill)));
        if let (Some(met), ShotResult::Killed) = (object, result) {
            killers.insert(*met, owner(interceptor));
        }
    }
    all
}
