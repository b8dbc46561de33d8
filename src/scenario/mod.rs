//! The user's question, read and checked.
//!
//! `read` loads the files of a scenario, compares each with the types of `schema` and merges them
//! into one tree; `rules` checks what no single value can show; only then the types of `schema` are
//! filled. Every fault of every stage is collected: a user sees all of them at once. `build` then
//! asks the physics and turns what was written into what is needed, `model`.
//!
//! To add a key, add a field with a doc comment and a range in `schema`; it is then read, checked
//! and explained. To add a check between keys, add a function in `rules`.

pub mod caution;
pub mod error;

mod build;
pub(crate) mod near;
mod read;
mod rules;

pub mod sweep;

pub use build::check;
pub use error::{Fault, Faults, Help, SourceText};
pub use lisbon_kernel::scenario::{identity, model, schema};
pub(crate) use read::end_of_path;
pub use read::part::check_part;
pub use read::recognise::{KnownFile, recognise};
pub use read::shape::{FileKind, schema_json};
pub use read::{ChangeExtent, Changes, Document, MAX_FILE_BYTES, read, read_set, read_with};
pub use rules::{MAX_OBJECTS, MAX_SYSTEMS, MAX_THREATS};

use crate::sensor::SensorKinds;

/// Reads a scenario with all its files and checks it through: text in, [`model::Scenario`] out.
///
/// `root` names the scenario file; `loader` gives the text of a file named by a path, relative ones
/// as seen from the working directory.
///
/// # Errors
/// All faults of all files, at least one.
pub fn parse(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<model::Scenario, Faults> {
    parse_with(root, loader, &SensorKinds::default())
}

/// The same with kinds of sensors that the scenario's `[[sensors]]` may name.
///
/// # Errors
/// All faults of all files, at least one.
pub fn parse_with(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
    kinds: &SensorKinds,
) -> Result<model::Scenario, Faults> {
    check(read_with(root, loader, kinds)?)
}

/// The same with values set over those of the files.
///
/// # Errors
/// All faults of all files and settings, at least one.
pub fn parse_set(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
    changes: &Changes<'_>,
) -> Result<model::Scenario, Faults> {
    check(read_set(root, loader, changes)?)
}
