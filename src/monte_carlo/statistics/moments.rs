//! Mean and variance of a stream, in constant memory.
//!
//! Welford, Technometrics 4:419 (1962), which avoids the difference of large sums. Leaves out
//! higher moments and quantiles. Not-a-number, once pushed, stays.

use serde::Serialize;

/// Spread below this many units of rounding of the values is no spread at all.
const ROUNDING: f64 = 8.0 * f64::EPSILON;

/// Count, mean and squared deviations of a stream of values.
#[doc(alias = "Welford")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Moments {
    count: u64,
    mean: f64,
    squared_deviations: f64,
}

impl Moments {
    /// Takes in one more value.
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squared_deviations += before * (value - self.mean);
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Arithmetic mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Sample variance with `n − 1`; `None` below two values.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squared_deviations / (self.count - 1) as f64)
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
        self.a.push(a);
        self.b.push(b);
        self.difference.push(a - b);
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
