//! The coverage of a run as a page: a line for each sensor, or for each sensor and threat if one
//! of them is asked about; why what was not detected was not; the radars' load.

use crate::account::coverage::{
    CoverageSurvey, NonDetection, RadarLoad, SensorCoverage, SystemCoverage, means_name,
};
use crate::account::provenance::Provenance;
use crate::numerics::average::median;
use crate::report::rounding::{number, plain};
use crate::report::sheet::{Align, Block, GridColumn, Sheet, TextGrid, dash, stamp};
use crate::sensing::coverage::DetectionMeans;
use std::collections::BTreeMap;

/// Text below the lines of the sensors.
const ABOUT_SENSORS: &str = "Columns: threats that flew in view; that a look of the longest dwell, \
    pointed there, would have seen at least every other time; that were detected; median time from \
    launch to first detection; threats that a search window (around a track or a cue) brought, \
    not the fence; of these, that the fence alone would never have seen with the same luck; the \
    greatest time by which a window brought a first detection forward. More: --threat NAME, \
    --sensor NAME, --format csv.";

/// Text below the rows.
const ABOUT_ROWS: &str = "Times are the scenario's. Possible: first look at which the longest \
    dwell, pointed there, is seen at least every other time. Search alone: first detection by the \
    fence alone, with the same luck. First: first detection. Gain: what a search window (around \
    a track or a cue) brought it forward by. Range, elevation, signal-to-noise ratio and chance of \
    a plot: those of the first detection.";

/// Text below the load.
const ABOUT_LOADS: &str = "Search: share of all time. The rest are shares of what search leaves: \
    what looks at all tracks wanted, at the track dwell, on average and at most (looks are dropped \
    above 100 %, or above what is not kept for windows), and what was spent on tracks, lengthened \
    looks among them, and on windows.";

/// Page of the coverage of a run.
pub fn page(survey: &CoverageSurvey) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(survey)));
    let is_whole = survey.threat.is_none() && survey.sensor.is_none();
    for system in systems(survey) {
        let rows: Vec<&SensorCoverage> =
            survey.sensors.iter().filter(|r| r.system == system).collect();
        let grid = match (&survey.threat, &survey.sensor) {
            (None, None) => sensors(system, &rows),
            (None, Some(_)) => pairs("threat", &rows, |row| &row.threat),
            _ => pairs(system, &rows, |row| &row.sensor),
        };
        sheet.push_grid(grid);
        if survey.sensor.is_none() {
            sheet.push(Block::Prose(firsts(survey, system)));
        }
    }
    sheet.push(Block::Prose(if is_whole { ABOUT_SENSORS } else { ABOUT_ROWS }.into()));
    if let Some(grid) = reasons(survey) {
        sheet.push_grid(grid);
    }
    if survey.threat.is_none() && !survey.loads.is_empty() {
        sheet.push_grid(loads(&survey.loads));
        sheet.push_prose(ABOUT_LOADS);
    }
    sheet
}

fn head(survey: &CoverageSurvey) -> Vec<String> {
    let Provenance { scenario, extent, .. } = &survey.provenance;
    let (run, architecture) = (extent.run, &extent.architecture);
    let threat = survey.threat.as_ref().map(|threat| {
        let launch_s = survey.sensors.first().and_then(|row| row.launch_s);
        match launch_s {
            Some(launch_s) => format!(" of {threat}, launched at {} s,", number(launch_s, 1)),
            None => format!(" of {threat}, never launched,"),
        }
    });
    let sensor = survey.sensor.as_ref().map(|sensor| format!(" by {sensor}"));
    let (threat, sensor) = (threat.unwrap_or_default(), sensor.unwrap_or_default());
    vec![
        format!("{scenario}: coverage{threat}{sensor} in run {run} under {architecture}"),
        stamp(&survey.provenance),
    ]
}

/// The systems that have rows, in their order.
fn systems(survey: &CoverageSurvey) -> Vec<&str> {
    let mut names: Vec<&str> = survey.sensors.iter().map(|row| row.system.as_str()).collect();
    names.dedup();
    names
}

/// A line for each sensor of a system.
fn sensors(system: &str, rows: &[&SensorCoverage]) -> TextGrid {
    type Rows<'a> = [&'a SensorCoverage];
    let count = |rows: &Rows, holds: fn(&SensorCoverage) -> bool| {
        let held = rows.iter().filter(|row| holds(row));
        held.count().to_string()
    };
    let delay = |row: &&SensorCoverage| Some(row.first_detection_s? - row.launch_s?);
    let gain = |rows: &Rows| rows.iter().filter_map(|row| row.gain_s).reduce(f64::max);
    let line = |rows: &Rows| {
        let median = median(rows.iter().filter_map(delay).collect());
        vec![
            rows[0].sensor.clone(),
            count(rows, |row| !row.intervals.is_empty()),
            count(rows, |row| row.first_possible_s.is_some()),
            count(rows, |row| row.first_detection_s.is_some()),
            dash(median.map(|delay_s| number(delay_s, 0))),
            count(rows, |row| row.by == Some(DetectionMeans::Window)),
            count(rows, SensorCoverage::is_by_window_alone),
            dash(gain(rows).filter(|gain_s| *gain_s > 0.0).map(plain)),
        ]
    };
    let header = [
        system,
        "in\nview",
        "possible",
        "detected",
        "after\nlaunch s",
        "by a\nwindow",
        "by that\nalone",
        "best\ngain s",
    ];
    let of_sensors = rows.chunk_by(|a, b| a.sensor == b.sensor);
    TextGrid::new(Align::Right, header, of_sensors.map(line))
}

