//! From outcomes to estimates: means with intervals, and paired differences with theirs.
//!
//! Binary metrics get Wilson's interval and Newcombe's paired score interval; shares Student's,
//! clipped to what a share can be, and never a point; amounts Student's (sources with each in
//! `statistics`). The counts are kept per metric and party; memory does not grow with the runs.

use super::explanation::Explanation;
use super::runner::{ArchitectureLabel, CampaignRecord};
use super::selection::RunSelection;
use super::statistics::{
    Confidence, Interval, Moments, PairOutcome, PairedCounts, PairedMoments, Proportion,
    bounded_mean_interval, mean_interval, paired_t,
};
use crate::outcome::Outcome;
use crate::outcome::figure::{Figure, figures, threats_most};
use crate::outcome::metric::MetricKind;
use crate::outcome::why::kill_chain::KillChains;
use crate::random::RunSeed;
use crate::scenario::model::{Outage, Scenario};

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

impl MeanEstimate {
    /// The same, its interval inside the least and the greatest that a run can give.
    fn within(self, [least, most]: [f64; 2]) -> Self {
        if self.interval.is_unknown() {
            return self;
        }
        let Interval { low, high } = self.interval;
        // The running mean is off in its last bits.
        let (low, high) = (low.max(least.min(self.mean)), high.min(most.max(self.mean)));
        Self { interval: Interval { low, high }, ..self }
    }

    /// The same of the opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        let Interval { low, high } = self.interval;
        Self { mean: -self.mean, interval: Interval { low: -high, high: -low } }
    }
}

const LEVEL: Confidence = Confidence::NINETY_FIVE;

/// Fewer runs have no interval.
pub const RUNS_MIN: u64 = 2;

/// One architecture's figures, in the order of [`Tally::figures`].
#[derive(Debug, Clone, PartialEq)]
pub struct ArchitectureEstimate {
    /// Its name.
    pub name: String,
    /// The estimates.
    pub estimates: Vec<MeanEstimate>,
}

/// The paired difference of one figure: of one architecture, minus another.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Place of the figure in [`Tally::figures`].
    pub figure: usize,
    /// Name of the one.
    pub architecture: String,
    /// Name of the other.
    pub minus: String,
    /// Mean of the difference and its interval.
    pub estimated: MeanEstimate,
    /// Whether it was zero in every run.
    pub is_same: bool,
    /// Standard deviation of the difference in a run.
    pub deviation: f64,
    /// Two-sided probability of a difference so far from zero where there is none (paired t test);
    /// `None` below two runs.
    pub p_value: Option<f64>,
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
    paired: Vec<Vec<PairTally>>,
    /// Per pair of architectures; none if no run came with what led to its outcome.
    explained: Option<Vec<Explanation>>,
    /// Most threats that a run can have aimed at each party.
    threats_most: Vec<f64>,
    /// The same runs once more, parted by each outage that only some runs have.
    given: Vec<ConditionalTally>,
}

/// Counts of the runs that have an outage, or of those that do not: the same runs under every
/// architecture, for whether it happens is drawn before anything else does.
#[derive(Debug, Clone)]
pub struct ConditionalTally {
    /// The outage.
    pub outage: Outage,
    /// Whether these are the runs that have it.
    pub happens: bool,
    /// Counts of these runs.
    pub tally: Tally,
    seed: u64,
}

/// One figure twice with the same luck, as under two architectures.
#[derive(Debug, Clone, Default)]
pub(crate) struct PairTally {
    moments: PairedMoments,
    counts: PairedCounts,
}

impl Tally {
    /// Nothing counted yet, for the architectures of a selection.
    pub fn new(selection: &RunSelection) -> Self {
        let mut tally = Self::unconditional(selection);
        let outages = selection.scenario.outages.iter().filter(|outage| outage.is_drawn());
        let conditions = outages.flat_map(|outage| [true, false].map(|happens| (outage, happens)));
        tally.given.extend(conditions.map(|(outage, happens)| ConditionalTally {
            outage: outage.clone(),
            happens,
            tally: Self::unconditional(selection),
            seed: selection.seed,
        }));
        tally
    }

    fn unconditional(selection: &RunSelection) -> Self {
        let figures = figures(selection.scenario);
        let names = selection.names();
        let count = names.len();
        let pairs = count * count.saturating_sub(1) / 2;
        Self {
            record: CampaignRecord::default(),
            names,
            single: vec![vec![Moments::default(); figures.len()]; count],
            paired: vec![vec![PairTally::default(); figures.len()]; pairs],
            figures,
            threats_most: threats_most(selection.scenario),
            explained: None,
            given: Vec::new(),
        }
    }

