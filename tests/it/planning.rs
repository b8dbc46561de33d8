//! Plans: what a command node reckons with comes about.

use crate::common::{each_interceptor, endless_magazines, journal, named, outcome, path, shipped};
use lisbon::outcome::metric::Metric;
use lisbon::scenario;
use lisbon::scenario::identity::{SystemId, TrackId};
use lisbon::scenario::model::{Doctrine, Scenario};
use lisbon::world::journal::{Event, Journal};
use std::collections::BTreeMap;

/// One shot after the other, each judged rightly, with magazines and channels without end.
fn one_after_the_other(name: &str, kill_probability: f64) -> Scenario {
    let mut scenario = shipped(name);
    each_interceptor(&mut scenario, |kind| {
        kind.kill_probability = kill_probability;
    });
    endless_magazines(&mut scenario);
    for system in &mut scenario.systems {
        system.command.doctrine = Doctrine { shots: 1, later_shots: 1, volleys_max: u32::MAX };
    }
    scenario
}

/// How often each track was shot at, and what its node had time for when it first could.
fn orders(journal: &Journal) -> BTreeMap<TrackId, (u32, u32)> {
    let mut orders = BTreeMap::new();
    for (_, event) in &journal.events {
        match event {
            Event::Engageable { track, opportunities, .. } => {
                orders.entry(*track).or_insert((0, 0)).1 = *opportunities;
            }
            Event::Ordered { track, .. } => orders.entry(*track).or_insert((0, 0)).0 += 1,
            _ => {}
        }
    }
    orders
}

/// Where no shot kills, a node shoots as often as it said that it could. The first forecast is
/// rougher than the last, so an opportunity may come or go at the edge.
#[test]
fn nodes_shoot_as_often_as_they_say_they_can() {
    let scenario = one_after_the_other("southern-raid", 0.0);
    let journal = journal(&scenario, named(&scenario, "isolated"), 0);
    let orders = orders(&journal);
    let differ = orders.values().filter(|(shot, said)| shot != said).count();
    let (shot, said) = (orders.values()).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(orders.len() >= 24 && said > 30, "{said} of {}", orders.len());
    assert!(8 * differ <= orders.len() && shot.abs_diff(said) <= 3, "{orders:?}");
}

/// What may follow a shot does not put it off, however sure it is to kill.
#[test]
fn a_sure_later_shot_does_not_put_off_the_first() {
    let first = |kill_probability| {
        let scenario = one_after_the_other("quickstart", kill_probability);
        let journal = journal(&scenario, named(&scenario, "isolated"), 0);
        let mut first = BTreeMap::new();
        for (time_s, event) in &journal.events {
            if let Event::Ordered { track, .. } = event {
                first.entry(*track).or_insert(time_s.to_bits());
            }
        }
        first
    };
    let unsure = first(0.5);
    assert!(unsure.len() >= 3);
    assert_eq!(first(1.0), unsure);
}

/// A salvo that must wait for a channel between its shots is still whole in the end, where there is
/// time, and no more than whole.
#[test]
fn a_salvo_that_waits_for_a_channel_is_fired_to_the_end() {
    let mut scenario = one_after_the_other("quickstart", 0.0);
    scenario.threats.truncate(1);
    for unit in &mut scenario.fire_units {
        unit.channels = 1;
    }
    for system in &mut scenario.systems {
        system.command.doctrine = Doctrine { shots: 2, later_shots: 2, volleys_max: 1 };
    }
    let journal = journal(&scenario, named(&scenario, "isolated"), 0);
    let shots: Vec<u32> = orders(&journal).values().map(|order| order.0).collect();
    assert_eq!(shots, [2]);
}

/// One interceptor is one opportunity, however long the battlespace.
#[test]
fn nobody_counts_on_interceptors_that_are_not_there() {
    let mut scenario = one_after_the_other("quickstart", 0.7);
    for (place, unit) in scenario.fire_units.iter_mut().enumerate() {
        unit.inventory = u32::from(place == 0);
    }
    let journal = journal(&scenario, named(&scenario, "isolated"), 0);
    let said: Vec<u32> = orders(&journal).into_values().map(|order| order.1).collect();
    assert!(said.contains(&1) && said.iter().all(|said| *said <= 1), "{said:?}");
}

/// One command keeps no round of a unit for targets that it cannot reach: in a raid of more threats
/// than rounds the owner of the short-range unit, alone, fires all that it has, and so does the
/// command of both.
#[test]
fn one_command_uses_up_what_its_owner_would() {
    let root = path("scenarios/quickstart.toml");
    let larger = |text: String| text.replace("\ncount = 3\n", "\ncount = 12\n");
    let read = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
    let mut scenario = scenario::parse(&root, &mut |file| read(file).map(larger)).unwrap();
    for unit in &mut scenario.fire_units {
        unit.inventory = 6;
    }
    let fired = |architecture: &str| {
        let of_run = |run| {
            let judged = outcome(&scenario, named(&scenario, architecture), run);
            judged.get(Metric::InterceptorsFired, Some(SystemId(1)))
        };
        (0..6).map(of_run).sum::<f64>()
    };
    let alone = fired("isolated");
    assert!(alone > 35.5, "{alone}");
    assert!(fired("joint") > 35.5, "{}", fired("joint"));
}
