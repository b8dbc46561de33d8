//! The corridors as CSV.

use super::AssuranceReport;
use crate::reach::corridor::CorridorReach;
use crate::report::columns;
use crate::report::columns::{CsvCell, column, columns};

/// The rows as CSV, the columns as the fields of [`CorridorReach`] and the number of runs. What
/// there is not is empty, so is the architecture of perfect knowledge.
pub fn csv(report: &AssuranceReport) -> String {
    let mut all = columns!(
        CorridorReach: architecture, system, against, corridor, units_within, units, best_unit,
        order_s, latest_order_s, margin_s, margin_low_s, margin_high_s, margin_m, runs_tracked,
        runs_within, share_within, share_low, share_high
    );
    all.push(column("runs", |row: &CorridorReach| {
        row.architecture.as_ref().map(|_| report.runs()).cell()
    }));
    all.extend(columns!(
        CorridorReach: closest_m, closest_altitude_m, burnout_s, impact_s, apogee_m
    ));
    columns::csv(&all, &report.rows)
}
