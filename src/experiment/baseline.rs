//! A baseline: which measures moved against results that are stored.
//!
//! Where both were played with the same seed on the same scenario, run meets run, and the
//! difference of each pair is judged; otherwise the two means, as if apart (normal law, the
//! standard errors that their intervals of 95 % tell). Of so many measures some would seem to move
//! by luck alone, so that all of them together err with 5 % at most (Bonferroni). What is within
//! the tolerance for sure holds, what is surely outside it moved; the rest is not shown to have.

use super::manifest::Manifest;
use super::response::{ResponseKey, Responses};
use super::verdict::{ExpectationVerdict, figure, figure_name, metric_of, two_sided};
use crate::monte_carlo::estimate::{MeanEstimate, PairTally, estimated};
use crate::monte_carlo::statistics::{Confidence, Interval, Moments};
use crate::numerics::Distribution;
use crate::scenario::schema::{Expectation, UndecidedRule};
use std::collections::BTreeMap;

/// Probability of any false alarm.
const ERROR: f64 = 0.05;

/// Tolerances by measure; what is not named has none.
pub type Tolerances = BTreeMap<String, f64>;

/// Results to compare with.
#[derive(Debug, Clone)]
pub struct BaselineSummary {
    /// Mean and interval by architecture and figure.
    pub estimates: BTreeMap<(String, String), MeanEstimate>,
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

    /// Verdicts by runs that meet each other: the same seed, the same scenario.
    pub fn against_runs(&self, manifest: &Manifest, then: &Responses) -> Vec<ExpectationVerdict> {
        let mut pairs = Vec::new();
        let common = self.manifest.designs.len().min(manifest.designs.len());
        for design in 0..common {
            for (now, name) in self.manifest.architectures.iter().enumerate() {
                let before = manifest.architectures.iter().position(|known| known == name);
                pairs.extend(before.map(|before| (design, now, before)));
            }
        }
        let confidence = confidence_of(pairs.len() * self.figures.len());
        let of = |(design, now, before): (usize, usize, usize), figure: usize| {
            let name = figure_name(figure, self.manifest);
            let figure_then = super::verdict::figure(&name, manifest).ok()?;
            let key = ResponseKey { figure, architecture: now, minus: None };
            let key_then = ResponseKey { figure: figure_then, architecture: before, minus: None };
            let pairs = self.responses.pairs_with((design, key), (then, key_then));
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
            Some(self.verdict((design, key), "in the same runs before", estimate, runs))
        };
        let all = pairs.iter().flat_map(|pair| self.figures.iter().map(|f| (*pair, *f)));
        all.filter_map(|(pair, figure)| of(pair, figure)).collect()
    }

    /// Verdicts by means and intervals that are stored.
    pub fn against_summary(&self, then: &BaselineSummary) -> Vec<ExpectationVerdict> {
        let known: Vec<(&String, usize, &MeanEstimate)> = (then.estimates.iter())
            .filter_map(|((name, metric), estimate)| {
                let place = figure(metric, self.manifest).ok()?;
                self.figures.contains(&place).then_some((name, place, estimate))
            })
            .collect();
        let confidence = confidence_of(known.len());
        let z = Distribution::Normal.quantile(confidence);
        let usual = Distribution::Normal.quantile(0.975);
        let of = |(name, figure, then): &(&String, usize, &MeanEstimate)| {
            let architecture = self.manifest.architectures.iter().position(|one| one == *name)?;
            let key = ResponseKey { figure: *figure, architecture, minus: None };
            let moments: Moments = self.responses.series(0, key).into_iter().collect();
            let kind = metric_of(*figure).kind();
            let now = estimated(kind, &moments, Confidence::NINETY_FIVE);
            let error = |one: &MeanEstimate| one.interval.width() / (2.0 * usual);
            let half = z * libm::hypot(error(&now), error(then));
            let mean = now.mean - then.mean;
            let interval = Interval { low: mean - half, high: mean + half };
            let estimate = MeanEstimate { mean, interval };
            let runs = (confidence, moments.count());
            Some(self.verdict((0, key), "stored", estimate, runs))
        };
        known.iter().filter_map(of).collect()
    }
}
