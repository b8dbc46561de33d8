//! Losses, interceptors and times of warning.

use super::costs;
use super::costs::LaunchRecord;
use super::fate::Fate;
use super::party::Party;
use super::score::Score;
use super::track_truth::TrackTruth;
use crate::numerics::average::mean;
use crate::scenario::identity::{AssetId, SystemId, ThreatId};
use crate::scenario::model::Asset;

/// The score of a party, as far as it is of its defence.
pub(super) fn score(
    party: Party,
    fates: &[Option<Fate>],
    track_truth: &TrackTruth,
    launches: &[LaunchRecord],
) -> Score {
    let aimed = party.aimed();
    let leaked_into = |fate: &Option<Fate>| fate.and_then(|fate| fate.leaked_into);
    let is_leaker = |threat: &&ThreatId| leaked_into(&fates[threat.index()]).is_some();
    let leakers = aimed.iter().filter(is_leaker).count();
    let hits: Vec<AssetId> = fates.iter().filter_map(leaked_into).collect();
    let is_hit = |(index, _): &(u16, &Asset)| hits.contains(&AssetId(*index));
    let own = || {
        let assets = (0..).zip(&party.scenario.assets);
        assets.filter(|(_, asset)| party.has(asset.system))
    };
    let worth: f64 = own().map(|(_, asset)| asset.value).sum();
    let lost = costs::value_lost(party, fates);
    // Time from a target's first knowledge of a threat to the impact.
    let ahead_s = |first_s: &dyn Fn(SystemId, ThreatId) -> Option<f64>| {
        mean(aimed.iter().map(|&threat| {
            let known_s = first_s(party.target(threat), threat);
            let both = known_s.zip(fates[threat.index()]);
            both.map_or(0.0, |(known_s, fate)| (fate.impact_s - known_s).max(0.0))
        }))
    };
    let own_launches = || launches.iter().filter(|launch| party.has(launch.payer));
    let at_no_payload = own_launches().filter(|launch| launch.is_at_no_payload);
    Score {
        threats_aimed: aimed.len() as f64,
        leakage: if aimed.is_empty() { 0.0 } else { leakers as f64 / aimed.len() as f64 },
        no_leaker: f64::from(!own().any(|asset| is_hit(&asset))),
        defended_value: if worth > 0.0 { 1.0 - lost / worth } else { 1.0 },
        interceptors_fired: own_launches().count() as f64,
        shots_at_no_payload: at_no_payload.count() as f64,
        warning_time_s: ahead_s(&|system, threat| track_truth.first_known_s(system, threat)),
        firm_track_time_s: ahead_s(&|system, threat| track_truth.first_firm_s(system, threat)),
        ..Score::default()
    }
}
