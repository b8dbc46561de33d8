//! Who knew of which threat, since when: belief's tracks matched to the truth, after the fact.
//!
//! A track is of the threat that most of the plots it was made of really saw; one made mostly of
//! false plots is of none.

use crate::scenario::identity::SystemId;
use crate::scenario::identity::ThreatId;
use crate::scenario::identity::TrackId;
use crate::scenario::parts::Scenario;
use crate::world::journal::Event;
use crate::world::journal::Evidence;
use crate::world::journal::Journal;
use crate::world::journal::Subject;
use std::collections::BTreeMap;

/// First knowledge and first firm track, of each threat by each system.
#[derive(Debug, Clone)]
pub struct Sights {
    threats: usize,
    known_s: Vec<Option<f64>>,
    firm_s: Vec<Option<f64>>,
    tracks: BTreeMap<TrackId, ThreatId>,
}

impl Sights {
    /// Reads a journal.
    pub fn of(scenario: &Scenario, journal: &Journal) -> Self {
        let threats = scenario.threats.len();
        let cells = threats * scenario.systems.len();
        let tracks = identities(journal);
        let mut sights = Self {
            threats,
            known_s: vec![None; cells],
            firm_s: vec![None; cells],
            tracks,
        };
        for (time_s, event) in &journal.events {
            match event {
                Event::Warning { track, .. } | Event::Confirmed { track, .. } => {
                    sights.know(track.system, *track, *time_s);
                }
                Event::Received {
                    link,
                    subject: Subject::Alert(track) | Subject::Track(track),
                    ..
                } => {
                    sights.know(scenario.links[link.index()].to, *track, *time_s);
                }
                Event::Firm { system, track } => {
                    if let Some(cell) = sights.cell(*system, *track) {
                        sights.firm_s[cell].get_or_insert(*time_s);
                    }
                }
                _ => {}
            }
        }
        sights
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
        self.tracks.get(&track).copied()
    }

    /// When a system first knew of a threat, s.
    pub fn first_known_s(&self, system: SystemId, threat: ThreatId) -> Option<f64> {
        self.known_s[system.index() * self.threats + threat.index()]
    }

    /// When a system first had a track of a threat that it may launch on, s.
    pub fn first_firm_s(&self, system: SystemId, threat: ThreatId) -> Option<f64> {
        self.firm_s[system.index() * self.threats + threat.index()]
    }
}

/// The threat of each track that was confirmed, by what its plots saw.
fn identities(journal: &Journal) -> BTreeMap<TrackId, ThreatId> {
    journal
        .events
        .iter()
        .filter_map(|(_, event)| match event {
            Event::Warning { track, evidence } | Event::Confirmed { track, evidence } => {
                Some((*track, seen_by_most(journal, evidence)?))
            }
            _ => None,
        })
        .collect()
}

/// What more than half of the plots saw.
fn seen_by_most(journal: &Journal, evidence: &Evidence) -> Option<ThreatId> {
    let seen = |serial: &u32| journal.plots[*serial as usize].threat;
    let serials = evidence.serials();
    serials.iter().filter_map(seen).find(|threat| {
        2 * serials
            .iter()
            .filter(|serial| seen(serial) == Some(*threat))
            .count()
            > serials.len()
    })
}
