//! Interceptors: a round flies to the aim point it is given and arrives at its time.
//!
//! The fly-out table gave the time at launch; between launch and hand-over the engagement room may
//! shift the aim point as fast as the booster can follow. Leaves out the path itself and failures
//! of the booster.

use crate::scenario::model::{AssessmentError, CommonModeFailure};
use crate::world::journal::ShotResult;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;

/// A round in flight: what its owner ordered.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
#[require(TrueResult, ShotObservation)]
pub struct Round {
    /// Time at which it is to meet its aim point, s.
    pub intercept_s: f64,
    /// The point it flies to, ECEF, m.
    pub aim_m: Vector3<f64>,
    /// Its velocity there, ECEF, m/s.
    pub velocity_mps: Vector3<f64>,
    /// Time before the intercept at which the aim point is final, s.
    pub handover_s: f64,
    /// State of the hand-over to the kill vehicle.
    pub handover: Handover,
    /// Divert reach of the kill vehicle, m.
    pub reach_m: f64,
    /// Radius of the basket in which its seeker finds its object at the hand-over, m.
    pub basket_m: f64,
    /// Probability of a kill within reach, unless all of its type fail.
    pub kill_probability: f64,
    /// Failure of all of its type.
    pub common_mode: CommonModeFailure,
    /// Error of its owner's kill assessment.
    pub assessment: AssessmentError,
}

/// State of a round's hand-over from its owner's guidance to the kill vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handover {
    /// The aim point still follows the owner's belief.
    Pending,
    /// The aim point is final, on data that the kill vehicle may rest on.
    Done,
    /// The time has passed without such data.
    Failed,
}

/// True result of a round; `None` until it has met its time.
#[derive(Component, Debug, Clone, Copy, PartialEq, Default)]
pub struct TrueResult(pub Option<InterceptResult>);

/// A round's end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InterceptResult {
    /// Result of the shot.
    pub result: ShotResult,
    /// Whether what was nearest to it looks dead to its owner: one look tells of all shots that
    /// meet an object in one tick.
    pub looks_dead: bool,
}

/// Observation by the owner's sensors of a round that has met its time: whether its object looks
/// dead; `None` until then.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShotObservation(pub Option<bool>);
