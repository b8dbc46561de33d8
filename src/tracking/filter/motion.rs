//! Motion that an object without thrust is believed to have: acceleration, one step, and how small
//! errors grow over that step.
//!
//! Gravity with oblateness, the turning of the Earth and, in the air, drag with an assumed
//! ballistic coefficient: the truth's own dynamics, less what a defender cannot know. The state
//! moves by one RK4 step. The transition matrix is the matrix exponential
//! `I + Ah + (Ah)²/2 + (Ah)³/6` of the gradients `A` in the middle of the step (Bar-Shalom, Li &
//! Kirubarajan, *Estimation with Applications to Tracking and Navigation*, 2001, sec. 4.3.1): a
//! step of 10 s of free fall is so short that it cannot be told from integrating the variational
//! equations.

use crate::ballistics::dynamics;
use crate::ballistics::state::State;
use crate::earth::atmosphere::density_kgpm3;
use crate::earth::frames::altitude_approx_m;
use crate::earth::wgs84::{GRAVITATION_M3PS2, J2, ROTATION_RADPS, SEMI_MAJOR_M};
use crate::scenario::model::{Filter, Tracking};
use nalgebra::{Matrix3, SMatrix, Vector3};

/// Longest single integration step of a belief, s: beyond it, and under drag, it is split.
const STEP_S_MAX: f64 = 10.0;

/// Longest step below [`DRAG_CEILING_M`], s.
const DRAG_STEP_S_MAX: f64 = 0.5;

/// Largest share of its speed that a believed object loses in a second, as a rate, 1/s: a falling
/// body loses at most its speed over some scale heights of the air, a third. What is believed of a
/// false plot may be anything, and must not be more than a step can follow.
pub(super) const DRAG_RATE_PER_S_MAX: f64 = 1.0;

/// Below this altitude a belief feels drag, m.
pub(super) const DRAG_CEILING_M: f64 = 100_000.0;

/// Share of the drag that the assumed ballistic coefficient leaves unknown.
const DRAG_UNCERTAINTY: f64 = 0.3;

/// The same of a drag that an error has made negative, 1/s: enough for what is not known yet high
/// in the air to stay linear, and no more, because it feeds on itself.
const PUSH_RATE_PER_S_MAX: f64 = 0.02;

/// Half the height over which the fall of the air's density with height is taken, m.
const DENSITY_STEP_M: f64 = 100.0;

/// Motion that an object is believed to have, and how its filter is to reckon with that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Motion {
    /// Spectral density of the white-noise acceleration, m²/s³ per axis.
    pub noise_m2ps3: f64,
    /// Ballistic coefficient assumed under drag, kg/m².
    pub ballistic_coefficient_kgpm2: f64,
    /// Filter that makes nonlinear functions linear.
    pub filter: Filter,
}

impl Motion {
    /// Motion in free flight by a tracker's rules.
    pub fn of(rules: &Tracking) -> Self {
        Self {
            noise_m2ps3: rules.process_noise_m2ps3,
            ballistic_coefficient_kgpm2: rules.ballistic_coefficient_kgpm2,
            filter: rules.filter,
        }
    }
}

/// Gradients of the acceleration by position, 1/s², and by velocity, 1/s.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gradients {
    pub(super) by_position: Matrix3<f64>,
    pub(super) by_velocity: Matrix3<f64>,
}

/// Transition matrix: how a small change now changes position and velocity later.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    /// Position by position.
    pub pp: Matrix3<f64>,
    /// Position by velocity, s.
    pub pv: Matrix3<f64>,
    /// Velocity by position, 1/s.
    pub vp: Matrix3<f64>,
    /// Velocity by velocity.
    pub vv: Matrix3<f64>,
}

impl Transition {
    pub(crate) fn identity() -> Self {
        Self {
            pp: Matrix3::identity(),
            pv: Matrix3::zeros(),
            vp: Matrix3::zeros(),
            vv: Matrix3::identity(),
        }
    }

