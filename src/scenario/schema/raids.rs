//! Raids as written, and corridors, which no raid flies.

use super::laws::{self, ValueOrLaw};
use super::{NAME_PATTERN, PointDeg};
use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// A group of threats from one launch area. What has a law is drawn anew in each run, keyed by the
/// raid's name: every architecture meets the same draw.
pub struct Raid {
    /// Identifier; its threats are `ID-1`, `ID-2`, …
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Threat type of the catalogue, or `choices` of which each threat draws its own.
    #[schemars(schema_with = "laws::name")]
    threat: ValueOrLaw<String>,
    /// Middle of the launch area, north positive.
    latitude_deg: f64 [-90.0, 90.0],
    /// Middle of the launch area, east of Greenwich positive.
    longitude_deg: f64 [-180.0, 180.0],
    /// Launch points are spread evenly over a disc of this radius.
    radius_km: f64 [0.0, 1000.0],
    /// Number of threats, or its law, drawn once for the raid.
    #[schemars(schema_with = "laws::count")]
    count: ValueOrLaw<u32>,
    /// Assets aimed at; the threats take them in turn.
    #[schemars(length(min = 1))]
    aims: Vec<String>,
    /// True if each threat draws its aim among them instead, evenly.
    #[serde(default)]
    draw_aims: bool,
    /// Launch of the first threat, or its law, drawn once for the raid.
    #[schemars(schema_with = "laws::start_s")]
    start_s: ValueOrLaw<f64>,
    /// Time between two launches, or its law, drawn once for the raid.
    #[schemars(schema_with = "laws::spacing_s")]
    spacing_s: ValueOrLaw<f64>,
    /// Loft: what is added to the flight-path angle of minimum energy at cut-off. Zero is minimum
    /// energy, positive is lofted, negative is depressed. Or its law, drawn for each threat.
    #[schemars(schema_with = "laws::loft_deg")]
    loft_deg: ValueOrLaw<f64>,
    /// Standard deviation of each launch time.
    launch_time_error_s: f64 [0.0, 600.0],
    /// Standard deviation of each launch point, per horizontal axis.
    launch_position_error_km: f64 [0.0, 100.0],
    /// Weight of the raid as it stands here among its alternatives.
    #[serde(default = "laws::one")]
    weight: f64 [0.0, 1.0e6],
    /// Alternatives to the raid, such as other launch areas: it or one of them is drawn, by their
    /// weights.
    #[serde(default)]
    #[schemars(length(max = 100))]
    alternatives: Vec<Alternative>,
}

/// An alternative to a raid: the raid, but for the keys that stand here.
pub struct Alternative {
    /// Its weight.
    #[serde(default = "laws::one")]
    weight: f64 [0.0, 1.0e6],
    /// Threat type of the catalogue, or `choices` of which each threat draws its own.
    #[serde(default)]
    #[schemars(schema_with = "laws::name")]
    threat: Option<ValueOrLaw<String>>,
    /// Middle of the launch area, north positive.
    latitude_deg: Option<f64> [-90.0, 90.0],
    /// Middle of the launch area, east of Greenwich positive.
    longitude_deg: Option<f64> [-180.0, 180.0],
    /// Launch points are spread evenly over a disc of this radius.
    radius_km: Option<f64> [0.0, 1000.0],
    /// Number of threats, or its law.
    #[serde(default)]
    #[schemars(schema_with = "laws::count")]
    count: Option<ValueOrLaw<u32>>,
    /// Assets aimed at; the threats take them in turn, or draw them if those of the raid do.
    #[serde(default)]
    aims: Vec<String>,
    /// Launch of the first threat, or its law.
    #[serde(default)]
    #[schemars(schema_with = "laws::start_s")]
    start_s: Option<ValueOrLaw<f64>>,
    /// Time between two launches, or its law.
    #[serde(default)]
    #[schemars(schema_with = "laws::spacing_s")]
    spacing_s: Option<ValueOrLaw<f64>>,
    /// Loft, or its law.
    #[serde(default)]
    #[schemars(schema_with = "laws::loft_deg")]
    loft_deg: Option<ValueOrLaw<f64>>,
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
