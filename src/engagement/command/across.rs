//! Command across the border: orders of one node to the fire units of the other.
//!
//! The node that commands counts what it has ordered as its own shots. The other side's status of
//! the shot confirms the order, and its assessment ends it; what is never confirmed was not fired,
//! and counts against the partner. When no order could come in time any more, the other side shoots
//! by itself at what comes down on its own territory, and again at what it has missed: so a command
//! costs no chance that each had for itself. A node is cut off from the other when it has not heard
//! of it for a minute: then each plans for its own fire units alone, at what comes down
//! on its own territory.

use super::node::CommandNode;
use crate::exchange::message::{Assessment, Status};
use crate::picture::Picture;
use crate::scenario::identity::FireUnitId;

/// Time after which a partner that has not been heard of is counted as cut off, s.
const PARTNER_LIFE_S: f64 = 60.0;

/// Time that the other side has for an answer, beside the messages', s.
const ANSWER_S: f64 = 10.0;

/// Part of a command node in a command over the fire units of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// There is no such command: it plans for its own.
    Own,
    /// It plans for all.
    All,
    /// It carries out the orders of the other.
    Subordinate,
}

/// Order to a fire unit of the other side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SentOrder {
    /// Number of the object in the picture of the node that commands.
    pub object: u32,
    /// The fire unit.
    pub unit: FireUnitId,
    /// Time of the launch, s.
    pub launch_s: f64,
    /// Time of the intercept, s.
    pub intercept_s: f64,
    /// Kill probability that was reckoned with.
    pub kill_probability: f64,
    /// Whether the other side has told of the shot.
    pub is_confirmed: bool,
}

/// Whether a node has not heard of the other for so long that it counts as cut off.
pub(crate) fn is_cut_off(picture: &Picture, now_s: f64) -> bool {
    now_s - picture.partner_s >= PARTNER_LIFE_S
}

impl CommandNode {
    /// Whether it waits for orders at the moment.
    pub(crate) fn obeys(&self, picture: &Picture, now_s: f64) -> bool {
        self.charge == Charge::Subordinate && !is_cut_off(picture, now_s)
    }

    /// Takes a status for the confirmation of an order; returns whether it is.
    pub(super) fn confirm(&mut self, status: &Status) -> bool {
        let is_it = |order: &&mut SentOrder| {
            let is_same_time = (order.intercept_s - status.intercept_s).abs() < 1e-6;
            order.unit == status.unit && !order.is_confirmed && is_same_time
        };
        let found = self.sent_orders.iter_mut().find(is_it);
        found.map(|order| order.is_confirmed = true).is_some()
    }

    /// Takes the assessment of a shot that this node ordered; returns whether it is one.
    pub(super) fn judge_ordered(&mut self, assessment: &Assessment, now_s: f64) -> bool {
        let orders = self.sent_orders.iter().enumerate();
        let of_unit = orders.filter(|(_, order)| {
            order.unit == assessment.interceptor.unit && order.intercept_s <= now_s
        });
        let first = of_unit.min_by(|a, b| a.1.intercept_s.total_cmp(&b.1.intercept_s));
        let Some((place, _)) = first else {
            return false;
        };
        let order = self.sent_orders.remove(place);
        let rules = self.rules;
        self.engagement(order.object).judge(assessment.killed, &rules);
        true
    }

    /// Gives up orders that were not confirmed, and shots that nobody judged.
    pub(super) fn settle_orders(&mut self, now_s: f64) {
        let rules = self.rules;
        let mut orders = std::mem::take(&mut self.sent_orders);
        orders.retain(|order| {
            let launchers = self.launchers.iter_mut();
            let Some(launcher) = { launchers }.find(|launcher| launcher.unit == order.unit) else {
                return false;
            };
            let answer_s = 2.0 * launcher.order_delay_s + ANSWER_S;
            if !order.is_confirmed && now_s > order.launch_s + answer_s {
                launcher.take_back([order.launch_s, order.intercept_s]);
                self.reliance.shot_did_not_come();
                self.engagement(order.object).take_back(order.kill_probability);
                return false;
            }
            let is_late = now_s > order.intercept_s + rules.assessment_delay_s + answer_s;
            if is_late {
                self.engagement(order.object).judge(false, &rules);
            }
            !is_late
        });
        self.sent_orders = orders;
    }

    /// Follows an object that goes on under another number.
    pub(crate) fn rename_ordered(&mut self, [gone, kept]: [u32; 2]) {
        for order in self.sent_orders.iter_mut().filter(|order| order.object == gone) {
            order.object = kept;
        }
    }
}
