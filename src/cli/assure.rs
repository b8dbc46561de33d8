//! `lisbon assure`: which strategic corridors of either side the other side could reach.

use super::arguments::Assure;
use super::arguments::AssureFormat;
use super::attempt;
use super::campaign;
use super::campaign::Bar;
use super::campaign::Played;
use super::choose;
use super::draw;
use super::ending::Ending;
use super::interrupt::Interrupt;
use super::load::load;
use super::terminal;
use crate::reach::assurance;
use crate::reach::assurance::Question;
use crate::report::assurance as told;
use crate::report::assurance::AssuranceReport;
use crate::report::json;
use crate::scenario::parts::Scenario;
use crate::sensor::SensorKinds;

/// Asks of each corridor, and prints what is found.
pub(super) fn assure(
    words: &Assure,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), Ending> {
    let pool = campaign::pool(words.threads)?;
    let scenario = &pool.install(|| load(&words.scenario, kinds))?.scenario;
    can_be_asked(scenario)?;
    let question = Question {
        scenario,
        architectures: choose::architectures(scenario, &words.architectures)?,
        seed: words.seed.unwrap_or(scenario.seed),
        runs: 0..words.runs,
    };
    let (corridors, architectures) = (scenario.corridors.len(), question.architectures.len());
    let bar = Bar {
        show: words.quiet.into(),
        length: words.runs * (corridors * architectures) as u64,
        message: format!(
            "{corridors} corridors x {architectures} architectures x {} runs",
            words.runs
        ),
    };
    let answer = pool.install(|| {
        campaign::attend(interrupt, bar, |watcher| {
            assurance::assess(&question, watcher, attempt::play)
        })
    });
    let report = AssuranceReport::of(&question, &answer);
    let played = Played {
        runs: report.runs(),
        requested: report.provenance.extent.runs_requested,
        is_interrupted: answer.is_interrupted,
        failed: report.failures.len(),
    };
    if played.is_worth_telling(1) {
        terminal::print(&match words.format {
            AssureFormat::Table => draw::draw(&told::page(&report)),
            AssureFormat::Json => json::lines(&report),
            AssureFormat::Csv => told::csv(&report),
        })?;
    }
    played.end(1)
}

/// What a scenario must have to be asked.
fn can_be_asked(scenario: &Scenario) -> Result<(), Ending> {
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
    Err(Ending::Request(lacks))
}
