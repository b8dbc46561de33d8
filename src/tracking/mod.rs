//! Tracks of objects and warnings of launches: all that one system infers from plots alone.
//!
//! Works on plots and knows nothing of the truth. Plots that a partner sent are used here too, at
//! their own time, a tick after they arrived.
//!
//! `filter` is what is believed of one object, `associate` finds the plots of each track, `track`
//! keeps the tracks, `warning` the launches that satellites see. `setup` makes a system's tracker,
//! `intake` takes plots in scan by scan, `tick` is the order of what happens.

pub mod associate;
pub mod filter;
mod intake;
mod setup;
mod tick;
pub mod track;
pub mod warning;

pub use self::intake::take_in;
pub use self::setup::alone;
pub use self::tick::{RemotePlots, settle};

use self::associate::Workspace;
use crate::scenario::identity::SystemId;
use crate::scenario::model::Content;
use crate::world::node::{Case, Nodes};
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;

/// Gives every node its tracker.
pub fn spawn(world: &mut World, case: &Case) {
    let nodes = world.resource::<Nodes>().0.clone();
    for (index, node) in nodes.into_iter().enumerate() {
        let shares_plots =
            case.architecture.exchange.is_some_and(|exchange| exchange.content == Content::Plots);
        let system = SystemId(index as u16);
        let hides = |sensor| setup::is_hidden(case.scenario, sensor, system);
        let mut tracker =
            setup::tracker(case.scenario, system, |sensor| shares_plots && !hides(sensor));
        if shares_plots {
            setup::add_hidden(&mut tracker, case.scenario);
        }
        world.entity_mut(node).insert((tracker, RemotePlots::default()));
    }
    world.insert_resource(Workspace::default());
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    tick.add_systems(tick::track.in_set(Phase::Tracking));
}
