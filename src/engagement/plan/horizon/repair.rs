//! Local search: forces in shots that were left out, at the cost of others.
//!
//! In turn each of the most valuable chances is put first: the targets that use its unit are
//! planned anew after it, by each merit, and without moving it. What is worth more stays (ruin and
//! recreate: Schrimpf et al., *Record breaking optimization results using the ruin and recreate
//! principle*, Journal of Computational Physics 159:139, 2000).

use super::{Chance, DynamicProblem, HorizonPlanner, Merit, ROUNDING, Reach};

/// Most chances that are forced in.
const FORCED_MAX: usize = 24;

/// Bound on the work: chances that are looked at, for each that is forced in.
const WORK_MAX: usize = 400;

/// Ways in which a plan is recreated: by which merit, and whether what is forced in stays put.
const WAYS: [(Merit, bool, bool); 5] = [
    (Merit::Gain, false, false),
    (Merit::Return, false, false),
    (Merit::Gain, true, false),
    (Merit::Return, false, true),
    (Merit::Gain, false, true),
];

impl HorizonPlanner {
    /// Improves a plan.
    pub(super) fn repair<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        let chances = &self.chances;
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
        let most = self.expected_kills();
        self.before.clear();
        self.before.extend(self.chances.iter().map(Chance::decision));
        let Chance { unit, target, .. } = self.chances[place];
        for (merit, is_fixed, is_whole) in WAYS {
            (self.merit, self.is_fixed) = (merit, is_fixed);
            for other in 0..problem.targets.len() {
                let mut chances = self.chances[self.chances_of(other)].iter();
                if is_whole || other == target || chances.any(|it| it.count > 0 && it.unit == unit)
                {
                    self.clear(problem, other);
                }
            }
            if self.chances[place].gain > 0.0 && self.add(problem, place) {
                self.fill(problem);
            }
            if self.expected_kills() > most + ROUNDING {
                return;
            }
            self.restore(problem);
        }
    }

    fn clear<R: Reach>(&mut self, problem: &DynamicProblem<R>, target: usize) {
        self.charge(problem, target, -1.0);
        for place in self.chances_of(target) {
            self.retract(problem, place);
        }
        self.killed[target] = self.weigh(problem, target);
        self.score(problem, target);
    }

    /// Puts the decisions before back in force.
    pub(super) fn restore<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        for target in 0..problem.targets.len() {
            self.charge(problem, target, -1.0);
        }
        for place in 0..self.chances.len() {
            self.decide(problem, place, self.before[place]);
        }
        for target in 0..problem.targets.len() {
            self.killed[target] = self.weigh(problem, target);
            self.charge(problem, target, 1.0);
            self.score(problem, target);
        }
    }
}
