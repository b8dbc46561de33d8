//! Yes or no under two designs with the same luck: how often, and whether, they differ.
//!
//! Only pairs that differ count for the test (`McNemar`, Psychometrika 12:153, 1947). The interval
//! of the difference of the two probabilities is [`PairedCounts::newcombe`]: Wald's shrinks to a
//! point when no pair differs.
//!
//! Leaves out Tango's score interval (1998): slightly shorter, iterative.

use super::binomial::Proportion;
use super::interval::{Confidence, Interval};
use crate::numerics::Distribution;
use serde::Serialize;

/// In which of two paired runs the event occurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairOutcome {
    /// Under both designs.
    Both,
    /// Under the first design only.
    OnlyA,
    /// Under the second design only.
    OnlyB,
    /// Under none.
    Neither,
}

/// Counts of pairs by outcome; what is left of `pairs` had the event under none.
///
/// A table with more outcomes than pairs is impossible; it gives finite numbers without meaning.
#[doc(alias = "McNemar table")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PairedCounts {
    /// All pairs.
    pub pairs: u64,
    /// Pairs with the event under both designs.
    pub both: u64,
    /// Pairs with the event under the first design only.
    pub only_a: u64,
    /// Pairs with the event under the second design only.
    pub only_b: u64,
}

impl PairedCounts {
    /// Takes in one more pair.
    pub fn push(&mut self, outcome: PairOutcome) {
        self.pairs += 1;
        match outcome {
            PairOutcome::Both => self.both += 1,
            PairOutcome::OnlyA => self.only_a += 1,
            PairOutcome::OnlyB => self.only_b += 1,
            PairOutcome::Neither => {}
        }
    }

    /// Occurrences under the first design.
    pub fn a(&self) -> Proportion {
        Proportion { successes: self.both + self.only_a, trials: self.pairs }
    }

    /// Occurrences under the second design.
    pub fn b(&self) -> Proportion {
        Proportion { successes: self.both + self.only_b, trials: self.pairs }
    }

    /// Share under the first design minus share under the second; `None` without pairs.
    pub fn difference(&self) -> Option<f64> {
        let gap = self.only_a as f64 - self.only_b as f64;
        (self.pairs > 0).then(|| gap / self.pairs as f64)
    }

    /// Score interval of the difference, in `[−1, 1]`, also sound when no pair differs;
    /// `[−1, 1]` without pairs.
    ///
    /// Adds the distances to the Wilson limits of both shares as correlated errors. Source:
    /// Newcombe, "Improved confidence intervals for the difference between binomial proportions
    /// based on paired data", Stat. Med. 17:2635 (1998), method 10.
    pub fn newcombe(&self, confidence: Confidence) -> Interval {
        let (Some(a), Some(b)) = (self.a().share(), self.b().share()) else {
            return Interval::SIGNED_UNIT;
        };
        let (limits_a, limits_b) = (self.a().wilson(confidence), self.b().wilson(confidence));
        let correlation = self.corrected_correlation();
        let join = |u: f64, v: f64| (u * u - 2.0 * correlation * u * v + v * v).max(0.0).sqrt();
        let difference = a - b;
        Interval {
            low: (difference - join(a - limits_a.low, limits_b.high - b)).max(-1.0),
            high: (difference + join(limits_a.high - a, b - limits_b.low)).min(1.0),
        }
    }

    /// Two-sided p-value of the exact test that both designs are equally likely to be the one with
    /// the event, given that one is: twice the binomial tail; `McNemar` (1947), exact version.
    ///
    /// 1 if no pair differs.
    pub fn mcnemar_exact(&self) -> f64 {
        let (fewer, more) =
            (self.only_a.min(self.only_b) as f64, self.only_a.max(self.only_b) as f64);
        if fewer >= more {
            return 1.0;
        }
        let tail = Distribution::Beta { alpha: more, beta: fewer + 1.0 };
        (2.0 * tail.tails(0.5).lower).min(1.0)
    }

