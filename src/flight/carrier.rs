//! Carrier of each object until cut-off: the payload, from which spent stage and decoys then part.

use crate::earth::frames::altitude_approx_m;
use crate::flight::course::Course;
use crate::flight::truth::{FlightStatus, TrueState};
use crate::scenario::model::Scenario;
use crate::world::clock::Clock;
use bevy_ecs::prelude::*;

/// Carrier of an object until cut-off, and whether the run still waits for it. Every object
/// has one: bodies of two archetypes would be met in the order of a hash map.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub(super) struct Carrier {
    /// The payload; `None` for itself.
    payload: Option<Entity>,
    /// Lowest altitude of any interceptor's reach, m.
    floor_m: f64,
    /// Whether the run has stopped waiting for it.
    is_over: bool,
}

impl Carrier {
    pub(super) fn new(payload: Option<Entity>, scenario: &Scenario) -> Self {
        Self { payload, floor_m: scenario.reach_floor_m(), is_over: false }
    }

    /// Whether this is the tick from which nothing can depend on the object: a payload is on the
    /// ground; another is so too, or dead, or sinks where no interceptor goes: a light decoy floats
    /// there for many minutes.
    pub(super) fn ends(&mut self, truth: &TrueState) -> bool {
        let state = &truth.state;
        let is_payload = self.payload.is_none();
        let is_over = match truth.status {
            FlightStatus::Waiting => false,
            FlightStatus::Down => true,
            _ if is_payload => false,
            FlightStatus::Debris => true,
            FlightStatus::Flying => {
                altitude_approx_m(&state.position_m) < self.floor_m
                    && state.position_m.dot(&state.velocity_mps) < 0.0
            }
        };
        let ends = is_over && !self.is_over;
        self.is_over |= is_over;
        ends
    }
}

/// Number of objects that have not been let go yet.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnreleasedCount(pub(super) usize);

/// Lets go the objects whose threat's thrust ends in this tick: each flies on from where the
/// payload was before it. Of a threat that was killed while it burned nothing is let go.
pub(super) fn release(
    mut objects: Query<(Entity, &Carrier, &Course, &mut TrueState)>,
    clock: Res<Clock>,
    mut unreleased: ResMut<UnreleasedCount>,
    mut due: Local<Vec<(Entity, Entity)>>,
) {
    if unreleased.0 == 0 {
        return;
    }
    due.clear();
    for (entity, carrier, course, truth) in &objects {
        let now_s = clock.now_s() - course.launch_s;
        if let Some(payload) = carrier.payload
            && truth.status == FlightStatus::Waiting
            && now_s >= course.flight.cutoff_s()
        {
            due.push((entity, payload));
        }
    }
    unreleased.0 -= due.len();
    for (entity, payload) in due.drain(..) {
        let Ok((.., &payload)) = objects.get(payload) else {
            continue;
        };
        if let Ok((.., mut truth)) = objects.get_mut(entity) {
            truth.state = payload.state;
            truth.status = match payload.status {
                FlightStatus::Waiting | FlightStatus::Flying => FlightStatus::Flying,
                FlightStatus::Debris | FlightStatus::Down => FlightStatus::Down,
            };
        }
    }
}
