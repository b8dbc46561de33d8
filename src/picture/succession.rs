//! The end of what a partner told: when its tracks are dropped, and which go on as others.
//!
//! A partner's track that is not heard of lives as long as it can be found again and told from the
//! partner's others. One that begins where another fell silent continues it, if the two lie inside
//! the gate, and nothing else could be meant.

use super::track::RemoteTrack;
use crate::scenario::identity::TrackId;
use crate::scenario::model::Tracking;
use crate::tracking::filter::{Belief, distance2, generalised};
use crate::tracking::track::Tracker;
use crate::tracking::track::life::{self, NEW_OBJECT_COST};

/// Drops the silent tracks that could not be found again, are down, or cannot be told from another.
pub(super) fn drop_silent(remote: &mut Vec<RemoteTrack>, rules: &Tracking, now_s: f64) {
    let gate2 = rules.gate_sigma * rules.gate_sigma;
    let mut place = 0;
    while place < remote.len() {
        let one = &remote[place];
        let is_other = |other: &&RemoteTrack| other.id != one.id && other.valid_s > one.valid_s;
        let is_near = |other: &RemoteTrack| is_inside(&one.belief, &other.belief, gate2);
        let is_over = now_s - one.valid_s > rules.drop_remote_s
            && (one.belief.covariance.position_sigma_m(0.0) > 1000.0 * rules.drop_error_km
                || life::is_down(&one.belief.state)
                || remote.iter().filter(is_other).any(is_near));
        if is_over {
            remote.remove(place);
        } else {
            place += 1;
        }
    }
}

/// Whether two beliefs may be of one object; those of the partner are seconds old at most.
fn is_inside(one: &Belief, other: &Belief, gate2: f64) -> bool {
    let gap = one.state.position_m - other.state.position_m;
    let spread_m2 = one.covariance.pp.trace() + other.covariance.pp.trace();
    gap.norm_squared() <= gate2 * spread_m2
        && distance2(one, other).is_some_and(|distance2| distance2 <= gate2)
}

/// The places of a silent track that an object has, and of a new one that continues it, if there
/// are such.
pub(super) fn find(
    remote: &[RemoteTrack],
    tracker: &Tracker,
    now_s: f64,
    is_held: impl Fn(TrackId) -> bool,
) -> Option<(usize, usize)> {
    let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
    let is_new = |one: &RemoteTrack| one.is_renewed && !is_held(one.id);
    let all = || remote.iter().enumerate();
    let continues = |old: &RemoteTrack, new: &RemoteTrack| {
        let gap_m = (old.belief.state.position_m - new.belief.state.position_m).norm();
        if old.id == new.id || old.valid_s >= new.since_s || gap_m > life::NEAR_M {
            return false;
        }
        let [old, new] = [old, new].map(|one| tracker.coasted(&one.belief, now_s));
        generalised(&old, &new).is_some_and(|apart| {
            let cost = apart.distance2 + apart.log_volume;
            apart.distance2 <= gate2 && cost <= NEW_OBJECT_COST
        })
    };
    all().filter(|(_, new)| is_new(new)).find_map(|(place, new)| {
        let mut olds = all().filter(|(_, old)| is_held(old.id) && continues(old, new));
        let (old, silent) = olds.next()?;
        let is_alone = olds.next().is_none();
        let mut rivals = all().filter(|(other, one)| *other != place && is_new(one));
        let is_sure = is_alone && !rivals.any(|(_, rival)| continues(silent, rival));
        is_sure.then_some((old, place))
    })
}
