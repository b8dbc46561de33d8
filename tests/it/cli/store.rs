//! Results in a folder: stopped, resumed, extended, split and joined they end in the same bytes.

use super::{QUICKSTART, directory, done, lisbon, text};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const PAIR: [&str; 3] = ["--architectures", "isolated,joint", "--quiet"];

fn compare(runs: &str, out: &Path, more: &[&str]) -> super::Done {
    let out = text(out);
    let words = ["compare", QUICKSTART, "--runs", runs, "--out", &out];
    done(&[&words[..], &PAIR, more].concat())
}

/// Every file of a folder, by its name.
pub(super) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let inner = self::files(&path).into_iter();
            let folder = PathBuf::from(path.file_name().unwrap());
            files.extend(inner.map(|(name, bytes)| (folder.join(name), bytes)));
        } else {
            files.insert(path.file_name().unwrap().into(), fs::read(&path).unwrap());
        }
    }
    files
}

#[track_caller]
pub(super) fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{} differs", name.display());
    }
}

#[test]
fn extended_and_resumed_it_is_the_same_folder() {
    let folder = directory("store_extended");
    let (whole, grown) = (folder.join("whole"), folder.join("grown"));
    let done = compare("70", &whole, &["--threads", "1"]);
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    for runs in ["2", "66", "70", "70"] {
        let again = compare(runs, &grown, &["--threads", "2"]);
        assert_eq!((again.code, again.said.as_str()), (Some(0), ""), "{runs}");
        if runs == "70" {
            assert_eq!(again.out, done.out, "what is printed is that of all runs");
        }
    }
    assert_same(&whole, &grown);
    let names: Vec<PathBuf> = files(&whole).into_keys().collect();
    let expected = [
        "designs.parquet",
        "manifest.json",
        "runs.parquet",
        "summary.json",
        "units/000000-000000000-000000064.unit",
        "units/000000-000000064-000000070.unit",
    ];
    assert_eq!(names, expected.map(PathBuf::from));
}

#[test]
fn shares_in_any_order_join_to_the_whole() {
    let folder = directory("store_shares");
    let whole = folder.join("whole");
    assert_eq!(compare("66", &whole, &[]).code, Some(0));
    for of in [2, 7] {
        let parts = folder.join(format!("of-{of}"));
        let mut words = vec!["collect".to_owned()];
        for number in (1..=of).rev() {
            let part = parts.join(number.to_string());
            let share = format!("{number}/{of}");
            let done = compare("66", &part, &["--shard", &share]);
            assert_eq!(done.code, Some(0), "{}", done.said);
            words.push(text(&part));
        }
        let joined = parts.join("joined");
        words.extend(["--out".to_owned(), text(&joined)]);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if of > 1 {
            let lacking: Vec<&str> = words.iter().copied().filter(|w| *w != words[of]).collect();
            let done = done(&lacking);
            assert_eq!(done.code, Some(1), "{}", done.said);
            assert!(done.said.contains("there is missing:\n  runs "), "{}", done.said);
        }
        let done = done(&words);
        assert_eq!((done.code, done.said.as_str()), (Some(0), ""), "of {of}");
        assert_same(&whole, &joined);
        // All shares in one folder need nobody who joins them.
        let together = parts.join("together");
        for number in 1..=of {
            let share = format!("{number}/{of}");
            assert_eq!(compare("66", &together, &["--shard", &share]).code, Some(0));
        }
        assert_same(&whole, &together);
    }
}

#[test]
fn other_results_are_refused_or_replaced_and_fewer_runs_throw_nothing_away() {
    let folder = directory("store_other");
    let out = folder.join("out");
    assert_eq!(compare("4", &out, &["--seed", "3"]).code, Some(0));
    let before = files(&out);
    let cases: [(&str, &[&str], &str); 4] = [
        ("4", &["--seed", "4"], "master seed: it has 3, this is 4"),
        ("4", &["--seed", "3", "--set", "links.loss=0.5"], "digest of the scenario"),
        ("4", &["--seed", "3", "--explain"], "--explain: it has false, this is true"),
        ("3", &["--seed", "3"], "runs: it has 4, and only 3 are asked for"),
    ];
    for (runs, more, expected) in cases {
        let done = compare(runs, &out, more);
        assert_eq!(done.code, Some(2), "{}", done.said);
        assert!(done.said.contains(expected), "{expected} in {}", done.said);
        assert_eq!(files(&out), before, "nothing is touched");
    }
    assert_eq!(compare("3", &out, &["--seed", "4", "--force"]).code, Some(0));
    let fresh = folder.join("fresh");
    assert_eq!(compare("3", &fresh, &["--seed", "4"]).code, Some(0));
    assert_same(&fresh, &out);
}

