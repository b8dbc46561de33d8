//! Corridors within reach as curves over the values of a key, and the leakage beside them.

use super::page::{about_leakage, leakage};
use super::{ASSUMPTIONS, AssuranceReport, score};
use crate::account::provenance::{ManyRuns, Provenance};
use crate::experiment::FactorValue;
use crate::monte_carlo::runner::{ArchitectureLabel, Failure};
use crate::monte_carlo::selection::RunSelection;
use crate::reach::assurance::CorridorLabel;
use crate::reach::score::ReachScore;
use crate::report::columns;
use crate::report::columns::{Column, CsvCell, column};
use crate::report::sheet::{Align, Block, Sheet, TextGrid, close, dash, failures, listed, stamp};
use serde::Serialize;

/// Curves as they are told. Its JSON has these keys in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurveReport {
    /// Scenario, runs and program; runs are those of each value.
    #[serde(flatten)]
    pub provenance: Provenance<ManyRuns>,
    /// Key of the scenario that is varied.
    pub key: String,
    /// Assumptions.
    pub assumptions: [&'static str; ASSUMPTIONS.len()],
    /// The result in sentences.
    pub conclusion: Vec<String>,
    /// Points, in the order of the values.
    pub points: Vec<CurvePoint>,
    /// Names of the systems.
    #[serde(skip)]
    pub systems: Vec<String>,
    /// Names of the architectures.
    #[serde(skip)]
    pub architectures: Vec<String>,
}

/// Scores for one value of the key.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurvePoint {
    /// The value.
    pub value: FactorValue,
    /// Runs of each corridor that count.
    pub runs: u64,
    /// Runs of the raid that count; `None` if none were asked for.
    pub raid_runs: Option<u64>,
    /// Scores with perfect knowledge and under each architecture.
    pub scores: Vec<ReachScore>,
    /// Runs that failed.
    pub failures: Vec<Failure<CorridorLabel>>,
    /// Runs of the raid that failed.
    pub raid_failures: Vec<Failure<ArchitectureLabel>>,
}

impl CurvePoint {
    /// Point of a value, for which this was found.
    pub fn of(value: FactorValue, report: AssuranceReport) -> Self {
        Self {
            value,
            runs: report.runs(),
            raid_runs: report.raid_runs,
            scores: report.scores,
            failures: report.failures,
            raid_failures: report.raid_failures,
        }
    }
}

impl CurveReport {
    /// Curves over the values of a key of the question's scenario, as far as they were found.
    pub fn of(question: &RunSelection, key: &str, points: Vec<CurvePoint>, is_whole: bool) -> Self {
        let scenario = question.scenario;
        let extent = ManyRuns {
            runs: points.iter().map(|point| point.runs).min().unwrap_or_default(),
            runs_requested: question.count(),
            interrupted: Some(!is_whole),
        };
        let mut report = Self {
            provenance: Provenance::new(scenario, question.seed, extent),
            key: key.to_owned(),
            assumptions: ASSUMPTIONS,
            conclusion: Vec::new(),
            points,
            systems: scenario.systems.iter().map(|system| system.name.clone()).collect(),
            architectures: question.names(),
        };
        report.conclusion = sentences(&report);
        report
    }
}

/// Page of the curves; `repeat` and `repeat_raid` give the command for a run that failed.
pub fn curve_page(
    report: &CurveReport,
    repeat: impl Fn(&CurvePoint, &Failure<CorridorLabel>) -> String,
    repeat_raid: impl Fn(&CurvePoint, &Failure<ArchitectureLabel>) -> String,
) -> Sheet {
    let CurveReport { provenance, key, points, systems, .. } = report;
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(vec![
        format!(
            "{}: reach of notional strategic corridors over {key}, {} runs each",
            provenance.scenario, provenance.extent.runs
        ),
        stamp(provenance),
    ]));
    let under = report.architectures.iter().map(|name| Some(&**name));
    let under: Vec<Option<&str>> = std::iter::once(None).chain(under).collect();
    let first = points.first().map_or(&[][..], |point| &point.scores);
    for side in systems {
        let corridors = score(first, None, Some(side)).map_or(0, |score| score.count.corridors);
        sheet.push_prose(format!(
            "Of the {corridors} corridors of {side}, those within reach of the other side's fire \
             units"
        ));
        sheet.push_grid(grid(report, &under, &|scores, architecture| {
            let score = score(scores, architecture, Some(side));
            dash(score.map(|score| score.count.within.to_string()))
        }));
    }
    if let Some(runs) = points.iter().filter_map(|point| point.raid_runs).min() {
        for party in std::iter::once(None).chain(systems.iter().map(|side| Some(&**side))) {
            let of = party.map(|side| format!(" of {side}")).unwrap_or_default();
            sheet.push_prose(format!("Leakage{of} in the scenario's raid"));
            sheet.push_grid(grid(report, &under[1..], &|scores, architecture| {
                leakage(scores, architecture, party)
            }));
        }
        sheet.push_prose(about_leakage(runs));
    }
    close(&mut sheet, (&ASSUMPTIONS, &report.conclusion));
    for point in points {
        failures(&mut sheet, &point.failures, |failure| repeat(point, failure));
        failures(&mut sheet, &point.raid_failures, |failure| repeat_raid(point, failure));
    }
    sheet
}

