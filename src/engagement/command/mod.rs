//! The command node: its rules, the fire units that it plans for, its record of each engagement,
//! and what it hears of its partner's shots.

pub mod across;
pub mod node;
pub(super) mod partner;
pub mod record;
