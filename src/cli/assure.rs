//! `lisbon assure`: which strategic corridors of either side the other side could reach.

use super::arguments::{AssureArguments, RowsFormat, ScenarioArguments};
use super::campaign::{Bar, BarWatcher};
use super::error::CommandError;
use super::interrupt::Interrupt;
use super::load::load;
use super::{assure_over, campaign, choose, repeat, sheet, terminal};
use crate::engine;
use crate::monte_carlo::campaign::Campaign;
use crate::monte_carlo::estimate::Tally;
use crate::monte_carlo::runner::{ArchitectureLabel, CampaignRecord, Failure};
use crate::monte_carlo::selection::RunSelection;
use crate::reach::assurance::{Assurance, CorridorLabel, Sightings};
use crate::reach::{assurance, change, withheld};
use crate::report::assurance as told;
use crate::report::assurance::{AssuranceExtras, AssuranceReport, ReachChanges};
use crate::report::comparison::ReplayRequest;
use crate::report::json;
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;
use rayon::ThreadPool;

/// Asks of each corridor, and prints what is found.
pub(super) fn assure(
    words: &AssureArguments,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    let pool = campaign::pool(words.campaign.threads)?;
    let loaded = pool.install(|| load(&words.source, kinds))?;
    let question = asked(words, &loaded.scenario)?;
    let asker = ReachAsker { words, interrupt, pool };
    if let Some(over) = &words.over {
        return assure_over::curves(&asker, &question, (over, loaded.files.clone()), kinds);
    }
    let assurance = asker.sightings(&question, "").reach(question.scenario);
    let raid = asker.raid(&question, "");
    let raid_record = raid.as_ref().map(|raid| raid.record.clone());
    let (changes, records) = words.changes.then(|| asker.changes(&question, &assurance)).unzip();
    let report = AssuranceReport::of(&question, &assurance, AssuranceExtras { raid, changes });
    let (source, seed) = (&words.source, question.seed);
    if campaign::is_worth_telling(&assurance.record, 1) {
        terminal::print(&match words.format {
            RowsFormat::Table => sheet::draw(&told::page(
                &report,
                |failure| repeat_corridor(source, seed, failure),
                |failure| repeat_raid(source, seed, failure),
            )),
            RowsFormat::Json => json::lines(&report),
            RowsFormat::Csv => told::csv(&report),
        })?;
    }
    campaign::end(&assurance.record, 1)?;
    raid_record.map_or(Ok(()), |record| campaign::end(&record, 1))?;
    records.into_iter().flatten().try_for_each(|record| campaign::end(&record, 1))
}

/// Words of the command, and what it takes to play runs.
pub(super) struct ReachAsker<'a> {
    pub(super) words: &'a AssureArguments,
    pub(super) interrupt: &'a Interrupt,
    pub(super) pool: ThreadPool,
}

impl ReachAsker<'_> {
    /// Sightings of the corridors; `at` goes before what the bar says.
    pub(super) fn sightings(&self, question: &RunSelection, at: &str) -> Sightings {
        let corridors = question.scenario.corridors.len();
        let bar = self.bar(question, corridors, &format!("{at}{corridors} corridors x "));
        self.watched(bar, |watcher| assurance::sight(question, watcher, engine::play))
    }

    /// Outcomes of the raid, if they are asked for.
    pub(super) fn raid(&self, question: &RunSelection, at: &str) -> Option<Tally> {
        let selection = RunSelection { runs: 0..self.words.leakage?, ..question.clone() };
        let bar = self.bar(&selection, 1, &format!("{at}raid: "));
        let campaign = Campaign { selection, explain: false };
        Some(self.watched(bar, |watcher| campaign.play(watcher)))
    }

    fn changes(
        &self,
        question: &RunSelection,
        found: &Assurance,
    ) -> (ReachChanges, Vec<CampaignRecord<CorridorLabel>>) {
        let bar = Bar {
            length: withheld::plays(question, found),
            ..self.bar(question, 0, "less exchanged: ")
        };
        let (withheld, records) =
            self.watched(bar, |watcher| withheld::withheld(question, found, watcher, engine::play));
        let least_changes =
            self.pool.install(|| change::least_changes(question.scenario, &found.corridors));
        (ReachChanges { least_changes, withheld }, records)
    }

    fn bar(&self, selection: &RunSelection, questions: usize, what: &str) -> Bar {
        let (architectures, runs) = (selection.architectures.len(), selection.count());
        Bar {
            show: self.words.campaign.quiet.into(),
            length: runs * (questions * architectures) as u64,
            done: 0,
            message: format!("{what}{architectures} architectures x {runs} runs"),
        }
    }

    fn watched<R: Send>(&self, bar: Bar, work: impl FnOnce(&BarWatcher) -> R + Send) -> R {
        self.pool.install(|| campaign::watched(self.interrupt, bar, work))
    }
}

/// The command that repeats a failed run of a corridor. No option plays one run of these alone:
/// those before it are played as well.
pub(super) fn repeat_corridor(
    source: &ScenarioArguments,
    seed: u64,
    failure: &Failure<CorridorLabel>,
) -> String {
    let options = [
        ("architectures", failure.question.architecture.clone()),
        ("runs", (failure.run + 1).to_string()),
        ("seed", seed.to_string()),
    ];
    repeat::command([&repeat::called(), "assure"], source, &options)
}

/// The command that repeats a failed run of the raid.
pub(super) fn repeat_raid(
    source: &ScenarioArguments,
    seed: u64,
    failure: &Failure<ArchitectureLabel>,
) -> String {
    let architecture = &failure.question.architecture;
    let replay = ReplayRequest { run: failure.run, architecture, threat: None };
    repeat::run(&repeat::called(), source, seed, &replay)
}

/// The question that the words ask of a scenario.
pub(super) fn asked<'a>(
    words: &AssureArguments,
    scenario: &'a Scenario,
) -> Result<RunSelection<'a>, CommandError> {
    can_be_asked(scenario)?;
    if words.leakage.is_some() && scenario.threats.is_empty() {
        let name = &scenario.name;
        let text = format!(
            "`{name}` has no raid, so nothing can leak; add [[raids]], or leave --leakage out"
        );
        return Err(CommandError::Request(text));
    }
    Ok(RunSelection {
        scenario,
        architectures: choose::architectures(scenario, &words.architectures)?,
        seed: words.campaign.seed.unwrap_or(scenario.seed),
        runs: 0..words.runs,
    })
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
