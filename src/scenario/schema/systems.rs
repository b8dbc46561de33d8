//! Systems as written: territory, tracker and command node.

use super::{NAME_PATTERN, PointDeg, TrackingTable};
use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// One side's missile-defence system.
pub struct System {
    /// Identifier, named by sensors, fire units, assets and links.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Own territory: corners of a polygon, [latitude, longitude], degrees.
    #[schemars(length(min = 3))]
    territory_deg: Vec<PointDeg>,
    /// Sector of a sectoral architecture: corners of a polygon. Needed only where an architecture's
    /// responsibility is by sector.
    #[schemars(length(min = 3))]
    sector_deg: Option<Vec<PointDeg>>,
    /// The tracker of this system.
    tracking: TrackingTable,
    /// The command node of this system.
    command: Command,
}

/// A system's command node.
pub struct Command {
    /// Time between two plans.
    planning_period_s: f64 [0.1, 600.0],
    /// Time from a track's confirmation to the first order that may rest on it.
    decision_delay_s: f64 [0.0, 3600.0],
    /// Shot doctrine.
    doctrine: Doctrine,
    /// An order is given only when the belief at the predicted intercept point is this sharp, one
    /// standard deviation along its worst axis.
    commit_sigma_km: f64 [0.01, 10000.0],
    /// An object is shot at only while it is at least this likely to be a payload. More than
    /// `payload_prior` waits for what sensors tell, and never shoots where none can.
    #[serde(default)]
    payload_probability_min: f64 [0.0, 1.0],
    /// Interceptors that each fire unit keeps in reserve.
    reserve: u32 [0, 1000],
    /// Outlook on the raid: until nothing has become known for this time, a node reckons with as
    /// many further threats as it has in hand, coming as these came. Else with those alone that it
    /// was warned of. 0: with none beside these, and no interceptor is kept for what cannot be
    /// foreseen.
    #[serde(default = "raid_outlook_s")]
    raid_outlook_s: f64 [0.0, 3600.0],
    /// Time from the intercept to the defender's belief whether it worked.
    assessment_delay_s: f64 [0.0, 600.0],
    /// Probability that an object which the shots killed is declared alive, and shot at again.
    declared_alive_if_killed: f64 [0.0, 1.0],
    /// Probability that an object which they left alive is declared killed, and let go.
    declared_killed_if_alive: f64 [0.0, 1.0],
}
}

/// Number of interceptors fired at a threat, and their timing.
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
    /// Fire without coordination: each fire unit fires `shots` interceptors in all, each at a
    /// threat chosen evenly, and independently of all others, of those it could engage then.
    Random,
}

tables! {
/// Shot doctrine.
pub struct Doctrine {
    /// The rule.
    rule: DoctrineRule,
    /// Interceptors a volley, with `random` those of each fire unit. A `single` doctrine has one.
    shots: u32 [1, 1000],
    /// Interceptors of each volley after the first; as many as `shots` where it is not given. Only
    /// `shoot-look-shoot` has later volleys.
    later_shots: Option<u32> [1, 1000],
    /// Most volleys of this system at one threat; where it is not given, as many as there is time
    /// for.
    volleys_max: Option<u32> [1, 100],
}
}

/// A raid is over when nothing has become known for a minute.
fn raid_outlook_s() -> f64 {
    60.0
}
