//! Architectures as written: what is exchanged and for what use; who must shoot, and how shots are
//! coordinated.

use super::{NAME_PATTERN, Span};
use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// An architecture: what is exchanged and what it may be used for; who is responsible and how shots
/// are coordinated.
pub struct ArchitectureFile {
    /// Short name, used in every report.
    #[schemars(regex(pattern = NAME_PATTERN))]
    name: String,
    /// Meaning and origin of the architecture.
    description: String,
    /// Data that crosses the border.
    exchange: Exchange,
    /// Duty to shoot.
    responsibility: Responsibility,
    /// Coordination of the shots of the two systems.
    coordination: Coordination,
}
}

/// Data that a system sends to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Nothing.
    None,
    /// Launch alerts: point, time, azimuth, each with covariance.
    Notification,
    /// Launch alerts, and tracks of the sender's own sensors with covariance.
    Tracks,
    /// Every measurement of the sender's own sensors, from which the receiver forms its own alerts
    /// and tracks.
    Plots,
}

/// Permitted use of received data; each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// To know.
    Awareness,
    /// To point own radars.
    Cue,
    /// To launch; an own track is needed at hand-over.
    LaunchOnRemote,
    /// To fly the whole engagement.
    EngageOnRemote,
}

tables! {
/// Data that crosses the border.
pub struct Exchange {
    /// Data sent, both ways.
    content: Content,
    /// Time between two messages on one track or alert. Needed unless `content` is `none`.
    period_s: Option<f64> [0.1, 3600.0],
    /// Permitted use of received data. Needed unless `content` is `none`.
    #[serde(rename = "use")]
    usage: Option<Use>,
    /// True if each side tells the other which threats it has shot at.
    engagement_status: bool,
    /// True if each side tells the other its kill assessments.
    #[serde(default)]
    kill_assessment: bool,
    /// Centre by way of which all this goes, both ways. Absent: each side tells the other directly.
    centre: Option<Centre>,
}

/// A centre that both sides man. What either tells the other goes by way of it, but for orders,
/// questions for consent and their answers.
pub struct Centre {
    /// Time that it takes to bring what comes in together, before its people see it.
    processing_s: f64 [0.0, 3600.0],
    /// Time that its people take to release what is told of an object; with
    /// `release_delay_90_percent_s` the median of that.
    #[serde(default)]
    release_delay_s: f64 [0.0, 3600.0],
    /// Time within which they release nine objects in ten: it is then log-normal, drawn once for
    /// each object that is told of. Absent: it is the same for all. Needs `release_delay_s`.
    release_delay_90_percent_s: Option<f64> [0.0, 3600.0],
    /// Times at which the centre is down: from (included), until (excluded), in increasing order.
    /// What it holds then is lost, and what comes in is refused, in both directions.
    #[serde(default)]
    down_s: Vec<Span>,
}
}

/// By what a command node knows its threats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResponsibilityRule {
    /// Those whose predicted impact lies in its own territory.
    OwnTerritory,
    /// Those whose predicted impact lies in its sector.
    Sector,
    /// All: whoever has the best shot takes it.
    BestShot,
}

/// By what a threat belongs to a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SectorRule {
    /// By the place where it is believed to come down.
    #[default]
    Impact,
    /// By the first sector that it is believed to fly over from now on; if over none, by its
    /// impact.
    Crossing,
}

/// On whose word a system shoots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorityRule {
    /// On its own.
    #[default]
    Own,
    /// With its partner's leave, asked for each threat.
    DualKey,
}

/// Action of a system whose partner has not answered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AfterTimeout {
    /// It goes on holding fire, and asks again.
    #[default]
    Hold,
    /// It shoots.
    Shoot,
}

tables! {
/// Duty to shoot.
pub struct Responsibility {
    /// The rule.
    rule: ResponsibilityRule,
    /// By what a threat belongs to a sector. Only with the rule `sector`.
    sectors_by: Option<SectorRule>,
    /// The owner of a territory that lies in the other's sector shoots all the same when the
    /// predicted impact is nearer than this. Absent: it holds fire. Only with the rule `sector`.
    backup_before_impact_s: Option<f64> [0.0, 3600.0],
    /// On whose word a system shoots.
    #[serde(default)]
    authority: AuthorityRule,
    /// Time that a system takes to answer its partner. Needed with `dual-key`, and only then.
    consultation_s: Option<f64> [0.0, 3600.0],
    /// Time from the question after which no answer is waited for. Needed with `dual-key`, and only
    /// then.
    timeout_s: Option<f64> [0.1, 3600.0],
    /// Action after the timeout. Only with `dual-key`.
    after_timeout: Option<AfterTimeout>,
}
}

/// Coordination of the shots of the two systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoordinationRule {
    /// Not at all: each system plans for its own fire units.
    None,
    /// By rules that were agreed beforehand: what is one side's to shoot at, and has not been shot
    /// at as far as its status tells, the other takes when the impact is near, after its own. The
    /// first waits for what comes of that only if it could itself still shoot afterwards.
    PrePlanned,
    /// One command plans for the fire units of both, and sends the other system's their orders.
    /// Where the two are cut off from each other, each plans for its own and for its own territory.
    OneAssignment,
}

tables! {
/// Coordination of shots.
pub struct Coordination {
    /// The rule.
    rule: CoordinationRule,
    /// A system shoots at what is its partner's when the predicted impact is nearer than this and
    /// the partner has not told of a shot that is under way. Needed with `pre-planned`, and only
    /// then.
    support_before_impact_s: Option<f64> [0.0, 3600.0],
    /// Interceptors that each fire unit keeps, beside its reserve, from what is its partner's. Only
    /// with `pre-planned`.
    support_reserve: Option<u32> [0, 1000],
    /// The system whose command node plans for all. Absent: the scenario's first. Only with
    /// `one-assignment`.
    command: Option<String>,
}
}
