//! Architectures and trust at their limits, where one must be another, run by run.

use crate::common::{first_system_alone, journal, named, outcome, shipped};
use lisbon::outcome::Outcome;
use lisbon::outcome::metric::{Metric, MetricGroup};
use lisbon::outcome::track_truth::TrackTruth;
use lisbon::scenario::identity::{SystemId, ThreatId};
use lisbon::scenario::model::{AfterTimeout, Scenario, Trust};
use lisbon::world::journal::{Event, Hold, Subject};
use std::collections::BTreeMap;

const RUNS: u64 = 6;

/// Every figure of the defence and of the picture, for both systems and for each; what was sent in
/// vain is no part of it.
fn figures(outcome: &Outcome) -> Vec<u64> {
    let parties = (0..outcome.systems.len()).map(|index| Some(SystemId(index as u16)));
    let parties = std::iter::once(None).chain(parties);
    let metrics = || MetricGroup::Defence.metrics().iter().chain(MetricGroup::Picture.metrics());
    let all = parties.flat_map(|party| metrics().map(move |metric| (metric, party)));
    all.map(|(metric, party)| outcome.get(*metric, party).to_bits()).collect()
}

/// Do two architectures of two scenarios come to the same in every run?
fn are_one(one: (&Scenario, &str), other: (&Scenario, &str)) {
    for run in 0..RUNS {
        let [a, b] = [one, other].map(|(scenario, name)| {
            let architecture = named(scenario, name);
            figures(&outcome(scenario, architecture, run))
        });
        assert_eq!(a, b, "run {run} of {} and {}", one.1, other.1);
    }
}

#[test]
fn what_never_arrives_is_not_sent() {
    let scenario = shipped("seam");
    let with = |change: &dyn Fn(&mut Scenario)| {
        let mut changed = scenario.clone();
        change(&mut changed);
        changed
    };
    let lossy = with(&|s| s.links.iter_mut().for_each(|link| link.loss = 1.0));
    let late = with(&|s| s.links.iter_mut().for_each(|link| link.latency_s = 3000.0));
    let unlinked = with(&|s| s.links.clear());
    let silent = with(&|s| {
        for system in &mut s.systems {
            system.trust.withholds_probability = 1.0;
        }
    });
    let stopped = with(&|s| {
        s.systems.iter_mut().for_each(|side| side.trust.stops_s = Some(0.0));
    });
    for cut in [&lossy, &late, &unlinked, &silent, &stopped] {
        are_one((cut, "shared"), (&scenario, "isolated"));
    }
    // Cut off, one command is each side's own, for its own territory; trackers that wait for plots
    // allow for the partner's errors all the same, and differ in a millionth.
    for run in 0..RUNS {
        let [joint, isolated] =
            [(&unlinked, "joint"), (&scenario, "isolated")].map(|(it, name)| {
                let outcome = outcome(it, named(it, name), run);
                let metrics = [Metric::Leakage, Metric::DefendedValue, Metric::InterceptorsFired];
                metrics.map(|metric| outcome.get(metric, None).to_bits())
            });
        assert_eq!(joint, isolated, "run {run}");
    }
    are_one((&lossy, "joint"), (&unlinked, "joint"));
    are_one((&silent, "coordinated"), (&unlinked, "coordinated"));
    // The identity says something: these differ where messages arrive.
    let differ = |run| {
        let [a, b] = ["shared", "isolated"]
            .map(|name| figures(&outcome(&scenario, named(&scenario, name), run)));
        a != b
    };
    assert!((0..RUNS).all(differ));
}

#[test]
fn a_partner_that_is_not_there_changes_nothing() {
    let mut alone = shipped("seam");
    first_system_alone(&mut alone);
    for name in ["shared", "coordinated", "sectoral", "joint"] {
        are_one((&alone, name), (&alone, "isolated"));
    }
}

/// Who is ordered to shoot at what, in a run: the system, the threat that its track is of, when.
fn orders(scenario: &Scenario, name: &str, run: u64) -> Vec<(SystemId, ThreatId, f64)> {
    let journal = journal(scenario, named(scenario, name), run);
    let track_truth = TrackTruth::of(scenario, &journal);
    let events = journal.events.iter();
    let order = |(time_s, event): &(f64, Event)| match event {
        Event::Ordered { system, track, .. } => {
            Some((*system, track_truth.threat(*track)?, *time_s))
        }
        _ => None,
    };
    events.filter_map(order).collect()
}

