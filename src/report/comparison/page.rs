//! The comparison as a page: estimates, paired differences, what they mean, what went wrong.

use super::{Comparison, ReplayRequest, benefit, conclusion, explanation};
use crate::monte_carlo::estimate::Difference;
use crate::outcome::metric::{Metric, MetricGroup};
use crate::report::sheet::{
    Align, Block, PAGE_COLUMNS, Sheet, TextGrid, failures, heading, on_one_line_or_two, stamp,
    wrapped,
};
use crate::report::{legend, precision, rounding, verdicts};
use crate::scenario::identity::SystemId;

/// Page of a comparison. `command` is the words that play one run again.
pub fn page(result: &Comparison, command: impl Fn(&ReplayRequest) -> String) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(result)));
    if result.runs() > 0 {
        let (metrics, pairs) = (MetricGroup::Defence.metrics(), result.pairs().collect::<Vec<_>>());
        sheet
            .push_grid(on_one_line_or_two(|gap| estimates(result, metrics, result.parties(), gap)));
        if !pairs.is_empty() {
            let grid = |gap: &str| differences(result, metrics, &pairs, gap);
            sheet.push_grid(on_one_line_or_two(grid));
        }
        sheet.push(Block::Lines(legend(result)));
        benefit::section(&mut sheet, result);
        let engagement = MetricSection {
            title: "ENGAGEMENT of the threats aimed at a system, and what its shots were wasted on",
            metrics: MetricGroup::Engagement.metrics(),
            extent: GroupExtent::Shown,
        };
        group(&mut sheet, result, &engagement);
        let picture = MetricSection {
            title: "TRACK PICTURE of a system, judged against all that flies; of both: the mean",
            metrics: MetricGroup::Picture.metrics(),
            extent: GroupExtent::All,
        };
        group(&mut sheet, result, &picture);
        exchange(&mut sheet, result);
        explanation::section(&mut sheet, result, &command);
        for sentence in conclusion::sentences(result) {
            sheet.push_prose(sentence);
        }
        precision::section(&mut sheet, &result.precision);
        verdicts::section(&mut sheet, &result.verdicts);
    }
    failures(&mut sheet, &result.failures, |failure| {
        command(&ReplayRequest {
            run: failure.run,
            architecture: &failure.question.architecture,
            threat: None,
        })
    });
    sheet
}

/// A group of metrics that stands below the defence.
struct MetricSection<'a> {
    title: &'a str,
    metrics: &'a [Metric],
    extent: GroupExtent,
}

/// Rows of a section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GroupExtent {
    All,
    /// The metrics that are not zero everywhere, and the differences that some party shows at 95 %.
    Shown,
}

/// A group, in grids of its own: of the differences those against the first architecture, for all
/// pairs fill pages.
fn group(sheet: &mut Sheet, result: &Comparison, group: &MetricSection) {
    let is_told = |metric: &Metric| result.place(*metric, None).is_some();
    let metrics: Vec<Metric> = match group.extent {
        GroupExtent::All => group.metrics.iter().copied().filter(is_told).collect(),
        GroupExtent::Shown => shown(result, group.metrics),
    };
    if metrics.is_empty() {
        return;
    }
    sheet.push(Block::Lines(vec![group.title.into()]));
    sheet.push_grid(on_one_line_or_two(|gap| estimates(result, &metrics, result.parties(), gap)));
    let pairs: Vec<&[Difference]> = result.against_first().collect();
    if !pairs.is_empty() {
        let grid = |gap: &str| {
            let all = differences(result, &metrics, &pairs, gap);
            match group.extent {
                GroupExtent::All => all,
                GroupExtent::Shown => only_shown(all),
            }
        };
        sheet.push_grid(on_one_line_or_two(grid));
    }
    let mut lines = legend::lines(&metrics);
    if group.extent == GroupExtent::Shown && metrics.len() < group.metrics.len() {
        lines.push("rows that are zero everywhere are left out".into());
    }
    if !pairs.is_empty() && group.extent == GroupExtent::Shown {
        lines.push("of the differences, those that no party shows are left out".into());
    }
    if result.architectures.len() > 2 {
        lines.push("differences of the other pairs: --format json or csv".into());
    }
    sheet.push(Block::Lines(lines));
}

