//! A measure's interval from run to run, and whether it is as short as asked.

use super::unbounded::WeightedSums;
use crate::monte_carlo::statistics::{Confidence, Interval};
use crate::numerics::betting::LowerLimitBets;

/// Values that a measure can have in a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MeasureRange {
    /// Within bounds: [`Interval::UNIT`] for yes or no and for fractions,
    /// [`Interval::SIGNED_UNIT`] for their paired differences.
    Bounded(Interval),
    /// Any number.
    Unbounded,
}

/// Half width that is wanted of the interval of a mean, or of a mean paired difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrecisionTarget {
    /// Wanted half width of the interval, in the unit of the measure, above 0.
    half_width: f64,
    confidence: Confidence,
    range: MeasureRange,
}

impl PrecisionTarget {
    /// A target; `None` unless the half width is a finite number above 0 and bounds have a width.
    pub fn new(half_width: f64, confidence: Confidence, range: MeasureRange) -> Option<Self> {
        let is_range = match range {
            MeasureRange::Bounded(bounds) => bounds.width() > 0.0 && bounds.width().is_finite(),
            MeasureRange::Unbounded => true,
        };
        let is_target = half_width > 0.0 && half_width.is_finite() && is_range;
        is_target.then_some(Self { half_width, confidence, range })
    }

    /// Wanted half width, in the unit of the measure.
    pub fn half_width(&self) -> f64 {
        self.half_width
    }

    /// Values that the measure can have.
    pub(super) fn range(&self) -> MeasureRange {
        self.range
    }

    /// Logarithm of the capital that refuses a mean: each side errs with half of the probability.
    pub(super) fn threshold(&self) -> f64 {
        -libm::log(self.confidence.tail())
    }
}

/// Bets within bounds, from either side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BoundedBets {
    bounds: Interval,
    from_below: LowerLimitBets,
    from_above: LowerLimitBets,
}

impl BoundedBets {
    pub(super) fn new(bounds: Interval, half_width: f64) -> Self {
        let bets = LowerLimitBets::new(half_width / bounds.width());
        Self { bounds, from_below: bets.clone(), from_above: bets }
    }

    /// A value as seen from the lower bound and from the upper one, in widths of the bounds.
    fn shares(&self, value: f64) -> [f64; 2] {
        let Interval { low, high } = self.bounds;
        [(value - low) / self.bounds.width(), (high - value) / self.bounds.width()]
    }

    fn push(&mut self, value: f64) {
        let [below, above] = self.shares(value);
        self.from_below.push(below);
        self.from_above.push(above);
    }

    /// So many runs as if a law of values, each with its probability, showed exactly.
    pub(super) fn push_expected(&mut self, law: &[(f64, f64)], runs: u64) {
        let seen = |side: usize| -> Vec<(f64, f64)> {
            law.iter().map(|(value, chance)| (self.shares(*value)[side], *chance)).collect()
        };
        let (below, above) = (seen(0), seen(1));
        self.from_below.push_expected(&below, runs);
        self.from_above.push_expected(&above, runs);
    }

    pub(super) fn interval(&self, threshold: f64) -> Interval {
        let width = self.bounds.width();
        let low = self.bounds.low + width * self.from_below.limit(threshold);
        let high = self.bounds.high - width * self.from_above.limit(threshold);
        // Each may refuse what the other leaves: then the promise is broken already.
        Interval { low: low.min(high), high: low.max(high) }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum RunSums {
    Bounded(BoundedBets),
    Unbounded(WeightedSums),
}

/// Interval for the mean of a measure that covers it at all looks at once.
///
/// Memory is constant for a measure with few values (yes or no, leakers of a raid), and at most
/// some numbers a run for others.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfidenceSequence {
    target: PrecisionTarget,
    sums: RunSums,
}

impl ConfidenceSequence {
    /// A sequence without runs, tuned to be short soonest when the target is reached.
    pub fn new(target: PrecisionTarget) -> Self {
        let sums = match target.range {
            MeasureRange::Bounded(bounds) => {
                RunSums::Bounded(BoundedBets::new(bounds, target.half_width))
            }
            MeasureRange::Unbounded => RunSums::Unbounded(WeightedSums::new(target.half_width)),
        };
        Self { target, sums }
    }

    /// Takes in the value of the next run.
    pub fn push(&mut self, value: f64) {
        match &mut self.sums {
            RunSums::Bounded(bets) => bets.push(value),
            RunSums::Unbounded(sums) => sums.push(value),
        }
    }

    /// Number of runs so far.
    pub fn runs(&self) -> u64 {
        match &self.sums {
            RunSums::Bounded(bets) => bets.from_below.count(),
            RunSums::Unbounded(sums) => sums.count(),
        }
    }

    /// The interval after the runs so far; `None` for a measure without bounds while its runs are
    /// few, or show no spread.
    pub fn interval(&self) -> Option<Interval> {
        let threshold = self.target.threshold();
        match &self.sums {
            RunSums::Bounded(bets) => Some(bets.interval(threshold)),
            RunSums::Unbounded(sums) => sums.interval(threshold),
        }
    }

    /// Whether the interval is as short as wanted.
    pub fn is_reached(&self) -> bool {
        let wanted = 2.0 * self.target.half_width;
        self.interval().is_some_and(|interval| interval.width() <= wanted)
    }
}

impl Extend<f64> for ConfidenceSequence {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        for value in values {
            self.push(value);
        }
    }
}
