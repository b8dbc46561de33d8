//! From the journal to entries: numbers become names, repeated and belated events are left out.
//!
//! The truth's events are told by the truth, those of belief by the system that believes.

mod message;
mod shot;

use super::event::{
    Engageability, FirstPlot, MessageTopic, PayloadImpact, ThreatLaunch, TimelineEntry,
    TimelineEvent,
};
use super::name::{Actor, TrackName};
use super::warning::LaunchWarning;
use crate::earth::frames::Geodetic;
use crate::outcome;
use crate::outcome::Fate;
use crate::outcome::track_truth::TrackTruth;
use crate::scenario::identity::{
    FireUnitId, InterceptorId, LinkId, ObjectId, OutageId, SystemId, ThreatId, TrackId,
};
use crate::scenario::model::{FireUnit, Scenario};
use crate::world::journal::{Event, Journal, ShotResult};
use std::collections::{BTreeMap, BTreeSet};

/// The entries of a run, by time; of all threats, or of one.
pub(super) fn entries(
    scenario: &Scenario,
    journal: &Journal,
    track_truth: &TrackTruth,
    only: Option<ThreatId>,
) -> Vec<TimelineEntry> {
    let mut builder = TimelineBuilder {
        scenario,
        track_truth,
        fates: outcome::fates(scenario, journal),
        ends_s: ends_s(journal),
        results: BTreeMap::new(),
        targets: BTreeMap::new(),
        topics: BTreeSet::new(),
    };
    let mut drafts = builder.detections(journal);
    for (time_s, event) in &journal.events {
        drafts.extend(builder.draft(*time_s, event));
    }
    if let Some(only) = only {
        let is_outage =
            |draft: &EntryDraft| matches!(draft.entry.event, TimelineEvent::Outage { .. });
        drafts.retain(|draft| draft.threats.contains(&Some(only)) || is_outage(draft));
    }
    drafts.sort_by(|one, other| one.entry.time_s.total_cmp(&other.entry.time_s));
    let mut merged: Vec<TimelineEntry> = Vec::with_capacity(drafts.len());
    for EntryDraft { entry, .. } in drafts {
        if !merged.last_mut().is_some_and(|last| last.merge(&entry)) {
            merged.push(entry);
        }
    }
    merged
}

/// An entry and the threats it has to do with.
struct EntryDraft {
    entry: TimelineEntry,
    threats: [Option<ThreatId>; 2],
}

/// An end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LinkEnd {
    Sender,
    Receiver,
}

/// State of the way through the journal.
struct TimelineBuilder<'a> {
    scenario: &'a Scenario,
    track_truth: &'a TrackTruth,
    fates: Vec<Option<Fate>>,
    /// Time at which each object was killed or came down, s.
    ends_s: BTreeMap<ObjectId, f64>,
    /// Result of each shot.
    results: BTreeMap<InterceptorId, ShotResult>,
    /// Track that each shot was launched at.
    targets: BTreeMap<InterceptorId, TrackId>,
    /// Subjects that were sent and received on each link.
    topics: BTreeSet<(LinkId, LinkEnd, MessageTopic, TrackId)>,
}

impl<'a> TimelineBuilder<'a> {
    /// The first plot of each object by each system's sensors of each kind.
    fn detections(&self, journal: &Journal) -> Vec<EntryDraft> {
        let mut seen: BTreeSet<(SystemId, &str, ObjectId)> = BTreeSet::new();
        let mut drafts = Vec::new();
        for plot in &journal.plots {
            let Some(id) = plot.object else { continue };
            let system = self.scenario.sensor_system(plot.sensor);
            let sensor_kind = self.scenario.sensor_kind(plot.sensor);
            if seen.insert((system, sensor_kind, id)) {
                let event = TimelineEvent::Detection(FirstPlot {
                    threat: self.threat(id.threat),
                    object: id.object,
                    sensor: self.scenario.sensor_name(plot.sensor).into(),
                    sensor_kind: sensor_kind.into(),
                });
                let time_s = f64::from(plot.tick) * self.scenario.step_s;
                let actor = self.actor(system);
                drafts.push(draft(time_s, actor, event, [Some(id.threat), None]));
            }
        }
        drafts
    }

