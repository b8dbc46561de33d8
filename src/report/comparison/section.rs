//! Sections of the comparison's page: all measures, and all pairs of architectures.

use super::headline::HEADLINE;
use super::{Comparison, benefit, conclusion, costs, outages};
use crate::monte_carlo::estimate::Difference;
use crate::outcome::metric::{Metric, MetricGroup};
use crate::report::rounding::SOFT_BREAK;
use crate::report::sheet::{Align, Block, Sheet, TextGrid, heading};
use crate::report::{legend, rounding};
use crate::scenario::identity::SystemId;

/// Makes the sections and their words from rows `Name = name, groups, meaning;`.
macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident = $name:literal, $title:literal;)+) => {
        /// Section of the page beyond its first screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum PageSection {
            $($(#[$doc])* $section,)+
        }

        impl PageSection {
            /// All, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$section,)+];

            /// Name on the command line.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$section => $name,)+
                }
            }

            fn title(self) -> &'static str {
                match self {
                    $(Self::$section => $title,)+
                }
            }
        }
    };
}

sections! {
    /// Gains and losses of each territory.
    Gains = "gains", "";
    /// The measures of the defence.
    Defence = "defence", "DEFENCE of the territory of a system, and what it knew by when";
    /// Those of the engagements.
    Engagement = "engagement",
        "ENGAGEMENT of the threats aimed at a system, and what its shots were wasted on";
    /// Causes of the leakers.
    Leakers = "leakers", "LEAKERS by the link at which the defence broke, per run";
    /// Interceptors, kills and losses by who pays and who is defended.
    Costs = "costs", "COSTS: who pays for whom, per run";
    /// Those of the pictures.
    Picture = "picture",
        "TRACK PICTURE of a system, judged against all that flies; in all: the mean";
    /// Traffic across the border.
    Exchange = "exchange",
        "EXCHANGE between the systems, in all; by receiver: --format json or csv";
    /// Data given away to the partner.
    Disclosure = "disclosure", "DISCLOSURE: what a system gave away to its partner";
    /// Debris and overflight.
    Debris = "debris", "DEBRIS: what comes down on whose territory, and who flies over it";
    /// The headline measures given each outage.
    Outages = "outages", "";
    /// Differences of every pair of architectures.
    Differences = "differences", "DIFFERENCES of every pair of architectures";
}

/// Adds a section.
pub(super) fn tell(sheet: &mut Sheet, result: &Comparison, section: PageSection) {
    let group = |group: MetricGroup| (group, section.title());
    match section {
        PageSection::Gains => benefit::section(sheet, result),
        PageSection::Defence => measures(sheet, result, group(MetricGroup::Defence)),
        PageSection::Engagement => measures(sheet, result, group(MetricGroup::Engagement)),
        PageSection::Leakers => measures(sheet, result, group(MetricGroup::Leakers)),
        PageSection::Costs => costs::section(sheet, result, section.title()),
        PageSection::Picture => measures(sheet, result, group(MetricGroup::Picture)),
        PageSection::Exchange => exchange(sheet, result, section.title()),
        PageSection::Disclosure => measures(sheet, result, group(MetricGroup::Disclosure)),
        PageSection::Debris => measures(sheet, result, group(MetricGroup::Debris)),
        PageSection::Outages => outages::section(sheet, result, &HEADLINE),
        PageSection::Differences => all_pairs(sheet, result, section.title()),
    }
}

/// The measures of a group, without those that are zero everywhere, and their differences from the
/// reference, without those that no party shows.
fn measures(sheet: &mut Sheet, result: &Comparison, (group, title): (MetricGroup, &str)) {
    let metrics = shown(result, group.metrics());
    if metrics.is_empty() {
        sheet.push_line(format!("{title}: all zero"));
        return;
    }
    sheet.push_line(title);
    sheet.push_grid(estimates(result, &metrics, result.parties()));
    let pairs: Vec<&[Difference]> = result.against_reference().collect();
    let differences = only_shown(differences(result, &metrics, &pairs));
    if !differences.rows.is_empty() {
        sheet.push_grid(differences);
    }
    let mut lines = legend::lines(&metrics);
    if metrics.len() < group.metrics().len() {
        lines.push("rows that are zero everywhere are left out".into());
    }
    if !pairs.is_empty() {
        lines.push("of the differences, those that no party shows are left out".into());
    }
    sheet.push(Block::Lines(lines));
}

/// Traffic across the border, for both systems together, without what was nothing everywhere.
fn exchange(sheet: &mut Sheet, result: &Comparison, title: &str) {
    let metrics = shown(result, MetricGroup::Exchange.metrics());
    if metrics.is_empty() {
        sheet.push_line("EXCHANGE: nothing was sent under any architecture");
        return;
    }
    sheet.push_line(title);
    sheet.push_grid(estimates(result, &metrics, result.parties().take(1)));
    sheet.push(Block::Lines(legend::lines(&metrics)));
}

