//! Provenance of a result: what it takes to get the same one again.

use crate::scenario::model::Scenario;
use serde::Serialize;

/// The version of the program that every report names.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Scenario, seed, extent and program behind a result. As JSON these keys in this order, with
/// those of the extent in the middle; every form of a report begins with them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Provenance<Extent> {
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed; `None` where nothing is drawn.
    pub seed: Option<u64>,
    /// Runs or flight behind it.
    #[serde(flatten)]
    pub extent: Extent,
    /// Version of the program.
    pub lisbon: &'static str,
    /// Digest of the texts that the scenario was read from, 16 hexadecimal digits.
    pub digest: String,
    /// Values that were set over those of the files; not told if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
}

/// One run under one architecture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SingleRun {
    /// Number of the run.
    pub run: u64,
    /// Name of the architecture.
    pub architecture: String,
}

/// Many runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ManyRuns {
    /// Runs that count.
    pub runs: u64,
    /// Runs that were asked for.
    pub runs_requested: u64,
    /// Early end, before the last run; `None`: not told where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interrupted: Option<bool>,
}

/// Columns of a CSV table that tell where each row comes from.
pub const ORIGIN: [&str; 4] = ["scenario", "seed", "digest", "lisbon"];

impl<Extent> Provenance<Extent> {
    /// The cells of [`ORIGIN`].
    pub fn origin(&self) -> [String; 4] {
        let seed = self.seed.map_or(String::new(), |seed| seed.to_string());
        [self.scenario.clone(), seed, self.digest.clone(), self.lisbon.into()]
    }

    /// Provenance of a result from a scenario.
    pub fn new(scenario: &Scenario, seed: impl Into<Option<u64>>, extent: Extent) -> Self {
        Self {
            scenario: scenario.name.clone(),
            seed: seed.into(),
            extent,
            lisbon: VERSION,
            digest: format!("{:016x}", scenario.digest),
            set: scenario.settings.clone(),
        }
    }
}
