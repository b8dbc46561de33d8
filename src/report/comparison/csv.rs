//! A comparison as CSV: one tidy table, a row per figure and architecture, then one per figure and
//! pair of architectures, then the conclusion, then one row per mechanism and pair, if asked for;
//! these also as a table of their own, with their examples.

use super::explanation::{ExplanationRow, rows};
use super::{Comparison, conclusion};
use crate::account::provenance::ORIGIN;
use crate::csv_file::CsvWriter;
use crate::monte_carlo::estimate::MeanEstimate;
use crate::outcome::figure::Figure;
use crate::outcome::metric::Metric;

/// Columns before those that tell where a row comes from.
const COLUMNS: [&str; 12] = [
    "kind",
    "metric",
    "party",
    "architecture",
    "minus",
    "mean",
    "low",
    "high",
    "correlation",
    "variance_reduction",
    "runs",
    "given",
];

/// Columns of the table of mechanisms, likewise before those of the origin.
const EXPLANATIONS: [&str; 11] = [
    "better",
    "other",
    "mechanism",
    "runs",
    "share",
    "low",
    "high",
    "threats",
    "example_run",
    "example_threat",
    "of_runs",
];

/// A result as CSV. `party` is empty for both systems together; a `difference` is of `architecture`
/// minus `minus`; what is unknown is empty. Of the conclusion on leakage there is a row for the
/// architecture that leaks `least`, for each that is `not-shown-to-differ` from it, and for each
/// that is `shown-to-leak-more`, all together at 95 %. Of an `explanation` `metric` is the
/// mechanism and `mean` the share of the runs in which it first made a threat leak under `minus`
/// and not under `architecture`. Rows with something in `given` are of the runs that have that
/// outage, or `no` such outage.
pub fn csv(result: &Comparison) -> String {
    let mut table = CsvWriter::new(COLUMNS.iter().chain(&ORIGIN));
    figures(&mut table, result, "");
    for (kind, architecture) in conclusion::rows(result) {
        table.cells([kind, Metric::Leakage.name(), "", architecture, ""]);
        table.cells([""; 5]).cell(result.runs()).cell("");
        table.cells(result.provenance.origin()).end_row();
    }
    for row in rows(result) {
        table.cells(["explanation", row.mechanism.name(), "", row.better, row.other]);
        table.cells(share(&row)).cell("").cell("").cell(result.runs()).cell("");
        table.cells(result.provenance.origin()).end_row();
    }
    for part in &result.given {
        let given = if part.happens { part.outage.clone() } else { format!("no {}", part.outage) };
        figures(&mut table, &part.comparison, &given);
    }
    table.into_text()
}

/// The rows of estimates and of differences, over all runs or those of a condition.
fn figures(table: &mut CsvWriter, result: &Comparison, given: &str) {
    for architecture in &result.architectures {
        for (figure, estimated) in result.figures.iter().zip(&architecture.estimates) {
            let names = ["estimate", &architecture.name, "", given];
            row(table, result, names, figure, estimated, [None, None]);
        }
    }
    for difference in &result.differences {
        let names = ["difference", &difference.architecture, &difference.minus, given];
        let figure = &result.figures[difference.figure];
        let pairing = [difference.correlation, difference.variance_reduction];
        row(table, result, names, figure, &difference.estimated, pairing);
    }
}

/// The mechanisms as a table of their own: runs in which `mechanism` first made a threat leak under
/// `other` and not under `better`, as a count, and as a share of all runs with its interval of
/// 95 %; threats whose fate it made; the first of them; the runs in all.
pub fn explanations_csv(result: &Comparison) -> String {
    let mut table = CsvWriter::new(EXPLANATIONS.iter().chain(&ORIGIN));
    for row in rows(result) {
        let threat = &result.threats[row.example.threat.index()];
        table.cells([row.better, row.other, row.mechanism.name()]);
        table.cell(row.runs).cells(share(&row)).cell(row.threats);
        table.cell(row.example.run).cell(threat).cell(result.runs());
        table.cells(result.provenance.origin()).end_row();
    }
    table.into_text()
}

fn share(row: &ExplanationRow) -> [f64; 3] {
    let interval = row.share.interval;
    [row.share.mean, interval.low, interval.high]
}

fn row(
    table: &mut CsvWriter,
    result: &Comparison,
    [kind, a, b, given]: [&str; 4],
    figure: &Figure,
    estimated: &MeanEstimate,
    pairing: [Option<f64>; 2],
) {
    let party = figure.party.map_or("", |system| &result.systems[system.index()]);
    table.cells([kind, figure.metric.name(), party, a, b]);
    let mean = (result.runs() > 0).then_some(estimated.mean);
    let ends = [estimated.interval.low, estimated.interval.high].map(Some);
    for value in [mean].into_iter().chain(ends).chain(pairing) {
        table.maybe(value.filter(|value| value.is_finite()));
    }
    table.cell(result.runs()).cell(given).cells(result.provenance.origin()).end_row();
}

#[cfg(test)]
mod tests {
    use super::super::example::{comparison, explained};
    use super::*;
    use crate::account::provenance::VERSION;

    /// The end of every row.
    fn origin() -> String {
        format!(",example,7,00000000000000ab,{VERSION}")
    }

    #[test]
    fn explanations_are_further_rows_and_a_table_of_their_own() {
        let text = csv(&explained());
        let last: Vec<&str> = text.lines().rev().take(2).collect();
        assert!(last[0].starts_with("explanation,seam-leaker,,apart,together,0.015,0.0"));
        assert!(last[1].starts_with("explanation,cue,,together,apart,0.035,0.0"));
        let columns = COLUMNS.len() + ORIGIN.len();
        assert!(last.iter().all(|row| row.split(',').count() == columns));
        let own = explanations_csv(&explained());
        let rows: Vec<&str> = own.lines().collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[1].starts_with("together,apart,cue,7,0.035,"));
        let end = format!(",8,2,raid-2,200{}", origin());
        assert!(rows[1].ends_with(&end), "{}", rows[1]);
        let columns = EXPLANATIONS.len() + ORIGIN.len();
        assert!(rows.iter().all(|row| row.split(',').count() == columns));
    }

    #[test]
    fn every_row_has_every_column() {
        let text = csv(&comparison());
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 1 + 2 * 4 + 4 + 2);
        let columns = COLUMNS.len() + ORIGIN.len();
        assert!(rows.iter().all(|row| row.split(',').count() == columns));
        let row = |row: &str| format!("{row}{}", origin());
        assert_eq!(rows[1], row("estimate,leakage,,apart,,0.5,0.4,0.6,,,200,"));
        let last = "difference,warning_time_s,west,together,apart,8,7,9,0.5,,200,";
        assert_eq!(rows[12], row(last));
        let unknown = "difference,warning_time_s,,together,apart,-1,,,0.5,,200,";
        assert_eq!(rows[10], row(unknown), "infinite ends are empty");
        assert_eq!(rows[13], row("least,leakage,,together,,,,,,,200,"));
        assert_eq!(rows[14], row("shown-to-leak-more,leakage,,apart,,,,,,,200,"));
    }
}
