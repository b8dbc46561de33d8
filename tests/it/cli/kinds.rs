//! Kinds of files: each is known wherever it is given, `check` takes all, and `new` writes one.

use super::{QUICKSTART, directory, done, lisbon, text, told};
use crate::shipped::names;
use std::fs;
use std::path::Path;

const CATALOGUE: &str = "scenarios/catalogues/notional.toml";
const ARCHITECTURE: &str = "scenarios/architectures/joint.toml";
const SWEEP: &str = "scenarios/sweeps/trust.toml";
const TRACKER: &str = "scenarios/tracker/s1.toml";
const CASES: &str = "reference/10_stats_quantiles.csv";
const CASES_JSON: &str = "reference/08_assignment_lsap.json";

const PLOTS: &str = "time_s,sensor,range_m,azimuth_rad,elevation_rad\n0,radar-0,6e5,5.5,0.4\n";
const TRUTH: &str = "time_s,truth_id,x,y,z,vx,vy,vz\n0,a,6.4e6,0,0,0,1e3,0\n";

#[test]
fn check_takes_every_kind_of_file() {
    let folder = directory("kinds_check");
    let file = |name: &str, text: &str| {
        fs::write(folder.join(name), text).unwrap();
        self::text(&folder.join(name))
    };
    let (plots, truth) = (file("plots.csv", PLOTS), file("truth.csv", TRUTH));
    let cases = [
        (QUICKSTART, "quickstart: 3 threats"),
        (
            CATALOGUE,
            "a catalogue of types with 3 radar types, 1 satellite type, 2 interceptor types",
        ),
        (ARCHITECTURE, "It is an architecture"),
        (SWEEP, "trust: a sweep of "),
        (CASES, "a file of reference cases with "),
        (CASES_JSON, "a file of reference cases with "),
        (&plots, "a file of recorded plots with 1 plot, by itself; `lisbon track --plots`"),
        (&truth, "behind recorded plots with 1 state"),
    ];
    for (path, part) in cases {
        let told = told(&["check", path]);
        assert!(told.contains(&format!("{path}: right. ")) && told.contains(part), "{told}");
    }
    for (kind, folder) in
        [("an architecture", "scenarios/architectures"), ("a sweep", "scenarios/sweeps")]
    {
        for name in names(folder) {
            let told = told(&["check", &format!("{folder}/{name}.toml")]);
            assert!(told.contains(kind), "{told}");
        }
    }
}

#[test]
fn check_finds_the_faults_of_every_kind_of_file() {
    let folder = directory("kinds_faults");
    let bad = |path: &str, old: &str, new: &str| {
        let text =
            if path.contains('\n') { path.into() } else { fs::read_to_string(path).unwrap() };
        assert!(text.contains(old), "{old}");
        let name = folder.join(format!("{}.file", new.replace('"', "")));
        fs::write(&name, text.replacen(old, new, 1)).unwrap();
        self::text(&name)
    };
    let cases = [
        (bad(CATALOGUE, "track_dwell_s = 0.05", "track_dwell_s = 9"), "above `dwell_max_s`"),
        (bad(ARCHITECTURE, "rule = \"best-shot\"", "rule = \"best\""), "cannot be `best`"),
        (
            bad(ARCHITECTURE, "rule = \"best-shot\"", "rule = \"sector\""),
            "without the responsibility",
        ),
        (bad(SWEEP, "runs = ", "rums = "), "unknown key `rums`"),
        (bad(CASES, ",chi2,", ",chi2,,"), "the row has"),
        (bad(PLOTS, "5.5", "55"), "`azimuth_rad` is out of its range"),
        (bad(TRUTH, "6.4e6", "far"), "`x` is not a number"),
    ];
    for (path, fault) in &cases {
        let done = done(&["check", path]);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{path}");
        assert!(done.said.contains(fault), "{fault} in {}", done.said);
    }
}

