//! What one sensor had of one threat, as a row.

use super::Play;
use super::Reason;
use super::Survey;
use super::system_name;
use crate::scenario::identity::SensorId;
use crate::scenario::identity::ThreatId;
use crate::sensing::coverage::DetectionMeans;
use serde::Serialize;
use serde::Serializer;
use std::fmt::Display;

/// What one sensor had of one threat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
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
    /// What brought it.
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
    /// Why it was never detected.
    pub reason: Option<Reason>,
}

impl Row {
    pub(super) fn of(play: &Play, sensor: SensorId, threat: ThreatId) -> Self {
        let scenario = play.scenario;
        let cell = play.coverage.cell(sensor, threat);
        let seconds = |tick| play.seconds(tick);
        let intervals = cell
            .in_view
            .iter()
            .map(|part| [seconds(part.from), seconds(part.to)]);
        let intervals: Vec<[f64; 2]> = intervals.collect();
        let first = cell.first.as_ref();
        let sight = first.and_then(|first| first.sight);
        Self {
            system: system_name(scenario, scenario.sensor_system(sensor)),
            sensor: scenario.sensor_name(sensor).into(),
            kind: scenario.sensor_kind(sensor).into(),
            threat: scenario.threats[threat.index()].name.clone(),
            launch_s: play.launch_s(threat),
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
            reason: Reason::of(cell),
        }
    }

    /// Did a search window give what search alone never would have?
    pub(super) fn is_by_window_alone(&self) -> bool {
        self.by == Some(DetectionMeans::Window) && self.first_by_search_s.is_none()
    }
}

const HEADER: &str = "system,sensor,kind,threat,launch_s,in_view_from_s,in_view_to_s,in_view_s,\
                      intervals,first_possible_s,first_by_search_s,first_detection_s,by,gain_s,\
                      range_m,elevation_deg,snr_db,probability,looks,best_look,reason\n";

/// The rows as CSV, the columns as the fields of [`Row`]; intervals are `a-b`, joined by `;`. What
/// there is not is empty.
pub fn csv(survey: &Survey) -> String {
    let mut text = String::from(HEADER);
    for row in &survey.rows {
        let intervals = row
            .intervals
            .iter()
            .map(|[from, to]| format!("{from}-{to}"));
        let cells = [
            row.system.clone(),
            row.sensor.clone(),
            row.kind.clone(),
            row.threat.clone(),
            told(row.launch_s),
            told(row.in_view_from_s),
            told(row.in_view_to_s),
            row.in_view_s.to_string(),
            intervals.collect::<Vec<_>>().join(";"),
            told(row.first_possible_s),
            told(row.first_by_search_s),
            told(row.first_detection_s),
            told(row.by.map(name)),
            told(row.gain_s),
            told(row.range_m),
            told(row.elevation_deg),
            told(row.snr_db),
            told(row.probability),
            row.looks.to_string(),
            row.best_look.to_string(),
            told(row.reason.map(Reason::name)),
        ];
        text += &cells.join(",");
        text.push('\n');
    }
    text
}

fn told(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// What brought a detection, as data has it.
pub(super) fn name(by: DetectionMeans) -> &'static str {
    match by {
        DetectionMeans::Fence => "fence",
        DetectionMeans::Window => "window",
        DetectionMeans::Scan => "scan",
    }
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's form"
)]
fn by_name<S: Serializer>(by: &Option<DetectionMeans>, serializer: S) -> Result<S::Ok, S::Error> {
    by.map(name).serialize(serializer)
}
