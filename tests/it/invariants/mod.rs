//! Invariants: what must hold in every run of every shipped scenario under each of its
//! architectures. Each check is shown to fail on a journal that was tampered with.

mod check;
mod sums;

use self::check::{Rule, Run, breaches};
use crate::common::{journal, named, shipped};
use crate::shipped::names;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{FireUnitId, InterceptorId, ObjectId};
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, Journal, ShotResult};
use std::collections::BTreeSet;

/// The shots of all these runs are many: a check of none would prove nothing.
#[test]
fn every_run_keeps_every_rule() {
    let names = names("scenarios");
    assert!(names.len() >= 7, "{names:?}");
    let mut shots = 0;
    for name in names {
        let scenario = shipped(&name);
        for (place, architecture) in scenario.architectures.iter().enumerate() {
            // A run of its own for each: luck that no other has seen.
            let run = place as u64;
            let journal = journal(&scenario, place, run);
            let in_run = &*scenario.in_run(RunSeed { seed: scenario.seed, run });
            let broken = breaches(Run { scenario: in_run, architecture, journal: &journal });
            let under = &architecture.name;
            assert!(broken.is_empty(), "{name}, {under}, run {run}: {broken:#?}");
            shots += launches(&journal).count();
        }
    }
    assert!(shots > 500, "{shots}");
}

fn launches(journal: &Journal) -> impl Iterator<Item = usize> {
    let is_launch = |(place, (_, event)): (usize, &(f64, Event))| {
        matches!(event, Event::Launched { .. }).then_some(place)
    };
    journal.events.iter().enumerate().filter_map(is_launch)
}

/// A run with many shots, of which some kill and some are at a partner's tracks.
fn example() -> (Scenario, usize, Journal) {
    let scenario = shipped("southern-raid");
    let shared = named(&scenario, "shared");
    let played = journal(&scenario, shared, 0);
    (scenario, shared, played)
}

/// The rules that a run breaks that was tampered with.
fn broken(change: impl Fn(&mut Journal)) -> BTreeSet<Rule> {
    let (scenario, shared, mut journal) = example();
    change(&mut journal);
    let run = Run {
        scenario: &scenario,
        architecture: &scenario.architectures[shared],
        journal: &journal,
    };
    breaches(run).into_iter().map(|(rule, _)| rule).collect()
}

/// The rule and no other.
fn only(rule: Rule) -> BTreeSet<Rule> {
    BTreeSet::from([rule])
}

/// Changes the first event for which the change says so.
fn first(journal: &mut Journal, change: impl Fn(&mut f64, &mut Event) -> bool) {
    let mut events = journal.events.iter_mut();
    let changed = events.any(|(time_s, event)| change(time_s, event));
    assert!(changed, "the example has such an event");
}

#[test]
fn an_example_keeps_the_rules_as_it_is() {
    let found = broken(|_| {});
    assert!(found.is_empty(), "{found:?}");
}

/// One order and launch again and again, until nothing is left; each with an end of its own.
#[test]
fn a_fire_unit_that_fires_what_it_has_not_is_found() {
    let found = broken(|journal| {
        let place = launches(journal).next().unwrap();
        let pair = [journal.events[place - 1].clone(), journal.events[place].clone()];
        let place = journal.events.len();
        for shot in 1000..1100 {
            let mut pair = pair.clone();
            if let Event::Launched { interceptor, .. } = &mut pair[1].1 {
                interceptor.shot = shot;
            }
            journal.events.extend(pair);
        }
        assert!(place > 0);
    });
    for rule in [Rule::Inventory, Rule::Channels, Rule::Doctrine, Rule::End] {
        assert!(found.contains(&rule), "{rule:?} in {found:?}");
    }
}

#[test]
fn a_shot_that_is_launched_twice_is_found() {
    let found = broken(|journal| {
        let place = launches(journal).next().unwrap();
        let pair = [journal.events[place - 1].clone(), journal.events[place].clone()];
        for one in pair.into_iter().rev() {
            journal.events.insert(place + 1, one);
        }
    });
    assert!(found.contains(&Rule::Inventory), "{found:?}");
}

/// Who never had a firm track, had it too late, or gave no order, could not decide.
#[test]
fn a_shot_before_its_decision_is_found() {
    let without_firm = broken(|journal| {
        journal.events.retain(|(_, event)| !matches!(event, Event::Firm { .. }));
    });
    assert_eq!(without_firm, only(Rule::Decision));
    let late = broken(|journal| {
        for (time_s, event) in &mut journal.events {
            if matches!(event, Event::Firm { .. }) {
                *time_s += 3000.0;
            }
        }
    });
    assert_eq!(late, only(Rule::Decision));
    let unordered = broken(|journal| {
        journal.events.retain(|(_, event)| !matches!(event, Event::Ordered { .. }));
    });
    assert!(unordered.contains(&Rule::Decision), "{unordered:?}");
}

