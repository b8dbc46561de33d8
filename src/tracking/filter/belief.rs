//! The filter: what a tracker believes of one object, and how a plot changes it.
//!
//! Kalman filters on position and velocity in ECEF (Bar-Shalom, Li & Kirubarajan, *Estimation with
//! Applications to Tracking and Navigation*, 2001, ch. 10): the extended one makes motion
//! ([`super::motion`]) and plots linear by their gradients, the unscented one
//! (`unscented`) by what they do to points about the mean. Process noise is white
//! acceleration (ibid. ch. 6). Plots are taken, one scalar row at a time, into the square root of
//! the covariance (`root`), which for uncorrelated rows is the joint update. Takes
//! registration errors for white; what they do in truth is reckoned beside it (`registration`).

use crate::ballistics::state::State;
use crate::scenario::parts::Filter;
use crate::tracking::filter::measure::MeasurementRows;
use crate::tracking::filter::motion;
use crate::tracking::filter::motion::Motion;
use crate::tracking::filter::motion::Transition;
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::unscented;
use nalgebra::Matrix3;
use nalgebra::Matrix6;
use nalgebra::SMatrix;
use nalgebra::SVector;
use nalgebra::Vector3;
use nalgebra::Vector6;

/// Most linearisations of one plot.
const ITERATIONS_MAX: u32 = 6;

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

/// What is believed of one object at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// Time of validity, s.
    pub time_s: f64,
    /// Mean.
    pub state: State,
    /// Covariance.
    pub covariance: Covariance,
}

/// How a plot differs from what was expected of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Innovation {
    /// Numbers measured.
    pub count: u32,
    /// Normalised square of the difference: chi-square of `count` degrees of freedom for a filter
    /// that knows its errors.
    pub distance2: f64,
    /// Determinant of its covariance: the product of the rows' variances.
    pub determinant: f64,
}

impl Default for Innovation {
    fn default() -> Self {
        Self {
            count: 0,
            distance2: 0.0,
            determinant: 1.0,
        }
    }
}

impl Innovation {
    /// Adds a scalar row that differs by so much from what was expected with this variance.
    #[inline]
    pub(crate) fn add(&mut self, difference: f64, variance: f64) {
        self.count += 1;
        self.distance2 += difference * difference / variance;
        self.determinant *= variance;
    }

    /// Natural logarithm of the probability density with which the plot was expected.
    pub fn log_density(&self) -> f64 {
        let scale = f64::from(self.count) * libm::log(std::f64::consts::TAU);
        -0.5 * (self.distance2 + scale + libm::log(self.determinant))
    }

    /// The two of rows that were taken in one after another.
    #[must_use]
    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.count += other.count;
        self.distance2 += other.distance2;
        self.determinant *= other.determinant;
        self
    }
}

