//! `lisbon run`: one run of one architecture, told.

use super::arguments::{Format, RunArguments};
use super::error::CommandError;
use super::load::load;
use super::single::SingleRun;
use super::{draw, terminal};
use crate::engine;
use crate::report::timeline::{self, Play, Story};
use crate::sensor::SensorKinds;

/// Plays the run and tells it.
pub(super) fn run(words: &RunArguments, kinds: &SensorKinds) -> Result<(), CommandError> {
    let scenario = &load(&words.play.scenario, kinds)?.scenario;
    let single = SingleRun::of(&words.play, scenario)?;
    let (architecture, luck) = (single.architecture, single.luck);
    let story = single.then(|| {
        Story::of(&Play {
            scenario,
            architecture,
            luck,
            journal: &engine::play(scenario, architecture, luck),
            threat: single.threat,
        })
    })?;
    terminal::print(&match words.format {
        Format::Table => draw::draw(&timeline::page(&story)),
        Format::Json => story.json(),
    })
}