    /// Over a step under these gradients.
    #[inline]
    pub(super) fn over(step_s: f64, gradients: &Gradients) -> Self {
        let (g, w) = (&gradients.by_position, &gradients.by_velocity);
        let (h, half, sixth) = (step_s, step_s * step_s / 2.0, step_s * step_s * step_s / 6.0);
        let one = Matrix3::identity();
        let pp = one + g * half + w * g * sixth;
        let pv = one * h + w * half + (w * w + g) * sixth;
        // The series is I + (Ih + Ah²/2 + A²h³/6) A, and pp and pv are most of the bracket's rows.
        Self { pp, pv, vp: pv * g, vv: pp + pv * w }
    }

    /// The whole matrix.
    pub(super) fn matrix(&self) -> SMatrix<f64, 6, 6> {
        let mut all = SMatrix::<f64, 6, 6>::zeros();
        all.fixed_view_mut::<3, 3>(0, 0).copy_from(&self.pp);
        all.fixed_view_mut::<3, 3>(0, 3).copy_from(&self.pv);
        all.fixed_view_mut::<3, 3>(3, 0).copy_from(&self.vp);
        all.fixed_view_mut::<3, 3>(3, 3).copy_from(&self.vv);
        all
    }

    /// This transition followed by another.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            pp: next.pp * self.pp + next.pv * self.vp,
            pv: next.pp * self.pv + next.pv * self.vv,
            vp: next.vp * self.pp + next.vv * self.vp,
            vv: next.vp * self.pv + next.vv * self.vv,
        }
    }
}

/// True of a state so low that it feels drag, and the longest step that may be taken from it, s.
#[inline]
pub(super) fn step_s_max(state: &State) -> (bool, f64) {
    let low = altitude_approx_m(&state.position_m) < DRAG_CEILING_M;
    (low, if low { DRAG_STEP_S_MAX } else { STEP_S_MAX })
}

/// Next step of a fall from a time to another, s: whether it feels drag, its length and its end, s;
/// `None` once the other time is reached.
#[inline]
pub(super) fn next_step(state: &State, [from_s, to_s]: [f64; 2]) -> Option<(bool, f64, f64)> {
    let left_s = to_s - from_s;
    (left_s > 1e-9).then(|| match step_s_max(state) {
        (low, longest_s) if left_s <= longest_s => (low, left_s, to_s),
        (low, longest_s) => (low, longest_s, from_s + longest_s),
    })
}

/// One RK4 step under an acceleration; also the state in the middle of it.
#[inline]
pub(super) fn integrate(
    state: &State,
    step_s: f64,
    acceleration: impl Fn(&State) -> Vector3<f64>,
) -> (State, State) {
    let at = |velocity: &Vector3<f64>, change: &Vector3<f64>, h: f64| State {
        position_m: state.position_m + velocity * h,
        velocity_mps: state.velocity_mps + change * h,
    };
    let half_s = 0.5 * step_s;
    let a1 = acceleration(state);
    let s2 = at(&state.velocity_mps, &a1, half_s);
    let a2 = acceleration(&s2);
    let s3 = at(&s2.velocity_mps, &a2, half_s);
    let a3 = acceleration(&s3);
    let s4 = at(&s3.velocity_mps, &a3, step_s);
    let a4 = acceleration(&s4);
    let h = step_s / 6.0;
    let velocity = state.velocity_mps + (s2.velocity_mps + s3.velocity_mps) * 2.0 + s4.velocity_mps;
    let next = at(&velocity, &(a1 + (a2 + a3) * 2.0 + a4), h);
    (next, s3)
}

/// One step without its transition matrix.
#[inline]
pub(super) fn advance(state: &State, step_s: f64, motion: &Motion, low: bool) -> State {
    integrate(state, step_s, |state| acceleration(state, motion, low)).0
}

