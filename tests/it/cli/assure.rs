//! What `assure` prints.

use super::{ASSURANCE, assert_page, done};
use serde_json::Value;

/// The columns of the CSV.
const HEADER: &str = "architecture,system,against,corridor,units_within,units,best_unit,order_s,\
                      latest_order_s,margin_s,margin_low_s,margin_high_s,margin_m,runs_tracked,\
                      runs_within,share_within,share_low,share_high,runs,closest_m,\
                      closest_altitude_m,burnout_s,impact_s,apogee_m";

fn told(more: &[&str]) -> String {
    let words = ["assure", ASSURANCE, "--architectures", "isolated,shared"];
    super::told(&[&words[..], &["--runs", "6"], more].concat())
}

#[test]
fn the_table_tells_counts_margins_assumptions_and_a_conclusion() {
    let out = told(&[]);
    let parts = [
        "assurance: reach of 12 notional strategic corridors, 6 runs each",
        "seed 2010, digest ",
        "perfect knowledge",
        "Corridors of nato against the fire units of russia, with perfect knowledge",
        "Corridors of russia against the fire units of nato, with perfect knowledge",
        "Margin in time of the best fire unit, s, median of 6 runs [95 %]",
        "Margin in distance of the best fire unit, km",
        "Assumed. Flights, fire units and interceptors are notional",
        "With perfect knowledge from burn-out on, nato's fire units could reach 0 of the 6",
        "no guarantee can rest on what is",
    ];
    assert_page(&out, &parts);
}

#[test]
fn the_csv_has_a_row_for_each_corridor_and_architecture_and_the_json_says_the_same() {
    let csv = told(&["--format", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some(HEADER));
    let columns: Vec<&str> = HEADER.split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 12 * 3);
    let json: Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    assert_eq!(json["rows"].as_array().unwrap().len(), rows.len());
    assert_eq!(json["units"].as_array().unwrap().len(), 12 * 3);
    assert_eq!(json["interrupted"], false);
    for (row, data) in rows.iter().zip(json["rows"].as_array().unwrap()) {
        assert_eq!(row.len(), columns.len(), "{row:?}");
        for (column, cell) in columns.iter().zip(row) {
            match &data[column] {
                Value::Null => assert!(cell.is_empty() || *column == "runs", "{column}"),
                Value::String(text) => assert_eq!(text, cell, "{column}"),
                number => {
                    let cell: f64 = cell.parse().unwrap();
                    // The reader of JSON may be off by the last bit.
                    let number = number.as_f64().unwrap();
                    assert!((number - cell).abs() <= 1e-12 * cell.abs(), "{column}");
                }
            }
        }
    }
}

/// The columns of the CSV of curves.
const CURVE_HEADER: &str = "value,architecture,system,corridors,within,units_mean,leakage,\
                            leakage_low,leakage_high,runs,raid_runs";

const SPEED: &str = "interceptor_types[midcourse-interceptor].burnout_speed_kmps";

fn json(more: &[&str]) -> Value {
    serde_json::from_str(&told(&[more, &["--format", "json"]].concat())).unwrap()
}

/// A point of a curve says what the scenario with that value set says, whatever was asked before
/// it; more speed reaches no less.
#[test]
fn a_curve_is_made_of_what_is_told_of_each_value() {
    for (key, values) in [(SPEED, ["3", "4"]), ("links.latency_s", ["1", "60"])] {
        let over = format!("{key}={}", values.join(","));
        let curve = json(&["--over", &over, "--leakage", "2"]);
        assert_eq!((&curve["key"], &curve["interrupted"]), (&key.into(), &false.into()));
        let points = curve["points"].as_array().unwrap();
        assert_eq!(points.len(), values.len());
        for (point, value) in points.iter().zip(values) {
            let set = format!("{key}={value}");
            let alone = json(&["--set", &set, "--leakage", "2"]);
            assert_eq!(point["scores"], alone["scores"], "{set}");
            assert_eq!((&point["runs"], &point["raid_runs"]), (&6.into(), &2.into()));
        }
        assert_ne!(points[0]["scores"], points[1]["scores"], "{key}");
    }
}

