//! From the journal to entries: numbers become names, and what is told twice or too late is left.
//!
//! `flight` is told by the truth; `belief` and `message` by a system; `shot` by both.

mod message;
mod shot;

use self::message::Way;
use super::entry::Entry;
use super::entry::TrackName;
use super::entry::What;
use super::entry::Who;
use super::launch::Launch;
use crate::outcome;
use crate::outcome::Fate;
use crate::outcome::sight::Sights;
use crate::scenario::identity::InterceptorId;
use crate::scenario::identity::LinkId;
use crate::scenario::identity::Object;
use crate::scenario::identity::ObjectId;
use crate::scenario::identity::SystemId;
use crate::scenario::identity::ThreatId;
use crate::scenario::identity::TrackId;
use crate::scenario::parts::Scenario;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use crate::world::journal::ShotResult;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The entries of a run, by time; of all threats, or of one.
pub(super) fn entries(
    scenario: &Scenario,
    journal: &Journal,
    sights: &Sights,
    only: Option<ThreatId>,
) -> Vec<Entry> {
    let mut teller = Teller {
        scenario,
        sights,
        fates: outcome::fates(scenario, journal),
        ends_s: ends_s(journal),
        results: BTreeMap::new(),
        targets: BTreeMap::new(),
        told: BTreeSet::new(),
    };
    let mut told = teller.detections(journal);
    for (time_s, event) in &journal.events {
        told.extend(teller.tell(*time_s, event));
    }
    if let Some(only) = only {
        told.retain(|told| told.threats.contains(&only));
    }
    told.sort_by(|one, other| one.entry.time_s.total_cmp(&other.entry.time_s));
    let mut merged: Vec<Entry> = Vec::with_capacity(told.len());
    for Told { entry, .. } in told {
        if !merged.last_mut().is_some_and(|last| last.takes_in(&entry)) {
            merged.push(entry);
        }
    }
    merged
}

/// An entry and the threats it has to do with.
struct Told {
    entry: Entry,
    threats: Vec<ThreatId>,
}

/// Turns events into entries, in the order of the journal.
struct Teller<'a> {
    scenario: &'a Scenario,
    sights: &'a Sights,
    fates: Vec<Option<Fate>>,
    /// When each object was killed or came down, s.
    ends_s: BTreeMap<ObjectId, f64>,
    /// What came of each shot.
    results: BTreeMap<InterceptorId, ShotResult>,
    /// The track that each shot was launched at.
    targets: BTreeMap<InterceptorId, TrackId>,
    /// The subjects that were sent and received on each link.
    told: BTreeSet<(LinkId, Way, &'static str, TrackId)>,
}

