//! The runs of a limiting scenario, and the result of each target in them.

use super::limit::LimitingCase;
use crate::engine;
use crate::outcome;
use crate::random::RunSeed;
use crate::scenario::parts::Scenario;
use crate::verify::case::CaseError;
use crate::world::journal::Event;
use rayon::prelude::*;

/// Result of one target in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct TargetResult {
    /// Whether it came down alive on what it was aimed at.
    pub(super) leaked: bool,
    /// Interceptors that met it, or what was left of it.
    pub(super) shots: u32,
}

impl LimitingCase {
    /// Plays all runs; layers of other numbers have luck of their own.
    pub(super) fn play(&self, layer: u64) -> Result<Vec<Vec<TargetResult>>, CaseError> {
        let scenario = self.scenario()?;
        let one = |run| played(&scenario, luck(&scenario, layer, run));
        Ok((0..self.runs).into_par_iter().map(one).collect())
    }

    /// Plays all runs, in each only with the targets that leaked before; the others get no shot.
    pub(super) fn play_survivors(
        &self,
        layer: u64,
        before: &[Vec<TargetResult>],
    ) -> Result<Vec<Vec<TargetResult>>, CaseError> {
        let scenario = self.scenario()?;
        let one = |(run, before): (u64, &Vec<TargetResult>)| {
            let mut raid = scenario.clone();
            let mut leaked = before.iter().map(|one| one.leaked);
            raid.threats.retain(|_| leaked.next() == Some(true));
            let here = played(&raid, luck(&raid, layer, run));
            let mut here = here.into_iter();
            let each = before.iter().map(|one| {
                let met = one.leaked.then(|| here.next());
                met.flatten().unwrap_or_default()
            });
            each.collect()
        };
        let runs: Vec<_> = (0..).zip(before).collect();
        Ok(runs.into_par_iter().map(one).collect())
    }
}

fn luck(scenario: &Scenario, layer: u64, run: u64) -> RunSeed {
    RunSeed { seed: scenario.seed + layer, run }
}

/// One run of the engine, counted from its journal.
fn played(scenario: &Scenario, luck: RunSeed) -> Vec<TargetResult> {
    if scenario.threats.is_empty() {
        return Vec::new();
    }
    let journal = engine::play(scenario, &scenario.architectures[0], luck);
    let fates = outcome::fates(scenario, &journal);
    let leaked = |fate: &Option<outcome::Fate>| fate.is_some_and(|of| of.leaked_into.is_some());
    let mut targets: Vec<TargetResult> =
        fates.iter().map(|fate| TargetResult { leaked: leaked(fate), shots: 0 }).collect();
    for (_, event) in &journal.events {
        if let Event::Intercept { object: Some(object), .. } = event {
            targets[object.threat.index()].shots += 1;
        }
    }
    targets
}
