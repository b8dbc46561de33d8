//! The limiting scenario of a case: parallel short flights, ideal sensors, fast interceptors.
//!
//! Targets fly north side by side over a square grid, all launched at once and alike, so that no
//! plot is given to the wrong track. A sensor sees each above the air with next to no error, or, by
//! a draw for each, never (`ideal`). The interceptors are faster than any, and more than enough
//! unless a case says how many; what decides is the kill probability, the doctrine and the look
//! alone. Plans are made on each tick: a second volley leaves on the one on which the first is
//! assessed. Where all targets must be known before the first shot, the first plan comes later. No
//! round is kept for what may still come, and a track that has fallen silent ends at once.
//!
//! Two systems have the same territory, so that each may shoot at all that it knows, and each its
//! own sensor, battery and type of interceptor. Whatever fails in common takes both types.

use super::ideal::IdealSensorKind;
use crate::scenario;
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;
use crate::verify::case::CaseError;
use std::fmt::Write;

/// Runs of each scenario.
pub(super) const RUNS: u64 = 2000;

/// Most targets: what one fire unit reaches.
pub(super) const TARGETS_MAX: u32 = 400;

/// Most interceptors of a volley.
pub(super) const SHOTS_MAX: u32 = 1000;

/// Most interceptors in stock.
pub(super) const STOCK_MAX: u32 = 10_000;

/// Distance between neighbours, degrees: beyond the reach of a kill vehicle at one of them. All fly
/// alike, so that each plot is nearest to its own track however far they fly between two looks.
const SPACING_DEG: f64 = 0.15;

/// Range of each flight, degrees of latitude.
const RANGE_DEG: f64 = 6.5;

/// Time of the first plan where all targets must be known by then, s.
const ALL_KNOWN_S: u32 = 60;

/// A case as the engine can play it: one system, its raid and its runs.
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
    /// Interceptors of the first volley; with `is_random` of the fire unit.
    pub(super) shots: u32,
    /// Interceptors of the second; `None`: there is none.
    pub(super) second: Option<u32>,
    /// Whether each shot chooses its target at random.
    pub(super) is_random: bool,
    /// Whether the first plan waits until all targets are known.
    pub(super) waits_for_all: bool,
    /// Time from a track's confirmation to the first order, s.
    pub(super) decision_delay_s: u32,
    /// Whether what is dead is still seen, and shot at.
    pub(super) sees_debris: bool,
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
            is_random: false,
            waits_for_all: false,
            decision_delay_s: 0,
            sees_debris: false,
            stock: STOCK_MAX,
            declared_alive_if_killed: 0.0,
            declared_killed_if_alive: 0.0,
        }
    }
}

/// Two systems that meet one raid; targets, runs and debris are the first one's.
#[derive(Debug, Clone, Copy)]
pub(super) struct LimitingPair {
    /// The systems.
    pub(super) sides: [LimitingCase; 2],
    /// Use of the partner's tracks; `None`: nothing is exchanged.
    pub(super) usage: Option<&'static str>,
}

impl LimitingCase {
    /// The scenario, checked like any other.
    pub(super) fn scenario(&self) -> Result<Scenario, CaseError> {
        let exchange = "{ content = \"none\", engagement_status = false }";
        checked(&(self.frame(exchange) + &self.side("defence") + &self.raids("defence")))
    }

    /// All but the systems and the raids.
    fn frame(&self, exchange: &str) -> String {
        // After a look a dead target must still be there to be shot at, if that erred.
        let is_seen = self.second.is_some() || self.sees_debris;
        let debris_visible_s = if is_seen { 3600 } else { 0 };
        FRAME.replace("EXCHANGE", exchange).replace("DEBRIS", &debris_visible_s.to_string())
    }

