//! `lisbon compare`: every architecture on the same runs, and what the difference is.

use super::arguments::{CompareArguments, RowsFormat};
use super::campaign::Bar;
use super::error::CommandError;
use super::interrupt::Interrupt;
use super::load::{LoadedScenario, load};
use super::{campaign, choose, repeat, save, sheet, terminal};
use crate::monte_carlo::campaign::Campaign;
use crate::report::comparison::{self, Comparison, ReplayRequest};
use crate::sensor::SensorKinds;
use std::path::Path;

/// A comparison of fewer runs has no intervals to tell.
const RUNS_MIN: u64 = 2;

/// Plays the campaign, prints what it found, and writes it where asked.
pub(super) fn compare(
    words: &CompareArguments,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    let pool = campaign::pool(words.campaign.threads)?;
    let loaded = pool.install(|| load(&words.scenario, kinds))?;
    let scenario = &loaded.scenario;
    let campaign = Campaign {
        scenario,
        architectures: choose::architectures(scenario, &words.architectures)?,
        seed: words.campaign.seed.unwrap_or(scenario.seed),
        runs: 0..words.runs.unwrap_or(scenario.runs),
        explain: words.explain,
    };
    if words.explain && campaign.architectures.len() < 2 {
        let text = "--explain tells why two architectures differ, and there is only one; name two \
                    or more with --architectures";
        return Err(CommandError::Request(text.into()));
    }
    if let Some(directory) = &words.out {
        save::prepare(directory)?;
    }
    let (runs, architectures) = (campaign.runs.end, campaign.architectures.len());
    let bar = Bar {
        show: words.campaign.quiet.into(),
        length: runs * architectures as u64,
        message: format!("{runs} runs x {architectures} architectures"),
    };
    let play = || campaign::watched(interrupt, bar, |watcher| campaign.play(watcher));
    let tally = pool.install(play);
    let result = Comparison::of(&campaign, &tally);
    if campaign::is_worth_telling(&tally.record, RUNS_MIN) {
        terminal::print(&told(&result, words, campaign.seed))?;
        if let Some(directory) = &words.out {
            write(directory, &result, &loaded)?;
        }
    }
    campaign::end(&tally.record, RUNS_MIN)
}

fn told(result: &Comparison, words: &CompareArguments, seed: u64) -> String {
    let again = |replay: &ReplayRequest| repeat::run(&words.scenario, seed, replay);
    match words.format {
        RowsFormat::Table => sheet::draw(&comparison::page(result, again)),
        RowsFormat::Json => comparison::json(result),
        RowsFormat::Csv => comparison::csv(result),
    }
}

fn write(
    directory: &Path,
    result: &Comparison,
    loaded: &LoadedScenario,
) -> Result<(), CommandError> {
    save::save(directory, "manifest.json", &comparison::manifest(result, &loaded.files))?;
    save::save(directory, "summary.json", &comparison::json(result))?;
    if result.explanations.is_some() {
        save::save(directory, "explanations.csv", &comparison::explanations_csv(result))?;
    }
    Ok(())
}
