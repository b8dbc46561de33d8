//! Runs in which all interceptors fail, apart from the others: few, and all alike.

use super::count::ResultCounts;
use super::estimate::IntervalEstimate;
use super::limit::LimitingCase;
use super::play::TargetResult;
use crate::monte_carlo::statistics::Confidence;

/// The runs of a scenario, parted by whether all interceptors fail.
pub(super) struct StruckRuns {
    struck: Vec<bool>,
    is_sure: bool,
    confidence: Confidence,
}

impl StruckRuns {
    /// The runs of a case, of each of which, and of others, it is known whether it is struck.
    pub(super) fn new(case: &LimitingCase, struck: Vec<bool>, confidence: Confidence) -> Self {
        let probability = case.common_mode_failure;
        let is_sure = probability <= 0.0 || probability >= 1.0;
        Self { struck, is_sure, confidence }
    }

    /// The runs that are spared.
    pub(super) fn of_spared<'a, T>(&'a self, runs: &'a [T]) -> impl Iterator<Item = &'a T> {
        let both = runs.iter().zip(&self.struck);
        both.filter_map(|(run, is_struck)| (!is_struck).then_some(run))
    }

    /// The results of these.
    pub(super) fn spared(&self, runs: &[Vec<TargetResult>]) -> ResultCounts {
        let spared: Vec<Vec<TargetResult>> = self.of_spared(runs).cloned().collect();
        ResultCounts::new(&spared, self.confidence)
    }

    /// The share of the runs that are struck; where luck has no part in it, without interval.
    pub(super) fn share(&self) -> IntervalEstimate {
        let count = self.struck.iter().filter(|is_struck| **is_struck).count();
        if self.is_sure {
            return IntervalEstimate::exactly(if count > 0 { 1.0 } else { 0.0 });
        }
        ResultCounts::new(&[], self.confidence).proportion(count, self.struck.len())
    }

    /// Mean of what counts so much in a spared run, and the same in each that is struck.
    pub(super) fn mean(
        &self,
        runs: &[Vec<TargetResult>],
        if_struck: f64,
        of_run: impl Fn(&Vec<TargetResult>) -> u32,
    ) -> IntervalEstimate {
        if self.of_spared(runs).next().is_none() {
            return IntervalEstimate::exactly(if_struck);
        }
        let counts = ResultCounts::new(&[], self.confidence);
        let spared = counts.mean_of(self.of_spared(runs).map(of_run));
        IntervalEstimate::of([self.share(), spared], |[struck, spared]| {
            struck * if_struck + (1.0 - struck) * spared
        })
    }
}
