//! `lisbon collect`: folders of shares joined to one, and its tables written.

use super::arguments::CollectArguments;
use super::compare;
use super::error::CommandError;
use super::experiment::ExperimentShare;
use super::store::{Reuse, Store};
use super::sweep;
use super::terminal;
use crate::experiment::{ExperimentKind, Shard, UnitKey};
use crate::sensor::SensorKinds;

/// Joins the folders, and says what is missing.
pub(super) fn collect(words: &CollectArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let parts = words.folders.iter().map(|path| Store::read(path));
    let parts: Vec<Store> = parts.collect::<Result<_, _>>()?;
    let Some(largest) = parts.iter().max_by_key(|part| part.manifest.runs) else {
        return Ok(());
    };
    for part in &parts {
        let differ = largest.manifest.differences(&part.manifest);
        if !differ.is_empty() {
            let text = format!(
                "`{}` and `{}` are not parts of one experiment; they differ in\n  {}",
                part.path.display(),
                largest.path.display(),
                differ.join("\n  ")
            );
            return Err(CommandError::Request(text));
        }
    }
    let out = match (&words.out, &words.folders[..]) {
        (Some(out), _) => out,
        (None, [only]) => only,
        (None, _) => {
            let text = "several folders are joined into another; name it with --out DIR";
            return Err(CommandError::Request(text.into()));
        }
    };
    let store = Store::open(out, largest.manifest.clone(), Reuse::Resume)?;
    for part in &parts {
        copy(part, &store)?;
    }
    let share = ExperimentShare::new(&store, Shard::WHOLE, kinds)?;
    let missing = share.missing(&store.tidy()?)?;
    match store.manifest.experiment {
        ExperimentKind::Compare => compare::collected(&share, words.format)?,
        ExperimentKind::Sweep => sweep::collected(&share, !missing.is_empty(), words.format)?,
    }
    if missing.is_empty() {
        return Ok(());
    }
    let text = format!("there is missing:\n  {}", missing.join("\n  "));
    terminal::note("the tables are of what there is");
    Err(CommandError::Failed(Some(text)))
}

/// Copies what one folder has and the other has not.
fn copy(from: &Store, to: &Store) -> Result<(), CommandError> {
    let there = to.index()?;
    let index = from.index()?;
    for (design, status) in &index.ended {
        if !there.ended.contains_key(design) {
            to.end(*design, status)?;
        }
    }
    for (design, ranges) in index.ranges {
        for runs in ranges {
            if !there.of(design).contains(&runs) {
                to.write(&from.unit(&UnitKey { design, runs })?)?;
            }
        }
    }
    Ok(())
}
