//! Bend: a range that is sharper than the arc on which angles let an object lie.
//!
//! At a range `r` an angle known to `σ` leaves an arc that bends by about `r σ²`. No covariance can
//! be thinner than that and hold what lies on the arc: a range of a smaller error makes the linear
//! update too sure, however often it is iterated, since the iterations find the most probable point
//! and give it the slopes there (Bell & Cathey, *The iterated Kalman filter update as a
//! Gauss-Newton method*, IEEE AC 38:294, 1993). There the angles are taken in first, then the range
//! at the mean that they leave, with mean and variance of its second-order term under what they
//! leave open (Bar-Shalom, Li & Kirubarajan 2001, sec. 10.3.2): the first two moments are right, to
//! the second order. A position from one plot is set right likewise (ibid. sec. 10.4.3: debiased
//! conversion). The bend of what is left comes back in the next plot, so it does not average out:
//! its variance is added again after each. Leaves out what else plots have in common.

use crate::tracking::filter::correction::Correction;
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::rows::MeasurementRows;
use nalgebra::{Matrix3, SMatrix, Vector3};

/// Share of the standard deviation of a range up to which its bend is small: half of the
/// `r σ² / σ_r < 0.4` of one plot (Bar-Shalom et al. 2001, sec. 10.4.3), since plots share theirs.
const SHARE_MAX: f64 = 0.2;

/// Largest standard deviation of an angle that is reckoned with, rad: beyond it a series of second
/// order says nothing (ibid.).
const ANGLE_RAD_MAX: f64 = 0.4;

/// Share of an angle's standard deviation up to which its own second-order term is small.
const ANGLE_SHARE_MAX: f64 = 0.1;

/// Times that the variance of the bend that is left is added after a plot: once because it comes
/// back, once because the arc's tangent turns from plot to plot. Of 0, 1, 2 and 3 this one has mean
/// NEES nearest to the number of states (`beliefs_on_an_arc_know_their_errors`).
const RETURNS: f64 = 2.0;

/// Most linearisations of the angles of one plot.
const ITERATIONS_MAX: u32 = 6;

/// Second-order term of a range under a covariance of positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bend {
    /// Mean, m: so much farther than its mean position an object is.
    pub(super) mean_m: f64,
    /// Variance, m².
    pub(super) variance_m2: f64,
}

impl Bend {
    /// That at a distance, m, in a direction.
    fn at(distance_m: f64, direction: &Vector3<f64>, position: &Matrix3<f64>) -> Self {
        let across = Matrix3::identity() - direction * direction.transpose();
        let open = across * position * across / distance_m;
        let most_m = 2.0 * ANGLE_RAD_MAX * ANGLE_RAD_MAX * distance_m;
        let open = open * (most_m / open.trace().max(most_m));
        Self { mean_m: 0.5 * open.trace(), variance_m2: 0.5 * open.norm_squared() }
    }

    /// That of a range with this variance, m²; `None` where it is small.
    fn beside(self, variance_m2: f64) -> Option<Self> {
        (self.variance_m2 > SHARE_MAX * SHARE_MAX * variance_m2).then_some(self)
    }
}

impl MeasurementRows {
    /// Bend of its range under a covariance of positions, m², if it is not small.
    fn bend(&self, position: &Matrix3<f64>) -> Option<Bend> {
        let range = &self.all[2];
        Bend::at(self.distance_m, &range.gradient, position).beside(range.variance)
    }

    /// Bend of its range under what its own angles leave open, if it is not small: no plot's is
    /// larger, whatever was known before.
    #[inline]
    pub(super) fn own_bend(&self) -> Option<Bend> {
        if self.count() != 3 {
            return None;
        }
        let open = |place: usize| {
            let row = &self.all[place];
            let open_m = row.variance / (row.gradient.norm_squared() * self.distance_m);
            open_m.min(ANGLE_RAD_MAX * ANGLE_RAD_MAX * self.distance_m)
        };
        let (one, other) = (open(0), open(1));
        let bend =
            Bend { mean_m: 0.5 * (one + other), variance_m2: 0.5 * (one * one + other * other) };
        bend.beside(self.all[2].variance)
    }

    /// The same rows with the variance with which the range was taken in, by the covariance of
    /// positions that it has left, m².
    #[must_use]
    pub(super) fn as_taken(mut self, left: &Matrix3<f64>) -> Self {
        if self.own_bend().is_some() {
            let bend_m2 = self.bend(left).map_or(0.0, |bend| bend.variance_m2);
            let range = &mut self.all[2];
            // What is left along a row is never more than what it was taken in with.
            let along = range.gradient.dot(&(left * range.gradient));
            range.variance = (range.variance + bend_m2).max(along);
        }
        self
    }
}

/// Correction by a plot whose range is sharper than the arc that is left by its angles and by what
/// was known before, and what is to be added to the covariance after it; `None` of any other plot.
pub(super) fn absorb<const N: usize>(
    prior: &CovarianceRoot<N, 3>,
    position_m: &Vector3<f64>,
    about: &MeasurementRows,
    linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
) -> Option<(Correction, ArcSpread)> {
    about.own_bend()?;
    let mut rows = *about;
    let mut at = *position_m;
    let mut taken = Correction::none();
    for _ in 0..ITERATIONS_MAX {
        let seen = rows.seen_from(&(position_m - at));
        taken = Correction::none();
        seen.iter().take(2).for_each(|row| taken.take(prior, row, 0.0));
        let moved = position_m + taken.shift_m(prior);
        let turn_rad = (moved - at).norm() / rows.distance_m;
        at = moved;
        rows = linearise(&at);
        if turn_rad * turn_rad < ANGLE_SHARE_MAX * rows.all[0].variance.sqrt() {
            break;
        }
    }
    let bend = rows.bend(&taken.position(prior))?;
    let mut range = rows.seen_from(&(position_m - at)).all[2];
    range.residual -= bend.mean_m;
    range.variance += bend.variance_m2;
    taken.take(prior, &range, 0.0);
    let direction = range.gradient;
    let left = Bend::at(rows.distance_m, &direction, &taken.position(prior));
    Some((taken, ArcSpread { direction, variance_m2: RETURNS * left.variance_m2 }))
}

/// Variance along a line of sight that no plot of one radar takes away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ArcSpread {
    direction: Vector3<f64>,
    variance_m2: f64,
}

impl ArcSpread {
    /// Adds it to a covariance whose first three numbers are the position.
    pub(super) fn add_to<const N: usize>(&self, covariance: &mut SMatrix<f64, N, N>) {
        for row in 0..3 {
            for column in 0..3 {
                let both = self.direction[row] * self.direction[column];
                covariance[(row, column)] += self.variance_m2 * both;
            }
        }
    }
}

#[cfg(test)]
mod tests;
