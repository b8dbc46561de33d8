//! What may be written on the command line and in files, and what is said of the rest.

use super::{ASSURANCE, QUICKSTART, directory, done, lisbon, text, told};
use serde_json::Value;
use std::fs;
use std::fs::File;
use std::path::Path;

#[test]
fn every_command_explains_itself() {
    for words in [
        &["--help"][..],
        &["check", "--help"],
        &["run", "--help"],
        &["fly", "--help"],
        &["coverage", "--help"],
        &["compare", "--help"],
        &["assure", "--help"],
        &["footprint", "--help"],
        &["schema", "--help"],
    ] {
        let done = done(words);
        assert_eq!(done.code, Some(0), "{words:?}");
        assert!(done.out.contains("Usage: lisbon"), "{words:?}");
        assert!(done.out.contains("Exit codes:"), "{words:?}");
        assert_eq!(done.said, "", "{words:?}");
    }
}

#[test]
fn a_wrong_command_line_is_refused_with_code_2_and_a_reason() {
    let cases: [(&[&str], &str); 26] = [
        (&["compare"], "<SCENARIO>"),
        (&["frobnicate"], "frobnicate"),
        (&["compare", QUICKSTART, "--frobnicate"], "--frobnicate"),
        (&["compare", QUICKSTART, "--runs", "0"], "--runs"),
        (&["compare", QUICKSTART, "--runs", "many"], "--runs"),
        (&["compare", QUICKSTART, "--seed", "9007199254740992"], "--seed"),
        (&["compare", QUICKSTART, "--threads", "99999"], "--threads"),
        (&["compare", QUICKSTART, "--format", "xml"], "xml"),
        (&["compare", QUICKSTART, "--architectures", "isolated,shered"], "did you mean `shared`?"),
        (&["compare", QUICKSTART, "--architectures", "shared,shared"], "named twice"),
        (
            &["run", QUICKSTART, "--architecture", "x"],
            "no architecture `x`; it has `isolated`, `shared`",
        ),
        (&["run", QUICKSTART, "--threat", "raid-9"], "no threat `raid-9`"),
        (
            &["fly", QUICKSTART, "--threat", "riad-2"],
            "no threat `riad-2`; it has `raid-1`, `raid-2`, `raid-3`\ndid you mean",
        ),
        (
            &["coverage", QUICKSTART, "--sensor", "aramvir"],
            "no sensor `aramvir`; it has `turkey-forward`",
        ),
        (&["coverage", QUICKSTART, "--sensor", "aramvir"], "did you mean `armavir`?"),
        (&["coverage", QUICKSTART, "--threat", "raid-9"], "no threat `raid-9`"),
        (&["coverage", QUICKSTART, "--architecture", "shred"], "did you mean `shared`?"),
        (&["coverage", QUICKSTART, "--format", "xml"], "xml"),
        (&["coverage"], "<SCENARIO>"),
        (&["fly", QUICKSTART, "--every", "0"], "from 0.1 to 100000"),
        (&["fly", QUICKSTART, "--every", "-5"], "from 0.1 to 100000"),
        (&["fly", QUICKSTART, "--every", "nan"], "from 0.1 to 100000"),
        (&["fly", QUICKSTART, "--every", "inf"], "from 0.1 to 100000"),
        (&["fly", QUICKSTART, "--every", "often"], "--every"),
        (&["fly", QUICKSTART, "--seed", "3"], "--run"),
        (&["fly", QUICKSTART, "--architecture", "x"], "--architecture"),
    ];
    refused(&cases);
}

/// Faster than the strongest thrust gets in 5 s.
const TOO_FAST: &str = "interceptor_types.burnout_speed_kmps=8";