/// The rows that have a mark, below their headings.
fn only_shown(mut grid: TextGrid) -> TextGrid {
    let is_kept = |row: &Vec<String>| {
        let mut cells = row[1..].iter();
        !row[0].starts_with(' ') || cells.any(|cell| cell.contains('*'))
    };
    grid.rows.retain(is_kept);
    grid
}

/// The metrics of a group that are not zero everywhere.
fn shown(result: &Comparison, metrics: &[Metric]) -> Vec<Metric> {
    let is_told = |metric: &&Metric| {
        let mut places = result.parties().filter_map(|party| result.place(**metric, party));
        places.any(|place| {
            let mut estimates = result.architectures.iter().map(|a| &a.estimates[place]);
            estimates.any(|estimated| estimated.mean.abs() > 0.0)
        })
    };
    metrics.iter().filter(is_told).copied().collect()
}

/// Traffic across the border, for both systems together, without what was nothing everywhere; for
/// each system, and the differences, the other formats have it.
fn exchange(sheet: &mut Sheet, result: &Comparison) {
    let metrics = shown(result, MetricGroup::Exchange.metrics());
    if metrics.is_empty() {
        return;
    }
    let title = "EXCHANGE between the systems; rows that are zero everywhere are left out";
    sheet.push_line(title);
    let both = || std::iter::once(None);
    sheet.push_grid(on_one_line_or_two(|gap| estimates(result, &metrics, both(), gap)));
    let mut lines = legend::lines(&metrics);
    lines.push("by receiver, and differences: --format json or csv".into());
    sheet.push(Block::Lines(lines));
}

fn head(result: &Comparison) -> Vec<String> {
    let runs = rounding::grouped(result.runs());
    let count = if result.is_interrupted() {
        let requested = rounding::grouped(result.provenance.extent.runs_requested);
        format!("INTERRUPTED after {runs} of {requested} paired runs")
    } else {
        format!("{runs} paired runs")
    };
    let about = format!("{}: {}", result.provenance.scenario, result.description);
    let mut lines = wrapped(&about, PAGE_COLUMNS);
    lines.push(format!("{count}, {}", stamp(&result.provenance)));
    lines
}

/// A column for each architecture, a row for each metric, by party.
fn estimates(
    result: &Comparison,
    metrics: &[Metric],
    parties: impl Iterator<Item = Option<SystemId>>,
    gap: &str,
) -> TextGrid {
    let names = result.architectures.iter().map(|a| a.name.clone());
    let header: Vec<String> = std::iter::once("mean [95 %]".into()).chain(names).collect();
    let mut rows = Vec::new();
    for party in parties {
        rows.push(heading(result.party_name(party), header.len()));
        for &metric in metrics {
            let Some(place) = result.place(metric, party) else {
                continue;
            };
            let estimates = result.architectures.iter().map(|a| &a.estimates[place]);
            let cells = estimates.map(|estimated| rounding::estimate(estimated).joined(gap));
            rows.push(named(metric, cells));
        }
    }
    TextGrid::new(Align::Left, header, rows)
}

/// A column for each party, a row for each metric, by pair of architectures.
fn differences(
    result: &Comparison,
    metrics: &[Metric],
    shown: &[&[Difference]],
    gap: &str,
) -> TextGrid {
    let parties = result.parties().map(|party| result.party_name(party).to_owned());
    let header: Vec<String> = std::iter::once("difference [95 %]".into()).chain(parties).collect();
    let mut rows = Vec::new();
    for pair in shown {
        let title = format!("{} - {}", pair[0].a, pair[0].b);
        rows.push(heading(&title, header.len()));
        for &metric in metrics {
            let places = result.parties().map(|party| result.place(metric, party));
            let cells = places.map(|place| {
                place.map_or(String::new(), |at| rounding::marked(&pair[at].estimated, gap))
            });
            rows.push(named(metric, cells));
        }
    }
    TextGrid::new(Align::Left, header, rows)
}

fn named(metric: Metric, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(format!(" {}", metric.name())).chain(cells).collect()
}

fn legend(result: &Comparison) -> Vec<String> {
    let mut lines = legend::lines(MetricGroup::Defence.metrics());
    lines.push("of a system: its territory, its assets, its own fire units".into());
    if result.runs() < 2 {
        lines.push("one run gives no intervals".into());
    } else {
        lines.push("a number without an interval was the same in every run".into());
    }
    if !result.differences.is_empty() {
        let star = "*  zero is outside the interval; each holds at 95 % by itself, not all at once";
        lines.push(star.into());
        lines.extend(pairing(result));
    }
    lines
}