impl Covariance {
    /// The whole matrix.
    #[inline]
    pub fn matrix(&self) -> SMatrix<f64, 6, 6> {
        let mut all = SMatrix::<f64, 6, 6>::zeros();
        all.fixed_view_mut::<3, 3>(0, 0).copy_from(&self.pp);
        all.fixed_view_mut::<3, 3>(0, 3).copy_from(&self.pv);
        all.fixed_view_mut::<3, 3>(3, 0)
            .copy_from(&self.pv.transpose());
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

    /// Is it positive definite, as every covariance must be?
    pub fn is_positive_definite(&self) -> bool {
        CovarianceRoot::<6, 6>::try_of(&self.matrix()).is_some()
    }

    #[inline]
    pub(crate) fn propagated(&self, by: &Transition) -> Self {
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
}

/// The symmetric part: rounding must not make a covariance lopsided.
#[inline]
fn symmetric(matrix: &Matrix3<f64>) -> Matrix3<f64> {
    (matrix + matrix.transpose()) * 0.5
}

impl Belief {
    /// Moves the belief forward to a time, s; a time before its own leaves it as it is.
    pub fn predict(&mut self, time_s: f64, motion: &Motion) {
        while time_s - self.time_s > 1e-9 {
            let (low, longest_s) = motion::step_s_max(&self.state);
            let left_s = time_s - self.time_s;
            let step_s = if left_s <= longest_s {
                left_s
            } else {
                longest_s
            };
            let noise_m2ps3 = motion::noise(&self.state, motion, low);
            match motion.filter {
                Filter::Extended => {
                    let (state, transition) = motion::step(&self.state, step_s, motion, low);
                    self.covariance = self.covariance.propagated(&transition);
                    self.state = state;
                }
                Filter::Unscented => {
                    let (mean, covariance) = unscented::through(
                        &self.state.vector(),
                        CovarianceRoot::<6, 6>::of(&self.covariance.matrix()).columns(),
                        |one| motion::advance(&State::of(one), step_s, motion, low).vector(),
                    );
                    self.state = State::of(&mean);
                    self.covariance = Covariance::from_matrix(&covariance);
                }
            }
            self.covariance.add_noise(noise_m2ps3, step_s);
            self.time_s = if step_s < left_s {
                self.time_s + step_s
            } else {
                time_s
            };
        }
    }

    /// The belief at another time, later or earlier; earlier is without process noise.
    #[must_use]
    pub fn at(&self, time_s: f64, motion: &Motion) -> Self {
        let mut other = *self;
        if time_s >= self.time_s {
            other.predict(time_s, motion);
        } else {
            let back_s = time_s - self.time_s;
            let (state, transition) = motion::through(&self.state, back_s, motion);
            other.state = state;
            other.covariance = self.covariance.propagated(&transition);
            other.time_s = time_s;
        }
        other
    }

    /// Takes in a plot of this belief's own time; `linearise` gives its rows at a position.
    ///
    /// # Panics
    /// If the covariance is not positive definite.
    pub fn update(
        &mut self,
        filter: Filter,
        linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
    ) -> Innovation {
        let mut covariance = self.covariance.matrix();
        let at = &self.state.position_m;
        let (shift, innovation) = update(&mut covariance, at, filter, linearise);
        self.state.shift(&shift);
        self.covariance = Covariance::from_matrix(&covariance);
        innovation
    }
}

/// Takes a plot, whose rows `linearise` gives at a position, into a covariance, and returns the
/// shift of the mean, which was at a position.
///
/// In the extended filter, while the shift of the mean is long enough for the measured range to
/// bend over it, the rows are taken anew at the shifted mean (iterated extended Kalman filter;
/// Bar-Shalom et al. 2001, sec. 10.5.2).
#[inline]
pub(super) fn update<const N: usize>(
    covariance: &mut SMatrix<f64, N, N>,
    position_m: &Vector3<f64>,
    filter: Filter,
    linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
) -> (SVector<f64, N>, Innovation) {
    let spread_m2 = covariance[(0, 0)] + covariance[(1, 1)] + covariance[(2, 2)];
    let prior = CovarianceRoot::<N, 3>::out_of(covariance);
    let taken = if filter == Filter::Unscented {
        let position = |column: &SVector<f64, N>| Vector3::new(column[0], column[1], column[2]);
        let spread = Matrix3::from_columns(&prior.columns().each_ref().map(position));
        let rows = unscented::rows(position_m, &spread, linearise);
        absorb(&prior, &rows, 0.0)
    } else {
        let rows = linearise(position_m);
        let mut taken = absorb(&prior, &rows, rows.bend_m2(spread_m2));
        let mut at = *position_m;
        for _ in 1..ITERATIONS_MAX {
            let moved = position_m + taken.shift.fixed_rows::<3>(0);
            if !rows.bend_over(&(moved - at)) {
                break;
            }
            at = moved;
            let rows = linearise(&at).seen_from(&(position_m - at));
            taken = Correction {
                innovation: taken.innovation,
                ..absorb(&prior, &rows, 0.0)
            };
        }
        taken
    };
    prior.sharpened(&taken.root).back_into(covariance);
    (taken.shift, taken.innovation)
}

/// What rows do to a belief.
struct Correction<const N: usize> {
    /// Shift of the mean.
    shift: SVector<f64, N>,
    /// Root of the deviations that are left along the columns of the root before.
    root: CovarianceRoot<3, 3>,
    innovation: Innovation,
}

/// Takes rows in one after another; what was expected of a range varies by its bend too, m².
#[inline]
fn absorb<const N: usize>(
    prior: &CovarianceRoot<N, 3>,
    rows: &MeasurementRows,
    bend_m2: f64,
) -> Correction<N> {
    let mut shift = Vector3::zeros();
    let mut root = CovarianceRoot::identity();
    let mut innovation = Innovation::default();
    for place in 0..3 {
        let Some(row) = rows.get(place) else { break };
        let gradient = prior.seen(&row.gradient);
        let left = row.residual - gradient.dot(&shift);
        let gain = root.take(&gradient, row.variance);
        let bend_m2 = if place == 2 { bend_m2 } else { 0.0 };
        innovation.add(left, gain.variance + bend_m2);
        shift += gain.with * (left / gain.variance);
    }
    Correction {
        shift: prior.at(&shift),
        root,
        innovation,
    }
}

/// Normalised distance squared of two beliefs of one time in position and velocity, taken as
/// independent; `None` where the sum of the covariances cannot be inverted.
pub fn distance2(a: &Belief, b: &Belief) -> Option<f64> {
    let gap = a.state.vector() - b.state.vector();
    normalised2(&gap, &(a.covariance.matrix() + b.covariance.matrix()))
}

/// Normalised square of six numbers that have a covariance; `None` where that is none.
pub(crate) fn normalised2(numbers: &Vector6<f64>, covariance: &Matrix6<f64>) -> Option<f64> {
    Some(numbers.dot(&covariance.cholesky()?.solve(numbers)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COAST: Motion = Motion {
        noise_m2ps3: 1e-4,
        ballistic_coefficient_kgpm2: 5000.0,
        filter: Filter::Extended,
    };

    fn somewhere() -> State {
        State {
            position_m: Vector3::new(5_200_000.0, -2_900_000.0, 3_300_000.0),
            velocity_mps: Vector3::new(1500.0, 4200.0, -2100.0),
        }
    }

    #[test]
    fn there_and_back_again() {
        let covariance = Covariance {
            pp: Matrix3::identity() * 1e4,
            pv: Matrix3::zeros(),
            vv: Matrix3::identity() * 4.0,
        };
        let start = Belief {
            time_s: 0.0,
            state: somewhere(),
            covariance,
        };
        let still = Motion {
            noise_m2ps3: 0.0,
            ..COAST
        };
        let back = start.at(60.0, &still).at(0.0, &still);
        assert!((back.state.position_m - start.state.position_m).norm() < 1e-3);
        assert!((back.covariance.matrix() - covariance.matrix()).norm() < 1e-3);
    }

    #[test]
    fn noise_composes_over_sub_steps() {
        let mut once = Covariance {
            pp: Matrix3::zeros(),
            pv: Matrix3::zeros(),
            vv: Matrix3::zeros(),
        };
        once.add_noise(2.0, 10.0);
        assert!((once.pp[(0, 0)] - 2.0 * 1000.0 / 3.0).abs() < 1e-9);
        let belief = |time_s| Belief {
            time_s,
            state: somewhere(),
            covariance: once,
        };
        let noisy = Motion {
            noise_m2ps3: 1.0,
            ..COAST
        };
        let whole = belief(0.0).at(8.0, &noisy);
        let halves = belief(0.0).at(4.0, &noisy).at(8.0, &noisy);
        let gap = (whole.covariance.matrix() - halves.covariance.matrix()).norm();
        assert!(gap < 1e-3 * whole.covariance.matrix().norm(), "{gap}");
    }
}
