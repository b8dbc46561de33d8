//! One run judged: the journal in, the outcome out.

pub mod cause;
pub mod chain;
pub mod engagement;
pub mod exchange;
pub mod metric;
pub mod picture;
pub mod sight;
pub mod waste;

use self::engagement::Engagement;
use self::engagement::Engagements;
use self::exchange::Exchange;
use self::metric::Metric;
use self::picture::run;
use self::picture::run::Picture;
use self::sight::Sights;
use crate::earth::frames::Geodetic;
use crate::numerics::average::mean;
use crate::scenario::identity::AssetId;
use crate::scenario::identity::FireUnitId;
use crate::scenario::identity::SystemId;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Scenario;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use serde::Serialize;
use std::collections::BTreeMap;

/// One run under one architecture, judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Both systems together.
    pub overall: Score,
    /// Each system: the threats aimed at its territory, the assets on it, its own fire units.
    pub systems: Vec<Score>,
}

/// The figures of a run for one party; their definitions stand with [`Metric`].
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Score {
    /// See [`Metric::Leakage`].
    pub leakage: f64,
    /// See [`Metric::NoLeaker`].
    pub no_leaker: f64,
    /// See [`Metric::DefendedValue`].
    pub defended_value: f64,
    /// See [`Metric::InterceptorsFired`].
    pub interceptors_fired: f64,
    /// See [`Metric::InterceptorsWasted`].
    pub interceptors_wasted: f64,
    /// See [`Metric::ShotsAtNoPayload`].
    pub shots_at_no_payload: f64,
    /// See [`Metric::WarningTime`].
    pub warning_time_s: f64,
    /// See [`Metric::FirmTrackTime`].
    pub firm_track_time_s: f64,
    /// What could be done about the threats, and what was done in vain.
    pub engagement: Engagement,
    /// The party's picture of all that flies.
    pub picture: Picture,
    /// What its partner told it.
    pub exchange: Exchange,
}

/// What became of one threat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fate {
    /// When it, or its debris, reached the ground, s.
    pub impact_s: f64,
    /// The asset it destroyed.
    pub leaked_into: Option<AssetId>,
}

/// Judges a journal.
///
/// A threat still in the air at the end of the journal has no impact: it counts as aimed and not
/// leaked, with no warning time. `lisbon check` refuses scenarios that are too short for that.
pub fn judge(scenario: &Scenario, journal: &Journal) -> Outcome {
    let fates = fates(scenario, journal);
    let sights = Sights::of(scenario, journal);
    let shots = shots(scenario, journal);
    let engagements = Engagements::of(scenario, journal, &sights);
    let score = |party, picture| {
        let engagement = engagements.score(scenario, journal, &fates, party);
        Score {
            interceptors_wasted: engagement.wasted(),
            engagement,
            picture,
            exchange: exchange::of(scenario, journal, party),
            ..score(scenario, &fates, &sights, &shots, party)
        }
    };
    let systems = (0..scenario.systems.len()).map(|index| SystemId(index as u16));
    let (both, pictures) = run::all(&journal.samples, scenario.systems.len());
    let each = systems.zip(&pictures);
    Outcome {
        overall: score(None, both),
        systems: each
            .map(|(system, picture)| score(Some(system), *picture))
            .collect(),
    }
}

impl Outcome {
    /// The figure of a party: a system, or both together.
    pub fn get(&self, metric: Metric, party: Option<SystemId>) -> f64 {
        let score = party.map_or(&self.overall, |system| &self.systems[system.index()]);
        metric.of(score)
    }
}

/// What became of each threat; `None` for one that has not come down.
pub fn fates(scenario: &Scenario, journal: &Journal) -> Vec<Option<Fate>> {
    let mut fates = vec![None; scenario.threats.len()];
    for (time_s, event) in &journal.events {
        if let Event::Impact {
            threat,
            place,
            dead,
        } = event
        {
            let leaked_into = if *dead {
                None
            } else {
                struck(scenario, *place)
            };
            fates[threat.index()] = Some(Fate {
                impact_s: *time_s,
                leaked_into,
            });
        }
    }
    fates
}

