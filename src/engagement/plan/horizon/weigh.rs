//! Worth of a plan: what it is expected to kill of a target, and what one more shot would add.
//!
//! Along a ladder two probabilities are followed: that the target is not taken for dead, so that a
//! volley is fired, and that it also is alive. A volley that all miss leaves the second; a look
//! then takes a share of the living for dead, and a share of the dead for alive (Wilkening,
//! *Science & Global Security* 8, 1999, on shoot-look-shoot).

use super::{DynamicProblem, HorizonPlanner, Reach};

/// Least use that a gain is divided by.
const COST_MIN: f64 = 1e-3;

impl HorizonPlanner {
    /// Value of a target that its planned shots are expected to kill; finds on the way with what
    /// probability each rung is reached.
    pub(super) fn weigh<R: Reach>(&mut self, problem: &DynamicProblem<R>, number: usize) -> f64 {
        let target = &problem.targets[number];
        let error = &problem.rules.assessment;
        let (mut fired, mut alive, mut killed) = (1.0, target.alive, 0.0);
        let chances = self.first_chance[number]..self.first_chance[number + 1];
        let mut chances = self.chances[chances].iter().peekable();
        for place in self.first_rung[number]..self.first_rung[number + 1] {
            let rung = &mut self.rungs[place];
            rung.weight = fired;
            let mut survival = if rung.is_join {
                target.under_way.map_or(1.0, |volley| volley.survival)
            } else {
                1.0
            };
            let mut is_volley = rung.is_join;
            while let Some(chance) = chances.next_if(|chance| chance.rung == place) {
                is_volley |= chance.count > 0;
                for shot in 1..=chance.count {
                    let share = if shot == chance.count { chance.share } else { 1.0 };
                    survival *= 1.0 - chance.kill_probability * share;
                }
            }
            if is_volley {
                let left = alive * survival;
                killed += alive - left;
                alive = left * (1.0 - error.killed_if_alive);
                fired = alive + (fired - left) * error.alive_if_killed;
            }
        }
        target.value * killed
    }

    /// Weighs one more shot of each chance at a target.
    pub(super) fn score<R: Reach>(&mut self, problem: &DynamicProblem<R>, target: usize) {
        let [rounds, used] = self.used(target);
        for place in self.chances_of(target) {
            self.chances[place].is_blocked = false;
            self.chances[place].gain = 0.0;
            if self.chances[place].share < 1.0 || !self.is_allowed(problem, place) {
                continue;
            }
            self.chances[place].count += 1;
            let killed = self.weigh(problem, target);
            let [rounds_with, used_with] = self.used(target);
            let chance = &mut self.chances[place];
            chance.count -= 1;
            let gain = killed - self.killed[target];
            chance.cost = (used_with - used).max(COST_MIN);
            let worth = problem.units[chance.unit].round_worth * problem.targets[target].value;
            let is_worth_it = gain > worth * (rounds_with - rounds).max(COST_MIN);
            chance.gain = if is_worth_it { gain } else { 0.0 };
        }
        self.weigh(problem, target);
    }

    /// Expected use of the planned shots at a target: rounds, and what they and their channels come
    /// to at the prices.
    fn used(&self, target: usize) -> [f64; 2] {
        let chances = self.chances[self.chances_of(target)].iter();
        let shots = chances.filter(|chance| chance.count > 0);
        shots.fold([0.0; 2], |[rounds, used], chance| {
            let [round, channel] = self.prices[chance.unit];
            let flight_s = chance.meeting.intercept_s - chance.meeting.launch_s;
            let expected = chance.amount() * self.rungs[chance.rung].weight;
            let price = round + channel * flight_s / self.step_s;
            [rounds + expected, used + expected * price]
        })
    }

    /// Whether one more shot of a chance obeys the doctrine, comes after no volley that is not yet
    /// judged, and is one that its unit has.
    fn is_allowed<R: Reach>(&self, problem: &DynamicProblem<R>, place: usize) -> bool {
        let chance = &self.chances[place];
        let target = &problem.targets[chance.target];
        let side = problem.units[chance.unit].side;
        let (mut volleys, mut in_rung, mut of_unit, mut is_first) = (0, 0, 0, target.volleys == 0);
        let mut last_rung = usize::MAX;
        let others = self.chances[self.chances_of(chance.target)].iter();
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
            if !self.rungs[other.rung].is_join {
                volleys += u32::from(other.rung != last_rung);
                last_rung = other.rung;
                is_first &= !is_before;
            }
        }
        if of_unit >= problem.units[chance.unit].rounds {
            return false;
        }
        if self.rungs[chance.rung].is_join {
            return in_rung < target.room[side];
        }
        let shots_max = problem.rules.shots[usize::from(!is_first)];
        target.volleys.saturating_add(volleys) < problem.rules.volleys_max && in_rung < shots_max
    }
}
