//! Systems as written: territory, tracker and command node.

use super::{PointDeg, TrackingTable};
use schemars::JsonSchema;
use serde::Deserialize;

/// One side's missile-defence system.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Identifier, named by sensors, fire units, assets and links.
    pub id: String,
    /// Own territory: corners of a polygon, [latitude, longitude], degrees.
    #[schemars(length(min = 3))]
    pub territory_deg: Vec<PointDeg>,
    /// Sector of a sectoral architecture: corners of a polygon. Needed only where an architecture's
    /// responsibility is by sector.
    #[schemars(length(min = 3))]
    pub sector_deg: Option<Vec<PointDeg>>,
    /// The tracker of this system.
    pub tracking: TrackingTable,
    /// The command node of this system.
    pub command: Command,
}

/// A system's command node.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// Time between two plans.
    #[schemars(range(min = 0.1, max = 600.0))]
    pub planning_period_s: f64,
    /// Time from a track's confirmation to the first order that may rest on it.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub decision_delay_s: f64,
    /// Shot doctrine.
    pub doctrine: Doctrine,
    /// An order is given only when the belief at the predicted intercept point is this sharp, one
    /// standard deviation along its worst axis.
    #[schemars(range(min = 0.01, max = 10000.0))]
    pub commit_sigma_km: f64,
    /// An object is shot at only while it is at least this likely to be a payload. More than
    /// `payload_prior` waits for what sensors tell, and never shoots where none can.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub payload_probability_min: f64,
    /// Interceptors that each fire unit keeps in reserve.
    #[schemars(range(min = 0, max = 1000))]
    pub reserve: u32,
    /// Time from the intercept to the defender's belief whether it worked.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub assessment_delay_s: f64,
    /// Probability that an object which the shots killed is declared alive, and shot at again.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub declared_alive_if_killed: f64,
    /// Probability that an object which they left alive is declared killed, and let go.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub declared_killed_if_alive: f64,
}

/// How many interceptors, when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DoctrineRule {
    /// One interceptor a threat, once.
    Single,
    /// `shots` interceptors at once, once.
    Salvo,
    /// `shots` interceptors, wait for the assessment, and again, with `later_shots`, while the
    /// threat is believed alive.
    ShootLookShoot,
}

/// Shot doctrine.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Doctrine {
    /// The rule.
    pub rule: DoctrineRule,
    /// Interceptors a volley. A `single` doctrine has one.
    #[schemars(range(min = 1, max = 10))]
    pub shots: u32,
    /// Interceptors of each volley after the first; as many as `shots` where it is not given. Only
    /// `shoot-look-shoot` has later volleys.
    #[schemars(range(min = 1, max = 10))]
    pub later_shots: Option<u32>,
    /// Most volleys of this system at one threat; where it is not given, as many as there is time
    /// for.
    #[schemars(range(min = 1, max = 100))]
    pub volleys_max: Option<u32>,
}
