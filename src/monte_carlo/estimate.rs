//! From outcomes to estimates: means with intervals, and paired differences with theirs.
//!
//! Binary metrics get Wilson's interval and Newcombe's paired score interval; shares Student's,
//! clipped to what a share can be, and never a point; amounts Student's (sources with each in
//! `statistics`). The counts are kept per metric and party; memory does not grow with the runs.

use super::explanation::Explanation;
use super::runner::{ArchitectureLabel, CampaignRecord};
use super::statistics::{
    Confidence, Interval, Moments, PairOutcome, PairedCounts, PairedMoments, Proportion,
    bounded_mean_interval, mean_interval,
};
use crate::outcome::Outcome;
use crate::outcome::figure::{Figure, figures};
use crate::outcome::metric::MetricKind;
use crate::outcome::why::kill_chain::KillChains;
use crate::scenario::model::Scenario;

/// One run under one architecture, as a campaign takes it in.
#[derive(Debug, Clone, PartialEq)]
pub struct RunResult {
    /// Values of its metrics.
    pub outcome: Outcome,
    /// Kill chain of each threat, where that is asked for.
    pub chains: Option<KillChains>,
}

impl From<Outcome> for RunResult {
    fn from(outcome: Outcome) -> Self {
        let chains = None;
        Self { outcome, chains }
    }
}

/// An estimate with its interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanEstimate {
    /// Sample mean.
    pub mean: f64,
    /// Interval; infinite where the runs say nothing.
    pub interval: Interval,
}

/// One architecture's figures, in the order of [`Tally::figures`].
#[derive(Debug, Clone, PartialEq)]
pub struct ArchitectureEstimate {
    /// Its name.
    pub name: String,
    /// The estimates.
    pub estimates: Vec<MeanEstimate>,
}

/// The paired difference a − b of one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Place of the figure in [`Tally::figures`].
    pub figure: usize,
    /// Name of the first architecture.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// Mean of a − b and its interval.
    pub estimated: MeanEstimate,
    /// Correlation of the pairs; `None` where one of them never varies.
    pub correlation: Option<f64>,
    /// Factor by which more unpaired runs the same precision would take; `None` likewise.
    pub variance_reduction: Option<f64>,
}

/// Counts of a campaign.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The figures.
    pub figures: Vec<Figure>,
    /// Runs that count, and those that failed.
    pub record: CampaignRecord<ArchitectureLabel>,
    names: Vec<String>,
    /// Per architecture and figure.
    single: Vec<Vec<Moments>>,
    /// Per pair of architectures and figure.
    paired: Vec<Vec<Pair>>,
    /// Per pair of architectures; none if no run came with what led to its outcome.
    explained: Option<Vec<Explanation>>,
}

/// One figure under two architectures.
#[derive(Debug, Clone, Default)]
struct Pair {
    moments: PairedMoments,
    counts: PairedCounts,
}

impl Tally {
    /// Nothing counted yet, for these architectures of a scenario.
    pub fn new(scenario: &Scenario, architectures: &[usize]) -> Self {
        let figures = figures(scenario);
        let count = architectures.len();
        let pairs = count * count.saturating_sub(1) / 2;
        Self {
            record: CampaignRecord::default(),
            names: architectures
                .iter()
                .map(|index| scenario.architectures[*index].name.clone())
                .collect(),
            single: vec![vec![Moments::default(); figures.len()]; count],
            paired: vec![vec![Pair::default(); figures.len()]; pairs],
            figures,
            explained: None,
        }
    }

    /// Takes in one run: its result under each architecture.
    pub fn push(&mut self, scenario: &Scenario, run: u64, results: Vec<RunResult>) {
        let count = results.len();
        let (outcomes, chains): (Vec<Outcome>, Vec<Option<KillChains>>) =
            results.into_iter().map(|result| (result.outcome, result.chains)).unzip();
        self.count(&outcomes);
        let chains: Vec<KillChains> = chains.into_iter().flatten().collect();
        if chains.len() == count {
            self.explain(scenario, run, &chains);
        }
    }

