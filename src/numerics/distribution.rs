//! Quantiles and tails of the distributions that interval estimates and tests need.
//!
//! Each is the gamma or the beta distribution in disguise. Why not `statrs` 0.19: it passes the
//! reference cases too, but its incomplete beta stops after 140 terms. Its t quantile is off by
//! 2e-5 for a million degrees of freedom, far tails of few degrees are wrong altogether, and with
//! 1e9 degrees it did not return within a minute. The table of extreme cases
//! below holds us to 1e-12 there.
//!
//! Leaves out discrete distributions: the binomial tails are those of a beta.

use super::quantiles::{beta_odds, gamma_quantile};
use super::tails::{self, BetaShape, Slope, Tails};
use std::f64::consts::FRAC_1_SQRT_2;
use std::ops::RangeInclusive;

/// Continuous distribution; degrees of freedom and shapes from 1e-6 to 1e10.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// Normal with mean 0 and variance 1.
    Normal,
    /// Student's t.
    StudentT {
        /// Degrees of freedom, not necessarily whole; there is no upper end, the limit is normal.
        freedom: f64,
    },
    /// Chi-square.
    ChiSquare {
        /// Degrees of freedom, not necessarily whole.
        freedom: f64,
    },
    /// Fisher's F, the ratio of two mean squares.
    F {
        /// Degrees of freedom of the numerator.
        numerator: f64,
        /// Degrees of freedom of the denominator.
        denominator: f64,
    },
    /// Beta on `[0, 1]` with mean `alpha / (alpha + beta)`.
    Beta {
        /// Power of `x`, plus one.
        alpha: f64,
        /// Power of `1 − x`, plus one.
        beta: f64,
    },
}

/// Smallest and largest parameter for which the sums behind settle.
const PARAMETERS: RangeInclusive<f64> = 1e-6..=1e10;

/// From here on Student's t is normal to the last digit; its distance falls as `1 / freedom`.
const NORMAL_FROM: f64 = 1e16;

impl Distribution {
    /// Value below which the given probability lies.
    ///
    /// Relative accuracy 1e-12 (test `extreme_cases_hold`). Probabilities 0 and 1 give the ends of
    /// the support; a probability outside `[0, 1]` or a parameter out of range gives not-a-number.
    /// Beyond about 1e150 a t quantile is returned as infinite.
    pub fn quantile(self, probability: f64) -> f64 {
        if !(self.is_valid() && (0.0..=1.0).contains(&probability)) {
            return f64::NAN;
        }
        let wanted = Tails { lower: probability, upper: 1.0 - probability };
        match self {
            Self::Normal | Self::StudentT { .. } => self.symmetric_quantile(wanted),
            Self::ChiSquare { freedom } => 2.0 * gamma_quantile(freedom / 2.0, wanted),
            Self::F { numerator, denominator } => {
                beta_odds(f_shape(numerator, denominator), wanted) * (denominator / numerator)
            }
            Self::Beta { alpha: a, beta: b } => {
                let odds = beta_odds(BetaShape { a, b }, wanted);
                if odds > 1.0 { 1.0 - 1.0 / (1.0 + odds) } else { odds / (1.0 + odds) }
            }
        }
    }

    /// Probabilities below and above a value; not-a-number for invalid parameters.
    pub fn tails(self, value: f64) -> Tails {
        if !self.is_valid() || value.is_nan() {
            return Tails { lower: f64::NAN, upper: f64::NAN };
        }
        match self {
            Self::Normal => Tails {
                lower: libm::erfc(-value * FRAC_1_SQRT_2) / 2.0,
                upper: libm::erfc(value * FRAC_1_SQRT_2) / 2.0,
            },
            Self::StudentT { freedom } => student_tails(freedom, value),
            Self::ChiSquare { freedom } => {
                positive_tails(value, |x| tails::gamma(freedom / 2.0, x / 2.0))
            }
            Self::F { numerator, denominator } => positive_tails(value, |x| {
                tails::beta(f_shape(numerator, denominator), x * (numerator / denominator))
            }),
            Self::Beta { alpha: a, beta: b } => {
                positive_tails(value.min(1.0), |x| tails::beta(BetaShape { a, b }, x / (1.0 - x)))
            }
        }
    }

