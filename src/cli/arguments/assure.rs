//! The words of `lisbon assure`.

use super::{CampaignArguments, MAX_RUNS, RowsFormat, ScenarioArguments, whole_in};
use crate::experiment::KeyValues;
use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  lisbon assure scenarios/assurance.toml
  lisbon assure scenarios/assurance.toml --architectures isolated,joint --runs 100
  lisbon assure scenarios/assurance.toml --format csv > assurance.csv
  lisbon assure scenarios/assurance.toml --changes --leakage 100
  lisbon assure scenarios/assurance.toml --over 'fire_units[poland-battery].latitude_deg=48:66:2'
  lisbon assure scenarios/assurance.toml \\
      --over 'interceptor_types[midcourse-interceptor].burnout_speed_kmps=3:6:0.5'

The scenario's [[corridors]] are notional flights of either side's strategic forces, each flown as
planned, as the only threat of its runs, with nobody having anything to shoot with. Of each it is
asked whether fire units of the other side could reach it: with perfect knowledge from burn-out on,
and with the tracks that they would have under each architecture. Both sides are asked alike. What
is assumed stands in the report. The result is the same to the last byte for any number of threads.

Columns of the CSV, a row for each corridor with perfect knowledge, then for each corridor and
architecture; the keys of the JSON's rows are the same, but for runs, which is in its head:
  architecture       empty: perfect knowledge
  system, against    whose strategic forces fly it; whose fire units are asked about
  corridor           its id
  units_within       fire units within reach of it, with the order at its median
  units              fire units of that side
  best_unit          that of them that can be ordered latest with perfect knowledge; where none
                     reaches the flight, that which misses it by least
  order_s            first possible order: at burn-out; under an architecture the median over the
                     runs of the later of burn-out and the first track of the payload that may be
                     launched on, and the decision delay; empty if there mostly is no such track
  latest_order_s     latest order with which the best unit meets the flight; empty if that is
                     outside the interceptor's limits of altitude and range throughout
  margin_s           latest_order_s - order_s: below zero it comes so much too late
  margin_low_s, margin_high_s
                     where the median of all runs lies with 95 % (order statistics); empty for
                     fewer than six runs, and where an end of it has no track
  margin_m           of all points of the flight, the greatest distance from the edge of what the
                     best unit's interceptor, ordered at order_s, can reach by the time that the
                     flight is there: so deep the flight passes within reach; below zero, by so
                     much it is missed; empty if it reaches nothing before the flight is over
  runs_tracked       runs with such a track
  runs_within, share_within, share_low, share_high
                     runs within reach of a unit; their share, with Wilson's interval of 95 %
  runs               runs in all
  closest_m, closest_altitude_m
                     least ground range between the best unit and the flight after burn-out, and
                     the altitude of the flight there
  burnout_s, impact_s, apogee_m
                     end of thrust, end and greatest altitude of the flight
Times are since the corridor's launch. CSV and JSON are unrounded. JSON holds also each corridor
against each fire unit with perfect knowledge, the scores, the changes, the assumptions and the
conclusion.

Columns of the CSV with --over, a row for each value, architecture (empty: perfect knowledge) and
system (empty: both together); the scores of the JSON have the same keys:
  value              that of the key
  corridors, within  corridors of the system, and those within reach of the other side
  units_mean         fire units of the other side that reach a corridor, mean over the corridors
  leakage, leakage_low, leakage_high
                     with --leakage: share of the raid that comes down alive on what the system
                     defends, mean over paired runs with its interval of 95 %
  runs, raid_runs    runs of each corridor; runs of the raid";

/// Words of `lisbon assure`.
#[derive(Debug, Args)]
pub struct AssureArguments {
    /// The scenario, with corridors.
    #[command(flatten)]
    pub source: ScenarioArguments,
    /// Architectures to ask about [default: the scenario's]
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    pub architectures: Vec<String>,
    /// Number of runs of each corridor under each architecture
    #[arg(long, value_name = "N", default_value_t = 20)]
    #[arg(value_parser = whole_in(1..=MAX_RUNS), allow_negative_numbers = true)]
    pub runs: u64,
    /// Ask for each value of a key, KEY=FROM:TO:STEP or KEY=A,B,..., and print curves: the key is
    /// set as `--set` sets it
    #[arg(long, value_name = "KEY=VALUES", conflicts_with = "changes")]
    pub over: Option<KeyValues>,
    /// Also find the least change of burn-out speed, ceiling, range, site and exchange that takes
    /// each corridor out of reach
    #[arg(long)]
    pub changes: bool,
    /// Also play the scenario's raid so often under each architecture, and tell what leaks
    #[arg(long, value_name = "RUNS")]
    #[arg(value_parser = whole_in(1..=MAX_RUNS), allow_negative_numbers = true)]
    pub leakage: Option<u64>,
    /// Options of the runs.
    #[command(flatten)]
    pub campaign: CampaignArguments,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RowsFormat::Table)]
    pub format: RowsFormat,
}
