//! Outages as needed: their parts by number, and the number that keys their luck.

use super::Scenario;
use crate::scenario::identity::{FireUnitId, LinkId, SensorId, SystemId};
use nalgebra::Vector3;

/// An outage: what may be down in a run, all of it together.
#[derive(Debug, Clone, PartialEq)]
pub struct Outage {
    /// Name.
    pub name: String,
    /// Number of its draws, made of its name alone.
    pub key: u64,
    /// Probability of a run in which it happens, 0 to 1.
    pub probability: f64,
    /// Start, s.
    pub from_s: f64,
    /// Place of which a hit begins it; `None`: it begins by itself.
    pub when_hit: Option<HitSite>,
    /// Time until all is repaired, s; infinite: not in this run.
    pub repair_s: f64,
    /// All that is down.
    pub parts: Vec<OutagePart>,
}

/// A place that can be hit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HitSite {
    /// Its middle, ECEF, m.
    pub position_m: Vector3<f64>,
    /// An impact this near hits it, m.
    pub radius_m: f64,
}

/// One thing that an outage takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutagePart {
    /// A sensor sees nothing.
    Sensor(SensorId),
    /// A fire unit launches nothing.
    FireUnit(FireUnitId),
    /// A link refuses what is sent.
    Link(LinkId),
    /// The centre of an architecture's exchange, if it has one, passes nothing on.
    Centre,
    /// A system's command node orders, guides and tells nothing.
    CommandNode(SystemId),
    /// A system's kill assessment takes whatever its shots met for killed.
    KillAssessment(SystemId),
    /// All objects of a type of threat look like its payload; place in
    /// [`Scenario::threat_kinds`](super::Scenario::threat_kinds).
    Discrimination(usize),
}

impl Scenario {
    /// Name of an outage's part.
    pub fn part_name(&self, part: OutagePart) -> String {
        let system = |id: SystemId| &self.systems[id.index()].name;
        match part {
            OutagePart::Sensor(id) => self.sensor_name(id).to_owned(),
            OutagePart::FireUnit(id) => self.fire_units[id.index()].name.clone(),
            OutagePart::Link(id) => {
                let link = &self.links[id.index()];
                format!("link from {} to {}", system(link.from), system(link.to))
            }
            OutagePart::Centre => "centre of the exchange".to_owned(),
            OutagePart::CommandNode(id) => format!("command node of {}", system(id)),
            OutagePart::KillAssessment(id) => format!("kill assessment of {}", system(id)),
            OutagePart::Discrimination(kind) => {
                format!("discrimination of {}", self.threat_kinds[kind].name)
            }
        }
    }
}

impl Outage {
    /// Whether it happens in some runs and not in others, whatever comes of them.
    pub fn is_drawn(&self) -> bool {
        self.when_hit.is_none() && self.probability > 0.0 && self.probability < 1.0
    }
}
