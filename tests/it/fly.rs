//! `lisbon fly`: the flight that is told is the one that the engine plays, and obeys physics.

use crate::common::{journal, shipped};
use lisbon::account::trajectory::{FlightRequest, Trajectory, TrajectoryPoint};
use lisbon::earth::wgs84::{GRAVITATION_M3PS2, J2, ROTATION_RADPS, SEMI_MAJOR_M};
use lisbon::engine::Engine;
use lisbon::flight::course::Course;
use lisbon::flight::trace::{Mark, Trace, TraceSampling};
use lisbon::flight::truth::{FlightStatus, TrueState};
use lisbon::random::RunSeed;
use lisbon::report::json::lines;
use lisbon::report::trajectory::csv;
use lisbon::scenario::identity::{Object, ObjectId, ThreatId};
use lisbon::scenario::model::Scenario;
use lisbon::world::clock::Clock;
use lisbon::world::journal::Event;
use lisbon::world::node::Case;
use proptest::prelude::*;
use std::sync::LazyLock;

static QUICKSTART: LazyLock<Scenario> = LazyLock::new(|| shipped("quickstart"));

fn luck(scenario: &Scenario, run: u64) -> RunSeed {
    RunSeed { seed: scenario.seed, run }
}

fn flown(scenario: &Scenario, threat: u16, run: Option<u64>, every_s: f64) -> Trajectory {
    Trajectory::of(&FlightRequest {
        scenario,
        threat: ThreatId(threat),
        object: Object::Payload,
        luck: run.map(|run| luck(scenario, run)),
        every_s,
    })
}

fn row(trajectory: &Trajectory, mark: Mark) -> &TrajectoryPoint {
    let mut rows = trajectory.points.iter();
    rows.find(|row| row.events.contains(&mark)).unwrap()
}

/// Every threat of the small scenario in several runs: launch, cut-off and impact to the last bit.
#[test]
fn a_flight_of_run_k_is_that_of_the_journal_of_run_k() {
    let scenario = &*QUICKSTART;
    for run in 0..4 {
        let journal = journal(scenario, 0, run);
        for threat in 0..scenario.threats.len() as u16 {
            let told = flown(scenario, threat, Some(run), 10.0);
            let mut seen = 0;
            for (time_s, event) in &journal.events {
                let mark = match event {
                    Event::Launch { threat: id } if id.0 == threat => Mark::Launch,
                    Event::Cutoff { threat: id } if id.0 == threat => Mark::Cutoff,
                    Event::Impact { threat: id, place, .. } if id.0 == threat => {
                        let impact = row(&told, Mark::Impact);
                        assert_eq!(impact.latitude_deg, place.latitude_rad.to_degrees());
                        assert_eq!(impact.longitude_deg, place.longitude_rad.to_degrees());
                        assert_eq!(impact.altitude_m, place.altitude_m);
                        Mark::Impact
                    }
                    _ => continue,
                };
                assert_eq!(row(&told, mark).time_s, *time_s, "{mark:?} of {threat}");
                seen += 1;
            }
            assert_eq!(seen, 3, "run {run}, threat {threat}");
        }
    }
}

/// At every tick the trace has the state that the sensors of the run look at, to the last bit.
#[test]
fn rows_at_ticks_are_the_states_of_the_engine() {
    let scenario = &*QUICKSTART;
    let luck = luck(scenario, 2);
    let mut engine =
        Engine::new(&Case { scenario, architecture: &scenario.architectures[0], luck });
    let traces: Vec<Trace> = (0..)
        .zip(&scenario.threats)
        .map(|(id, threat)| {
            let course = Course::dispersed(threat, id, luck);
            let pace = TraceSampling {
                step_s: scenario.step_s,
                last_tick: scenario.last_tick,
                every_s: scenario.step_s,
            };
            Trace::of(&course, &threat.kind.vehicle.stage_ends_s(), pace)
        })
        .collect();
    let mut compared = 0;
    loop {
        let now_s = engine.world().resource::<Clock>().now_s();
        let goes_on = engine.step();
        let world = engine.world();
        let mut states = world.query::<(&ObjectId, &TrueState)>();
        for (id, truth) in states.iter(world) {
            if !matches!(truth.status, FlightStatus::Flying | FlightStatus::Debris) {
                continue;
            }
            let points = traces[id.threat.index()].points();
            let point = points.iter().find(|point| point.time_s == now_s).unwrap();
            assert_eq!((point.state, point.phase), (truth.state, truth.phase));
            compared += 1;
        }
        if !goes_on {
            break;
        }
    }
    assert!(compared > 2000, "{compared}");
}

#[test]
fn planned_flights_of_all_shipped_scenarios_end_at_their_aims() {
    for name in ["quickstart", "southern-raid"] {
        let scenario = shipped(name);
        for threat in 0..scenario.threats.len() as u16 {
            let told = flown(&scenario, threat, None, 100.0);
            let miss_m = told.headline.miss_m.unwrap();
            assert!(miss_m < 100.0, "{} misses by {miss_m} m", told.provenance.extent.threat);
            assert_eq!(told.points[0].time_s, scenario.threats[usize::from(threat)].launch_s);
        }
    }
}

