//! The limiting scenario of a case: parallel short flights, an ideal sensor, a fast interceptor.
//!
//! Targets fly north side by side over a square grid, all launched at once and alike, so that no
//! plot is given to the wrong track. The sensor sees each above the air with next to no error,
//! or, by a draw for each, never. The interceptors are faster than any, and more than enough; what
//! decides is the kill probability, the doctrine and the look alone. Plans are made on each tick: a
//! second volley leaves on the one on which the first is assessed.

use crate::ballistics::flight::FlightPhase;
use crate::earth::frames::{Site, altitude_approx_m};
use crate::scenario;
use crate::scenario::model::Scenario;
use crate::sensor::{
    LookDraws, Measurement, ObjectTruth, Parameter, Parameters, Placement, Product,
    RadarMeasurement, Sensor, SensorKind, SensorKinds, StatedBias, UnfitParameter,
};
use crate::verify::case::CaseError;
use std::fmt::Write;
use std::sync::Arc;

/// Runs of each scenario.
pub(super) const RUNS: u64 = 2000;

/// Most targets: what one fire unit reaches.
pub(super) const TARGETS_MAX: u32 = 400;

/// Most interceptors of a volley.
pub(super) const SHOTS_MAX: u32 = 10;

/// Distance between neighbours, degrees: beyond the reach of a kill vehicle at one of them. All fly
/// alike, so that each plot is nearest to its own track however far they fly between two looks.
const SPACING_DEG: f64 = 0.15;

/// Range of each flight, degrees of latitude.
const RANGE_DEG: f64 = 6.5;

/// A case as the engine can play it.
#[derive(Debug, Clone, Copy)]
pub(super) struct LimitingCase {
    /// Runs.
    pub(super) runs: u64,
    /// Targets.
    pub(super) targets: u32,
    /// Kill probability of a shot.
    pub(super) kill_probability: f64,
    /// Probability that in a run no shot kills.
    pub(super) common_mode_failure: f64,
    /// Probability that a target is tracked, for each.
    pub(super) tracked: f64,
    /// Interceptors of the first volley.
    pub(super) shots: u32,
    /// Interceptors of the second; `None`: there is none.
    pub(super) second: Option<u32>,
    /// Interceptors in stock.
    pub(super) stock: u32,
    /// Probability that a target that is dead is declared alive after the first.
    pub(super) declared_alive_if_killed: f64,
    /// Probability that one that is alive is declared killed.
    pub(super) declared_killed_if_alive: f64,
}

impl Default for LimitingCase {
    fn default() -> Self {
        Self {
            runs: RUNS,
            targets: 1,
            kill_probability: 0.5,
            common_mode_failure: 0.0,
            tracked: 1.0,
            shots: 1,
            second: None,
            stock: 10_000,
            declared_alive_if_killed: 0.0,
            declared_killed_if_alive: 0.0,
        }
    }
}

impl LimitingCase {
    /// The scenario, checked like any other.
    pub(super) fn scenario(&self) -> Result<Scenario, CaseError> {
        let text = self.text();
        let kinds = SensorKinds::default().with(IdealSensorKind);
        scenario::parse_with("limit.toml", &mut |_| Ok(text.clone()), &kinds).map_err(|faults| {
            let first = faults.list.first();
            let told = first.map_or(String::new(), |fault| fault.title.clone());
            CaseError(format!("the engine takes no such scenario: {told}"))
        })
    }

