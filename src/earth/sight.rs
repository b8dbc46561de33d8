//! Line of sight: does the Earth stand between two points?
//!
//! Stretching the polar axis by `a / b` turns the ellipsoid into a sphere and keeps straight lines
//! straight, so the test is exact: the point of the line nearest to the centre must lie outside.
//! Left out: terrain and refraction (which lets a radar see a few percent farther).

use crate::earth::frames::Ecef;
use crate::earth::wgs84::{SEMI_MAJOR_M, SEMI_MINOR_M};
use nalgebra::Vector3;

/// Test that the straight line between two points is clear of the ellipsoid.
///
/// A point below the ellipsoid stands on ground of its own depth: it sees what is above its
/// horizontal. So a radar at −20 m is not blind.
pub fn visible(a: Ecef, b: Ecef) -> bool {
    let (from, to) = (stretched(a), stretched(b));
    let way = to - from;
    let nearest = -from.dot(&way);
    let length_squared = way.norm_squared();
    if nearest <= 0.0 || nearest >= length_squared {
        return true; // The line rises from one end to the other: nothing lies lower between.
    }
    let clearance_squared = from.norm_squared() - nearest * nearest / length_squared;
    let ground_squared = from.norm_squared().min(to.norm_squared());
    clearance_squared >= ground_squared.min(SEMI_MAJOR_M * SEMI_MAJOR_M)
}

fn stretched(point: Ecef) -> Vector3<f64> {
    let polar = point.0.z * (SEMI_MAJOR_M / SEMI_MINOR_M);
    Vector3::new(point.0.x, point.0.y, polar)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;
    use crate::earth::frames::{Geodetic, Look, Site, altitude_approx_m};

    #[test]
    fn what_is_seen() {
        let on = Geodetic::degrees;
        for (from, to, expected) in [
            // On the equator the horizon of 10 km altitude is 356.9 km away, 3.2064° of longitude.
            (on(0.0, 0.0, 0.0), on(0.0, 3.206, 10e3), true),
            (on(0.0, 0.0, 0.0), on(0.0, 3.207, 10e3), false),
            (on(0.0, 0.0, -20.0), on(0.0, 0.1, 1e3), true),
            (on(90.0, 0.0, 0.0), on(-90.0, 0.0, 4e7), false),
            (on(90.0, 0.0, 0.0), on(90.0, 0.0, 1.0), true),
            // A geostationary satellite sees to 81.3° of latitude on its meridian.
            (on(81.2, 0.0, 0.0), on(0.0, 0.0, 35_786e3), true),
            (on(81.5, 0.0, 0.0), on(0.0, 0.0, 35_786e3), false),
            (on(10.0, 180.0, 5e5), on(10.0, -179.0, 5e5), true),
        ] {
            assert_eq!(visible(from.ecef(), to.ecef()), expected, "{from:?} {to:?}");
        }
    }

    proptest! {
        #[test]
        fn the_horizon_of_a_place_on_the_ground_is_level(
            latitude_deg in -90.0..90.0,
            azimuth_rad in 0.0..TAU,
            elevation_rad in 1e-6..1.5,
            range_m in 1e3..4e6_f64,
            share in 0.01..0.8_f64,
        ) {
            let site = Site::new(Geodetic::degrees(latitude_deg, 40.0, 0.0));
            let at = |elevation_rad| {
                let look = Look { azimuth_rad, elevation_rad, range_m };
                site.ecef(look.enu())
            };
            let here = site.position();
            prop_assert!(visible(here, at(elevation_rad)));
            // Below the level by less than the ground falls away: in the air, yet behind the Earth.
            let sunk = at(range_m * share / -1.29e7);
            prop_assert!(altitude_approx_m(&sunk.0) > 0.0);
            prop_assert!(!visible(here, sunk) && !visible(sunk, here));
        }
    }
}
