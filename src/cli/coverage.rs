//! `lisbon coverage`: who could see which threat in one run, who saw it, and why not.

use super::arguments::{Coverage, CoverageFormat};
use super::ending::Ending;
use super::load::load;
use super::{choose, draw, terminal};
use crate::account::RunRecord;
use crate::account::coverage::CoverageQuery;
use crate::account::coverage::CoverageSurvey;
use crate::engine;
use crate::monte_carlo::attempt::quiet_attempt;
use crate::random::RunSeed;
use crate::report::coverage;
use crate::report::json;
use crate::scenario::identity::ThreatId;
use crate::sensor::SensorKinds;

/// Plays the run and tells its coverage.
pub(super) fn coverage(words: &Coverage, kinds: &SensorKinds) -> Result<(), Ending> {
    let scenario = &load(&words.scenario, kinds)?.scenario;
    let architecture = choose::architecture(scenario, words.architecture.as_deref())?;
    let architecture = &scenario.architectures[architecture];
    let threat = words.threat.as_deref();
    let threat = threat.map(|name| choose::threat(scenario, name));
    let threat = threat.transpose()?;
    let sensor = words.sensor.as_deref();
    let sensor = sensor.map(|name| choose::sensor(scenario, name));
    let sensor = sensor.transpose()?;
    let luck = RunSeed {
        seed: words.seed.unwrap_or(scenario.seed),
        run: words.run,
    };
    let played = quiet_attempt(|| {
        let (journal, coverage) = engine::survey(scenario, architecture, luck);
        let record = RunRecord {
            scenario,
            architecture,
            luck,
            journal: &journal,
        };
        let threat = threat.map(|place| ThreatId(place as u16));
        CoverageSurvey::of(&record, &coverage, CoverageQuery { threat, sensor })
    });
    let survey = played.map_err(|reason| {
        let (run, name) = (luck.run, &architecture.name);
        Ending::bug(&format!("run {run} under `{name}`"), &reason)
    })?;
    terminal::print(&match words.format {
        CoverageFormat::Table => draw::draw(&coverage::page(&survey)),
        CoverageFormat::Csv => coverage::csv(&survey),
        CoverageFormat::Json => json::lines(&survey),
    })
}
