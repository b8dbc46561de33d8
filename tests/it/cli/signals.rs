//! Readers that leave, disks that are full, users that change their mind. On Unix, by its means.

#![cfg(unix)]

use super::{ASSURANCE, Done, QUICKSTART, directory, lisbon, text};
use serde_json::Value;
use std::fs;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let csv = ["--threat", "raid-1", "--every", "0.1", "--format", "csv"];
    let fly = [&["fly", QUICKSTART][..], &csv].concat();
    let cases: [&[&str]; 7] = [
        &["--help"],
        &["schema"],
        &["run", QUICKSTART, "--format", "json"],
        &fly,
        &["compare", QUICKSTART, "--runs", "2"],
        &["assure", ASSURANCE, "--runs", "1", "--architectures", "isolated"],
        &["footprint", QUICKSTART, "--cell-km", "900", "--format", "json"],
    ];
    for words in cases {
        let mut child = piped(words);
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        drop(out);
        let (code, said) = ended(child);
        assert_eq!((code, said.as_str()), (Some(0), ""), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_code_3() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let words = ["compare", QUICKSTART, "--runs", "2"];
    let done: Done = lisbon(&words).stdout(full).output().unwrap().into();
    assert_eq!(done.code, Some(3), "{}", done.said);
    assert!(done.said.contains("cannot write to standard output"), "{}", done.said);
}

#[test]
fn ctrl_c_ends_questions_of_reach_after_whole_runs() {
    let many = ["--runs", "1000", "--format", "json", "--quiet"];
    let assure = [&["assure", ASSURANCE, "--architectures", "isolated"][..], &many].concat();
    let footprint = [&["footprint", QUICKSTART, "--cell-km", "900"][..], &many].concat();
    for words in [&assure, &footprint] {
        let mut child = piped(words);
        thread::sleep(Duration::from_secs(3));
        interrupt(&child);
        let mut out = String::new();
        let mut pipe = child.stdout.take().unwrap();
        pipe.read_to_string(&mut out).unwrap();
        let (code, said) = ended(child);
        assert_eq!(code, Some(130), "{said}");
        let expected = if out.is_empty() {
            "interrupted after 0 of 1000 runs; too few for figures".to_owned()
        } else {
            let json: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(json["interrupted"], true);
            let runs = json["runs"].as_u64().unwrap();
            assert!((1..1000).contains(&runs));
            format!("interrupted after {runs} of 1000 runs; the figures above are of the finished")
        };
        assert!(said.contains(&expected), "{said}");
    }
}

#[test]
fn ctrl_c_keeps_what_is_finished_and_ends_with_130() {
    let directory = directory("ctrl_c");
    let path = text(&directory);
    let words = ["compare", QUICKSTART, "--runs", "100000000", "--format", "json"];
    let mut child = piped(&[&words[..], &["--out", &path]].concat());
    thread::sleep(Duration::from_millis(1500));
    interrupt(&child);
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    let (code, said) = ended(child);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("interrupted after"), "{said}");
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["interrupted"], true);
    let runs = json["runs"].as_u64().unwrap();
    assert!((2..100_000_000).contains(&runs));
    let summary = fs::read_to_string(directory.join("summary.json")).unwrap();
    assert_eq!(summary, out);
}

#[test]
fn ctrl_c_while_files_are_read_ends_at_once() {
    // A pipe that nobody writes to: the program waits for its scenario.
    let directory = directory("ctrl_c_while_reading");
    let pipe = directory.join("pipe.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for command in ["check", "run", "compare"] {
        let child = piped(&[command, &text(&pipe)]);
        thread::sleep(Duration::from_millis(500));
        interrupt(&child);
        let (code, said) = ended(child);
        assert_eq!((code, said.as_str()), (Some(130), "interrupted\n"), "{command}");
    }
}

fn piped(words: &[&str]) -> Child {
    let mut command = lisbon(words);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn interrupt(child: &Child) {
    // The shell's own `kill`: the program of that name is not on every machine.
    let status = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status();
    assert!(status.unwrap().success());
}

/// Exit code and what was said; the child's standard output may have been taken away.
fn ended(mut child: Child) -> (Option<i32>, String) {
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (child.wait().unwrap().code(), said)
}
