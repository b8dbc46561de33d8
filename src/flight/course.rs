//! Course of an object in one run: the flight that was planned, with the run's errors.
//!
//! A run disperses the launch time, the launch point and the cut-off velocity of each threat and
//! flies it with the steering that was solved for its plan. Spent stage and decoys share the boost
//! of the payload; the push of each at cut-off has luck of its own, so that it shifts nobody
//! else's.

use crate::ballistics::flight::Flight;
use crate::earth::frames::{Ecef, Enu, Geodetic, Site};
use crate::random::{Purpose, RunSeed};
use crate::scenario::identity::{ObjectId, ThreatId};
use crate::scenario::model::{LATE_SIGMA, ObjectKind, Threat};
use crate::world::clock::Clock;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;

/// Course of one object in this run.
#[doc(alias = "trajectory")]
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Course {
    pub(super) flight: Flight,
    pub(super) launch_s: f64,
}

impl Course {
    /// The course that was planned: no errors.
    pub fn planned(threat: &Threat) -> Self {
        let vehicle = &threat.kind.vehicle;
        Self {
            flight: Flight::new(vehicle, threat.launch, &threat.steering, Vector3::zeros()),
            launch_s: threat.launch_s,
        }
    }

    /// The course in one run: the plan with the run's errors, not solved again. `id` is the
    /// threat's place in the scenario.
    pub fn dispersed(threat: &Threat, id: u64, luck: RunSeed) -> Self {
        let normal =
            |purpose, axis| -> f64 { luck.stream(purpose, id, axis).sample(StandardNormal) };
        let east_m = threat.launch_position_error_m * normal(Purpose::LaunchPosition, 0);
        let north_m = threat.launch_position_error_m * normal(Purpose::LaunchPosition, 1);
        let cutoff_mps = Vector3::new(
            normal(Purpose::CutoffVelocity, 0),
            normal(Purpose::CutoffVelocity, 1),
            normal(Purpose::CutoffVelocity, 2),
        ) * threat.kind.cutoff_error_mps;
        let late = normal(Purpose::LaunchTime, 0).clamp(-LATE_SIGMA, LATE_SIGMA);
        let late_s = threat.launch_time_error_s * late;
        let launch = displaced(threat.launch, east_m, north_m);
        let vehicle = &threat.kind.vehicle;
        Self {
            flight: Flight::new(vehicle, launch, &threat.steering, cutoff_mps),
            launch_s: threat.launch_s + late_s,
        }
    }

    /// The course of another object of a threat with this course: in one run, or as planned, when
    /// it is pushed without error and a decoy northward along the axis.
    #[must_use]
    pub fn object(&self, kind: &ObjectKind, threat: ThreatId, luck: Option<RunSeed>) -> Self {
        let normal = luck.map_or_else(Vector3::zeros, |luck| draws(kind, threat, luck));
        let flight = self.flight.object(kind.release(normal));
        Self { flight, ..*self }
    }

    /// The flight, from the launch on.
    pub fn flight(&self) -> &Flight {
        &self.flight
    }

    /// Time of the launch, s.
    pub fn launch_s(&self) -> f64 {
        self.launch_s
    }

    /// Beginning and end of a tick, s since launch; what was before the launch is left out.
    pub(super) fn tick_s(&self, clock: Clock) -> (f64, f64) {
        let from_s = (clock.before_s() - self.launch_s).max(0.0);
        (from_s, clock.now_s() - self.launch_s)
    }
}

/// A point moved along the ground, its altitude kept.
fn displaced(place: Geodetic, east_m: f64, north_m: f64) -> Geodetic {
    let moved: Ecef = Site::new(place).ecef(Enu(Vector3::new(east_m, north_m, 0.0)));
    Geodetic { altitude_m: place.altitude_m, ..moved.geodetic() }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::identity::Object;
    use crate::scenario::model::{Fluctuation, Separation, Signature};

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
            assert!((mean(2) - 1.0 / 3.0).abs() < 4.0 * 0.30 / root, "{}", mean(2));
        }
    }

    #[test]
    fn a_spent_stage_is_pushed_back_with_its_error() {
        let separation = Separation::Back { speed_mps: 3.0, error_mps: 0.5 };
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