/// One step of state and transition matrix together.
#[inline]
pub(super) fn step(state: &State, step_s: f64, motion: &Motion, low: bool) -> (State, Transition) {
    let (next, middle) = integrate(state, step_s, |state| acceleration(state, motion, low));
    let gradients = gradients(&middle, low.then_some(motion.ballistic_coefficient_kgpm2));
    (next, Transition::over(step_s, &gradients))
}

/// Transition matrix from a state to another, a time later, s, which may be negative: of a short
/// fall by the gradients half-way, of a longer one step by step.
pub(super) fn between([before, after]: [&State; 2], span_s: f64, motion: &Motion) -> Transition {
    let (low, longest_s) = step_s_max(before);
    if span_s.abs() > longest_s {
        return through(before, span_s, motion).1;
    }
    let middle = State {
        position_m: (before.position_m + after.position_m) * 0.5,
        velocity_mps: (before.velocity_mps + after.velocity_mps) * 0.5,
    };
    let coefficient = low.then_some(motion.ballistic_coefficient_kgpm2);
    Transition::over(span_s, &gradients(&middle, coefficient))
}

/// State and transition matrix after a time, s, which may be negative.
pub(super) fn through(state: &State, span_s: f64, motion: &Motion) -> (State, Transition) {
    let (low, longest_s) = step_s_max(state);
    let steps = libm::ceil(span_s.abs() / longest_s).max(1.0);
    let step_s = span_s / steps;
    let (mut state, mut whole) = (*state, Transition::identity());
    for _ in 0..steps as u32 {
        let (next, one) = step(&state, step_s, motion, low);
        state = next;
        whole = whole.then(&one);
    }
    (state, whole)
}

/// Acceleration of a believed object, m/s².
#[inline]
fn acceleration(state: &State, motion: &Motion, low: bool) -> Vector3<f64> {
    let coasting = dynamics::coast_acceleration(state);
    if low { coasting + drag(state, motion.ballistic_coefficient_kgpm2) } else { coasting }
}

/// Acceleration by drag with a ballistic coefficient, kg/m²; see [`DRAG_RATE_PER_S_MAX`].
pub(super) fn drag(state: &State, ballistic_coefficient_kgpm2: f64) -> Vector3<f64> {
    let air = density_kgpm3(altitude_approx_m(&state.position_m));
    state.velocity_mps * -drag_rate(air, state.velocity_mps.norm(), ballistic_coefficient_kgpm2)
}

fn drag_rate(air_kgpm3: f64, speed_mps: f64, ballistic_coefficient_kgpm2: f64) -> f64 {
    let rate = 0.5 * air_kgpm3 * speed_mps / ballistic_coefficient_kgpm2;
    rate.clamp(-PUSH_RATE_PER_S_MAX, DRAG_RATE_PER_S_MAX)
}

/// Gradients of the acceleration; with the drag of a ballistic coefficient, kg/m², if there is one.
#[inline]
pub(super) fn gradients(state: &State, ballistic_coefficient_kgpm2: Option<f64>) -> Gradients {
    const TWICE: f64 = 2.0 * ROTATION_RADPS;
    let mut all = Gradients {
        by_position: tide(&state.position_m),
        by_velocity: Matrix3::new(0.0, TWICE, 0.0, -TWICE, 0.0, 0.0, 0.0, 0.0, 0.0),
    };
    if let Some(ballistic_coefficient_kgpm2) = ballistic_coefficient_kgpm2 {
        add_drag(&mut all, state, ballistic_coefficient_kgpm2);
    }
    all
}