    fn explain(&mut self, scenario: &Scenario, run: u64, chains: &[KillChains]) {
        let names = &self.names;
        let new = || {
            let pairs = pairs(names.len());
            let new = pairs.map(|(a, b)| Explanation::new(&names[a], &names[b]));
            new.collect()
        };
        let explained = self.explained.get_or_insert_with(new);
        for ((a, b), explanation) in pairs(names.len()).zip(explained) {
            explanation.count(scenario, run, [&chains[a], &chains[b]]);
        }
    }

    /// Reasons why each pair of architectures differs, in their order; `None` if not asked for.
    pub fn explanations(&self) -> Option<Vec<Explanation>> {
        let explained = self.explained.as_ref()?;
        Some(explained.iter().map(Explanation::told).collect())
    }

    fn count(&mut self, outcomes: &[Outcome]) {
        for (place, figure) in self.figures.iter().enumerate() {
            let values = |index: usize| outcomes[index].get(figure.metric, figure.party);
            for (index, moments) in self.single.iter_mut().enumerate() {
                moments[place].push(values(index));
            }
            for ((a, b), pair) in pairs(self.names.len()).zip(&mut self.paired) {
                pair[place].push(values(a), values(b));
            }
        }
    }

    /// Each architecture's estimates; none without runs.
    pub fn architectures(&self) -> Vec<ArchitectureEstimate> {
        let named = self.names.iter().zip(&self.single);
        named
            .map(|(name, moments)| ArchitectureEstimate {
                name: name.clone(),
                estimates: self
                    .figures
                    .iter()
                    .zip(moments)
                    .map(|(figure, moments)| estimated(figure.metric.kind(), moments))
                    .collect(),
            })
            .collect()
    }

    /// The difference of each figure between each pair of architectures, in their order.
    pub fn differences(&self) -> Vec<Difference> {
        let mut all = Vec::new();
        for ((a, b), pair) in pairs(self.names.len()).zip(&self.paired) {
            for (figure, pair) in pair.iter().enumerate() {
                all.push(Difference {
                    figure,
                    a: self.names[a].clone(),
                    b: self.names[b].clone(),
                    estimated: pair.estimated(self.figures[figure].metric.kind()),
                    correlation: pair.moments.correlation(),
                    variance_reduction: pair.moments.variance_reduction(),
                });
            }
        }
        all
    }
}

/// The pairs of `count` things, in order.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

const LEVEL: Confidence = Confidence::NINETY_FIVE;

const UNKNOWN: Interval = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY };

fn estimated(kind: MetricKind, moments: &Moments) -> MeanEstimate {
    let mut mean = moments.mean().unwrap_or(0.0);
    let interval = match kind {
        MetricKind::Binary => {
            let trials = moments.count();
            let successes = (mean * trials as f64).round() as u64;
            let proportion = Proportion { successes, trials };
            // The running mean is off in its last bits; the share is exact.
            mean = proportion.share().unwrap_or(0.0);
            proportion.wilson(LEVEL)
        }
        MetricKind::Share => bounded_mean_interval(moments, Interval::UNIT, LEVEL),
        MetricKind::Amount => mean_interval(moments, LEVEL).unwrap_or(UNKNOWN),
    };
    MeanEstimate { mean, interval }
}

impl Pair {
    fn push(&mut self, a: f64, b: f64) {
        self.moments.push(a, b);
        self.counts.push(match (a > 0.5, b > 0.5) {
            (true, true) => PairOutcome::Both,
            (true, false) => PairOutcome::OnlyA,
            (false, true) => PairOutcome::OnlyB,
            (false, false) => PairOutcome::Neither,
        });
    }

    fn estimated(&self, kind: MetricKind) -> MeanEstimate {
        let moments = self.moments.difference();
        let interval = match kind {
            MetricKind::Binary => self.counts.newcombe(LEVEL),
            MetricKind::Share => bounded_mean_interval(moments, Interval::SIGNED_UNIT, LEVEL),
            MetricKind::Amount => mean_interval(moments, LEVEL).unwrap_or(UNKNOWN),
        };
        MeanEstimate { mean: moments.mean().unwrap_or(0.0), interval }
    }
}
