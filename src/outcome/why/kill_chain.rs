//! Kill chains: who knew of each threat, by what data, who shot at it, and what came of that.
//!
//! A run's journal becomes a digest small enough to keep beside another architecture's of the same
//! run: a few times for each threat and system, and each shot. `cause` compares two of them. Leaves
//! out what decides no shot: covariances, messages after the first, tracks of false plots.

use crate::outcome::fate::Fate;
use crate::scenario::identity::{
    FireUnitId, InterceptorId, ObjectId, OutageId, SystemId, ThreatId,
};
use crate::scenario::model::{OutagePart, Scenario};
use crate::world::journal::{Hold, ShotResult};

/// One run under one architecture, as far as it tells why a threat leaked or did not.
#[derive(Debug, Clone, PartialEq)]
pub struct KillChains {
    /// Fate of each threat, by its number; `None`: it did not come down.
    pub fates: Vec<Option<Fate>>,
    /// Every shot, in the order in which they were ordered.
    pub shots: Vec<Shot>,
    /// Outages, each with the times from which and until which it lasted, s.
    pub(super) outages: Vec<(OutageId, [f64; 2])>,
    /// Threats that came down outside the territory of the system they are aimed at.
    pub(super) astray: Vec<bool>,
    /// Knowledge by each system of each threat: system by system, threat by threat.
    pub(super) knowledge: Vec<Knowledge>,
}

/// Owner of the data that something rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A system's own sensors saw it, whatever else went in.
    Own,
    /// The partner's data alone.
    Partner,
}

/// Knowledge of a threat by a system; times in s of the scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Knowledge {
    /// First data of the partner's on it: a message, or plots that made a track or a warning.
    pub heard_s: Option<f64>,
    /// First track of the partner's of it, or plots of the partner's that made a track.
    pub track_heard_s: Option<f64>,
    /// First confirmed track of its payload in which plots of own sensors are. Here and below a
    /// track counts that is of the threat and not clearly of another of its objects.
    pub detected_s: Option<f64>,
    /// First track of its payload that it may launch on, and whose data made that track.
    pub firm: Option<(f64, Source)>,
    /// First time at which it might not shoot at it, s, and the reason.
    pub held: Option<(f64, Hold)>,
    /// Each time at which it held fire at its payload for a new reason, s, and the reason; the
    /// end of its last own track of it is one.
    pub holds: Vec<(f64, Hold)>,
    /// First time at which it might and could shoot at its payload, s.
    pub engageable_s: Option<f64>,
}

/// A shot: what it was ordered at, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shot {
    /// Its name.
    pub interceptor: InterceptorId,
    /// System that shot.
    pub system: SystemId,
    /// Time of the order, s.
    pub ordered_s: f64,
    /// Planned time of the intercept, s.
    pub intercept_s: f64,
    /// The threat that the track it was ordered at is of; `None`: of none.
    pub aimed: Option<ThreatId>,
    /// Whether that track is clearly of another object of it than its payload.
    pub is_at_other: bool,
    /// Owner of the data that this track rested on then.
    pub basis: Source,
    /// The place of its meeting among all of the run; `None`: it had not met its time.
    pub meeting: Option<u32>,
    /// The object that was nearest.
    pub met: Option<ObjectId>,
    /// Distance across the closing direction between that and the aim point, m; 0 before.
    pub miss_m: f64,
    /// Result; `None`: it had not met its time.
    pub result: Option<ShotResult>,
    /// Kill assessment by its owner: killed, or not; `None`: none yet.
    pub judged_killed: Option<bool>,
}

impl KillChains {
    /// Knowledge of a threat by a system.
    pub fn knowledge(&self, system: SystemId, threat: ThreatId) -> &Knowledge {
        &self.knowledge[system.index() * self.fates.len() + threat.index()]
    }

    /// True if a threat came down on an asset.
    pub fn leaked(&self, threat: ThreatId) -> bool {
        self.fates[threat.index()].is_some_and(|fate| fate.leaked_into.is_some())
    }

    /// True if a threat came down outside the territory of the system it is aimed at.
    pub fn is_astray(&self, threat: ThreatId) -> bool {
        self.astray[threat.index()]
    }

    /// Whether something was down at a time, s.
    pub fn is_down(&self, scenario: &Scenario, part: OutagePart, time_s: f64) -> bool {
        self.outages.iter().any(|(id, [from_s, until_s])| {
            let lasts = *from_s <= time_s && time_s < *until_s;
            lasts && scenario.outages[id.index()].parts.contains(&part)
        })
    }

    /// The shots that were ordered at tracks of a threat.
    pub fn shots_at(&self, threat: ThreatId) -> impl Iterator<Item = &Shot> {
        let is_at = move |shot: &&Shot| shot.aimed == Some(threat);
        self.shots.iter().filter(is_at)
    }

    /// The shots of a fire unit until some time, s.
    pub fn shots_of(&self, unit: FireUnitId, until_s: f64) -> impl Iterator<Item = &Shot> {
        let is_of = move |shot: &&Shot| shot.interceptor.unit == unit && shot.ordered_s <= until_s;
        self.shots.iter().filter(is_of)
    }

    /// The shots to which a threat's payload was nearest, whomever they were ordered at, in the
    /// order in which they met it: the engine draws each one's luck by its place here.
    pub fn meetings(&self, threat: ThreatId) -> Vec<&Shot> {
        let payload = ObjectId::payload(threat);
        let is_met = |shot: &&Shot| shot.met == Some(payload);
        let mut met: Vec<&Shot> = self.shots.iter().filter(is_met).collect();
        met.sort_by_key(|shot| shot.meeting);
        met
    }
}

impl Knowledge {
    /// True if there was data of the partner's by this time, an alert or a track, of which the
    /// other knew nothing yet.
    pub fn has_heard_more(&self, other: &Self, time_s: f64) -> bool {
        let is_by = |heard_s: Option<f64>| heard_s.is_some_and(|heard_s| heard_s <= time_s);
        is_by(self.heard_s) && !is_by(other.heard_s)
            || is_by(self.track_heard_s) && !is_by(other.track_heard_s)
    }
}
