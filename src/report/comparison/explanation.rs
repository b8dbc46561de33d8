//! Reasons why two architectures differ, as a section of the comparison's page and as rows.

use super::{Comparison, ReplayRequest};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::explanation::{Example, Explanation, Reason};
use crate::monte_carlo::statistics::{Confidence, Proportion};
use crate::outcome::why::Mechanism;
use crate::report::rounding;
use crate::report::sheet::{Align, Block, Sheet, TextGrid};
use std::cmp::Reverse;

/// Head of the section.
const TITLE: [&str; 2] = [
    "WHY: runs in which only one of two architectures stops a threat, by what first made the",
    "difference; in brackets such threats, whatever came first in their run",
];

/// A mechanism in favour of one architecture of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ExplanationRow<'a> {
    /// The architecture under which the threats are stopped.
    pub better: &'a str,
    /// The one under which they leak.
    pub other: &'a str,
    /// Mechanism of the difference.
    pub mechanism: Mechanism,
    /// Runs in which it told first.
    pub runs: u64,
    /// Threats whose fate it made.
    pub threats: u64,
    /// Share of all runs in which it told first, with its interval.
    pub share: MeanEstimate,
    /// A run to replay.
    pub example: Example,
}

/// All rows, by pair and mechanism, those in favour of the first architecture before the others.
pub(super) fn rows(result: &Comparison) -> impl Iterator<Item = ExplanationRow<'_>> {
    let told = result.explanations.iter().flatten();
    told.flat_map(move |pair| {
        let reasons = pair.reasons.iter();
        reasons.flat_map(move |reason| {
            let sides = [0, 1].into_iter();
            sides.filter_map(move |side| row(result.runs(), pair, reason, side))
        })
    })
}

fn row<'a>(
    runs: u64,
    pair: &'a Explanation,
    reason: &Reason,
    side: usize,
) -> Option<ExplanationRow<'a>> {
    let names = [pair.a.as_str(), pair.b.as_str()];
    let share = Proportion { successes: reason.runs[side], trials: runs };
    Some(ExplanationRow {
        better: names[side],
        other: names[1 - side],
        mechanism: reason.mechanism,
        runs: reason.runs[side],
        threats: reason.threats[side],
        share: MeanEstimate {
            mean: share.share().unwrap_or(0.0),
            interval: share.wilson(Confidence::NINETY_FIVE),
        },
        example: reason.examples[side]?,
    })
}

/// Adds the section, if it was asked for. `command` is the words that replay a run.
pub(super) fn section(
    sheet: &mut Sheet,
    result: &Comparison,
    command: &impl Fn(&ReplayRequest) -> String,
) {
    let Some(explanations) = &result.explanations else {
        return;
    };
    sheet.push(Block::Lines(TITLE.map(String::from).to_vec()));
    for pair in explanations {
        sheet.push(Block::Prose(head(result, pair)));
        let mut reasons = pair.reasons.clone();
        reasons.sort_by_key(|reason| Reverse((total(reason.runs), total(reason.threats))));
        if let Some(first) = reasons.first() {
            sheet.push_grid(grid(result, pair, &reasons));
            sheet.push(Block::Lines(replays(result, pair, first, command)));
        }
    }
    let occurs = |mechanism: &&Mechanism| rows(result).any(|row| row.mechanism == **mechanism);
    let legend: Vec<String> = Mechanism::ALL
        .iter()
        .filter(occurs)
        .flat_map(|mechanism| {
            let (title, meaning) = (mechanism.title(), mechanism.meaning());
            [format!("{title}:"), format!("    {meaning}")]
        })
        .collect();
    if !legend.is_empty() {
        sheet.push(Block::Lines(legend));
    }
}

fn total(counts: [u64; 2]) -> u64 {
    counts[0] + counts[1]
}

