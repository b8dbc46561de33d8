//! `lisbon verify`: every model against its reference cases.

use super::arguments::{Format, VerifyArguments};
use super::campaign::{self, Bar};
use super::error::CommandError;
use super::path_name::name_of;
use super::{choose, load, sheet, terminal};
use crate::report::verification;
use crate::scenario::{MAX_FILE_BYTES, SourceText};
use crate::verify;
use crate::verify::list::{LISTED, ReferenceFile};
use std::path::Path;

/// Evaluates the cases and tells; ends ill if a file does not hold.
pub(super) fn verify(words: &VerifyArguments) -> Result<(), CommandError> {
    let files = files(&words.files)?;
    let read = |file: &str| match &words.cases {
        Some(folder) => in_folder(folder, file),
        None => Ok(verify::shipped(file)),
    };
    if let Some(folder) = words.cases.as_ref().filter(|folder| !folder.is_dir()) {
        let known = load::what_it_is(folder);
        let text = format!("`{}` is not a folder of case files{known}", folder.display());
        return Err(CommandError::Request(text));
    }
    let bar = campaign::drawn(Bar {
        show: words.quiet.into(),
        length: 0,
        done: 0,
        message: "cases".into(),
    });
    let (found, faults) = campaign::pool(words.threads)?.install(|| {
        verify::verify(&files, read, |cases| {
            bar.set_length(cases);
            bar.inc(1);
        })
    });
    bar.finish_and_clear();
    terminal::print(&match words.format {
        Format::Table => sheet::draw(&verification::page(&found)),
        Format::Json => verification::json(&found),
    })?;
    if faults.count() > 0 {
        return Err(CommandError::NotUnderstood(Box::new(faults)));
    }
    if found.holds() { Ok(()) } else { Err(CommandError::Failed(None)) }
}

/// The files of these names, in the order of the list; without names all of it.
fn files(names: &[String]) -> Result<Vec<&'static ReferenceFile>, CommandError> {
    let known = || LISTED.iter().map(|file| file.name);
    let mut asked = vec![names.is_empty(); LISTED.len()];
    for name in names {
        asked[choose::place_in("the list of case files", "file", name.trim(), known())?] = true;
    }
    let files = LISTED.iter().zip(asked);
    Ok(files.filter_map(|(file, asked)| asked.then_some(file)).collect())
}

fn in_folder(folder: &Path, file: &str) -> Result<Option<SourceText>, String> {
    let path = folder.join(file);
    if !path.exists() {
        return Ok(None);
    }
    let text = load::read(&path, MAX_FILE_BYTES)?;
    Ok(Some(SourceText::new(name_of(&path), text)))
}
