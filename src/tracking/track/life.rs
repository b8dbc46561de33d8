//! The life of a track: begun by a plot, confirmed by M of N, ended by silence.
//!
//! M plots of any sensor within N looks of the one that began it confirm (Blackman & Popoli 1999,
//! sec. 6.2). Two tracks of one tracker that agree are one: the younger ends.

use crate::scenario::identity::TrackId;
use crate::scenario::model::Tracking;
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::filter::belief::{self, Belief};
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::history::TrackHistory;
use crate::tracking::track::near::NEAR_M;
use crate::tracking::track::observation::TrackObservation;
use crate::tracking::track::tracker::{Origin, Track, Tracker};
use crate::tracking::warning;
use crate::world::journal::{Event, Journal};

/// A track made of one plot; `None` for a line of sight that makes no warning.
pub(crate) fn begin(
    number: u32,
    plot: &Plot,
    sensor: &SensorModel,
    tracker: &Tracker,
) -> Option<Track> {
    match &plot.measurement {
        Measurement::Radar(_) => {
            let estimate = tracker.first_estimate(plot)?;
            let own = tracker.is_own(plot.sensor);
            Some(Track::begun(number, (plot, own), &estimate, None))
        }
        Measurement::Infrared(line) => warning::begin(number, (plot, line), sensor, tracker),
    }
}

/// Confirms the tentative tracks that have enough plots, and drops those that will not get them,
/// and those of either kind that have been silent too long.
pub(crate) fn settle(tracker: &mut Tracker, now_s: f64, journal: &mut Journal) {
    let rules = tracker.rules;
    let system = tracker.system;
    for origin in [Origin::Radar, Origin::Infrared] {
        let mut tracks = std::mem::take(tracker.of_mut(origin));
        for track in &mut tracks {
            let standing = Confirmation::of(&rules).judge([track.plots, track.looks]);
            if !track.is_confirmed() && standing == ConfirmationStatus::Confirmed {
                track.confirmed_s = Some(now_s);
                journal.write(now_s, confirmation(tracker, track, now_s));
            }
        }
        tracks.retain(|track| {
            let keep = is_alive(track, &rules, now_s);
            if !keep && track.is_confirmed() {
                let id = TrackId { system, number: track.number };
                journal.write(now_s, Event::Dropped { track: id });
            }
            keep
        });
        *tracker.of_mut(origin) = tracks;
    }
}

/// Journal entry of a track that is confirmed.
fn confirmation(tracker: &Tracker, track: &Track, now_s: f64) -> Event {
    let (id, evidence) = (tracker.id(track.number), track.evidence);
    match warning::estimate(tracker, track, now_s) {
        None => Event::Confirmed { track: id, evidence },
        Some(estimate) => Event::Warning { track: id, evidence, estimate },
    }
}

/// Rule that confirms a track: so many plots (M) in so many looks (N).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    /// Plots, at least (M).
    pub plots: u32,
    /// Looks (N).
    pub looks: u32,
}

/// Standing of a track under that rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmationStatus {
    /// It has its plots.
    Confirmed,
    /// It may yet get them.
    Waiting,
    /// It has had its looks, and not its plots.
    Failed,
}

impl Confirmation {
    fn of(rules: &Tracking) -> Self {
        Self { plots: rules.confirm_plots, looks: rules.confirm_looks }
    }

    /// Standing of a track that has had so many plots and looks.
    pub fn judge(self, [plots, looks]: [u32; 2]) -> ConfirmationStatus {
        if plots >= self.plots {
            ConfirmationStatus::Confirmed
        } else if looks < self.looks {
            ConfirmationStatus::Waiting
        } else {
            ConfirmationStatus::Failed
        }
    }
}

fn is_alive(track: &Track, rules: &Tracking, now_s: f64) -> bool {
    let silent_s = now_s - track.plot_s;
    match (track.origin, track.is_confirmed()) {
        (_, false) => {
            silent_s <= rules.drop_tentative_s
                && Confirmation::of(rules).judge([track.plots, track.looks])
                    != ConfirmationStatus::Failed
        }
        (Origin::Radar, true) => silent_s <= rules.drop_confirmed_s,
        // A booster that has burnt out is silent for good; its warning stays of use until a radar
        // should long have found it.
        (Origin::Infrared, true) => silent_s <= WARNING_LIFE_S,
    }
}

/// Time by which a warning outlives its last plot, s.
const WARNING_LIFE_S: f64 = 600.0;

/// Ends the younger of any two confirmed radar tracks that are one object by the gate on position
/// and velocity, and have not been seen apart, and names the older its heir. Tracks are compared,
/// at one time, only with those whose spreads could reach each other
/// ([`crate::tracking::track::near`]).
pub(crate) fn merge(tracker: &mut Tracker, now_s: f64, journal: &mut Journal) {
    let system = tracker.system;
    let mut near = std::mem::take(&mut tracker.near);
    let tracks = tracker.tracks.iter().enumerate();
    let confirmed = tracks.filter(|(_, track)| track.is_confirmed());
    let beliefs = confirmed.map(|(place, track)| (place, track.estimate.at(now_s, &tracker.rules)));
    near.find(beliefs, tracker.rules.gate_sigma);
    for [one, other] in near.pairs() {
        let [older, younger] = [one.place.min(other.place), one.place.max(other.place)];
        let number = |place: usize| tracker.tracks[place].number;
        let (heir, double) = (number(older), number(younger));
        let is_over = |number| tracker.heirs.iter().any(|(ended, _)| *ended == number);
        let [a, b] = [older, younger].map(|place| &tracker.tracks[place]);
        if !is_over(heir)
            && !is_over(double)
            && is_same(tracker, &one.belief, &other.belief)
            && scans_of_both(a, b) < SCANS_OF_TWO
        {
            tracker.heirs.push((double, heir));
        }
    }
    tracker.near = near;
    if tracker.heirs.is_empty() {
        return;
    }
    let Tracker { tracks, heirs, .. } = tracker;
    tracks.retain(|track| {
        let keep = heirs.iter().all(|(ended, _)| *ended != track.number);
        if !keep {
            let id = TrackId { system, number: track.number };
            journal.write(now_s, Event::Dropped { track: id });
        }
        keep
    });
}

/// Plots of a track that are looked through for scans that another shares.
const RECENT: usize = 16;

/// Tracks that took plots of their own in so many of the same scans are of two objects, however
/// near: one object gives one plot a scan, and now and then a false one lies beside it.
const SCANS_OF_TWO: usize = 3;

/// Number of the latest scans that gave each of two tracks a plot of its own.
fn scans_of_both(a: &Track, b: &Track) -> usize {
    let are_two = |one: &Plot, other: &Plot| {
        let is_one_time = one.time_s.total_cmp(&other.time_s).is_eq();
        is_one_time && one.sensor == other.sensor && one != other
    };
    let is_shared = |one: &&Plot| recent(b).any(|other| are_two(one, other));
    recent(a).filter(is_shared).count()
}

/// The latest plots that a track took for its object's.
fn recent(track: &Track) -> impl Iterator<Item = &Plot> {
    let heard = track.history.iter().flat_map(TrackHistory::latest);
    heard.take(RECENT).filter_map(TrackObservation::own)
}

fn is_same(tracker: &Tracker, a: &Belief, b: &Belief) -> bool {
    let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
    let apart_m = (a.state.position_m - b.state.position_m).norm();
    let apart_mps = (a.state.velocity_mps - b.state.velocity_mps).norm();
    apart_m < NEAR_M
        && apart_mps < 1000.0
        && belief::distance2(a, b).is_some_and(|distance2| distance2 <= gate2)
}
