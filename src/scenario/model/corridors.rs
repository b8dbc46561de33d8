//! Corridors, and a scenario in which nothing flies but one threat.

use super::{Asset, Scenario, Threat, ThreatKind};
use crate::ballistics::aim::Loft;
use crate::ballistics::boost::Steering;
use crate::ballistics::flight::Flight;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::{AssetId, SystemId};
use nalgebra::Vector3;
use std::sync::Arc;

/// A notional flight of a side's strategic forces.
#[derive(Debug, Clone)]
pub struct Corridor {
    /// Name.
    pub name: String,
    /// System whose strategic forces fly it.
    pub system: SystemId,
    /// Type of threat that flies it.
    pub kind: Arc<ThreatKind>,
    /// Launch point.
    pub start: Geodetic,
    /// Point of impact.
    pub end: Geodetic,
    /// Loft it was solved for.
    pub loft: Loft,
    /// The steering that takes it from start to end.
    pub steering: Steering,
}

impl Corridor {
    /// The planned flight, from launch to ground, without errors.
    pub fn flight(&self) -> Flight {
        let vehicle = &self.kind.vehicle;
        Flight::new(vehicle, self.start, &self.steering, Vector3::zeros())
    }

    /// The planned flight as a threat that is launched at time zero and errs in nothing.
    pub fn threat(&self) -> Threat {
        Threat {
            name: self.name.clone(),
            raid: self.name.clone(),
            kind: Arc::new(self.kind.without_error()),
            launch: self.start,
            launch_s: 0.0,
            aim: AssetId(0),
            loft: self.loft,
            steering: self.steering,
            launch_time_error_s: 0.0,
            launch_position_error_m: 0.0,
        }
    }
}

impl ThreatKind {
    /// The same type, cut off as planned.
    #[must_use]
    pub fn without_error(&self) -> Self {
        Self { cutoff_error_mps: 0.0, ..self.clone() }
    }
}

impl Scenario {
    /// The same scenario with one threat, aimed at one asset, in the place of all raids and all
    /// that is defended. Its digest stays that of the texts.
    #[must_use]
    pub fn with_only(&self, threat: Threat, at: Asset) -> Self {
        let aim = AssetId(0);
        Self {
            threats: vec![Threat { aim, ..threat }],
            drawn_raids: Arc::default(),
            assets: vec![at],
            corridors: Vec::new(),
            ..self.clone()
        }
    }

    /// The same scenario whose runs go on to a time, s, at least.
    #[must_use]
    pub fn lasting(mut self, until_s: f64) -> Self {
        self.last_tick = self.last_tick.max((until_s / self.step_s).ceil() as u64);
        self
    }

    /// The same scenario with no interceptor on any launcher: nobody can shoot.
    #[must_use]
    pub fn unarmed(mut self) -> Self {
        for unit in &mut self.fire_units {
            unit.inventory = 0;
        }
        self
    }
}
