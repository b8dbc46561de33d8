//! Plots: what a sensor reports of one look.

use crate::scenario::identity::SensorId;
use crate::world::journal::PlotSerial;
use crate::world::node::Nodes;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;

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

/// What a sensor measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measurement {
    /// A radar's, in the frame of its site.
    Radar(RadarMeasurement),
    /// An infrared satellite's.
    Infrared(LineOfSight),
}

impl Measurement {
    /// A number that tells it from any other measurement, for its own luck.
    pub(crate) fn fingerprint(&self) -> u32 {
        let value = match self {
            Self::Radar(radar) => radar.range_m,
            Self::Infrared(line) => line.direction.x,
        };
        let bits = value.to_bits();
        (bits ^ bits >> 32) as u32
    }

    /// An order of measurements by their values.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let values = |measurement: &Self| match measurement {
            Self::Radar(radar) => [radar.range_m, radar.azimuth_rad, radar.elevation_rad],
            Self::Infrared(line) => line.direction.into(),
        };
        let (a, b) = (values(self), values(other));
        a[0].total_cmp(&b[0])
            .then(a[1].total_cmp(&b[1]))
            .then(a[2].total_cmp(&b[2]))
    }
}

/// Range and two angles, with the standard deviations that the radar states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RadarMeasurement {
    /// Slant range, m.
    pub range_m: f64,
    /// Clockwise from north, rad.
    pub azimuth_rad: f64,
    /// Above the local horizontal, rad.
    pub elevation_rad: f64,
    /// Standard deviation of the range, m.
    pub range_sigma_m: f64,
    /// Standard deviation of each angle, rad; that of the azimuth is this over cos(elevation).
    pub angle_sigma_rad: f64,
}

/// A direction in space, and from where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineOfSight {
    /// Where the sensor was, ECEF, m.
    pub origin_m: Vector3<f64>,
    /// Unit vector from there, ECEF.
    pub direction: Vector3<f64>,
    /// Standard deviation of each of the two angles across it, rad.
    pub sigma_rad: f64,
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
