//! Quantiles of the gamma and beta distributions.
//!
//! Newton steps on the logarithm of the smaller tail, as a function of the logarithm of the value
//! (of the odds, for the beta). That function is concave, because both densities are log-concave
//! on that scale, so the steps converge from one side; a bracket catches underflow.

use super::tails::{self, BetaShape, Slope, Tails};

/// Newton steps on the logarithm are quadratic: after one this small the rest is rounding.
const LAST_STEP: f64 = 1e-10;

/// Solutions below this, or above its reciprocal, are taken as zero and infinite.
const SMALLEST: f64 = 1e-300;

/// Newton needs about ten steps, the bracket at most this many more.
const STEPS_MAX: u32 = 200;

/// Value at which the gamma distribution of a shape (scale 1) has the wanted tails.
pub(super) fn gamma_quantile(shape: f64, wanted: Tails) -> f64 {
    solve(wanted, shape, |x| tails::gamma(shape, x))
}

/// Odds `x / (1 − x)` at which the beta distribution has the wanted tails.
pub(super) fn beta_odds(shape: BetaShape, wanted: Tails) -> f64 {
    solve(wanted, shape.a / shape.b, |odds| tails::beta(shape, odds))
}

/// Positive value at which the tails are as wanted, from a start in the middle.
fn solve(wanted: Tails, start: f64, at: impl Fn(f64) -> Slope) -> f64 {
    if wanted.lower <= 0.0 {
        return 0.0;
    }
    if wanted.upper <= 0.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (f64::MIN_POSITIVE, f64::MAX);
    let mut value = start;
    for _ in 0..STEPS_MAX {
        if high < SMALLEST {
            return 0.0;
        }
        if low > 1.0 / SMALLEST {
            return f64::INFINITY;
        }
        let Slope { tails, per_log } = at(value);
        let (excess, tail) = if wanted.lower <= wanted.upper {
            (libm::log(tails.lower / wanted.lower), tails.lower)
        } else {
            (-libm::log(tails.upper / wanted.upper), tails.upper)
        };
        if excess > 0.0 {
            high = value;
        } else {
            low = value;
        }
        let step = excess * tail / per_log;
        let next = value * libm::exp(-step);
        if step.abs() <= LAST_STEP {
            return next;
        }
        value = if next > low && next < high { next } else { low.sqrt() * high.sqrt() };
    }
    value
}
