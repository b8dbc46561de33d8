//! A trajectory as a page and CSV.

mod page;

pub use self::page::page;

use super::columns::{CsvCell, column, columns};
use crate::account::trajectory::{Trajectory, TrajectoryPoint};

/// The points as CSV, the columns as the fields of [`TrajectoryPoint`]; `event` is empty on plain
/// points, and events at one moment are joined by `+`.
pub fn csv(trajectory: &Trajectory) -> String {
    let event = column("event", |point: &TrajectoryPoint| point.events.cell());
    let mut all = columns!(TrajectoryPoint: time_s, flight_s);
    all.push(event);
    all.extend(columns!(
        TrajectoryPoint: phase, latitude_deg, longitude_deg, altitude_m, ground_range_m, speed_mps,
        flight_path_deg, inertial_speed_mps, drag_mps2
    ));
    super::columns::csv(&all, &trajectory.points)
}
