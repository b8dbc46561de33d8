//! Frames: geodetic, Earth-fixed, and the horizon of a site.
//!
//! Three types for a place, so that no frame is mistaken for another: [`Geodetic`] (what people
//! say), [`Ecef`] (what the simulation computes with) and [`Enu`] (what stands before a sensor),
//! with [`Look`] as its polar form. All refer to the WGS-84 ellipsoid and turn with the Earth.
//! Sources: NIMA TR8350.2 (2000), eq. 4-14; Bowring (1976), *Survey Review* 23:323, iterated.
//! Left out: geoid heights, polar motion, refraction.

use crate::earth::wgs84::{
    ECCENTRICITY_SQUARED, FLATTENING, MEAN_RADIUS_M, SEMI_MAJOR_M, SEMI_MINOR_M,
};
use nalgebra::{Matrix3, Vector3};
use std::f64::consts::{PI, TAU};

/// A place by geodetic latitude, longitude and height above the WGS-84 ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geodetic {
    /// Angle of the ellipsoid's normal above the equator, [-π/2, π/2], north positive.
    pub latitude_rad: f64,
    /// Angle east of Greenwich; conversions give (-π, π], any value is accepted.
    pub longitude_rad: f64,
    /// Height above the ellipsoid along its normal, m.
    pub altitude_m: f64,
}

/// A position in the Earth-centred, Earth-fixed frame, m: x to (0°, 0°), z to the north pole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ecef(pub Vector3<f64>);

/// A position relative to a [`Site`] along its east, north and up axes, m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enu(pub Vector3<f64>);

/// The polar form of [`Enu`]: where to look, and how far.
#[doc(alias = "AER")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Clockwise from north, [0, 2π); 0 straight overhead, where it is undefined.
    pub azimuth_rad: f64,
    /// Above the horizontal plane of the site, [-π/2, π/2].
    pub elevation_rad: f64,
    /// Straight distance, m, not negative.
    pub range_m: f64,
}

/// A place on the Earth from which others are seen: its position and axes, computed once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site {
    geodetic: Geodetic,
    position: Ecef,
    axes: Matrix3<f64>,
}

impl Geodetic {
    /// A place given in degrees and metres, as people write it.
    pub fn degrees(latitude_deg: f64, longitude_deg: f64, altitude_m: f64) -> Self {
        Self {
            latitude_rad: latitude_deg.to_radians(),
            longitude_rad: longitude_deg.to_radians(),
            altitude_m,
        }
    }

    /// The same place in the Earth-fixed frame (TR8350.2, eq. 4-14).
    pub fn ecef(self) -> Ecef {
        let (sin_latitude, cos_latitude) = libm::sincos(self.latitude_rad);
        let (sin_longitude, cos_longitude) = libm::sincos(self.longitude_rad);
        let vertical_radius =
            SEMI_MAJOR_M / (1.0 - ECCENTRICITY_SQUARED * sin_latitude * sin_latitude).sqrt();
        let from_axis = (vertical_radius + self.altitude_m) * cos_latitude;
        Ecef(Vector3::new(
            from_axis * cos_longitude,
            from_axis * sin_longitude,
            (vertical_radius * (1.0 - ECCENTRICITY_SQUARED) + self.altitude_m) * sin_latitude,
        ))
    }
}

impl Ecef {
    /// The same place by latitude, longitude and altitude, to 1e-12 rad and 1 µm.
    ///
    /// Bowring's formula for the reduced latitude, iterated to its fixed point: one pass alone is
    /// 0.1 m wrong at geostationary height. Valid from 100 km from the Earth's centre outwards.
    pub fn geodetic(self) -> Geodetic {
        const PASSES_MAX: usize = 10;
        let second_eccentricity_squared = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED);
        let (x, y, z) = (self.0.x, self.0.y, self.0.z);
        let from_axis = (x * x + y * y).sqrt();
        let (mut sin, mut cos) = unit(z, from_axis * (1.0 - FLATTENING));
        let (mut sin_latitude, mut cos_latitude) = (sin, cos);
        for _ in 0..PASSES_MAX {
            (sin_latitude, cos_latitude) = unit(
                z + second_eccentricity_squared * SEMI_MINOR_M * sin * sin * sin,
                from_axis - ECCENTRICITY_SQUARED * SEMI_MAJOR_M * cos * cos * cos,
            );
            let (sin_next, cos_next) = unit(sin_latitude * (1.0 - FLATTENING), cos_latitude);
            let change = (sin_next - sin).abs() + (cos_next - cos).abs();
            (sin, cos) = (sin_next, cos_next);
            if change < f64::EPSILON {
                break;
            }
        }
        let ellipsoid =
            SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED * sin_latitude * sin_latitude).sqrt();
        Geodetic {
            latitude_rad: libm::atan2(sin_latitude, cos_latitude),
            longitude_rad: libm::atan2(y, x),
            altitude_m: from_axis * cos_latitude + z * sin_latitude - ellipsoid,
        }
    }
}

