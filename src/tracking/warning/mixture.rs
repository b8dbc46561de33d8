//! Several beliefs made one: the mean and covariance of their mixture (Bar-Shalom, Li & Kirubarajan
//! 2001, sec. 1.4.16). Leaves out that a mixture is no normal law.

use crate::ballistics::state::State;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::covariance::Covariance;
use nalgebra::{SMatrix, SVector};

type Vector6 = SVector<f64, 6>;
type Matrix6 = SMatrix<f64, 6, 6>;

/// Weighted states and covariances, summed about the first of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mixture {
    about: Option<Vector6>,
    weight: f64,
    first: Vector6,
    second: Matrix6,
}

impl Mixture {
    pub(super) fn new() -> Self {
        Self { about: None, weight: 0.0, first: Vector6::zeros(), second: Matrix6::zeros() }
    }

    /// Adds a state; its covariance is added apart.
    pub(super) fn add(&mut self, weight: f64, state: &State) {
        let all = state.vector();
        let off = all - *self.about.get_or_insert(all);
        self.weight += weight;
        self.first += off * weight;
        self.second.ger(weight, &off, &off, 1.0);
    }

    /// Adds the covariance of states that were added.
    pub(super) fn spread(&mut self, weight: f64, covariance: &Matrix6) {
        self.second += covariance * weight;
    }

    /// One belief for all; `None` if nothing was added.
    pub(super) fn belief(&self, time_s: f64) -> Option<Belief> {
        let off = self.first / self.weight;
        let mean = self.about? + off;
        let covariance = self.second / self.weight - off * off.transpose();
        let covariance = (covariance + covariance.transpose()) * 0.5;
        Some(Belief {
            time_s,
            state: State::of(&mean),
            covariance: Covariance::from_matrix(&covariance),
        })
    }
}
