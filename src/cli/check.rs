//! `lisbon check`: is the file right, whatever its kind?

use super::arguments::CheckArguments;
use super::error::CommandError;
use super::{load, sweep, tell, terminal};
use crate::scenario;
use crate::scenario::caution;
use crate::scenario::model::Scenario;
use crate::scenario::{Faults, FileKind, KnownFile, recognise};
use crate::sensor::SensorKinds;
use crate::{recorded, verify};
use std::fmt::Write;
use std::path::Path;

/// Checks every file and says so of each that is right; the faults of all others are told.
pub(super) fn check(words: &CheckArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let mut last_fault: Option<Faults> = None;
    for path in &words.files {
        match contents(path, kinds) {
            Ok(contents) => {
                let text = format!("{}: right. {contents}\n", path.display());
                terminal::print(&terminal::obeyed_by_none(&text))?;
            }
            Err(faults) => {
                if let Some(before) = last_fault.replace(faults) {
                    tell::tell(&before.into());
                }
            }
        }
    }
    last_fault.map_or(Ok(()), |faults| Err(faults.into()))
}

/// Contents of a file without faults, by its kind; what looks like nothing is read as a scenario.
fn contents(path: &Path, kinds: &SensorKinds) -> Result<String, Faults> {
    let source = load::recording(path, "file")?;
    let known = recognise(&source.text).unwrap_or(KnownFile::Input(FileKind::Scenario));
    Ok(match known {
        KnownFile::Input(FileKind::Scenario) => of_scenario(&load::load_text(source, kinds)?),
        KnownFile::Input(FileKind::Sweep) => {
            let loaded = sweep::load_text(source, kinds)?;
            let designs = counted(&[(loaded.manifest.designs.len(), "design")]);
            format!("{}: a sweep of {designs}", loaded.sweep.file.name)
        }
        KnownFile::Input(part) => {
            let counts = counted(&scenario::check_part(source, part)?);
            let with = if counts.is_empty() { "" } else { " with " };
            format!("It is {}{with}{counts}", known.name())
        }
        KnownFile::Plots => of_itself(known, recorded::count(source)?, "plot"),
        KnownFile::Truth => of_itself(known, recorded::read_truth(source)?.len(), "state"),
        KnownFile::Cases => of_itself(known, verify::count(source)?, "case"),
        KnownFile::Results => {
            return Err(known.misplaced_in(source, KnownFile::Input(FileKind::Scenario)));
        }
    })
}

/// Contents of a table, and what checks it further.
fn of_itself(known: KnownFile, count: usize, thing: &'static str) -> String {
    let (name, counted) = (known.name(), counted(&[(count, thing)]));
    format!("It is {name} with {counted}, by itself; {}", known.usage())
}

/// Contents of a scenario, in a line, and a line for each setting that decides silently.
fn of_scenario(scenario: &Scenario) -> String {
    let counts = [
        (scenario.threats.len(), "threat"),
        (scenario.assets.len(), "asset"),
        (scenario.radars.len(), "radar"),
        (scenario.satellites.len(), "satellite"),
        (scenario.sensors.len(), "other sensor"),
        (scenario.fire_units.len(), "fire unit"),
        (scenario.architectures.len(), "architecture"),
    ];
    let corridors = (scenario.corridors.len(), "corridor");
    // Few scenarios have them.
    let corridors = Some(corridors).filter(|(count, _)| *count > 0);
    let counts: Vec<_> = counts.into_iter().chain(corridors).collect();
    let mut text = format!("{}: {}", scenario.name, counted(&counts));
    for caution in caution::cautions(scenario, &scenario.architectures) {
        // Writing to a text cannot fail.
        let _ = write!(text, "\nnote: {caution}");
    }
    text
}

/// Counts of things, in words.
fn counted(counts: &[(usize, &str)]) -> String {
    let counted = counts.iter().map(|(count, thing)| {
        let s = if *count == 1 { "" } else { "s" };
        format!("{count} {thing}{s}")
    });
    counted.collect::<Vec<_>>().join(", ")
}
