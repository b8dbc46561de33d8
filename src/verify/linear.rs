//! Small linear models inside the six numbers of the engine's filter.
//!
//! A model of one to six numbers is put first in the state, the rest is filled with numbers that
//! have nothing to do with it. Predictions go through the engine's covariance and its unscented
//! points, plots through its square root.

use super::case::{CaseError, ReferenceCase};
use crate::tracking::filter::motion::Transition;
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::{Covariance, Innovation, unscented};
use nalgebra::{DMatrix, DVector, Matrix6, Vector6};

/// A mean and covariance of some numbers, of which the first `size` count.
#[derive(Debug, Clone, Copy)]
pub(super) struct SmallBelief {
    pub(super) size: usize,
    pub(super) mean: Vector6<f64>,
    pub(super) covariance: Matrix6<f64>,
}

/// One linear step: transition, noise, and what is added to the mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinearStep {
    pub(super) transition: Matrix6<f64>,
    pub(super) noise: Matrix6<f64>,
    pub(super) push: Vector6<f64>,
}

/// Measured numbers, their gradients, row by row, and the covariance of their errors.
#[derive(Debug, Clone)]
pub(super) struct LinearMeasurement {
    pub(super) values: DVector<f64>,
    pub(super) gradients: DMatrix<f64>,
    pub(super) errors: DMatrix<f64>,
}

impl LinearMeasurement {
    /// One number with this gradient and variance.
    pub(super) fn scalar(value: f64, gradient: &[f64], variance: f64) -> Self {
        Self {
            values: DVector::from_element(1, value),
            gradients: DMatrix::from_row_slice(1, gradient.len(), gradient),
            errors: DMatrix::from_element(1, 1, variance),
        }
    }
}

impl SmallBelief {
    pub(super) fn new(mean: &[f64], covariance: &[Vec<f64>]) -> Option<Self> {
        let size = mean.len();
        let is_square = covariance.len() == size && covariance.iter().all(|row| row.len() == size);
        if !(1..=6).contains(&size) || !is_square {
            return None;
        }
        let mut small = Self { size, mean: Vector6::zeros(), covariance: inside(covariance) };
        small.mean.rows_mut(0, size).copy_from_slice(mean);
        CovarianceRoot::<6, 6>::try_of(&small.covariance)?;
        Some(small)
    }

    /// The belief in the cells `x0` and `P0`.
    pub(super) fn of(case: &ReferenceCase) -> Result<Self, CaseError> {
        let belief = Self::new(&case.numbers("x0")?, &case.matrix("P0")?);
        let what = "a positive definite matrix that fits `x0`, of 1 to 6 rows";
        belief.ok_or_else(|| case.not("P0", what))
    }

    /// The covariance by the transition matrix, and mean and covariance by points.
    pub(super) fn predict(&mut self, step: &LinearStep) -> (Vector6<f64>, Matrix6<f64>) {
        let root = CovarianceRoot::<6, 6>::of(&self.covariance);
        let moved = |one: &Vector6<f64>| step.transition * one + step.push;
        let (mean, covariance) = unscented::through(&self.mean, root.columns(), moved);
        let block = |row, column| step.transition.fixed_view::<3, 3>(row, column).into();
        let transition =
            Transition { pp: block(0, 0), pv: block(0, 3), vp: block(3, 0), vv: block(3, 3) };
        let by_matrix = Covariance::from_matrix(&self.covariance).propagated(&transition);
        self.covariance = by_matrix.matrix() + step.noise;
        self.mean = moved(&self.mean);
        (mean, covariance + step.noise)
    }

    /// Takes rows in one after another, made uncorrelated; returns the innovation and its density.
    pub(super) fn update(&mut self, measured: &LinearMeasurement) -> Option<(Innovation, f64)> {
        let factor = measured.errors.clone().cholesky()?;
        let whiten = |matrix: &DMatrix<f64>| factor.l().solve_lower_triangular(matrix);
        let gradients = whiten(&measured.gradients)?;
        let expected = &measured.gradients * self.mean.rows(0, self.size);
        let residuals = factor.l().solve_lower_triangular(&(&measured.values - expected))?;
        let mut root = CovarianceRoot::<6, 6>::out_of(&mut self.covariance);
        let mut shift = Vector6::zeros();
        let mut innovation = Innovation::default();
        for (gradient, residual) in gradients.row_iter().zip(residuals.iter()) {
            let mut whole = Vector6::zeros();
            whole.rows_mut(0, self.size).copy_from(&gradient.transpose());
            let left = residual - whole.dot(&shift);
            let gain = root.take(&whole, 1.0);
            innovation.add(left, gain.variance);
            shift += gain.with * (left / gain.variance);
        }
        root.back_into(&mut self.covariance);
        self.mean += shift;
        // The density of the numbers themselves, not of their uncorrelated mixtures.
        let log_density = innovation.log_density() - factor.l().diagonal().map(libm::log).sum();
        Some((innovation, log_density))
    }

    pub(super) fn mean(&self) -> Vec<f64> {
        self.mean.rows(0, self.size).iter().copied().collect()
    }

    pub(super) fn covariance(&self) -> Vec<f64> {
        listed(&self.covariance, self.size)
    }
}

/// The first rows and columns of a symmetric matrix, row by row.
pub(super) fn listed(matrix: &Matrix6<f64>, size: usize) -> Vec<f64> {
    let rows = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
    rows.map(|place| matrix[place]).collect()
}

/// A square matrix inside the unit matrix of six.
pub(super) fn inside(rows: &[Vec<f64>]) -> Matrix6<f64> {
    let mut whole = Matrix6::identity();
    for (row, numbers) in rows.iter().enumerate() {
        for (column, number) in numbers.iter().enumerate() {
            whole[(row, column)] = *number;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two numbers as good as one another tell as much as one twice as good.
    #[test]
    fn correlated_rows_are_taken_together() {
        let measured = |errors: [f64; 4]| LinearMeasurement {
            values: DVector::from_vec(vec![1.0, 1.0]),
            gradients: DMatrix::from_row_slice(2, 1, &[1.0, 1.0]),
            errors: DMatrix::from_row_slice(2, 2, &errors),
        };
        let variance = |errors| {
            let mut small = SmallBelief::new(&[0.0], &[vec![1e6]]).unwrap();
            small.update(&measured(errors)).unwrap();
            small.covariance[(0, 0)]
        };
        assert!((variance([2.0, 0.0, 0.0, 2.0]) - 1.0).abs() < 1e-5);
        assert!((variance([2.0, 1.0, 1.0, 2.0]) - 1.5).abs() < 1e-5);
        assert!(SmallBelief::new(&[0.0], &[vec![-1.0]]).is_none());
        assert!(SmallBelief::new(&[0.0; 7], &vec![vec![0.0; 7]; 7]).is_none());
    }
}
