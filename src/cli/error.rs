//! Ends of a command that are not a success, and their exit codes.

use crate::scenario::Faults;
use std::io;
use std::path::Path;

/// Exit code of an interrupted program, as shells have it: 128 and the number of SIGINT.
pub(super) const INTERRUPTED: u8 = 130;

/// An end that is not a success.
#[derive(Debug)]
pub(super) enum CommandError {
    /// The command line is not one, or asks for help.
    Words(Box<clap::Error>),
    /// The command line asks for what is not there.
    Request(String),
    /// The files have faults.
    Faults(Box<Faults>),
    /// Case files have faults; what was understood in them is reported.
    NotUnderstood(Box<Faults>),
    /// A run failed or a model does not hold; `None` if the report has said so.
    Failed(Option<String>),
    /// Input or output failed.
    Io {
        /// The operation.
        what: String,
        /// The system's reason.
        why: io::Error,
    },
    /// The user ended it.
    Interrupted(String),
}

impl CommandError {
    pub(super) fn io(what: &str, path: &Path, why: io::Error) -> Self {
        let what = format!("{what} `{}`", path.display());
        Self::Io { what, why }
    }

    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Words(error) => u8::try_from(error.exit_code()).unwrap_or(2),
            Self::Failed(_) => 1,
            Self::Request(_) | Self::Faults(_) | Self::NotUnderstood(_) => 2,
            Self::Io { .. } => 3,
            Self::Interrupted(_) => INTERRUPTED,
        }
    }

    /// End by a panic in what was attempted.
    pub(super) fn bug(what: &str, reason: &str) -> Self {
        Self::Failed(Some(format!("{what} failed, a bug of Lisbon: {reason}")))
    }
}

impl From<clap::Error> for CommandError {
    fn from(error: clap::Error) -> Self {
        Self::Words(Box::new(error))
    }
}

impl From<Faults> for CommandError {
    fn from(faults: Faults) -> Self {
        Self::Faults(Box::new(faults))
    }
}
