//! Intervals for a probability of which `successes` in `trials` were seen.
//!
//! Wilson is the one to report (close to its confidence for every truth, never outside `[0, 1]`);
//! Clopper–Pearson the one that is never too short. Both are written as a lower limit: the upper
//! one is its mirror image, with successes and failures exchanged. Why not Wald's, Jeffreys' or
//! Agresti and Coull's: Brown, Cai & `DasGupta`, Stat. Sci. 16:101 (2001).
//!
//! Sources: Wilson, J. Am. Stat. Assoc. 22:209 (1927); Clopper & Pearson, Biometrika 26:404 (1934).

use super::interval::{Confidence, Interval};
use crate::numerics::Distribution;
use serde::Serialize;

/// A count of successes among independent trials; surplus successes count as trials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Proportion {
    /// Trials with the outcome in question.
    pub successes: u64,
    /// All trials.
    pub trials: u64,
}

impl Proportion {
    /// Share of successes, in `[0, 1]`; `None` without trials.
    pub fn share(self) -> Option<f64> {
        let BinomialCounts { successes, trials } = self.counts();
        (trials > 0.0).then(|| successes / trials)
    }

    /// Wilson score interval, Wilson (1927); `[0, 1]` without trials.
    pub fn wilson(self, confidence: Confidence) -> Interval {
        let z = normal_quantile(confidence);
        self.mirrored(|counts| wilson_lower(counts, z))
    }

    /// "Exact" interval of Clopper & Pearson (1934); `[0, 1]` without trials.
    pub fn clopper_pearson(self, confidence: Confidence) -> Interval {
        self.mirrored(|counts| {
            let beta =
                Distribution::Beta { alpha: counts.successes, beta: counts.failures() + 1.0 };
            beta.quantile(confidence.tail())
        })
    }

    fn counts(self) -> BinomialCounts {
        BinomialCounts {
            successes: self.successes.min(self.trials) as f64,
            trials: self.trials as f64,
        }
    }

    /// Interval whose upper end is the mirror image of its lower end; no success, no lower limit.
    fn mirrored(self, lower: impl Fn(BinomialCounts) -> f64) -> Interval {
        let end = |counts: BinomialCounts| {
            if counts.successes > 0.0 { lower(counts) } else { 0.0 }
        };
        let counts = self.counts();
        let mirror = BinomialCounts { successes: counts.failures(), trials: counts.trials };
        Interval { low: end(counts), high: 1.0 - end(mirror) }
    }
}

/// The same counts as real numbers, successes not above trials.
#[derive(Clone, Copy)]
struct BinomialCounts {
    successes: f64,
    trials: f64,
}

impl BinomialCounts {
    fn failures(self) -> f64 {
        self.trials - self.successes
    }
}

/// Two-sided normal quantile, 1.96 for 95 %.
fn normal_quantile(confidence: Confidence) -> f64 {
    -Distribution::Normal.quantile(confidence.tail())
}

/// Smaller root of `(x − n p)² = z² n p (1 − p)`, from the product of the roots, so that
/// nothing cancels.
fn wilson_lower(counts: BinomialCounts, z: f64) -> f64 {
    let BinomialCounts { successes, trials } = counts;
    let spread = (z * z / 4.0 + successes * counts.failures() / trials).sqrt();
    successes * (successes / trials) / (successes + z * z / 2.0 + z * spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METHODS: [fn(Proportion, Confidence) -> Interval; 2] =
        [Proportion::wilson, Proportion::clopper_pearson];

    /// Probability that the interval covers `chance`, summed over all outcomes.
    fn coverage(
        method: fn(Proportion, Confidence) -> Interval,
        trials: u64,
        chance: f64,
        confidence: Confidence,
    ) -> f64 {
        let mut probability = (1.0 - chance).powi(trials as i32);
        let mut covered = 0.0;
        for successes in 0..=trials {
            if method(Proportion { successes, trials }, confidence).contains(chance) {
                covered += probability;
            }
            let next = (trials - successes) as f64 / (successes + 1) as f64;
            probability *= next * chance / (1.0 - chance);
        }
        covered
    }

    /// Each end of an exact interval is where the observed tail has exactly the allowed chance, as
    /// far as numbers near 1 can say it: the last place of `1 − 5e-9` moves the tail by 1e-8.
    #[test]
    fn clopper_pearson_ends_leave_the_tail_outside_up_to_a_million_trials() {
        let confidence = Confidence::new(0.99).unwrap();
        for (successes, trials) in
            [(1, 3), (0, 1_000_000), (1, 1_000_000), (500_000, 1_000_000), (999_999, 1_000_000)]
        {
            let interval = Proportion { successes, trials }.clopper_pearson(confidence);
            let x = successes as f64;
            let beta = |alpha, beta| Distribution::Beta { alpha, beta };
            if successes > 0 {
                let tail = beta(x, (trials - successes) as f64 + 1.0).tails(interval.low).lower;
                assert!((tail / 0.005 - 1.0).abs() < 1e-7, "{successes}: {tail}");
            }
            let tail = beta(x + 1.0, (trials - successes) as f64).tails(interval.high).upper;
            assert!((tail / 0.005 - 1.0).abs() < 1e-7, "{successes}: {tail}");
        }
    }

    #[test]
    fn clopper_pearson_never_covers_too_seldom() {
        for trials in [5, 20, 77] {
            for step in 1..100 {
                let chance = f64::from(step) / 100.0;
                let covered =
                    coverage(Proportion::clopper_pearson, trials, chance, Confidence::NINETY_FIVE);
                assert!(covered >= 0.95, "{trials} {chance}: {covered}");
            }
        }
    }

    /// Near 0.95 on the average, never far below.
    #[test]
    fn wilson_covers_as_promised_on_the_average() {
        for trials in [30, 100, 300] {
            let covered: Vec<f64> = (2..=50)
                .map(|percent| f64::from(percent) / 100.0)
                .map(|p| coverage(Proportion::wilson, trials, p, Confidence::NINETY_FIVE))
                .collect();
            let mean = covered.iter().sum::<f64>() / covered.len() as f64;
            let worst = covered.iter().copied().fold(1.0, f64::min);
            assert!((mean - 0.952).abs() < 0.006, "{trials}: {mean}");
            assert!(worst > 0.91, "{trials}: {worst}");
        }
    }

    #[test]
    fn intervals_mirror_contain_the_share_and_grow_with_confidence() {
        let wide = Confidence::new(0.99).unwrap();
        for trials in [1, 2, 7, 40] {
            for successes in 0..=trials {
                let seen = Proportion { successes, trials };
                let opposite = Proportion { successes: trials - successes, trials };
                for method in METHODS {
                    let interval = method(seen, Confidence::NINETY_FIVE);
                    let mirror = method(opposite, Confidence::NINETY_FIVE);
                    assert!(interval.contains(seen.share().unwrap()), "{seen:?}");
                    assert!((interval.low - (1.0 - mirror.high)).abs() < 1e-14);
                    assert!(interval.width() < method(seen, wide).width(), "{seen:?} {interval:?}");
                }
            }
        }
    }

    #[test]
    fn without_trials_nothing_is_excluded() {
        let none = Proportion::default();
        assert_eq!(none.share(), None);
        for method in METHODS {
            assert_eq!(method(none, Confidence::NINETY_FIVE), Interval::UNIT);
        }
    }
}
