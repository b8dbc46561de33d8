//! Launch estimate: place, time, direction and impact that a warning tells, each with how sure
//! that is.

use crate::earth::frames::{Geodetic, Site};
use nalgebra::{Matrix2, Vector2};

/// A place on the ellipsoid that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The mean.
    pub place: Geodetic,
    /// Covariance along north (first) and east (second) at the mean, m².
    pub covariance_m2: Matrix2<f64>,
}

/// A number that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uncertain {
    /// The mean.
    pub mean: f64,
    /// Standard deviation, of the same unit.
    pub sigma: f64,
}

/// Expected impact of a booster's payload.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedImpact {
    /// Place.
    pub spot: Spot,
    /// Time, s.
    pub time_s: Uncertain,
}

/// Launch as a warning estimates it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LaunchEstimate {
    /// The most likely of the boosters that the system knows, by its place in the system's list.
    pub booster: usize,
    /// Its probability among them.
    pub booster_probability: f64,
    /// Chi-square per number measured where it is clearly above what noise allows, else one: then
    /// the booster may be none that the system knows, and all covariances are enlarged by it.
    pub excess: f64,
    /// Launch point.
    pub launch: Spot,
    /// Time of the launch, s.
    pub launch_time_s: Uncertain,
    /// Azimuth of the thrust's tilt at the launch point, clockwise from north, rad.
    pub azimuth_rad: Uncertain,
    /// Impact; `None` if it is not expected to come down.
    pub impact: Option<ExpectedImpact>,
}

/// Chi-square with two degrees of freedom that 95 % stay below: −2 ln 0.05.
pub const CHI2_2_95: f64 = 5.991_464_547_107_98;

impl Spot {
    /// Normalised distance squared of a place from the mean.
    pub fn distance2(&self, place: Geodetic) -> f64 {
        let off = Site::new(self.place).enu(place.ecef()).0;
        let off = Vector2::new(off.y, off.x);
        let inverse = self.covariance_m2.try_inverse().unwrap_or_default();
        off.dot(&(inverse * off))
    }

    /// Semi-axes of the ellipse that holds the truth with 95 %, m: the longer, then the shorter.
    pub fn ellipse_m(&self) -> [f64; 2] {
        let (half_sum, half_gap) = (
            0.5 * self.covariance_m2.trace(),
            0.5 * (self.covariance_m2[(0, 0)] - self.covariance_m2[(1, 1)]),
        );
        let root = libm::hypot(half_gap, self.covariance_m2[(0, 1)]);
        [half_sum + root, half_sum - root].map(|variance| (CHI2_2_95 * variance.max(0.0)).sqrt())
    }

    /// Direction of the longer axis, clockwise from north, rad, in [−π/2, π/2].
    pub fn axis_rad(&self) -> f64 {
        let gap = self.covariance_m2[(0, 0)] - self.covariance_m2[(1, 1)];
        0.5 * libm::atan2(2.0 * self.covariance_m2[(0, 1)], gap)
    }
}

impl Uncertain {
    /// A mean and a variance.
    pub(crate) fn of(mean: f64, variance: f64) -> Self {
        let sigma = variance.max(0.0).sqrt();
        Self { mean, sigma }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::Enu;
    use nalgebra::Vector3;

    #[test]
    fn an_ellipse_has_its_axes_where_the_covariance_has_them() {
        let place = Geodetic::degrees(30.0, 52.0, 0.0);
        for (axis_rad, long_m, short_m) in [(0.3, 3e3, 1e3), (-1.2, 2e3, 5e2), (0.0, 9e3, 1e3)] {
            let (sin, cos) = libm::sincos(axis_rad);
            let turn = Matrix2::new(cos, -sin, sin, cos);
            let squares = Vector2::new(long_m * long_m, short_m * short_m);
            let covariance_m2 = turn * Matrix2::from_diagonal(&squares) * turn.transpose();
            let spot = Spot { place, covariance_m2 };
            let [long, short] = spot.ellipse_m().map(|axis_m| axis_m / CHI2_2_95.sqrt());
            assert!((long / long_m - 1.0).abs() < 1e-9 && (short / short_m - 1.0).abs() < 1e-9);
            assert!((spot.axis_rad() - axis_rad).abs() < 1e-9);
            let site = Site::new(place);
            let end = site.ecef(Enu(Vector3::new(long_m * sin, long_m * cos, 0.0)));
            assert!((spot.distance2(end.geodetic()) - 1.0).abs() < 1e-3);
        }
    }
}
