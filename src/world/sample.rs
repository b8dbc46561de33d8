//! Samples of what is true and of what each system believes, for the judge alone.
//!
//! The picture changes by the second, but a mean over a run needs no more than a look now and then:
//! the rooms write down states every [`PERIOD_S`].

use super::clock::Clock;
use crate::ballistics::state::State;
use crate::scenario::identity::{ObjectId, SystemId};
use nalgebra::SMatrix;

/// Time between two samples, s: a hundred or so in the flight of a ballistic missile, so that a
/// share of that time is told to a hundredth, at a tenth of the memory of a sample a second. A run
/// of two dozen threats so writes about a megabyte.
pub const PERIOD_S: f64 = 10.0;

/// Whether a sample is to be written in this tick. The first is at time zero; a step that the
/// period is no multiple of gives the nearest whole number of ticks.
pub fn is_due(clock: Clock) -> bool {
    let ticks = (PERIOD_S / clock.step_s).round().max(1.0);
    clock.every(ticks as u64)
}

/// Truth: an object in flight, alive or as debris that still looks like it, at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TruthSample {
    /// The object; until cut-off a threat is one object, its payload.
    pub object: ObjectId,
    /// Position and velocity.
    pub state: State,
}

/// Belief: an object in the picture of a system, at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeliefSample {
    /// System whose picture it is.
    pub system: SystemId,
    /// The object's number in it, kept for life.
    pub number: u32,
    /// Mean.
    pub state: State,
    /// Covariance.
    pub spread: PackedCovariance,
    /// Sum of the normalised innovations squared of all plots of the own track of it, and of how
    /// many numbers they are; zeros without one.
    pub innovations: [f64; 2],
}

/// A covariance of position and velocity, m², m²/s and m²/s²: its upper triangle, row by row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PackedCovariance(pub [f64; 21]);

/// The samples of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Samples {
    /// Times of the samples, s, each with how many truths and how many beliefs there are up to it.
    pub times: Vec<SampleStart>,
    /// Truths, by time and object.
    pub truths: Vec<TruthSample>,
    /// Beliefs, by time, system and number.
    pub beliefs: Vec<BeliefSample>,
}

/// Start of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleStart {
    /// Time, s.
    pub time_s: f64,
    /// Place of its first truth.
    pub truth: usize,
    /// Place of its first belief.
    pub belief: usize,
}

impl Samples {
    /// Begins a sample with what is true.
    pub fn begin(&mut self, time_s: f64, truths: impl Iterator<Item = TruthSample>) {
        let (truth, belief) = (self.truths.len(), self.beliefs.len());
        self.times.push(SampleStart { time_s, truth, belief });
        self.truths.extend(truths);
        self.truths[truth..].sort_unstable_by_key(|truth| truth.object);
    }

    /// Place of the last sample at or before a time, s.
    pub fn last(&self, time_s: f64) -> Option<usize> {
        self.times.partition_point(|start| start.time_s <= time_s).checked_sub(1)
    }

    /// Place of an object among the truths of a sample.
    pub fn place(&self, sample: Option<usize>, object: ObjectId) -> Option<usize> {
        let start = self.times.get(sample?)?.truth;
        let next = self.times.get(sample? + 1).map_or(self.truths.len(), |next| next.truth);
        let truths = self.truths.get(start..next)?;
        Some(start + truths.binary_search_by_key(&object, |truth| truth.object).ok()?)
    }

    /// Each sample: when, s, what was true, and what was believed.
    pub fn iter(&self) -> impl Iterator<Item = (f64, &[TruthSample], &[BeliefSample])> {
        self.times.iter().enumerate().map(|(place, mark)| {
            let next = self.times.get(place + 1);
            let truths = mark.truth..next.map_or(self.truths.len(), |next| next.truth);
            let beliefs = mark.belief..next.map_or(self.beliefs.len(), |next| next.belief);
            let (truths, beliefs) = (&self.truths[truths], &self.beliefs[beliefs]);
            (mark.time_s, truths, beliefs)
        })
    }
}

impl PackedCovariance {
    /// Of a symmetric matrix.
    pub fn of(all: &SMatrix<f64, 6, 6>) -> Self {
        let mut upper = [0.0; 21];
        let places = (0..6).flat_map(|row| (row..6).map(move |column| (row, column)));
        for (number, place) in upper.iter_mut().zip(places) {
            *number = all[place];
        }
        Self(upper)
    }

    /// The whole matrix.
    pub fn matrix(&self) -> SMatrix<f64, 6, 6> {
        let mut all = SMatrix::zeros();
        let places = (0..6).flat_map(|row| (row..6).map(move |column| (row, column)));
        for (number, (row, column)) in self.0.iter().zip(places) {
            all[(row, column)] = *number;
            all[(column, row)] = *number;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covariance_is_kept_whole() {
        let root = SMatrix::<f64, 6, 6>::from_fn(|row, column| (3 * row + column * column) as f64);
        let covariance = root * root.transpose();
        let (kept, off) =
            (PackedCovariance::of(&covariance).matrix(), covariance - covariance.transpose());
        assert!((kept - covariance).norm() <= off.norm());
        assert!(covariance[(1, 4)] > covariance[(0, 3)], "the places differ");
    }

    #[test]
    fn a_sample_comes_every_ten_seconds_or_so() {
        for (step_s, expected) in [(1.0, 10), (0.1, 100), (3.0, 3), (30.0, 1)] {
            let due = |tick: &u64| is_due(Clock { tick: *tick, step_s });
            let ticks: Vec<u64> = (0..1000).filter(due).take(3).collect();
            assert_eq!(ticks, [0, expected, 2 * expected]);
        }
    }
}
