//! Since when each system's own sensors had each threat, or that they never had it.

use super::Play;
use super::all_sensors;
use super::is_radar;
use super::system_name;
use crate::scenario::identity::SensorId;
use crate::scenario::identity::SystemId;
use crate::scenario::identity::ThreatId;
use serde::Serialize;

/// Since when a system's own sensors had a threat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Knowledge {
    /// The system.
    pub system: String,
    /// The threat.
    pub threat: String,
    /// The sensor that had it first; `None`: the system was blind to it.
    pub first_sensor: Option<String>,
    /// When, s.
    pub first_detection_s: Option<f64>,
    /// The radar that had it first.
    pub first_radar: Option<String>,
    /// When, s.
    pub first_radar_s: Option<f64>,
    /// Sensors that had it.
    pub sensors: usize,
}

impl Knowledge {
    pub(super) fn of(play: &Play, system: SystemId, threat: ThreatId) -> Self {
        let scenario = play.scenario;
        let mut firsts: Vec<(u32, SensorId)> = all_sensors(scenario)
            .into_iter()
            .filter(|sensor| scenario.sensor_system(*sensor) == system)
            .filter_map(|sensor| Some((play.coverage.cell(sensor, threat).first?.tick, sensor)))
            .collect();
        firsts.sort_unstable();
        let first = firsts.first();
        let mut by_radar = firsts.iter();
        let radar = by_radar.find(|(_, sensor)| is_radar(scenario, *sensor));
        let name = |(_, sensor): &(u32, SensorId)| scenario.sensor_name(*sensor).to_owned();
        let time_s = |(tick, _): &(u32, SensorId)| play.seconds(*tick);
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
