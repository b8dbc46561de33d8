//! Intervals for the mean of a per-run number.
//!
//! Student's interval trusts the sample to show the spread. When all runs give the same value it
//! shrinks to a point and claims a certainty that `n` runs do not give. Where the number has known
//! bounds, [`bounded_mean_interval`] puts the *rule of three* in its place:
//!
//! If `n` runs all gave `c`, then either something rare has happened, or other values have a
//! probability below `u = 1 − (α/2)^(1/n)`, about `3.7 / n` at 95 %: the Clopper–Pearson limit for
//! no event in `n` trials. At worst those other values sit on a bound, hence the mean lies in
//! `[c − u (c − low), c + u (high − c)]`. For a yes-or-no number this is Clopper & Pearson,
//! Biometrika 26:404 (1934); see Hanley & Lippman-Hand, "If nothing goes wrong, is everything all
//! right?", JAMA 249:1743 (1983). For a fraction it is the Stringer bound of auditing, in the case
//! of equal values; Bickel, "Inference and auditing: the Stringer bound", Int. Stat. Rev. 60:197
//! (1992).
//!
//! It holds for every law on the bounds and every `n`. Scale the bounds to 0 and 1, and let the
//! mean lie above the limit of each of the values `c_i`, the largest of them `c`. Then
//! `Σ p_i (1 − c) ≤ Σ p_i (1 − c_i) ≤ 1 − mean < (1 − u)(1 − c)`, so `Σ p_i < 1 − u`, and the
//! chance that all runs agree on one of them is `Σ p_iⁿ ≤ (Σ p_i)ⁿ < α/2`. Likewise below.
//!
//! Why not always a bound that holds for every law (Hoeffding 1963, Anderson 1969, empirical
//! Bernstein 2009)? It must allow an unseen event of probability `3/n` in each sample, and that
//! is wider than Student's interval wherever pairing has done its work: a comparison would lose
//! most of its power to guard against what it shows no sign of. So the price is paid only where
//! the sample is silent, and near a bound: all runs on the lower bound are the best news there
//! can be, so no other sample gives an upper limit below that of this one.
//!
//! Where values have weights, what was not seen may have had the greatest, 1: by the mean weight it
//! counts for `u / mean w` at most.
//!
//! Leaves out: where a handful of runs differ, Student's interval trusts them. Its coverage can
//! fall to 0.87 (test `a_handful_of_disasters_is_covered_less`), and one pair of many that differs
//! a little gives a shorter interval than none; for yes-or-no numbers use Wilson's or Newcombe's.
//! Without bounds nothing can be said about a sample without spread: [`mean_interval`] gives a
//! point.

use super::interval::{Confidence, Interval};
use super::moments::Moments;
use crate::numerics::Distribution;

/// Student's interval `mean ± t s / √n` for a number without bounds; `None` below two values.
///
/// A point if all values are equal; see [`Interval::is_point`]. Source: Student, Biometrika 6:1
/// (1908).
pub fn mean_interval(moments: &Moments, confidence: Confidence) -> Option<Interval> {
    let freedom = moments.count().checked_sub(1)? as f64;
    let quantile = -Distribution::StudentT { freedom }.quantile(confidence.tail());
    let half = quantile * moments.standard_error()?;
    let mean = moments.mean()?;
    Some(Interval { low: mean - half, high: mean + half })
}

/// Interval for the mean of a number that cannot leave the bounds: Student's, clipped, and the rule
/// of three where the sample is silent (see the head of this file).
///
/// Use [`Interval::UNIT`] for fractions, [`Interval::SIGNED_UNIT`] for differences of fractions.
/// Always contains the sample mean; without values it is all of the bounds.
pub fn bounded_mean_interval(
    moments: &Moments,
    bounds: Interval,
    confidence: Confidence,
) -> Interval {
    let Some(mean) = moments.mean() else {
        return bounds;
    };
    // Runs that were not seen may have had the greatest weight.
    let weight = moments.mean_weight().unwrap_or(1.0);
    let unseen = (unseen_share(moments.count(), confidence) / weight).min(1.0);
    let student = mean_interval(moments, confidence)
        .filter(|_| moments.has_spread(bounds.low.abs().max(bounds.high.abs())));
    if let Some(Interval { low, high }) = student {
        let margin = unseen * bounds.width();
        Interval {
            low: low.max(bounds.low).min(bounds.high - margin),
            high: high.min(bounds.high).max(bounds.low + margin),
        }
    } else {
        Interval {
            low: mean - unseen * (mean - bounds.low),
            high: mean + unseen * (bounds.high - mean),
        }
    }
}

