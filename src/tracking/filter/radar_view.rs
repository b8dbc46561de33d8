//! A radar's view of a position: what any of its plots is compared with there.

use crate::earth::frames::wrap_rad;
use crate::sensing::plot::RadarMeasurement;
use crate::tracking::filter::rows::{MeasurementRow, MeasurementRows, bend_m2};
use nalgebra::{Matrix3, Vector3};

/// No range is believed to be better known than this, m: an object has a size, and a covariance of
/// positions must not be so flat that rounding in its far larger sides could turn it over.
const RANGE_SIGMA_M_MIN: f64 = 0.1;

/// A radar's view of a position: elevation, azimuth, range, in this order, and their gradients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RadarView {
    /// Elevation and azimuth, rad, and range, m.
    pub(crate) expected: [f64; 3],
    /// Their change with position, per m.
    pub(super) gradients: [Vector3<f64>; 3],
    /// Standard deviations of the registration errors of angles, rad, and of range, m.
    pub(super) biases: [f64; 2],
    /// The variance of the azimuth over that of an angle, as numerator and denominator.
    pub(super) stretch2: [f64; 2],
}

impl RadarView {
    /// Variances of elevation, azimuth and range of a plot that states these standard deviations of
    /// its angles and its range.
    fn variances(&self, [angle_rad, range_m]: [f64; 2]) -> [f64; 3] {
        let angle2 = angle_rad * angle_rad + self.biases[0] * self.biases[0];
        let azimuth2 = angle2 * self.stretch2[0] / self.stretch2[1];
        let range2 = range_m * range_m + self.biases[1] * self.biases[1];
        let range2 = range2.max(RANGE_SIGMA_M_MIN * RANGE_SIGMA_M_MIN);
        [angle2, azimuth2, range2]
    }

    /// The rows of a plot.
    #[inline]
    pub(crate) fn rows(&self, measured: &RadarMeasurement) -> MeasurementRows {
        let variances = self.variances([measured.angle_sigma_rad, measured.range_sigma_m]);
        let [elevation, azimuth, range] = self.expected;
        let residuals = [
            measured.elevation_rad - elevation,
            wrap_rad(measured.azimuth_rad - azimuth),
            measured.range_m - range,
        ];
        let row = |index: usize| MeasurementRow {
            residual: residuals[index],
            gradient: self.gradients[index],
            variance: variances[index],
        };
        // The angles come first: they bring the belief onto the line on which the range is exact.
        MeasurementRows { all: [row(0), row(1), row(2)], count: 3, distance_m: range }
    }

    /// Greatest distances of a plot inside a gate from what is expected, each number for itself:
    /// rad, rad and m. No residual is outside `gate_sigma` times its own standard deviation if all
    /// together are inside.
    ///
    /// The position has this covariance, m²; `worst` are the largest standard deviations that a
    /// plot states of its angles and its range.
    pub(crate) fn reach(
        &self,
        position: &Matrix3<f64>,
        (gate_sigma, worst): (f64, [f64; 2]),
    ) -> [f64; 3] {
        let variances = self.variances(worst);
        let mut reach = [0.0; 3];
        for (index, gradient) in self.gradients.iter().enumerate() {
            let spread = gradient.dot(&(position * gradient));
            let bend = if index == 2 { bend_m2(position.trace(), self.expected[2]) } else { 0.0 };
            reach[index] = gate_sigma * (spread + variances[index] + bend).max(0.0).sqrt();
        }
        reach
    }
}
