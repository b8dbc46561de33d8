//! The words of `lisbon assure`.

use super::{CampaignArguments, MAX_RUNS, RowsFormat, ScenarioArguments, whole_in};
use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  lisbon assure scenarios/assurance.toml
  lisbon assure scenarios/assurance.toml --architectures isolated,joint --runs 100
  lisbon assure scenarios/assurance.toml --format csv > assurance.csv

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
  best_unit          that of them with the greatest margin in time, or else in distance
  order_s            first possible order: at burn-out; under an architecture the median over the
                     runs of the later of burn-out and the first track of the payload that may be
                     launched on, and the decision delay; empty if there mostly is no such track
  latest_order_s     latest order with which the best unit meets the flight; empty if that is
                     outside the interceptor's limits of altitude and range throughout
  margin_s           latest_order_s - order_s: below zero it comes so much too late
  margin_low_s, margin_high_s
                     where the median of all runs lies with 95 % (order statistics); empty for
                     fewer than six runs, and where an end of it has no track
  margin_m           how much farther from the flight the best unit could stand and still meet it;
                     below zero, how much nearer it would have to stand; empty if it would meet it
                     from nowhere
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
against each fire unit with perfect knowledge, the assumptions and the conclusion.";

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
    /// Options of the runs.
    #[command(flatten)]
    pub campaign: CampaignArguments,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RowsFormat::Table)]
    pub format: RowsFormat,
}
