//! The program as a user meets it: words in; text, files and an exit code out.

mod assure;
mod coverage;
mod explain;
mod files;
mod fly;
mod footprint;
mod fragile;
mod kinds;
mod raids;
mod results;
mod set;
mod signals;
mod store;
mod sweep;
mod track;
mod verify;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const ASSURANCE: &str = "scenarios/assurance.toml";

const QUICKSTART: &str = "scenarios/quickstart.toml";

fn lisbon(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lisbon"));
    // Commands that repeat a run call the program as it was called.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::arg0(&mut command, "lisbon");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(words).stdin(Stdio::null());
    command
}

/// What a command printed, said and returned.
struct Done {
    out: String,
    said: String,
    code: Option<i32>,
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            said: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }
}

fn done(words: &[&str]) -> Done {
    lisbon(words).output().unwrap().into()
}

/// What a command prints that has nothing to say and goes well.
pub(crate) fn told(words: &[&str]) -> String {
    let done = done(words);
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""), "{}", done.said);
    done.out
}

/// A page tells these parts, be it over a line's end, and fits the width of a page.
fn assert_page(out: &str, parts: &[&str]) {
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(out.contains(part) || flat.contains(part), "{part} in {out}");
    }
    for line in out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

/// A fresh directory for one test.
fn directory(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
