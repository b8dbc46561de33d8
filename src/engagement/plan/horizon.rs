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
mod refusal;
mod repair;
mod weigh;

pub use self::refusal::Refusal;

use crate::scenario::model::{AssessmentError, Guidance};
use std::ops::Range;

/// Meeting of a target by an interceptor. Times are the scenario's, s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// The latest time of the order for it.
    pub order_s: f64,
    /// The interceptor leaves.
    pub launch_s: f64,
    /// The interceptor is there.
    pub intercept_s: f64,
}

impl Meeting {
    /// The same, later by a time, s.
    pub(super) fn later(self, by_s: f64) -> Self {
        Self {
            order_s: self.order_s + by_s,
            launch_s: self.launch_s + by_s,
            intercept_s: self.intercept_s + by_s,
        }
    }
}

/// Reach of the fire units: when each can meet each target.
pub trait Reach {
    /// The earliest meeting ordered at a time, s, or later; never earlier for a later order.
    fn earliest(&self, target: usize, unit: usize, order_s: f64) -> Option<Meeting>;

    /// The latest order, s, for a meeting no later than a time, s; infinity asks for any.
    fn latest_order_s(&self, target: usize, unit: usize, intercept_s: f64) -> Option<f64>;

    /// Time by which the last order may have to be earlier than is now thought, s.
    fn end_margin_s(&self, target: usize, unit: usize) -> f64;

    /// Single-shot kill probability, 0 to 1; 0 where the unit does not shoot at the target.
    fn kill_probability(&self, target: usize, unit: usize) -> f64;
}

/// Volley at a target whose shots have been ordered, and not yet judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VolleyUnderWay {
    /// Probability that all its shots fail, 0 to 1.
    pub survival: f64,
    /// Time from which another can be ordered, s.
    pub over_s: f64,
}

/// One target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DynamicTarget {
    /// Value at stake.
    pub value: f64,
    /// Probability that it is alive, before the volley under way.
    pub alive: f64,
    /// It may be shot at from then on, s.
    pub from_s: f64,
    /// Volley under way.
    pub under_way: Option<VolleyUnderWay>,
    /// Shots that may still join that volley, by side.
    pub room: [u32; 2],
    /// Volleys that are over or under way.
    pub volleys: u32,
}

/// One fire unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DynamicUnit {
    /// Interceptors that may be used.
    pub rounds: u32,
    /// Interceptors that it can guide at a time.
    pub channels: u32,
    /// Part of a flight that holds a channel.
    pub guidance: Guidance,
    /// Side whose doctrine limits its shots: 0 or 1.
    pub side: usize,
    /// Share of its target's value that a round must be expected to save, else it is kept.
    pub round_worth: f64,
}

/// Channel held for an interceptor in flight. Times, s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldChannel {
    /// Index of the unit.
    pub unit: usize,
    /// From then on.
    pub from_s: f64,
    /// Until then.
    pub until_s: f64,
}

/// Rules of fire: the doctrine as a limit, and the look after each volley.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FireRules {
    /// Most shots of each side in a first volley, and in of one after it.
    pub shots: [u32; 2],
    /// Most volleys at a target.
    pub volleys_max: u32,
    /// From an intercept to the order that can follow from its assessment, s.
    pub pause_s: f64,
    /// Errors of the assessment.
    pub assessment: AssessmentError,
}

/// Shot of the plan before that is not yet ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeptShot {
    /// Index of the target.
    pub target: usize,
    /// Index of the unit.
    pub unit: usize,
    /// Time of its order, s.
    pub order_s: f64,
}

/// The problem at one time.
#[derive(Debug)]
pub struct DynamicProblem<'a, R> {
    /// The present, s.
    pub now_s: f64,
    /// Step in which channels are counted, s.
    pub step_s: f64,
    /// Rules.
    pub rules: FireRules,
    /// Targets.
    pub targets: &'a [DynamicTarget],
    /// Fire units.
    pub units: &'a [DynamicUnit],
    /// Channels held by interceptors in flight.
    pub held: &'a [HeldChannel],
    /// Shots of the plan before, those at a target in the order of their volleys; none is needed.
    pub kept: &'a [KeptShot],
    /// Reach of the units.
    pub reach: &'a R,
}

/// One shot of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannedShot {
    /// Index of the target.
    pub target: usize,
    /// Index of the unit.
    pub unit: usize,
    /// Its times.
    pub meeting: Meeting,
    /// Probability that it is fired: 1 for what waits for nothing.
    pub weight: f64,
}

impl PlannedShot {
    /// Whether it waits for no news.
    pub fn is_sure(&self) -> bool {
        self.weight > 1.0 - ROUNDING
    }
}

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
