//! Laws of the indices: known functions, with and without the noise of finite runs.

use super::*;
use crate::monte_carlo::design::{morris_trajectories, saltelli_points};
use crate::monte_carlo::statistics::{Confidence, Moments};
use crate::random::{Purpose, RunSeed};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand_distr::StandardNormal;

fn how(replicates: u32) -> Resampling {
    Resampling { seed: 1, replicates, confidence: Confidence::NINETY_FIVE }
}

/// `x_1 + 2 x_2`, and a third factor without effect: indices 0.2, 0.8, 0; variance 5/12.
fn plain(point: &[f64]) -> f64 {
    point[0] + 2.0 * point[1]
}
const SHARES: [f64; 3] = [0.2, 0.8, 0.0];

fn normal(luck: &mut ChaCha8Rng) -> f64 {
    luck.sample(StandardNormal)
}

/// Runs at each point: a function, luck that is common to all points and grows along the second
/// factor, and luck of each point's own.
fn noisy(points: &[Vec<f64>], runs: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut luck = RunSeed { seed, run: 0 }.stream(Purpose::Look, 0, 0);
    let common: Vec<f64> = (0..runs).map(|_| normal(&mut luck)).collect();
    let response = |point: &Vec<f64>| {
        let run =
            |common: &f64| plain(point) + common * (3.0 + 0.5 * point[1]) + 1.5 * normal(&mut luck);
        common.iter().map(run).collect()
    };
    points.iter().map(response).collect()
}

/// Each response as one number, as if the mean over its runs were exact.
fn averaged(responses: &[Vec<f64>]) -> Vec<Vec<f64>> {
    responses.iter().map(|runs| vec![noise::mean(runs)]).collect()
}

fn close(what: &str, got: f64, expected: f64, tolerance: f64) {
    assert!((got - expected).abs() <= tolerance, "{what}: {got}, not {expected} ± {tolerance}");
}

/// Over 200 experiments of 64 rows and 6 runs: variance and numerators of the indices have no bias,
/// and would have a great one if the means over runs were taken for exact.
#[test]
fn the_noise_of_finite_runs_is_parted_without_bias() {
    let mut found = [Moments::default(); 7];
    let mut careless = Moments::default();
    for seed in 0..200 {
        let points = saltelli_points(seed, 64, 3).unwrap();
        let responses = noisy(&points, 6, seed);
        let indices = sobol_indices(&responses, 3, how(0)).unwrap();
        careless.push(sobol_indices(&averaged(&responses), 3, how(0)).unwrap().variance);
        found[0].push(indices.variance);
        for (factor, of) in indices.factors.unwrap().iter().enumerate() {
            found[1 + factor].push(of.first.value * indices.variance);
            found[4 + factor].push(of.total.value * indices.variance);
        }
    }
    let variance = 5.0 / 12.0;
    // The slope of the common luck: its variance over six runs is a true effect of those runs.
    let slope = 0.25 / 6.0 / 12.0;
    let expected = [vec![variance], SHARES.map(|share| share * variance).to_vec()].concat();
    let expected = [expected.clone(), expected[1..].to_vec()].concat();
    for (place, (moments, expected)) in found.iter().zip(expected).enumerate() {
        let allowed = 4.0 * moments.standard_error().unwrap() + slope;
        close(&format!("quantity {place}"), moments.mean().unwrap(), expected, allowed);
        assert!(allowed < 0.06, "quantity {place}: the test sees nothing, {allowed}");
    }
    close("noise taken for effect", careless.mean().unwrap(), variance + 2.25 / 6.0, 0.05);
}

/// Ishigami's function, whose third factor acts only with the first: 0.3139, 0.4424, 0 and 0.5576,
/// 0.4424, 0.2437.
#[test]
fn ishigami_comes_out_with_honest_intervals() {
    let points = saltelli_points(3, 2048, 3).unwrap();
    let angle = |x: f64| std::f64::consts::PI * (2.0 * x - 1.0);
    let of = |point: &Vec<f64>| {
        let [a, b, c] = [point[0], point[1], point[2]].map(angle);
        let (sine, other) = (libm::sin(a), libm::sin(b));
        vec![sine + 7.0 * other * other + 0.1 * c * c * c * c * sine]
    };
    let responses: Vec<Vec<f64>> = points.iter().map(of).collect();
    let indices = sobol_indices(&responses, 3, how(400)).unwrap();
    close("variance", indices.variance, 13.8446, 0.2);
    close("mean", indices.mean, 3.5, 0.01);
    assert_eq!((indices.rows, indices.runs, indices.noise_variance), (2048, 1, None));
    let expected = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
    for (got, (first, total)) in indices.factors.unwrap().iter().zip(expected) {
        for (got, expected) in [(got.first, first), (got.total, total)] {
            close("index", got.value, expected, 0.03);
            assert!(got.interval.unwrap().contains(expected), "{got:?} {expected}");
        }
    }
}

