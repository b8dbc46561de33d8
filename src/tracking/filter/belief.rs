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
use crate::scenario::model::Filter;
use crate::tracking::filter::correction::Innovation;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::motion::{self, Motion};
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::rows::MeasurementRows;
use crate::tracking::filter::unscented;
use crate::tracking::filter::update::update;
use nalgebra::{Matrix6, Vector3, Vector6};

/// Belief about one object at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// Time of validity, s.
    pub time_s: f64,
    /// Mean.
    pub state: State,
    /// Covariance.
    pub covariance: Covariance,
}

impl Belief {
    /// Moves the belief forward to a time, s; a time before its own leaves it as it is.
    pub fn predict(&mut self, time_s: f64, motion: &Motion) {
        while let Some((low, step_s, end_s)) = motion::next_step(&self.state, [self.time_s, time_s])
        {
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
            self.time_s = end_s;
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

/// Normalised distance squared of two beliefs of one time in position and velocity, taken as
/// independent; `None` where the sum of the covariances cannot be inverted.
pub fn distance2(a: &Belief, b: &Belief) -> Option<f64> {
    let gap = a.state.vector() - b.state.vector();
    normalised2(&gap, &(a.covariance.matrix() + b.covariance.matrix()))
}

/// Distance of two beliefs, and how well they are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeneralisedDistance {
    /// Normalised distance squared.
    pub distance2: f64,
    /// Logarithm of the determinant of the covariance of their difference: what lets a poorly known
    /// one seem near to all is against it.
    pub log_volume: f64,
}

/// Distance of two beliefs of one time, with the volume of its covariance (Blackman & Popoli 1999,
/// sec. 6.2.1): their sum is the one to compare pairs by. `None` as of [`distance2`].
pub fn generalised(a: &Belief, b: &Belief) -> Option<GeneralisedDistance> {
    let gap = a.state.vector() - b.state.vector();
    let root = (a.covariance.matrix() + b.covariance.matrix()).cholesky()?;
    let diagonal = root.l_dirty().diagonal();
    Some(GeneralisedDistance {
        distance2: gap.dot(&root.solve(&gap)),
        log_volume: 2.0 * diagonal.iter().map(|root| libm::log(*root)).sum::<f64>(),
    })
}

/// Normalised square of six numbers that have a covariance; `None` where that is none.
pub(crate) fn normalised2(numbers: &Vector6<f64>, covariance: &Matrix6<f64>) -> Option<f64> {
    Some(numbers.dot(&covariance.cholesky()?.solve(numbers)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Matrix3;

    const COAST: Motion =
        Motion { noise_m2ps3: 1e-4, ballistic_coefficient_kgpm2: 5000.0, filter: Filter::Extended };

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
        let start = Belief { time_s: 0.0, state: somewhere(), covariance };
        let still = Motion { noise_m2ps3: 0.0, ..COAST };
        let back = start.at(60.0, &still).at(0.0, &still);
        assert!((back.state.position_m - start.state.position_m).norm() < 1e-3);
        assert!((back.covariance.matrix() - covariance.matrix()).norm() < 1e-3);
    }

    #[test]
    fn noise_composes_over_sub_steps() {
        let mut once =
            Covariance { pp: Matrix3::zeros(), pv: Matrix3::zeros(), vv: Matrix3::zeros() };
        once.add_noise(2.0, 10.0);
        assert!((once.pp[(0, 0)] - 2.0 * 1000.0 / 3.0).abs() < 1e-9);
        let belief = |time_s| Belief { time_s, state: somewhere(), covariance: once };
        let noisy = Motion { noise_m2ps3: 1.0, ..COAST };
        let whole = belief(0.0).at(8.0, &noisy);
        let halves = belief(0.0).at(4.0, &noisy).at(8.0, &noisy);
        let gap = (whole.covariance.matrix() - halves.covariance.matrix()).norm();
        assert!(gap < 1e-3 * whole.covariance.matrix().norm(), "{gap}");
    }
}
