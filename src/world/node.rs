//! The command nodes: one entity a system, which the belief-side rooms furnish.

use crate::random::RunSeed;
use crate::scenario::identity::SystemId;
use crate::scenario::model::{Architecture, Scenario};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;

/// One run to be played: what the rooms spawn from.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The architecture that both systems follow.
    pub architecture: &'a Architecture,
    /// The run's luck.
    pub luck: RunSeed,
}

/// The luck of the run being played.
#[derive(Resource, Debug, Clone, Copy)]
pub struct Luck(pub RunSeed);

/// The command nodes, by the place of their system in the scenario.
#[derive(Resource, Debug, Clone)]
pub struct Nodes(pub Vec<Entity>);

impl Nodes {
    /// The node of a system.
    pub fn of(&self, system: SystemId) -> Entity {
        self.0[system.index()]
    }
}

/// The system that owns a sensor, a fire unit or an interceptor.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner(pub SystemId);

/// Makes the nodes, each with its [`SystemId`].
pub fn spawn(world: &mut World, case: &Case) {
    let nodes = (0..case.scenario.systems.len())
        .map(|index| world.spawn(SystemId(index as u16)).id())
        .collect();
    world.insert_resource(Nodes(nodes));
    world.insert_resource(Luck(case.luck));
    world.insert_resource(Outages::drawn(case.scenario, case.luck));
}
