//! The Earth: its figure, frames, gravity and air.
//!
//! The Earth is the WGS-84 ellipsoid turning at a constant rate, with gravity up to the
//! oblateness term and the air of the US Standard Atmosphere 1976. Left out: terrain, the geoid,
//! polar motion, wind, weather and refraction.

pub mod area;
pub mod atmosphere;
pub mod ephemeris;
pub mod frames;
pub mod geodesic;
pub mod gravity;
pub mod sight;
pub mod wgs84;
