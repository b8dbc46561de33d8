//! One profile that may explain the lines of sight of a booster, and how likely it is.

use crate::tracking::warning::fit::{Fit, Prior};
use crate::tracking::warning::prior::{self, FirstLook};
use crate::tracking::warning::reference::{FlightPoint, FlightSensitivity};
use nalgebra::SMatrix;

/// Standard deviations of what a reference flight leaves out (its steps, straight lines between
/// flights), per axis: position, m, and velocity, m/s.
const MODEL_SIGMA_M: f64 = 50.0;

/// See [`MODEL_SIGMA_M`].
const MODEL_SIGMA_MPS: f64 = 2.0;

/// Variances of the tilt, both axes, rad², and of the launch time, s², above which one normal law
/// cannot describe a fit.
const WIDE_TILT_RAD2: f64 = 0.05;

/// See [`WIDE_TILT_RAD2`].
const WIDE_LAUNCH_S2: f64 = 4.0;

/// Normalised distance squared below which two fits are of one flight.
const SAME_FLIGHT: f64 = 0.25;

/// One profile, and the flights of it that explain the lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hypothesis {
    /// Its place in the system's list.
    pub(super) profile: usize,
    pub(super) first: FirstLook,
    pub(super) prior: Prior,
    /// Number of kinds of parts of which the prior is one: none, sectors, slabs of sectors.
    pub(super) parts: u8,
    pub(super) fit: Fit,
    /// Probability among all profiles.
    pub(super) weight: f64,
}

impl Hypothesis {
    /// True of a fit too wide for one normal law, whose prior can be taken in parts.
    pub(super) fn is_too_wide(&self) -> bool {
        let covariance = &self.fit.covariance;
        match self.parts {
            0 => covariance[(3, 3)] + covariance[(4, 4)] > WIDE_TILT_RAD2,
            1 => covariance[(2, 2)] > WIDE_LAUNCH_S2,
            _ => false,
        }
    }

    /// True if another sector's fit has come to the same flight.
    pub(super) fn is_joined_by(&self, other: &Self) -> bool {
        if self.profile != other.profile || (self.parts, other.parts) != (1, 1) {
            return false;
        }
        let apart = self.fit.program().change_to(&other.fit.program());
        let factor = self.fit.covariance.cholesky();
        factor.is_some_and(|factor| apart.dot(&factor.solve(&apart)) < SAME_FLIGHT)
    }

    /// The parts of its prior.
    pub(super) fn parts(&self) -> Vec<Prior> {
        if self.parts == 0 {
            let sector = |number| prior::sector(&self.prior, number);
            (0..prior::SECTORS).map(sector).collect()
        } else {
            let slab = |place| self.first.slab(&self.prior, place);
            (0..prior::SLABS.len()).map(slab).collect()
        }
    }

    /// Its reference flight at a time, s.
    pub(super) fn moment(&self, time_s: f64) -> FlightPoint {
        let reference = &self.fit.reference;
        reference.at(time_s - reference.program.launch_s)
    }

    /// Covariance of a state that changes so with the flight.
    pub(super) fn covariance(&self, columns: &FlightSensitivity) -> SMatrix<f64, 6, 6> {
        let mut covariance = columns * self.fit.covariance * columns.transpose();
        for axis in 0..3 {
            covariance[(axis, axis)] += MODEL_SIGMA_M * MODEL_SIGMA_M;
            covariance[(axis + 3, axis + 3)] += MODEL_SIGMA_MPS * MODEL_SIGMA_MPS;
        }
        covariance
    }
}
