//! What `track` reads, prints and writes.

use super::{directory, done, lisbon, text};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const S1: &str = "scenarios/tracker/s1.toml";
const M10: &str = "scenarios/tracker/m10.toml";
const S1_PLOTS: &str = "tests/it/data/s1_plots.csv.gz";
const M10_PLOTS: &str = "tests/it/data/m10_plots.csv.gz";
const M10_TRUTH: &str = "tests/it/data/m10_truth.csv.gz";

fn told(words: &[&str]) -> String {
    let done = done(words);
    let said = done.said.as_str();
    assert_eq!((done.code, said), (Some(0), ""), "{said}");
    done.out
}

#[test]
fn tracks_are_printed_or_written_whole() {
    let out = told(&["track", M10, "--plots", M10_PLOTS]);
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some("time_s,track_id,x,y,z,vx,vy,vz"));
    let rows: Vec<Vec<f64>> =
        lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    assert!(rows.is_sorted_by_key(|row| (row[0] as u64, row[1] as u64)));
    assert_eq!(rows.iter().filter(|row| row[0] == 60.0).count(), 10);

    let directory = directory("tracks_are_written");
    let file = directory.join("tracks.csv");
    let written = told(&["track", M10, "--plots", M10_PLOTS, "--out", &text(&file)]);
    assert_eq!(written, "");
    assert_eq!(fs::read_to_string(&file).unwrap(), out);
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1, "no drafts");
}

#[test]
fn covariances_are_21_columns_more() {
    let out = told(&["track", S1, "--plots", S1_PLOTS, "--covariance"]);
    let plain = told(&["track", S1, "--plots", S1_PLOTS]);
    let header: Vec<&str> = out.lines().next().unwrap().split(',').collect();
    assert_eq!(header.len(), 8 + 21);
    let ends = [8, 9, 14, 28].map(|place| header[place]);
    assert_eq!(ends, ["cov_x_x", "cov_x_y", "cov_y_y", "cov_vz_vz"]);
    for (with, without) in out.lines().zip(plain.lines()) {
        assert!(with.starts_with(without), "{with}");
        assert_eq!(with.split(',').count(), header.len());
    }
    let last: Vec<f64> =
        out.lines().last().unwrap().split(',').map(|cell| cell.parse().unwrap()).collect();
    for (place, name) in header.iter().enumerate() {
        let axes: Vec<&str> = name.split('_').skip(1).collect();
        if name.starts_with("cov") && axes[0] == axes[1] {
            assert!(last[place] > 0.0, "{name}");
        }
    }
}

#[test]
fn every_fault_is_told_at_once_and_nothing_is_written() {
    let directory = directory("faulty_plots");
    let plots = directory.join("plots.csv");
    let rows = "time_s,sensor,range_m,azimuth_rad,elevation_rad\n\
                0,radar-0,1668203.92,3.7307310,0.1170305\n\
                1,radar_1,1548303.21,4.3461925,0.1465665\n\
                2,radar-2,far,248.1,0.1465665\n\
                -1,radar-2,1,1,\n\
                3,radar-2,1548303.21\n\
                4,orsk,NaN,1,1\n";
    fs::write(&plots, rows).unwrap();
    let out = directory.join("tracks.csv");
    let done = done(&["track", S1, "--plots", &text(&plots), "--out", &text(&out)]);
    assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{}", done.said);
    for part in [
        "plots.csv:3:3",
        "the scenario has no radar `radar_1`",
        "there is one with a near name",
        "plots.csv:4:11",
        "`range_m` is not a number: `far`",
        "wanted: metres, from 1 to 1e9",
        "`azimuth_rad` is out of its range: `248.1`",
        "wanted: radians clockwise from north",
        "`time_s` is out of its range: `-1`",
        "`elevation_rad` is missing",
        "plots.csv:6:1",
        "the row has 3 cells, but the header names 5",
        "the scenario has no radar `orsk`",
        "wanted: one of `radar-0`, `radar-1`, `radar-2`",
        "`range_m` is out of its range: `NaN`",
        "8 faults in 1 file; nothing was run",
    ] {
        assert!(done.said.contains(part), "{part} in {}", done.said);
    }
    assert!(!out.exists());
}

