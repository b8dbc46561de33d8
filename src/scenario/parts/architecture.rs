//! Architectures as needed.

use super::{AfterTimeout, Content, CoordinationRule, ResponsibilityRule, SectorRule, Use};

/// An architecture.
#[derive(Debug, Clone, PartialEq)]
pub struct Architecture {
    /// Name.
    pub name: String,
    /// What it stands for.
    pub description: String,
    /// What crosses the border; `None`: nothing.
    pub exchange: Option<Exchange>,
    /// Is it told who shot at what?
    pub engagement_status: bool,
    /// Is it told what came of the shots?
    pub kill_assessment: bool,
    /// By what a command node knows its threats.
    pub responsibility: ResponsibilityRule,
    /// By what a threat belongs to a sector.
    pub sectors_by: SectorRule,
    /// Nearer to impact than this, the owner of the territory shoots all the same, s.
    pub backup_before_impact_s: Option<f64>,
    /// How leave to shoot is asked of the partner; `None`: it need not be.
    pub consultation: Option<Consultation>,
    /// How shots are coordinated.
    pub coordination: CoordinationRule,
    /// How each system supports the other; `None`: not at all.
    pub support: Option<Support>,
}

/// How leave to shoot is asked of the partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consultation {
    /// Time that a system takes to answer, s.
    pub answer_s: f64,
    /// Time from the question after which no answer is waited for, s.
    pub timeout_s: f64,
    /// What is done then.
    pub after_timeout: AfterTimeout,
}

/// How a system supports the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// It shoots at what is its partner's when the impact is nearer than this, s.
    pub before_impact_s: f64,
    /// Interceptors that each fire unit keeps from that, beside its reserve.
    pub reserve: u32,
}

/// What crosses the border.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exchange {
    /// What is sent.
    pub content: Content,
    /// Ticks between two messages on one subject.
    pub period_ticks: u64,
    /// What it may be used for.
    pub usage: Use,
}
