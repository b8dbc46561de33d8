//! The runs of a limiting scenario, and the result of each target in them.

use super::limit::{LimitingCase, LimitingPair};
use crate::engine;
use crate::random::RunSeed;
use crate::scenario::model::Scenario;
use crate::verify::case::CaseError;
use crate::world::clock::Clock;
use crate::world::journal::{Event, Journal, ShotResult};
use crate::world::node::Case;
use bevy_ecs::prelude::*;
use rayon::prelude::*;

/// Result of one target in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct TargetResult {
    /// Whether no interceptor killed it: it comes down on what it is aimed at.
    pub(super) leaked: bool,
    /// Interceptors that met it, or what was left of it.
    pub(super) shots: u32,
    /// The place of the fire unit that killed it.
    pub(super) killer: Option<usize>,
}

impl LimitingPair {
    /// Plays all runs.
    pub(super) fn play(&self) -> Result<Vec<Vec<TargetResult>>, CaseError> {
        Ok(all_played(&self.scenario()?, 0, self.sides[0].runs))
    }

    /// Of the runs, and of many more, whether all interceptors fail.
    pub(super) fn struck(&self) -> Result<Vec<bool>, CaseError> {
        Ok(all_struck(&self.scenario()?))
    }
}

impl LimitingCase {
    /// Plays all runs; layers of other numbers have luck of their own.
    pub(super) fn play(&self, layer: u64) -> Result<Vec<Vec<TargetResult>>, CaseError> {
        Ok(all_played(&self.scenario()?, layer, self.runs))
    }

    /// Of the runs, and of many more, whether all interceptors fail.
    pub(super) fn struck(&self) -> Result<Vec<bool>, CaseError> {
        Ok(all_struck(&self.scenario()?))
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

fn all_played(scenario: &Scenario, layer: u64, runs: u64) -> Vec<Vec<TargetResult>> {
    let one = |run| played(scenario, luck(scenario, layer, run));
    (0..runs).into_par_iter().map(one).collect()
}

/// Runs of which it is drawn whether all interceptors fail; most of them need not be played.
const DRAWS: u64 = 100_000;

/// The engine's own draws: its journal does not tell why an interceptor failed.
fn all_struck(scenario: &Scenario) -> Vec<bool> {
    let failure = scenario.fire_units.first().map(|unit| unit.kind.common_mode);
    let strikes = |run| failure.is_some_and(|of| of.strikes(luck(scenario, 0, run)));
    (0..DRAWS).into_par_iter().map(strikes).collect()
}

fn luck(scenario: &Scenario, layer: u64, run: u64) -> RunSeed {
    RunSeed { seed: scenario.seed + layer, run }
}

/// One run of the engine, counted from its journal; it ends when no more shots are to be expected.
fn played(scenario: &Scenario, luck: RunSeed) -> Vec<TargetResult> {
    if scenario.threats.is_empty() {
        return Vec::new();
    }
    let architecture = &scenario.architectures[0];
    let mut fire = Fire { in_flight: 0, read: 0, first_shots_s: first_shots_s(scenario) };
    let case = Case { scenario, architecture, luck };
    let journal = engine::play_until(&case, |world| fire.has_ceased(world));
    let unmet = TargetResult { leaked: true, ..TargetResult::default() };
    let mut targets = vec![unmet; scenario.threats.len()];
    for (_, event) in &journal.events {
        if let Event::Intercept { interceptor, object: Some(object), result, .. } = event {
            let target = &mut targets[object.threat.index()];
            target.shots += 1;
            if *result == ShotResult::Killed {
                target.leaked = false;
                target.killer = Some(interceptor.unit.index());
            }
        }
    }
    targets
}

/// Time by which a system without delay that plans on each tick has ordered its first shots, s; a
/// partner's tracks are there by then.
const FIRST_SHOTS_S: f64 = 60.0;

/// Time by which all systems have ordered their first shots, s.
fn first_shots_s(scenario: &Scenario) -> f64 {
    let waits = scenario.systems.iter().map(|system| {
        let planning_s = system.command.planning_ticks as f64 * scenario.step_s;
        system.command.decision_delay_s + planning_s - scenario.step_s
    });
    FIRST_SHOTS_S + waits.fold(0.0, f64::max)
}

/// Fire of a run, as its journal tells.
struct Fire {
    /// Interceptors launched and not assessed.
    in_flight: u32,
    /// Events read.
    read: usize,
    /// Time by which the first shots have been ordered, s.
    first_shots_s: f64,
}

impl Fire {
    /// Whether all shots have been assessed: a second volley is in flight on that very tick.
    fn has_ceased(&mut self, world: &World) -> bool {
        let events = &world.resource::<Journal>().events;
        for (_, event) in &events[self.read..] {
            match event {
                Event::Launched { .. } => self.in_flight += 1,
                Event::Assessed { .. } => self.in_flight -= 1,
                _ => {}
            }
        }
        self.read = events.len();
        self.in_flight == 0 && world.resource::<Clock>().before_s() >= self.first_shots_s
    }
}
