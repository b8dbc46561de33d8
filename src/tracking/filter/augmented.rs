//! A belief of nine numbers: position, velocity, and what the object's own forces are.
//!
//! Of a booster the three numbers more are the acceleration by its thrust, which changes like a
//! first-order Markov process (Singer, IEEE AES 6:473, 1970; Li & Jilkov, *Survey of maneuvering
//! target tracking. Part I*, IEEE AES 39:1333, 2003, sec. III). Of an object in the air the first
//! of them is its drag over that of the assumed ballistic coefficient, a slow random walk, and the
//! others are nothing (Farina, Ristic & Benvenuti, *Tracking a ballistic target: comparison of
//! several nonlinear filters*, IEEE AES 38:854, 2002, on the coefficient; its inverse is what the
//! acceleration is linear in, so that a wide prior does no harm). The step is that of
//! [`super::motion`];
//! what the three numbers do to it is linear in the step. Leaves out that thrust grows as a booster
//! empties, and lift.

use crate::ballistics::dynamics;
use crate::ballistics::state::State;
use crate::scenario::model::Filter;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::correction::Innovation;
use crate::tracking::filter::covariance::Covariance;
use crate::tracking::filter::motion::{self, Motion, Transition};
use crate::tracking::filter::rate::{self, RateRow};
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::rows::MeasurementRows;
use crate::tracking::filter::unscented;
use crate::tracking::filter::update::update;
use nalgebra::{Matrix3, SMatrix, SVector, Vector3};

type Vector9 = SVector<f64, 9>;
type Matrix9 = SMatrix<f64, 9, 9>;

/// Meaning of the three numbers more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Force {
    /// Acceleration by thrust, ECEF, m/s², driven by a white jerk of this density, m²/s⁵.
    Thrust { noise_m2ps5: f64 },
    /// Drag over that of the assumed ballistic coefficient, and two that are nothing.
    Drag,
}

/// Standard deviation of an acceleration by thrust of which nothing is known, per axis, m/s²: three
/// to seven times the Earth's pull along one direction.
const THRUST_SIGMA_MPS2: f64 = 30.0;

/// Time over which a thrust forgets its direction, s: a booster turns by a radian in a minute or
/// two.
const THRUST_TIME_S: f64 = 60.0;

/// Standard deviation of the drag over that of a payload, before the air has told: an empty stage
/// or a decoy has ten or twenty times as much for its mass.
const DRAG_SIGMA: f64 = 10.0;

/// Its random walk, as a share of it squared, 1/s: a drag coefficient changes with the Mach number
/// by a tenth in ten seconds.
const DRAG_NOISE_PER_S: f64 = 1e-3;

/// Least drag, over the assumed, with which an object is said to fall.
const DRAG_MIN: f64 = 0.01;

/// Variance of a number that is nothing.
const NOTHING: f64 = 1.0;

/// A belief of nine numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AugmentedBelief {
    pub(crate) force: Force,
    pub(crate) time_s: f64,
    pub(crate) mean: Vector9,
    pub(crate) covariance: Matrix9,
}

impl AugmentedBelief {
    /// Belief about position and velocity, with nothing known of the force.
    pub(crate) fn from_belief(belief: &Belief, force: Force) -> Self {
        let mut mean = Vector9::zeros();
        mean.fixed_rows_mut::<6>(0).copy_from(&belief.state.vector());
        if force == Force::Drag {
            mean[6] = 1.0;
        }
        let mut covariance = Matrix9::zeros();
        let known = belief.covariance.matrix();
        covariance.fixed_view_mut::<6, 6>(0, 0).copy_from(&known);
        let variances = match force {
            Force::Thrust { .. } => [THRUST_SIGMA_MPS2 * THRUST_SIGMA_MPS2; 3],
            Force::Drag => [DRAG_SIGMA * DRAG_SIGMA, NOTHING, NOTHING],
        };
        for (axis, variance) in variances.into_iter().enumerate() {
            covariance[(axis + 6, axis + 6)] = variance;
        }
        Self { force, time_s: belief.time_s, mean, covariance }
    }

