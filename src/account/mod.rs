//! One run or one flight as values: its timeline, the coverage of its sensors, its trajectory.
//!
//! All of it is judged after the fact, from the journal and the truth. `report` turns these values
//! into text; here no text is laid out. Leaves out figures over many runs: `monte_carlo`.

pub mod coverage;
pub mod provenance;
pub mod replay;
pub mod timeline;
pub mod trajectory;

use self::provenance::{Provenance, SingleRun};
use crate::random::RunSeed;
use crate::scenario::model::{Architecture, Scenario};
use crate::world::journal::Journal;

/// A run and its journal.
#[derive(Debug, Clone, Copy)]
pub struct RunRecord<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The architecture that both systems followed.
    pub architecture: &'a Architecture,
    /// Seed and number of the run.
    pub luck: RunSeed,
    /// Journal of the run.
    pub journal: &'a Journal,
}

impl RunRecord<'_> {
    fn provenance(&self) -> Provenance<SingleRun> {
        let extent = SingleRun { run: self.luck.run, architecture: self.architecture.name.clone() };
        Provenance::new(self.scenario, self.luck.seed, extent)
    }
}
