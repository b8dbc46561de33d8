//! `lisbon verify`.

use super::{directory, done, text};
use crate::common::path;
use std::fs;

/// In JSON, where each number can be asked for; the table's form is tested with few files. The
/// files of defence play 2,000 runs a case: `lisbon verify` itself, which `.ci/run` runs, is their
/// command.
#[test]
fn the_shipped_cases_hold() {
    let entries = fs::read_dir(path("reference")).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut files: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
    files.retain(|file| !file.starts_with("09_defence") && file != "README.md");
    assert_eq!(files.len(), 41);
    let json = done(&["verify", "--format", "json", "--file", &files.join(",")]);
    assert_eq!((json.code, json.said.as_str()), (Some(0), ""));
    let found: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(found["holds"], true);
    let cases = found["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 443);
    for case in cases {
        assert_eq!(case["pass"], true, "{case}");
        for key in ["expected", "got", "tolerance"] {
            assert!(!case[key].as_object().unwrap().is_empty(), "{key}: {case}");
        }
        assert!(case["file"].is_string() && case["case_id"].is_string());
    }
}

#[test]
fn a_folder_with_one_file_is_judged_by_it_and_the_rest_is_missing() {
    let folder = directory("verify_one");
    let rows = fs::read_to_string("reference/03_gravity_j2.csv").unwrap();
    fs::write(folder.join("03_gravity_j2.csv"), &rows).unwrap();
    fs::write(folder.join("notes.txt"), "of no concern").unwrap();
    let good = done(&["verify", "--cases", &text(&folder)]);
    assert_eq!((good.code, good.said.as_str()), (Some(1), ""));
    let again = done(&["verify", "--cases", &text(&folder)]);
    assert_eq!(again.out, good.out, "the same bytes each time");
    assert_eq!(good.out.matches("MISSING").count(), 47);
    assert!(good.out.contains("1 of 48 files hold: 8 cases evaluated, 0 off."));

    let off = rows.replacen("-8.145670283877672", "-8.146670283877672", 1);
    assert_ne!(off, rows);
    fs::write(folder.join("03_gravity_j2.csv"), off).unwrap();
    let off = done(&["verify", "--cases", &text(&folder)]);
    assert_eq!(off.code, Some(1));
    let line = off.out.lines().find(|line| line.starts_with("OFF "));
    let line = line.unwrap();
    assert!(line.contains("GRV-J2-R01 a_total_m_s2"), "{line}");

    let broken = rows.replacen("7000000.0", "far", 1);
    fs::write(folder.join("03_gravity_j2.csv"), broken).unwrap();
    let broken = done(&["verify", "--cases", &text(&folder)]);
    assert_eq!(broken.code, Some(2));
    assert!(broken.said.contains("03_gravity_j2.csv:2:"), "{}", broken.said);
    assert!(broken.said.contains("`rx_m` is not a number: `far`"), "{}", broken.said);
    assert!(broken.out.contains("7 cases evaluated, 0 off"), "the rest is judged");
}

#[test]
fn what_is_no_folder_is_said() {
    for path in ["nowhere", "Cargo.toml"] {
        let got = done(&["verify", "--cases", path]);
        assert_eq!((got.code, got.out.as_str()), (Some(2), ""));
        assert!(got.said.contains("is not a folder of case files"), "{}", got.said);
    }
}

#[test]
fn files_are_chosen_by_name_in_the_order_of_the_list() {
    let names = "04_nesc_checkcases.csv, 03_gravity_j2.csv";
    let one = done(&["verify", "--file", names, "--threads", "1"]);
    assert_eq!((one.code, one.said.as_str()), (Some(0), ""));
    assert!(one.out.contains("2 of 2 files hold: 17 cases evaluated, 0 off. Verified."));
    let words = names.split(", ").flat_map(|name| ["--file", name]);
    let words: Vec<&str> = ["verify", "--threads", "2"].into_iter().chain(words).collect();
    assert_eq!(done(&words).out, one.out, "the same bytes for other threads");

    let folder = directory("verify_chosen");
    let missing = done(&["verify", "--cases", &text(&folder), "--file", names]);
    assert_eq!(missing.code, Some(1));
    assert_eq!(missing.out.matches("MISSING").count(), 2);
}

#[test]
fn an_unknown_file_or_too_many_threads_are_refused() {
    for (words, said) in [
        (["--file", "03_gravity_j3.csv"], "no file `03_gravity_j3.csv`"),
        (["--file", "03_gravity_j3.csv"], "did you mean `03_gravity_j2.csv`?"),
        (["--file", ""], "no file ``"),
        (["--threads", "5000"], "5000 is not in 0..=1024"),
    ] {
        let got = done(&["verify", words[0], words[1]]);
        assert_eq!((got.code, got.out.as_str()), (Some(2), ""), "{words:?}");
        assert!(got.said.contains(said), "{}", got.said);
    }
}

/// The velocity is relative to the turning Earth, the places are geodetic, the ground is no floor.
#[test]
fn a_bad_flight_is_told_by_its_column() {
    let folder = directory("verify_nesc");
    let name = "04_nesc_checkcases.csv";
    let rows = fs::read_to_string(format!("reference/{name}")).unwrap();
    for (from, to, said) in [
        (",8000.400502,5.0,", ",-1,5.0,", "`beta_kg_m2` is not a number above 0: `-1`"),
        (",8000.400502,5.0,", ",8000,-5,", "`t_s` is not a number from 0 to 86400: `-5`"),
        ("R01,0.0,", "R01,91,", "`latitude_deg` is not a number from -90 to 90: `91`"),
        (",9022.2406,", ",,", "`altitude_end_m` is blank, where a number must stand"),
        (",tol_m,", ",tol,", "there is no `tol_m`"),
    ] {
        fs::write(folder.join(name), rows.replacen(from, to, 1)).unwrap();
        let got = done(&["verify", "--cases", &text(&folder), "--file", name]);
        assert_eq!(got.code, Some(2), "{to}");
        assert!(got.said.contains(said), "{}", got.said);
    }
}

/// `01-csv-blank-lines`, `11-json-bom`: a fault points to its own row whatever stands before it, and
/// a byte order mark is passed over in case files of both kinds.
#[test]
fn marks_blank_lines_and_carriage_returns_move_no_fault() {
    let folder = directory("verify_written");
    for (name, faulty, wrong) in [
        ("10_stats_quantiles.csv", "normal,,,0.9", "normale,,,0.9"),
        ("08_assignment_lsap.json", "\"tol_abs\": 1e-09", "\"tol_abs\": 1e-"),
    ] {
        let plain = fs::read_to_string(path(&format!("reference/{name}"))).unwrap();
        assert!(plain.contains(faulty), "{name}");
        let judged = |bytes: String| {
            fs::write(folder.join(name), bytes).unwrap();
            done(&["verify", "--cases", &text(&folder), "--file", name])
        };
        let holds = judged(plain.clone());
        assert_eq!((holds.code, holds.said.as_str()), (Some(0), ""), "{name}");
        let mark = judged(format!("\u{feff}{}", plain.replace('\n', "\r\n")));
        assert_eq!((mark.code, mark.out), (Some(0), holds.out), "{name}: {}", mark.said);

        let place = plain.find(faulty).unwrap();
        let (before, row) = plain.split_at(plain[..place].rfind('\n').unwrap() + 1);
        let broken = format!("\u{feff}{before}\n\r\n\n{}", row.replacen(faulty, wrong, 1));
        let line = before.lines().count() + 4;
        let told = judged(broken);
        assert_eq!(told.code, Some(2), "{name}");
        assert!(told.said.contains(&format!("{name}:{line}:")), "{line}: {}", told.said);
        assert!(told.said.contains(wrong), "the row is shown: {}", told.said);
    }
}