    fn text(&self) -> String {
        let doctrine = match self.second {
            None => format!("{{ rule = \"salvo\", shots = {} }}", self.shots),
            Some(second) => format!(
                "{{ rule = \"shoot-look-shoot\", shots = {}, later_shots = {second}, \
                 volleys_max = 2 }}",
                self.shots
            ),
        };
        // After a look a dead target must still be there to be shot at, if that erred.
        let debris_visible_s = if self.second.is_some() { 3600 } else { 0 };
        let mut text = FRAME
            .replace("KILL", &self.kill_probability.to_string())
            .replace("COMMON", &self.common_mode_failure.to_string())
            .replace("TRACKED", &self.tracked.to_string())
            .replace("STOCK", &self.stock.to_string())
            .replace("DOCTRINE", &doctrine)
            .replace("DEBRIS", &debris_visible_s.to_string())
            .replace("ALIVE", &self.declared_alive_if_killed.to_string())
            .replace("DEAD", &self.declared_killed_if_alive.to_string());
        let side = f64::from(self.targets).sqrt().ceil() as u32;
        for target in 0..self.targets {
            let at = |place: u32| SPACING_DEG * (f64::from(place) - 0.5 * f64::from(side - 1));
            let (north, east) = (at(target / side), at(target % side));
            let _ = write!(
                text,
                "[[assets]]\nid = \"aim-{target}\"\nsystem = \"defence\"\n\
                 latitude_deg = {north}\nlongitude_deg = {east}\nradius_km = 20\nvalue = 1\n\
                 [[raids]]\nid = \"raid-{target}\"\nthreat = \"target\"\nlatitude_deg = {}\n\
                 longitude_deg = {east}\nradius_km = 0\ncount = 1\naims = [\"aim-{target}\"]\n\
                 start_s = 0\nspacing_s = 0\nloft_deg = 15\nlaunch_time_error_s = 0\n\
                 launch_position_error_km = 0\n",
                north - RANGE_DEG,
            );
        }
        text
    }
}

/// All but the targets.
const FRAME: &str = r#"
name = "limit"
description = "A limiting case of the engagement."
[[architectures]]
name = "alone"
description = "One system."
exchange = { content = "none", engagement_status = false }
responsibility = { rule = "own-territory" }
coordination = { rule = "none" }
[simulation]
seed = 7
runs = 2000
step_s = 10
duration_s = 2400
[[systems]]
id = "defence"
territory_deg = [[-15, -15], [-15, 15], [15, 15], [15, -15]]
[systems.tracking]
gate_sigma = 6
confirm_plots = 2
confirm_looks = 2
drop_tentative_s = 30
drop_confirmed_s = 20
models = []
process_noise_m2ps3 = 0.001
velocity_prior_mps = 3000
ballistic_coefficient_kgpm2 = 100000
[systems.command]
planning_period_s = 10
decision_delay_s = 0
doctrine = DOCTRINE
commit_sigma_km = 5
reserve = 0
assessment_delay_s = 0
declared_alive_if_killed = ALIVE
declared_killed_if_alive = DEAD
[[sensors]]
id = "eye"
system = "defence"
kind = "ideal"
latitude_deg = -3
longitude_deg = 0
altitude_m = 0
parameters = { tracked = TRACKED }
[[fire_units]]
id = "battery"
system = "defence"
interceptor = "round"
inventory = STOCK
channels = 10000
latitude_deg = -5
longitude_deg = 0
altitude_m = 0
[[interceptor_types]]
id = "round"
source = "notional: faster than any"
acceleration_mps2 = 1000
burn_time_s = 10
ballistic_coefficient_kgpm2 = 1000000
altitude_min_km = 100
altitude_max_km = 400
range_max_km = 1800
preparation_s = 0
midcourse_mps = 5000
handover_s = 10
divert_mps = 1000
kill_probability = KILL
common_mode_failure = COMMON
[[threat_types]]
id = "target"
source = "notional: a short flight"
stages = [{ burn_time_s = 5, acceleration_mps2 = 1000 }]
payload_kg = 1000
ballistic_coefficient_kgpm2 = 100000
cross_section_boost_m2 = 1
cross_section_vacuum_m2 = 1
cross_section_reentry_m2 = 1
swerling = 0
cutoff_error_mps = 0
debris_visible_s = DEBRIS
"#;

/// The kind of sensor of a limiting scenario.
struct IdealSensorKind;

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
