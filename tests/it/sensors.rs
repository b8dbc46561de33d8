//! Sensors of kinds that a crate adds: that of `examples/lidar.rs`, which measures positions, and
//! `camera`, which measures lines of sight. What they see makes tracks and warnings, and nobody
//! else's luck or sight moves by it.

mod camera;
mod mistakes;

use self::camera::CameraKind;
use crate::common::{journal, path, shipped};
use crate::lidar::LidarKind;
use crate::truth::nobody_looks;
use lisbon::account::RunRecord;
use lisbon::account::timeline::Timeline;
use lisbon::ballistics::flight::FlightPhase;
use lisbon::earth::frames::{Geodetic, Look, Site};
use lisbon::random::RunSeed;
use lisbon::report::json::lines;
use lisbon::scenario;
use lisbon::scenario::Faults;
use lisbon::scenario::identity::{ObjectId, SensorId};
use lisbon::scenario::model::{PlacedSensor, Scenario};
use lisbon::sensor::{Fluctuation, ObjectTruth, Placement, SensorKind, SensorKinds};
use lisbon::world::journal::{Event, Evidence, Journal};
use nalgebra::Vector3;
use std::fs;

fn kinds() -> SensorKinds {
    SensorKinds::default().with(LidarKind).with(CameraKind)
}

/// The example's scenario with a change of its text.
fn changed(change: impl Fn(String) -> String) -> Result<Scenario, Faults> {
    parsed(change, &kinds())
}

fn parsed(change: impl Fn(String) -> String, kinds: &SensorKinds) -> Result<Scenario, Faults> {
    let root = path("examples/lidar.toml");
    let mut loader = |file: &str| {
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        Ok(if file == root { change(text) } else { text })
    };
    scenario::parse_with(&root, &mut loader, kinds)
}