/// Intervals cover the truth: 6 indices in 100 experiments, 0.95 less what so few rows cost.
#[test]
fn intervals_cover_though_rows_and_runs_are_few() {
    let mut covered = 0;
    for seed in 0..100 {
        let points = saltelli_points(seed, 64, 3).unwrap();
        let responses = noisy(&points, 20, 1000 + seed);
        let indices = sobol_indices(&responses, 3, how(200)).unwrap().factors.unwrap();
        for (of, share) in indices.iter().zip(SHARES) {
            for estimate in [of.first, of.total] {
                covered += usize::from(estimate.interval.unwrap().contains(share));
            }
        }
    }
    assert!((552..=600).contains(&covered), "{covered} of 600");
}

/// Luck that is the same everywhere makes no effect, however great: not a digit of the indices.
#[test]
fn common_luck_makes_no_effect() {
    let points = saltelli_points(1, 16, 3).unwrap();
    let responses = |size: f64| -> Vec<Vec<f64>> {
        let of =
            |point: &Vec<f64>| (0..5).map(|run| plain(point) + size * f64::from(run)).collect();
        points.iter().map(of).collect()
    };
    let (still, loud) = (responses(0.0), responses(100.0));
    let of = |responses: &[Vec<f64>]| sobol_indices(responses, 3, how(0)).unwrap();
    close("variance", of(&loud).variance, of(&still).variance, 1e-9);
    close("noise", of(&loud).noise_variance.unwrap(), 0.0, 1e-9);
    let (a, b) = (of(&loud).factors.unwrap(), of(&still).factors.unwrap());
    for (a, b) in a.iter().zip(&b) {
        close("first", a.first.value, b.first.value, 1e-9);
        close("total", a.total.value, b.total.value, 1e-9);
    }
}

#[test]
fn a_flat_response_has_no_indices_and_a_missing_run_costs_its_row() {
    let points = saltelli_points(1, 16, 3).unwrap();
    let mut responses: Vec<Vec<f64>> = points.iter().map(|point| vec![plain(point); 3]).collect();
    responses[7].pop();
    assert_eq!(sobol_indices(&responses, 3, how(0)).unwrap().rows, 15);
    let flat = vec![vec![2.0; 3]; points.len()];
    assert_eq!(sobol_indices(&flat, 3, how(0)).unwrap().factors, None);
    assert_eq!(sobol_indices(&[], 3, how(0)), None);
    assert_eq!(sobol_indices(&responses[..5], 3, how(0)), None);
}

/// `x_1 + 2 x_2` with noise: effects 1, 2, 0 everywhere, hence a spread of 0; the mean size of the
/// third is the noise's.
#[test]
fn effects_of_a_linear_response_are_its_slopes() {
    let points = morris_trajectories(2, 400, 3, 4);
    let exact: Vec<Vec<f64>> = points.iter().map(|point| vec![plain(point)]).collect();
    let noisy = noisy(&points, 12, 5);
    let (exact, noisy) = (
        morris_effects(&points, &exact, how(100)).unwrap(),
        morris_effects(&points, &noisy, how(100)).unwrap(),
    );
    assert_eq!((noisy.trajectories, noisy.runs), (400, 12));
    for (factor, slope) in [1.0, 2.0, 0.0].into_iter().enumerate() {
        let (exact, noisy) = (exact.factors[factor], noisy.factors[factor]);
        close("mean", exact.mean.value, slope, 1e-9);
        close("size", exact.size.value, slope, 1e-9);
        close("spread", exact.spread, 0.0, 1e-9);
        close("noise", exact.size_of_noise, 0.0, 1e-9);
        assert!(noisy.mean.interval.unwrap().contains(slope), "{noisy:?}");
        // A spread of √2 1.5 / √12 / (2/3) = 0.92 is the noise's.
        close("size of noise", noisy.size_of_noise, 0.8 * 0.92, 0.06);
        assert!(noisy.spread < 0.3, "{noisy:?}");
    }
    let idle = noisy.factors[2];
    close("size of an idle factor", idle.size.value, idle.size_of_noise, 0.12);
    assert_eq!(morris_effects(&points[..4], &vec![vec![1.0]; 4], how(0)), None);
    assert_eq!(morris_effects(&[], &[], how(0)), None);
}

/// `x_1 x_2` acts together: effects from 0 to 1, of mean 1/2 and spread that of the grid, √(5/36).
#[test]
fn effects_that_depend_on_the_place_have_a_spread() {
    let points = morris_trajectories(2, 2000, 2, 4);
    let responses: Vec<Vec<f64>> = points.iter().map(|point| vec![point[0] * point[1]]).collect();
    let effects = morris_effects(&points, &responses, how(0)).unwrap();
    for factor in effects.factors {
        close("mean", factor.mean.value, 0.5, 0.03);
        close("spread", factor.spread, libm::sqrt(5.0 / 36.0), 0.02);
    }
}
