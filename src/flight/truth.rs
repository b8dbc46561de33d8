//! Truth of each object: its state, its status, and what of it could be seen.

use crate::ballistics::flight::FlightPhase;
use crate::ballistics::state::State;
use crate::scenario::model::Signature;
use bevy_ecs::prelude::*;

/// True state of an object. Only `flight` writes it, only `sensing` reads it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct TrueState {
    /// Position and velocity; its launch point until it is launched.
    pub state: State,
    /// Phase of its flight.
    pub phase: FlightPhase,
    /// Status of its flight.
    pub status: FlightStatus,
}

/// Status of an object's flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlightStatus {
    /// Not launched yet, or not yet a body of its own.
    Waiting,
    /// In the air, alive.
    Flying,
    /// In the air, killed.
    Debris,
    /// On the ground.
    Down,
}

/// Visibility of an object to sensors.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Visibility {
    /// Signature.
    pub signature: Signature,
    /// Time for which its debris looks so, s.
    pub debris_visible_s: f64,
    /// Time until which it can be seen, s; infinite while it lives.
    pub until_s: f64,
}

impl Visibility {
    /// Of what lives.
    pub fn new(signature: Signature, debris_visible_s: f64) -> Self {
        Self { signature, debris_visible_s, until_s: f64::INFINITY }
    }

    /// Whether there is something to be seen of an object at a time, s: it flies, alive or as
    /// fresh debris.
    pub fn is_seen(&self, truth: &TrueState, now_s: f64) -> bool {
        match truth.status {
            FlightStatus::Flying => true,
            FlightStatus::Debris => now_s < self.until_s,
            FlightStatus::Waiting | FlightStatus::Down => false,
        }
    }
}

/// Shots that have reached an object.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShotsTaken {
    /// Number of shots.
    pub shots: u32,
    /// Number of ticks in which they came: each has one look at the result.
    pub looks: u32,
    /// The last of those ticks.
    pub tick: u64,
}