/// A line for each sensor and threat, named by one of them.
fn pairs(title: &str, rows: &[&SensorCoverage], name: fn(&SensorCoverage) -> &String) -> TextGrid {
    let seconds = |time_s: Option<f64>| dash(time_s.map(plain));
    let digits = |value: Option<f64>, decimals| dash(value.map(|v| number(v, decimals)));
    let is_by_window = |row: &SensorCoverage| row.by == Some(DetectionMeans::Window);
    let columns: [GridColumn<SensorCoverage>; 11] = [
        (title, &|row| name(row).clone()),
        ("in view\ns", &in_view),
        ("possible\ns", &|row| seconds(row.first_possible_s)),
        ("search\nalone s", &|row| {
            let is_never = row.is_by_window_alone();
            dash(is_never.then(|| "never".into()).or(row.first_by_search_s.map(plain)))
        }),
        ("first\ns", &|row| seconds(row.first_detection_s)),
        ("by", &|row| dash(row.by.map(|by| means_name(by).into()))),
        ("gain\ns", &|row| seconds(row.gain_s.filter(|_| is_by_window(row)))),
        ("range\nkm", &|row| digits(row.range_m.map(|range_m| range_m / 1000.0), 0)),
        ("elev\ndeg", &|row| digits(row.elevation_deg, 1)),
        ("SNR\ndB", &|row| digits(row.snr_db, 1)),
        ("chance", &|row| digits(row.probability, 3)),
    ];
    TextGrid::of(&columns, rows.iter().copied())
}

fn in_view(row: &SensorCoverage) -> String {
    let intervals = row.intervals.iter();
    let intervals = intervals.map(|[from_s, to_s]| format!("{}-{}", plain(*from_s), plain(*to_s)));
    let intervals: Vec<String> = intervals.collect();
    dash((!intervals.is_empty()).then(|| intervals.join("\n")))
}

/// Sentences on the first detections of a system as a whole.
fn firsts(survey: &CoverageSurvey, system: &str) -> String {
    let of_system = survey.systems.iter().filter(|had| had.system == system);
    let all: Vec<&SystemCoverage> = of_system.collect();
    if let ([had], Some(_)) = (&all[..], &survey.threat) {
        return first(had);
    }
    let without = |what: &str, lacks: fn(&SystemCoverage) -> bool| {
        let names = all.iter().filter(|had| lacks(had));
        let names: Vec<&str> = names.map(|had| had.threat.as_str()).collect();
        let whom = match names.len() {
            0 => "none of them".into(),
            count if count == all.len() => "all of them".into(),
            _ => names.join(", "),
        };
        format!("{what}: {whom}")
    };
    format!(
        "{system}, {} threats. {}. {}.",
        all.len(),
        without("Blind to", |had| had.first_sensor.is_none()),
        without("Never seen by a radar of its own", |had| { had.first_radar.is_none() }),
    )
}

/// The same of one threat.
fn first(had: &SystemCoverage) -> String {
    let told = |what: &str, name: &Option<String>, time_s: Option<f64>| {
        let (name, time_s) = (name.as_ref()?, time_s?);
        Some(format!("{what} {name} at {} s", plain(time_s)))
    };
    let Some(first) = told("first by", &had.first_sensor, had.first_detection_s) else {
        return format!("{} is blind to it.", had.system);
    };
    let radar = told("first radar", &had.first_radar, had.first_radar_s)
        .unwrap_or_else(|| "by no radar of its own".into());
    format!("{}: {first}; {radar}.", had.system)
}

/// Reasons for what was not detected: by sensor and reason, or by the pair.
fn reasons(survey: &CoverageSurvey) -> Option<TextGrid> {
    let is_whole = survey.threat.is_none() && survey.sensor.is_none();
    let mut rows = Vec::new();
    for of_sensor in survey.sensors.chunk_by(|a, b| a.sensor == b.sensor) {
        let mut counts: BTreeMap<NonDetection, usize> = BTreeMap::new();
        for row in of_sensor {
            let Some(reason) = row.reason else {
                continue;
            };
            if is_whole {
                *counts.entry(reason).or_default() += 1;
            } else {
                let name = match survey.threat {
                    Some(_) => &row.sensor,
                    None => &row.threat,
                };
                rows.push(vec![name.clone(), reason.words().into()]);
            }
        }
        for (reason, count) in counts {
            let threats = if count == 1 { "threat" } else { "threats" };
            let text = format!("{count} {threats} {}", reason.words());
            rows.push(vec![of_sensor[0].sensor.clone(), text]);
        }
    }
    let header = ["not detected", "why"];
    (!rows.is_empty()).then(|| TextGrid::new(Align::Left, header, rows))
}

fn loads(loads: &[RadarLoad]) -> TextGrid {
    let percent = |share: f64| number(100.0 * share, 1);
    let columns: [GridColumn<RadarLoad>; 9] = [
        ("radar", &|load| load.sensor.clone()),
        ("search\n%", &|load| percent(load.search_share)),
        ("wanted\n%", &|load| dash(load.wanted_share.map(percent))),
        ("at most\n%", &|load| percent(load.wanted_share_max)),
        ("tracks\n%", &|load| dash(load.tracks_share.map(percent))),
        ("windows\n%", &|load| dash(load.windows_share.map(percent))),
        ("engaged\n%", &|load| dash(load.engaged_share.map(percent))),
        ("looks at\ntracks", &|load| load.looks.to_string()),
        ("dropped", &|load| load.dropped.to_string()),
    ];
    TextGrid::of(&columns, loads)
}
