//! The answer as a page: how many corridors are within reach, then each corridor's margins.

use super::{ASSUMPTIONS, AssuranceReport, changes, score};
use crate::monte_carlo::runner::{ArchitectureLabel, Failure};
use crate::reach::assurance::CorridorLabel;
use crate::reach::corridor::CorridorReach;
use crate::reach::score::ReachScore;
use crate::report::rounding::{SOFT_BREAK, estimate, number};
use crate::report::sheet::{
    Align, Block, GridColumn, Sheet, TextGrid, close, dash, failures, stamp,
};

/// Name of the rows without an architecture.
const PERFECT: &str = "perfect knowledge";

/// Page of the answer.
pub fn page(
    report: &AssuranceReport,
    repeat: impl Fn(&Failure<CorridorLabel>) -> String,
    repeat_raid: impl Fn(&Failure<ArchitectureLabel>) -> String,
) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(report)));
    sheet.push_grid(counts(report));
    sheet.push_prose(ABOUT_COUNTS);
    if let Some(runs) = report.raid_runs {
        sheet.push_prose(about_leakage(runs));
    }
    for side in &report.systems {
        let rows: Vec<&CorridorReach> = report.rows_of(side, None).collect();
        let Some(first) = rows.first() else {
            continue;
        };
        let title = format!(
            "Corridors of {side} against the fire units of {}, with perfect knowledge from \
             burn-out on",
            first.against
        );
        sheet.push_prose(title);
        sheet.push_grid(kinematic(&rows));
        if report.runs() > 0 {
            sheet.push(Block::Lines(vec![format!(
                "Margin in time of the best fire unit, s, median of {} runs [95 %]",
                report.runs()
            )]));
            sheet.push_grid(under(report, side, margin_s));
            sheet.push(Block::Lines(vec![
                "Margin in distance of the best fire unit, km, with the order at its median".into(),
            ]));
            sheet.push_grid(under(report, side, margin_km));
        }
        if report.rows.iter().any(|row| row.system == *side && row.is_by_luck()) {
            sheet.push(Block::Lines(vec!["Share of the runs within reach [95 %]".into()]));
            sheet.push_grid(under(report, side, share));
        }
    }
    sheet.push_prose(ABOUT_MARGINS);
    if let Some(changes) = &report.changes {
        changes::push(&mut sheet, changes, report.runs());
    }
    let said = (&ASSUMPTIONS[..], &report.conclusion[..]);
    close(&mut sheet, said);
    failures(&mut sheet, &report.failures, repeat);
    failures(&mut sheet, &report.raid_failures, repeat_raid);
    sheet
}

/// Text below a side's margins.
const ABOUT_MARGINS: &str = "Outside: the flight is never within the interceptor's limits of \
    altitude and range. No track: in half of the runs or more there is none that may be launched \
    on. Never: no track in as many runs as that end of the interval stands for. A dash: it \
    reaches nothing before the flight is over.";

/// Text on the leakage of the raid.
pub(super) fn about_leakage(runs: u64) -> String {
    format!(
        "Leakage: the share of the scenario's raid that comes down alive on what is defended, mean \
         of {runs} paired runs [95 %]; of a side, of what is aimed at its assets."
    )
}

/// Text below the counts.
const ABOUT_COUNTS: &str = "Corridors within reach of at least one fire unit of the other side, \
    and how many units on average; under an architecture with the order at its median over the \
    runs.";

fn head(report: &AssuranceReport) -> Vec<String> {
    let (scenario, runs) = (&report.provenance.scenario, report.runs());
    let corridors = report.rows.iter().filter(|row| row.architecture.is_none());
    let corridors = corridors.count();
    vec![
        format!("{scenario}: reach of {corridors} notional strategic corridors, {runs} runs each"),
        stamp(&report.provenance),
    ]
}

