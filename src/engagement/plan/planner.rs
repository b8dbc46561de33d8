//! Planner: one node at work on its plan, with what it may read and write.

use crate::engagement::command::node::CommandNode;
use crate::exchange::message::Outbox;
use crate::picture::Picture;
use crate::tracking::track::Tracker;
use crate::world::journal::Journal;

/// One node at work on its plan.
pub(super) struct Planner<'a> {
    pub(super) command: &'a mut CommandNode,
    pub(super) picture: &'a Picture,
    pub(super) tracker: &'a Tracker,
    pub(super) outbox: &'a mut Outbox,
    pub(super) journal: &'a mut Journal,
    pub(super) now_s: f64,
    /// Time of the next plan, s.
    pub(super) next_s: f64,
}