    /// One system: its command, sensor, fire unit and type of interceptor.
    fn side(&self, name: &str) -> String {
        let doctrine = match self.second {
            None if self.is_random => format!("{{ rule = \"random\", shots = {} }}", self.shots),
            None => format!("{{ rule = \"salvo\", shots = {} }}", self.shots),
            Some(second) => format!(
                "{{ rule = \"shoot-look-shoot\", shots = {}, later_shots = {second}, \
                 volleys_max = 2 }}",
                self.shots
            ),
        };
        let planning_s = if self.waits_for_all { ALL_KNOWN_S } else { 10 };
        SIDE.replace("NAME", name)
            .replace("KILL", &self.kill_probability.to_string())
            .replace("COMMON", &self.common_mode_failure.to_string())
            .replace("TRACKED", &self.tracked.to_string())
            .replace("STOCK", &self.stock.to_string())
            .replace("DOCTRINE", &doctrine)
            .replace("PLANNING", &planning_s.to_string())
            .replace("DELAY", &self.decision_delay_s.to_string())
            .replace("ALIVE", &self.declared_alive_if_killed.to_string())
            .replace("DEAD", &self.declared_killed_if_alive.to_string())
    }

    /// The raids, one a target, each at an asset of a system.
    fn raids(&self, system: &str) -> String {
        let mut text = String::new();
        let side = f64::from(self.targets).sqrt().ceil() as u32;
        for target in 0..self.targets {
            let at = |place: u32| SPACING_DEG * (f64::from(place) - 0.5 * f64::from(side - 1));
            let (north, east) = (at(target / side), at(target % side));
            let _ = write!(
                text,
                "[[assets]]\nid = \"aim-{target}\"\nsystem = \"{system}\"\n\
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

impl LimitingPair {
    /// The scenario, checked like any other.
    pub(super) fn scenario(&self) -> Result<Scenario, CaseError> {
        let [first, second] = &self.sides;
        let exchange = match self.usage {
            None => "{ content = \"none\", engagement_status = false }".to_owned(),
            Some(usage) => format!(
                "{{ content = \"tracks\", period_s = 10, use = \"{usage}\", \
                 engagement_status = false }}"
            ),
        };
        let sides = first.side("a") + &second.side("b");
        checked(&(first.frame(&exchange) + &sides + LINKS + &first.raids("a")))
    }
}

fn checked(text: &str) -> Result<Scenario, CaseError> {
    let kinds = SensorKinds::default().with(IdealSensorKind);
    let parsed = scenario::parse_with("limit.toml", &mut |_| Ok(text.to_owned()), &kinds);
    parsed.map_err(|faults| {
        let first = faults.list.first();
        let told = first.map_or(String::new(), |fault| fault.title.clone());
        CaseError(format!("the engine takes no such scenario: {told}"))
    })
}

/// All but the systems and the targets.
const FRAME: &str = r#"
name = "limit"
description = "A limiting case of the engagement."
[[architectures]]
name = "limit"
description = "Each for itself, with what it knows."
exchange = EXCHANGE
responsibility = { rule = "own-territory" }
coordination = { rule = "none" }
[simulation]
seed = 2010
runs = 2000
step_s = 10
duration_s = 2400
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

/// A system.
const SIDE: &str = r#"
[[systems]]
id = "NAME"
territory_deg = [[-15, -15], [-15, 15], [15, 15], [15, -15]]
[systems.tracking]
gate_sigma = 6
confirm_plots = 2
confirm_looks = 2
drop_tentative_s = 30
drop_confirmed_s = 20
drop_error_km = 0
models = []
process_noise_m2ps3 = 0.001
velocity_prior_mps = 3000
ballistic_coefficient_kgpm2 = 100000
[systems.command]
planning_period_s = PLANNING
decision_delay_s = DELAY
doctrine = DOCTRINE
commit_sigma_km = 5
reserve = 0
raid_outlook_s = 0
assessment_delay_s = 0
declared_alive_if_killed = ALIVE
declared_killed_if_alive = DEAD
[[sensors]]
id = "eye-NAME"
system = "NAME"
kind = "ideal"
latitude_deg = -3
longitude_deg = 0
altitude_m = 0
parameters = { tracked = TRACKED }
[[fire_units]]
id = "battery-NAME"
system = "NAME"
interceptor = "round-NAME"
inventory = STOCK
channels = 10000
latitude_deg = -5
longitude_deg = 0
altitude_m = 0
[[interceptor_types]]
id = "round-NAME"
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
common_mode_group = "all"
"#;

/// The ways between two systems: nothing is late, nothing is lost.
const LINKS: &str = r#"
[[links]]
from = "a"
to = "b"
latency_s = 0
jitter_s = 0
loss = 0
[[links]]
from = "b"
to = "a"
latency_s = 0
jitter_s = 0
loss = 0
"#;