/// Adds what drag changes with the speed, and with the height through the density of the air.
fn add_drag(gradients: &mut Gradients, state: &State, ballistic_coefficient_kgpm2: f64) {
    let altitude_m = altitude_approx_m(&state.position_m);
    let air = density_kgpm3(altitude_m);
    let velocity = &state.velocity_mps;
    let speed = velocity.norm();
    if speed <= 0.0 || air <= 0.0 {
        return;
    }
    let rate = drag_rate(air, speed, ballistic_coefficient_kgpm2);
    let drag = velocity * -rate;
    let along = velocity * velocity.transpose() / (speed * speed);
    gradients.by_velocity -= (Matrix3::identity() + along) * rate;
    let above = density_kgpm3(altitude_m + DENSITY_STEP_M);
    let below = density_kgpm3(altitude_m - DENSITY_STEP_M);
    let per_metre = (above - below) / (2.0 * DENSITY_STEP_M * air);
    let up = state.position_m.normalize();
    gradients.by_position += drag * (up * per_metre).transpose();
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
    let unknown_mps2 = DRAG_UNCERTAINTY * drag(state, motion.ballistic_coefficient_kgpm2).norm();
    motion.noise_m2ps3 + unknown_mps2 * unknown_mps2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::Geodetic;

    const COAST: Motion =
        Motion { noise_m2ps3: 1e-4, ballistic_coefficient_kgpm2: 2000.0, filter: Filter::Extended };

    fn at(altitude_m: f64) -> State {
        State {
            position_m: Geodetic::degrees(31.0, -29.0, altitude_m).ecef().0,
            velocity_mps: Vector3::new(-1500.0, 2200.0, -2100.0),
        }
    }

    fn changed(state: &State, column: usize, by: f64) -> State {
        let mut other = *state;
        if column < 3 {
            other.position_m[column] += by;
        } else {
            other.velocity_mps[column - 3] += by;
        }
        other
    }

    /// Altitude, m; step, s; largest error of a column as a share of it: of free fall a millionth,
    /// of falling through dense air, for a step that is a third of a scale height, a per cent.
    #[test]
    fn the_transition_matrix_is_the_derivative_of_the_step() {
        for (altitude_m, step_s, share) in [
            (600e3, 10.0, 1e-6),
            (600e3, -10.0, 1e-6),
            (600e3, 1.0, 1e-8),
            (60e3, 1.0, 1e-4),
            (15e3, 1.0, 1e-2),
        ] {
            let state = at(altitude_m);
            let low = altitude_m < DRAG_CEILING_M;
            let (_, transition) = step(&state, step_s, &COAST, low);
            for column in 0..6 {
                let by = if column < 3 { 100.0 } else { 0.5 };
                let [high, less] =
                    [by, -by].map(|by| advance(&changed(&state, column, by), step_s, &COAST, low));
                let position = (high.position_m - less.position_m) / (2.0 * by);
                let velocity = (high.velocity_mps - less.velocity_mps) / (2.0 * by);
                let (by_p, by_v) = (column % 3, column >= 3);
                let (top, bottom) = if by_v {
                    (transition.pv.column(by_p), transition.vv.column(by_p))
                } else {
                    (transition.pp.column(by_p), transition.vp.column(by_p))
                };
                let scale = position.norm();
                assert!((top - position).norm() < share * scale, "{altitude_m} {column} top");
                let scale = if by_v { 1.0 } else { velocity.norm() };
                let gap = (bottom - velocity).norm();
                let share = if by_v { share } else { 1000.0 * share };
                assert!(gap < share * scale, "{altitude_m} {column}: {gap} {scale}");
            }
        }
    }

    #[test]
    fn transitions_follow_each_other() {
        let state = at(600e3);
        let (middle, first) = step(&state, 4.0, &COAST, false);
        let (_, second) = step(&middle, 4.0, &COAST, false);
        let (_, whole) = step(&state, 8.0, &COAST, false);
        let both = first.then(&second);
        assert!((both.pp - whole.pp).norm() < 1e-6);
        assert!((both.pv - whole.pv).norm() < 1e-6);
        assert!((both.vp - whole.vp).norm() < 1e-9);
        assert!((both.vv - whole.vv).norm() < 1e-6);
        assert_eq!(Transition::identity().then(&first), first);
    }
}
