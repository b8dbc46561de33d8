//! Figures: the metrics of a scenario's parties, by the names that every report gives them.

use super::metric::Metric;
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
            })
        })
        .collect()
}
