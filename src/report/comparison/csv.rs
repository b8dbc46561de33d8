//! A comparison as CSV (RFC 4180, with plain line feeds): one tidy table, a row per figure and
//! architecture, then one per figure and pair of architectures, then one per mechanism and pair, if
//! asked for; these also as a table of their own, with their examples.

use super::Comparison;
use super::explanation::{ExplanationRow, rows};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::outcome::figure::Figure;
use std::fmt::Write;

const HEADER: &str = "kind,metric,party,a,b,mean,low,high,correlation,variance_reduction,runs\n";

const EXPLANATIONS: &str =
    "better,other,mechanism,runs,share,low,high,threats,example_run,example_threat,of_runs\n";

/// A result as CSV. `party` is empty for both systems together; `a` is the architecture of an
/// estimate, `a` and `b` those of a difference a − b; what is unknown is empty. Of an `explanation`
/// `metric` is the mechanism and `mean` the share of the runs in which it first made a threat leak
/// under `b` and not under `a`.
pub fn csv(result: &Comparison) -> String {
    let mut text = String::from(HEADER);
    for architecture in &result.architectures {
        for (figure, estimated) in result.figures.iter().zip(&architecture.estimates) {
            let names = ["estimate", &architecture.name, ""];
            text += &row(result, names, figure, estimated, [None, None]);
        }
    }
    for difference in &result.differences {
        let names = ["difference", &difference.a, &difference.b];
        let figure = &result.figures[difference.figure];
        let pairing = [difference.correlation, difference.variance_reduction];
        text += &row(result, names, figure, &difference.estimated, pairing);
    }
    for row in rows(result) {
        let (name, runs) = (row.mechanism.name(), result.runs());
        let [share, low, high] = share(&row);
        let pair = format!("{},{}", row.better, row.other);
        // Writing to a text cannot fail.
        let _ = writeln!(text, "explanation,{name},,{pair},{share},{low},{high},,,{runs}");
    }
    text
}

/// The mechanisms as a table of their own: runs in which `mechanism` first made a threat leak under
/// `other` and not under `better`, as a count, and as a share of all runs with its interval of
/// 95 %; threats whose fate it made; the first of them; the runs in all.
pub fn explanations_csv(result: &Comparison) -> String {
    let mut text = String::from(EXPLANATIONS);
    for row in rows(result) {
        let [share, low, high] = share(&row);
        let (mechanism, threat) = (row.mechanism.name(), row.example.threat);
        let threat = &result.threats[threat.index()];
        let _ = writeln!(
            text,
            "{},{},{mechanism},{},{share},{low},{high},{},{},{threat},{}",
            row.better,
            row.other,
            row.runs,
            row.threats,
            row.example.run,
            result.runs()
        );
    }
    text
}

fn share(row: &ExplanationRow) -> [f64; 3] {
    let interval = row.share.interval;
    [row.share.mean, interval.low, interval.high]
}

/// One row. Names hold no commas and no quotes: the check of the scenario refuses them.
fn row(
    result: &Comparison,
    [kind, a, b]: [&str; 3],
    figure: &Figure,
    estimated: &MeanEstimate,
    pairing: [Option<f64>; 2],
) -> String {
    let party = figure.party.map_or("", |system| &result.systems[system.index()]);
    let mut text = format!("{kind},{},{party},{a},{b}", figure.metric.name());
    let mean = (result.runs() > 0).then_some(estimated.mean);
    let ends = [estimated.interval.low, estimated.interval.high].map(Some);
    for value in [mean].into_iter().chain(ends).chain(pairing) {
        text.push(',');
        if let Some(value) = value.filter(|value| value.is_finite()) {
            // Writing to a text cannot fail.
            let _ = write!(text, "{value}");
        }
    }
    text + &format!(",{}\n", result.runs())
}

#[cfg(test)]
mod tests {
    use super::super::example::{comparison, explained};
    use super::*;

    #[test]
    fn explanations_are_further_rows_and_a_table_of_their_own() {
        let text = csv(&explained());
        let last: Vec<&str> = text.lines().rev().take(2).collect();
        assert!(last[0].starts_with("explanation,seam-leaker,,apart,together,0.015,0.0"));
        assert!(last[1].starts_with("explanation,cue,,together,apart,0.035,0.0"));
        let columns = HEADER.split(',').count();
        assert!(last.iter().all(|row| row.split(',').count() == columns));
        let own = explanations_csv(&explained());
        let rows: Vec<&str> = own.lines().collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[1].starts_with("together,apart,cue,7,0.035,"));
        assert!(rows[1].ends_with(",8,2,raid-2,200"));
        let columns = EXPLANATIONS.split(',').count();
        assert!(rows.iter().all(|row| row.split(',').count() == columns));
    }

    #[test]
    fn every_row_has_every_column() {
        let text = csv(&comparison());
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 1 + 2 * 4 + 4);
        let columns = HEADER.split(',').count();
        assert!(rows.iter().all(|row| row.split(',').count() == columns));
        assert_eq!(rows[1], "estimate,leakage,,apart,,0.5,0.4,0.6,,,200");
        let last = "difference,warning_time_s,west,apart,together,-8,-9,-7,0.5,,200";
        assert_eq!(rows[12], last);
        let unknown = "difference,warning_time_s,,apart,together,1,,,0.5,,200";
        assert_eq!(rows[10], unknown, "infinite ends are empty");
    }
}