    /// Of each outage that only some runs have, the runs that have it, and those that do not.
    pub fn given(&self) -> &[ConditionalTally] {
        &self.given
    }

    /// Takes in one run: its result under each architecture.
    pub fn push(&mut self, scenario: &Scenario, run: u64, results: Vec<RunResult>) {
        let count = results.len();
        let (outcomes, chains): (Vec<Outcome>, Vec<Option<KillChains>>) =
            results.into_iter().map(|result| (result.outcome, result.chains)).unzip();
        let values = |outcome: &Outcome| {
            let value = |figure: &Figure| outcome.get(figure.metric, figure.party);
            self.figures.iter().map(value).collect()
        };
        let values: Vec<Vec<f64>> = outcomes.iter().map(values).collect();
        let values: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
        let shares_aimed = outcomes.first().map(|it| it.shares_aimed(&self.threats_most));
        self.push_values(run, &values, &shares_aimed.unwrap_or_default());
        let chains: Vec<KillChains> = chains.into_iter().flatten().collect();
        if chains.len() == count {
            let names = &self.names;
            let explained = self.explained.get_or_insert_with(|| nothing_explained(names));
            explain(explained, scenario, run, &chains);
        }
    }

    /// Takes in one run: under each architecture the values of the figures, in their order; and
    /// [`Outcome::shares_aimed`], empty where all runs have the same threats.
    pub fn push_values(&mut self, run: u64, values: &[&[f64]], shares_aimed: &[f64]) {
        for ConditionalTally { outage, happens, tally, seed } in &mut self.given {
            if outage.happens(RunSeed { seed: *seed, run }) == *happens {
                tally.push_values(run, values, shares_aimed);
                tally.record.runs += 1;
            }
        }
        let weights: Vec<f64> =
            self.figures.iter().map(|figure| figure.weight(shares_aimed)).collect();
        for (values, moments) in values.iter().zip(&mut self.single) {
            for ((value, weight), moments) in values.iter().zip(&weights).zip(moments) {
                moments.push_weighted(*value, *weight);
            }
        }
        for ((a, b), pair) in pairs(self.names.len()).zip(&mut self.paired) {
            for (place, pair) in pair.iter_mut().enumerate() {
                pair.push_weighted([values[a][place], values[b][place]], weights[place]);
            }
        }
    }

    /// Takes in what runs explained, pair by pair.
    pub(crate) fn push_explanations(&mut self, explanations: &[Explanation]) {
        let names = &self.names;
        let explained = self.explained.get_or_insert_with(|| nothing_explained(names));
        for (all, more) in explained.iter_mut().zip(explanations) {
            all.add(more);
        }
    }

    /// Reasons why each pair of architectures differs, in their order; `None` if not asked for.
    pub fn explanations(&self) -> Option<Vec<Explanation>> {
        let explained = self.explained.as_ref()?;
        Some(explained.iter().map(Explanation::told).collect())
    }

    /// The estimate of a figure, by its place, under the architecture at a place of the selection.
    pub fn estimate(
        &self,
        architecture: usize,
        figure: usize,
        confidence: Confidence,
    ) -> MeanEstimate {
        self.of_moments(figure, &self.single[architecture][figure], confidence)
    }

    /// The same of the paired difference of two architectures, first minus second.
    ///
    /// # Panics
    /// If they are one and the same.
    pub fn difference(
        &self,
        [a, b]: [usize; 2],
        figure: usize,
        confidence: Confidence,
    ) -> MeanEstimate {
        let ordered = (a.min(b), a.max(b));
        let place = pairs(self.names.len()).position(|pair| pair == ordered);
        let pair = &self.paired[place.expect("a difference is of two architectures")][figure];
        let estimated = self.of_pair(figure, pair, confidence);
        if a < b { estimated } else { estimated.negated() }
    }

    /// Each architecture's estimates; none without runs.
    pub fn architectures(&self) -> Vec<ArchitectureEstimate> {
        let named = self.names.iter().zip(&self.single);
        named
            .map(|(name, moments)| ArchitectureEstimate {
                name: name.clone(),
                estimates: (moments.iter().enumerate())
                    .map(|(figure, moments)| self.of_moments(figure, moments, LEVEL))
                    .collect(),
            })
            .collect()
    }

    fn of_moments(&self, figure: usize, moments: &Moments, confidence: Confidence) -> MeanEstimate {
        let Figure { metric, range, .. } = &self.figures[figure];
        estimated(metric.kind(), moments, confidence).within(*range)
    }

