//! The ideal sensor of a limiting scenario: it sees all that is revealed to it, with next to no
//! error, so that what it tells decides nothing.

use crate::ballistics::flight::FlightPhase;
use crate::earth::frames::{Site, altitude_approx_m};
use crate::sensor::{
    LookDraws, Measurement, ObjectTruth, Parameter, Parameters, Placement, Product,
    RadarMeasurement, Sensor, SensorKind, StatedBias, UnfitParameter,
};
use std::sync::Arc;

/// The kind of sensor of a limiting scenario.
pub(super) struct IdealSensorKind;

/// One that sees all that is revealed to it, behind the horizon too, above the air.
#[derive(Debug)]
struct IdealSensor {
    site: Site,
    tracked: f64,
}

/// Altitude from which it sees, m: where beliefs feel no drag, and are cheap to carry on.
const SEEN_FROM_M: f64 = 100e3;

/// Error of range, m: none that matters.
const RANGE_SIGMA_M: f64 = 5.0;

/// Error of each angle, rad: none that matters.
const ANGLE_SIGMA_RAD: f64 = 5e-6;

impl SensorKind for IdealSensorKind {
    fn name(&self) -> &'static str {
        "ideal"
    }

    fn parameters(&self) -> &[Parameter] {
        const PARAMETERS: [Parameter; 1] = [Parameter {
            key: "tracked",
            about: "Probability that it can see a target at all.",
            min: 0.0,
            max: 1.0,
        }];
        &PARAMETERS
    }

    fn build(
        &self,
        placement: &Placement,
        parameters: &Parameters,
    ) -> Result<Arc<dyn Sensor>, Vec<UnfitParameter>> {
        Ok(Arc::new(IdealSensor {
            site: Site::new(placement.place),
            tracked: parameters.of("tracked"),
        }))
    }
}

impl Sensor for IdealSensor {
    fn revisit_s(&self) -> f64 {
        10.0
    }

    fn product(&self) -> Product {
        Product::Position
    }

    fn stated_bias(&self) -> StatedBias {
        StatedBias { range_m: 0.0, angle_rad: 0.0 }
    }

    fn reveals(&self) -> f64 {
        self.tracked
    }

    fn chance(&self, seen: &ObjectTruth) -> Option<f64> {
        let high = altitude_approx_m(&seen.place.0) >= SEEN_FROM_M;
        (high && seen.phase == FlightPhase::Vacuum).then_some(1.0)
    }

    fn measure(&self, seen: &ObjectTruth, draws: &mut LookDraws) -> Measurement {
        let look = self.site.look(seen.place);
        let across = 1.0 / libm::cos(look.elevation_rad).max(0.01);
        Measurement::Radar(RadarMeasurement {
            range_m: look.range_m + RANGE_SIGMA_M * draws.normal(),
            azimuth_rad: look.azimuth_rad + across * ANGLE_SIGMA_RAD * draws.normal(),
            elevation_rad: look.elevation_rad + ANGLE_SIGMA_RAD * draws.normal(),
            range_sigma_m: RANGE_SIGMA_M,
            angle_sigma_rad: ANGLE_SIGMA_RAD,
            range_rate: None,
        })
    }
}
