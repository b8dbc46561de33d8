//! Who pays for whom: interceptors and kills by who pays and who is defended, and what each lost.

use super::Comparison;
use super::headline::mark;
use super::section::only_shown;
use crate::monte_carlo::estimate::Difference;
use crate::outcome::metric::Metric;
use crate::report::rounding::{self, SOFT_BREAK};
use crate::report::sheet::{Align, Block, Sheet, TextGrid, heading};

/// A row of the tables: its words, and the place of its figure.
struct CostRow {
    words: String,
    figure: usize,
}

/// Adds the table, and the differences from the reference that are shown.
pub(super) fn section(sheet: &mut Sheet, result: &Comparison, title: &str) {
    sheet.push_line(title);
    let blocks = blocks(result);
    sheet.push_grid(estimates(result, &blocks));
    let pairs: Vec<&[Difference]> = result.against_reference().collect();
    let differences = only_shown(differences(result, &blocks, &pairs));
    if !differences.rows.is_empty() {
        sheet.push_grid(differences);
    }
    let lines = [
        "A for B        interceptors of A, ordered at payloads of threats at the assets of B",
        "at no threat   ordered at a decoy, a spent stage or nothing, or launched at what was dead",
        "--format json and csv: A for A is fired_for_own.A, A for the other fired_for_partner.A",
    ];
    sheet.push(Block::Lines(lines.map(str::to_owned).into()));
}

/// The rows by what they count.
fn blocks(result: &Comparison) -> [(&'static str, Vec<CostRow>); 3] {
    let row = |words: String, metric, party| {
        let figure = result.place(metric, party)?;
        Some(CostRow { words, figure })
    };
    let systems = || result.parties().flatten();
    // Each payer with each that it defends, its own side first.
    let paid = |own: Metric, partner: Metric, none: Option<Metric>| {
        let of_payer = |payer| {
            let name = result.party_name(Some(payer));
            let for_one = |other| {
                let metric = if other == payer { own } else { partner };
                let words = format!("{name} for {}", result.party_name(Some(other)));
                row(words, metric, Some(payer))
            };
            let others = systems().filter(move |other| *other != payer);
            let none = none.map(|none| row(format!("{name} at no threat"), none, Some(payer)));
            let rows = std::iter::once(payer).chain(others).map(for_one).chain(none);
            rows.flatten().collect::<Vec<_>>()
        };
        systems().flat_map(of_payer).collect::<Vec<_>>()
    };
    let lost = result.parties().filter_map(|party| {
        row(format!("of {}", result.party_name(party)), Metric::ValueLost, party)
    });
    [
        (
            "interceptors fired",
            paid(Metric::FiredForOwn, Metric::FiredForPartner, Some(Metric::FiredAtNoThreat)),
        ),
        ("threats killed", paid(Metric::KillsForOwn, Metric::KillsForPartner, None)),
        ("value lost", lost.collect()),
    ]
}

/// A column for each architecture.
fn estimates(result: &Comparison, blocks: &[(&str, Vec<CostRow>)]) -> TextGrid {
    let names = result.architectures.iter().map(|one| one.name.clone());
    let header: Vec<String> = std::iter::once(result.title("mean")).chain(names).collect();
    let cell = |row: &CostRow, architecture: usize| {
        let estimates = &result.architectures[architecture].estimates;
        let mut told = rounding::estimate(&estimates[row.figure]);
        told.mean.push_str(mark(result, architecture, row.figure));
        told.joined(SOFT_BREAK)
    };
    let rows = rows(blocks, header.len(), |row, column| cell(row, column));
    TextGrid::new(Align::Left, header, rows)
}

/// A column for each pair.
fn differences(
    result: &Comparison,
    blocks: &[(&str, Vec<CostRow>)],
    pairs: &[&[Difference]],
) -> TextGrid {
    let names = pairs.iter().map(|pair| format!("{} - {}", pair[0].architecture, pair[0].minus));
    let header: Vec<String> = std::iter::once(result.title("difference")).chain(names).collect();
    let rows = rows(blocks, header.len(), |row, column| match &pairs[column][row.figure] {
        difference if difference.is_same => "same".into(),
        difference => rounding::marked(&difference.estimated),
    });
    TextGrid::new(Align::Left, header, rows)
}

/// The blocks, each below its heading.
fn rows(
    blocks: &[(&str, Vec<CostRow>)],
    width: usize,
    cell: impl Fn(&CostRow, usize) -> String,
) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (title, rows) in blocks.iter().filter(|(_, rows)| !rows.is_empty()) {
        all.push(heading(title, width));
        all.extend(rows.iter().map(|row| {
            let cells = (0..width - 1).map(|column| cell(row, column));
            std::iter::once(format!(" {}", row.words)).chain(cells).collect()
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::example::{comparison, estimated};
    use super::*;
    use crate::outcome::figure::Figure;
    use crate::scenario::identity::SystemId;

    /// The example with two systems, and the metrics of the costs of each.
    fn costs() -> Comparison {
        let mut result = comparison();
        result.systems.push("east".into());
        let metrics = [Metric::FiredForOwn, Metric::FiredForPartner, Metric::ValueLost];
        let figure = |(metric, system): (Metric, u16)| Figure {
            metric,
            party: Some(SystemId(system)),
            name: metric.name().into(),
            range: metric.kind().range(),
        };
        let pairs = [0, 1].into_iter().flat_map(|system| metrics.map(|metric| (metric, system)));
        result.figures = pairs.map(figure).collect();
        let mean = |mean: f64| estimated(mean, mean, mean);
        for one in &mut result.architectures {
            one.estimates = (1..=6).map(|value| mean(f64::from(value))).collect();
        }
        let one = result.differences[0].clone();
        result.differences = (0..6)
            .map(|figure| Difference { figure, is_same: figure != 1, ..one.clone() })
            .collect();
        result
    }

    #[test]
    fn rows_are_by_who_pays_and_who_is_defended() {
        let result = costs();
        let grid = estimates(&result, &blocks(&result));
        let first: Vec<[&str; 2]> = grid.rows.iter().map(|row| [&*row[0], &*row[1]]).collect();
        let expected = [
            ["interceptors fired", ""],
            [" west for west", "1"],
            [" west for east", "2"],
            [" east for east", "4"],
            [" east for west", "5"],
            ["value lost", ""],
            [" of west", "3"],
            [" of east", "6"],
        ];
        assert_eq!(first, expected);
        assert_eq!(grid.rows[2][2], "2*", "it differs from the reference");
        assert_eq!(grid.rows[1][2], "1=");
    }

    #[test]
    fn differences_that_are_not_shown_are_left_out() {
        let result = costs();
        let pairs: Vec<&[Difference]> = result.against_reference().collect();
        let grid = only_shown(differences(&result, &blocks(&result), &pairs));
        assert_eq!(grid.header, ["difference [95 %]", "together - apart"]);
        let first: Vec<&str> = grid.rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(first, ["interceptors fired", " west for east"]);
    }
}
