//! `lisbon assure --over`: the same question for each value of a key, as curves.

use super::arguments::{RowsFormat, ScenarioArguments};
use super::assure::{ReachAsker, asked, repeat_corridor, repeat_raid};
use super::error::CommandError;
use super::experiment::scenario_of;
use super::{campaign, sheet, terminal};
use crate::experiment::{KeyValues, Manifest, SourceFile};
use crate::monte_carlo::runner::{ArchitectureLabel, CampaignRecord};
use crate::monte_carlo::selection::RunSelection;
use crate::reach::assurance::CorridorLabel;
use crate::report::assurance as told;
use crate::report::assurance::{AssuranceExtras, AssuranceReport, CurvePoint, CurveReport};
use crate::report::json;
use crate::scenario::Faults;
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;

/// Heads of keys that no sensor and no message depends on while nobody shoots.
const UNSEEN: [&str; 2] = ["interceptor_types", "fire_units"];

/// Asks the question for each value of a key, and prints the curves; `files` are those that the
/// question's scenario was read from.
pub(super) fn curves(
    asker: &ReachAsker,
    question: &RunSelection,
    (over, files): (&KeyValues, Vec<SourceFile>),
    kinds: &SensorKinds,
) -> Result<(), CommandError> {
    let words = asker.words;
    let manifest = Manifest {
        set: words.source.set.clone(),
        designs: over.designs(),
        files,
        ..Manifest::default()
    };
    let read = |design| scenario_of(&manifest, design, kinds);
    // All are read before the first is played: a value that cannot be is told at once.
    let scenarios: Result<Vec<Scenario>, Faults> =
        asker.pool.install(|| (0..over.levels.len()).map(read).collect());
    let scenarios = scenarios?;
    let questions: Result<Vec<RunSelection>, CommandError> =
        scenarios.iter().map(|scenario| asked(words, scenario)).collect();
    let answer = CurveAnswer::of(asker, over, &questions?);
    let is_whole = answer.is_whole(over.levels.len());
    let report = CurveReport::of(question, &over.key, answer.points, is_whole);
    if !report.points.is_empty() {
        tell(&report, asker, over, question.seed)?;
    }
    answer.records.iter().try_for_each(|record| campaign::end(record, 1))?;
    answer.raid_records.iter().try_for_each(|record| campaign::end(record, 1))?;
    if is_whole {
        Ok(())
    } else {
        Err(CommandError::Interrupted("interrupted between values".into()))
    }
}

/// Findings of the values, as far as they went.
#[derive(Default)]
struct CurveAnswer {
    points: Vec<CurvePoint>,
    records: Vec<CampaignRecord<CorridorLabel>>,
    raid_records: Vec<CampaignRecord<ArchitectureLabel>>,
}

impl CurveAnswer {
    fn of(asker: &ReachAsker, over: &KeyValues, questions: &[RunSelection]) -> Self {
        let mut answer = Self::default();
        let head = over.key.split(['.', '[']).next().unwrap_or_default().trim();
        let mut sightings = None;
        for (level, question) in over.levels.iter().zip(questions) {
            if asker.interrupt.is_asked() {
                break;
            }
            let at = format!("{}: ", level.value);
            let known = sightings.take().filter(|_| UNSEEN.contains(&head));
            let seen = known.unwrap_or_else(|| asker.sightings(question, &at));
            let assurance = asker.pool.install(|| seen.reach(question.scenario));
            sightings = Some(seen);
            let raid = asker.raid(question, &at);
            answer.raid_records.extend(raid.as_ref().map(|raid| raid.record.clone()));
            // A value that was interrupted before its first run has no point.
            if campaign::is_worth_telling(&assurance.record, 1) {
                let extras = AssuranceExtras { raid, changes: None };
                let report = AssuranceReport::of(question, &assurance, extras);
                answer.points.push(CurvePoint::of(level.value.clone(), report));
            }
            answer.records.push(assurance.record);
        }
        answer
    }

    fn is_whole(&self, values: usize) -> bool {
        self.points.len() == values
            && !self.records.iter().any(CampaignRecord::is_interrupted)
            && !self.raid_records.iter().any(CampaignRecord::is_interrupted)
    }
}

/// Prints the curves.
fn tell(
    report: &CurveReport,
    asker: &ReachAsker,
    over: &KeyValues,
    seed: u64,
) -> Result<(), CommandError> {
    let source = |point: &CurvePoint| {
        let ScenarioArguments { scenario, set } = &asker.words.source;
        let level = over.levels.iter().find(|level| level.value == point.value);
        let setting = level.map(|level| format!("{}={}", over.key, level.toml));
        let set = set.iter().cloned().chain(setting).collect();
        ScenarioArguments { scenario: scenario.clone(), set }
    };
    terminal::print(&match asker.words.format {
        RowsFormat::Table => sheet::draw(&told::curve_page(
            report,
            |point, failure| repeat_corridor(&source(point), seed, failure),
            |point, failure| repeat_raid(&source(point), seed, failure),
        )),
        RowsFormat::Json => json::lines(report),
        RowsFormat::Csv => told::curve_csv(report),
    })
}
