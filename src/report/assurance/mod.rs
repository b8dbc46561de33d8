//! Assurance told: which corridors of either side the other side's fire units could reach.
//!
//! An [`AssuranceReport`] has the figures of [`crate::reach::corridor`] and says them in
//! sentences; `page` sets it for people, [`csv()`] writes it unrounded. A [`CurveReport`] has them
//! value by value of a key.

mod changes;
mod conclusion;
mod csv;
mod curve;
mod page;

pub use self::csv::csv;
pub use self::curve::{CurvePoint, CurveReport, curve_csv, curve_page};
pub use self::page::page;

use crate::account::provenance::{ManyRuns, Provenance};
use crate::monte_carlo::estimate::Tally;
use crate::monte_carlo::runner::{ArchitectureLabel, Failure};
use crate::monte_carlo::selection::RunSelection;
use crate::reach::assurance::{Assurance, CorridorLabel};
use crate::reach::change::LeastChange;
use crate::reach::corridor::{self, CorridorReach, ReachCount, UnitMargin};
use crate::reach::score::{ReachScore, scores};
use crate::reach::withheld::WithheldData;
use serde::Serialize;

/// Assumptions of the question, in sentences: part of every form of the report.
pub const ASSUMPTIONS: [&str; 7] = [
    "Flights, fire units and interceptors are notional; a flight is the planned one, without \
     errors.",
    "Perfect knowledge: an order no earlier than burn-out, then the interceptor's own preparation \
     and fly-out, within its limits of altitude and range; nothing else holds it back.",
    "Under an architecture: the order comes a decision delay after the first track of the payload \
     that the architecture lets the other side launch on, and no earlier than burn-out.",
    "What the corridor's own side tells its partner counts, as the scenario's links, release \
     policies and trust have it; who withholds it is found under an architecture that exchanges \
     nothing.",
    "Reach only: whose duty it is, how many interceptors there are, how sharp the track is, what \
     flies beside the payload and whether a hit kills are left aside.",
    "Margin in time: the latest order that still leads to an intercept, less the order; below \
     zero it comes so much too late.",
    "Margin in distance: of all points of the flight, the greatest distance from the edge of what \
     the interceptor can reach by the time that the flight is there: so deep the flight passes \
     within reach; below zero, by so much it is missed.",
];

/// The answer as it is told. Its JSON has these keys in this order, `null` for what there is not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssuranceReport {
    /// Scenario, runs and program.
    #[serde(flatten)]
    pub provenance: Provenance<ManyRuns>,
    /// Assumptions.
    pub assumptions: [&'static str; ASSUMPTIONS.len()],
    /// The result in sentences.
    pub conclusion: Vec<String>,
    /// Corridor by corridor with perfect knowledge, then so under each architecture.
    pub rows: Vec<CorridorReach>,
    /// Each corridor against each fire unit of the other side, with perfect knowledge.
    pub units: Vec<UnitMargin>,
    /// Scores with perfect knowledge and under each architecture: of both sides together, then of
    /// each.
    pub scores: Vec<ReachScore>,
    /// Runs of the raid; not told if none were asked for, as what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raid_runs: Option<u64>,
    /// Runs of the raid that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub raid_failures: Vec<Failure<ArchitectureLabel>>,
    /// Least changes that take corridors out of reach.
    #[serde(flatten)]
    pub changes: Option<ReachChanges>,
    /// Runs that failed.
    pub failures: Vec<Failure<CorridorLabel>>,
    /// Names of the systems.
    #[serde(skip)]
    pub systems: Vec<String>,
    /// Names of the architectures.
    #[serde(skip)]
    pub architectures: Vec<String>,
}

/// Least changes that take corridors out of reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReachChanges {
    /// Of interceptors and sites, with perfect knowledge.
    pub least_changes: Vec<LeastChange>,
    /// Of the exchange, under each architecture.
    pub withheld: Vec<WithheldData>,
}

/// Findings beside the reach, where they were asked for.
#[derive(Debug, Clone, Default)]
pub struct AssuranceExtras {
    /// Outcomes of the scenario's raid under the same architectures.
    pub raid: Option<Tally>,
    /// Least changes.
    pub changes: Option<ReachChanges>,
}

impl AssuranceReport {
    /// The answer to a question.
    pub fn of(question: &RunSelection, assurance: &Assurance, extras: AssuranceExtras) -> Self {
        let scenario = question.scenario;
        let architectures = question.names();
        let extent = ManyRuns {
            runs: assurance.record.runs,
            runs_requested: question.count(),
            interrupted: Some(assurance.record.is_interrupted()),
        };
        let AssuranceExtras { raid, changes } = extras;
        let rows = corridor::corridors(scenario, &architectures, assurance);
        let mut report = Self {
            provenance: Provenance::new(scenario, question.seed, extent),
            assumptions: ASSUMPTIONS,
            conclusion: Vec::new(),
            scores: scores(scenario, &architectures, &rows, raid.as_ref()),
            rows,
            units: corridor::units(scenario, assurance),
            raid_runs: raid.as_ref().map(|raid| raid.record.runs),
            raid_failures: raid.map(|raid| raid.record.failures).unwrap_or_default(),
            changes,
            failures: assurance.record.failures.clone(),
            systems: scenario.systems.iter().map(|system| system.name.clone()).collect(),
            architectures,
        };
        report.conclusion = conclusion::sentences(&report);
        report
    }

    /// Runs that count.
    pub fn runs(&self) -> u64 {
        self.provenance.extent.runs
    }

    /// The system whose fire units are asked about a system's corridors; `None` without any.
    fn against(&self, system: &str) -> Option<&str> {
        let is_of = |row: &&CorridorReach| row.system == system && row.architecture.is_none();
        self.rows.iter().find(is_of).map(|row| &*row.against)
    }

    /// Count of a system's corridors within reach.
    fn count(&self, system: &str, architecture: Option<&str>) -> ReachCount {
        let score = score(&self.scores, architecture, Some(system));
        score.map(|score| score.count).unwrap_or_default()
    }

    /// The rows of a system's corridors under an architecture, or with perfect knowledge.
    fn rows_of<'a>(
        &'a self,
        system: &'a str,
        architecture: Option<&'a str>,
    ) -> impl Iterator<Item = &'a CorridorReach> {
        let is_of = move |row: &&CorridorReach| {
            row.system == system && row.architecture.as_deref() == architecture
        };
        self.rows.iter().filter(is_of)
    }
}

/// The score of a system, or of both together, under an architecture, or with perfect knowledge.
fn score<'a>(
    scores: &'a [ReachScore],
    architecture: Option<&str>,
    system: Option<&str>,
) -> Option<&'a ReachScore> {
    scores.iter().find(|score| {
        score.architecture.as_deref() == architecture && score.system.as_deref() == system
    })
}
