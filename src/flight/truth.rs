//! Truth of each object: where it is, what has become of it, and what of it could be seen.

use crate::ballistics::flight::FlightPhase;
use crate::ballistics::state::State;
use crate::scenario::parts::Signature;
use bevy_ecs::prelude::*;

/// Where an object really is. Only `flight` writes it, only `sensing` reads it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct TrueState {
    /// Position and velocity; its launch point until it is launched.
    pub state: State,
    /// What it is doing.
    pub phase: FlightPhase,
    /// Has it flown, does it fly?
    pub status: FlightStatus,
}

/// What has become of an object.
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

/// What a sensor could see of an object.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Visibility {
    /// How it looks.
    pub signature: Signature,
    /// How long its debris looks so, s.
    pub debris_visible_s: f64,
    /// Until when it can be seen, s; infinite while it lives.
    pub until_s: f64,
}

impl Visibility {
    /// Of what lives.
    pub fn new(signature: Signature, debris_visible_s: f64) -> Self {
        Self {
            signature,
            debris_visible_s,
            until_s: f64::INFINITY,
        }
    }

    /// Is there something to be seen of an object at a time, s: does it fly, alive or as fresh
    /// debris?
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
    /// How many.
    pub shots: u32,
    /// In how many ticks: each has one look at what came of them.
    pub looks: u32,
    /// The last of those ticks.
    pub tick: u64,
}
