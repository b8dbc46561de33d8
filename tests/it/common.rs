//! What the tests share: shipped scenarios, and ways to bend them.

use lisbon::ballistics::flyout::{Flyout, Kinematics};
use lisbon::outcome::Outcome;
use lisbon::outcome::score::{DisclosureScore, ExchangeScore};
use lisbon::random::RunSeed;
use lisbon::scenario::model::{AssessmentError, InterceptorKind, Scenario};
use lisbon::world::journal::Journal;
use lisbon::{engine, outcome, scenario};
use std::sync::Arc;

/// A file of the project.
pub(crate) fn path(relative: &str) -> String {
    format!("{}/{relative}", env!("CARGO_MANIFEST_DIR"))
}

/// Small sound files: a scenario, its catalogue and its architectures, by name.
pub(crate) const SOUND_FILES: [(&str, &str); 4] = [
    ("scenario.toml", include_str!("data/scenario.toml")),
    ("catalogue.toml", include_str!("data/catalogue.toml")),
    ("architectures/isolated.toml", include_str!("data/architectures/isolated.toml")),
    ("architectures/shared.toml", include_str!("data/architectures/shared.toml")),
];

/// A shipped scenario.
pub(crate) fn shipped(name: &str) -> Scenario {
    let root = path(&format!("scenarios/{name}.toml"));
    scenario::parse(&root, &mut |file| {
        std::fs::read_to_string(file).map_err(|error| error.to_string())
    })
    .unwrap_or_else(|faults| panic!("{faults}"))
}

/// What happens in one run.
pub(crate) fn journal(scenario: &Scenario, architecture: usize, run: u64) -> Journal {
    let luck = RunSeed { seed: scenario.seed, run };
    engine::play(scenario, &scenario.architectures[architecture], luck)
}

/// What comes of one run.
pub(crate) fn outcome(scenario: &Scenario, architecture: usize, run: u64) -> Outcome {
    let in_run = scenario.in_run(RunSeed { seed: scenario.seed, run });
    outcome::judge(&in_run, &journal(scenario, architecture, run))
}

/// An outcome without the counts of what was sent and told: what came of it.
pub(crate) fn without_counts(mut outcome: Outcome) -> Outcome {
    for score in std::iter::once(&mut outcome.overall).chain(&mut outcome.systems) {
        score.exchange = ExchangeScore::default();
        score.disclosure = DisclosureScore::default();
    }
    outcome
}

/// The place of an architecture.
pub(crate) fn named(scenario: &Scenario, name: &str) -> usize {
    scenario.architecture(name).unwrap_or_else(|| panic!("no architecture {name}"))
}

/// Sensors that cannot tell a payload from what flies beside it, and nodes that shoot at all.
pub(crate) fn nobody_can_tell(scenario: &mut Scenario) {
    for radar in &mut scenario.radars {
        radar.kind.discrimination = 0.0;
    }
    for system in &mut scenario.systems {
        system.tracking.payload_prior = 0.5;
        system.command.payload_probability_min = 0.0;
    }
}

/// Changes every interceptor type.
pub(crate) fn each_interceptor(scenario: &mut Scenario, change: impl Fn(&mut InterceptorKind)) {
    for unit in &mut scenario.fire_units {
        change(Arc::make_mut(&mut unit.kind));
    }
}

/// Magazines and channels without end, and kill assessments that are never wrong.
pub(crate) fn endless_magazines(scenario: &mut Scenario) {
    for unit in &mut scenario.fire_units {
        (unit.inventory, unit.channels) = (1000, 1000);
    }
    for system in &mut scenario.systems {
        system.command.assessment = AssessmentError { alive_if_killed: 0.0, killed_if_alive: 0.0 };
    }
}

/// Interceptors that go nowhere: none has a range.
pub(crate) fn grounded(scenario: &mut Scenario) {
    let kinematics = Kinematics {
        acceleration_mps2: 60.0,
        burn_time_s: 75.0,
        ballistic_coefficient_kgpm2: None,
        altitude_min_m: 90e3,
        altitude_max_m: 900e3,
        range_max_m: 1e-3,
    };
    each_interceptor(scenario, |kind| {
        kind.flyout = tabulate(&kinematics);
    });
}

/// Fly-out table in an exponential atmosphere, `1.225 exp(-h / 7200 m)` in kg/m³.
pub(crate) fn tabulate(kinematics: &Kinematics) -> Flyout {
    Flyout::tabulate(kinematics, |altitude_m| 1.225 * libm::exp(-altitude_m / 7_200.0))
}

/// Radars that see everything above the horizon at once and without error.
pub(crate) fn perfect_radars(scenario: &mut Scenario) {
    for radar in &mut scenario.radars {
        let kind = &mut radar.kind;
        kind.reference.snr = 1e12;
        kind.false_alarm_probability = 1e-12;
        kind.false_plots_per_frame = 0.0;
        (kind.range_floor_m, kind.angle_floor_rad) = (10.0, 1e-4);
        (kind.range_bias_m, kind.angle_bias_rad) = (0.0, 0.0);
        kind.range_max_m = 1e7;
        kind.azimuth_span_rad = std::f64::consts::TAU;
        (kind.elevation_min_rad, kind.elevation_max_rad) = (0.0, std::f64::consts::FRAC_PI_2);
        (kind.search_elevation_min_rad, kind.search_elevation_max_rad) =
            (0.0, std::f64::consts::FRAC_PI_2);
        (kind.search_ticks, kind.track_ticks) = (5, 5);
    }
}

/// Only the first system, with its own sensors, fire units and assets, and the threats at them.
pub(crate) fn first_system_alone(scenario: &mut Scenario) {
    let is_first = |system: scenario::identity::SystemId| system.0 == 0;
    let kept = scenario.assets.iter().take_while(|asset| is_first(asset.system)).count();
    scenario.threats.retain(|threat| threat.aim.index() < kept);
    scenario.assets.truncate(kept);
    scenario.radars.retain(|radar| is_first(radar.system));
    scenario.satellites.retain(|satellite| is_first(satellite.system));
    scenario.sensors.retain(|sensor| is_first(sensor.system));
    scenario.fire_units.retain(|unit| is_first(unit.system));
    scenario.links.clear();
    scenario.systems.truncate(1);
    scenario.systems[0].sector = Some(scenario.systems[0].territory.clone());
}
