//! Coverage of one run: who could see which threat, who saw it, when, and why not.
//!
//! A row for each sensor and threat, from the record that [`crate::sensing::coverage`] kept of the
//! run; the load of each radar; the first sensor of each system that had each threat. Times are the
//! scenario's, at its ticks.

mod radar;
mod reason;
mod sensor;
mod system;

pub use self::radar::RadarLoad;
pub use self::reason::NonDetection;
pub use self::sensor::{SensorCoverage, means_name};
pub use self::system::SystemCoverage;

use super::RunRecord;
use super::provenance::{Provenance, SingleRun};
use crate::scenario::identity::{SensorId, SystemId, ThreatId};
use crate::scenario::model::Scenario;
use crate::sensing::coverage::Coverage;
use serde::Serialize;

/// Part of a run's coverage that is asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct CoverageQuery {
    /// The one threat; `None`: all.
    pub threat: Option<ThreatId>,
    /// The one sensor; `None`: all.
    pub sensor: Option<SensorId>,
}

/// Coverage of a run. Its JSON has these keys in this order, `null` for what there is not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageSurvey {
    /// Scenario, run and program.
    #[serde(flatten)]
    pub provenance: Provenance<SingleRun>,
    /// Sensor by sensor, threat by threat.
    #[serde(rename = "rows")]
    pub sensors: Vec<SensorCoverage>,
    /// Use of each radar's time.
    pub loads: Vec<RadarLoad>,
    /// First detections of each threat by each system, by whichever of its sensors.
    pub systems: Vec<SystemCoverage>,
    /// Name of the one threat asked about.
    #[serde(skip)]
    pub threat: Option<String>,
    /// Name of the one sensor asked about.
    #[serde(skip)]
    pub sensor: Option<String>,
}

impl CoverageSurvey {
    /// Coverage of a run, of which `coverage` was recorded.
    pub fn of(run: &RunRecord, coverage: &Coverage, query: CoverageQuery) -> Self {
        let scenario = &*run.scenario.in_run(run.luck);
        let run = &RunRecord { scenario, ..*run };
        let CoverageQuery { threat, sensor } = query;
        let mut sensors = scenario.sensor_ids().collect::<Vec<_>>();
        sensors.retain(|other| sensor.is_none_or(|only| only == *other));
        sensors.sort_by_key(|sensor| scenario.sensor_system(*sensor));
        let flying = (0..).map(ThreatId).zip(&scenario.threats).filter(|(_, it)| it.flies());
        let threats: Vec<ThreatId> = flying
            .map(|(id, _)| id)
            .filter(|other| threat.is_none_or(|only| only == *other))
            .collect();
        let rows = sensors.iter().flat_map(|sensor| {
            let threats = threats.iter();
            threats.map(|threat| SensorCoverage::of(run, coverage, (*sensor, *threat)))
        });
        let radars = sensors.iter().filter(|sensor| is_radar(scenario, **sensor));
        let owner = sensor.map(|sensor| scenario.sensor_system(sensor));
        let systems = scenario
            .system_ids()
            .filter(|system| owner.is_none_or(|owner| owner == *system))
            .flat_map(|system| threats.iter().map(move |threat| (system, *threat)))
            .map(|pair| SystemCoverage::of(scenario, coverage, pair));
        Self {
            provenance: run.provenance(),
            sensors: rows.collect(),
            loads: radars.map(|radar| RadarLoad::of(run, *radar)).collect(),
            systems: systems.collect(),
            threat: threat.map(|threat| scenario.threats[threat.index()].name.clone()),
            sensor: sensor.map(|sensor| scenario.sensor_name(sensor).into()),
        }
    }
}

fn is_radar(scenario: &Scenario, sensor: SensorId) -> bool {
    sensor.index() < scenario.radars.len()
}

fn system_name(scenario: &Scenario, system: SystemId) -> String {
    scenario.systems[system.index()].name.clone()
}

fn seconds(scenario: &Scenario, tick: u32) -> f64 {
    f64::from(tick) * scenario.step_s
}
