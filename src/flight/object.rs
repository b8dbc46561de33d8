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
pub(super) fn flight(
    kind: &ObjectKind,
    payload: &Flight,
    threat: ThreatId,
    luck: RunSeed,
) -> Flight {
    let object = kind.object;
    let key = u64::from(ObjectId { threat, object }.key());
    let normal = |axis| -> f64 {
        luck.stream(Purpose::Separation, key, axis)
            .sample(StandardNormal)
    };
    payload.object(kind.release(Vector3::new(normal(0), normal(1), normal(2))))
}

/// An object that its payload carries until cut-off.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Rider {
    payload: Entity,
    /// Lowest altitude of any interceptor's reach, m.
    floor_m: f64,
    /// Has the run stopped waiting for it?
    is_over: bool,
}

impl Rider {
    pub(super) fn of(payload: Entity, scenario: &Scenario) -> Self {
        Self {
            payload,
            floor_m: scenario.reach_floor_m(),
            is_over: false,
        }
    }

    /// Is this the tick from which nothing can depend on it: it is down or dead, or sinks where no
    /// interceptor goes? A light decoy floats there for many minutes.
    pub(super) fn ends(&mut self, truth: &TrueState) -> bool {
        let state = &truth.state;
        let is_over = match truth.fate {
            Fate::Waiting => false,
            Fate::Debris | Fate::Down => true,
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
    mut riders: Query<(&Rider, &Course, &mut TrueState)>,
    payloads: Query<&TrueState, Without<Rider>>,
    clock: Res<Clock>,
) {
    for (rider, course, mut truth) in &mut riders {
        let now_s = clock.now_s() - course.launch_s;
        if truth.fate != Fate::Waiting || now_s < course.flight.cutoff_s() {
            continue;
        }
        let Ok(payload) = payloads.get(rider.payload) else {
            continue;
        };
        truth.fate = match payload.fate {
            Fate::Waiting | Fate::Flying => Fate::Flying,
            Fate::Debris | Fate::Down => Fate::Down,
        };
        truth.state = payload.state;
    }
}
