//! Kind of a file by what stands in it, whatever it was given for.
//!
//! A table is known by columns that no other has, JSON by a key, TOML by the kind of file whose
//! keys it has most of and lacks fewest of. Leaves out tables that other programs wrote.

use crate::csv_file;
use crate::scenario::error::{Fault, Faults, SourceText};
use crate::scenario::read::shape::{FileKind, Key, MAX_FILE_BYTES, Shape, shape_of};
use crate::scenario::read::syntax;
use crate::scenario::read::tree::TreeNode;
use serde_json::Value as Json;

/// Kind of a file that this program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownFile {
    /// A scenario or a part of one.
    Input(FileKind),
    /// Recorded plots.
    Plots,
    /// The truth behind them.
    Truth,
    /// Reference cases.
    Cases,
    /// Results of this program.
    Results,
}

/// Columns by which a table is known.
const TABLES: [(KnownFile, &[&str]); 3] = [
    (KnownFile::Plots, &["time_s", "sensor", "range_m"]),
    (KnownFile::Truth, &["time_s", "truth_id"]),
    (KnownFile::Cases, &["case_id"]),
];

/// The names of a table's columns are no longer than this.
const LONGEST_HEADER_BYTES: usize = 10_000;

/// Keys by which an object is known.
const OBJECTS: [(KnownFile, &str); 2] =
    [(KnownFile::Cases, "cases"), (KnownFile::Results, "lisbon")];

impl KnownFile {
    /// Its name, with an article where it has one.
    pub fn name(self) -> &'static str {
        self.words()[0]
    }

    /// Use of it, a sentence.
    pub fn usage(self) -> &'static str {
        self.words()[1]
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            Self::Input(FileKind::Scenario) => {
                ["a scenario", "`lisbon compare`, `run` and most other commands take it"]
            }
            Self::Input(FileKind::Catalogue) => {
                ["a catalogue of types", "a scenario names it as its `catalogue`"]
            }
            Self::Input(FileKind::Architecture) => {
                ["an architecture", "a scenario names it in its `architecture_files`"]
            }
            Self::Input(FileKind::Sweep) => ["a sweep", "`lisbon sweep` takes it"],
            Self::Plots => ["a file of recorded plots", "`lisbon track --plots` takes it"],
            Self::Truth => {
                ["a file of the truth behind recorded plots", "`lisbon track --truth` takes it"]
            }
            Self::Cases => {
                ["a file of reference cases", "`lisbon verify --cases` takes its folder"]
            }
            Self::Results => [
                "a file of results",
                "`lisbon collect` takes its folder, `--baseline` the folder or a summary.json",
            ],
        }
    }

    /// Fault of a text of this kind that was given for another.
    pub fn misplaced_in(self, source: SourceText, wanted: Self) -> Faults {
        Faults::of(vec![source], vec![self.misplaced(0, wanted)])
    }

    /// Fault of a file of this kind that was given for another.
    pub(crate) fn misplaced(self, file: usize, wanted: Self) -> Fault {
        let title = format!("this is {}, not {}", self.name(), wanted.name());
        let fault = Fault::new(file, 0..0, title, "");
        Fault { span: None, ..fault }.help(self.usage())
    }
}

/// Kind of a text; `None` if it looks like nothing that is known.
pub fn recognise(text: &str) -> Option<KnownFile> {
    if let Some(other) = no_toml(text) {
        return Some(other);
    }
    if text.len() as u64 > MAX_FILE_BYTES {
        return None;
    }
    let (tree, _) = syntax::parse(0, text);
    let scenario = shape_of(FileKind::Scenario);
    let other = other_kind(&tree, (FileKind::Scenario, &scenario));
    let is_scenario = || Likeness::of(&tree, &scenario).known > 0;
    let kind = other.or_else(|| is_scenario().then_some(FileKind::Scenario));
    kind.map(KnownFile::Input)
}

/// Kind of a text that is no TOML.
pub(super) fn no_toml(text: &str) -> Option<KnownFile> {
    if text.trim_start().starts_with('{') {
        let object: Json = serde_json::from_str(text).ok()?;
        let is_it = |(_, key): &&(KnownFile, &str)| object.get(*key).is_some();
        return OBJECTS.iter().find(is_it).map(|(known, _)| *known);
    }
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let header =
        csv_file::rows(Some(first).filter(|it| it.len() <= LONGEST_HEADER_BYTES)?).next()?;
    let has = |name: &&str| header.cells.iter().any(|cell| cell.text == **name);
    TABLES.iter().find(|(_, columns)| columns.iter().all(&has)).map(|(known, _)| *known)
}

/// Kind of a tree that was given for a file of one kind and is of another.
pub(super) fn other_kind(tree: &TreeNode, wanted: (FileKind, &Shape)) -> Option<FileKind> {
    const KINDS: [FileKind; 4] =
        [FileKind::Scenario, FileKind::Catalogue, FileKind::Architecture, FileKind::Sweep];
    let asked = Likeness::of(tree, wanted.1);
    if asked.lacking == 0 && asked.unknown == 0 {
        return None;
    }
    let others = KINDS.into_iter().filter(|kind| *kind != wanted.0);
    let likeness = others.map(|kind| (Likeness::of(tree, &shape_of(kind)), kind));
    let (best, kind) = likeness.max_by_key(|(likeness, _)| likeness.score())?;
    (best.known >= 1 && best.known >= asked.known && best.score() > asked.score()).then_some(kind)
}

/// Keys of a file beside those of a kind of file.
struct Likeness {
    known: usize,
    unknown: usize,
    /// Required keys that it has not.
    lacking: usize,
}

impl Likeness {
    fn of(tree: &TreeNode, shape: &Shape) -> Self {
        let (Some(table), Shape::Table(keys)) = (tree.table(), shape) else {
            return Self { known: 0, unknown: 0, lacking: 0 };
        };
        let known = table.keys().filter(|key| keys.contains_key(*key)).count();
        let lacks = |(name, key): &(&String, &Key)| key.required && !table.contains_key(*name);
        Self { known, unknown: table.len() - known, lacking: keys.iter().filter(lacks).count() }
    }

    fn score(&self) -> isize {
        self.known as isize - self.lacking as isize
    }
}
