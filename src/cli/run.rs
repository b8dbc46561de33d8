//! `lisbon run`: one run of one architecture, told.

use super::arguments::{RunArguments, RunFormat};
use super::error::CommandError;
use super::load::load;
use super::single::RunChoice;
use super::{sheet, terminal};
use crate::account::RunRecord;
use crate::account::replay::Replay;
use crate::account::timeline::Timeline;
use crate::engine;
use crate::report::json;
use crate::report::replay;
use crate::report::timeline as report;
use crate::scenario::identity::ThreatId;
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;

/// Plays the run and tells it.
pub(super) fn run(words: &RunArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let scenario = &load(&words.play.source, kinds)?.scenario;
    let single = RunChoice::of(&words.play, scenario)?;
    let (architecture, luck) = (single.architecture, single.luck);
    let viewer: fn(&Replay) -> String = match words.format {
        RunFormat::Table | RunFormat::Json => return told(words, scenario, &single),
        RunFormat::Czml => replay::czml,
        RunFormat::Kml => replay::kml,
        RunFormat::Geojson => replay::geojson,
        RunFormat::Acmi => replay::acmi,
    };
    terminal::print(&single.then(|| {
        let record = RunRecord {
            scenario,
            architecture,
            luck,
            journal: &engine::play(scenario, architecture, luck),
        };
        viewer(&Replay::of(&record, single.threat))
    })?)
}

/// Tells the run in words or as data.
fn told(words: &RunArguments, scenario: &Scenario, single: &RunChoice) -> Result<(), CommandError> {
    let (architecture, luck) = (single.architecture, single.luck);
    let is_glance = single.threat.is_none() && !words.full && words.format == RunFormat::Table;
    let (timeline, story) = single.then(|| {
        let journal = engine::play(scenario, architecture, luck);
        let record = RunRecord { scenario, architecture, luck, journal: &journal };
        let timeline = Timeline::of(&record, single.threat);
        let story = is_glance.then(|| Timeline::of(&record, first_told(&timeline, scenario)));
        (timeline, story)
    })?;
    terminal::print(&match (words.format, story) {
        (RunFormat::Json, _) => json::lines(&timeline),
        (_, Some(story)) => sheet::draw(&report::glance(&timeline, &story)),
        (_, None) => sheet::draw(&report::page(&timeline)),
    })
}

/// The threat whose story comes first: the first that leaked, else the first.
fn first_told(timeline: &Timeline, scenario: &Scenario) -> Option<ThreatId> {
    let leaked = timeline.threats.iter().find(|threat| threat.leak.is_some());
    let told = leaked.or(timeline.threats.first())?;
    let place = scenario.threats.iter().position(|threat| threat.name == told.threat)?;
    Some(ThreatId(place as u16))
}
