//! Does a conclusion survive? Architectures that are equal by construction are compared over and
//! over, and hardly ever is one named the winner; those that differ are told apart.

use crate::common::shipped;
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::estimate::Tally;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::outcome::metric::Metric;
use lisbon::report::comparison::{self, Comparison};
use lisbon::scenario::model::Scenario;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;

/// Repetitions of a comparison.
const REPETITIONS: u64 = 300;

/// The conclusion of so many runs in which each of twelve threats leaks with a probability of the
/// architecture's, half of them by luck that is common to all.
fn conclusion(scenario: &Scenario, runs: u64, leak: &[f64], seed: u64) -> Value {
    let selection = RunSelection {
        scenario,
        architectures: (0..leak.len()).collect(),
        seed: scenario.seed,
        runs: 0..runs,
    };
    let mut tally = Tally::new(&selection);
    let mut luck = ChaCha8Rng::seed_from_u64(seed);
    for run in 0..runs {
        let common: Vec<f64> = (0..6).map(|_| luck.random()).collect();
        let values: Vec<Vec<f64>> = leak
            .iter()
            .map(|leak| {
                let own = (0..6).map(|_| luck.random::<f64>()).collect::<Vec<_>>();
                let leaked = common.iter().chain(&own).filter(|draw| *draw < leak).count();
                let value = |metric: Metric| match metric {
                    Metric::Leakage => leaked as f64 / 12.0,
                    _ => 0.5,
                };
                tally.figures.iter().map(|figure| value(figure.metric)).collect()
            })
            .collect();
        let values: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
        tally.push_values(run, &values, &[]);
    }
    tally.record.runs = runs;
    tally.record.requested = runs;
    let campaign = Campaign { selection, explain: false };
    let result = Comparison::of(&campaign, &tally, 0);
    serde_json::from_str::<Value>(&comparison::json(&result)).unwrap()["conclusion"].take()
}

fn is_any_difference_shown(conclusion: &Value) -> bool {
    !conclusion["shown_to_leak_more"].as_array().unwrap().is_empty()
}

/// Whatever a few runs were, no interval holds what no run can give; one run has none.
#[test]
fn intervals_stay_inside_what_is_possible() {
    let scenario = shipped("quickstart");
    let architectures = vec![0, 1];
    let mut luck = ChaCha8Rng::seed_from_u64(18);
    for runs in 1..6 {
        let selection = RunSelection {
            scenario: &scenario,
            architectures: architectures.clone(),
            seed: scenario.seed,
            runs: 0..runs,
        };
        let mut tally = Tally::new(&selection);
        for run in 0..runs {
            let mut draw = || -> Vec<f64> {
                let value = |[least, most]: [f64; 2]| {
                    let most = f64::min(most, 100.0);
                    // As often as not at an end.
                    (least + (most - least) * luck.random_range(-0.5..1.5)).clamp(least, most)
                };
                tally.figures.iter().map(|figure| figure.range).map(value).collect()
            };
            let values = [draw(), draw()];
            tally.push_values(run, &values.each_ref().map(Vec::as_slice), &[]);
        }
        for one in tally.architectures() {
            for (estimated, figure) in one.estimates.iter().zip(&tally.figures) {
                let ([least, most], interval) = (figure.range, estimated.interval);
                assert_eq!(interval.is_unknown(), runs == 1, "{}", figure.name);
                let is_inside = least <= interval.low && interval.high <= most;
                assert!(runs == 1 || is_inside, "{}: {interval:?}", figure.name);
            }
        }
        for difference in tally.differences(0) {
            let [least, most] = tally.figures[difference.figure].range;
            let interval = difference.estimated.interval;
            let is_inside = least - most <= interval.low && interval.high <= most - least;
            assert!(interval.is_unknown() || is_inside, "{difference:?}");
            assert!(interval.is_unknown() || runs > 1, "{difference:?}");
        }
    }
}

/// Of equals one is said to leak more in at most 5 % of the comparisons, be they two or four, by
/// few runs or many, often leaking or rarely. Three standard errors of that share are 0.038.
#[test]
fn among_equals_no_winner_is_named() {
    let scenario = shipped("quickstart");
    for (architectures, runs, leak) in
        [(2, 20, 0.3), (2, 200, 0.03), (4, 20, 0.1), (4, 100, 0.3), (4, 30, 0.02)]
    {
        let leaks = vec![leak; architectures];
        let shown = (0..REPETITIONS)
            .filter(|seed| is_any_difference_shown(&conclusion(&scenario, runs, &leaks, *seed)));
        let share = shown.count() as f64 / REPETITIONS as f64;
        assert!(share <= 0.05 + 0.038, "{architectures} of {leak}, {runs} runs: {share}");
    }
}

/// As many runs as the conclusion asks for show the difference four times in five.
#[test]
fn what_differs_is_shown_by_as_many_runs_as_are_asked_for() {
    let scenario = shipped("quickstart");
    let leaks = [0.30, 0.25];
    // Variance of the difference: 12 draws of either, the six in common cancel but for those between
    // the two: (6 · (0.05 · 0.95) + 6 · (0.30 · 0.70 + 0.25 · 0.75)) / 144.
    let variance: f64 = (6.0 * 0.05 * 0.95 + 6.0 * (0.30 * 0.70 + 0.25 * 0.75)) / 144.0;
    let runs = (7.849 * variance / (0.05 * 0.05)).ceil() as u64;
    let shown = (0..REPETITIONS)
        .filter(|seed| is_any_difference_shown(&conclusion(&scenario, runs, &leaks, *seed)));
    let share = shown.count() as f64 / REPETITIONS as f64;
    assert!((share - 0.8).abs() < 0.07, "{runs} runs: {share}");
}

/// Nothing differs in any run: that is said, and no winner.
#[test]
fn identical_architectures_are_said_to_be_identical() {
    let scenario = shipped("quickstart");
    let told = conclusion(&scenario, 50, &[0.0, 0.0], 1);
    assert!(!is_any_difference_shown(&told));
    let sentences = told["sentences"].to_string();
    assert!(
        sentences.contains("leak the same in each of 50 runs; at most 5.8 % of"),
        "{sentences}"
    );
}
