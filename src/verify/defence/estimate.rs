//! An estimate with its interval, and the level at which the intervals of a case hold together.

use crate::monte_carlo::statistics::{Confidence, Interval};

/// Probability that a case whose model is right fails, all of its quantities together.
const MISTAKE: f64 = 1e-3;

/// The level of each of some intervals that hold together (Bonferroni).
pub(in crate::verify) fn each_of(quantities: usize) -> Confidence {
    Confidence::new(1.0 - MISTAKE / quantities as f64).unwrap_or(Confidence::NINETY_FIVE)
}

/// An estimate with its interval.
#[derive(Debug, Clone, Copy)]
pub(super) struct IntervalEstimate {
    pub(super) value: f64,
    pub(super) interval: Interval,
}

/// Places in each interval at which a function of several is looked at.
const PLACES: u32 = 9;

impl IntervalEstimate {
    /// A number that needs no estimate.
    pub(super) fn exactly(value: f64) -> Self {
        Self { value, interval: Interval { low: value, high: value } }
    }

    /// A smooth function of several estimates: from its least to its greatest value while they are
    /// in their intervals.
    pub(super) fn of<const N: usize>(all: [Self; N], function: impl Fn([f64; N]) -> f64) -> Self {
        let value = function(all.map(|one| one.value));
        let mut interval = Interval { low: value, high: value };
        for grid in 0..PLACES.pow(N as u32) {
            let mut left = grid;
            let found = function(all.map(|one| {
                let part = f64::from(left % PLACES) / f64::from(PLACES - 1);
                left /= PLACES;
                (1.0 - part) * one.interval.low + part * one.interval.high
            }));
            interval = Interval { low: interval.low.min(found), high: interval.high.max(found) };
        }
        Self { value, interval }
    }

    /// The same of a function that only rises or only falls.
    pub(super) fn mapped(self, function: impl Fn(f64) -> f64) -> Self {
        let (a, b) = (function(self.interval.low), function(self.interval.high));
        Self { value: function(self.value), interval: Interval { low: a.min(b), high: a.max(b) } }
    }

    /// A part of the way to another. An end at infinity stays there.
    pub(super) fn joined(self, other: Self, part: f64) -> Self {
        let between = |a: f64, b: f64| (1.0 - part) * a + part * b;
        Self {
            value: between(self.value, other.value),
            interval: Interval {
                low: between(self.interval.low, other.interval.low),
                high: between(self.interval.high, other.interval.high),
            },
        }
    }
}
