//! Objects after burnout: spent stages and decoys fly, are seen and are shot at for themselves, and
//! change nothing for the payloads they come from.

use crate::common::{journal, named, nobody_can_tell, outcome, shipped};
use lisbon::ballistics::flyout::{Flyout, Kinematics};
use lisbon::earth::atmosphere::density_kgpm3;
use lisbon::earth::frames::altitude_approx_m;
use lisbon::engine::Engine;
use lisbon::flight::course::Course;
use lisbon::flight::truth::{FlightStatus, TrueState};
use lisbon::outcome::metric::Metric;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{Object, ObjectId, ThreatId};
use lisbon::scenario::model::{Scenario, Separation};
use lisbon::world::journal::{Event, Journal, PlotOrigin, ShotResult};
use lisbon::world::node::Case;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The shipped scenario with a spent stage and three decoys to each of its three threats, which
/// nobody can tell apart.
fn decoys() -> Scenario {
    let mut scenario = shipped("decoys");
    nobody_can_tell(&mut scenario);
    scenario
}

/// The same without them.
fn without_objects() -> Scenario {
    let mut scenario = decoys();
    for threat in &mut scenario.threats {
        Arc::make_mut(&mut threat.kind).objects.clear();
    }
    scenario
}

fn unarmed(mut scenario: Scenario) -> Scenario {
    scenario.fire_units.clear();
    scenario
}

/// Without interceptors, and with radars that follow nothing up: what they see depends on nothing
/// but the truth.
fn only_searching(scenario: Scenario) -> Scenario {
    let mut scenario = unarmed(scenario);
    for radar in &mut scenario.radars {
        radar.kind.track_ticks = u64::MAX;
    }
    scenario
}

fn engine(scenario: &Scenario, run: u64) -> Engine {
    Engine::new(&Case {
        scenario,
        architecture: &scenario.architectures[0],
        luck: RunSeed { seed: scenario.seed, run },
    })
}

/// The true states of all objects.
fn truths(engine: &mut Engine) -> BTreeMap<ObjectId, TrueState> {
    let world = engine.world();
    let mut query = world.query::<(&ObjectId, &TrueState)>();
    query.iter(world).map(|(id, truth)| (*id, *truth)).collect()
}

fn objects() -> [Object; 5] {
    let decoy = Object::Decoy;
    [Object::Payload, Object::SpentStage, decoy(1), decoy(2), decoy(3)]
}

#[test]
fn they_are_read_as_written() {
    let scenario = decoys();
    let kind = &scenario.threats[0].kind;
    let names: Vec<Object> = kind.objects.iter().map(|object| object.object).collect();
    assert_eq!(names, objects()[1..]);
    let [stage, decoy, ..] = kind.objects[..] else {
        panic!("four objects");
    };
    let pushed = Separation::Back { speed_mps: 3.0, error_mps: 0.3 };
    assert_eq!(stage.separation, pushed);
    assert_eq!(decoy.separation, Separation::AnyWay { speed_mps: 5.0 });
    assert_eq!(stage.ballistic_coefficient_kgpm2, 150.0);
    assert_eq!(decoy.ballistic_coefficient_kgpm2, 30.0);
    assert_eq!(stage.signature.vacuum_m2, 3.0);
    assert_eq!(decoy.signature.reentry_m2, 0.3);
}

#[test]
fn until_cutoff_there_is_one_body_and_then_each_flies_for_itself() {
    let scenario = unarmed(decoys());
    let mut engine = engine(&scenario, 2);
    let mut released = 0;
    for tick in 0..300 {
        engine.step();
        let events = &engine.world().resource::<Journal>().events;
        let cutoff = |(time_s, event): &(f64, Event)| match event {
            Event::Cutoff { threat } => Some((*threat, *time_s)),
            _ => None,
        };
        let cutoffs_s: BTreeMap<ThreatId, f64> = events.iter().filter_map(cutoff).collect();
        let truths = truths(&mut engine);
        for (id, truth) in truths.iter().filter(|(id, _)| !id.is_payload()) {
            let Some(cutoff_s) = cutoffs_s.get(&id.threat) else {
                assert_eq!(truth.status, FlightStatus::Waiting, "{id:?} at {tick}");
                continue;
            };
            assert_eq!(truth.status, FlightStatus::Flying, "{id:?} at {tick}");
            released += 1;
            let payload = truths[&ObjectId::payload(id.threat)];
            let apart_m = (truth.state.position_m - payload.state.position_m).norm();
            let gap_mps = apart_m / (f64::from(tick) - cutoff_s);
            let (speed_mps, error_mps) = match id.object {
                Object::SpentStage => (3.0, 1.5),
                _ => (5.0, 0.1),
            };
            assert!((gap_mps - speed_mps).abs() < error_mps, "{id:?}: {gap_mps}");
        }
    }
    assert!(released > 1000);
}

