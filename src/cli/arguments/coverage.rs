//! The words of `lisbon coverage`.

use super::{PlayArguments, RowsFormat};
use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  lisbon coverage scenarios/southern-raid.toml
  lisbon coverage scenarios/southern-raid.toml --architecture A --run 17 --threat west-5
  lisbon coverage scenarios/southern-raid.toml --sensor deveselu
  lisbon coverage scenarios/southern-raid.toml --format csv > coverage.csv

Run K is that of `lisbon run`: to watch it changes nothing. Of each threat its payload is watched,
before cut-off the threat as a whole; a killed one is no longer in view. Times are the scenario's.

Columns of the CSV, a row for each sensor and threat; the keys of the JSON's rows are the same:
  system, sensor, threat  whose sensor, which, and of what
  kind               radar, satellite, or the name of an added kind of sensor
  launch_s           launch of the threat
  in_view_from_s     first tick in view: of a radar, in its field of regard (never below the
                     horizon) and its instrumented range; of a satellite, thrusting above the
                     clouds and not behind the Earth; of an added kind, as that says
  in_view_to_s       first tick after the last in view
  in_view_s          time in view in all
  intervals          the times in view, a-b;c-d, each to the first tick out of view
  first_possible_s   first look (revisit, scan or frame) at which the longest dwell, pointed
                     there, gives a plot at least every other time: what the best cue could do
  first_by_search_s  first detection by the fence alone, with the same luck; sensors but
                     radars do nothing but search
  first_detection_s  first plot
  by                 fence: the fence alone would have seen it by then; window: one that the
                     radar was told to look at, around a track or a cue, was needed; scan: the
                     regular look of a sensor that is no radar
  gain_s             first_by_search_s - first_detection_s of a radar; empty where search alone
                     never sees it
  range_m, elevation_deg, snr_db, probability
                     of the first detection: slant range, elevation and signal-to-noise ratio of a
                     radar's look, and the chance of any to give a plot
  looks              looks that were taken at it in the whole run
  best_look          greatest chance of one of them
  reason             why it was never detected:
    below-horizon, below-field, beyond-range, outside-azimuth, above-field
                     never in a radar's view; of these tests, in this order, the one that failed
                     when it passed the most
    unseen           never in view of a sensor that is no radar
    too-weak         in view, never possible
    never-looked-at  possible, but no look was taken at it: outside the fence, and no cue
    too-short        looked at, never as long as the best cue would have made it
    missed           a look was long enough, and luck was against it
    not-flown        never launched within the run
CSV and JSON are unrounded. JSON holds also the radars' loads (shares but search_share are of the
time that search leaves) and by which of its sensors each system first had each threat.";

/// Words of `lisbon coverage`.
#[derive(Debug, Args)]
pub struct CoverageArguments {
    /// The run.
    #[command(flatten)]
    pub play: PlayArguments,
    /// Tell of one sensor only
    #[arg(long, value_name = "NAME")]
    pub sensor: Option<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = RowsFormat::Table)]
    pub format: RowsFormat,
}
