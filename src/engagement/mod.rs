//! Decision and fire: each command node decides on its own belief alone.
//!
//! On each tick, in this order: the record of engagements follows the picture, earlier shots are
//! assessed (`fire`), the partner is heard (`command`), rounds in flight are guided (`fire`), and
//! new ones are planned and launched (`plan`). Planning asks whose a threat is (`authority`) and
//! when it can be met (`forecast`).

pub mod authority;
pub mod command;
mod fire;
pub mod forecast;
pub mod launcher;
pub mod plan;

use crate::world::node::Case;
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;

/// Gives every node its command, and puts the fire units in their places.
pub fn spawn(world: &mut World, case: &Case) {
    command::node::spawn(world, case);
    world.insert_resource(plan::orders::PlannerScratch::default());
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    let orders = (
        fire::follow::follow,
        fire::assess::assess,
        command::partner::read,
        command::node::hear_of_outages,
        fire::guide::guide,
        plan::orders::carry_out,
        plan::orders::plan,
        fire::guide::report_needs,
    );
    tick.add_systems(orders.chain().in_set(Phase::Engagement));
}
