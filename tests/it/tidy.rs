//! The shape of the source, held by tests: who imports whom, who may name the truth, how long a file
//! may be, that no architecture is known by name, and that one word means one thing.

use crate::common::path;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

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
    let room = |line: &str| {
        let named = line.strip_prefix("pub mod ").or(line.strip_prefix("pub use lisbon_kernel::"));
        named?.strip_suffix(';').map(str::to_string)
    };
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
        "drawn_raids",
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

/// A file's text without its tests: what stands before the first `#[cfg(test)]` that opens a module
/// with a body.
fn without_tests(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().collect();
    let opens = |place: usize| {
        lines[place] == "#[cfg(test)]"
            && lines[place + 1..]
                .iter()
                .find(|line| !line.starts_with('#'))
                .is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
    };
    let end = (0..lines.len()).find(|place| opens(*place));
    lines.into_iter().take(end.unwrap_or(usize::MAX))
}

/// The files that are no tests: name and lines.
fn production() -> Vec<(String, Vec<String>)> {
    let is_test = |file: &str| file.ends_with("tests.rs") || file.contains("/tests/");
    let lines = |text: &str| without_tests(text).map(str::to_owned).collect();
    sources()
        .iter()
        .filter(|(file, _)| !is_test(file))
        .map(|(file, text)| (file.clone(), lines(text)))
        .collect()
}

/// The name of the type that a line declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = match line.strip_prefix("pub") {
        None => line,
        Some(rest) => rest.split_once(' ')?.1,
    };
    let kinds = ["struct ", "enum ", "trait "];
    let name = kinds.iter().find_map(|kind| rest.strip_prefix(kind))?;
    name.split(|c: char| !c.is_alphanumeric()).next()
}

/// Each type name with the rooms that have a type of that name.
fn types() -> BTreeMap<String, BTreeSet<String>> {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, lines) in production() {
        for name in lines.iter().filter_map(|line| declared(line)) {
            let rooms = types.entry(name.to_owned()).or_default();
            rooms.insert(room_of(&file).to_owned());
        }
    }
    types
}

#[test]
fn a_type_name_lives_in_one_room_or_stands_in_the_glossary() {
    let glossary = fs::read_to_string(path("docs/glossary.md")).unwrap();
    let (_, doubles) = glossary.split_once("## One name in two rooms").unwrap();
    let types = types();
    assert!(types.len() > 300, "{}", types.len());
    for (name, rooms) in types {
        let is_listed = doubles.contains(&format!("| `{name}` |"));
        assert!(
            (rooms.len() > 1) == is_listed,
            "`{name}` is a type in {rooms:?}: one word for one thing, or a line in docs/glossary.md"
        );
    }
}

#[test]
fn the_glossary_names_types_that_there_are() {
    let glossary = fs::read_to_string(path("docs/glossary.md")).unwrap();
    let texts = sources();
    let (mut named, mut missing) = (0, Vec::new());
    for (row, part) in glossary.split("` (").enumerate() {
        let name = part.rsplit('`').next().unwrap_or_default();
        let is_type =
            name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric);
        if is_type && row > 0 {
            named += 1;
            let is_there = texts.iter().any(|(_, text)| text.contains(name));
            missing.extend((!is_there).then_some(name));
        }
    }
    assert!(named > 200 && missing.is_empty(), "{named} named, missing: {missing:?}");
}

#[test]
fn types_are_nouns() {
    let participles = [
        "Aboard", "Aloft", "Built", "Come", "Done", "Drawn", "Found", "Given", "Gone", "Heard",
        "Held", "Kept", "Known", "Left", "Lost", "Made", "Met", "Met", "Read", "Said", "Seen",
        "Sent", "Shown", "Split", "Spent", "Taken", "Thought", "Told", "Won", "Written",
    ];
    let nouns = ["Seed"];
    for (name, rooms) in types() {
        let is_one_word = name.chars().filter(char::is_ascii_uppercase).count() == 1;
        let is_bare = is_one_word && (name.ends_with("ed") || participles.contains(&name.as_str()));
        assert!(
            !is_bare || nouns.contains(&name.as_str()),
            "`{name}` in {rooms:?} is a participle"
        );
    }
}