impl Enu {
    /// The same place in polar form.
    pub fn look(self) -> Look {
        let (east, north, up) = (self.0.x, self.0.y, self.0.z);
        Look {
            azimuth_rad: azimuth_rad(east, north),
            elevation_rad: libm::atan2(up, libm::hypot(east, north)),
            range_m: self.0.norm(),
        }
    }
}

impl Look {
    /// The same place along the axes of the site.
    pub fn enu(self) -> Enu {
        let (sin_azimuth, cos_azimuth) = libm::sincos(self.azimuth_rad);
        let (sin_elevation, cos_elevation) = libm::sincos(self.elevation_rad);
        let level = self.range_m * cos_elevation;
        Enu(Vector3::new(level * sin_azimuth, level * cos_azimuth, self.range_m * sin_elevation))
    }
}

impl Site {
    /// The site at this place. At a pole, north is the meridian of the given longitude.
    pub fn new(geodetic: Geodetic) -> Self {
        let (sin_lat, cos_lat) = libm::sincos(geodetic.latitude_rad);
        let (sin_lon, cos_lon) = libm::sincos(geodetic.longitude_rad);
        #[rustfmt::skip]
        let axes = Matrix3::new(
            -sin_lon,            cos_lon,           0.0,
            -sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat,
             cos_lat * cos_lon,  cos_lat * sin_lon, sin_lat,
        );
        Self { geodetic, position: geodetic.ecef(), axes }
    }

    /// Place of the site, as it was given.
    pub fn geodetic(&self) -> Geodetic {
        self.geodetic
    }

    /// Place of the site, Earth-fixed.
    pub fn position(&self) -> Ecef {
        self.position
    }

    /// The site's unit vectors east, north and up as rows: turns Earth-fixed into local.
    pub fn axes(&self) -> &Matrix3<f64> {
        &self.axes
    }

    /// A place as it lies before the site.
    pub fn enu(&self, place: Ecef) -> Enu {
        Enu(self.axes * (place.0 - self.position.0))
    }

    /// The place that lies so before the site.
    pub fn ecef(&self, local: Enu) -> Ecef {
        Ecef(self.position.0 + self.axes.tr_mul(&local.0))
    }

    /// Direction and distance of a place as seen from the site (straight line, no refraction).
    pub fn look(&self, place: Ecef) -> Look {
        self.enu(place).look()
    }
}

/// Altitude above the ellipsoid along the geocentric radius, m: cheap, for regime tests.
///
/// Zero exactly on the ellipsoid; elsewhere above the altitude along the normal by at most
/// 6e-6 of it (6 m at 1,000 km), as `the_cheap_altitude_keeps_its_bound` shows.
pub fn altitude_approx_m(position_m: &Vector3<f64>) -> f64 {
    const FLATNESS: f64 = 1.0 / (1.0 - ECCENTRICITY_SQUARED) - 1.0;
    let polar = position_m.z * position_m.z;
    let squared = position_m.x * position_m.x + position_m.y * position_m.y + polar;
    squared.sqrt() - SEMI_MAJOR_M * (squared / (squared + FLATNESS * polar)).sqrt()
}

/// Ground range between the points below two positions, ECEF, m, over the mean sphere.
pub fn ground_range_m(here_m: &Vector3<f64>, there_m: &Vector3<f64>) -> f64 {
    let cosine = here_m.dot(there_m) / (here_m.norm() * there_m.norm());
    MEAN_RADIUS_M * libm::acos(cosine.clamp(-1.0, 1.0))
}

