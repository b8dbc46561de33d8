//! The selection of runs: what a scenario is played with, whatever is then asked of it.

use crate::scenario::model::Scenario;
use std::ops::Range;

/// Runs of a scenario under some of its architectures, with the same luck for all.
#[derive(Debug, Clone)]
pub struct RunSelection<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Places of the architectures in it, the first as the point of reference.
    pub architectures: Vec<usize>,
    /// Master seed.
    pub seed: u64,
    /// Numbers of the runs.
    pub runs: Range<u64>,
}

impl RunSelection<'_> {
    /// Number of the runs.
    pub fn count(&self) -> u64 {
        self.runs.end - self.runs.start
    }

    /// Names of the architectures.
    pub fn names(&self) -> Vec<String> {
        let name = |place: &usize| self.scenario.architectures[*place].name.clone();
        self.architectures.iter().map(name).collect()
    }
}