/// Numbers of corridors within reach, by side: a line for perfect knowledge and for each
/// architecture.
fn counts(report: &AssuranceReport) -> TextGrid {
    let sides: Vec<&String> = report.systems.iter().collect();
    let mut header = vec![String::new()];
    for side in &sides {
        let count = report.count(side, None).corridors;
        header.push(format!("{side}'s {count}\nwithin reach"));
        header.push(format!("of units of\n{}", report.against(side).unwrap_or("-")));
    }
    if report.raid_runs.is_some() {
        header.push("leakage".into());
        header.extend(sides.iter().map(|side| format!("leakage\nof {side}")));
    }
    let line = |architecture: Option<&str>| {
        let mut cells = vec![architecture.unwrap_or(PERFECT).to_owned()];
        for side in &sides {
            let count = Some(report.count(side, architecture)).filter(|count| count.corridors > 0);
            cells.push(dash(count.map(|count| count.within.to_string())));
            cells.push(dash(count.map(|count| number(count.units_mean, 1))));
        }
        if report.raid_runs.is_some() {
            let parties = sides.iter().map(|side| Some(&***side));
            let parties = std::iter::once(None).chain(parties);
            cells.extend(parties.map(|party| leakage(&report.scores, architecture, party)));
        }
        cells
    };
    let under = (report.architectures.iter()).filter(|_| report.runs() > 0);
    let lines = std::iter::once(line(None)).chain(under.map(|name| line(Some(name))));
    TextGrid::new(Align::Right, header, lines)
}

/// Leakage of the raid at a party with its interval; a dash where there is none.
pub(super) fn leakage(
    scores: &[ReachScore],
    architecture: Option<&str>,
    party: Option<&str>,
) -> String {
    let estimated = score(scores, architecture, party).and_then(ReachScore::estimate);
    dash(estimated.map(|estimated| estimate(&estimated).joined(SOFT_BREAK)))
}

fn kinematic(rows: &[&CorridorReach]) -> TextGrid {
    let columns: [GridColumn<CorridorReach>; 10] = [
        ("corridor", &|row| row.corridor.clone()),
        ("burn-out\ns", &|row| number(row.burnout_s, 0)),
        ("impact\ns", &|row| number(row.impact_s, 0)),
        ("apogee\nkm", &|row| number(row.apogee_m / 1000.0, 0)),
        ("units\nin reach", &|row| format!("{} of {}", row.units_within, row.units)),
        ("best unit", &|row| dash(row.best_unit.clone())),
        ("closest\nkm", &|row| km(row.closest_m)),
        ("there up\nkm", &|row| km(row.closest_altitude_m)),
        ("margin\ns", &margin_s),
        ("margin\nkm", &|row| km(row.margin_m)),
    ];
    TextGrid::of(&columns, rows.iter().copied())
}

/// A line for each corridor of a side, a column for each architecture.
fn under(report: &AssuranceReport, side: &str, cell: fn(&CorridorReach) -> String) -> TextGrid {
    let names = report.rows_of(side, None).map(|row| vec![row.corridor.clone()]);
    let mut rows: Vec<Vec<String>> = names.collect();
    for architecture in &report.architectures {
        for (line, row) in rows.iter_mut().zip(report.rows_of(side, Some(architecture))) {
            line.push(cell(row));
        }
    }
    let header = std::iter::once("corridor".to_owned()).chain(report.architectures.clone());
    TextGrid::new(Align::Right, header, rows)
}

/// A margin in time with its interval, or why there is none.
fn margin_s(row: &CorridorReach) -> String {
    let end = |end_s: Option<f64>| end_s.map_or_else(|| "never".into(), |end_s| number(end_s, 0));
    match (row.margin_s, row.latest_order_s) {
        (_, None) => "outside".into(),
        (None, _) => "no track".into(),
        (Some(margin_s), _) => {
            let ends = [end(row.margin_low_s), end(row.margin_high_s)];
            let has_interval = row.margin_high_s.is_some() && ends[0] != ends[1];
            let interval = has_interval.then(|| format!(" [{}, {}]", ends[0], ends[1]));
            number(margin_s, 0) + &interval.unwrap_or_default()
        }
    }
}

/// A margin in distance, or why there is none.
fn margin_km(row: &CorridorReach) -> String {
    match row.order_s {
        Some(_) => km(row.margin_m),
        None => "no track".into(),
    }
}

fn km(metres: Option<f64>) -> String {
    dash(metres.map(|metres| number(metres / 1000.0, 0)))
}

fn share(row: &CorridorReach) -> String {
    let ends = (row.share_within, row.share_low, row.share_high);
    let (Some(share), Some(low), Some(high)) = ends else {
        return "-".into();
    };
    format!("{} [{}, {}]", number(share, 2), number(low, 2), number(high, 2))
}
