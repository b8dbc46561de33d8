//! Standard output and standard error.
//!
//! A reader that has gone (`| head`) has seen enough: that is no error, and nothing is said of it.

use super::error::CommandError;
use crate::scenario::error::is_hidden;
use clap::builder::styling::AnsiColor;
use std::io;
use std::io::{ErrorKind, Write};
use terminal_size::{Width, terminal_size_of};

/// Fewest and most columns that a page is set in.
const COLUMNS_MIN: usize = 40;
const COLUMNS_MAX: usize = 400;

/// Writes a result to standard output.
pub(super) fn print(text: &str) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes the help that was asked for to standard output, coloured where it is a terminal.
pub(super) fn print_help(help: &clap::Error) -> Result<(), CommandError> {
    written(help.print().and_then(|()| io::stdout().flush()))
}

fn written(result: io::Result<()>) -> Result<(), CommandError> {
    match result {
        Err(why) if why.kind() != ErrorKind::BrokenPipe => {
            Err(CommandError::Io { what: "write to standard output".into(), why })
        }
        _ => Ok(()),
    }
}

/// Columns of standard output: what `COLUMNS` says, else a terminal's; `None` if neither does.
pub(super) fn columns() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let shown = || {
        let (Width(columns), _) = terminal_size_of(io::stdout())?;
        Some(usize::from(columns))
    };
    said.or_else(shown).map(|columns: usize| columns.clamp(COLUMNS_MIN, COLUMNS_MAX))
}

/// Writes to standard error; colours are left out where it is not a terminal.
pub(super) fn say(text: &str) {
    // Where standard error is gone there is nobody to tell.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Writes an error to standard error.
pub(super) fn error(text: &str) {
    let red = AnsiColor::Red.on_default().bold();
    say(&format!("{red}error{red:#}: {}\n", obeyed_by_none(text)));
}

/// Writes what is good to know to standard error.
pub(super) fn note(text: &str) {
    say(&format!("note: {}\n", obeyed_by_none(text)));
}

/// The text without characters that a terminal would obey or not show, line breaks excepted.
pub(super) fn obeyed_by_none(text: &str) -> String {
    let harmless = |letter: char| letter == '\n' || !is_hidden(letter);
    text.chars().map(|letter| if harmless(letter) { letter } else { '\u{fffd}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_passes() {
        assert_eq!(obeyed_by_none("a\u{1b}[31m\nb"), "a\u{fffd}[31m\nb");
        for hidden in ['\u{9b}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}'] {
            assert_eq!(obeyed_by_none(&format!("a{hidden}b")), "a\u{fffd}b");
        }
    }
}
