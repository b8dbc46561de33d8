//! Exchange: the messages of one system to another, and their way there.
//!
//! Nodes release messages by the architecture's table and each link's policy; links carry each one
//! for itself. A message holds only what its sender's own sensors gave, so nothing comes home as
//! new evidence. Leaves out repetition of what was lost, priorities in a queue, and forgery.

mod blur;
pub mod channel;
pub mod conceal;
pub mod link;
pub mod message;
mod message_key;
mod policy;
pub mod release;
pub mod release_delay;

use self::message::{Inbox, Outbox};
use crate::world::node::{Case, Nodes};
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;

/// Gives every node its boxes, and puts up the links.
pub fn spawn(world: &mut World, case: &Case) {
    let nodes = world.resource::<Nodes>().0.clone();
    for node in nodes {
        world.entity_mut(node).insert((Inbox::default(), Outbox::default()));
    }
    link::spawn(world, case);
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    tick.add_systems((link::send, link::deliver).chain().in_set(Phase::Exchange));
}
