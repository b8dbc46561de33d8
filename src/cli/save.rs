//! Files of a result directory: each is there whole or not at all.

use super::error::CommandError;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::fs::File;
use std::io;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Makes the directory, so that a campaign of hours does not end for want of it.
pub(super) fn prepare(directory: &Path) -> Result<(), CommandError> {
    fs::create_dir_all(directory)
        .map_err(|why| CommandError::io("make the directory", directory, why))
}

/// Writes a file by way of another name, so that nobody ever sees half of it.
pub(super) fn save(
    directory: &Path,
    name: impl AsRef<OsStr>,
    bytes: &[u8],
) -> Result<(), CommandError> {
    let mut draft = Draft::new(directory, name)?;
    draft.write(|out| out.write_all(bytes))?;
    draft.commit()
}

/// End of the name of a file that is not yet whole.
const DRAFT: &str = ".draft";

/// The file that a draft of this name would become; `None` if the name is none of a draft.
pub(super) fn target_of(name: &str) -> Option<&str> {
    let (target, process) = name.strip_prefix('.')?.strip_suffix(DRAFT)?.rsplit_once('.')?;
    process.bytes().all(|byte| byte.is_ascii_digit()).then_some(target)
}

/// A file that is being written under another name, and gone if it is not committed.
pub(super) struct Draft {
    out: Option<BufWriter<File>>,
    path: PathBuf,
    target: PathBuf,
}

impl Draft {
    pub(super) fn new(directory: &Path, name: impl AsRef<OsStr>) -> Result<Self, CommandError> {
        let mut draft = OsString::from(".");
        draft.push(name.as_ref());
        draft.push(format!(".{}{DRAFT}", std::process::id()));
        let (path, target) = (directory.join(draft), directory.join(name.as_ref()));
        let file = File::create(&path).map_err(|why| CommandError::io("write", &target, why))?;
        Ok(Self { out: Some(BufWriter::new(file)), path, target })
    }

    /// Result of some writing.
    pub(super) fn write<R>(
        &mut self,
        work: impl FnOnce(&mut BufWriter<File>) -> io::Result<R>,
    ) -> Result<R, CommandError> {
        let gone = || io::Error::other("the file is closed");
        let result = self.out.as_mut().ok_or_else(gone).and_then(work);
        result.map_err(|why| CommandError::io("write", &self.target, why))
    }

    /// Gives the file its name, once all of it is on the disk.
    pub(super) fn commit(mut self) -> Result<(), CommandError> {
        let moved = |out: BufWriter<File>| -> io::Result<()> {
            let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            drop(file);
            match fs::rename(&self.path, &self.target) {
                // Another process has written the same, and taken this for a draft of the dead.
                Err(why) if why.kind() == io::ErrorKind::NotFound && self.target.exists() => {}
                other => other?,
            }
            sync_directory(&self.target)
        };
        let result = self.out.take().map_or(Ok(()), moved);
        result.map_err(|why| CommandError::io("write", &self.target, why))
    }
}

impl Drop for Draft {
    /// Half a draft is of no use; after a commit there is none.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes a new name in a directory last, where directories can be opened.
fn sync_directory(file: &Path) -> io::Result<()> {
    if cfg!(unix)
        && let Some(directory) = file.parent()
    {
        let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}
