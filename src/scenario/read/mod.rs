//! From the name of a scenario to a document without faults, or to all its faults.
//!
//! Files are loaded by a function of the caller: this reads no disk. The faults of every file, and
//! those between files, are found before anything is returned. Leaves out what only the model can
//! tell, such as an aim beyond a missile's reach; such checks add their faults to the
//! [`Document`].

mod kinds;
mod merge;
pub(super) mod part;
pub(super) mod recognise;
mod setting;
pub(super) mod shape;
mod skeleton;
mod syntax;
pub(super) mod tree;
pub(super) mod units;
mod walk;
pub(super) mod words;

pub(crate) use setting::end_of_path;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::scenario::error::{Fault, Faults, SourceText, quoted};
use crate::scenario::read::merge::{merge_architectures, merge_types};
use crate::scenario::read::recognise::KnownFile;
pub use crate::scenario::read::shape::MAX_FILE_BYTES;
use crate::scenario::read::shape::{FileKind, shape_of};
use crate::scenario::read::tree::{Extent, TreeNode};
use crate::scenario::read::walk::walk;
use crate::scenario::schema::ScenarioFile;
use crate::scenario::{build, rules};
use crate::sensor::{Sensor, SensorKinds};

/// A scenario with all its files merged, checked, and where each value was written.
#[derive(Debug, Clone)]
pub struct Document {
    /// The merged files: types of the catalogue and architectures of files are in it.
    pub file: ScenarioFile,
    /// Values set over those of the files.
    pub settings: Vec<String>,
    /// FNV-1a of all texts, in the order of [`Document::sources`]. Neither the files' names nor
    /// their kind of line break count.
    pub digest: u64,
    /// The instances of `file.sensors`, in their order.
    pub(crate) sensors: Vec<Arc<dyn Sensor>>,
    sources: Vec<SourceText>,
    tree: TreeNode,
}

impl Document {
    /// The files: the scenario, then its catalogue, then its architectures, then the settings.
    pub fn sources(&self) -> &[SourceText] {
        &self.sources
    }

    /// A fault at a path of [`Document::file`], such as `raids[2].aims[1]` or
    /// `radar_types[0].track_revisit_s`, in the file where the value was written. If nothing is
    /// written there, it points at the nearest thing around it that is.
    pub fn fault_at(
        &self,
        path: &str,
        title: impl Into<String>,
        label: impl Into<String>,
    ) -> Fault {
        self.tree.nearest(path).fault(title, label)
    }

    /// The faults that keep its flights from being solved.
    pub(super) fn faults_before_flights(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        rules::check_before_flights(&self.tree, &mut faults);
        faults.list
    }

    /// Whether a setting would change the scenario; a fault if its path leads nowhere. A value that
    /// the key cannot have is a change.
    pub(super) fn trial(&self, setting: &str) -> Result<bool, Box<Fault>> {
        let (mut tree, mut faults) = (self.tree.clone(), Faults::default());
        setting::apply(&mut tree, setting, &mut faults);
        let end = end_of_path(setting).unwrap_or(setting.len());
        let is_of_path = |fault: &Fault| fault.span.as_ref().is_none_or(|span| span.start < end);
        match faults.list.into_iter().next() {
            Some(fault) if is_of_path(&fault) => Err(fault.into()),
            Some(_) => Ok(true),
            None => {
                let file = ScenarioFile::deserialize(tree.to_json());
                Ok(!file.is_ok_and(|file| file == self.file))
            }
        }
    }

    /// The document turned down for these faults.
    pub fn into_faults(self, list: Vec<Fault>) -> Faults {
        Faults::of(self.sources, list)
    }
}

/// Reads a scenario with its catalogue and architectures.
///
/// `loader` gives the text of a file or says why it cannot; it gets `root` as it is, and the other
/// files' names joined to the directory of `root`.
///
/// # Errors
/// All faults of all files, at least one.
pub fn read(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<Document, Faults> {
    read_with(root, loader, &SensorKinds::default())
}

/// The same with kinds of sensors that the scenario may name.
///
/// # Errors
/// All faults of all files, at least one.
pub fn read_with(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
    kinds: &SensorKinds,
) -> Result<Document, Faults> {
    read_set(root, loader, &Changes { kinds, settings: &[], extent: ChangeExtent::Any })
}

/// Changes laid over the files of a scenario.
#[derive(Debug, Clone, Copy)]
pub struct Changes<'a> {
    /// Kinds of sensors that the scenario may name.
    pub kinds: &'a SensorKinds,
    /// Values set over those of the files, `KEY=VALUE`, in their order.
    pub settings: &'a [String],
    /// Demand on the settings.
    pub extent: ChangeExtent,
}

/// Demand on settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeExtent {
    /// Each must change the scenario: a setting that does nothing is a mistake.
    Each,
    /// One may set what is so already, as one design of a sweep does.
    Any,
}

