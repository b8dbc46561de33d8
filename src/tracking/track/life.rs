//! The life of a track: begun by a plot, confirmed by M of N, ended when its object is gone, or can
//! no longer be found again.
//!
//! Silence alone ends no confirmed track: it goes on until its predicted error is too great to find
//! it again and tell it from others, it has come down, or its radars have looked for it in vain
//! (`existence`). M plots of any sensor within N looks of the one that began it confirm (Blackman &
//! Popoli 1999, sec. 6.2). Two tracks of one tracker that agree are one: the younger ends.

use crate::ballistics::state::State;
use crate::earth::frames::Ecef;
use crate::earth::wgs84;
use crate::scenario::identity::TrackId;
use crate::scenario::model::Tracking;
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::filter::belief::{self, Belief};
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::history::TrackHistory;
pub use crate::tracking::track::near::NEAR_M;
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
    tracker.gone.clear();
    for origin in [Origin::Radar, Origin::Infrared] {
        let mut tracks = std::mem::take(tracker.of_mut(origin));
        for track in &mut tracks {
            let standing = Confirmation::of(&rules).judge([track.plots, track.looks]);
            if !track.is_confirmed() && standing == ConfirmationStatus::Confirmed {
                track.confirmed_s = Some(now_s);
                journal.write(now_s, confirmation(tracker, track, now_s));
            }
        }
        // What is long silent is moved on, so that nobody need coast it from afar.
        let is_old = |track: &&mut Track| {
            is_silent(track, &rules, now_s) && now_s - track.plot_s > rules.drop_confirmed_s
        };
        for track in tracks.iter_mut().filter(is_old) {
            track.estimate.predict(now_s, &rules);
        }
        tracks.retain(|track| {
            let keep = is_alive(track, tracker, now_s);
            if !keep && track.is_confirmed() {
                let since_s = track.existence.missed_s();
                tracker.gone.extend(since_s.map(|missed_s| (track.number, missed_s)));
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

fn is_alive(track: &Track, tracker: &Tracker, now_s: f64) -> bool {
    let rules = &tracker.rules;
    let silent_s = now_s - track.plot_s;
    match (track.origin, track.is_confirmed()) {
        (_, false) => {
            silent_s <= rules.drop_tentative_s
                && Confirmation::of(rules).judge([track.plots, track.looks])
                    != ConfirmationStatus::Failed
        }
        (Origin::Radar, true) if !is_silent(track, rules, now_s) => true,
        (Origin::Radar, true) => {
            let lives_on = || error_m(track, tracker, now_s) <= 1000.0 * rules.drop_error_km;
            let is_over = track.existence.is_gone() || has_come_down(track, rules, now_s);
            !is_over && (silent_s <= rules.drop_confirmed_s || lives_on())
        }
        // A booster that has burnt out is silent for good; its warning stays of use until a radar
        // should long have found it.
        (Origin::Infrared, true) => silent_s <= WARNING_LIFE_S,
    }
}

/// Whether a confirmed radar track has been silent for so long that its end is thought of.
fn is_silent(track: &Track, rules: &Tracking, now_s: f64) -> bool {
    let patience_s = rules.drop_tentative_s.min(rules.drop_confirmed_s);
    track.origin == Origin::Radar && track.is_confirmed() && now_s - track.plot_s > patience_s
}

/// Standard deviation of a track's position now, along its worst axis, m.
fn error_m(track: &Track, tracker: &Tracker, now_s: f64) -> f64 {
    let belief = tracker.relative.honest_at(&track.estimate, now_s, &tracker.rules);
    belief.covariance.position_sigma_m(0.0)
}

/// Whether a track's object is believed to have come down.
fn has_come_down(track: &Track, rules: &Tracking, now_s: f64) -> bool {
    let belief = track.belief();
    let (place, ahead_s) = (&belief.state.position_m, now_s - belief.time_s);
    let climb_mps = place.dot(&belief.state.velocity_mps) / place.norm();
    let fall_m = 0.5 * wgs84::STANDARD_GRAVITY_MPS2 * ahead_s * ahead_s;
    // What cannot be low yet need not be coasted.
    let could_be_low = place.norm() + climb_mps * ahead_s - fall_m < LOW_M;
    could_be_low && is_down(&track.estimate.at(now_s, rules).state)
}

/// Distance from the Earth's centre from which straight flight is no measure of how low a thing is.
const LOW_M: f64 = wgs84::SEMI_MAJOR_M + 100e3;

/// Whether an object at this place is below the ground, where nothing flies.
pub fn is_down(state: &State) -> bool {
    // Outside the sphere about the ellipsoid no height need be worked out.
    state.position_m.norm() < wgs84::SEMI_MAJOR_M
        && Ecef(state.position_m).geodetic().altitude_m < 0.0
}

/// Time by which a warning outlives its last plot, s.
const WARNING_LIFE_S: f64 = 600.0;

/// Ends the younger of any two confirmed radar tracks that are one object by the gate on position
/// and velocity, and have not been seen apart, and names the older its heir. One that has fallen
/// silent goes on with what the younger knows. Of several that may be one, the pair of the least
/// generalised distance is taken (Blackman & Popoli 1999, sec. 6.2.1), so that a wide one takes
/// none from its neighbour. Tracks are compared, at one time, only with those whose spreads could
/// reach each other ([`crate::tracking::track::near`]).
pub(crate) fn merge(tracker: &mut Tracker, now_s: f64, journal: &mut Journal) {
    let mut near = std::mem::take(&mut tracker.near);
    let tracks = tracker.tracks.iter().enumerate();
    let confirmed = tracks.filter(|(_, track)| track.is_confirmed());
    let beliefs = confirmed.map(|(place, track)| (place, track.estimate.at(now_s, &tracker.rules)));
    near.find(beliefs, tracker.rules.gate_sigma);
    // Rarely any: an empty list takes no memory.
    let mut doubles: Vec<(f64, u32, u32)> = Vec::new();
    for [one, other] in near.pairs() {
        let [older, younger] =
            [one.place.min(other.place), one.place.max(other.place)].map(|at| &tracker.tracks[at]);
        if let Some(cost) = one_object_cost(tracker, &one.belief, &other.belief)
            && may_be_one(older, younger)
        {
            doubles.push((cost, younger.number, older.number));
        }
    }
    tracker.near = near;
    doubles.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    for (_, double, heir) in doubles {
        let is_taken = |number| {
            let mut pairs = tracker.heirs.iter();
            pairs.any(|(ended, heir)| *ended == number || *heir == number)
        };
        if !is_taken(heir) && !is_taken(double) {
            tracker.heirs.push((double, heir));
        }
    }
    for place in 0..tracker.heirs.len() {
        let (double, heir) = tracker.heirs[place];
        let ended = end_double(tracker, double, heir);
        journal.write(now_s, Event::Dropped { track: ended });
    }
}

/// Ends a double, for its heir.
fn end_double(tracker: &mut Tracker, double: u32, heir: u32) -> TrackId {
    let id = tracker.id(double);
    let place_of = |number| tracker.tracks.binary_search_by_key(&number, |track| track.number);
    if let (Ok(heir), Ok(double)) = (place_of(heir), place_of(double)) {
        let ended = tracker.tracks.remove(double);
        // The heir is the older: it stands before.
        let heir = &mut tracker.tracks[heir];
        if heir.plot_s < ended.plot_s {
            heir.continue_with(ended);
        }
    }
    id
}

/// Plots of a track that are looked through for scans that another shares.
const RECENT: usize = 16;

/// Tracks that took plots of their own in so many of the same scans are of two objects, however
/// near: one object gives one plot a scan, and now and then a false one lies beside it.
const SCANS_OF_TWO: usize = 3;

/// Whether two tracks have not been seen apart: by the latest plots of the one that fell silent
/// first, beside those that the other got at that time.
fn may_be_one(a: &Track, b: &Track) -> bool {
    let (silent, live) = if a.plot_s <= b.plot_s { (a, b) } else { (b, a) };
    let oldest = plots(live).last();
    let is_forgotten = oldest.is_some_and(|oldest| oldest.time_s > silent.plot_s);
    if is_forgotten && live.begun_s < silent.plot_s {
        // They flew side by side longer ago than is remembered.
        return false;
    }
    scans_of_both(silent, live) < SCANS_OF_TWO
}

/// Number of the latest scans of a track that gave it and another a plot of its own.
fn scans_of_both(silent: &Track, live: &Track) -> usize {
    let are_two = |one: &Plot, other: &Plot| {
        let is_one_time = one.time_s.total_cmp(&other.time_s).is_eq();
        is_one_time && one.sensor == other.sensor && one != other
    };
    let is_shared = |one: &&Plot| {
        let mut then = plots(live).take_while(|other| other.time_s >= one.time_s);
        then.any(|other| are_two(one, other))
    };
    plots(silent).take(RECENT).filter(is_shared).count()
}

/// The plots that a track took for its object's, the latest first.
fn plots(track: &Track) -> impl Iterator<Item = &Plot> {
    let heard = track.history.iter().flat_map(TrackHistory::latest);
    heard.filter_map(TrackObservation::own)
}

/// Generalised distance beyond which a track is likelier to be of a new object than to continue
/// another: with one new object in a cube of 100 km and of 1 km/s, `-2 ln β - 6 ln 2π` (Blackman &
/// Popoli 1999, sec. 6.2.1), in m and m/s.
pub const NEW_OBJECT_COST: f64 = 99.5;

/// Generalised distance of two beliefs that may be of one object.
fn one_object_cost(tracker: &Tracker, a: &Belief, b: &Belief) -> Option<f64> {
    let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
    let apart_m = (a.state.position_m - b.state.position_m).norm();
    let apart_mps = (a.state.velocity_mps - b.state.velocity_mps).norm();
    if apart_m >= NEAR_M || apart_mps >= 1000.0 {
        return None;
    }
    let apart = belief::generalised(a, b)?;
    let cost = apart.distance2 + apart.log_volume;
    (apart.distance2 <= gate2 && cost <= NEW_OBJECT_COST).then_some(cost)
}
