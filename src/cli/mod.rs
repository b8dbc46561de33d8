//! Words to calls, bytes to disk: the only room that touches files, terminal and signals.
//!
//! `arguments` says what a user may write, a module of each command's name does it, and
//! `ending` says how it ended. Results go to standard output, everything else to standard error.

pub mod arguments;
pub mod faults;

mod assure;
mod campaign;
mod check;
mod choose;
mod compare;
mod coverage;
mod draw;
mod ending;
mod fly;
mod footprint;
mod interrupt;
mod load;
mod repeat;
mod run;
mod save;
mod terminal;
mod track;
mod verify;

use self::arguments::{Arguments, Command};
use self::ending::Ending;
use self::interrupt::Interrupt;
use crate::scenario;
use crate::sensor::SensorKinds;
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// Does what the command line says; returns the exit code.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    main_with(words, &SensorKinds::default())
}

/// The same with kinds of sensors that scenarios may name: the whole program for a crate that adds
/// some.
pub fn main_with(words: impl IntoIterator<Item = OsString>, kinds: &SensorKinds) -> ExitCode {
    match dispatch(words, kinds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(ending) => {
            ending.tell();
            ExitCode::from(ending.code())
        }
    }
}

fn dispatch(words: impl IntoIterator<Item = OsString>, kinds: &SensorKinds) -> Result<(), Ending> {
    let interrupt = Interrupt::watch();
    match Arguments::try_parse_from(words)?.command {
        Command::Check(words) => check::check(&words, kinds),
        Command::Run(words) => run::run(&words, kinds),
        Command::Fly(words) => fly::fly(&words, kinds),
        Command::Track(words) => track::track(&words, kinds),
        Command::Coverage(words) => coverage::coverage(&words, kinds),
        Command::Compare(words) => compare::compare(&words, kinds, &interrupt),
        Command::Footprint(words) => footprint::footprint(&words, kinds, &interrupt),
        Command::Assure(words) => assure::assure(&words, kinds, &interrupt),
        Command::Verify(words) => verify::verify(&words),
        Command::Schema(words) => terminal::print(&scenario::schema_json(words.kind.into())),
    }
}
