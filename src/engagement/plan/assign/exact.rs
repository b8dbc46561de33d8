//! Exact weapon-target assignment of small instances, by branch and bound.
//!
//! Options are taken unit by unit; each branch fixes how often one option is taken. A branch is cut
//! when even the rest of the units, each shooting every time at the best of what it can still
//! reach, would not beat the best plan so far (marginal gains only fall, so that bounds it).

use super::{Allocator, Problem};

/// A plan must be better by this share of the value at stake to replace the one found first.
const GAIN_MIN: f64 = 1e-13;

/// Buffers of the search.
#[derive(Debug, Clone, Default)]
pub(super) struct BranchAndBound {
    /// Shots of each option of `order` on the current branch.
    counts: Vec<u32>,
    best_counts: Vec<u32>,
    /// Value destroyed by the best plan so far, to be exceeded.
    best_destroyed: f64,
    gain_min: f64,
    has_better: bool,
}

/// Number of ways to share the units' shots among their options, limits of targets left aside: a
/// unit with `n` shots and `k` options has `(n + k)! / (n! k!)`.
///
/// `shots` is overwritten with the shots that each unit can use.
pub(super) fn allocations(problem: Problem<'_>, shots: &mut Vec<u32>) -> f64 {
    let usable = |unit: usize| {
        let options = problem.options.iter().enumerate();
        options
            .filter(move |(index, option)| option.unit == unit && problem.probability(*index) > 0.0)
    };
    shots.clear();
    let mut ways = 1.0;
    for (index, unit) in problem.units.iter().enumerate() {
        let at_targets = usable(index).fold(0_u32, |shots, (_, option)| {
            shots.saturating_add(problem.targets[option.target].shots_max)
        });
        let shots_max = unit.inventory.min(unit.channels).min(at_targets);
        shots.push(shots_max);
        for (chosen, _) in usable(index).enumerate() {
            let chosen = (chosen + 1) as f64;
            ways *= (f64::from(shots_max) + chosen) / chosen;
        }
    }
    ways
}

impl Allocator {
    /// Replaces `shots` by a better plan if there is one.
    pub(super) fn search_all(&mut self, problem: Problem<'_>) {
        let at_stake: f64 = problem.targets.iter().map(|target| target.value).sum();
        self.search.best_destroyed = at_stake - super::expected_survival(problem, &self.shots);
        self.search.gain_min = GAIN_MIN * at_stake;
        self.search.has_better = false;
        self.rival.clear();
        self.rival.extend(&self.shots);
        self.start(problem);
        self.order.clear();
        let options = 0..problem.options.len();
        self.order.extend(options.filter(|&option| problem.probability(option) > 0.0));
        self.order.sort_unstable_by_key(|&option| (problem.options[option].unit, option));
        self.search.counts.clear();
        self.search.counts.resize(self.order.len(), 0);
        self.branch(problem, 0, 0.0);
        self.shots.clear();
        if self.search.has_better {
            for (&option, &count) in self.order.iter().zip(&self.search.best_counts) {
                let shot = problem.shot(option);
                self.shots.extend(std::iter::repeat_n(shot, count as usize));
            }
        } else {
            self.shots.extend(&self.rival);
        }
    }

    fn branch(&mut self, problem: Problem<'_>, place: usize, destroyed: f64) {
        if destroyed > self.search.best_destroyed + self.search.gain_min {
            self.search.best_destroyed = destroyed;
            self.search.has_better = true;
            self.search.best_counts.clone_from(&self.search.counts);
        }
        let hoped = destroyed + self.bound(problem, place);
        if place == self.order.len() || hoped <= self.search.best_destroyed + self.search.gain_min {
            return;
        }
        let shot = problem.shot(self.order[place]);
        let miss = 1.0 - problem.probability(shot.option);
        let (value, unit_left) = (self.surviving[shot.target], self.unit_left[shot.unit]);
        let target_left = self.target_left[shot.target];
        let mut surviving = value;
        for count in 0..=unit_left.min(target_left) {
            self.search.counts[place] = count;
            self.surviving[shot.target] = surviving;
            self.unit_left[shot.unit] = unit_left - count;
            self.target_left[shot.target] = target_left - count;
            self.branch(problem, place + 1, destroyed + value - surviving);
            surviving *= miss;
        }
        self.search.counts[place] = 0;
        self.surviving[shot.target] = value;
        self.unit_left[shot.unit] = unit_left;
        self.target_left[shot.target] = target_left;
    }

    /// No shots of the options from `place` on destroy more than this.
    fn bound(&self, problem: Problem<'_>, place: usize) -> f64 {
        let units = self.order[place..]
            .chunk_by(|&one, &other| problem.options[one].unit == problem.options[other].unit);
        units
            .map(|options| {
                let gains = options.iter().map(|&option| {
                    let is_open = self.target_left[problem.options[option].target] > 0;
                    if is_open { self.gain(problem, option) } else { 0.0 }
                });
                let shots = self.unit_left[problem.options[options[0]].unit];
                f64::from(shots) * gains.fold(0.0, f64::max)
            })
            .sum()
    }
}
