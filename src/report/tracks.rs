//! Tracks of recorded plots as CSV: a row for each confirmed track at each time that has plots.

use crate::csv_file::CsvWriter;
use crate::recorded::Fix;

const STATE: [&str; 8] = ["time_s", "track_id", "x", "y", "z", "vx", "vy", "vz"];

/// Columns of a table of tracks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackColumns {
    /// Time, number, position and velocity.
    State,
    /// The same and the upper triangle of their covariance, row by row: `cov_x_x`, `cov_x_y` ...
    /// `cov_vz_vz`, in m², m²/s and m²/s².
    Covariance,
}

/// A table of tracks being written. Earth-fixed axes, m and m/s, unrounded.
#[derive(Debug)]
pub struct TrackTable {
    columns: TrackColumns,
    table: CsvWriter,
}

impl TrackTable {
    /// A table without rows.
    pub fn new(columns: TrackColumns) -> Self {
        let mut header: Vec<String> = STATE.iter().map(ToString::to_string).collect();
        if columns == TrackColumns::Covariance {
            let axes = &STATE[2..];
            for (row, one) in axes.iter().enumerate() {
                header.extend(axes[row..].iter().map(|other| format!("cov_{one}_{other}")));
            }
        }
        let table = CsvWriter::new(&header);
        Self { columns, table }
    }

    /// Adds a row.
    pub fn add(&mut self, fix: &Fix) {
        let (position, velocity) = (&fix.state.position_m, &fix.state.velocity_mps);
        self.table.cell(fix.time_s).cell(fix.track);
        self.table.cells(position.iter().chain(velocity.iter()));
        if self.columns == TrackColumns::Covariance {
            let all = fix.covariance.matrix();
            for row in 0..6 {
                self.table.cells((row..6).map(|column| all[(row, column)]));
            }
        }
        self.table.end_row();
    }

    /// The whole table.
    pub fn text(&self) -> &str {
        self.table.text()
    }
}