/// Factor by which more unpaired runs would give the same differences of leakage.
fn pairing(result: &Comparison) -> Option<String> {
    let place = result.place(Metric::Leakage, None)?;
    let gains = || result.pairs().filter_map(|pair| pair[place].variance_reduction);
    let (low, high) = (gains().reduce(f64::min)?, gains().reduce(f64::max)?);
    let [low, high] = [low, high].map(|gain| rounding::number(gain, 1));
    let range = if low == high { low } else { format!("{low} to {high}") };
    Some(format!("unpaired, the differences of leakage would take {range} times as many runs"))
}

#[cfg(test)]
mod tests {
    use super::super::example::comparison as example;
    use super::*;
    use crate::monte_carlo::runner::{ArchitectureLabel, Failure};

    fn grids(sheet: &Sheet) -> Vec<TextGrid> {
        let grid = |block: &Block| match block {
            Block::Grid(grid) => Some(grid.clone()),
            _ => None,
        };
        sheet.0.iter().filter_map(grid).collect()
    }

    fn text(sheet: &Sheet) -> String {
        format!("{sheet:?}")
    }

    #[test]
    fn estimates_stand_by_party_and_architecture() {
        let sheet = page(&example(), |_| String::new());
        let grid = &grids(&sheet)[0];
        assert_eq!(grid.header, ["mean [95 %]", "apart", "together"]);
        assert_eq!(grid.rows[0], ["both systems", "", ""]);
        let expected = [" leakage", "0.50 [0.40, 0.60]", "0.25 [0.20, 0.30]"];
        assert_eq!(grid.rows[1], expected);
        assert_eq!(grid.rows[3][0], "west");
        assert!(grid.rows.iter().all(|row| row.len() == grid.header.len()));
    }

    #[test]
    fn differences_are_marked_where_zero_is_outside() {
        let sheet = page(&example(), |_| String::new());
        let grid = &grids(&sheet)[1];
        assert_eq!(grid.header, ["difference [95 %]", "both systems", "west"]);
        assert_eq!(grid.rows[0][0], "apart - together");
        assert_eq!(grid.rows[1][1], "0.25* [0.20, 0.30]");
        assert_eq!(grid.rows[1][2], "0.25 [-0.10, 0.60]");
    }

    /// The leakage differs and the time does not: of a group in which only what differs is told,
    /// its row is left, below its heading.
    #[test]
    fn what_shows_no_difference_can_be_left_out() {
        let result = example();
        let pairs: Vec<&[Difference]> = result.against_first().collect();
        let metrics = [Metric::Leakage, Metric::WarningTime];
        let grid = differences(&result, &metrics, &pairs, " ");
        let names =
            |grid: &TextGrid| grid.rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        let all = ["apart - together", " leakage", " warning_time_s"];
        assert_eq!(names(&grid), all);
        assert_eq!(names(&only_shown(grid)), all, "west's time differs");
        let mut equal = example();
        equal.differences[3].estimated.interval.high = 1.0;
        let pairs: Vec<&[Difference]> = equal.against_first().collect();
        let grid = differences(&equal, &metrics, &pairs, " ");
        assert_eq!(names(&only_shown(grid)), all[..2]);
    }

    #[test]
    fn failed_runs_are_listed_with_the_way_to_repeat_them() {
        let mut result = example();
        let failure = |run| Failure {
            run,
            question: ArchitectureLabel { architecture: "apart".into() },
            reason: "a\nb".into(),
        };
        result.failures = (0..12).map(failure).collect();
        let sheet = page(&result, |failure| format!("again {}", failure.run));
        let told = text(&sheet);
        for part in ["12 runs failed", "run 3 under `apart`: a b", "again 3", "and 2 more"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("again 10"));
    }

    #[test]
    fn without_a_run_there_is_no_grid() {
        let mut result = example();
        result.provenance.extent.runs = 0;
        result.provenance.extent.interrupted = Some(true);
        let sheet = page(&result, |_| String::new());
        assert!(grids(&sheet).is_empty());
        assert!(text(&sheet).contains("INTERRUPTED after 0 of 200"));
    }
}
