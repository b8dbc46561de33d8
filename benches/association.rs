//! Does a scan cost the tracker the same for each target, however many there are?
//!
//! Ten radars look once a second at objects that fall freely above them, one plot each, with errors
//! of 20 m and 1 mrad. A hundred or a thousand objects are spread evenly over the same sky, 20° by
//! 20° of latitude and longitude and 500 to 1,500 km high: a thousand are ten times as dense. A
//! sample is ten ticks of `take_in` and `settle`, two of them with the search for doubles, of a
//! tracker that has confirmed every object; plots are made beforehand. The issue asks that a
//! thousand cost ten times a hundred within a fifth: the last line is the ratio of the medians of
//! one run, by target, sensor and tick; first by nearest neighbour, then by joint probabilities.
//!
//! Run: `cargo bench --bench association`. To count instructions, play one case alone and subtract
//! that of no ticks: `valgrind --tool=callgrind target/release/deps/association-… once 1000 10`.

#![expect(clippy::print_stdout, reason = "a bench prints")]
#![expect(clippy::disallowed_types, reason = "a bench measures time")]

mod shipped;

use lisbon::ballistics::state::State;
use lisbon::earth::frames::{Ecef, Geodetic, Site};
use lisbon::random::{Purpose, RunSeed, pair};
use lisbon::scenario::identity::{SensorId, SystemId};
use lisbon::scenario::model::{AssociationRule, Filter, Scenario};
use lisbon::sensing::plot::{Measurement, Plot, RadarMeasurement};
use lisbon::tracking;
use lisbon::tracking::associate::Workspace;
use lisbon::tracking::filter::motion::Motion;
use lisbon::tracking::filter::{Belief, Covariance};
use lisbon::tracking::track::Tracker;
use lisbon::world::clock::Clock;
use lisbon::world::journal::Journal;
use nalgebra::{Matrix3, Vector3};
use rand::RngExt;
use rand_distr::StandardNormal;
use shipped::shipped;
use std::convert::identity;
use std::time::Instant;

const SENSORS: u16 = 10;

const SAMPLES: usize = 41;

/// Ticks in which every object is confirmed.
const FIRST_TICKS: u64 = 20;

const RANGE_SIGMA_M: f64 = 20.0;
const ANGLE_SIGMA_RAD: f64 = 1e-3;

const LUCK: RunSeed = RunSeed { seed: 1, run: 0 };

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let Some(place) = words.iter().position(|word| word == "once") {
        let number = |word: usize| words[place + word].parse().unwrap_or(0);
        let rule = AssociationRule::NearestNeighbour;
        let mut game = Game::of(rule, number(1) as u32, number(2));
        game.sample();
        return;
    }
    for rule in [AssociationRule::NearestNeighbour, AssociationRule::JointProbabilistic] {
        let [few, many] = medians(rule);
        println!("{rule:?}: ns a target, sensor and tick");
        println!("    100 targets x 10 sensors: {few:.1}");
        println!("  1,000 targets x 10 sensors: {many:.1}");
        println!("  ratio: {:.3}", many / few);
    }
}

/// Median costs by target, sensor and tick, ns: of a hundred targets, and of a thousand. Samples
/// take turns, so that both meet the same machine.
fn medians(rule: AssociationRule) -> [f64; 2] {
    let ticks = 10;
    let targets = [100, 1000];
    let mut games = targets.map(|targets| Game::of(rule, targets, ticks));
    let mut times = [(); 2].map(|()| Vec::new());
    for _ in 0..SAMPLES {
        for (game, times) in games.iter_mut().zip(&mut times) {
            times.push(game.sample());
        }
    }
    [0, 1].map(|case| {
        times[case].sort_by(f64::total_cmp);
        let looks = f64::from(targets[case]) * f64::from(SENSORS) * ticks as f64;
        times[case][SAMPLES / 2] / looks
    })
}

/// A tracker that knows all objects, and the plots of the ticks that follow.
struct Game {
    tracker: Tracker,
    work: Workspace,
    journal: Journal,
    ticks: Vec<Vec<Plot>>,
}

impl Game {
    fn of(rule: AssociationRule, targets: u32, ticks: u64) -> Self {
        let mut scenario = scenario();
        scenario.systems[0].tracking.association = rule;
        let sites: Vec<Site> = scenario.radars.iter().map(|radar| Site::new(radar.place)).collect();
        let mut all: Vec<Vec<Plot>> =
            (0..FIRST_TICKS + ticks).map(|tick| plots(&sites, targets, tick)).collect();
        let mut game = Self {
            tracker: tracking::alone(&scenario, SystemId(0)),
            work: Workspace::default(),
            journal: Journal::default(),
            ticks: all.split_off(FIRST_TICKS as usize),
        };
        for (tick, mut plots) in (0..).zip(all) {
            play(&mut game.tracker, &mut plots, tick, &mut game.work, &mut game.journal);
        }
        let confirmed = game.tracker.tracks.iter().filter(|track| track.is_confirmed());
        assert_eq!(confirmed.count(), targets as usize, "each object has a track");
        game
    }

