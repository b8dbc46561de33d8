//! The campaign of a comparison: every architecture on the same runs.

use super::estimate::{RunResult, Tally};
use super::runner::{ArchitectureLabel, CampaignRecord, Runner, Watcher};
use super::selection::RunSelection;
use crate::engine;
use crate::outcome;
use crate::outcome::why::kill_chain::KillChains;
use crate::random::RunSeed;

/// Runs in a batch, and in a unit of a stored experiment.
pub const BATCH: u64 = 64;

/// Runs of a scenario to be played under some of its architectures.
#[derive(Debug, Clone)]
pub struct Campaign<'a> {
    /// The runs.
    pub selection: RunSelection<'a>,
    /// True if it is to be found why architectures differ.
    pub explain: bool,
}

impl Campaign<'_> {
    /// Plays the runs and counts their outcomes.
    pub fn play(&self, watcher: &impl Watcher) -> Tally {
        self.play_with(watcher, |run, architecture| self.result(run, architecture))
    }

    /// The same with another way to play one run, under the architecture at a place of the
    /// scenario, and to judge it.
    pub fn play_with<Answer: Into<RunResult>>(
        &self,
        watcher: &impl Watcher,
        play: impl Fn(u64, usize) -> Answer + Sync,
    ) -> Tally {
        let mut tally = Tally::new(&self.selection);
        let scenario = self.selection.scenario;
        let take = |run, results| tally.push(scenario, run, results);
        let record = self.play_each(watcher, |run, place| play(run, place).into(), take);
        tally.record = record.named(|place| self.label(place));
        tally
    }

    /// Plays the runs and gives each that ended well, in order, to `take`; the questions of the
    /// record are places among the selection's architectures.
    pub(crate) fn play_each(
        &self,
        watcher: &impl Watcher,
        play: impl Fn(u64, usize) -> RunResult + Sync,
        take: impl FnMut(u64, Vec<RunResult>),
    ) -> CampaignRecord<usize> {
        let architectures = &self.selection.architectures;
        let runner = Runner {
            runs: self.selection.runs.clone(),
            questions: architectures.len(),
            batch: BATCH,
            watcher,
        };
        runner.play(|run, place| play(run, architectures[place]), take)
    }

    /// One run under the architecture at a place of the scenario, played and judged.
    pub(crate) fn result(&self, run: u64, architecture: usize) -> RunResult {
        let (scenario, seed) = (self.selection.scenario, self.selection.seed);
        let architecture = &scenario.architectures[architecture];
        let luck = RunSeed { seed, run };
        let scenario = &scenario.in_run(luck);
        let journal = engine::play(scenario, architecture, luck);
        RunResult {
            outcome: outcome::judge(scenario, &journal),
            chains: self.explain.then(|| KillChains::of(scenario, &journal)),
        }
    }

    fn label(&self, place: usize) -> ArchitectureLabel {
        let RunSelection { scenario, architectures, .. } = &self.selection;
        let architecture = &scenario.architectures[architectures[place]];
        ArchitectureLabel { architecture: architecture.name.clone() }
    }
}
