//! `lisbon run`: one run of one architecture, told.

use super::arguments::{Run, RunFormat};
use super::ending::Ending;
use super::load::load;
use super::{choose, draw, terminal};
use crate::account::RunRecord;
use crate::account::timeline::Timeline;
use crate::engine;
use crate::monte_carlo::attempt::quiet_attempt;
use crate::random::RunSeed;
use crate::report::json;
use crate::report::timeline as report;
use crate::scenario::identity::ThreatId;
use crate::sensor::SensorKinds;

/// Plays the run and tells it.
pub(super) fn run(words: &Run, kinds: &SensorKinds) -> Result<(), Ending> {
    let scenario = &load(&words.scenario, kinds)?.scenario;
    let architecture = choose::architecture(scenario, words.architecture.as_deref())?;
    let architecture = &scenario.architectures[architecture];
    let threat = words
        .threat
        .as_deref()
        .map(|name| choose::threat(scenario, name))
        .transpose()?;
    let luck = RunSeed {
        seed: words.seed.unwrap_or(scenario.seed),
        run: words.run,
    };
    let played = quiet_attempt(|| {
        let journal = engine::play(scenario, architecture, luck);
        let record = RunRecord {
            scenario,
            architecture,
            luck,
            journal: &journal,
        };
        Timeline::of(&record, threat.map(|place| ThreatId(place as u16)))
    });
    let timeline = played.map_err(|reason| {
        let (run, name) = (luck.run, &architecture.name);
        Ending::bug(&format!("run {run} under `{name}`"), &reason)
    })?;
    terminal::print(&match words.format {
        RunFormat::Table => draw::draw(&report::page(&timeline)),
        RunFormat::Json => json::lines(&timeline),
    })
}
