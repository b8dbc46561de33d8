//! What `fly` prints.

use super::{QUICKSTART, done};
use serde_json::Value;

#[test]
fn a_flight_is_told_from_launch_to_impact_and_fits_a_page() {
    let done = done(&["fly", QUICKSTART, "--threat", "raid-2"]);
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    for part in [
        "quickstart: raid-2 (intermediate-range) to rostov, as planned",
        "km over the ellipsoid; it comes down",
        "time of flight",
        "minimum energy:",
        "conic from cut-off",
        "least energy",
        "stage 1 ends",
        "cut-off",
        "apogee",
        "entry",
        "peak drag",
        "impact",
    ] {
        assert!(done.out.contains(part), "{part} in {}", done.out);
    }
    for line in done.out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let heads = done.out.lines().filter(|line| line.starts_with("time s"));
    assert_eq!(heads.count(), 1, "the rows are one table");
}

#[test]
fn without_a_name_the_first_threat_flies_and_it_is_said() {
    let unnamed = done(&["fly", QUICKSTART, "--format", "csv"]);
    assert_eq!(unnamed.code, Some(0));
    let note = "note: `raid-1` flies, the first of 3 threats; choose another by --threat NAME";
    assert!(unnamed.said.starts_with(note), "{}", unnamed.said);
    let named = done(&["fly", QUICKSTART, "--format", "csv", "--threat", "raid-1"]);
    assert_eq!((named.said.as_str(), named.out), ("", unnamed.out));
}

#[test]
fn a_flight_as_csv_has_a_row_every_so_often_and_one_for_each_event() {
    let words = ["fly", QUICKSTART, "--threat", "raid-3", "--format", "csv"];
    let done = done(&[&words[..], &["--every", "50", "--run", "4"]].concat());
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    let mut lines = done.out.lines();
    let header = "time_s,flight_s,event,phase,latitude_deg,longitude_deg,altitude_m,\
                  ground_range_m,speed_mps,flight_path_deg,inertial_speed_mps,drag_mps2";
    assert_eq!(lines.next(), Some(header));
    let cells: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let events: Vec<&str> =
        cells.iter().map(|row| row[2]).filter(|cell| !cell.is_empty()).collect();
    let expected = ["launch", "stage-1-end", "cutoff", "apogee", "entry", "peak-drag", "impact"];
    assert_eq!(events, expected);
    for row in cells.iter().filter(|row| row[2].is_empty()) {
        let time_s: f64 = row[0].parse().unwrap();
        assert_eq!(time_s % 50.0, 0.0, "{row:?}");
    }
    assert_eq!(cells[0][9], "", "at rest there is no flight path");
}

#[test]
fn a_flight_as_json_is_that_of_the_run_of_its_number() {
    let run = ["run", QUICKSTART, "--run", "5", "--seed", "9", "--format", "json"];
    let story: Value = serde_json::from_str(&done(&run).out).unwrap();
    let fly = ["fly", QUICKSTART, "--run", "5", "--seed", "9", "--format", "json"];
    let told = done(&[&fly[..], &["--threat", "raid-2"]].concat());
    let told: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((&told["run"], &told["seed"]), (&5.into(), &9.into()));
    assert_eq!(told["digest"], story["digest"]);
    let events = story["events"].as_array().unwrap();
    for (kind, part) in [("launch", "launch"), ("cutoff", "cutoff"), ("impact", "impact")] {
        let mut of_threat = events.iter().filter(|event| event["threat"] == "raid-2");
        let event = of_threat.find(|event| event["kind"] == kind).unwrap();
        assert_eq!(event["time_s"], told["headline"][part]["time_s"], "{kind}");
    }
    let planned = done(&["fly", QUICKSTART, "--threat", "raid-2", "--format", "json"]);
    let planned: Value = serde_json::from_str(&planned.out).unwrap();
    assert_eq!((&planned["run"], &planned["seed"]), (&Value::Null, &Value::Null));
    assert!(planned["headline"]["miss_m"].as_f64().unwrap() < 100.0);
    assert_eq!(planned["headline"]["launch"]["time_s"], 50.0);
}

#[test]
fn each_object_of_a_threat_can_be_flown() {
    let fly = |object: &str| {
        let words = ["fly", "scenarios/decoys.toml", "--threat", "raid-2", "--run", "3"];
        done(&[&words[..], &["--format", "json", "--object", object]].concat())
    };
    let told = |object: &str| -> Value {
        let done = fly(object);
        assert_eq!(done.code, Some(0), "{}", done.said);
        serde_json::from_str(&done.out).unwrap()
    };
    let [payload, stage] = ["payload", "spent-stage"].map(told);
    assert_eq!((&payload["object"], &stage["object"]), (&"payload".into(), &"spent-stage".into()));
    let speed = |told: &Value, at: &str| told["headline"][at]["speed_mps"].as_f64().unwrap();
    assert!(speed(&stage, "cutoff") < speed(&payload, "cutoff"), "pushed back");
    assert!(speed(&stage, "impact") < 0.5 * speed(&payload, "impact"), "slowed by the air");

    let wrong = fly("decoy-9");
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert!(wrong.said.contains("threat `raid-2` has no object `decoy-9`"), "{}", wrong.said);
    let none = done(&["fly", QUICKSTART, "--object", "decoy-1"]);
    assert!(none.said.contains("it has `payload`"), "{}", none.said);
}
