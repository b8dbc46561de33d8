//! Sensors of kinds that a crate adds: that of `examples/lidar.rs`, which measures positions, and
//! one here, which measures lines of sight. What they see makes tracks and warnings, and nobody
//! else's luck or sight moves by it.

use crate::common::journal;
use crate::common::path;
use crate::common::shipped;
use crate::lidar::LidarKind;
use crate::truth::nobody_looks;
use lisbon::ballistics::flight::FlightPhase;
use lisbon::earth::frames::Ecef;
use lisbon::earth::frames::Geodetic;
use lisbon::earth::sight;
use lisbon::scenario;
use lisbon::scenario::Faults;
use lisbon::scenario::identity::ObjectId;
use lisbon::scenario::identity::SensorId;
use lisbon::scenario::parts::PlacedSensor;
use lisbon::scenario::parts::Scenario;
use lisbon::sensor::Draws;
use lisbon::sensor::LineOfSight;
use lisbon::sensor::Measurement;
use lisbon::sensor::Parameter;
use lisbon::sensor::Parameters;
use lisbon::sensor::Placement;
use lisbon::sensor::Product;
use lisbon::sensor::Seen;
use lisbon::sensor::Sensor;
use lisbon::sensor::SensorKind;
use lisbon::sensor::SensorKinds;
use lisbon::sensor::StatedBias;
use lisbon::sensor::Unfit;
use lisbon::world::journal::Event;
use lisbon::world::journal::Evidence;
use lisbon::world::journal::Journal;
use std::fs;
use std::sync::Arc;

