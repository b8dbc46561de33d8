//! The estimate of one track: what is believed of an object under each way it may move.
//!
//! Interacting multiple models (Blom & Bar-Shalom, IEEE AC 33:780, 1988; Bar-Shalom, Li &
//! Kirubarajan 2001, sec. 11.6) of variable structure (Li & Bar-Shalom, IEEE AC 41:478, 1996):
//! *boost*, with an unknown thrust; *ballistic*, in vacuum; *re-entry*, in the air, with an unknown
//! ballistic coefficient. Thrust ends at a constant rate and does not begin again, so boost mixes
//! into free flight and never back; free flight is ballistic above the ceiling of the air and
//! re-entry below. While thrust may go on, an estimate has both; once its probability has gone, it
//! has free flight alone and costs no more than one filter. If free flight then ceases to explain
//! the plots, thrust is thought of again. Leaves out that stages part with a pause.

use crate::ballistics::state::State;
use crate::scenario::model::Tracking;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::correction::Innovation;
use crate::tracking::filter::models::{BoostModel, CoastModel, mixed};
use crate::tracking::filter::motion::{self, Motion, Transition};
use crate::tracking::filter::rate::RateRow;
use crate::tracking::filter::registration::{BiasSource, LinearPlot, Registration};
use crate::tracking::filter::rows::MeasurementRows;
use nalgebra::{Matrix3, Vector3};

/// Mean time for which a thrust goes on, s.
const BOOST_MEAN_S: f64 = 60.0;

/// Probability of thrust below which it is given up.
const BOOST_GONE: f64 = 1e-3;

/// Weight of the latest innovation in the running mean.
const SURPRISE_WEIGHT: f64 = 0.25;

/// Above this mean, per number measured, free flight does not explain the plots.
const SURPRISE_HIGH: f64 = 3.0;

/// Estimate of one object from plots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Belief under all models together, as the filter takes it: see [`Self::honest_at`].
    pub belief: Belief,
    free: CoastModel,
    boost: Option<BoostModel>,
    /// Running mean of the normalised innovations, per number measured: one for a good model.
    pub(crate) surprise: f64,
    /// Sum of all normalised innovations squared, and of how many numbers they are.
    innovations: [f64; 2],
    /// Effect of its sensors' registration errors on the mean.
    pub(crate) registration: Registration,
}

/// Belief as the filter takes it, and what its sensors' registration errors do to its mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RawBelief {
    pub(crate) belief: Belief,
    pub(crate) errors: Registration,
}

impl Estimate {
    /// Estimate from a first plot.
    pub(crate) fn new(belief: &Belief, registration: &Registration, rules: &Tracking) -> Self {
        let mut begun = Self::plain(belief);
        begun.registration = *registration;
        begun.boost = rules.models.boost.then(|| BoostModel::of(belief, rules));
        begun.free.follow(rules);
        begun
    }

    /// A belief that no models stand behind.
    pub(crate) fn plain(belief: &Belief) -> Self {
        Self {
            belief: *belief,
            free: CoastModel::Vacuum(*belief),
            boost: None,
            surprise: 1.0,
            innovations: [0.0; 2],
            registration: Registration::default(),
        }
    }

    /// A belief that somebody else told of an object without thrust.
    pub(crate) fn told(belief: &Belief, rules: &Tracking) -> Self {
        let mut told = Self::plain(belief);
        told.free.follow(rules);
        told
    }

    /// Moves it forward to a time, s; a time before its own leaves it as it is.
    pub(crate) fn predict(&mut self, time_s: f64, rules: &Tracking) {
        let ahead_s = time_s - self.belief.time_s;
        if ahead_s <= 1e-9 {
            return;
        }
        let motion = Motion::of(rules);
        let before = self.belief.state;
        if let Some(boost) = &mut self.boost {
            let ended = boost.probability * -libm::expm1(-ahead_s / BOOST_MEAN_S);
            let free = 1.0 - boost.probability;
            boost.probability -= ended;
            if boost.probability < BOOST_GONE {
                self.boost = None;
            } else {
                self.free.mix(&boost.state.belief(), ended / (free + ended));
                boost.state.predict(time_s, &motion);
            }
        }
        self.free.predict(time_s, &motion);
        self.free.follow(rules);
        self.combine();
        if !self.registration.is_empty() {
            let states = [&before, &self.belief.state];
            let by = motion::between(states, ahead_s, &self.falling(rules));
            self.registration.predict(&by);
        }
    }

    /// Belief at another time, later or earlier, s.
    pub fn at(&self, time_s: f64, rules: &Tracking) -> Belief {
        if time_s <= self.belief.time_s || self.is_free_fall() {
            return self.belief.at(time_s, &Motion::of(rules));
        }
        let mut later = *self;
        later.predict(time_s, rules);
        later.belief
    }

