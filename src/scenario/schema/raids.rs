//! Raids as written, and corridors, which no raid flies.

use super::{NAME_PATTERN, PointDeg};
use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// A group of threats from one launch area.
pub struct Raid {
    /// Identifier; its threats are `ID-1`, `ID-2`, …
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Threat type of the catalogue.
    threat: String,
    /// Middle of the launch area, north positive.
    latitude_deg: f64 [-90.0, 90.0],
    /// Middle of the launch area, east of Greenwich positive.
    longitude_deg: f64 [-180.0, 180.0],
    /// Launch points are spread evenly over a disc of this radius.
    radius_km: f64 [0.0, 1000.0],
    /// Number of threats.
    count: u32 [1, 1000],
    /// Assets aimed at; the threats take them in turn.
    #[schemars(length(min = 1))]
    aims: Vec<String>,
    /// Launch of the first threat.
    start_s: f64 [0.0, 10000.0],
    /// Time between two launches.
    spacing_s: f64 [0.0, 3600.0],
    /// Loft: what is added to the flight-path angle of minimum energy at cut-off. Zero is minimum
    /// energy, positive is lofted, negative is depressed.
    loft_deg: f64 [-40.0, 40.0],
    /// Standard deviation of each launch time.
    launch_time_error_s: f64 [0.0, 600.0],
    /// Standard deviation of each launch point, per horizontal axis.
    launch_position_error_km: f64 [0.0, 100.0],
}

/// A notional flight of a side's strategic forces, of which `lisbon assure` asks whether the other
/// side's fire units could reach it.
pub struct Corridor {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// The system whose strategic forces fly it; the other one is asked about.
    system: String,
    /// Threat type of the catalogue that flies it.
    threat: String,
    /// Launch point, [latitude, longitude], degrees.
    start_deg: PointDeg,
    /// Impact point, [latitude, longitude], degrees.
    end_deg: PointDeg,
    /// Loft: what is added to the flight-path angle of minimum energy at cut-off. Zero is minimum
    /// energy, positive is lofted, negative is depressed.
    #[serde(default)]
    loft_deg: f64 [-40.0, 40.0],
}
}
