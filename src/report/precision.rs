//! Precision told: how closely responses are known where runs ended, and how many runs they need.

use super::rounding::{self, SOFT_BREAK};
use super::sheet::{Align, Sheet, TextGrid};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::Interval;
use serde::Serialize;

/// Response by which runs ended, as it is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrecisionRow {
    /// The measure.
    pub metric: String,
    /// The architecture.
    pub architecture: String,
    /// The architecture that is taken away.
    pub minus: Option<String>,
    /// Half width that was wanted.
    pub half_width: f64,
    /// Mean.
    pub mean: f64,
    /// Interval of 95 % that holds although one looked again and again.
    pub interval: [f64; 2],
    /// Whether it is as short as wanted.
    pub reached: bool,
}

/// Runs that a response needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanRow {
    /// The measure.
    pub metric: String,
    /// The architecture.
    pub architecture: String,
    /// The architecture that is taken away.
    pub minus: Option<String>,
    /// Half width that is wanted.
    pub half_width: f64,
    /// Runs; `None`: more than are ever played, or the runs so far do not vary.
    pub runs: Option<u64>,
}

fn named(metric: &str, architecture: &str, minus: Option<&String>) -> String {
    let minus = minus.map_or(String::new(), |minus| format!(" - {minus}"));
    format!("{metric} of {architecture}{minus}")
}

/// Adds what the runs ended by, if anything.
pub fn section(sheet: &mut Sheet, rows: &[PrecisionRow]) {
    if rows.is_empty() {
        return;
    }
    sheet.push_line("PRECISION: intervals of 95 % that hold at every look (confidence sequences)");
    let row = |row: &PrecisionRow| {
        let [low, high] = row.interval;
        let estimate = MeanEstimate { mean: row.mean, interval: Interval { low, high } };
        vec![
            named(&row.metric, &row.architecture, row.minus.as_ref()),
            rounding::estimate(&estimate).joined(SOFT_BREAK),
            row.half_width.to_string(),
            if row.reached { "reached" } else { "NOT REACHED" }.to_owned(),
        ]
    };
    let header = ["", "mean [95 %]", "wanted +-", ""];
    sheet.push_grid(TextGrid::new(Align::Left, header, rows.iter().map(row)));
    sheet.push_line("all other intervals are those of a number of runs fixed before");
}

/// Page of a plan from so many runs.
pub fn plan(rows: &[PlanRow], pilot: u64) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push_line(format!("Runs that `--precision` would take, as {pilot} runs suggest"));
    let row = |row: &PlanRow| {
        let runs = row.runs.map_or("?".to_owned(), rounding::grouped);
        let name = named(&row.metric, &row.architecture, row.minus.as_ref());
        vec![name, row.half_width.to_string(), runs]
    };
    let header = ["", "wanted +-", "runs"];
    sheet.push_grid(TextGrid::new(Align::Right, header, rows.iter().map(row)));
    if rows.iter().any(|row| row.runs.is_none()) {
        sheet.push_line("?  a million runs are not enough, or the runs played do not vary");
    }
    sheet
}
