//! What a campaign found, as every form of its report needs it.

use crate::monte_carlo::estimate::ArchitectureEstimate;
use crate::monte_carlo::estimate::Difference;
use crate::monte_carlo::estimate::Estimated;
use crate::monte_carlo::estimate::Figure;
use crate::monte_carlo::estimate::Tally;
use crate::monte_carlo::explanation::Explanation;
use crate::monte_carlo::runner::Campaign;
use crate::monte_carlo::runner::Failure;
use crate::outcome::metric::Metric;
use crate::scenario::identity::SystemId;

/// A campaign's result.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Name of the scenario.
    pub scenario: String,
    /// What it is about.
    pub description: String,
    /// Digest of the texts it was read from.
    pub digest: u64,
    /// Master seed.
    pub seed: u64,
    /// Runs that count: those that ended well under every architecture.
    pub runs: u64,
    /// Runs that were asked for.
    pub runs_requested: u64,
    /// Names of the systems, in their order.
    pub systems: Vec<String>,
    /// The figures, in the order of the estimates.
    pub figures: Vec<Figure>,
    /// Each architecture's estimates.
    pub architectures: Vec<ArchitectureEstimate>,
    /// Paired differences.
    pub differences: Vec<Difference>,
    /// Why each pair of architectures differs, if that was asked.
    pub explanations: Option<Vec<Explanation>>,
    /// Names of the threats, by number.
    pub threats: Vec<String>,
    /// Runs that failed.
    pub failures: Vec<Failure>,
}

impl Comparison {
    /// The result of a campaign, or of what there is of it.
    pub fn of(campaign: &Campaign, tally: &Tally) -> Self {
        let scenario = campaign.scenario;
        Self {
            scenario: scenario.name.clone(),
            description: scenario.description.clone(),
            digest: scenario.digest,
            seed: campaign.seed,
            runs: tally.runs,
            runs_requested: campaign.runs.end - campaign.runs.start,
            systems: scenario.systems.iter().map(|s| s.name.clone()).collect(),
            figures: tally.figures.clone(),
            architectures: tally.architectures(),
            differences: tally.differences(),
            explanations: tally.explanations(),
            threats: scenario.threats.iter().map(|t| t.name.clone()).collect(),
            failures: tally.failures.clone(),
        }
    }

    /// Runs that are over, well or not.
    pub fn finished(&self) -> u64 {
        let mut failed: Vec<u64> = self.failures.iter().map(|failure| failure.run).collect();
        failed.sort_unstable();
        failed.dedup();
        self.runs + failed.len() as u64
    }

    /// Whether the campaign was ended before its last run.
    pub fn is_interrupted(&self) -> bool {
        self.finished() < self.runs_requested
    }

    /// The digest as every report writes it.
    pub fn digest(&self) -> String {
        format!("{:016x}", self.digest)
    }

    /// Both systems together, then each.
    pub fn parties(&self) -> impl Iterator<Item = Option<SystemId>> + use<> {
        let systems = (0..self.systems.len()).map(|index| Some(SystemId(index as u16)));
        std::iter::once(None).chain(systems)
    }

    /// Name of a party.
    pub fn party_name(&self, party: Option<SystemId>) -> &str {
        party.map_or("both systems", |system| &self.systems[system.index()])
    }

    /// Place of a figure among the estimates.
    pub fn place(&self, metric: Metric, party: Option<SystemId>) -> Option<usize> {
        self.figures
            .iter()
            .position(|figure| figure.metric == metric && figure.party == party)
    }

    /// The pairs of architectures, each with its differences in the order of the figures.
    pub fn pairs(&self) -> impl Iterator<Item = &[Difference]> {
        self.differences.chunks(self.figures.len().max(1))
    }

    /// The pairs of the first architecture, the user's point of reference, with each other one.
    pub(super) fn against_first(&self) -> impl Iterator<Item = &[Difference]> {
        let first = self.architectures.first().map(|first| &first.name);
        self.pairs().filter(move |pair| Some(&pair[0].a) == first)
    }

    /// The estimate of one figure for one architecture.
    pub(super) fn estimated(
        &self,
        architecture: &ArchitectureEstimate,
        metric: Metric,
        party: Option<SystemId>,
    ) -> Option<Estimated> {
        Some(architecture.estimates[self.place(metric, party)?])
    }
}

#[cfg(test)]
pub(super) mod example {
    //! A result as a literal: two architectures, one system, two metrics.

    use super::*;
    use crate::monte_carlo::explanation::Example;
    use crate::monte_carlo::explanation::Reason;
    use crate::monte_carlo::statistics::Interval;
    use crate::outcome::cause::Mechanism;
    use crate::scenario::identity::ThreatId;

    pub(crate) fn estimated(mean: f64, low: f64, high: f64) -> Estimated {
        Estimated {
            mean,
            interval: Interval { low, high },
        }
    }

    pub(crate) fn comparison() -> Comparison {
        let figure = |metric: Metric, party: Option<u16>| Figure {
            metric,
            party: party.map(SystemId),
            name: format!("{}{}", metric.name(), party.map_or("", |_| ".west")),
        };
        let difference = |figure, estimated| Difference {
            figure,
            a: "apart".into(),
            b: "together".into(),
            estimated,
            correlation: Some(0.5),
            variance_reduction: None,
        };
        let architecture = |name: &str, estimates| ArchitectureEstimate {
            name: name.into(),
            estimates,
        };
        Comparison {
            scenario: "example".into(),
            description: "A case.".into(),
            digest: 0xab,
            seed: 7,
            runs: 200,
            runs_requested: 200,
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
                difference(0, estimated(0.25, 0.2, 0.3)),
                difference(1, estimated(1.0, f64::NEG_INFINITY, f64::INFINITY)),
                difference(2, estimated(0.25, -0.1, 0.6)),
                difference(3, estimated(-8.0, -9.0, -7.0)),
            ],
            explanations: None,
            threats: vec!["raid-1".into(), "raid-2".into()],
            failures: Vec::new(),
        }
    }

    /// The same explained: of 9 runs that differ, 7 by a cue for the second architecture, 3 by a
    /// seam for the first, one of them both.
    pub(crate) fn explained() -> Comparison {
        let example = |run, threat| {
            let threat = ThreatId(threat);
            Some(Example { run, threat })
        };
        let reason = |mechanism, runs, threats, examples| Reason {
            mechanism,
            runs,
            threats,
            examples,
        };
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
        Comparison {
            explanations: Some(vec![pair]),
            ..comparison()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::example::comparison;
    use super::*;

    #[test]
    fn a_run_that_failed_twice_is_one_run_that_is_over() {
        let mut result = comparison();
        result.runs = 198;
        let failure = |run| Failure {
            run,
            architecture: "apart".into(),
            reason: "why".into(),
        };
        result.failures = vec![failure(3), failure(3)];
        assert_eq!(result.finished(), 199);
        assert!(result.is_interrupted());
        result.failures.push(failure(4));
        assert!(!result.is_interrupted());
    }
}
