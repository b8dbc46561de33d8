//! Local search: repairs a plan by exchanging one shot, or the targets of two or three.
//!
//! Moves: a shot is replaced by any other allowed one; two shots exchange targets; a shot moves to
//! the target of another, which lands elsewhere, while an idle unit takes over the target left.
//! Each move must gain; the search ends when none does. The idea is the very large neighbourhood of
//! Ahuja, Kumar, Jha and Orlin (*Exact and heuristic algorithms for the weapon-target assignment
//! problem*, Operations Research 55:1136, 2007), cut down to its shortest paths and cycles.

use super::{Allocator, Problem, expected_survival};

/// A move must gain this share of the value at stake: rounding is no gain.
const GAIN_MIN: f64 = 1e-12;
/// Bound on the work; a few passes are usual.
const PASSES_MAX: usize = 100;

const NONE: usize = usize::MAX;

/// Buffers of the search.
#[derive(Debug, Clone, Default)]
pub(super) struct LocalSearch {
    gain_min: f64,
    /// Best option of each unit and target, unit by unit; `NONE` where there is none.
    best_option: Vec<usize>,
    /// Value of each shot's target expected to survive the other shots at it.
    without: Vec<f64>,
    /// Best other target for each shot's unit.
    landings: Vec<Addition>,
    /// Best idle unit for each shot's target, were the shot not there.
    takeovers: Vec<Addition>,
}

/// A shot that could be added, and what it would destroy; none destroys nothing.
#[derive(Debug, Clone, Copy)]
struct Addition {
    option: usize,
    gain: f64,
}

const NO_ADDITION: Addition = Addition { option: NONE, gain: 0.0 };

impl Allocator {
    /// Leaves the better of the greedy and the nearest-first plan, each improved, in `shots`.
    pub(super) fn improve(&mut self, problem: Problem<'_>) {
        self.list_best_options(problem);
        let at_stake: f64 = problem.targets.iter().map(|target| target.value).sum();
        self.moves.gain_min = GAIN_MIN * at_stake;
        self.nearest_first(problem);
        self.climb(problem);
        let nearest_leaves = expected_survival(problem, &self.shots);
        self.nearest.clone_from(&self.shots);
        self.greedy(problem);
        self.climb(problem);
        if nearest_leaves + self.moves.gain_min < expected_survival(problem, &self.shots) {
            self.shots.clone_from(&self.nearest);
        }
    }

    /// Moves until no move gains.
    fn climb(&mut self, problem: Problem<'_>) {
        for _ in 0..PASSES_MAX {
            self.refresh(problem);
            let has_gained = self.exchange_all(problem) | self.swap_all(problem);
            if !has_gained {
                self.list_steps(problem);
                if !self.relay_any(problem) && !self.pass_on_any(problem) {
                    return;
                }
                self.refresh(problem);
            }
            self.fire_by_gain(problem);
        }
    }

    fn list_best_options(&mut self, problem: Problem<'_>) {
        let best = &mut self.moves.best_option;
        best.clear();
        best.resize(problem.units.len() * problem.targets.len(), NONE);
        for (index, option) in problem.options.iter().enumerate() {
            let place = &mut best[option.unit * problem.targets.len() + option.target];
            if *place == NONE || problem.probability(index) > problem.probability(*place) {
                *place = index;
            }
        }
    }

    fn best_option(&self, problem: Problem<'_>, unit: usize, target: usize) -> usize {
        self.moves.best_option[unit * problem.targets.len() + target]
    }

    /// Recomputes limits and survival after shots were changed.
    fn refresh(&mut self, problem: Problem<'_>) {
        self.rival.clone_from(&self.shots);
        self.start(problem);
        for place in 0..self.rival.len() {
            self.fire(problem, self.rival[place].option);
        }
        self.moves.without.clear();
        self.moves.without.resize(self.shots.len(), 0.0);
        for target in 0..problem.targets.len() {
            self.refresh_target(problem, target);
        }
    }

    /// Recomputes survival after shots at one target were changed.
    fn refresh_target(&mut self, problem: Problem<'_>, target: usize) {
        self.surviving[target] = problem.targets[target].value;
        for index in 0..self.shots.len() {
            let shot = self.shots[index];
            if shot.target == target {
                self.surviving[target] *= 1.0 - problem.probability(shot.option);
                self.moves.without[index] = self.value_without(problem, index);
            }
        }
    }

    /// Lists where each shot could go instead, and who could take over from it.
    fn list_steps(&mut self, problem: Problem<'_>) {
        self.moves.landings.clear();
        self.moves.takeovers.clear();
        for index in 0..self.shots.len() {
            let (landing, takeover) = (self.landing(problem, index), self.takeover(problem, index));
            self.moves.landings.push(landing);
            self.moves.takeovers.push(takeover);
        }
    }

    fn value_without(&self, problem: Problem<'_>, index: usize) -> f64 {
        let target = self.shots[index].target;
        let others = self.shots.iter().enumerate();
        others
            .filter(|&(other, shot)| shot.target == target && other != index)
            .fold(problem.targets[target].value, |value, (_, shot)| {
                value * (1.0 - problem.probability(shot.option))
            })
    }

    fn landing(&self, problem: Problem<'_>, index: usize) -> Addition {
        let shot = self.shots[index];
        let targets = (0..problem.targets.len())
            .filter(|&target| target != shot.target && self.target_left[target] > 0);
        let steps = targets.map(|target| {
            let option = self.best_option(problem, shot.unit, target);
            step(problem, option, self.surviving[target])
        });
        steps.fold(NO_ADDITION, better)
    }

