//! The headline measures: a row for each architecture, with the marks of what is shown.

use super::Comparison;
use crate::outcome::metric::{Better, Metric};
use crate::report::rounding;
use crate::report::rounding::SOFT_BREAK;
use crate::report::sheet::{Align, TextGrid, heading};

/// Headline measures, unless others are asked for.
pub(super) const HEADLINE: [Metric; 3] =
    [Metric::Leakage, Metric::DefendedValue, Metric::InterceptorsFired];

/// A row for each measure and architecture, a column for each party.
pub(super) fn headline(result: &Comparison, metrics: &[Metric]) -> TextGrid {
    let names = result.parties().map(|party| result.party_name(party).to_owned());
    let header: Vec<String> = std::iter::once(result.title("mean")).chain(names).collect();
    let mut rows = Vec::new();
    for &metric in metrics {
        rows.push(heading(&meaning(metric), header.len()));
        for (architecture, one) in result.architectures.iter().enumerate() {
            let cells = result.parties().map(|party| {
                result.place(metric, party).map_or(String::new(), |place| {
                    let mut told = rounding::estimate(&one.estimates[place]);
                    told.mean.push_str(mark(result, architecture, place));
                    told.joined(SOFT_BREAK)
                })
            });
            rows.push(std::iter::once(format!(" {}", one.name)).chain(cells).collect());
        }
    }
    TextGrid::new(Align::Left, header, rows)
}

/// Mark of a figure against the reference: `*` if it is shown to differ, `=` if it never did.
pub(super) fn mark(result: &Comparison, architecture: usize, place: usize) -> &'static str {
    let name = &result.architectures[architecture].name;
    let mut pairs = result.against_reference().filter(|_| result.has_intervals());
    let pair = pairs.find(|pair| pair[place].architecture == *name);
    pair.map_or("", |pair| match &pair[place] {
        difference if difference.is_same => "=",
        difference if rounding::excludes_zero(difference.estimated.interval) => "*",
        _ => "",
    })
}

/// A measure, what it is, and which way is better.
pub(super) fn meaning(metric: Metric) -> String {
    let better = match metric.better() {
        Better::Lower => "; less is better",
        Better::Higher => "; more is better",
        Better::Neither => "",
    };
    format!("{}: {}{better}", metric.name(), metric.legend())
}