    /// Belief about position and velocity alone.
    pub(crate) fn belief(&self) -> Belief {
        let known = self.covariance.fixed_view::<6, 6>(0, 0).into();
        Belief {
            time_s: self.time_s,
            state: self.state(),
            covariance: Covariance::from_matrix(&known),
        }
    }

    pub(crate) fn state(&self) -> State {
        State::of(&self.mean.fixed_rows::<6>(0).into())
    }

    /// The mixture of this belief and another of the same time and force, whose share is `share`.
    pub(crate) fn mix(&mut self, other: &Self, share: f64) {
        let off = other.mean - self.mean;
        self.mean += off * share;
        self.covariance = self.covariance * (1.0 - share) + other.covariance * share;
        self.covariance.ger(share * (1.0 - share), &off, &off, 1.0);
    }

    /// Acceleration by thrust: mean and covariance, ECEF, m/s² and m²/s⁴.
    pub(crate) fn thrust(&self) -> (Vector3<f64>, Matrix3<f64>) {
        let mean = self.mean.fixed_rows::<3>(6).into();
        (mean, self.covariance.fixed_view::<3, 3>(6, 6).into())
    }

    /// The ballistic coefficient that is believed in, kg/m².
    pub(crate) fn ballistic_coefficient_kgpm2(&self, assumed_kgpm2: f64) -> f64 {
        match self.force {
            Force::Thrust { .. } => assumed_kgpm2,
            Force::Drag => assumed_kgpm2 / self.mean[6].max(DRAG_MIN),
        }
    }

    /// Probability that the force is one that can be: drag does not push.
    pub(crate) fn plausibility(&self) -> f64 {
        match self.force {
            Force::Thrust { .. } => 1.0,
            Force::Drag => {
                let sigma = self.covariance[(6, 6)].sqrt();
                0.5 * libm::erfc(-self.mean[6] / (sigma * std::f64::consts::SQRT_2))
            }
        }
    }

    /// Moves the belief forward to a time, s.
    pub(crate) fn predict(&mut self, time_s: f64, motion: &Motion) {
        while let Some((low, step_s, end_s)) =
            motion::next_step(&self.state(), [self.time_s, time_s])
        {
            match motion.filter {
                Filter::Extended => self.step(step_s, motion, low),
                Filter::Unscented => {
                    (self.mean, self.covariance) = unscented::through(
                        &self.mean,
                        CovarianceRoot::of(&self.covariance).columns(),
                        |one| moved(one, self.force, step_s, motion, low).0,
                    );
                }
            }
            self.add_noise(step_s, motion);
            self.time_s = end_s;
        }
    }

    /// One step of mean and covariance.
    fn step(&mut self, step_s: f64, motion: &Motion, low: bool) {
        let (mean, middle) = moved(&self.mean, self.force, step_s, motion, low);
        let assumed = motion.ballistic_coefficient_kgpm2;
        let coefficient = match self.force {
            Force::Thrust { .. } => assumed,
            Force::Drag => assumed / self.mean[6],
        };
        let gradients = motion::gradients(&middle, low.then_some(coefficient));
        let by = Transition::over(step_s, &gradients);
        let mut whole = Matrix9::zeros();
        whole.fixed_view_mut::<6, 6>(0, 0).copy_from(&by.matrix());
        let push = match self.force {
            Force::Thrust { .. } => Matrix3::identity(),
            Force::Drag if low => {
                // A drag that may be anything changes the speed by no more than one can.
                let sigma = self.covariance[(6, 6)].sqrt();
                let most = middle.velocity_mps.norm() * motion::DRAG_RATE_PER_S_MAX / sigma;
                let drag = motion::drag(&middle, assumed).cap_magnitude(most);
                Matrix3::from_columns(&[drag, Vector3::zeros(), Vector3::zeros()])
            }
            Force::Drag => Matrix3::zeros(),
        };
        let half = step_s * step_s / 2.0;
        let turned = gradients.by_velocity * push * half;
        whole.fixed_view_mut::<3, 3>(0, 6).copy_from(&(push * half));
        let to_velocity = push * step_s + turned;
        whole.fixed_view_mut::<3, 3>(3, 6).copy_from(&to_velocity);
        let kept = Matrix3::identity() * self.force.kept(step_s);
        whole.fixed_view_mut::<3, 3>(6, 6).copy_from(&kept);
        let covariance = whole * self.covariance * whole.transpose();
        self.covariance = (covariance + covariance.transpose()) * 0.5;
        self.mean = mean;
    }

