//! `lisbon sweep`: many designs of a scenario, each a comparison, and what the factors do.

use super::arguments::{GateArguments, RowsFormat, SweepArguments};
use super::error::CommandError;
use super::experiment::ExperimentShare;
use super::folder::ResultsFolder;
use super::interrupt::Interrupt;
use super::load::reader;
use super::path_name::name_of;
use super::store::SUMMARY;
use super::{baseline, campaign, expectations, experiment, repeat, sheet, terminal, verdicts};
use crate::account::provenance::VERSION;
use crate::experiment::{self as store_of, Design, ExperimentKind, Manifest, Shard, SourceFile};
use crate::report::sweep as report;
use crate::report::sweep::SweepReport;
use crate::scenario;
use crate::scenario::model::Scenario;
use crate::scenario::sweep::file::FactorTable;
use crate::scenario::sweep::{SweepDocument, SweepRequest, read_sweep};
use crate::scenario::{Faults, SourceText};
use crate::sensor::SensorKinds;

/// A sweep with its scenario, and the files that they were read from.
pub(super) struct LoadedSweep {
    pub(super) sweep: SweepDocument,
    pub(super) manifest: Manifest,
}

/// Plays the sweep, prints what it found, and keeps it where asked.
pub(super) fn sweep(
    words: &SweepArguments,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    experiment::refuse_without_folder(&words.store)?;
    let pool = campaign::pool(words.campaign.threads)?;
    let loaded = pool.install(|| load(words, kinds))?;
    baseline::refuse_without_baseline(&words.gate)?;
    if words.dry_run {
        return pool.install(|| super::dry_run::tell(&loaded, words, kinds));
    }
    let folder = ResultsFolder::of(words.store.out.as_deref())?;
    let store = experiment::open(&words.store, folder.path(), loaded.manifest)?;
    let shard = words.store.shard.unwrap_or(Shard::WHOLE);
    let share = ExperimentShare::new(&store, shard, kinds)?;
    pool.install(|| share.play(interrupt, words.campaign.quiet.into()))?;
    let index = store.tidy()?;
    let missing = share.missing(&index)?;
    if !missing.is_empty() && !interrupt.is_asked() {
        experiment::tell_missing(&store, shard, &missing);
        return Ok(());
    }
    tell(&share, &loaded.sweep, !missing.is_empty(), (words.format, &words.gate))?;
    if interrupt.is_asked() {
        let kept = match &words.store.out {
            Some(_) => "the same command goes on from there",
            None => "with --out DIR it would be kept",
        };
        let text = format!("interrupted; the figures above are of what is finished; {kept}");
        return Err(CommandError::Interrupted(text));
    }
    Ok(())
}

/// Refuses a sweep whose expectations or measures name what is not there.
fn check_names(sweep: &SweepDocument, manifest: &Manifest) -> Result<(), Faults> {
    let mut faults = Vec::new();
    for (place, name) in sweep.file.metrics.iter().enumerate() {
        if let Err((title, label)) = store_of::figure(name, manifest) {
            faults.push(sweep.fault_at(&format!("metrics[{place}]"), title, label));
        }
    }
    for (place, expectation) in sweep.file.expect.iter().enumerate() {
        if let Err(mistake) = store_of::ExpectedResponse::of(expectation, manifest) {
            let at = format!("expect[{place}].{}", mistake.key);
            faults.push(sweep.fault_at(&at, mistake.title, mistake.label));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(sweep.clone().into_faults(faults)) }
}

/// Writes the tables, prints the report, and ends as the expectations say.
fn tell(
    share: &ExperimentShare,
    sweep: &SweepDocument,
    is_partial: bool,
    (format, gate): (RowsFormat, &GateArguments),
) -> Result<(), CommandError> {
    let store = share.store;
    let mut report = super::responses::report(share, sweep, (is_partial, format))?;
    if let Some(path) = &gate.baseline {
        report.verdicts.extend(baseline::verdicts(store, path, gate)?);
    }
    let json = report::json(&report);
    store.save(SUMMARY, json.as_bytes())?;
    terminal::print(&match format {
        RowsFormat::Table => sheet::draw(&report::page(&report)),
        RowsFormat::Json => json,
        RowsFormat::Csv => report::csv(&report),
    })?;
    verdicts::end(&report.name, &report.verdicts, gate)?;
    failures(&report)
}

/// A run that failed is a bug, and ends the command as one.
fn failures(report: &SweepReport) -> Result<(), CommandError> {
    let failed: usize = report.designs.iter().map(|design| design.failures.len()).sum();
    let ended =
        report.designs.iter().filter(|design| design.status.state == store_of::DesignState::Failed);
    match failed + ended.count() {
        0 => Ok(()),
        failed => {
            let text = format!("runs or designs failed: {failed}; the tables say which");
            Err(CommandError::Failed(Some(text)))
        }
    }
}

/// Writes the tables of a folder whose experiment is a sweep, and prints what was found.
pub(super) fn collected(
    share: &ExperimentShare,
    is_partial: bool,
    format: RowsFormat,
) -> Result<(), CommandError> {
    let (store, kinds) = (share.store, share.kinds);
    let files = &store.manifest.files;
    let mut loader = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.map(|file| file.text.clone()).ok_or_else(|| "the manifest has no such file".into())
    };
    let root = store.manifest.sweep.as_deref().unwrap_or_default();
    let request = SweepRequest { root, kinds, settings: &[] };
    let (sweep, _) = read_sweep(&request, &mut loader, store_of::probes)?;
    tell(
        share,
        &sweep,
        is_partial,
        (format, &GateArguments { junit: None, baseline: None, tolerance: Vec::new() }),
    )
}

