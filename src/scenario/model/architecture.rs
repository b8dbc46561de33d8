//! Architectures as needed.

use super::{
    AfterTimeout, Content, CoordinationRule, ReleaseDelay, ResponsibilityRule, SectorRule, Span,
    Use,
};
use crate::scenario::identity::SystemId;

/// An architecture.
#[derive(Debug, Clone, PartialEq)]
pub struct Architecture {
    /// Name.
    pub name: String,
    /// The idea behind it.
    pub description: String,
    /// Data that cross the border; `None`: none.
    pub exchange: Option<Exchange>,
    /// True if each side tells the other its shots.
    pub engagement_status: bool,
    /// True if each side tells the other its kill assessments.
    pub kill_assessment: bool,
    /// Centre by way of which all that goes; `None`: each side tells the other directly.
    pub centre: Option<Centre>,
    /// By what a command node knows its threats.
    pub responsibility: ResponsibilityRule,
    /// By what a threat belongs to a sector.
    pub sectors_by: SectorRule,
    /// Nearer to impact than this, the owner of the territory shoots all the same, s.
    pub backup_before_impact_s: Option<f64>,
    /// Consultation of the partner before a shot; `None`: it need not be asked.
    pub consultation: Option<Consultation>,
    /// Rule by which shots are coordinated.
    pub coordination: CoordinationRule,
    /// System whose command node plans for the fire units of all; `None`: each for its own.
    pub command: Option<SystemId>,
    /// Support of each system for the other; `None`: none.
    pub support: Option<Support>,
}

/// Consultation: the partner's consent to engage is asked before a shot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consultation {
    /// Time that a system takes to answer, s.
    pub answer_s: f64,
    /// Time from the question after which no answer is waited for, s.
    pub timeout_s: f64,
    /// Conduct after that.
    pub after_timeout: AfterTimeout,
}

/// Support of a system for the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// It shoots at what is its partner's when the impact is nearer than this, s.
    pub before_impact_s: f64,
    /// Interceptors that each fire unit keeps from that, beside its reserve.
    pub reserve: u32,
}

/// Data that cross the border.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exchange {
    /// Content of the messages.
    pub content: Content,
    /// Ticks between two messages on one subject.
    pub period_ticks: u64,
    /// Use that may be made of them.
    pub usage: Use,
}

/// A centre that both sides man.
#[doc(alias = "fusion centre")]
#[derive(Debug, Clone, PartialEq)]
pub struct Centre {
    /// Time that it takes to bring what comes in together, s.
    pub processing_s: f64,
    /// Time that its people then take.
    pub release_delay: ReleaseDelay,
    /// Spans in which it is down, in increasing order.
    pub down: Vec<Span>,
}
