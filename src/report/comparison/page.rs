//! The comparison as a page: one screen with the conclusion and the headline measures, and sections
//! on request.

use super::headline::{HEADLINE, headline};
use super::section::{PageSection, tell};
use super::{Comparison, ReplayRequest, conclusion, explanation, outages};
use crate::outcome::metric::Metric;
use crate::report::sheet::{Block, Sheet, failures, stamp};
use crate::report::{caution, precision, rounding, verdicts};

/// Contents of a page beside its conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageExtent {
    /// Measures of the first screen; none asks for the usual ones.
    pub metrics: Vec<Metric>,
    /// Sections below it.
    pub sections: Vec<PageSection>,
}

/// Page of a comparison. `command` is the words that play one run again.
pub fn page(
    result: &Comparison,
    extent: &PageExtent,
    command: impl Fn(&ReplayRequest) -> String,
) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(result)));
    if result.runs() > 0 {
        sheet.push(Block::Lines(conclusion::sentences(result)));
        let usual = if extent.metrics.is_empty() { &HEADLINE[..] } else { &extent.metrics };
        sheet.push_grid(headline(result, usual));
        outages::section(&mut sheet, result, &usual[..1]);
        let foot = foot(result, extent);
        if !foot.is_empty() {
            sheet.push(Block::Lines(foot));
        }
        caution::section(&mut sheet, &result.cautions);
        for section in &extent.sections {
            tell(&mut sheet, result, *section);
        }
        explanation::section(&mut sheet, result, &command);
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

fn head(result: &Comparison) -> Vec<String> {
    let runs = rounding::grouped(result.runs());
    let count = if result.is_interrupted() {
        let requested = rounding::grouped(result.provenance.extent.runs_requested);
        format!("INTERRUPTED after {runs} of {requested} paired runs")
    } else {
        rounding::counted(result.runs() as usize, "paired run")
    };
    let about = format!("{}: {}", result.provenance.scenario, result.description);
    vec![about, format!("{count}, {}", stamp(&result.provenance))]
}

/// Meaning of the marks, and the way to more.
fn foot(result: &Comparison, extent: &PageExtent) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(reference) = result.reference_name().filter(|_| result.architectures.len() > 1)
        && result.has_intervals()
    {
        lines.push(format!(
            "* differs from `{reference}` in the same runs (95 %, each by itself); = the same in \
             every run"
        ));
    }
    if extent.sections.is_empty() {
        let more = "more: --full, --section NAME, --metrics, --explain; `lisbon compare --help`";
        lines.push(more.into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::example::comparison as example;
    use super::super::headline::meaning;
    use super::*;
    use crate::monte_carlo::runner::{ArchitectureLabel, Failure};
    use crate::report::sheet::TextGrid;
    use crate::scenario::caution::Caution;

    fn told(result: &Comparison, sections: &[PageSection]) -> Sheet {
        let extent = PageExtent { metrics: Vec::new(), sections: sections.to_vec() };
        page(result, &extent, |failure| format!("again {}", failure.run))
    }

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
    fn of_one_system_nothing_is_said_of_both() {
        let told = text(&told(&example(), PageSection::ALL));
        assert!(told.contains("west") && !told.contains("both"), "{told}");
    }

    #[test]
    fn the_first_screen_has_a_row_for_each_measure_and_architecture() {
        let mut result = example();
        let grid = &grids(&told(&result, &[]))[0];
        assert_eq!(grid.header, ["mean [95 %]", "west"]);
        let leakage = meaning(Metric::Leakage);
        assert!(leakage.ends_with("; less is better"), "{leakage}");
        let expected = [
            [leakage.as_str(), ""],
            [" apart", "0.50\u{1f}[0.40, 0.60]"],
            [" together", "0.25\u{1f}[0.20, 0.30]"],
        ];
        assert_eq!(grid.rows[..3], expected);
        result.differences[2].is_same = true;
        let grid = &grids(&told(&result, &[]))[0];
        assert_eq!(grid.rows[2][1], "0.25=\u{1f}[0.20, 0.30]");
    }

    #[test]
    fn more_is_told_on_request() {
        let short = text(&told(&example(), &[]));
        assert!(short.contains("more: --full") && !short.contains("DIFFERENCES"), "{short}");
        let full = text(&told(&example(), PageSection::ALL));
        assert!(!full.contains("more: --full"), "{full}");
        for title in ["WHO GAINS", "DEFENCE", "DIFFERENCES"] {
            assert!(full.contains(title), "{title} in {full}");
        }
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
        let told = text(&told(&result, &[]));
        for part in ["12 runs failed", "run 3 under `apart`: a b", "again 3", "and 2 more"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("again 10"));
    }

    #[test]
    fn what_decided_silently_is_told_once() {
        let mut result = example();
        result.cautions = vec![Caution { key: "links".into(), text: "none".into() }];
        let told = text(&told(&result, PageSection::ALL));
        assert_eq!(told.matches("note: `links`: none").count(), 1, "{told}");
    }

    #[test]
    fn without_a_run_there_is_no_grid() {
        let mut result = example();
        result.provenance.extent.runs = 0;
        result.provenance.extent.interrupted = Some(true);
        let sheet = told(&result, PageSection::ALL);
        assert!(grids(&sheet).is_empty());
        assert!(text(&sheet).contains("INTERRUPTED after 0 of 200"));
    }
}