    /// The same, with what its sensors' registration errors do to its mean then.
    pub(crate) fn raw_at(&self, time_s: f64, rules: &Tracking) -> RawBelief {
        if time_s > self.belief.time_s && !self.is_free_fall() {
            let mut later = *self;
            later.predict(time_s, rules);
            return RawBelief { belief: later.belief, errors: later.registration };
        }
        let (belief, mut errors) = (self.at(time_s, rules), self.registration);
        if !errors.is_empty()
            && let Some(by) = self.fall_to(time_s, &belief.state, rules)
        {
            errors.predict(&by);
        }
        RawBelief { belief, errors }
    }

    /// The same as one belief, with what its sensors' registration errors leave open.
    pub fn honest_at(&self, time_s: f64, rules: &Tracking) -> Belief {
        if self.registration.is_empty() {
            return self.at(time_s, rules);
        }
        let (mut then, mut fixed);
        if time_s <= self.belief.time_s || self.is_free_fall() {
            (then, fixed) = (self.at(time_s, rules), self.registration.covariance());
            if let Some(by) = self.fall_to(time_s, &then.state, rules) {
                fixed = fixed.propagated(&by);
            }
        } else {
            let mut later = *self;
            later.predict(time_s, rules);
            (then, fixed) = (later.belief, later.registration.covariance());
        }
        then.covariance = then.covariance.plus(&fixed, 1.0);
        then
    }

    /// Transition of its fall to a state at a time, s; `None` at its own time.
    fn fall_to(&self, time_s: f64, then: &State, rules: &Tracking) -> Option<Transition> {
        let span_s = time_s - self.belief.time_s;
        let states = [&self.belief.state, then];
        (span_s.abs() > 0.0).then(|| motion::between(states, span_s, &self.falling(rules)))
    }

    /// Motion of its fall as far as its mean tells.
    fn falling(&self, rules: &Tracking) -> Motion {
        Motion {
            ballistic_coefficient_kgpm2: self.ballistic_coefficient_kgpm2(rules),
            ..Motion::of(rules)
        }
    }

    /// Reckons with what the registration error of the sensor whose plot was just taken in has done
    /// to the mean; `seen` is what that plot is at a state.
    pub(crate) fn bias(&mut self, source: BiasSource, seen: impl Fn(&State) -> LinearPlot) {
        if !source.is_exact() || !self.registration.is_empty() {
            let seen = seen(&self.belief.state);
            self.registration.update(source, &self.belief, &seen);
        }
    }

    /// True if it is believed to do nothing but fall, without air.
    pub(crate) fn is_free_fall(&self) -> bool {
        self.boost.is_none() && self.free.is_vacuum()
    }

