//! What became of each threat: who knew when, what was shot at it, how it ended.

use crate::outcome;
use crate::outcome::sight::Sights;
use crate::scenario::identity::InterceptorId;
use crate::scenario::identity::SystemId;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Scenario;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use crate::world::journal::ShotResult;
use serde::Serialize;

/// A threat's lot in one run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fortune {
    /// Its name.
    pub threat: String,
    /// The asset it is aimed at.
    pub aim: String,
    /// The system on whose territory that is.
    pub aim_system: String,
    /// What each system knew, in the order of the systems.
    pub knowledge: Vec<Knowledge>,
    /// Shots launched at tracks that are really of it, of whichever of its objects.
    pub shots: u32,
    /// Of these, at its spent stage or its decoys; `None` where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shots_at_others: Option<u32>,
    /// How it ended.
    #[serde(flatten)]
    pub end: End,
}

/// Since when a system knew of a threat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Knowledge {
    /// The system.
    pub system: String,
    /// First warning, confirmed track or message, s.
    pub known_s: Option<f64>,
    /// First track that it may launch on, s.
    pub firm_s: Option<f64>,
}

/// How a threat ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "end", rename_all = "kebab-case")]
pub enum End {
    /// An interceptor killed it.
    Killed {
        /// Which.
        by: String,
        /// When, s.
        time_s: f64,
    },
    /// It came down on an asset.
    Leaked {
        /// Which.
        asset: String,
        /// When, s.
        time_s: f64,
    },
    /// It came down outside every asset.
    Missed {
        /// When, s.
        time_s: f64,
    },
    /// It had not come down when the run ended.
    Aloft,
}

/// The lot of each threat, or of one.
pub(super) fn fortunes(
    scenario: &Scenario,
    journal: &Journal,
    sights: &Sights,
    only: Option<ThreatId>,
) -> Vec<Fortune> {
    let ends = ends(scenario, journal);
    let shots = shots(scenario, journal, sights);
    let all = scenario.threats.iter().zip(ends).zip(shots).enumerate();
    all.map(|(index, both)| (ThreatId(index as u16), both))
        .filter(|(threat, _)| only.is_none_or(|only| only == *threat))
        .map(|(threat, ((planned, end), shots))| {
            let aim = &scenario.assets[planned.aim.index()];
            let systems = scenario.systems.iter().enumerate();
            let knowledge = systems.map(|(index, system)| Knowledge {
                system: system.name.clone(),
                known_s: sights.first_known_s(SystemId(index as u16), threat),
                firm_s: sights.first_firm_s(SystemId(index as u16), threat),
            });
            Fortune {
                threat: planned.name.clone(),
                aim: aim.name.clone(),
                aim_system: scenario.systems[aim.system.index()].name.clone(),
                knowledge: knowledge.collect(),
                shots: shots.all,
                shots_at_others: (!planned.kind.objects.is_empty()).then_some(shots.at_others),
                end,
            }
        })
        .collect()
}

fn ends(scenario: &Scenario, journal: &Journal) -> Vec<End> {
    let fates = outcome::fates(scenario, journal);
    let mut ends: Vec<End> = fates
        .iter()
        .map(|fate| match fate {
            None => End::Aloft,
            Some(fate) => match fate.leaked_into {
                None => End::Missed {
                    time_s: fate.impact_s,
                },
                Some(asset) => End::Leaked {
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
            ends[object.threat.index()] = End::Killed {
                by: interceptor_name(scenario, *interceptor),
                time_s: *time_s,
            };
        }
    }
    ends
}

/// Shots launched at tracks that are really of a threat.
#[derive(Debug, Clone, Copy, Default)]
struct Shots {
    all: u32,
    at_others: u32,
}

fn shots(scenario: &Scenario, journal: &Journal, sights: &Sights) -> Vec<Shots> {
    let mut shots = vec![Shots::default(); scenario.threats.len()];
    for (_, event) in &journal.events {
        if let Event::Launched { track, .. } = event
            && let Some(threat) = sights.threat(*track)
        {
            let at_other = sights.object(*track).is_some_and(|id| !id.is_payload());
            let shots = &mut shots[threat.index()];
            shots.all += 1;
            shots.at_others += u32::from(at_other);
        }
    }
    shots
}

/// An interceptor's name in the reports: its fire unit's and the number of the launch, from 1.
pub(super) fn interceptor_name(scenario: &Scenario, interceptor: InterceptorId) -> String {
    let unit = &scenario.fire_units[interceptor.unit.index()].name;
    format!("{unit}#{}", u32::from(interceptor.shot) + 1)
}
