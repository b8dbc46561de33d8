//! Outages in whole runs: what is switched off changes nothing, what is down does nothing, and the
//! figures of the runs with and without one add up to the whole.

use crate::common::{journal, named, outcome, shipped};
use lisbon::engine;
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::estimate::ArchitectureEstimate;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::outcome::fates;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{FireUnitId, LinkId, SensorId, SystemId};
use lisbon::scenario::model::{HitSite, Outage, OutagePart, Scenario, Span};
use lisbon::world::journal::{Event, Journal};

const RUNS: u64 = 3;

/// An outage of one thing for good, from a time, s.
fn outage(part: OutagePart, from_s: f64) -> Outage {
    Outage {
        name: "lost".into(),
        key: 11,
        probability: 1.0,
        from_s,
        when_hit: None,
        repair_s: f64::INFINITY,
        parts: vec![part],
    }
}

fn with(scenario: &Scenario, outage: Outage) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.outages.push(outage);
    scenario
}

/// Everything that a scenario has and an outage could take away.
fn every_part(scenario: &Scenario) -> Vec<OutagePart> {
    let sensors = (0..scenario.sensor_count()).map(|place| SensorId(place as u16));
    let units = (0..scenario.fire_units.len()).map(|place| FireUnitId(place as u16));
    let links = (0..scenario.links.len()).map(|place| LinkId(place as u16));
    let systems = || (0..scenario.systems.len()).map(|place| SystemId(place as u16));
    sensors
        .map(OutagePart::Sensor)
        .chain([OutagePart::Centre])
        .chain(units.map(OutagePart::FireUnit))
        .chain(links.map(OutagePart::Link))
        .chain(systems().map(OutagePart::CommandNode))
        .chain(systems().map(OutagePart::KillAssessment))
        .chain((0..scenario.threat_kinds.len()).map(OutagePart::Discrimination))
        .collect()
}

/// What can happen and does not, and what begins when the run is over, shifts no draw.
#[test]
fn an_outage_that_does_not_happen_changes_nothing() {
    let sound = shipped("quickstart");
    for part in every_part(&sound) {
        for (place, architecture) in sound.architectures.iter().enumerate() {
            let never = Outage { probability: 0.0, ..outage(part, 0.0) };
            let late = outage(part, 1e5);
            let is_of_whole_runs = matches!(part, OutagePart::Discrimination(_));
            let luck = |run| RunSeed { seed: sound.seed, run };
            let untouched = journal(&sound, place, 1);
            for other in [never, late].into_iter().take(if is_of_whole_runs { 1 } else { 2 }) {
                let played = engine::play(&with(&sound, other), architecture, luck(1));
                assert!(played == untouched, "{part:?} under {}", architecture.name);
            }
        }
    }
}

/// Times at which a run's journal has something of a sensor, a fire unit, a link or a node.
fn deeds_s(scenario: &Scenario, journal: &Journal, part: OutagePart) -> Vec<f64> {
    let step_s = scenario.step_s;
    let plots = journal.plots.iter().filter(|plot| part == OutagePart::Sensor(plot.sensor));
    let looks = plots.map(|plot| f64::from(plot.tick) * step_s);
    let events = journal.events.iter().filter(|(_, event)| match event {
        Event::Launched { interceptor, .. } => part == OutagePart::FireUnit(interceptor.unit),
        Event::Sent { link, .. } => {
            let from = scenario.links[usize::from(link.0)].from;
            part == OutagePart::Link(*link) || part == OutagePart::CommandNode(from)
        }
        Event::Ordered { system, .. } => part == OutagePart::CommandNode(*system),
        _ => false,
    });
    looks.chain(events.map(|(time_s, _)| *time_s)).collect()
}

/// What is down does nothing as long as it lasts, and does something before and after.
#[test]
fn what_is_down_does_nothing_until_it_is_repaired() {
    let sound = shipped("quickstart");
    for part in every_part(&sound) {
        let place = named(&sound, "shared");
        let free = journal(&sound, place, 0);
        let mut all_s = deeds_s(&sound, &free, part);
        if all_s.len() < 3 {
            continue;
        }
        all_s.sort_by(f64::total_cmp);
        // From just after the first deed to half way.
        let (from_s, until_s) = (all_s[0] + 1.0, all_s[all_s.len() / 2]);
        let lost = Outage { repair_s: (until_s - from_s).max(1.0), ..outage(part, from_s) };
        let until_s = from_s + lost.repair_s;
        let journal = journal(&with(&sound, lost), place, 0);
        let deeds_s = deeds_s(&sound, &journal, part);
        // A launch is ordered some seconds before.
        let preparation_s = 40.0;
        let slack_s = if matches!(part, OutagePart::FireUnit(_)) { preparation_s } else { 0.0 };
        let is_within = |time_s: &&f64| **time_s >= from_s + slack_s && **time_s < until_s;
        assert_eq!(deeds_s.iter().filter(is_within).count(), 0, "{part:?}");
        let told: Vec<f64> = (journal.events.iter())
            .filter(|(_, event)| matches!(event, Event::WentDown { .. } | Event::Repaired { .. }))
            .map(|(time_s, _)| *time_s)
            .collect();
        assert_eq!(told, [from_s, until_s], "{part:?}");
    }
}

