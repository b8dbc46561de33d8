//! The scenario as written: one Rust type per table of the files, in the units people say.
//!
//! These types are the reader (`serde`), the editor schema (`schemars`) and the source of the
//! checks: the ranges, the key names and the help texts that `lisbon check` prints are the
//! attributes and comments below.
//!
//! A key that may be left out has its default in an attribute beside it. Most of these mean that
//! there is no such thing; those of trackers, of trust and of objects beside the payload (filter,
//! association, priors, noise of thrust, debris, contrast) are values, and outcomes rest on them.

mod architecture;
mod links;
mod raids;
mod sensors;
mod systems;
mod tracking;
mod trust;
mod types;

pub use architecture::{
    AfterTimeout, ArchitectureFile, AuthorityRule, Content, Coordination, CoordinationRule,
    Exchange, Responsibility, ResponsibilityRule, SectorRule, Use,
};
pub use links::{Bursts, Corners, Link, Moment, ReleaseTable, Span};
pub use raids::{Corridor, Raid};
pub use sensors::{EphemerisRow, Radar, Satellite, SensorTable};
pub use systems::{Command, Doctrine, DoctrineRule, System};
pub use tracking::{AssociationRule, Filter, Fusion, Models, MotionModel, Tracking, TrackingTable};
pub use trust::{Trust, TrustTable};
pub use types::{
    Decoys, InterceptorType, RadarType, SatelliteType, Sources, SpentStage, StageTable, ThreatType,
};

use schemars::JsonSchema;
use serde::Deserialize;

/// A point on a map: latitude and longitude, degrees, north and east positive.
pub type PointDeg = [f64; 2];

/// A scenario file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Short name, used in every report.
    pub name: String,
    /// What the scenario is about, in a sentence or two.
    pub description: String,
    /// Catalogue of types, a path relative to this file.
    pub catalogue: Option<String>,
    /// Architecture files to compare, paths relative to this file, in the order of the report.
    #[serde(default)]
    pub architecture_files: Vec<String>,
    /// Architectures written in this file, after those of `architecture_files`.
    #[serde(default)]
    pub architectures: Vec<ArchitectureFile>,
    /// How the runs are made.
    pub simulation: Simulation,
    /// The sides: one or two, each a missile-defence system of its own.
    #[schemars(length(min = 1, max = 2))]
    pub systems: Vec<System>,
    /// What is defended.
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// Radars and their places.
    #[serde(default)]
    pub radars: Vec<Radar>,
    /// Infrared early-warning satellites.
    #[serde(default)]
    pub satellites: Vec<Satellite>,
    /// Sensors of kinds that were added to the program.
    #[serde(default)]
    pub sensors: Vec<SensorTable>,
    /// Launcher sites.
    #[serde(default)]
    pub fire_units: Vec<FireUnit>,
    /// Groups of threats.
    #[serde(default)]
    pub raids: Vec<Raid>,
    /// Notional flights of either side's strategic forces, for `lisbon assure` alone: no run of any
    /// other command flies them.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub corridors: Vec<Corridor>,
    /// One-way data paths between the command nodes.
    #[serde(default)]
    pub links: Vec<Link>,
    /// How far each system may be relied upon; one that is not named always may.
    #[serde(default)]
    pub trust: Vec<TrustTable>,
    /// Radar types: new ones, or keys that override those of the catalogue's type of that id.
    #[serde(default)]
    pub radar_types: Vec<RadarType>,
    /// Satellite types, new or overriding.
    #[serde(default)]
    pub satellite_types: Vec<SatelliteType>,
    /// Interceptor types, new or overriding.
    #[serde(default)]
    pub interceptor_types: Vec<InterceptorType>,
    /// Threat types, new or overriding.
    #[serde(default)]
    pub threat_types: Vec<ThreatType>,
}

/// A catalogue file: types that scenarios name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogueFile {
    /// Radar types.
    #[serde(default)]
    pub radar_types: Vec<RadarType>,
    /// Satellite types.
    #[serde(default)]
    pub satellite_types: Vec<SatelliteType>,
    /// Interceptor types.
    #[serde(default)]
    pub interceptor_types: Vec<InterceptorType>,
    /// Threat types.
    #[serde(default)]
    pub threat_types: Vec<ThreatType>,
}

/// How the runs are made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// Master seed of every random number.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
    /// Number of paired runs, unless the command line says another.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub runs: u64,
    /// Length of a tick. Every revisit and period is a multiple of it.
    #[schemars(range(min = 0.1, max = 10.0))]
    pub step_s: f64,
    /// A run ends here at the latest; it ends earlier when every threat is down.
    #[schemars(range(min = 1.0, max = 20000.0))]
    pub duration_s: f64,
}

/// A defended asset.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Identifier, named by the aims of raids.
    pub id: String,
    /// The system on whose territory it lies.
    pub system: String,
    /// North is positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// A threat that reaches the ground within this distance is a leaker.
    #[schemars(range(min = 0.1, max = 500.0))]
    pub radius_km: f64,
    /// Worth, in any unit; only shares of the total count.
    #[schemars(range(min = 0.0, max = 1.0e9))]
    pub value: f64,
}

/// A launcher site with its interceptors.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FireUnit {
    /// Identifier.
    pub id: String,
    /// The system that owns it.
    pub system: String,
    /// Interceptor type of the catalogue.
    pub interceptor: String,
    /// Interceptors at the start of a run.
    #[schemars(range(min = 0, max = 10000))]
    pub inventory: u32,
    /// Interceptors that can be in flight at a time (uplink channels).
    #[schemars(range(min = 1, max = 10000))]
    pub channels: u32,
    /// North is positive.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude_deg: f64,
    /// East of Greenwich is positive.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude_deg: f64,
    /// Height above the ellipsoid.
    #[schemars(range(min = -500.0, max = 9000.0))]
    pub altitude_m: f64,
}
