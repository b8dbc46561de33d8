//! How a command ends when not well: what is said on standard error, and the exit code.

use super::{faults, terminal};
use crate::scenario::Faults;
use std::io;
use std::path::Path;

/// Exit code of an interrupted program, as shells have it: 128 and the number of SIGINT.
pub(super) const INTERRUPTED: u8 = 130;

/// What faults have led to.
const NOTHING_RUN: &str = "nothing was run";
const NOT_EVALUATED: &str = "what they touch was not evaluated";

/// An end that is not a success.
#[derive(Debug)]
pub(super) enum Ending {
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
        /// What was tried.
        what: String,
        /// What the system said.
        why: io::Error,
    },
    /// The user ended it.
    Interrupted(String),
}

impl Ending {
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

    /// Says it.
    pub(super) fn tell(&self) {
        match self {
            // Help goes to standard output; that nobody listens is no fault.
            Self::Words(error) => drop(error.print()),
            Self::Request(text) | Self::Failed(Some(text)) => terminal::error(text),
            Self::Failed(None) => {}
            Self::Faults(faults) => terminal::say(&faults::render(faults, true, NOTHING_RUN)),
            Self::NotUnderstood(faults) => {
                terminal::say(&faults::render(faults, true, NOT_EVALUATED));
            }
            Self::Io { what, why } => terminal::error(&format!("cannot {what}: {why}")),
            Self::Interrupted(text) => terminal::say(&format!("{text}\n")),
        }
    }
}

impl From<clap::Error> for Ending {
    fn from(error: clap::Error) -> Self {
        Self::Words(Box::new(error))
    }
}

impl From<Faults> for Ending {
    fn from(faults: Faults) -> Self {
        Self::Faults(Box::new(faults))
    }
}
