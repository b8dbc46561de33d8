//! `lisbon check`: is the file right?

use super::arguments::CheckArguments;
use super::error::CommandError;
use super::load::load_file;
use super::{tell, terminal};
use crate::scenario::Faults;
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;

/// Checks every file and says so of each that is right; the faults of all others are told.
pub(super) fn check(words: &CheckArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let mut last_fault: Option<Faults> = None;
    for path in &words.scenarios {
        match load_file(path, kinds) {
            Ok(loaded) => terminal::print(&terminal::obeyed_by_none(&format!(
                "{}: right. {}\n",
                path.display(),
                contents(&loaded.scenario)
            )))?,
            Err(faults) => {
                if let Some(before) = last_fault.replace(faults) {
                    tell::tell(&before.into());
                }
            }
        }
    }
    last_fault.map_or(Ok(()), |faults| Err(faults.into()))
}

/// Contents of a scenario, in a line.
fn contents(scenario: &Scenario) -> String {
    let counts = [
        (scenario.threats.len(), "threat"),
        (scenario.assets.len(), "asset"),
        (scenario.radars.len(), "radar"),
        (scenario.satellites.len(), "satellite"),
        (scenario.sensors.len(), "other sensor"),
        (scenario.fire_units.len(), "fire unit"),
        (scenario.architectures.len(), "architecture"),
    ];
    let corridors = (scenario.corridors.len(), "corridor");
    // Few scenarios have them.
    let counts = counts.into_iter().chain(Some(corridors).filter(|(count, _)| *count > 0));
    let counted = counts.map(|(count, thing)| {
        let s = if count == 1 { "" } else { "s" };
        format!("{count} {thing}{s}")
    });
    let counted: Vec<String> = counted.collect();
    format!("{}: {}", scenario.name, counted.join(", "))
}
