//! Covariance of position and velocity.

use crate::tracking::filter::motion::Transition;
use crate::tracking::filter::root::CovarianceRoot;
use nalgebra::{Matrix3, SMatrix};

/// Covariance of position and velocity in 3 × 3 blocks: m², m²/s, m²/s².
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covariance {
    /// Position with position.
    pub pp: Matrix3<f64>,
    /// Position (rows) with velocity (columns).
    pub pv: Matrix3<f64>,
    /// Velocity with velocity.
    pub vv: Matrix3<f64>,
}

impl Covariance {
    /// The whole matrix.
    #[inline]
    pub fn matrix(&self) -> SMatrix<f64, 6, 6> {
        let mut all = SMatrix::<f64, 6, 6>::zeros();
        all.fixed_view_mut::<3, 3>(0, 0).copy_from(&self.pp);
        all.fixed_view_mut::<3, 3>(0, 3).copy_from(&self.pv);
        all.fixed_view_mut::<3, 3>(3, 0).copy_from(&self.pv.transpose());
        all.fixed_view_mut::<3, 3>(3, 3).copy_from(&self.vv);
        all
    }

    /// The blocks of a symmetric matrix.
    #[inline]
    pub fn from_matrix(all: &SMatrix<f64, 6, 6>) -> Self {
        Self {
            pp: all.fixed_view::<3, 3>(0, 0).into(),
            pv: all.fixed_view::<3, 3>(0, 3).into(),
            vv: all.fixed_view::<3, 3>(3, 3).into(),
        }
    }

    /// True if it is positive definite, as every covariance must be.
    pub fn is_positive_definite(&self) -> bool {
        CovarianceRoot::<6, 6>::try_of(&self.matrix()).is_some()
    }

    /// The covariance after a linear transition, without process noise.
    #[inline]
    #[must_use]
    pub fn propagated(&self, by: &Transition) -> Self {
        let (pp, pv, vv) = (&self.pp, &self.pv, &self.vv);
        let vp = pv.transpose();
        let (position_p, position_v) = (by.pp * pp + by.pv * vp, by.pp * pv + by.pv * vv);
        let (velocity_p, velocity_v) = (by.vp * pp + by.vv * vp, by.vp * pv + by.vv * vv);
        let (to_pp, to_pv) = (by.pp.transpose(), by.pv.transpose());
        let (to_vp, to_vv) = (by.vp.transpose(), by.vv.transpose());
        Self {
            pp: symmetric(&(position_p * to_pp + position_v * to_pv)),
            pv: position_p * to_vp + position_v * to_vv,
            vv: symmetric(&(velocity_p * to_vp + velocity_v * to_vv)),
        }
    }

    /// Adds white-noise acceleration over a time (its length: it may lie in the past).
    pub(crate) fn add_noise(&mut self, noise_m2ps3: f64, time_s: f64) {
        let t = time_s.abs();
        let (cube, square) = (noise_m2ps3 * t * t * t / 3.0, noise_m2ps3 * t * t / 2.0);
        for axis in 0..3 {
            self.pp[(axis, axis)] += cube;
            self.pv[(axis, axis)] += square;
            self.vv[(axis, axis)] += noise_m2ps3 * t;
        }
    }

    /// Adds what an acceleration with this mean square, m²/s⁴, does over a time, s.
    pub(crate) fn add_acceleration(&mut self, square: &Matrix3<f64>, time_s: f64) {
        let half = time_s * time_s / 2.0;
        self.pp += square * (half * half);
        self.pv += square * (half * time_s);
        self.vv += square * (time_s * time_s);
    }

    /// Standard deviation of the position after a time of straight flight, along its worst axis, m.
    ///
    /// The change of gravity along the error is left out: a few per cent over ten minutes.
    pub fn position_sigma_m(&self, ahead_s: f64) -> f64 {
        let cross = (self.pv + self.pv.transpose()) * ahead_s;
        let later = self.pp + cross + self.vv * (ahead_s * ahead_s);
        later.symmetric_eigenvalues().max().max(0.0).sqrt()
    }

    /// Of what is known exactly.
    pub fn zero() -> Self {
        Self { pp: Matrix3::zeros(), pv: Matrix3::zeros(), vv: Matrix3::zeros() }
    }

    /// The sum of two, the second this many times.
    #[must_use]
    pub fn plus(&self, other: &Self, times: f64) -> Self {
        let sum = |one: &Matrix3<f64>, other: &Matrix3<f64>| one + other * times;
        Self {
            pp: sum(&self.pp, &other.pp),
            pv: sum(&self.pv, &other.pv),
            vv: sum(&self.vv, &other.vv),
        }
    }
}

/// The symmetric part: rounding must not make a covariance lopsided.
#[inline]
fn symmetric(matrix: &Matrix3<f64>) -> Matrix3<f64> {
    (matrix + matrix.transpose()) * 0.5
}