    /// The entry of an event; `None` if it repeats another or comes too late.
    fn draft(&mut self, time_s: f64, event: &Event) -> Option<EntryDraft> {
        match event {
            Event::Launch { .. }
            | Event::Cutoff { .. }
            | Event::Released { .. }
            | Event::Fall { .. }
            | Event::Impact { .. } => self.flight(time_s, event),
            Event::Warning { .. }
            | Event::BurnedOut { .. }
            | Event::Confirmed { .. }
            | Event::Dropped { .. }
            | Event::Firm { .. }
            | Event::Correlated { .. }
            | Event::Held { .. }
            | Event::NoShotCame { .. }
            | Event::Engageable { .. } => self.belief(time_s, event),
            Event::Sent { .. } | Event::Received { .. } => self.message(time_s, event),
            Event::Ordered { .. } | Event::Launched { .. } => self.shot(time_s, event),
            Event::Intercept { .. } | Event::Assessed { .. } => self.meeting(time_s, event),
            Event::WentDown { outage } => Some(self.outage(time_s, *outage, false)),
            Event::Repaired { outage } => Some(self.outage(time_s, *outage, true)),
        }
    }

    /// Events of a threat and its objects.
    fn flight(&self, time_s: f64, event: &Event) -> Option<EntryDraft> {
        let (id, event) = match event {
            Event::Launch { threat } => (*threat, self.launch(*threat)),
            Event::Cutoff { threat: id } => {
                let threat = self.threat(*id);
                (*id, TimelineEvent::Cutoff { threat })
            }
            Event::Released { object } => {
                let (threat, objects) = (self.threat(object.threat), vec![object.object]);
                (object.threat, TimelineEvent::Released { threat, objects })
            }
            Event::Fall { object: id, dead, .. } => {
                let event = TimelineEvent::Fall {
                    threat: self.threat(id.threat),
                    object: id.object,
                    dead: *dead,
                };
                (id.threat, event)
            }
            Event::Impact { threat, place, dead } => (*threat, self.impact(*threat, *place, *dead)),
            _ => return None,
        };
        Some(draft(time_s, Actor::Truth, event, [Some(id), None]))
    }

    /// Entry of an outage that begins or is over.
    fn outage(&self, time_s: f64, outage: OutageId, repaired: bool) -> EntryDraft {
        let outage = &self.scenario.outages[outage.index()];
        let parts = outage.parts.iter().map(|part| self.scenario.part_name(*part)).collect();
        let event = TimelineEvent::Outage { outage: outage.name.clone(), parts, repaired };
        draft(time_s, Actor::Truth, event, [None, None])
    }

    fn launch(&self, threat: ThreatId) -> TimelineEvent {
        let threat = &self.scenario.threats[threat.index()];
        let aim = &self.scenario.assets[threat.aim.index()];
        TimelineEvent::Launch(ThreatLaunch {
            threat: threat.name.clone(),
            threat_type: threat.kind.name.clone(),
            aim: aim.name.clone(),
            aim_system: self.scenario.systems[aim.system.index()].name.clone(),
        })
    }

    fn impact(&self, id: ThreatId, place: Geodetic, dead: bool) -> TimelineEvent {
        let threat = &self.scenario.threats[id.index()];
        let aim = &self.scenario.assets[threat.aim.index()];
        let struck = self.fates[id.index()].and_then(|fate| fate.leaked_into);
        TimelineEvent::Impact(PayloadImpact {
            threat: threat.name.clone(),
            dead,
            asset: struck.map(|asset| self.scenario.assets[asset.index()].name.clone()),
            aim: aim.name.clone(),
            aim_distance_m: (aim.place.ecef().0 - place.ecef().0).norm(),
            latitude_deg: place.latitude_rad.to_degrees(),
            longitude_deg: place.longitude_rad.to_degrees(),
        })
    }

