//! The words of `lisbon footprint`.

use super::{CampaignArguments, ScenarioArguments, number_in, whole_in};
use clap::{Args, ValueEnum};
use std::ops::RangeInclusive;

/// Sizes of a cell, km.
const CELL_KM: RangeInclusive<f64> = 10.0..=1000.0;

/// Most runs of a cell: each is one of thousands.
const RUNS_MAX: u64 = 1000;

pub(super) const EXAMPLES: &str = "\
Examples:
  lisbon footprint scenarios/southern-raid.toml
  lisbon footprint scenarios/southern-raid.toml --architectures A,B --cell-km 100 --runs 5
  lisbon footprint scenarios/southern-raid.toml --threat medium-range --raid north --shots 2
  lisbon footprint scenarios/southern-raid.toml --format csv > footprint.csv

Each cell of the systems' territories is the aim of one threat, launched as planned from where the
raid's first threat is, with the raid's loft, alone; --runs times under each architecture. How many
shots there is time for is what the engine's command nodes believe when they first may shoot and
can: with their sensors, delays, rules of responsibility, links and magazines. What is assumed
stands in the report. The result is the same to the last byte for any number of threads.

Columns of the CSV, a row for each architecture and cell; the keys of the JSON's cells are the same,
with shots_by_system as a list:
  architecture
  latitude_deg, longitude_deg
                     middle of the cell, north and east positive
  area_m2            its area on the ellipsoid
  territory          whose it is; what is nobody's has no row
  is_threatened      does the threat reach it?
  shots_mean         shots that there is time for, mean over the runs: of each run those of the
                     system that has most; 0: none ever may or can
  shots_min          the same in the run with the fewest
  shots_SYSTEM       the same of one system, mean over the runs
  share_defended, share_low, share_high
                     share of the runs with at least --shots, with Wilson's interval of 95 %
CSV and JSON are unrounded. JSON holds also, for each architecture, each party (null: all) and each
number of shots, the area with at least so many in km2, mean over the runs with its interval of
95 %, the area that the threat reaches and the area in all; the assumptions and the conclusion.";

/// Words of `lisbon footprint`.
#[derive(Debug, Args)]
pub struct FootprintArguments {
    /// The scenario, with a raid.
    #[command(flatten)]
    pub source: ScenarioArguments,
    /// Architectures to survey [default: the scenario's]
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    pub architectures: Vec<String>,
    /// Raid whose launch point and loft the threat has [default: the scenario's first]
    #[arg(long, value_name = "ID")]
    pub raid: Option<String>,
    /// Type of the threat, of the scenario or its catalogue [default: the raid's]
    #[arg(long, value_name = "TYPE")]
    pub threat: Option<String>,
    /// Height of a cell, and width at the middle latitude, at most [default: for about 1000 cells]
    #[arg(long, value_name = "KM")]
    #[arg(value_parser = number_in(CELL_KM, "kilometres"), allow_negative_numbers = true)]
    pub cell_km: Option<f64>,
    /// Shots that make a cell a defended one
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=9))]
    pub shots: u32,
    /// Number of runs of each cell under each architecture
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = whole_in(1..=RUNS_MAX), allow_negative_numbers = true)]
    pub runs: u64,
    /// Options of the runs.
    #[command(flatten)]
    pub campaign: CampaignArguments,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = FootprintFormat::Table)]
    pub format: FootprintFormat,
}

/// Forms of a footprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FootprintFormat {
    /// Text to read
    Table,
    /// All of it as data, unrounded
    Json,
    /// Its cells as data, unrounded
    Csv,
    /// Its cells as a map, for geographic information systems
    Geojson,
}
