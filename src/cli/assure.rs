//! `lisbon assure`: which strategic corridors of either side the other side could reach.

use super::arguments::{AssureArguments, RowsFormat};
use super::campaign::Bar;
use super::error::CommandError;
use super::interrupt::Interrupt;
use super::load::load;
use super::{campaign, choose, repeat, sheet, terminal};
use crate::engine;
use crate::monte_carlo::runner::Failure;
use crate::monte_carlo::selection::RunSelection;
use crate::reach::assurance;
use crate::reach::assurance::CorridorLabel;
use crate::report::assurance as told;
use crate::report::assurance::AssuranceReport;
use crate::report::json;
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;

/// Asks of each corridor, and prints what is found.
pub(super) fn assure(
    words: &AssureArguments,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    let pool = campaign::pool(words.campaign.threads)?;
    let scenario = &pool.install(|| load(&words.source, kinds))?.scenario;
    can_be_asked(scenario)?;
    let question = RunSelection {
        scenario,
        architectures: choose::architectures(scenario, &words.architectures)?,
        seed: words.campaign.seed.unwrap_or(scenario.seed),
        runs: 0..words.runs,
    };
    let (corridors, architectures) = (scenario.corridors.len(), question.architectures.len());
    let bar = Bar {
        show: words.campaign.quiet.into(),
        length: words.runs * (corridors * architectures) as u64,
        done: 0,
        message: format!(
            "{corridors} corridors x {architectures} architectures x {} runs",
            words.runs
        ),
    };
    let answer = pool.install(|| {
        campaign::watched(interrupt, bar, |watcher| {
            assurance::assess(&question, watcher, engine::play)
        })
    });
    let report = AssuranceReport::of(&question, &answer);
    // No option plays one run of these alone: those before it are played as well.
    let repeat = |failure: &Failure<CorridorLabel>| {
        let options = [
            ("architectures", failure.question.architecture.clone()),
            ("runs", (failure.run + 1).to_string()),
            ("seed", question.seed.to_string()),
        ];
        repeat::command([&repeat::called(), "assure"], &words.source, &options)
    };
    if campaign::is_worth_telling(&answer.record, 1) {
        terminal::print(&match words.format {
            RowsFormat::Table => sheet::draw(&told::page(&report, repeat)),
            RowsFormat::Json => json::lines(&report),
            RowsFormat::Csv => told::csv(&report),
        })?;
    }
    campaign::end(&answer.record, 1)
}

/// Refuses a scenario that has not what is asked about.
fn can_be_asked(scenario: &Scenario) -> Result<(), CommandError> {
    let name = &scenario.name;
    let lacks = if scenario.systems.len() < 2 {
        format!(
            "`{name}` has one system; whether one side's defence reaches the other's strategic \
             forces can be asked of two"
        )
    } else if scenario.corridors.is_empty() {
        format!(
            "`{name}` has no corridors to ask about; add some, such as\n\n\
             [[corridors]]\nid = \"north\"\nsystem = \"{}\"\nthreat = \"intercontinental-range\"\n\
             start_deg = [55.0, 60.0]\nend_deg = [40.0, -100.0]\n\n\
             see scenarios/assurance.toml",
            scenario.systems[0].name
        )
    } else {
        return Ok(());
    };
    Err(CommandError::Request(lacks))
}