/// A line for each value, a column for each architecture, or for perfect knowledge.
fn grid(
    report: &CurveReport,
    under: &[Option<&str>],
    cell: &dyn Fn(&[ReachScore], Option<&str>) -> String,
) -> TextGrid {
    let header = under.iter().map(|name| name.unwrap_or("perfect\nknowledge").to_owned());
    let header = std::iter::once("value".to_owned()).chain(header);
    let line = |point: &CurvePoint| {
        let cells = under.iter().map(|architecture| cell(&point.scores, *architecture));
        std::iter::once(point.value.to_string()).chain(cells).collect()
    };
    TextGrid::new(Align::Right, header, report.points.iter().map(line))
}

/// Number of corridors within reach of either side, value by value.
fn sentences(report: &CurveReport) -> Vec<String> {
    let mut sentences = Vec::new();
    for side in &report.systems {
        let within = |point: &CurvePoint, is_asked: fn(&ReachScore) -> bool| {
            let of_side = |score: &&ReachScore| score.system.as_ref() == Some(side);
            let asked = point.scores.iter().filter(of_side).filter(|score| is_asked(score));
            asked.map(|score| score.count.within).max()
        };
        let told = |is_asked: fn(&ReachScore) -> bool| {
            clauses(&report.points, |point| within(point, is_asked))
        };
        let perfect = told(|score| score.architecture.is_none());
        let limited = told(|score| score.architecture.is_some());
        sentences.push(format!(
            "Corridors of {side} within reach over {}: with perfect knowledge {perfect}; under the \
             architecture with most {limited}.",
            report.key
        ));
    }
    sentences
}

/// `0 at 3 and 3.5, 2 at 4`.
fn clauses(points: &[CurvePoint], within: impl Fn(&CurvePoint) -> Option<usize>) -> String {
    let runs = points.chunk_by(|one, next| within(one) == within(next));
    let clauses = runs.map(|run| {
        let values: Vec<String> = run.iter().map(|point| point.value.to_string()).collect();
        let at = match &values[..] {
            [first, _, .., last] => format!("{first} to {last}"),
            few => listed(few),
        };
        let count =
            within(&run[0]).map_or_else(|| "none asked".to_owned(), |count| count.to_string());
        format!("{count} at {at}")
    });
    clauses.collect::<Vec<_>>().join(", ")
}

/// Row of the CSV: a point of the curves, and one of its scores.
type CurveRow<'a> = (&'a CurvePoint, &'a ReachScore);

/// The curves as CSV: a row for each value, architecture and side. What there is not is empty: the
/// architecture of perfect knowledge, the system of both together.
pub fn curve_csv(report: &CurveReport) -> String {
    let rows: Vec<CurveRow> = (report.points.iter())
        .flat_map(|point| point.scores.iter().map(move |score| (point, score)))
        .collect();
    let columns: [Column<CurveRow>; 11] = [
        column("value", |(point, _): &CurveRow| point.value.to_string()),
        column("architecture", |(_, score): &CurveRow| score.architecture.cell()),
        column("system", |(_, score): &CurveRow| score.system.cell()),
        column("corridors", |(_, score): &CurveRow| score.count.corridors.cell()),
        column("within", |(_, score): &CurveRow| score.count.within.cell()),
        column("units_mean", |(_, score): &CurveRow| score.count.units_mean.cell()),
        column("leakage", |(_, score): &CurveRow| score.leakage.cell()),
        column("leakage_low", |(_, score): &CurveRow| score.leakage_low.cell()),
        column("leakage_high", |(_, score): &CurveRow| score.leakage_high.cell()),
        column("runs", |(point, _): &CurveRow| point.runs.cell()),
        column("raid_runs", |(point, _): &CurveRow| point.raid_runs.cell()),
    ];
    columns::csv(&columns, &rows)
}
