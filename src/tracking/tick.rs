//! One tick of a tracker: its plots taken in, then its tracks confirmed, merged and dropped.

use crate::scenario::identity::SensorId;
use crate::sensing::plot::{Plot, Plots};
use crate::tracking::associate::Workspace;
use crate::tracking::intake::take_in;
use crate::tracking::track::existence::DueLook;
use crate::tracking::track::history::{Timeliness, TrackHistory};
use crate::tracking::track::tracker::{Track, Tracker};
use crate::tracking::track::{counterpart, life};
use crate::tracking::warning::{self, RefreshScope};
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use bevy_ecs::prelude::*;

/// Plots that a partner sent, as they arrived: `exchange` writes them, they are read on the next
/// tick.
#[derive(Component, Debug, Clone, Default)]
pub struct RemotePlots(pub Vec<Plot>);

/// Every tracker takes in its plots.
pub(super) fn track(
    mut nodes: Query<(&mut Tracker, &mut Plots, &mut RemotePlots)>,
    clock: Res<Clock>,
    mut work: ResMut<Workspace>,
    mut journal: ResMut<Journal>,
) {
    let now_s = clock.now_s();
    for (mut tracker, mut own, mut remote) in &mut nodes {
        let tracker = &mut *tracker;
        if !remote.0.is_empty() {
            tracker.partner_s = now_s;
        }
        take_in(tracker, &mut remote.0, &mut work);
        remote.0.clear();
        for (link, time_s, taken) in tracker.heard.drain(..) {
            match taken {
                Timeliness::Used => journal.used(link, now_s - time_s),
                Timeliness::TooLate => journal.late(link),
            }
        }
        // The own plots stay in the inbox until the next tick: they may yet be sent.
        take_in(tracker, &mut own.0, &mut work);
        settle(tracker, *clock, &mut journal);
    }
}

/// Ends a tick, whose plots have been taken in: confirms, merges and drops tracks.
pub fn settle(tracker: &mut Tracker, clock: Clock, journal: &mut Journal) {
    let now_s = clock.now_s();
    warning::refresh(tracker, now_s, due(clock));
    count_looks(tracker, clock);
    if tracker.looks_everywhere {
        expect_looks(tracker, clock);
    }
    for track in &mut tracker.tracks {
        track.existence.settle(track.plot_s);
    }
    tracker.heirs.clear();
    if clock.every(HOUSEKEEPING_TICKS) {
        warning::burn_out(tracker, now_s, journal);
        counterpart::bring_back(tracker);
        counterpart::side_by_side(tracker, |side| life::merge(side, now_s, journal));
    }
    life::settle(tracker, now_s, journal);
    counterpart::settle(tracker, now_s, clock.every(HOUSEKEEPING_TICKS));
}

/// Whether a track has a plot of a sensor later than a time, s.
fn is_seen(track: &Track, sensor: SensorId, since_s: f64) -> bool {
    let latest = track.history.iter().flat_map(TrackHistory::latest);
    let mut later = latest.take_while(|heard| !heard.is_until(since_s));
    later.any(|heard| heard.sensor() == Some(sensor))
}

/// Counts each radar that gave a plot of anything in this tick's scan, in a recording that does not
/// tell where it looked, as looking at each track in its view, with the believed probability of a
/// plot.
fn expect_looks(tracker: &mut Tracker, clock: Clock) {
    let Tracker { tracks, sensors, rules, step_s, .. } = tracker;
    let own = (0..).zip(&*sensors).filter(|(_, known)| known.is_own);
    for (number, sensor) in own.filter_map(|(number, known)| Some((number, known.model.as_ref()?)))
    {
        if !clock.every(sensor.look_ticks()) {
            continue;
        }
        let id = SensorId(number);
        let since_s = clock.now_s() - sensor.look_ticks() as f64 * *step_s;
        if !tracks.iter().any(|track| is_seen(track, id, since_s)) {
            continue;
        }
        for track in tracks.iter_mut().filter(|track| track.is_confirmed()) {
            let belief = track.belief();
            let ahead_s = clock.now_s() - belief.time_s;
            let place_m = belief.state.position_m + belief.state.velocity_mps * ahead_s;
            if sensor.is_in_view(&place_m) {
                track.existence.expect(DueLook {
                    sensor: id,
                    dwell_s: 0.0,
                    since_s,
                    chance: rules.detection_probability,
                });
            }
        }
    }
}

/// Ticks between two searches for tracks that are one, and for boosters that have burnt out.
const HOUSEKEEPING_TICKS: u64 = 5;

/// Warnings that are due to be brought up, and the time until which they will serve, s.
fn due(clock: Clock) -> (RefreshScope, f64) {
    let due =
        if clock.every(HOUSEKEEPING_TICKS) { RefreshScope::Burning } else { RefreshScope::New };
    let left = HOUSEKEEPING_TICKS - clock.tick % HOUSEKEEPING_TICKS;
    (due, clock.now_s() + left as f64 * clock.step_s)
}

/// Counts the looks of this tick at the tentative radar tracks, each by the radar that began it.
fn count_looks(tracker: &mut Tracker, clock: Clock) {
    let mut tracks = std::mem::take(&mut tracker.tracks);
    for track in tracks.iter_mut().filter(|track| !track.is_confirmed()) {
        // The plot that began it was its first look.
        let is_new = track.plots == 1 && track.plot_s >= clock.now_s();
        let sensor = tracker.sensor(track.first);
        let due = sensor.is_some_and(|sensor| clock.every(sensor.look_ticks()));
        track.looks += u32::from(due && !is_new);
    }
    tracker.tracks = tracks;
}