/// In how many runs the fates differ, for whom, and how often but the number of shots does.
fn head(result: &Comparison, pair: &Explanation) -> String {
    let Explanation { a, b, .. } = pair;
    let runs = rounding::grouped(result.runs());
    if pair.runs == 0 {
        return format!("`{a}` and `{b}`: no fate differs in {runs} runs. {}", sparing(pair));
    }
    let [ours, theirs] = pair.better.map(rounding::grouped);
    let differ = rounding::grouped(pair.runs);
    format!(
        "`{a}` and `{b}`: fates differ in {differ} of {runs} runs; only `{a}` stops a threat in \
         {ours}, only `{b}` in {theirs}. {}",
        sparing(pair)
    )
}

fn sparing(pair: &Explanation) -> String {
    let Explanation { a, b, sparing, .. } = pair;
    if total(*sparing) == 0 {
        return "With the same fates they always fire the same number of interceptors.".into();
    }
    let [ours, theirs] = sparing.map(rounding::grouped);
    format!(
        "Runs in which one fires fewer interceptors for the same fates: `{a}` {ours}, `{b}` \
         {theirs}."
    )
}

fn grid(result: &Comparison, pair: &Explanation, reasons: &[Reason]) -> TextGrid {
    let header = ["first difference", &pair.a, &pair.b, "example"];
    let count = |reason: &Reason, side: usize| {
        let [runs, threats] = [reason.runs[side], reason.threats[side]].map(rounding::grouped);
        format!("{runs} ({threats})")
    };
    let rows = reasons.iter().map(|reason| {
        let examples = reason.examples.iter().flatten();
        let examples: Vec<String> = examples
            .map(|Example { run, threat }| format!("run {run}, {}", result.threats[threat.index()]))
            .collect();
        vec![
            reason.mechanism.title().into(),
            count(reason, 0),
            count(reason, 1),
            examples.join("; "),
        ]
    });
    TextGrid::new(Align::Left, header, rows)
}

/// The commands that replay an example under both architectures.
fn replays(
    result: &Comparison,
    pair: &Explanation,
    first: &Reason,
    command: &impl Fn(&ReplayRequest) -> String,
) -> Vec<String> {
    let Some(Example { run, threat }) = first.examples.into_iter().flatten().next() else {
        return Vec::new();
    };
    let title = first.mechanism.title();
    let mut lines = vec![format!("to replay {title}, and likewise the others:")];
    for architecture in [&pair.a, &pair.b] {
        let replay =
            ReplayRequest { run, architecture, threat: Some(&result.threats[threat.index()]) };
        lines.push(format!("  {}", command(&replay)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::example::explained;
    use super::*;

    fn blocks(result: &Comparison) -> Vec<Block> {
        let mut sheet = Sheet::default();
        let command = |replay: &ReplayRequest| format!("again {replay:?}");
        section(&mut sheet, result, &command);
        sheet.0
    }

    #[test]
    fn the_commonest_mechanism_comes_first_and_can_be_replayed() {
        let blocks = blocks(&explained());
        let Block::Grid(grid) = &blocks[2] else { panic!("{blocks:?}") };
        assert_eq!(grid.header, ["first difference", "apart", "together", "example"]);
        let cue = Mechanism::Cue.title();
        assert_eq!(grid.rows[0], [cue, "0 (0)", "7 (8)", "run 2, raid-2"]);
        let seam = Mechanism::SeamLeaker.title();
        assert_eq!(grid.rows[1], [seam, "3 (3)", "0 (0)", "run 4, raid-1"]);
        let text = format!("{:?}", blocks[3]);
        for part in ["apart", "together", "run: 2", "raid-2"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_never_differs_is_said() {
        let mut result = explained();
        for pair in result.explanations.iter_mut().flatten() {
            (pair.runs, pair.better, pair.threats) = (0, [0; 2], [0; 2]);
            (pair.sparing, pair.reasons) = ([0; 2], Vec::new());
        }
        let blocks = blocks(&result);
        assert_eq!(blocks.len(), 2, "no grid, no legend");
        let text = format!("{:?}", blocks[1]);
        assert!(text.contains("no fate differs in 200 runs"), "{text}");
        assert!(text.contains("the same number of interceptors"), "{text}");
    }

    #[test]
    fn unasked_there_is_no_section() {
        let result = Comparison { explanations: None, ..explained() };
        assert!(blocks(&result).is_empty());
    }
}
