//! The figure, mass and turning of the Earth.
//!
//! Source: NIMA TR8350.2 (2000), *Department of Defense World Geodetic System 1984*, tables 3.1
//! to 3.4; standard gravity: 3rd CGPM (1901).

/// Equatorial radius of the ellipsoid, m.
pub const SEMI_MAJOR_M: f64 = 6_378_137.0;

/// Flattening of the ellipsoid, `(a - b) / a`.
pub const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// Polar radius of the ellipsoid, `b = a (1 - f)`, m.
pub const SEMI_MINOR_M: f64 = SEMI_MAJOR_M * (1.0 - FLATTENING);

/// First eccentricity squared of the ellipsoid, `f (2 - f)`.
pub const ECCENTRICITY_SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);

/// Mean radius `(2 a + b) / 3` of the ellipsoid, m.
pub const MEAN_RADIUS_M: f64 = (2.0 * SEMI_MAJOR_M + SEMI_MINOR_M) / 3.0;

/// Gravitational constant times mass of the Earth with its air, m³/s².
pub const GRAVITATION_M3PS2: f64 = 3.986_004_418e14;

/// Second zonal harmonic of the potential (oblateness), unnormalised.
pub const J2: f64 = 1.082_626_68e-3;

/// Rate of turning about the polar axis, eastward, rad/s.
pub const ROTATION_RADPS: f64 = 7.292_115e-5;

/// Standard acceleration of free fall, m/s².
pub const STANDARD_GRAVITY_MPS2: f64 = 9.806_65;
