//! Rolling-horizon weapon-target assignment: who shoots at what, and when.
//!
//! The dynamic problem of Hosein and Athans (*Preferential defense strategies, part II: the dynamic
//! case*, MIT LIDS-P-2003, 1990) and Murphey (*Target-based weapon target assignment problems*,
//! 1999): targets have windows, shots take time, and each volley is looked at before the next. The
//! plan is open-loop with feedback (Bertsekas et al., *Missile defense and interceptor allocation
//! by neuro-dynamic programming*, IEEE Trans. SMC-A 30, 2000): it lists the shots of the whole
//! horizon, each with the probability that it will be fired, only those due now are ordered, and
//! the next plan knows more.
//!
//! To each target belongs a ladder of volleys that there is time for one after the other (module
//! `ladder`). What a plan is expected to kill follows from the survival along the ladder, errors of
//! assessment included (`weigh`). Rounds and channels are limited in expectation, over all outcomes
//! of what is decided before them; a shot due now counts in full. Shots are added by marginal
//! return, by itself and for what it uses at the prices of rounds and channels (`fill`; den
//! Broeder, Ellison and Emerling, Operations Research 7:322, 1959), where need be by moving others
//! in time (`place`); a local search forces in what was left out (`repair`). The plan before is one
//! of the beginnings, as far as it still holds: the search goes on where it ended. Where no second
//! volley is possible, the problem is the static one, and solved as such (`one_volley`). What adds
//! little and can wait is listed for as late as it may be ordered (`list`).
//!
//! Leaves out how the numbers of rounds used by different targets spread about what is expected,
//! and what is learned of a target but by looks at shots.

mod fill;
mod ladder;
mod list;
mod one_volley;
mod place;
mod problem;
mod refusal;
mod repair;
mod weigh;

pub use self::problem::{
    DynamicProblem, DynamicTarget, DynamicUnit, FireRules, HeldChannel, KeptShot, Meeting,
    PlannedShot, Reach, VolleyUnderWay,
};
pub use self::refusal::Refusal;

use std::ops::Range;

/// Rounding of times, s, and of shares.
const ROUNDING: f64 = 1e-9;

/// Rounding of sums of weights.
const SUM_ROUNDING: f64 = 1e-6;

/// Most chances of a plan that is searched from each of its beginnings.
const SMALL_PLAN: usize = 12;

/// Ways in which a plan is begun, at prices that rise from each to the next: by which merit, and
/// whether with what is kept of the plan before.
const BEGINNINGS: [(Merit, bool); 4] =
    [(Merit::Return, false), (Merit::Gain, false), (Merit::Return, false), (Merit::Return, true)];

/// Volley of a ladder: when it can be ordered.
#[derive(Debug, Clone, Copy)]
struct Rung {
    /// From then on, s.
    order_s: f64,
    /// Until then all rungs after it are still to be had, s.
    latest_s: f64,
    /// Probability that it is reached: the target is not taken for dead.
    weight: f64,
    /// Whether it is the volley under way, which shots can join.
    is_join: bool,
}

/// Shots of one unit in one volley at one target: possible ones, and how many are planned.
#[derive(Debug, Clone, Copy)]
struct Chance {
    target: usize,
    rung: usize,
    unit: usize,
    kill_probability: f64,
    /// The earliest.
    first: Meeting,
    /// The planned one.
    meeting: Meeting,
    /// Its latest order where no later volley is planned, s.
    last_s: f64,
    /// The first rung that is still to be had after its assessment.
    next: usize,
    count: u32,
    /// Share of the cases in which the last of them is fired, 0 to 1.
    share: f64,
    /// Value that one more would kill; 0 where the doctrine allows none.
    gain: f64,
    /// Use of one more, at the prices of rounds and channels.
    cost: f64,
    is_blocked: bool,
    /// Shots that are counted among what is used, in expectation.
    used: f64,
}

impl Chance {
    /// Shots, the last by its share.
    fn amount(&self) -> f64 {
        if self.count == 0 { 0.0 } else { f64::from(self.count) - 1.0 + self.share }
    }
}

/// A plan: what is decided about each chance, and what comes of it.
#[derive(Debug, Default)]
struct Plan {
    rungs: Vec<Rung>,
    chances: Vec<Chance>,
    /// Value expected to be killed of each target.
    killed: Vec<f64>,
    /// Rounds expected to be used of each unit.
    rounds: Vec<f64>,
    /// Channels expected to be held, unit by unit and step by step.
    held: Vec<f64>,
}

impl Clone for Plan {
    fn clone(&self) -> Self {
        let mut plan = Self::default();
        plan.clone_from(self);
        plan
    }

    fn clone_from(&mut self, other: &Self) {
        self.rungs.clone_from(&other.rungs);
        self.chances.clone_from(&other.chances);
        self.killed.clone_from(&other.killed);
        self.rounds.clone_from(&other.rounds);
        self.held.clone_from(&other.held);
    }
}

