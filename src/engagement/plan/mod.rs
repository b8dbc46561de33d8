//! Planning: the targets of a node, who can meet them and when, the plan of all shots over the
//! horizon, and the orders that come of it.

pub mod assign;
mod hold;
pub mod horizon;
pub(super) mod orders;
mod planner;
mod random_choice;
mod reach;
pub(crate) mod standing;
mod targets;
