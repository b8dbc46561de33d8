//! The command line: what may be written, and the help that explains it.

mod assure;
mod coverage;
mod fly;
mod footprint;
mod number;
mod page;
mod sweep;
mod track;

pub use self::assure::AssureArguments;
pub use self::coverage::CoverageArguments;
pub use self::fly::FlyArguments;
pub use self::footprint::{FootprintArguments, FootprintFormat};
pub use self::page::PageArguments;
pub use self::sweep::{GateArguments, PrecisionArguments, SweepArguments};
pub use self::track::TrackArguments;

use self::number::{number_in, whole_in};

use crate::experiment::{PrecisionRule, Shard};
use crate::scenario::FileKind;
use crate::scenario::schema::MAX_RUNS;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The largest whole number that JSON keeps: seeds and runs go no further.
const MAX_SEED: u64 = (1 << 53) - 1;

/// More threads than this do not help.
const MAX_THREADS: u64 = 1024;

const EXIT_CODES: &str = "\
Exit codes:
    0  done
    1  a run failed (a bug of Lisbon; the command that repeats it is shown), a case is off, an
       expectation does not hold, or a share is missing
    2  the scenario, a case file, recorded plots or the command line is wrong
    3  input or output failed
  130  interrupted; what is finished is kept";

const EXAMPLES: &str = "\
Examples:
  lisbon compare scenarios/quickstart.toml              what cooperation is worth, in a table
  lisbon run scenarios/quickstart.toml --run 3          what happened in run 3, line by line
  lisbon fly scenarios/quickstart.toml                  one threat's flight, to plot and to check
  lisbon coverage scenarios/quickstart.toml             which sensor saw which threat, and why not
  lisbon footprint scenarios/southern-raid.toml         what ground is defended, as a map
  lisbon assure scenarios/assurance.toml                could a defence reach strategic forces?
  lisbon check my-scenario.toml                         every fault of a file at once
  lisbon verify                                         the models against reference cases";

const COMPARE_EXAMPLES: &str = "\
Examples:
  lisbon compare scenarios/southern-raid.toml
  lisbon compare scenarios/southern-raid.toml --runs 1000 --architectures A,B
  lisbon compare scenarios/southern-raid.toml --format json > result.json
  lisbon compare scenarios/southern-raid.toml --out results/southern-raid
  lisbon compare scenarios/southern-raid.toml --architectures A,B --explain
  lisbon compare scenarios/southern-raid.toml --full    all measures, all pairs

The result is the same to the last byte for any number of threads. Ctrl-C ends the campaign after
the runs under way and reports what is finished; a second Ctrl-C ends at once. With --out every
finished block of runs is kept: the same command goes on from there, with more --runs it plays the
further ones, with --shard I/N it plays a share, to the same bytes.";

const COLLECT_EXAMPLES: &str = "\
Examples:
  lisbon compare scenarios/southern-raid.toml --shard 1/2 --out one
  lisbon compare scenarios/southern-raid.toml --shard 2/2 --out two
  lisbon collect one two --out both                     the bytes of the command without --shard
  lisbon collect stopped                                tables of what a stopped command left

What is missing is said, and the exit code is then 1.";

const RUN_EXAMPLES: &str = "\
Examples:
  lisbon run scenarios/quickstart.toml
  lisbon run scenarios/quickstart.toml --architecture A --run 17
  lisbon run scenarios/quickstart.toml --threat raid-2 --format json

Run K is the same whether played alone or by `lisbon compare`: same scenario and seed, same luck.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  lisbon verify                                         the cases that ship with the program
  lisbon verify --cases my-cases                        files of the same names in a folder
  lisbon verify --file 03_gravity_j2.csv                one file only
  lisbon verify --format json > verification.json       every case with what was got

A case passes if |got - expected| <= tol_abs + tol_rel * |expected|, the norm for vectors. A listed
file that is missing fails too: nothing is passed over in silence.";

/// Gain of cooperation between two missile-defence systems, in numbers
///
/// Plays the raid of a scenario many times under each of its cooperation architectures, with the
/// same luck for all, and compares the outcomes. Unclassified, defensive, notional.
#[derive(Debug, Parser)]
#[command(name = "lisbon", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = help(EXAMPLES))]
pub struct Arguments {
    /// Command given.
    #[command(subcommand)]
    pub command: CommandArguments,
}

