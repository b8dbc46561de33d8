//! The picture that a system had in a run: from the journal's samples to figures.

use super::consistency::NormalisedMean;
use super::frames::{FrameObject, FrameTrack, Frames};
use super::{PictureParameters, THRESHOLD_M, common, judge_with_tracked};
use crate::outcome::score::PictureScore;
use crate::scenario::identity::SystemId;
use crate::world::sample::{BeliefSample, PERIOD_S, Samples, TruthSample};
use std::collections::BTreeMap;

/// The velocity error of no track, m/s: one that leads beyond the threshold from a sample to the
/// next.
const UNTRACKED_MPS: f64 = THRESHOLD_M / PERIOD_S;

/// Scores of the pictures of this many systems: of both together, then of each.
pub fn all(samples: &Samples, systems: usize) -> (PictureScore, Vec<PictureScore>) {
    let systems = (0..systems).map(|index| SystemId(index as u16));
    let (mut each, tracked): (Vec<_>, Vec<_>) = systems.map(|system| of(samples, system)).unzip();
    for (place, picture) in each.iter_mut().enumerate() {
        picture.commonality = common::share_of_one(&tracked, place);
    }
    let both = PictureScore { commonality: common::share(&tracked), ..PictureScore::mean(&each) };
    (both, each)
}

/// Score of the picture of a system by itself, and of each object of each sample whether it is in
/// it.
fn of(samples: &Samples, system: SystemId) -> (PictureScore, Vec<bool>) {
    let mut frames = Frames::default();
    for (time_s, truths, beliefs) in samples.iter() {
        let object =
            |truth: &TruthSample| FrameObject { number: truth.object.key(), state: truth.state };
        let held = |belief: &BeliefSample| FrameTrack {
            number: belief.number,
            state: belief.state,
            spread: belief.spread,
        };
        let own = beliefs.iter().filter(|belief| belief.system == system);
        frames.push(time_s, truths.iter().map(object), own.map(held));
    }
    let (judged, is_tracked) = judge_with_tracked(&frames, &PictureParameters::RUN);
    let siap = judged.siap;
    let picture = PictureScore {
        completeness: siap.completeness,
        ambiguity: siap.ambiguity,
        spuriousness: siap.spuriousness,
        position_error_m: siap.position_error_m.unwrap_or(THRESHOLD_M),
        velocity_error_mps: siap.velocity_error_mps.unwrap_or(UNTRACKED_MPS),
        track_changes_per_h: siap.track_changes_per_h(),
        longest_track_segment: siap.longest_track_segment,
        gospa_m: judged.gospa_m,
        ospa_m: judged.ospa_m,
        nees: siap.nees.unwrap_or(1.0),
        nis: nis(samples, system),
        commonality: 1.0,
    };
    (picture, is_tracked)
}

/// Mean normalised innovation squared, by what was last sampled of each object.
fn nis(samples: &Samples, system: SystemId) -> f64 {
    let mut latest = BTreeMap::new();
    let own = samples.beliefs.iter().filter(|belief| belief.system == system);
    for belief in own {
        latest.insert(belief.number, belief.innovations);
    }
    let mut mean = NormalisedMean::default();
    for [squared, numbers] in latest.into_values() {
        mean.add(squared, numbers);
    }
    mean.mean().unwrap_or(1.0)
}

impl PictureScore {
    /// The mean of the figures of several pictures, each counting alike; all zero without any.
    fn mean(pictures: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| {
            pictures.iter().map(figure).sum::<f64>() / pictures.len().max(1) as f64
        };
        Self {
            completeness: of(|of| of.completeness),
            ambiguity: of(|of| of.ambiguity),
            spuriousness: of(|of| of.spuriousness),
            position_error_m: of(|of| of.position_error_m),
            velocity_error_mps: of(|of| of.velocity_error_mps),
            track_changes_per_h: of(|of| of.track_changes_per_h),
            longest_track_segment: of(|of| of.longest_track_segment),
            gospa_m: of(|of| of.gospa_m),
            ospa_m: of(|of| of.ospa_m),
            nees: of(|of| of.nees),
            nis: of(|of| of.nis),
            commonality: of(|of| of.commonality),
        }
    }
}
