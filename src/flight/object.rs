//! What is left of a threat after cut-off besides its payload: spent stage and decoys, in one run.
//!
//! Each has a flight of its own, which shares the boost of the payload's. Its push at cut-off has
//! its own luck, so that it shifts nobody else's.

use super::threat::Course;
use super::threat::Fate;
use super::threat::TrueState;
use crate::ballistics::flight::Flight;
use crate::earth::frames::altitude_approx_m;
use crate::random::Purpose;
use crate::random::RunSeed;
use crate::scenario::identity::Object;
use crate::scenario::identity::ObjectId;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::ObjectKind;
use crate::scenario::parts::Scenario;
use crate::scenario::parts::ThreatKind;
use crate::world::clock::Clock;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;

impl Course {
    /// The course of another object of a threat with this course: in one run, or as planned, when
    /// it is pushed without error and a decoy northward along the axis.
    #[must_use]
    pub fn object(&self, kind: &ObjectKind, threat: ThreatId, luck: Option<RunSeed>) -> Self {
        let flight = match luck {
            Some(luck) => flight(kind, &self.flight, threat, luck),
            None => self.flight.object(kind.release(Vector3::zeros())),
        };
        Self { flight, ..*self }
    }
}

/// The flights of all objects of a threat in one run, from the flight of its payload, which comes
/// first: what `payload` is (planned, or dispersed) the others' boost is too.
pub fn flights(
    kind: &ThreatKind,
    payload: &Flight,
    threat: ThreatId,
    luck: RunSeed,
) -> impl Iterator<Item = (Object, Flight)> {
    let others = kind.objects.iter();
    let others = others.map(move |other| (other.object, flight(other, payload, threat, luck)));
    std::iter::once((Object::Payload, *payload)).chain(others)
}

/// The flight of one of a threat's objects in one run.
fn flight(kind: &ObjectKind, payload: &Flight, threat: ThreatId, luck: RunSeed) -> Flight {
    let object = kind.object;
    let key = u64::from(ObjectId { threat, object }.key());
    let normal = |axis| -> f64 {
        luck.stream(Purpose::Separation, key, axis)
            .sample(StandardNormal)
    };
    payload.object(kind.release(Vector3::new(normal(0), normal(1), normal(2))))
}

/// By what an object is carried until cut-off, and whether the run still waits for it. Every object
/// has one: bodies of two archetypes would be met in the order of a hash map.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Ride {
    /// The payload; `None` for itself.
    payload: Option<Entity>,
    /// Lowest altitude of any interceptor's reach, m.
    floor_m: f64,
    /// Has the run stopped waiting for it?
    is_over: bool,
}

impl Ride {
    pub(super) fn new(payload: Option<Entity>, scenario: &Scenario) -> Self {
        Self {
            payload,
            floor_m: scenario.reach_floor_m(),
            is_over: false,
        }
    }

    /// Is this the tick from which nothing can depend on the object? A payload is on the ground;
    /// another is so too, or dead, or sinks where no interceptor goes: a light decoy floats there
    /// for many minutes.
    pub(super) fn ends(&mut self, truth: &TrueState) -> bool {
        let state = &truth.state;
        let is_payload = self.payload.is_none();
        let is_over = match truth.fate {
            Fate::Waiting => false,
            Fate::Down => true,
            _ if is_payload => false,
            Fate::Debris => true,
            Fate::Flying => {
                altitude_approx_m(&state.position_m) < self.floor_m
                    && state.position_m.dot(&state.velocity_mps) < 0.0
            }
        };
        let ends = is_over && !self.is_over;
        self.is_over |= is_over;
        ends
    }
}

/// Lets go the objects whose threat's thrust ends in this tick: each flies on from where the
/// payload was before it. Of a threat that was killed while it burned nothing is let go.
pub(super) fn release(
    mut objects: Query<(Entity, &Ride, &Course, &mut TrueState)>,
    clock: Res<Clock>,
    mut due: Local<Vec<(Entity, Entity)>>,
) {
    due.clear();
    for (entity, ride, course, truth) in &objects {
        let now_s = clock.now_s() - course.launch_s;
        if let Some(payload) = ride.payload
            && truth.fate == Fate::Waiting
            && now_s >= course.flight.cutoff_s()
        {
            due.push((entity, payload));
        }
    }
    for (entity, payload) in due.drain(..) {
        let Ok((.., &payload)) = objects.get(payload) else {
            continue;
        };
        if let Ok((.., mut truth)) = objects.get_mut(entity) {
            truth.state = payload.state;
            truth.fate = match payload.fate {
                Fate::Waiting | Fate::Flying => Fate::Flying,
                Fate::Debris | Fate::Down => Fate::Down,
            };
        }
    }
}
