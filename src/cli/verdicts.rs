//! The end of an experiment by its expectations: a `JUnit` file, and the exit code.

use super::arguments::GateArguments;
use super::error::CommandError;
use super::save;
use crate::experiment::ExpectationVerdict;
use crate::report::verdicts;
use std::path::Path;

/// Writes the `JUnit` file, and fails if an expectation does.
pub(super) fn end(
    name: &str,
    results: &[ExpectationVerdict],
    gate: &GateArguments,
) -> Result<(), CommandError> {
    if let Some(path) = &gate.junit {
        let directory = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new("."));
        let Some(file) = path.file_name().and_then(|name| name.to_str()) else {
            let text = format!("--junit names no file: `{}`", path.display());
            return Err(CommandError::Request(text));
        };
        save::prepare(directory)?;
        save::save(directory, file, verdicts::junit(name, results).as_bytes())?;
    }
    let failed = results.iter().filter(|verdict| !verdict.passes).count();
    match failed {
        0 => Ok(()),
        1 => Err(CommandError::Failed(Some("an expectation does not hold".into()))),
        _ => Err(CommandError::Failed(Some(format!("{failed} expectations do not hold")))),
    }
}