#[test]
fn the_leakage_beside_the_corridors_is_that_of_a_comparison() {
    let scores = json(&["--leakage", "3"])["scores"].clone();
    let words = ["compare", ASSURANCE, "--architectures", "isolated,shared", "--runs", "3"];
    let compared = super::told(&[&words[..], &["--quiet", "--format", "json"]].concat());
    let compared: Value = serde_json::from_str(&compared).unwrap();
    let mut met = 0;
    for score in scores.as_array().unwrap() {
        let Some(architecture) = score["architecture"].as_str() else {
            assert_eq!(score["leakage"], Value::Null);
            continue;
        };
        let system = score["system"].as_str().map(|system| format!(".{system}"));
        let figure = format!("leakage{}", system.unwrap_or_default());
        let all = compared["architectures"].as_array().unwrap();
        let named = all.iter().find(|it| it["name"] == architecture).unwrap();
        let estimate = &named["metrics"][&figure];
        assert_eq!(score["leakage"], estimate["mean"], "{architecture} {figure}");
        let ends = [&score["leakage_low"], &score["leakage_high"]];
        assert_eq!(ends, [&estimate["ci95"][0], &estimate["ci95"][1]]);
        met += 1;
    }
    assert_eq!(met, 6);
}

#[test]
fn curves_have_a_page_and_a_table() {
    let over = format!("{SPEED}=3:4:1");
    let parts = [
        "assurance: reach of notional strategic corridors over",
        "Of the 6 corridors of nato, those within reach of the other side's fire units",
        "Leakage of russia in the scenario's raid",
        "2 paired runs [95 %]",
        "Corridors of nato within reach over",
        "with perfect knowledge 2 at 3, 4 at 4",
    ];
    let words = ["--over", &over, "--leakage", "2"];
    let page = told(&words);
    assert_page(&page, &parts);
    let csv = told(&[&words[..], &["--format", "csv"]].concat());
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some(CURVE_HEADER));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    // Two values, perfect knowledge and two architectures, both sides together and each.
    assert_eq!(rows.len(), 2 * 3 * 3);
    for row in &rows {
        assert_eq!(row.len(), CURVE_HEADER.split(',').count());
        assert_eq!(row[6].is_empty(), row[1].is_empty(), "{row:?}");
    }
}

#[test]
fn changes_are_told_beside_the_reach() {
    let parts = [
        "Least change of interceptors and sites that takes a corridor out of reach",
        "speed at most",
        "moscow-battery",
        "Content to which the exchange would have to be cut",
        "tracks to alerts",
    ];
    assert_page(&told(&["--changes"]), &parts);
    let json = json(&["--changes"]);
    assert_eq!(json["least_changes"].as_array().unwrap().len(), 4);
    assert_eq!(json["withheld"][0]["architecture"], "shared");
}

#[test]
fn every_column_is_explained() {
    let help = done(&["assure", "--help"]).out;
    for column in HEADER.split(',').chain(CURVE_HEADER.split(',')) {
        assert!(help.contains(column), "{column}");
    }
}

#[test]
fn threads_change_no_byte_and_the_seed_does() {
    let one = told(&["--threads", "1", "--format", "json"]);
    assert_eq!(one, told(&["--threads", "3", "--format", "json"]));
    assert_ne!(one, told(&["--seed", "7", "--format", "json"]));
    let over = format!("{SPEED}=3,4");
    for more in [&["--changes", "--leakage", "2"][..], &["--over", &over, "--leakage", "2"]] {
        let words = [more, &["--format", "json"]].concat();
        let threads = |count: &str| told(&[&words[..], &["--threads", count]].concat());
        assert_eq!(threads("1"), threads("3"), "{more:?}");
    }
}