    /// White acceleration on position and velocity, and what drives the force.
    fn add_noise(&mut self, step_s: f64, motion: &Motion) {
        let h = step_s;
        let p = &mut self.covariance;
        let mut add = |row: usize, column: usize, noise: f64| {
            for axis in 0..3 {
                p[(row + axis, column + axis)] += noise;
                if row != column {
                    p[(column + axis, row + axis)] += noise;
                }
            }
        };
        let white = motion.noise_m2ps3;
        add(0, 0, white * h * h * h / 3.0);
        add(0, 3, white * h * h / 2.0);
        add(3, 3, white * h);
        match self.force {
            Force::Thrust { noise_m2ps5: jerk } => {
                add(0, 0, jerk * h.powi(5) / 20.0);
                add(0, 3, jerk * h.powi(4) / 8.0);
                add(0, 6, jerk * h.powi(3) / 6.0);
                add(3, 3, jerk * h.powi(3) / 3.0);
                add(3, 6, jerk * h.powi(2) / 2.0);
                add(6, 6, jerk * h);
            }
            Force::Drag => p[(6, 6)] += DRAG_NOISE_PER_S * h * self.mean[6] * self.mean[6],
        }
    }

    /// Takes in a plot of this belief's own time; see [`Belief::update`] and
    /// [`Belief::update_rate`].
    pub(crate) fn update(
        &mut self,
        filter: Filter,
        linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
        rate: impl Fn(&State) -> Option<RateRow>,
    ) -> Innovation {
        let at = self.state().position_m;
        let (shift, innovation) = update(&mut self.covariance, &at, filter, linearise);
        self.mean += shift;
        let Some(row) = rate(&self.state()) else {
            return innovation;
        };
        let (shift, of_rate) = rate::update(&mut self.covariance, &row);
        self.mean += shift;
        innovation.and(&of_rate)
    }
}

impl Force {
    /// Share of it that is left after a step.
    fn kept(self, step_s: f64) -> f64 {
        match self {
            Self::Thrust { .. } => libm::exp(-step_s / THRUST_TIME_S),
            Self::Drag => 1.0,
        }
    }
}

/// Nine numbers after a step, and the state in the middle of it.
fn moved(
    from: &Vector9,
    force: Force,
    step_s: f64,
    motion: &Motion,
    low: bool,
) -> (Vector9, State) {
    let more: Vector3<f64> = from.fixed_rows::<3>(6).into();
    let mut coefficient = motion.ballistic_coefficient_kgpm2;
    let mut push = Vector3::zeros();
    match force {
        Force::Thrust { .. } => push = more,
        // Less than none is no drag that could be, but an error that must stay linear.
        Force::Drag => coefficient /= more.x,
    }
    let acceleration = |state: &State| {
        let coasting = dynamics::coast_acceleration(state) + push;
        if low { coasting + motion::drag(state, coefficient) } else { coasting }
    };
    let state = State::of(&from.fixed_rows::<6>(0).into());
    let (next, middle) = motion::integrate(&state, step_s, acceleration);
    let mut to = *from;
    to.fixed_rows_mut::<6>(0).copy_from(&next.vector());
    let kept = more * force.kept(step_s);
    to.fixed_rows_mut::<3>(6).copy_from(&kept);
    (to, middle)
}
