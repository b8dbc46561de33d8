//! Names in a timeline: who acts, which track, which interceptor.

use crate::scenario::identity::{InterceptorId, Object};
use crate::scenario::model::Scenario;
use serde::{Serialize, Serializer};
use std::fmt;
use std::fmt::{Display, Formatter};

/// Side that acts or learns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The truth, whoever knows it: `truth` in the reports.
    Truth,
    /// A system, by name.
    System(String),
}

/// A track by its system's number, with the threat behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackName {
    /// The system that keeps it.
    pub system: String,
    /// Its number there.
    pub number: u32,
    /// The threat that most of its plots saw; `None`: no one threat.
    #[serde(rename = "really")]
    pub threat: Option<String>,
    /// The object of that threat that most of its plots saw; `None`: no one object.
    pub object: Option<Object>,
}

/// An interceptor by its fire unit and the number of the launch there, from 1: `unit#1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterceptorName {
    /// The fire unit.
    pub fire_unit: String,
    /// Number of the launch, from 1.
    pub number: u32,
}

impl Actor {
    /// The word in the reports.
    pub fn name(&self) -> &str {
        match self {
            Self::Truth => "truth",
            Self::System(name) => name,
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl InterceptorName {
    pub(in crate::account) fn of(scenario: &Scenario, interceptor: InterceptorId) -> Self {
        Self {
            fire_unit: scenario.fire_units[interceptor.unit.index()].name.clone(),
            number: u32::from(interceptor.shot) + 1,
        }
    }
}

impl Display for InterceptorName {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        write!(formatter, "{}#{}", self.fire_unit, self.number)
    }
}

impl Serialize for InterceptorName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
