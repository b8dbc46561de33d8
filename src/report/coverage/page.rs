//! The coverage of a run as a page: a line for each sensor, or for each sensor and threat if one
//! of them is asked about; why what was not detected was not; the radars' load.

use super::Knowledge;
use super::Load;
use super::Reason;
use super::Row;
use super::Survey;
use super::row;
use crate::numerics::average::median;
use crate::report::rounding::number;
use crate::report::rounding::plain;
use crate::report::sheet::Block;
use crate::report::sheet::Grid;
use crate::report::sheet::Sheet;
use crate::report::sheet::Side;
use crate::sensing::coverage::DetectionMeans;
use std::collections::BTreeMap;

/// What stands below the lines of the sensors.
const ABOUT_SENSORS: &str = "Columns: threats that flew in view; that a look of the longest dwell, \
    pointed there, would have seen at least every other time; that were detected; median time from \
    launch to first detection; threats that a search window (around a track or a cue) brought, \
    not the fence; of these, that the fence alone would never have seen with the same luck; the \
    greatest time by which a window brought a first detection forward. More: --threat NAME, \
    --sensor NAME, --format csv.";

/// What stands below the rows.
const ABOUT_ROWS: &str = "Times are the scenario's. Possible: first look at which the longest \
    dwell, pointed there, is seen at least every other time. Search alone: first detection by the \
    fence alone, with the same luck. First: first detection. Gain: what a search window (around \
    a track or a cue) brought it forward by. Range, elevation, signal-to-noise ratio and chance of \
    a plot: those of the first detection.";

/// What stands below the load.
const ABOUT_LOADS: &str = "Search: share of all time. The rest are shares of what search leaves: \
    what looks at all tracks wanted, at the track dwell, on average and at most (looks are dropped \
    above 100 %, or above what is not kept for windows), and what was spent on tracks, lengthened \
    looks among them, and on windows.";

/// A page that tells the coverage of a run.
pub fn page(survey: &Survey) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(Block::Lines(head(survey)));
    let is_whole = survey.threat.is_none() && survey.sensor.is_none();
    for system in systems(survey) {
        let rows: Vec<&Row> = survey.rows.iter().filter(|r| r.system == system).collect();
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
    sheet.push(Block::Prose(
        if is_whole { ABOUT_SENSORS } else { ABOUT_ROWS }.into(),
    ));
    if let Some(grid) = reasons(survey) {
        sheet.push_grid(grid);
    }
    if survey.threat.is_none() && !survey.loads.is_empty() {
        sheet.push_grid(loads(&survey.loads));
        sheet.push(Block::Prose(ABOUT_LOADS.into()));
    }
    sheet
}

fn head(survey: &Survey) -> Vec<String> {
    let Survey {
        scenario,
        run,
        architecture,
        seed,
        digest,
        lisbon,
        ..
    } = survey;
    let threat = survey.threat.as_ref().map(|threat| {
        let launch_s = survey.rows.first().and_then(|row| row.launch_s);
        match launch_s {
            Some(launch_s) => format!(" of {threat}, launched at {} s,", number(launch_s, 1)),
            None => format!(" of {threat}, never launched,"),
        }
    });
    let sensor = survey.sensor.as_ref().map(|sensor| format!(" by {sensor}"));
    let (threat, sensor) = (threat.unwrap_or_default(), sensor.unwrap_or_default());
    vec![
        format!("{scenario}: coverage{threat}{sensor} in run {run} under {architecture}"),
        format!("seed {seed}, digest {digest}, lisbon {lisbon}"),
    ]
}

/// The systems that have rows, in their order.
fn systems(survey: &Survey) -> Vec<&str> {
    let mut names: Vec<&str> = survey.rows.iter().map(|row| row.system.as_str()).collect();
    names.dedup();
    names
}

