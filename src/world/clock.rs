//! Time is a count of ticks; seconds are `tick × step`, never a running sum.

use bevy_ecs::prelude::*;

/// The tick being played.
#[derive(Resource, Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// Ticks since the scenario's time zero.
    pub tick: u64,
    /// Length of a tick, s.
    pub step_s: f64,
}

impl Clock {
    /// The time now, s.
    pub fn now_s(&self) -> f64 {
        self.tick as f64 * self.step_s
    }

    /// The time one tick ago, s.
    pub fn before_s(&self) -> f64 {
        (self.tick as f64 - 1.0) * self.step_s
    }

    /// Whether this tick is one of those that come every `ticks`.
    pub fn every(&self, ticks: u64) -> bool {
        self.tick.is_multiple_of(ticks)
    }
}
