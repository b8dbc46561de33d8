//! Links as needed.

use crate::earth::area::Area;
use crate::scenario::identity::SensorId;
use crate::scenario::identity::SystemId;

/// A one-way data path.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Sender.
    pub from: SystemId,
    /// Receiver.
    pub to: SystemId,
    /// Delay of every message, s.
    pub latency_s: f64,
    /// Largest further delay, s.
    pub jitter_s: f64,
    /// Probability of loss; with bursts, while the channel is good.
    pub loss: f64,
    /// Loss in bursts; `None`: the channel is always good.
    pub bursts: Option<Bursts>,
    /// How much it carries; `None`: all that is sent.
    pub queue: Option<Queue>,
    /// When it is down, in increasing order.
    pub down: Vec<Span>,
    /// What its sender lets cross.
    pub release: ReleasePolicy,
}

/// A channel that is now good, now bad.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bursts {
    /// Mean time for which it stays good, s.
    pub good_s: f64,
    /// Mean time for which it stays bad, s.
    pub bad_s: f64,
    /// Probability of loss while it is bad.
    pub loss: f64,
}

/// A finite bandwidth, and what may wait for it, first in, first out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    /// Bytes that it carries in a second.
    pub bytes_per_s: f64,
    /// Bytes that may wait for a later tick.
    pub room_bytes: f64,
}

/// A span of time, s: the beginning is in it, the end is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Its beginning, s.
    pub from_s: f64,
    /// Its end, s.
    pub until_s: f64,
}

impl Span {
    /// Is a time, s, in one of these?
    pub fn any_holds(spans: &[Self], time_s: f64) -> bool {
        let mut spans = spans.iter();
        spans.any(|span| (span.from_s..span.until_s).contains(&time_s))
    }
}

/// What a sender lets cross a link. The default lets everything, as it is, at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReleasePolicy {
    /// The sender's sensors whose data are withheld.
    pub withheld_sensors: Vec<SensorId>,
    /// What is above one of these is withheld.
    pub withheld_areas: Vec<Area>,
    /// When everything is withheld.
    pub withheld: Vec<Span>,
    /// How much of what crosses is hidden.
    pub blur: Blur,
    /// Time that people take to release a message, s.
    pub delay_s: f64,
}

/// How numbers are made less telling before they cross.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Blur {
    /// Grid of each axis of a position, m; 0: none.
    pub round_position_m: f64,
    /// Grid of each axis of a velocity, m/s; 0: none.
    pub round_velocity_mps: f64,
    /// Noise that is added before; `None`: none.
    pub noise: Option<Noise>,
}

/// Noise that a sender adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Standard deviation on each axis of a position, m.
    pub position_m: f64,
    /// Standard deviation on each axis of a velocity, m/s.
    pub velocity_mps: f64,
    /// Does the covariance that is sent cover it?
    pub declared: bool,
}
