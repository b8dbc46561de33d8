//! Verdicts on expectations, in plain words and as `JUnit` XML.

use super::rounding::{self, SOFT_BREAK};
use super::sheet::{Align, Sheet, TextGrid};
use crate::experiment::{ExpectationVerdict, VerdictKind};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::Interval;
use std::fmt::Write;

/// Of more verdicts only those have rows that fail.
const ROWS_MAX: usize = 40;

/// Adds the verdicts to a page, if there are any.
pub fn section(sheet: &mut Sheet, verdicts: &[ExpectationVerdict]) {
    if verdicts.is_empty() {
        return;
    }
    sheet.push_line("EXPECTATIONS");
    let is_shown = |verdict: &&ExpectationVerdict| verdicts.len() <= ROWS_MAX || !verdict.passes;
    let rows = verdicts.iter().filter(is_shown).take(ROWS_MAX).map(|verdict| {
        vec![named(verdict), word(verdict).to_owned(), value(verdict), verdict.runs.to_string()]
    });
    let header = ["", "verdict", "value", "runs"];
    let grid = TextGrid::new(Align::Left, header, rows);
    if !grid.rows.is_empty() {
        sheet.push_grid(grid);
    }
    let failed = verdicts.iter().filter(|verdict| !verdict.passes).count();
    let open = verdicts.iter().filter(|verdict| verdict.verdict == VerdictKind::Undecided).count();
    let (all, holds) = (verdicts.len(), verdicts.iter().filter(|v| is_held(v)).count());
    let mut text = format!("{holds} of {all} expectations hold");
    if open > 0 {
        let _ = write!(text, "; {open} are not decided by so many runs");
    }
    text.push_str(if failed == 0 { "." } else { ": the experiment fails." });
    sheet.push_prose(text);
}

fn is_held(verdict: &ExpectationVerdict) -> bool {
    verdict.verdict == VerdictKind::Holds
}

fn named(verdict: &ExpectationVerdict) -> String {
    let design = verdict.design.map_or(String::new(), |design| format!("design {design}: "));
    let text = format!("{design}{}", verdict.expectation);
    super::sheet::wrapped(&text, 52).join("\n")
}

fn word(verdict: &ExpectationVerdict) -> &'static str {
    match (verdict.verdict, verdict.passes) {
        (VerdictKind::Holds, _) => "holds",
        (VerdictKind::Fails, _) => "FAILS",
        (VerdictKind::Undecided, true) => "not decided",
        (VerdictKind::Undecided, false) => "NOT DECIDED",
    }
}

fn value(verdict: &ExpectationVerdict) -> String {
    match (verdict.mean, verdict.interval) {
        (Some(mean), Some([low, high])) => {
            let interval = Interval { low, high };
            rounding::difference(&MeanEstimate { mean, interval }).joined(SOFT_BREAK)
        }
        _ => "not played".into(),
    }
}

/// The verdicts as `JUnit` XML, for a forge: what is not decided and allowed to be is skipped.
pub fn junit(name: &str, verdicts: &[ExpectationVerdict]) -> String {
    let failed = verdicts.iter().filter(|verdict| !verdict.passes).count();
    let is_skipped = |verdict: &&ExpectationVerdict| verdict.passes && !is_held(verdict);
    let skipped = verdicts.iter().filter(is_skipped).count();
    let count = verdicts.len();
    let name = escaped(name);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"{name}\" \
         tests=\"{count}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\">\n"
    );
    for verdict in verdicts {
        let design = verdict.design.map_or(String::new(), |design| format!("design {design}: "));
        let case = escaped(&format!("{design}{}", verdict.expectation));
        let message = escaped(&format!(
            "{}: {} at {} confidence, {} runs",
            word(verdict),
            value(verdict),
            verdict.confidence,
            verdict.runs
        ));
        // Writing to a text cannot fail.
        let _ = write!(text, "    <testcase classname=\"{name}\" name=\"{case}\"");
        let _ = if !verdict.passes {
            writeln!(text, "><failure message=\"{message}\"/></testcase>")
        } else if is_held(verdict) {
            writeln!(text, "/>")
        } else {
            writeln!(text, "><skipped message=\"{message}\"/></testcase>")
        };
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

/// A text inside an attribute of XML; what XML cannot have is replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter if letter.is_control() => safe.push('\u{fffd}'),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(kind: VerdictKind, passes: bool) -> ExpectationVerdict {
        ExpectationVerdict {
            expectation: "leakage of `a<b>` is below 0.1".into(),
            design: Some(3),
            verdict: kind,
            passes,
            mean: Some(0.05),
            interval: Some([0.02, 0.08]),
            confidence: 0.95,
            runs: 100,
        }
    }

    #[test]
    fn junit_counts_and_escapes() {
        let verdicts = [
            verdict(VerdictKind::Holds, true),
            verdict(VerdictKind::Fails, false),
            verdict(VerdictKind::Undecided, true),
        ];
        let text = junit("a & \"b\"", &verdicts);
        assert!(text.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""), "{text}");
        assert!(text.contains("name=\"a &amp; &quot;b&quot;\""), "{text}");
        assert!(text.contains("`a&lt;b&gt;`"), "{text}");
        assert_eq!(text.matches("<testcase").count(), 3);
        assert_eq!(text.matches("<failure").count(), 1);
    }
}