#[test]
fn a_wrong_question_of_reach_is_refused_likewise() {
    let cases: [(&[&str], &str); 14 + 13] = [
        (&["assure", ASSURANCE, "--leakage", "0"], "--leakage"),
        (&["assure", ASSURANCE, "--leakage", "-3"], "--leakage"),
        (&["assure", ASSURANCE, "--over"], "a value is required"),
        (&["assure", ASSURANCE, "--over", "links.loss"], "write KEY=FROM:TO:STEP or KEY=A,B"),
        (&["assure", ASSURANCE, "--over", "links.loss=0:1:0"], "leads nowhere"),
        (&["assure", ASSURANCE, "--over", "links.loss=0,2"], "`loss` is out of range"),
        (&["assure", ASSURANCE, "--over", "lnks.loss=0,1"], "unknown key `lnks`"),
        (&["assure", ASSURANCE, "--over", "links.loss=0,1", "--changes"], "cannot be used with"),
        (
            &["assure", ASSURANCE, "--over", "links.loss=0,1", "--set", "links.loss=0.02"],
            "changes nothing",
        ),
        (
            &["assure", ASSURANCE, "--set", "interceptor_types.burn_time_s=5", "--set", TOO_FAST],
            "no thrust gives this burn-out speed in 5 s",
        ),
        (
            &["assure", ASSURANCE, "--set", "interceptor_types.burnout_speed_kmps=0.1"],
            "or a shorter `burn_time_s`",
        ),
        (
            &["assure", ASSURANCE, "--set", "interceptor_types.burnout_speed_kmps=nan"],
            "burnout_speed_kmps",
        ),
        (&["assure", ASSURANCE, "--leakage", "2", "--set", "raids=[]"], "nothing can leak"),
        (&["assure"], "<SCENARIO>"),
        (&["assure", QUICKSTART], "`quickstart` has no corridors to ask about; add some, such as"),
        (&["assure", ASSURANCE, "--runs", "0"], "--runs"),
        (&["assure", ASSURANCE, "--format", "xml"], "xml"),
        (&["assure", ASSURANCE, "--architectures", "shred"], "did you mean `shared`?"),
        (&["footprint"], "<SCENARIO>"),
        (&["footprint", QUICKSTART, "--cell-km", "9"], "from 10 to 1000"),
        (&["footprint", QUICKSTART, "--cell-km", "-5"], "from 10 to 1000"),
        (&["footprint", QUICKSTART, "--cell-km", "10"], "more than 100000 cells"),
        (
            &["footprint", QUICKSTART, "--raid", "riad"],
            "no raid `riad`; it has `raid`\ndid you mean",
        ),
        (&["footprint", QUICKSTART, "--threat", "medium"], "no threat type `medium`"),
        (&["footprint", QUICKSTART, "--architectures", "shred"], "did you mean `shared`?"),
        (&["footprint", QUICKSTART, "--shots", "0"], "--shots"),
        (
            &["footprint", QUICKSTART, "--threat", "short-range"],
            "`short-range` reaches none of the",
        ),
    ];
    refused(&cases);
}

/// Each command line ends with code 2, nothing printed, and a reason.
fn refused(cases: &[(&[&str], &str)]) {
    for (words, reason) in cases {
        let done = done(words);
        assert_eq!(done.code, Some(2), "{words:?}: {}", done.said);
        assert!(done.said.contains(reason), "{words:?}: {}", done.said);
        assert_eq!(done.out, "", "{words:?}");
    }
}

#[test]
fn a_file_that_cannot_be_a_scenario_is_named_with_the_reason() {
    let directory = directory("cannot_be_a_scenario");
    let file = |name: &str, bytes: &[u8]| {
        let path = directory.join(name);
        fs::write(&path, bytes).unwrap();
        text(&path)
    };
    let long = directory.join("long.toml");
    File::create(&long).unwrap().set_len(10_000_001).unwrap();
    let cases = [
        (text(&directory.join("missing.toml")), "No such file"),
        (text(&directory), "it is a directory"),
        (text(&long), "the file is longer than 10 MB"),
        (file("latin.toml", b"name = \"caf\xe9\"\n"), "line 1 is not UTF-8: byte 11"),
        (file("empty.toml", b""), "missing"),
    ];
    for (path, reason) in &cases {
        for command in ["check", "run", "fly", "coverage", "compare", "assure", "footprint"] {
            let done = done(&[command, path]);
            assert_eq!(done.code, Some(2), "{command} {path}: {}", done.said);
            assert!(done.said.contains(reason), "{command} {path}: {}", done.said);
            assert!(!done.said.contains("panicked"), "{}", done.said);
            let name = Path::new(path).file_name().unwrap().to_str().unwrap();
            assert!(done.said.contains(name), "{}", done.said);
        }
    }
}

