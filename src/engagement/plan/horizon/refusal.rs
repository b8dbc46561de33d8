//! Refusals: why a plan has no shot at a target.
//!
//! Asked of the plan as it stands, and no part of it: of a target without a shot that is sure to be
//! fired, whether any unit can meet it, and whether one that could has no round or no channel to
//! spare. Leaves out what moving other shots would make possible: the plan has tried that.

use super::{DynamicProblem, HorizonPlanner, ROUNDING, Reach, SUM_ROUNDING};

/// Reason why a plan has no shot at a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No unit that has rounds can meet it in time.
    Time,
    /// The rounds of the units that can are planned for others, or kept at their price.
    Rounds,
    /// A unit that has a round to spare for it has no channel free in time.
    Channels,
}

impl HorizonPlanner {
    /// Refusal of a target by the last plan; `None` if a shot at it is under way or sure to be
    /// fired.
    pub fn refusal(&self, target: usize) -> Option<Refusal> {
        self.refusals[target]
    }

    pub(super) fn list_refusals<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        let targets = 0..problem.targets.len();
        let mut refusals = std::mem::take(&mut self.refusals);
        refusals.clear();
        let is_served = |target| self.is_served(problem, target);
        refusals.extend(targets.clone().map(|target| match () {
            () if is_served(target) => None,
            () if self.chances_of(target).is_empty() => Some(Refusal::Time),
            () => Some(Refusal::Rounds),
        }));
        for target in targets {
            if refusals[target] == Some(Refusal::Rounds) && self.lacks_channel(problem, target) {
                refusals[target] = Some(Refusal::Channels);
            }
        }
        self.refusals = refusals;
    }

    fn is_served<R: Reach>(&self, problem: &DynamicProblem<R>, target: usize) -> bool {
        let is_sure = |place: usize| {
            let chance = &self.plan.chances[place];
            let weight = chance.amount() * self.plan.rungs[chance.rung].weight;
            weight >= 1.0 - SUM_ROUNDING
        };
        problem.targets[target].under_way.is_some() || self.chances_of(target).any(is_sure)
    }

    /// Whether a unit would shoot at a target, and has a round to spare, but no channel.
    fn lacks_channel<R: Reach>(&mut self, problem: &DynamicProblem<R>, target: usize) -> bool {
        self.score(problem, target);
        self.chances_of(target).any(|place| {
            let chance = self.plan.chances[place];
            let weight = self.plan.rungs[chance.rung].weight;
            let is_wanted = chance.count == 0 && chance.gain > ROUNDING;
            is_wanted
                && self.rounds_left(problem, place, &chance).share >= 1.0 - SUM_ROUNDING
                && self.placed(problem, place, (weight, f64::NEG_INFINITY)).is_none()
        })
    }
}
