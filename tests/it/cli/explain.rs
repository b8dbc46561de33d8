//! `lisbon compare --explain`: why architectures differ, in every form, with runs to replay.

use super::{QUICKSTART, directory, done, text};
use serde_json::Value;
use std::fs;

/// Enough runs for fates to differ, and two architectures under which they do.
const WORDS: [&str; 7] =
    ["compare", QUICKSTART, "--runs", "40", "--architectures", "isolated,joint", "--explain"];

fn explained() -> Value {
    let done = done(&[&WORDS[..], &["--format", "json"]].concat());
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    let json: Value = serde_json::from_str(&done.out).unwrap();
    json["explanations"].clone()
}

/// How a threat ended in a run told by `lisbon run`.
fn end(architecture: &Value, example: &Value) -> Value {
    let run = example["run"].to_string();
    let words = ["run", QUICKSTART, "--format", "json", "--run", &run];
    let architecture = ["--architecture", architecture.as_str().unwrap()];
    let done = done(&[&words[..], &architecture].concat());
    let story: Value = serde_json::from_str(&done.out).unwrap();
    let threats = story["threats"].as_array().unwrap();
    let threat = threats.iter().find(|one| one["threat"] == example["threat"]);
    threat.unwrap()["end"].clone()
}

#[test]
fn every_example_is_a_run_in_which_the_fate_differs() {
    let pair = &explained()[0];
    let mut examples = 0;
    for (side, better, other) in [("a_better", "a", "b"), ("b_better", "b", "a")] {
        for mechanism in pair[side]["mechanisms"].as_array().unwrap() {
            let example = &mechanism["example"];
            assert_ne!(end(&pair[better], example), "leaked", "{mechanism}");
            assert_eq!(end(&pair[other], example), "leaked", "{mechanism}");
            examples += 1;
        }
    }
    assert!(examples > 0, "{pair}");
}

#[test]
fn the_page_says_why_and_how_to_replay_it() {
    let done = done(&WORDS);
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    for part in [
        "WHY: runs in which",
        "`isolated` and `joint`: fates differ in",
        "first difference",
        "to replay",
    ] {
        assert!(done.out.contains(part), "{part} in {}", done.out);
    }
    let mut replays = 0;
    let section = &done.out[done.out.find("WHY").unwrap()..];
    for line in section.lines().filter(|line| !line.starts_with('─')) {
        match line.trim_start().strip_prefix("lisbon ") {
            Some(command) => {
                replays += 1;
                let words: Vec<&str> = command.split(' ').collect();
                assert_eq!(super::done(&words).code, Some(0), "{line}");
            }
            None => assert!(line.chars().count() <= 100, "{line}"),
        }
    }
    assert_eq!(replays, 2, "one for each architecture");
}

#[test]
fn an_explanation_is_the_same_to_the_last_byte_on_one_thread_and_on_two() {
    for format in ["json", "table", "csv"] {
        let [one, two] = ["1", "2"].map(|threads| {
            done(&[&WORDS[..], &["--format", format, "--threads", threads]].concat())
        });
        assert_eq!(one.code, Some(0), "{}", one.said);
        assert_eq!(one.out, two.out, "{format}");
    }
}

#[test]
fn the_mechanisms_are_rows_of_a_file_of_their_own() {
    let directory = directory("explained").join("result");
    let done = done(&[&WORDS[..], &["--out", &text(&directory)]].concat());
    assert_eq!(done.code, Some(0), "{}", done.said);
    let rows = fs::read_to_string(directory.join("explanations.csv")).unwrap();
    let pair = &explained()[0];
    let count = |side: &str| pair[side]["mechanisms"].as_array().unwrap().len();
    assert_eq!(rows.lines().count(), 1 + count("a_better") + count("b_better"));
    let summary = fs::read_to_string(directory.join("summary.json")).unwrap();
    assert!(summary.contains("\"explanations\""), "{summary}");
}

#[test]
fn one_architecture_has_nothing_to_differ_from() {
    let words = ["compare", QUICKSTART, "--architectures", "joint", "--explain"];
    let done = done(&words);
    assert_eq!((done.code, done.out.as_str()), (Some(2), ""));
    for part in ["--explain", "only one", "--architectures"] {
        assert!(done.said.contains(part), "{part} in {}", done.said);
    }
}
