//! `lisbon footprint`: the ground that each architecture defends against one type of threat.

use super::arguments::{FootprintArguments, FootprintFormat};
use super::campaign::Bar;
use super::error::CommandError;
use super::interrupt::Interrupt;
use super::load::load;
use super::{campaign, choose, repeat, sheet, terminal};
use crate::engine;
use crate::monte_carlo::runner::Failure;
use crate::monte_carlo::selection::RunSelection;
use crate::reach::footprint;
use crate::reach::footprint::{CellFlights, CellLabel, FootprintQuestion};
use crate::reach::grid::{CELLS_MAX, Grid};
use crate::report::footprint as told;
use crate::report::footprint::{FootprintReport, FootprintTerms};
use crate::report::json;
use crate::scenario::model::Scenario;
use crate::sensor::SensorKinds;

/// Aims at every cell, and prints what is found.
pub(super) fn footprint(
    words: &FootprintArguments,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    let pool = campaign::pool(words.campaign.threads)?;
    let scenario = &pool.install(|| load(&words.source, kinds))?.scenario;
    let (question, about) = asked(words, scenario)?;
    let aimed = pool.install(|| CellFlights::of(&question));
    let (cells, architectures) = (aimed.threatened(), question.selection.architectures.len());
    if cells == 0 {
        let (threat, count) = (&question.kind.name, aimed.cells());
        let text = format!(
            "`{threat}` reaches none of the {count} cells from the launch point of raid `{}`",
            about.raid
        );
        return Err(CommandError::Request(text));
    }
    let bar = Bar {
        show: words.campaign.quiet.into(),
        length: words.runs * (cells * architectures) as u64,
        done: 0,
        message: format!("{cells} cells x {architectures} architectures x {} runs", words.runs),
    };
    let answer = pool.install(|| {
        campaign::watched(interrupt, bar, |watcher| {
            footprint::survey(&question, aimed, watcher, engine::play)
        })
    });
    let report = FootprintReport::of(&question, &about, &answer);
    // No option plays one run of these alone: those before it are played as well.
    let repeat = |failure: &Failure<CellLabel>| {
        let mut options = vec![
            ("architectures", failure.question.architecture.clone()),
            ("runs", (failure.run + 1).to_string()),
            ("seed", question.selection.seed.to_string()),
        ];
        options.push(("raid", about.raid.clone()));
        options.extend(words.threat.clone().map(|threat| ("threat", threat)));
        let size_km = words.cell_km.map(|size_km| ("cell-km", size_km.to_string()));
        options.extend(size_km);
        repeat::command([&repeat::called(), "footprint"], &words.source, &options)
    };
    if campaign::is_worth_telling(&answer.record, 1) {
        terminal::print(&match words.format {
            FootprintFormat::Table => sheet::draw(&told::page(&report, repeat)),
            FootprintFormat::Json => json::lines(&report),
            FootprintFormat::Csv => told::csv(&report),
            FootprintFormat::Geojson => told::geojson(&report),
        })?;
    }
    campaign::end(&answer.record, 1)
}

/// The question that the words ask of a scenario.
fn asked<'a>(
    words: &FootprintArguments,
    scenario: &'a Scenario,
) -> Result<(FootprintQuestion<'a>, FootprintTerms), CommandError> {
    let first = choose::raid(scenario, words.raid.as_deref())?;
    let kind = match &words.threat {
        Some(name) => choose::threat_kind(scenario, name)?,
        None => first.kind.clone(),
    };
    let grid = Grid::over(scenario, words.cell_km.map(|cell_km| 1000.0 * cell_km));
    let Some(grid) = grid else {
        let text = format!("--cell-km asks for more than {CELLS_MAX} cells; choose larger ones");
        return Err(CommandError::Request(text));
    };
    let question = FootprintQuestion {
        selection: RunSelection {
            scenario,
            architectures: choose::architectures(scenario, &words.architectures)?,
            seed: words.campaign.seed.unwrap_or(scenario.seed),
            runs: 0..words.runs,
        },
        kind,
        launch: first.launch,
        launch_s: first.launch_s,
        loft: first.loft,
        grid,
    };
    let about = FootprintTerms { raid: first.raid.clone(), shots: words.shots };
    Ok((question, about))
}