/// When each object met the ground, s.
fn grounded_s(journal: &Journal) -> BTreeMap<ObjectId, f64> {
    let down = |(time_s, event): &(f64, Event)| match event {
        Event::Impact { threat, .. } => Some((ObjectId::payload(*threat), *time_s)),
        Event::Fall { object, .. } => Some((*object, *time_s)),
        _ => None,
    };
    journal.events.iter().filter_map(down).collect()
}

#[test]
fn in_the_air_the_light_fall_behind() {
    let scenario = unarmed(decoys());
    let mut engine = engine(&scenario, 1);
    for _ in 0..2500 {
        engine.step();
    }
    let grounded_s = grounded_s(&engine.journal());
    assert_eq!(grounded_s.len(), 15, "{grounded_s:?}");
    for threat in (0..3).map(ThreatId) {
        let [payload_s, stage_s, decoys_s @ ..] =
            objects().map(|object| grounded_s[&ObjectId { threat, object }]);
        assert!(stage_s > payload_s + 30.0, "{grounded_s:?}");
        assert!(decoys_s.iter().all(|decoy_s| *decoy_s > stage_s + 30.0), "{grounded_s:?}");
    }
}

#[test]
fn the_payloads_have_the_luck_they_have_alone() {
    let [with, without] = [decoys(), without_objects()].map(only_searching);
    for run in 0..3 {
        let (with, without) = (journal(&with, 0, run), journal(&without, 0, run));
        let courses = |journal: &Journal| {
            let of_payload = |(time_s, event): &(f64, Event)| match event {
                Event::Launch { .. } | Event::Cutoff { .. } | Event::Impact { .. } => {
                    Some(format!("{time_s} {event:?}"))
                }
                _ => None,
            };
            journal.events.iter().filter_map(of_payload).collect::<Vec<_>>()
        };
        assert_eq!(courses(&with), courses(&without));
        assert_eq!(courses(&with).len(), 9);
        // Radars that only search see the payloads alike, whatever else there is.
        let seen = |journal: &Journal| {
            let payload = |plot: &&PlotOrigin| plot.object.is_none_or(ObjectId::is_payload);
            journal.plots.iter().filter(payload).copied().collect::<Vec<_>>()
        };
        assert!(seen(&with).len() > 10);
        assert_eq!(seen(&with), seen(&without));
        assert!(with.plots.len() > 2 * without.plots.len());
    }
}

/// A stage has ten times the cross-section of a payload and is seen more often; decoys have that of
/// a payload, and each its own luck.
#[test]
fn each_object_is_seen_by_its_own_cross_section() {
    let scenario = only_searching(decoys());
    let mut looks: BTreeMap<Object, u32> = BTreeMap::new();
    let mut moments: BTreeSet<Vec<u32>> = BTreeSet::new();
    for run in 0..8 {
        let journal = journal(&scenario, 0, run);
        for (object, count) in
            journal.plots.iter().filter_map(|plot| Some((plot.object?.object, 1)))
        {
            *looks.entry(object).or_default() += count;
        }
        for object in objects() {
            let id = ObjectId { threat: ThreatId(1), object };
            let seen = journal.plots.iter().filter(|plot| plot.object == Some(id));
            moments.insert(seen.map(|plot| plot.tick).collect());
        }
    }
    let [payload, stage, decoys @ ..] = objects().map(|object| looks[&object]);
    assert!(2 * stage > 3 * payload, "{looks:?}");
    for decoy in decoys {
        assert!(3 * decoy > 2 * payload && 2 * decoy < 3 * payload, "{looks:?}");
    }
    // With one luck for all, the four of one cross-section would be seen alike in each of 8 runs.
    assert!(moments.len() > 20, "{} kinds of luck", moments.len());
}

/// The objects that a journal says were killed.
fn killed(journal: &Journal) -> Vec<ObjectId> {
    let killed = |(_, event): &(f64, Event)| match event {
        Event::Intercept { object, result: ShotResult::Killed, .. } => *object,
        _ => None,
    };
    journal.events.iter().filter_map(killed).collect()
}

#[test]
fn a_kill_is_of_one_object() {
    let scenario = decoys();
    let mut others = 0;
    for (architecture, run) in [(0, 0), (1, 1), (1, 2), (3, 3)] {
        let journal = journal(&scenario, architecture, run);
        let killed = killed(&journal);
        let once: BTreeSet<ObjectId> = killed.iter().copied().collect();
        assert_eq!(once.len(), killed.len(), "{killed:?}");
        others += killed.iter().filter(|id| !id.is_payload()).count();
        for (_, event) in &journal.events {
            let (id, is_dead) = match event {
                Event::Impact { threat, dead, .. } => (ObjectId::payload(*threat), *dead),
                Event::Fall { object, dead, .. } => (*object, *dead),
                _ => continue,
            };
            assert_eq!(is_dead, once.contains(&id), "{id:?}");
        }
    }
    assert!(others > 5, "{others} decoys and stages were killed");
}

