//! Sensors as written: radars, satellites, and those of kinds that were added to the program.

use super::NAME_PATTERN;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

tables! {
/// A radar at its place.
pub struct Radar {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// The system that owns it.
    system: String,
    /// Radar type of the catalogue.
    #[serde(rename = "type")]
    kind: String,
    /// North is positive.
    latitude_deg: f64 [-90.0, 90.0],
    /// East of Greenwich is positive.
    longitude_deg: f64 [-180.0, 180.0],
    /// Height of the antenna above the ellipsoid.
    altitude_m: f64 [-500.0, 9000.0],
    /// Middle of the field of regard, clockwise from north.
    azimuth_deg: f64 [0.0, 360.0],
    /// Makes each of its registration errors, in every run, so many of the standard deviations that
    /// its type states, the signs drawn; without it the errors are drawn from a normal law. For
    /// studies of what an error of a size does.
    registration_sigmas: Option<f64> [0.0, 10.0],
}

/// An infrared early-warning satellite: its place is given either by `longitude_deg` or by
/// `ephemeris`.
pub struct Satellite {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// The system that owns it.
    system: String,
    /// Satellite type of the catalogue.
    #[serde(rename = "type")]
    kind: String,
    /// Longitude of its geostationary place, east of Greenwich positive.
    longitude_deg: Option<f64> [-180.0, 180.0],
    /// Its places fixed to the Earth, as a table that covers the run, times rising; best with four
    /// rows more at each end. Between rows the place is interpolated.
    #[schemars(length(min = 4))]
    ephemeris: Option<Vec<EphemerisRow>>,
}

/// A row of a satellite's ephemeris: Earth-centred, Earth-fixed (x to latitude 0, longitude 0; z to
/// the north pole), as in SP3 files.
pub struct EphemerisRow {
    /// Time of the scenario; may lie before its start.
    time_s: f64 [-1.0e6, 1.0e6],
    /// Towards latitude 0, longitude 0.
    x_km: f64 [-1.0e6, 1.0e6],
    /// Towards latitude 0, longitude 90 east.
    y_km: f64 [-1.0e6, 1.0e6],
    /// Towards the north pole.
    z_km: f64 [-1.0e6, 1.0e6],
}

/// A sensor of a kind that a crate has added to the program.
#[schemars(rename = "Sensor")]
pub struct SensorTable {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// The system that owns it.
    system: String,
    /// Name of its kind.
    kind: String,
    /// North is positive.
    latitude_deg: f64 [-90.0, 90.0],
    /// East of Greenwich is positive.
    longitude_deg: f64 [-180.0, 180.0],
    /// Height above the ellipsoid.
    altitude_m: f64 [-500.0, 100_000.0],
    /// The numbers that its kind asks for.
    parameters: BTreeMap<String, f64>,
}
}
