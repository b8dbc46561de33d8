//! What `compare` and `run` print and write.

use super::{QUICKSTART, directory, done, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn compare_prints_the_promised_json() {
    let names = "isolated,joint";
    let words = ["compare", QUICKSTART, "--runs", "4", "--architectures", names];
    let done = done(&[&words[..], &["--format", "json", "--seed", "5"]].concat());
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    let json: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(json["scenario"], "quickstart");
    assert_eq!(json["seed"], 5);
    assert_eq!(json["runs"], 4);
    let architectures = json["architectures"].as_array().unwrap();
    assert_eq!(architectures.len(), 2);
    assert_eq!(architectures[1]["name"], "joint");
    let differences = json["differences"].as_array().unwrap();
    for metric in [
        "leakage",
        "no_leaker",
        "defended_value",
        "interceptors_fired",
        "interceptors_wasted",
        "shots_at_no_payload",
        "warning_time_s",
        "firm_track_time_s",
        "completeness",
        "ambiguity",
        "spuriousness",
        "position_error_m",
        "velocity_error_mps",
        "track_changes_per_h",
        "longest_track_segment",
        "gospa_m",
        "ospa_m",
        "nees",
        "nis",
    ] {
        for name in [metric, &format!("{metric}.nato"), &format!("{metric}.russia")] {
            let [a, b] = [0, 1].map(|place: usize| &architectures[place]["metrics"][name]);
            for estimate in [a, b] {
                let mean = estimate["mean"].as_f64().unwrap();
                let [low, high] = [0, 1].map(|end: usize| estimate["ci95"][end].as_f64().unwrap());
                assert!(low <= mean && mean <= high, "{name}: {estimate}");
            }
            let difference = differences.iter().find(|one| one["metric"] == name).unwrap();
            assert_eq!(difference["architecture"], "joint");
            assert_eq!(difference["minus"], "isolated");
            let mean = |estimate: &Value| estimate["mean"].as_f64().unwrap();
            let gap = mean(difference) - (mean(b) - mean(a));
            assert!(gap.abs() < 1e-9, "{name}: joint − isolated");
            assert!(difference.get("correlation").is_some(), "{name}");
        }
    }
}

#[test]
fn a_comparison_is_the_same_to_the_last_byte_on_one_thread_and_on_two() {
    for format in ["json", "table", "csv"] {
        let words = ["compare", QUICKSTART, "--runs", "6", "--format", format];
        let [one, two] =
            ["1", "2"].map(|threads| done(&[&words[..], &["--threads", threads]].concat()));
        assert_eq!(one.code, Some(0), "{}", one.said);
        assert_eq!(one.out, two.out, "{format}");
        assert!(!one.out.is_empty());
    }
}

/// What a table prints at so many columns.
fn told(columns: &str, words: &[&str]) -> Vec<String> {
    let done = super::Done::from(super::lisbon(words).env("COLUMNS", columns).output().unwrap());
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    let lines: Vec<String> = done.out.lines().map(str::to_owned).collect();
    for line in lines.iter().filter(|line| !line.starts_with("  ")) {
        assert!(line.chars().count() <= columns.parse().unwrap(), "{line}");
    }
    lines
}

#[test]
fn the_answer_fits_a_screen_and_begins_with_the_conclusion() {
    let compare = ["compare", QUICKSTART];
    let lines = told("100", &compare);
    assert!(lines.len() <= 30, "{} lines", lines.len());
    assert!(lines[3].starts_with("Least leakage: `joint`, "), "{}", lines[3]);
    let wide = told("100", &["compare", "scenarios/southern-raid.toml", "--runs", "4"]);
    assert!(wide.len() <= 45, "{} lines", wide.len());
}

/// A number, an interval and a command are whole at any width.
#[test]
fn on_a_narrow_terminal_no_number_is_broken() {
    let words = ["compare", QUICKSTART, "--runs", "5", "--full"];
    let numbers = |lines: &[String]| {
        let text = lines.join(" ");
        let words = text.split_whitespace().map(str::to_owned);
        let is_number = |word: &String| word.contains(|letter: char| letter.is_ascii_digit());
        words.filter(is_number).collect::<BTreeSet<String>>()
    };
    let wide = numbers(&told("300", &words));
    for columns in ["100", "80", "60"] {
        let broken: Vec<String> =
            numbers(&told(columns, &words)).symmetric_difference(&wide).cloned().collect();
        assert!(broken.is_empty(), "{broken:?} at {columns}");
    }
}

#[test]
fn all_is_told_on_request_and_what_is_asked_for() {
    let full = told("100", &["compare", QUICKSTART, "--runs", "5", "--full"]).join("\n");
    for part in [
        "leakage",
        "firm_track_time_s",
        "shared - isolated",
        "WHO GAINS: each architecture minus `isolated`",
        "ENGAGEMENT",
        "shot_opportunities",
        "TRACK PICTURE",
        "completeness",
        "longest_track_segment",
        "joint - sectoral",
        "EXCHANGE",
    ] {
        assert!(full.contains(part), "{part} in {full}");
    }
    let words = ["compare", QUICKSTART, "--runs", "5", "--section", "picture"];
    let picture = told("100", &[&words[..], &["--metrics", "gospa_m,leakage"]].concat());
    let told_of = |part: &str| picture.iter().any(|line| line.starts_with(part));
    assert!(told_of("gospa_m: ") && told_of("leakage: ") && told_of("TRACK PICTURE"));
    assert!(!told_of("defended_value: ") && !told_of("ENGAGEMENT"), "{picture:?}");
}

/// Whatever is the reference, a difference is the other minus it, in every form.
#[test]
fn the_reference_can_be_chosen_and_every_form_has_its_sign() {
    let words = ["compare", QUICKSTART, "--runs", "6", "--reference", "joint"];
    let form = |format: &str| done(&[&words[..], &["--format", format]].concat()).out;
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    let pairs = json["differences"].as_array().unwrap();
    let with_joint =
        pairs.iter().filter(|pair| pair["architecture"] == "joint" || pair["minus"] == "joint");
    assert!(with_joint.clone().count() > 0);
    assert!(with_joint.clone().all(|pair| pair["minus"] == "joint"));
    let is_it = |pair: &&Value| pair["metric"] == "leakage" && pair["architecture"] == "isolated";
    let mean = with_joint.clone().find(is_it).unwrap()["mean"].as_f64().unwrap();
    let csv = form("csv");
    let row = csv.lines().find(|row| row.starts_with("difference,leakage,,isolated,joint,"));
    let told: f64 = row.unwrap().split(',').nth(5).unwrap().parse().unwrap();
    assert_eq!(told, mean);
    assert!(form("table").contains("Leakage minus `joint`'s"));
    let done = done(&["compare", QUICKSTART, "--reference", "jiont"]);
    assert_eq!(done.code, Some(2));
    assert!(done.said.contains("did you mean `joint`?"), "{}", done.said);
}

#[test]
fn one_run_has_means_and_no_intervals() {
    let lines = told("100", &["compare", QUICKSTART, "--runs", "1"]).join("\n");
    assert!(lines.contains("\n1 paired run, "), "{lines}");
    let rows: Vec<&str> = lines.lines().filter(|line| line.starts_with(" isolated ")).collect();
    assert!(rows.len() == 3 && rows.iter().all(|row| !row.contains('[')), "{rows:?}");
    assert!(lines.contains("One run has no intervals and concludes nothing"), "{lines}");
}

#[test]
fn results_are_written_whole_and_equal_what_is_printed() {
    let directory = directory("written_whole").join("deep").join("result");
    let path = text(&directory);
    let words = ["compare", QUICKSTART, "--runs", "3", "--format", "json", "--out", &path];
    for _ in 0..2 {
        let done = done(&words);
        assert_eq!(done.code, Some(0), "{}", done.said);
        let summary = fs::read_to_string(directory.join("summary.json")).unwrap();
        assert_eq!(summary, done.out);
    }
    let manifest = fs::read_to_string(directory.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["lisbon"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["runs"], 3);
    let scenario = fs::read_to_string(QUICKSTART).unwrap();
    assert_eq!(manifest["files"][0]["text"], scenario);
    let mut names: Vec<String> = fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = ["designs.parquet", "manifest.json", "runs.parquet", "summary.json", "units"];
    assert_eq!(names, expected, "no drafts are left");
}

#[test]
fn a_file_in_the_way_of_the_result_is_code_3() {
    let file = directory("in_the_way").join("result");
    fs::write(&file, "mine").unwrap();
    let done = done(&["compare", QUICKSTART, "--runs", "2", "--out", &text(&file)]);
    assert_eq!(done.code, Some(3), "{}", done.said);
    assert!(done.said.contains("result"), "{}", done.said);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_run_is_told_from_launch_to_impact() {
    let done = done(&["run", QUICKSTART, "--architecture", "shared", "--full"]);
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    let parts = [
        "is launched at",
        "first plot by radar",
        "confirms track",
        "sends nato track",
        "receives russia's track",
        "may launch on",
        "orders 2 shots by",
        "launches",
        "off, reach",
        "assesses",
        "comes down",
        "killed by",
        "nato to russia",
    ];
    for part in parts {
        assert!(done.out.contains(part), "{part} in {}", done.out);
    }
}

#[test]
fn a_run_as_data_is_in_order_and_its_outcome_has_the_names_of_the_comparison() {
    let done = done(&["run", QUICKSTART, "--run", "2", "--format", "json"]);
    let json: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(json["architecture"], "isolated", "the first of the scenario");
    assert_eq!(json["run"], 2);
    let events = json["events"].as_array().unwrap();
    let times: Vec<f64> = events.iter().map(|event| event["time_s"].as_f64().unwrap()).collect();
    assert!(times.is_sorted());
    let kinds = |kind: &str| events.iter().filter(|event| event["kind"] == kind).count();
    assert_eq!((kinds("launch"), kinds("impact")), (3, 3));
    assert_eq!(json["threats"].as_array().unwrap().len(), 3);
    assert!(json["outcome"]["leakage.nato"].is_number());
    assert_eq!(json["traffic"][0]["sent"], 0, "nothing crosses");
}

#[test]
fn the_story_of_one_threat_names_no_other_launch() {
    let done = done(&["run", QUICKSTART, "--threat", "raid-2"]);
    assert!(done.out.contains("raid-2 (intermediate-range) is launched"), "{}", done.out);
    assert!(!done.out.contains("raid-1"), "{}", done.out);
}

/// What came of one threat, why, and not what came of the run.
#[test]
fn the_story_of_a_leaker_says_why_it_leaked() {
    let words = ["run", QUICKSTART, "--run", "1", "--threat", "raid-3"];
    let told = done(&words).out;
    let why = "raid-3 leaked: not seen: nato never knew of it, and never had a track of it to \
               launch on.";
    let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(why) && !told.contains("leakage"), "{told}");
    let json = done(&[&words[..], &["--format", "json"]].concat()).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["threats"][0]["leak"]["cause"], "not-seen");
    assert_eq!(json["threats"][0]["leak"]["held"], Value::Null);
    assert!(json.get("outcome").is_none(), "{json}");
}

#[test]
fn run_k_alone_is_run_k_of_many() {
    let compared = done(&["compare", QUICKSTART, "--runs", "1", "--format", "json"]);
    let compared: Value = serde_json::from_str(&compared.out).unwrap();
    let alone = done(&["run", QUICKSTART, "--run", "0", "--format", "json"]);
    let alone: Value = serde_json::from_str(&alone.out).unwrap();
    let metrics = compared["architectures"][0]["metrics"].as_object().unwrap();
    for (name, estimate) in metrics {
        assert_eq!(estimate["mean"], alone["outcome"][name], "{name}");
    }
}
