//! Tail probabilities of the gamma and beta distributions, small tails to full relative accuracy.
//!
//! Everything else (normal, t, chi-square, F, binomial) is one of the two in disguise. The density
//! is taken in Loader's saddle-point form, which needs no difference of large log-gamma values; the
//! tails by series and continued fractions (DLMF 8.11.4, 8.9.2; `DiDonato` & Morris 1992). Only
//! the tail on the far side of the mean is summed, the other is its complement.
//!
//! Leaves out the uniform expansions for very large shapes: work grows as the root of the shape,
//! about a thousand terms for a million.

use std::f64::consts::TAU;

/// Probabilities on both sides of a value; they sum to one, and the smaller is accurate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// Probability of the value or less.
    pub lower: f64,
    /// Probability of more than the value.
    pub upper: f64,
}

/// Tails at a value, and how fast the lower one grows there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slope {
    /// Probabilities on both sides.
    pub(crate) tails: Tails,
    /// Derivative of the lower tail by the logarithm of the value.
    pub(crate) per_log: f64,
}

/// The two positive shapes of a beta distribution.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BetaShape {
    /// Weight of the upper end (power of `x`).
    pub(crate) a: f64,
    /// Weight of the lower end (power of `1 − x`).
    pub(crate) b: f64,
}

/// Terms after which a sum or a fraction is cut; not reached by the shapes allowed.
const TERMS_MAX: u32 = 1_000_000;

/// Relative change below which a sum or a fraction has settled.
const SETTLED: f64 = f64::EPSILON;

/// `ln Γ(z) − [(z − ½) ln z − z + ½ ln 2π] = Σ c_k z^(1 − 2k)`; DLMF 5.11.1.
const STIRLING: [f64; 6] =
    [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];

/// From here on six terms of the series are exact to 1e-16.
const STIRLING_FROM: f64 = 15.0;

impl Tails {
    /// From the lower tail.
    fn from_lower(lower: f64) -> Self {
        Self { lower, upper: 1.0 - lower }
    }

    /// Both sides exchanged.
    pub(crate) fn swapped(self) -> Self {
        Self { lower: self.upper, upper: self.lower }
    }
}

/// Tails of the gamma distribution of a shape (scale 1) at `x`, both positive.
///
/// Series below the mean (DLMF 8.11.4), continued fraction above (DLMF 8.9.2).
pub(crate) fn gamma(shape: f64, x: f64) -> Slope {
    let density = (shape / TAU).sqrt() * libm::exp(-stirling_error(shape) - deviance(shape, x));
    let tails = if x < shape + 1.0 {
        Tails::from_lower(density * gamma_series(shape, x))
    } else if x < f64::INFINITY {
        let fraction =
            continued_fraction(x + 1.0 - shape, |k| (-k * (k - shape), x + 2.0 * k + 1.0 - shape));
        Tails::from_lower(density / fraction).swapped()
    } else {
        Tails::from_lower(1.0)
    };
    Slope { tails, per_log: density }
}

/// Probability of a count, above 0, of a Poisson variable of a mean above 0.
///
/// Loader (2000), `dpois`: exact to rounding however large the two are.
pub(crate) fn poisson(count: f64, mean: f64) -> f64 {
    libm::exp(-stirling_error(count) - deviance(count, mean)) / (TAU * count).sqrt()
}

/// Probability of a count of failures, above 0, before so many successes, where each trial fails
/// with `miss`.
///
/// Loader (2000), `dbinom` of the successes among all trials, of which the last is one.
pub(crate) fn negative_binomial(count: f64, successes: f64, miss: f64) -> f64 {
    let trials = count + successes;
    let exponent = stirling_error(trials)
        - stirling_error(successes)
        - stirling_error(count)
        - deviance(successes, trials * (1.0 - miss))
        - deviance(count, trials * miss);
    successes / trials * libm::exp(exponent) * (trials / (TAU * successes * count)).sqrt()
}

