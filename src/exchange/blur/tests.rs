//! What is told against what is true, and against the covariance that is told with it.

use super::*;
use crate::ballistics::state::State;
use crate::random::{Purpose, RunSeed};
use crate::tracking::filter::Covariance;

const COUNT: u64 = 4000;

/// The mean of chi-squares of 6 degrees, each over 6, is within this of 1: four standard
/// deviations.
const BOUND: f64 = 4.0 * 0.577_350_269 / 63.245_553_2;

fn stream(index: u64) -> ChaCha8Rng {
    RunSeed { seed: 5, run: 0 }.stream(Purpose::ReleaseNoise, 1, index)
}

/// Beliefs that err as they say, blurred: mean normalised error squared per state.
fn nees(blur: &Blur) -> f64 {
    let sigmas = [200.0, 3.0];
    let mut sum = 0.0;
    for index in 0..COUNT {
        let mut luck = RunSeed { seed: 6, run: 0 }.stream(Purpose::Look, 2, index);
        let truth = State {
            position_m: Vector3::new(4e6, 3e6, 5e6) + normals(&mut luck) * 1e5,
            velocity_mps: normals(&mut luck) * 2e3,
        };
        let covariance = Covariance {
            pp: Matrix3::identity() * (sigmas[0] * sigmas[0]),
            pv: Matrix3::identity() * (0.5 * sigmas[0] * sigmas[1]),
            vv: Matrix3::identity() * (sigmas[1] * sigmas[1]),
        };
        let (first, second) = (normals(&mut luck), normals(&mut luck));
        let state = State {
            position_m: truth.position_m + first * sigmas[0],
            velocity_mps: truth.velocity_mps + (first * 0.5 + second * 0.75_f64.sqrt()) * sigmas[1],
        };
        let known = Belief { time_s: 0.0, state, covariance };
        let told = belief(&known, blur, stream(index));
        let error = told.state.vector() - truth.vector();
        let factor = told.covariance.matrix().cholesky().unwrap();
        sum += error.dot(&factor.solve(&error)) / 6.0;
    }
    sum / COUNT as f64
}

fn noise(declared: bool) -> Noise {
    Noise { position_m: 500.0, velocity_mps: 10.0, declared }
}

#[test]
fn what_is_told_is_as_sure_as_it_says_unless_noise_is_hidden() {
    let grids = Blur { round_position_m: 1000.0, round_velocity_mps: 20.0, noise: None };
    for (name, blur) in [
        ("as it is", Blur::default()),
        ("rounded", grids),
        ("noisy", Blur { noise: Some(noise(true)), ..Blur::default() }),
        ("both", Blur { noise: Some(noise(true)), ..grids }),
    ] {
        let nees = nees(&blur);
        assert!((nees - 1.0).abs() < BOUND, "{name}: {nees}");
    }
    let hidden = nees(&Blur { noise: Some(noise(false)), ..Blur::default() });
    assert!(hidden > 3.0, "{hidden}");
}

#[test]
fn rounded_numbers_lie_on_their_grid() {
    let blur = Blur { round_position_m: 500.0, round_velocity_mps: 10.0, noise: Some(noise(true)) };
    let is_on = |value: f64, grid: f64| (value / grid - (value / grid).round()).abs() < 1e-6;
    for index in 0..100 {
        let measured = plot(index);
        let told = radar(&measured, &blur, stream(index));
        assert!(is_on(told.range_m, 500.0));
        assert!(is_on(told.elevation_rad, 500.0 / told.range_m));
        assert!(is_on(told.range_rate.unwrap().range_rate_mps, 10.0));
        assert!(told.range_sigma_m > measured.range_sigma_m);
    }
}

fn plot(index: u64) -> RadarMeasurement {
    let mut luck = RunSeed { seed: 9, run: 0 }.stream(Purpose::Look, 4, index);
    let draws = normals(&mut luck);
    RadarMeasurement {
        range_m: 8e5 + 1e5 * draws.x,
        azimuth_rad: (2.0 + draws.y).rem_euclid(TAU),
        elevation_rad: 0.6 + 0.1 * draws.z,
        range_sigma_m: 30.0,
        angle_sigma_rad: 1e-4,
        range_rate: Some(RangeRate { range_rate_mps: 500.0 * draws.x, sigma_mps: 2.0 }),
    }
}

/// The added error of each number of a plot against the variance that is added for it.
#[test]
fn plots_err_as_they_say() {
    for (declared, expected) in [(true, 1.0), (false, 13.0)] {
        let blur = Blur {
            round_position_m: 500.0,
            round_velocity_mps: 10.0,
            noise: Some(noise(declared)),
        };
        let mut sums = [0.0; 4];
        for index in 0..COUNT {
            let measured = plot(index);
            let told = radar(&measured, &blur, stream(index));
            let added = |wide: f64, narrow: f64| wide * wide - narrow * narrow;
            let angle2 = added(told.angle_sigma_rad, measured.angle_sigma_rad);
            let range2 = added(told.range_sigma_m, measured.range_sigma_m);
            let cosine = libm::cos(told.elevation_rad);
            let azimuth = crate::earth::frames::wrap_rad(told.azimuth_rad - measured.azimuth_rad);
            let elevation = told.elevation_rad - measured.elevation_rad;
            let range = told.range_m - measured.range_m;
            let (rate, before) = (told.range_rate.unwrap(), measured.range_rate.unwrap());
            let off = rate.range_rate_mps - before.range_rate_mps;
            sums[0] += range * range / range2;
            sums[1] += elevation * elevation / angle2;
            sums[2] += azimuth * azimuth * cosine * cosine / angle2;
            sums[3] += off * off / added(rate.sigma_mps, before.sigma_mps);
        }
        // Hidden noise of a grid's size has twelve times its variance.
        for sum in sums {
            let mean = sum / COUNT as f64;
            assert!((mean / expected - 1.0).abs() < 0.1, "{mean} of {expected}");
        }
    }
}

#[test]
fn lines_of_sight_err_as_they_say() {
    let blur = Blur { round_position_m: 2000.0, round_velocity_mps: 0.0, noise: Some(noise(true)) };
    let (mut sum, distance_m) = (0.0, 3.7e7);
    for index in 0..COUNT {
        let mut luck = RunSeed { seed: 9, run: 1 }.stream(Purpose::Look, 4, index);
        let exact = LineOfSight {
            origin_m: Vector3::new(4.2e7, 0.0, 0.0),
            direction: normals(&mut luck).normalize(),
            sigma_rad: 1e-6,
        };
        let told = line(&exact, distance_m, &blur, stream(index));
        assert!((told.direction.norm() - 1.0).abs() < 1e-12);
        let angle2 = told.direction.cross(&exact.direction).norm_squared();
        sum += angle2 / (told.sigma_rad * told.sigma_rad - 1e-12) / 2.0;
    }
    let mean = sum / COUNT as f64;
    assert!((mean - 1.0).abs() < 0.1, "{mean}");
}
