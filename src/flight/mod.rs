//! Flight: threats and their objects along their true courses, and interceptors to their true
//! ends.
//!
//! The only room that writes the truth.

mod carrier;
pub mod course;
pub mod intercept;
pub mod interceptor;
pub mod threat;
pub mod trace;
pub mod truth;

use crate::world::node::Case;
use crate::world::outage;
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;

/// Puts the threats on their launch points.
pub fn spawn(world: &mut World, case: &Case) {
    threat::spawn(world, case);
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    tick.add_systems(
        (carrier::release, threat::fly, intercept::settle, outage::tell, threat::sample)
            .chain()
            .in_set(Phase::Flight),
    );
}
