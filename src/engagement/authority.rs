//! Authority: which threats a command node may, and must, shoot at.

use crate::earth::area::Area;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::SystemId;
use crate::scenario::parts::ResponsibilityRule;
use crate::world::node::Case;

/// A command node's responsibility, by where a threat is believed to come down.
#[derive(Debug, Clone)]
pub struct Authority {
    rule: ResponsibilityRule,
    own: Area,
    sector: Option<Area>,
    everywhere: Vec<Area>,
    backup_before_impact_s: Option<f64>,
}

impl Authority {
    pub(super) fn of(case: &Case, system: SystemId) -> Self {
        let side = &case.scenario.systems[system.index()];
        Self {
            rule: case.architecture.responsibility,
            own: side.territory.clone(),
            sector: side.sector.clone(),
            everywhere: case
                .scenario
                .systems
                .iter()
                .map(|side| side.territory.clone())
                .collect(),
            backup_before_impact_s: case.architecture.backup_before_impact_s,
        }
    }

    /// May this node shoot at what is believed to come down there, that much later?
    pub fn allows(&self, impact: Geodetic, before_impact_s: f64) -> bool {
        match self.rule {
            ResponsibilityRule::OwnTerritory => self.own.contains(impact),
            ResponsibilityRule::BestShot => {
                self.everywhere.iter().any(|area| area.contains(impact))
            }
            ResponsibilityRule::Sector => {
                let in_sector = self
                    .sector
                    .as_ref()
                    .is_some_and(|area| area.contains(impact));
                let late = self
                    .backup_before_impact_s
                    .is_some_and(|limit| before_impact_s < limit);
                in_sector || (late && self.own.contains(impact))
            }
        }
    }
}