#[test]
fn a_file_that_is_wrong_as_a_whole_is_refused_with_its_reason() {
    let directory = directory("plots_wrong_as_a_whole");
    let packed = fs::read(S1_PLOTS).unwrap();
    let cases: [(&str, &[u8], &str); 7] = [
        ("empty", b"\n", "the file is empty"),
        ("lacking", b"range_m,sensor", "the header lacks `time_s`, `azimuth_rad`, `elevation_rad`"),
        (
            "no_plots",
            b"time_s,sensor,range_m,azimuth_rad,elevation_rad\n",
            "the file holds no plots",
        ),
        (
            "header",
            b"time,sensor,range_m,azimuth_rad,elevation_deg,sensor\n0,a,1,1,1,1\n",
            "a second column is called `sensor`",
        ),
        ("cut", &packed[..2000], "it is damaged: gzip:"),
        ("letters", b"time_s\xff", "line 1 is not UTF-8: byte 6"),
        ("quote", b"\"", "there is no column"),
    ];
    for (name, bytes, reason) in cases {
        let plots = directory.join(name);
        fs::write(&plots, bytes).unwrap();
        let done = done(&["track", S1, "--plots", &text(&plots)]);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{name}");
        assert!(done.said.contains(reason), "{name}: {}", done.said);
    }
}

#[test]
fn plots_of_two_systems_or_of_a_satellite_are_refused() {
    let directory = directory("plots_of_two_systems");
    let plots = directory.join("plots.csv");
    let rows = "time_s,sensor,range_m,azimuth_rad,elevation_rad\n\
                0,deveselu,1e6,1,0.1\n\
                0,orsk,1e6,1,0.1\n\
                0,nato-east,1e6,1,0.1\n";
    fs::write(&plots, rows).unwrap();
    let raid = "scenarios/southern-raid.toml";
    let done = done(&["track", raid, "--plots", &text(&plots)]);
    assert_eq!(done.code, Some(2), "{}", done.said);
    for part in [
        "the plots are of two systems: `orsk`",
        "a radar of `russia`, but `deveselu`, named before, is one of `nato`",
        "`nato-east` is a satellite",
        "2 faults in 1 file",
    ] {
        assert!(done.said.contains(part), "{part} in {}", done.said);
    }
}

#[test]
fn neither_the_plots_nor_a_folder_is_overwritten() {
    let directory = directory("track_out");
    let plots = directory.join("plots.csv.gz");
    fs::copy(S1_PLOTS, &plots).unwrap();
    let plots = text(&plots);
    let cases = [
        (plots.clone(), 2, "is the file of the plots"),
        (text(&directory), 2, "is no plain file"),
        (text(&directory.join("none/tracks.csv")), 3, "cannot write"),
    ];
    for (out, code, reason) in cases {
        let done = done(&["track", S1, "--plots", &plots, "--out", &out]);
        assert_eq!(done.code, Some(code), "{}", done.said);
        assert!(done.said.contains(reason), "{}", done.said);
    }
    assert_eq!(fs::read(&plots).unwrap(), fs::read(S1_PLOTS).unwrap());
    let none = done(&["track", S1, "--plots", "none.csv"]);
    assert_eq!(none.code, Some(2));
    for part in ["the plots cannot be read: No such file", "none.csv"] {
        assert!(none.said.contains(part), "{}", none.said);
    }
}

#[test]
fn a_reader_of_tracks_may_leave_early() {
    let words = ["track", M10, "--plots", M10_PLOTS, "--covariance"];
    let mut command = lisbon(&words);
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    drop(out);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert!(ended.stderr.is_empty());
}

#[test]
fn every_column_is_explained() {
    let help = told(&["track", "--help"]);
    let columns = lisbon::recorded::COLUMNS.into_iter();
    let tracks = ["track_id", "x, y, z", "vx, vy, vz", "cov_x_x", "cov_vz_vz"];
    let floors = ["range_floor_m", "angle_floor_mrad", "at every elevation"];
    let truth = lisbon::recorded::TRUTH_COLUMNS.into_iter();
    for word in columns.chain(tracks).chain(floors).chain(truth) {
        assert!(help.contains(word), "{word}");
    }
}

