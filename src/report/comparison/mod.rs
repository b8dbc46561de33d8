//! A comparison of architectures as a page, CSV and JSON.
//!
//! [`Comparison`] is what every form needs; `conclusion` says what it shows; `benefit`,
//! `costs`, `explanation`, `outages` and `section` are parts of the page.

mod benefit;
mod conclusion;
mod costs;
mod csv;
mod explanation;
mod headline;
mod json;
mod outages;
mod page;
mod section;

pub use self::csv::{csv, explanations_csv};
pub use self::json::json;
pub use self::page::{PageExtent, page};
pub use self::section::PageSection;

use crate::account::provenance::{ManyRuns, Provenance};
use crate::experiment::{ExpectationVerdict, two_sided};
use crate::monte_carlo::campaign::Campaign;
use crate::monte_carlo::estimate::{
    ArchitectureEstimate, Difference, MeanEstimate, RUNS_MIN, Tally,
};
use crate::monte_carlo::explanation::Explanation;
use crate::monte_carlo::runner::{ArchitectureLabel, Failure};
use crate::monte_carlo::selection::RunSelection;
use crate::outcome::figure::Figure;
use crate::outcome::metric::Metric;
use crate::report::precision::PrecisionRow;
use crate::scenario::caution;
use crate::scenario::caution::Caution;
use crate::scenario::identity::SystemId;
use crate::scenario::schema::Expectation;

/// A campaign's result.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Scenario, runs and program; a run counts if it ended well under every architecture.
    pub provenance: Provenance<ManyRuns>,
    /// Description of the scenario.
    pub description: String,
    /// Names of the systems, in their order.
    pub systems: Vec<String>,
    /// The figures, in the order of the estimates.
    pub figures: Vec<Figure>,
    /// Each architecture's estimates.
    pub architectures: Vec<ArchitectureEstimate>,
    /// Place of the architecture that the others are held against.
    pub reference: usize,
    /// Paired differences: each other architecture minus the reference, else the later minus the
    /// earlier.
    pub differences: Vec<Difference>,
    /// Explanation of each pair of architectures, if asked for.
    pub explanations: Option<Vec<Explanation>>,
    /// Names of the threats, by number.
    pub threats: Vec<String>,
    /// Runs that failed.
    pub failures: Vec<Failure<ArchitectureLabel>>,
    /// Responses by which the runs ended, as they are known.
    pub precision: Vec<PrecisionRow>,
    /// Verdicts on the expectations.
    pub verdicts: Vec<ExpectationVerdict>,
    /// Settings that decided silently.
    pub cautions: Vec<Caution>,
    /// The same of the runs that have an outage, and of those that do not.
    pub given: Vec<ConditionalComparison>,
}

/// A comparison of the runs that have an outage, or of those that do not: estimates and differences
/// alone.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalComparison {
    /// Name of the outage.
    pub outage: String,
    /// Whether these are the runs that have it.
    pub happens: bool,
    /// Comparison over these runs.
    pub comparison: Comparison,
}

/// Settings that decided silently, and architectures whose messages came too late.
fn cautions(selection: &RunSelection, tally: &Tally) -> Vec<Caution> {
    let places = selection.architectures.iter();
    let played = places.map(|place| &selection.scenario.architectures[*place]);
    let place = |metric: Metric| {
        let is_it = |figure: &Figure| (figure.metric, figure.party) == (metric, None);
        tally.figures.iter().position(is_it)
    };
    let places = place(Metric::MessagesLate).zip(place(Metric::MessagesSent));
    let architectures = tally.architectures();
    let late = architectures.iter().filter_map(|architecture| {
        let (late, sent) = places?;
        let messages = [late, sent].map(|place| architecture.estimates[place].mean);
        caution::came_late(&architecture.name, messages)
    });
    caution::cautions(selection.scenario, played).into_iter().chain(late).collect()
}

/// Verdicts on the scenario's expectations that these architectures decide.
fn verdicts(selection: &RunSelection, tally: &Tally) -> Vec<ExpectationVerdict> {
    let names = selection.names();
    let verdict = |expectation: &Expectation| {
        let place = |name: &String| names.iter().position(|known| known == name);
        let figure = tally.figures.iter().position(|one| one.name == expectation.metric)?;
        let (of, confidence) =
            (place(&expectation.architecture)?, two_sided(expectation.confidence));
        let estimate = match &expectation.minus {
            None => tally.estimate(of, figure, confidence),
            Some(minus) => {
                let minus = place(minus).filter(|minus| *minus != of)?;
                tally.difference([of, minus], figure, confidence)
            }
        };
        Some(ExpectationVerdict::of(expectation, None, Some(estimate), tally.record.runs))
    };
    selection.scenario.expect.iter().filter_map(verdict).collect()
}

