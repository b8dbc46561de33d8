//! Shortest ways over the ellipsoid.
//!
//! Algorithm: Karney (2013), *Algorithms for geodesics*, J. Geodesy 87:43, by the crate
//! `geographiclib-rs`, exact to nanometres; altitudes are left out.

use crate::earth::frames::{Geodetic, azimuth_rad};
use crate::earth::wgs84::{FLATTENING, SEMI_MAJOR_M};
use geographiclib_rs::Geodesic as Solver;
use geographiclib_rs::{DirectGeodesic, InverseGeodesic};

/// The shortest way between two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geodesic {
    /// Length along the ellipsoid, m.
    pub distance_m: f64,
    /// Direction in which it leaves the first place, clockwise from north, [0, 2π).
    pub azimuth_rad: f64,
    /// Direction in which it passes the second place, clockwise from north, [0, 2π).
    pub azimuth_end_rad: f64,
}

/// The figure on which geodesics run: the WGS-84 ellipsoid, or another one to compare with.
#[derive(Debug, Clone, Copy)]
pub struct Ellipsoid(Solver);

/// The shortest way from one place to another on WGS-84.
pub fn inverse(from: Geodetic, to: Geodetic) -> Geodesic {
    Ellipsoid::wgs84().inverse(from, to)
}

/// The place on the WGS-84 ellipsoid reached by going a distance (m) along an azimuth (rad).
pub fn direct(from: Geodetic, azimuth_rad: f64, distance_m: f64) -> Geodetic {
    Ellipsoid::wgs84().direct(from, azimuth_rad, distance_m).0
}

impl Ellipsoid {
    /// The WGS-84 ellipsoid.
    pub fn wgs84() -> Self {
        Self::new(SEMI_MAJOR_M, FLATTENING)
    }

    /// An ellipsoid by equatorial radius (m) and flattening.
    pub fn new(semi_major_m: f64, flattening: f64) -> Self {
        Self(Solver::new(semi_major_m, flattening))
    }

    /// The shortest way from one place to another.
    pub fn inverse(&self, from: Geodetic, to: Geodetic) -> Geodesic {
        let (distance_m, start_deg, end_deg, _): (f64, f64, f64, f64) = self.0.inverse(
            from.latitude_rad.to_degrees(),
            from.longitude_rad.to_degrees(),
            to.latitude_rad.to_degrees(),
            to.longitude_rad.to_degrees(),
        );
        Geodesic { distance_m, azimuth_rad: wrapped(start_deg), azimuth_end_rad: wrapped(end_deg) }
    }

    /// The place on the ellipsoid reached by going a distance (m) along an azimuth (rad), and the
    /// azimuth (rad) in which it is reached, [0, 2π).
    pub fn direct(&self, from: Geodetic, azimuth_rad: f64, distance_m: f64) -> (Geodetic, f64) {
        let (latitude_deg, longitude_deg, end_deg): (f64, f64, f64) = self.0.direct(
            from.latitude_rad.to_degrees(),
            from.longitude_rad.to_degrees(),
            azimuth_rad.to_degrees(),
            distance_m,
        );
        let place = Geodetic::degrees(latitude_deg, longitude_deg, 0.0);
        (place, wrapped(end_deg))
    }
}

/// An azimuth in degrees, [-180, 180], as radians in [0, 2π).
fn wrapped(azimuth_deg: f64) -> f64 {
    let (sin, cos) = libm::sincos(azimuth_deg.to_radians());
    azimuth_rad(sin, cos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn azimuths_lie_in_their_range() {
        let west = inverse(Geodetic::degrees(0.0, 0.0, 0.0), Geodetic::degrees(0.0, -1.0, 0.0));
        assert!((west.azimuth_rad.to_degrees() - 270.0).abs() < 1e-12);
        let nowhere = inverse(Geodetic::degrees(9.0, 9.0, 0.0), Geodetic::degrees(9.0, 9.0, 0.0));
        assert!(nowhere.distance_m.abs() < 1e-9 && nowhere.azimuth_rad.is_finite());
    }
}
