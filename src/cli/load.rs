//! From the disk to a scenario: the only reader of files.

use super::arguments::ScenarioArguments;
use super::expectations;
use super::path_name::{name_of, path_of};
use crate::experiment::SourceFile;
use crate::scenario;
use crate::scenario::model::Scenario;
use crate::scenario::{
    ChangeExtent, Changes, Fault, Faults, MAX_FILE_BYTES, SourceText, recognise,
};
use crate::sensor::SensorKinds;
use flate2::bufread::GzDecoder;
use std::fs::File;
use std::io;
use std::io::Read;
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
    load_set(&name_of(&words.scenario), None, &changes)
}

/// Reads and checks a scenario with all its files as they are.
pub(super) fn load_file(path: &Path, kinds: &SensorKinds) -> Result<LoadedScenario, Faults> {
    load_set(&name_of(path), None, &unchanged(kinds))
}

/// Checks a scenario whose text was read, with all the files that it names.
pub(super) fn load_text(source: SourceText, kinds: &SensorKinds) -> Result<Scenario, Faults> {
    let name = source.name.clone();
    load_set(&name, Some(source), &unchanged(kinds)).map(|loaded| loaded.scenario)
}

fn unchanged(kinds: &SensorKinds) -> Changes<'_> {
    Changes { kinds, settings: &[], extent: ChangeExtent::Each }
}

fn load_set(
    root: &str,
    source: Option<SourceText>,
    changes: &Changes<'_>,
) -> Result<LoadedScenario, Faults> {
    let mut files = Vec::new();
    let mut loader = reader(source, &mut files);
    let scenario = read_checked(root, &mut loader, changes)?;
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

/// A reader of files that keeps what it read; what was read before it does not read again.
pub(super) fn reader(
    mut source: Option<SourceText>,
    files: &mut Vec<SourceFile>,
) -> impl FnMut(&str) -> Result<String, String> {
    move |name: &str| {
        let text = match source.take_if(|source| source.name == name) {
            Some(source) => source.text,
            None => read(&path_of(name), MAX_FILE_BYTES)?,
        };
        files.push(SourceFile { path: name.into(), text: text.clone() });
        Ok(text)
    }
}

/// A recording is no longer than this when unpacked, bytes.
const MAX_RECORDING_BYTES: u64 = 1_000_000_000;

/// A recording of `what`.
pub(super) fn recording(path: &Path, what: &str) -> Result<SourceText, Faults> {
    let name = name_of(path);
    read(path, MAX_RECORDING_BYTES).map(|text| SourceText::new(name.clone(), text)).map_err(|why| {
        let mut faults = Faults::new(vec![SourceText::new(name, "")]);
        let title = format!("the {what} cannot be read: {why}");
        faults.add(Fault { span: None, ..Fault::new(0, 0..0, title, "") });
        faults
    })
}

/// Words that say what a file is that was given for another, to end a sentence with; none if it
/// looks like nothing that is known.
pub(super) fn what_it_is(path: &Path) -> String {
    let known = read(path, MAX_FILE_BYTES).ok().and_then(|text| recognise(&text));
    let told = known.map(|known| format!("; it is {}: {}", known.name(), known.usage()));
    told.unwrap_or_default()
}

/// The only way in for a file of any kind: its text, or why there is none, whatever wrote it.
///
/// It may be a pipe, or `-` for standard input; it is unpacked if gzip packed it; a byte order mark
/// is passed over. Of a file that is longer than so many bytes nothing more is read than shows it.
pub(super) fn read(path: &Path, bytes_max: u64) -> Result<String, String> {
    let said = |error: io::Error| error.to_string();
    let bytes = if path == Path::new("-") {
        limited(io::stdin().lock(), bytes_max)
    } else {
        let file = File::open(path).map_err(said)?;
        let about = file.metadata().map_err(said)?;
        if about.is_dir() {
            return Err("it is a directory, not a file".into());
        }
        limited(file, if about.len() > bytes_max { 0 } else { bytes_max })
    };
    let bytes = bytes.and_then(|bytes| match bytes {
        Some(bytes) if bytes.starts_with(&GZIP) => unpacked(&bytes, bytes_max),
        other => Ok(other),
    });
    match bytes.map_err(said)? {
        Some(bytes) => text(bytes),
        None => Err(format!("the file is longer than {} MB", bytes_max / 1_000_000)),
    }
}

/// Bytes of a source, unless they are more than so many.
fn limited(source: impl Read, bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    source.take(bytes_max + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= bytes_max))
}

/// The first bytes of what gzip wrote.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The members of what gzip wrote, one after the other; zeros behind one only fill a block.
fn unpacked(mut packed: &[u8], bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    let damaged = |error: io::Error| io::Error::other(format!("it is damaged: gzip: {error}"));
    let mut bytes = Vec::new();
    while packed.iter().any(|byte| *byte != 0) {
        let mut member = GzDecoder::new(packed).take(bytes_max + 1 - bytes.len() as u64);
        member.read_to_end(&mut bytes).map_err(damaged)?;
        if bytes.len() as u64 > bytes_max {
            return Ok(None);
        }
        packed = member.into_inner().into_inner();
        packed = &packed[packed.iter().take_while(|byte| **byte == 0).count()..];
    }
    Ok(Some(bytes))
}

/// The text of these bytes without a byte order mark, or why they are none.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || matches!(bytes[..], [0, other, ..] | [other, 0, ..] if other != 0);
    if is_utf16 {
        return Err("it is UTF-16; save it as UTF-8".into());
    }
    let line = |at: usize, bytes: &[u8]| bytes[..at].split(|byte| *byte == b'\n').count();
    let text = String::from_utf8(bytes).map_err(|error| {
        let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        format!(
            "line {} is not UTF-8: byte {at} of the file (from 0), {:#04x}, starts no letter (if \
             it is Latin-1 or Windows-1252, save it as UTF-8)",
            line(at, bytes),
            bytes[at]
        )
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let mut returns = text.match_indices('\r').map(|(at, _)| at);
    if let Some(at) = returns.find(|at| text.as_bytes().get(at + 1) != Some(&b'\n')) {
        let line = line(at, text.as_bytes());
        return Err(format!(
            "line {line} has a carriage return without a line feed, as old Macs ended lines; save \
             it with line feeds"
        ));
    }
    Ok(text)
}
