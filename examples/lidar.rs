//! A sensor kind of one's own: a ground laser ranger, and the whole program with it.
//!
//! ```sh
//! cargo run --release --example lidar -- run examples/lidar.toml
//! cargo run --release --example lidar -- compare examples/lidar.toml --runs 20
//! ```
//!
//! Physics: a photon-counting receiver takes one photoelectron for a return, so a look with `N`
//! expected ones detects with `1 − exp(−N)` (Degnan, *Journal of Geodynamics* 34, 2002), and for a
//! target smaller than the beam `N` falls with the fourth power of the range and with the air's
//! transmission there and back, `T^(2 / sin(elevation))` for a zenith transmission `T`. All values
//! are notional. Leaves out clouds, sunlight, how it finds what it points at, and that an optical
//! cross-section is none of a radar's, which stands for it here.

use lisbon::cli;
use lisbon::earth::frames::{Look, Site};
use lisbon::earth::sight;
use lisbon::sensor::{
    LookDraws, Measurement, ObjectTruth, Parameter, Parameters, Placement, Product,
    RadarMeasurement, Sensor, SensorKind, SensorKinds, StatedBias, UnfitParameter,
};
use std::process::ExitCode;
use std::sync::Arc;

/// All that a user's program needs: the words of the command line, and its kinds.
fn main() -> ExitCode {
    cli::main_with(std::env::args_os(), &SensorKinds::default().with(LidarKind))
}

/// The kind that a scenario names `lidar`.
pub(crate) struct LidarKind;

/// One lidar at its place.
#[derive(Debug)]
struct Lidar {
    site: Site,
    revisit_s: f64,
    range_reference_m: f64,
    range_max_m: f64,
    transmission: f64,
    elevation_min_rad: f64,
    range_error_m: f64,
    angle_error_rad: f64,
    bias: StatedBias,
}

const PARAMETERS: [Parameter; 9] = [
    parameter("revisit_s", "Time between two looks.", 0.1, 600.0),
    parameter(
        "range_reference_km",
        "Range at which 1 m², without air, returns one photoelectron a look.",
        1.0,
        20_000.0,
    ),
    parameter("range_max_km", "Range that the receiver's gate opens for.", 1.0, 20_000.0),
    parameter(
        "transmission",
        "Share of the light that passes the air once, straight up.",
        0.01,
        1.0,
    ),
    parameter("elevation_min_deg", "Lowest elevation of the mount.", 5.0, 90.0),
    parameter("range_error_m", "Standard deviation of the range.", 0.01, 1000.0),
    parameter("angle_error_mrad", "Standard deviation of each angle.", 1e-4, 10.0),
    parameter(
        "range_bias_m",
        "Standard deviation of the site's fixed error of range.",
        0.0,
        1000.0,
    ),
    parameter(
        "angle_bias_mrad",
        "Standard deviation of the site's fixed error of each angle.",
        0.0,
        10.0,
    ),
];

const fn parameter(key: &'static str, about: &'static str, min: f64, max: f64) -> Parameter {
    Parameter { key, about, min, max }
}

impl SensorKind for LidarKind {
    fn name(&self) -> &'static str {
        "lidar"
    }

    fn parameters(&self) -> &[Parameter] {
        &PARAMETERS
    }

    fn build(
        &self,
        placement: &Placement,
        parameters: &Parameters,
    ) -> Result<Arc<dyn Sensor>, Vec<UnfitParameter>> {
        let lidar = Lidar {
            site: Site::new(placement.place),
            revisit_s: parameters.of("revisit_s"),
            range_reference_m: 1e3 * parameters.of("range_reference_km"),
            range_max_m: 1e3 * parameters.of("range_max_km"),
            transmission: parameters.of("transmission"),
            elevation_min_rad: parameters.of("elevation_min_deg").to_radians(),
            range_error_m: parameters.of("range_error_m"),
            angle_error_rad: 1e-3 * parameters.of("angle_error_mrad"),
            bias: StatedBias {
                range_m: parameters.of("range_bias_m"),
                angle_rad: 1e-3 * parameters.of("angle_bias_mrad"),
            },
        };
        // What no single range can say: light must be there and back before the next look.
        let flight_s = 2.0 * lidar.range_max_m / LIGHT_MPS;
        if flight_s > lidar.revisit_s {
            return Err(vec![UnfitParameter {
                key: "range_max_km",
                why: format!("its light is back after {flight_s:.2} s, past the next look"),
                remedy: "write a shorter range or a longer `revisit_s`".into(),
            }]);
        }
        Ok(Arc::new(lidar))
    }
}

/// Speed of light, m/s (exact by definition of the metre).
const LIGHT_MPS: f64 = 299_792_458.0;

impl Sensor for Lidar {
    fn revisit_s(&self) -> f64 {
        self.revisit_s
    }

    fn product(&self) -> Product {
        Product::Position
    }

    fn stated_bias(&self) -> StatedBias {
        self.bias
    }

    fn chance(&self, seen: &ObjectTruth) -> Option<f64> {
        let look = self.site.look(seen.place);
        let is_in_view = look.range_m <= self.range_max_m
            && look.elevation_rad >= self.elevation_min_rad
            && sight::visible(self.site.position(), seen.place);
        is_in_view.then(|| 1.0 - libm::exp(-self.photoelectrons(&look, seen.cross_section_m2)))
    }

    fn measure(&self, seen: &ObjectTruth, draws: &mut LookDraws) -> Measurement {
        let look = self.site.look(seen.place);
        let fixed = draws.registration();
        // An angle on the sky is a wider one in azimuth, the wider the higher it points.
        let across = 1.0 / libm::cos(look.elevation_rad).max(0.01);
        let mut error =
            |axis: usize, bias: f64, sigma: f64| bias * fixed[axis] + sigma * draws.normal();
        let angle = (self.bias.angle_rad, self.angle_error_rad);
        Measurement::Radar(RadarMeasurement {
            range_m: look.range_m + error(0, self.bias.range_m, self.range_error_m),
            azimuth_rad: look.azimuth_rad + across * error(1, angle.0, angle.1),
            elevation_rad: look.elevation_rad + error(2, angle.0, angle.1),
            range_sigma_m: self.range_error_m,
            angle_sigma_rad: self.angle_error_rad,
            range_rate: None,
        })
    }
}

impl Lidar {
    /// Expected number of photoelectrons of a look.
    fn photoelectrons(&self, look: &Look, cross_section_m2: f64) -> f64 {
        let ratio = self.range_reference_m / look.range_m;
        let airmass = 1.0 / libm::sin(look.elevation_rad);
        let transmission = libm::pow(self.transmission, 2.0 * airmass);
        ratio * ratio * ratio * ratio * cross_section_m2 * transmission
    }
}