/// Tails of the beta distribution at the point with the given odds `x / (1 − x)`.
///
/// Odds instead of `x`, so that neither `x` nor `1 − x` loses digits near an end.
pub(crate) fn beta(shape: BetaShape, odds: f64) -> Slope {
    let BetaShape { a, b } = shape;
    let x = if odds > 1.0 { 1.0 / (1.0 + 1.0 / odds) } else { odds / (1.0 + odds) };
    let y = 1.0 / (1.0 + odds);
    let sum = a + b;
    let exponent = stirling_error(sum)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, sum * x)
        - deviance(b, sum * y);
    let density = (a * (b / sum) / TAU).sqrt() * libm::exp(exponent);
    let tails = if x < a / sum {
        Tails::from_lower(density / beta_fraction(shape, x, y))
    } else {
        let mirrored = BetaShape { a: b, b: a };
        Tails::from_lower(density / beta_fraction(mirrored, y, x)).swapped()
    };
    Slope { tails, per_log: density }
}

/// `Σ x^k / (a (a + 1) … (a + k))`.
fn gamma_series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    for k in 1..TERMS_MAX {
        term *= x / (shape + f64::from(k));
        sum += term;
        if term <= sum * SETTLED {
            break;
        }
    }
    sum
}

/// Reciprocal of the fraction of `DiDonato` & Morris, "Significant digit computation of the
/// incomplete beta function ratios", ACM Trans. Math. Softw. 18:360 (1992).
fn beta_fraction(shape: BetaShape, x: f64, y: f64) -> f64 {
    let BetaShape { a, b } = shape;
    let distance = a * y - b * x + 1.0;
    let denominator = |k: f64| {
        let low = k + k * (b - k) * x / (a + 2.0 * k - 1.0);
        let ratio = (a + k) / (a + 2.0 * k + 1.0);
        low + ratio * (distance + k * (1.0 + y))
    };
    let first = a / (a + 1.0) * distance;
    continued_fraction(first, |k| {
        let scaled = x / (a + 2.0 * k - 1.0);
        let numerator = (a + k - 1.0) * (a + b + k - 1.0) * k * (b - k) * scaled * scaled;
        (numerator, denominator(k))
    })
}

/// `first + n_1 / (d_1 + n_2 / (d_2 + …))` from `k → (n_k, d_k)`.
///
/// Modified Lentz method, DLMF 3.10(iii).
fn continued_fraction(first: f64, mut terms: impl FnMut(f64) -> (f64, f64)) -> f64 {
    let away_from_zero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut value = away_from_zero(first);
    let mut upper = value;
    let mut lower = 0.0;
    for k in 1..TERMS_MAX {
        let (numerator, denominator) = terms(f64::from(k));
        lower = 1.0 / away_from_zero(denominator + numerator * lower);
        upper = away_from_zero(denominator + numerator / upper);
        let change = upper * lower;
        value *= change;
        if (change - 1.0).abs() <= SETTLED {
            break;
        }
    }
    value
}

/// Error of Stirling's formula for `ln Γ(z)`, `z > 0`.
///
/// Loader, "Fast and accurate computation of binomial probabilities" (2000), `stirlerr`, here for
/// any positive argument: small ones climb by `Γ(z + 1) = z Γ(z)`.
fn stirling_error(z: f64) -> f64 {
    let mut z = z;
    let mut climbed = 0.0;
    while z < STIRLING_FROM {
        climbed += (z + 0.5) * libm::log1p(1.0 / z) - 1.0;
        z += 1.0;
    }
    let inverse_square = 1.0 / (z * z);
    let series =
        STIRLING.iter().rev().fold(0.0, |sum, coefficient| sum * inverse_square + coefficient);
    climbed + series / z
}

/// `x ln(x / mean) + mean − x` without cancellation; Loader (2000), `bd0`.
fn deviance(x: f64, mean: f64) -> f64 {
    let gap = x - mean;
    if gap.abs() >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) - gap;
    }
    let ratio = gap / (x + mean);
    let square = ratio * ratio;
    let mut power = 2.0 * x * ratio;
    let mut sum = gap * ratio;
    // The ratio is below a tenth, so each term is at most a hundredth of the one before.
    for odd in (3..=21).step_by(2) {
        power *= square;
        sum += power / f64::from(odd);
    }
    sum
}