impl Teller<'_> {
    /// The first plot of each object by each system's sensors of each kind.
    fn detections(&self, journal: &Journal) -> Vec<Told> {
        let mut seen: BTreeSet<(SystemId, &str, ObjectId)> = BTreeSet::new();
        let mut entries = Vec::new();
        for plot in &journal.plots {
            let Some(id) = plot.object else { continue };
            let system = self.scenario.sensor_system(plot.sensor);
            let sensor_kind = self.scenario.sensor_kind(plot.sensor);
            if seen.insert((system, sensor_kind, id)) {
                let what = What::Detection {
                    threat: self.threat(id.threat),
                    object: id.object,
                    sensor: self.scenario.sensor_name(plot.sensor).into(),
                    sensor_kind: sensor_kind.into(),
                };
                let time_s = f64::from(plot.tick) * self.scenario.step_s;
                entries.push(told(time_s, self.system(system), what, [Some(id.threat)]));
            }
        }
        entries
    }

    fn tell(&mut self, time_s: f64, event: &Event) -> Option<Told> {
        match event {
            Event::Launch { .. } | Event::Cutoff { .. } | Event::Impact { .. } => {
                self.flight(time_s, event)
            }
            Event::Released { object } => Some(self.other(time_s, *object, |threat, object| {
                let objects = vec![object];
                What::Released { threat, objects }
            })),
            Event::Fall { object, dead, .. } => {
                Some(self.other(time_s, *object, |threat, object| What::Fall {
                    threat,
                    object,
                    dead: *dead,
                }))
            }
            Event::Engageable { .. } => self.chance(time_s, event),
            Event::Sent { .. } | Event::Received { .. } => self.message(time_s, event),
            Event::Warning { .. }
            | Event::BurnedOut { .. }
            | Event::Confirmed { .. }
            | Event::Dropped { .. }
            | Event::Firm { .. }
            | Event::Held { .. }
            | Event::NoShotCame { .. }
            | Event::Correlated { .. } => self.belief(time_s, event),
            Event::Ordered { .. } | Event::Launched { .. } => self.shot(time_s, event),
            Event::Intercept { .. } | Event::Assessed { .. } => self.meeting(time_s, event),
        }
    }

    /// What a threat does.
    fn flight(&self, time_s: f64, event: &Event) -> Option<Told> {
        let (threat, what) = match event {
            Event::Launch { threat } => {
                let planned = &self.scenario.threats[threat.index()];
                let aim = &self.scenario.assets[planned.aim.index()];
                let what = What::Launch {
                    threat: planned.name.clone(),
                    threat_type: planned.kind.name.clone(),
                    aim: aim.name.clone(),
                    aim_system: self.scenario.systems[aim.system.index()].name.clone(),
                };
                (threat, what)
            }
            Event::Cutoff { threat } => {
                let what = What::Cutoff {
                    threat: self.threat(*threat),
                };
                (threat, what)
            }
            Event::Impact {
                threat,
                place,
                dead,
            } => {
                let planned = &self.scenario.threats[threat.index()];
                let aim = &self.scenario.assets[planned.aim.index()];
                let struck = self.fates[threat.index()].and_then(|fate| fate.leaked_into);
                let what = What::Impact {
                    threat: planned.name.clone(),
                    dead: *dead,
                    asset: struck.map(|asset| self.scenario.assets[asset.index()].name.clone()),
                    aim: aim.name.clone(),
                    aim_distance_m: (aim.place.ecef().0 - place.ecef().0).norm(),
                    latitude_deg: place.latitude_rad.to_degrees(),
                    longitude_deg: place.longitude_rad.to_degrees(),
                };
                (threat, what)
            }
            _ => return None,
        };
        Some(told(time_s, Who::Truth, what, [Some(*threat)]))
    }

    /// What an object does that is no payload.
    fn other(&self, time_s: f64, id: ObjectId, what: impl Fn(String, Object) -> What) -> Told {
        let what = what(self.threat(id.threat), id.object);
        told(time_s, Who::Truth, what, [Some(id.threat)])
    }

    /// What a system makes of what it saw and heard.
    fn belief(&self, time_s: f64, event: &Event) -> Option<Told> {
        let (system, what, tracks) = match *event {
            Event::Warning { .. } | Event::BurnedOut { .. } => return self.warning(time_s, event),
            Event::Confirmed { track, .. } => {
                let name = self.track(track);
                (
                    track.system,
                    What::Confirmed { track: name },
                    [Some(track), None],
                )
            }
            Event::Dropped { track } => {
                let of_threat = || self.really(track).map(ObjectId::payload);
                let id = self.sights.object(track).or_else(of_threat);
                let end_s = id.and_then(|id| self.ends_s.get(&id));
                if end_s.is_some_and(|end_s| *end_s <= time_s) {
                    return None;
                }
                let name = self.track(track);
                (
                    track.system,
                    What::Dropped { track: name },
                    [Some(track), None],
                )
            }
            Event::Firm { system, track } => {
                let name = self.track(track);
                (system, What::Firm { track: name }, [Some(track), None])
            }
            Event::Held {
                system,
                track,
                reason,
            } => {
                let track_name = self.track(track);
                let what = What::Held {
                    track: track_name,
                    reason,
                };
                (system, what, [Some(track), None])
            }
            Event::NoShotCame {
                system,
                track,
                reliance,
            } => {
                let name = self.track(track);
                let what = What::NoShotCame {
                    track: name,
                    reliance,
                };
                (system, what, [Some(track), None])
            }
            Event::Correlated { own, remote } => {
                let what = What::Correlated {
                    own: self.track(own),
                    remote: self.track(remote),
                };
                (own.system, what, [Some(own), Some(remote)])
            }
            _ => return None,
        };
        let threats = tracks.map(|track| track.and_then(|track| self.really(track)));
        Some(told(time_s, self.system(system), what, threats))
    }

    /// What a system says of a launch.
    fn warning(&self, time_s: f64, event: &Event) -> Option<Told> {
        let (Event::Warning {
            track, estimate, ..
        }
        | Event::BurnedOut { track, estimate }) = event
        else {
            return None;
        };
        let name = self.track(*track);
        let launch = Box::new(Launch::of(self.scenario, track.system, estimate));
        let what = match event {
            Event::Warning { .. } => What::Warning {
                track: name,
                launch,
            },
            _ => What::BurnedOut {
                track: name,
                launch,
            },
        };
        let threats = [self.really(*track)];
        Some(told(time_s, self.system(track.system), what, threats))
    }

    fn really(&self, track: TrackId) -> Option<ThreatId> {
        self.sights.threat(track)
    }

    fn threat(&self, threat: ThreatId) -> String {
        self.scenario.threats[threat.index()].name.clone()
    }

    fn track(&self, track: TrackId) -> TrackName {
        TrackName {
            system: self.scenario.systems[track.system.index()].name.clone(),
            number: track.number,
            really: self.really(track).map(|threat| self.threat(threat)),
            object: self.sights.object(track).map(|id| id.object),
        }
    }

    fn system(&self, system: SystemId) -> Who {
        Who::System(self.scenario.systems[system.index()].name.clone())
    }
}

fn told<const COUNT: usize>(
    time_s: f64,
    who: Who,
    what: What,
    threats: [Option<ThreatId>; COUNT],
) -> Told {
    Told {
        entry: Entry { time_s, who, what },
        threats: threats.into_iter().flatten().collect(),
    }
}

/// When each object was killed or came down, s.
fn ends_s(journal: &Journal) -> BTreeMap<ObjectId, f64> {
    let mut ends: BTreeMap<ObjectId, f64> = BTreeMap::new();
    for (time_s, event) in &journal.events {
        let ended = match event {
            Event::Impact { threat, .. } => Some(ObjectId::payload(*threat)),
            Event::Fall { object, .. } => Some(*object),
            Event::Intercept {
                object,
                result: ShotResult::Killed,
                ..
            } => *object,
            _ => None,
        };
        if let Some(id) = ended {
            let end = ends.entry(id).or_insert(*time_s);
            *end = end.min(*time_s);
        }
    }
    ends
}
