//! Expectations as written: what must hold of the results, for machines to watch.

use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// Expectation: a measure, or a difference of two, is below, above or within, at a confidence.
pub struct Expectation {
    /// Measure, such as `leakage`, or that of one system, such as `leakage.nato`.
    metric: String,
    /// Architecture whose measure it is.
    architecture: String,
    /// Architecture whose measure is taken from that one: the expectation is of the difference.
    minus: Option<String>,
    /// Designs that it is about, by values of factors, `"FACTOR=VALUE"`; of sweeps alone. Absent:
    /// every design.
    #[serde(default)]
    at: Vec<String>,
    /// Design whose measure is taken from that at `at`, likewise: the expectation is of the
    /// difference of two designs.
    #[serde(default)]
    minus_at: Vec<String>,
    /// It must be below this.
    below: Option<f64> [-1.0e15, 1.0e15],
    /// It must be above this.
    above: Option<f64> [-1.0e15, 1.0e15],
    /// It must be between these two.
    #[serde(default)]
    #[schemars(length(max = 2), inner(range(min = -1.0e15, max = 1.0e15)))]
    within: Vec<f64>,
    /// Probability with which a verdict shall be right.
    #[serde(default = "usual_confidence")]
    confidence: f64 [0.5, 0.999_999],
    /// Verdict where so many runs do not decide.
    #[serde(default)]
    undecided: UndecidedRule,
}
}

/// Verdict on an expectation that so many runs do not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UndecidedRule {
    /// It counts as failed.
    #[default]
    Fails,
    /// It is told, and fails nothing.
    Passes,
}

fn usual_confidence() -> f64 {
    0.95
}
