//! The scenario as needed: checked, in SI units, names turned into numbers.
//!
//! Nothing in a tick reads these as a whole: each room copies what its components need when it
//! spawns them, so a defender's components hold what that defender can know. What is written as it
//! is needed, with neither names nor units to turn, is a type of `schema`.

mod architecture;
mod corridors;
mod links;
mod numbers;
mod object;
mod outages;
mod raids;
mod sensors;
mod systems;
mod threats;

pub use self::architecture::{Architecture, Centre, Consultation, Exchange, Support};
pub use self::corridors::Corridor;
pub use self::links::{Blur, HiddenSource, Link, Noise, Queue, ReleaseDelay, ReleasePolicy, Span};
pub use self::numbers::{AnySensor, PlacedSensor};
pub use self::object::{ObjectKind, Separation};
pub use self::outages::{HitSite, Outage, OutagePart};
pub use self::raids::{DrawnRaid, Lottery, RaidDraw, RaidVariant};
pub use self::sensors::{Doppler, Radar, RadarKind, ReferenceLook, Satellite, SatelliteKind};
pub use self::systems::{
    AssessmentError, Asset, BoostProfile, Command, CommonModeFailure, Doctrine, FireUnit, Guidance,
    InterceptorKind, System,
};
pub use self::threats::LATE_SIGMA;
pub use self::threats::{Signature, Threat, ThreatKind};
pub use crate::scenario::schema::{
    AfterTimeout, AssociationRule, Bursts, Content, CoordinationRule, Expectation, Filter, Fusion,
    Models, PartnerRegistration, ResponsibilityRule, SectorRule, Tracking, Trust, Use,
};
pub use crate::sensor::Fluctuation;

use std::sync::Arc;

/// A checked scenario: all that a run needs besides its number and its architecture.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Short name.
    pub name: String,
    /// Its subject, in a sentence or two.
    pub description: String,
    /// Digest of the texts it was read from.
    pub digest: u64,
    /// Values that were set over those of the files, `KEY=VALUE`.
    pub settings: Vec<String>,
    /// Master seed.
    pub seed: u64,
    /// Number of runs, unless the command line says another.
    pub runs: u64,
    /// Length of a tick, s.
    pub step_s: f64,
    /// Last tick of a run, at the latest.
    pub last_tick: u64,
    /// The sides.
    pub systems: Vec<System>,
    /// Defended assets.
    pub assets: Vec<Asset>,
    /// Radars; their sensor numbers are their places.
    pub radars: Vec<Radar>,
    /// Satellites; their sensor numbers follow the radars'.
    pub satellites: Vec<Satellite>,
    /// Sensors of other kinds; their numbers follow the satellites'.
    pub sensors: Vec<PlacedSensor>,
    /// Fire units.
    pub fire_units: Vec<FireUnit>,
    /// Threats, raid by raid; those of a drawn raid as one of its runs may have them.
    pub threats: Vec<Threat>,
    /// Raids that are drawn in each run: [`Scenario::in_run`] puts their threats in place.
    pub drawn_raids: Arc<[DrawnRaid]>,
    /// Every type of threat that a raid could name.
    pub threat_kinds: Vec<Arc<ThreatKind>>,
    /// Notional flights of either side's strategic forces, which no raid flies.
    pub corridors: Vec<Corridor>,
    /// Links.
    pub links: Vec<Link>,
    /// Outages.
    pub outages: Vec<Outage>,
    /// Architectures, in the order of the report.
    pub architectures: Vec<Architecture>,
    /// Expectations of the results.
    pub expect: Vec<Expectation>,
}

impl Scenario {
    /// The architecture of this name, or `None`.
    pub fn architecture(&self, name: &str) -> Option<usize> {
        self.architectures.iter().position(|a| a.name == name)
    }
}