/// A line for each sensor of a system.
fn sensors(system: &str, rows: &[&Row]) -> Grid {
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
    let parts = rows.chunk_by(|a, b| a.sensor == b.sensor);
    let line = |rows: &[&Row]| {
        let count = |holds: fn(&Row) -> bool| {
            let held = rows.iter().filter(|row| holds(row));
            held.count().to_string()
        };
        let delays = rows
            .iter()
            .filter_map(|row| Some(row.first_detection_s? - row.launch_s?));
        let gains = rows.iter().filter_map(|row| row.gain_s);
        let gain = gains.reduce(f64::max).filter(|gain_s| *gain_s > 0.0);
        vec![
            rows[0].sensor.clone(),
            count(|row| !row.intervals.is_empty()),
            count(|row| row.first_possible_s.is_some()),
            count(|row| row.first_detection_s.is_some()),
            cell(median(delays.collect()).map(|delay_s| number(delay_s, 0))),
            count(|row| row.by == Some(DetectionMeans::Window)),
            count(Row::is_by_window_alone),
            cell(gain.map(plain)),
        ]
    };
    Grid {
        header: header.map(String::from).to_vec(),
        rows: parts.map(line).collect(),
        side: Side::Right,
    }
}

/// A line for each sensor and threat, named by one of them.
fn pairs(title: &str, rows: &[&Row], name: fn(&Row) -> &String) -> Grid {
    let header = [
        title,
        "in view\ns",
        "possible\ns",
        "search\nalone s",
        "first\ns",
        "by",
        "gain\ns",
        "range\nkm",
        "elev\ndeg",
        "SNR\ndB",
        "chance",
    ];
    let line = |row: &&Row| {
        let intervals = row
            .intervals
            .iter()
            .map(|[from_s, to_s]| format!("{}-{}", plain(*from_s), plain(*to_s)));
        let intervals: Vec<String> = intervals.collect();
        let in_view = (!intervals.is_empty()).then(|| intervals.join("\n"));
        let alone = if row.is_by_window_alone() {
            "never".into()
        } else {
            cell(row.first_by_search_s.map(plain))
        };
        let digits = |value: Option<f64>, decimals| cell(value.map(|v| number(v, decimals)));
        vec![
            name(row).clone(),
            cell(in_view),
            cell(row.first_possible_s.map(plain)),
            alone,
            cell(row.first_detection_s.map(plain)),
            cell(row.by.map(|by| row::name(by).into())),
            cell(
                row.gain_s
                    .filter(|_| row.by == Some(DetectionMeans::Window))
                    .map(plain),
            ),
            digits(row.range_m.map(|range_m| range_m / 1000.0), 0),
            digits(row.elevation_deg, 1),
            digits(row.snr_db, 1),
            digits(row.probability, 3),
        ]
    };
    Grid {
        header: header.map(String::from).to_vec(),
        rows: rows.iter().map(line).collect(),
        side: Side::Right,
    }
}

fn cell(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".into())
}

/// What a system as a whole had, in sentences.
fn firsts(survey: &Survey, system: &str) -> String {
    let of_system = survey.systems.iter().filter(|had| had.system == system);
    let all: Vec<&Knowledge> = of_system.collect();
    if let ([had], Some(_)) = (&all[..], &survey.threat) {
        return first(had);
    }
    let without = |what: &str, lacks: fn(&Knowledge) -> bool| {
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
        without("Never seen by a radar of its own", |had| {
            had.first_radar.is_none()
        }),
    )
}

/// The same of one threat.
fn first(had: &Knowledge) -> String {
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

/// Why what was not detected was not: by sensor and reason, or by the pair.
fn reasons(survey: &Survey) -> Option<Grid> {
    let is_whole = survey.threat.is_none() && survey.sensor.is_none();
    let mut rows = Vec::new();
    for of_sensor in survey.rows.chunk_by(|a, b| a.sensor == b.sensor) {
        let mut counts: BTreeMap<Reason, usize> = BTreeMap::new();
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
    (!rows.is_empty()).then(|| Grid {
        header: ["not detected", "why"].map(String::from).to_vec(),
        rows,
        side: Side::Left,
    })
}

fn loads(loads: &[Load]) -> Grid {
    let header = [
        "radar",
        "search\n%",
        "wanted\n%",
        "at most\n%",
        "tracks\n%",
        "windows\n%",
        "looks at\ntracks",
        "dropped",
    ];
    let percent = |share: f64| number(100.0 * share, 1);
    let line = |load: &Load| {
        vec![
            load.sensor.clone(),
            percent(load.search_share),
            cell(load.wanted_share.map(percent)),
            percent(load.wanted_share_max),
            cell(load.tracks_share.map(percent)),
            cell(load.windows_share.map(percent)),
            load.looks.to_string(),
            load.dropped.to_string(),
        ]
    };
    Grid {
        header: header.map(String::from).to_vec(),
        rows: loads.iter().map(line).collect(),
        side: Side::Right,
    }
}
