//! What does it cost, per planning cycle, to know what 6 fire units can do about 24 tracks and to
//! plan with it, and what does a whole run cost beside it?
//!
//! `renewed` propagates all beliefs and works out all battlespaces anew, `kept` only asks them for
//! the first meetings, as most cycles do: a forecast lives for 10 to 60 s, a cycle is 5 s. `planned`
//! plans the whole horizon of all 24, pairs and single shots after them. `run` is a run of
//! southern-raid, 24 threats and 6 fire units.
//!
//! Run: `cargo bench --bench engageability`

mod shipped;

use divan::Bencher;
use lisbon::engagement::forecast::prediction::Forecast;
use lisbon::engagement::launcher::Launcher;
use lisbon::engagement::plan::horizon::{
    DynamicProblem, DynamicTarget, DynamicUnit, FireRules, HorizonPlanner, Meeting, Reach,
};
use lisbon::engine;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::FireUnitId;
use lisbon::scenario::model::{AssessmentError, Scenario};
use lisbon::tracking::filter::{Belief, Covariance};
use lisbon::world::sample::TruthSample;
use nalgebra::Matrix3;
use shipped::shipped;
use std::convert::identity;

fn main() {
    divan::main();
}

const LUCK: RunSeed = RunSeed { seed: 1, run: 0 };

const TRACKS: usize = 24;
const UNITS: usize = 6;

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

/// From an intercept to the order that can follow, s.
const PAUSE_S: f64 = 15.0;

/// All forecasts, their battlespaces worked out.
fn forecasts(beliefs: &[Belief], launchers: &[Launcher]) -> Vec<Forecast> {
    let forecast = |belief: &Belief| {
        let mut forecast = Forecast::default();
        forecast.renew(*belief, 4000.0);
        forecast.survey(launchers, |_| true);
        forecast
    };
    beliefs.iter().map(forecast).collect()
}

/// What is asked of a forecast in each cycle: the first meetings, and those after each.
fn ask(forecast: &Forecast, now_s: f64) -> f64 {
    let spaces = (0..UNITS).filter_map(|place| forecast.battlespace(place));
    let after = spaces.filter_map(|space| {
        let first = space.first_meeting(now_s)?;
        let next = space.first_meeting(first.intercept_s + PAUSE_S);
        Some(next.map_or(first.intercept_s, |next| next.intercept_s))
    });
    after.sum()
}

/// The forecasts as a planner asks for them.
struct ForecastReach<'a> {
    forecasts: &'a [Forecast],
    launchers: &'a [Launcher],
}

impl Reach for ForecastReach<'_> {
    fn earliest(&self, target: usize, unit: usize, order_s: f64) -> Option<Meeting> {
        let first = self.forecasts[target].battlespace(unit)?.first_meeting(order_s)?;
        Some(Meeting {
            order_s: first.order_s,
            launch_s: first.order_s + self.launchers[unit].kind.preparation_s,
            intercept_s: first.intercept_s,
        })
    }

    fn latest_order_s(&self, target: usize, unit: usize, intercept_s: f64) -> Option<f64> {
        self.forecasts[target].battlespace(unit)?.latest_order_by_s(intercept_s)
    }

    fn end_margin_s(&self, target: usize, unit: usize) -> f64 {
        self.forecasts[target].end_margin_s(unit)
    }

    fn kill_probability(&self, _target: usize, unit: usize) -> f64 {
        self.launchers[unit].kind.kill_probability
    }
}

#[divan::bench]
fn renewed(bencher: Bencher) {
    let scenario = shipped("southern-raid", identity);
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
            sum += ask(forecast, now_s);
        }
        sum
    });
}

#[divan::bench]
fn kept(bencher: Bencher) {
    let scenario = shipped("southern-raid", identity);
    let (beliefs, launchers) = (beliefs(&scenario), launchers(&scenario));
    let forecasts = forecasts(&beliefs, &launchers);
    let now_s = beliefs[0].time_s;
    bencher.bench_local(|| {
        let asked = forecasts.iter().map(|forecast| ask(forecast, now_s));
        asked.sum::<f64>()
    });
}

#[divan::bench]
fn planned(bencher: Bencher) {
    let scenario = shipped("southern-raid", identity);
    let (beliefs, launchers) = (beliefs(&scenario), launchers(&scenario));
    let forecasts = forecasts(&beliefs, &launchers);
    let reach = ForecastReach { forecasts: &forecasts, launchers: &launchers };
    let now_s = beliefs[0].time_s;
    let target = DynamicTarget {
        value: 1.0,
        alive: 1.0,
        from_s: now_s,
        under_way: None,
        room: [0; 2],
        volleys: 0,
    };
    let unit = |launcher: &Launcher| DynamicUnit {
        rounds: launcher.left,
        channels: launcher.channels,
        guidance: launcher.kind.guidance,
        side: 0,
        round_worth: 0.0,
    };
    let units: Vec<DynamicUnit> = launchers.iter().map(unit).collect();
    let assessment = AssessmentError { killed_if_alive: 0.0, alive_if_killed: 0.0 };
    let problem = DynamicProblem {
        now_s,
        step_s: 5.0,
        rules: FireRules { shots: [2, 1], volleys_max: u32::MAX, pause_s: PAUSE_S, assessment },
        targets: &[target; TRACKS],
        units: &units,
        held: &[],
        kept: &[],
        reach: &reach,
    };
    let mut planner = HorizonPlanner::default();
    bencher.bench_local(|| planner.plan(&problem).len());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn run(bencher: Bencher) {
    let scenario = shipped("southern-raid", identity);
    bencher.bench_local(|| engine::play(&scenario, &scenario.architectures[0], LUCK));
}
