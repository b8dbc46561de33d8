//! Comparison: when, and by what, the two sides' tracks of an object tell of their sensors' errors
//! ([`crate::tracking::track::relative`]).

use crate::sensing::plot::Plot;
use crate::tracking::filter::estimate::{Estimate, RawBelief};
use crate::tracking::track::counterpart;
use crate::tracking::track::part;
use crate::tracking::track::tracker::{Track, Tracker};

/// Time for which an object is seen before its tracks are compared, s.
const RIPE_S: f64 = 30.0;

/// Normalised distance squared of two sides' beliefs beyond which they may be of two objects: of
/// six numbers, that of 95 %.
const DISTANCE2_MAX: f64 = 12.6;

/// Plots of either side that make a part of a track worth comparing.
const PLOTS_MIN: usize = 8;

/// Time at which a track of this first plot is ripe to be compared, s.
pub(crate) fn ripe_s(first: &Plot) -> f64 {
    first.time_s + RIPE_S
}

/// Compares what both sides have of each object that is due; of tracks of both sides, which must be
/// filtered anew, one at most.
pub(crate) fn compare(tracker: &mut Tracker, now_s: f64) {
    let rules = tracker.rules;
    let mut relative = std::mem::take(&mut tracker.relative);
    let mut tracks = std::mem::take(&mut tracker.tracks);
    let is_due = |track: &&mut Track| track.is_confirmed() && track.compare_s <= now_s;
    let mut has_filtered = false;
    for track in tracks.iter_mut().filter(is_due) {
        let sides = match counterpart::sure_of(&tracker.counterparts, track) {
            Some(place) => Some([track.estimate, tracker.counterparts[place].estimate]),
            None if has_filtered || track.counterpart.is_some() => None,
            None if !is_of_both(tracker, track) => None,
            None => {
                has_filtered = true;
                track.compare_s = now_s + RIPE_S;
                parts(tracker, track)
            }
        };
        let Some(sides) = sides.filter(|sides| sides.iter().all(Estimate::is_free_fall)) else {
            continue;
        };
        // Its noise is the same for as long as its filter remembers.
        track.compare_s = now_s + (now_s - track.begun_s).max(RIPE_S);
        let [own, told] = sides.map(|side| side.raw_at(now_s, &rules));
        // Where a source is hidden its errors are stated as noise, which they are not.
        if has_errors_of(tracker, &own, true) && has_errors_of(tracker, &told, false) {
            relative.learn(&own, &told, DISTANCE2_MAX);
        }
    }
    (tracker.tracks, tracker.relative) = (tracks, relative);
}

/// True of a belief that has errors of a sensor of that side.
fn has_errors_of(tracker: &Tracker, raw: &RawBelief, is_own: bool) -> bool {
    raw.errors.columns().any(|(sensor, _)| tracker.is_own(sensor) == is_own)
}

/// True of a track that has plots of both sides' sensors.
fn is_of_both(tracker: &Tracker, track: &Track) -> bool {
    let mut sensors = track.sensors.iter();
    let is_own = sensors.next().is_some_and(|sensor| tracker.is_own(*sensor));
    sensors.any(|sensor| tracker.is_own(*sensor) != is_own)
}

/// Estimates that each side alone would have of a track's object, own first.
fn parts(tracker: &Tracker, track: &Track) -> Option<[Estimate; 2]> {
    let side = |is_own: bool| {
        let part = part::of(tracker, track, |sensor| tracker.is_own(sensor) == is_own, 0.0)?;
        part.estimate.filter(|_| part.plots >= PLOTS_MIN)
    };
    Some([side(true)?, side(false)?])
}
