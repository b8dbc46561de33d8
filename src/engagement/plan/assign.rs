//! Weapon-target assignment: who shoots at what, so that the least value is expected to survive.
//!
//! Static problem of Manne (*A target-assignment problem*, Operations Research 6:346, 1958):
//! minimise the sum over targets of `V_t ∏ (1 - p)` over the shots at it. Greedy marginal return
//! (den Broeder, Ellison and Emerling, *On optimum target assignments*, Operations Research 7:322,
//! 1959) gives each next shot to the pair that gains most: optimal where units differ in stock
//! only, else at least a third of what can be destroyed (Fisher, Nemhauser and Wolsey, *An analysis
//! of approximations for maximizing submodular set functions II*, Mathematical Programming Study
//! 8:73, 1978: the limits of units and of targets are two matroids). A local search repairs most of
//! that (module `local_search`); small instances are solved exactly (module `exact`). Leaves out
//! the shots of later volleys: a caller puts survival of shots under way into the values.

mod exact;
mod local_search;

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// One threat to be shot at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Value at stake, times the probability that shots under way leave the threat alive.
    pub value: f64,
    /// Most shots at it in this volley.
    pub shots_max: u32,
}

/// One fire unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weapon {
    /// Interceptors left.
    pub inventory: u32,
    /// Interceptors it can still guide in addition to those in flight.
    pub channels: u32,
}

/// A shot that is possible, any number of times within the limits of its target and unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShotOption {
    /// Index of the target.
    pub target: usize,
    /// Index of the unit.
    pub unit: usize,
    /// Single-shot kill probability; clamped to 0 to 1, and an option of zero is never used.
    pub kill_probability: f64,
    /// Decides between equal gains, lower first; for example the time of intercept.
    pub preference_cost: f64,
}

/// Instance of the weapon-target assignment problem.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    /// The threats.
    pub targets: &'a [Target],
    /// The fire units.
    pub units: &'a [Weapon],
    /// The possible shots.
    pub options: &'a [ShotOption],
}

/// One shot of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssignedShot {
    /// Index of the target.
    pub target: usize,
    /// Index of the unit.
    pub unit: usize,
    /// Index of the option taken.
    pub option: usize,
}

/// A volley and what it is expected to leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan<'a> {
    /// The shots, greatest marginal gain first.
    pub shots: &'a [AssignedShot],
    /// Value expected to survive them.
    pub surviving_value: f64,
}

/// Largest number of allocations that [`Allocator::exact`] should be asked to search through.
///
/// A search of this size takes up to some 50 ms; one of 1e5 about 1 ms.
pub const ALLOCATIONS_MAX: f64 = 1e6;

/// Returns the value expected to survive the shots: the sum over targets of `V_t ∏ (1 - p)`.
///
/// # Panics
/// If a shot's option is not one of the problem's.
pub fn expected_survival(problem: Problem<'_>, shots: &[AssignedShot]) -> f64 {
    let survival = |(index, target): (usize, &Target)| {
        let at_target = shots.iter().filter(|shot| shot.target == index);
        at_target.fold(target.value, |value, shot| value * (1.0 - problem.probability(shot.option)))
    };
    problem.targets.iter().enumerate().map(survival).sum()
}

impl Problem<'_> {
    fn probability(&self, option: usize) -> f64 {
        let probability = self.options[option].kill_probability;
        if probability > 0.0 { probability.min(1.0) } else { 0.0 }
    }

    fn shot(&self, option: usize) -> AssignedShot {
        let ShotOption { target, unit, .. } = self.options[option];
        AssignedShot { target, unit, option }
    }
}

/// Planner of volleys that keeps its buffers: once grown, planning allocates nothing.
///
/// All methods panic if an option names a target or a unit that the problem does not have.
#[derive(Debug, Clone, Default)]
pub struct Allocator {
    /// Value of each target expected to survive the shots so far.
    surviving: Vec<f64>,
    target_left: Vec<u32>,
    unit_left: Vec<u32>,
    /// Number of times that each option may still be taken.
    option_left: Vec<u32>,
    shots: Vec<AssignedShot>,
    bids: BinaryHeap<MarginalReturn>,
    /// Options in the order in which a method looks at them.
    order: Vec<usize>,
    /// Round in which each target was last served.
    served: Vec<u32>,
    rival: Vec<AssignedShot>,
    /// The nearest-first plan, improved.
    nearest: Vec<AssignedShot>,
    moves: local_search::LocalSearch,
    search: exact::BranchAndBound,
}

impl Allocator {
    /// Plans by greatest marginal return `V_t ∏ (1 - p) p`, ties by preference cost, then by index.
    pub fn greedy(&mut self, problem: Problem<'_>) -> &[AssignedShot] {
        self.start(problem);
        self.fire_by_gain(problem);
        &self.shots
    }

