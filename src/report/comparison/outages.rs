//! What is left of a comparison when something is down: the runs that have an outage, and those
//! that do not, beside each other.

use super::Comparison;
use super::headline::headline;
use crate::outcome::metric::Metric;
use crate::report::rounding;
use crate::report::sheet::{Block, Sheet, TextGrid, heading};

/// Adds measures by whether something is down; nothing where no outage is a matter of luck.
pub(super) fn section(sheet: &mut Sheet, result: &Comparison, metrics: &[Metric]) {
    if result.given.is_empty() {
        return;
    }
    for metric in metrics {
        sheet.push_line(format!(
            "{}, of the runs with an outage and of those without",
            metric.name()
        ));
        sheet.push_grid(given(result, *metric));
    }
    let lines = [
        "each block is over its own runs: weighed by their numbers, with and without are the whole",
        "an outage in all runs: --set 'outages[NAME].probability=1'; in none: 0",
    ];
    sheet.push(Block::Lines(lines.map(str::to_owned).into()));
}

/// A block for the runs with each outage and one for those without, a row for each architecture.
fn given(result: &Comparison, metric: Metric) -> TextGrid {
    let mut grid = headline(result, &[metric]);
    grid.rows.clear();
    for part in &result.given {
        let of_part = headline(&part.comparison, &[metric]);
        let with = if part.happens { "with" } else { "without" };
        let runs = rounding::grouped(part.comparison.runs());
        let title = format!("{with} {}: {runs} runs", part.outage);
        grid.rows.push(heading(&title, grid.header.len()));
        if part.comparison.runs() > 0 {
            grid.rows.extend(of_part.rows.into_iter().skip(1));
        }
    }
    grid
}

#[cfg(test)]
mod tests {
    use super::super::ConditionalComparison;
    use super::super::example::comparison;
    use super::*;

    #[test]
    fn each_outage_has_a_block_for_the_runs_with_it_and_for_those_without() {
        let mut result = comparison();
        let part = |happens: bool, runs: u64| {
            let mut comparison = comparison();
            comparison.provenance.extent.runs = runs;
            let outage = "radar-lost".to_owned();
            ConditionalComparison { outage, happens, comparison }
        };
        result.given = vec![part(true, 150), part(false, 0)];
        let grid = given(&result, Metric::Leakage);
        let first: Vec<&str> = grid.rows.iter().map(|row| row[0].as_str()).collect();
        // Runs that there are none of have no rows.
        let blocks =
            ["with radar-lost: 150 runs", " apart", " together", "without radar-lost: 0 runs"];
        assert_eq!(first, blocks);
        assert_eq!(grid.rows[2][1..], headline(&result, &[Metric::Leakage]).rows[2][1..]);
    }
}
