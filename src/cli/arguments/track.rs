//! The words of `lisbon track`.

use super::EXIT_CODES;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  lisbon track scenarios/tracker/s1.toml --plots s1_plots.csv.gz > tracks.csv
  lisbon track scenarios/tracker/m10.toml --plots m10_plots.csv.gz --out tracks.csv
  lisbon track scenarios/tracker/s1.toml --plots s1_plots.csv.gz --covariance | head

The tracker is the one that `lisbon run` gives the system whose radars made the plots, with the
rules of its [systems.tracking]; the scenario's raids and architectures play no part.

Columns of the plots, CSV, plain or compressed by gzip, in any order:
  time_s         seconds, from 0; a tick (step_s) confirms and drops, plots need not lie on one
  sensor         id of a radar of the scenario; all of one system
  range_m        slant range
  azimuth_rad    clockwise from geodetic north
  elevation_rad  above the plane that touches the ellipsoid at the radar
Rows may stand in any order: they are taken in by time, at one time by radar in the scenario's
order, of one radar at once.

Plots state no errors. Their standard deviations are the floors of the radar's type: range_floor_m
of the range, angle_floor_mrad of the elevation and of the azimuth, at every elevation (in a run
that of the azimuth grows with the elevation, as an array's does). The type's range_bias_m and
angle_bias_mrad are added, in squares.

Columns of the tracks, a row for each confirmed track at each time that has plots, after the last
of them; a track without a plot at that time is predicted to it:
  time_s         time of the plots
  track_id       number of the track, kept for life
  x, y, z        position, Earth-centred and Earth-fixed: x to latitude 0, longitude 0; z north; m
  vx, vy, vz     velocity relative to the turning Earth, on the same axes, m/s
  cov_x_x, cov_x_y ... cov_vz_vz
                 with --covariance: upper triangle of the covariance, row by row; m2, m2/s, m2/s2
Numbers are unrounded. A file given by --out is there whole or not at all.";

/// The examples, the columns and the exit codes.
pub(super) fn help() -> String {
    format!("{EXAMPLES}\n\n{EXIT_CODES}")
}

/// Words of `lisbon track`.
#[derive(Debug, Args)]
pub struct Track {
    /// Scenario file
    pub scenario: PathBuf,
    /// Recorded plots, plain or compressed by gzip
    #[arg(long, value_name = "FILE")]
    pub plots: PathBuf,
    /// Write the tracks to this file [default: to standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Add the covariance of each state
    #[arg(long)]
    pub covariance: bool,
}
