//! The path of an interceptor: to the point that it is to meet, and on to the ground.
//!
//! The flight of the family that the table's earliest arrival is of, flown once more and to its
//! end. Its elevation is interpolated like the arrival, so that the path passes the point within a
//! hundredth of its distance (test `the_path_leads_to_the_point`). Leaves out what the table does,
//! and the divert of the kill vehicle: from burnout on it and its booster fall alike.

use super::flight::{FlyoutFlight, FlyoutSample};
use super::{COLUMNS, Flyout, lerp};

/// A point of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlyoutPoint {
    /// Time since launch, s.
    pub time_s: f64,
    /// Along the surface of the sphere from the launcher, m.
    pub ground_range_m: f64,
    /// Altitude above the sphere, m; of the last point 0 or a step below it.
    pub altitude_m: f64,
}

/// The path of an interceptor that meets nothing, from launch to the ground.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FlyoutPath {
    /// Its points, 2 to 10 s apart.
    pub points: Vec<FlyoutPoint>,
}

impl Flyout {
    /// The path of the flight that arrives earliest at a point; `None` where [`Self::arrival`] is.
    /// `density` is air density in kg/m³ over altitude in metres, as the table was made with.
    pub fn path(
        &self,
        ground_range_m: f64,
        altitude_m: f64,
        density: fn(f64) -> f64,
    ) -> Option<FlyoutPath> {
        self.arrival(ground_range_m, altitude_m)?;
        let cell = self.cell(ground_range_m, altitude_m)?;
        let lower = &self.elevations_rad[cell.node..][..COLUMNS + 2];
        let below = lerp(lower[0], lower[1], cell.along);
        let above = lerp(lower[COLUMNS], lower[COLUMNS + 1], cell.along);
        let flight = FlyoutFlight {
            kinematics: &self.kinematics,
            density,
            floor_m: f64::NEG_INFINITY,
            range_stop_m: f64::INFINITY,
        };
        let mut samples = Vec::new();
        flight.fly(lerp(below, above, cell.up), &mut samples);
        Some(FlyoutPath { points: samples.iter().map(FlyoutPoint::of).collect() })
    }
}

impl FlyoutPoint {
    fn of(sample: &FlyoutSample) -> Self {
        Self {
            time_s: sample.time_s,
            ground_range_m: sample.range_m,
            altitude_m: sample.altitude_m,
        }
    }
}

impl FlyoutPath {
    /// Ground range at which it comes down, m; `None` if it does not within an hour.
    pub fn fall_m(&self) -> Option<f64> {
        let [from, to] = self.points.last_chunk()?;
        let part = from.altitude_m / (from.altitude_m - to.altitude_m);
        (to.altitude_m <= 0.0).then(|| lerp(from.ground_range_m, to.ground_range_m, part))
    }
}
