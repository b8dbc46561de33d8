//! Errors of commands, told on standard error.

use super::error::CommandError;
use super::{faults, terminal};

/// Consequences of faults, as the last line says them.
const NOTHING_RUN: &str = "nothing was run";
const NOT_EVALUATED: &str = "what they touch was not evaluated";

/// Tells it.
pub(super) fn tell(error: &CommandError) {
    match error {
        // Where standard error is gone there is nobody to tell.
        CommandError::Words(error) => drop(error.print()),
        CommandError::Request(text) | CommandError::Failed(Some(text)) => terminal::error(text),
        CommandError::Failed(None) => {}
        CommandError::Faults(faults) => {
            terminal::say(&faults::render(faults, true, NOTHING_RUN));
        }
        CommandError::NotUnderstood(faults) => {
            terminal::say(&faults::render(faults, true, NOT_EVALUATED));
        }
        CommandError::Io { what, why } => terminal::error(&format!("cannot {what}: {why}")),
        CommandError::Interrupted(text) => terminal::say(&format!("{text}\n")),
    }
}
