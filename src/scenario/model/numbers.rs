//! Sensors by number: radars first, then satellites, then sensors of other kinds.

use super::{Radar, Satellite, Scenario};
use crate::earth::frames::Geodetic;
use crate::scenario::identity::{SensorId, SystemId};
use crate::sensor::{Product, Sensor};
use std::sync::Arc;

/// A sensor of a kind that was added to the program, at its place.
#[derive(Debug, Clone)]
pub struct PlacedSensor {
    /// Name.
    pub name: String,
    /// Its owner.
    pub system: SystemId,
    /// Name of its kind.
    pub kind: String,
    /// Its place.
    pub place: Geodetic,
    /// Ticks between two looks.
    pub revisit_ticks: u64,
    /// Its model.
    pub sensor: Arc<dyn Sensor>,
}

/// A sensor of whichever kind.
#[derive(Debug, Clone, Copy)]
pub enum AnySensor<'a> {
    /// A radar.
    Radar(&'a Radar),
    /// A satellite.
    Satellite(&'a Satellite),
    /// One of another kind.
    Other(&'a PlacedSensor),
}

impl Scenario {
    /// Number of sensors; theirs are below it.
    pub fn sensor_count(&self) -> usize {
        self.radars.len() + self.satellites.len() + self.sensors.len()
    }

    /// Numbers of all systems.
    pub fn system_ids(&self) -> impl Iterator<Item = SystemId> + Clone + use<> {
        (0..self.systems.len() as u16).map(SystemId)
    }

    /// The numbers of all sensors, in their order.
    pub fn sensor_ids(&self) -> impl Iterator<Item = SensorId> + Clone + use<> {
        (0..self.sensor_count()).map(|index| SensorId(index as u16))
    }

    /// Those of a system's own.
    pub fn sensors_of(&self, system: SystemId) -> impl Iterator<Item = SensorId> + Clone {
        self.sensor_ids().filter(move |sensor| self.sensor_system(*sensor) == system)
    }

    /// The sensor of a number.
    ///
    /// # Panics
    /// If there is none.
    pub fn sensor(&self, sensor: SensorId) -> AnySensor<'_> {
        let index = sensor.index();
        if let Some(radar) = self.radars.get(index) {
            return AnySensor::Radar(radar);
        }
        let index = index - self.radars.len();
        match self.satellites.get(index) {
            Some(satellite) => AnySensor::Satellite(satellite),
            None => AnySensor::Other(&self.sensors[index - self.satellites.len()]),
        }
    }

    /// Name of a sensor.
    pub fn sensor_name(&self, sensor: SensorId) -> &str {
        match self.sensor(sensor) {
            AnySensor::Radar(radar) => &radar.name,
            AnySensor::Satellite(satellite) => &satellite.name,
            AnySensor::Other(other) => &other.name,
        }
    }

    /// Kind of a sensor: `radar`, `satellite`, or the name of an added kind.
    pub fn sensor_kind(&self, sensor: SensorId) -> &str {
        match self.sensor(sensor) {
            AnySensor::Radar(_) => "radar",
            AnySensor::Satellite(_) => "satellite",
            AnySensor::Other(other) => &other.kind,
        }
    }

    /// Ticks between two looks of a sensor that measures lines of sight; `None` of another.
    pub fn line_of_sight_ticks(&self, sensor: SensorId) -> Option<u64> {
        match self.sensor(sensor) {
            AnySensor::Radar(_) => None,
            AnySensor::Satellite(satellite) => Some(satellite.kind.revisit_ticks),
            AnySensor::Other(other) => {
                let is_line = matches!(other.sensor.product(), Product::Direction(_));
                is_line.then_some(other.revisit_ticks)
            }
        }
    }

    /// Owner of a sensor.
    pub fn sensor_system(&self, sensor: SensorId) -> SystemId {
        match self.sensor(sensor) {
            AnySensor::Radar(radar) => radar.system,
            AnySensor::Satellite(satellite) => satellite.system,
            AnySensor::Other(other) => other.system,
        }
    }
}
