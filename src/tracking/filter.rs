//! The filter: what a tracker believes of one object, and how a plot changes it.
//!
//! Extended Kalman filter on position and velocity in ECEF (Bar-Shalom, Li & Kirubarajan,
//! *Estimation with Applications to Tracking and Navigation*, 2001, ch. 10). State and transition
//! matrix are integrated together by one RK4 step; process noise is white acceleration (ibid. ch.
//! 6). Measurements are taken one scalar row at a time, which for uncorrelated rows is the joint
//! update. A plot older than the belief is used at its own time through the transition matrix
//! backwards, its noise enlarged by the process noise in between (Bar-Shalom, Chen & Mallick, IEEE
//! AES 40:27, 2004, algorithm C, without the correlation of that noise). Leaves out the
//! correlation in time of registration errors.

use super::measure::Row;
use super::measure::Rows;
use crate::ballistics::dynamics;
use crate::ballistics::state::State;
use crate::earth::frames::altitude_approx_m;
use crate::earth::wgs84::GRAVITATION_M3PS2;
use crate::earth::wgs84::J2;
use crate::earth::wgs84::ROTATION_RADPS;
use crate::earth::wgs84::SEMI_MAJOR_M;
use nalgebra::Matrix3;
use nalgebra::SMatrix;
use nalgebra::Vector3;

/// Longest single integration step of a belief, s: beyond it, and under drag, it is split.
const STEP_S_MAX: f64 = 10.0;

/// Longest step below [`DRAG_CEILING_M`], s.
const DRAG_STEP_S_MAX: f64 = 1.0;

/// Below this altitude a belief feels drag, m.
pub(super) const DRAG_CEILING_M: f64 = 100_000.0;

/// Most linearisations of one plot.
const ITERATIONS_MAX: u32 = 6;

/// Share of the drag that the assumed ballistic coefficient leaves unknown.
const DRAG_UNCERTAINTY: f64 = 0.3;

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

/// How an object is believed to move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Motion {
    /// Spectral density of the white-noise acceleration, m²/s³ per axis.
    pub noise_m2ps3: f64,
    /// Ballistic coefficient assumed under drag, kg/m².
    pub ballistic_coefficient_kgpm2: f64,
}

type Half = SMatrix<f64, 3, 6>;

/// Transition matrix: how a small change now changes position (top) and velocity (bottom) later.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Transition {
    pub(super) top: Half,
    pub(super) bottom: Half,
}

impl Covariance {
    /// The whole matrix.
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
    pub fn from_matrix(all: &SMatrix<f64, 6, 6>) -> Self {
        Self {
            pp: all.fixed_view::<3, 3>(0, 0).into(),
            pv: all.fixed_view::<3, 3>(0, 3).into(),
            vv: all.fixed_view::<3, 3>(3, 3).into(),
        }
    }

