//! The numbers by which the engine knows things: their places in the scenario's lists.
//!
//! They key the random streams and order everything that must have an order. An ECS entity id is
//! never used for either.

use bevy_ecs::prelude::*;
use serde::Serialize;

macro_rules! identity {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(
            Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize,
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
    /// A sensor: radars first, then satellites, in the order of the scenario.
    SensorId,
    /// A fire unit: place in `Scenario::fire_units`.
    FireUnitId,
    /// A link: place in `Scenario::links`.
    LinkId,
    /// A threat, as the truth knows it: place in `Scenario::threats`.
    ThreatId,
    /// A defended asset: place in `Scenario::assets`.
    AssetId,
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
