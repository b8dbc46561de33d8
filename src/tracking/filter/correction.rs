//! The correction of a belief by a plot's rows, and how they differ from what was expected.

use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::rows::{MeasurementRow, MeasurementRows};
use nalgebra::{Matrix3, SVector, Vector3};

/// Difference of a plot from what was expected of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Innovation {
    /// Numbers measured.
    pub count: u32,
    /// Normalised square of the difference: chi-square of `count` degrees of freedom for a filter
    /// that knows its errors.
    pub distance2: f64,
    /// Determinant of its covariance: the product of the rows' variances.
    pub determinant: f64,
}

impl Default for Innovation {
    fn default() -> Self {
        Self { count: 0, distance2: 0.0, determinant: 1.0 }
    }
}

impl Innovation {
    /// Adds a scalar row that differs by so much from what was expected with this variance.
    #[inline]
    pub fn add(&mut self, difference: f64, variance: f64) {
        self.count += 1;
        self.distance2 += difference * difference / variance;
        self.determinant *= variance;
    }

    /// Natural logarithm of the probability density with which the plot was expected.
    pub fn log_density(&self) -> f64 {
        let scale = f64::from(self.count) * libm::log(std::f64::consts::TAU);
        -0.5 * (self.distance2 + scale + libm::log(self.determinant))
    }

    /// The two of rows that were taken in one after another.
    #[must_use]
    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.count += other.count;
        self.distance2 += other.distance2;
        self.determinant *= other.determinant;
        self
    }
}

/// Correction of a belief by rows: what they do to the deviations along the columns of its root.
#[derive(Debug, Clone, Copy)]
pub(super) struct Correction {
    /// Shift of the mean.
    deviations: Vector3<f64>,
    /// Root of what is left.
    root: CovarianceRoot<3, 3>,
    /// Difference of the rows from what was expected.
    pub(super) innovation: Innovation,
}

impl Correction {
    /// That by no row.
    pub(super) fn none() -> Self {
        Self {
            deviations: Vector3::zeros(),
            root: CovarianceRoot::identity(),
            innovation: Innovation::default(),
        }
    }

    /// That by rows, one after another; what was expected of a range varies by its bend too, m².
    #[inline]
    pub(super) fn by<const N: usize>(
        prior: &CovarianceRoot<N, 3>,
        rows: &MeasurementRows,
        bend_m2: f64,
    ) -> Self {
        let mut taken = Self::none();
        for (place, row) in rows.iter().enumerate() {
            taken.take(prior, row, if place == 2 { bend_m2 } else { 0.0 });
        }
        taken
    }

    /// Takes in one row more; what was expected of it varies by its bend too, m².
    #[inline]
    pub(super) fn take<const N: usize>(
        &mut self,
        prior: &CovarianceRoot<N, 3>,
        row: &MeasurementRow,
        bend_m2: f64,
    ) {
        let gradient = prior.seen(&row.gradient);
        let left = row.residual - gradient.dot(&self.deviations);
        let gain = self.root.take(&gradient, row.variance);
        self.innovation.add(left, gain.variance + bend_m2);
        self.deviations += gain.with * (left / gain.variance);
    }

    /// Shift of the mean.
    #[inline]
    pub(super) fn shift<const N: usize>(&self, prior: &CovarianceRoot<N, 3>) -> SVector<f64, N> {
        prior.at(&self.deviations)
    }

    /// Shift of the mean position, m.
    #[inline]
    pub(super) fn shift_m<const N: usize>(&self, prior: &CovarianceRoot<N, 3>) -> Vector3<f64> {
        self.shift(prior).fixed_rows::<3>(0).into()
    }

    /// Root of what is left of the covariance with a root.
    #[inline]
    pub(super) fn root_after<const N: usize>(
        &self,
        prior: &CovarianceRoot<N, 3>,
    ) -> CovarianceRoot<N, 3> {
        prior.sharpened(&self.root)
    }

    /// Covariance of the position that is left, m².
    pub(super) fn position<const N: usize>(&self, prior: &CovarianceRoot<N, 3>) -> Matrix3<f64> {
        let left = self.root_after(prior);
        let mut covariance = Matrix3::zeros();
        for column in left.columns() {
            let column = column.fixed_rows::<3>(0);
            covariance.ger(1.0, &column, &column, 1.0);
        }
        covariance
    }
}
