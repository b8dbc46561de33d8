//! Track-to-truth matches, made after the fact, and since when each system knew of each threat.
//!
//! A track is of the threat that most of the plots it was made of really saw, and of that object
//! of it that most of them saw; one made mostly of false plots is of none, one made of plots of
//! several objects may be of a threat and of no one object. Until cut-off a threat is one object,
//! its payload. Who tracks a spent stage or a decoy knows of the threat; only a track of the
//! payload can be a firm track of it. What a track later runs over to is not asked.

use crate::scenario::identity::{ObjectId, SystemId, ThreatId, TrackId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Evidence, Journal, Subject};
use std::collections::BTreeMap;

/// First knowledge and first firm track, of each threat by each system.
#[derive(Debug, Clone)]
pub struct TrackTruth {
    threats: usize,
    known_s: Vec<Option<f64>>,
    firm_s: Vec<Option<f64>>,
    tracks: BTreeMap<TrackId, TruthMatch>,
}

/// Truth behind a track.
#[derive(Debug, Clone, Copy)]
struct TruthMatch {
    threat: ThreatId,
    object: Option<ObjectId>,
}

impl TrackTruth {
    /// Reads a journal.
    pub fn of(scenario: &Scenario, journal: &Journal) -> Self {
        let threats = scenario.threats.len();
        let cells = threats * scenario.systems.len();
        let tracks = truth_matches(journal);
        let mut track_truth =
            Self { threats, known_s: vec![None; cells], firm_s: vec![None; cells], tracks };
        for (time_s, event) in &journal.events {
            match event {
                Event::Warning { track, .. } | Event::Confirmed { track, .. } => {
                    track_truth.know(track.system, *track, *time_s);
                }
                Event::Received {
                    link,
                    subject: Subject::Alert(track) | Subject::Track(track),
                    ..
                } => {
                    track_truth.know(scenario.links[link.index()].to, *track, *time_s);
                }
                Event::Firm { system, track } => {
                    let is_payload = track_truth.object(*track).is_some_and(ObjectId::is_payload);
                    if let Some(cell) = track_truth.cell(*system, *track).filter(|_| is_payload) {
                        track_truth.firm_s[cell].get_or_insert(*time_s);
                    }
                }
                _ => {}
            }
        }
        track_truth
    }

    fn cell(&self, system: SystemId, track: TrackId) -> Option<usize> {
        let threat = self.threat(track)?;
        Some(system.index() * self.threats + threat.index())
    }

    fn know(&mut self, system: SystemId, track: TrackId, time_s: f64) {
        if let Some(cell) = self.cell(system, track) {
            let known = &mut self.known_s[cell];
            *known = Some(known.map_or(time_s, |earlier| earlier.min(time_s)));
        }
    }

    /// The threat that a track is of.
    pub fn threat(&self, track: TrackId) -> Option<ThreatId> {
        Some(self.tracks.get(&track)?.threat)
    }

    /// The object that a track is of.
    pub fn object(&self, track: TrackId) -> Option<ObjectId> {
        self.tracks.get(&track)?.object
    }

    /// Time at which a system first knew of a threat, by whichever of its objects, s.
    pub fn first_known_s(&self, system: SystemId, threat: ThreatId) -> Option<f64> {
        self.known_s[system.index() * self.threats + threat.index()]
    }

    /// Time of a system's first track of a threat's payload that it may launch on, s.
    pub fn first_firm_s(&self, system: SystemId, threat: ThreatId) -> Option<f64> {
        self.firm_s[system.index() * self.threats + threat.index()]
    }
}

/// Truth behind each track that was confirmed, by what its plots saw.
fn truth_matches(journal: &Journal) -> BTreeMap<TrackId, TruthMatch> {
    journal
        .events
        .iter()
        .filter_map(|(_, event)| match event {
            Event::Warning { track, evidence, .. } | Event::Confirmed { track, evidence } => {
                Some((*track, truth_match(journal, evidence)?))
            }
            _ => None,
        })
        .collect()
}

fn truth_match(journal: &Journal, evidence: &Evidence) -> Option<TruthMatch> {
    let object = |serial: &u32| journal.plots[*serial as usize].object;
    let threat = |serial: &u32| Some(object(serial)?.threat);
    Some(TruthMatch {
        threat: seen_by_most(evidence, threat)?,
        object: seen_by_most(evidence, object),
    })
}

/// The threat that most of these plots saw.
pub(super) fn threat_of(journal: &Journal, evidence: &Evidence) -> Option<ThreatId> {
    seen_by_most(evidence, |serial| Some(journal.plots[*serial as usize].object?.threat))
}

/// True if fewer than half of these plots saw a payload; false of no plots at all.
pub(super) fn is_of_no_payload(journal: &Journal, evidence: &Evidence) -> bool {
    let serials = evidence.serials();
    let object = |serial: &u32| journal.plots[*serial as usize].object;
    let is_payload = |serial: &&u32| object(serial).is_some_and(ObjectId::is_payload);
    2 * serials.iter().filter(is_payload).count() < serials.len()
}

/// Thing that more than half of the plots saw.
fn seen_by_most<T: PartialEq>(evidence: &Evidence, seen: impl Fn(&u32) -> Option<T>) -> Option<T> {
    let serials = evidence.serials();
    serials.iter().filter_map(&seen).find(|one| {
        let same = |serial: &&u32| seen(serial).is_some_and(|other| other == *one);
        2 * serials.iter().filter(same).count() > serials.len()
    })
}