    /// Correlation of the two outcomes, drawn towards zero from above by half a pair; Newcombe
    /// (1998), method 10. Zero where a design has the event always or never.
    fn corrected_correlation(&self) -> f64 {
        let [both, only_a, only_b] = [self.both, self.only_a, self.only_b].map(|v| v as f64);
        let neither = (self.pairs as f64 - both - only_a - only_b).max(0.0);
        let excess = both * neither - only_a * only_b;
        let corrected =
            if excess > 0.0 { (excess - self.pairs as f64 / 2.0).max(0.0) } else { excess };
        let rows = (both + only_a) * (only_b + neither);
        let columns = (both + only_b) * (only_a + neither);
        let scale = rows.sqrt() * columns.sqrt();
        if scale > 0.0 { corrected / scale } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table([both, only_a, only_b, neither]: [u64; 4]) -> PairedCounts {
        PairedCounts { pairs: both + only_a + only_b + neither, both, only_a, only_b }
    }

    /// All tables with the given number of pairs.
    fn tables(pairs: u64) -> impl Iterator<Item = PairedCounts> {
        (0..=pairs).flat_map(move |both| {
            (0..=pairs - both).flat_map(move |only_a| {
                (0..=pairs - both - only_a).map(move |only_b| PairedCounts {
                    pairs,
                    both,
                    only_a,
                    only_b,
                })
            })
        })
    }

    /// Newcombe (1998), Table III, method 10 at 95 %, as transcribed in public test suites, the
    /// paper itself not seen: cells (both, only a, only b, neither). Row
    /// (1, 97, 1, 1) is printed as 0.8736, though the method gives 0.87367, as printed for the
    /// uncorrected method 8, which is the same where the correlation is not positive.
    #[test]
    fn newcombe_interval_is_that_of_the_paper() {
        let cases = [
            ([36, 12, 2, 0], 0.0569, 0.3404),
            ([20, 12, 2, 16], 0.0562, 0.3292),
            ([18, 12, 2, 18], 0.0562, 0.3290),
            ([36, 14, 0, 0], 0.1528, 0.4167),
            ([35, 14, 0, 1], 0.1461, 0.4175),
            ([18, 14, 0, 18], 0.1441, 0.3963),
            ([2, 97, 1, 0], 0.8721, 0.9854),
            ([1, 97, 1, 1], 0.8737, 0.9850),
            ([0, 29, 1, 0], 0.6666, 0.9882),
            ([2, 98, 0, 0], 0.9178, 0.9945),
            ([1, 98, 0, 1], 0.9171, 0.9916),
            ([0, 30, 0, 0], 0.8395, 1.0),
            ([54, 0, 0, 0], -0.0664, 0.0664),
            ([53, 0, 0, 1], -0.0729, 0.0729),
            ([30, 0, 0, 24], -0.0358, 0.0358),
            ([29, 0, 0, 25], -0.0354, 0.0354),
            ([28, 0, 0, 26], -0.0352, 0.0352),
            ([27, 0, 0, 27], -0.0351, 0.0351),
        ];
        for (cells, low, high) in cases {
            let got = table(cells).newcombe(Confidence::NINETY_FIVE);
            assert!((got.low - low).abs() < 5.1e-5, "{cells:?}: {got:?}");
            assert!((got.high - high).abs() < 5.1e-5, "{cells:?}: {got:?}");
        }
    }

    #[test]
    fn newcombe_interval_is_never_a_point_and_contains_the_difference() {
        for pairs in 1..=14 {
            for counts in tables(pairs) {
                let interval = counts.newcombe(Confidence::NINETY_FIVE);
                assert!(interval.width() > 0.01, "{counts:?} {interval:?}");
                assert!(interval.contains(counts.difference().unwrap()), "{counts:?}");
                assert!(interval.low >= -1.0 && interval.high <= 1.0, "{counts:?}");
            }
        }
    }

    /// Exact coverage over all tables of 25 pairs; (both, only a, only b) are the true chances.
    #[test]
    fn newcombe_interval_covers() {
        let chances = [[0.5, 0.03, 0.02], [0.9, 0.04, 0.01], [0.3, 0.2, 0.1], [0.0, 0.1, 0.02]];
        for chance in chances {
            let truth = chance[1] - chance[2];
            let (mut newcombe, mut total) = (0.0, 0.0);
            for counts in tables(25) {
                let probability = multinomial(&counts, chance);
                total += probability;
                if counts.newcombe(Confidence::NINETY_FIVE).contains(truth) {
                    newcombe += probability;
                }
            }
            assert!((total - 1.0).abs() < 1e-12, "{total}");
            assert!(newcombe > 0.93, "{chance:?}: {newcombe}");
        }
    }

    fn multinomial(counts: &PairedCounts, [both, only_a, only_b]: [f64; 3]) -> f64 {
        let neither = counts.pairs - counts.both - counts.only_a - counts.only_b;
        let cells = [
            (counts.both, both),
            (counts.only_a, only_a),
            (counts.only_b, only_b),
            (neither, 1.0 - both - only_a - only_b),
        ];
        let mut left = counts.pairs;
        let mut probability = 1.0;
        for (count, chance) in cells {
            for k in 0..count {
                probability *= (left - k) as f64 / (k + 1) as f64 * chance;
            }
            left -= count;
        }
        probability
    }

    /// Against the plain sum of binomial terms, and in a deep tail with a closed form.
    #[test]
    fn exact_test_sums_the_binomial_tail() {
        for (only_a, only_b) in [(0, 1), (3, 9), (17, 30), (200, 260)] {
            let n = only_a + only_b;
            let mut term = libm::exp2(-(n as f64));
            let mut sum = 0.0;
            for k in 0..=only_a {
                sum += term;
                term *= (n - k) as f64 / (k + 1) as f64;
            }
            let got = table([5, only_a, only_b, 5]).mcnemar_exact();
            assert!((got / (2.0 * sum) - 1.0).abs() < 1e-12, "{only_a} {only_b}");
        }
        let deep = table([0, 0, 1000, 0]).mcnemar_exact();
        assert!((deep / libm::exp2(-999.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_seen_excludes_nothing() {
        let none = PairedCounts::default();
        assert_eq!(none.difference(), None);
        assert!((none.mcnemar_exact() - 1.0).abs() < 1e-15);
        assert_eq!(none.newcombe(Confidence::NINETY_FIVE), Interval::SIGNED_UNIT);
    }

    #[test]
    fn pushing_counts() {
        use PairOutcome::{Both, Neither, OnlyA, OnlyB};
        let outcomes = [Both, OnlyA, OnlyA, Neither, OnlyB, Both, OnlyA];
        let mut counts = PairedCounts::default();
        for outcome in outcomes {
            counts.push(outcome);
        }
        assert_eq!(counts, table([2, 3, 1, 1]));
    }
}
