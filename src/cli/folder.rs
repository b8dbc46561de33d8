//! The folder of results that a command uses: the user's, or one that is gone with the command.

use super::error::CommandError;
use super::save;
use std::path::{Path, PathBuf};

/// A folder of results.
pub(super) enum ResultsFolder {
    /// That which the user named.
    Named(PathBuf),
    /// One for the time of the command.
    Scratch(PathBuf),
}

impl ResultsFolder {
    pub(super) fn of(named: Option<&Path>) -> Result<Self, CommandError> {
        if let Some(path) = named {
            return Ok(Self::Named(path.into()));
        }
        let path = std::env::temp_dir().join(format!("lisbon-{}", std::process::id()));
        save::prepare(&path)?;
        Ok(Self::Scratch(path))
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Named(path) | Self::Scratch(path) => path,
        }
    }
}

impl Drop for ResultsFolder {
    fn drop(&mut self) {
        if let Self::Scratch(path) = self {
            // What cannot be removed is the system's to clear away.
            let _ = std::fs::remove_dir_all(path);
        }
    }
}
