//! Figures: the metrics of a scenario's parties, by the names that every report gives them.

use super::metric::{Metric, MetricKind};
use super::party::Party;
use crate::scenario::identity::SystemId;
use crate::scenario::model::Scenario;

/// A metric of a party: a system, or both together.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The metric.
    pub metric: Metric,
    /// The party; `None`: both systems together.
    pub party: Option<SystemId>,
    /// Its name in reports: `METRIC` or `METRIC.SYSTEM`.
    pub name: String,
    /// Least and greatest value that it can have in a run.
    pub range: [f64; 2],
}

/// All metrics, each for both systems together and then for each system.
pub fn figures(scenario: &Scenario) -> Vec<Figure> {
    let systems = (0..).map(SystemId).zip(&scenario.systems).map(Some);
    std::iter::once(None)
        .chain(systems)
        .flat_map(|party| {
            Metric::ALL.iter().map(move |&metric| Figure {
                metric,
                party: party.map(|(id, _)| id),
                name: match party {
                    None => metric.name().into(),
                    Some((_, system)) => format!("{}.{}", metric.name(), system.name),
                },
                range: range(metric.kind(), Party { scenario, system: party.map(|(id, _)| id) }),
            })
        })
        .collect()
}

/// Most threats of a run that can be aimed at each party: both systems together, then each.
pub fn threats_most(scenario: &Scenario) -> Vec<f64> {
    let systems = scenario.system_ids().map(Some);
    let parties = std::iter::once(None).chain(systems);
    parties.map(|system| Party { scenario, system }.aimed_most() as f64).collect()
}

impl Figure {
    /// Weight of a run with these shares of the threats ([`Outcome::shares_aimed`]), 0 to 1.
    ///
    /// [`Outcome::shares_aimed`]: super::Outcome::shares_aimed
    pub fn weight(&self, shares_aimed: &[f64]) -> f64 {
        let party = self.party.map_or(0, |system| 1 + system.index());
        let share = shares_aimed.get(party).filter(|_| self.metric.is_of_threats());
        share.copied().unwrap_or(1.0)
    }
}

/// Least and greatest value of a party's metrics of a kind.
fn range(kind: MetricKind, party: Party) -> [f64; 2] {
    let [least, most] = kind.range();
    let most = match kind {
        MetricKind::Rounds => {
            let units = party.scenario.fire_units.iter().filter(|unit| party.has(unit.system));
            units.map(|unit| f64::from(unit.inventory)).sum()
        }
        MetricKind::Value => {
            let assets = party.scenario.assets.iter().filter(|asset| party.has(asset.system));
            assets.map(|asset| asset.value).sum()
        }
        MetricKind::Threats => party.aimed_most() as f64,
        _ => most,
    };
    [least, most]
}
