//! From the journal to chains, event by event.

use super::kill_chain::{KillChains, Knowledge, Shot, Source};
use crate::outcome::track_truth::TrackTruth;
use crate::outcome::{fates, track_truth};
use crate::scenario::identity::{FireUnitId, InterceptorId, ObjectId, SystemId, ThreatId, TrackId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Evidence, Hold, Journal, Subject};
use std::collections::{BTreeMap, BTreeSet};

impl KillChains {
    /// The chains of a journal.
    pub fn of(scenario: &Scenario, journal: &Journal) -> Self {
        let fates = fates(scenario, journal);
        let cells = fates.len() * scenario.systems.len();
        let mut reader = ChainReader {
            scenario,
            journal,
            track_truth: TrackTruth::of(scenario, journal),
            contributors: BTreeMap::new(),
            live: BTreeSet::new(),
            orders: BTreeMap::new(),
            places: BTreeMap::new(),
            meetings: 0,
            chains: Self {
                astray: vec![false; fates.len()],
                outages: Vec::new(),
                fates,
                shots: Vec::new(),
                knowledge: vec![Knowledge::default(); cells],
            },
        };
        reader.plots();
        for (time_s, event) in &journal.events {
            reader.take(*time_s, event);
        }
        let mut chains = reader.chains;
        let named = |shot: &Shot| (shot.interceptor.unit, shot.interceptor.shot);
        chains.shots.sort_by(|one, other| {
            let by_time = one.ordered_s.total_cmp(&other.ordered_s);
            by_time.then(named(one).cmp(&named(other)))
        });
        chains
    }
}

/// Reads events in the order of the journal.
struct ChainReader<'a> {
    scenario: &'a Scenario,
    journal: &'a Journal,
    track_truth: TrackTruth,
    /// Owners of the plots that confirmed each track.
    contributors: BTreeMap<TrackId, Contributors>,
    /// Confirmed tracks of payloads that have not been dropped.
    live: BTreeSet<TrackId>,
    /// Time of the last order at a track with a fire unit, s.
    orders: BTreeMap<(TrackId, FireUnitId), f64>,
    /// The place of each shot in the list.
    places: BTreeMap<InterceptorId, usize>,
    meetings: u32,
    chains: KillChains,
}

/// Owners of the plots in a track.
#[derive(Debug, Clone, Copy)]
struct Contributors {
    own: bool,
    partner: bool,
}

