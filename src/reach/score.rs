//! Score of an architecture on both at once: how much of a raid leaks, and how many strategic
//! corridors are within reach; for both sides alike.

use super::corridor::{CorridorReach, ReachCount};
use crate::monte_carlo::estimate::{MeanEstimate, Tally};
use crate::monte_carlo::statistics::{Confidence, Interval};
use crate::outcome::metric::Metric;
use crate::scenario::identity::SystemId;
use crate::scenario::model::Scenario;
use serde::Serialize;

/// Score with perfect knowledge or under an architecture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReachScore {
    /// The architecture; `None`: perfect knowledge from burn-out on.
    pub architecture: Option<String>,
    /// The system whose corridors are counted, and whose territory leaks; `None`: both together.
    pub system: Option<String>,
    /// Corridors, and those within reach of the other side.
    #[serde(flatten)]
    pub count: ReachCount,
    /// Leakage of the scenario's raid at what that system defends, mean over the runs, 0 to 1;
    /// `None` if it was not asked for, and with perfect knowledge.
    pub leakage: Option<f64>,
    /// Interval of 95 % of that mean: lower end; `None` for one run.
    pub leakage_low: Option<f64>,
    /// Upper end.
    pub leakage_high: Option<f64>,
}

/// Scores of both sides together and of each, with perfect knowledge and then under each
/// architecture by name; `raid`: the outcomes of the raid under the same architectures, if asked
/// for.
pub fn scores(
    scenario: &Scenario,
    architectures: &[String],
    rows: &[CorridorReach],
    raid: Option<&Tally>,
) -> Vec<ReachScore> {
    let systems = (0..).map(SystemId).zip(&scenario.systems).map(Some);
    let parties: Vec<_> = std::iter::once(None).chain(systems).collect();
    let under = architectures.iter().enumerate().map(Some);
    let mut scores = Vec::new();
    for under in std::iter::once(None).chain(under) {
        let architecture = under.map(|(_, name)| name.clone());
        for party in &parties {
            let system = party.map(|(_, system)| system.name.clone());
            let rows = rows.iter().filter(|row| row.architecture == architecture);
            let rows = rows.filter(|row| system.as_ref().is_none_or(|name| row.system == *name));
            let count = ReachCount::of(rows);
            let place = under.map(|(place, _)| place);
            let estimate = place
                .zip(raid)
                .and_then(|(place, raid)| leakage(raid, place, party.map(|(system, _)| system)));
            let interval = estimate.map(|it| it.interval).filter(|it| !it.is_unknown());
            scores.push(ReachScore {
                architecture: architecture.clone(),
                system,
                count,
                leakage: estimate.map(|estimate| estimate.mean),
                leakage_low: interval.map(|interval| interval.low),
                leakage_high: interval.map(|interval| interval.high),
            });
        }
    }
    scores
}

/// Leakage at what a party defends, under the architecture at a place.
fn leakage(raid: &Tally, architecture: usize, party: Option<SystemId>) -> Option<MeanEstimate> {
    let figure = raid
        .figures
        .iter()
        .position(|figure| figure.party == party && figure.metric == Metric::Leakage)?;
    let has_runs = raid.record.runs > 0;
    has_runs.then(|| raid.estimate(architecture, figure, Confidence::NINETY_FIVE))
}

impl ReachScore {
    /// The leakage as an estimate.
    pub fn estimate(&self) -> Option<MeanEstimate> {
        let interval = match (self.leakage_low, self.leakage_high) {
            (Some(low), Some(high)) => Interval { low, high },
            _ => Interval::UNKNOWN,
        };
        self.leakage.map(|mean| MeanEstimate { mean, interval })
    }
}
