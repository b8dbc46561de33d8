//! `lisbon compare`: every architecture on the same runs, and what the difference is.

use super::arguments::{CompareArguments, RowsFormat, ScenarioArguments};
use super::campaign::{Bar, Show};
use super::error::CommandError;
use super::experiment::ExperimentShare;
use super::folder::ResultsFolder;
use super::interrupt::Interrupt;
use super::load::{LoadedScenario, load};
use super::store::{EXPLANATIONS, SUMMARY};
use super::{
    baseline, campaign, choose, expectations, experiment, repeat, sheet, terminal, verdicts,
};
use crate::account::provenance::VERSION;
use crate::experiment::figure_name;
use crate::experiment::{Design, ExperimentKind, Manifest, Responses, Shard, StoppingRule};
use crate::monte_carlo::campaign::Campaign;
use crate::monte_carlo::estimate::{RUNS_MIN, Tally};
use crate::monte_carlo::runner::{ArchitectureLabel, Failure};
use crate::monte_carlo::selection::RunSelection;
use crate::report::comparison::{self, Comparison, PageExtent, ReplayRequest};
use crate::report::precision::PlanRow;
use crate::report::{json, precision};
use crate::sensor::SensorKinds;

/// With a precision it ends here at the latest, unless the words say otherwise.
const MOST_RUNS: u64 = 20_000;

/// A plan looks no further.
const RUNS_PLANNED: u64 = 1_000_000;

/// Plays the campaign, prints what it found, and writes it where asked.
pub(super) fn compare(
    words: &CompareArguments,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    experiment::refuse_without_folder(&words.store)?;
    baseline::refuse_without_baseline(&words.gate)?;
    let rules = &words.precision.precision;
    let pool = campaign::pool(words.campaign.threads)?;
    let loaded = pool.install(|| load(&words.source, kinds))?;
    let scenario = &loaded.scenario;
    let usual = if rules.is_empty() { scenario.runs } else { MOST_RUNS };
    let selection = RunSelection {
        scenario,
        architectures: choose::architectures(scenario, &words.architectures)?,
        seed: words.campaign.seed.unwrap_or(scenario.seed),
        runs: 0..words.runs.unwrap_or(usual),
    };
    if words.explain && selection.architectures.len() < 2 {
        let text = "--explain tells why two architectures differ, and there is only one; name two \
                    or more with --architectures";
        return Err(CommandError::Request(text.into()));
    }
    let reference = choose::reference(&selection, words.page.reference.as_deref())?;
    let campaign = Campaign { selection, explain: words.explain };
    let show = words.campaign.quiet.into();
    let is_kept = words.store.out.is_some() || !rules.is_empty() || !words.plan.is_empty();
    if !is_kept && words.gate.baseline.is_none() {
        let tally = pool.install(|| played(&campaign, show, interrupt));
        let result = Comparison::of(&campaign, &tally, reference);
        tell((&result, &tally), &words.source, (words.format, &words.page.extent()))?;
        campaign::end(&tally.record, RUNS_MIN)?;
        return verdicts::end(&result.provenance.scenario, &result.verdicts, &words.gate);
    }
    let manifest = manifest(&campaign, &loaded, words);
    let folder = ResultsFolder::of(words.store.out.as_deref())?;
    let store = experiment::open(&words.store, folder.path(), manifest)?;
    let shard = words.store.shard.unwrap_or(Shard::WHOLE);
    let share = ExperimentShare::new(&store, shard, kinds)?;
    if share.is_by_designs() && shard != Shard::WHOLE {
        let text = "--precision decides by all runs together: --shard cannot part them";
        return Err(CommandError::Request(text.into()));
    }
    if let Ok(rule) = StoppingRule::of(&words.plan, &store.manifest) {
        experiment::refuse_ratios(&rule, scenario, &store.manifest)?;
    }
    pool.install(|| share.play(interrupt, show))?;
    let missing = share.missing(&store.tidy()?)?;
    if !missing.is_empty() && !interrupt.is_asked() {
        experiment::tell_missing(&store, shard, &missing);
        return Ok(());
    }
    finish(&share, (campaign, reference), words, !missing.is_empty())
}

/// Writes all tables, prints what was found, and ends as expectations and baseline say.
fn finish(
    share: &ExperimentShare,
    (mut campaign, reference): (Campaign, usize),
    words: &CompareArguments,
    is_partial: bool,
) -> Result<(), CommandError> {
    if !words.plan.is_empty() {
        return plan(share, words);
    }
    if !is_partial && !share.store.manifest.precision.is_empty() {
        let index = share.store.index()?;
        campaign.selection.runs.end = index.of(0).last().map_or(0, |runs| runs.end);
    }
    let (mut result, tally) = write(share, &campaign, (reference, words.format))?;
    if let Some(path) = &words.gate.baseline {
        result.verdicts.extend(baseline::verdicts(share.store, path, &words.gate)?);
    }
    tell((&result, &tally), &words.source, (words.format, &words.page.extent()))?;
    campaign::end(&tally.record, RUNS_MIN)?;
    verdicts::end(&result.provenance.scenario, &result.verdicts, &words.gate)
}