/// The rows of runs as CSV are those of Parquet, and tell where each comes from.
#[test]
fn rows_are_kept_as_csv_too_and_never_of_fewer_runs() {
    let folder = directory("store_csv");
    let (out, plain) = (folder.join("out"), folder.join("plain"));
    let done = compare("4", &out, &["--format", "csv"]);
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    assert!(done.out.starts_with("kind,metric,party,"), "{}", done.out);
    let runs = fs::read_to_string(out.join("runs.csv")).unwrap();
    let rows: Vec<&str> = runs.lines().collect();
    let head = "scenario,seed,digest,lisbon,design,run,architecture,system,leakage,";
    assert!(rows[0].starts_with(head), "{}", rows[0]);
    // Four runs of two architectures, each of both systems together and of either.
    assert_eq!(rows.len(), 1 + 4 * 2 * 3);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let origin = ["scenario", "digest", "lisbon"].map(|key| manifest[key].as_str().unwrap());
    let [scenario, digest, version] = origin;
    let start = format!("{scenario},{},{digest},{version},0,", manifest["seed"]);
    assert!(rows[1..].iter().all(|row| row.starts_with(&start)), "{start}");
    assert!(rows[1].starts_with(&format!("{start}0,isolated,*,")), "{}", rows[1]);
    let columns = rows[0].split(',').count();
    assert!(rows.iter().all(|row| row.split(',').count() == columns));
    assert!(done.out.lines().skip(1).all(|row| row.contains(&format!(",{scenario},"))));
    let designs = fs::read_to_string(out.join("designs.csv")).unwrap();
    assert!(designs.starts_with("scenario,seed,digest,lisbon,design,runs,failures,state,reason\n"));
    assert_eq!(designs.lines().nth(1).unwrap(), format!("{start}4,0,played,"));
    // All else is as without it, and further runs leave no table of fewer behind.
    assert_eq!(compare("6", &out, &[]).code, Some(0));
    assert_eq!(compare("6", &plain, &[]).code, Some(0));
    assert_same(&plain, &out);
    let collected = super::done(&["collect", &text(&out), "--format", "csv"]);
    assert_eq!(collected.code, Some(0), "{}", collected.said);
    let runs = fs::read_to_string(out.join("runs.csv")).unwrap();
    assert_eq!(runs.lines().count(), 1 + 6 * 2 * 3);
}

#[test]
fn force_takes_away_what_is_its_own_and_nothing_else() {
    let folder = directory("store_force");
    let (out, fresh) = (folder.join("out"), folder.join("fresh"));
    assert_eq!(compare("70", &out, &["--format", "csv", "--explain"]).code, Some(0));
    let others = ["notes.txt", "units/mine.txt", "units/7.end", "units/0-1-2.unit"];
    for name in others {
        fs::write(out.join(name), name).unwrap();
    }
    assert_eq!(compare("3", &out, &["--seed", "4", "--force"]).code, Some(0));
    assert_eq!(compare("3", &fresh, &["--seed", "4"]).code, Some(0));
    for name in others {
        assert_eq!(fs::read_to_string(out.join(name)).unwrap(), name);
        fs::remove_file(out.join(name)).unwrap();
    }
    assert_same(&fresh, &out);
    // Whoever is killed while clearing leaves a part of one experiment, which is gone on from.
    assert_eq!(compare("70", &out, &["--force"]).code, Some(0));
    for name in ["summary.json", "runs.parquet", "units/000000-000000000-000000064.unit"] {
        fs::remove_file(out.join(name)).unwrap();
    }
    let refused = compare("70", &out, &["--seed", "9"]);
    assert_eq!(refused.code, Some(2), "{}", refused.said);
    assert_eq!(compare("70", &out, &[]).code, Some(0));
    let whole = folder.join("whole");
    assert_eq!(compare("70", &whole, &[]).code, Some(0));
    assert_same(&whole, &out);
}

#[test]
fn results_without_a_manifest_are_nobodys_to_replace() {
    let folder = directory("store_orphans");
    let out = folder.join("out");
    assert_eq!(compare("3", &out, &[]).code, Some(0));
    fs::remove_file(out.join("manifest.json")).unwrap();
    let left = files(&out);
    for more in [&[][..], &["--force"]] {
        let done = compare("3", &out, more);
        assert_eq!(done.code, Some(2), "{}", done.said);
        assert!(done.said.contains("and no manifest.json that says of what"), "{}", done.said);
        assert_eq!(files(&out), left, "nothing is touched");
    }
    fs::write(out.join("manifest.json"), "{\"name\": \"of another program\"}").unwrap();
    let done = compare("3", &out, &["--force"]);
    assert_eq!(done.code, Some(2), "{}", done.said);
    assert!(done.said.contains("is no manifest of this program"), "{}", done.said);
}

