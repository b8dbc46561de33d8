//! The words of `lisbon track`.

use super::Format;
use clap::Args;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  lisbon track scenarios/tracker/s1.toml --plots s1_plots.csv.gz > tracks.csv
  lisbon track scenarios/tracker/m10.toml --plots m10_plots.csv.gz --out tracks.csv
  lisbon track scenarios/tracker/s1.toml --plots s1_plots.csv.gz --covariance | head
  lisbon track scenarios/tracker/m10.toml --plots m10_plots.csv.gz --truth m10_truth.csv.gz

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
Numbers are unrounded. A file given by --out is there whole or not at all.

With --truth the tracks are judged, and their score is printed; the tracks go to --out alone. The
truth is such a table too: time_s, truth_id, x, y, z, vx, vy, vz, in any order of columns and rows,
every object that there is at a time having a row at it. Tracks are judged at the times of the
truth, after the plots of that time; between plots they are predicted.

The score, each figure over all times at which there is an object or a track:
  GOSPA          mean distance of the tracks from the truth, order 2, cut-off 5 km, alpha 2
                 (Rahmathullah, Garcia-Fernandez & Svensson 2017); its parts: what pairs are off,
                 objects missed, tracks of nothing
  OSPA           mean distance per object, order 2, cut-off 5 km (Schuhmacher, Vo & Vo 2008); its
                 parts: what pairs are off, what the numbers differ
  completeness   share of the objects that have a track; 1 is ideal
  ambiguity      tracks per object that has one; 1 is ideal
  spuriousness   share of the tracks that are of no object; 0 is ideal
  position and velocity error
                 mean distance of a track from its object
  track number changes
                 of the objects' tracks, and their rate while objects are tracked
  longest track segment
                 longest time under one track, as a share of the object's life; 1 is ideal
  NEES           error squared in terms of the covariance, mean per state; 1 is ideal, more says
                 that the tracks claim to be surer than they are
From completeness on these are the SIAP attributes (Votruba et al. 2001) as Stone Soup forms them:
a track is of the object that is nearest, if nearer than 5 km; three times in a row begin that, two
without it end it.";

/// Words of `lisbon track`.
#[derive(Debug, Args)]
pub struct TrackArguments {
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
    /// Judge the tracks against this truth, plain or compressed by gzip, and print their score
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
    /// Form of the score
    #[arg(long, value_enum, default_value_t = Format::Table, requires = "truth")]
    pub format: Format,
}
