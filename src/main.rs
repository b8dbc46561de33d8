//! The program `lisbon`: parse, call, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    lisbon::cli::main(std::env::args_os())
}
