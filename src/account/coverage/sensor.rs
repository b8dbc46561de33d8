//! Coverage of one threat by one sensor.

use super::reason::NonDetection;
use super::{seconds, system_name};
use crate::account::RunRecord;
use crate::scenario::identity::{SensorId, ThreatId};
use crate::sensing::coverage::{Coverage, DetectionMeans};
use crate::world::journal::{Event, Journal};
use serde::{Serialize, Serializer};

/// Coverage of one threat by one sensor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SensorCoverage {
    /// Owner of the sensor.
    pub system: String,
    /// The sensor.
    pub sensor: String,
    /// `radar`, `satellite`, or the name of its kind.
    pub kind: String,
    /// The threat.
    pub threat: String,
    /// Its launch, s.
    pub launch_s: Option<f64>,
    /// First tick in view, s.
    pub in_view_from_s: Option<f64>,
    /// First tick after the last in view, s.
    pub in_view_to_s: Option<f64>,
    /// Time in view, s.
    pub in_view_s: f64,
    /// Times in view: from the first tick of each to the first after it, s.
    pub intervals: Vec<[f64; 2]>,
    /// First look at which the longest dwell, pointed there, is enough, s.
    pub first_possible_s: Option<f64>,
    /// First detection that search alone would have given, with the same luck, s.
    pub first_by_search_s: Option<f64>,
    /// First detection, s.
    pub first_detection_s: Option<f64>,
    /// Means of that detection.
    #[serde(serialize_with = "by_name")]
    pub by: Option<DetectionMeans>,
    /// Time by which a window brought it forward, s; `None` too where search alone never saw it.
    pub gain_s: Option<f64>,
    /// Slant range of a radar's first detection, m.
    pub range_m: Option<f64>,
    /// Elevation of it.
    pub elevation_deg: Option<f64>,
    /// Signal-to-noise ratio of that look.
    pub snr_db: Option<f64>,
    /// Probability that that look had to give a plot.
    pub probability: Option<f64>,
    /// Looks that were taken at it in the whole run.
    pub looks: u32,
    /// Greatest probability that one of them had; 0 without looks.
    pub best_look: f64,
    /// Reason if it was never detected.
    pub reason: Option<NonDetection>,
}

impl SensorCoverage {
    pub(super) fn of(
        run: &RunRecord,
        coverage: &Coverage,
        (sensor, threat): (SensorId, ThreatId),
    ) -> Self {
        let scenario = run.scenario;
        let cell = coverage.cell(sensor, threat);
        let seconds = |tick| seconds(scenario, tick);
        let intervals = cell.in_view.iter().map(|part| [seconds(part.from), seconds(part.to)]);
        let intervals: Vec<[f64; 2]> = intervals.collect();
        let first = cell.first.as_ref();
        let sight = first.and_then(|first| first.sight);
        Self {
            system: system_name(scenario, scenario.sensor_system(sensor)),
            sensor: scenario.sensor_name(sensor).into(),
            kind: scenario.sensor_kind(sensor).into(),
            threat: scenario.threats[threat.index()].name.clone(),
            launch_s: launch_s(run.journal, threat),
            in_view_from_s: intervals.first().map(|part| part[0]),
            in_view_to_s: intervals.last().map(|part| part[1]),
            in_view_s: seconds(cell.ticks_in_view()),
            intervals,
            first_possible_s: cell.first_possible.map(seconds),
            first_by_search_s: cell.first_by_search.map(seconds),
            first_detection_s: first.map(|first| seconds(first.tick)),
            by: first.map(|first| first.by),
            gain_s: cell.gain().map(seconds),
            range_m: sight.map(|sight| sight.look.range_m),
            elevation_deg: sight.map(|sight| sight.look.elevation_rad.to_degrees()),
            snr_db: sight.map(|sight| 10.0 * libm::log10(sight.snr)),
            probability: first.map(|first| first.chance),
            looks: cell.looks,
            best_look: cell.best_look,
            reason: NonDetection::of(cell),
        }
    }

    /// Whether a search window gave what search alone never would have.
    pub fn is_by_window_alone(&self) -> bool {
        self.by == Some(DetectionMeans::Window) && self.first_by_search_s.is_none()
    }
}

fn launch_s(journal: &Journal, of: ThreatId) -> Option<f64> {
    journal.events.iter().find_map(|(time_s, event)| match event {
        Event::Launch { threat } if *threat == of => Some(*time_s),
        _ => None,
    })
}

/// Name in data of what brought a detection.
pub fn means_name(by: DetectionMeans) -> &'static str {
    match by {
        DetectionMeans::Fence => "fence",
        DetectionMeans::Window => "window",
        DetectionMeans::Scan => "scan",
    }
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's form")]
fn by_name<S: Serializer>(by: &Option<DetectionMeans>, serializer: S) -> Result<S::Ok, S::Error> {
    by.map(means_name).serialize(serializer)
}
