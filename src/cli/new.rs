//! `lisbon new`: a commented file to start from.

use super::arguments::NewArguments;
use super::error::CommandError;
use super::load::load_file;
use super::{repeat, save, terminal};
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

/// The scenario to start from.
const SCENARIO: &str = include_str!("../../scenarios/new/scenario.toml");

/// Writes a scenario, or a sweep of the one that the words name.
pub(super) fn new(words: &NewArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let path = &words.file;
    if path.exists() {
        let text = format!("`{}` is there already; name another file", path.display());
        return Err(CommandError::Request(text));
    }
    let directory = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        let text = format!("`{}` names no file", path.display());
        return Err(CommandError::Request(text));
    };
    let (text, [command, option]) = match &words.sweep {
        None => (SCENARIO.to_owned(), ["compare", ""]),
        Some(scenario) => {
            let loaded = load_file(scenario, kinds)?;
            let from_there = relative(directory, scenario);
            let text = sweep(&loaded.scenario, &from_there.to_string_lossy());
            (text, ["sweep", " --dry-run"])
        }
    };
    save::prepare(directory)?;
    save::save(directory, name, text.as_bytes())?;
    let words = repeat::words_for(&repeat::called(), command, path);
    terminal::note(&format!("wrote `{}`; try: {words}{option}", path.display()));
    Ok(())
}

/// The path of a file as seen from a directory, as far as names alone can tell.
fn relative(directory: &Path, file: &Path) -> PathBuf {
    let is_plain = |path: &Path| {
        path.components().all(|one| matches!(one, Component::Normal(_) | Component::CurDir))
    };
    if file.is_absolute() || !is_plain(directory) {
        return std::path::absolute(file).unwrap_or_else(|_| file.into());
    }
    let normal = |path: &Path| -> Vec<OsString> {
        let named = path.components().filter_map(|one| match one {
            Component::Normal(name) => Some(name.to_owned()),
            _ => None,
        });
        named.collect()
    };
    let (from, to) = (normal(directory), normal(file));
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from[common..].iter().map(|_| OsString::from(".."));
    up.chain(to[common..].iter().cloned()).collect()
}

/// A sweep that runs as it stands.
fn sweep(scenario: &Scenario, path: &str) -> String {
    let names = scenario.architectures.iter().map(|one| format!("\"{}\"", one.name));
    let names = names.collect::<Vec<_>>().join(", ");
    let first = scenario.architectures.first().map_or("", |one| one.name.as_str());
    let factor = match scenario.threats.first() {
        Some(threat) => format!(
            "name = \"raid\"\nkeys = [\"raids[{}].count\"]\nvalues = [1, 2, 4]",
            threat.raid
        ),
        None => "keys = [\"simulation.step_s\"]\nvalues = [1, 2]".into(),
    };
    let link = if scenario.links.is_empty() { "# " } else { "" };
    let name = &scenario.name;
    format!(
        "\
# A sweep: one scenario, played with different values of some of its keys.
#   lisbon sweep FILE --dry-run         the designs, and what they cost
#   lisbon sweep FILE --out results     play them; the same command goes on where it stopped
name = \"{name}-sweep\"
description = \"What this sweep asks, in a sentence.\"

# Paths are relative to this file.
scenario = \"{path}\"

# The first is the one that the others are compared with.
architectures = [{names}]

# Paired runs of each design; more tell smaller differences apart.
runs = 20

# What the report shows; runs.parquet has every measure.
metrics = [\"leakage\", \"defended_value\"]

# grid: every value with every other. one-at-a-time: the first value of each, then one changed.
# list: rows of a CSV `file`. latin-hypercube, sobol: `points` in a space. morris: `trajectories`.
[design]
method = \"grid\"

# A factor sets one value at one or more places of the scenario. Without brackets every item of a
# list is meant; with them one: raids[west].count, links[nato>russia].loss.
[[factors]]
{factor}

# A range instead of values: least and greatest, how many of them, and in what steps.
{link}[[factors]]
{link}keys = [\"links.latency_s\"]
{link}range = [2, 60]
{link}scale = \"log\"
{link}count = 3
{link}step = 1

# What must hold, for CI: the exit code is 1 if it does not.
[[expect]]
metric = \"leakage\"
architecture = \"{first}\"
below = 0.9
"
    )
}
