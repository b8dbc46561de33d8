//! Frames: truth and tracks, sample by sample.

use crate::ballistics::state::State;
use crate::world::sample::PackedCovariance;
use nalgebra::SMatrix;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// An object at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrameObject {
    /// Its number, kept for life.
    pub number: u32,
    /// Its true state.
    pub state: State,
}

/// A track at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrameTrack {
    /// Its number, kept for life.
    pub number: u32,
    /// Its mean.
    pub state: State,
    /// Its covariance.
    pub spread: PackedCovariance,
}

/// Objects and tracks that there are at a time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub(super) time_s: f64,
    pub(super) objects: Range<usize>,
    pub(super) tracks: Range<usize>,
}

/// All samples, in the order of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frames {
    pub(super) at: Vec<Frame>,
    /// By frame and number.
    pub(super) objects: Vec<FrameObject>,
    /// By frame and number.
    pub(super) tracks: Vec<FrameTrack>,
}

impl FrameTrack {
    /// Its covariance as a matrix.
    pub(super) fn covariance(&self) -> SMatrix<f64, 6, 6> {
        self.spread.matrix()
    }
}

impl Frames {
    /// Adds a sample later than all before: the objects and the tracks that there are, each number
    /// once, in any order.
    ///
    /// # Panics
    /// If it is not later.
    pub fn push(
        &mut self,
        time_s: f64,
        objects: impl IntoIterator<Item = FrameObject>,
        tracks: impl IntoIterator<Item = FrameTrack>,
    ) {
        let last_s = self.at.last().map(|frame| frame.time_s);
        assert!(last_s.is_none_or(|last_s| last_s < time_s));
        let (first_object, first_track) = (self.objects.len(), self.tracks.len());
        self.objects.extend(objects);
        self.tracks.extend(tracks);
        self.objects[first_object..].sort_unstable_by_key(|object| object.number);
        self.tracks[first_track..].sort_unstable_by_key(|track| track.number);
        self.at.push(Frame {
            time_s,
            objects: first_object..self.objects.len(),
            tracks: first_track..self.tracks.len(),
        });
    }

    /// Times of the first and the last sample, s; `None` without any.
    pub fn ends_s(&self) -> Option<(f64, f64)> {
        let ends = self.at.first().zip(self.at.last());
        ends.map(|(first, last)| (first.time_s, last.time_s))
    }

    /// Number of tracks, each once however long it lives.
    pub fn track_count(&self) -> usize {
        self.tracks.iter().map(|track| track.number).collect::<BTreeSet<_>>().len()
    }

    /// Time of a sample, s.
    pub(super) fn time_s(&self, place: usize) -> f64 {
        self.at[place].time_s
    }

    /// Time from one sample to another, s.
    pub(super) fn span_s(&self, (from, to): (usize, usize)) -> f64 {
        self.time_s(to) - self.time_s(from)
    }

    /// The place of an object in a sample, if it is there.
    pub(super) fn object_at(&self, place: usize, number: u32) -> Option<usize> {
        let range = self.at[place].objects.clone();
        let found = self.objects[range.clone()].binary_search_by_key(&number, |of| of.number);
        found.ok().map(|at| range.start + at)
    }

    /// The place of a track in a sample, likewise.
    pub(super) fn track_at(&self, place: usize, number: u32) -> Option<usize> {
        let range = self.at[place].tracks.clone();
        let found = self.tracks[range.clone()].binary_search_by_key(&number, |of| of.number);
        found.ok().map(|at| range.start + at)
    }

    /// The first and the last sample of each object.
    pub fn lives(&self) -> Vec<(usize, usize)> {
        let mut lives = BTreeMap::new();
        for (place, frame) in self.at.iter().enumerate() {
            for object in &self.objects[frame.objects.clone()] {
                let life = lives.entry(object.number).or_insert((place, place));
                life.1 = place;
            }
        }
        lives.into_values().collect()
    }
}