/// The example's scenario.
pub(crate) fn example() -> Scenario {
    changed(|text| text).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The example with a camera at the launch area in the lidar's place.
fn with_camera() -> Scenario {
    let mut scenario = example();
    let place = Geodetic::degrees(0.0, 47.0, 35_786_000.0);
    let parameters = [("revisit_s", 5.0), ("angle_error_mrad", 0.1)];
    let built = CameraKind.build(&Placement { place }, &parameters.into_iter().collect());
    scenario.sensors = vec![PlacedSensor {
        name: "hosted-camera".into(),
        kind: "camera".into(),
        place,
        revisit_ticks: 5,
        sensor: built.unwrap(),
        ..scenario.sensors[0].clone()
    }];
    scenario
}

fn added(scenario: &Scenario) -> SensorId {
    SensorId((scenario.sensor_count() - 1) as u16)
}

/// Plots by one sensor, or by all others: when, by whom, of what.
fn plots(journal: &Journal, wanted: impl Fn(SensorId) -> bool) -> Vec<(u32, SensorId, ObjectId)> {
    let plots = journal.plots.iter().filter(|plot| wanted(plot.sensor));
    plots.filter_map(|plot| Some((plot.tick, plot.sensor, plot.object?))).collect()
}

/// How many of these plots one sensor gave.
fn share(journal: &Journal, evidence: &Evidence, sensor: SensorId) -> usize {
    let serials = evidence.serials().iter();
    serials.filter(|serial| journal.plots[**serial as usize].sensor == sensor).count()
}

#[test]
fn its_plots_make_tracks() {
    let mut scenario = example();
    let lidar = added(&scenario);
    assert_eq!(scenario.sensor_name(lidar), "erzurum-lidar");
    assert_eq!(scenario.sensor_kind(lidar), "lidar");
    // Without a radar that could be faster.
    for radar in &mut scenario.radars {
        radar.kind.range_max_m = 1.0;
    }
    let journal = journal(&scenario, 0, 0);
    assert!(plots(&journal, |sensor| sensor == lidar).len() > 50);
    let used = journal.events.iter().filter(|(_, event)| match event {
        Event::Confirmed { evidence, .. } => share(&journal, evidence, lidar) > 0,
        _ => false,
    });
    assert!(used.count() >= 2);
}

#[test]
fn the_timeline_tells_its_first_plots() {
    let scenario = example();
    let luck = RunSeed { seed: scenario.seed, run: 0 };
    let record = RunRecord {
        scenario: &scenario,
        architecture: &scenario.architectures[0],
        luck,
        journal: &journal(&scenario, 0, 0),
    };
    let json = lines(&Timeline::of(&record, None));
    assert_eq!(json.matches("\"sensor_kind\": \"lidar\"").count(), 3, "{json}");
    assert!(json.contains("\"sensor\": \"erzurum-lidar\""));
}

/// More light, a larger target or a nearer one is never seen less.
#[test]
fn more_light_is_never_seen_less() {
    let place = Geodetic::degrees(39.9, 41.3, 1900.0);
    let site = Site::new(place);
    let chance = |reference_km: f64, cross_section_m2: f64, range_m: f64| {
        let values = [
            ("revisit_s", 5.0),
            ("range_reference_km", reference_km),
            ("range_max_km", 5000.0),
            ("transmission", 0.7),
            ("elevation_min_deg", 10.0),
            ("range_error_m", 2.0),
            ("angle_error_mrad", 0.05),
            ("range_bias_m", 0.0),
            ("angle_bias_mrad", 0.0),
        ];
        let built = LidarKind.build(&Placement { place }, &values.into_iter().collect());
        let look = Look { azimuth_rad: 2.0, elevation_rad: 0.8, range_m };
        let seen = ObjectTruth {
            time_s: 0.0,
            place: site.ecef(look.enu()),
            velocity_mps: Vector3::zeros(),
            phase: FlightPhase::Vacuum,
            cross_section_m2,
            fluctuation: Fluctuation::Steady,
        };
        built.unwrap().chance(&seen).unwrap()
    };
    let steps = [100.0, 300.0, 900.0, 2000.0, 4000.0];
    for pair in steps.windows(2) {
        assert!(chance(pair[0], 0.5, 1e6) < chance(pair[1], 0.5, 1e6));
        assert!(chance(900.0, 1e-3 * pair[0], 1e6) < chance(900.0, 1e-3 * pair[1], 1e6));
        assert!(chance(900.0, 0.5, 1e3 * pair[1]) < chance(900.0, 0.5, 1e3 * pair[0]));
    }
    // One photoelectron is expected where nothing is lost on the way: 1 − 1/e; the air takes some.
    let through = libm::pow(0.7, 2.0 / libm::sin(0.8));
    let expected = 1.0 - libm::exp(-through);
    assert!((chance(900.0, 1.0, 900e3) - expected).abs() < 1e-9);
}

#[test]
fn lines_of_sight_make_warnings() {
    let mut scenario = with_camera();
    let camera = added(&scenario);
    let warned = |scenario: &Scenario| {
        let journal = journal(scenario, 0, 0);
        let warnings = journal.events.iter().filter(|(_, event)| match event {
            Event::Warning { evidence, .. } => {
                share(&journal, evidence, camera) == evidence.serials().len()
            }
            _ => false,
        });
        warnings.count()
    };
    assert_eq!(warned(&scenario), 3);
    scenario.sensors.clear();
    assert_eq!(warned(&scenario), 0);
}

/// Satellites and the other radars plot what they plot without it, object for object, tick for
/// tick; only where a radar is told to look may differ, so here the radars only search.
#[test]
fn it_shifts_nobody_elses_luck() {
    let mut raid = shipped("southern-raid");
    raid.sensors = with_camera().sensors;
    for mut with in [example(), with_camera(), raid] {
        for radar in &mut with.radars {
            radar.kind.track_ticks = 1_000_000;
            radar.kind.false_plots_per_frame = 0.5;
        }
        let mut without = with.clone();
        without.sensors.clear();
        let new = added(&with);
        for run in 0..3 {
            let (with, without) = (journal(&with, 0, run), journal(&without, 0, run));
            let others = |journal| plots(journal, |sensor| sensor != new);
            assert!(!plots(&with, |sensor| sensor == new).is_empty());
            let (mut ours, mut theirs) = (others(&with), others(&without));
            // With another sensor an engagement may end a flight sooner.
            let until = |events: &Journal| {
                let mut shots = events.events.iter();
                let first = shots.find(|(_, event)| matches!(event, Event::Intercept { .. }));
                first.map_or(f64::INFINITY, |(time_s, _)| *time_s)
            };
            let end_s = until(&with).min(until(&without));
            for plots in [&mut ours, &mut theirs] {
                plots.retain(|plot| f64::from(plot.0) < end_s);
            }
            assert!(ours == theirs, "run {run}");
            assert!(ours.len() > 10, "run {run}: {}, until {end_s}", ours.len());
        }
    }
}

#[test]
fn nobody_else_sees_what_it_sees() {
    for scenario in [example(), with_camera()] {
        nobody_looks(&scenario, 3);
    }
}

#[test]
fn the_same_numbers_for_any_order_of_runs() {
    let scenario = example();
    let runs = [0, 1].map(|run| journal(&scenario, 1, run));
    assert!(runs[0] != runs[1]);
    assert!(runs[1] == journal(&scenario, 1, 1) && runs[0] == journal(&scenario, 1, 0));
}

#[test]
#[should_panic(expected = "two sensor kinds have the name `camera`")]
fn a_name_stands_for_one_kind() {
    let _ = kinds().with(CameraKind);
}