#[test]
fn a_threat_killed_while_it_burns_lets_nothing_go() {
    let scenario = decoys();
    let mut engine = engine(&scenario, 0);
    for _ in 0..110 {
        engine.step();
    }
    let world = engine.world();
    let mut threats = world.query::<&mut TrueState>();
    for mut truth in threats.iter_mut(world) {
        if truth.status == FlightStatus::Flying {
            truth.status = FlightStatus::Debris;
        }
    }
    let mut ticks = 110;
    while engine.step() {
        ticks += 1;
    }
    assert!(ticks < 1100, "the run waits for nothing that was never let go");
    let journal = engine.journal();
    let of_object =
        |(_, event): &&(f64, Event)| matches!(event, Event::Released { .. } | Event::Fall { .. });
    assert_eq!(journal.events.iter().find(of_object), None);
    assert!(journal.plots.iter().all(|plot| plot.object.is_none_or(ObjectId::is_payload)));
}

#[test]
fn a_run_waits_for_what_can_be_shot_at_and_not_for_what_floats_down() {
    let mut scenario = decoys();
    // A battery that reaches down to 20 km, and has nothing to shoot with.
    let low = Kinematics {
        acceleration_mps2: 110.0,
        burn_time_s: 24.0,
        ballistic_coefficient_kgpm2: None,
        altitude_min_m: 20e3,
        altitude_max_m: 200e3,
        range_max_m: 350e3,
    };
    for unit in &mut scenario.fire_units {
        unit.inventory = 0;
        Arc::make_mut(&mut unit.kind).flyout = Flyout::tabulate(&low, density_kgpm3);
    }
    let floor_m = scenario.reach_floor_m();
    assert_eq!(floor_m, 20e3);
    let mut engine = engine(&scenario, 0);
    let (mut floating, mut waited) = (0, 0);
    loop {
        let goes_on = engine.step();
        let truths = truths(&mut engine);
        let altitude_m = |truth: &TrueState| altitude_approx_m(&truth.state.position_m);
        let is_up = |(id, truth): &(&ObjectId, &TrueState)| {
            id.is_payload() && truth.status != FlightStatus::Down
        };
        let payloads_up = truths.iter().any(|pair| is_up(&pair));
        let mut others = truths.iter().filter(|(id, _)| !id.is_payload());
        let above = |truth: &TrueState| {
            truth.status == FlightStatus::Waiting || altitude_m(truth) > floor_m
        };
        let others_above = others.any(|(_, truth)| above(truth));
        assert_eq!(goes_on, payloads_up || others_above);
        waited += u32::from(goes_on && !payloads_up);
        if !goes_on {
            let flying = truths.values().filter(|truth| truth.status == FlightStatus::Flying);
            floating += flying.count();
            break;
        }
    }
    assert!(waited > 30, "decoys come later, by {waited} s");
    assert!(floating > 5, "{floating} still in the air");
    // Without anything to shoot them with the payloads alone are waited for.
    let last_s = |scenario: &Scenario| {
        let down_s: Vec<f64> = grounded_s(&journal(scenario, 0, 0)).into_values().collect();
        down_s.into_iter().fold(0.0, f64::max)
    };
    assert_eq!(last_s(&unarmed(decoys())), last_s(&unarmed(without_objects())));
}

#[test]
fn decoys_draw_shots_and_more_comes_through() {
    let (with, without) = (decoys(), without_objects());
    let shared = named(&with, "shared");
    let mut sums = [[0.0; 2]; 2];
    for run in 0..8 {
        for (sums, scenario) in sums.iter_mut().zip([&with, &without]) {
            let outcome = outcome(scenario, shared, run);
            sums[0] += outcome.get(Metric::Leakage, None);
            sums[1] += outcome.get(Metric::InterceptorsWasted, None);
        }
    }
    let [[leaked, wasted], [leaked_without, wasted_without]] = sums;
    assert!(leaked > leaked_without + 1.0, "{sums:?}");
    assert!(wasted > 3.0 * wasted_without, "{sums:?}");
}

/// What `lisbon fly` shows of an object is what a run flies.
#[test]
fn the_flights_of_a_threat_are_those_of_the_run() {
    let scenario = unarmed(decoys());
    let luck = RunSeed { seed: scenario.seed, run: 4 };
    let threat = ThreatId(1);
    let kind = &scenario.threats[threat.index()].kind;
    let mut engine = engine(&scenario, 4);
    let payload = engine_course(&mut engine, ObjectId::payload(threat));
    assert_eq!(payload, Course::dispersed(&scenario.threats[1], 1, luck));
    for other in &kind.objects {
        let object = other.object;
        let course = engine_course(&mut engine, ObjectId { threat, object });
        assert_eq!(course, payload.object(other, threat, Some(luck)), "{object}");
    }
    assert_eq!(kind.objects.len() + 1, objects().len());
}

fn engine_course(engine: &mut Engine, id: ObjectId) -> Course {
    let world = engine.world();
    let mut courses = world.query::<(&ObjectId, &Course)>();
    let found = courses.iter(world).find(|(other, _)| **other == id);
    *found.unwrap().1
}
