//! What is left of a threat after cut-off besides its payload: spent stage and decoys, in one run.
//!
//! Each has a flight of its own, which shares the boost of the payload's. Its push at cut-off has
//! its own luck, so that it shifts nobody else's.

use super::threat::Course;
use super::threat::Fate;
use super::threat::TrueState;
use crate::earth::frames::altitude_approx_m;
use crate::random::Purpose;
use crate::random::RunSeed;
use crate::scenario::identity::ObjectId;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::ObjectKind;
use crate::scenario::parts::Scenario;
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
        let normal = luck.map_or_else(Vector3::zeros, |luck| draws(kind, threat, luck));
        let flight = self.flight.object(kind.release(normal));
        Self { flight, ..*self }
    }
}

/// The luck of an object's release: a standard normal draw for each axis.
fn draws(kind: &ObjectKind, threat: ThreatId, luck: RunSeed) -> Vector3<f64> {
    let object = kind.object;
    let key = u64::from(ObjectId { threat, object }.key());
    let normal = |axis| {
        let mut stream = luck.stream(Purpose::Separation, key, axis);
        stream.sample(StandardNormal)
    };
    Vector3::new(normal(0), normal(1), normal(2))
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

/// How many objects have not been let go yet.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aboard(pub usize);

/// Lets go the objects whose threat's thrust ends in this tick: each flies on from where the
/// payload was before it. Of a threat that was killed while it burned nothing is let go.
pub(super) fn release(
    mut objects: Query<(Entity, &Ride, &Course, &mut TrueState)>,
    clock: Res<Clock>,
    mut aboard: ResMut<Aboard>,
    mut due: Local<Vec<(Entity, Entity)>>,
) {
    if aboard.0 == 0 {
        return;
    }
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
    aboard.0 -= due.len();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::identity::Object;
    use crate::scenario::parts::Fluctuation;
    use crate::scenario::parts::Separation;
    use crate::scenario::parts::Signature;

    const LUCK: RunSeed = RunSeed { seed: 3, run: 1 };

    fn kind(object: Object, separation: Separation) -> ObjectKind {
        ObjectKind {
            object,
            ballistic_coefficient_kgpm2: 50.0,
            signature: Signature {
                boost_m2: 1.0,
                vacuum_m2: 1.0,
                reentry_m2: 1.0,
                fluctuation: Fluctuation::Steady,
                contrast: 0.0,
            },
            separation,
        }
    }

    #[test]
    fn decoys_leave_at_their_speed_in_any_direction() {
        let count = 4000;
        let pushes: Vec<Vector3<f64>> = (0..count)
            .map(|threat| {
                let decoy = kind(Object::Decoy(2), Separation::AnyWay { speed_mps: 7.0 });
                let release = decoy.release(draws(&decoy, ThreatId(threat), LUCK));
                assert!(release.along_mps.abs() <= 0.0);
                assert!((release.aside_mps.norm() - 7.0).abs() < 1e-9);
                release.aside_mps / 7.0
            })
            .collect();
        // Even over the sphere: means 0 and squares 1/3, to four standard errors (0.58 and 0.30
        // over the root of the count).
        let root = f64::from(count).sqrt();
        for axis in 0..3 {
            let mean = |power| -> f64 {
                let values = pushes.iter().map(|push| push[axis].powi(power));
                values.sum::<f64>() / f64::from(count)
            };
            assert!(mean(1).abs() < 4.0 * 0.58 / root, "{}", mean(1));
            assert!(
                (mean(2) - 1.0 / 3.0).abs() < 4.0 * 0.30 / root,
                "{}",
                mean(2)
            );
        }
    }

    #[test]
    fn a_spent_stage_is_pushed_back_with_its_error() {
        let separation = Separation::Back {
            speed_mps: 3.0,
            error_mps: 0.5,
        };
        let stage = kind(Object::SpentStage, separation);
        let count = 4000;
        let squares: f64 = (0..count)
            .map(|threat| {
                let release = stage.release(draws(&stage, ThreatId(threat), LUCK));
                assert!((release.along_mps + 3.0).abs() < 1e-12);
                release.aside_mps.norm_squared()
            })
            .sum();
        // Three axes of variance 0.25; a chi-square law of three degrees has the spread √6 / 3.
        let mean = squares / f64::from(count);
        assert!((mean / 0.75 - 1.0).abs() < 4.0 * 0.82 / f64::from(count).sqrt());
        let exact = stage.release(Vector3::zeros());
        assert!(exact.aside_mps.norm() <= 0.0, "straight back without luck");
    }

    #[test]
    fn every_object_has_luck_of_its_own() {
        let separation = Separation::AnyWay { speed_mps: 1.0 };
        let of = |number, threat, run| {
            let decoy = kind(Object::Decoy(number), separation);
            draws(&decoy, ThreatId(threat), RunSeed { run, ..LUCK })
        };
        let first = of(1, 0, 1);
        for other in [of(2, 0, 1), of(1, 1, 1), of(1, 0, 2)] {
            assert!((first - other).norm() > 1e-6);
        }
    }
}