    /// Plays the ticks on a copy of the tracker and returns the time that they took, ns.
    fn sample(&mut self) -> f64 {
        let mut tracker = self.tracker.clone();
        let mut ticks = self.ticks.clone();
        let start = Instant::now();
        for (tick, plots) in (FIRST_TICKS..).zip(&mut ticks) {
            play(&mut tracker, plots, tick, &mut self.work, &mut self.journal);
        }
        start.elapsed().as_secs_f64() * 1e9
    }
}

fn play(
    tracker: &mut Tracker,
    plots: &mut [Plot],
    tick: u64,
    work: &mut Workspace,
    journal: &mut Journal,
) {
    tracking::take_in(tracker, plots, work);
    let clock = Clock { tick, step_s: 1.0 };
    tracking::settle(tracker, clock, journal);
}

/// The scenario of recorded plots with ten radars.
fn scenario() -> Scenario {
    let mut scenario = shipped("tracker/m50", identity);
    let first = scenario.radars[0].clone();
    scenario.radars.clear();
    for sensor in 0..SENSORS {
        let mut radar = first.clone();
        let share = f64::from(sensor) / f64::from(SENSORS);
        radar.place = Geodetic::degrees(15.0 + 10.0 * share, -40.0 + 10.0 * turn(3 * sensor), 0.0);
        scenario.radars.push(radar);
    }
    scenario
}

/// Evenly spread shares: the golden section's multiples.
fn turn(number: u16) -> f64 {
    (f64::from(number) * 0.618_033_988_749_894_9).fract()
}

/// Where an object is at a tick.
fn state(target: u32, tick: u64) -> State {
    let number = f64::from(target) + 1.0;
    // Multiples of the roots of the plastic number's kin fill a space evenly (Roberts, 2018).
    let [north, east, up, speed, course] =
        [0.819_172_513, 0.671_043_606, 0.549_700_477, 0.450_313_485, 0.368_884_310]
            .map(|step: f64| (number * step).fract());
    let place = Geodetic::degrees(10.0 + 20.0 * north, -45.0 + 20.0 * east, 5e5 + 1e6 * up);
    let site = Site::new(place);
    let (sin, cos) = libm::sincos(course * std::f64::consts::TAU);
    let (out_mps, up_mps) = (1000.0 + 2000.0 * speed, 1500.0 * (1.0 - up));
    let ahead = Vector3::new(sin * out_mps, cos * out_mps, up_mps);
    let start = Belief {
        time_s: 0.0,
        state: State { position_m: place.ecef().0, velocity_mps: site.axes().tr_mul(&ahead) },
        covariance: Covariance { pp: Matrix3::zeros(), pv: Matrix3::zeros(), vv: Matrix3::zeros() },
    };
    let still =
        Motion { noise_m2ps3: 0.0, ballistic_coefficient_kgpm2: 5000.0, filter: Filter::Extended };
    start.at(tick as f64, &still).state
}

/// All plots of a tick.
fn plots(sites: &[Site], targets: u32, tick: u64) -> Vec<Plot> {
    let mut plots = Vec::new();
    for target in 0..targets {
        let place = Ecef(state(target, tick).position_m);
        for (sensor, site) in (0..).zip(sites) {
            let look = site.look(place);
            let mut stream = LUCK.stream(Purpose::Look, pair(u32::from(sensor), target), tick);
            let mut normal = || stream.sample::<f64, _>(StandardNormal);
            plots.push(Plot {
                time_s: tick as f64,
                sensor: SensorId(sensor),
                serial: plots.len() as u32,
                payload_evidence_nats: 0.0,
                measurement: Measurement::Radar(RadarMeasurement {
                    range_m: look.range_m + RANGE_SIGMA_M * normal(),
                    azimuth_rad: look.azimuth_rad + ANGLE_SIGMA_RAD * normal(),
                    elevation_rad: look.elevation_rad + ANGLE_SIGMA_RAD * normal(),
                    range_sigma_m: RANGE_SIGMA_M,
                    angle_sigma_rad: ANGLE_SIGMA_RAD,
                    range_rate: None,
                }),
            });
        }
    }
    plots
}