/// Who knew of no track, or rests on plots that were still to come or that nobody sent.
#[test]
fn a_shot_without_data_is_found() {
    let unconfirmed = broken(|journal| {
        journal.events.retain(|(_, event)| {
            !matches!(event, Event::Confirmed { .. } | Event::Received { .. })
        });
    });
    assert!(unconfirmed.contains(&Rule::Data), "{unconfirmed:?}");
    let to_come = broken(|journal| {
        for plot in &mut journal.plots {
            plot.tick += 5000;
        }
    });
    assert_eq!(to_come, only(Rule::Data));
    let scenario = shipped("southern-raid");
    let joint = named(&scenario, "joint");
    let journal = journal(&scenario, joint, 0);
    let mut silent = scenario.architectures[joint].clone();
    silent.exchange = None;
    let run = Run { scenario: &scenario, architecture: &silent, journal: &journal };
    let found = breaches(run);
    let is_of_data = |(rule, _): &(Rule, String)| *rule == Rule::Data;
    assert!(!found.is_empty() && found.iter().all(is_of_data), "{found:?}");
}

#[test]
fn a_shot_out_of_reach_is_found() {
    let far = broken(|journal| {
        first(journal, |_, event| {
            let Event::Ordered { aim_m, .. } = event else {
                return false;
            };
            *aim_m *= 1.5;
            true
        });
    });
    assert_eq!(far, only(Rule::Reach));
    let fast = broken(|journal| {
        first(journal, |time_s, event| {
            let is_launch = matches!(event, Event::Launched { .. });
            *time_s += if is_launch { 30.0 } else { 0.0 };
            is_launch
        });
    });
    assert_eq!(fast, only(Rule::Reach));
}

/// Without their assessments one volley never ends, so the next one is too much.
#[test]
fn a_shot_too_many_for_the_doctrine_is_found() {
    let found = broken(|journal| {
        let place = launches(journal).next().unwrap();
        let pair = [journal.events[place - 1].clone(), journal.events[place].clone()];
        for shot in [1000, 1001] {
            let mut pair = pair.clone();
            if let Event::Launched { interceptor, .. } = &mut pair[1].1 {
                interceptor.shot = shot;
            }
            for one in pair.into_iter().rev() {
                journal.events.insert(place + 1, one);
            }
        }
    });
    assert!(found.contains(&Rule::Doctrine), "{found:?}");
}

#[test]
fn a_shot_without_its_end_or_with_two_is_found() {
    let is_intercept = |event: &Event| matches!(event, Event::Intercept { .. });
    let endless = broken(|journal| journal.events.retain(|(_, event)| !is_intercept(event)));
    assert!(endless.contains(&Rule::End), "{endless:?}");
    let twice = broken(|journal| {
        let events = journal.events.iter().enumerate();
        let mut unlucky = events.filter(|(_, (_, event))| {
            let result = ShotResult::Killed;
            matches!(event, Event::Intercept { result: came, .. } if *came != result)
        });
        let (place, again) = unlucky.next().map(|(at, one)| (at, one.clone())).unwrap();
        journal.events.insert(place, again);
    });
    assert!(twice.contains(&Rule::End), "{twice:?}");
    let early = broken(|journal| {
        first(journal, |time_s, event| {
            let is_assessment = matches!(event, Event::Assessed { .. });
            *time_s -= if is_assessment { 1000.0 } else { 0.0 };
            is_assessment
        });
    });
    assert_eq!(early, only(Rule::End));
    let of_nobody = broken(|journal| {
        let interceptor = InterceptorId { unit: FireUnitId(0), shot: 999 };
        journal.write(4000.0, Event::Assessed { interceptor, killed: true });
    });
    assert_eq!(of_nobody, only(Rule::End));
}

#[test]
fn the_dead_that_harm_and_die_again_are_found() {
    let alive = broken(|journal| {
        first(journal, |_, event| match event {
            Event::Impact { dead, .. } if *dead => {
                *dead = false;
                true
            }
            _ => false,
        });
    });
    assert_eq!(alive, only(Rule::Death));
    let again = broken(|journal| {
        first(journal, |_, event| match event {
            Event::Intercept { result, .. } if *result == ShotResult::AlreadyDead => {
                *result = ShotResult::Killed;
                true
            }
            _ => false,
        });
    });
    assert_eq!(again, only(Rule::Death));
}

/// The metrics count launches and ends: one end too few, and they do not come out even.
#[test]
fn metrics_that_do_not_add_up_are_found() {
    let found = broken(|journal| {
        let is_useful = |event: &Event| match event {
            Event::Intercept { object, result, .. } => {
                *result == ShotResult::Failed && object.is_some_and(ObjectId::is_payload)
            }
            _ => false,
        };
        let place = journal.events.iter().position(|(_, event)| is_useful(event));
        journal.events.remove(place.unwrap());
    });
    assert!(found.contains(&Rule::Sums), "{found:?}");
}
