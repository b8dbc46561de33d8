//! Raids as written, and corridors, which no raid flies.

use super::PointDeg;
use schemars::JsonSchema;
use serde::Deserialize;

/// A group of threats from one launch area.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Raid {
    /// Identifier; its threats are `ID-1`, `ID-2`, …
    pub id: String,
    /// Threat type of the catalogue.
    pub threat: String,
    /// Middle of the launch area, north positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// Middle of the launch area, east of Greenwich positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// Launch points are spread evenly over a disc of this radius.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub radius_km: f64,
    /// Number of threats.
    #[schemars(range(min = 1, max = 1000))]
    pub count: u32,
    /// Assets aimed at; the threats take them in turn.
    #[schemars(length(min = 1))]
    pub aims: Vec<String>,
    /// Launch of the first threat.
    #[schemars(range(min = 0.0, max = 10000.0))]
    pub start_s: f64,
    /// Time between two launches.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub spacing_s: f64,
    /// Loft: what is added to the flight-path angle of minimum energy at cut-off. Zero is minimum
    /// energy, positive is lofted, negative is depressed.
    #[schemars(range(min = -40.0, max = 40.0))]
    pub loft_deg: f64,
    /// Standard deviation of each launch time.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub launch_time_error_s: f64,
    /// Standard deviation of each launch point, per horizontal axis.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub launch_position_error_km: f64,
}

/// A notional flight of a side's strategic forces, of which `lisbon assure` asks whether the other
/// side's fire units could reach it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Corridor {
    /// Identifier.
    pub id: String,
    /// The system whose strategic forces fly it; the other one is asked about.
    pub system: String,
    /// Threat type of the catalogue that flies it.
    pub threat: String,
    /// Where it is launched, [latitude, longitude], degrees.
    pub start_deg: PointDeg,
    /// Where it comes down, [latitude, longitude], degrees.
    pub end_deg: PointDeg,
    /// Loft: what is added to the flight-path angle of minimum energy at cut-off. Zero is minimum
    /// energy, positive is lofted, negative is depressed.
    #[serde(default)]
    #[schemars(range(min = -40.0, max = 40.0))]
    pub loft_deg: f64,
}
