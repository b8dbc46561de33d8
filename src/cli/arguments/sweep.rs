//! The words of `lisbon sweep`.

use super::{CampaignArguments, MAX_RUNS, RowsFormat, ScenarioArguments, StoreArguments, whole_in};
use crate::experiment::PrecisionRule;
use clap::Args;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  lisbon sweep scenarios/sweeps/latency-loss.toml --dry-run
  lisbon sweep scenarios/sweeps/latency-loss.toml --out results/latency-loss
  lisbon sweep scenarios/sweeps/latency-loss.toml --shard 2/8 --out shares/2
  lisbon sweep scenarios/sweeps/trust.toml --junit trust.xml
  lisbon sweep scenarios/sweeps/trust.toml --precision leakage=0.01 --runs 2000

Each design is the sweep's scenario with a value of each factor set over the file's, played like
`lisbon compare`; the same luck meets every design. With --out every finished block of runs is kept:
the same command goes on from there, with more --runs it plays the further ones, with --shard I/N a
share; the folder ends in the same bytes, whatever stopped it. A design that the check refuses is an
outcome with its reason. The exit code is 1 if an expectation of the file does not hold.";

/// Words of `lisbon sweep`.
#[derive(Debug, Args)]
pub struct SweepArguments {
    /// The sweep, and what is set in every design.
    #[command(flatten)]
    pub source: ScenarioArguments,
    /// Number of paired runs of each design, with --precision the most [default: the sweep's]
    #[arg(long, value_name = "N")]
    #[arg(value_parser = whole_in(1..=MAX_RUNS), allow_negative_numbers = true)]
    pub runs: Option<u64>,
    /// Print the designs and what they would cost, and play nothing but a few runs to time them
    #[arg(long)]
    pub dry_run: bool,
    /// Rules by which a design ends before --runs.
    #[command(flatten)]
    pub precision: PrecisionArguments,
    /// Options of the runs.
    #[command(flatten)]
    pub campaign: CampaignArguments,
    /// Options of the results' folder.
    #[command(flatten)]
    pub store: StoreArguments,
    /// Options of the end.
    #[command(flatten)]
    pub gate: GateArguments,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RowsFormat::Table)]
    pub format: RowsFormat,
}

/// Precision at which runs end.
#[derive(Debug, Args)]
pub struct PrecisionArguments {
    /// End when a measure is known so closely: `METRIC=HALF_WIDTH` of its mean under each
    /// architecture, `METRIC:ARCHITECTURE=HALF_WIDTH`, or `METRIC:ARCHITECTURE:MINUS=HALF_WIDTH`
    /// of a difference; may be given several times
    #[arg(long, value_name = "METRIC=HALF_WIDTH")]
    pub precision: Vec<PrecisionRule>,
    /// Runs before which --precision ends nothing
    #[arg(long, value_name = "N", default_value_t = 64)]
    #[arg(value_parser = whole_in(1..=MAX_RUNS), allow_negative_numbers = true)]
    pub runs_min: u64,
}

impl PrecisionArguments {
    /// The rules, as they are written.
    pub(in crate::cli) fn rules(&self) -> Vec<String> {
        self.precision.iter().map(ToString::to_string).collect()
    }

    /// The runs before which they end nothing, if there are rules.
    pub(in crate::cli) fn floor(&self) -> Option<u64> {
        (!self.precision.is_empty()).then_some(self.runs_min)
    }
}

/// Gate for machines.
#[derive(Debug, Args)]
pub struct GateArguments {
    /// Write the verdicts on expectations into this file, as `JUnit` XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Fail if a measure moved against the results in this directory, run by run where scenario and
    /// seed are the same, or against this summary.json
    #[arg(long, value_name = "DIR|FILE")]
    pub baseline: Option<PathBuf>,
    /// Amount by which a measure may move against --baseline [default: none]; may be given several
    /// times
    #[arg(long, value_name = "METRIC=AMOUNT")]
    pub tolerance: Vec<PrecisionRule>,
}
