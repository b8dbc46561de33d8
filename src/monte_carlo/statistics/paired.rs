//! Tests of the difference of two means under paired designs.
//!
//! The paired test looks at the differences run by run, where common luck has cancelled. Sources:
//! Student, Biometrika 6:1 (1908); Law, "Simulation Modeling and Analysis", chapter 10.
//!
//! Where the differences show no spread there is no t statistic. The p-value is then that of the
//! sign test (Dixon & Mood, J. Am. Stat. Assoc. 41:557, 1946): `n` equal signs have the chance
//! `2^(1 − n)`. Its interval is a point; for bounded numbers report
//! [`super::bounded_mean_interval`] of the differences instead.

use super::interval::{Confidence, Interval};
use super::moments::PairedMoments;
use crate::numerics::Distribution;
use serde::Serialize;

/// The difference of two means, tested against zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DifferenceTest {
    /// Mean under `a` minus mean under `b`.
    pub difference: f64,
    /// Standard error of the difference.
    pub standard_error: f64,
    /// Degrees of freedom of Student's t.
    pub freedom: f64,
    /// Confidence interval of the difference.
    pub interval: Interval,
    /// Difference over standard error; `None` without spread.
    pub statistic: Option<f64>,
    /// Two-sided probability of a difference at least this large if there is none.
    pub p_value: f64,
}

/// Paired t test with `n − 1` degrees of freedom; `None` below two pairs.
pub fn paired_t(pairs: &PairedMoments, confidence: Confidence) -> Option<DifferenceTest> {
    let moments = pairs.difference();
    let (difference, standard_error) = (moments.mean()?, moments.standard_error()?);
    let size = pairs.a().mean()?.abs().max(pairs.b().mean()?.abs());
    let freedom = (moments.count() - 1) as f64;
    let law = Distribution::StudentT { freedom };
    let half = -law.quantile(confidence.tail()) * standard_error;
    let statistic = moments.has_spread(size).then(|| difference / standard_error);
    let p_value = match statistic {
        Some(statistic) => law.two_sided(statistic),
        None if difference.abs() > 0.0 => libm::exp2(1.0 - moments.count() as f64),
        None => 1.0,
    };
    let interval = Interval { low: difference - half, high: difference + half };
    Some(DifferenceTest { difference, standard_error, freedom, interval, statistic, p_value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};
    use rand_distr::StandardNormal;

    /// Pairs share most of their luck, and the interval its promise keeps. Standard error of a
    /// coverage is 0.0015; as if independent, the interval were more than three times as long.
    #[test]
    fn common_luck_shortens_the_interval_and_keeps_the_coverage() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let repetitions = 20_000;
        let (mut covered, mut contradictions) = (0, 0);
        let (mut width, mut width_apart) = (0.0, 0.0);
        for _ in 0..repetitions {
            let pairs: PairedMoments = (0..30)
                .map(|_| {
                    let luck: f64 = rng.sample(StandardNormal);
                    let mut own = || 0.3 * rng.sample::<f64, _>(StandardNormal);
                    (luck + own() + 1.0, luck + own())
                })
                .collect();
            let paired = paired_t(&pairs, Confidence::NINETY_FIVE).unwrap();
            covered += i32::from(paired.interval.contains(1.0));
            width += paired.interval.width();
            let errors = [pairs.a(), pairs.b()].map(|of| of.standard_error().unwrap());
            width_apart += 2.0 * 2.0 * libm::hypot(errors[0], errors[1]);
            contradictions += i32::from((paired.p_value < 0.05) == paired.interval.contains(0.0));
        }
        let share = f64::from(covered) / f64::from(repetitions);
        assert!((share - 0.95).abs() < 0.005, "{share}");
        assert!(width_apart > 3.0 * width, "{width_apart} {width}");
        assert_eq!(contradictions, 0, "p-value and interval must agree about zero");
    }

    #[test]
    fn exchanging_the_designs_turns_the_sign() {
        let values = [(3.0, 1.0), (4.0, 2.5), (2.0, 2.25), (7.0, 3.0)];
        let forward = values.into_iter().collect();
        let backward = values.into_iter().map(|(a, b)| (b, a)).collect();
        let forward = paired_t(&forward, Confidence::NINETY_FIVE).unwrap();
        let backward = paired_t(&backward, Confidence::NINETY_FIVE).unwrap();
        assert!((forward.interval.low + backward.interval.high).abs() < 1e-14);
        assert!((forward.p_value - backward.p_value).abs() < 1e-15);
    }

    /// (difference, pairs, p-value): certainty must come from the number of runs.
    #[test]
    fn without_spread_the_sign_test_speaks() {
        for (gap, count, p_value) in [(0.0, 50, 1.0), (0.1, 2, 0.5), (-0.1, 11, 0.000_976_562_5)] {
            let pairs =
                (0..count).map(|run| (f64::from(run) * 0.1 + gap, f64::from(run) * 0.1)).collect();
            let test = paired_t(&pairs, Confidence::NINETY_FIVE).unwrap();
            assert_eq!(test.statistic, None, "{gap}");
            assert!((test.p_value - p_value).abs() < 1e-15, "{gap}");
        }
        let constant = [(2.0, 1.0); 5].into_iter().collect();
        let test = paired_t(&constant, Confidence::NINETY_FIVE).unwrap();
        assert_eq!(test.statistic, None);
        assert!((test.p_value - 0.0625).abs() < 1e-15);
    }

    #[test]
    fn one_pair_proves_nothing() {
        for pairs in [vec![], vec![(1.0, 2.0)]] {
            let pairs = pairs.into_iter().collect();
            assert_eq!(paired_t(&pairs, Confidence::NINETY_FIVE), None);
        }
    }
}
