//! Estimates of registration errors from gaps, against closed forms and against the truth.

use super::*;
use crate::ballistics::state::State;
use crate::earth::frames::Geodetic;
use crate::sensing::plot::RadarMeasurement;
use crate::tracking::filter::registration::{BiasSource, LinearPlot};
use crate::tracking::filter::sensor_model::SensorModel;
use nalgebra::{SMatrix, SVector};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;

/// Gate that nothing exceeds.
const WIDE: f64 = 1e9;

/// Standard deviations of elevation and azimuth, rad, and range, m.
const SIGMAS: [f64; 3] = [2e-4, 3e-4, 40.0];

type Matrix12 = SMatrix<f64, 12, 12>;
type Vector12 = SVector<f64, 12>;

/// What a sensor of a number believes of an object above a latitude, with a noise of so many
/// metres, and what its errors have done to it.
fn seen(number: u16, latitude_deg: f64, sigma_m: f64) -> RawBelief {
    let state = State {
        position_m: Geodetic::degrees(latitude_deg, 30.0, 400e3).ecef().0,
        velocity_mps: Vector3::new(-2500.0, 1200.0, 2800.0),
    };
    let covariance = Covariance {
        pp: Matrix3::identity() * (sigma_m * sigma_m),
        pv: Matrix3::zeros(),
        vv: Matrix3::identity(),
    };
    let belief = Belief { time_s: 100.0, state, covariance };
    let site = Geodetic::degrees(40.0, 20.0 + 7.0 * f64::from(number), 0.0);
    let plot = RadarMeasurement {
        range_m: 1e6,
        azimuth_rad: 0.0,
        elevation_rad: 0.5,
        range_sigma_m: 20.0,
        angle_sigma_rad: 1e-4,
        range_rate: None,
    };
    let rows = SensorModel::unbiased(site).radar_view(&state.position_m).rows(&plot);
    let source = BiasSource { sensor: SensorId(number), sigmas: SIGMAS };
    let errors = Registration::begun(source, &belief, &LinearPlot { rows, rate: None });
    RawBelief { belief, errors }
}

/// Both sides' beliefs of one object, the sensors' errors of these sizes, with noise.
fn sides(
    numbers: [u16; 2],
    latitude_deg: f64,
    of: &Vector12,
    luck: &mut ChaCha8Rng,
) -> [RawBelief; 2] {
    numbers.map(|number| {
        let mut side = seen(number, latitude_deg, 50.0);
        let (_, columns) = side.errors.columns().next().unwrap();
        let mut normal = |sigma: f64| sigma * luck.sample::<f64, _>(StandardNormal);
        let noise = Vector6::from_fn(|row, _| normal(if row < 3 { 50.0 } else { 1.0 }));
        let moved = columns * of.fixed_rows::<3>(3 * usize::from(number));
        side.belief.state.shift(&(moved + noise));
        side
    })
}

/// Objects: the two sensors that see each, and where.
const OBJECTS: [([u16; 2], f64); 5] =
    [([0, 1], 42.0), ([0, 3], 45.0), ([2, 1], 38.0), ([2, 3], 47.0), ([0, 1], 50.0)];

/// What is known after all objects of errors of these sizes: mean and covariance.
fn learnt(of: &Vector12, luck: &mut ChaCha8Rng) -> (RelativeRegistration, Vector12, Matrix12) {
    let mut relative = RelativeRegistration::default();
    for (numbers, latitude_deg) in OBJECTS {
        let [own, told] = sides(numbers, latitude_deg, of, luck);
        relative.learn(&own, &told, WIDE);
    }
    let (mut mean, mut spread) = (Vector12::zeros(), Matrix12::zeros());
    for row in 0..4 {
        for column in 0..4 {
            let (its, block) = relative.of(SensorId(row), SensorId(column));
            let [row, column] = [row, column].map(|number| 3 * usize::from(number));
            mean.fixed_rows_mut::<3>(row).copy_from(&its);
            spread.fixed_view_mut::<3, 3>(row, column).copy_from(&block);
        }
    }
    (relative, mean, spread)
}

