//! First detections of a threat by a system's own sensors.

use super::{is_radar, seconds, system_name};
use crate::scenario::identity::{SensorId, SystemId, ThreatId};
use crate::scenario::model::Scenario;
use crate::sensing::coverage::Coverage;
use serde::Serialize;

/// First detections of a threat by a system's own sensors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SystemCoverage {
    /// The system.
    pub system: String,
    /// The threat.
    pub threat: String,
    /// The sensor that had it first; `None`: the system was blind to it.
    pub first_sensor: Option<String>,
    /// Time of that first detection, s.
    pub first_detection_s: Option<f64>,
    /// The radar that had it first.
    pub first_radar: Option<String>,
    /// Time of its first detection, s.
    pub first_radar_s: Option<f64>,
    /// Sensors that had it.
    pub sensors: usize,
}

impl SystemCoverage {
    pub(super) fn of(
        scenario: &Scenario,
        coverage: &Coverage,
        (system, threat): (SystemId, ThreatId),
    ) -> Self {
        let mut firsts: Vec<(u32, SensorId)> = scenario
            .sensors_of(system)
            .filter_map(|sensor| Some((coverage.cell(sensor, threat).first?.tick, sensor)))
            .collect();
        firsts.sort_unstable();
        let first = firsts.first();
        let mut by_radar = firsts.iter();
        let radar = by_radar.find(|(_, sensor)| is_radar(scenario, *sensor));
        let name = |(_, sensor): &(u32, SensorId)| scenario.sensor_name(*sensor).to_owned();
        let time_s = |(tick, _): &(u32, SensorId)| seconds(scenario, *tick);
        Self {
            system: system_name(scenario, system),
            threat: scenario.threats[threat.index()].name.clone(),
            first_sensor: first.map(name),
            first_detection_s: first.map(time_s),
            first_radar: radar.map(name),
            first_radar_s: radar.map(time_s),
            sensors: firsts.len(),
        }
    }
}
