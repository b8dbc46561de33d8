//! Models of flight with and without thrust, which an estimate mixes.

use crate::ballistics::state::State;
use crate::scenario::model::{Filter, Tracking};
use crate::tracking::filter::augmented::{AugmentedBelief, Force};
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::correction::Innovation;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::motion::{self, Motion};
use crate::tracking::filter::rate::RateRow;
use crate::tracking::filter::rows::MeasurementRows;
use nalgebra::Vector3;

/// Probability that an object whose first plot has just come is under thrust.
const BOOST_PRIOR: f64 = 0.5;

/// Flight without thrust.
#[expect(clippy::large_enum_variant, reason = "copied, never sent about")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CoastModel {
    Vacuum(Belief),
    Air(AugmentedBelief),
}

/// Flight under thrust.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BoostModel {
    pub(super) probability: f64,
    pub(super) state: AugmentedBelief,
}

impl BoostModel {
    pub(super) fn of(belief: &Belief, rules: &Tracking) -> Self {
        let force = Force::Thrust { noise_m2ps5: rules.thrust_noise_m2ps5 };
        Self { probability: BOOST_PRIOR, state: AugmentedBelief::from_belief(belief, force) }
    }
}

impl CoastModel {
    pub(super) fn is_vacuum(&self) -> bool {
        matches!(self, Self::Vacuum(_))
    }

    pub(super) fn belief(&self) -> Belief {
        match self {
            Self::Vacuum(belief) => *belief,
            Self::Air(state) => state.belief(),
        }
    }

    /// See [`AugmentedBelief::plausibility`].
    pub(super) fn plausibility(&self) -> f64 {
        match self {
            Self::Vacuum(_) => 1.0,
            Self::Air(state) => state.plausibility(),
        }
    }

    /// Takes the model of where it flies, if the scenario has one for the air.
    pub(super) fn follow(&mut self, rules: &Tracking) {
        let state = match &*self {
            Self::Vacuum(belief) => belief.state,
            Self::Air(state) => state.state(),
        };
        let (low, _) = motion::step_s_max(&state);
        match self {
            Self::Vacuum(belief) if low && rules.models.re_entry => {
                *self = Self::Air(AugmentedBelief::from_belief(belief, Force::Drag));
            }
            Self::Air(state) if !low => *self = Self::Vacuum(state.belief()),
            _ => {}
        }
    }

    /// Mixes in what was believed under thrust, which has ended with this probability.
    pub(super) fn mix(&mut self, boost: &Belief, share: f64) {
        match self {
            Self::Vacuum(belief) => *belief = mixed(belief, boost, share),
            Self::Air(state) => state.mix(&AugmentedBelief::from_belief(boost, Force::Drag), share),
        }
    }

    /// Mixes in the same model of another estimate.
    pub(super) fn join(&mut self, other: &Self, share: f64) {
        match (&mut *self, other) {
            (Self::Air(state), Self::Air(other)) => state.mix(other, share),
            _ => self.mix(&other.belief(), share),
        }
    }

    pub(super) fn predict(&mut self, time_s: f64, motion: &Motion) {
        match self {
            Self::Vacuum(belief) => belief.predict(time_s, motion),
            Self::Air(state) => state.predict(time_s, motion),
        }
    }

    pub(super) fn update(
        &mut self,
        filter: Filter,
        linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
        rate: impl Fn(&State) -> Option<RateRow>,
    ) -> Innovation {
        match self {
            Self::Vacuum(belief) => {
                let innovation = belief.update(filter, linearise);
                let row = rate(&belief.state);
                row.map_or(innovation, |row| innovation.and(&belief.update_rate(&row)))
            }
            Self::Air(state) => state.update(filter, linearise, rate),
        }
    }
}

/// Mean and covariance of the mixture of two beliefs of one time, the second with this share
/// (Bar-Shalom et al. 2001, sec. 1.4.16).
pub(super) fn mixed(one: &Belief, other: &Belief, share: f64) -> Belief {
    let off = other.state.vector() - one.state.vector();
    let mut covariance =
        one.covariance.matrix() * (1.0 - share) + other.covariance.matrix() * share;
    covariance.ger(share * (1.0 - share), &off, &off, 1.0);
    let mut state = one.state;
    state.shift(&(off * share));
    Belief { time_s: one.time_s, state, covariance: Covariance::from_matrix(&covariance) }
}
