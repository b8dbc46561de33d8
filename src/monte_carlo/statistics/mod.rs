//! Inference from many paired runs: intervals, tests, corrections.
//!
//! Streams of per-run numbers go into small accumulators of constant size ([`Moments`],
//! [`PairedMoments`], [`PairedCounts`]); from those come interval estimates and p-values. Special
//! functions are our own, on `libm`, so the same bits come out on every platform.
//!
//! The interval for each kind of metric:
//!
//! | per-run metric | one architecture | two, same luck | p-value |
//! |---|---|---|---|
//! | yes or no | [`Proportion::wilson`] | [`PairedCounts::newcombe`] | its `mcnemar_exact` |
//! | fraction | [`bounded_mean_interval`] | same, of the differences | [`paired_t`] |
//! | count, seconds | [`mean_interval`] | [`paired_t`] | [`paired_t`] |
//!
//! Leaves out: bootstrap, quantiles of samples, sequential stopping.

mod binomial;
mod interval;
mod means;
mod moments;
mod multiple;
mod paired;
mod paired_binary;

pub use binomial::Proportion;
pub use interval::{Confidence, Interval};
pub use means::{bounded_mean_interval, mean_interval, unseen_share};
pub use moments::{Moments, PairedMoments};
pub use multiple::holm;
pub use paired::{DifferenceTest, paired_t};
pub use paired_binary::{PairOutcome, PairedCounts};
