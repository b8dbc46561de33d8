//! Reach in truth: until when each fire unit could have been ordered to meet a payload.
//!
//! The flight is the one that was flown, predicted without error from the first sample after
//! burn-out to the ground; the fly-out, the limits of altitude and range and the preparation are
//! those that planners reckon with ([`battlespace`](crate::engagement::forecast::battlespace)).
//! Leaves out the first seconds after burn-out, stocks and channels, and whether anybody knew.

use crate::ballistics::arc::Fall;
use crate::engagement::forecast::battlespace::{Battlespace, EngagementGeometry};
use crate::engagement::forecast::prediction::AHEAD_S_MAX;
use crate::engagement::launcher::Launcher;
use crate::scenario::identity::{FireUnitId, ObjectId, ThreatId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Journal};

/// The last order with which a fire unit could have met a flight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LastOrder {
    /// The fire unit.
    pub unit: FireUnitId,
    /// Time of the order, s of the scenario.
    pub time_s: f64,
}

/// The last order of each fire unit that reaches a flight at all, in the order of their numbers.
pub(super) fn last_orders(
    scenario: &Scenario,
    journal: &Journal,
    threat: ThreatId,
) -> Vec<LastOrder> {
    let payload = ObjectId::payload(threat);
    let is_cutoff =
        |event: &Event| matches!(event, Event::Cutoff { threat: cut } if *cut == threat);
    let cutoff = journal.events.iter().find(|(_, event)| is_cutoff(event));
    let flown = cutoff.and_then(|(cutoff_s, _)| {
        let after = journal.samples.iter().filter(|(time_s, ..)| time_s >= cutoff_s);
        let mut states = after.filter_map(|(time_s, truths, _)| {
            let truth = truths.iter().find(|truth| truth.object == payload)?;
            Some((time_s, truth.state))
        });
        states.next()
    });
    let Some((start_s, state)) = flown else {
        return Vec::new();
    };
    let vehicle = &scenario.threats[threat.index()].kind.vehicle;
    let fall = &Fall::predict(&state, vehicle.ballistic_coefficient_kgpm2, AHEAD_S_MAX);
    let mut battlespace = Battlespace::default();
    let units = scenario.fire_units.iter().enumerate().filter_map(|(number, planned)| {
        let unit = FireUnitId(number as u16);
        let launcher = &Launcher::new(unit, planned);
        battlespace.survey(&EngagementGeometry { launcher, fall, start_s });
        Some(LastOrder { unit, time_s: battlespace.latest_order_s()? })
    });
    units.collect()
}