/// The same with values set over those of the files.
///
/// # Errors
/// All faults of all files and settings, at least one.
pub fn read_set(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
    changes: &Changes<'_>,
) -> Result<Document, Faults> {
    let mut reader = Reader::new(loader);
    let mut tree = reader.all(root, changes.settings);
    let sensors = kinds::build(&mut tree, changes.kinds, reader.extent, &mut reader.faults);
    let Reader { mut faults, base, .. } = reader;
    if faults.count() == 0 {
        match ScenarioFile::deserialize(tree.to_json()) {
            Ok(file) => {
                if changes.extent == ChangeExtent::Each {
                    idle_settings(&base, &file, changes.settings, &mut faults);
                }
                if faults.count() > 0 {
                    return Err(faults);
                }
                return Ok(Document {
                    file,
                    settings: changes.settings.to_vec(),
                    digest: digest(&faults.sources),
                    sensors,
                    sources: faults.sources,
                    tree,
                });
            }
            // The schema and serde disagree, a mistake of ours; the user still gets an answer.
            Err(error) => faults.add(tree.fault("the files cannot be read", error.to_string())),
        }
    }
    // An aim out of reach does not wait until the rest is right.
    build::aims::reach(&tree, &mut faults);
    faults.sort();
    Err(faults)
}

/// One file alone, compared with its schema: the tree, and the faults beside the text.
pub(super) fn read_one(
    root: &str,
    kind: FileKind,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
) -> (TreeNode, Faults) {
    let mut reader = Reader::new(loader);
    let tree = reader.root(root, kind);
    (tree.unwrap_or_else(|| TreeNode::empty(0)), reader.faults)
}

/// Adds a fault for each setting without which the scenario would be the same. `base` is the tree
/// before any.
fn idle_settings(base: &TreeNode, file: &ScenarioFile, settings: &[String], faults: &mut Faults) {
    let first = faults.sources.len() - settings.len();
    for (place, setting) in settings.iter().enumerate() {
        let mut tree = base.clone();
        let mut ignored = Faults::default();
        let others = settings.iter().enumerate().filter(|(other, _)| *other != place);
        for (_, other) in others {
            setting::apply(&mut tree, other, &mut ignored);
        }
        // Without it the file may have faults: then it surely changes something.
        let is_same = |tree: &TreeNode| {
            ScenarioFile::deserialize(tree.to_json()).is_ok_and(|other| other == *file)
        };
        let is_idle = is_same(&tree) || {
            // A table without keys is as good as none.
            setting::make_tables(&mut tree, setting);
            is_same(&tree)
        };
        if is_idle {
            faults.add(setting::without_effect(setting, first + place));
        }
    }
}

struct Reader<'a> {
    loader: &'a mut dyn FnMut(&str) -> Result<String, String>,
    faults: Faults,
    /// The merged tree before anything was set.
    base: TreeNode,
    /// The files loaded so far, by normal path.
    seen: BTreeSet<PathBuf>,
    /// Of scenario and catalogue; no name stands for anything in an architecture file.
    extent: Extent,
}

impl<'a> Reader<'a> {
    fn new(loader: &'a mut dyn FnMut(&str) -> Result<String, String>) -> Self {
        Self {
            loader,
            faults: Faults::default(),
            base: TreeNode::empty(0),
            seen: BTreeSet::new(),
            extent: Extent::Whole,
        }
    }

    fn all(&mut self, root: &str, settings: &[String]) -> TreeNode {
        self.seen.insert(normal(Path::new(root)));
        let Some(mut tree) = self.root(root, FileKind::Scenario) else {
            return TreeNode::empty(0);
        };
        let directory = Path::new(root).parent().unwrap_or(Path::new(""));
        let named = tree.get("catalogue").cloned();
        let catalogue = named.and_then(|at| self.named(directory, &at, FileKind::Catalogue));
        let files = tree.list("architecture_files").to_vec();
        let architectures = files
            .iter()
            .filter_map(|at| self.named(directory, at, FileKind::Architecture))
            .collect();
        let mut catalogue = catalogue.unwrap_or_else(|| TreeNode::empty(0));
        merge_types(&mut tree, &mut catalogue, self.extent, &mut self.faults);
        merge_architectures(&mut tree, architectures);
        if !settings.is_empty() {
            self.base = tree.clone();
        }
        for setting in settings {
            setting::apply(&mut tree, setting, &mut self.faults);
        }
        rules::check(&tree, self.extent, &mut self.faults);
        tree
    }

    fn root(&mut self, name: &str, kind: FileKind) -> Option<TreeNode> {
        match self.load(name) {
            Ok(text) => Some(self.parse(name, text, kind)),
            Err(why) => {
                self.faults.sources.push(SourceText::new(name, ""));
                let title = format!("cannot read {}", quoted(name));
                let fault = Fault::new(0, 0..0, title, why);
                self.faults.add(Fault { span: None, ..fault });
                None
            }
        }
    }

