//! The problem of a plan: targets, units, rules and reach, and the shots that are its answer.

use super::ROUNDING;
use crate::scenario::model::{AssessmentError, Guidance};

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
    pub(crate) fn later(self, by_s: f64) -> Self {
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
