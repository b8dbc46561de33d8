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

#[test]
fn every_column_is_explained() {
    let help = done(&["assure", "--help"]).out;
    for column in HEADER.split(',') {
        assert!(help.contains(column), "{column}");
    }
}

#[test]
fn threads_change_no_byte_and_the_seed_does() {
    let one = told(&["--threads", "1", "--format", "json"]);
    assert_eq!(one, told(&["--threads", "3", "--format", "json"]));
    assert_ne!(one, told(&["--seed", "7", "--format", "json"]));
}