/// Energy in the turning frame (Jacobi's integral), with oblateness, m²/s².
fn energy(row: &TrajectoryPoint) -> f64 {
    let place = lisbon::earth::frames::Geodetic::degrees(
        row.latitude_deg,
        row.longitude_deg,
        row.altitude_m,
    );
    let position_m = place.ecef().0;
    let radius_m = position_m.norm();
    let sine = position_m.z / radius_m;
    let flatness = SEMI_MAJOR_M / radius_m;
    let bulge = J2 * flatness * flatness * (1.5 * sine * sine - 0.5);
    let turning_mps = ROTATION_RADPS * position_m.xy().norm();
    0.5 * (row.speed_mps * row.speed_mps - turning_mps * turning_mps)
        - GRAVITATION_M3PS2 / radius_m * (1.0 - bulge)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the run, the threat and the rows asked for.
    #[test]
    fn a_flight_obeys_physics(
        threat in 0..3_u16,
        run in prop::option::of(0..10_000_u64),
        every_s in 0.1..400.0,
    ) {
        let told = flown(&QUICKSTART, threat, run, every_s);
        let (rows, headline) = (&told.points, &told.headline);

        prop_assert!(rows.is_sorted_by(|a, b| a.time_s < b.time_s && a.flight_s < b.flight_s));
        let events: Vec<Mark> = rows.iter().flat_map(|row| row.events.clone()).collect();
        let expected = [
            Mark::Launch, Mark::StageEnd(1), Mark::Cutoff, Mark::Apogee, Mark::Entry,
            Mark::PeakDrag, Mark::Impact,
        ];
        prop_assert_eq!(&events[..], &expected[..]);
        prop_assert!(rows.is_sorted_by_key(|row| row.phase));

        // It starts and ends on the ground, and is above it in between.
        let (last, between) = rows.split_last().unwrap();
        prop_assert!(rows[0].altitude_m.abs() < 1e-3 && last.altitude_m.abs() < 2e-3);
        prop_assert!(between[1..].iter().all(|row| row.altitude_m > 0.0));
        prop_assert!(last.events == [Mark::Impact]);

        // No row is higher than the apogee, nor slowed more on its way down than at the peak.
        let apogee = headline.apogee.as_ref().unwrap();
        let peak = headline.peak_drag.as_ref().unwrap();
        prop_assert!(rows.iter().all(|row| row.altitude_m <= apogee.altitude_m));
        prop_assert!(apogee.flight_path_deg.unwrap().abs() < 1e-9);
        let fall = rows.iter().filter(|row| row.flight_s > apogee.flight_s);
        prop_assert!(fall.clone().all(|row| row.drag_mps2 <= peak.drag_mps2));
        let entry = headline.entry.as_ref().unwrap();
        prop_assert!((entry.altitude_m - 100e3).abs() < 1.0, "{}", entry.altitude_m);

        // Without air, energy is kept.
        let vacuum: Vec<f64> = rows
            .iter()
            .filter(|row| row.altitude_m > 201e3)
            .filter(|row| row.flight_s > headline.cutoff.as_ref().unwrap().flight_s)
            .map(energy)
            .collect();
        for energy in &vacuum {
            prop_assert!((energy / vacuum[0] - 1.0).abs() < 1e-10, "{energy} {}", vacuum[0]);
        }
    }

    /// The headline is that of the flight, not of the rows, and says what the marked rows say.
    #[test]
    fn the_headline_does_not_depend_on_the_rows(
        threat in 0..3_u16,
        run in prop::option::of(0..10_000_u64),
        every_s in 0.1..400.0,
    ) {
        let told = flown(&QUICKSTART, threat, run, every_s);
        let headline = &told.headline;
        prop_assert_eq!(headline, &flown(&QUICKSTART, threat, run, 1e5).headline);
        for (mark, said) in [
            (Mark::Launch, Some(&headline.launch)),
            (Mark::Cutoff, headline.cutoff.as_ref()),
            (Mark::Apogee, headline.apogee.as_ref()),
            (Mark::Entry, headline.entry.as_ref()),
            (Mark::PeakDrag, headline.peak_drag.as_ref()),
            (Mark::Impact, headline.impact.as_ref()),
        ] {
            prop_assert_eq!(Some(row(&told, mark)), said);
        }
        let last = told.points.last().unwrap();
        prop_assert_eq!(headline.range_m, Some(last.ground_range_m));
        prop_assert_eq!(headline.time_of_flight_s, Some(last.flight_s));
        let flown = headline.arcs.unwrap().flown;
        prop_assert_eq!(flown.apogee_m, headline.apogee.as_ref().unwrap().altitude_m);
        prop_assert_eq!(flown.range_m, last.ground_range_m);
    }
}