/// Largest probability that what never happened in `count` runs may have, `1 − (α/2)^(1/n)`.
pub fn unseen_share(count: u64, confidence: Confidence) -> f64 {
    -libm::expm1(libm::log(confidence.tail()) / count as f64)
}

#[cfg(test)]
mod tests {
    use super::super::binomial::Proportion;
    use super::*;
    use proptest::prelude::*;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};
    use rand_distr::{Binomial, StandardNormal};

    const CONFIDENCE: Confidence = Confidence::NINETY_FIVE;

    /// Share of simulated samples whose interval covers the true mean.
    fn coverage(
        true_mean: f64,
        mut sample: impl FnMut(&mut ChaCha8Rng) -> Moments,
        interval: impl Fn(&Moments) -> Interval,
    ) -> f64 {
        let mut rng = ChaCha8Rng::seed_from_u64(19);
        let repetitions = 20_000;
        let covered =
            (0..repetitions).filter(|_| interval(&sample(&mut rng)).contains(true_mean)).count();
        covered as f64 / f64::from(repetitions)
    }

    /// Standard error of the coverage is 0.0015; with a normal for the t quantile it would be 0.94.
    #[test]
    fn student_covers_as_promised_for_normal_runs() {
        let covered = coverage(
            3.0,
            |rng| (0..30).map(|_| 3.0 + 2.0 * rng.sample::<f64, _>(StandardNormal)).collect(),
            |moments| mean_interval(moments, CONFIDENCE).unwrap(),
        );
        assert!((covered - 0.95).abs() < 0.005, "{covered}");
    }

    /// One threat in twenty leaks, 20 threats in a raid, 200 raids: the rule of three is silent.
    #[test]
    fn bounded_interval_covers_a_usual_leakage() {
        let leaks = Binomial::new(20, 0.05).unwrap();
        let covered = coverage(
            0.05,
            |rng| (0..200).map(|_| rng.sample(leaks) as f64 / 20.0).collect(),
            |moments| bounded_mean_interval(moments, Interval::UNIT, CONFIDENCE),
        );
        assert!((covered - 0.95).abs() < 0.007, "{covered}");
    }

    /// A rare disaster: one raid in 50 leaks half its threats. Student alone covers 0.64: 0.98^50.
    #[test]
    fn rare_disasters_are_not_excluded_by_their_absence() {
        let sample = |rng: &mut ChaCha8Rng| -> Moments {
            (0..50).map(|_| if rng.random_bool(0.02) { 0.5 } else { 0.0 }).collect()
        };
        let student = coverage(0.01, sample, |m| mean_interval(m, CONFIDENCE).unwrap());
        let bounded =
            coverage(0.01, sample, |m| bounded_mean_interval(m, Interval::UNIT, CONFIDENCE));
        assert!(student < 0.66, "{student}");
        assert!(bounded > 0.95, "{bounded}");
    }

    /// One to four threats a raid. In larger raids each leaks more often: the share of all threats
    /// that leak is no mean of the raids' shares, and its interval covers it.
    #[test]
    fn a_share_of_all_threats_is_covered_where_their_number_is_drawn() {
        let leaks = |count: u32| 0.04 * f64::from(count);
        let all: f64 = (1..=4).map(|count| f64::from(count) * leaks(count)).sum::<f64>() / 10.0;
        let of_raids: f64 = (1..=4).map(leaks).sum::<f64>() / 4.0;
        assert!((all - 0.12).abs() < 1e-12 && (of_raids - 0.1).abs() < 1e-12);
        let sample = |rng: &mut ChaCha8Rng, is_weighted: bool| -> Moments {
            let mut moments = Moments::default();
            for _ in 0..200 {
                let count = rng.random_range(1..=4);
                let law = Binomial::new(u64::from(count), leaks(count)).unwrap();
                let share = rng.sample(law) as f64 / f64::from(count);
                let weight = if is_weighted { f64::from(count) / 4.0 } else { 1.0 };
                moments.push_weighted(share, weight);
            }
            moments
        };
        let covered = |truth: f64, is_weighted: bool| {
            coverage(
                truth,
                |rng| sample(rng, is_weighted),
                |moments| bounded_mean_interval(moments, Interval::UNIT, CONFIDENCE),
            )
        };
        assert!((covered(all, true) - 0.95).abs() < 0.012, "{}", covered(all, true));
        assert!(covered(all, false) < 0.90, "the mean of shares is another number");
        assert!((covered(of_raids, false) - 0.95).abs() < 0.012);
    }

    /// Nothing leaked yet; raids of four, one in ten, always leak.
    #[test]
    fn what_was_not_seen_may_be_a_large_raid() {
        let rare = coverage(
            0.4 / 1.3,
            |rng| {
                let mut moments = Moments::default();
                for _ in 0..8 {
                    let is_large = rng.random_bool(0.1);
                    let weight = if is_large { 1.0 } else { 0.25 };
                    moments.push_weighted(f64::from(u8::from(is_large)), weight);
                }
                moments
            },
            |moments| bounded_mean_interval(moments, Interval::UNIT, CONFIDENCE),
        );
        assert!(rare > 0.93, "{rare}");
    }

    /// The known limit of the method: five total failures expected in 200 runs.
    #[test]
    fn a_handful_of_disasters_is_covered_less() {
        let covered = coverage(
            0.025,
            |rng| (0..200).map(|_| f64::from(u8::from(rng.random_bool(0.025)))).collect(),
            |moments| bounded_mean_interval(moments, Interval::UNIT, CONFIDENCE),
        );
        assert!((covered - 0.875).abs() < 0.015, "{covered}");
    }

    proptest! {
        /// The proof in the head, on laws with up to six values: the chance that all runs agree and
        /// the interval misses is at most α.
        #[test]
        fn agreeing_runs_mislead_no_more_often_than_promised(
            law in prop::collection::vec((0.0..=1.0, 0.001..1.0), 1..6),
            favourite in 0.0..200.0,
            runs in 1_u64..80,
        ) {
            let mut law = law;
            law[0].1 += favourite;
            let total: f64 = law.iter().map(|(_, weight)| weight).sum();
            let mean: f64 = law.iter().map(|(value, weight)| value * weight / total).sum();
            let misled: f64 = law
                .iter()
                .filter(|(value, _)| {
                    let agreeing = std::iter::repeat_n(*value, runs as usize).collect();
                    !bounded_mean_interval(&agreeing, Interval::UNIT, CONFIDENCE).contains(mean)
                })
                .map(|(_, weight)| libm::pow(weight / total, runs as f64))
                .sum();
            prop_assert!(misled <= 0.05, "{misled}");
        }

        #[test]
        fn bounded_interval_contains_the_mean_and_keeps_the_bounds(
            values in prop::collection::vec(-1.0..=1.0, 0..30),
        ) {
            let moments: Moments = values.iter().copied().collect();
            let interval = bounded_mean_interval(&moments, Interval::SIGNED_UNIT, CONFIDENCE);
            prop_assert!(interval.low >= -1.0 && interval.high <= 1.0);
            prop_assert!(interval.width() > 0.0);
            if let Some(mean) = moments.mean() {
                prop_assert!(interval.contains(mean));
            }
        }
    }

    #[test]
    fn agreeing_runs_at_a_bound_give_the_clopper_pearson_interval() {
        for runs in [1, 10, 1000] {
            for value in [0.0, 1.0] {
                let moments = std::iter::repeat_n(value, runs).collect();
                let got = bounded_mean_interval(&moments, Interval::UNIT, CONFIDENCE);
                let trials = runs as u64;
                let successes = if value > 0.0 { trials } else { 0 };
                let exact = Proportion { successes, trials }.clopper_pearson(CONFIDENCE);
                assert!((got.low - exact.low).abs() < 1e-13, "{runs} {value}");
                assert!((got.high - exact.high).abs() < 1e-13, "{runs} {value}");
            }
        }
    }

    /// (runs, low, high): no difference in any pair of runs still leaves about 3.7 in n.
    #[test]
    fn equal_designs_are_not_proved_equal() {
        let cases = [(0, 1.0), (1, 0.975), (100, 0.036_217), (1000, 0.003_682)];
        for (runs, half) in cases {
            let moments = std::iter::repeat_n(0.0, runs).collect();
            let got = bounded_mean_interval(&moments, Interval::SIGNED_UNIT, CONFIDENCE);
            assert!((got.high - half).abs() < 1e-6, "{runs}: {got:?}");
            assert!((got.low + half).abs() < 1e-6, "{runs}: {got:?}");
        }
    }

    #[test]
    fn worse_news_never_lowers_the_upper_limit() {
        let limit = |leaks: usize| {
            let values = std::iter::repeat_n(0.1, leaks);
            let moments = values.chain(std::iter::repeat_n(0.0, 200 - leaks)).collect();
            bounded_mean_interval(&moments, Interval::UNIT, CONFIDENCE).high
        };
        let limits: Vec<f64> = (0..40).map(limit).collect();
        assert!(limits.is_sorted(), "{limits:?}");
        assert!(limits[39] > limits[0]);
    }

    #[test]
    fn student_needs_two_values_and_degenerates_without_spread() {
        let of = |values: &[f64]| {
            let moments = values.iter().copied().collect();
            mean_interval(&moments, CONFIDENCE)
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[4.0]), None);
        assert!(of(&[4.0, 4.0]).unwrap().is_point());
    }
}
