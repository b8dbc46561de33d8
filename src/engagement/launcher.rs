//! Fire units as a planner sees them, and their stock.

use crate::scenario::identity::{FireUnitId, SystemId};
use crate::scenario::model::{FireUnit, InterceptorKind};
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use std::sync::Arc;

/// A fire unit as a planner sees it.
#[derive(Debug, Clone)]
pub struct Launcher {
    /// Its number.
    pub unit: FireUnitId,
    /// Its owner.
    pub owner: SystemId,
    /// Its place, ECEF, m.
    pub position_m: Vector3<f64>,
    /// Kind of its interceptors.
    pub kind: Arc<InterceptorKind>,
    /// Interceptors it is believed to have left: exact for an own one.
    pub left: u32,
    /// Interceptors it has launched: exact for an own one.
    pub launched: u32,
    /// Interceptors that it can guide at a time.
    pub channels: u32,
    /// Interceptors that it has in flight, as far as this node knows.
    pub in_flight: u32,
    /// Times at which the shots that the partner told of will be assessed, s: till then in flight.
    pub told_s: Vec<f64>,
}

impl Launcher {
    /// A fire unit at the start of a run.
    pub fn new(number: FireUnitId, unit: &FireUnit) -> Self {
        Self {
            unit: number,
            owner: unit.system,
            position_m: unit.place.ecef().0,
            kind: unit.kind.clone(),
            left: unit.inventory,
            launched: 0,
            channels: unit.channels,
            in_flight: 0,
            told_s: Vec::new(),
        }
    }

    /// Counts a shot that is ordered now, until the stock is counted again.
    pub(crate) fn count_order(&mut self) {
        self.left = self.left.saturating_sub(1);
        self.launched += 1;
        self.in_flight += 1;
    }
}

/// A fire unit's stock.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Magazine {
    /// Interceptors left.
    pub left: u32,
    /// Interceptors launched.
    pub launched: u32,
    /// Interceptors in flight.
    pub in_flight: u32,
}