    /// A file that the scenario names at `at`.
    fn named(&mut self, directory: &Path, at: &TreeNode, kind: FileKind) -> Option<TreeNode> {
        let Some(name) = at.text() else {
            self.lost(kind);
            return None;
        };
        let path = directory.join(name);
        if !self.seen.insert(normal(&path)) {
            let title = format!("{} is read twice", quoted(name));
            let fault = at.fault(title, "this file is named before, or is the scenario itself");
            self.faults.add(fault.help("name each file once"));
            self.lost(kind);
            return None;
        }
        let path = path.to_string_lossy();
        match self.load(&path) {
            Ok(text) => Some(self.parse(&path, text, kind)),
            Err(why) => {
                let fault = at.fault(format!("cannot read {}", quoted(name)), why);
                let looked = format!("looked for {}", quoted(&path));
                self.faults.add(fault.note(looked));
                self.lost(kind);
                None
            }
        }
    }

    fn load(&mut self, path: &str) -> Result<String, String> {
        let text = (self.loader)(path)?;
        if text.len() as u64 > MAX_FILE_BYTES {
            let limit = MAX_FILE_BYTES / 1_000_000;
            return Err(format!("the file is longer than {limit} MB"));
        }
        Ok(text)
    }

    fn parse(&mut self, name: &str, text: String, kind: FileKind) -> TreeNode {
        let file = self.faults.sources.len();
        let other = recognise::no_toml(&text);
        let (mut tree, broken) = match other {
            Some(_) => (TreeNode::empty(file), Vec::new()),
            None => syntax::parse(file, &text),
        };
        self.faults.sources.push(SourceText::new(name, text));
        let shape = shape_of(kind);
        let other =
            other.or_else(|| recognise::other_kind(&tree, (kind, &shape)).map(KnownFile::Input));
        if let Some(other) = other {
            self.faults.add(other.misplaced(file, KnownFile::Input(kind)));
            self.lost(kind);
            return TreeNode::empty(file);
        }
        let extent = if broken.is_empty() {
            Extent::Whole
        } else {
            self.lost(kind);
            Extent::Part
        };
        // Further faults of a broken line are mostly of the first one's making.
        let mut broken_lines = BTreeSet::new();
        for fault in broken {
            if broken_lines.insert(self.line_of(&fault)) {
                self.faults.add(fault);
            }
        }
        let first_of_walk = self.faults.list.len();
        walk(&mut tree, &shape, extent, &mut self.faults);
        // What was recovered on a broken line is guesswork: nothing more is said of it.
        for fault in self.faults.list.split_off(first_of_walk) {
            if !broken_lines.contains(&self.line_of(&fault)) {
                self.faults.list.push(fault);
            }
        }
        tree
    }

    /// Notes that not all of a file was read.
    fn lost(&mut self, kind: FileKind) {
        if kind != FileKind::Architecture {
            self.extent = Extent::Part;
        }
    }

    fn line_of(&self, fault: &Fault) -> Option<usize> {
        let start = fault.span.as_ref()?.start;
        Some(self.faults.sources.get(fault.file)?.line_column(start).0)
    }
}

/// The path without `.` and `..`, as far as names alone can tell.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

fn digest(sources: &[SourceText]) -> u64 {
    fnv_1a(sources.iter().map(|source| {
        source.text.trim_start_matches('\u{feff}').replace("\r\n", "\n").into_bytes()
    }))
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo; RFC 9923), each text ended by a byte no text contains.
pub(super) fn fnv_1a<Text: AsRef<[u8]>>(texts: impl IntoIterator<Item = Text>) -> u64 {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    let end = |hash: u64, text: Text| fold(text.as_ref().iter().fold(hash, fold), &0xff);
    texts.into_iter().fold(OFFSET_BASIS, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_fnv_1a_and_knows_no_line_breaks() {
        let of = |texts: &[&str]| {
            let sources: Vec<_> = texts.iter().map(|text| SourceText::new("", *text)).collect();
            digest(&sources)
        };
        // "a" is af63dc4c8601ec8c by the authors' table; one more step for the end of the text.
        let expected = (0xaf63_dc4c_8601_ec8c_u64 ^ 0xff).wrapping_mul(0x0000_0100_0000_01b3);
        assert_eq!(of(&["a"]), expected);
        assert_eq!(of(&["a\r\nb"]), of(&["\u{feff}a\nb"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["b"]));
    }

    #[test]
    fn one_file_has_one_path() {
        let same = ["a/b.toml", "./a/b.toml", "a/./b.toml", "a/c/../b.toml"];
        for path in same {
            assert_eq!(normal(Path::new(path)), Path::new("a/b.toml"), "{path}");
        }
        assert_eq!(normal(Path::new("../a")), Path::new("../a"));
        assert_ne!(normal(Path::new("../../a")), normal(Path::new("../a")));
    }
}
