//! A limiting case with a closed form: every threat tracked at once, one volley of n at each,
//! independent kills with probability k: P(no leaker of W) = (1 − (1 − k)ⁿ)^W (Wilkening, Science &
//! Global Security 8, 1999, eq. 2). Played by the whole engine, 500 runs, fixed seed (`lisbon verify`
//! plays 2,000 of many such cases): the value lies in Wilson's interval of 99 %.

use crate::common::{each_interceptor, first_system_alone, perfect_radars, shipped};
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::monte_carlo::statistics::{Confidence, Proportion};
use lisbon::outcome::metric::Metric;
use lisbon::scenario::model::{Doctrine, Scenario};

const RUNS: u64 = 500;

fn limiting(threats: usize, shots: u32, kill: f64) -> Scenario {
    let mut scenario = shipped("quickstart");
    first_system_alone(&mut scenario);
    perfect_radars(&mut scenario);
    each_interceptor(&mut scenario, |kind| {
        kind.kill_probability = kill;
        kind.reach_m = 50_000.0;
        kind.midcourse_mps = 5_000.0;
    });
    for unit in &mut scenario.fire_units {
        (unit.inventory, unit.channels) = (1000, 1000);
    }
    let command = &mut scenario.systems[0].command;
    command.doctrine = Doctrine { shots, later_shots: shots, volleys_max: 1 };
    let model = scenario.threats[0].clone();
    scenario.threats.clear();
    for number in 0..threats {
        let launch_s = 40.0 * number as f64;
        scenario.threats.push(lisbon::scenario::model::Threat {
            name: format!("limit-{number}"),
            launch_s,
            launch_time_error_s: 0.0,
            ..model.clone()
        });
    }
    scenario.architectures.truncate(1);
    scenario
}

#[test]
fn no_leaker_agrees_with_the_closed_form() {
    for (threats, shots, kill) in [(3, 1, 0.8), (4, 2, 0.6), (2, 3, 0.4)] {
        let scenario = limiting(threats, shots, kill);
        let campaign = Campaign {
            selection: RunSelection {
                scenario: &scenario,
                architectures: vec![0],
                seed: 42,
                runs: 0..RUNS,
            },
            explain: false,
        };
        let tally = campaign.play(&NoWatcher);
        assert_eq!((tally.record.runs, tally.record.failures.len()), (RUNS, 0));
        let mean = |metric| {
            let place = tally.figures.iter().position(|figure| figure.metric == metric);
            tally.architectures()[0].estimates[place.unwrap()].mean
        };
        let fired = mean(Metric::InterceptorsFired);
        assert!((fired - threats as f64 * f64::from(shots)).abs() < 0.02, "{fired} fired");
        let expected = (1.0 - (1.0 - kill).powi(shots as i32)).powi(threats as i32);
        let successes = (mean(Metric::NoLeaker) * RUNS as f64).round() as u64;
        let interval =
            Proportion { successes, trials: RUNS }.wilson(Confidence::new(0.99).unwrap());
        assert!(
            interval.contains(expected),
            "W = {threats}, n = {shots}, k = {kill}: {expected} is not in {interval:?}"
        );
    }
}