impl Plan {
    /// Value that is expected to be killed.
    fn kills(&self) -> f64 {
        self.killed.iter().sum()
    }
}

/// Order in which shots are added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Merit {
    /// Gain for what is used.
    #[default]
    Return,
    /// Gain.
    Gain,
}

/// Planner that keeps its buffers: once grown, planning allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct HorizonPlanner {
    /// First rung of each target, and the end.
    first_rung: Vec<usize>,
    /// First chance of each target, and the end.
    first_chance: Vec<usize>,
    /// Chances of each unit.
    of_unit: Vec<Vec<usize>>,
    plan: Plan,
    /// The plan without a shot, at the prices that stand.
    empty: Plan,
    /// The plan before a chance was forced in.
    before: Plan,
    best: Plan,
    /// Of each target at which one may be added, the shot that comes first.
    open: Vec<fill::NextShot>,
    steps: usize,
    step_s: f64,
    /// Price of a round of each unit, and of a second of a channel.
    prices: Vec<[f64; 2]>,
    /// Gain that was refused for want of rounds, and of channels, of each unit.
    refused: Vec<[f64; 2]>,
    merit: Merit,
    one_volley: one_volley::OneVolley,
    order: Vec<usize>,
    moved: Vec<place::MovedShot>,
    held_before: Vec<f64>,
    volley: Vec<list::VolleyShot>,
    shots: Vec<PlannedShot>,
    refusals: Vec<Option<Refusal>>,
}

impl HorizonPlanner {
    /// Plans the whole horizon.
    pub fn plan<R: Reach>(&mut self, problem: &DynamicProblem<R>) -> &[PlannedShot] {
        self.build_ladders(problem);
        self.prices.clear();
        self.prices.resize(problem.units.len(), [1.0, 0.0]);
        self.reset(problem);
        if self.is_static(problem) {
            self.assign(problem);
        } else {
            self.search(problem);
        }
        self.list(problem);
        self.list_refusals(problem);
        &self.shots
    }

    /// Decides about all chances of an empty plan by marginal return, and where something was left
    /// out by local search: from each beginning in a small plan, from the best of them in a large.
    fn search<R: Reach>(&mut self, problem: &DynamicProblem<R>) {
        let is_small = self.plan.chances.len() <= SMALL_PLAN;
        self.best.clone_from(&self.plan);
        let mut is_contested = true;
        for (pass, (merit, is_kept)) in BEGINNINGS.into_iter().enumerate() {
            if is_kept && problem.kept.is_empty() {
                break;
            }
            if pass > 0 {
                self.raise_prices();
                self.reset(problem);
            }
            self.merit = merit;
            if is_kept {
                self.keep(problem);
            }
            self.fill(problem);
            is_contested = self.is_contested();
            if is_contested && is_small {
                self.repair(problem);
            }
            self.keep_better();
            if !is_contested {
                break;
            }
        }
        self.plan.clone_from(&self.best);
        if is_contested && !is_small {
            self.repair(problem);
        }
    }

    /// Keeps the plan as the best if it is expected to kill more than the best so far.
    fn keep_better(&mut self) {
        if self.plan.kills() > self.best.kills() + ROUNDING {
            self.best.clone_from(&self.plan);
        }
    }

    fn rungs_of(&self, target: usize) -> Range<usize> {
        self.first_rung[target]..self.first_rung[target + 1]
    }

    fn chances_of(&self, target: usize) -> Range<usize> {
        self.first_chance[target]..self.first_chance[target + 1]
    }

    /// Whether something was left out that is of use: for want of rounds or of channels, or because
    /// a longer shot stands in the place of two volleys.
    fn is_contested(&self) -> bool {
        let refused = self.refused.iter().any(|refused| refused[0] + refused[1] > 0.0);
        let skips = |chance: &Chance| chance.count > 0 && chance.next > chance.rung + 1;
        refused || self.plan.chances.iter().any(skips)
    }

    /// Raises the prices of what was refused.
    fn raise_prices(&mut self) {
        for (prices, refused) in self.prices.iter_mut().zip(&self.refused) {
            if refused[0] > 0.0 {
                prices[0] *= ROUND_PRICE_FACTOR;
            }
            if refused[1] > 0.0 {
                prices[1] = (2.0 * prices[1]).max(CHANNEL_PRICE);
            }
        }
    }
}

/// Factor by which the price of a unit's rounds rises.
const ROUND_PRICE_FACTOR: f64 = 1.5;

/// First price of a step of a channel, in rounds: a flight of twenty steps costs another round.
const CHANNEL_PRICE: f64 = 0.05;

#[cfg(test)]
mod optimum;
#[cfg(test)]
mod tests;
