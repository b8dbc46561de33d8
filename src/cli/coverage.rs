//! `lisbon coverage`: who could see which threat in one run, who saw it, and why not.

use super::arguments::{CoverageArguments, RowsFormat};
use super::error::CommandError;
use super::load::load;
use super::single::RunChoice;
use super::{choose, sheet, terminal};
use crate::account::RunRecord;
use crate::account::coverage::{CoverageQuery, CoverageSurvey};
use crate::engine;
use crate::report::{coverage, json};
use crate::sensor::SensorKinds;

/// Plays the run and tells its coverage.
pub(super) fn coverage(words: &CoverageArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let scenario = &load(&words.play.source, kinds)?.scenario;
    let single = RunChoice::of(&words.play, scenario)?;
    let sensor = words.sensor.as_deref();
    let sensor = sensor.map(|name| choose::sensor(scenario, name)).transpose()?;
    let (architecture, luck) = (single.architecture, single.luck);
    let survey = single.then(|| {
        let (journal, coverage) = engine::survey(scenario, architecture, luck);
        let record = RunRecord { scenario, architecture, luck, journal: &journal };
        let query = CoverageQuery { threat: single.threat, sensor };
        CoverageSurvey::of(&record, &coverage, query)
    })?;
    terminal::print(&match words.format {
        RowsFormat::Table => sheet::draw(&coverage::page(&survey)),
        RowsFormat::Csv => coverage::csv(&survey),
        RowsFormat::Json => json::lines(&survey),
    })
}