/// Commands of the program.
#[derive(Debug, Subcommand)]
pub enum CommandArguments {
    /// Say whether files of any kind are right: every fault at once, with line, caret and remedy
    #[command(after_help = EXIT_CODES)]
    Check(CheckArguments),
    /// Play one run under one architecture and tell what happened, as a timeline
    #[command(after_help = help(RUN_EXAMPLES))]
    Run(RunArguments),
    /// Fly one threat and show its flight from launch to impact, with its headline numbers
    #[command(after_help = help(fly::EXAMPLES))]
    Fly(FlyArguments),
    /// Show for each sensor and threat of one run when it could and when it did see it, or why not
    #[command(after_help = help(coverage::EXAMPLES))]
    Coverage(CoverageArguments),
    /// Run the tracker of a system on recorded plots; write its tracks, or judge them by the truth
    #[command(after_help = help(track::EXAMPLES))]
    Track(TrackArguments),
    /// Play every architecture on the same runs and compare the outcomes: the main job
    #[command(after_help = help(COMPARE_EXAMPLES))]
    Compare(CompareArguments),
    /// Vary factors of a scenario over many designs, each a comparison
    #[command(after_help = help(sweep::EXAMPLES))]
    #[command(mut_arg("scenario", |file| file.value_name("SWEEP").help("Sweep file")))]
    Sweep(SweepArguments),
    /// Write a commented scenario or sweep to start from
    #[command(after_help = EXIT_CODES)]
    New(NewArguments),
    /// Join shares of an experiment, or write the tables of what a stopped one left
    #[command(after_help = help(COLLECT_EXAMPLES))]
    Collect(CollectArguments),
    /// Map the ground that each architecture defends against one type of threat
    #[command(after_help = help(footprint::EXAMPLES))]
    Footprint(FootprintArguments),
    /// Ask which strategic corridors of either side are in reach of the other side's fire units
    #[command(after_help = help(assure::EXAMPLES))]
    Assure(AssureArguments),
    /// Compare every model with published and closed-form cases
    #[command(after_help = help(VERIFY_EXAMPLES))]
    Verify(VerifyArguments),
    /// Print the JSON Schema of a kind of file, for editors
    #[command(after_help = EXIT_CODES)]
    Schema(SchemaArguments),
}

/// Words of `lisbon check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Scenarios, catalogues, architectures, sweeps, recorded plots, their truth, reference cases
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// A scenario, and what is set in it.
#[derive(Debug, Args)]
pub struct ScenarioArguments {
    /// Scenario file
    pub scenario: PathBuf,
    /// Set a value over the file's, such as `links.latency_s=20`, `links[nato>russia].loss=0.1`,
    /// `raids[west].count=40` or `fire_units[*].inventory=4`, or add to it with `+=`; may be given
    /// several times
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// One run of one architecture.
#[derive(Debug, Args)]
pub struct PlayArguments {
    /// The scenario.
    #[command(flatten)]
    pub source: ScenarioArguments,
    /// Architecture to play [default: the scenario's first]
    #[arg(long, value_name = "NAME")]
    pub architecture: Option<String>,
    /// Number of the run, from 0
    #[arg(long, value_name = "K", default_value_t = 0)]
    #[arg(value_parser = whole_in(0..=MAX_SEED), allow_negative_numbers = true)]
    pub run: u64,
    /// Master seed [default: the scenario's]
    #[arg(long, value_name = "S")]
    #[arg(value_parser = whole_in(0..=MAX_SEED), allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Tell of one threat only
    #[arg(long, value_name = "NAME")]
    pub threat: Option<String>,
}

/// Words of `lisbon run`.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// The run.
    #[command(flatten)]
    pub play: PlayArguments,
    /// Tell of every threat, line by line, and all measures
    #[arg(long, conflicts_with = "threat")]
    pub full: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RunFormat::Table)]
    pub format: RunFormat,
}

/// Forms in which a run is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RunFormat {
    /// Text to read
    Table,
    /// All of it as data, unrounded
    Json,
    /// All that moves, for Cesium and STK
    Czml,
    /// All that moves, for Google Earth
    Kml,
    /// All that moves, for geographic information systems
    Geojson,
    /// All that moves, for Tacview
    Acmi,
}

/// Many runs.
#[derive(Debug, Args)]
pub struct CampaignArguments {
    /// Master seed [default: the scenario's]
    #[arg(long, value_name = "S")]
    #[arg(value_parser = whole_in(0..=MAX_SEED), allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Threads; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[arg(value_parser = whole_in(0..=MAX_THREADS), allow_negative_numbers = true)]
    pub threads: u64,
    /// No progress bar
    #[arg(long)]
    pub quiet: bool,
}