#[test]
fn a_file_that_a_scenario_names_is_looked_for_beside_it() {
    let directory = directory("looked_for_beside");
    let scenario = directory.join("copy.toml");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(QUICKSTART), &scenario).unwrap();
    let done = done(&["check", &text(&scenario)]);
    assert_eq!(done.code, Some(2));
    assert!(done.said.contains("cannot read `catalogues/notional.toml`"), "{}", done.said);
    assert!(!done.said.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn check_says_of_each_file_whether_it_is_right() {
    let good = done(&["check", QUICKSTART]);
    assert_eq!((good.code, good.said.as_str()), (Some(0), ""));
    assert!(good.out.contains("quickstart.toml: right"), "{}", good.out);
    let mixed = done(&["check", "missing-one.toml", QUICKSTART, "missing-two.toml"]);
    assert_eq!(mixed.code, Some(2));
    assert_eq!(mixed.out, good.out);
    for name in ["missing-one.toml", "missing-two.toml"] {
        assert!(mixed.said.contains(name), "{}", mixed.said);
    }
}

#[test]
fn schemas_are_json() {
    for kind in ["scenario", "catalogue", "architecture"] {
        let schema: Value = serde_json::from_str(&done(&["schema", kind]).out).unwrap();
        assert!(schema["properties"].is_object(), "{kind}");
    }
}

#[test]
fn numbers_are_asked_for_in_digits() {
    let mut cases = Vec::new();
    for (option, command) in
        [("--runs", "compare"), ("--seed", "compare"), ("--threads", "compare"), ("--run", "run")]
    {
        for word in ["-5", "1e3", "-1e3", "2.5", "many", "99999999999999999999"] {
            cases.push(vec![command, QUICKSTART, option, word]);
        }
    }
    for words in &cases {
        let done = done(words);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{words:?}");
        let [.., option, word] = words[..] else { panic!("two words") };
        let told = format!("invalid value '{word}' for '{option} <");
        assert!(done.said.contains(&told), "{words:?}: {}", done.said);
        assert!(done.said.contains("wanted: a whole number from "), "{words:?}: {}", done.said);
        assert_eq!(done.said.contains("write 1000"), word == "1e3", "{words:?}: {}", done.said);
    }
}

#[test]
fn a_file_and_the_command_line_take_as_many_runs() {
    let most = "1000000000";
    let schema: Value = serde_json::from_str(&told(&["schema", "scenario"])).unwrap();
    let of_file = &schema["$defs"]["Simulation"]["properties"]["runs"]["maximum"];
    assert_eq!(of_file.to_string(), most);
    let schema: Value = serde_json::from_str(&told(&["schema", "sweep"])).unwrap();
    assert_eq!(schema["properties"]["runs"]["maximum"].to_string(), most);
    for words in [&["compare", QUICKSTART][..], &["sweep", "scenarios/sweeps/trust.toml"]] {
        let done = done(&[words, &["--runs", "1000000001"]].concat());
        assert_eq!(done.code, Some(2), "{}", done.said);
        assert!(done.said.contains(&format!("1000000001 is not in 1..={most}")), "{}", done.said);
    }
}

#[test]
fn a_missing_input_is_code_2_wherever_it_is_named() {
    let folder = directory("missing_input");
    let missing = text(&folder.join("no-such-file"));
    let sweep = folder.join("sweep.toml");
    let list = "name = \"a\"\ndescription = \"b\"\nscenario = \"SCENARIO\"\n[design]\n\
                method = \"list\"\nfile = \"gone.csv\"\n[[factors]]\nkeys = [\"links.loss\"]\n";
    let scenario = format!("{}/{QUICKSTART}", env!("CARGO_MANIFEST_DIR"));
    fs::write(&sweep, list.replace("SCENARIO", &scenario)).unwrap();
    let sweep = text(&sweep);
    let m = missing.as_str();
    let tracker = "scenarios/tracker/s1.toml";
    let new = text(&folder.join("new.toml"));
    let plots = text(&folder.join("plots.csv"));
    fs::write(&plots, "time_s,sensor,range_m,azimuth_rad,elevation_rad\n0,radar-0,6e5,5,0.4\n")
        .unwrap();
    let cases: [&[&str]; 16] = [
        &["check", m],
        &["run", m],
        &["fly", m],
        &["coverage", m],
        &["track", m, "--plots", m],
        &["track", tracker, "--plots", m],
        &["track", tracker, "--plots", &plots, "--truth", m],
        &["compare", m],
        &["compare", QUICKSTART, "--runs", "2", "--quiet", "--baseline", m],
        &["sweep", m],
        &["sweep", &sweep],
        &["new", &new, "--sweep", m],
        &["collect", m],
        &["collect", QUICKSTART],
        &["verify", "--cases", m],
        &["assure", m],
    ];
    for words in cases {
        let done = done(words);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{words:?}: {}", done.said);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_code_3() {
    for words in [&["--help"][..], &["--version"], &["run", "--help"], &["check", QUICKSTART]] {
        let full = File::create("/dev/full").unwrap();
        let done: super::Done = lisbon(words).stdout(full).output().unwrap().into();
        assert_eq!(done.code, Some(3), "{words:?}: {}", done.said);
        assert!(done.said.contains("cannot write to standard output"), "{}", done.said);
    }
    let nothing = done(&[]);
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(2), ""), "help is not asked for");
}

#[test]
fn characters_that_hide_are_made_visible_in_messages_and_reports() {
    let name = "name=\"a\u{202e}b\u{200b}c\u{9b}d\"";
    let words = ["--set", name];
    for command in [&["run", QUICKSTART][..], &["compare", QUICKSTART, "--runs", "2", "--quiet"]] {
        let out = told(&[command, &words].concat());
        assert!(out.contains("a\u{fffd}b\u{fffd}c\u{fffd}d"), "{out}");
        assert!(!out.contains(['\u{202e}', '\u{200b}', '\u{9b}']), "{out}");
    }
    for words in [
        &["run", QUICKSTART, "--architecture", "a\u{202e}b"][..],
        &["run", QUICKSTART, "--set", "raids.threat=\"a\u{202e}b\""],
        &["run", "a\u{202e}b.toml"],
        &["collect", "a\u{202e}b"],
    ] {
        let done = done(words);
        assert_eq!(done.code, Some(2), "{words:?}");
        assert!(!done.said.contains('\u{202e}'), "{words:?}: {}", done.said);
    }
}

#[test]
fn reports_of_one_system_say_nothing_of_both() {
    let one = "scenarios/tracker/m10.toml";
    let compare = told(&["compare", one, "--runs", "2", "--quiet"]);
    for report in [told(&["run", one]), compare, told(&["coverage", one])] {
        assert!(!report.contains("both"), "{report}");
    }
    assert!(told(&["run", QUICKSTART]).contains("both systems"));
}