/// A camera on a balloon, which sees burning boosters in the clear sky above it.
struct CameraKind;

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
            Parameter {
                key: "revisit_s",
                about: "Time between two looks.",
                min: 0.1,
                max: 600.0,
            },
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
    ) -> Result<Arc<dyn Sensor>, Vec<Unfit>> {
        if placement.place.altitude_m < 15_000.0 {
            return Err(vec![Unfit {
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
        Product::Direction
    }

    fn stated_bias(&self) -> StatedBias {
        StatedBias::default()
    }

    fn chance(&self, seen: &Seen) -> Option<f64> {
        let burns = seen.phase == FlightPhase::Boost;
        (burns && sight::visible(self.place, seen.place)).then_some(0.9)
    }

    fn measure(&self, seen: &Seen, draws: &mut Draws) -> Measurement {
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

fn example() -> Scenario {
    changed(|text| text).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The example with a camera at the launch area in the lidar's place.
fn with_camera() -> Scenario {
    let mut scenario = example();
    let place = Geodetic::degrees(33.0, 47.0, 20_000.0);
    let parameters = [("revisit_s", 5.0), ("angle_error_mrad", 0.1)];
    let built = CameraKind.build(&Placement { place }, &parameters.into_iter().collect());
    scenario.sensors = vec![PlacedSensor {
        name: "balloon".into(),
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
    plots
        .filter_map(|plot| Some((plot.tick, plot.sensor, plot.object?)))
        .collect()
}

/// How many of these plots one sensor gave.
fn share(journal: &Journal, evidence: &Evidence, sensor: SensorId) -> usize {
    let serials = evidence.serials().iter();
    serials
        .filter(|serial| journal.plots[**serial as usize].sensor == sensor)
        .count()
}

#[test]
fn its_plots_make_tracks() {
    let scenario = example();
    let lidar = added(&scenario);
    assert_eq!(scenario.sensor_name(lidar), "erzurum-lidar");
    assert_eq!(scenario.sensor_kind(lidar), "lidar");
    let journal = journal(&scenario, 0, 0);
    assert!(plots(&journal, |sensor| sensor == lidar).len() > 50);
    let used = journal.events.iter().filter(|(_, event)| match event {
        Event::Confirmed { evidence, .. } => share(&journal, evidence, lidar) > 0,
        _ => false,
    });
    assert!(used.count() >= 2);
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

/// What is written, in place of what, and what is said of it: at which text, with which advice.
const MISTAKES: [(&str, &str, &str, &str); 9] = [
    (
        "kind = \"lidar\"",
        "kind = \"ladar\"",
        "there is no sensor kind `ladar`",
        "there is one with a near name",
    ),
    (
        "transmission = 0.7",
        "transmision = 0.7",
        "unknown key `transmision` in `sensors.parameters`",
        "there is a key with a near name",
    ),
    (
        "transmission = 0.7",
        "transmission = 1.7",
        "`transmission` is out of range",
        "",
    ),
    (
        "transmission = 0.7",
        "",
        "missing key `transmission` in `sensors.parameters`",
        "",
    ),
    (
        "transmission = 0.7",
        "transmission = \"clear\"",
        "`transmission` has a value of the wrong kind",
        "",
    ),
    (
        "revisit_s = 5",
        "revisit_s = 2.5",
        "the time between two looks is not a multiple of the step",
        "2 or 3 s would be",
    ),
    ("range_max_km = 2500", "range_max_km = 20000", "", ""),
    (
        "id = \"erzurum-lidar\"",
        "id = \"armavir\"",
        "two sensors have the name `armavir`",
        "give it another name",
    ),
    (
        "kind = \"lidar\"",
        "kind = \"lidar\"\ntype = \"lidar\"",
        "unknown key `type` in `sensors`",
        "",
    ),
];

#[test]
fn a_mistake_is_told_where_it_was_made() {
    for (old, new, title, advice) in MISTAKES {
        let result = changed(|text| text.replacen(old, new, 1));
        let told = result.err().map_or(Vec::new(), |faults| faults.list);
        if title.is_empty() {
            assert!(told.is_empty(), "{new}: {told:?}");
            continue;
        }
        assert_eq!(told.len(), 1, "{new}: {told:?}");
        assert_eq!(told[0].title, title);
        let help = told[0].help.as_ref().map_or("", |help| help.text.as_str());
        assert!(advice.is_empty() || help == advice, "{new}: {help}");
    }
}

/// Faults of every stage at once: an unknown kind, a parameter, and what only the kind can tell.
#[test]
fn all_mistakes_are_told_at_once() {
    let more = r#"
[[sensors]]
id = "low"
system = "nato"
kind = "camera"
latitude_deg = 40
longitude_deg = 40
altitude_m = 100
parameters = { revisit_s = 5, angle_error_mrad = 0.1 }

[[sensors]]
id = "odd"
system = "nobody"
kind = "sonar"
latitude_deg = 40
longitude_deg = 400
altitude_m = 100
parameters = {}
"#;
    let change = |text: String| text.replacen("range_error_m = 2", "range_error_m = -2", 1) + more;
    let faults = changed(change).unwrap_err();
    let titles: Vec<&str> = faults
        .list
        .iter()
        .map(|fault| fault.title.as_str())
        .collect();
    let expected = [
        "`range_error_m` is out of range",
        "`revisit_s` does not fit",
        "there is no system `nobody`",
        "there is no sensor kind `sonar`",
        "`longitude_deg` is out of range",
    ];
    assert_eq!(titles, expected, "{faults}");
}

#[test]
fn without_kinds_it_is_said_that_they_come_from_crates() {
    let faults = parsed(|text| text, &SensorKinds::default()).unwrap_err();
    let [fault] = &faults.list[..] else {
        panic!("{faults}");
    };
    assert_eq!(fault.title, "there is no sensor kind `lidar`");
    assert_eq!(fault.notes[0], "this program has no sensor kinds");
    assert!(fault.notes[1].starts_with("kinds come from crates"));
    assert!(faults.place(fault).contains("lidar.toml:"));
}

#[test]
#[should_panic(expected = "two sensor kinds have the name `camera`")]
fn a_name_stands_for_one_kind() {
    let _ = kinds().with(CameraKind);
}
