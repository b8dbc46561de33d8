//! Loft: how steep a flight is at cut-off.

use crate::ballistics::conic::minimum_energy_rad;

/// Steepness of a flight: its inertial flight-path angle at cut-off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loft {
    /// That of least energy for the angle φ flown freely: `π/4 − φ/4`, φ seen from the Earth's
    /// centre in the inertial frame (Wheelon 1959; BMW eq. 6.2-18).
    MinimumEnergy,
    /// Steeper (lofted, above 0) or flatter (depressed, below 0) than that by so much, rad.
    Offset(f64),
}

impl Loft {
    /// The flight-path angle at cut-off, rad, for the angle flown freely, rad.
    pub fn flight_path_rad(self, range_angle_rad: f64) -> f64 {
        minimum_energy_rad(range_angle_rad)
            + match self {
                Self::MinimumEnergy => 0.0,
                Self::Offset(offset_rad) => offset_rad,
            }
    }
}
