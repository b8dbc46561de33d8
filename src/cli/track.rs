//! `lisbon track`: the tracker of a system on recorded plots.

use super::arguments::Track;
use super::attempt;
use super::ending::Ending;
use super::load;
use super::save;
use super::terminal;
use crate::recorded;
use crate::report::tracks::Columns;
use crate::report::tracks::Table;
use crate::sensor::SensorKinds;
use std::fs;
use std::path::Path;

/// Tracks the plots and writes the tracks.
pub(super) fn track(words: &Track, kinds: &SensorKinds) -> Result<(), Ending> {
    let scenario = &load::load(&words.scenario, kinds)?.scenario;
    let target = words.out.as_deref().map(|out| target(out, &words.plots));
    let target = target.transpose()?;
    let source = load::plots(&words.plots)?;
    let recording = recorded::read(source, scenario)?;
    let mut table = Table::new(if words.covariance {
        Columns::Covariance
    } else {
        Columns::State
    });
    let played = attempt::quietly(|| {
        attempt::attempt(|| {
            recorded::replay(scenario, recording, |fix| table.add(fix));
            table
        })
    });
    let table = played.map_err(|reason| {
        let name = words.plots.display();
        let text = format!("tracking `{name}` failed, a bug of Lisbon: {reason}");
        Ending::Failed(Some(text))
    })?;
    match target {
        Some((directory, name)) => save::save(directory, name, table.text()),
        None => terminal::print(table.text()),
    }
}

/// Folder and name of the file to write, which must not be the one that is read, nor a device.
fn target<'a>(out: &'a Path, plots: &Path) -> Result<(&'a Path, &'a str), Ending> {
    let refused = |why: &str| {
        let text = format!("--out `{}` {why}", out.display());
        Err(Ending::Request(text))
    };
    let Some(name) = out.file_name().and_then(|name| name.to_str()) else {
        return refused("names no file");
    };
    if out.exists() && !out.is_file() {
        return refused("is no plain file; without --out the tracks go to standard output");
    }
    let is_same = fs::canonicalize(out)
        .is_ok_and(|out| fs::canonicalize(plots).is_ok_and(|plots| plots == out));
    if is_same {
        return refused("is the file of the plots, which would be lost");
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok((folder.unwrap_or(Path::new(".")), name))
}
