//! Architectures as written: what is exchanged and for what use; who must shoot, and how shots are
//! coordinated.

use schemars::JsonSchema;
use serde::Deserialize;

/// An architecture: what is exchanged and what it may be used for; who is responsible and how shots
/// are coordinated.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchitectureFile {
    /// Short name, used in every report.
    pub name: String,
    /// What it stands for, and who proposed it.
    pub description: String,
    /// What crosses the border.
    pub exchange: Exchange,
    /// Who must shoot.
    pub responsibility: Responsibility,
    /// How shots of the two systems are coordinated.
    pub coordination: Coordination,
}

/// What a system sends to the other.
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

/// What received data may be used for; each includes those before it.
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

/// What crosses the border.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// What is sent, both ways.
    pub content: Content,
    /// Time between two messages on one track or alert. Needed unless `content` is `none`.
    #[schemars(range(min = 0.1, max = 3600.0))]
    pub period_s: Option<f64>,
    /// What received data may be used for. Needed unless `content` is `none`.
    #[serde(rename = "use")]
    pub usage: Option<Use>,
    /// Does each side tell the other which threats it has shot at?
    pub engagement_status: bool,
    /// Does each side tell the other what it believes came of its shots?
    #[serde(default)]
    pub kill_assessment: bool,
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

/// What a system does when its partner has not answered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AfterTimeout {
    /// It goes on holding fire, and asks again.
    #[default]
    Hold,
    /// It shoots.
    Shoot,
}

/// Who must shoot.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// The rule.
    pub rule: ResponsibilityRule,
    /// By what a threat belongs to a sector. Only with the rule `sector`.
    pub sectors_by: Option<SectorRule>,
    /// The owner of a territory that lies in the other's sector shoots all the same when the
    /// predicted impact is nearer than this. Absent: it holds fire. Only with the rule `sector`.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub backup_before_impact_s: Option<f64>,
    /// On whose word a system shoots.
    #[serde(default)]
    pub authority: AuthorityRule,
    /// Time that a system takes to answer its partner. Needed with `dual-key`, and only then.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub consultation_s: Option<f64>,
    /// Time from the question after which no answer is waited for. Needed with `dual-key`, and only
    /// then.
    #[schemars(range(min = 0.1, max = 3600.0))]
    pub timeout_s: Option<f64>,
    /// What is done then. Only with `dual-key`.
    pub after_timeout: Option<AfterTimeout>,
}

/// How the shots of the two systems are coordinated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoordinationRule {
    /// Not at all: each system plans for its own fire units.
    None,
    /// By rules that were agreed beforehand: what is one side's to shoot at, and has not been shot
    /// at as far as its status tells, the other takes when the impact is near, after its own. The
    /// first waits for what comes of that only if it could itself still shoot afterwards.
    PrePlanned,
    /// Each system plans for the fire units of both and carries out its own part.
    OneAssignment,
}

/// How shots are coordinated.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coordination {
    /// The rule.
    pub rule: CoordinationRule,
    /// A system shoots at what is its partner's when the predicted impact is nearer than this and
    /// the partner has not told of a shot that is under way. Needed with `pre-planned`, and only
    /// then.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub support_before_impact_s: Option<f64>,
    /// Interceptors that each fire unit keeps, beside its reserve, from what is its partner's. Only
    /// with `pre-planned`.
    #[schemars(range(min = 0, max = 1000))]
    pub support_reserve: Option<u32>,
}
