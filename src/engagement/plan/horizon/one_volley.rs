//! One volley: the problem in which nothing can follow a shot, solved as the static one.
//!
//! Where there is time for one volley at each target, none is under way, and every round has a
//! channel, waiting teaches nothing: what is left is weapon-target assignment (module `assign`),
//! exact where it is small.

use super::{DynamicProblem, HorizonPlanner, Reach};
use crate::engagement::plan::assign::{Allocator, Problem, ShotOption, Target, Weapon};

/// Allocations that are searched through exactly: a plan takes some 20 µs.
const ALLOCATIONS_PLANNED_MAX: f64 = 2e3;

/// Solver of the static problem, with its buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct OneVolley {
    targets: Vec<Target>,
    weapons: Vec<Weapon>,
    options: Vec<ShotOption>,
    allocator: Allocator,
}

impl HorizonPlanner {
    /// Whether nothing can follow a shot, and every round has a channel.
    pub(super) fn is_static<R: Reach>(&self, problem: &DynamicProblem<R>) -> bool {
        let mut targets = problem.targets.iter().enumerate();
        let is_single = targets
            .all(|(place, target)| target.under_way.is_none() && self.rungs_of(place).len() <= 1);
        let mut units = problem.units.iter().enumerate();
        // The limits of two sides are no part of the static problem.
        let is_of_one = problem.units.iter().all(|unit| unit.side == 0);
        is_single
            && is_of_one
            && units.all(|(place, unit)| {
                let held = problem.held.iter().filter(|held| held.unit == place).count();
                unit.rounds as usize + held <= unit.channels as usize
            })
    }

    /// Decides about all chances of a static problem and an empty plan, each shot as early as it
    /// can be.
    pub(super) fn assign<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        let OneVolley { targets, weapons, options, allocator } = &mut self.one_volley;
        targets.clear();
        targets.extend(problem.targets.iter().map(|target| Target {
            value: target.value * target.alive,
            shots_max: problem.rules.shots[usize::from(target.volleys > 0)],
        }));
        weapons.clear();
        weapons.extend(
            problem
                .units
                .iter()
                .map(|unit| Weapon { inventory: unit.rounds, channels: unit.channels }),
        );
        options.clear();
        // One for each chance, in their order.
        options.extend(self.plan.chances.iter().map(|chance| ShotOption {
            target: chance.target,
            unit: chance.unit,
            kill_probability: chance.kill_probability,
            preference_cost: chance.first.intercept_s,
        }));
        let volley = Problem { targets, units: weapons, options };
        let plan = allocator.exact(volley, ALLOCATIONS_PLANNED_MAX);
        for shot in plan.shots {
            self.plan.chances[shot.option].count += 1;
        }
        for target in 0..problem.targets.len() {
            self.plan.killed[target] = self.weigh(problem, target).killed;
            self.charge(problem, target, None);
        }
    }
}
