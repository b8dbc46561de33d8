//! A kind of sensor that measures lines of sight.

use lisbon::ballistics::flight::FlightPhase;
use lisbon::earth::frames::Ecef;
use lisbon::earth::sight;
use lisbon::sensor::{
    LineOfSight, LookDraws, Measurement, ObjectTruth, Parameter, Parameters, Placement, Product,
    Sensor, SensorKind, StatedBias, UnfitParameter, Watch,
};
use std::sync::Arc;

/// A camera hosted by somebody's communications satellite, which sees burning boosters.
pub(super) struct CameraKind;

#[derive(Debug)]
struct Camera {
    place: Ecef,
    revisit_s: f64,
    angle_error_rad: f64,
}

impl SensorKind for CameraKind {
    fn name(&self) -> &'static str {
        "camera"
    }

    fn parameters(&self) -> &[Parameter] {
        &[
            Parameter { key: "revisit_s", about: "Time between two looks.", min: 0.1, max: 600.0 },
            Parameter {
                key: "angle_error_mrad",
                about: "Standard deviation of each angle.",
                min: 0.001,
                max: 10.0,
            },
        ]
    }

    fn build(
        &self,
        placement: &Placement,
        parameters: &Parameters,
    ) -> Result<Arc<dyn Sensor>, Vec<UnfitParameter>> {
        if placement.place.altitude_m < 15_000.0 {
            return Err(vec![UnfitParameter {
                key: "revisit_s",
                why: "there are clouds up there".into(),
                remedy: "write `altitude_m = 15000` or more".into(),
            }]);
        }
        Ok(Arc::new(Camera {
            place: placement.place.ecef(),
            revisit_s: parameters.of("revisit_s"),
            angle_error_rad: 1e-3 * parameters.of("angle_error_mrad"),
        }))
    }
}

impl Sensor for Camera {
    fn revisit_s(&self) -> f64 {
        self.revisit_s
    }

    fn product(&self) -> Product {
        Product::Direction(Watch { seen_above_m: 0.0, detection_probability: 0.9 })
    }

    fn stated_bias(&self) -> StatedBias {
        StatedBias::default()
    }

    fn chance(&self, seen: &ObjectTruth) -> Option<f64> {
        let burns = seen.phase == FlightPhase::Boost;
        (burns && sight::visible(self.place, seen.place)).then_some(0.9)
    }

    fn measure(&self, seen: &ObjectTruth, draws: &mut LookDraws) -> Measurement {
        let mut direction = (seen.place.0 - self.place.0).normalize();
        for axis in 0..3 {
            direction[axis] += self.angle_error_rad * draws.normal();
        }
        Measurement::Infrared(LineOfSight {
            origin_m: self.place.0,
            direction: direction.normalize(),
            sigma_rad: self.angle_error_rad,
        })
    }
}
