//! Mean and variance of a stream, in constant memory.
//!
//! Welford, Technometrics 4:419 (1962), which avoids the difference of large sums. Leaves out
//! higher moments and quantiles. Not-a-number, once pushed, stays.
//!
//! A value may have a weight. The mean is then the ratio estimator `Σ w v / Σ w`, and the variance
//! that of `w (v − mean) / mean w`, by which that ratio errs as a mean does (Cochran, *Sampling
//! Techniques*, 3rd ed., 1977, sec. 6.3). Under equal weights both are the plain ones, to the last
//! bit where the weights are 1.

use serde::Serialize;

/// Share of squares below which what is left of them has been lost to rounding.
const CANCELLED: f64 = 1.0e-12;

/// Spread below this many units of rounding of the values is no spread at all.
const ROUNDING: f64 = 8.0 * f64::EPSILON;

/// Count, mean and squared deviations of a stream of values.
#[doc(alias = "Welford")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Moments {
    count: u64,
    /// Of values times weights.
    mean: f64,
    squared_deviations: f64,
    mean_weight: f64,
    squared_weight_deviations: f64,
    product_deviations: f64,
}

impl Moments {
    /// Takes in one more value.
    pub fn push(&mut self, value: f64) {
        self.push_weighted(value, 1.0);
    }

    /// Takes in one more value with its weight, from 0 to the greatest that there can be, 1.
    pub fn push_weighted(&mut self, value: f64, weight: f64) {
        self.count += 1;
        let value = value * weight;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squared_deviations += before * (value - self.mean);
        let before_weight = weight - self.mean_weight;
        self.mean_weight += before_weight / self.count as f64;
        self.squared_weight_deviations += before_weight * (weight - self.mean_weight);
        self.product_deviations += before * (weight - self.mean_weight);
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean by the weights, 0 where all of them are; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.ratio())
    }

    fn ratio(&self) -> f64 {
        if self.mean_weight > 0.0 { self.mean / self.mean_weight } else { 0.0 }
    }

    /// Mean weight, 0 to 1; `None` without values.
    pub fn mean_weight(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean_weight)
    }

    /// Sample variance with `n − 1`; `None` below two values.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares() / (self.count - 1) as f64)
    }

    /// Squared deviations of what the ratio errs by in each run.
    fn squares(&self) -> f64 {
        if self.squared_weight_deviations <= 0.0 && self.mean_weight > 0.0 {
            return self.squared_deviations / (self.mean_weight * self.mean_weight);
        }
        let ratio = self.ratio();
        let of_weights = ratio * ratio * self.squared_weight_deviations;
        let squares = self.squared_deviations - 2.0 * ratio * self.product_deviations + of_weights;
        if squares <= CANCELLED * (self.squared_deviations + of_weights) {
            return 0.0;
        }
        squares / (self.mean_weight * self.mean_weight)
    }

    /// Standard error of the mean; `None` below two values.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| (variance / self.count as f64).sqrt())
    }

    /// Root of the mean square, up to a factor of √2: how large the values are.
    fn size(&self) -> Option<f64> {
        Some(self.mean()?.abs().max(self.variance()?.sqrt()))
    }

    /// Test that the values differ by more than the rounding of numbers of the given size.
    pub(super) fn has_spread(&self, size: f64) -> bool {
        self.variance().is_some_and(|variance| variance.sqrt() > ROUNDING * size)
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::default();
        for value in values {
            moments.push(value);
        }
        moments
    }
}

/// Two streams met by the same luck, and their difference `a − b` run by run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct PairedMoments {
    a: Moments,
    b: Moments,
    difference: Moments,
}

impl PairedMoments {
    /// Takes in the values of one run under both designs.
    pub fn push(&mut self, a: f64, b: f64) {
        self.push_weighted([a, b], 1.0);
    }

    /// The same with the weight of the run, as [`Moments::push_weighted`] has it.
    pub fn push_weighted(&mut self, [a, b]: [f64; 2], weight: f64) {
        self.a.push_weighted(a, weight);
        self.b.push_weighted(b, weight);
        self.difference.push_weighted(a - b, weight);
    }

    /// Number of pairs.
    pub fn count(&self) -> u64 {
        self.difference.count()
    }

    /// The first stream alone.
    pub fn a(&self) -> &Moments {
        &self.a
    }

    /// The second stream alone.
    pub fn b(&self) -> &Moments {
        &self.b
    }

    /// The stream of differences `a − b`.
    pub fn difference(&self) -> &Moments {
        &self.difference
    }

    /// Sample correlation of the pairs, in `[−1, 1]`, from `Var(a − b) = Var a + Var b − 2 Cov`;
    /// `None` below two pairs or where a stream has no spread.
    pub fn correlation(&self) -> Option<f64> {
        let (a, b) = (self.a.variance()?, self.b.variance()?);
        let covariance = (a + b - self.difference.variance()?) / 2.0;
        let scale = a.sqrt() * b.sqrt();
        (scale > 0.0).then(|| (covariance / scale).clamp(-1.0, 1.0))
    }

    /// Ratio of unpaired to paired runs for the same precision,
    /// `(Var a + Var b) / Var(a − b)`; Law, "Simulation Modeling and Analysis", section 11.2.
    ///
    /// Below 1 pairing has done harm. `None` below two pairs or where all differences are equal.
    pub fn variance_reduction(&self) -> Option<f64> {
        let difference = self.difference.variance()?;
        let unpaired = self.a.variance()? + self.b.variance()?;
        // Differences of equal numbers may differ by their rounding.
        let size = self.a.size()?.max(self.b.size()?);
        let spread = self.difference.has_spread(size);
        spread.then(|| unpaired / difference)
    }
}

