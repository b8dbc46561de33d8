//! Plots taken in, scan by scan: given to tracks, or the start of new ones.

use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::associate::gate::{PredictedPosition, Scan};
use crate::tracking::associate::scan::Workspace;
use crate::tracking::filter::belief::Belief;
use crate::tracking::track::history::Timeliness;
use crate::tracking::track::tracker::{Origin, Track, Tracker};
use crate::tracking::track::{life, update};

/// Takes in plots, scan by scan, in their order ([`Plot::order`]).
pub fn take_in(tracker: &mut Tracker, plots: &mut [Plot], work: &mut Workspace) {
    plots.sort_unstable_by(Plot::order);
    for scan in plots.chunk_by(|a, b| a.time_s.total_cmp(&b.time_s).is_eq() && a.sensor == b.sensor)
    {
        take_in_scan(tracker, scan, work);
    }
}

/// Plots of one sensor at one time: given to tracks, or the start of new ones.
fn take_in_scan(tracker: &mut Tracker, plots: &[Plot], work: &mut Workspace) {
    let sensor_id = plots[0].sensor;
    let Some(sensor) = tracker.sensor(sensor_id).cloned() else {
        return;
    };
    let origin = match plots[0].measurement {
        Measurement::Radar(_) => Origin::Radar,
        Measurement::Infrared(_) => Origin::Infrared,
    };
    let is_own = tracker.is_own(sensor_id);
    let mut tracks = std::mem::take(tracker.of_mut(origin));
    let mut counterparts = std::mem::take(&mut tracker.counterparts);
    let known = tracks.len();
    if origin == Origin::Radar {
        if !is_own {
            tracks.append(&mut counterparts);
        }
        // So that all radars of a tick share one prediction.
        let time_s = plots[0].time_s;
        let may_be_seen = |track: &&mut Track| {
            let is_of_side = is_own == tracker.is_own(track.first);
            (is_of_side || track.counterpart.is_none())
                && sensor.may_see(&track.estimate.belief, time_s)
        };
        for track in tracks.iter_mut().filter(may_be_seen) {
            track.estimate.predict(time_s, &tracker.rules);
        }
    }
    let joined = known..tracks.len();
    let scan = Scan { plots, sensor: &sensor, time_s: plots[0].time_s };
    // Plots of radars make tracks side by side.
    let is_of_side =
        |track: &Track| origin == Origin::Infrared || is_own == tracker.is_own(track.first);
    let place = |track: &Track| expected(tracker, track, scan);
    work.associate(scan, &tracks, &tracker.rules, (is_of_side, place));
    for &(track, plot) in &work.pairs {
        let taken = update::update(&mut tracks[track], &plots[plot], &sensor, tracker);
        work.used[plot] |= taken == Timeliness::Used;
    }
    for shares in work.shares.chunk_by(|a, b| a.track == b.track) {
        let taken = update::update_softly(&mut tracks[shares[0].track], shares, scan, tracker);
        for share in shares {
            work.used[share.plot] |= taken == Timeliness::Used;
        }
    }
    for (place, plot) in plots.iter().enumerate() {
        if !work.is_taken(place) {
            let number = tracker.next_number();
            let begun = life::begin(number, plot, &sensor, tracker);
            work.used[place] |= begun.is_some();
            tracks.extend(begun);
        }
    }
    counterparts.extend(tracks.drain(joined));
    tracker.counterparts = counterparts;
    note(tracker, plots, work);
    *tracker.of_mut(origin) = tracks;
}

/// Notes what became of a scan's plots, if a partner sent them. What can begin nothing is neither
/// of use nor late.
fn note(tracker: &mut Tracker, plots: &[Plot], work: &Workspace) {
    let Some(link) = tracker.link(plots[0].sensor) else {
        return;
    };
    for (place, plot) in plots.iter().enumerate() {
        let taken = match (work.used[place], work.is_taken(place)) {
            (true, _) => Timeliness::Used,
            (false, true) => Timeliness::TooLate,
            (false, false) => continue,
        };
        tracker.heard.push((link, plot.time_s, taken));
    }
}

/// Predicted position of a track's object at the time of a scan; `None` if it cannot be seen.
fn expected(tracker: &Tracker, track: &Track, scan: Scan) -> Option<PredictedPosition> {
    let time_s = scan.time_s;
    if let Some(boost) = &track.boost {
        let (position_m, covariance_m2) = boost.burning_at(&tracker.boosters, time_s)?;
        return Some(PredictedPosition { position_m, covariance_m2 });
    }
    if !scan.sensor.may_see(&track.estimate.belief, time_s) {
        return None;
    }
    // The tracker has moved what a radar may see to its time: only a late scan, which lies before
    // the belief, costs more.
    let belief = if (track.estimate.belief.time_s - time_s).abs() < 1e-9 {
        track.estimate.belief
    } else {
        believed_then(tracker, track, time_s)
    };
    Some(PredictedPosition {
        position_m: belief.state.position_m,
        covariance_m2: belief.covariance.pp,
    })
}

/// Belief about a track at a time that may be past. Free fall is known backwards; under
/// thrust and in the air the track's history tells what was believed then.
fn believed_then(tracker: &Tracker, track: &Track, time_s: f64) -> Belief {
    let is_past = time_s < track.estimate.belief.time_s;
    let then = track.history.as_ref().filter(|_| is_past && !track.estimate.is_free_fall());
    let then = then.and_then(|history| history.after(|heard| heard.is_until(time_s), tracker));
    then.map_or_else(
        || track.estimate.at(time_s, &tracker.rules),
        |then| then.at(time_s, &tracker.rules),
    )
}
