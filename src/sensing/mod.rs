//! Truth becomes plots: the only room that reads the truth.

pub mod assessment;
pub mod coverage;
pub mod detection;
pub mod discrimination;
pub mod infrared;
pub mod look;
pub mod plot;
mod probe;
pub mod radar;
pub mod signal;

use crate::world::node::Case;
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;

/// Puts the sensors in their places and gives every node an inbox for plots.
pub fn spawn(world: &mut World, case: &Case) {
    plot::spawn(world);
    radar::spawn(world, case);
    look::spawn(world, case);
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    let looks =
        (plot::clear, radar::look, radar::clutter::false_plots, look::look, assessment::observe);
    tick.add_systems(looks.chain().in_set(Phase::Sensing));
}