impl FromIterator<(f64, f64)> for PairedMoments {
    fn from_iter<I: IntoIterator<Item = (f64, f64)>>(pairs: I) -> Self {
        let mut moments = Self::default();
        for (a, b) in pairs {
            moments.push(a, b);
        }
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two-pass formulas, the definition.
    fn by_definition(values: &[f64]) -> (f64, f64) {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (mean, squares / (n - 1.0))
    }

    fn agree(got: &Moments, expected: &Moments) -> Result<(), TestCaseError> {
        prop_assert_eq!(got.count, expected.count);
        prop_assert!(got.squared_weight_deviations.abs() + got.product_deviations.abs() <= 0.0);
        prop_assert!((got.mean - expected.mean).abs() < 1e-11);
        let tolerance = 1e-12 * (expected.squared_deviations + 1.0);
        let gap = got.squared_deviations - expected.squared_deviations;
        prop_assert!(gap.abs() < tolerance, "{got:?} {expected:?}");
        Ok(())
    }

    proptest! {
        #[test]
        fn pushing_agrees_with_the_definition(
            values in prop::collection::vec(-1e3..1e3, 2..60),
        ) {
            let moments: Moments = values.iter().copied().collect();
            let (mean, variance) = by_definition(&values);
            prop_assert!((moments.mean().unwrap() - mean).abs() < 1e-11);
            prop_assert!((moments.variance().unwrap() / variance - 1.0).abs() < 1e-11);
            agree(&values.iter().rev().copied().collect(), &moments)?;
        }

        /// The ratio of sums, and the squares of what each run adds to its error.
        #[test]
        fn weighted_values_agree_with_the_definition(
            pairs in prop::collection::vec((0.0..1.0, 0.1..1.0), 2..60),
        ) {
            let mut moments = Moments::default();
            for (value, weight) in &pairs {
                moments.push_weighted(*value, *weight);
            }
            let weights: f64 = pairs.iter().map(|(_, weight)| weight).sum();
            let ratio = pairs.iter().map(|(value, weight)| value * weight).sum::<f64>() / weights;
            let count = pairs.len() as f64;
            let error = |(value, weight): &(f64, f64)| weight * (value - ratio) * count / weights;
            let squares: f64 = pairs.iter().map(error).map(|error| error * error).sum();
            prop_assert!((moments.mean().unwrap() - ratio).abs() < 1e-12);
            let variance = moments.variance().unwrap();
            prop_assert!((variance - squares / (count - 1.0)).abs() < 1e-9, "{variance}");
        }

        #[test]
        fn correlation_agrees_with_the_definition(
            pairs in prop::collection::vec((-10.0..10.0, -10.0..10.0), 3..40),
        ) {
            let moments: PairedMoments = pairs.iter().copied().collect();
            let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
            let ((mean_a, var_a), (mean_b, var_b)) = (by_definition(&a), by_definition(&b));
            let products: f64 = pairs.iter().map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
            let expected = products / (pairs.len() - 1) as f64 / (var_a * var_b).sqrt();
            prop_assert!((moments.correlation().unwrap() - expected).abs() < 1e-9);
        }
    }

    /// Sums of squares would lose all digits here: the mean is 1e9, the variance 1.
    #[test]
    fn a_large_mean_does_not_eat_the_variance() {
        let moments: Moments = [1e9 - 1.0, 1e9, 1e9 + 1.0].into_iter().collect();
        assert!((moments.variance().unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn equal_values_have_exactly_no_spread() {
        let mut some: Moments = [0.1; 12].into_iter().collect();
        assert_eq!(some.variance(), Some(0.0));
        assert!(!some.has_spread(1.0));
        some.push(0.1 + 1e-9);
        assert!(some.has_spread(1.0));
    }

    #[test]
    fn equal_values_have_no_spread_whatever_their_weights() {
        for value in [0.0, 1.0 / 3.0, 0.1, 1.0] {
            let mut moments = Moments::default();
            for run in 0..50 {
                moments.push_weighted(value, f64::from(run % 4 + 1) / 4.0);
            }
            assert!(!moments.has_spread(1.0), "{value}: {moments:?}");
            assert!((moments.mean().unwrap() - value).abs() < 1e-15);
        }
        let mut none = Moments::default();
        for _ in 0..3 {
            none.push_weighted(0.7, 0.0);
        }
        assert_eq!((none.mean(), none.variance()), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn differences_that_only_rounding_makes_are_equal() {
        let shares = [1.0 / 3.0, 0.0, 2.0 / 3.0, 1.0 / 3.0, 0.0];
        let pairs: PairedMoments = shares.iter().map(|b| (b + 1.0 / 3.0, *b)).collect();
        assert_eq!(pairs.variance_reduction(), None);
    }

    #[test]
    fn too_few_values_give_none_and_no_panic() {
        let mut pairs = PairedMoments::default();
        assert_eq!(pairs.a().mean(), None);
        assert_eq!(pairs.correlation(), None);
        pairs.push(1.0, 2.0);
        assert_eq!(pairs.difference().mean(), Some(-1.0));
        assert_eq!(pairs.difference().variance(), None);
        assert_eq!(pairs.variance_reduction(), None);
        pairs.push(3.0, 4.0);
        assert_eq!(pairs.variance_reduction(), None, "equal differences");
        assert!((pairs.correlation().unwrap() - 1.0).abs() < 1e-15);
    }
}