/// A run to play again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplayRequest<'a> {
    /// Its number.
    pub run: u64,
    /// The architecture.
    pub architecture: &'a str,
    /// The threat to look at; `None`: all.
    pub threat: Option<&'a str>,
}

impl Comparison {
    /// The result of a campaign, or of what there is of it, with the place of the architecture that
    /// the others are held against.
    pub fn of(campaign: &Campaign, tally: &Tally, reference: usize) -> Self {
        let selection = &campaign.selection;
        let scenario = selection.scenario;
        let extent = ManyRuns {
            runs: tally.record.runs,
            runs_requested: selection.count(),
            interrupted: tally.record.is_interrupted().then_some(true),
        };
        let whole = Self {
            provenance: Provenance::new(scenario, selection.seed, extent),
            description: scenario.description.clone(),
            systems: scenario.systems.iter().map(|s| s.name.clone()).collect(),
            figures: tally.figures.clone(),
            architectures: tally.architectures(),
            reference,
            differences: tally.differences(reference),
            explanations: tally.explanations(),
            threats: scenario.threats.iter().map(|t| t.name.clone()).collect(),
            failures: tally.record.failures.clone(),
            precision: Vec::new(),
            verdicts: verdicts(selection, tally),
            cautions: cautions(selection, tally),
            given: Vec::new(),
        };
        let given = tally.given().iter().map(|part| ConditionalComparison {
            outage: part.outage.name.clone(),
            happens: part.happens,
            comparison: whole.of_part(&part.tally),
        });
        Self { given: given.collect(), ..whole }
    }

    /// Estimates and differences over a part of the runs.
    fn of_part(&self, tally: &Tally) -> Self {
        let mut provenance = self.provenance.clone();
        provenance.extent.runs = tally.record.runs;
        Self {
            provenance,
            description: String::new(),
            systems: self.systems.clone(),
            figures: self.figures.clone(),
            architectures: tally.architectures(),
            reference: self.reference,
            differences: tally.differences(self.reference),
            explanations: None,
            threats: Vec::new(),
            failures: Vec::new(),
            precision: Vec::new(),
            verdicts: Vec::new(),
            cautions: Vec::new(),
            given: Vec::new(),
        }
    }

    /// Runs that count.
    pub fn runs(&self) -> u64 {
        self.provenance.extent.runs
    }

    /// Whether there are runs enough for intervals, and so for anything to be shown.
    pub fn has_intervals(&self) -> bool {
        self.runs() >= RUNS_MIN
    }

    /// Whether the campaign was ended before its last run.
    pub fn is_interrupted(&self) -> bool {
        self.provenance.extent.interrupted.is_some()
    }

    /// Both systems together, then each; of one system itself alone.
    pub fn parties(&self) -> impl Iterator<Item = Option<SystemId>> + use<> {
        let systems = (0..self.systems.len()).map(|index| Some(SystemId(index as u16)));
        let both = (self.systems.len() > 1).then_some(None);
        both.into_iter().chain(systems)
    }

    /// Name of a party.
    pub fn party_name(&self, party: Option<SystemId>) -> &str {
        party.map_or("both systems", |system| &self.systems[system.index()])
    }

    /// Place of a figure among the estimates.
    pub fn place(&self, metric: Metric, party: Option<SystemId>) -> Option<usize> {
        self.figures.iter().position(|figure| figure.metric == metric && figure.party == party)
    }

    /// Title of a table of figures: with their intervals, but of one run.
    fn title(&self, figure: &str) -> String {
        if self.has_intervals() { format!("{figure} [95 %]") } else { figure.into() }
    }

    /// The pairs of architectures, each with its differences in the order of the figures.
    pub fn pairs(&self) -> impl Iterator<Item = &[Difference]> {
        self.differences.chunks(self.figures.len().max(1))
    }

    /// Name of the architecture that the others are held against.
    fn reference_name(&self) -> Option<&str> {
        self.architectures.get(self.reference).map(|reference| reference.name.as_str())
    }

    /// The pairs of the reference with each other one.
    fn against_reference(&self) -> impl Iterator<Item = &[Difference]> {
        let reference = self.reference_name();
        self.pairs().filter(move |pair| Some(pair[0].minus.as_str()) == reference)
    }

