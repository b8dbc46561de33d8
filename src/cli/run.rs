//! `lisbon run`: one run of one architecture, told.

use super::arguments::{Format, RunArguments};
use super::error::CommandError;
use super::load::load;
use super::single::RunChoice;
use super::{sheet, terminal};
use crate::account::RunRecord;
use crate::account::timeline::Timeline;
use crate::engine;
use crate::report::json;
use crate::report::timeline as report;
use crate::sensor::SensorKinds;

/// Plays the run and tells it.
pub(super) fn run(words: &RunArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let scenario = &load(&words.play.source, kinds)?.scenario;
    let single = RunChoice::of(&words.play, scenario)?;
    let (architecture, luck) = (single.architecture, single.luck);
    let timeline = single.then(|| {
        let journal = engine::play(scenario, architecture, luck);
        let record = RunRecord { scenario, architecture, luck, journal: &journal };
        Timeline::of(&record, single.threat)
    })?;
    terminal::print(&match words.format {
        Format::Table => sheet::draw(&report::page(&timeline)),
        Format::Json => json::lines(&timeline),
    })
}
