//! Intervals of estimates: rows drawn again, and the luck that is common to all rows.

use crate::monte_carlo::statistics::{Confidence, Interval};
use crate::random::{Purpose, RunSeed};
use rand::RngExt;
use rand_distr::StandardNormal;
use serde::Serialize;

/// Number and luck of the resamples from which intervals are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resampling {
    /// Master seed of the resamples.
    pub seed: u64,
    /// Number of resamples; a thousand gives the ends of a 95 % interval to a few per cent.
    pub replicates: u32,
    /// Probability with which an interval shall cover.
    pub confidence: Confidence,
}

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IndexEstimate {
    /// The estimate; an index near 0 may come out below it.
    pub value: f64,
    /// Its interval; `None` from fewer than two rows, or where too many resamples were undefined.
    pub interval: Option<Interval>,
}

/// Standard errors of estimates by the jackknife, each a row of values with a group left out.
pub(super) fn jackknife(left_out: &[Vec<f64>], estimates: usize) -> Vec<f64> {
    let groups = left_out.len() as f64;
    let error = |place: usize| {
        let mean = left_out.iter().map(|values| values[place]).sum::<f64>() / groups;
        let squares = left_out.iter().map(|values| (values[place] - mean) * (values[place] - mean));
        ((groups - 1.0) / groups * squares.sum::<f64>()).sqrt()
    };
    (0..estimates).map(|place| if left_out.is_empty() { 0.0 } else { error(place) }).collect()
}

/// Estimates with intervals: each estimate is a function of chosen rows, `None` where undefined;
/// `common` has the standard errors of the luck common to all rows.
pub(super) fn with_intervals(
    values: &[f64],
    common: &[f64],
    rows: usize,
    how: Resampling,
    of_rows: impl Fn(&[usize]) -> Option<Vec<f64>>,
) -> Vec<IndexEstimate> {
    let mut samples = vec![Vec::new(); values.len()];
    for replicate in 0..how.replicates {
        let seed = RunSeed { seed: how.seed, run: 0 };
        let mut luck = seed.stream(Purpose::Resample, 0, u64::from(replicate));
        let chosen: Vec<usize> = (0..rows).map(|_| luck.random_range(0..rows)).collect();
        let luck_in_runs: Vec<f64> = common.iter().map(|_| luck.sample(StandardNormal)).collect();
        let Some(estimates) = of_rows(&chosen) else {
            continue;
        };
        for (place, sample) in samples.iter_mut().enumerate() {
            sample.push(estimates[place] + common[place] * luck_in_runs[place]);
        }
    }
    let tail = how.confidence.tail();
    let of = |(value, sample): (&f64, Vec<f64>)| {
        let defined = sample.len() as f64 >= (1.0 - tail) * f64::from(how.replicates);
        let interval = (rows > 1 && defined).then(|| percentiles(sample, tail)).flatten();
        IndexEstimate { value: *value, interval }
    };
    values.iter().zip(samples).map(of).collect()
}

/// The interval that leaves out a share of the sample on each side.
fn percentiles(mut sample: Vec<f64>, tail: f64) -> Option<Interval> {
    sample.sort_by(f64::total_cmp);
    let last = sample.len().checked_sub(1)?;
    let at = |share: f64| {
        let place = share * last as f64;
        let below = place as usize;
        let above = (below + 1).min(last);
        sample[below] + (place - below as f64) * (sample[above] - sample[below])
    };
    Some(Interval { low: at(tail), high: at(1.0 - tail) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Resampling =
        Resampling { seed: 1, replicates: 4000, confidence: Confidence::NINETY_FIVE };

    /// The interval of a mean of 100 rows: 1.96 standard errors, 2 % off for chance.
    #[test]
    fn a_mean_has_the_interval_of_its_standard_error() {
        let rows: Vec<f64> = (0..100).map(|row| f64::from(row % 10)).collect();
        let mean = |chosen: &[usize]| chosen.iter().map(|row| rows[*row]).sum::<f64>() / 100.0;
        let spread = libm::sqrt(8.25 / 100.0);
        for common in [0.0, 0.5] {
            let of_rows = |chosen: &[usize]| Some(vec![mean(chosen)]);
            let estimate = with_intervals(&[4.5], &[common], 100, HOW, of_rows)[0];
            let half = 1.96 * libm::hypot(spread, common);
            let interval = estimate.interval.unwrap();
            assert!((interval.low - (4.5 - half)).abs() < 0.06 * half, "{interval:?}");
            assert!((interval.high - (4.5 + half)).abs() < 0.06 * half, "{interval:?}");
        }
        let undefined = with_intervals(&[4.5], &[0.0], 100, HOW, |_| None)[0];
        assert_eq!(undefined.interval, None);
    }

    /// For a mean the jackknife is the textbook's standard error.
    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        let values = [1.0, 4.0, 2.0, 8.0, 5.0];
        let total: f64 = values.iter().sum();
        let left_out: Vec<_> = values.iter().map(|value| vec![(total - value) / 4.0]).collect();
        let squares: f64 = values.iter().map(|value| (value - 4.0) * (value - 4.0)).sum();
        let error = jackknife(&left_out, 1)[0];
        assert!((error - libm::sqrt(squares / 20.0)).abs() < 1e-12, "{error}");
        assert_eq!(jackknife(&[], 2), [0.0, 0.0]);
    }
}
