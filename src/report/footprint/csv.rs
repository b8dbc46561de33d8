//! The cells as CSV.

use super::FootprintReport;
use crate::reach::cell::DefendedCell;
use crate::report::columns;
use crate::report::columns::{CsvCell, column, columns};

/// The rows as CSV, the columns as the fields of [`DefendedCell`], a column `shots_SYSTEM` for each
/// system.
pub fn csv(report: &FootprintReport) -> String {
    let mut all = columns!(
        DefendedCell: architecture, latitude_deg, longitude_deg, area_m2, territory, is_threatened,
        shots_mean, shots_min
    );
    all.extend(report.systems.iter().enumerate().map(|(place, name)| {
        column(format!("shots_{name}"), move |row: &DefendedCell| row.shots_by_system[place].cell())
    }));
    all.extend(columns!(DefendedCell: share_defended, share_low, share_high));
    columns::csv(&all, &report.cells)
}
