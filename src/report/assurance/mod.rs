//! Assurance told: which corridors of either side the other side's fire units could reach.
//!
//! An [`AssuranceReport`] has the figures of [`crate::reach::corridor`] and says them in
//! sentences; `page` sets it for people, [`csv()`] writes it unrounded.

mod conclusion;
mod csv;
mod page;

pub use self::csv::csv;
pub use self::page::page;

use crate::account::provenance::{ManyRuns, Provenance};
use crate::monte_carlo::runner::Failure;
use crate::monte_carlo::selection::RunSelection;
use crate::reach::assurance::{Assurance, CorridorLabel};
use crate::reach::corridor::{self, CorridorReach, ReachCount, UnitMargin};
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
    "Margin in distance: how much farther from the flight the fire unit could stand and still \
     meet it; below zero, how much nearer it would have to stand.",
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
    /// Runs that failed.
    pub failures: Vec<Failure<CorridorLabel>>,
    /// Names of the systems.
    #[serde(skip)]
    pub systems: Vec<String>,
    /// Names of the architectures.
    #[serde(skip)]
    pub architectures: Vec<String>,
}

impl AssuranceReport {
    /// The answer to a question.
    pub fn of(question: &RunSelection, assurance: &Assurance) -> Self {
        let scenario = question.scenario;
        let architectures = question.names();
        let extent = ManyRuns {
            runs: assurance.record.runs,
            runs_requested: question.count(),
            interrupted: Some(assurance.record.is_interrupted()),
        };
        let mut report = Self {
            provenance: Provenance::new(scenario, question.seed, extent),
            assumptions: ASSUMPTIONS,
            conclusion: Vec::new(),
            rows: corridor::corridors(scenario, &architectures, assurance),
            units: corridor::units(scenario, assurance),
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
        ReachCount::of(self.rows_of(system, architecture))
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
