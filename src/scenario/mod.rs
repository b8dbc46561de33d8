//! What the user asks, read and checked.
//!
//! `read` loads the files of a scenario and compares each with the schema of the types (`walk`),
//! merges catalogue and architecture files into one tree (`merge`), checks what no single file can
//! show (`rules`), and only then fills the types of `schema`. Every fault of every stage is
//! collected: a user sees all of them at once. `check` then asks the physics and turns what was
//! written into what is needed (`parts`).
//!
//! To add a key, add a field with a doc comment and a range in `schema`; it is then read, checked
//! and explained. To add a check between keys, add a function in `rules`.

pub mod error;
pub mod identity;
pub mod parts;
pub mod schema;

mod check;
mod kinds;
mod merge;
pub(crate) mod near;
mod object;
mod read;
mod rules;
mod sensors;
mod shape;
mod syntax;
mod tree;
mod units;
mod walk;
mod words;

pub(crate) use check::LATE_SIGMA;
pub use check::check;
pub use error::Fault;
pub use error::Faults;
pub use error::Help;
pub use error::SourceText;
pub use read::Document;
pub use read::MAX_FILE_BYTES;
pub use read::read;
pub use read::read_with;
pub use rules::MAX_OBJECTS;
pub use rules::MAX_SYSTEMS;
pub use rules::MAX_THREATS;
pub use shape::FileKind;
pub use shape::schema_json;

use crate::sensor::SensorKinds;

/// Reads a scenario with all its files and checks it through: text in, [`parts::Scenario`] out.
///
/// `root` names the scenario file; `loader` gives the text of a file named by a path, relative ones
/// as seen from the working directory.
///
/// # Errors
/// All faults of all files, at least one.
pub fn parse(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<parts::Scenario, Faults> {
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
) -> Result<parts::Scenario, Faults> {
    check(read_with(root, loader, kinds)?)
}
