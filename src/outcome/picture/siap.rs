//! The SIAP attributes: who tracks what, for how long and under how many numbers.
//!
//! The *Single Integrated Air Picture* metrics (SIAP System Engineering Task Force, Votruba et al.,
//! *SIAP Metrics Implementation*, 2001, and Technical Report 2003-029), as Stone Soup 1.9.1 forms
//! them in `SIAPMetrics`: sums over time before they are divided. A track is of the object nearest
//! to it, if nearer than a threshold ([`TrackToTruthRule`]); an object may have several tracks, a
//! track has one object at a time.
//!
//! Where it departs from Stone Soup: a streak of samples is broken by any other sample, so that a
//! track is never of two objects at once; a sample counts only if object and track are both there;
//! nothing to be tracked is complete, and a mean error of no pair is no number instead of 0.
//!
//! What is nearest is what a track is of, whatever it was made from: where objects fly less far
//! apart than tracks are off, as payload and decoys do after cut-off, some are taken for their
//! neighbours, with the difference of their velocities. Means are of lengths and of squares: a few
//! samples of a track that has gone wrong may outweigh all others. Leaves out the identity
//! attributes.

use super::consistency;
use super::consistency::NormalisedMean;
use super::frames::Frames;
use crate::numerics::index::PointCloud;
use nalgebra::SVector;

/// Rule by which a track is of an object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackToTruthRule {
    /// It must be nearer than this, m.
    pub threshold_m: f64,
    /// So many samples in a row make it so, from the first of them on; at least 1.
    pub begin: usize,
    /// So many samples in a row without it end it, with the last sample before them; at least 1.
    pub end: usize,
}

/// The attributes of a picture over a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Siap {
    /// Share of the objects, summed over the samples, that have a track; 1 where there are none.
    pub completeness: f64,
    /// Tracks per tracked object; at least 1, and 1 where no object is tracked.
    pub ambiguity: f64,
    /// Share of the tracks that are of no object; 0 where there are no tracks.
    pub spuriousness: f64,
    /// Mean distance of a track from its object, m; `None` if no object is tracked.
    pub position_error_m: Option<f64>,
    /// Mean difference of their velocities, m/s; likewise.
    pub velocity_error_mps: Option<f64>,
    /// Changes of the track that an object has, taking of several at a time the one that lasts:
    /// summed over the objects.
    pub track_number_changes: usize,
    /// Time during which objects have a track, summed over the objects, s.
    pub tracked_s: f64,
    /// Longest time that an object has one track, as a share of its life, both summed over the
    /// objects; 1 where no life lasts.
    pub longest_track_segment: f64,
    /// Mean normalised estimation error squared per state of the tracks that have an object: 1 is
    /// ideal; `None` if there are none.
    pub nees: Option<f64>,
}

/// A track is of an object from one sample to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Association {
    object: u32,
    track: u32,
    /// Places among the frames, both included.
    from: usize,
    to: usize,
}

impl Siap {
    /// The attributes over all frames.
    pub fn of(frames: &Frames, rule: TrackToTruthRule) -> Self {
        Self::with_tracked(frames, rule).0
    }

    /// The same, and of each object of each frame, in their order, whether it has a track.
    pub(super) fn with_tracked(frames: &Frames, rule: TrackToTruthRule) -> (Self, Vec<bool>) {
        let mut associations = associations(frames, rule);
        let (sums, is_tracked) = Sums::of(frames, &associations);
        let continuity = Continuity::of(frames, &mut associations);
        let (objects, tracks) = (frames.objects.len(), frames.tracks.len());
        let mean = |sum: f64| (sums.tracks > 0).then(|| sum / sums.tracks as f64);
        let or = |empty: f64, part: f64, whole: f64| {
            if whole > 0.0 { part / whole } else { empty }
        };
        let siap = Self {
            completeness: or(1.0, sums.objects as f64, objects as f64),
            ambiguity: or(1.0, sums.tracks as f64, sums.objects as f64),
            spuriousness: or(0.0, (tracks - sums.tracks) as f64, tracks as f64),
            position_error_m: mean(sums.position_m),
            velocity_error_mps: mean(sums.velocity_mps),
            track_number_changes: continuity.changes,
            tracked_s: continuity.tracked_s,
            longest_track_segment: or(1.0, continuity.longest_s, continuity.life_s),
            nees: sums.nees.mean(),
        };
        (siap, is_tracked)
    }

    /// Changes of track numbers per time during which objects are tracked, 1/h (SIAP's `R`); 0
    /// where none is.
    pub fn track_changes_per_h(&self) -> f64 {
        const HOUR_S: f64 = 3600.0;
        if self.tracked_s > 0.0 {
            self.track_number_changes as f64 * HOUR_S / self.tracked_s
        } else {
            0.0
        }
    }
}

/// The associations of all tracks, by track and time.
fn associations(frames: &Frames, rule: TrackToTruthRule) -> Vec<Association> {
    let mut near = PointCloud::default();
    // Of each track at each time, in the order of the frames' tracks: the frame, and what is near.
    let mut samples: Vec<(u32, usize, Option<u32>)> = Vec::with_capacity(frames.tracks.len());
    for (place, frame) in frames.at.iter().enumerate() {
        let objects = &frames.objects[frame.objects.clone()];
        near.fill(objects.iter().map(|object| object.state.position_m));
        for track in &frames.tracks[frame.tracks.clone()] {
            let nearest = near.nearest(&track.state.position_m, rule.threshold_m);
            samples.push((track.number, place, nearest.map(|at| objects[at].number)));
        }
    }
    samples.sort_by_key(|(track, place, _)| (*track, *place));
    let mut found = Vec::new();
    for history in samples.chunk_by(|a, b| a.0 == b.0) {
        let mut state = TruthAssociator::new(history[0].0, rule);
        for (_, place, nearest) in history {
            found.extend(state.step(*place, *nearest));
        }
        found.extend(state.current);
    }
    found
}

