//! Summary of each threat: who knew when, what was shot at it, how it ended.

use super::leak::LeakAccount;
use super::name::InterceptorName;
use crate::outcome;
use crate::outcome::track_truth::TrackTruth;
use crate::scenario::identity::{SystemId, ThreatId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Journal, ShotResult};
use serde::Serialize;

/// Summary of a threat in one run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreatSummary {
    /// Its name.
    pub threat: String,
    /// The asset it is aimed at.
    pub aim: String,
    /// The system on whose territory that is.
    pub aim_system: String,
    /// Awareness of each system, in the order of the systems.
    pub knowledge: Vec<Awareness>,
    /// Shots launched at tracks that are really of it, of whichever of its objects.
    pub shots: u32,
    /// Of these, at its spent stage or its decoys; `None` where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shots_at_others: Option<u32>,
    /// End of its flight.
    #[serde(flatten)]
    pub end: ThreatEnd,
    /// Cause for which it leaked; `None` of one that did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leak: Option<LeakAccount>,
}

/// Times since when a system knew of a threat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Awareness {
    /// The system.
    pub system: String,
    /// First warning, confirmed track or message, s.
    pub known_s: Option<f64>,
    /// First track that it may launch on, s.
    pub firm_s: Option<f64>,
}

/// End of a threat.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "end", rename_all = "kebab-case")]
pub enum ThreatEnd {
    /// An interceptor killed it.
    Killed {
        /// The interceptor.
        by: InterceptorName,
        /// Time, s.
        time_s: f64,
    },
    /// It came down on an asset.
    Leaked {
        /// The asset.
        asset: String,
        /// Time, s.
        time_s: f64,
    },
    /// It came down outside every asset.
    Missed {
        /// Time, s.
        time_s: f64,
    },
    /// It had not come down when the run ended.
    #[serde(rename = "aloft")]
    InFlight,
}

/// The summary of each threat, or of one.
pub(super) fn summaries(
    scenario: &Scenario,
    journal: &Journal,
    track_truth: &TrackTruth,
    only: Option<ThreatId>,
) -> Vec<ThreatSummary> {
    let ends = ends(scenario, journal);
    let shots = shots(scenario, journal, track_truth);
    let leaks = outcome::leak::leaks(scenario, journal);
    let all = scenario.threats.iter().zip(ends).zip(shots).enumerate();
    all.filter(|(_, ((threat, _), _))| threat.flies())
        .map(|(index, both)| (ThreatId(index as u16), both))
        .filter(|(threat, _)| only.is_none_or(|only| only == *threat))
        .map(|(threat, ((planned, end), shots))| {
            let aim = &scenario.assets[planned.aim.index()];
            let systems = scenario.systems.iter().enumerate();
            let knowledge = systems.map(|(index, system)| Awareness {
                system: system.name.clone(),
                known_s: track_truth.first_known_s(SystemId(index as u16), threat),
                firm_s: track_truth.first_firm_s(SystemId(index as u16), threat),
            });
            ThreatSummary {
                threat: planned.name.clone(),
                aim: aim.name.clone(),
                aim_system: scenario.systems[aim.system.index()].name.clone(),
                knowledge: knowledge.collect(),
                shots: shots.all,
                shots_at_others: (!planned.kind.objects.is_empty()).then_some(shots.at_others),
                end,
                leak: leaks[threat.index()].as_ref().map(|leak| LeakAccount::of(scenario, leak)),
            }
        })
        .collect()
}

fn ends(scenario: &Scenario, journal: &Journal) -> Vec<ThreatEnd> {
    let fates = outcome::fates(scenario, journal);
    let mut ends: Vec<ThreatEnd> = fates
        .iter()
        .map(|fate| match fate {
            None => ThreatEnd::InFlight,
            Some(fate) => match fate.leaked_into {
                None => ThreatEnd::Missed { time_s: fate.impact_s },
                Some(asset) => ThreatEnd::Leaked {
                    asset: scenario.assets[asset.index()].name.clone(),
                    time_s: fate.impact_s,
                },
            },
        })
        .collect();
    for (time_s, event) in &journal.events {
        if let Event::Intercept {
            interceptor,
            object: Some(object),
            result: ShotResult::Killed,
            ..
        } = event
            && object.is_payload()
        {
            ends[object.threat.index()] = ThreatEnd::Killed {
                by: InterceptorName::of(scenario, *interceptor),
                time_s: *time_s,
            };
        }
    }
    ends
}

/// Shots launched at tracks that are really of a threat.
#[derive(Debug, Clone, Copy, Default)]
struct ShotCount {
    all: u32,
    at_others: u32,
}

fn shots(scenario: &Scenario, journal: &Journal, track_truth: &TrackTruth) -> Vec<ShotCount> {
    let mut shots = vec![ShotCount::default(); scenario.threats.len()];
    for (_, event) in &journal.events {
        if let Event::Launched { track, .. } = event
            && let Some(threat) = track_truth.threat(*track)
        {
            let at_other = track_truth.object(*track).is_some_and(|id| !id.is_payload());
            let shots = &mut shots[threat.index()];
            shots.all += 1;
            shots.at_others += u32::from(at_other);
        }
    }
    shots
}
