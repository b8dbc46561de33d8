//! The shape of the source, held by a test: who imports whom, who may name the truth, how long a
//! file may be, and that no architecture is known by name.

use crate::common::path;
use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<(String, String)> {
    let root = PathBuf::from(path("src"));
    let name = |file: &PathBuf| file.strip_prefix(&root).unwrap().display().to_string();
    files(&root).iter().map(|file| (name(file), fs::read_to_string(file).unwrap())).collect()
}

/// The rooms, in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(path("src/lib.rs")).unwrap();
    let room = |line: &str| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_string);
    lib.lines().filter_map(room).collect()
}

/// The room in which a file lies.
fn room_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

#[test]
fn imports_point_only_upwards() {
    let rooms = rooms();
    assert!(rooms.len() > 10, "{rooms:?}");
    let rank = |room: &str| rooms.iter().position(|other| other == room);
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(here) = rank(room_of(&file)) else {
            continue;
        };
        for line in text.lines() {
            for part in line.split("crate::").skip(1) {
                let other: String =
                    part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if rank(&other).is_some_and(|there| there > here) {
                    wrong.push(format!("{file}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports that point down:\n{}", wrong.join("\n"));
}

#[test]
fn rooms_of_belief_do_not_name_the_truth() {
    let belief = ["tracking", "exchange", "picture", "engagement"];
    let truth = [
        "TrueState",
        "ThreatId",
        "ObjectId",
        "flight::carrier",
        "TrueResult",
        "flight::course",
        "flight::threat",
        "flight::truth",
        "PlotOrigin",
    ];
    for (file, text) in sources() {
        if belief.contains(&room_of(&file)) {
            for word in truth {
                assert!(!text.contains(word), "src/{file} names {word}");
            }
        }
    }
}

#[test]
fn no_architecture_is_known_by_name() {
    let scenario = crate::common::shipped("southern-raid");
    for (file, text) in sources() {
        for architecture in &scenario.architectures {
            let literal = format!("\"{}\"", architecture.name);
            assert!(!text.contains(&literal), "src/{file} knows {literal}");
        }
    }
}

#[test]
fn files_and_lines_are_short() {
    for (file, text) in sources() {
        assert!(text.lines().count() <= 600, "src/{file} has more than 600 lines");
        for (number, line) in text.lines().enumerate() {
            let length = line.chars().count();
            assert!(length <= 100, "src/{file}:{}: {length} columns", number + 1);
        }
    }
}
