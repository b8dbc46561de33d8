//! `--baseline`: which measures moved against results of before.

use super::arguments::GateArguments;
use super::error::CommandError;
use super::load;
use super::store::{SUMMARY, Store};
use crate::experiment::{
    ExpectationVerdict, FactorValues, Manifest, Responses, ResultsNow, StoredEstimate, Tolerances,
};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::Interval;
use crate::scenario::MAX_FILE_BYTES;
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// Refuses a tolerance without anything to compare with.
pub(super) fn refuse_without_baseline(gate: &GateArguments) -> Result<(), CommandError> {
    if gate.tolerance.is_empty() || gate.baseline.is_some() {
        return Ok(());
    }
    let text = "--tolerance is of a comparison with --baseline DIR or FILE";
    Err(CommandError::Request(text.into()))
}

/// Verdicts on every measure of every architecture that the baseline has too.
pub(super) fn verdicts(
    store: &Store,
    path: &Path,
    gate: &GateArguments,
) -> Result<Vec<ExpectationVerdict>, CommandError> {
    let figures: Vec<usize> = (0..store.manifest.values_per_result()).collect();
    let responses = responses(store, &figures)?;
    let tolerances: Tolerances =
        gate.tolerance.iter().map(|rule| (rule.metric.clone(), rule.half_width)).collect();
    let now = ResultsNow {
        manifest: &store.manifest,
        responses: &responses,
        figures: &figures,
        tolerances: &tolerances,
    };
    let is_of_same = |then: &Manifest| {
        store.manifest.seed == then.seed && store.manifest.scenario == then.scenario
    };
    let then = if path.is_dir() { Some(Store::read(path)?) } else { None };
    let verdicts = match then {
        Some(then) if is_of_same(&then.manifest) => {
            let all: Vec<usize> = (0..then.manifest.values_per_result()).collect();
            now.against_runs(&then.manifest, &self::responses(&then, &all)?)
        }
        Some(_) => now.against_summary(&summary(&path.join(SUMMARY))?),
        None => now.against_summary(&summary(path)?),
    };
    if verdicts.is_empty() {
        let text = "it has no design and architecture that are played here too";
        return Err(request(path, text));
    }
    Ok(verdicts)
}

fn request(path: &Path, why: &str) -> CommandError {
    CommandError::Request(format!("--baseline `{}`: {why}", path.display()))
}

fn responses(store: &Store, figures: &[usize]) -> Result<Responses, CommandError> {
    let mut responses = Responses::new(&store.manifest, figures.to_vec());
    let index = store.index()?;
    for design in 0..store.manifest.designs.len() as u64 {
        store.each(&index, design, |unit, from| {
            responses.push(unit, from);
            Ok(())
        })?;
    }
    Ok(responses)
}

/// The means of a summary of a comparison or a sweep.
fn summary(path: &Path) -> Result<Vec<StoredEstimate>, CommandError> {
    let text = load::read(path, MAX_FILE_BYTES).map_err(|why| request(path, &why))?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|why| request(path, &format!("{why}{}", load::what_it_is(path))))?;
    let items = |list: &'static str| value[list].as_array().into_iter().flatten();
    let of_comparison = items("architectures").flat_map(|architecture| {
        let metrics = architecture["metrics"].as_object().into_iter().flatten();
        metrics.filter_map(|(figure, estimate)| {
            stored(&FactorValues::new(), [&architecture["name"], &figure.as_str().into()], estimate)
        })
    });
    let of_sweep = items("designs").flat_map(|design| {
        let factors = FactorValues::deserialize(&design["factors"]).unwrap_or_default();
        let responses = design["responses"].as_array().into_iter().flatten();
        let means = responses.filter(|response| response["minus"].is_null());
        means.filter_map(move |one| stored(&factors, [&one["architecture"], &one["metric"]], one))
    });
    let all: Vec<StoredEstimate> = of_comparison.chain(of_sweep).collect();
    if all.is_empty() {
        let known = load::what_it_is(path);
        let text = format!("it is no summary.json of a comparison or a sweep{known}");
        return Err(request(path, &text));
    }
    Ok(all)
}

/// A mean with its interval; `None` if it is not known.
fn stored(
    factors: &FactorValues,
    [architecture, figure]: [&Value; 2],
    estimate: &Value,
) -> Option<StoredEstimate> {
    let end = |place: usize| estimate["ci95"][place].as_f64();
    let interval = Interval { low: end(0)?, high: end(1)? };
    Some(StoredEstimate {
        factors: factors.clone(),
        architecture: architecture.as_str()?.to_owned(),
        figure: figure.as_str()?.to_owned(),
        estimate: MeanEstimate { mean: estimate["mean"].as_f64()?, interval },
    })
}
