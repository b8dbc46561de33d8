//! What any expert would try first: limiting cases whose answer needs no model.

use crate::common::{
    each_interceptor, endless_magazines, first_system_alone, journal, named, outcome,
    perfect_radars, shipped, without_counts,
};
use lisbon::scenario::model::{Doctrine, Guidance, InterceptorKind, Scenario};
use lisbon::world::journal::{Event, ShotResult};

const RUNS: u64 = 6;

fn every_architecture(scenario: &Scenario) -> std::ops::Range<usize> {
    0..scenario.architectures.len()
}

#[test]
fn without_threats_nothing_leaks_and_nothing_is_fired() {
    let mut scenario = shipped("southern-raid");
    scenario.threats.clear();
    // False plots enough to tempt a tracker into tracks of nothing.
    for radar in &mut scenario.radars {
        radar.kind.false_plots_per_frame = 0.5;
    }
    scenario.last_tick = 600;
    for architecture in every_architecture(&scenario) {
        let overall = outcome(&scenario, architecture, 0).overall;
        assert_eq!((overall.leakage, overall.no_leaker), (0.0, 1.0));
        assert_eq!((overall.interceptors_fired, overall.defended_value), (0.0, 1.0));
    }
}

#[test]
fn without_interceptors_everything_leaks() {
    let mut scenario = shipped("southern-raid");
    scenario.fire_units.iter_mut().for_each(|unit| unit.inventory = 0);
    for architecture in every_architecture(&scenario) {
        let outcome = outcome(&scenario, architecture, 1);
        assert_eq!((outcome.overall.leakage, outcome.overall.defended_value), (1.0, 0.0));
        assert_eq!(outcome.overall.interceptors_fired, 0.0);
        assert!(outcome.systems.iter().all(|system| system.no_leaker == 0.0));
    }
}

#[test]
fn with_kill_probability_zero_all_is_fired_in_vain() {
    let mut scenario = shipped("quickstart");
    each_interceptor(&mut scenario, |kind| kind.kill_probability = 0.0);
    for run in 0..RUNS {
        let overall = outcome(&scenario, named(&scenario, "shared"), run).overall;
        assert_eq!(overall.leakage, 1.0);
        assert!(overall.interceptors_fired > 0.0, "run {run}");
    }
}

/// Where all of a type fail, they do so in all shots of a run and for both systems; where they do
/// not, the run is the same as if they never could.
#[test]
fn a_common_failure_takes_all_shots_of_a_run_or_none() {
    let mut scenario = shipped("quickstart");
    let shared = named(&scenario, "shared");
    each_interceptor(&mut scenario, |kind| kind.common_mode.number = 0);
    let sound = scenario.clone();
    each_interceptor(&mut scenario, |kind| kind.common_mode.probability = 0.5);
    let mut struck = 0;
    for run in 0..4 * RUNS {
        let (found, without) = (journal(&scenario, shared, run), journal(&sound, shared, run));
        let is_kill = |(_, event): &(f64, Event)| {
            matches!(event, Event::Intercept { result: ShotResult::Killed, .. })
        };
        if found != without {
            assert!(!found.events.iter().any(is_kill), "run {run}");
            struck += 1;
        }
    }
    assert!((1..4 * RUNS).contains(&struck), "{struck} of {}", 4 * RUNS);
}

/// Fire without coordination: each fire unit fires what it may and no more, some targets get many
/// rounds while others get none, and a round's choice is its own in every architecture.
#[test]
fn rounds_that_choose_at_random_are_as_many_as_the_doctrine_says() {
    let mut scenario = shipped("quickstart");
    for system in &mut scenario.systems {
        system.command.random_shots = Some(3);
        system.command.doctrine = Doctrine { shots: u32::MAX, later_shots: 1, volleys_max: 1 };
    }
    for architecture in every_architecture(&scenario) {
        let mut fired = vec![0; scenario.fire_units.len()];
        for (_, event) in &journal(&scenario, architecture, 1).events {
            if let Event::Launched { interceptor, .. } = event {
                fired[interceptor.unit.index()] += 1;
            }
        }
        assert!(fired.iter().all(|count| *count <= 3), "{architecture}: {fired:?}");
        assert!(fired.contains(&3), "{architecture}: {fired:?}");
    }
}

#[test]
fn with_everything_perfect_almost_nothing_leaks() {
    let mut scenario = shipped("southern-raid");
    perfect_radars(&mut scenario);
    for link in &mut scenario.links {
        (link.latency_s, link.jitter_s, link.loss) = (0.0, 0.0, 0.0);
    }
    each_interceptor(&mut scenario, |kind| {
        kind.kill_probability = 1.0;
        kind.reach_m = 50_000.0;
        kind.midcourse_mps = 5_000.0;
    });
    endless_magazines(&mut scenario);
    let joint = named(&scenario, "joint");
    let leaked: f64 = (0..3).map(|run| outcome(&scenario, joint, run).overall.leakage).sum();
    assert!(leaked / 3.0 < 0.02, "leakage {}", leaked / 3.0);
}

/// The quickstart, with so many channels that none is waited for, and rounds that are told where to
/// fly in a part of their flight alone.
fn told(guidance: impl Fn(&InterceptorKind) -> Guidance) -> Scenario {
    let mut scenario = shipped("quickstart");
    scenario.fire_units.iter_mut().for_each(|unit| unit.channels = 1000);
    each_interceptor(&mut scenario, |kind| {
        kind.guidance = guidance(kind);
        kind.midcourse_mps = 1e6;
    });
    scenario
}

