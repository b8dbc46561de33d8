//! Objects that part from a payload at cut-off, by type of threat: spent stage and decoys.

use super::{Scenario, Signature};
use crate::ballistics::release::ObjectRelease;
use crate::scenario::identity::Object;
use nalgebra::Vector3;

/// An object beside the payload.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectKind {
    /// The object of the threat.
    pub object: Object,
    /// Ballistic coefficient, kg/m².
    pub ballistic_coefficient_kgpm2: f64,
    /// Its radar cross-section; of a burning booster it is no part of its own.
    pub signature: Signature,
    /// Its separation from the payload.
    pub separation: Separation,
}

/// Separation of an object from the rest at cut-off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Separation {
    /// Pushed back along the velocity.
    Back {
        /// Speed, m/s.
        speed_mps: f64,
        /// Standard deviation of the velocity, per axis, m/s.
        error_mps: f64,
    },
    /// Ejected in any direction, all alike.
    AnyWay {
        /// Speed, m/s.
        speed_mps: f64,
    },
}

impl ObjectKind {
    /// Its release in one run, given three standard normal draws along the axes of the Earth.
    ///
    /// Their direction is even over the sphere (Muller, Communications of the ACM 2, 1959). Zeros
    /// mean no error for what is pushed back, and northward along the axis for what is ejected.
    pub fn release(&self, normal: Vector3<f64>) -> ObjectRelease {
        let (along_mps, aside_mps) = match self.separation {
            Separation::Back { speed_mps, error_mps } => (-speed_mps, normal * error_mps),
            Separation::AnyWay { speed_mps } => {
                let direction = normal.try_normalize(0.0).unwrap_or_else(Vector3::z);
                (0.0, direction * speed_mps)
            }
        };
        ObjectRelease {
            ballistic_coefficient_kgpm2: self.ballistic_coefficient_kgpm2,
            along_mps,
            aside_mps,
        }
    }
}

impl Scenario {
    /// Lowest altitude at which any fire unit can meet anything, m; infinite without fire units.
    pub fn reach_floor_m(&self) -> f64 {
        let floors = (self.fire_units.iter()).map(|unit| unit.kind.flyout.floor_m());
        floors.fold(f64::INFINITY, f64::min)
    }
}
