//! A plot taken into a covariance, and how it differs from what was expected.
//!
//! Plots are taken, one scalar row at a time, into the square root of the covariance (`root`),
//! which for uncorrelated rows is the joint update.

use crate::scenario::model::Filter;
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::rows::MeasurementRows;
use crate::tracking::filter::unscented;
use nalgebra::{Matrix3, SMatrix, SVector, Vector3};

/// Most linearisations of one plot.
const ITERATIONS_MAX: u32 = 6;

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

/// Takes a plot, whose rows `linearise` gives at a position, into a covariance, and returns the
/// shift of the mean, which was at a position.
///
/// In the extended filter, while the shift of the mean is long enough for the measured range to
/// bend over it, the rows are taken anew at the shifted mean (iterated extended Kalman filter;
/// Bar-Shalom et al. 2001, sec. 10.5.2).
#[inline]
pub(super) fn update<const N: usize>(
    covariance: &mut SMatrix<f64, N, N>,
    position_m: &Vector3<f64>,
    filter: Filter,
    linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
) -> (SVector<f64, N>, Innovation) {
    let spread_m2 = covariance[(0, 0)] + covariance[(1, 1)] + covariance[(2, 2)];
    let prior = CovarianceRoot::<N, 3>::out_of(covariance);
    let taken = if filter == Filter::Unscented {
        let position = |column: &SVector<f64, N>| Vector3::new(column[0], column[1], column[2]);
        let spread = Matrix3::from_columns(&prior.columns().each_ref().map(position));
        let rows = unscented::rows(position_m, &spread, linearise);
        absorb(&prior, &rows, 0.0)
    } else {
        let rows = linearise(position_m);
        let mut taken = absorb(&prior, &rows, rows.bend_m2(spread_m2));
        let mut at = *position_m;
        for _ in 1..ITERATIONS_MAX {
            let moved = position_m + taken.shift.fixed_rows::<3>(0);
            if !rows.bend_over(&(moved - at)) {
                break;
            }
            at = moved;
            let rows = linearise(&at).seen_from(&(position_m - at));
            taken = Correction { innovation: taken.innovation, ..absorb(&prior, &rows, 0.0) };
        }
        taken
    };
    prior.sharpened(&taken.root).back_into(covariance);
    (taken.shift, taken.innovation)
}

/// Correction of a belief by rows.
struct Correction<const N: usize> {
    /// Shift of the mean.
    shift: SVector<f64, N>,
    /// Root of the deviations that are left along the columns of the root before.
    root: CovarianceRoot<3, 3>,
    innovation: Innovation,
}

/// Takes rows in one after another; what was expected of a range varies by its bend too, m².
#[inline]
fn absorb<const N: usize>(
    prior: &CovarianceRoot<N, 3>,
    rows: &MeasurementRows,
    bend_m2: f64,
) -> Correction<N> {
    let mut shift = Vector3::zeros();
    let mut root = CovarianceRoot::identity();
    let mut innovation = Innovation::default();
    for (place, row) in rows.iter().enumerate() {
        let gradient = prior.seen(&row.gradient);
        let left = row.residual - gradient.dot(&shift);
        let gain = root.take(&gradient, row.variance);
        let bend_m2 = if place == 2 { bend_m2 } else { 0.0 };
        innovation.add(left, gain.variance + bend_m2);
        shift += gain.with * (left / gain.variance);
    }
    Correction { shift: prior.at(&shift), root, innovation }
}
