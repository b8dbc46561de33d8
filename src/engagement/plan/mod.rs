//! Planning: the targets of a node, the shots that are feasible at them, the assignment of shots,
//! and the orders that come of it.

pub mod assign;
mod feasible;
pub(super) mod orders;
mod planner;
mod random_choice;
mod targets;
