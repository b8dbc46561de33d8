//! `lisbon track`: the tracker of a system on recorded plots, and what its tracks are worth.

use super::arguments::{Format, TrackArguments};
use super::error::CommandError;
use super::single::single;
use super::{load, save, sheet, terminal};
use crate::recorded;
use crate::recorded::score::{RecordingScorer, times_s};
use crate::report::score;
use crate::report::tracks::{TrackColumns, TrackTable};
use crate::sensor::SensorKinds;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Tracks the plots, writes the tracks, and tells what they are worth if the truth is given.
pub(super) fn track(words: &TrackArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    if words.covariance && words.truth.is_some() && words.out.is_none() {
        let text = "with --truth the tracks are written by --out alone: --covariance needs it";
        return Err(CommandError::Request(text.into()));
    }
    let scenario = &load::load_file(&words.scenario, kinds)?.scenario;
    let read = [Some(&words.plots), words.truth.as_ref()];
    let target = words.out.as_deref().map(|out| target(out, read));
    let target = target.transpose()?;
    let source = load::recording(&words.plots, "plots")?;
    let recording = recorded::read(source, scenario)?;
    if recording.doubles > 0 {
        terminal::note(&format!(
            "{} of the plots stand in the file once more; each is taken once",
            recording.doubles
        ));
    }
    let truths = words.truth.as_deref().map(|truth| {
        let source = load::recording(truth, "truth")?;
        Ok::<_, CommandError>(recorded::read_truth(source)?)
    });
    let truths = truths.transpose()?.unwrap_or_default();
    let mut table = TrackTable::new(if words.covariance {
        TrackColumns::Covariance
    } else {
        TrackColumns::State
    });
    let mut record = RecordingScorer::new(&truths);
    let asked_s = times_s(&truths);
    let what = format!("tracking `{}`", words.plots.display());
    let (table, score) = single(&what, || {
        recorded::watch(scenario, recording, &asked_s, |moment| {
            if moment.has_plots {
                moment.fixes.iter().for_each(|fix| table.add(fix));
            }
            record.take(&moment);
        });
        (table, words.truth.is_some().then(|| record.score()))
    })?;
    if let Some((directory, name)) = target {
        save::save(directory, name, table.text().as_bytes())?;
    }
    match score {
        Some(score) => terminal::print(&match words.format {
            Format::Table => sheet::draw(&score::page(&score)),
            Format::Json => score::json(&score),
        }),
        None if target.is_none() => terminal::print(table.text()),
        None => Ok(()),
    }
}

/// Folder and name of the file to write, which must not be one that is read, nor a device.
fn target<'a>(
    out: &'a Path,
    read: [Option<&PathBuf>; 2],
) -> Result<(&'a Path, &'a OsStr), CommandError> {
    let refused = |why: &str| {
        let text = format!("--out `{}` {why}", out.display());
        Err(CommandError::Request(text))
    };
    let Some(name) = out.file_name() else {
        return refused("names no file");
    };
    if out.exists() && !out.is_file() {
        return refused("is no plain file; without --out the tracks go to standard output");
    }
    let of_what = ["plots", "truth"];
    for (file, what) in read.into_iter().zip(of_what) {
        let file = file.and_then(|file| fs::canonicalize(file).ok());
        if file.is_some() && file == fs::canonicalize(out).ok() {
            return refused(&format!("is the file of the {what}, which would be lost"));
        }
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok((folder.unwrap_or(Path::new(".")), name))
}
