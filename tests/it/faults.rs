//! Reading of scenario files: what is right is read as written, and each mistake is reported where
//! it was made. `data/faults.txt` is the table of mistakes; `data/bad` shows many at once.

use std::collections::BTreeMap;

use crate::common::SOUND_FILES;
use lisbon::scenario::{
    Document, Fault, Faults, FileKind, MAX_FILE_BYTES, MAX_SYSTEMS, read, schema_json,
};

/// The sound files, by name.
fn sound_files() -> BTreeMap<&'static str, String> {
    let owned = SOUND_FILES.map(|(name, text)| (name, text.to_owned()));
    owned.into()
}

fn read_files(files: &BTreeMap<&str, String>) -> Result<Document, Faults> {
    read("scenario.toml", &mut |name| {
        let text = files.get(name.replace('\\', "/").as_str()).cloned();
        text.ok_or_else(|| "no such file".to_owned())
    })
}

/// The files with the first occurrence of `old` in one of them written as `new`.
fn edited(file: &str, old: &str, new: &str) -> BTreeMap<&'static str, String> {
    let mut files = sound_files();
    let text = files.get_mut(file).expect("one of the sound files");
    assert!(text.contains(old), "{old:?} is not in {file}");
    *text = text.replacen(old, new, 1);
    files
}

/// What a fault points at.
fn pointed_at<'a>(faults: &'a Faults, fault: &Fault) -> &'a str {
    &faults.sources[fault.file].text[fault.span.clone().expect("a fault with a place")]
}

/// The text pointed at and the title of each fault.
fn told(result: &Result<Document, Faults>) -> Vec<(&str, &str)> {
    let Err(faults) = result else {
        return Vec::new();
    };
    let told = |fault| (pointed_at(faults, fault), fault.title.as_str());
    faults.list.iter().map(told).collect()
}

#[test]
fn sound_files_are_read_as_written() {
    let document = read_files(&sound_files()).unwrap();
    let file = &document.file;
    assert_eq!(file.name, "Two raids");
    let names: Vec<&str> = file.architectures.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["isolated", "shared"]);
    assert_eq!(document.sources().len(), 4);
    // One key overridden, the others from the catalogue.
    let [forward, early_warning] = &file.radar_types[..] else {
        panic!("two radar types");
    };
    assert_eq!(forward.id, "forward");
    let seconds = [forward.track_revisit_s, forward.search_frame_s, early_warning.track_revisit_s];
    assert_eq!(format!("{seconds:?}"), "[4.0, 10.0, 5.0]");
    assert_eq!(forward.sources.len(), 1);
    assert_eq!(file.satellite_types[0].id, "geostationary");
    let corner = file.systems[1].territory_deg[2];
    assert_eq!(format!("{corner:?}"), "PointDeg(58.0, 45.0)");
    assert_eq!(file.systems[0].sector_deg, None);
    assert_eq!(file.simulation.seed, 2010);
}

#[test]
fn line_breaks_do_not_change_what_is_read() {
    let mut windows = sound_files();
    for text in windows.values_mut() {
        *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    }
    let (ours, theirs) = (read_files(&sound_files()), read_files(&windows));
    let (ours, theirs) = (ours.unwrap(), theirs.unwrap());
    assert_eq!(ours.digest, theirs.digest);
    assert_eq!(format!("{:?}", ours.file), format!("{:?}", theirs.file));
}

#[test]
fn each_mistake_is_told_once_and_where_it_was_made() {
    let table = include_str!("data/faults.txt").lines();
    let mut cases = 0;
    for row in table.filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let cells = row.split(" | ").map(|cell| match cell {
            "(nothing)" => String::new(),
            cell => cell.replace("\\n", "\n"),
        });
        let cells: Vec<String> = cells.collect();
        let [file, old, new, text, title] = &cells[..] else {
            panic!("not five cells: {row}");
        };
        let result = read_files(&edited(file, old, new));
        assert_eq!(told(&result), [(text.as_str(), title.as_str())], "{row}");
        cases += 1;
    }
    assert!(cases > 70, "{cases} cases");
}

