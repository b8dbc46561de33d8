//! Confidence sequence for the mean of a number without bounds.
//!
//! For a martingale `S` of finite variance, `exp(λ S − λ² V / 2)` with `V = ([S] + 2 ⟨S⟩) / 3` is a
//! supermartingale (Delyon, Electron. Commun. Probab. 14:510, 2009; Howard, Ramdas, `McAuliffe` &
//! Sekhon, Probab. Surv. 17:257, 2020, table 3, "self-normalised"); `[S]` sums the squares that
//! were seen and `⟨S⟩` their expectations. Were the variance `σ²` of a run known, Ville's
//! inequality would make the interval hold for every law and at all times; here it is estimated, so
//! it holds as the runs become many, as Student's does.
//!
//! The weight `λ` of a run is chosen from the runs before it: `h / σ²` is the one under which the
//! interval shrinks to a half width of `h` soonest. First runs only teach the spread; so do runs
//! before which there was none. An interval needs 32 runs.

use crate::monte_carlo::statistics::{Interval, Moments};

/// Runs that only teach the spread.
pub(super) const TEACHING: u64 = 16;

/// Runs below which a variance is not known well enough for an interval.
pub(super) const RUNS_MIN: u64 = 32;

/// A new weight when the count has grown by one part in so many.
const RENEWALS: u64 = 4;

/// Sums over the runs, from which the interval follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WeightedSums {
    half_width: f64,
    moments: Moments,
    renewal: u64,
    weight: f64,
    /// Of the weights.
    weights: f64,
    /// Of weight × value.
    values: f64,
    /// Of weight² × value^k, for k = 0, 1, 2; values counted from the first one.
    squares: [f64; 3],
    origin: f64,
}

impl WeightedSums {
    pub(super) fn new(half_width: f64) -> Self {
        let (moments, renewal) = (Moments::default(), TEACHING);
        let (weight, weights, values, squares, origin) = (0.0, 0.0, 0.0, [0.0; 3], 0.0);
        Self { half_width, moments, renewal, weight, weights, values, squares, origin }
    }

    pub(super) fn count(&self) -> u64 {
        self.moments.count()
    }

    pub(super) fn push(&mut self, value: f64) {
        if self.count() == 0 {
            self.origin = value;
        }
        let from_origin = value - self.origin;
        self.weights += self.weight;
        self.values += self.weight * from_origin;
        let mut term = self.weight * self.weight;
        for sum in &mut self.squares {
            *sum += term;
            term *= from_origin;
        }
        self.moments.push(value);
        if self.count() == self.renewal {
            let variance = self.moments.variance().filter(|variance| *variance > 0.0);
            self.weight = variance.map_or(0.0, |variance| self.half_width / variance);
            self.renewal += (self.renewal / RENEWALS).max(1);
        }
    }

    /// The interval when the logarithm of the capital must reach a threshold on either side,
    /// `ln(2/α)`; `None` for few runs, or without spread.
    pub(super) fn interval(&self, threshold: f64) -> Option<Interval> {
        if self.count() < RUNS_MIN || self.weights <= 0.0 {
            return None;
        }
        let mean = self.moments.mean()? - self.origin;
        let [none, one, two] = self.squares;
        let seen = (two - 2.0 * mean * one + mean * mean * none).max(0.0);
        let variation = (seen + 2.0 * self.moments.variance()? * none) / 3.0;
        let centre = self.origin + self.values / self.weights;
        let half = (threshold + 0.5 * variation) / self.weights;
        Some(Interval { low: centre - half, high: centre + half })
    }
}

/// Runs until the half width is reached if the variance of a run is this.
pub(super) fn runs_needed(variance: f64, half_width: f64, threshold: f64) -> f64 {
    let betting = 2.0 * threshold * variance / (half_width * half_width);
    (betting + TEACHING as f64).max(RUNS_MIN as f64)
}
