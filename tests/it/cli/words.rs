//! What may be written on the command line and in files, and what is said of the rest.

use super::{ASSURANCE, QUICKSTART, directory, done, text};
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

#[test]
fn a_wrong_question_of_reach_is_refused_likewise() {
    let cases: [(&[&str], &str); 14] = [
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
