//! Messages: what can cross the border.

use crate::scenario::identity::{FireUnitId, InterceptorId, LinkId, TrackId};
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::filter::{Belief, Covariance};
use crate::world::journal::Subject;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;

/// One message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message {
    /// Subject.
    pub subject: Subject,
    /// Time at which what it says was true, s.
    pub valid_s: f64,
    /// Content.
    pub body: Body,
}

/// Content of a message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Body {
    /// A launch alert: the sender's warning as position and velocity with covariance, from which
    /// launch point, azimuth and predicted impact follow.
    Alert {
        /// The sender's number of it.
        track: TrackId,
        /// Its state.
        belief: Belief,
        /// Time until which that holds, s: the booster may burn on. Infinity once it has burnt out.
        holds_until_s: f64,
    },
    /// A track of the sender's own radars.
    Track {
        /// The sender's number of it.
        track: TrackId,
        /// Its state, as the sender's filter takes it.
        belief: Belief,
        /// Covariance that its radars' registration errors add.
        registration: Covariance,
        /// Evidence of the sender's sensors for its being a payload, nats.
        payload_evidence_nats: f64,
    },
    /// The end of a track of the sender's own radars, which have looked for its object in vain.
    Ended(TrackId),
    /// A measurement.
    Plot(Plot),
    /// Shots that the sender has ordered.
    Status(Status),
    /// Order of a shot by a fire unit of the receiver's, which the sender commands.
    Order(FireOrder),
    /// The sender's assessment of a shot.
    Assessment(Assessment),
    /// Request for consent to engage the object of this track of the sender's naming: asked where
    /// authority is dual-key.
    Request(TrackId),
    /// The answer to that: consent.
    Consent(TrackId),
}

/// Bytes of a message beside its numbers: who says it to whom, what kind it is, what it is about,
/// its time of validity, and a check. Notional.
const HEADER_BYTES: u64 = 32;

/// Bytes of a number.
const NUMBER_BYTES: u64 = 8;

/// Numbers of a belief: its state, and the upper triangle of its covariance.
const BELIEF_NUMBERS: u64 = 6 + 21;

/// No message is longer, bytes: that of a track is.
#[cfg(test)]
pub(super) const LONGEST_BYTES: u64 = HEADER_BYTES + NUMBER_BYTES * (BELIEF_NUMBERS + 22);

impl Body {
    /// Length of a message of this, bytes: a header, and 8 bytes a number. Notional: real formats
    /// pack more tightly.
    pub fn bytes(&self) -> u64 {
        let numbers = match self {
            Self::Alert { .. } => BELIEF_NUMBERS + 1,
            // A second covariance, and what speaks for a payload.
            Self::Track { .. } => BELIEF_NUMBERS + 21 + 1,
            Self::Plot(plot) => match &plot.measurement {
                // The sensor, what speaks for a payload, three values and two standard deviations.
                Measurement::Radar(radar) => 2 + 5 + 2 * u64::from(radar.range_rate.is_some()),
                // The sensor, what speaks for a payload, the place, two angles and their deviation.
                Measurement::Infrared(_) => 2 + 6,
            },
            // Unit, three times, kill probability, aim point and velocity.
            Self::Order(_) => BELIEF_NUMBERS + 5 + 6,
            // Unit, shots and two times.
            Self::Status(_) => BELIEF_NUMBERS + 4,
            // The shot, and whether it killed.
            Self::Assessment(_) => BELIEF_NUMBERS + 2,
            Self::Ended(_) | Self::Request(_) | Self::Consent(_) => 1,
        };
        HEADER_BYTES + NUMBER_BYTES * numbers
    }

    /// Belief of an object's motion, if it tells one.
    pub(super) fn belief_mut(&mut self) -> Option<&mut Belief> {
        match self {
            Self::Alert { belief, .. }
            | Self::Track { belief, .. }
            | Self::Status(Status { belief, .. })
            | Self::Order(FireOrder { belief, .. })
            | Self::Assessment(Assessment { belief, .. }) => Some(belief),
            Self::Ended(_) | Self::Plot(_) | Self::Request(_) | Self::Consent(_) => None,
        }
    }

    /// Whether it is an order, a request for consent, or consent, and no data: people do not look
    /// through it first.
    pub(super) fn is_command(&self) -> bool {
        matches!(self, Self::Order(_) | Self::Request(_) | Self::Consent(_))
    }
}

/// Shots at one object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Status {
    /// The sender's track of it.
    pub track: TrackId,
    /// The sender's belief of it.
    pub belief: Belief,
    /// Fire unit.
    pub unit: FireUnitId,
    /// Interceptors.
    pub shots: u32,
    /// Time of the intercept, s.
    pub intercept_s: f64,
    /// Time at which the sender will know what came of it, s.
    pub assessed_s: f64,
}

/// Order of one shot to the other system's fire unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FireOrder {
    /// The sender's track of what is to be shot at.
    pub track: TrackId,
    /// The sender's belief of it.
    pub belief: Belief,
    /// Fire unit.
    pub unit: FireUnitId,
    /// Time of the launch, s.
    pub launch_s: f64,
    /// Time of the intercept, s.
    pub intercept_s: f64,
    /// The latest order with which the unit could still meet it, s.
    pub latest_order_s: f64,
    /// Predicted intercept point, ECEF, m.
    pub aim_m: Vector3<f64>,
    /// Velocity of the interceptor there, ECEF, m/s.
    pub velocity_mps: Vector3<f64>,
    /// Probability that it is a payload; `None` where no sensor has told anything.
    pub payload_probability: Option<f64>,
}

/// Kill assessment of a shot by its owner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    /// The sender's track of what was shot at.
    pub track: TrackId,
    /// The sender's last belief of that.
    pub belief: Belief,
    /// The shot.
    pub interceptor: InterceptorId,
    /// Whether what was shot at is thought dead.
    pub killed: bool,
}

/// Messages that have arrived at a node and wait to be read by its `picture`, each with the link by
/// which it came.
#[derive(Component, Debug, Clone, Default)]
pub struct Inbox(pub Vec<(LinkId, Message)>);

/// Messages of a node's `engagement` to the other: sent on the next tick, as far as the
/// architecture lets it.
#[derive(Component, Debug, Clone, Default)]
pub struct Outbox(pub Vec<Message>);
