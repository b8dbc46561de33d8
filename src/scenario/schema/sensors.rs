//! Sensors as written: radars, satellites, and those of kinds that were added to the program.

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A radar at its place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Radar {
    /// Identifier.
    pub id: String,
    /// The system that owns it.
    pub system: String,
    /// Radar type of the catalogue.
    #[serde(rename = "type")]
    pub kind: String,
    /// North is positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// Height of the antenna above the ellipsoid.
    #[schemars(range(min = -500.0, max = 9000.0))]
    pub altitude_m: f64,
    /// Middle of the field of regard, clockwise from north.
    #[schemars(range(min = 0.0, max = 360.0))]
    pub azimuth_deg: f64,
    /// Makes each of its registration errors, in every run, so many of the standard deviations that
    /// its type states, the signs drawn; without it the errors are drawn from a normal law. For
    /// studies of what an error of a size does.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub registration_sigmas: Option<f64>,
}

/// An infrared early-warning satellite: its place is given either by `longitude_deg` or by
/// `ephemeris`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Satellite {
    /// Identifier.
    pub id: String,
    /// The system that owns it.
    pub system: String,
    /// Satellite type of the catalogue.
    #[serde(rename = "type")]
    pub kind: String,
    /// Longitude of its geostationary place, east of Greenwich positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: Option<f64>,
    /// Its places fixed to the Earth, as a table that covers the run, times rising; best with four
    /// rows more at each end. Between rows the place is interpolated.
    #[schemars(length(min = 4))]
    pub ephemeris: Option<Vec<EphemerisRow>>,
}

/// A row of a satellite's ephemeris: Earth-centred, Earth-fixed (x to latitude 0, longitude 0; z to
/// the north pole), as in SP3 files.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EphemerisRow {
    /// Time of the scenario; may lie before its start.
    #[schemars(range(min = -1.0e6, max = 1.0e6))]
    pub time_s: f64,
    /// Towards latitude 0, longitude 0.
    #[schemars(range(min = -1.0e6, max = 1.0e6))]
    pub x_km: f64,
    /// Towards latitude 0, longitude 90 east.
    #[schemars(range(min = -1.0e6, max = 1.0e6))]
    pub y_km: f64,
    /// Towards the north pole.
    #[schemars(range(min = -1.0e6, max = 1.0e6))]
    pub z_km: f64,
}

/// A sensor of a kind that a crate has added to the program.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Sensor")]
pub struct SensorTable {
    /// Identifier.
    pub id: String,
    /// The system that owns it.
    pub system: String,
    /// Name of its kind.
    pub kind: String,
    /// North is positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// Height above the ellipsoid.
    #[schemars(range(min = -500.0, max = 100_000.0))]
    pub altitude_m: f64,
    /// The numbers that its kind asks for.
    pub parameters: BTreeMap<String, f64>,
}
