//! The manifest: what an experiment is, before anything of it is played.

use super::plan::Shard;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Experiment as it is stored: two folders with the same manifest are parts of one experiment. What
/// does not decide results (threads, shards, where it is written) is not in it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Kind of the experiment.
    pub experiment: ExperimentKind,
    /// Path of the sweep's file, if it is one; that of the scenario is the first of `files`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep: Option<String>,
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed, the same for every design.
    pub seed: u64,
    /// Runs of each design; with a precision the most that there may be.
    pub runs: u64,
    /// Rules by which a design may end before, `METRIC=HALF_WIDTH`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precision: Vec<String>,
    /// Runs before which no design ends by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs_min: Option<u64>,
    /// Version of the program.
    pub lisbon: String,
    /// Digest of the scenario's texts and of what is set over them, 16 hexadecimal digits.
    pub digest: String,
    /// Values set over those of the files in every design.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// Command that plays it.
    pub command: String,
    /// Names of the architectures, the first as the point of reference.
    pub architectures: Vec<String>,
    /// Names of the systems.
    pub systems: Vec<String>,
    /// Names of the measures, with their units.
    pub metrics: Vec<String>,
    /// Whether it is found out why architectures differ.
    pub explain: bool,
    /// Names of the factors.
    pub factors: Vec<String>,
    /// The designs, by number.
    pub designs: Vec<Design>,
    /// Files that it was read from.
    pub files: Vec<SourceFile>,
}

impl Manifest {
    /// The cells of [`ORIGIN`](crate::account::provenance::ORIGIN).
    pub fn origin(&self) -> [String; 4] {
        [self.scenario.clone(), self.seed.to_string(), self.digest.clone(), self.lisbon.clone()]
    }
}

/// Kind of an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExperimentKind {
    /// One design.
    #[default]
    Compare,
    /// Many designs.
    Sweep,
}

/// Design: what is set in the scenario.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Design {
    /// Value of each factor, in the order of the manifest.
    pub values: Vec<FactorValue>,
    /// Values set over those of the files, `KEY=VALUE`.
    pub set: Vec<String>,
}

/// Value of a factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactorValue {
    /// A number.
    Number(f64),
    /// A word, or whatever else TOML has.
    Text(String),
}

/// Cell of tables for a factor that means nothing in a design.
const ABSENT: &str = "-";

impl FactorValue {
    /// Value of a factor that means nothing in a design.
    pub fn absent() -> Self {
        Self::Text(ABSENT.to_owned())
    }

    /// Whether the factor means nothing in the design.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Text(text) if text == ABSENT)
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }
}

impl fmt::Display for FactorValue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// A file that an experiment was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its path, as it was opened.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

impl Manifest {
    /// Names of the parties that a run is judged for: each system, and `*` for all together.
    pub fn parties(&self) -> Vec<&str> {
        std::iter::once("*").chain(self.systems.iter().map(String::as_str)).collect()
    }

    /// Values of one run under one architecture: of each party each measure.
    pub fn values_per_result(&self) -> usize {
        self.parties().len() * self.metrics.len()
    }

    /// The name of a design, as reports have it.
    pub fn design_name(&self, design: usize) -> String {
        let named = self.factors.iter().zip(&self.designs[design].values);
        let values: Vec<String> = named.map(|(name, value)| format!("{name}={value}")).collect();
        values.join(", ")
    }

    /// Differences that keep results of another manifest from being results of this experiment, in
    /// sentences. The number of runs is none: an experiment can be extended.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        let mut differ = |what: &str, is: &dyn fmt::Display, was: &dyn fmt::Display| {
            let (is, was) = (is.to_string(), was.to_string());
            if is != was {
                differences.push(format!("{what}: it has {was}, this is {is}"));
            }
        };
        let names = |names: &[String]| format!("`{}`", names.join("`, `"));
        let kind = |kind| match kind {
            ExperimentKind::Compare => "a comparison",
            ExperimentKind::Sweep => "a sweep",
        };
        differ("kind of experiment", &kind(self.experiment), &kind(other.experiment));
        differ("version of lisbon", &self.lisbon, &other.lisbon);
        differ("scenario", &self.scenario, &other.scenario);
        differ("digest of the scenario", &self.digest, &other.digest);
        differ("master seed", &self.seed, &other.seed);
        differ("architectures", &names(&self.architectures), &names(&other.architectures));
        differ("values set", &names(&self.set), &names(&other.set));
        differ("precision", &names(&self.precision), &names(&other.precision));
        differ("--explain", &self.explain, &other.explain);
        differ("factors", &names(&self.factors), &names(&other.factors));
        differ("number of designs", &self.designs.len(), &other.designs.len());
        let texts = |manifest: &Self| -> Vec<String> {
            manifest.files.iter().map(|file| file.text.clone()).collect()
        };
        if differences.is_empty() && texts(self) != texts(other) {
            differences.push("texts of the files".into());
        }
        if differences.is_empty() && self.designs != other.designs {
            let pairs = self.designs.iter().zip(&other.designs);
            let first = pairs.take_while(|(one, other)| one == other).count();
            differences.push(format!("design {first}"));
        }
        differences
    }

    /// Number of (run, architecture) that a share of it plays, if nothing is there yet.
    pub fn plays(&self, shard: Shard) -> u64 {
        let all = self.runs * (self.architectures.len() * self.designs.len()) as u64;
        all / shard.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder is gone on with only if its manifest is read as it was written, to the last bit.
    #[test]
    fn values_of_factors_are_read_as_they_were_written() {
        for number in 1..2000 {
            let value = FactorValue::Number(f64::from(number).sqrt() / 7.0);
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<FactorValue>(&text).unwrap(), value, "{text}");
        }
    }
}
