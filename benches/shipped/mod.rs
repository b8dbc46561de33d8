//! A shipped scenario, for what counts and times its runs.

use lisbon::scenario;
use lisbon::scenario::model::Scenario;

/// The scenario of this name, below `scenarios/`, with its text changed.
pub(crate) fn shipped(name: &str, change: impl Fn(String) -> String) -> Scenario {
    let root = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let mut load = |file: &str| {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        Ok(if file == root { change(text) } else { text })
    };
    scenario::parse(&root, &mut load).unwrap_or_else(|faults| panic!("{faults}"))
}
