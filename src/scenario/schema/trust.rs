//! Trust as written: how far a system keeps its word in a run, and how far its partner believes so.

use schemars::JsonSchema;
use serde::Deserialize;

/// Reliability of a system, and its partner's belief of it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Trust")]
pub struct TrustTable {
    /// The system that may default.
    pub system: String,
    /// Reliability of the system.
    #[serde(flatten)]
    pub trust: Trust,
}

/// Trust in a system, as it is needed: nothing in it needs conversion.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
pub struct Trust {
    /// Probability of a run in which it tells its partner nothing: no data, no shots, no engagement
    /// consent; for such consent it still asks.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub withholds_probability: f64,
    /// From then on it tells its partner nothing, in every run. Absent: it never stops.
    #[schemars(range(min = 0.0, max = 20000.0))]
    pub stops_s: Option<f64>,
    /// Probability of a run in which it does not shoot at what comes down on its partner's
    /// territory, where that is its task.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub holds_fire_probability: f64,
    /// Probability that it shoots in a run, as its partner believes at the start. With 1 the
    /// partner never doubts, whatever it sees.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub believed_to_shoot: f64,
    /// Probability that its shots at a threat kill that, as its partner believes.
    #[serde(default = "believed_kill_probability")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub believed_kill_probability: f64,
    /// The partner relies on it while it believes it this likely to shoot; else it defends its own
    /// territory itself.
    #[serde(default = "half")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub relies_from: f64,
    /// By when the partner expects a threat to be dead that is this system's to shoot at, before
    /// its impact: what still flies then speaks against this system. By then its last shots should
    /// have met, and what they hit have been looked for some revisits.
    #[serde(default = "expected_before_impact_s")]
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub expected_before_impact_s: f64,
}

impl Trust {
    /// Trust in a system that keeps its word, and whose partner knows that.
    pub const FULL: Self = Self {
        withholds_probability: 0.0,
        stops_s: None,
        holds_fire_probability: 0.0,
        believed_to_shoot: 1.0,
        believed_kill_probability: 1.0,
        relies_from: 0.5,
        expected_before_impact_s: 0.0,
    };
}

fn one() -> f64 {
    1.0
}

fn believed_kill_probability() -> f64 {
    0.8
}

fn expected_before_impact_s() -> f64 {
    120.0
}

fn half() -> f64 {
    0.5
}