impl ChainReader<'_> {
    fn take(&mut self, time_s: f64, event: &Event) {
        match event {
            Event::Warning { track, evidence, .. } => {
                self.made(time_s, *track, evidence, false);
            }
            Event::Confirmed { track, evidence } => {
                let contributors = self.made(time_s, *track, evidence, true);
                self.begin(time_s, *track, contributors);
            }
            Event::Dropped { track } => self.end(time_s, *track),
            Event::Received {
                link,
                subject: subject @ (Subject::Alert(track) | Subject::Track(track)),
                ..
            } => {
                let to = self.scenario.links[link.index()].to;
                let is_track = matches!(subject, Subject::Track(_));
                self.hear(time_s, (to, *track), is_track);
            }
            Event::Firm { system, track } => self.firm(time_s, *system, *track),
            Event::Held { system, track, reason } => {
                let held = (time_s, *reason);
                if let Some(knowledge) = self.of_threat(*system, *track)
                    && reason.is_of_authority()
                {
                    knowledge.held.get_or_insert(held);
                }
                if let Some(knowledge) = self.of_payload(*system, *track) {
                    knowledge.holds.push(held);
                }
            }
            Event::Engageable { system, track, .. } => {
                if let Some(knowledge) = self.of_payload(*system, *track) {
                    knowledge.engageable_s.get_or_insert(time_s);
                }
            }
            Event::Ordered { track, unit, .. } => {
                self.orders.insert((*track, *unit), time_s);
            }
            Event::Launched { .. } | Event::Intercept { .. } | Event::Assessed { .. } => {
                self.shot(time_s, event);
            }
            Event::WentDown { outage } => {
                self.chains.outages.push((*outage, [time_s, f64::INFINITY]));
            }
            Event::Repaired { outage } => {
                let mut outages = self.chains.outages.iter_mut();
                if let Some((_, [_, until_s])) = outages.find(|(id, _)| id == outage) {
                    *until_s = time_s;
                }
            }
            Event::Impact { threat, place, .. } => {
                let aim = self.scenario.threats[threat.index()].aim;
                let owner = self.scenario.assets[aim.index()].system;
                let territory = &self.scenario.systems[owner.index()].territory;
                self.chains.astray[threat.index()] = !territory.contains(*place);
            }
            _ => {}
        }
    }

    /// Plots of the partner's, which cross without events of their own: those of a link that
    /// brought more than its events tell of. Each is taken to be as old on arrival as the mean.
    fn plots(&mut self) {
        let (scenario, journal) = (self.scenario, self.journal);
        for (place, traffic) in journal.traffic.iter().enumerate() {
            let is_of = |(_, event): &&(f64, Event)| match event {
                Event::Received { link, .. } => link.index() == place,
                _ => false,
            };
            let told = journal.events.iter().filter(is_of).count() as u64;
            if traffic.received <= told {
                continue;
            }
            let link = &scenario.links[place];
            let age_s = traffic.age_s / traffic.received as f64;
            for plot in &journal.plots {
                let Some(object) = plot.object else { continue };
                if scenario.sensor_system(plot.sensor) == link.from {
                    let time_s = f64::from(plot.tick) * scenario.step_s + age_s;
                    let is_track = scenario.line_of_sight_ticks(plot.sensor).is_none();
                    self.cell(link.to, object.threat).hear(time_s, is_track);
                }
            }
        }
    }

    /// Notes whose plots made a track.
    fn made(
        &mut self,
        time_s: f64,
        track: TrackId,
        evidence: &Evidence,
        is_track: bool,
    ) -> Contributors {
        let contributors = self.contributors(track.system, evidence);
        self.contributors.insert(track, contributors);
        if contributors.partner {
            self.hear(time_s, (track.system, track), is_track);
        }
        contributors
    }

    fn contributors(&self, system: SystemId, evidence: &Evidence) -> Contributors {
        let plots = || evidence.serials().iter();
        let is_own = |serial: &u32| {
            let sensor = self.journal.plots[*serial as usize].sensor;
            self.scenario.sensor_system(sensor) == system
        };
        Contributors { own: plots().any(is_own), partner: plots().any(|serial| !is_own(serial)) }
    }

    /// Source of a track to a system: its own, if its own plots are in it.
    fn source(&self, system: SystemId, track: TrackId) -> Source {
        let is_own = self.contributors.get(&track).is_none_or(|contributors| contributors.own);
        if track.system == system && is_own { Source::Own } else { Source::Partner }
    }

    /// A system learns of a threat by the partner's data, an alert or a track.
    fn hear(&mut self, time_s: f64, (system, track): (SystemId, TrackId), is_track: bool) {
        if let Some(knowledge) = self.of_threat(system, track) {
            knowledge.hear(time_s, is_track);
        }
    }

    fn begin(&mut self, time_s: f64, track: TrackId, contributors: Contributors) {
        if let Some(knowledge) = self.of_payload(track.system, track) {
            if contributors.own {
                knowledge.detected_s.get_or_insert(time_s);
            }
            self.live.insert(track);
        }
    }

    /// A track ends: the last confirmed one of a payload is lost.
    fn end(&mut self, time_s: f64, track: TrackId) {
        if !self.live.remove(&track) {
            return;
        }
        let (system, threat) = (track.system, self.track_truth.threat(track));
        let is_same =
            |other: &TrackId| other.system == system && self.track_truth.threat(*other) == threat;
        if !self.live.iter().any(is_same)
            && let Some(knowledge) = self.of_payload(system, track)
        {
            knowledge.holds.push((time_s, Hold::TrackLost));
        }
    }

    fn firm(&mut self, time_s: f64, system: SystemId, track: TrackId) {
        let source = self.source(system, track);
        if let Some(knowledge) = self.of_payload(system, track) {
            knowledge.firm.get_or_insert((time_s, source));
        }
    }

    fn shot(&mut self, time_s: f64, event: &Event) {
        match event {
            Event::Launched { interceptor, track, intercept_s, evidence } => {
                self.launched(time_s, (*interceptor, *track), *intercept_s, evidence);
            }
            Event::Intercept { interceptor, object, miss_m, result } => {
                let meeting = self.meetings;
                self.meetings += 1;
                if let Some(place) = self.places.get(interceptor) {
                    let shot = &mut self.chains.shots[*place];
                    (shot.met, shot.miss_m, shot.result) = (*object, *miss_m, Some(*result));
                    shot.meeting = Some(meeting);
                }
            }
            Event::Assessed { interceptor, killed } => {
                if let Some(place) = self.places.get(interceptor) {
                    self.chains.shots[*place].judged_killed = Some(*killed);
                }
            }
            _ => {}
        }
    }

    fn launched(
        &mut self,
        launch_s: f64,
        (interceptor, track): (InterceptorId, TrackId),
        intercept_s: f64,
        evidence: &Evidence,
    ) {
        let system = self.scenario.fire_units[interceptor.unit.index()].system;
        let ordered_s = self.orders.get(&(track, interceptor.unit));
        let contributors = self.contributors(system, evidence);
        let seen = track_truth::threat_of(self.journal, evidence);
        self.places.insert(interceptor, self.chains.shots.len());
        self.chains.shots.push(Shot {
            interceptor,
            system,
            ordered_s: ordered_s.copied().unwrap_or(launch_s),
            intercept_s,
            aimed: seen.or_else(|| self.track_truth.threat(track)),
            is_at_other: self.track_truth.object(track).is_some_and(|id| !id.is_payload()),
            basis: if contributors.own { Source::Own } else { Source::Partner },
            meeting: None,
            met: None,
            miss_m: 0.0,
            result: None,
            judged_killed: None,
        });
    }

    fn of_threat(&mut self, system: SystemId, track: TrackId) -> Option<&mut Knowledge> {
        let threat = self.track_truth.threat(track)?;
        Some(self.cell(system, threat))
    }

    fn of_payload(&mut self, system: SystemId, track: TrackId) -> Option<&mut Knowledge> {
        let object = self.track_truth.object(track);
        let is_payload = object.is_none_or(ObjectId::is_payload);
        is_payload.then(|| self.of_threat(system, track)).flatten()
    }

    fn cell(&mut self, system: SystemId, threat: ThreatId) -> &mut Knowledge {
        let threats = self.chains.fates.len();
        &mut self.chains.knowledge[system.index() * threats + threat.index()]
    }
}

impl Knowledge {
    /// Notes data of the partner's, of a track or of plots that could be one, or an alert.
    fn hear(&mut self, time_s: f64, is_track: bool) {
        let earlier = |known_s: Option<f64>| known_s.map_or(time_s, |known_s| known_s.min(time_s));
        self.heard_s = Some(earlier(self.heard_s));
        if is_track {
            self.track_heard_s = Some(earlier(self.track_heard_s));
        }
    }
}
