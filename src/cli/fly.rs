//! `lisbon fly`: one threat's flight, told.

use super::arguments::{FlyArguments, RowsFormat};
use super::error::CommandError;
use super::load::load;
use super::single::single;
use super::{choose, sheet, terminal};
use crate::account::trajectory::{FlightRequest, Trajectory};
use crate::random::RunSeed;
use crate::report::{json, trajectory};
use crate::scenario::identity::ThreatId;
use crate::scenario::model::{Scenario, Threat};
use crate::sensor::SensorKinds;
use std::borrow::Cow;

/// Flies the threat and tells it.
pub(super) fn fly(words: &FlyArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let scenario = &load(&words.source, kinds)?.scenario;
    let luck = words.run.map(|run| RunSeed { seed: words.seed.unwrap_or(scenario.seed), run });
    let threat = match (words.threat.as_deref(), luck) {
        (Some(name), Some(luck)) => choose::threat_of_run(scenario, name, luck)?,
        (Some(name), None) => choose::threat(scenario, name)?,
        (None, _) => first(scenario)?,
    };
    let in_run = luck.map_or(Cow::Borrowed(scenario), |luck| scenario.in_run(luck));
    let flown: &Threat = &in_run.threats[threat.index()];
    let object = choose::object(flown, words.object.as_deref())?;
    let request = FlightRequest { scenario, threat, object, luck, every_s: words.every };
    let what = format!("the flight of `{}`", flown.name);
    let trajectory = single(&what, || Trajectory::of(&request))?;
    terminal::print(&match words.format {
        RowsFormat::Table => sheet::draw(&trajectory::page(&trajectory)),
        RowsFormat::Csv => trajectory::csv(&trajectory),
        RowsFormat::Json => json::lines(&trajectory),
    })
}

/// The first threat; if there are others, it is said how to choose them.
fn first(scenario: &Scenario) -> Result<ThreatId, CommandError> {
    let none = || CommandError::Request("the scenario has no threats".into());
    let first = scenario.threats.first().ok_or_else(none)?;
    if let [_, .., last] = &scenario.threats[..] {
        let (count, first, last) = (scenario.threats.len(), &first.name, &last.name);
        terminal::note(&format!(
            "`{first}` flies, the first of {count} threats; choose another by --threat NAME, up to \
             `{last}`"
        ));
    }
    Ok(ThreatId(0))
}
