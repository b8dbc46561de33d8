//! A baseline: which measures moved against results that are stored.
//!
//! Where both were played with the same seed on the same scenario, run meets run, and the
//! difference of each pair is judged; otherwise the two means, as if apart (normal law, the
//! standard errors that their intervals of 95 % tell). Of so many measures some would seem to move
//! by luck alone, so that all of them together err with 5 % at most (Bonferroni). What is within
//! the tolerance for sure holds, what is surely outside it moved; the rest is not shown to have.

use super::manifest::{FactorValue, Manifest};
use super::response::{ResponseKey, Responses, metric_of};
use super::verdict::{ExpectationVerdict, figure, figure_name, two_sided};
use crate::monte_carlo::estimate::{MeanEstimate, PairTally, estimated};
use crate::monte_carlo::statistics::{Confidence, Interval};
use crate::numerics::Distribution;
use crate::scenario::schema::{Expectation, UndecidedRule};
use std::collections::BTreeMap;

/// Probability of any false alarm.
const ERROR: f64 = 0.05;

/// Tolerances by measure; what is not named has none.
pub type Tolerances = BTreeMap<String, f64>;

/// Values of a design's factors, by their names; none of a comparison's.
pub type FactorValues = BTreeMap<String, FactorValue>;

/// A mean that a summary has kept.
#[derive(Debug, Clone)]
pub struct StoredEstimate {
    /// The design that it is of.
    pub factors: FactorValues,
    /// Its architecture.
    pub architecture: String,
    /// Its figure: a measure, or that of a system.
    pub figure: String,
    /// Mean and interval of 95 %.
    pub estimate: MeanEstimate,
}

/// Results now.
#[derive(Debug, Clone, Copy)]
pub struct ResultsNow<'a> {
    /// Their experiment.
    pub manifest: &'a Manifest,
    /// Their runs.
    pub responses: &'a Responses,
    /// Places of the figures that are compared.
    pub figures: &'a [usize],
    /// Tolerances.
    pub tolerances: &'a Tolerances,
}

/// One-sided confidence of each of so many verdicts, so that all together err rarely.
fn confidence_of(count: usize) -> f64 {
    1.0 - 0.5 * ERROR / count.max(1) as f64
}

impl ResultsNow<'_> {
    fn verdict(
        &self,
        (design, key): (usize, ResponseKey),
        then: &str,
        estimate: MeanEstimate,
        (confidence, runs): (f64, u64),
    ) -> ExpectationVerdict {
        let name = figure_name(key.figure, self.manifest);
        let metric = name.split('.').next().unwrap_or_default();
        let tolerance = self.tolerances.get(&name).or_else(|| self.tolerances.get(metric));
        let tolerance = tolerance.copied().unwrap_or(0.0);
        let architecture = &self.manifest.architectures[key.architecture];
        let expectation = Expectation {
            metric: name.clone(),
            architecture: architecture.clone(),
            minus: None,
            at: Vec::new(),
            minus_at: Vec::new(),
            below: None,
            above: None,
            within: vec![-tolerance, tolerance],
            confidence,
            undecided: UndecidedRule::Passes,
        };
        let design = (self.manifest.designs.len() > 1).then_some(design);
        let mut verdict = ExpectationVerdict::of(&expectation, design, Some(estimate), runs);
        let is_same = estimate.interval.is_point() && estimate.mean.abs() <= tolerance;
        if is_same {
            verdict.verdict = super::verdict::VerdictKind::Holds;
            verdict.passes = true;
        }
        let within = if tolerance > 0.0 { format!(" within {tolerance}") } else { String::new() };
        verdict.expectation = format!("{name} of `{architecture}` is as {then}{within}");
        verdict
    }

    /// Verdicts by runs that meet each other: the same seed, the same scenario. Designs meet that
    /// set the same values, whatever their numbers.
    pub fn against_runs(&self, manifest: &Manifest, then: &Responses) -> Vec<ExpectationVerdict> {
        let mut pairs = Vec::new();
        for (design, now) in self.manifest.designs.iter().enumerate() {
            let Some(design_then) = manifest.designs.iter().position(|one| one.set == now.set)
            else {
                continue;
            };
            for (now, name) in self.manifest.architectures.iter().enumerate() {
                let before = manifest.architectures.iter().position(|known| known == name);
                pairs.extend(before.map(|before| [(design, now), (design_then, before)]));
            }
        }
        let confidence = confidence_of(pairs.len() * self.figures.len());
        let of = |[now, before]: [(usize, usize); 2], figure: usize| {
            let name = figure_name(figure, self.manifest);
            let figure_then = super::verdict::figure(&name, manifest).ok()?;
            let key = |(design, architecture), figure| {
                (design, ResponseKey { figure, architecture, minus: None })
            };
            let (now, before) = (key(now, figure), key(before, figure_then));
            let pairs = self.responses.pairs_with(now, (then, before));
            let mut tally = PairTally::default();
            let mut is_same = !pairs.is_empty();
            for (now, then) in &pairs {
                tally.push(*now, *then);
                is_same &= now.total_cmp(then).is_eq();
            }
            let kind = metric_of(figure).kind();
            let mut estimate = tally.estimated(kind, two_sided(confidence));
            if is_same {
                // Not one run moved: that is no matter of luck.
                estimate = MeanEstimate { mean: 0.0, interval: Interval { low: 0.0, high: 0.0 } };
            }
            let runs = (confidence, pairs.len() as u64);
            Some(self.verdict(now, "in the same runs before", estimate, runs))
        };
        let all = pairs.iter().flat_map(|pair| self.figures.iter().map(|f| (*pair, *f)));
        all.filter_map(|(pair, figure)| of(pair, figure)).collect()
    }

    /// Verdicts by means and intervals that are stored.
    pub fn against_summary(&self, then: &[StoredEstimate]) -> Vec<ExpectationVerdict> {
        let designs: Vec<FactorValues> = (self.manifest.designs.iter())
            .map(|design| {
                self.manifest.factors.iter().cloned().zip(design.values.clone()).collect()
            })
            .collect();
        let place = |then: &StoredEstimate| {
            let figure = figure(&then.figure, self.manifest).ok()?;
            let mut names = self.manifest.architectures.iter();
            let architecture = names.position(|name| *name == then.architecture)?;
            let design = designs.iter().position(|factors| *factors == then.factors)?;
            let key = ResponseKey { figure, architecture, minus: None };
            self.figures.contains(&figure).then_some((design, key))
        };
        let known: Vec<_> =
            then.iter().filter_map(|then| Some((place(then)?, then.estimate))).collect();
        let confidence = confidence_of(known.len());
        let z = Distribution::Normal.quantile(confidence);
        let usual = Distribution::Normal.quantile(0.975);
        let of = |((design, key), then): ((usize, ResponseKey), MeanEstimate)| {
            let moments = self.responses.moments(design, key);
            let kind = metric_of(key.figure).kind();
            let now = estimated(kind, &moments, Confidence::NINETY_FIVE);
            let error = |one: &MeanEstimate| {
                let Interval { low, high } = one.interval;
                (high - one.mean).max(one.mean - low) / usual
            };
            let half = z * libm::hypot(error(&now), error(&then));
            let mean = now.mean - then.mean;
            let interval = Interval { low: mean - half, high: mean + half };
            let estimate = MeanEstimate { mean, interval };
            self.verdict((design, key), "stored", estimate, (confidence, moments.count()))
        };
        known.into_iter().map(of).collect()
    }
}
