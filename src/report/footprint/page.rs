//! A footprint as a page: areas, maps, and what they say.

use super::{ASSUMPTIONS, FootprintReport};
use crate::monte_carlo::runner::Failure;
use crate::reach::area::DefendedArea;
use crate::reach::footprint::CellLabel;
use crate::report::rounding::number;
use crate::report::sheet::{Align, Block, Sheet, TextGrid, close, failures, stamp};

/// Areas are set for these numbers of shots.
const SHOTS: [u32; 3] = [1, 2, 3];

/// Meaning of the signs of a map.
const ABOUT_MAPS: &str = "North is up; a character is a cell, by the latitude and longitude of its \
    middle. A digit: the shots that there is time for, in the run with the fewest (+: ten or \
    more). A dot: none. A dash: the threat does not reach it. Blank: nobody's territory.";

/// Page of the footprint.
pub fn page(report: &FootprintReport, repeat: impl Fn(&Failure<CellLabel>) -> String) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(report)));
    sheet.push(Block::Prose(
        "Area with at least so many shots, thousand km², mean over the runs".into(),
    ));
    sheet.push_grid(areas(report));
    if report.runs() > 1 {
        sheet.push(Block::Prose(format!(
            "The same for {}+ [95 % over {} runs]",
            report.shots,
            report.runs()
        )));
        sheet.push_grid(intervals(report));
    }
    for (name, map) in report.architectures.iter().zip(&report.maps) {
        let mut lines = vec![format!("Shots under {name}"), String::new()];
        lines.extend(map.iter().cloned());
        sheet.push(Block::Lines(lines));
    }
    sheet.push_prose(ABOUT_MAPS);
    let said = (&ASSUMPTIONS[..], &report.conclusion[..]);
    close(&mut sheet, said);
    failures(&mut sheet, &report.failures, repeat);
    sheet
}

fn head(report: &FootprintReport) -> Vec<String> {
    let (scenario, runs) = (&report.provenance.scenario, report.runs());
    let (threat, raid) = (&report.threat, &report.raid);
    let side = |degrees: f64, positive: &str, negative: &str| {
        let side = if degrees < 0.0 { negative } else { positive };
        format!("{} {side}", number(degrees.abs(), 2))
    };
    let launch =
        [side(report.launch_latitude_deg, "N", "S"), side(report.launch_longitude_deg, "E", "W")];
    let times = if runs == 1 { "run" } else { "runs" };
    vec![
        format!("{scenario}: footprint against {threat}, {runs} {times} for each cell"),
        format!("launched at {} with the loft of raid {raid}", launch.join(" ")),
        format!("cells of {} km or less", number(report.cell_m / 1000.0, 0)),
        stamp(&report.provenance),
    ]
}

/// The areas of an architecture: of all territory, then of each system's.
fn of<'a>(
    report: &'a FootprintReport,
    name: &'a str,
    shots: u32,
) -> impl Iterator<Item = &'a DefendedArea> {
    let is_of = move |area: &&DefendedArea| area.architecture == name && area.shots == shots;
    report.areas.iter().filter(is_of)
}

fn parties(report: &FootprintReport) -> impl Iterator<Item = &str> {
    std::iter::once("all").chain(report.systems.iter().map(String::as_str))
}

fn areas(report: &FootprintReport) -> TextGrid {
    let mut header = vec![String::new()];
    for party in parties(report) {
        header.extend(SHOTS.map(|shots| format!("{party}\n{shots}+")));
    }
    let line = |name: &String| {
        let mut cells = vec![name.clone()];
        let columns = parties(report).count();
        for party in 0..columns {
            for shots in SHOTS {
                let area = of(report, name, shots).nth(party);
                cells.push(area.map_or("-".into(), |area| thousands(area.area_km2)));
            }
        }
        cells
    };
    let mut rows: Vec<Vec<String>> = report.architectures.iter().map(line).collect();
    if let Some(first) = report.architectures.first() {
        for (name, area) in [
            ("in the threat's range", (|area| area.threatened_km2) as fn(&DefendedArea) -> f64),
            ("in all", |area| area.territory_km2),
        ] {
            let mut cells = vec![name.to_owned()];
            for told in of(report, first, 1) {
                cells.extend([thousands(area(told)), String::new(), String::new()]);
            }
            cells.resize(header.len(), "-".into());
            rows.push(cells);
        }
    }
    TextGrid::new(Align::Right, header, rows)
}

fn intervals(report: &FootprintReport) -> TextGrid {
    let line = |name: &String| {
        let cell = |area: &DefendedArea| {
            let ends = [area.low_km2, area.high_km2];
            let end = |end: Option<f64>| end.map_or("?".into(), thousands);
            format!("{} [{}, {}]", thousands(area.area_km2), end(ends[0]), end(ends[1]))
        };
        let cells = of(report, name, report.shots).map(cell);
        std::iter::once(name.clone()).chain(cells).collect()
    };
    let parties = parties(report).map(String::from);
    let header = std::iter::once(String::new()).chain(parties);
    TextGrid::new(Align::Right, header, report.architectures.iter().map(line))
}

fn thousands(area_km2: f64) -> String {
    number(area_km2 / 1000.0, 0)
}
