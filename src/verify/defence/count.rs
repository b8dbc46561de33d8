//! Counts over the runs, with intervals: shares by Clopper & Pearson (Biometrika 26,
//! 1934), means by Student, variances by their large-sample error from the fourth moment (Cramér,
//! *Mathematical Methods of Statistics*, 1946, sec. 28.2), quantiles by order statistics.
//!
//! Where hardly any value differs from the commonest one, means and variances grow with how many
//! do, so the interval of that share, too, is inside theirs: what never happened may still happen.

use super::estimate::IntervalEstimate;
use super::play::TargetResult;
use crate::monte_carlo::statistics::{Confidence, Interval, Proportion};
use crate::numerics::Distribution;
use std::collections::BTreeMap;

/// Targets and leakers of all runs.
pub(super) struct ResultCounts {
    targets: Vec<TargetResult>,
    leakers: Vec<u32>,
    totals: Vec<u32>,
    confidence: Confidence,
}

impl ResultCounts {
    pub(super) fn new(played: &[Vec<TargetResult>], confidence: Confidence) -> Self {
        let leakers = |run: &Vec<TargetResult>| run.iter().filter(|one| one.leaked).count() as u32;
        let total = |run: &Vec<TargetResult>| run.iter().map(|one| one.shots).sum();
        Self {
            targets: played.concat(),
            leakers: played.iter().map(leakers).collect(),
            totals: played.iter().map(total).collect(),
            confidence,
        }
    }

    /// The share of targets of which something holds.
    pub(super) fn targets(&self, holds: impl Fn(&TargetResult) -> bool) -> IntervalEstimate {
        let successes = self.targets.iter().filter(|one| holds(one)).count();
        self.proportion(successes, self.targets.len())
    }

    /// The share of runs of whose leakers something holds.
    pub(super) fn runs(&self, holds: impl Fn(u32) -> bool) -> IntervalEstimate {
        let successes = self.leakers.iter().filter(|count| holds(**count)).count();
        self.proportion(successes, self.leakers.len())
    }

    /// The share of some trials that succeeded.
    pub(super) fn proportion(&self, successes: usize, trials: usize) -> IntervalEstimate {
        let seen = Proportion { successes: successes as u64, trials: trials as u64 };
        IntervalEstimate {
            value: seen.share().unwrap_or(0.0),
            interval: seen.clopper_pearson(self.confidence),
        }
    }

    /// Mean number of leakers of a run.
    pub(super) fn leakers(&self) -> IntervalEstimate {
        self.mean_of(self.leakers.iter().copied())
    }

    /// Variance of the number of leakers of a run.
    pub(super) fn leaker_variance(&self) -> IntervalEstimate {
        self.sample(self.leakers.iter().copied()).variance()
    }

    /// Mean number of shots at a target.
    pub(super) fn shots(&self) -> IntervalEstimate {
        self.sample(self.targets.iter().map(|one| one.shots)).mean()
    }

    /// Variance of the number of shots at a target.
    pub(super) fn shot_variance(&self) -> IntervalEstimate {
        self.sample(self.targets.iter().map(|one| one.shots)).variance()
    }

    /// Mean number of shots of a run.
    pub(super) fn total_shots(&self) -> IntervalEstimate {
        self.sample(self.totals.iter().copied()).mean()
    }

    /// The number of shots that a run does not exceed with a probability.
    pub(super) fn total_quantile(&self, probability: f64) -> IntervalEstimate {
        let mut sorted = self.totals.clone();
        sorted.sort_unstable();
        let at = |fits: &dyn Fn(u32) -> bool| {
            let least = sorted.iter().copied().find(|total| fits(*total));
            f64::from(least.or(sorted.last().copied()).unwrap_or(0))
        };
        let below = |total: u32| sorted.partition_point(|one| *one <= total);
        let share = |total| self.proportion(below(total), sorted.len());
        IntervalEstimate {
            value: at(&|total| share(total).value >= probability),
            interval: Interval {
                low: at(&|total| share(total).interval.high >= probability),
                high: at(&|total| share(total).interval.low >= probability),
            },
        }
    }

    /// Mean of some numbers.
    pub(super) fn mean_of(&self, values: impl Iterator<Item = u32>) -> IntervalEstimate {
        self.sample(values).mean()
    }

    fn sample(&self, values: impl Iterator<Item = u32>) -> Histogram {
        let mut tally = BTreeMap::new();
        for value in values {
            *tally.entry(value).or_insert(0_u64) += 1;
        }
        Histogram { tally, confidence: self.confidence }
    }
}

/// Number of occurrences of each value.
struct Histogram {
    tally: BTreeMap<u32, u64>,
    confidence: Confidence,
}

impl Histogram {
    fn count(&self) -> f64 {
        self.tally.values().sum::<u64>() as f64
    }

    /// Mean of a function of the values.
    fn mean_of(&self, function: impl Fn(f64) -> f64) -> f64 {
        let each = self.tally.iter();
        let sum: f64 = each.map(|(value, count)| function(f64::from(*value)) * *count as f64).sum();
        sum / self.count()
    }

    fn quantile(&self) -> f64 {
        let freedom = (self.count() - 1.0).max(1.0);
        -Distribution::StudentT { freedom }.quantile(self.confidence.tail())
    }

    /// The commonest value, and the interval of the share of the others.
    fn others(&self) -> (f64, f64, Interval) {
        let commonest = self.tally.iter().max_by_key(|(_, count)| **count);
        let (value, count) = commonest.map_or((0, 0), |(value, count)| (*value, *count));
        let trials = self.tally.values().sum::<u64>();
        let others = Proportion { successes: trials - count, trials };
        let interval = others.clopper_pearson(self.confidence);
        (f64::from(value), others.share().unwrap_or(0.0), interval)
    }

    fn mean(&self) -> IntervalEstimate {
        let value = self.mean_of(|x| x);
        let variance = self.mean_of(|x| (x - value) * (x - value));
        let half = self.quantile() * (variance / self.count()).sqrt();
        let (commonest, share, of_others) = self.others();
        // How far another value is off; by one where there was none.
        let off = if share > 0.0 { (value - commonest) / share } else { 1.0 };
        let ends = [of_others.low, of_others.high].map(|end| commonest + off * end);
        let silent = if share > 0.0 { 0.0 } else { of_others.high };
        IntervalEstimate {
            value,
            interval: Interval {
                low: (value - half).min(ends[0]).min(ends[1]).min(value - silent),
                high: (value + half).max(ends[0]).max(ends[1]),
            },
        }
    }

    fn variance(&self) -> IntervalEstimate {
        let count = self.count();
        let mean = self.mean_of(|x| x);
        let second = self.mean_of(|x| libm::pow(x - mean, 2.0));
        let fourth = self.mean_of(|x| libm::pow(x - mean, 4.0));
        let value = second * count / (count - 1.0).max(1.0);
        let error = ((fourth - second * second).max(0.0) / count).sqrt();
        let half = self.quantile() * error;
        let (_, share, of_others) = self.others();
        let each = if share > 0.0 { value / share } else { 1.0 };
        // Of two equally common values the variance is at its most, its error of second order.
        let second_order = self.quantile() * self.quantile() / count * second;
        let (mut low, mut high) = (value - half, value + half + second_order);
        if share < RARE {
            (low, high) = (low.min(each * of_others.low), high.max(each * of_others.high));
        }
        IntervalEstimate { value, interval: Interval { low: low.max(0.0), high } }
    }
}

/// A share of other values so small that mean and variance only count them.
const RARE: f64 = 0.05;