#[test]
fn explanations_are_kept_and_joined() {
    let folder = directory("store_explained");
    let (whole, grown) = (folder.join("whole"), folder.join("grown"));
    let done = compare("70", &whole, &["--explain"]);
    assert_eq!(done.code, Some(0), "{}", done.said);
    for runs in ["10", "70"] {
        assert_eq!(compare(runs, &grown, &["--explain"]).code, Some(0));
    }
    assert_same(&whole, &grown);
    let words = ["compare", QUICKSTART, "--runs", "70", "--explain"];
    let alone = super::done(&[&words[..], &PAIR].concat());
    assert_eq!(alone.out, done.out, "a folder changes nothing");
}

#[test]
fn a_damaged_unit_is_told_and_played_again_once_it_is_gone() {
    let folder = directory("store_damaged");
    let out = folder.join("out");
    assert_eq!(compare("4", &out, &[]).code, Some(0));
    let before = files(&out);
    let unit = out.join("units/000000-000000000-000000004.unit");
    let mut bytes = fs::read(&unit).unwrap();
    bytes[700] ^= 1;
    fs::write(&unit, bytes).unwrap();
    let done = compare("4", &out, &[]);
    assert_eq!(done.code, Some(3), "{}", done.said);
    assert!(done.said.contains("000000-000000000-000000004.unit"), "{}", done.said);
    assert!(done.said.contains("it is damaged; remove it"), "{}", done.said);
    fs::remove_file(&unit).unwrap();
    assert_eq!(compare("4", &out, &[]).code, Some(0));
    assert_eq!(files(&out), before);
}

/// A limit on the length of files stands for a full disk: writing fails in the same way.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_half_file_and_is_gone_on_from() {
    let folder = directory("store_full");
    let (whole, out) = (folder.join("whole"), folder.join("out"));
    assert_eq!(compare("70", &whole, &[]).code, Some(0));
    let command = lisbon(
        &[&["compare", QUICKSTART, "--runs", "70", "--out", &text(&out)][..], &PAIR].concat(),
    );
    let words: Vec<String> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    // In blocks of 512 or 1024 bytes: less than a unit, more than the manifest.
    let script = format!("trap '' XFSZ; ulimit -f 48; exec {}", words.join(" "));
    let limited = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let done: super::Done = limited.into();
    assert_eq!(done.code, Some(3), "{}", done.said);
    assert!(done.said.contains("cannot write"), "{}", done.said);
    let left: Vec<PathBuf> = files(&out).into_keys().collect();
    assert_eq!(left, [PathBuf::from("manifest.json")], "no half file");
    assert_eq!(compare("70", &out, &[]).code, Some(0));
    assert_same(&whole, &out);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_code_3() {
    let done = compare("2", Path::new("/proc/lisbon"), &[]);
    assert_eq!(done.code, Some(3), "{}", done.said);
    assert!(done.said.contains("/proc/lisbon"), "{}", done.said);
}

#[test]
fn options_of_a_folder_need_one() {
    for word in [["--shard", "1/2"], ["--force", "--quiet"], ["--tolerance", "leakage=1"]] {
        let words = ["compare", QUICKSTART, "--runs", "2"];
        let done = done(&[&words[..], &word].concat());
        assert_eq!(done.code, Some(2), "{}", done.said);
        assert!(done.said.contains("--out DIR") || done.said.contains("--baseline"));
    }
    let done = done(&["collect", "scenarios"]);
    assert_eq!(done.code, Some(2));
    assert!(done.said.contains("`scenarios` holds no results"), "{}", done.said);
}

#[test]
fn what_is_no_results_is_told_as_what_it_is() {
    let cases = "reference/08_assignment_lsap.json";
    for (file, known) in [(QUICKSTART, "it is a scenario"), (cases, "it is a file of reference")] {
        let out = directory("store_no_results");
        let compare = ["compare", QUICKSTART, "--runs", "2", "--quiet", "--out", &text(&out)];
        for words in [&["collect", file][..], &[&compare[..], &["--baseline", file]].concat()] {
            let done = done(words);
            assert_eq!(done.code, Some(2), "{}", done.said);
            assert!(done.said.contains(known), "{}", done.said);
        }
    }
}
