//! What `coverage` prints.

use super::{QUICKSTART, told};
use serde_json::Value;

const RAID: &str = "scenarios/southern-raid.toml";

/// The columns of the CSV.
const HEADER: &str = "system,sensor,kind,threat,launch_s,in_view_from_s,in_view_to_s,in_view_s,\
                      intervals,first_possible_s,first_by_search_s,first_detection_s,by,gain_s,\
                      range_m,elevation_deg,snr_db,probability,looks,best_look,reason";

#[test]
fn a_run_is_told_sensor_by_sensor_and_fits_a_page() {
    let out = told(&["coverage", RAID, "--architecture", "isolated"]);
    for part in [
        "southern-raid: coverage in run 0 under isolated",
        "seed 2010, digest ",
        "best",
        "turkey-forward",
        "russia-indian-ocean",
        "nato, 24 threats. Blind to: none of them.",
        "not detected",
        "10 threats never in view: beyond range",
        "dropped",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    for line in out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    // The last column: what a cue brought at best.
    let orsk = out.lines().find(|line| line.starts_with("orsk")).unwrap();
    let gain_s: f64 = orsk.split_whitespace().last().unwrap().parse().unwrap();
    assert!(gain_s >= 20.0, "{orsk}");
}

#[test]
fn one_threat_is_told_by_sensor_and_one_sensor_by_threat() {
    let threat = told(&["coverage", RAID, "--threat", "west-5"]);
    for part in [
        "coverage of west-5, launched at 94.9 s, in run 0 under isolated",
        "nato: first by nato-east at 130 s; first radar turkey-forward at 234 s.",
        "moscow-radar  never in view: beyond range",
        "window",
        "fence",
        "scan",
    ] {
        assert!(threat.contains(part), "{part} in {threat}");
    }
    let sensor = told(&["coverage", RAID, "--sensor", "orsk", "--architecture", "shared"]);
    assert!(sensor.contains("coverage by orsk in run 0 under shared"), "{sensor}");
    assert!(sensor.contains("north-12") && !sensor.contains("armavir"));
    let both = told(&["coverage", RAID, "--sensor", "orsk", "--threat", "west-5"]);
    assert_eq!(both.matches("orsk").count(), 2, "{both}");
    for line in [threat, sensor, both].iter().flat_map(|out| out.lines()) {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn the_csv_has_a_row_for_each_sensor_and_threat() {
    let out = told(&["coverage", RAID, "--format", "csv"]);
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some(HEADER));
    let columns: Vec<&str> = HEADER.split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 12 * 24);
    let at = |name: &str| columns.iter().position(|column| *column == name).unwrap();
    for row in &rows {
        assert_eq!(row.len(), columns.len(), "{row:?}");
        let detected = !row[at("first_detection_s")].is_empty();
        for name in ["by", "probability"] {
            assert_eq!(!row[at(name)].is_empty(), detected, "{row:?}");
        }
        assert_eq!(row[at("reason")].is_empty(), detected, "{row:?}");
        let viewed = !row[at("in_view_from_s")].is_empty();
        assert_eq!(row[at("intervals")].contains('-'), viewed, "{row:?}");
    }
}

#[test]
fn the_json_says_the_same_of_the_run_of_its_number() {
    let words = ["--run", "5", "--seed", "9", "--format", "json"];
    let json = |command: &str| -> Value {
        serde_json::from_str(&told(&[&[command, QUICKSTART][..], &words].concat())).unwrap()
    };
    let (coverage, run) = (json("coverage"), json("run"));
    for key in ["scenario", "seed", "run", "architecture", "lisbon", "digest"] {
        assert_eq!(coverage[key], run[key], "{key}");
    }
    let rows = coverage["rows"].as_array().unwrap();
    let csv = told(&["coverage", QUICKSTART, "--run", "5", "--seed", "9", "--format", "csv"]);
    assert_eq!(rows.len(), csv.lines().count() - 1);
    let columns: Vec<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    let mut sorted: Vec<&str> = HEADER.split(',').collect();
    sorted.sort_unstable();
    let mut keys = columns;
    keys.sort_unstable();
    assert_eq!(keys, sorted);
    assert!(rows[0]["intervals"].is_array());
    assert!(coverage["loads"][0]["wanted_share_max"].is_number());
    assert!(coverage["systems"][0]["sensors"].is_number());
    // The first plot that the run's story tells of is the first detection of that sensor.
    let events = run["events"].as_array().unwrap();
    let mut plots = events.iter().filter(|event| event["kind"] == "detection");
    let plot = plots.find(|plot| plot["object"] == "payload").unwrap();
    let mut same = rows
        .iter()
        .filter(|row| row["sensor"] == plot["sensor"] && row["threat"] == plot["threat"]);
    assert_eq!(same.next().unwrap()["first_detection_s"], plot["time_s"]);
}

#[test]
fn every_column_and_reason_is_explained() {
    let help = told(&["coverage", "--help"]);
    for column in HEADER.split(',') {
        assert!(help.contains(column), "{column}");
    }
    let csv = told(&["coverage", RAID, "--format", "csv"]);
    for line in csv.lines().skip(1) {
        let reason = line.rsplit(',').next().unwrap();
        assert!(help.contains(reason), "{reason}");
    }
}