    /// Two-sided p-value of a statistic whose law is symmetric about zero (normal or t).
    pub fn two_sided(self, statistic: f64) -> f64 {
        2.0 * self.tails(statistic.abs()).upper
    }

    fn is_valid(self) -> bool {
        let valid = |parameter: f64| PARAMETERS.contains(&parameter);
        match self {
            Self::Normal => true,
            Self::StudentT { freedom } => freedom >= *PARAMETERS.start(),
            Self::ChiSquare { freedom } => valid(freedom),
            Self::F { numerator, denominator } => valid(numerator) && valid(denominator),
            Self::Beta { alpha, beta } => valid(alpha) && valid(beta),
        }
    }

    /// Normal and t by way of their squares: `z²/2` is gamma of shape ½, `freedom / t²` are the
    /// odds of a beta.
    fn symmetric_quantile(self, wanted: Tails) -> f64 {
        let tail = wanted.lower.min(wanted.upper);
        let outside = Tails { lower: 2.0 * tail, upper: 1.0 - 2.0 * tail };
        let size = match self {
            Self::StudentT { freedom } if freedom < NORMAL_FROM => {
                (freedom / beta_odds(student_shape(freedom), outside)).sqrt()
            }
            _ => (2.0 * gamma_quantile(0.5, outside.swapped())).sqrt(),
        };
        if wanted.lower < wanted.upper { -size } else { size }
    }
}

/// Shape of `freedom / (freedom + t²)`.
fn student_shape(freedom: f64) -> BetaShape {
    BetaShape { a: freedom / 2.0, b: 0.5 }
}

/// Shape of `n F / (n F + d)`, with `n` and `d` the degrees of freedom above and below.
fn f_shape(numerator: f64, denominator: f64) -> BetaShape {
    BetaShape { a: numerator / 2.0, b: denominator / 2.0 }
}

fn student_tails(freedom: f64, value: f64) -> Tails {
    if freedom >= NORMAL_FROM {
        return Distribution::Normal.tails(value);
    }
    let square = value * value;
    let outside = if square > 0.0 {
        let odds = freedom / square;
        tails::beta(student_shape(freedom), odds).tails.lower
    } else {
        1.0
    };
    let above = Tails { lower: 1.0 - outside / 2.0, upper: outside / 2.0 };
    if value < 0.0 { above.swapped() } else { above }
}

