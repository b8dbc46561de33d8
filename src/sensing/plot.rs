//! Plots: what a sensor reports of one look.

use crate::scenario::identity::{ObjectId, SensorId};
use crate::world::clock::Clock;
use crate::world::journal::{Journal, PlotOrigin, PlotSerial};
use crate::world::node::Nodes;
use bevy_ecs::prelude::*;
use std::cmp::Ordering;

pub use crate::sensor::{LineOfSight, Measurement, RadarMeasurement, RangeRate};

/// One sensor's measurement at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plot {
    /// Time of the look, s.
    pub time_s: f64,
    /// Sensor that made it.
    pub sensor: SensorId,
    /// Its name in the journal.
    pub serial: PlotSerial,
    /// Its measurement.
    pub measurement: Measurement,
    /// Evidence of the look that its object is the payload: logarithm of the likelihood ratio,
    /// nats; 0 where it says nothing. See [`super::discrimination`].
    pub payload_evidence_nats: f64,
}

impl Plot {
    /// The order in which plots are taken in: by time, sensor and what they say. In which order
    /// they arrived, or a sensor lists them, must not matter.
    pub fn order(&self, other: &Self) -> Ordering {
        self.time_s
            .total_cmp(&other.time_s)
            .then(self.sensor.cmp(&other.sensor))
            .then_with(|| self.measurement.order(&other.measurement))
            .then(self.serial.cmp(&other.serial))
    }
}

/// A look that gave a plot: by whom, and of what really.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlotTruth {
    pub(super) sensor: SensorId,
    /// `None`: nothing; a false plot.
    pub(super) object: Option<ObjectId>,
    /// Evidence of the look that it is the payload, nats.
    pub(super) evidence_nats: f64,
}

impl PlotTruth {
    /// Enters the plot in the register, which only the judge reads, and puts it into an inbox.
    pub(super) fn report(
        self,
        measurement: Measurement,
        clock: Clock,
        (inbox, journal): (&mut Plots, &mut Journal),
    ) {
        let Self {
            sensor,
            object,
            evidence_nats,
        } = self;
        let tick = clock.tick as u32;
        let serial = journal.register(PlotOrigin {
            tick,
            sensor,
            object,
        });
        inbox.0.push(Plot {
            time_s: clock.now_s(),
            sensor,
            serial,
            measurement,
            payload_evidence_nats: evidence_nats,
        });
    }
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
