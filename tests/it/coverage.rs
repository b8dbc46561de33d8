//! What `lisbon coverage` rests on: to record changes nothing, what is recorded agrees with the
//! journal, and a cue never delays the first detection.

use crate::common::{named, shipped};
use crate::sensors::example;
use lisbon::account::RunRecord;
use lisbon::account::coverage::{CoverageQuery, CoverageSurvey};
use lisbon::engine;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{ObjectId, SensorId, ThreatId};
use lisbon::scenario::model::Scenario;
use lisbon::sensing::coverage::{Coverage, CoverageRecord, DetectionMeans};
use lisbon::world::journal::Journal;

fn luck(scenario: &Scenario, run: u64) -> RunSeed {
    RunSeed { seed: scenario.seed, run }
}

fn survey(scenario: &Scenario, architecture: usize, run: u64) -> (Journal, Coverage) {
    let architecture = &scenario.architectures[architecture];
    engine::survey(scenario, architecture, luck(scenario, run))
}

fn pairs(scenario: &Scenario) -> Vec<(SensorId, ThreatId)> {
    let threats = scenario.threats.len() as u16;
    (0..scenario.sensor_count() as u16)
        .flat_map(|sensor| (0..threats).map(move |threat| (SensorId(sensor), ThreatId(threat))))
        .collect()
}

fn first_plot(journal: &Journal, sensor: SensorId, threat: ThreatId) -> Option<u32> {
    let payload = Some(ObjectId::payload(threat));
    let mut plots = journal.plots.iter();
    let first = plots.find(|plot| plot.sensor == sensor && plot.object == payload);
    first.map(|plot| plot.tick)
}

/// What must hold of any pair: the journal's first plot; a task only adds to what search sees; the
/// detection falls into a time in view, and the times in view are apart and in order.
fn holds(cell: &CoverageRecord, first_plot: Option<u32>, what: &str) {
    let first = cell.first.map(|first| first.tick);
    assert_eq!(first, first_plot, "{what}");
    if let Some(by_search) = cell.first_by_search {
        assert!(first.is_some_and(|first| first <= by_search), "{what}");
    }
    for two in cell.in_view.windows(2) {
        assert!(two[0].to < two[1].from, "{what}: {two:?}");
    }
    assert!(cell.in_view.iter().all(|part| part.from < part.to));
    for tick in [first, cell.first_possible, cell.first_by_search] {
        let inside = |tick| {
            let mut parts = cell.in_view.iter();
            parts.any(|part| (part.from..part.to).contains(&tick))
        };
        assert!(tick.is_none_or(inside), "{what}: {tick:?}");
    }
    if let Some(first) = cell.first {
        let is_fence = cell.first_by_search == Some(first.tick);
        match first.by {
            DetectionMeans::Fence | DetectionMeans::Scan => assert!(is_fence, "{what}"),
            DetectionMeans::Window => assert!(!is_fence, "{what}"),
        }
        assert!(first.chance <= cell.best_look && cell.looks > 0, "{what}");
    }
}

#[test]
fn a_cue_never_delays_the_first_detection_and_recording_changes_nothing() {
    let scenarios = [
        (shipped("quickstart"), 3),
        (shipped("decoys"), 1),
        (shipped("southern-raid"), 1),
        (example(), 1),
    ];
    for (scenario, runs) in &scenarios {
        for (place, architecture) in scenario.architectures.iter().enumerate() {
            for run in 0..*runs {
                let (journal, coverage) = survey(scenario, place, run);
                let plain = engine::play(scenario, architecture, luck(scenario, run));
                let of = format!("{}, {}, run {run}", scenario.name, architecture.name);
                assert!(journal == plain, "{of}");
                for (sensor, threat) in pairs(scenario) {
                    let cell = coverage.cell(sensor, threat);
                    let first = first_plot(&plain, sensor, threat);
                    holds(cell, first, &format!("{of}, {sensor:?}, {threat:?}"));
                }
            }
        }
    }
}

#[test]
fn without_tasks_search_is_all_there_is() {
    let mut scenario = shipped("southern-raid");
    for radar in &mut scenario.radars {
        radar.kind.track_ticks = 1_000_000;
    }
    let (_, coverage) = survey(&scenario, 0, 0);
    let cells = pairs(&scenario);
    let cells = cells.iter().map(|pair| coverage.cell(pair.0, pair.1));
    let mut detected = 0;
    for cell in cells {
        let first = cell.first.map(|first| first.tick);
        assert_eq!(first, cell.first_by_search);
        assert!(cell.gain().is_none_or(|gain| gain == 0));
        detected += usize::from(first.is_some());
    }
    assert!(detected > 100, "{detected}");
}

#[test]
fn in_the_raid_a_cue_brings_radars_tens_of_seconds() {
    let scenario = shipped("southern-raid");
    let isolated = named(&scenario, "isolated");
    let (journal, coverage) = survey(&scenario, isolated, 0);
    let record = RunRecord {
        scenario: &scenario,
        architecture: &scenario.architectures[isolated],
        luck: luck(&scenario, 0),
        journal: &journal,
    };
    let survey = CoverageSurvey::of(&record, &coverage, CoverageQuery::default());
    // Today `west-3` at Orsk by 55 s and `north-11` there by 25 s.
    let gained = survey.sensors.iter().filter(|row| {
        row.kind == "radar" && row.by == Some(DetectionMeans::Window) && row.gain_s >= Some(20.0)
    });
    assert!(gained.count() >= 1);
    let (sensors, threats) = (scenario.sensor_count(), scenario.threats.len());
    assert_eq!(survey.sensors.len(), sensors * threats);
    assert_eq!(survey.loads.len(), scenario.radars.len());
    assert_eq!(survey.systems.len(), 2 * threats);
    for load in &survey.loads {
        let spent = load.tracks_share.unwrap() + load.windows_share.unwrap();
        assert!(spent > 0.0 && spent <= 1.0, "{load:?}");
        assert!(load.wanted_share.unwrap() <= load.wanted_share_max);
        // A quarter is kept for windows while there are any: no look is dropped before the rest.
        assert!(load.dropped == 0 || load.wanted_share_max > 0.75, "{load:?}");
    }
    for row in &survey.sensors {
        assert_eq!(row.reason.is_none(), row.first_detection_s.is_some(), "{row:?}");
        let total_s: f64 = row.intervals.iter().map(|[from, to]| to - from).sum();
        assert_eq!(total_s, row.in_view_s);
    }
}
