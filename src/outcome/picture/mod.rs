//! The picture that a system has, judged against the truth.
//!
//! Pure functions on plain values: [`frames`] holds objects and tracks sample by sample, [`gospa`]
//! tells how far they are apart at each, [`siap`] who tracks what over time, [`consistency`]
//! whether the errors are as large as the covariances say. The same functions judge a run, recorded
//! plots (`lisbon track`) and the reference cases (`lisbon verify`).

mod common;
pub mod consistency;
pub mod frames;
pub mod gospa;
pub mod run;
pub mod siap;

use self::frames::Frames;
use self::gospa::{OspaParameters, OspaSolver, PointSets};
use self::siap::{Siap, TrackToTruthRule};

/// Parameters by which a picture is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureParameters {
    /// Of OSPA and GOSPA.
    pub base: OspaParameters,
    /// Of SIAP and NEES.
    pub rule: TrackToTruthRule,
}

/// Distance that a track may be from its object, and cut-off of GOSPA and OSPA, m: ten times what a
/// radar at 1,000 km is off across its beam with half a milliradian, so that a settled track is
/// always near; and little beside the tens of kilometres between threats that were launched apart.
pub const THRESHOLD_M: f64 = 5_000.0;

/// Of the second order, as is usual: then the parts are squares, as of a mean square error.
const BASE: OspaParameters = OspaParameters { cutoff_m: THRESHOLD_M, order: 2.0 };

impl PictureParameters {
    /// For samples of a run, which are [`PERIOD_S`](crate::world::sample::PERIOD_S) apart: each
    /// counts for itself.
    pub const RUN: Self =
        Self { base: BASE, rule: TrackToTruthRule { threshold_m: THRESHOLD_M, begin: 1, end: 1 } };

    /// For samples a second or so apart: three in a row make a track one of an object, two end it,
    /// as in Stone Soup's `TrackToTruth`.
    pub const RECORDING: Self =
        Self { base: BASE, rule: TrackToTruthRule { threshold_m: THRESHOLD_M, begin: 3, end: 2 } };
}

/// Quality of a picture. The means of OSPA and GOSPA are over the samples at which there is an
/// object or a track, and 0 if there is no such sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureQuality {
    /// Samples at which there is an object or a track.
    pub samples: usize,
    /// Mean GOSPA, m.
    pub gospa_m: f64,
    /// Root of the mean of what the pairs add to GOSPA's square, m.
    pub gospa_localisation_m: f64,
    /// Mean number of objects without a track nearer than the cut-off.
    pub missed: f64,
    /// Mean number of tracks without an object nearer than the cut-off.
    pub spurious: f64,
    /// Mean OSPA, m.
    pub ospa_m: f64,
    /// Root of the mean of what the distances add to OSPA's square, m.
    pub ospa_localisation_m: f64,
    /// Root of the mean of what the numbers add to OSPA's square, m.
    pub ospa_cardinality_m: f64,
    /// The attributes over time.
    pub siap: Siap,
}

/// Judges a picture.
pub fn judge(frames: &Frames, yardstick: &PictureParameters) -> PictureQuality {
    judge_with_tracked(frames, yardstick).0
}

/// The same, and of each object of each frame, in their order, whether it has a track.
fn judge_with_tracked(
    frames: &Frames,
    yardstick: &PictureParameters,
) -> (PictureQuality, Vec<bool>) {
    let PictureParameters { base, rule } = *yardstick;
    let mut comparer = OspaSolver::default();
    let (mut truths, mut estimates) = (Vec::new(), Vec::new());
    let mut samples = 0;
    let mut sums = [0.0; 7];
    for frame in &frames.at {
        let objects = &frames.objects[frame.objects.clone()];
        let tracks = &frames.tracks[frame.tracks.clone()];
        if objects.is_empty() && tracks.is_empty() {
            continue;
        }
        samples += 1;
        truths.clear();
        truths.extend(objects.iter().map(|object| object.state.position_m));
        estimates.clear();
        estimates.extend(tracks.iter().map(|track| track.state.position_m));
        let sets = PointSets { truths: &truths, estimates: &estimates };
        let apart = comparer.compare(sets, base);
        let power = |part_m: f64| libm::pow(part_m, base.order);
        let parts = [
            apart.gospa_m(),
            apart.localisation_cost(),
            apart.missed() as f64,
            apart.spurious() as f64,
            apart.ospa_m(),
            power(apart.ospa_localisation_m()),
            power(apart.ospa_cardinality_m()),
        ];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += part;
        }
    }
    let [gospa_m, localisation, missed, spurious, ospa_m, near, number] =
        sums.map(|sum| sum / samples.max(1) as f64);
    let root = |mean: f64| libm::pow(mean, 1.0 / base.order);
    let (siap, is_tracked) = Siap::with_tracked(frames, rule);
    let judgement = PictureQuality {
        samples,
        gospa_m,
        gospa_localisation_m: root(localisation),
        missed,
        spurious,
        ospa_m,
        ospa_localisation_m: root(near),
        ospa_cardinality_m: root(number),
        siap,
    };
    (judgement, is_tracked)
}
