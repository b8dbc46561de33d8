//! From the disk to a scenario: the only reader of files.

use super::arguments::ScenarioArguments;
use super::error::CommandError;
use super::expectations;
use crate::experiment::SourceFile;
use crate::scenario;
use crate::scenario::model::Scenario;
use crate::scenario::{ChangeExtent, Changes, Fault, Faults, MAX_FILE_BYTES, SourceText};
use crate::sensor::SensorKinds;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A scenario and the files that it was read from.
#[derive(Debug)]
pub(super) struct LoadedScenario {
    pub(super) scenario: Scenario,
    pub(super) files: Vec<SourceFile>,
}

/// Reads and checks a scenario with all its files, and with what is set over them.
pub(super) fn load(
    words: &ScenarioArguments,
    kinds: &SensorKinds,
) -> Result<LoadedScenario, Faults> {
    let changes = Changes { kinds, settings: &words.set, extent: ChangeExtent::Each };
    load_set(&words.scenario, &changes)
}

/// Reads and checks a scenario with all its files as they are.
pub(super) fn load_file(path: &Path, kinds: &SensorKinds) -> Result<LoadedScenario, Faults> {
    load_set(path, &Changes { kinds, settings: &[], extent: ChangeExtent::Each })
}

fn load_set(path: &Path, changes: &Changes<'_>) -> Result<LoadedScenario, Faults> {
    let mut files = Vec::new();
    let mut loader = reader(&mut files);
    let scenario = read_checked(&path.to_string_lossy(), &mut loader, changes)?;
    drop(loader);
    Ok(LoadedScenario { scenario, files })
}

/// The scenario, with the names in its expectations checked too.
fn read_checked(
    root: &str,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
    changes: &Changes<'_>,
) -> Result<Scenario, Faults> {
    let document = scenario::read_set(root, loader, changes)?;
    let faults = expectations::faults(&document);
    if faults.is_empty() { scenario::check(document) } else { Err(document.into_faults(faults)) }
}

/// A reader of files that keeps what it read.
pub(super) fn reader(files: &mut Vec<SourceFile>) -> impl FnMut(&str) -> Result<String, String> {
    |path: &str| {
        let text = read(path)?;
        files.push(SourceFile { path: path.into(), text: text.clone() });
        Ok(text)
    }
}

/// The text of a file, or why there is none. Of a file that is too long nothing more is read than
/// shows that it is.
pub(super) fn read(path: &str) -> Result<String, String> {
    let said = |error: std::io::Error| error.to_string();
    let file = File::open(path).map_err(said)?;
    let about = file.metadata().map_err(said)?;
    if about.is_dir() {
        return Err("it is a directory, not a file".into());
    }
    let limit = MAX_FILE_BYTES / 1_000_000;
    let too_long = || Err(format!("the file is longer than {limit} MB"));
    if about.len() > MAX_FILE_BYTES {
        return too_long();
    }
    let mut bytes = Vec::new();
    let mut head = file.take(MAX_FILE_BYTES + 1);
    head.read_to_end(&mut bytes).map_err(said)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return too_long();
    }
    text(bytes)
}

/// The text of these bytes, or why they are none.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        format!("it is not UTF-8 text: byte {byte} (from 0) starts no letter")
    })
}

/// A recording is no longer than this when unpacked, bytes.
const MAX_RECORDING_BYTES: u64 = 1_000_000_000;

/// The first bytes of what gzip wrote.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The text of a recording of `what`, unpacked if gzip wrote it.
pub(super) fn recording(path: &Path, what: &str) -> Result<SourceText, CommandError> {
    let name = path.to_string_lossy();
    let io = |why| CommandError::io("read", path, why);
    let faulty = |reason: &str| faulty(&name, what, reason);
    let mut file = BufReader::new(File::open(path).map_err(io)?);
    let is_packed = file.fill_buf().map_err(io)?.starts_with(&GZIP);
    let mut bytes = Vec::new();
    if is_packed {
        let mut head = MultiGzDecoder::new(file).take(MAX_RECORDING_BYTES + 1);
        if let Err(error) = head.read_to_end(&mut bytes) {
            return Err(faulty(&format!("it is damaged: gzip: {error}")));
        }
    } else {
        let mut head = file.take(MAX_RECORDING_BYTES + 1);
        head.read_to_end(&mut bytes).map_err(io)?;
    }
    if bytes.len() as u64 > MAX_RECORDING_BYTES {
        let limit = MAX_RECORDING_BYTES / 1_000_000;
        return Err(faulty(&format!("it is longer than {limit} MB")));
    }
    let text = text(bytes).map_err(|reason| faulty(&reason))?;
    Ok(SourceText::new(name, text))
}

/// A recording that cannot be used as a whole.
fn faulty(name: &str, what: &str, reason: &str) -> CommandError {
    let mut faults = Faults::new(vec![SourceText::new(name, "")]);
    faults.add(Fault {
        span: None,
        ..Fault::new(0, 0..0, format!("the {what} cannot be read: {reason}"), "")
    });
    faults.into()
}
