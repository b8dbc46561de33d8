//! Drawn raids in what commands say.

use super::{done, told};

const SMALL_RAID: &str = "scenarios/small-raid.toml";

/// Few flights, so that the file is read fast.
const SET: [&str; 4] = ["--set", "raids[raid].alternatives=[]", "--set", "raids[raid].loft_deg=0"];

fn words<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [&words[..1], &[SMALL_RAID], &SET, &words[1..]].concat()
}

#[test]
fn a_run_says_first_what_was_drawn() {
    let page = told(&words(&["run", "--run", "2"]));
    let lines: Vec<&str> = page.lines().collect();
    let drawn = lines.iter().position(|line| line.starts_with("Drawn: `raid`: ")).unwrap();
    assert!(drawn < 8, "{page}");
    let json: serde_json::Value =
        serde_json::from_str(&told(&words(&["run", "--run", "2", "--format", "json"]))).unwrap();
    let raid = &json["raids"][0];
    assert_eq!((&raid["raid"], &raid["alternative"]), (&"raid".into(), &().into()));
    let flying = raid["threats"].as_array().unwrap();
    assert_eq!(flying.len(), json["threats"].as_array().unwrap().len());
    assert!(lines[drawn].contains(&format!("{} threat", flying.len())), "{page}");
}

#[test]
fn a_threat_that_a_run_has_not_is_refused() {
    let one = [&SET[..], &["--set", "raids[raid].count={range=[1,2]}"]].concat();
    let has_one = (0..20).find_map(|run| {
        let run = run.to_string();
        let words = [&["run", SMALL_RAID, "--run", &run, "--threat", "raid-2"][..], &one].concat();
        let done = done(&words);
        (done.code == Some(2)).then_some(done.said)
    });
    let said = has_one.unwrap();
    assert!(said.contains("`raid-2` does not fly in run "), "{said}");
    assert!(said.contains("that has `raid-1`"), "{said}");
}

/// A ratio of sums has no confidence sequence here; a measure of the raid has one.
#[test]
fn no_precision_is_asked_of_a_ratio() {
    for option in ["--precision", "--plan"] {
        let refused = done(&words(&["compare", "--runs", "64", option, "leakage=0.5"]));
        assert_eq!(refused.code, Some(2), "{}", refused.said);
        assert!(refused.said.contains("`leakage` is a mean over threats"), "{}", refused.said);
    }
}