/// Reads and checks a sweep with its scenario, and writes it out as designs.
pub(super) fn load(words: &SweepArguments, kinds: &SensorKinds) -> Result<LoadedSweep, Faults> {
    let root = name_of(&words.source.scenario);
    let request = SweepRequest { root: &root, kinds, settings: &words.source.set };
    let LoadedSweep { sweep, manifest } = load_request(&request, None)?;
    let seed = words.campaign.seed.unwrap_or(manifest.seed);
    let runs = words.runs.unwrap_or(manifest.runs);
    let mut options = vec![("runs", runs.to_string()), ("seed", seed.to_string())];
    options.extend(words.precision.rules().into_iter().map(|rule| ("precision", rule)));
    let manifest = Manifest {
        seed,
        runs,
        precision: words.precision.rules(),
        runs_min: words.precision.floor(),
        command: repeat::command([repeat::PROGRAM, "sweep"], &words.source, &options),
        ..manifest
    };
    Ok(LoadedSweep { sweep, manifest })
}

/// Checks a sweep whose text was read, with its scenario.
pub(super) fn load_text(source: SourceText, kinds: &SensorKinds) -> Result<LoadedSweep, Faults> {
    let root = source.name.clone();
    load_request(&SweepRequest { root: &root, kinds, settings: &[] }, Some(source))
}

/// A sweep as its file has it.
fn load_request(
    request: &SweepRequest<'_>,
    source: Option<SourceText>,
) -> Result<LoadedSweep, Faults> {
    let mut files: Vec<SourceFile> = Vec::new();
    let mut loader = reader(source, &mut files);
    let (sweep, document) = read_sweep(request, &mut loader, store_of::probes)?;
    drop(loader);
    let designs = store_of::designs(&sweep)?;
    let scenario = scenario::check(document)?;
    // The scenario stands first, for it is what a design is made of.
    let first = files.iter().position(|file| file.path == sweep.scenario).unwrap_or(0);
    files.rotate_left(first);
    let manifest = manifest(&sweep, &scenario, designs, files);
    check_names(&sweep, &manifest)?;
    let manifest = Manifest { sweep: Some(request.root.into()), ..manifest };
    Ok(LoadedSweep { sweep, manifest })
}

fn manifest(
    sweep: &SweepDocument,
    scenario: &Scenario,
    designs: Vec<Design>,
    files: Vec<SourceFile>,
) -> Manifest {
    let file = &sweep.file;
    let all = || scenario.architectures.iter().map(|one| one.name.clone()).collect();
    let named = || file.architectures.clone();
    Manifest {
        experiment: ExperimentKind::Sweep,
        scenario: scenario.name.clone(),
        seed: file.seed.unwrap_or(scenario.seed),
        runs: file.runs.unwrap_or(scenario.runs),
        lisbon: VERSION.into(),
        digest: format!("{:016x}", scenario.digest),
        set: sweep.settings.clone(),
        architectures: if file.architectures.is_empty() { all() } else { named() },
        systems: scenario.systems.iter().map(|system| system.name.clone()).collect(),
        metrics: expectations::metrics(),
        explain: false,
        factors: file.factors.iter().map(FactorTable::name).collect(),
        designs,
        files,
        ..Manifest::default()
    }
}