#[test]
fn a_file_in_anothers_place_is_called_what_it_is() {
    let folder = directory("kinds_misplaced");
    let file = |name: &str, text: &str| {
        fs::write(folder.join(name), text).unwrap();
        self::text(&folder.join(name))
    };
    let (plots, truth) = (file("plots.csv", PLOTS), file("truth.csv", TRUTH));
    let quickstart = fs::read_to_string(QUICKSTART).unwrap();
    let here = format!("\"{}/scenarios/", env!("CARGO_MANIFEST_DIR"));
    let quickstart = quickstart.replace("\"catalogues/", &format!("{here}catalogues/"));
    let quickstart = quickstart.replace("\"architectures/", &format!("{here}architectures/"));
    let swapped = file("swapped.toml", &quickstart.replace("catalogues/notional", "seam"));
    let broken = file("broken.toml", &(fs::read_to_string(SWEEP).unwrap() + "\nx = = 1\n"));
    let cases: [(&[&str], &str); 15] = [
        (&["compare", SWEEP], "this is a sweep, not a scenario"),
        (&["run", SWEEP], "`lisbon sweep` takes it"),
        (&["compare", &broken], "this is a sweep, not a scenario"),
        (&["compare", CATALOGUE], "this is a catalogue of types, not a scenario"),
        (&["fly", ARCHITECTURE], "this is an architecture, not a scenario"),
        (&["compare", &plots], "this is a file of recorded plots, not a scenario"),
        (&["compare", CASES_JSON], "this is a file of reference cases, not a scenario"),
        (&["sweep", QUICKSTART], "this is a scenario, not a sweep"),
        (&["new", "x.toml", "--sweep", SWEEP], "this is a sweep, not a scenario"),
        (&["check", &swapped], "this is a scenario, not a catalogue of types"),
        (&["track", TRACKER, "--plots", QUICKSTART], "this is a scenario, not a file of recorded"),
        (&["track", TRACKER, "--plots", &truth], "this is a file of the truth behind"),
        (&["track", TRACKER, "--plots", CASES], "this is a file of reference cases, not"),
        (&["track", TRACKER, "--plots", &plots, "--truth", &plots], "not a file of the truth"),
        (&["verify", "--cases", QUICKSTART], "it is a scenario: `lisbon compare`"),
    ];
    for (words, told) in cases {
        let done = done(words);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{words:?}");
        assert!(done.said.contains(told), "{words:?}: {}", done.said);
        let faults = if words.contains(&broken.as_str()) { 2 } else { 1 };
        assert!(done.said.matches("error").count() <= faults, "{}", done.said);
    }
}

#[test]
fn a_missing_table_lists_its_keys_to_paste() {
    let folder = directory("kinds_missing");
    let path = folder.join("a.toml");
    fs::write(&path, "").unwrap();
    let said = done(&["check", &text(&path)]).said;
    for part in [
        "name = \"text\"  # text in quotes",
        "[simulation]",
        "runs = 1  # an integer from 1 to 1000000000",
        "[[systems]]",
        "[systems.command.doctrine]",
        "rule = \"single\"  # one of `single`, `salvo`",
        "decision_delay_s = 1  # a number from 0 to 3600 s",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    // What is pasted is a scenario but for what no key can show.
    let start = said.find("description = ").unwrap();
    let end = start + said[start..].find("help:").unwrap();
    let lines = said[start..end].lines().map(|line| line.trim_start_matches([' ', '|', '=']));
    let pasted = lines.collect::<Vec<_>>().join("\n");
    fs::write(&path, pasted).unwrap();
    let again = done(&["check", &text(&path)]).said;
    assert!(again.contains("there is no architecture to run"), "{again}");
    assert!(again.contains("1 fault in 1 file"), "{again}");
}

#[test]
fn new_writes_a_scenario_that_runs() {
    let folder = directory("kinds_new");
    let path = text(&folder.join("deep/mine.toml"));
    let written = done(&["new", &path]);
    assert_eq!((written.code, written.out.as_str()), (Some(0), ""), "{}", written.said);
    assert!(written.said.contains(&format!("compare {path}")), "{}", written.said);
    let told = told(&["check", &path]);
    assert!(told.contains("my-scenario: 2 threats") && !told.contains("note"), "{told}");
    let compare = done(&["compare", &path, "--runs", "2", "--quiet"]);
    assert_eq!((compare.code, compare.said.as_str()), (Some(0), ""));
    assert!(compare.out.contains("alone") && compare.out.contains("tracks"), "{}", compare.out);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.lines().filter(|line| line.starts_with('#')).count() > 15, "it is commented");
    let again = done(&["new", &path]);
    assert_eq!(again.code, Some(2));
    assert!(again.said.contains("is there already"), "{}", again.said);
}

/// A command to repeat a run is the user's own way to call the program; what is kept is the same
/// however it was called.
#[cfg(unix)]
#[test]
fn commands_to_repeat_call_the_program_as_the_user_did() {
    use std::os::unix::process::CommandExt;
    let folder = directory("kinds_called");
    let (path, kept) = (text(&folder.join("a.toml")), text(&folder.join("kept")));
    let called = |words: &[&str]| {
        let output = lisbon(words).arg0("it's/lisbon").output().unwrap();
        let done: super::Done = output.into();
        assert_eq!(done.code, Some(0), "{}", done.said);
        done
    };
    let said = called(&["new", &path]).said;
    assert!(said.contains(r"try: 'it'\''s/lisbon' compare "), "{said}");
    let words = ["compare", QUICKSTART, "--runs", "20", "--explain", "--quiet", "--out", &kept];
    let out = called(&words).out;
    assert!(out.contains(&format!(r"'it'\''s/lisbon' run {QUICKSTART} ")), "{out}");
    let manifest = fs::read_to_string(Path::new(&kept).join("manifest.json")).unwrap();
    assert!(manifest.contains(&format!("\"lisbon compare {QUICKSTART} ")), "{manifest}");
}
