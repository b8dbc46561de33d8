//! The scenario as written: one Rust type per table of the files, in the units people say.
//!
//! These types are the reader (`serde`), the editor schema (`schemars`) and the source of the
//! checks: the ranges, the key names and the help texts that `lisbon check` prints are the
//! attributes and comments below.
//!
//! A key that may be left out has its default in an attribute beside it. Most of these mean that
//! there is no such thing; those of trackers, of trust and of objects beside the payload (filter,
//! association, priors, noise of thrust, debris, contrast) are values, and outcomes rest on them.

/// Tables of the files, each key public: its meaning, its type and, in brackets, its range.
macro_rules! tables {
    ($(
        $(#[$about:meta])*
        pub struct $name:ident {$(
            $(#[$about_key:meta])*
            $key:ident: $kind:ty $([$least:literal, $most:expr])?,
        )*}
    )*) => {$(
        #[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$about])*
        pub struct $name {$(
            $(#[$about_key])*
            $(#[schemars(range(min = $least, max = $most))])?
            pub $key: $kind,
        )*}
    )*};
}

mod architecture;
mod expect;
mod laws;
mod links;
mod outages;
mod raids;
mod sensors;
mod systems;
mod tracking;
mod trust;
mod types;

pub use architecture::{
    AfterTimeout, ArchitectureFile, AuthorityRule, Centre, Content, Coordination, CoordinationRule,
    Exchange, Responsibility, ResponsibilityRule, SectorRule, Use,
};
pub use expect::{Expectation, UndecidedRule};
pub use laws::{Law, LawFamily, LawTable, ValueOrLaw, WeightedValue};
pub use links::{Bursts, Corners, Link, Moment, ReleaseTable, Span, link_name};
pub use outages::OutageTable;
pub use raids::{Alternative, Corridor, Raid};
pub use sensors::{EphemerisRow, Radar, Satellite, SensorTable};
pub use systems::{Command, Doctrine, DoctrineRule, System};
pub use tracking::{
    AssociationRule, Filter, Fusion, Models, MotionModel, PartnerRegistration, Tracking,
    TrackingTable,
};
pub use trust::{Trust, TrustTable};
pub use types::{
    Decoys, InterceptorType, RadarType, SatelliteType, Sources, SpentStage, StageTable, ThreatType,
};

use schemars::JsonSchema;
use serde::Deserialize;

/// A point on a map: latitude and longitude, degrees, north and east positive.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
pub struct PointDeg(
    /// Latitude.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub f64,
    /// Longitude.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub f64,
);

/// Pattern of the names that become names of files and columns.
pub const NAME_PATTERN: &str = "^[A-Za-z0-9_-]{1,64}$";

/// More runs than this are a slip of the key, in a file and on the command line.
pub const MAX_RUNS: u64 = 1_000_000_000;

tables! {
/// A scenario file.
pub struct ScenarioFile {
    /// Short name, used in every report.
    name: String,
    /// Subject of the scenario, in a sentence or two.
    description: String,
    /// Catalogue of types, a path relative to this file.
    catalogue: Option<String>,
    /// Architecture files to compare, paths relative to this file, in the order of the report.
    #[serde(default)]
    architecture_files: Vec<String>,
    /// Architectures written in this file, after those of `architecture_files`.
    #[serde(default)]
    architectures: Vec<ArchitectureFile>,
    /// Settings of the runs.
    simulation: Simulation,
    /// The sides: one or two, each a missile-defence system of its own.
    #[schemars(length(min = 1, max = 2))]
    systems: Vec<System>,
    /// Defended assets.
    #[serde(default)]
    assets: Vec<Asset>,
    /// Radars and their places.
    #[serde(default)]
    radars: Vec<Radar>,
    /// Infrared early-warning satellites.
    #[serde(default)]
    satellites: Vec<Satellite>,
    /// Sensors of kinds that were added to the program.
    #[serde(default)]
    sensors: Vec<SensorTable>,
    /// Launcher sites.
    #[serde(default)]
    fire_units: Vec<FireUnit>,
    /// Groups of threats.
    #[serde(default)]
    raids: Vec<Raid>,
    /// Notional flights of either side's strategic forces, for `lisbon assure` alone: no run of any
    /// other command flies them.
    #[serde(default)]
    #[schemars(length(max = 100))]
    corridors: Vec<Corridor>,
    /// One-way data paths between the command nodes.
    #[serde(default)]
    links: Vec<Link>,
    /// Outages of sensors, fire units, links and command nodes, and failures of all looks together.
    #[serde(default)]
    #[schemars(length(max = 32))]
    outages: Vec<OutageTable>,
    /// Reliability of each system; one that is not named is always reliable.
    #[serde(default)]
    trust: Vec<TrustTable>,
    /// Expectations of the results: what must hold, for `lisbon compare` to say and to end with.
    #[serde(default)]
    expect: Vec<Expectation>,
    /// Radar types: new ones, or keys that override those of the catalogue's type of that id.
    #[serde(default)]
    radar_types: Vec<RadarType>,
    /// Satellite types, new or overriding.
    #[serde(default)]
    satellite_types: Vec<SatelliteType>,
    /// Interceptor types, new or overriding.
    #[serde(default)]
    interceptor_types: Vec<InterceptorType>,
    /// Threat types, new or overriding.
    #[serde(default)]
    threat_types: Vec<ThreatType>,
}

/// A catalogue file: types that scenarios name.
pub struct CatalogueFile {
    /// Radar types.
    #[serde(default)]
    radar_types: Vec<RadarType>,
    /// Satellite types.
    #[serde(default)]
    satellite_types: Vec<SatelliteType>,
    /// Interceptor types.
    #[serde(default)]
    interceptor_types: Vec<InterceptorType>,
    /// Threat types.
    #[serde(default)]
    threat_types: Vec<ThreatType>,
}

/// Settings of the runs.
pub struct Simulation {
    /// Master seed of every random number.
    seed: u64 [0, 9_007_199_254_740_991_u64],
    /// Number of paired runs, unless the command line says another.
    runs: u64 [1, MAX_RUNS],
    /// Length of a tick. Every revisit and period is a multiple of it.
    step_s: f64 [0.1, 10.0],
    /// A run ends here at the latest; it ends earlier when every threat is down.
    duration_s: f64 [1.0, 20000.0],
}

/// A defended asset.
pub struct Asset {
    /// Identifier, named by the aims of raids.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// The system on whose territory it lies.
    system: String,
    /// North is positive.
    latitude_deg: f64 [-90.0, 90.0],
    /// East of Greenwich is positive.
    longitude_deg: f64 [-180.0, 180.0],
    /// A threat that reaches the ground within this distance is a leaker.
    radius_km: f64 [0.1, 500.0],
    /// Worth, in any unit; only shares of the total count.
    value: f64 [0.0, 1.0e9],
}

/// A launcher site with its interceptors.
pub struct FireUnit {
    /// Identifier.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// The system that owns it.
    system: String,
    /// Interceptor type of the catalogue.
    interceptor: String,
    /// Interceptors at the start of a run.
    inventory: u32 [0, 10000],
    /// Interceptors that can be in flight at a time (uplink channels).
    channels: u32 [1, 10000],
    /// North is positive.
    latitude_deg: f64 [-90.0, 90.0],
    /// East of Greenwich is positive.
    longitude_deg: f64 [-180.0, 180.0],
    /// Height above the ellipsoid.
    altitude_m: f64 [-500.0, 9000.0],
}
}
