//! `--baseline`: which measures moved against results of before.

use super::arguments::GateArguments;
use super::error::CommandError;
use super::load;
use super::store::{SUMMARY, Store};
use crate::experiment::{BaselineSummary, ExpectationVerdict, Responses, ResultsNow, Tolerances};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::Interval;
use serde_json::Value;
use std::collections::BTreeMap;
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
    if path.is_dir() {
        let then = Store::read(path)?;
        let (manifest, other) = (&store.manifest, &then.manifest);
        if manifest.seed == other.seed && manifest.scenario == other.scenario {
            let all: Vec<usize> = (0..other.values_per_result()).collect();
            let runs = self::responses(&then, &all)?;
            return Ok(now.against_runs(other, &runs));
        }
        return Ok(now.against_summary(&summary(&path.join(SUMMARY))?));
    }
    Ok(now.against_summary(&summary(path)?))
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

/// The estimates of a summary of a comparison.
fn summary(path: &Path) -> Result<BaselineSummary, CommandError> {
    let request = |why: &str| {
        let text = format!("--baseline `{}`: {why}", path.display());
        CommandError::Request(text)
    };
    let text = load::read(&path.to_string_lossy()).map_err(|why| request(&why))?;
    let value: Value = serde_json::from_str(&text).map_err(|why| request(&why.to_string()))?;
    let mut estimates = BTreeMap::new();
    for architecture in value["architectures"].as_array().into_iter().flatten() {
        let name = architecture["name"].as_str().unwrap_or_default();
        for (metric, estimate) in architecture["metrics"].as_object().into_iter().flatten() {
            let end = |place: usize| estimate["ci95"][place].as_f64();
            if let (Some(mean), Some(low), Some(high)) = (estimate["mean"].as_f64(), end(0), end(1))
            {
                let interval = Interval { low, high };
                let estimate = MeanEstimate { mean, interval };
                estimates.insert((name.to_owned(), metric.clone()), estimate);
            }
        }
    }
    if estimates.is_empty() {
        return Err(request("it is no summary.json of a comparison"));
    }
    Ok(BaselineSummary { estimates })
}
