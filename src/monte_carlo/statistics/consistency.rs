//! Bounds on the mean of a normalised squared error (NEES, NIS) of a consistent filter.

use super::{Confidence, Interval};
use crate::numerics::Distribution;

/// Independent normalised squares of so many numbers each.
#[doc(alias = "NEES")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NormalisedSquares {
    /// Independent runs, at least 1. Samples of one run at different times are not independent.
    pub runs: u64,
    /// Numbers in each, at least 1: states for NEES, numbers measured for NIS.
    pub dimension: u64,
}

impl NormalisedSquares {
    /// Degrees of freedom of the sum over all runs, which is chi-square for a consistent filter.
    pub fn freedom(self) -> f64 {
        self.runs as f64 * self.dimension as f64
    }

    /// The two-sided interval of their mean over the runs, `dimension` in the middle; not-a-number
    /// without runs or dimension (Bar-Shalom, Li & Kirubarajan 2001, sec. 5.4.2, eq. 5.4.2-8).
    pub fn mean_bounds(self, confidence: Confidence) -> Interval {
        self.bounds(confidence, self.runs as f64)
    }

    /// The same per number: one in the middle.
    pub fn normalised_bounds(self, confidence: Confidence) -> Interval {
        self.bounds(confidence, self.freedom())
    }

    fn bounds(self, confidence: Confidence, parts: f64) -> Interval {
        let freedom = self.freedom();
        let law = Distribution::ChiSquare { freedom };
        let tail = confidence.tail();
        Interval { low: law.quantile(tail) / parts, high: law.quantile(1.0 - tail) / parts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Bar-Shalom, Li & Kirubarajan (2001), sec. 5.4.2: 50 runs of two states, 95 %:
    /// [1.5, 2.6]; and a single run, [0.05, 7.38].
    #[test]
    fn the_example_of_the_book() {
        for (runs, low, high, digits) in [(50, 1.5, 2.6, 0.05), (1, 0.05, 7.38, 0.005)] {
            let squares = NormalisedSquares { runs, dimension: 2 };
            let bounds = squares.mean_bounds(Confidence::NINETY_FIVE);
            assert!((bounds.low - low).abs() < digits, "{bounds:?}");
            assert!((bounds.high - high).abs() < digits, "{bounds:?}");
            let each = squares.normalised_bounds(Confidence::NINETY_FIVE);
            assert!(each.contains(1.0) && (2.0 * each.low - bounds.low).abs() < 1e-12);
        }
    }

    #[test]
    fn nothing_has_no_bounds() {
        for (runs, dimension) in [(0, 6), (5, 0)] {
            let squares = NormalisedSquares { runs, dimension };
            assert!(squares.mean_bounds(Confidence::NINETY_FIVE).low.is_nan());
        }
    }
}