    /// Takes in a plot of this estimate's own time, whose rows `linearise` gives at a position, and
    /// what its range rate, if it has one, says of a state.
    pub(crate) fn update(
        &mut self,
        rules: &Tracking,
        linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
        rate: impl Fn(&State) -> Option<RateRow>,
    ) {
        let filter = rules.filter;
        let plausibility = self.free.plausibility();
        let mut innovation = self.free.update(filter, &linearise, &rate);
        if let Some(boost) = &mut self.boost {
            let under_thrust = boost.state.update(filter, &linearise, &rate);
            // The odds, so that no density is ever too small for a number. A drag that pushes is
            // no drag: the evidence is that of a prior without such.
            let gain = libm::exp(under_thrust.log_density() - innovation.log_density());
            let gain = gain * plausibility / self.free.plausibility();
            let odds = boost.probability / (1.0 - boost.probability) * gain;
            boost.probability = if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 };
            boost.probability = boost.probability.min(1.0 - BOOST_GONE);
            if boost.probability > 0.5 {
                innovation = under_thrust;
            }
            if boost.probability < BOOST_GONE {
                self.boost = None;
            }
        }
        self.combine();
        self.judge(&innovation, rules);
    }

    /// Mixes in another estimate of the same time and air, whose share is `share`, model by model.
    pub(crate) fn mix(&mut self, other: &Self, share: f64) {
        let of = |estimate: &Self, share: f64| {
            let boost = estimate.boost_probability();
            [share * (1.0 - boost), share * boost]
        };
        let [[one_free, one_boost], [free, boost]] = [of(self, 1.0 - share), of(other, share)];
        self.free.join(&other.free, free / (one_free + free));
        self.boost = match (self.boost, other.boost) {
            (Some(mut one), Some(other)) => {
                one.state.mix(&other.state, boost / (one_boost + boost));
                Some(one)
            }
            (one, other) => one.or(other),
        };
        if let Some(both) = &mut self.boost {
            both.probability = one_boost + boost;
        }
        self.surprise += share * (other.surprise - self.surprise);
        for (own, other) in self.innovations.iter_mut().zip(other.innovations) {
            *own += share * (other - *own);
        }
        self.registration.mix(&other.registration, share);
        self.combine();
    }

    /// Lets free flight that does not explain the plots be doubted.
    fn judge(&mut self, innovation: &Innovation, rules: &Tracking) {
        let count = f64::from(innovation.count);
        self.innovations[0] += innovation.distance2;
        self.innovations[1] += count;
        let per_number = innovation.distance2 / count;
        self.surprise += SURPRISE_WEIGHT * (per_number - self.surprise);
        if self.surprise > SURPRISE_HIGH && rules.models.boost && self.boost.is_none() {
            self.boost = Some(BoostModel::of(&self.belief, rules));
            self.surprise = 1.0;
        }
    }

    /// Brings the belief of all models together up to date.
    fn combine(&mut self) {
        let free = self.free.belief();
        self.belief = match &self.boost {
            None => free,
            Some(boost) => mixed(&free, &boost.state.belief(), boost.probability),
        };
    }

    /// Sum of the normalised innovations squared of all its plots, and of how many numbers they
    /// are: their ratio is one for a filter that knows its errors.
    pub fn innovations(&self) -> [f64; 2] {
        self.innovations
    }

    /// Probability that it is under thrust, 0 to 1.
    pub fn boost_probability(&self) -> f64 {
        self.boost.as_ref().map_or(0.0, |boost| boost.probability)
    }

    /// Mean square of the acceleration that goes on by itself, ECEF, m²/s⁴: what somebody does not
    /// know who lets the belief coast.
    pub(crate) fn thrust2(&self) -> Matrix3<f64> {
        self.boost.as_ref().map_or_else(Matrix3::zeros, |boost| {
            let (mean, covariance) = boost.state.thrust();
            (covariance + mean * mean.transpose()) * boost.probability
        })
    }

    /// Ballistic coefficient that is believed in, kg/m²: the assumed one until the air has told.
    pub fn ballistic_coefficient_kgpm2(&self, rules: &Tracking) -> f64 {
        let assumed = rules.ballistic_coefficient_kgpm2;
        match &self.free {
            CoastModel::Vacuum(_) => assumed,
            CoastModel::Air(state) => state.ballistic_coefficient_kgpm2(assumed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tracking::filter::covariance::Covariance;
    use nalgebra::Matrix3;
    use proptest::prelude::*;

    fn belief(x_m: f64, variance_m2: f64) -> Belief {
        Belief {
            time_s: 7.0,
            state: State {
                position_m: Vector3::new(x_m, 5e6, 0.0),
                velocity_mps: Vector3::new(0.1 * x_m, 0.0, 3e3),
            },
            covariance: Covariance {
                pp: Matrix3::identity() * variance_m2,
                pv: Matrix3::zeros(),
                vv: Matrix3::identity(),
            },
        }
    }

    proptest! {
        /// One dimension of probabilistic data association in closed form: a prior of variance P,
        /// plots of variance R at residuals ν with shares β. The mean shifts by W Σβν, and the
        /// variance is P − Σβ W²S + W² (Σβν² − (Σβν)²), with S = P + R and W = P / S.
        #[test]
        fn the_mixture_is_the_update_of_probabilistic_data_association(
            plots in prop::collection::vec((0.01..1.0_f64, -50.0..50.0_f64), 1..6),
            none in 0.0..1.0_f64,
            (p, r) in (1.0..1e4_f64, 1.0..1e4_f64),
        ) {
            let (s, w) = (p + r, p / (p + r));
            let all: f64 = none + plots.iter().map(|(weight, _)| weight).sum::<f64>();
            let mut total = none / all;
            let mut got = Estimate::plain(&belief(0.0, p));
            for (weight, residual) in &plots {
                let part = Estimate::plain(&belief(w * residual, p - w * w * s));
                total += weight / all;
                got.mix(&part, (weight / all / total).min(1.0));
            }
            let sum = |power: i32| -> f64 {
                plots.iter().map(|(weight, residual)| weight / all * residual.powi(power)).sum()
            };
            let variance = p - sum(0) * w * w * s + w * w * (sum(2) - sum(1) * sum(1));
            let belief = got.belief;
            prop_assert!((belief.state.position_m.x - w * sum(1)).abs() < 1e-9);
            let gap = belief.covariance.pp[(0, 0)] - variance;
            prop_assert!(gap.abs() < 1e-9 * variance.max(1e3));
        }
    }
}
