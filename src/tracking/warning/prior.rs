//! Prior knowledge of a booster before its lines of sight are fitted, whole and in parts.
//!
//! Any launch point near where it was first seen; a launch time that fits the first look that saw
//! it above the clouds and the one before that did not; any azimuth, with a total tilt about that
//! of a flight of least energy, whose thrust is nearly level at burn-out. Few lines leave a tilt
//! (or, from one satellite, a launch time that goes with it) so open that one normal law cannot
//! describe it: then the prior is taken in parts, sectors of azimuth or slabs of launch time, and
//! each part is fitted by itself (Gaussian sums; Alspach & Sorenson 1972, IEEE Trans. Automatic
//! Control 17:439).

use crate::sensor::Watch;
use crate::tracking::warning::fit::{Matrix5, Prior};
use crate::tracking::warning::parameters::{LaunchChange, LaunchParameters};
use nalgebra::{Matrix2, Vector2};
use std::f64::consts::TAU;

/// Standard deviation of the launch point, per axis, m: a country.
const PLACE_M: f64 = 200e3;

/// Standard deviation of the tilt, per axis, rad: any azimuth.
const TILT_RAD: f64 = 1.1;

/// Total tilt about which the sectors' lie, and its standard deviation, rad: thrust that is nearly
/// level when it ends, lofted and depressed flights included.
const SECTOR_TILT_RAD: f64 = 1.5;
/// See [`SECTOR_TILT_RAD`].
const SECTOR_SIGMA_RAD: f64 = 0.2;

/// Standard deviation of a sector's tilt across its azimuth, rad: side by side, sectors this wide
/// prefer no azimuth.
const SECTOR_WIDTH_RAD: f64 = 0.65;

/// Sectors of azimuth.
pub(super) const SECTORS: u32 = 6;

/// Slabs of the time from the cloud break to the first look, in revisits: from, to.
pub(super) const SLABS: [(f64, f64); 7] =
    [(0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0), (1.0, 1.5), (1.5, 2.0)];

/// The launch time that goes with a first look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FirstLook {
    /// Launch time if it was seen as soon as it broke through the clouds, s.
    pub(super) latest_s: f64,
    revisit_s: f64,
    miss_probability: f64,
}

impl FirstLook {
    pub(super) fn new(watch: &Watch, revisit_s: f64, latest_s: f64) -> Self {
        Self { latest_s, revisit_s, miss_probability: 1.0 - watch.detection_probability.max(0.01) }
    }

    /// Mean and standard deviation of the time from the cloud break to the first plot, s: any time
    /// until the next look is as likely as another, and each look may fail.
    pub(super) fn age_s(&self) -> (f64, f64) {
        let hit = 1.0 - self.miss_probability;
        let failures = self.miss_probability / hit;
        let variance = 1.0 / 12.0 + failures / hit;
        let mean = 0.5 + failures;
        (self.revisit_s * mean, self.revisit_s * variance.sqrt())
    }

    /// The whole prior about a launch point on the ground.
    pub(super) fn whole(&self, mut program: LaunchParameters) -> Prior {
        let (age_s, sigma_s) = self.age_s();
        program.launch_s = self.latest_s - age_s;
        program.tilt_rad = Vector2::zeros();
        Prior {
            program,
            information: Matrix5::from_diagonal(
                &LaunchChange::from([PLACE_M, PLACE_M, sigma_s, TILT_RAD, TILT_RAD])
                    .map(information),
            ),
            log_weight: 0.0,
        }
    }

    /// The part of a prior in one slab of launch time; its place is among [`SLABS`].
    pub(super) fn slab(&self, prior: &Prior, place: usize) -> Prior {
        let (from, to) = SLABS[place];
        let mut part = *prior;
        part.program.launch_s = self.latest_s - 0.5 * (from + to) * self.revisit_s;
        // Normal laws this wide, side by side, are nearly even.
        part.information[(2, 2)] = information(0.5 * (to - from) * self.revisit_s);
        let missed = if from < 1.0 { 1.0 } else { self.miss_probability.max(1e-9) };
        part.log_weight += libm::log((to - from) * missed);
        part
    }
}

/// The part of a prior in one sector of azimuth.
pub(super) fn sector(prior: &Prior, number: u32) -> Prior {
    let mut part = *prior;
    let (sin, cos) = libm::sincos(TAU * f64::from(number) / f64::from(SECTORS));
    part.program.tilt_rad = Vector2::new(cos, sin) * SECTOR_TILT_RAD;
    let turn = Matrix2::new(cos, -sin, sin, cos);
    let along_across = Vector2::new(information(SECTOR_SIGMA_RAD), information(SECTOR_WIDTH_RAD));
    let tilt = turn * Matrix2::from_diagonal(&along_across) * turn.transpose();
    part.information.fixed_view_mut::<2, 2>(3, 3).copy_from(&tilt);
    part
}

/// Information of a standard deviation.
fn information(sigma: f64) -> f64 {
    1.0 / (sigma * sigma)
}
