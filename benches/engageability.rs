//! What does it cost, per planning cycle, to know what 8 fire units can do about 24 tracks, and
//! what does a whole run cost beside it?
//!
//! `renewed` propagates all beliefs and works out all battlespaces anew, `kept` only asks them for
//! the earliest intercepts and the volleys after these, as most cycles do: a forecast lives for 10
//! to 60 s, a cycle is 5 s. `run` is a run of southern-raid, 24 threats and 6 fire units. All of
//! planning (targets, options, assignment) takes a tenth of its instructions where a system is
//! alone, and less where it exchanges (callgrind).
//!
//! Run: `cargo bench --bench engageability`

use divan::Bencher;
use lisbon::engagement::forecast::battlespace::FiringCycle;
use lisbon::engagement::forecast::prediction::Forecast;
use lisbon::engagement::launcher::Launcher;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::FireUnitId;
use lisbon::scenario::model::Scenario;
use lisbon::tracking::filter::{Belief, Covariance};
use lisbon::world::sample::TruthSample;
use lisbon::{engine, scenario};
use nalgebra::Matrix3;

fn main() {
    divan::main();
}

const LUCK: RunSeed = RunSeed { seed: 1, run: 0 };

const TRACKS: usize = 24;
const UNITS: usize = 8;

fn shipped(name: &str) -> Scenario {
    let root = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let mut load = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
    scenario::parse(&root, &mut load).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Truths of a run 400 s after its beginning, as beliefs: all 24 threats fly.
fn beliefs(scenario: &Scenario) -> Vec<Belief> {
    let journal = engine::play(scenario, &scenario.architectures[0], LUCK);
    let mut samples = journal.samples.iter();
    let (time_s, truths, _) = samples.find(|(time_s, ..)| *time_s >= 400.0).expect("it lasts");
    assert!(truths.len() >= TRACKS, "{} fly", truths.len());
    let belief = |truth: &TruthSample| Belief {
        time_s,
        state: truth.state,
        covariance: Covariance {
            pp: Matrix3::identity() * 1e4,
            pv: Matrix3::zeros(),
            vv: Matrix3::identity() * 1e2,
        },
    };
    truths.iter().take(TRACKS).map(belief).collect()
}

fn launchers(scenario: &Scenario) -> Vec<Launcher> {
    let units = scenario.fire_units.iter().cycle().take(UNITS);
    let launchers = (0..).zip(units).map(|(number, unit)| Launcher::new(FireUnitId(number), unit));
    launchers.collect()
}

/// What is asked of a forecast in each cycle: the earliest intercepts, and the volleys after each.
fn ask(forecast: &Forecast, launchers: &[Launcher], now_s: f64) -> f64 {
    let chances = [Some(0.09); UNITS];
    let pace = FiringCycle { pause_s: 15.0, volleys_max: u32::MAX };
    let earliest = launchers.iter().enumerate();
    let meetings = earliest.filter_map(|(place, one)| forecast.earliest(place, one, now_s));
    let after = meetings.map(|meeting| {
        let order_s = meeting.intercept_s + pace.pause_s;
        forecast.outlook(&chances, order_s, pace).survival
    });
    after.sum()
}

#[divan::bench]
fn renewed(bencher: Bencher) {
    let scenario = shipped("southern-raid");
    let (beliefs, launchers) = (beliefs(&scenario), launchers(&scenario));
    let mut forecasts = vec![Forecast::default(); TRACKS];
    let mut now_s = beliefs[0].time_s;
    bencher.bench_local(|| {
        // Beyond the life of a forecast.
        now_s += 100.0;
        let mut sum = 0.0;
        for (forecast, belief) in forecasts.iter_mut().zip(&beliefs) {
            let belief = Belief { time_s: now_s, ..*belief };
            forecast.renew(belief, 4000.0);
            forecast.survey(&launchers, |_| true);
            sum += ask(forecast, &launchers, now_s);
        }
        sum
    });
}

#[divan::bench]
fn kept(bencher: Bencher) {
    let scenario = shipped("southern-raid");
    let (beliefs, launchers) = (beliefs(&scenario), launchers(&scenario));
    let mut forecasts = vec![Forecast::default(); TRACKS];
    for (forecast, belief) in forecasts.iter_mut().zip(&beliefs) {
        forecast.renew(*belief, 4000.0);
        forecast.survey(&launchers, |_| true);
    }
    let now_s = beliefs[0].time_s;
    bencher.bench_local(|| {
        let asked = forecasts.iter().map(|forecast| ask(forecast, &launchers, now_s));
        asked.sum::<f64>()
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn run(bencher: Bencher) {
    let scenario = shipped("southern-raid");
    bencher.bench_local(|| engine::play(&scenario, &scenario.architectures[0], LUCK));
}
