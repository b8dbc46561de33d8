//! A sweep as JSON.

use super::{DesignResult, ResponseName, SensitivityKind, SweepReport};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::report::json::{lines, object};
use serde::{Serialize, Serializer};

/// A sweep: what it is, `designs`, `effects`, `sensitivities` and `expectations`. Every measure of
/// every run is in `runs.parquet`; here are those that the sweep names.
pub fn json(report: &SweepReport) -> String {
    let manifest = report.manifest;
    let designs = report.designs.iter().enumerate().map(|(number, result)| {
        object! {
            design: number,
            factors: NamedValues(&manifest.factors, &manifest.designs[number].values),
            state: result.status.state,
            reason: &result.status.reason,
            runs: result.runs,
            failures: &result.failures,
            responses: responses(report, result),
            #[serde(flatten)]
            precision:
                (!result.precision.is_empty()).then(|| object! { precision: &result.precision }),
        }
    });
    let effects = report.effects.iter().map(|row| {
        object! {
            factor: &manifest.factors[row.contrast.factor],
            from: &row.contrast.from,
            to: &row.contrast.to,
            #[serde(flatten)]
            response: response(&row.response),
            #[serde(flatten)]
            estimate: estimate(&row.effect),
            designs: row.contrast.count,
        }
    });
    let sensitivities = report.sensitivities.iter().map(|row| {
        let (sobol, morris) = match &row.indices {
            SensitivityKind::Sobol(indices) => (Some(indices), None),
            SensitivityKind::Morris(effects) => (None, Some(effects)),
        };
        object! {
            #[serde(flatten)]
            response: response(&row.response),
            factors: &report.free,
            sobol: sobol,
            morris: morris,
        }
    });
    lines(&object! {
        sweep: &report.name,
        scenario: &manifest.scenario,
        seed: manifest.seed,
        runs: manifest.runs,
        lisbon: &manifest.lisbon,
        digest: &manifest.digest,
        partial: report.is_partial,
        architectures: &manifest.architectures,
        factors: &manifest.factors,
        metrics: &report.metrics,
        designs: designs.collect::<Vec<_>>(),
        effects: effects.collect::<Vec<_>>(),
        sensitivities: sensitivities.collect::<Vec<_>>(),
        expectations: &report.verdicts,
    })
}

/// Each measure of each architecture, then of each difference from the first.
fn responses(report: &SweepReport, result: &DesignResult) -> Vec<impl Serialize> {
    let architectures = &report.manifest.architectures;
    let first = architectures.first();
    let mut rows = Vec::new();
    let all = result.estimates.iter().zip(&result.differences).zip(&report.metrics);
    for ((estimates, differences), metric) in all {
        let singles = architectures.iter().zip(estimates).map(|pair| (pair, None));
        let pairs = architectures.iter().skip(1).zip(differences).map(|pair| (pair, first));
        rows.extend(singles.chain(pairs).map(|((name, estimated), minus)| {
            object! {
                metric: metric.clone(),
                architecture: name.clone(),
                minus: minus.cloned(),
                #[serde(flatten)]
                estimate: estimate(estimated),
            }
        }));
    }
    if result.runs == 0 { Vec::new() } else { rows }
}

fn response(name: &ResponseName) -> impl Serialize {
    object! {
        metric: name.metric.clone(),
        architecture: name.architecture.clone(),
        minus: name.minus.clone(),
    }
}

fn estimate(estimated: &MeanEstimate) -> impl Serialize + use<> {
    object! { mean: estimated.mean, ci95: [estimated.interval.low, estimated.interval.high] }
}

/// Values by their names.
struct NamedValues<'a, Value>(&'a [String], &'a [Value]);

impl<Value: Serialize> Serialize for NamedValues<'_, Value> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1))
    }
}
