//! `lisbon verify`: every model against its reference cases.

use super::arguments::Verify;
use super::arguments::VerifyFormat;
use super::draw;
use super::ending::Ending;
use super::load;
use super::terminal;
use crate::report::verification;
use crate::scenario::SourceText;
use crate::verify;
use std::path::Path;

/// Evaluates the cases and tells; ends ill if a listed file does not hold.
pub(super) fn verify(words: &Verify) -> Result<(), Ending> {
    let (found, faults) = match &words.cases {
        Some(folder) if folder.is_dir() => verify::verify(|file| in_folder(folder, file)),
        Some(folder) => {
            let text = format!("`{}` is not a folder of case files", folder.display());
            return Err(Ending::Request(text));
        }
        None => verify::verify(|file| Ok(verify::shipped(file))),
    };
    terminal::print(&match words.format {
        VerifyFormat::Table => draw::draw(&verification::page(&found)),
        VerifyFormat::Json => verification::json(&found),
    })?;
    if faults.count() > 0 {
        return Err(Ending::NotUnderstood(Box::new(faults)));
    }
    if found.holds() {
        Ok(())
    } else {
        Err(Ending::Failed(None))
    }
}

fn in_folder(folder: &Path, file: &str) -> Result<Option<SourceText>, String> {
    let path = folder.join(file);
    if !path.exists() {
        return Ok(None);
    }
    let name = path.to_string_lossy();
    let text = load::read(&name)?;
    Ok(Some(SourceText::new(name, text)))
}