/// Rounds that fly to wherever they are told at once need no word but the last, at hand-over.
#[test]
fn of_what_a_round_is_told_the_last_counts() {
    let all_along = told(|_| Guidance::WHOLE);
    let at_last = told(|kind| Guidance { uplink_s: 0.0, end_s: kind.handover_s });
    let shared = named(&all_along, "shared");
    assert_same_outcomes((&all_along, shared), (&at_last, shared));
}

/// A round that is never told flies to where it was ordered, and misses by what its owner learns
/// meanwhile; it is handed over all the same.
#[test]
fn who_is_never_told_misses_more() {
    let misses_m = |guidance: Guidance| {
        let scenario = told(|_| guidance);
        let runs = (0..RUNS).flat_map(|run| journal(&scenario, 0, run).events);
        let misses = runs.filter_map(|(_, event)| match event {
            Event::Intercept { result: ShotResult::NoHandover, .. } => None,
            Event::Intercept { miss_m, .. } => Some(miss_m),
            _ => None,
        });
        let misses: Vec<f64> = misses.collect();
        (misses.iter().sum::<f64>() / misses.len() as f64, misses.len())
    };
    let (told_m, told) = misses_m(Guidance::WHOLE);
    let (untold_m, untold) = misses_m(Guidance { uplink_s: 0.0, end_s: 0.0 });
    assert!(untold * 2 > told && told > 0, "{untold} of {told} are handed over");
    assert!(untold_m > 2.0 * told_m, "{untold_m} m untold, {told_m} m told");
}

/// The same runs under two architectures of two scenarios: all that is counted must agree, but for
/// the messages themselves.
fn assert_same_outcomes(left: (&Scenario, usize), right: (&Scenario, usize)) {
    for run in 0..RUNS {
        assert_eq!(
            without_counts(outcome(left.0, left.1, run)),
            without_counts(outcome(right.0, right.1, run)),
            "run {run}"
        );
    }
}

#[test]
fn sharing_too_late_is_not_sharing() {
    let plain = shipped("quickstart");
    let mut late = plain.clone();
    late.links.iter_mut().for_each(|link| link.latency_s = 10_000.0);
    assert_same_outcomes((&plain, named(&plain, "isolated")), (&late, named(&late, "shared")));
}

#[test]
fn sharing_over_dead_links_is_not_sharing() {
    let plain = shipped("quickstart");
    let mut dead = plain.clone();
    dead.links.iter_mut().for_each(|link| link.loss = 1.0);
    assert_same_outcomes((&plain, named(&plain, "isolated")), (&dead, named(&dead, "shared")));
    let mut absent = plain.clone();
    absent.links.clear();
    assert_same_outcomes((&plain, named(&plain, "isolated")), (&absent, named(&absent, "shared")));
}

#[test]
fn sharing_in_time_is_another_thing() {
    let scenario = shipped("quickstart");
    let (isolated, shared) = (named(&scenario, "isolated"), named(&scenario, "shared"));
    let differs = |run| outcome(&scenario, isolated, run) != outcome(&scenario, shared, run);
    assert!((0..RUNS).any(differs), "or the two tests above show nothing");
}

/// Two systems that shoot at one threat do so unknown to each other only where nobody tells: not
/// where one command orders both, and hardly where the shots of each are told at once.
#[test]
fn who_is_told_of_shots_does_not_shoot_beside_them_unknown() {
    let mut scenario = shipped("seam");
    for link in &mut scenario.links {
        (link.latency_s, link.jitter_s, link.loss) = (0.0, 0.0, 0.0);
    }
    let doubly_engaged = |scenario: &Scenario, name: &str| {
        let architecture = named(scenario, name);
        let each = (0..2 * RUNS).map(|run| outcome(scenario, architecture, run).overall);
        each.map(|overall| overall.engagement.double_engagements).sum::<f64>()
    };
    let [untold, commanded] =
        ["sectoral-backup", "joint"].map(|name| doubly_engaged(&scenario, name));
    let backup = named(&scenario, "sectoral-backup");
    scenario.architectures[backup].engagement_status = true;
    let told = doubly_engaged(&scenario, "sectoral-backup");
    assert!(untold > 4.0 && commanded == 0.0, "{untold} untold, {commanded} under one command");
    assert!(told < 0.25 * untold, "{told} told, {untold} untold");
}

#[test]
fn one_system_alone_has_nobody_to_cooperate_with() {
    let mut scenario = shipped("southern-raid");
    first_system_alone(&mut scenario);
    assert!(!scenario.threats.is_empty());
    for run in 0..2 {
        let outcomes: Vec<_> = every_architecture(&scenario)
            .map(|architecture| outcome(&scenario, architecture, run))
            .collect();
        for other in &outcomes[1..] {
            assert_eq!(&outcomes[0], other, "run {run}");
        }
    }
}

#[test]
fn nobody_fires_more_than_he_has() {
    let scenario = shipped("southern-raid");
    let stock: u32 = scenario.fire_units.iter().map(|unit| unit.inventory).sum();
    for architecture in every_architecture(&scenario) {
        let fired = outcome(&scenario, architecture, 2).overall.interceptors_fired;
        assert!(fired <= f64::from(stock), "{fired} of {stock}");
    }
}
