//! The campaign of a comparison: every architecture on the same runs.

use super::estimate::{RunResult, Tally};
use super::runner::{ArchitectureLabel, Runner, Watcher};
use crate::engine;
use crate::outcome;
use crate::outcome::why::kill_chain::KillChains;
use crate::random::RunSeed;
use crate::scenario::model::Scenario;
use std::ops::Range;

/// Runs in a batch.
const BATCH: u64 = 64;

/// Runs of a scenario to be played under some of its architectures.
#[derive(Debug, Clone)]
pub struct Campaign<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Places of the architectures in the scenario.
    pub architectures: Vec<usize>,
    /// Master seed.
    pub seed: u64,
    /// Numbers of the runs.
    pub runs: Range<u64>,
    /// True if it is to be found why architectures differ.
    pub explain: bool,
}

impl Campaign<'_> {
    /// Plays the runs and counts their outcomes.
    pub fn play(&self, watcher: &impl Watcher) -> Tally {
        let (scenario, seed) = (self.scenario, self.seed);
        self.play_with(watcher, |run, architecture| {
            let architecture = &scenario.architectures[architecture];
            let journal = engine::play(scenario, architecture, RunSeed { seed, run });
            RunResult {
                outcome: outcome::judge(scenario, &journal),
                chains: self.explain.then(|| KillChains::of(scenario, &journal)),
            }
        })
    }

    /// The same with another way to play one run, under the architecture at a place of the
    /// scenario, and to judge it.
    pub fn play_with<Answer: Into<RunResult>>(
        &self,
        watcher: &impl Watcher,
        play: impl Fn(u64, usize) -> Answer + Sync,
    ) -> Tally {
        let runner = Runner {
            runs: self.runs.clone(),
            questions: self.architectures.len(),
            batch: BATCH,
            watcher,
        };
        let mut tally = Tally::new(self.scenario, &self.architectures);
        let record = runner.play(
            |run, place| play(run, self.architectures[place]).into(),
            |run, results| tally.push(self.scenario, run, results),
        );
        tally.record = record.named(|place| self.label(place));
        tally
    }

    fn label(&self, place: usize) -> ArchitectureLabel {
        let architecture = &self.scenario.architectures[self.architectures[place]];
        ArchitectureLabel { architecture: architecture.name.clone() }
    }
}