/// Objects that a track has been near to so far.
struct TruthAssociator {
    track: u32,
    rule: TrackToTruthRule,
    current: Option<Association>,
    /// Samples in a row without the current object.
    misses: usize,
    /// Candidate to become current, and its samples in a row.
    next: Option<(Association, usize)>,
}

impl TruthAssociator {
    fn new(track: u32, rule: TrackToTruthRule) -> Self {
        Self { track, rule, current: None, misses: 0, next: None }
    }

    /// Takes in a sample; returns an association that has ended.
    fn step(&mut self, place: usize, nearest: Option<u32>) -> Option<Association> {
        if let Some(current) = &mut self.current
            && nearest == Some(current.object)
        {
            current.to = place;
            (self.misses, self.next) = (0, None);
            return None;
        }
        self.misses += 1;
        self.next = nearest.map(|object| match self.next {
            Some((of, count)) if of.object == object => {
                (Association { to: place, ..of }, count + 1)
            }
            _ => {
                let track = self.track;
                let (from, to) = (place, place);
                (Association { object, track, from, to }, 1)
            }
        });
        let ended = self.current.take_if(|_| self.misses >= self.rule.end);
        if self.current.is_none()
            && let Some((next, _)) = self.next.take_if(|(_, count)| *count >= self.rule.begin)
        {
            self.current = Some(next);
            self.misses = 0;
        }
        ended
    }
}

/// Sums over the samples.
#[derive(Debug, Default)]
struct Sums {
    objects: usize,
    tracks: usize,
    position_m: f64,
    velocity_mps: f64,
    nees: NormalisedMean,
}

impl Sums {
    /// The sums, and whether each object of each frame has a track.
    fn of(frames: &Frames, associations: &[Association]) -> (Self, Vec<bool>) {
        let mut sums = Self::default();
        let mut is_tracked = vec![false; frames.objects.len()];
        for association in associations {
            for place in association.from..=association.to {
                let object = frames.object_at(place, association.object);
                let track = frames.track_at(place, association.track);
                let (Some(object), Some(track)) = (object, track) else {
                    continue;
                };
                is_tracked[object] = true;
                sums.add(frames, object, track);
            }
        }
        sums.objects = is_tracked.iter().filter(|tracked| **tracked).count();
        (sums, is_tracked)
    }

    fn add(&mut self, frames: &Frames, object: usize, track: usize) {
        let (truth, track) = (&frames.objects[object].state, &frames.tracks[track]);
        let position_m = track.state.position_m - truth.position_m;
        let velocity_mps = track.state.velocity_mps - truth.velocity_mps;
        self.tracks += 1;
        self.position_m += position_m.norm();
        self.velocity_mps += velocity_mps.norm();
        let mut error = SVector::<f64, 6>::zeros();
        error.fixed_rows_mut::<3>(0).copy_from(&position_m);
        error.fixed_rows_mut::<3>(3).copy_from(&velocity_mps);
        if let Some(squared) = consistency::nees(&error, &track.covariance()) {
            self.nees.add(squared, 6.0);
        }
    }
}

/// Continuity of the tracks of objects, summed over them.
#[derive(Debug, Default)]
struct Continuity {
    changes: usize,
    tracked_s: f64,
    longest_s: f64,
    life_s: f64,
}

impl Continuity {
    fn of(frames: &Frames, associations: &mut [Association]) -> Self {
        let mut sums = Self::default();
        for life in frames.lives() {
            sums.life_s += frames.span_s(life);
        }
        associations.sort_unstable_by_key(|of| (of.object, of.from, of.to, of.track));
        for object in associations.chunk_by(|a, b| a.object == b.object) {
            let lasts_s = |of: &Association| frames.span_s((of.from, of.to));
            sums.longest_s += object.iter().map(lasts_s).fold(0.0, f64::max);
            sums.tracked_s += tracked_s(frames, object);
            sums.changes += segments(object) - 1;
        }
        sums
    }
}

/// Time during which an object has a track, s, from its associations by their beginnings.
fn tracked_s(frames: &Frames, object: &[Association]) -> f64 {
    let (mut sum_s, mut until_s) = (0.0, f64::NEG_INFINITY);
    for of in object {
        let (from_s, to_s) = (frames.time_s(of.from), frames.time_s(of.to));
        sum_s += (to_s - from_s.max(until_s)).max(0.0);
        until_s = until_s.max(to_s);
    }
    sum_s
}

/// The least number of tracks that are of an object whenever one is: at each sample that is not
/// covered yet, the one that lasts longest from there.
fn segments(object: &[Association]) -> usize {
    let (mut count, mut at) = (0, 0);
    loop {
        let covers = |of: &&Association| of.from <= at && at <= of.to;
        if let Some(to) = object.iter().filter(covers).map(|of| of.to).max() {
            count += 1;
            at = to + 1;
            continue;
        }
        let later = object.iter().map(|of| of.from).filter(|from| *from > at);
        match later.min() {
            Some(from) => at = from,
            None => return count,
        }
    }
}

#[cfg(test)]
mod tests;
