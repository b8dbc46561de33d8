//! Parties: whom a score is of.

use crate::scenario::identity::{SystemId, ThreatId};
use crate::scenario::model::{Scenario, Threat};

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

    /// The threats of the run aimed at its assets.
    pub(super) fn aimed(&self) -> Vec<ThreatId> {
        let threats = (0..).map(ThreatId).zip(&self.scenario.threats);
        let aimed = threats.filter(|(_, threat)| threat.flies() && self.is_aim_of(threat));
        aimed.map(|(id, _)| id).collect()
    }

    /// Most threats of a run that can be aimed at its assets.
    pub(super) fn aimed_most(&self) -> usize {
        self.scenario.threats_most(|threat| self.is_aim_of(threat))
    }

    fn is_aim_of(&self, threat: &Threat) -> bool {
        self.has(self.scenario.assets[threat.aim.index()].system)
    }

    /// The system at whose asset a threat is aimed.
    pub(super) fn target(&self, threat: ThreatId) -> SystemId {
        let aim = self.scenario.threats[threat.index()].aim;
        self.scenario.assets[aim.index()].system
    }
}
