//! Plots: what a sensor reports of one look.

use crate::scenario::identity::SensorId;
use crate::world::journal::PlotSerial;
use crate::world::node::Nodes;
use bevy_ecs::prelude::*;

pub use crate::sensor::LineOfSight;
pub use crate::sensor::Measurement;
pub use crate::sensor::RadarMeasurement;
pub use crate::sensor::RangeRate;

/// One sensor's measurement at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plot {
    /// When, s.
    pub time_s: f64,
    /// By whom.
    pub sensor: SensorId,
    /// Its name in the journal.
    pub serial: PlotSerial,
    /// What was measured.
    pub measurement: Measurement,
}

/// A node's inbox: the plots of its own sensors in this tick.
#[derive(Component, Debug, Clone, Default)]
pub struct Plots(pub Vec<Plot>);

pub(super) fn spawn(world: &mut World) {
    let nodes = world.resource::<Nodes>().0.clone();
    for node in nodes {
        world.entity_mut(node).insert(Plots::default());
    }
}

/// Empties the inboxes for a new tick.
pub(super) fn clear(mut inboxes: Query<&mut Plots>) {
    for mut inbox in &mut inboxes {
        inbox.0.clear();
    }
}