    fn of_pair(&self, figure: usize, pair: &PairTally, confidence: Confidence) -> MeanEstimate {
        let Figure { metric, range: [least, most], .. } = &self.figures[figure];
        pair.estimated(metric.kind(), confidence).within([least - most, most - least])
    }

    /// The difference of each figure between each pair of architectures, in their order: the later
    /// minus the earlier, but each other one minus the reference.
    pub fn differences(&self, reference: usize) -> Vec<Difference> {
        let mut all = Vec::new();
        for ((a, b), pair) in pairs(self.names.len()).zip(&self.paired) {
            let (architecture, minus) = if b == reference { (a, b) } else { (b, a) };
            for (figure, pair) in pair.iter().enumerate() {
                let estimated = self.of_pair(figure, pair, LEVEL);
                let moments = pair.moments.difference();
                all.push(Difference {
                    figure,
                    architecture: self.names[architecture].clone(),
                    minus: self.names[minus].clone(),
                    estimated: if architecture == a { estimated } else { estimated.negated() },
                    is_same: pair.is_same(),
                    deviation: moments.variance().map_or(0.0, f64::sqrt),
                    p_value: paired_t(&pair.moments, LEVEL).map(|test| test.p_value),
                    correlation: pair.moments.correlation(),
                    variance_reduction: pair.moments.variance_reduction(),
                });
            }
        }
        all
    }
}

/// Nothing explained yet, of each pair of architectures.
pub(crate) fn nothing_explained(names: &[String]) -> Vec<Explanation> {
    pairs(names.len()).map(|(a, b)| Explanation::new(&names[a], &names[b])).collect()
}

/// Adds a run to the explanations of the pairs, by the kill chains under each architecture.
pub(crate) fn explain(
    explained: &mut [Explanation],
    scenario: &Scenario,
    run: u64,
    chains: &[KillChains],
) {
    for ((a, b), explanation) in pairs(chains.len()).zip(explained) {
        explanation.count(scenario, run, [&chains[a], &chains[b]]);
    }
}

/// The pairs of `count` things, in order.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

/// The estimate of a measure from its values.
pub(crate) fn estimated(
    kind: MetricKind,
    moments: &Moments,
    confidence: Confidence,
) -> MeanEstimate {
    let mut mean = moments.mean().unwrap_or(0.0);
    let interval = match kind {
        _ if moments.count() < RUNS_MIN => Interval::UNKNOWN,
        MetricKind::Binary => {
            let trials = moments.count();
            let successes = (mean * trials as f64).round() as u64;
            let proportion = Proportion { successes, trials };
            // The running mean is off in its last bits; the share is exact.
            mean = proportion.share().unwrap_or(0.0);
            proportion.wilson(confidence)
        }
        MetricKind::Share => bounded_mean_interval(moments, Interval::UNIT, confidence),
        _ => mean_interval(moments, confidence).unwrap_or(Interval::UNKNOWN),
    };
    MeanEstimate { mean, interval }.within(kind.range())
}

impl PairTally {
    /// Takes in a pair of values that met the same luck.
    pub(crate) fn push(&mut self, a: f64, b: f64) {
        self.push_weighted([a, b], 1.0);
    }

    /// The same with the weight of the run.
    fn push_weighted(&mut self, [a, b]: [f64; 2], weight: f64) {
        self.moments.push_weighted([a, b], weight);
        self.counts.push(match (a > 0.5, b > 0.5) {
            (true, true) => PairOutcome::Both,
            (true, false) => PairOutcome::OnlyA,
            (false, true) => PairOutcome::OnlyB,
            (false, false) => PairOutcome::Neither,
        });
    }

    /// Whether every run gave the same twice.
    fn is_same(&self) -> bool {
        let moments = self.moments.difference();
        let is_nothing = |value: Option<f64>| value.is_none_or(|value| value.abs() <= 0.0);
        moments.count() > 0 && is_nothing(moments.mean()) && is_nothing(moments.variance())
    }

    /// The estimate of the difference, first minus second.
    pub(crate) fn estimated(&self, kind: MetricKind, confidence: Confidence) -> MeanEstimate {
        let moments = self.moments.difference();
        let interval = match kind {
            _ if moments.count() < RUNS_MIN => Interval::UNKNOWN,
            MetricKind::Binary => self.counts.newcombe(confidence),
            MetricKind::Share => bounded_mean_interval(moments, Interval::SIGNED_UNIT, confidence),
            _ => mean_interval(moments, confidence).unwrap_or(Interval::UNKNOWN),
        };
        MeanEstimate { mean: moments.mean().unwrap_or(0.0), interval }
    }
}
