//! The coverage of a run as a page and CSV.

mod page;

pub use self::page::page;

use super::columns;
use super::columns::columns;
use crate::account::coverage::{CoverageSurvey, SensorCoverage};

/// The rows as CSV, the columns as the fields of [`SensorCoverage`]; intervals are `a-b`, joined by
/// `;`.
pub fn csv(survey: &CoverageSurvey) -> String {
    let all = columns!(
        SensorCoverage: system, sensor, kind, threat, launch_s, in_view_from_s, in_view_to_s,
        in_view_s, intervals, first_possible_s, first_by_search_s, first_detection_s, by, gain_s,
        range_m, elevation_deg, snr_db, probability, looks, best_look, reason
    );
    columns::csv(&all, &survey.sensors)
}
