//! One tick of a tracker: its plots taken in, then its tracks confirmed, merged and dropped.

use crate::sensing::plot::{Plot, Plots};
use crate::tracking::associate::Workspace;
use crate::tracking::intake::take_in;
use crate::tracking::track::history::Timeliness;
use crate::tracking::track::life;
use crate::tracking::track::tracker::Tracker;
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
    tracker.heirs.clear();
    if clock.every(HOUSEKEEPING_TICKS) {
        warning::burn_out(tracker, now_s, journal);
        life::merge(tracker, now_s, journal);
    }
    life::settle(tracker, now_s, journal);
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