/// Who loses every sensor for the whole run is as one without.
#[test]
fn without_sensors_nobody_shoots_alone() {
    let sound = shipped("quickstart");
    let mut blind = outage(OutagePart::Sensor(SensorId(0)), 0.0);
    let all = (0..sound.sensor_count()).map(|place| SensorId(place as u16));
    let first = all.filter(|sensor| sound.sensor_system(*sensor) == SystemId(0));
    blind.parts = first.map(OutagePart::Sensor).collect();
    let blind = with(&sound, blind);
    for run in 0..RUNS {
        let alone = outcome(&blind, named(&blind, "isolated"), run);
        assert_eq!((alone.systems[0].leakage, alone.systems[0].interceptors_fired), (1.0, 0.0));
        let told = outcome(&blind, named(&blind, "shared"), run);
        assert!(told.systems[0].leakage <= alone.systems[0].leakage);
    }
}

/// A node that orders nothing leaves its territory to its partner, who falls back on itself where
/// it was commanded.
#[test]
fn without_its_node_a_system_fires_nothing() {
    let sound = shipped("southern-raid");
    let joint = named(&sound, "joint");
    let commander = sound.architectures[joint].command.unwrap();
    let other = SystemId(1 - commander.0);
    let lost = with(&sound, outage(OutagePart::CommandNode(commander), 0.0));
    let score = outcome(&lost, joint, 0);
    assert_eq!(score.systems[usize::from(commander.0)].interceptors_fired, 0.0);
    let other = &score.systems[usize::from(other.0)];
    assert!(other.interceptors_fired > 0.0 && other.leakage < 0.5, "{other:?}");
}

/// An outage that a hit begins is there from the first threat on that comes down on its place, and
/// in no run in which none does.
#[test]
fn a_hit_begins_it() {
    let sound = shipped("quickstart");
    let place = named(&sound, "isolated");
    let mut hits = 0;
    for run in 0..4 * RUNS {
        for asset in &sound.assets {
            let site = HitSite { position_m: asset.place.ecef().0, radius_m: asset.radius_m };
            let part = OutagePart::FireUnit(FireUnitId(0));
            let lost = Outage { when_hit: Some(site), ..outage(part, 0.0) };
            let journal = journal(&with(&sound, lost), place, run);
            let fallen = fates(&sound, &journal);
            let on_it = fallen.iter().flatten().filter(|fate| {
                fate.leaked_into.is_some_and(|id| sound.assets[id.index()].name == asset.name)
            });
            let first_s = on_it.map(|fate| fate.impact_s).min_by(f64::total_cmp);
            let mut events = journal.events.iter();
            let began = events.find(|(_, event)| matches!(event, Event::WentDown { .. }));
            match (first_s, began) {
                (Some(first_s), Some((began_s, _))) => {
                    assert!((0.0..=sound.step_s).contains(&(began_s - first_s)), "run {run}");
                    hits += 1;
                }
                (first_s, began) => assert!(first_s.is_none() && began.is_none(), "run {run}"),
            }
        }
    }
    assert!(hits > 0);
}