/// The measures of the defence, for every pair of architectures.
fn all_pairs(sheet: &mut Sheet, result: &Comparison, title: &str) {
    let pairs: Vec<&[Difference]> = result.pairs().collect();
    if pairs.is_empty() {
        return;
    }
    sheet.push_line(title);
    let metrics = shown(result, MetricGroup::Defence.metrics());
    sheet.push_grid(differences(result, &metrics, &pairs));
    let mut lines = vec![
        "* zero is outside the interval; each holds at 95 % by itself, not all at once".into(),
    ];
    lines.push(format!(
        "same: in every run; at most {} of runs can differ",
        conclusion::unseen(result)
    ));
    lines.extend(pairing(result));
    lines.push("of the other measures: --format json or csv".into());
    sheet.push(Block::Lines(lines));
}

/// The rows that have a mark, below their headings.
pub(super) fn only_shown(mut grid: TextGrid) -> TextGrid {
    let is_heading = |row: &Vec<String>| !row[0].starts_with(' ');
    let has_mark = |row: &Vec<String>| row[1..].iter().any(|cell| cell.contains('*'));
    grid.rows.retain(|row| is_heading(row) || has_mark(row));
    let mut rows = std::mem::take(&mut grid.rows).into_iter().peekable();
    while let Some(row) = rows.next() {
        if !is_heading(&row) || rows.peek().is_some_and(|next| !is_heading(next)) {
            grid.rows.push(row);
        }
    }
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

/// A column for each architecture, a row for each metric, by party.
fn estimates(
    result: &Comparison,
    metrics: &[Metric],
    parties: impl Iterator<Item = Option<SystemId>>,
) -> TextGrid {
    let names = result.architectures.iter().map(|a| a.name.clone());
    let header: Vec<String> = std::iter::once(result.title("mean")).chain(names).collect();
    let mut rows = Vec::new();
    for party in parties {
        rows.push(heading(result.party_name(party), header.len()));
        for &metric in metrics {
            let Some(place) = result.place(metric, party) else {
                continue;
            };
            let estimates = result.architectures.iter().map(|a| &a.estimates[place]);
            let cells = estimates.map(|estimated| rounding::estimate(estimated).joined(SOFT_BREAK));
            rows.push(named(metric, cells));
        }
    }
    TextGrid::new(Align::Left, header, rows)
}

/// A column for each party, a row for each metric, by pair of architectures.
fn differences(result: &Comparison, metrics: &[Metric], shown: &[&[Difference]]) -> TextGrid {
    let parties = result.parties().map(|party| result.party_name(party).to_owned());
    let header: Vec<String> = std::iter::once(result.title("difference")).chain(parties).collect();
    let mut rows = Vec::new();
    for pair in shown {
        let title = format!("{} - {}", pair[0].architecture, pair[0].minus);
        rows.push(heading(&title, header.len()));
        for &metric in metrics {
            let places = result.parties().map(|party| result.place(metric, party));
            let cells = places.map(|place| match place.map(|place| &pair[place]) {
                None => String::new(),
                Some(difference) if difference.is_same => "same".into(),
                Some(difference) => rounding::marked(&difference.estimated),
            });
            rows.push(named(metric, cells));
        }
    }
    TextGrid::new(Align::Left, header, rows)
}

fn named(metric: Metric, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(format!(" {}", metric.name())).chain(cells).collect()
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

    #[test]
    fn estimates_stand_by_party_and_architecture() {
        let result = example();
        let metrics = [Metric::Leakage, Metric::WarningTime];
        let grid = estimates(&result, &metrics, result.parties());
        assert_eq!(grid.header, ["mean [95 %]", "apart", "together"]);
        assert_eq!(grid.rows[0], ["west", "", ""]);
        let expected = [" leakage", "0.50\u{1f}[0.40, 0.60]", "0.25\u{1f}[0.20, 0.30]"];
        assert_eq!(grid.rows[1], expected);
        assert!(grid.rows.iter().all(|row| row.len() == grid.header.len()));
    }

    /// The leakage differs and the time does not: of a group in which only what differs is told,
    /// its row is left, below its heading, which says what it is minus what.
    #[test]
    fn what_shows_no_difference_can_be_left_out() {
        let mut result = example();
        result.differences[2].is_same = true;
        let pairs: Vec<&[Difference]> = result.against_reference().collect();
        let grid = differences(&result, &[Metric::Leakage, Metric::WarningTime], &pairs);
        assert_eq!(grid.rows[0][0], "together - apart");
        assert_eq!(grid.rows[1], [" leakage", "same"]);
        assert_eq!(grid.rows[2], [" warning_time_s", "8.0*\u{1f}[7.0, 9.0]"]);
        assert_eq!(only_shown(grid).rows.len(), 2);
        result.differences[3].estimated.interval.low = -1.0;
        let pairs: Vec<&[Difference]> = result.against_reference().collect();
        let grid = differences(&result, &[Metric::Leakage, Metric::WarningTime], &pairs);
        assert!(only_shown(grid).rows.is_empty(), "no heading stands alone");
    }
}