    /// The estimate of one figure for one architecture.
    fn estimated(
        &self,
        architecture: &ArchitectureEstimate,
        metric: Metric,
        party: Option<SystemId>,
    ) -> Option<MeanEstimate> {
        Some(architecture.estimates[self.place(metric, party)?])
    }
}

#[cfg(test)]
mod example {
    //! A result as a literal: two architectures, one system, two metrics.

    use super::*;
    use crate::account::provenance::VERSION;
    use crate::monte_carlo::explanation::{Example, Reason};
    use crate::monte_carlo::statistics::Interval;
    use crate::outcome::why::Mechanism;
    use crate::scenario::identity::ThreatId;

    pub(crate) fn estimated(mean: f64, low: f64, high: f64) -> MeanEstimate {
        MeanEstimate { mean, interval: Interval { low, high } }
    }

    pub(crate) fn comparison() -> Comparison {
        let figure = |metric: Metric, party: Option<u16>| Figure {
            metric,
            party: party.map(SystemId),
            name: format!("{}{}", metric.name(), party.map_or("", |_| ".west")),
            range: metric.kind().range(),
        };
        let difference = |figure, estimated| Difference {
            figure,
            architecture: "together".into(),
            minus: "apart".into(),
            estimated,
            is_same: false,
            deviation: 0.0,
            p_value: Some(1e-6),
            correlation: Some(0.5),
            variance_reduction: None,
        };
        let architecture =
            |name: &str, estimates| ArchitectureEstimate { name: name.into(), estimates };
        Comparison {
            provenance: Provenance {
                scenario: "example".into(),
                seed: Some(7),
                extent: ManyRuns { runs: 200, runs_requested: 200, interrupted: None },
                lisbon: VERSION,
                digest: "00000000000000ab".into(),
                set: Vec::new(),
            },
            description: "A case.".into(),
            systems: vec!["west".into()],
            figures: vec![
                figure(Metric::Leakage, None),
                figure(Metric::WarningTime, None),
                figure(Metric::Leakage, Some(0)),
                figure(Metric::WarningTime, Some(0)),
            ],
            architectures: vec![
                architecture("apart", vec![estimated(0.5, 0.4, 0.6); 4]),
                architecture("together", vec![estimated(0.25, 0.2, 0.3); 4]),
            ],
            differences: vec![
                difference(0, estimated(-0.25, -0.3, -0.2)),
                difference(1, estimated(-1.0, f64::NEG_INFINITY, f64::INFINITY)),
                difference(2, estimated(-0.25, -0.6, 0.1)),
                difference(3, estimated(8.0, 7.0, 9.0)),
            ],
            reference: 0,
            explanations: None,
            threats: vec!["raid-1".into(), "raid-2".into()],
            failures: Vec::new(),
            precision: Vec::new(),
            verdicts: Vec::new(),
            cautions: Vec::new(),
            given: Vec::new(),
        }
    }

    /// The same with a third architecture, that is as the first.
    pub(crate) fn three() -> Comparison {
        let mut result = comparison();
        let mut third = result.architectures[0].clone();
        third.name = "astray".into();
        result.architectures.push(third);
        let pair = result.differences.clone();
        for (architecture, minus) in [("astray", "apart"), ("astray", "together")] {
            result.differences.extend(pair.iter().map(|difference| Difference {
                architecture: architecture.into(),
                minus: minus.into(),
                ..difference.clone()
            }));
        }
        result
    }

    /// The same explained: of 9 runs that differ, 7 by a cue for the second architecture, 3 by a
    /// seam for the first, one of them both.
    pub(crate) fn explained() -> Comparison {
        let example = |run, threat| {
            let threat = ThreatId(threat);
            Some(Example { run, threat })
        };
        let reason =
            |mechanism, runs, threats, examples| Reason { mechanism, runs, threats, examples };
        let pair = Explanation {
            a: "apart".into(),
            b: "together".into(),
            runs: 9,
            better: [3, 7],
            threats: [3, 8],
            sparing: [1, 12],
            reasons: vec![
                reason(Mechanism::Cue, [0, 7], [0, 8], [None, example(2, 1)]),
                reason(Mechanism::SeamLeaker, [3, 0], [3, 0], [example(4, 0), None]),
            ],
        };
        Comparison { explanations: Some(vec![pair]), ..comparison() }
    }
}
