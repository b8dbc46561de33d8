//! CSV (RFC 4180, with plain line feeds): one tidy table, a row per figure and architecture, then
//! one per figure and pair of architectures.

use super::comparison::Comparison;
use crate::monte_carlo::estimate::Estimated;
use crate::monte_carlo::estimate::Figure;
use std::fmt::Write;

const HEADER: &str = "kind,metric,party,a,b,mean,low,high,correlation,variance_reduction,runs\n";

/// A result as CSV. `party` is empty for both systems together; `a` is the architecture of an
/// estimate, `a` and `b` those of a difference a − b; what is unknown is empty.
pub fn summary(result: &Comparison) -> String {
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
    text
}

/// One row. Names hold no commas and no quotes: the check of the scenario refuses them.
fn row(
    result: &Comparison,
    [kind, a, b]: [&str; 3],
    figure: &Figure,
    estimated: &Estimated,
    pairing: [Option<f64>; 2],
) -> String {
    let party = figure
        .party
        .map_or("", |system| &result.systems[system.index()]);
    let mut text = format!("{kind},{},{party},{a},{b}", figure.metric.name());
    let mean = (result.runs > 0).then_some(estimated.mean);
    let ends = [estimated.interval.low, estimated.interval.high].map(Some);
    for value in [mean].into_iter().chain(ends).chain(pairing) {
        text.push(',');
        if let Some(value) = value.filter(|value| value.is_finite()) {
            // Writing to a text cannot fail.
            let _ = write!(text, "{value}");
        }
    }
    text + &format!(",{}\n", result.runs)
}

#[cfg(test)]
mod tests {
    use super::super::comparison::example::comparison;
    use super::*;

    #[test]
    fn every_row_has_every_column() {
        let text = summary(&comparison());
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
