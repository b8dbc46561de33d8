//! The campaign: every architecture on the same runs, in parallel, in any order, with one result.
//!
//! Runs are played in fixed batches; inside a batch every (run, architecture) is one task of the
//! thread pool, and the outcomes are taken in by run number. Memory does not grow with the runs.

use super::estimate::Tally;
use super::explanation::Judged;
use crate::engine;
use crate::outcome;
use crate::random::RunSeed;
use crate::scenario::parts::Scenario;
use rayon::prelude::*;
use serde::Serialize;
use std::any::Any;
use std::ops::Range;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// Runs in a batch: enough to keep a big machine busy, few enough to stop soon.
const BATCH: u64 = 64;

/// Which runs of which architectures are to be played.
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
}

/// A run that did not come to its end: a bug, reported as an outcome with the way to repeat it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Number of the run.
    pub run: u64,
    /// The architecture.
    pub architecture: String,
    /// What the program said.
    pub reason: String,
}

/// Who is told how far a campaign is, and can end it.
pub trait Watcher: Sync {
    /// A run under one architecture is over.
    fn played(&self) {}

    /// Is the campaign to stop? What is not begun then is left.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// A watcher that lets everything pass.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

impl Watcher for Nobody {}

impl Campaign<'_> {
    /// Plays the runs and counts their outcomes.
    pub fn play(&self, watcher: &impl Watcher) -> Tally {
        self.play_with(watcher, |run, architecture| {
            let architecture = &self.scenario.architectures[architecture];
            let luck = RunSeed {
                seed: self.seed,
                run,
            };
            outcome::judge(
                self.scenario,
                &engine::play(self.scenario, architecture, luck),
            )
        })
    }

    /// The same with another way to play one run and to judge it.
    pub fn play_with<Played: Into<Judged>>(
        &self,
        watcher: &impl Watcher,
        play: impl Fn(u64, usize) -> Played + Sync,
    ) -> Tally {
        let play = |run, architecture| play(run, architecture).into();
        let mut tally = Tally::new(self.scenario, &self.architectures);
        let mut next = self.runs.start;
        while next < self.runs.end && !watcher.is_stopped() {
            let end = (next + BATCH).min(self.runs.end);
            for (run, results) in (next..end).zip(self.batch(next..end, watcher, &play)) {
                // A run is counted under every architecture or under none: pairs stay pairs.
                if let Some(results) = results.into_iter().collect() {
                    tally.push(self.scenario, run, results);
                }
            }
            next = end;
        }
        tally
    }

    /// For each run of a batch its result under each architecture; `None` where it was not begun.
    fn batch(
        &self,
        runs: Range<u64>,
        watcher: &impl Watcher,
        play: &(impl Fn(u64, usize) -> Judged + Sync),
    ) -> Vec<Vec<Option<Result<Judged, Failure>>>> {
        let tasks: Vec<(u64, usize)> = runs
            .flat_map(|run| self.architectures.iter().map(move |index| (run, *index)))
            .collect();
        let results: Vec<_> = tasks
            .into_par_iter()
            .map(|(run, index)| {
                let result = (!watcher.is_stopped()).then(|| self.attempt(run, index, play));
                watcher.played();
                result
            })
            .collect();
        results
            .chunks(self.architectures.len().max(1))
            .map(<[_]>::to_vec)
            .collect()
    }

    /// One run; a panic in it becomes its failure.
    fn attempt(
        &self,
        run: u64,
        index: usize,
        play: &impl Fn(u64, usize) -> Judged,
    ) -> Result<Judged, Failure> {
        catch_unwind(AssertUnwindSafe(|| play(run, index))).map_err(|payload| Failure {
            run,
            architecture: self.scenario.architectures[index].name.clone(),
            reason: reason(&*payload),
        })
    }
}

/// What a panic said.
pub(crate) fn reason(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "the program gave no reason".into())
}