/// The nearest asset within whose radius a place lies.
fn struck(scenario: &Scenario, place: Geodetic) -> Option<AssetId> {
    let here = place.ecef().0;
    scenario
        .assets
        .iter()
        .enumerate()
        .map(|(index, asset)| {
            (
                (asset.place.ecef().0 - here).norm(),
                asset.radius_m,
                AssetId(index as u16),
            )
        })
        .filter(|(distance_m, radius_m, _)| distance_m <= radius_m)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, _, asset)| asset)
}

/// Interceptors of one system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shots {
    fired: u32,
    at_others: u32,
}

fn shots(scenario: &Scenario, journal: &Journal) -> Vec<Shots> {
    let mut shots = vec![Shots::default(); scenario.systems.len()];
    let mut confirmed = BTreeMap::new();
    let system = |unit: FireUnitId| scenario.fire_units[unit.index()].system.index();
    for (_, event) in &journal.events {
        match event {
            Event::Confirmed { track, evidence } => {
                confirmed.insert(*track, *evidence);
            }
            Event::Launched {
                interceptor,
                track,
                evidence,
                ..
            } => {
                let is_own = !evidence.serials().is_empty();
                let evidence = confirmed.get(track).filter(|_| !is_own).unwrap_or(evidence);
                let shots = &mut shots[system(interceptor.unit)];
                shots.fired += 1;
                shots.at_others += u32::from(sight::is_of_no_payload(journal, evidence));
            }
            _ => {}
        }
    }
    shots
}

fn score(
    scenario: &Scenario,
    fates: &[Option<Fate>],
    sights: &Sights,
    shots: &[Shots],
    party: Option<SystemId>,
) -> Score {
    let is_of = |system: SystemId| party.is_none_or(|party| party == system);
    let target = |threat: usize| scenario.assets[scenario.threats[threat].aim.index()].system;
    let aimed: Vec<usize> = (0..fates.len())
        .filter(|threat| is_of(target(*threat)))
        .collect();
    let struck = |fate: &Option<Fate>| fate.and_then(|fate| fate.leaked_into);
    let hits: Vec<AssetId> = fates
        .iter()
        .filter_map(struck)
        .filter(|asset| is_of(scenario.assets[asset.index()].system))
        .collect();
    let leakers = aimed
        .iter()
        .filter(|threat| struck(&fates[**threat]).is_some())
        .count();
    // Time between a system's first knowledge of a threat and its impact, over the threats aimed at
    // that system's territory.
    let ahead = |first: &dyn Fn(SystemId, ThreatId) -> Option<f64>| {
        mean(aimed.iter().map(|&threat| {
            let known_s = first(target(threat), ThreatId(threat as u16));
            match (known_s, fates[threat]) {
                (Some(known_s), Some(fate)) => (fate.impact_s - known_s).max(0.0),
                _ => 0.0,
            }
        }))
    };
    let assets = || {
        scenario
            .assets
            .iter()
            .enumerate()
            .filter(|(_, asset)| is_of(asset.system))
    };
    let worth: f64 = assets().map(|(_, asset)| asset.value).sum();
    let lost: f64 = assets()
        .filter(|(index, _)| hits.contains(&AssetId(*index as u16)))
        .map(|(_, asset)| asset.value)
        .sum();
    let mine = |count: fn(&Shots) -> u32| {
        let shots = shots.iter().enumerate();
        let mine = shots.filter(|(index, _)| is_of(SystemId(*index as u16)));
        f64::from(mine.map(|(_, shots)| count(shots)).sum::<u32>())
    };
    Score {
        leakage: if aimed.is_empty() {
            0.0
        } else {
            leakers as f64 / aimed.len() as f64
        },
        no_leaker: f64::from(u8::from(hits.is_empty())),
        defended_value: if worth > 0.0 { 1.0 - lost / worth } else { 1.0 },
        interceptors_fired: mine(|shots| shots.fired),
        interceptors_wasted: 0.0,
        shots_at_no_payload: mine(|shots| shots.at_others),
        warning_time_s: ahead(&|system, threat| sights.first_known_s(system, threat)),
        firm_track_time_s: ahead(&|system, threat| sights.first_firm_s(system, threat)),
        engagement: Engagement::default(),
        picture: Picture::default(),
        exchange: Exchange::default(),
    }
}
