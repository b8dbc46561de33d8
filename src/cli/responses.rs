//! The report of a sweep from its folder: one pass over the units, then what is made of them.

use super::arguments::RowsFormat;
use super::error::CommandError;
use super::experiment::ExperimentShare;
use super::store::UnitIndex;
use crate::experiment::{
    DesignRecord, ExpectationVerdict, ExpectedResponse, FactorContrast, FactorGroups, Manifest,
    ResponseKey, Responses, figure, figure_name, free, leaders, metric_of, points, two_sided,
};
use crate::monte_carlo::estimate::{MeanEstimate, PairTally, estimated};
use crate::monte_carlo::sensitivity::{Resampling, morris_effects, sobol_indices};
use crate::monte_carlo::statistics::{Confidence, Interval};
use crate::report::sweep::{
    DesignResult, FactorEffectRow, ResponseName, Sensitivity, SensitivityKind, SweepReport,
};
use crate::scenario::schema::Expectation;
use crate::scenario::sweep::SweepDocument;
use crate::scenario::sweep::file::{DesignMethod, FactorTable};

/// Measures that are told if the sweep names none.
const USUAL: [&str; 2] = ["leakage", "defended_value"];

/// Resamples behind an interval of an index.
const REPLICATES: u32 = 1000;

/// Writes the tables of runs and designs, and makes the report.
pub(super) fn report<'a>(
    share: &ExperimentShare<'a>,
    sweep: &SweepDocument,
    (is_partial, format): (bool, RowsFormat),
) -> Result<SweepReport<'a>, CommandError> {
    let store = share.store;
    let (manifest, file) = (&store.manifest, &sweep.file);
    let metrics: Vec<usize> = told(sweep, manifest);
    let expected = file.expect.iter().filter_map(|one| ExpectedResponse::of(one, manifest).ok());
    let figures = metrics.iter().copied().chain(expected.map(|one| one.key.figure));
    let mut responses = Responses::new(manifest, figures.collect());
    let index: UnitIndex = store.index()?;
    let records = store.write_tables(&index, format, |unit, from| responses.push(unit, from))?;
    let played: Vec<bool> = (0..records.len()).map(|design| responses.count(design) > 0).collect();
    let free = free(file);
    let mut designs = designs(records, &responses, &metrics, manifest);
    for (number, design) in designs.iter_mut().enumerate() {
        design.precision = share.known(number as u64, &index)?;
    }
    let report = SweepReport {
        manifest,
        name: file.name.clone(),
        description: file.description.clone(),
        keys: file.factors.iter().map(keys_of).collect(),
        free: free.iter().map(|place| manifest.factors[*place].clone()).collect(),
        metrics: metrics.iter().map(|figure| figure_name(*figure, manifest)).collect(),
        designs,
        effects: effects(sweep, &responses, &metrics, (manifest, &played, &free)),
        sensitivities: sensitivities(sweep, &responses, &metrics, manifest),
        verdicts: verdicts(&file.expect, &responses, manifest),
        is_partial,
    };
    Ok(report)
}

/// The figures that the report tells.
fn told(sweep: &SweepDocument, manifest: &Manifest) -> Vec<usize> {
    let named: Vec<&str> = sweep.file.metrics.iter().map(String::as_str).collect();
    let names = if named.is_empty() { USUAL.to_vec() } else { named };
    names.iter().filter_map(|name| figure(name, manifest).ok()).collect()
}

fn designs(
    records: Vec<DesignRecord>,
    responses: &Responses,
    figures: &[usize],
    manifest: &Manifest,
) -> Vec<DesignResult> {
    let architectures = manifest.architectures.len();
    let result = |(design, record): (usize, DesignRecord)| {
        let single = |figure: usize, architecture: usize| {
            let key = ResponseKey { figure, architecture, minus: None };
            let moments = responses.moments(design, key);
            estimated(metric_of(figure).kind(), &moments, Confidence::NINETY_FIVE)
        };
        let pair = |figure: usize, architecture: usize| {
            let [a, b] = [architecture, 0]
                .map(|architecture| (design, ResponseKey { figure, architecture, minus: None }));
            of_pair(figure, &responses.pairs([a, b]), Confidence::NINETY_FIVE)
        };
        let singles = |figure: &usize| (0..architectures).map(|a| single(*figure, a)).collect();
        let pairs = |figure: &usize| (1..architectures).map(|a| pair(*figure, a)).collect();
        DesignResult {
            estimates: figures.iter().map(singles).collect(),
            differences: figures.iter().map(pairs).collect(),
            precision: Vec::new(),
            status: record.status,
            runs: record.runs,
            failures: record.failures,
        }
    };
    records.into_iter().enumerate().map(result).collect()
}

/// The estimate of a difference from pairs that met the same luck.
fn of_pair(figure: usize, pairs: &[(f64, f64)], confidence: Confidence) -> MeanEstimate {
    let mut tally = PairTally::default();
    for (a, b) in pairs {
        tally.push(*a, *b);
    }
    tally.estimated(metric_of(figure).kind(), confidence)
}

/// Keys of a factor, with `+=` where its values are added.
fn keys_of(factor: &FactorTable) -> Vec<String> {
    let mark = if factor.relative { " +=" } else { "" };
    factor.keys.iter().map(|key| format!("{key}{mark}")).collect()
}

