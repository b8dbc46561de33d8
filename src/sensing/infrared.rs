//! Infrared early-warning satellites: they see boosters burn, and measure only where.
//!
//! From where it is at the time, a satellite sees a thrusting booster above the cloud-break
//! altitude and above the Earth's limb, with a fixed probability a look, and measures its line of
//! sight with noise and a fixed pointing error. Leaves out intensity, the background and the Sun.

use crate::ballistics::flight::FlightPhase;
use crate::earth::ephemeris::Ephemeris;
use crate::earth::frames::altitude_approx_m;
use crate::earth::sight;
use crate::scenario::model::{self, SatelliteKind};
use crate::sensor::{
    LineOfSight, LookDraws, Measurement, ObjectTruth, Product, Sensor, StatedBias,
};
use nalgebra::Vector3;
use std::sync::Arc;

/// A satellite on its orbit.
#[derive(Debug, Clone)]
struct InfraredSatellite {
    kind: SatelliteKind,
    revisit_s: f64,
    ephemeris: Ephemeris,
}

/// The sensor that a satellite of the scenario is, in steps of so many seconds.
pub(super) fn sensor(satellite: &model::Satellite, step_s: f64) -> Arc<dyn Sensor> {
    Arc::new(InfraredSatellite {
        kind: satellite.kind,
        revisit_s: satellite.kind.revisit_ticks as f64 * step_s,
        ephemeris: satellite.ephemeris.clone(),
    })
}

impl Sensor for InfraredSatellite {
    fn revisit_s(&self) -> f64 {
        self.revisit_s
    }

    fn product(&self) -> Product {
        Product::Direction(self.kind.watch())
    }

    fn stated_bias(&self) -> StatedBias {
        StatedBias { range_m: 0.0, angle_rad: self.kind.angle_bias_rad }
    }

    fn chance(&self, seen: &ObjectTruth) -> Option<f64> {
        let is_seen = seen.phase == FlightPhase::Boost
            && altitude_approx_m(&seen.place.0) > self.kind.cloud_break_m
            && sight::visible(self.ephemeris.place(seen.time_s), seen.place);
        is_seen.then_some(self.kind.detection_probability)
    }

    fn measure(&self, seen: &ObjectTruth, draws: &mut LookDraws) -> Measurement {
        let origin_m = self.ephemeris.place(seen.time_s).0;
        let true_direction = (seen.place.0 - origin_m).normalize();
        let (first, second) = across(&true_direction);
        let registration = draws.registration();
        let mut angle = |axis: usize| {
            self.kind.angle_bias_rad * registration[axis]
                + self.kind.angle_error_rad * draws.normal()
        };
        let direction = (true_direction + first * angle(0) + second * angle(1)).normalize();
        Measurement::Infrared(LineOfSight {
            origin_m,
            direction,
            sigma_rad: self.kind.angle_error_rad,
        })
    }
}

/// Two unit vectors that stand across a direction and each other: the first is horizontal in the
/// Earth's sense, so that errors keep their meaning from look to look.
pub fn across(direction: &Vector3<f64>) -> (Vector3<f64>, Vector3<f64>) {
    let level = direction.cross(&Vector3::z());
    // A direction along the Earth's axis has no horizontal of its own.
    let first = level.try_normalize(1e-9).unwrap_or_else(Vector3::x);
    (first, direction.cross(&first))
}