/// The system at whose assets a threat is aimed.
fn target(scenario: &Scenario, threat: ThreatId) -> SystemId {
    scenario.assets[scenario.threats[threat.index()].aim.index()].system
}

fn no_trust() -> Trust {
    Trust { holds_fire_probability: 1.0, ..Trust::FULL }
}

#[test]
fn without_trust_nobody_shoots_for_the_other() {
    let mut scenario = shipped("seam");
    let warsaw = |scenario: &Scenario, threat: ThreatId| {
        scenario.assets[scenario.threats[threat.index()].aim.index()].name == "warsaw"
    };
    let for_other =
        |(system, threat, _): &(SystemId, ThreatId, f64)| target(&scenario, *threat) != *system;
    assert!(orders(&scenario, "sectoral", 0).iter().any(for_other));
    for system in &mut scenario.systems {
        system.trust = no_trust();
    }
    for run in 0..RUNS {
        for name in ["sectoral", "sectoral-backup", "sectoral-crossing", "joint", "coordinated"] {
            let orders = orders(&scenario, name, run);
            assert!(!orders.is_empty());
            for (system, threat, time_s) in orders {
                assert_eq!(target(&scenario, threat), system, "{name} at {time_s}");
                assert!(name != "sectoral" || !warsaw(&scenario, threat));
            }
        }
        let backed_up = orders(&scenario, "sectoral-backup", run);
        assert!(backed_up.iter().any(|(_, threat, _)| warsaw(&scenario, *threat)));
    }
}

/// Who relies on its partner holds fire, sees that no shot came, and then defends itself.
#[test]
fn who_was_let_down_defends_itself() {
    let mut scenario = shipped("partner-default");
    let mut trust = scenario.systems[1].trust;
    trust.holds_fire_probability = 1.0;
    trust.withholds_probability = 0.0;
    scenario.systems[0].trust = Trust::FULL;
    scenario.systems[1].trust = trust;
    let name = named(&scenario, "sectoral");
    let events = |scenario: &Scenario| journal(scenario, name, 0).events;
    let nato = SystemId(0);
    let told = events(&scenario);
    let missed: Vec<(f64, f64)> = told
        .iter()
        .filter_map(|(time_s, event)| match event {
            Event::NoShotCame { system, reliance, .. } if *system == nato => {
                Some((*time_s, *reliance))
            }
            _ => None,
        })
        .collect();
    assert!(missed.len() >= 2, "{missed:?}");
    assert!(missed[0].1 < 0.9 && missed.is_sorted_by(|a, b| a.1 > b.1), "{missed:?}");
    let held = |told: &[(f64, Event)]| {
        let is_held = |(_, event): &&(f64, Event)| matches!(event, Event::Held { system, reason: Hold::Partners, .. } if *system == nato);
        told.iter().filter(is_held).count()
    };
    assert!(held(&told) >= 2);
    // Who does not believe in the partner holds no fire at all.
    scenario.systems[1].trust.believed_to_shoot = 0.4;
    assert_eq!(held(&events(&scenario)), 0);
    // Who never doubts never defends what is the partner's.
    scenario.systems[1].trust.believed_to_shoot = 1.0;
    let at_warsaw = orders(&scenario, "sectoral", 0).into_iter().filter(|(_, threat, _)| {
        scenario.assets[scenario.threats[threat.index()].aim.index()].name == "warsaw"
    });
    assert_eq!(at_warsaw.count(), 0);
}

#[test]
fn a_second_key_costs_its_time() {
    let mut scenario = shipped("partner-default");
    for system in &mut scenario.systems {
        system.trust = Trust::FULL;
    }
    for link in &mut scenario.links {
        (link.latency_s, link.jitter_s, link.loss) = (2.0, 0.0, 0.0);
    }
    let dual = named(&scenario, "shared-dual-key");
    // Every order was asked for, at least the way there and back and the answer before.
    let waits = waits_s(&scenario, dual);
    assert!(waits.len() > 4 && waits.iter().all(|wait_s| *wait_s >= 34.0), "{waits:?}");
    // Where no question arrives nobody shoots, or everybody when he has waited long enough; what
    // is asked leaves on the next tick.
    let mut cut = scenario.clone();
    cut.links.iter_mut().for_each(|link| link.loss = 1.0);
    assert!(orders(&cut, "shared-dual-key", 0).is_empty());
    let consultation = cut.architectures[dual].consultation.as_mut();
    consultation.expect("it is dual-key").after_timeout = AfterTimeout::Shoot;
    let waits = waits_s(&cut, dual);
    assert!(waits.len() > 4 && waits.iter().all(|wait_s| *wait_s >= 89.0), "{waits:?}");
}