#[test]
fn a_sectoral_architecture_needs_the_sectors_of_all_systems() {
    let result = read_files(&edited("architectures/isolated.toml", "own-territory", "sector"));
    assert_eq!(told(&result), [("[[systems]]", "a system without `sector_deg`"); 2]);
}

#[test]
fn there_may_be_only_so_many_systems() {
    let mut files = sound_files();
    let text = files.get_mut("scenario.toml").unwrap();
    let start = text.find("[[systems]]").unwrap();
    let end = text.find("[[assets]]").unwrap();
    let two = text[start..end].to_owned();
    for copy in 0..MAX_SYSTEMS / 2 {
        *text += &two.replace("nato", &format!("n{copy}")).replace("russia", &format!("r{copy}"));
    }
    let result = read_files(&files);
    assert_eq!(told(&result), [("[[systems]]", "`systems` has too many entries")]);
}

/// Ninety-seven threats of a stage, fifty decoys and a payload each.
#[test]
fn there_may_be_only_so_many_objects() {
    let mut files = edited("catalogue.toml", "count = 2", "count = 50");
    let text = files.get_mut("scenario.toml").unwrap();
    *text = text.replacen("count = 4", "count = 92", 1);
    assert_eq!(told(&read_files(&files)), []);
    let text = files.get_mut("scenario.toml").unwrap();
    *text = text.replacen("count = 2", "count = 5", 1);
    let told_once = [("5", "the raids have more than 5000 objects")];
    assert_eq!(told(&read_files(&files)), told_once);
}

#[test]
fn an_empty_scenario_is_told_what_it_needs() {
    for text in ["", "\u{feff}", "\r\n", "# nothing\n"] {
        let faults = read("a.toml", &mut |_| Ok(text.to_owned())).unwrap_err();
        let titles: Vec<&str> = faults.list.iter().map(|fault| fault.title.as_str()).collect();
        let missing = "missing keys `description`, `name`, `simulation`, `systems`";
        assert_eq!(titles, [missing, "there is no architecture to run"], "{text:?}");
    }
    let faults = read("a.toml", &mut |_| Err("gone".to_owned())).unwrap_err();
    assert_eq!(faults.to_string(), "a.toml: cannot read `a.toml`; gone\n1 fault in 1 file");
}

#[test]
fn every_value_is_found_in_the_file_that_gave_it() {
    let document = read_files(&sound_files()).unwrap();
    let cases = [
        ("raids[1].aims[1]", "scenario.toml", "\"bucharest\""),
        ("radar_types[0].track_revisit_s", "scenario.toml", "4.0"),
        ("radar_types[0].search_frame_s", "catalogue.toml", "10.0"),
        ("architectures[1].exchange.use", "architectures/shared.toml", "\"launch-on-remote\""),
        ("architectures[0].coordination.rule", "architectures/isolated.toml", "\"none\""),
        ("systems[1].command.nothing", "scenario.toml", "[systems.command]"),
        ("systems[0].sector_deg[3]", "scenario.toml", "[[systems]]"),
        ("no.such[99].path", "scenario.toml", ""),
    ];
    for (path, name, text) in cases {
        let fault = document.fault_at(path, "title", "label");
        let source = &document.sources()[fault.file];
        let written = &source.text[fault.span.unwrap()];
        assert_eq!((source.name.as_str(), written), (name, text), "{path}");
    }
}

#[test]
fn a_document_takes_further_faults() {
    let document = read_files(&sound_files()).unwrap();
    let fault = document.fault_at("raids[0].loft_deg", "out of reach", "too far");
    let faults = document.into_faults(vec![fault.help("come nearer")]);
    let text = faults.to_string();
    assert_eq!(text, "scenario.toml:133:12: out of reach; too far; come nearer\n1 fault in 1 file");
}

