//! The types of a sweep file.

use crate::scenario::schema::{Expectation, LawTable, MAX_RUNS};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// A sweep file.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SweepFile {
    /// Short name, used in every report.
    pub name: String,
    /// Question of the sweep, in a sentence or two.
    pub description: String,
    /// Scenario that is varied, a path relative to this file.
    pub scenario: String,
    /// Names of the architectures to compare, the first as the point of reference. Absent: all of
    /// the scenario.
    #[serde(default)]
    pub architectures: Vec<String>,
    /// Number of paired runs of each design. Absent: that of the scenario.
    #[schemars(range(min = 1, max = MAX_RUNS))]
    pub runs: Option<u64>,
    /// Master seed of every run of every design. Absent: that of the scenario.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: Option<u64>,
    /// Values set in every design, `"KEY=VALUE"`.
    #[serde(default)]
    pub set: Vec<String>,
    /// Measures that the report shows, such as `leakage` or `leakage.nato`. Absent: leakage and
    /// defended value.
    #[serde(default)]
    pub metrics: Vec<String>,
    /// Way to choose the designs.
    pub design: DesignTable,
    /// Factors: what is varied.
    #[schemars(length(min = 1, max = 200))]
    pub factors: Vec<FactorTable>,
    /// Expectations of the results.
    #[serde(default)]
    pub expect: Vec<Expectation>,
}

/// Way to choose the designs.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DesignTable {
    /// Method.
    pub method: DesignMethod,
    /// Number of points: of `latin-hypercube` the designs, of `sobol` the rows, each of which is a
    /// design and one more for each factor and another (best a power of two).
    #[schemars(range(min = 2, max = 100_000))]
    pub points: Option<u64>,
    /// Number of trajectories of `morris`, each of which is a design and one more for each factor.
    #[schemars(range(min = 2, max = 10_000))]
    pub trajectories: Option<u64>,
    /// Number of levels on which the trajectories of `morris` move, even.
    #[schemars(range(min = 2, max = 100))]
    pub levels: Option<u64>,
    /// CSV file of `list`, a path relative to this file: a column for each factor, a row for each
    /// design.
    pub file: Option<String>,
    /// Seed of what a method draws; it is none of the runs'.
    #[serde(default)]
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
}

/// Method to choose designs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DesignMethod {
    /// Every value of each factor with every value of all others.
    Grid,
    /// The rows of a file.
    List,
    /// The first value of every factor, then each other value of one factor alone.
    OneAtATime,
    /// Points that fill each factor's range evenly.
    LatinHypercube,
    /// Owen-scrambled Sobol' points in Saltelli's arrangement, for first-order and total indices.
    Sobol,
    /// Trajectories of elementary effects (Morris 1991), to find the factors that matter.
    Morris,
}

/// Factor: keys of the scenario that get one value.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorTable {
    /// Its name, that of a column. Absent: the last key.
    pub name: Option<String>,
    /// Paths into the scenario, all set to the same value, such as `links.latency_s` or
    /// `raids[west].count`.
    #[schemars(length(min = 1, max = 100))]
    pub keys: Vec<String>,
    /// Whether a value is added to the number that each key has, instead of set.
    #[serde(default)]
    pub relative: bool,
    /// Values, whatever the keys may have.
    #[serde(default)]
    pub values: Vec<Value>,
    /// Least and greatest value.
    #[serde(default)]
    #[schemars(length(max = 2), inner(range(min = -1.0e15, max = 1.0e15)))]
    pub range: Vec<f64>,
    /// Scale of the range.
    #[serde(default)]
    pub scale: Scale,
    /// Number of values of the range, ends among them, for methods that take values.
    #[schemars(range(min = 2, max = 10_000))]
    pub count: Option<u64>,
    /// Law of its value, for methods that fill a space.
    pub distribution: Option<LawTable>,
    /// Values of a range or a distribution are rounded to multiples of it.
    #[schemars(range(min = 1.0e-9, max = 1.0e9))]
    pub step: Option<f64>,
    /// Name of a factor before it that it moves with: value by value, or place by place.
    pub with: Option<String>,
    /// Values of other factors, `FACTOR=VALUE`, beside which it means nothing. Its keys are then
    /// not set, and what its values would tell apart is one design.
    #[serde(default)]
    pub not_at: Vec<String>,
}

/// Scale of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// Equal steps.
    #[default]
    Linear,
    /// Equal ratios.
    Log,
}

impl FactorTable {
    /// The setting of a key to a value as TOML has it.
    pub fn setting(&self, key: &str, toml: &str) -> String {
        format!("{key}{}{toml}", if self.relative { "+=" } else { "=" })
    }

    /// Its name: that given, or the last key of its first path.
    pub fn name(&self) -> String {
        let last = || {
            let path = self.keys.first().map_or("", String::as_str);
            let last = path.rsplit(']').next().filter(|rest| !rest.is_empty()).unwrap_or(path);
            last.rsplit('.').next().unwrap_or_default().to_owned()
        };
        self.name.clone().unwrap_or_else(last)
    }
}
