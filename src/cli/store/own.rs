//! Files that this program puts into a folder of results: their names, and how they go.

use crate::cli::error::CommandError;
use crate::cli::save::target_of;
use crate::experiment::{TableForm, UnitKey};
use std::fs;
use std::io;
use std::path::Path;

/// Names of the files of a folder, all but its units.
pub(in crate::cli) const MANIFEST: &str = "manifest.json";
pub(in crate::cli) const SUMMARY: &str = "summary.json";
pub(in crate::cli) const EXPLANATIONS: &str = "explanations.csv";
pub(in crate::cli) const UNITS: &str = "units";

/// Names of the tables of runs and of designs, by their form: Parquet, then CSV.
pub(super) const TABLES: [(TableForm, [&str; 2]); 2] = [
    (TableForm::Parquet, ["runs.parquet", "designs.parquet"]),
    (TableForm::Csv, ["runs.csv", "designs.csv"]),
];

/// Names of the files that are made of the units.
pub(super) fn made() -> impl Iterator<Item = &'static str> {
    [SUMMARY, EXPLANATIONS].into_iter().chain(TABLES.into_iter().flat_map(|(_, names)| names))
}

/// Takes away everything that this program put into the folder, and nothing else. The manifest
/// goes last: whoever is killed before leaves a part of one experiment, which says of which.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    let units = folder.join(UNITS);
    remove_those(folder, |name| made().any(|own| own == target_of(name).unwrap_or(name)))?;
    gone(remove_those(&units, is_of_units))?;
    match fs::remove_dir(&units) {
        // Somebody else's files are in it.
        Err(why) if why.kind() == io::ErrorKind::DirectoryNotEmpty => {}
        other => gone(other)?,
    }
    gone(fs::remove_file(folder.join(MANIFEST)))
}

/// Takes away the files of a folder whose names are such.
fn remove_those(folder: &Path, is_such: impl Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if name.to_str().is_some_and(&is_such) {
            gone(fs::remove_file(folder.join(name)))?;
        }
    }
    Ok(())
}

/// Test that a file of this name in the folder of units is this program's.
fn is_of_units(name: &str) -> bool {
    let name = target_of(name).unwrap_or(name);
    key_of(name).is_some() || ended_of(name).is_some()
}

/// Refuses a folder that has such files as this program writes, and no manifest that says of what.
pub(super) fn refuse_orphans(path: &Path) -> Result<(), CommandError> {
    let units = path.join(UNITS).read_dir().into_iter().flatten().flatten();
    let mut units = units.map(|entry| entry.file_name());
    let has_units = units.any(|name| name.to_str().is_some_and(is_of_units));
    let orphan = made().find(|name| path.join(name).exists());
    let Some(orphan) = orphan.or(has_units.then_some(UNITS)) else {
        return Ok(());
    };
    let text = format!(
        "`{}` holds `{orphan}` and no {MANIFEST} that says of what; name another folder, or remove \
         what is there",
        path.display()
    );
    Err(CommandError::Request(text))
}

pub(super) fn name_of(UnitKey { design, runs }: &UnitKey) -> String {
    format!("{design:06}-{:09}-{:09}.unit", runs.start, runs.end)
}

pub(super) fn end_name(design: u64) -> String {
    format!("{design:06}.end")
}

pub(super) fn ended_of(name: &str) -> Option<u64> {
    let design = name.strip_suffix(".end")?.parse().ok()?;
    Some(design).filter(|design| end_name(*design) == name)
}

pub(super) fn key_of(name: &str) -> Option<UnitKey> {
    let numbers: Vec<u64> = (name.strip_suffix(".unit")?.split('-'))
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    let [design, start, end] = numbers[..] else {
        return None;
    };
    Some(UnitKey { design, runs: start..end }).filter(|key| start < end && name_of(key) == name)
}

/// Removal of what may be gone already.
pub(super) fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