fn read_bad(edit: &dyn Fn(String) -> String) -> Faults {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/data/");
    let mut loader = |name: &str| {
        let text = std::fs::read_to_string(format!("{directory}{name}"));
        let text = text.map_err(|_| "no such file".to_owned())?;
        Ok(if name == "bad/scenario.toml" { edit(text) } else { text })
    };
    read("bad/scenario.toml", &mut loader).expect_err("a bad file")
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let faults = read_bad(&|text| text);
    assert_eq!(faults.count(), 15);
    assert_eq!(faults.summary(), "15 faults in 1 file");
    let titles: std::collections::BTreeSet<_> = faults.list.iter().map(|one| &one.title).collect();
    assert_eq!(titles.len(), 15, "all of different kinds");
}

#[test]
fn advice_that_is_taken_removes_its_fault() {
    let faults = read_bad(&|text| text);
    let replacement = |fault: &Fault| fault.help.clone()?.replacement;
    let (advised, others): (Vec<_>, Vec<_>) =
        faults.list.iter().partition(|fault| replacement(fault).is_some());
    assert!(advised.len() >= 8, "{}", advised.len());
    let after = read_bad(&|mut text| {
        for (span, new) in advised.iter().rev().filter_map(|fault| replacement(fault)) {
            text.replace_range(span, &new);
        }
        text
    });
    let titles = |list: Vec<&Fault>| -> Vec<String> {
        list.iter().map(|fault| fault.title.clone()).collect()
    };
    assert_eq!(titles(after.list.iter().collect()), titles(others));
}

#[cfg(feature = "cli")]
#[test]
fn faults_are_drawn_as_in_the_book() {
    let drawn = lisbon::cli::faults::render(&read_bad(&|text| text), false, "nothing was run");
    let expected = include_str!("data/bad/scenario.txt");
    if drawn != expected {
        let place = concat!(env!("CARGO_TARGET_TMPDIR"), "/scenario.txt");
        std::fs::write(place, &drawn).unwrap();
        panic!("differs from tests/it/data/bad/scenario.txt; if it is better, copy {place} there");
    }
}

/// Without an array's end, whatever follows looks like more of it: the first line that does not fit
/// is told, and the consequences are not.
#[test]
fn each_line_that_is_not_toml_is_told_once() {
    let old = "runs = 100\nstep_s = 1.0\n";
    let result = read_files(&edited("scenario.toml", old, "runs = a b c\nstep_s = = 1 1\n"));
    let expected =
        [("a b c", "not valid TOML: a word without quotes"), ("=", "not valid TOML: extra `=`")];
    assert_eq!(told(&result), expected);
}

#[test]
fn editors_get_a_schema_of_each_kind_of_file() {
    for kind in [FileKind::Scenario, FileKind::Catalogue, FileKind::Architecture] {
        let schema: serde_json::Value = serde_json::from_str(&schema_json(kind)).unwrap();
        assert_eq!(schema["type"], "object", "{kind:?}");
        assert_eq!(schema["additionalProperties"], false, "{kind:?}");
        assert!(schema["$schema"].is_string(), "{kind:?}");
    }
}

/// Most take well under a second; none may take minutes, which anything quadratic would.
#[test]
fn a_hostile_file_of_ten_megabytes_is_answered() {
    let most = MAX_FILE_BYTES as usize;
    let repeat = |part: &str| part.repeat((most - 100) / part.len());
    let texts = [
        "x".repeat(most + 1),
        repeat("[[radars]]\nid=\"a\"\n"),
        repeat("=\n"),
        repeat("\0"),
        repeat("[["),
        repeat("a."),
        format!("a = {}", repeat("{a=")),
        format!("{} = 1", repeat("a")),
        format!("systems = [{{ territory_deg = [{}] }}]", repeat("[1,2],")),
        numbered(600_000),
    ];
    for text in texts {
        let start: String = text.chars().take(20).collect();
        let faults = read("a.toml", &mut |_| Ok(text.clone())).unwrap_err();
        assert!(faults.count() > 0, "{start}");
        assert!(faults.to_string().len() < 20_000, "{start}");
        #[cfg(feature = "cli")]
        assert!(lisbon::cli::faults::render(&faults, true, "").len() < 100_000, "{start}");
    }
}

fn numbered(count: u32) -> String {
    let mut text = String::new();
    for number in 0..count {
        text += "k";
        text += &number.to_string();
        text += " = 1\n";
    }
    text
}
