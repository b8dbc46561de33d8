//! What is done about it: each command node decides on its own belief alone.
//!
//! In order: follow the picture, read what became of earlier shots, hear the partner of its own,
//! guide those in flight, plan new ones.

pub mod assess;
pub mod assign;
pub mod authority;
pub mod battlespace;
pub mod command;
pub mod forecast;
pub mod guide;
pub mod launch;
mod options;
mod partner;
pub mod reliance;
mod targets;

use crate::world::node::Case;
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;

/// Gives every node its command, and puts the fire units in their places.
pub fn spawn(world: &mut World, case: &Case) {
    command::spawn(world, case);
    launch::spawn(world);
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    let orders = (
        assess::follow,
        assess::assess,
        partner::read,
        guide::guide,
        launch::plan,
    );
    tick.add_systems(orders.chain().in_set(Phase::Engagement));
}