    /// Events of a system's tracks.
    fn belief(&self, time_s: f64, event: &Event) -> Option<EntryDraft> {
        let of = |system, id, event: &dyn Fn(TrackName) -> TimelineEvent| {
            let threats = [self.track_truth.threat(id), None];
            draft(time_s, self.actor(system), event(self.track(id)), threats)
        };
        let own =
            |id: TrackId, event: &dyn Fn(TrackName) -> TimelineEvent| of(id.system, id, event);
        let launch =
            |id: TrackId, estimate| Box::new(LaunchWarning::of(self.scenario, id.system, estimate));
        Some(match event {
            Event::Warning { track, estimate, .. } => own(*track, &|name| TimelineEvent::Warning {
                track: name,
                launch: launch(*track, estimate),
            }),
            Event::BurnedOut { track, estimate } => own(*track, &|name| TimelineEvent::BurnedOut {
                track: name,
                launch: launch(*track, estimate),
            }),
            Event::Confirmed { track, .. } => {
                own(*track, &|track| TimelineEvent::Confirmed { track })
            }
            Event::Dropped { track } if self.has_ended(*track, time_s) => return None,
            Event::Dropped { track } => own(*track, &|track| TimelineEvent::Dropped { track }),
            Event::Firm { system, track } => {
                of(*system, *track, &|track| TimelineEvent::Firm { track })
            }
            Event::Correlated { own, remote } => {
                let threats = [*own, *remote].map(|track| self.track_truth.threat(track));
                let event = TimelineEvent::Correlated {
                    own: self.track(*own),
                    remote: self.track(*remote),
                };
                draft(time_s, self.actor(own.system), event, threats)
            }
            &Event::Held { system, track, reason } => {
                of(system, track, &|track| TimelineEvent::Held { track, reason })
            }
            &Event::NoShotCame { system, track, reliance } => {
                of(system, track, &|track| TimelineEvent::NoShotCame { track, reliance })
            }
            &Event::Engageable {
                system,
                track,
                opportunities,
                earliest_launch_s,
                latest_launch_s,
            } => of(system, track, &|track| {
                TimelineEvent::Engageable(Engageability {
                    track,
                    opportunities,
                    earliest_launch_s,
                    latest_launch_s,
                })
            }),
            _ => return None,
        })
    }

    /// Whether the object of a track had been killed or had come down by a time.
    fn has_ended(&self, track: TrackId, time_s: f64) -> bool {
        let of_threat = || self.track_truth.threat(track).map(ObjectId::payload);
        let id = self.track_truth.object(track).or_else(of_threat);
        let end_s = id.and_then(|id| self.ends_s.get(&id));
        end_s.is_some_and(|end_s| *end_s <= time_s)
    }

    fn unit(&self, unit: FireUnitId) -> &'a FireUnit {
        &self.scenario.fire_units[unit.index()]
    }

    fn threat(&self, threat: ThreatId) -> String {
        self.scenario.threats[threat.index()].name.clone()
    }

    fn track(&self, track: TrackId) -> TrackName {
        TrackName {
            system: self.scenario.systems[track.system.index()].name.clone(),
            number: track.number,
            threat: self.track_truth.threat(track).map(|threat| self.threat(threat)),
            object: self.track_truth.object(track).map(|id| id.object),
        }
    }

    fn actor(&self, system: SystemId) -> Actor {
        Actor::System(self.scenario.systems[system.index()].name.clone())
    }
}

fn draft(
    time_s: f64,
    actor: Actor,
    event: TimelineEvent,
    threats: [Option<ThreatId>; 2],
) -> EntryDraft {
    let entry = TimelineEntry { time_s, actor, event };
    EntryDraft { entry, threats }
}

/// Time at which each object was killed or came down, s.
fn ends_s(journal: &Journal) -> BTreeMap<ObjectId, f64> {
    let mut ends: BTreeMap<ObjectId, f64> = BTreeMap::new();
    for (time_s, event) in &journal.events {
        let ended = match event {
            Event::Impact { threat, .. } => Some(ObjectId::payload(*threat)),
            Event::Fall { object, .. } => Some(*object),
            Event::Intercept { object, result: ShotResult::Killed, .. } => *object,
            _ => None,
        };
        if let Some(id) = ended {
            let end = ends.entry(id).or_insert(*time_s);
            *end = end.min(*time_s);
        }
    }
    ends
}
