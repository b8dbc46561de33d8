//! The numbers by which the engine knows things: their places in the scenario's lists.
//!
//! They key the random streams and order everything that must have an order. An ECS entity id is
//! never used for either.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::fmt::{Display, Formatter};

macro_rules! identity {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(
            Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize,
            Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// Its place in the scenario's list.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    )+};
}

identity! {
    /// A system: place in `Scenario::systems`.
    SystemId,
    /// A sensor: radars first, then satellites, then other kinds, in the order of the scenario.
    SensorId,
    /// A fire unit: place in `Scenario::fire_units`.
    FireUnitId,
    /// A link: place in `Scenario::links`.
    LinkId,
    /// A threat, as the truth knows it: place in `Scenario::threats`.
    ThreatId,
    /// A defended asset: place in `Scenario::assets`.
    AssetId,
    /// An outage: place in `Scenario::outages`.
    OutageId,
}

/// A track's name: the system that keeps it and a number that is never used again in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TrackId {
    /// The system that keeps the track.
    pub system: SystemId,
    /// Its number, from 1, in the order of initiation.
    pub number: u32,
}

/// An interceptor's name: the fire unit and its shot, from 0.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct InterceptorId {
    /// The fire unit that launched it.
    pub unit: FireUnitId,
    /// Its place in the fire unit's launches.
    pub shot: u16,
}

/// One of the objects that a threat is after cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// The harmful body; before cut-off the threat as a whole.
    Payload,
    /// The last stage, burnt out.
    SpentStage,
    /// A decoy, by its number from 1.
    Decoy(u16),
}

impl Object {
    /// A number that is never another object's of the same threat: 0 for the payload.
    pub fn number(self) -> u16 {
        match self {
            Self::Payload => 0,
            Self::SpentStage => 1,
            Self::Decoy(number) => number + 1,
        }
    }
}

/// Its name in files and on the command line: `payload`, `spent-stage`, `decoy-1`.
impl Display for Object {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Payload => out.write_str("payload"),
            Self::SpentStage => out.write_str("spent-stage"),
            Self::Decoy(number) => write!(out, "decoy-{number}"),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A body in the air, as the truth knows it.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// The threat it belongs to.
    pub threat: ThreatId,
    /// One of the threat's objects.
    pub object: Object,
}

impl ObjectId {
    /// The payload of a threat, and before cut-off the threat as a whole.
    pub fn payload(threat: ThreatId) -> Self {
        let object = Object::Payload;
        Self { threat, object }
    }

    /// True of a payload.
    pub fn is_payload(self) -> bool {
        self.object == Object::Payload
    }

    /// Its key in random streams. A payload's is its threat's number, so that what else flies
    /// shifts no draw of a payload.
    pub fn key(self) -> u32 {
        u32::from(self.object.number()) << 16 | u32::from(self.threat.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_object_has_its_own_key_and_name() {
        let others = (1..=50).map(Object::Decoy);
        let objects: Vec<Object> =
            [Object::Payload, Object::SpentStage].into_iter().chain(others).collect();
        assert!(objects.is_sorted());
        let names: BTreeSet<String> = objects.iter().map(Object::to_string).collect();
        assert_eq!(names.len(), objects.len());
        let ids = |threat| {
            let threat = ThreatId(threat);
            objects.iter().map(move |&object| ObjectId { threat, object })
        };
        let all = (0..3).chain([u16::MAX]).flat_map(ids);
        let keys: BTreeSet<u32> = all.map(ObjectId::key).collect();
        assert_eq!(keys.len(), 4 * objects.len());
        let threat = ThreatId(7);
        assert_eq!(ObjectId::payload(threat).key(), 7, "results rest on it");
    }
}