/// An angle brought to (−π, π], rad.
pub fn wrap_rad(angle_rad: f64) -> f64 {
    // The difference of two angles is nearly always within a turn, and a remainder is dear.
    let near = if angle_rad > PI {
        angle_rad - TAU
    } else if angle_rad <= -PI {
        angle_rad + TAU
    } else {
        angle_rad
    };
    if near > -PI && near <= PI {
        return near;
    }
    let turned = angle_rad.rem_euclid(TAU);
    if turned > PI { turned - TAU } else { turned }
}

/// Azimuth of a level direction, clockwise from north, in [0, 2π).
pub(crate) fn azimuth_rad(east: f64, north: f64) -> f64 {
    let azimuth = libm::atan2(east, north);
    if azimuth >= 0.0 {
        return azimuth;
    }
    // A tiny negative angle plus a turn rounds up to the turn itself, which is out of range.
    let wrapped = azimuth + TAU;
    if wrapped < TAU { wrapped } else { 0.0 }
}

/// Sine and cosine of the angle with this rise and run; the Earth's centre counts as level.
fn unit(rise: f64, run: f64) -> (f64, f64) {
    let length = (rise * rise + run * run).sqrt();
    if length > 0.0 { (rise / length, run / length) } else { (0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::{FRAC_PI_2, PI};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_angle_is_wrapped_by_whole_turns(angle_rad in -30.0..30.0f64, turns in -3..4i32) {
            let edge = PI + f64::from(turns) * TAU;
            for angle_rad in [angle_rad, edge, edge.next_up(), edge.next_down(), edge - PI] {
                let wrapped = wrap_rad(angle_rad);
                prop_assert!(wrapped > -PI && wrapped <= PI, "{angle_rad}: {wrapped}");
                let turns = (angle_rad - wrapped) / TAU;
                prop_assert!((turns - turns.round()).abs() < 1e-14, "{angle_rad}: {wrapped}");
            }
        }
    }

    #[test]
    fn azimuth_stays_in_its_range() {
        assert_eq!(azimuth_rad(-1e-300, 1.0).to_bits(), 0.0_f64.to_bits());
        assert!((azimuth_rad(-1.0, 0.0) - 1.5 * PI).abs() < 1e-15);
    }

    #[test]
    fn the_cheap_altitude_keeps_its_bound() {
        for altitude_m in [-5e3, 0.0, 1e3, 1e5, 2e5, 1e6] {
            for latitude_deg in -90..=90 {
                let place = Geodetic::degrees(f64::from(latitude_deg), 20.0, altitude_m);
                let off = altitude_approx_m(&place.ecef().0) - altitude_m;
                assert!(off.abs() <= 6e-6 * altitude_m.abs() + 1e-8, "{place:?}: {off}");
            }
        }
    }

    proptest! {
        #[test]
        fn there_and_back_again(
            latitude_rad in -FRAC_PI_2..FRAC_PI_2,
            longitude_rad in -PI..PI,
            altitude_m in -1e4..4e7,
        ) {
            let place = Geodetic { latitude_rad, longitude_rad, altitude_m };
            let again = place.ecef().geodetic();
            prop_assert!((again.latitude_rad - latitude_rad).abs() < 1e-14);
            prop_assert!((again.altitude_m - altitude_m).abs() < 1e-7);
            prop_assert!((again.ecef().0 - place.ecef().0).norm() < 1e-6);
        }

        #[test]
        fn a_look_leads_back_to_the_place(
            latitude_rad in -FRAC_PI_2..FRAC_PI_2,
            azimuth_rad in 0.0..TAU,
            elevation_rad in -1.5..1.5,
            range_m in 1.0..5e6,
        ) {
            let site = Site::new(Geodetic { latitude_rad, longitude_rad: 3.0, altitude_m: 9.0 });
            let look = Look { azimuth_rad, elevation_rad, range_m };
            let again = site.look(site.ecef(look.enu()));
            prop_assert!((again.range_m - range_m).abs() < 1e-8);
            prop_assert!((again.enu().0 - look.enu().0).norm() < 1e-7);
            let identity = site.axes() * site.axes().transpose();
            prop_assert!((identity - Matrix3::identity()).norm() < 1e-15);
        }
    }
}
