//! Parameters of a launch: what tells one flight of a profile from another.

use crate::ballistics::boost::Steering;
use crate::earth::frames::{Ecef, Enu, Geodetic, Site};
use nalgebra::{SVector, Vector2, Vector3};
use std::f64::consts::FRAC_PI_2;

/// Changes of a flight: launch point north and east, m; launch time, s; tilt north and east, rad.
pub(crate) type LaunchChange = SVector<f64, 5>;

/// Largest total tilt, rad: a thrust below the horizon at burn-out is no booster's.
const TILT_RAD_MAX: f64 = 2.4;

/// Parameters that tell one flight of a profile from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LaunchParameters {
    /// Launch point, on the ellipsoid.
    pub(crate) launch: Geodetic,
    /// Launch time, s.
    pub(crate) launch_s: f64,
    /// Angle by which the thrust has tilted from the vertical at nominal burn-out, times cosine
    /// (north) and sine (east) of its azimuth, rad.
    pub(crate) tilt_rad: Vector2<f64>,
}

impl LaunchParameters {
    /// The program after a change.
    #[must_use]
    pub(crate) fn changed(&self, by: &LaunchChange) -> Self {
        let site = Site::new(self.launch);
        let moved: Ecef = site.ecef(Enu(Vector3::new(by[1], by[0], 0.0)));
        let mut tilt_rad = self.tilt_rad + Vector2::new(by[3], by[4]);
        let total_rad = tilt_rad.norm();
        if total_rad > TILT_RAD_MAX {
            tilt_rad *= TILT_RAD_MAX / total_rad;
        }
        Self {
            launch: Geodetic { altitude_m: 0.0, ..moved.geodetic() },
            launch_s: self.launch_s + by[2],
            tilt_rad,
        }
    }

    /// The change that leads from here to another program.
    pub(crate) fn change_to(&self, other: &Self) -> LaunchChange {
        let away = Site::new(self.launch).enu(other.launch.ecef()).0;
        let tilt_rad = other.tilt_rad - self.tilt_rad;
        let later_s = other.launch_s - self.launch_s;
        LaunchChange::from([away.y, away.x, later_s, tilt_rad.x, tilt_rad.y])
    }

    pub(super) fn steering(&self, cutoff_s: f64) -> Steering {
        Steering {
            azimuth_rad: libm::atan2(self.tilt_rad.y, self.tilt_rad.x),
            elevation_final_rad: FRAC_PI_2 - self.tilt_rad.norm(),
            cutoff_s,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(tilt_rad: f64, azimuth_rad: f64) -> LaunchParameters {
        let (sin, cos) = libm::sincos(azimuth_rad);
        LaunchParameters {
            launch: Geodetic::degrees(30.0, 52.0, 0.0),
            launch_s: 20.0,
            tilt_rad: Vector2::new(cos, sin) * tilt_rad,
        }
    }

    #[test]
    fn a_change_leads_there_and_back() {
        let from = program(1.1, 0.7);
        let change = LaunchChange::from([4e3, -7e3, 3.0, 0.05, -0.1]);
        let back = from.change_to(&from.changed(&change));
        assert!((back - change).norm() < 10.0, "{back}");
    }
}
