//! Use of a radar's time.

use super::system_name;
use crate::account::RunRecord;
use crate::scenario::identity::SensorId;
use serde::Serialize;

/// Use of a radar's time. Shares but the first are of what search leaves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RadarLoad {
    /// Its owner.
    pub system: String,
    /// The radar.
    pub sensor: String,
    /// Share of all its time that search has.
    pub search_share: f64,
    /// Revisits.
    pub revisits: u64,
    /// Share that the looks at all tracks wanted; `None` without time for them.
    pub wanted_share: Option<f64>,
    /// Greatest such share in one revisit; above 1 looks were dropped.
    pub wanted_share_max: f64,
    /// Share spent on tracks.
    pub tracks_share: Option<f64>,
    /// Share spent on windows.
    pub windows_share: Option<f64>,
    /// Share spent, of both, on objects that interceptors flew to.
    pub engaged_share: Option<f64>,
    /// Looks at tracks.
    pub looks: u64,
    /// Looks at tracks that were dropped for want of time.
    pub dropped: u64,
}

impl RadarLoad {
    pub(super) fn of(run: &RunRecord, radar: SensorId) -> Self {
        let scenario = run.scenario;
        let place = run.journal.radar_time.get(radar.index());
        let time = place.copied().unwrap_or_default();
        let share = |part_s| (time.available_s > 0.0).then(|| part_s / time.available_s);
        Self {
            system: system_name(scenario, scenario.sensor_system(radar)),
            sensor: scenario.sensor_name(radar).into(),
            search_share: scenario.radars[radar.index()].kind.search_share,
            revisits: time.revisits,
            wanted_share: share(time.wanted_s),
            wanted_share_max: time.load_max,
            tracks_share: share(time.tracks_s),
            windows_share: share(time.windows_s),
            engaged_share: share(time.engaged_s),
            looks: time.looks,
            dropped: time.dropped,
        }
    }
}
