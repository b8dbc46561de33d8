//! Tracks and hand-overs that live by error, not by age.

use crate::common::{each_interceptor, journal, named, outcome, shipped};
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, ShotResult};

const RUNS: u64 = 3;

/// The result of each shot of a run.
fn results(scenario: &Scenario, architecture: usize, run: u64) -> Vec<(f64, ShotResult)> {
    let journal = journal(scenario, architecture, run);
    let result = |(_, event): &(f64, Event)| match event {
        Event::Intercept { miss_m, result, .. } => Some((*miss_m, *result)),
        _ => None,
    };
    journal.events.iter().filter_map(result).collect()
}

/// A seeker that finds nothing is handed nothing over; one that sees farther than the kill vehicle
/// reaches changes nothing; and what lies between decides by the true miss alone.
#[test]
fn what_is_outside_the_basket_is_not_handed_over() {
    let plain = shipped("quickstart");
    let shared = named(&plain, "shared");
    let with = |basket_m: f64| {
        let mut scenario = plain.clone();
        each_interceptor(&mut scenario, |kind| kind.basket_m = basket_m);
        scenario
    };
    for run in 0..RUNS {
        let before = results(&plain, shared, run);
        assert_eq!(results(&with(1e9), shared, run), before);
        let blind = results(&with(1e-3), shared, run);
        let is_failed = |shot: &(f64, ShotResult)| shot.1 == ShotResult::NoHandover;
        assert!(!blind.is_empty() && blind.iter().all(is_failed), "{blind:?}");
        for (miss_m, result) in results(&with(300.0), shared, run) {
            assert!(miss_m <= 300.0 || result == ShotResult::NoHandover, "{miss_m} {result:?}");
        }
    }
}

/// How long a track may be silent decides next to nothing, with the forward radar that watches
/// from the start and without it.
#[test]
fn the_age_of_tracks_decides_nothing() {
    for forward in [true, false] {
        let mut scenario = shipped("southern-raid");
        if !forward {
            scenario.radars.retain(|radar| radar.name != "turkey-forward");
        }
        let shared = named(&scenario, "shared");
        let leaked = |silence_s: f64| {
            let mut scenario = scenario.clone();
            for system in &mut scenario.systems {
                system.tracking.drop_confirmed_s = silence_s;
                system.tracking.drop_remote_s = silence_s;
            }
            let leakage = (0..RUNS).map(|run| outcome(&scenario, shared, run).overall.leakage);
            leakage.sum::<f64>() / RUNS as f64
        };
        let (short, long) = (leaked(60.0), leaked(300.0));
        assert!((short - long).abs() < 0.03, "{forward}: {short} {long}");
    }
}