/// Time from the first request for engagement consent to a track to each order, s.
fn waits_s(scenario: &Scenario, architecture: usize) -> Vec<f64> {
    let mut asked_s = BTreeMap::new();
    let mut waits = Vec::new();
    for (time_s, event) in journal(scenario, architecture, 0).events {
        match event {
            Event::Sent { subject: Subject::Request(track), .. } => {
                asked_s.entry(track).or_insert(time_s);
            }
            Event::Ordered { track, .. } => waits.push(time_s - asked_s[&track]),
            _ => {}
        }
    }
    waits
}

/// The other takes what the owner has nothing left for, as far as its own reserve allows.
#[test]
fn support_comes_when_the_owner_cannot() {
    let mut scenario = shipped("seam");
    let empty = scenario.fire_units.iter_mut().filter(|unit| unit.system == SystemId(0));
    empty.for_each(|unit| unit.inventory = 0);
    let supports = |scenario: &Scenario, name: &str| {
        let all = (0..RUNS).flat_map(|run| orders(scenario, name, run));
        all.filter(|(system, threat, _)| target(scenario, *threat) != *system).count()
    };
    assert_eq!(supports(&scenario, "shared"), 0);
    assert!(supports(&scenario, "coordinated") > 0);
    let place = named(&scenario, "coordinated");
    let support = scenario.architectures[place].support.as_mut();
    support.expect("it supports").reserve = 1000;
    assert_eq!(supports(&scenario, "coordinated"), 0);
}

/// Flights at Warsaw enter Russia's sector first, cross NATO's, and come down in Russia's: by their
/// impact they are Russia's alone; by what they cross, what got through Russia's is NATO's.
#[test]
fn what_crosses_a_sector_is_its_owners_while_it_does() {
    let scenario = shipped("seam");
    let nato = SystemId(0);
    let mut by_nato = 0;
    for run in 0..RUNS {
        let aim = |threat: ThreatId| {
            let asset = &scenario.assets[scenario.threats[threat.index()].aim.index()];
            asset.name.as_str()
        };
        for (system, threat, _) in orders(&scenario, "sectoral", run) {
            assert_eq!(system == nato, aim(threat) == "bucharest");
        }
        let mut shot_at = Vec::new();
        for (system, threat, _) in orders(&scenario, "sectoral-crossing", run) {
            if !shot_at.contains(&threat) {
                assert_eq!(system == nato, aim(threat) == "bucharest", "{threat:?} first");
                shot_at.push(threat);
            }
            by_nato += u32::from(system == nato && aim(threat) == "warsaw");
        }
    }
    assert!(by_nato > 0);
}

/// What a unit keeps for its own territory no threat at the other's takes.
#[test]
fn support_leaves_the_reserve() {
    const KEPT: u32 = 5;
    let mut scenario = shipped("seam");
    let empty = scenario.fire_units.iter_mut().filter(|unit| unit.system == SystemId(0));
    empty.for_each(|unit| unit.inventory = 0);
    let place = named(&scenario, "coordinated");
    let support = scenario.architectures[place].support.as_mut();
    support.expect("it supports").reserve = KEPT;
    let mut supports = 0;
    for run in 0..RUNS {
        let journal = journal(&scenario, place, run);
        let track_truth = TrackTruth::of(&scenario, &journal);
        let mut left: Vec<u32> = scenario.fire_units.iter().map(|unit| unit.inventory).collect();
        for (_, event) in &journal.events {
            if let Event::Ordered { system, track, unit, shots, .. } = event {
                let stock = &mut left[unit.index()];
                *stock -= shots;
                let is_support = |threat| target(&scenario, threat) != *system;
                if track_truth.threat(*track).is_some_and(is_support) {
                    assert!(*stock >= KEPT, "{unit:?} has {stock} left in run {run}");
                    supports += 1;
                }
            }
        }
    }
    assert!(supports > 0);
}

/// Where all fire units are assigned together nobody is blamed for a shot that was not his alone.
#[test]
fn an_honest_partner_is_not_doubted() {
    let scenario = shipped("seam");
    for run in 0..RUNS {
        let journal = journal(&scenario, named(&scenario, "joint"), run);
        let is_blame = |(_, event): &(f64, Event)| matches!(event, Event::NoShotCame { .. });
        assert!(!journal.events.iter().any(is_blame), "run {run}");
    }
}