    fn propagated(&self, by: &Transition) -> Self {
        let whole = self.matrix();
        let (top, bottom) = (by.top * whole, by.bottom * whole);
        Self {
            pp: symmetric(&(top * by.top.transpose())),
            pv: top * by.bottom.transpose(),
            vv: symmetric(&(bottom * by.bottom.transpose())),
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
fn symmetric(matrix: &Matrix3<f64>) -> Matrix3<f64> {
    (matrix + matrix.transpose()) * 0.5
}

impl Belief {
    /// Moves the belief forward to a time, s; a time before its own leaves it as it is.
    pub fn predict(&mut self, time_s: f64, motion: &Motion) {
        while time_s - self.time_s > 1e-9 {
            let low = altitude_approx_m(&self.state.position_m) < DRAG_CEILING_M;
            let longest = if low { DRAG_STEP_S_MAX } else { STEP_S_MAX };
            let left_s = time_s - self.time_s;
            let step_s = if left_s <= longest { left_s } else { longest };
            let (state, transition) = step(&self.state, step_s, motion, low);
            self.covariance = self.covariance.propagated(&transition);
            self.covariance
                .add_noise(noise(&self.state, motion, low), step_s);
            self.state = state;
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
            let (state, transition) = self.back(time_s, motion);
            other.state = state;
            other.covariance = self.covariance.propagated(&transition);
            other.time_s = time_s;
        }
        other
    }

    /// State at an earlier time, and the transition from now to then.
    pub(super) fn back(&self, time_s: f64, motion: &Motion) -> (State, Transition) {
        let low = altitude_approx_m(&self.state.position_m) < DRAG_CEILING_M;
        let longest_s = if low { DRAG_STEP_S_MAX } else { STEP_S_MAX };
        let steps = libm::ceil((self.time_s - time_s) / longest_s).max(1.0);
        let step_s = (time_s - self.time_s) / steps;
        let mut state = self.state;
        let mut whole = Transition::identity();
        for _ in 0..steps as u32 {
            let (earlier, one) = step(&state, step_s, motion, low);
            state = earlier;
            whole = whole.then(&one);
        }
        (state, whole)
    }

    /// Takes in a plot of this belief's own time and returns its normalised innovation squared.
    ///
    /// `linearise` gives the plot's rows at a position. While the shift of the mean is long enough
    /// for the measured range to bend over it, they are taken anew at the shifted mean (iterated
    /// extended Kalman filter; Bar-Shalom et al. 2001, sec. 10.5.2).
    pub fn update(&mut self, linearise: impl Fn(&Vector3<f64>) -> Rows) -> f64 {
        let prior = *self;
        let mut rows = linearise(&prior.state.position_m);
        let distance2 = rows.distance2(&prior.covariance.pp);
        let mut at = prior.state.position_m;
        for _ in 0..ITERATIONS_MAX {
            *self = prior;
            let shift = self.reduce(&rows, |row| (row.gradient, Vector3::zeros(), row.variance));
            self.state.position_m += shift.position;
            self.state.velocity_mps += shift.velocity;
            if !rows.bend_over(&(self.state.position_m - at)) {
                break;
            }
            at = self.state.position_m;
            rows = linearise(&at).seen_from(&(prior.state.position_m - at));
        }
        distance2
    }

    /// Takes in the rows of a plot of an earlier time, linearised by `linearise` at the state then.
    pub fn update_late(
        &mut self,
        time_s: f64,
        motion: &Motion,
        linearise: impl Fn(&Vector3<f64>) -> Rows,
    ) -> f64 {
        let (then, transition) = self.back(time_s, motion);
        let lag_s = self.time_s - time_s;
        let low = altitude_approx_m(&then.position_m) < DRAG_CEILING_M;
        let noise_m2 = noise(&then, motion, low) * lag_s * lag_s * lag_s / 3.0;
        let rows = linearise(&then.position_m);
        let shift = self.reduce(&rows, |row| {
            let whole = transition.top.transpose() * row.gradient;
            let variance = row.variance + noise_m2 * row.gradient.norm_squared();
            (
                whole.fixed_rows::<3>(0).into(),
                whole.fixed_rows::<3>(3).into(),
                variance,
            )
        });
        self.state.position_m += shift.position;
        self.state.velocity_mps += shift.velocity;
        shift.distance2
    }

    /// The scalar updates of the covariance, one row after another, and the shift of the mean.
    fn reduce(
        &mut self,
        rows: &Rows,
        gradient: impl Fn(&Row) -> (Vector3<f64>, Vector3<f64>, f64),
    ) -> Shift {
        let mut shift = Shift::default();
        let p = &mut self.covariance;
        for row in rows.iter() {
            let (to_position, to_velocity, variance) = gradient(row);
            let gradient = [to_position, to_velocity];
            reduce(p, &mut shift, gradient, (row.residual, variance));
        }
        shift
    }
}

/// The scalar update by one row with a gradient by position and by velocity, a residual and a
/// variance, and what it adds to the shift of the mean.
#[inline]
pub(super) fn reduce(
    p: &mut Covariance,
    shift: &mut Shift,
    [to_position, to_velocity]: [Vector3<f64>; 2],
    (residual, variance): (f64, f64),
) {
    let with_position = p.pp * to_position + p.pv * to_velocity;
    let with_velocity = p.pv.tr_mul(&to_position) + p.vv * to_velocity;
    let innovation_variance =
        to_position.dot(&with_position) + to_velocity.dot(&with_velocity) + variance;
    let innovation = residual - to_position.dot(&shift.position) - to_velocity.dot(&shift.velocity);
    let weight = 1.0 / innovation_variance;
    shift.position += with_position * (weight * innovation);
    shift.velocity += with_velocity * (weight * innovation);
    shift.distance2 += innovation * innovation * weight;
    // A symmetric rank-one downdate: P − (Pg)(Pg)ᵀ / s keeps P symmetric to the bit.
    p.pp.ger(-weight, &with_position, &with_position, 1.0);
    p.pv.ger(-weight, &with_position, &with_velocity, 1.0);
    p.vv.ger(-weight, &with_velocity, &with_velocity, 1.0);
}

/// What an update does to the mean.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shift {
    pub(super) position: Vector3<f64>,
    pub(super) velocity: Vector3<f64>,
    distance2: f64,
}

impl Transition {
    pub(super) fn identity() -> Self {
        let (mut top, mut bottom) = (Half::zeros(), Half::zeros());
        for axis in 0..3 {
            top[(axis, axis)] = 1.0;
            bottom[(axis, axis + 3)] = 1.0;
        }
        Self { top, bottom }
    }

    /// This transition followed by another.
    fn then(&self, next: &Self) -> Self {
        let join = |half: &Half| {
            half.fixed_columns::<3>(0) * self.top + half.fixed_columns::<3>(3) * self.bottom
        };
        Self {
            top: join(&next.top),
            bottom: join(&next.bottom),
        }
    }
}

/// One RK4 step of state and transition matrix together.
fn step(state: &State, step_s: f64, motion: &Motion, low: bool) -> (State, Transition) {
    let start = Transition::identity();
    let (a1, g1) = derivative(state, motion, low);
    let k1 = (state.velocity_mps, a1, start.bottom, g1.of(&start));
    let at = |k: &(Vector3<f64>, Vector3<f64>, Half, Half), h: f64| {
        let state = State {
            position_m: state.position_m + k.0 * h,
            velocity_mps: state.velocity_mps + k.1 * h,
        };
        let transition = Transition {
            top: start.top + k.2 * h,
            bottom: start.bottom + k.3 * h,
        };
        let (acceleration, gradient) = derivative(&state, motion, low);
        (
            state.velocity_mps,
            acceleration,
            transition.bottom,
            gradient.of(&transition),
        )
    };
    let k2 = at(&k1, 0.5 * step_s);
    let k3 = at(&k2, 0.5 * step_s);
    let k4 = at(&k3, step_s);
    let h = step_s / 6.0;
    let next = State {
        position_m: state.position_m + (k1.0 + (k2.0 + k3.0) * 2.0 + k4.0) * h,
        velocity_mps: state.velocity_mps + (k1.1 + (k2.1 + k3.1) * 2.0 + k4.1) * h,
    };
    let transition = Transition {
        top: start.top + (k1.2 + (k2.2 + k3.2) * 2.0 + k4.2) * h,
        bottom: start.bottom + (k1.3 + (k2.3 + k3.3) * 2.0 + k4.3) * h,
    };
    (next, transition)
}

/// Gradient of the acceleration by position; that by velocity, through the Earth's rotation, is the
/// same everywhere.
struct Gradient(Matrix3<f64>);

impl Gradient {
    fn of(&self, transition: &Transition) -> Half {
        let mut whole = self.0 * transition.top;
        let twice = 2.0 * ROTATION_RADPS;
        for column in 0..6 {
            whole[(0, column)] += twice * transition.bottom[(1, column)];
            whole[(1, column)] -= twice * transition.bottom[(0, column)];
        }
        whole
    }
}

/// Acceleration of a believed object, and its gradient.
fn derivative(state: &State, motion: &Motion, low: bool) -> (Vector3<f64>, Gradient) {
    let mut acceleration = dynamics::coast_acceleration(state);
    if low {
        acceleration += dynamics::drag_acceleration(state, motion.ballistic_coefficient_kgpm2);
    }
    (acceleration, Gradient(tide(&state.position_m)))
}

/// Gradient of two-body and J2 gravity and of the centrifugal acceleration, 1/s² (Montenbruck &
/// Gill, *Satellite Orbits*, 2000, sec. 7.2, differentiated by hand).
fn tide(position_m: &Vector3<f64>) -> Matrix3<f64> {
    let (x, y, z) = (position_m.x, position_m.y, position_m.z);
    let inverse2 = 1.0 / position_m.norm_squared();
    let pull = GRAVITATION_M3PS2 * inverse2 * inverse2.sqrt();
    let flat = 1.5 * J2 * SEMI_MAJOR_M * SEMI_MAJOR_M * inverse2;
    let zz = z * z * inverse2;
    let spin2 = ROTATION_RADPS * ROTATION_RADPS;
    let level = -pull * (1.0 + flat * (1.0 - 5.0 * zz)) + spin2;
    let axial = -pull * (1.0 + flat * (3.0 - 5.0 * zz));
    let of_level = (3.0 + flat * (5.0 - 35.0 * zz)) * pull * inverse2;
    let of_axial = (3.0 + flat * (15.0 - 35.0 * zz)) * pull * inverse2;
    let zz_term =
        axial + 3.0 * pull * inverse2 * z * z + pull * flat * (25.0 * zz - 35.0 * zz * zz);
    Matrix3::new(
        level + of_level * x * x,
        of_level * x * y,
        of_axial * x * z,
        of_level * x * y,
        level + of_level * y * y,
        of_axial * y * z,
        of_axial * x * z,
        of_axial * y * z,
        zz_term,
    )
}

/// Process noise density at a state, m²/s³: the stated one, and under drag what the unknown
/// ballistic coefficient leaves open, as an acceleration that holds for a second.
pub(super) fn noise(state: &State, motion: &Motion, low: bool) -> f64 {
    if !low {
        return motion.noise_m2ps3;
    }
    let drag = dynamics::drag_acceleration(state, motion.ballistic_coefficient_kgpm2).norm();
    let unknown_mps2 = DRAG_UNCERTAINTY * drag;
    motion.noise_m2ps3 + unknown_mps2 * unknown_mps2
}

#[cfg(test)]
mod tests {
    use super::*;

    const COAST: Motion = Motion {
        noise_m2ps3: 1e-4,
        ballistic_coefficient_kgpm2: 5000.0,
    };

    fn somewhere() -> State {
        State {
            position_m: Vector3::new(5_200_000.0, -2_900_000.0, 3_300_000.0),
            velocity_mps: Vector3::new(1500.0, 4200.0, -2100.0),
        }
    }

    fn moved(state: &State, column: usize, by: f64) -> State {
        let mut other = *state;
        if column < 3 {
            other.position_m[column] += by;
        } else {
            other.velocity_mps[column - 3] += by;
        }
        other
    }

    #[test]
    fn the_transition_matrix_is_the_derivative_of_the_step() {
        let (_, transition) = step(&somewhere(), 5.0, &COAST, false);
        for column in 0..6 {
            let by = if column < 3 { 100.0 } else { 0.5 };
            let (high, _) = step(&moved(&somewhere(), column, by), 5.0, &COAST, false);
            let (less, _) = step(&moved(&somewhere(), column, -by), 5.0, &COAST, false);
            let top = (high.position_m - less.position_m) / (2.0 * by);
            let bottom = (high.velocity_mps - less.velocity_mps) / (2.0 * by);
            let got_top: Vector3<f64> = transition.top.column(column).into();
            let got_bottom: Vector3<f64> = transition.bottom.column(column).into();
            assert!(
                (got_top - top).norm() < 1e-6 * top.norm().max(1e-3),
                "top {column}"
            );
            assert!((got_bottom - bottom).norm() < 1e-6, "bottom {column}");
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
