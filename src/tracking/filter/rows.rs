//! Rows of a plot: residuals and gradients, the same for every kind of sensor.
//!
//! A plot becomes up to three uncorrelated scalar rows: range, azimuth and elevation of a radar;
//! two angles across the line of sight of a satellite.

use nalgebra::{Matrix3, Vector3};

/// One scalar row of a plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasurementRow {
    /// Measured less expected, m or rad.
    pub residual: f64,
    /// Change of the expected value with position, per m.
    pub gradient: Vector3<f64>,
    /// Variance, m² or rad².
    pub variance: f64,
}

/// The rows of one plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasurementRows {
    pub(super) all: [MeasurementRow; 3],
    pub(super) count: usize,
    /// Distance from the sensor to the position at which they were linearised, m.
    pub(super) distance_m: f64,
}

/// A bend is small if it is below this share of the standard deviation of the range.
const BEND_SHARE: f64 = 0.1;

impl MeasurementRows {
    /// The rows, in the order in which they are to be taken in.
    pub fn iter(&self) -> impl Iterator<Item = &MeasurementRow> {
        self.all[..self.count].iter()
    }

    /// Numbers measured.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The same rows for a mean that lies `offset` from where they were linearised, m.
    #[must_use]
    pub(crate) fn seen_from(mut self, offset: &Vector3<f64>) -> Self {
        for row in &mut self.all[..self.count] {
            row.residual -= row.gradient.dot(offset);
        }
        self
    }

    /// True if the range bends noticeably over a shift of the position, m. Lines of sight do not.
    pub(crate) fn bend_over(&self, shift: &Vector3<f64>) -> bool {
        let bend_m = shift.norm_squared() / (2.0 * self.distance_m);
        self.count == 3 && bend_m * bend_m > BEND_SHARE * BEND_SHARE * self.all[2].variance
    }

    /// Rows of variance one, of errors that are taken together; a range's bend is in them.
    pub(crate) fn whole(all: [MeasurementRow; 3], count: usize) -> Self {
        Self { all, count, distance_m: f64::INFINITY }
    }

    /// Variance and squared mean of the second-order term of the third row, if that is a range,
    /// under a position covariance with this trace, m².
    #[inline]
    pub(crate) fn bend_m2(&self, spread_m2: f64) -> f64 {
        bend_m2(spread_m2, self.distance_m)
    }

    /// Normalised distance squared between the plot and a belief with this position covariance, m².
    pub fn distance2(&self, position: &Matrix3<f64>) -> f64 {
        self.innovation(position).0
    }

    /// The same, and the determinant of the innovation's covariance in the rows' own units: the
    /// product of the variances of rows that are taken in one after another.
    pub(crate) fn innovation(&self, position: &Matrix3<f64>) -> (f64, f64) {
        let mut left = *position;
        let mut shift = Vector3::zeros();
        let (mut sum, mut determinant) = (0.0, 1.0);
        for (index, row) in self.iter().enumerate() {
            let with = left * row.gradient;
            let bend = if index == 2 { self.bend_m2(position.trace()) } else { 0.0 };
            let variance = row.gradient.dot(&with) + row.variance + bend;
            let innovation = row.residual - row.gradient.dot(&shift);
            shift += with * (innovation / variance);
            left.ger(-1.0 / variance, &with, &with, 1.0);
            sum += innovation * innovation / variance;
            determinant *= variance;
        }
        (sum, determinant)
    }
}

/// Variance and squared mean of the second-order term of a range, m, under a position covariance
/// with this trace, m² (Bar-Shalom et al. 2001, sec. 10.3.2).
#[inline]
pub(super) fn bend_m2(spread_m2: f64, range_m: f64) -> f64 {
    let spread = spread_m2 / range_m;
    0.75 * spread * spread
}