/// Tells how many runs the measures would take.
fn plan(share: &ExperimentShare, words: &CompareArguments) -> Result<(), CommandError> {
    let (store, manifest) = (share.store, &share.store.manifest);
    let rule = StoppingRule::of_all(&words.plan, manifest);
    let rule = rule.map_err(|text| CommandError::Request(format!("--plan: {text}")))?;
    let figures = rule.responses().map(|(key, _)| key.figure).collect();
    let mut responses = Responses::new(manifest, figures);
    store.each(&store.index()?, 0, |unit, from| {
        responses.push(unit, from);
        Ok(())
    })?;
    let plans = rule.plan(|key| responses.series(0, key), RUNS_PLANNED);
    let architecture = |place: usize| manifest.architectures[place].clone();
    let rows =
        plans.into_iter().zip(rule.responses()).map(|((key, runs), (_, half_width))| PlanRow {
            metric: figure_name(key.figure, manifest),
            architecture: architecture(key.architecture),
            minus: key.minus.map(architecture),
            half_width,
            runs,
        });
    let rows: Vec<PlanRow> = rows.collect();
    terminal::print(&match words.format {
        RowsFormat::Json => json::lines(&rows),
        _ => sheet::draw(&precision::plan(&rows, responses.count(0) as u64)),
    })
}

/// The runs, played without a folder.
fn played(campaign: &Campaign, show: Show, interrupt: &Interrupt) -> Tally {
    let (runs, architectures) =
        (campaign.selection.count(), campaign.selection.architectures.len());
    let bar = Bar {
        show,
        length: runs * architectures as u64,
        done: 0,
        message: format!("{runs} runs x {architectures} architectures"),
    };
    campaign::watched(interrupt, bar, |watcher| campaign.play(watcher))
}

/// Prints what was found.
fn tell(
    (result, tally): (&Comparison, &Tally),
    source: &ScenarioArguments,
    (format, extent): (RowsFormat, &PageExtent),
) -> Result<(), CommandError> {
    if campaign::is_worth_telling(&tally.record, RUNS_MIN) {
        let seed = result.provenance.seed.unwrap_or_default();
        let program = repeat::called();
        let again = |replay: &ReplayRequest| repeat::run(&program, source, seed, replay);
        terminal::print(&match format {
            RowsFormat::Table => sheet::draw(&comparison::page(result, extent, again)),
            RowsFormat::Json => comparison::json(result),
            RowsFormat::Csv => comparison::csv(result),
        })?;
    }
    Ok(())
}

/// Writes all tables of a folder from its units, and counts them.
fn write(
    share: &ExperimentShare,
    campaign: &Campaign,
    (reference, format): (usize, RowsFormat),
) -> Result<(Comparison, Tally), CommandError> {
    let store = share.store;
    let index = store.index()?;
    let architectures = store.manifest.architectures.len();
    let mut tally = Tally::new(&campaign.selection);
    let records = store.write_tables(&index, format, |unit, from| {
        unit.count(&mut tally, architectures, from);
    })?;
    let failures = records.into_iter().flat_map(|record| record.failures);
    tally.record.failures = failures
        .map(|failure| Failure {
            run: failure.run,
            question: ArchitectureLabel {
                architecture: store.manifest.architectures[failure.architecture].clone(),
            },
            reason: failure.reason,
        })
        .collect();
    tally.record.requested = campaign.selection.count();
    let mut result = Comparison::of(campaign, &tally, reference);
    result.precision = share.known(0, &index)?;
    store.save(SUMMARY, comparison::json(&result).as_bytes())?;
    if result.explanations.is_some() {
        store.save(EXPLANATIONS, comparison::explanations_csv(&result).as_bytes())?;
    }
    Ok((result, tally))
}

/// Writes the tables of a folder whose experiment is a comparison, and prints what was found.
pub(super) fn collected(share: &ExperimentShare, format: RowsFormat) -> Result<(), CommandError> {
    let store = share.store;
    let scenario = experiment::scenario_of(&store.manifest, 0, share.kinds)?;
    let selection = experiment::selection(&scenario, &store.manifest, 0..store.manifest.runs);
    let campaign = Campaign { selection, explain: store.manifest.explain };
    let (result, tally) = write(share, &campaign, (0, format))?;
    let path = store.manifest.files.first().map_or("", |file| file.path.as_str());
    let source = ScenarioArguments { scenario: path.into(), set: store.manifest.set.clone() };
    tell((&result, &tally), &source, (format, &PageExtent::default()))
}

/// The manifest of a comparison.
fn manifest(campaign: &Campaign, loaded: &LoadedScenario, words: &CompareArguments) -> Manifest {
    let (selection, scenario) = (&campaign.selection, campaign.selection.scenario);
    let mut options = vec![
        ("architectures", selection.names().join(",")),
        ("runs", selection.count().to_string()),
        ("seed", selection.seed.to_string()),
    ];
    options.extend(words.precision.rules().into_iter().map(|rule| ("precision", rule)));
    let mut command = repeat::command([repeat::PROGRAM, "compare"], &words.source, &options);
    if campaign.explain {
        command.push_str(" --explain");
    }
    Manifest {
        experiment: ExperimentKind::Compare,
        sweep: None,
        scenario: scenario.name.clone(),
        seed: selection.seed,
        runs: selection.count(),
        precision: words.precision.rules(),
        runs_min: words.precision.floor(),
        lisbon: VERSION.into(),
        digest: format!("{:016x}", scenario.digest),
        set: scenario.settings.clone(),
        command,
        architectures: selection.names(),
        systems: scenario.systems.iter().map(|system| system.name.clone()).collect(),
        metrics: expectations::metrics(),
        explain: campaign.explain,
        factors: Vec::new(),
        designs: vec![Design::default()],
        files: loaded.files.clone(),
    }
}