/// Words of `lisbon compare`.
#[derive(Debug, Args)]
pub struct CompareArguments {
    /// The scenario.
    #[command(flatten)]
    pub source: ScenarioArguments,
    /// Architectures to compare, the first as the point of reference [default: the scenario's]
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    pub architectures: Vec<String>,
    /// Number of paired runs, with --precision the most [default: the scenario's, or 20000]
    #[arg(long, value_name = "N")]
    #[arg(value_parser = whole_in(1..=MAX_RUNS), allow_negative_numbers = true)]
    pub runs: Option<u64>,
    /// Options of the runs.
    #[command(flatten)]
    pub campaign: CampaignArguments,
    /// Rules by which it ends before --runs.
    #[command(flatten)]
    pub precision: PrecisionArguments,
    /// Only tell how many runs --precision would take for the mean of a measure under each
    /// architecture and for each difference from the first; may be given several times
    #[arg(long, value_name = "METRIC=HALF_WIDTH", conflicts_with = "precision")]
    pub plan: Vec<PrecisionRule>,
    /// Also tell why each pair of architectures differs: runs by what first made the difference
    #[arg(long)]
    pub explain: bool,
    /// Extent of the report.
    #[command(flatten)]
    pub page: PageArguments,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RowsFormat::Table)]
    pub format: RowsFormat,
    /// Options of the results' folder.
    #[command(flatten)]
    pub store: StoreArguments,
    /// Options of the end.
    #[command(flatten)]
    pub gate: GateArguments,
}

/// A folder of results.
#[derive(Debug, Args)]
pub struct StoreArguments {
    /// Keep every run in this directory, with its tables (runs.parquet, designs.parquet,
    /// summary.json; with --format csv runs.csv and designs.csv too); what is there already is not
    /// played again
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Play a share only, the I-th of N; `lisbon collect` joins them
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// Replace other results that the directory holds
    #[arg(long)]
    pub force: bool,
}

/// Words of `lisbon new`.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// File to write; it must not be there
    pub file: PathBuf,
    /// Write a sweep of this scenario [default: a scenario]
    #[arg(long, value_name = "SCENARIO")]
    pub sweep: Option<PathBuf>,
}

/// Words of `lisbon collect`.
#[derive(Debug, Args)]
pub struct CollectArguments {
    /// Directories with shares of one experiment
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Directory to join them in [default: the only one]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RowsFormat::Table)]
    pub format: RowsFormat,
}

/// Words of `lisbon verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// Folder of case files [default: those that ship with the program]
    #[arg(long, value_name = "DIR")]
    pub cases: Option<PathBuf>,
    /// Only these files of the list, by name [default: all]
    #[arg(long = "file", value_name = "NAME,...", value_delimiter = ',')]
    pub files: Vec<String>,
    /// Threads; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[arg(value_parser = whole_in(0..=MAX_THREADS), allow_negative_numbers = true)]
    pub threads: u64,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// No progress bar
    #[arg(long)]
    pub quiet: bool,
}

/// Words of `lisbon schema`.
#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// Kind of file
    #[arg(value_enum, default_value_t = SchemaKind::Scenario)]
    pub kind: SchemaKind,
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text to read
    Table,
    /// All of it as data, unrounded
    Json,
}

/// Forms of a report that has rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowsFormat {
    /// Text to read
    Table,
    /// All of it as data, unrounded
    Json,
    /// Its rows as data, unrounded
    Csv,
}

/// Kinds of files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// A scenario
    Scenario,
    /// A catalogue of types
    Catalogue,
    /// One architecture
    Architecture,
    /// A sweep
    Sweep,
}

impl From<SchemaKind> for FileKind {
    fn from(kind: SchemaKind) -> Self {
        match kind {
            SchemaKind::Scenario => Self::Scenario,
            SchemaKind::Catalogue => Self::Catalogue,
            SchemaKind::Architecture => Self::Architecture,
            SchemaKind::Sweep => Self::Sweep,
        }
    }
}

/// Examples, columns and the exit codes.
fn help(examples: &str) -> String {
    format!("{examples}\n\n{EXIT_CODES}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_made() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn seeds_stop_where_json_stops() {
        let seed = |seed: &str| {
            Arguments::try_parse_from(["lisbon", "compare", "x.toml", "--seed", seed]).is_ok()
        };
        assert!(seed("0"));
        assert!(seed("9007199254740991"));
        assert!(!seed("9007199254740992"));
        assert!(!seed("-1"));
    }
}