    fn takeover(&self, problem: Problem<'_>, index: usize) -> Addition {
        let shot = self.shots[index];
        let units =
            (0..problem.units.len()).filter(|&unit| unit != shot.unit && self.unit_left[unit] > 0);
        let steps = units.map(|unit| {
            let option = self.best_option(problem, unit, shot.target);
            step(problem, option, self.moves.without[index])
        });
        steps.fold(NO_ADDITION, better)
    }

    /// Loss by calling a shot off.
    fn loss(&self, problem: Problem<'_>, index: usize) -> f64 {
        self.moves.without[index] * problem.probability(self.shots[index].option)
    }

    /// Replaces each shot by the allowed one that gains most, if any does.
    fn exchange_all(&mut self, problem: Problem<'_>) -> bool {
        let mut has_gained = false;
        for index in 0..self.shots.len() {
            let old = self.shots[index];
            let mut best = old;
            let mut best_gain = self.loss(problem, index) + self.moves.gain_min;
            for option in 0..problem.options.len() {
                let new = problem.shot(option);
                let is_same_target = new.target == old.target;
                let is_allowed = (is_same_target || self.target_left[new.target] > 0)
                    && (new.unit == old.unit || self.unit_left[new.unit] > 0);
                let value = if is_same_target {
                    self.moves.without[index]
                } else {
                    self.surviving[new.target]
                };
                let gain = value * problem.probability(option);
                if is_allowed && gain > best_gain {
                    (best, best_gain) = (new, gain);
                }
            }
            if best != old {
                self.shots[index] = best;
                self.target_left[old.target] += 1;
                self.unit_left[old.unit] += 1;
                self.target_left[best.target] -= 1;
                self.unit_left[best.unit] -= 1;
                self.refresh_target(problem, old.target);
                self.refresh_target(problem, best.target);
                has_gained = true;
            }
        }
        has_gained
    }

    /// Lets each two shots that gain by it exchange targets; the limits stay as they are.
    fn swap_all(&mut self, problem: Problem<'_>) -> bool {
        let mut has_gained = false;
        for one in 0..self.shots.len() {
            for other in 0..one {
                let [old, partner] = [self.shots[one], self.shots[other]];
                if old.target == partner.target || old.unit == partner.unit {
                    continue;
                }
                let new_option = self.best_option(problem, old.unit, partner.target);
                let back_option = self.best_option(problem, partner.unit, old.target);
                if new_option == NONE || back_option == NONE {
                    continue;
                }
                let new = step(problem, new_option, self.moves.without[other]);
                let back = step(problem, back_option, self.moves.without[one]);
                let loss = self.loss(problem, one) + self.loss(problem, other);
                if new.gain + back.gain > loss + self.moves.gain_min {
                    self.shots[one] = problem.shot(new_option);
                    self.shots[other] = problem.shot(back_option);
                    self.refresh_target(problem, old.target);
                    self.refresh_target(problem, partner.target);
                    has_gained = true;
                }
            }
        }
        has_gained
    }

    /// Lets the first shot that gains by it move elsewhere, while an idle unit takes over.
    fn relay_any(&mut self, problem: Problem<'_>) -> bool {
        let relay = (0..self.shots.len()).find_map(|index| {
            let (landing, takeover) = (self.moves.landings[index], self.moves.takeovers[index]);
            let gain = landing.gain + takeover.gain - self.loss(problem, index);
            let has_both = landing.option != NONE && takeover.option != NONE;
            (has_both && gain > self.moves.gain_min).then_some((index, landing, takeover))
        });
        if let Some((index, landing, takeover)) = relay {
            self.shots[index] = problem.shot(landing.option);
            self.shots.push(problem.shot(takeover.option));
        }
        relay.is_some()
    }

    /// Lets a shot take the target of another, which lands elsewhere or is called off, while an
    /// idle unit, if there is one, takes over the target that it left.
    fn pass_on_any(&mut self, problem: Problem<'_>) -> bool {
        let chain = self.pairs().find_map(|[one, other]| {
            [[one, other], [other, one]].into_iter().find_map(|[mover, moved]| {
                let (old, partner) = (self.shots[mover], self.shots[moved]);
                let option = self.best_option(problem, old.unit, partner.target);
                let new = step(problem, option, self.moves.without[moved]);
                let mut landing = self.moves.landings[moved];
                if landing.option != NONE && problem.options[landing.option].target == old.target {
                    landing = NO_ADDITION;
                }
                let takeover = self.moves.takeovers[mover];
                let loss = self.loss(problem, mover) + self.loss(problem, moved);
                let gain = new.gain + landing.gain + takeover.gain - loss;
                let has_gained = new.option != NONE && gain > self.moves.gain_min;
                has_gained.then_some((mover, moved, [new, landing, takeover]))
            })
        });
        if let Some((mover, moved, steps)) = chain {
            self.shots.remove(mover.max(moved));
            self.shots.remove(mover.min(moved));
            let steps = steps.into_iter().filter(|step| step.option != NONE);
            self.shots.extend(steps.map(|step| problem.shot(step.option)));
        }
        chain.is_some()
    }

    /// Pairs of shots of different units at different targets.
    fn pairs(&self) -> impl Iterator<Item = [usize; 2]> + '_ {
        let shots = &self.shots;
        let pairs = (0..shots.len()).flat_map(|one| (0..one).map(move |other| [one, other]));
        pairs.filter(|&[one, other]| {
            shots[one].target != shots[other].target && shots[one].unit != shots[other].unit
        })
    }
}

/// Gain by shooting at a target of which `value` survives so far.
fn step(problem: Problem<'_>, option: usize, value: f64) -> Addition {
    if option == NONE {
        return NO_ADDITION;
    }
    let gain = value * problem.probability(option);
    Addition { option, gain }
}

/// The step that gains more, the first at ties.
fn better(one: Addition, other: Addition) -> Addition {
    if other.gain > one.gain { other } else { one }
}
