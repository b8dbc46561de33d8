//! Ladders: the volleys at a target that there is time for, one after the other.
//!
//! From the first order on, the next volley is the one that meets the target first: no other gives
//! more of them. Backwards from the last, each rung has the latest order that still leaves those
//! after it. So to each belong the launch times that matter: the earliest, and the last that costs
//! no later chance.

use super::{Chance, DynamicProblem, HorizonPlanner, ROUNDING, Reach, Rung};

/// Most rungs of a ladder: the first six volleys leave nothing to speak of.
const RUNGS_MAX: usize = 6;

/// Most steps in which channels are counted.
const STEPS_MAX: f64 = 4096.0;

impl HorizonPlanner {
    /// Volleys at a target, of the last plan, that there is time for one after the other, beside
    /// one under way.
    pub fn opportunities(&self, target: usize) -> usize {
        self.plan.rungs[self.rungs_of(target)].iter().filter(|rung| !rung.is_join).count()
    }

    /// Lists the rungs of all targets, and who can shoot on each.
    pub(super) fn build_ladders<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        self.plan.rungs.clear();
        self.plan.chances.clear();
        self.first_rung.clear();
        self.first_chance.clear();
        self.of_unit.iter_mut().for_each(Vec::clear);
        self.of_unit.resize(problem.units.len(), Vec::new());
        for target in 0..problem.targets.len() {
            self.first_rung.push(self.plan.rungs.len());
            self.first_chance.push(self.plan.chances.len());
            self.climb(problem, target);
            self.list_chances(problem, target);
        }
        self.first_rung.push(self.plan.rungs.len());
        self.first_chance.push(self.plan.chances.len());
        self.count_steps(problem);
    }

    /// Lists the rungs of a target, the volley under way first.
    fn climb<R: Reach>(&mut self, problem: &DynamicProblem<R>, number: usize) {
        let target = &problem.targets[number];
        let mut order_s = target.from_s.max(problem.now_s);
        if let Some(volley) = target.under_way {
            let latest_s = volley.over_s.max(order_s);
            self.plan.rungs.push(Rung { order_s, latest_s, weight: 1.0, is_join: true });
            order_s = latest_s;
        }
        let first = self.plan.rungs.len();
        let volleys_left = problem.rules.volleys_max.saturating_sub(target.volleys) as usize;
        let rounds = problem.armed(number).map(|unit| problem.units[unit].rounds as usize);
        // Nobody counts on interceptors that are not there.
        let volleys_max = RUNGS_MAX.min(volleys_left).min(rounds.sum());
        while self.plan.rungs.len() - first < volleys_max {
            let meetings = problem.armed(number);
            let meetings = meetings.filter_map(|unit| {
                let meeting = problem.reach.earliest(number, unit, order_s)?;
                Some(meeting.intercept_s)
            });
            let Some(intercept_s) = meetings.min_by(f64::total_cmp) else {
                break;
            };
            self.plan.rungs.push(Rung { order_s, latest_s: order_s, weight: 1.0, is_join: false });
            order_s = intercept_s + problem.rules.pause_s;
        }
        let mut by_s = f64::INFINITY;
        for rung in self.plan.rungs[first..].iter_mut().rev() {
            let latest_s = (problem.armed(number))
                .filter_map(|unit| problem.latest_order_s((number, unit), [rung.order_s, by_s]));
            rung.latest_s = latest_s.fold(rung.order_s, f64::max);
            by_s = rung.latest_s - problem.rules.pause_s;
        }
    }

    fn list_chances<R: Reach>(&mut self, problem: &DynamicProblem<R>, target: usize) {
        let end = self.plan.rungs.len();
        for place in self.first_rung[target]..end {
            let rung = self.plan.rungs[place];
            for unit in problem.armed(target) {
                if rung.is_join && problem.targets[target].room[problem.units[unit].side] == 0 {
                    continue;
                }
                let Some(meeting) = problem.reach.earliest(target, unit, rung.order_s) else {
                    continue;
                };
                let last_s = problem.latest_order_s((target, unit), [rung.order_s, f64::INFINITY]);
                self.of_unit[unit].push(self.plan.chances.len());
                self.plan.chances.push(Chance {
                    target,
                    rung: place,
                    unit,
                    kill_probability: problem.reach.kill_probability(target, unit),
                    first: meeting,
                    meeting,
                    last_s: last_s.unwrap_or(rung.order_s),
                    next: self.next_rung(place, end, meeting.intercept_s + problem.rules.pause_s),
                    count: 0,
                    share: 1.0,
                    gain: 0.0,
                    cost: 1.0,
                    is_blocked: false,
                    used: 0.0,
                });
            }
        }
    }

    /// The first rung after one, before an end, that can still be ordered at a time.
    pub(super) fn next_rung(&self, rung: usize, end: usize, order_s: f64) -> usize {
        let later = rung + 1..end;
        let in_time = |place: &usize| self.plan.rungs[*place].latest_s + ROUNDING >= order_s;
        later.into_iter().find(in_time).unwrap_or(end)
    }

    /// Counts the steps up to the last time at which a shot can hold a channel.
    fn count_steps<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        let mut last_s = problem.now_s;
        for chance in &self.plan.chances {
            let rungs = &self.plan.rungs[self.rungs_of(chance.target)];
            let wait_s = rungs.last().map_or(0.0, |rung| rung.latest_s) - chance.meeting.order_s;
            last_s = last_s.max(chance.meeting.intercept_s + wait_s.max(0.0));
        }
        last_s = problem.held.iter().map(|held| held.until_s).fold(last_s, f64::max);
        let steps = ((last_s - problem.now_s) / problem.step_s).clamp(0.0, STEPS_MAX);
        self.steps = steps as usize + 2;
    }
}

impl<R: Reach> DynamicProblem<'_, R> {
    /// The latest order, s, for a meeting no later than a time, s, of a target by a unit: none but
    /// the first possible, at a time, s, is left for the very end, which may come earlier.
    pub(super) fn latest_order_s(
        &self,
        (target, unit): (usize, usize),
        [first_s, intercept_s]: [f64; 2],
    ) -> Option<f64> {
        let latest_s = self.reach.latest_order_s(target, unit, intercept_s)?;
        let end_s = self.reach.latest_order_s(target, unit, f64::INFINITY)?;
        let sure_s = end_s - self.reach.end_margin_s(target, unit);
        Some(latest_s.min(sure_s.max(first_s)))
    }

    /// Units that have rounds, and shoot at a target.
    pub(super) fn armed(&self, target: usize) -> impl Iterator<Item = usize> {
        let units = self.units.iter().enumerate().filter(|(_, unit)| unit.rounds > 0);
        let shoots = move |unit: &usize| self.reach.kill_probability(target, *unit) > 0.0;
        units.map(|(place, _)| place).filter(shoots)
    }
}