    /// Plans in rounds: in each, the nearest shots first, at most one per target.
    ///
    /// Nearest is lowest in preference cost. This is the doctrine without a plan, a baseline.
    pub fn nearest_first(&mut self, problem: Problem<'_>) -> &[AssignedShot] {
        self.start(problem);
        self.order.clear();
        self.order.extend(0..problem.options.len());
        let cost = |option: usize| problem.options[option].preference_cost;
        self.order.sort_unstable_by(|&a, &b| cost(a).total_cmp(&cost(b)).then(a.cmp(&b)));
        self.served.clear();
        self.served.resize(problem.targets.len(), 0);
        let mut round = 0;
        let mut shots_before = usize::MAX;
        while shots_before != self.shots.len() {
            shots_before = self.shots.len();
            round += 1;
            for place in 0..self.order.len() {
                let option = self.order[place];
                let target = problem.options[option].target;
                let is_served = self.served[target] == round;
                if !is_served && self.is_open(problem, option) {
                    self.served[target] = round;
                    self.fire(problem, option);
                }
            }
        }
        &self.shots
    }

    /// Plans exactly where at most `allocations_max` allocations are possible (see
    /// [`ALLOCATIONS_MAX`]); beyond, the better of [`greedy`](Self::greedy) and
    /// [`nearest_first`](Self::nearest_first), both improved by local search.
    pub fn exact(&mut self, problem: Problem<'_>, allocations_max: f64) -> Plan<'_> {
        self.improve(problem);
        let is_small = exact::allocations(problem, &mut self.unit_left) <= allocations_max;
        if is_small {
            self.search_all(problem);
        }
        self.sort_by_gain(problem);
        Plan { shots: &self.shots, surviving_value: expected_survival(problem, &self.shots) }
    }

    fn start(&mut self, problem: Problem<'_>) {
        self.shots.clear();
        self.surviving.clear();
        self.target_left.clear();
        self.unit_left.clear();
        self.option_left.clear();
        let targets = problem.targets.iter();
        self.surviving.extend(targets.clone().map(|target| target.value));
        self.target_left.extend(targets.map(|target| target.shots_max));
        let units = problem.units.iter();
        self.unit_left.extend(units.map(|unit| unit.inventory.min(unit.channels)));
        self.option_left.resize(problem.options.len(), u32::MAX);
    }

    /// Whether one more shot of this option is allowed and of use.
    fn is_open(&self, problem: Problem<'_>, option: usize) -> bool {
        let ShotOption { target, unit, .. } = problem.options[option];
        self.target_left[target] > 0
            && self.unit_left[unit] > 0
            && self.option_left[option] > 0
            && self.gain(problem, option) > 0.0
    }

    fn gain(&self, problem: Problem<'_>, option: usize) -> f64 {
        self.surviving[problem.options[option].target] * problem.probability(option)
    }

    fn fire(&mut self, problem: Problem<'_>, option: usize) {
        let shot = problem.shot(option);
        self.surviving[shot.target] *= 1.0 - problem.probability(option);
        self.target_left[shot.target] -= 1;
        self.unit_left[shot.unit] -= 1;
        self.option_left[option] -= 1;
        self.shots.push(shot);
    }

    /// Takes shots by marginal gain until none is left that is allowed and of use.
    ///
    /// Gains only ever fall, so a bid that is still up to date when it comes up is the best one.
    fn fire_by_gain(&mut self, problem: Problem<'_>) {
        self.bids.clear();
        for option in 0..problem.options.len() {
            self.bid(problem, option);
        }
        while let Some(bid) = self.bids.pop() {
            let is_current = bid.gain <= self.gain(problem, bid.option);
            if is_current && self.is_open(problem, bid.option) {
                self.fire(problem, bid.option);
            }
            self.bid(problem, bid.option);
        }
    }

    fn bid(&mut self, problem: Problem<'_>, option: usize) {
        if self.is_open(problem, option) {
            self.bids.push(MarginalReturn {
                gain: self.gain(problem, option),
                preference_cost: problem.options[option].preference_cost,
                option,
            });
        }
    }

    /// Puts the shots in order of marginal gain.
    fn sort_by_gain(&mut self, problem: Problem<'_>) {
        self.rival.clear();
        self.rival.extend(&self.shots);
        self.start(problem);
        self.option_left.fill(0);
        for shot in &self.rival {
            self.option_left[shot.option] += 1;
        }
        self.fire_by_gain(problem);
    }
}

/// A marginal gain on offer; the greatest is the best one.
#[derive(Debug, Clone, Copy)]
struct MarginalReturn {
    gain: f64,
    preference_cost: f64,
    option: usize,
}

impl Ord for MarginalReturn {
    fn cmp(&self, other: &Self) -> Ordering {
        self.gain
            .total_cmp(&other.gain)
            .then(other.preference_cost.total_cmp(&self.preference_cost))
            .then(other.option.cmp(&self.option))
    }
}

impl PartialOrd for MarginalReturn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for MarginalReturn {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for MarginalReturn {}

#[cfg(test)]
mod tests;
