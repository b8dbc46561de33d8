//! Files of a result directory: each is there whole or not at all.

use super::error::CommandError;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;

/// Makes the directory, so that a campaign of hours does not end for want of it.
pub(super) fn prepare(directory: &Path) -> Result<(), CommandError> {
    fs::create_dir_all(directory)
        .map_err(|why| CommandError::io("make the directory", directory, why))
}

/// Writes a file by way of another name, so that nobody ever sees half of it.
pub(super) fn save(directory: &Path, name: &str, text: &str) -> Result<(), CommandError> {
    let path = directory.join(name);
    let draft = directory.join(format!(".{name}.{}.draft", std::process::id()));
    write(&draft, text).and_then(|()| fs::rename(&draft, &path)).map_err(|why| {
        // Half a draft is of no use; if it cannot be removed either, the first error counts.
        let _ = fs::remove_file(&draft);
        CommandError::io("write", &path, why)
    })
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
