//! Worth of a plan: what it is expected to kill of a target, and what one more shot would add.
//!
//! Along a ladder two probabilities are followed: that the target is not taken for dead, so that a
//! volley is fired, and that it also is alive. A volley that all miss leaves the second; a look
//! then takes a share of the living for dead, and a share of the dead for alive (Wilkening,
//! *Science & Global Security* 8, 1999, on shoot-look-shoot).

use super::{DynamicProblem, HorizonPlanner, Reach};

/// Least use that a gain is divided by.
const COST_MIN: f64 = 1e-3;

/// Worth of the planned shots at a target.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Worth {
    /// Value that they are expected to kill.
    pub(super) killed: f64,
    /// Rounds expected to be used.
    rounds: f64,
    /// Use of these and of their channels, at the prices.
    cost: f64,
}

impl HorizonPlanner {
    /// Worth of the planned shots at a target; finds on the way with what probability each rung is
    /// reached.
    pub(super) fn weigh<R: Reach>(&mut self, problem: &DynamicProblem<R>, number: usize) -> Worth {
        let target = &problem.targets[number];
        let error = &problem.rules.assessment;
        let (mut fired, mut alive) = (1.0, target.alive);
        let mut worth = Worth::default();
        let chances = self.first_chance[number]..self.first_chance[number + 1];
        let mut chances = self.plan.chances[chances].iter().peekable();
        for place in self.first_rung[number]..self.first_rung[number + 1] {
            let rung = &mut self.plan.rungs[place];
            rung.weight = fired;
            let mut survival = if rung.is_join {
                target.under_way.map_or(1.0, |volley| volley.survival)
            } else {
                1.0
            };
            let mut is_volley = rung.is_join;
            while let Some(chance) = chances.next_if(|chance| chance.rung == place) {
                if chance.count == 0 {
                    continue;
                }
                is_volley = true;
                let [round, channel] = self.prices[chance.unit];
                let flight_s = chance.meeting.intercept_s - chance.meeting.launch_s;
                let expected = chance.amount() * fired;
                worth.rounds += expected;
                worth.cost += expected * (round + channel * flight_s / self.step_s);
                for shot in 1..=chance.count {
                    let share = if shot == chance.count { chance.share } else { 1.0 };
                    survival *= 1.0 - chance.kill_probability * share;
                }
            }
            if is_volley {
                let left = alive * survival;
                worth.killed += alive - left;
                alive = left * (1.0 - error.killed_if_alive);
                fired = alive + (fired - left) * error.alive_if_killed;
            }
        }
        worth.killed *= target.value;
        worth
    }

    /// Weighs the planned shots at a target, and one more of each chance.
    pub(super) fn score<R: Reach>(&mut self, problem: &DynamicProblem<R>, target: usize) {
        let now = self.weigh(problem, target);
        self.plan.killed[target] = now.killed;
        for place in self.chances_of(target) {
            self.plan.chances[place].is_blocked = false;
            self.plan.chances[place].gain = 0.0;
            if self.plan.chances[place].share < 1.0 || !self.is_allowed(problem, place) {
                continue;
            }
            self.plan.chances[place].count += 1;
            let with = self.weigh(problem, target);
            let chance = &mut self.plan.chances[place];
            chance.count -= 1;
            let gain = with.killed - now.killed;
            chance.cost = (with.cost - now.cost).max(COST_MIN);
            let worth = problem.units[chance.unit].round_worth * problem.targets[target].value;
            let is_worth_it = gain > worth * (with.rounds - now.rounds).max(COST_MIN);
            chance.gain = if is_worth_it { gain } else { 0.0 };
        }
        self.weigh(problem, target);
    }

    /// Whether one more shot of a chance obeys the doctrine, comes after no volley that is not yet
    /// judged, and is one that its unit has.
    fn is_allowed<R: Reach>(&self, problem: &DynamicProblem<R>, place: usize) -> bool {
        let chance = &self.plan.chances[place];
        let target = &problem.targets[chance.target];
        let side = problem.units[chance.unit].side;
        let (mut volleys, mut in_rung, mut of_unit, mut is_first) = (0, 0, 0, target.volleys == 0);
        let mut last_rung = usize::MAX;
        let others = self.plan.chances[self.chances_of(chance.target)].iter();
        for other in others.filter(|other| other.count > 0) {
            of_unit += if other.unit == chance.unit { other.count } else { 0 };
            if other.rung == chance.rung {
                let is_of_side = problem.units[other.unit].side == side;
                in_rung += if is_of_side { other.count } else { 0 };
                continue;
            }
            let is_before = other.rung < chance.rung;
            if is_before && other.next > chance.rung || !is_before && other.rung < chance.next {
                return false;
            }
            if !self.plan.rungs[other.rung].is_join {
                volleys += u32::from(other.rung != last_rung);
                last_rung = other.rung;
                is_first &= !is_before;
            }
        }
        if of_unit >= problem.units[chance.unit].rounds {
            return false;
        }
        if self.plan.rungs[chance.rung].is_join {
            return in_rung < target.room[side];
        }
        let shots_max = problem.rules.shots[usize::from(!is_first)];
        target.volleys.saturating_add(volleys) < problem.rules.volleys_max && in_rung < shots_max
    }
}
