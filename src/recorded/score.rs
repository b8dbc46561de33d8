//! The tracks of recorded plots, judged against what was true.

use super::{Fix, Snapshot, Truth};
use crate::outcome::picture::frames::{FrameObject, FrameTrack, Frames};
use crate::outcome::picture::{PictureParameters, PictureQuality, judge};
use crate::world::sample::PackedCovariance;

/// Tracks beside the truth, at the times of the truth.
#[derive(Debug)]
pub struct RecordingScorer<'a> {
    /// By time; what is still to come.
    truths: &'a [Truth],
    frames: Frames,
}

/// A record, judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecordingScore {
    /// First and last time of the truth, s; `None` without any truth.
    pub span_s: Option<(f64, f64)>,
    /// Objects.
    pub objects: usize,
    /// Tracks that there were at a time of the truth.
    pub tracks: usize,
    /// Quality of the tracks.
    pub judgement: PictureQuality,
}

/// The times at which there is truth, s, each once; the truth by time.
pub fn times_s(truths: &[Truth]) -> Vec<f64> {
    let mut times_s: Vec<f64> = truths.iter().map(|truth| truth.time_s).collect();
    times_s.dedup();
    times_s
}

impl<'a> RecordingScorer<'a> {
    /// Nothing recorded yet, beside a truth in the order of time.
    pub fn new(truths: &'a [Truth]) -> Self {
        Self { truths, frames: Frames::default() }
    }

    /// Takes in a moment, if it is one of the truth; they must come in the order of time.
    pub fn take(&mut self, moment: &Snapshot) {
        let until_s = moment.time_s;
        let past = self.truths.partition_point(|truth| truth.time_s < until_s);
        let now = self.truths.partition_point(|truth| truth.time_s <= until_s);
        let truths = &self.truths[past..now];
        self.truths = &self.truths[now..];
        if truths.is_empty() {
            return;
        }
        let objects =
            truths.iter().map(|truth| FrameObject { number: truth.object, state: truth.state });
        let held = |fix: &Fix| FrameTrack {
            number: fix.track,
            state: fix.state,
            spread: PackedCovariance::of(&fix.covariance.matrix()),
        };
        self.frames.push(until_s, objects, moment.fixes.iter().map(held));
    }

    /// Score of the tracks.
    pub fn score(&self) -> RecordingScore {
        let frames = &self.frames;
        RecordingScore {
            span_s: frames.ends_s(),
            objects: frames.lives().len(),
            tracks: frames.track_count(),
            judgement: judge(frames, &PictureParameters::RECORDING),
        }
    }
}
