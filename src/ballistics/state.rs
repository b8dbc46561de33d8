//! The state of a point mass: where it is and how fast it moves.

use crate::earth::wgs84::ROTATION_RADPS;
use nalgebra::{Vector3, Vector6};

/// Position and velocity of a point mass in the Earth-fixed frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Position in the Earth-centred, Earth-fixed frame, m.
    pub position_m: Vector3<f64>,
    /// Velocity relative to the turning Earth, along the Earth-fixed axes, m/s.
    pub velocity_mps: Vector3<f64>,
}

/// Position and velocity in the frame that does not turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inertial {
    /// Position from the Earth's centre, m; z to the north pole.
    pub position_m: Vector3<f64>,
    /// Velocity, m/s.
    pub velocity_mps: Vector3<f64>,
}

impl State {
    /// Position and velocity as one vector.
    #[inline]
    pub fn vector(&self) -> Vector6<f64> {
        let (p, v) = (&self.position_m, &self.velocity_mps);
        Vector6::new(p.x, p.y, p.z, v.x, v.y, v.z)
    }

    /// The state of such a vector.
    #[inline]
    pub fn of(vector: &Vector6<f64>) -> Self {
        Self {
            position_m: vector.fixed_rows::<3>(0).into(),
            velocity_mps: vector.fixed_rows::<3>(3).into(),
        }
    }

    /// Moves it by such a vector.
    #[inline]
    pub fn shift(&mut self, by: &Vector6<f64>) {
        self.position_m += by.fixed_rows::<3>(0);
        self.velocity_mps += by.fixed_rows::<3>(3);
    }

    /// The same in the inertial frame whose axes lay along the Earth's `time_s` earlier.
    pub fn inertial(&self, time_s: f64) -> Inertial {
        Inertial {
            position_m: turned(&self.position_m, time_s),
            velocity_mps: turned(&(self.velocity_mps + carried(&self.position_m)), time_s),
        }
    }
}

impl Inertial {
    /// The same relative to the Earth, whose axes lay along those of this frame `time_s` earlier.
    pub fn earth_fixed(&self, time_s: f64) -> State {
        let position_m = turned(&self.position_m, -time_s);
        let velocity_mps = turned(&self.velocity_mps, -time_s) - carried(&position_m);
        State { position_m, velocity_mps }
    }

    /// Angle of the velocity above the local horizontal (geocentric), rad, [-π/2, π/2].
    pub fn flight_path_rad(&self) -> f64 {
        let level = self.position_m.cross(&self.velocity_mps).norm();
        libm::atan2(self.position_m.dot(&self.velocity_mps), level)
    }
}

/// A vector turned eastward by the Earth's rotation in `time_s`.
pub fn turned(vector: &Vector3<f64>, time_s: f64) -> Vector3<f64> {
    let (sin, cos) = libm::sincos(ROTATION_RADPS * time_s);
    Vector3::new(cos * vector.x - sin * vector.y, sin * vector.x + cos * vector.y, vector.z)
}

/// Velocity with which the turning Earth carries a point along, m/s.
pub(crate) fn carried(position_m: &Vector3<f64>) -> Vector3<f64> {
    Vector3::new(-position_m.y, position_m.x, 0.0) * ROTATION_RADPS
}
