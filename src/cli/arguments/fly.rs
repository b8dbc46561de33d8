//! The words of `lisbon fly`.

use super::{MAX_SEED, RowsFormat, ScenarioArguments, number_in, whole_in};
use clap::Args;
use std::ops::RangeInclusive;

/// Rows of a flight are no closer than a scenario's shortest step, s, and no farther apart, s.
const EVERY_S: RangeInclusive<f64> = 0.1..=100_000.0;

pub(super) const EXAMPLES: &str = "\
Examples:
  lisbon fly scenarios/quickstart.toml
  lisbon fly scenarios/quickstart.toml --threat raid-2 --run 17
  lisbon fly scenarios/quickstart.toml --threat raid-2 --every 1 --format csv > raid-2.csv
  lisbon fly scenarios/decoys.toml --threat raid-2 --object spent-stage

Rows: launch, each multiple of --every on the scenario's clock, and what happens between, found
exactly: ends of stages, cut-off, apogee, entry (descent through 100 km), peak drag, impact. At
the scenario's ticks they are the very states that `lisbon run` plays; rows between ticks are
flown from the tick before. Without --run: the flight as planned, without errors. Run K is the
flight that the threat has in run K of `lisbon run` and `lisbon compare`.

Columns:
  time_s              the scenario's clock
  flight_s            since launch
  event               launch, stage-1-end, cutoff, apogee, entry, peak-drag, impact
  phase               boost; vacuum; reentry, descending below 100 km
  latitude_deg        geodetic, north positive
  longitude_deg       east of Greenwich positive
  altitude_m          above the WGS-84 ellipsoid
  ground_range_m      geodesic from the launch point
  speed_mps           relative to the turning Earth
  flight_path_deg     of that velocity above the local geodetic horizontal; none at rest
  inertial_speed_mps  in the frame that does not turn
  drag_mps2           deceleration by the air
CSV and JSON are unrounded; JSON holds the headline numbers too.";

/// Words of `lisbon fly`.
#[derive(Debug, Args)]
pub struct FlyArguments {
    /// The scenario.
    #[command(flatten)]
    pub source: ScenarioArguments,
    /// Threat to fly [default: the scenario's first]
    #[arg(long, value_name = "NAME")]
    pub threat: Option<String>,
    /// Object of the threat after cut-off: payload, spent-stage, decoy-1 ... [default: payload]
    #[arg(long, value_name = "NAME")]
    pub object: Option<String>,
    /// Fly it with the errors of this run, from 0 [default: as planned, without errors]
    #[arg(long, value_name = "K")]
    #[arg(value_parser = whole_in(0..=MAX_SEED), allow_negative_numbers = true)]
    pub run: Option<u64>,
    /// Master seed of the run [default: the scenario's]
    #[arg(long, value_name = "S")]
    #[arg(value_parser = whole_in(0..=MAX_SEED), allow_negative_numbers = true)]
    #[arg(requires = "run")]
    pub seed: Option<u64>,
    /// Time between two rows
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0)]
    #[arg(value_parser = number_in(EVERY_S, "seconds"), allow_negative_numbers = true)]
    pub every: f64,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RowsFormat::Table)]
    pub format: RowsFormat,
}
