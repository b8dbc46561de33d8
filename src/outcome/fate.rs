//! Fates: how each threat of a run came down, and on what.

use crate::earth::frames::Geodetic;
use crate::scenario::identity::AssetId;
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Journal};

/// End of one threat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fate {
    /// Time at which it, or its debris, reached the ground, s.
    pub impact_s: f64,
    /// Asset that it destroyed.
    pub leaked_into: Option<AssetId>,
}

/// Fate of each threat; `None` for one that has not come down.
pub fn fates(scenario: &Scenario, journal: &Journal) -> Vec<Option<Fate>> {
    let mut fates = vec![None; scenario.threats.len()];
    for (time_s, event) in &journal.events {
        if let Event::Impact { threat, place, dead } = event {
            let leaked_into = (!dead).then(|| asset_at(scenario, *place)).flatten();
            fates[threat.index()] = Some(Fate { impact_s: *time_s, leaked_into });
        }
    }
    fates
}

/// The nearest asset within whose radius a place lies.
fn asset_at(scenario: &Scenario, place: Geodetic) -> Option<AssetId> {
    let here = place.ecef().0;
    let distances = (0..).zip(&scenario.assets).filter_map(|(index, asset)| {
        let distance_m = (asset.place.ecef().0 - here).norm();
        (distance_m <= asset.radius_m).then_some((distance_m, AssetId(index)))
    });
    let nearest = distances.min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map(|(_, asset)| asset)
}