#[test]
fn docs_open_with_a_noun_phrase() {
    let questions = [
        "Who", "Whom", "Whose", "What", "Which", "When", "Where", "Why", "How", "Is", "Are",
        "Does", "Do", "Did", "Can", "May", "Must", "Was", "Has",
    ];
    let mut asks = Vec::new();
    for (file, lines) in production() {
        let mut before = String::new();
        for (number, line) in lines.iter().enumerate() {
            let line = line.trim();
            if let Some(doc) = line.strip_prefix("/// ")
                && !before.starts_with("///")
                && questions.contains(&doc.split([' ', '.', ',', '?']).next().unwrap_or_default())
            {
                asks.push(format!("src/{file}:{}: {doc}", number + 1));
            }
            line.clone_into(&mut before);
        }
    }
    assert!(asks.is_empty(), "{} docs ask:\n{}", asks.len(), asks.join("\n"));
}

#[test]
fn half_of_the_files_are_read_at_a_glance() {
    let mut lengths: Vec<usize> = production().iter().map(|(_, lines)| lines.len()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 130, "the median file has {median} lines");
}

/// The module that a file is: `tracking/track/mod.rs` is `tracking::track`.
fn module(file: &str) -> String {
    let name = file.trim_end_matches(".rs").trim_end_matches("/mod");
    name.replace('/', "::")
}

/// The modules that a file imports from, as far as `use` says.
fn imports(file: &str, lines: &[String]) -> Vec<String> {
    let here = module(file);
    let parent = |module: &str| module.rsplit_once("::").map_or("", |(up, _)| up).to_owned();
    let mut imports = Vec::new();
    for line in lines {
        let Some(mut rest) = line.trim_start().strip_prefix("use ") else {
            continue;
        };
        let mut from = here.clone();
        if let Some(inside) = rest.strip_prefix("crate::") {
            (from, rest) = (String::new(), inside);
        } else if rest.starts_with("super::") {
            while let Some(up) = rest.strip_prefix("super::") {
                (from, rest) = (parent(&from), up);
            }
        } else if let Some(inside) = rest.strip_prefix("self::") {
            rest = inside;
        }
        let names = rest.split(['{', ';', ' ']).next().unwrap_or_default();
        imports.push(format!("{from}::{names}").trim_matches(':').to_owned());
    }
    imports
}

/// The files that each file imports from.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let files = production();
    let modules: BTreeSet<String> = files.iter().map(|(file, _)| module(file)).collect();
    let target = |path: &str| {
        let mut path = path;
        loop {
            if modules.contains(path) {
                return Some(path.to_owned());
            }
            (path, _) = path.rsplit_once("::")?;
        }
    };
    let targets = |file: &str, lines: &[String]| {
        let here = module(file);
        let all = imports(file, lines);
        let others = all.iter().filter_map(|path| target(path));
        others.filter(|other| *other != here).collect()
    };
    files.iter().map(|(file, lines)| (module(file), targets(file, lines))).collect()
}

/// The files that a file leads to by its imports, however far.
fn reach(arrows: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for other in arrows.get(next).into_iter().flatten() {
            if reached.insert(other.clone()) {
                open.push(other);
            }
        }
    }
    reached
}

#[test]
fn files_that_import_each_other_are_few() {
    let arrows = arrows();
    let reached: BTreeMap<_, _> = arrows.keys().map(|file| (file, reach(&arrows, file))).collect();
    let circles: BTreeSet<Vec<&String>> = arrows
        .keys()
        .filter(|file| reached[file].contains(*file))
        .map(|file| {
            let returns =
                |other: &&String| reached[file].contains(*other) && reached[other].contains(file);
            arrows.keys().filter(returns).collect()
        })
        .collect();
    assert!(circles.len() <= 3, "{} circles: {circles:#?}", circles.len());
}