/// Where all looks err together, everything that was met is taken for killed; where all objects look
/// alike, no look tells the payload.
#[test]
fn what_errs_together_errs_in_all() {
    let sound = shipped("southern-raid");
    let lost = with(&sound, outage(OutagePart::KillAssessment(SystemId(0)), 0.0));
    let journal_of = |scenario: &Scenario| journal(scenario, named(scenario, "isolated"), 0);
    let mut assessed = [0, 0];
    for (_, event) in &journal_of(&lost).events {
        if let Event::Assessed { interceptor, killed } = event {
            let owner = lost.fire_units[interceptor.unit.index()].system;
            assert!(*killed || owner != SystemId(0), "{interceptor:?}");
            assessed[usize::from(*killed)] += 1;
        }
    }
    assert!(assessed[0] > 0 && assessed[1] > 0, "{assessed:?}");
    let decoys = shipped("decoys");
    let kind = decoys.threats[0].kind.name.clone();
    let kind = decoys.threat_kinds.iter().position(|other| other.name == kind).unwrap();
    let alike = with(&decoys, outage(OutagePart::Discrimination(kind), 0.0));
    let place = named(&decoys, "isolated");
    let shots = |scenario: &Scenario| {
        let of_run = |run| outcome(scenario, place, run).overall.shots_at_no_payload;
        (0..2 * RUNS).map(of_run).sum::<f64>()
    };
    assert!(shots(&alike) > shots(&decoys));
}

/// The name alone keys its luck: beside others, and in any order, it meets the same runs.
#[test]
fn outages_do_not_shift_one_another() {
    let mut scenario = shipped("forward-radar-lost");
    let happens = |scenario: &Scenario| -> Vec<(String, Vec<bool>)> {
        let of = |outage: &Outage| {
            let runs = (0..64).map(|run| outage.happens(RunSeed { seed: scenario.seed, run }));
            (outage.name.clone(), runs.collect())
        };
        let mut all: Vec<_> = scenario.outages.iter().map(of).collect();
        all.sort();
        all
    };
    let before = happens(&scenario);
    assert!(before.len() == 2 && before[0].1 != before[1].1);
    scenario.outages.reverse();
    assert_eq!(happens(&scenario), before);
    scenario.outages.pop();
    assert!(before.contains(&happens(&scenario)[0]));
}

/// Runs with an outage and runs without one are the whole: each mean, weighed by its runs, adds up,
/// and so do the differences.
#[test]
fn means_given_an_outage_add_up_to_the_whole() {
    let scenario = shipped("forward-radar-lost");
    let selection = RunSelection {
        scenario: &scenario,
        architectures: vec![0, 2],
        runs: 0..12,
        seed: scenario.seed,
    };
    let tally = Campaign { selection, explain: false }.play(&NoWatcher);
    assert_eq!(tally.given().len(), 4);
    for parts in tally.given().chunks(2) {
        let runs: Vec<f64> = parts.iter().map(|part| part.tally.record.runs as f64).collect();
        assert_eq!(runs.iter().sum::<f64>(), 12.0);
        assert!(runs.iter().all(|runs| *runs > 0.0), "{runs:?}");
        let added = |of: &dyn Fn(usize) -> f64| (runs[0] * of(0) + runs[1] * of(1)) / 12.0;
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
        let whole = tally.architectures();
        let of_part: Vec<Vec<ArchitectureEstimate>> =
            parts.iter().map(|part| part.tally.architectures()).collect();
        for (place, architecture) in whole.iter().enumerate() {
            for (figure, estimate) in architecture.estimates.iter().enumerate() {
                let sum = added(&|part| of_part[part][place].estimates[figure].mean);
                assert!(close(estimate.mean, sum), "{}", tally.figures[figure].name);
            }
        }
        let differences: Vec<_> = parts.iter().map(|part| part.tally.differences(0)).collect();
        for (place, difference) in tally.differences(0).iter().enumerate() {
            let sum = added(&|part| differences[part][place].estimated.mean);
            assert!(close(difference.estimated.mean, sum));
        }
    }
}

/// A centre that is out for good passes as much on as one that is down by the architecture's file:
/// nothing of what goes by way of it.
#[test]
fn a_centre_that_is_out_passes_nothing_on() {
    let sound = shipped("two-centres");
    let place = named(&sound, "fusion-centre");
    let lost = with(&sound, outage(OutagePart::Centre, 0.0));
    let mut down = sound;
    let centre = down.architectures[place].centre.as_mut().unwrap();
    centre.down = vec![Span { from_s: 0.0, until_s: 1e6 }];
    for run in 0..RUNS {
        let (lost, down) = (journal(&lost, place, run), journal(&down, place, run));
        let is_other = |(_, event): &&(f64, Event)| !matches!(event, Event::WentDown { .. });
        let events: Vec<_> = lost.events.iter().filter(is_other).collect();
        assert!(events == down.events.iter().collect::<Vec<_>>(), "run {run}");
        assert!(lost.traffic == down.traffic && lost.plots == down.plots, "run {run}");
        let crosses = |(_, event): &(f64, Event)| matches!(event, Event::Sent { .. });
        assert!(!lost.events.iter().any(crosses), "run {run}");
    }
}