/// Rows that are not ticks lie on the same flight, and a step of 0.1 s has no rows beside them.
#[test]
fn rows_between_ticks_lie_on_the_flight() {
    let scenario = &*QUICKSTART;
    let (coarse, fine) = (flown(scenario, 1, Some(3), 1.0), flown(scenario, 1, Some(3), 0.25));
    for tick in &coarse.points {
        let same = fine.points.iter().find(|row| row.time_s == tick.time_s);
        assert_eq!(same, Some(tick));
    }
    let pairs = fine.points.windows(2);
    for pair in pairs.filter(|pair| pair[0].speed_mps > 0.0) {
        let span_s = pair[1].time_s - pair[0].time_s;
        let mean_mps = 0.5 * (pair[0].speed_mps + pair[1].speed_mps);
        let climb = (pair[1].altitude_m - pair[0].altitude_m).abs();
        assert!(climb <= 1.001 * mean_mps * span_s + 0.1, "{pair:?}");
    }

    let mut tenths = scenario.clone();
    tenths.step_s = 0.1;
    tenths.last_tick *= 10;
    let rows = flown(&tenths, 0, None, 0.3).points;
    let span = |pair: &[TrajectoryPoint]| pair[1].time_s - pair[0].time_s;
    let plain = rows.windows(2).filter(|pair| pair.iter().all(|row| row.events.is_empty()));
    for pair in plain {
        assert!((span(pair) - 0.3).abs() < 1e-9, "{pair:?}");
    }
}

/// A run that ends too soon leaves it in the air; a launch far off the aim tells a long miss.
#[test]
fn what_has_not_happened_is_not_told() {
    let mut scenario = QUICKSTART.clone();
    scenario.last_tick = 300;
    let told = flown(&scenario, 0, None, 10.0);
    let headline = &told.headline;
    assert!(headline.cutoff.is_some() && headline.apogee.is_none() && headline.impact.is_none());
    assert!(headline.range_m.is_none() && headline.arcs.is_none() && headline.peak_drag.is_none());
    assert_eq!(told.points.last().unwrap().time_s, 300.0);
    assert!(lines(&told).contains("\"impact\": null"));
    scenario.last_tick = 10;
    let told = flown(&scenario, 0, None, 10.0);
    assert_eq!((told.points.len(), csv(&told).lines().count()), (1, 2), "it waits");
}

/// The strongest drag may be at the ground: one row has both names.
#[test]
fn a_heavy_body_is_slowed_most_at_the_ground() {
    let mut scenario = QUICKSTART.clone();
    for threat in &mut scenario.threats {
        let kind = std::sync::Arc::make_mut(&mut threat.kind);
        std::sync::Arc::make_mut(&mut kind.vehicle).ballistic_coefficient_kgpm2 = 1e5;
    }
    let told = flown(&scenario, 0, None, 10.0);
    let last = told.points.last().unwrap();
    assert_eq!(last.events, [Mark::PeakDrag, Mark::Impact]);
    assert_eq!(told.headline.peak_drag.as_ref(), Some(last));
    let text = csv(&told);
    assert!(text.lines().last().unwrap().contains(",peak-drag+impact,reentry,"));
}

/// Data are unrounded and the same in both forms.
#[test]
fn csv_and_json_hold_the_same_numbers_to_the_last_bit() {
    let told = flown(&QUICKSTART, 2, Some(7), 5.0);
    let text_of_json = lines(&told);
    let json: serde_json::Value = serde_json::from_str(&text_of_json).unwrap();
    let text = csv(&told);
    let mut reader = csv_reader(&text);
    let columns: Vec<String> = reader.headers().unwrap().iter().map(String::from).collect();
    let rows = json["rows"].as_array().unwrap();
    let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), columns.len());
    let mut count = 0;
    for (record, (row, told)) in reader.records().zip(rows.iter().zip(&told.points)) {
        let record = record.unwrap();
        for (cell, column) in record.iter().zip(&columns) {
            let value = &row[column.as_str()];
            let same = match column.as_str() {
                "event" => {
                    let names = value.as_array().unwrap().iter();
                    let names: Vec<&str> = names.map(|name| name.as_str().unwrap()).collect();
                    names.join("+") == cell
                }
                "phase" => value.as_str() == Some(cell),
                _ if cell.is_empty() => value.is_null(),
                _ => nearly(value.as_f64(), cell.parse().ok()),
            };
            assert!(same, "{column}: {cell} and {value}");
        }
        let exact = format!("\"latitude_deg\": {:?}, ", told.latitude_deg);
        assert!(text_of_json.contains(&exact), "{exact}");
        assert_eq!(record[4].parse(), Ok(told.latitude_deg));
        count += 1;
    }
    assert_eq!(count, told.points.len());
    assert!(nearly(json["headline"]["range_m"].as_f64(), told.headline.range_m));
}

/// Equal but for the last bit, in which the reader of JSON may err.
fn nearly(read: Option<f64>, written: Option<f64>) -> bool {
    let both = read.zip(written);
    both.is_some_and(|(read, written)| (read - written).abs() <= f64::EPSILON * written.abs())
}

fn csv_reader(text: &str) -> ::csv::Reader<&[u8]> {
    ::csv::Reader::from_reader(text.as_bytes())
}
