//! Gravity: a point mass and the Earth's oblateness.
//!
//! Source: Vallado (2013), *Fundamentals of Astrodynamics and Applications*, sec. 8.6.1;
//! Montenbruck and Gill (2000), *Satellite Orbits*, sec. 3.2. Left out: higher harmonics (some
//! 100 m over an intercontinental flight), Sun, Moon and tides.

use crate::earth::wgs84::{GRAVITATION_M3PS2, J2, SEMI_MAJOR_M};
use nalgebra::Vector3;

/// Acceleration by gravity with oblateness, m/s², at a position from the Earth's centre, m.
///
/// The polar axis is z; the frame may be inertial or Earth-fixed, but the centrifugal term of the
/// latter is not in it.
#[inline]
pub fn acceleration(position_m: &Vector3<f64>) -> Vector3<f64> {
    const OBLATENESS: f64 = 1.5 * J2 * SEMI_MAJOR_M * SEMI_MAJOR_M;
    let inverse_squared = 1.0 / position_m.norm_squared();
    let pull = GRAVITATION_M3PS2 * inverse_squared * inverse_squared.sqrt();
    let bulge = OBLATENESS * inverse_squared;
    let polar = 5.0 * position_m.z * position_m.z * inverse_squared;
    let level = -pull * (1.0 + bulge * (1.0 - polar));
    let axial = -pull * (1.0 + bulge * (3.0 - polar));
    Vector3::new(level * position_m.x, level * position_m.y, axial * position_m.z)
}

/// Acceleration by a point mass alone, m/s², at a position from the Earth's centre, m.
#[inline]
pub fn point_mass_acceleration(position_m: &Vector3<f64>) -> Vector3<f64> {
    let inverse_squared = 1.0 / position_m.norm_squared();
    position_m * (-GRAVITATION_M3PS2 * inverse_squared * inverse_squared.sqrt())
}
