//! Parties: whom a score is of.

use crate::scenario::identity::{SystemId, ThreatId};
use crate::scenario::model::Scenario;

/// A system, or both together.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) scenario: &'a Scenario,
    /// `None`: both together.
    pub(super) system: Option<SystemId>,
}

impl Party<'_> {
    /// Whether a system is the party, or part of it.
    pub(super) fn has(&self, system: SystemId) -> bool {
        self.system.is_none_or(|own| own == system)
    }

    /// The threats aimed at its assets.
    pub(super) fn aimed(&self) -> Vec<ThreatId> {
        let threats = (0..self.scenario.threats.len()).map(|index| ThreatId(index as u16));
        threats.filter(|of| self.has(self.target(*of))).collect()
    }

    /// The system at whose asset a threat is aimed.
    pub(super) fn target(&self, threat: ThreatId) -> SystemId {
        let aim = self.scenario.threats[threat.index()].aim;
        self.scenario.assets[aim.index()].system
    }
}
