//! Corridors as written.

use super::PointDeg;
use schemars::JsonSchema;
use serde::Deserialize;

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
