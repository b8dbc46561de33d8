//! Gains of each system from each architecture, against the point of reference.
//!
//! A system gains if fewer of the threats at it are shown to leak, or more of its value to be
//! defended, and neither of them the other way round. What it fires for that stands beside it.

use super::Comparison;
use crate::monte_carlo::estimate::{Difference, MeanEstimate};
use crate::outcome::metric::{Better, Metric};
use crate::report::rounding::{self, marked};
use crate::report::sheet::{Align, Sheet, TextGrid, heading, listed, wrapped};
use crate::scenario::identity::SystemId;

/// A measure of the benefit, and what it is called where it is shown to fall and to rise.
struct Measure {
    metric: Metric,
    falls: &'static str,
    rises: &'static str,
}

const MEASURES: [Measure; 3] = [
    Measure { metric: Metric::Leakage, falls: "leaks less", rises: "leaks more" },
    Measure { metric: Metric::DefendedValue, falls: "loses more value", rises: "keeps more value" },
    Measure { metric: Metric::InterceptorsFired, falls: "fires fewer", rises: "fires more" },
];

/// Columns of the words in the grid.
const WORDS_COLUMNS: usize = 24;

/// The differences as a grid: a row for each architecture and system.
pub(super) fn section(sheet: &mut Sheet, result: &Comparison) {
    let Some(reference) = result.reference_name() else {
        return;
    };
    let pairs: Vec<&[Difference]> = result.against_reference().collect();
    if pairs.is_empty() || result.parties().flatten().next().is_none() {
        return;
    }
    if !result.has_intervals() {
        sheet.push_line("WHO GAINS: one run shows no gain and no loss");
        return;
    }
    let title = format!("WHO GAINS: each architecture minus `{reference}`, by territory");
    sheet.push_line(title);
    sheet.push_grid(grid(result, &pairs));
}

fn grid(result: &Comparison, pairs: &[&[Difference]]) -> TextGrid {
    let names = MEASURES.iter().map(|measure| measure.metric.name().to_owned());
    let header: Vec<String> = std::iter::once("difference [95 %]".into())
        .chain(names)
        .chain(["shown at 95 %".into()])
        .collect();
    let mut rows = Vec::new();
    for pair in pairs {
        rows.push(heading(&pair[0].architecture, header.len()));
        for system in result.parties().flatten() {
            let gains = gains(result, pair, system);
            let cells = gains.iter().map(|gain| gain.as_ref().map_or(String::new(), marked));
            let row = std::iter::once(format!(" {}", result.party_name(Some(system))));
            let words = wrapped(&shown(&gains), WORDS_COLUMNS).join("\n");
            rows.push(row.chain(cells).chain([words]).collect());
        }
    }
    TextGrid::new(Align::Left, header, rows)
}

/// Differences of the measures of a system from those under the reference.
fn gains(result: &Comparison, pair: &[Difference], system: SystemId) -> [Option<MeanEstimate>; 3] {
    MEASURES.each_ref().map(|measure| {
        let place = result.place(measure.metric, Some(system))?;
        Some(pair[place].estimated)
    })
}

/// Words for what the runs show of a system.
fn shown(gains: &[Option<MeanEstimate>; 3]) -> String {
    let words = MEASURES.iter().zip(gains).filter_map(|(measure, gain)| {
        let rises = rises(&(*gain)?)?;
        Some(if rises { measure.rises } else { measure.falls })
    });
    let words: Vec<&str> = words.collect();
    match (verdict(gains), words.is_empty()) {
        (_, true) => "no difference".into(),
        (Verdict::NotShown, false) => words.join(", "),
        (verdict, false) => format!("{}: {}", verdict.words(), words.join(", ")),
    }
}

/// Whether the runs show that a difference is above zero, or below; `None` if neither.
fn rises(difference: &MeanEstimate) -> Option<bool> {
    rounding::excludes_zero(difference.interval).then_some(difference.interval.low > 0.0)
}

/// Verdict of the runs on a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Gains,
    Loses,
    Both,
    NotShown,
}

impl Verdict {
    fn words(self) -> &'static str {
        match self {
            Self::Gains => "gains",
            Self::Loses => "loses",
            Self::Both => "gains and loses",
            Self::NotShown => "is not shown to gain or to lose",
        }
    }
}

fn verdict(gains: &[Option<MeanEstimate>; 3]) -> Verdict {
    let shown = || {
        let measures = MEASURES.iter().zip(gains);
        measures.filter_map(|(measure, gain)| {
            let rises = rises(&(*gain)?)?;
            match measure.metric.better() {
                Better::Higher => Some(rises),
                Better::Lower => Some(!rises),
                Better::Neither => None,
            }
        })
    };
    let (wins, losses) = (shown().any(|gains| gains), shown().any(|gains| !gains));
    match (wins, losses) {
        (true, false) => Verdict::Gains,
        (false, true) => Verdict::Loses,
        (true, true) => Verdict::Both,
        (false, false) => Verdict::NotShown,
    }
}

/// Sentence on the gains that are shown; `None` with nothing to compare.
pub(super) fn sentence(result: &Comparison) -> Option<String> {
    let reference = result.reference_name()?;
    let mut clauses = Vec::new();
    for system in result.parties().flatten() {
        for verdict in [Verdict::Gains, Verdict::Loses, Verdict::Both] {
            let is_so =
                |pair: &&[Difference]| self::verdict(&gains(result, pair, system)) == verdict;
            let under = result.against_reference().filter(is_so);
            let under: Vec<String> =
                under.map(|pair| format!("`{}`", pair[0].architecture)).collect();
            if !under.is_empty() {
                let name = result.party_name(Some(system));
                clauses.push(format!("{name} {} under {}", verdict.words(), listed(&under)));
            }
        }
    }
    result.against_reference().next()?;
    if clauses.is_empty() {
        clauses.push("no gain or loss is shown".into());
    }
    let clauses = clauses.join("; ");
    Some(format!("By territory (leakage, value; against `{reference}`, 95 %): {clauses}."))
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::super::example::estimated;
    use super::*;

    #[test]
    fn a_row_tells_what_a_system_gains_and_whether_that_is_shown() {
        let mut result = example::comparison();
        let row = |result: &Comparison| {
            let pairs: Vec<&[Difference]> = result.against_reference().collect();
            grid(result, &pairs).rows[1].clone()
        };
        let expected = [" west", "-0.25\u{1f}[-0.60, 0.10]", "", "", "no difference"];
        assert_eq!(row(&result), expected);
        result.differences[2].estimated = estimated(-0.25, -0.3, -0.2);
        let expected = [" west", "-0.25*\u{1f}[-0.30, -0.20]", "", "", "gains: leaks less"];
        assert_eq!(row(&result), expected);
        let told = sentence(&result).unwrap_or_default();
        assert!(told.ends_with(": west gains under `together`."), "{told}");
    }

    #[test]
    fn more_fired_is_neither_gain_nor_loss() {
        let (up, down) = (Some(estimated(1.0, 0.5, 1.5)), Some(estimated(-1.0, -1.5, -0.5)));
        let unsure = Some(estimated(0.1, -0.1, 0.3));
        for (gains, expected) in [
            ([down, up, up], "gains: leaks less, keeps more value, fires more"),
            ([up, unsure, down], "loses: leaks more, fires fewer"),
            ([down, down, None], "gains and loses: leaks less, loses more value"),
            ([unsure, unsure, up], "fires more"),
            ([unsure, unsure, None], "no difference"),
        ] {
            assert_eq!(shown(&gains), expected);
        }
    }
}
