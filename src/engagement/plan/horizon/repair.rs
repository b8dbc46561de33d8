//! Local search: forces in shots that were left out, at the cost of others.
//!
//! In turn each of the most valuable chances is put first: the targets that use its unit are
//! planned anew after it, by each merit. What is worth more stays (ruin and recreate: Schrimpf et
//! al., *Record breaking optimization results using the ruin and recreate principle*, Journal of
//! Computational Physics 159:139, 2000).

use super::{Chance, DynamicProblem, HorizonPlanner, Merit, ROUNDING, Reach, SMALL_PLAN};

/// Most chances that are forced in.
const FORCED_MAX: usize = 24;

/// Bound on the work: chances that are looked at, for each that is forced in.
const WORK_MAX: usize = 400;

/// Ways in which a plan is recreated: by which merit, and whether as a whole (a small one only).
const WAYS: [(Merit, bool); 3] =
    [(Merit::Gain, false), (Merit::Return, false), (Merit::Return, true)];

impl HorizonPlanner {
    /// Improves a plan.
    pub(super) fn repair<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        for target in 0..problem.targets.len() {
            self.score(problem, target);
        }
        let chances = &self.plan.chances;
        let worth = |place: usize| {
            let chance = &chances[place];
            problem.targets[chance.target].value * chance.kill_probability
        };
        let mut order = std::mem::take(&mut self.order);
        order.clear();
        order.extend(0..chances.len());
        order.sort_by(|a, b| worth(*b).total_cmp(&worth(*a)).then(a.cmp(b)));
        let forced = FORCED_MAX.min(WORK_MAX / chances.len().max(1));
        for &place in order.iter().take(forced) {
            self.force(problem, place);
        }
        self.order = order;
    }

    /// Plans anew with a chance first, and keeps that if it is worth more.
    fn force<R: Reach>(&mut self, problem: &DynamicProblem<R>, place: usize) {
        let is_small = self.plan.chances.len() <= SMALL_PLAN;
        self.before.clone_from(&self.plan);
        let Chance { unit, target, .. } = self.plan.chances[place];
        for (merit, is_whole) in WAYS.into_iter().filter(|(_, is_whole)| is_small || !is_whole) {
            self.merit = merit;
            for other in 0..problem.targets.len() {
                let mut chances = self.plan.chances[self.chances_of(other)].iter();
                if is_whole || other == target || chances.any(|it| it.count > 0 && it.unit == unit)
                {
                    self.clear(problem, other);
                }
            }
            if self.plan.chances[place].gain > 0.0 && self.add(problem, place, f64::NEG_INFINITY) {
                self.fill(problem);
            }
            if self.plan.kills() > self.before.kills() + ROUNDING {
                return;
            }
            self.plan.clone_from(&self.before);
        }
    }

    /// Takes all shots at a target out of the plan.
    fn clear<R: Reach>(&mut self, problem: &DynamicProblem<R>, target: usize) {
        for place in self.chances_of(target) {
            self.use_of(problem, place, 0.0);
        }
        let (rungs, chances) = (self.rungs_of(target), self.chances_of(target));
        self.plan.rungs[rungs.clone()].copy_from_slice(&self.empty.rungs[rungs]);
        self.plan.chances[chances.clone()].copy_from_slice(&self.empty.chances[chances]);
        self.plan.killed[target] = self.empty.killed[target];
    }
}