/// One gap after the other is all of them at once: `(I + Σ Hᵀ R⁻¹ H)⁻¹`, and its mean.
#[test]
fn gaps_one_by_one_are_least_squares_of_all() {
    let of = Vector12::from_fn(|row, _| libm::sin(5.0 * row as f64));
    let (_, mean, spread) = learnt(&of, &mut ChaCha8Rng::seed_from_u64(5));
    let mut luck = ChaCha8Rng::seed_from_u64(5);
    let (mut information, mut weighted) = (Matrix12::identity(), Vector12::zeros());
    for (numbers, latitude_deg) in OBJECTS {
        let both = sides(numbers, latitude_deg, &of, &mut luck);
        let mut by = SMatrix::<f64, 6, 12>::zeros();
        for ((side, number), sign) in both.iter().zip(numbers).zip([-1.0, 1.0]) {
            let (_, columns) = side.errors.columns().next().unwrap();
            by.fixed_view_mut::<6, 3>(0, 3 * usize::from(number)).copy_from(&(columns * sign));
        }
        let [own, told] = both.map(|side| side.belief);
        let noise = own.covariance.matrix() + told.covariance.matrix();
        let with = by.transpose() * noise.try_inverse().unwrap();
        information += with * by;
        weighted += with * (told.state.vector() - own.state.vector());
    }
    let expected = information.try_inverse().unwrap();
    assert!((spread - expected).norm() < 1e-9, "{}", spread - expected);
    assert!((mean - expected * weighted).norm() < 1e-9);
}

/// Errors drawn as they are believed to be: the estimates miss them by as much as they say, and by
/// less than who estimates nothing.
#[test]
fn estimates_know_their_errors() {
    const RUNS: u64 = 400;
    let (mut nees, mut before, mut after) = (0.0, 0.0, 0.0);
    for run in 0..RUNS {
        let mut luck = ChaCha8Rng::seed_from_u64(run);
        let of = Vector12::from_fn(|_, _| luck.sample(StandardNormal));
        let (_, mean, spread) = learnt(&of, &mut luck);
        let off = mean - of;
        nees += off.dot(&spread.cholesky().unwrap().solve(&off)) / RUNS as f64;
        before += of.norm_squared();
        after += off.norm_squared();
    }
    // 95 % of means of 400 chi-squares of 12 numbers.
    assert!((nees - 12.0).abs() < 1.96 * (24.0 / RUNS as f64).sqrt(), "{nees}");
    assert!(after < 0.8 * before, "{after} {before}");
}

/// Two beliefs, corrected, and what they have in common are one covariance; and the gap between
/// sensors that have been compared is known better than before, of those that have not as before.
#[test]
fn what_is_left_open_is_a_covariance() {
    let mut luck = ChaCha8Rng::seed_from_u64(9);
    let (relative, ..) = learnt(&Vector12::zeros(), &mut luck);
    let none = RelativeRegistration::default();
    for (numbers, is_known) in [([0, 1], true), ([0, 3], true), ([0, 8], false)] {
        let [one, other] = numbers.map(|number| seen(number, 44.0, 1e-3));
        let apart = |relative: &RelativeRegistration| {
            let common = relative.common(&one.errors, &other.errors);
            let back = relative.common(&other.errors, &one.errors);
            assert!((common - back.transpose()).norm() <= 1e-9 * common.norm());
            let [a, b] = [one, other].map(|side| relative.corrected(&side).covariance.matrix());
            let mut all = Matrix12::zeros();
            all.fixed_view_mut::<6, 6>(0, 0).copy_from(&a);
            all.fixed_view_mut::<6, 6>(6, 6).copy_from(&b);
            all.fixed_view_mut::<6, 6>(0, 6).copy_from(&common);
            all.fixed_view_mut::<6, 6>(6, 0).copy_from(&common.transpose());
            assert!(all.cholesky().is_some());
            (a + b - common - common.transpose()).fixed_view::<3, 3>(0, 0).trace().sqrt()
        };
        let (known, unknown) = (apart(&relative), apart(&none));
        assert_eq!(known < 0.5 * unknown, is_known, "{numbers:?}: {known} of {unknown} m");
    }
}

/// What is not refreshed is forgotten; a gap that cannot be is not learnt from.
#[test]
fn knowledge_wanders_off() {
    let mut luck = ChaCha8Rng::seed_from_u64(2);
    let of = Vector12::repeat(1.0);
    let (mut relative, mean, spread) = learnt(&of, &mut luck);
    let [own, mut told] = sides([0, 1], 44.0, &of, &mut luck);
    told.belief.state.position_m *= 1.1;
    relative.learn(&own, &told, 20.0);
    assert_eq!(relative.of(SensorId(0), SensorId(0)).0, mean.fixed_rows::<3>(0));
    let before = relative.of(SensorId(1), SensorId(1)).1;
    assert_eq!(before, spread.fixed_view::<3, 3>(3, 3));
    relative.wander(1e6);
    for sensor in (0..4).map(SensorId) {
        let (mean, spread) = relative.of(sensor, sensor);
        assert!(mean.norm() < 1e-9 && (spread - Matrix3::identity()).norm() < 1e-9);
    }
}