/// Each measure under each architecture, and of each difference from the first.
fn keys(figure: usize, architectures: usize) -> impl Iterator<Item = ResponseKey> {
    let single = (0..architectures).map(move |architecture| ResponseKey {
        figure,
        architecture,
        minus: None,
    });
    let pairs = (1..architectures).map(move |architecture| ResponseKey {
        figure,
        architecture,
        minus: Some(0),
    });
    single.chain(pairs)
}

fn name(key: ResponseKey, manifest: &Manifest) -> ResponseName {
    let architecture = |place: usize| manifest.architectures[place].clone();
    ResponseName {
        metric: figure_name(key.figure, manifest),
        architecture: architecture(key.architecture),
        minus: key.minus.map(architecture),
    }
}

fn effects(
    sweep: &SweepDocument,
    responses: &Responses,
    figures: &[usize],
    (manifest, played, free): (&Manifest, &[bool], &[usize]),
) -> Vec<FactorEffectRow> {
    let leaders = leaders(&sweep.file);
    let groups = FactorGroups { free, leaders: &leaders };
    let contrasts = match sweep.file.design.method {
        DesignMethod::Grid | DesignMethod::List | DesignMethod::OneAtATime => {
            FactorContrast::of_pairs(&manifest.designs, played, groups)
        }
        DesignMethod::LatinHypercube => FactorContrast::of_lines(&manifest.designs, played, free),
        // Their own indices say more.
        DesignMethod::Sobol | DesignMethod::Morris => Vec::new(),
    };
    let mut rows = Vec::new();
    for figure in figures {
        for contrast in &contrasts {
            rows.extend(keys(*figure, manifest.architectures.len()).map(|key| FactorEffectRow {
                response: name(key, manifest),
                contrast: contrast.clone(),
                effect: contrast.effect(responses, key),
            }));
        }
    }
    rows
}

fn sensitivities(
    sweep: &SweepDocument,
    responses: &Responses,
    figures: &[usize],
    manifest: &Manifest,
) -> Vec<Sensitivity> {
    let method = sweep.file.design.method;
    let Some(points) = points(&sweep.file).filter(|_| method != DesignMethod::LatinHypercube)
    else {
        return Vec::new();
    };
    let how = Resampling {
        seed: manifest.seed,
        replicates: REPLICATES,
        confidence: Confidence::NINETY_FIVE,
    };
    let factors = points.first().map_or(0, Vec::len);
    let of = |key: ResponseKey| {
        let series: Vec<Vec<f64>> =
            (0..manifest.designs.len()).map(|design| responses.series(design, key)).collect();
        let indices = match method {
            DesignMethod::Sobol => sobol_indices(&series, factors, how).map(SensitivityKind::Sobol),
            _ => morris_effects(&points, &series, how).map(SensitivityKind::Morris),
        };
        Some(Sensitivity { response: name(key, manifest), indices: indices? })
    };
    let all = figures.iter().flat_map(|figure| keys(*figure, manifest.architectures.len()));
    all.filter_map(of).collect()
}

/// The verdicts on the expectations, design by design.
fn verdicts(
    expectations: &[Expectation],
    responses: &Responses,
    manifest: &Manifest,
) -> Vec<ExpectationVerdict> {
    let mut verdicts = Vec::new();
    for expectation in expectations {
        let Ok(expected) = ExpectedResponse::of(expectation, manifest) else {
            continue;
        };
        for (design, taken) in expected.designs {
            let (estimate, runs) = judged(responses, expected.key, (design, taken), expectation);
            verdicts.push(ExpectationVerdict::of(expectation, Some(design), Some(estimate), runs));
        }
    }
    verdicts
}

/// The estimate that an expectation is about, and the runs behind it.
fn judged(
    responses: &Responses,
    key: ResponseKey,
    (design, taken): (usize, Option<usize>),
    expectation: &Expectation,
) -> (MeanEstimate, u64) {
    let confidence = two_sided(expectation.confidence);
    let alone = |architecture: usize| ResponseKey { architecture, minus: None, ..key };
    match (taken, key.minus) {
        (None, None) => {
            let moments = responses.moments(design, key);
            let estimate = estimated(metric_of(key.figure).kind(), &moments, confidence);
            (estimate, moments.count())
        }
        (None, Some(minus)) => {
            let pairs =
                responses.pairs([(design, alone(key.architecture)), (design, alone(minus))]);
            (of_pair(key.figure, &pairs, confidence), pairs.len() as u64)
        }
        (Some(taken), None) => {
            let pairs = responses.pairs([(design, key), (taken, key)]);
            (of_pair(key.figure, &pairs, confidence), pairs.len() as u64)
        }
        (Some(taken), Some(_)) => {
            // A difference of differences lies between -2 and 2, not between -1 and 1: Student.
            let moments = responses.contrast(&[(design, 1.0), (taken, -1.0)], key);
            let interval = crate::monte_carlo::statistics::mean_interval(&moments, confidence);
            let mean = moments.mean().unwrap_or(0.0);
            let interval = interval.unwrap_or(Interval::UNKNOWN);
            (MeanEstimate { mean, interval }, moments.count())
        }
    }
}
