//! Words to calls, bytes to disk: the only room that touches files, terminal and signals.
//!
//! `arguments` says what a user may write, a module of each command's name does it, and `error`
//! says how it ended if not well. Results go to standard output, everything else to standard error.

pub mod arguments;
pub mod faults;

mod assure;
mod assure_over;
mod baseline;
mod campaign;
mod check;
mod choose;
mod collect;
mod compare;
mod coverage;
mod dry_run;
mod error;
mod expectations;
mod experiment;
mod fly;
mod folder;
mod footprint;
mod interrupt;
mod load;
mod new;
mod path_name;
mod repeat;
mod responses;
mod run;
mod save;
mod sheet;
mod single;
mod store;
mod sweep;
mod tell;
mod terminal;
mod track;
mod verdicts;
mod verify;

use self::arguments::{Arguments, CommandArguments};
use self::error::CommandError;
use self::interrupt::Interrupt;
use crate::scenario;
use crate::sensor::SensorKinds;
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// The whole program: obeys the command line and returns the exit code.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    main_with(words, &SensorKinds::default())
}

/// The same with kinds of sensors that scenarios may name: the whole program for a crate that adds
/// some.
pub fn main_with(words: impl IntoIterator<Item = OsString>, kinds: &SensorKinds) -> ExitCode {
    match dispatch(words, kinds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell::tell(&error);
            ExitCode::from(error.code())
        }
    }
}

fn dispatch(
    words: impl IntoIterator<Item = OsString>,
    kinds: &SensorKinds,
) -> Result<(), CommandError> {
    let interrupt = Interrupt::watch();
    let arguments = match Arguments::try_parse_from(words) {
        // Help and version are results.
        Err(asked) if !asked.use_stderr() => return terminal::print_help(&asked),
        other => other?,
    };
    match arguments.command {
        CommandArguments::Check(words) => check::check(&words, kinds),
        CommandArguments::Run(words) => run::run(&words, kinds),
        CommandArguments::Fly(words) => fly::fly(&words, kinds),
        CommandArguments::Track(words) => track::track(&words, kinds),
        CommandArguments::Coverage(words) => coverage::coverage(&words, kinds),
        CommandArguments::Compare(words) => compare::compare(&words, kinds, &interrupt),
        CommandArguments::Sweep(words) => sweep::sweep(&words, kinds, &interrupt),
        CommandArguments::New(words) => new::new(&words, kinds),
        CommandArguments::Collect(words) => collect::collect(&words, kinds),
        CommandArguments::Footprint(words) => footprint::footprint(&words, kinds, &interrupt),
        CommandArguments::Assure(words) => assure::assure(&words, kinds, &interrupt),
        CommandArguments::Verify(words) => verify::verify(&words),
        CommandArguments::Schema(words) => {
            terminal::print(&scenario::schema_json(words.kind.into()))
        }
    }
}
