//! What does the filter cost, beside the bare maths?
//!
//! One target for a hundred seconds, each second a prediction and three radars' plots: by the
//! engine's filter, and by the same maths written with arrays and nothing else (`floor.rs`).
//!
//! Times of a shared machine are noisy, so instructions are counted, both in one run of valgrind:
//!
//! ```text
//! cargo bench --bench track --no-run      # says where the executable is
//! valgrind --tool=callgrind --callgrind-out-file=count.out --toggle-collect='*_steps*' \
//!     target/release/deps/track-... --count
//! callgrind_annotate --inclusive=yes --threshold=100 count.out | grep _steps
//! ```
//!
//! The inclusive counts of `engine_steps` and `floor_steps`, over a hundred, are instructions per
//! second of one target. The engine is to need at most 1.3 times those of the floor. Measured with
//! rustc 1.95.0 for x86-64: 6817 and 5496, which is 1.24 times. Both are built with one profile
//! and use one arctangent, that of `libm`; a prediction alone takes some 2200 of each.
//!
//! Run: `cargo bench --bench track`

mod floor;
#[path = "../shipped/mod.rs"]
mod shipped;

use divan::Bencher;
use lisbon::ballistics::state::State;
use lisbon::earth::frames::{Ecef, Geodetic, Site};
use lisbon::scenario::identity::{SensorId, SystemId};
use lisbon::scenario::model::Filter;
use lisbon::sensor::{Measurement, RadarMeasurement};
use lisbon::tracking::filter::motion::Motion;
use lisbon::tracking::filter::{Belief, Covariance, SensorModel};
use nalgebra::{Matrix3, Vector3};
use shipped::shipped;
use std::convert::identity;
use std::hint::black_box;

const SECONDS: usize = 100;

fn main() {
    if std::env::args().any(|argument| argument == "--count") {
        let game = Game::new();
        black_box(floor_steps(black_box(&game)));
        black_box(engine_steps(black_box(&game)));
    } else {
        divan::main();
    }
}

/// The plots of a target and its radars.
struct Game {
    radars: Vec<SensorModel>,
    bare: Vec<floor::Radar>,
    start: State,
    /// Per second, per radar: range, azimuth and elevation.
    plots: Vec<[[f64; 3]; 3]>,
}

const MOTION: Motion =
    Motion { noise_m2ps3: 1e-4, ballistic_coefficient_kgpm2: 5000.0, filter: Filter::Extended };

impl Game {
    fn new() -> Self {
        let scenario = shipped("tracker/s1", identity);
        let tracker = lisbon::tracking::alone(&scenario, SystemId(0));
        let models = (0..3).map(|number| tracker.sensor(SensorId(number)).cloned());
        let radars: Vec<SensorModel> = models.map(|model| model.expect("three radars")).collect();
        let sites: Vec<Site> = scenario.radars.iter().map(|radar| Site::new(radar.place)).collect();
        let bare = sites.iter().map(|site| floor::Radar {
            place: site.position().0.into(),
            axes: [0, 1, 2].map(|row| site.axes().row(row).transpose().into()),
        });
        let start = State {
            position_m: Geodetic::degrees(18.0, -45.0, 500e3).ecef().0,
            velocity_mps: Vector3::new(3000.0, 3500.0, 2500.0),
        };
        let mut belief = believed(&start);
        let mut number = 0_u32;
        let plots = (0..SECONDS).map(|_| {
            belief.predict(belief.time_s + 1.0, &MOTION);
            [0, 1, 2].map(|radar: usize| {
                let look = sites[radar].look(Ecef(belief.state.position_m));
                let mut off = || {
                    // Some luck, the same for both.
                    number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    f64::from(number) / f64::from(u32::MAX) * 2.0 - 1.0
                };
                [
                    look.range_m + 20.0 * off(),
                    look.azimuth_rad + 1e-3 * off(),
                    look.elevation_rad + 1e-3 * off(),
                ]
            })
        });
        let plots = plots.collect();
        let bare = bare.collect();
        Self { radars, bare, start, plots }
    }
}

fn believed(start: &State) -> Belief {
    Belief {
        time_s: 0.0,
        state: *start,
        covariance: Covariance {
            pp: Matrix3::identity() * 1e6,
            pv: Matrix3::zeros(),
            vv: Matrix3::identity() * 1e4,
        },
    }
}

#[inline(never)]
fn floor_steps(game: &Game) -> [f64; 6] {
    let (position, velocity) = (game.start.position_m, game.start.velocity_mps);
    let mut x = [0.0; 6];
    let mut p = [[0.0; 6]; 6];
    for axis in 0..3 {
        (x[axis], x[axis + 3]) = (position[axis], velocity[axis]);
        (p[axis][axis], p[axis + 3][axis + 3]) = (1e6, 1e4);
    }
    for plots in &game.plots {
        floor::predict(&mut x, &mut p, 1.0);
        for (radar, plot) in game.bare.iter().zip(plots) {
            floor::update(&mut x, &mut p, radar, plot);
        }
    }
    x
}

#[inline(never)]
fn engine_steps(game: &Game) -> Belief {
    let mut belief = believed(&game.start);
    for plots in &game.plots {
        belief.predict(belief.time_s + 1.0, &MOTION);
        for (sensor, &[range_m, azimuth_rad, elevation_rad]) in game.radars.iter().zip(plots) {
            let measured = Measurement::Radar(RadarMeasurement {
                range_m,
                azimuth_rad,
                elevation_rad,
                range_sigma_m: 20.0,
                angle_sigma_rad: 1e-3,
                range_rate: None,
            });
            belief.update(Filter::Extended, |position_m| sensor.rows(&measured, position_m));
        }
    }
    belief
}

#[divan::bench]
fn a_floor(bencher: Bencher) {
    let game = Game::new();
    bencher.bench_local(|| floor_steps(black_box(&game)));
}

#[divan::bench]
fn b_engine(bencher: Bencher) {
    let game = Game::new();
    bencher.bench_local(|| engine_steps(black_box(&game)));
}
