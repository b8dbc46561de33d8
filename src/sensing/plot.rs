//! Plots: what a sensor reports of one look.

use super::discrimination::Discriminator;
use crate::flight::truth::{TrueState, Visibility};
use crate::scenario::identity::{ObjectId, SensorId};
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

/// A node's inbox: the plots of its own sensors in this tick.
#[derive(Component, Debug, Clone, Default)]
pub struct Plots(pub Vec<Plot>);

impl Plots {
    /// Reports the plot of a look at an object, with its evidence of what the object is.
    pub(super) fn report_look(
        &mut self,
        journal: &mut Journal,
        known: &Discriminator,
        (object, truth, visible): (&ObjectId, &TrueState, &Visibility),
        (time_s, measurement): (f64, Measurement),
    ) {
        let contrast = visible.signature.contrast;
        let evidence_nats = known.evidence_nats(*object, truth.phase, contrast);
        let origin =
            PlotOrigin { tick: known.tick as u32, sensor: known.sensor, object: Some(*object) };
        self.report(journal, origin, (time_s, measurement, evidence_nats));
    }

    /// Enters a plot in the register, which only the judge reads, and puts it into this inbox.
    pub(super) fn report(
        &mut self,
        journal: &mut Journal,
        origin: PlotOrigin,
        (time_s, measurement, payload_evidence_nats): (f64, Measurement, f64),
    ) {
        self.0.push(Plot {
            time_s,
            sensor: origin.sensor,
            serial: journal.register(origin),
            measurement,
            payload_evidence_nats,
        });
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plot((time, sensor, range, azimuth, serial): (u8, u16, u8, u8, u32)) -> Plot {
        Plot {
            time_s: f64::from(time),
            sensor: SensorId(sensor),
            serial,
            payload_evidence_nats: 0.0,
            measurement: Measurement::Radar(RadarMeasurement {
                range_m: f64::from(range),
                azimuth_rad: f64::from(azimuth),
                elevation_rad: 0.0,
                range_sigma_m: 1.0,
                angle_sigma_rad: 1.0,
                range_rate: None,
            }),
        }
    }

    proptest! {
        #[test]
        fn plots_are_in_the_order_of_what_they_say(
            numbers in prop::collection::vec(
                (0..3_u8, 0..3_u16, 0..3_u8, 0..3_u8, 0..9_u32),
                0..60,
            ),
        ) {
            let mut plots: Vec<Plot> = numbers.iter().copied().map(plot).collect();
            let mut sorted = numbers;
            sorted.sort_unstable();
            plots.sort_unstable_by(Plot::order);
            let expected: Vec<Plot> = sorted.into_iter().map(plot).collect();
            prop_assert_eq!(plots, expected);
        }
    }
}