#[test]
fn tracks_are_judged_by_the_truth() {
    let directory = directory("tracks_are_judged");
    let file = text(&directory.join("tracks.csv"));
    let words = ["track", M10, "--plots", M10_PLOTS, "--truth", M10_TRUTH];
    let table = told(&[&words[..], &["--out", &file]].concat());
    let plain = told(&["track", M10, "--plots", M10_PLOTS]);
    assert_eq!(fs::read_to_string(&file).unwrap(), plain);
    for part in [
        "10 objects, 10 tracks, judged at 61 times from 0 to 60 s",
        "GOSPA ",
        "OSPA ",
        "spuriousness           0.0000 ",
        "ambiguity              1.0000 ",
        "NEES ",
    ] {
        assert!(table.contains(part), "{part} in {table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 100));
    let json = told(&[&words[..], &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["tracks"], &json["times"]), (&10.into(), &61.into()));
    assert_eq!((&json["ambiguity"], &json["spuriousness"]), (&1.0.into(), &0.0.into()));
    let number = |key: &str| json[key].as_f64().unwrap();
    let lone = number("gospa_missed") + number("gospa_false");
    assert!(lone > 0.0 && number("cutoff_m") == 5000.0 && number("order") == 2.0);
    for key in ["gospa_m", "ospa_m", "position_error_m", "velocity_error_mps", "nees"] {
        assert!(number(key) > 0.0, "{key}");
    }
    assert!(table.contains(&format!("{:.2}", number("gospa_m"))));
}

#[test]
fn every_fault_of_the_truth_is_told() {
    let directory = directory("faulty_truth");
    let truth = directory.join("truth.csv");
    let rows = "x,y,z,vx,vy,vz,time_s,truth_id\n\
                1,2,3,4,5,6,0,a\n\
                1,2,3,4,5,6,0.0,b\n\
                1,2,3,4,5,6,0e0,a\n\
                1,2,far,4,5,6,-1,a\n\
                1,2,3,4e9,5,6,1,\n\
                1,2,3\n";
    fs::write(&truth, rows).unwrap();
    let truth = text(&truth);
    let wrong = done(&["track", M10, "--plots", M10_PLOTS, "--truth", &truth]);
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""), "{}", wrong.said);
    for part in [
        "truth.csv:4:17",
        "object `a` has a second state at 0 s",
        "`z` is not a number: `far`",
        "`time_s` is out of its range: `-1`",
        "`vx` is out of its range: `4e9`",
        "`truth_id` is missing",
        "the row has 3 cells, but the header names 8",
        "6 faults in 1 file",
    ] {
        assert!(wrong.said.contains(part), "{part} in {}", wrong.said);
    }
    for (bytes, reason) in [
        (&b"time_s,truth_id,x,y,z,vx,vy,vz\n"[..], "the file holds no states"),
        (b"time_s,truth,x,y,z,vx,vy,vz\n", "there is no column `truth`"),
        (b"\x1f\x8b\x08", "the truth cannot be read: it is damaged: gzip"),
    ] {
        fs::write(&truth, bytes).unwrap();
        let wrong = done(&["track", M10, "--plots", M10_PLOTS, "--truth", &truth]);
        assert_eq!(wrong.code, Some(2), "{reason}");
        assert!(wrong.said.contains(reason), "{reason}: {}", wrong.said);
    }
}

#[test]
fn words_of_the_score_that_do_not_go_together_are_refused() {
    let truth = text(&directory("truth_out").join("truth.csv.gz"));
    fs::copy(M10_TRUTH, &truth).unwrap();
    let words = ["track", M10, "--plots", M10_PLOTS];
    for (more, reason) in [
        (&["--truth", &truth, "--covariance"][..], "--covariance needs it"),
        (&["--truth", &truth, "--out", &truth], "is the file of the truth"),
        (&["--format", "json"], "--truth <FILE>"),
    ] {
        let refused = done(&[&words[..], more].concat());
        assert_eq!(refused.code, Some(2), "{}", refused.said);
        assert!(refused.said.contains(reason), "{reason} in {}", refused.said);
    }
    assert_eq!(fs::read(&truth).unwrap(), fs::read(M10_TRUTH).unwrap());
}
