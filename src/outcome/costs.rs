//! Costs: in whose defence each interceptor was spent, what the interceptors killed for whom, and
//! what was lost.
//!
//! An interceptor is spent in defence of a system if it was ordered at the payload of a threat at
//! that system's assets: most of the latest plots of its track saw that threat, of a partner's
//! track most of those that confirmed it. At a track that mostly saw no payload, at one of no one
//! threat, and at a payload that was dead when it left, it is spent in nobody's defence. What it
//! met in the end is not asked, but for what it killed.

use super::fate::Fate;
use super::party::Party;
use super::score::CostScore;
use super::track_truth;
use super::track_truth::TrackTruth;
use crate::scenario::identity::{AssetId, SystemId};
use crate::scenario::model::{Asset, Scenario};
use crate::world::journal::{Event, Journal, ShotResult};
use std::collections::{BTreeMap, BTreeSet};

/// An interceptor launched.
pub(super) struct LaunchRecord {
    /// Its owner, who pays.
    pub(super) payer: SystemId,
    /// Most plots of the track that it was ordered at saw no payload.
    pub(super) is_at_no_payload: bool,
    /// The system at whose asset the threat is aimed; `None`: in nobody's defence.
    defended: Option<SystemId>,
}

/// A payload killed.
struct KillRecord {
    /// Owner of the interceptor.
    payer: SystemId,
    /// The system at whose asset the threat was aimed.
    defended: SystemId,
}

/// Launches and kills of a journal, in its order.
pub(super) struct CostRecords {
    pub(super) launches: Vec<LaunchRecord>,
    kills: Vec<KillRecord>,
}

impl CostRecords {
    /// Reads a journal.
    pub(super) fn of(scenario: &Scenario, journal: &Journal, track_truth: &TrackTruth) -> Self {
        let mut records = Self { launches: Vec::new(), kills: Vec::new() };
        let all = Party { scenario, system: None };
        let mut confirmed = BTreeMap::new();
        let mut dead = BTreeSet::new();
        for (_, event) in &journal.events {
            match event {
                Event::Confirmed { track, evidence } => {
                    confirmed.insert(*track, evidence);
                }
                Event::Launched { interceptor, track, evidence, .. } => {
                    let is_own = !evidence.serials().is_empty();
                    let confirmed = confirmed.get(track).filter(|_| !is_own);
                    let evidence = confirmed.copied().unwrap_or(evidence);
                    let is_at_no_payload = track_truth::is_of_no_payload(journal, evidence);
                    let seen = track_truth::threat_of(journal, evidence);
                    let threat = seen.or_else(|| track_truth.threat(*track));
                    let alive = threat.filter(|threat| !is_at_no_payload && !dead.contains(threat));
                    records.launches.push(LaunchRecord {
                        payer: scenario.fire_units[interceptor.unit.index()].system,
                        is_at_no_payload,
                        defended: alive.map(|threat| all.target(threat)),
                    });
                }
                Event::Intercept {
                    interceptor,
                    object: Some(object),
                    result: ShotResult::Killed,
                    ..
                } if object.is_payload() => {
                    dead.insert(object.threat);
                    records.kills.push(KillRecord {
                        payer: scenario.fire_units[interceptor.unit.index()].system,
                        defended: all.target(object.threat),
                    });
                }
                _ => {}
            }
        }
        records
    }

    /// The score of a party.
    pub(super) fn score(&self, party: Party, fates: &[Option<Fate>]) -> CostScore {
        let fired = |is_meant: fn(&LaunchRecord) -> bool| {
            let own = self.launches.iter().filter(|launch| party.has(launch.payer));
            own.filter(|launch| is_meant(launch)).count() as f64
        };
        let kills = |is_meant: fn(&KillRecord) -> bool| {
            let own = self.kills.iter().filter(|kill| party.has(kill.payer));
            own.filter(|kill| is_meant(kill)).count() as f64
        };
        CostScore {
            fired_for_own: fired(|launch| launch.defended == Some(launch.payer)),
            fired_for_partner: fired(|launch| {
                launch.defended.is_some_and(|defended| defended != launch.payer)
            }),
            fired_at_no_threat: fired(|launch| launch.defended.is_none()),
            kills_for_own: kills(|kill| kill.defended == kill.payer),
            kills_for_partner: kills(|kill| kill.defended != kill.payer),
            value_lost: value_lost(party, fates),
        }
    }
}

/// Value of the party's assets on which something leaked.
pub(super) fn value_lost(party: Party, fates: &[Option<Fate>]) -> f64 {
    let leaked_into = |fate: &Option<Fate>| fate.and_then(|fate| fate.leaked_into);
    let hits: Vec<AssetId> = fates.iter().filter_map(leaked_into).collect();
    let is_hit = |(index, _): &(u16, &Asset)| hits.contains(&AssetId(*index));
    let own = (0..).zip(&party.scenario.assets).filter(|(_, asset)| party.has(asset.system));
    own.filter(is_hit).map(|(_, asset)| asset.value).sum()
}
