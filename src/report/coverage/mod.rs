//! Who could see which threat, who saw it, when, and why not: the coverage of one run.
//!
//! A row for each sensor and threat, from the record that [`crate::sensing::coverage`] kept of the
//! run; the load of each radar; the first sensor of each system that had each threat. `reason` says
//! why a sensor had none, `page` sets it for people, [`csv()`] and [`Survey::json`] write it
//! unrounded. Times are the scenario's, at its ticks.

mod knowledge;
mod load;
mod page;
mod reason;
mod row;

pub use self::knowledge::Knowledge;
pub use self::load::Load;
pub use self::page::page;
pub use self::reason::Reason;
pub use self::row::Row;
pub use self::row::csv;

use super::VERSION;
use super::json;
use crate::random::RunSeed;
use crate::scenario::identity::SensorId;
use crate::scenario::identity::SystemId;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Architecture;
use crate::scenario::parts::Scenario;
use crate::sensing::coverage::Coverage;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use serde::Serialize;

/// A run whose coverage was recorded.
#[derive(Debug, Clone, Copy)]
pub struct Play<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The architecture that both systems followed.
    pub architecture: &'a Architecture,
    /// The run's luck.
    pub luck: RunSeed,
    /// What happened.
    pub journal: &'a Journal,
    /// What each sensor had of each threat.
    pub coverage: &'a Coverage,
    /// The one threat that is asked about; `None`: all.
    pub threat: Option<ThreatId>,
    /// The one sensor that is asked about; `None`: all.
    pub sensor: Option<SensorId>,
}

/// The coverage of a run as it is told. Its JSON has these keys in this order, `null` for what
/// there is not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Survey {
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed.
    pub seed: u64,
    /// Number of the run.
    pub run: u64,
    /// Name of the architecture.
    pub architecture: String,
    /// Version of the program.
    pub lisbon: &'static str,
    /// Digest of the scenario.
    pub digest: String,
    /// Sensor by sensor, threat by threat.
    pub rows: Vec<Row>,
    /// How each radar spent its time.
    pub loads: Vec<Load>,
    /// By which of its sensors, whichever are asked about, each system first had each threat.
    pub systems: Vec<Knowledge>,
    #[serde(skip)]
    threat: Option<String>,
    #[serde(skip)]
    sensor: Option<String>,
}

impl Survey {
    /// The coverage of a run.
    pub fn of(play: &Play) -> Self {
        let Play {
            scenario,
            architecture,
            luck,
            ..
        } = *play;
        let (sensors, threats) = (play.sensors(), play.threats());
        let rows = sensors
            .iter()
            .flat_map(|sensor| threats.iter().map(|threat| Row::of(play, *sensor, *threat)));
        let radars = sensors.iter().filter(|sensor| is_radar(scenario, **sensor));
        let owner = play.sensor.map(|sensor| scenario.sensor_system(sensor));
        let systems = (0..scenario.systems.len()).map(|index| SystemId(index as u16));
        let systems = systems
            .filter(|system| owner.is_none_or(|owner| owner == *system))
            .flat_map(|system| threats.iter().map(move |threat| (system, *threat)));
        Self {
            scenario: scenario.name.clone(),
            seed: luck.seed,
            run: luck.run,
            architecture: architecture.name.clone(),
            lisbon: VERSION,
            digest: format!("{:016x}", scenario.digest),
            rows: rows.collect(),
            loads: radars.map(|radar| Load::of(play, *radar)).collect(),
            systems: systems
                .map(|(system, threat)| Knowledge::of(play, system, threat))
                .collect(),
            threat: play
                .threat
                .map(|threat| scenario.threats[threat.index()].name.clone()),
            sensor: play
                .sensor
                .map(|sensor| scenario.sensor_name(sensor).into()),
        }
    }

    /// The coverage as JSON, one line for each row, radar, and system with threat.
    pub fn json(&self) -> String {
        json::lines(self)
    }
}

impl Play<'_> {
    /// The sensors asked about, those of the first system first.
    fn sensors(&self) -> Vec<SensorId> {
        let mut sensors = all_sensors(self.scenario);
        sensors.retain(|sensor| self.sensor.is_none_or(|only| only == *sensor));
        sensors.sort_by_key(|sensor| self.scenario.sensor_system(*sensor));
        sensors
    }

    fn threats(&self) -> Vec<ThreatId> {
        (0..self.scenario.threats.len())
            .map(|index| ThreatId(index as u16))
            .filter(|threat| self.threat.is_none_or(|only| only == *threat))
            .collect()
    }

    fn seconds(&self, tick: u32) -> f64 {
        f64::from(tick) * self.scenario.step_s
    }

    fn launch_s(&self, of: ThreatId) -> Option<f64> {
        let mut events = self.journal.events.iter();
        events.find_map(|(time_s, event)| match event {
            Event::Launch { threat } if *threat == of => Some(*time_s),
            _ => None,
        })
    }
}

fn all_sensors(scenario: &Scenario) -> Vec<SensorId> {
    (0..scenario.sensor_count())
        .map(|index| SensorId(index as u16))
        .collect()
}

fn is_radar(scenario: &Scenario, sensor: SensorId) -> bool {
    sensor.index() < scenario.radars.len()
}

fn system_name(scenario: &Scenario, system: SystemId) -> String {
    scenario.systems[system.index()].name.clone()
}
