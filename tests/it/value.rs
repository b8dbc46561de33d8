//! What more information is worth: where nothing is late or lost, it never makes anybody know of a
//! threat later, nor have a track of it to launch on later.

use crate::common::{named, outcome, shipped};
use lisbon::monte_carlo::statistics::{Confidence, Moments, mean_interval};
use lisbon::outcome::metric::Metric;
use lisbon::scenario::identity::SystemId;
use lisbon::scenario::model::{Content, Exchange, Scenario, Use};
use rayon::prelude::*;

const RUNS: u64 = 16;

/// The tiers, each with what it may be used for, from the least to the most.
const TIERS: [Option<(Content, Use)>; 4] = [
    None,
    Some((Content::Notification, Use::Cue)),
    Some((Content::Tracks, Use::LaunchOnRemote)),
    Some((Content::Plots, Use::EngageOnRemote)),
];

/// A scenario whose links are perfect, with one architecture for each tier, which differ in nothing
/// else, and nobody who shoots: what is killed is looked at no longer.
fn ladder(name: &str) -> Scenario {
    let mut scenario = shipped(name);
    for link in &mut scenario.links {
        (link.latency_s, link.jitter_s, link.loss) = (0.0, 0.0, 0.0);
    }
    scenario.fire_units.iter_mut().for_each(|unit| unit.inventory = 0);
    let alone = scenario.architectures[named(&scenario, "isolated")].clone();
    let rungs = TIERS.iter().map(|tier| {
        let mut rung = alone.clone();
        rung.exchange = tier.map(|(content, usage)| Exchange { content, period_ticks: 10, usage });
        rung
    });
    scenario.architectures = rungs.collect();
    scenario
}

#[test]
fn more_information_is_never_later() {
    let scenario = ladder("southern-raid");
    let runs: Vec<Vec<_>> = (0..RUNS)
        .into_par_iter()
        .map(|run| (0..TIERS.len()).map(|tier| outcome(&scenario, tier, run)).collect())
        .collect();
    for metric in [Metric::WarningTime, Metric::FirmTrackTime] {
        for system in [SystemId(0), SystemId(1)] {
            for tier in 1..TIERS.len() {
                let mut gains = Moments::default();
                for run in &runs {
                    let at = |tier: usize| run[tier].get(metric, Some(system));
                    gains.push(at(tier) - at(tier - 1));
                }
                let interval = mean_interval(&gains, Confidence::NINETY_FIVE);
                let (high, mean) = (interval.map_or(0.0, |i| i.high), gains.mean());
                let what = format!("{} of {system:?} from tier {}", metric.name(), tier - 1);
                assert!(high >= 0.0, "{what}: {mean:?}, {interval:?}");
            }
        }
    }
    // And it is of use: all plots against none, both systems.
    for metric in [Metric::WarningTime, Metric::FirmTrackTime] {
        let gain = |run: &Vec<lisbon::outcome::Outcome>| {
            run[3].get(metric, None) - run[0].get(metric, None)
        };
        assert!(runs.iter().map(gain).sum::<f64>() > 0.0, "{}", metric.name());
    }
}