fn positive_tails(value: f64, at: impl Fn(f64) -> Slope) -> Tails {
    if value > 0.0 { at(value).tails } else { Tails { lower: 0.0, upper: 1.0 } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_distribution() -> impl Strategy<Value = Distribution> {
        // From 0.1 to a million, evenly in the logarithm.
        let size = || (-2.3..13.8).prop_map(libm::exp);
        prop_oneof![
            Just(Distribution::Normal),
            size().prop_map(|freedom| Distribution::StudentT { freedom }),
            size().prop_map(|freedom| Distribution::ChiSquare { freedom }),
            (size(), size())
                .prop_map(|(numerator, denominator)| Distribution::F { numerator, denominator }),
            (size(), size()).prop_map(|(alpha, beta)| Distribution::Beta { alpha, beta }),
        ]
    }

    proptest! {
        /// Between the tails of the neighbouring numbers, as one unit in the last place of the
        /// value may move the tail a lot; probabilities from 1e-12 to a half, on both sides.
        #[test]
        fn tails_undo_quantiles(
            distribution in any_distribution(),
            exponent in -27.6..-0.7,
        ) {
            let probability = libm::exp(exponent);
            let value = distribution.quantile(probability);
            let below = distribution.tails(value.next_down()).lower * (1.0 - 1e-9);
            let above = distribution.tails(value.next_up()).lower * (1.0 + 1e-9);
            prop_assert!(below < probability && probability < above, "{below} {above}");

            let probability = 1.0 - probability;
            let value = distribution.quantile(probability);
            let rest = 1.0 - probability;
            let above = distribution.tails(value.next_down()).upper * (1.0 + 1e-9);
            let below = distribution.tails(value.next_up()).upper * (1.0 - 1e-9);
            prop_assert!(below < rest && rest < above, "{below} {above}");
        }

        #[test]
        fn quantiles_rise_with_the_probability(
            distribution in any_distribution(),
            probability in 0.001..0.998,
        ) {
            let low = distribution.quantile(probability);
            let high = distribution.quantile(probability + 0.001);
            // Next to the end of a support neighbours are some last places apart, or none.
            let is_end = (1.0 - low).abs() < 1e-12;
            prop_assert!(low < high || is_end && high >= low, "{low} {high}");
        }

        /// `1 / F(n, d)` is `F(d, n)`; `t²` is `F(1, n)`.
        #[test]
        fn distributions_agree_with_each_other(
            numerator in 0.5..500.0,
            denominator in 0.5..500.0,
            probability in 0.001..0.999,
        ) {
            let f = Distribution::F { numerator, denominator };
            let inverse = Distribution::F { numerator: denominator, denominator: numerator };
            let product = f.quantile(probability) * inverse.quantile(1.0 - probability);
            prop_assert!((product - 1.0).abs() < 1e-9, "{product}");

            let t = Distribution::StudentT { freedom: denominator };
            let square = Distribution::F { numerator: 1.0, denominator };
            let root = square.quantile(probability).sqrt();
            let expected = t.quantile(0.5 + probability / 2.0);
            prop_assert!((root / expected - 1.0).abs() < 1e-9, "{root} {expected}");
        }
    }

    /// Closed forms: two degrees of freedom, the uniform, and Cauchy's tail `1 / (π t)`.
    #[test]
    fn closed_forms_hold() {
        let two = Distribution::ChiSquare { freedom: 2.0 };
        let uniform = Distribution::Beta { alpha: 1.0, beta: 1.0 };
        let cauchy = Distribution::StudentT { freedom: 1.0 };
        for p in [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999] {
            let exponential = -2.0 * libm::log1p(-p);
            assert!((two.quantile(p) / exponential - 1.0).abs() < 1e-13, "{p}");
            assert!((uniform.quantile(p) / p - 1.0).abs() < 1e-13, "{p}");
        }
        let far = cauchy.tails(1e20).upper;
        assert!((far * 1e20 * std::f64::consts::PI - 1.0).abs() < 1e-13);
    }

    #[test]
    fn ends_and_nonsense_are_defined() {
        let t = |freedom| Distribution::StudentT { freedom };
        let beta = Distribution::Beta { alpha: 2.0, beta: 5.0 };
        let cases = [
            (Distribution::Normal, 0.0, f64::NEG_INFINITY),
            (Distribution::Normal, 1.0, f64::INFINITY),
            (Distribution::Normal, 0.5, 0.0),
            (t(3.0), 0.5, 0.0),
            (t(1.0), 1e-200, f64::NEG_INFINITY),
            (t(f64::INFINITY), 0.5, 0.0),
            (beta, 0.0, 0.0),
            (beta, 1.0, 1.0),
        ];
        for (distribution, probability, expected) in cases {
            let got = distribution.quantile(probability);
            assert_eq!(got.total_cmp(&expected), std::cmp::Ordering::Equal);
        }
        for (distribution, probability) in [
            (t(0.0), 0.9),
            (t(f64::NAN), 0.9),
            (Distribution::ChiSquare { freedom: -1.0 }, 0.9),
            (beta, 1.1),
            (beta, f64::NAN),
        ] {
            assert!(distribution.quantile(probability).is_nan());
        }
        assert!(beta.tails(f64::NAN).lower.is_nan());
        let below = beta.tails(-1.0);
        let above = beta.tails(7.0);
        assert!(below.lower <= 0.0 && above.upper <= 0.0, "{below:?} {above:?}");
    }
}
