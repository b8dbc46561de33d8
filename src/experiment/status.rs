//! The state of a design: how far it was played, or why it could not be.

#[cfg(feature = "cli")]
use super::plan;
#[cfg(feature = "cli")]
use super::unit::UnitFailure;
use serde::{Deserialize, Serialize};
#[cfg(feature = "cli")]
use std::ops::Range;

/// End of a design that was never played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignStatus {
    /// Its state.
    pub state: DesignState,
    /// Reason, if it was not played.
    pub reason: Option<String>,
}

/// State of a design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DesignState {
    /// It was played, or will be.
    Played,
    /// The check of the scenario refuses it.
    Refused,
    /// The program failed before a run of it: a bug.
    Failed,
}

/// A design as far as it is stored.
#[derive(Debug, Clone, PartialEq)]
#[cfg(feature = "cli")]
pub(crate) struct DesignRecord {
    pub(crate) status: DesignStatus,
    /// Runs that count.
    pub(crate) runs: u64,
    /// Runs that failed, once for each architecture.
    pub(crate) failures: Vec<UnitFailure>,
}

impl DesignState {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Played => "played",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl Default for DesignStatus {
    fn default() -> Self {
        Self { state: DesignState::Played, reason: None }
    }
}

/// Runs that are missing of what was asked for, in words: `64 to 127`.
#[cfg(feature = "cli")]
pub(crate) fn gaps_told(there: &[Range<u64>], wanted: Range<u64>) -> Option<String> {
    let gaps = plan::complement(there, wanted);
    let told = |gap: &Range<u64>| match gap.end - gap.start {
        1 => gap.start.to_string(),
        _ => format!("{} to {}", gap.start, gap.end - 1),
    };
    let told: Vec<String> = gaps.iter().map(told).collect();
    (!told.is_empty()).then(|| told.join(", "))
}
