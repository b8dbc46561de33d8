//! Systems as needed: territory, tracker, command node; what they defend, and with what.

use super::{Tracking, Trust};
use crate::ballistics::flyout::Flyout;
use crate::ballistics::vehicle::Vehicle;
use crate::earth::area::Area;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::SystemId;
use std::sync::Arc;

/// One side.
#[derive(Debug, Clone)]
pub struct System {
    /// Name.
    pub name: String,
    /// Own territory.
    pub territory: Area,
    /// Sector of a sectoral architecture.
    pub sector: Option<Area>,
    /// Its tracker.
    pub tracking: Tracking,
    /// The boosters that it knows, from past observation.
    pub boosters: Arc<[BoostProfile]>,
    /// Its command node.
    pub command: Command,
    /// Trust in it.
    pub trust: Trust,
}

/// A type of booster as a defender knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct BoostProfile {
    /// Name of the type.
    pub name: String,
    /// Its stages, and the ballistic coefficient of what it carries.
    pub vehicle: Arc<Vehicle>,
}

/// A command node's rules.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Command {
    /// Ticks between two plans.
    pub planning_ticks: u64,
    /// Time from confirmation to the first order, s.
    pub decision_delay_s: f64,
    /// Shot doctrine.
    pub doctrine: Doctrine,
    /// Interceptors that each fire unit fires at targets chosen at random; `None`: a plan chooses.
    pub random_shots: Option<u32>,
    /// Largest standard deviation of the belief at the predicted intercept point, m.
    pub commit_sigma_m: f64,
    /// Least probability of being a payload at which an object is shot at.
    pub payload_probability_min: f64,
    /// Interceptors each fire unit keeps.
    pub reserve: u32,
    /// Time without news after which a raid is over, s; until then as much again is expected.
    pub raid_outlook_s: f64,
    /// Time from intercept to assessment, s.
    pub assessment_delay_s: f64,
    /// Errors of the assessment.
    pub assessment: AssessmentError,
}

/// Shot doctrine: interceptors at one threat, in volleys. Each waits for the assessment of the one
/// before it, and ends the engagement if the threat is then believed dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doctrine {
    /// Interceptors of the first volley.
    pub shots: u32,
    /// Interceptors of each volley after it.
    pub later_shots: u32,
    /// Most volleys.
    pub volleys_max: u32,
}

impl Doctrine {
    /// Interceptors of the volley after so many; 0 where there is none.
    pub fn volley(&self, volleys_before: u32) -> u32 {
        match volleys_before {
            _ if volleys_before >= self.volleys_max => 0,
            0 => self.shots,
            _ => self.later_shots,
        }
    }
}

/// Probabilities that a kill assessment is wrong, 0 to 1 (Wilkening, *Science & Global Security* 8,
/// 1999, on shoot-look-shoot).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssessmentError {
    /// Of taking what was killed for alive.
    pub alive_if_killed: f64,
    /// Of taking what is alive for killed.
    pub killed_if_alive: f64,
}

/// A defended asset.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Name.
    pub name: String,
    /// The system on whose territory it lies.
    pub system: SystemId,
    /// Its place, on the ellipsoid.
    pub place: Geodetic,
    /// An impact this near is a leak, m.
    pub radius_m: f64,
    /// Worth, any unit.
    pub value: f64,
}

/// A fire unit.
#[derive(Debug, Clone)]
pub struct FireUnit {
    /// Name.
    pub name: String,
    /// Its owner.
    pub system: SystemId,
    /// Its place.
    pub place: Geodetic,
    /// Interceptors at the start.
    pub inventory: u32,
    /// Interceptors that can be in flight at a time.
    pub channels: u32,
    /// Type of its interceptors.
    pub kind: Arc<InterceptorKind>,
}

/// Type of interceptor.
#[derive(Debug, Clone)]
pub struct InterceptorKind {
    /// Name of the type.
    pub name: String,
    /// Time to reach a point.
    pub flyout: Flyout,
    /// Time from order to launch, s.
    pub preparation_s: f64,
    /// Fastest shift of the aim point after launch, m/s.
    pub midcourse_mps: f64,
    /// Time before the intercept at which the kill vehicle gets its basket, s.
    pub handover_s: f64,
    /// Reach: the largest divert of the kill vehicle after that, m.
    pub reach_m: f64,
    /// Radius of the acquisition basket of its seeker, m; infinite if the reach alone limits it.
    pub basket_m: f64,
    /// Probability of a kill within reach, unless all of the type fail.
    pub kill_probability: f64,
    /// Failure of all of the type.
    pub common_mode: CommonModeFailure,
    /// Part of its flight that holds a guidance channel.
    pub guidance: Guidance,
}

/// Stretches of an interceptor's flight in which its fire unit guides it: each holds a channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guidance {
    /// From the launch on, s; infinite for the whole flight.
    pub uplink_s: f64,
    /// Up to the intercept, s.
    pub end_s: f64,
}

impl Guidance {
    /// The whole flight.
    pub const WHOLE: Self = Self { uplink_s: f64::INFINITY, end_s: 0.0 };

    /// The stretches, each from a time to a time, s, of a flight from its launch to its intercept.
    pub fn stretches(&self, [launch_s, intercept_s]: [f64; 2]) -> [[f64; 2]; 2] {
        let uplink_s = (launch_s + self.uplink_s).min(intercept_s);
        let end_s = (intercept_s - self.end_s).max(uplink_s);
        [[launch_s, uplink_s], [end_s, intercept_s]]
    }
}

/// Failure common to all interceptors of a type in a run, whichever system owns them: one draw for
/// all their shots (reliability theory; Wilkening, *Science & Global Security* 8, 1999). Types of
/// one group have one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommonModeFailure {
    /// Place of the type, or of the first of its group, among those of the scenario: the key of
    /// its luck.
    pub number: u32,
    /// Probability.
    pub probability: f64,
}
