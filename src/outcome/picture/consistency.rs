//! Consistency of errors with the covariances that go with them: NEES and NIS.
//!
//! Bar-Shalom, Li & Kirubarajan, *Estimation with Applications to Tracking and Navigation* (2001),
//! sec. 5.4: for a consistent filter the normalised estimation error squared is chi-square with as
//! many degrees of freedom as there are states, the normalised innovation squared with as many as
//! there are numbers measured. Each, per number, is one in the mean; above one the filter is surer
//! than it may be, below one less sure than it could be. How far off the mean of independent runs
//! may be is told by the chi-square bounds of `monte_carlo::statistics`; samples of one track are
//! not independent of each other.

use nalgebra::{SMatrix, SVector};

/// Normalised estimation error squared, `eᵀ P⁻¹ e`, of an error and its covariance; `None` if the
/// covariance is not positive definite (ibid., eq. 5.4.2-1).
pub fn nees(error: &SVector<f64, 6>, covariance: &SMatrix<f64, 6, 6>) -> Option<f64> {
    let factor = covariance.cholesky()?;
    let squared = error.dot(&factor.solve(error));
    squared.is_finite().then_some(squared)
}

/// Mean of normalised squares per number: of NEES with the number of states, of NIS with the
/// number of numbers measured, which may differ from plot to plot.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NormalisedMean {
    squared: f64,
    numbers: f64,
}

impl NormalisedMean {
    /// Adds a normalised square, or a sum of several, and of how many numbers it is in all; of a
    /// plot that was taken in by half, half as many.
    pub fn add(&mut self, squared: f64, numbers: f64) {
        self.squared += squared;
        self.numbers += numbers;
    }

    /// The mean per number: one is ideal; `None` of nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.numbers > 0.0).then(|| self.squared / self.numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Errors of one, two and three standard deviations along three axes, none along the others:
    /// 1 + 4 + 9.
    #[test]
    fn a_worked_example_of_nees() {
        let sigma = [100.0, 20.0, 5.0, 1.0, 2.0, 3.0];
        let variances = SVector::<f64, 6>::from(sigma.map(|sigma| sigma * sigma));
        let error = SVector::<f64, 6>::from([100.0, -40.0, 15.0, 0.0, 0.0, 0.0]);
        let covariance = SMatrix::from_diagonal(&variances);
        let squared = nees(&error, &covariance).expect("it is positive definite");
        assert!((squared - 14.0).abs() < 1e-12);
        let mut mean = NormalisedMean::default();
        assert_eq!(mean.mean(), None);
        mean.add(squared, 6.0);
        assert!((mean.mean().expect("a sample") - 14.0 / 6.0).abs() < 1e-12);
        let flat = SMatrix::from_diagonal(&SVector::from([1.0, 1.0, 1.0, 1.0, 1.0, 0.0]));
        assert_eq!(nees(&error, &flat), None);
    }

    /// With correlation one half in two numbers, `P⁻¹ = 4/3 [[1, −½], [−½, 1]]`: an error (1, 1) is
    /// 4/3, and (1, −1), against the correlation, is 4.
    #[test]
    fn correlation_counts() {
        let mut covariance = SMatrix::<f64, 6, 6>::identity();
        (covariance[(0, 4)], covariance[(4, 0)]) = (0.5, 0.5);
        for (other, by_hand) in [(1.0, 4.0 / 3.0), (-1.0, 4.0)] {
            let error = SVector::from([1.0, 0.0, 0.0, 0.0, other, 0.0]);
            let squared = nees(&error, &covariance).expect("it is positive definite");
            assert!((squared - by_hand).abs() < 1e-12);
        }
    }

    /// Three plots of range, azimuth and elevation with innovations of 1, 2 and 0 standard
    /// deviations each, and one with a range rate too at half a deviation each: squares 3, 12, 0
    /// and 1 of 13 numbers in all.
    #[test]
    fn a_worked_example_of_nis() {
        let mut mean = NormalisedMean::default();
        for (squared, numbers) in [(3.0, 3.0), (12.0, 3.0), (0.0, 3.0), (1.0, 4.0)] {
            mean.add(squared, numbers);
        }
        assert!((mean.mean().expect("four plots") - 16.0 / 13.0).abs() < 1e-15);
    }

    proptest! {
        /// The unit does not matter: errors and covariances told in others give the same.
        #[test]
        fn units_do_not_matter(
            error in prop::array::uniform6(-3.0..3.0f64),
            root in prop::collection::vec(-1.0..1.0f64, 36),
            units in prop::array::uniform6(-3.0..3.0f64),
        ) {
            let (error, root) = (SVector::from(error), SMatrix::<f64, 6, 6>::from_vec(root));
            let covariance = root * root.transpose() + SMatrix::identity();
            let units = units.map(|power| libm::pow(10.0, power));
            let scale = SMatrix::from_diagonal(&SVector::from(units));
            let one = nees(&error, &covariance).expect("it is positive definite");
            let other = nees(&(scale * error), &(scale * covariance * scale));
            let other = other.expect("it is positive definite");
            prop_assert!(one >= 0.0 && (one - other).abs() < 1e-9 * (1.0 + one));
        }
    }
}
