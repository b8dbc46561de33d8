//! Messages: what can cross the border.

use crate::scenario::identity::{FireUnitId, InterceptorId, LinkId, TrackId};
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::filter::{Belief, Covariance};
use crate::world::journal::Subject;
use bevy_ecs::prelude::*;

/// One message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message {
    /// What it is about.
    pub subject: Subject,
    /// Time at which what it says was true, s.
    pub valid_s: f64,
    /// What it says.
    pub body: Body,
}

/// What a message says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Body {
    /// A launch alert: the sender's warning as position and velocity with covariance, from which
    /// launch point, azimuth and predicted impact follow.
    Alert {
        /// The sender's number of it.
        track: TrackId,
        /// Its state.
        belief: Belief,
        /// Until when that holds, s: the booster may burn on. Infinity once it has burnt out.
        holds_until_s: f64,
    },
    /// A track of the sender's own radars.
    Track {
        /// The sender's number of it.
        track: TrackId,
        /// Its state, as the sender's filter takes it.
        belief: Belief,
        /// What the sender states besides of its own radars' registration errors.
        registration: Covariance,
        /// How far the sender's sensors speak for its being a payload, nats.
        payload_evidence_nats: f64,
    },
    /// A measurement.
    Plot(Plot),
    /// Shots that the sender has ordered.
    Status(Status),
    /// What the sender believes came of a shot.
    Assessment(Assessment),
    /// May the sender shoot at the object of this track of its own naming? Asked where authority is
    /// dual-key.
    Request(TrackId),
    /// The answer to that: it may.
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
    /// How long a message of this is, bytes: a header, and 8 bytes a number. Notional: real formats
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
            // Unit, shots and two times.
            Self::Status(_) => BELIEF_NUMBERS + 4,
            // The shot, and whether it killed.
            Self::Assessment(_) => BELIEF_NUMBERS + 2,
            Self::Request(_) | Self::Consent(_) => 1,
        };
        HEADER_BYTES + NUMBER_BYTES * numbers
    }

    /// What it believes of an object's motion, if it tells that.
    pub(super) fn belief_mut(&mut self) -> Option<&mut Belief> {
        match self {
            Self::Alert { belief, .. }
            | Self::Track { belief, .. }
            | Self::Status(Status { belief, .. })
            | Self::Assessment(Assessment { belief, .. }) => Some(belief),
            Self::Plot(_) | Self::Request(_) | Self::Consent(_) => None,
        }
    }

    /// Is it a question about a shot, or the answer? Such are orders, and no data.
    pub(super) fn is_enquiry(&self) -> bool {
        matches!(self, Self::Request(_) | Self::Consent(_))
    }
}

/// Shots at one object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Status {
    /// The sender's track of it.
    pub track: TrackId,
    /// Where the sender believes it to be.
    pub belief: Belief,
    /// With what.
    pub unit: FireUnitId,
    /// Interceptors.
    pub shots: u32,
    /// Time of the intercept, s.
    pub intercept_s: f64,
    /// Time at which the sender will know what came of it, s.
    pub assessed_s: f64,
}

/// What became of a shot, as its owner believes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    /// The sender's track of what was shot at.
    pub track: TrackId,
    /// Where the sender last believed that to be.
    pub belief: Belief,
    /// The shot.
    pub interceptor: InterceptorId,
    /// Is what was shot at thought dead?
    pub killed: bool,
}

/// Messages that have arrived at a node and wait to be read by its `picture`, each with the link by
/// which it came.
#[derive(Component, Debug, Clone, Default)]
pub struct Inbox(pub Vec<(LinkId, Message)>);

/// What a node's `engagement` has to tell the other: sent on the next tick, as far as the
/// architecture lets it.
#[derive(Component, Debug, Clone, Default)]
pub struct Outbox(pub Vec<Message>);
