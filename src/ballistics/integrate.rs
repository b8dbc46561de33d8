//! Steps through time: the classic Runge–Kutta method and the rule for its step.
//!
//! The step follows from the state alone (altitude, climb, drag), so a flight is the same on every
//! machine. Source: Hairer, Nørsett, Wanner (1993), *Solving Ordinary Differential Equations I*,
//! sec. II.1. Errors: see the tests `a_whole_fall_stays_near_its_reference` (under drag, below
//! 10 m) and `any_ticks_fly_the_same_flight` (vacuum, below 1 m). Left out: error control.

use nalgebra::Vector3;

use crate::ballistics::dynamics::DRAG_CEILING_M;
use crate::ballistics::dynamics::coast_acceleration;
use crate::ballistics::dynamics::drag_acceleration;
use crate::ballistics::state::State;
use crate::earth::atmosphere::density_kgpm3;
use crate::earth::frames::altitude_approx_m;

/// Longest step without drag, s: an error of some 10 µm each, at 8 km/s.
const VACUUM_STEP_S: f64 = 10.0;

/// Longest step under drag, s.
const AIR_STEP_S: f64 = 5.0;

/// Shortest step, s; only reached by light objects at entry speed.
const STEP_S_MIN: f64 = 0.02;

/// Climb or descent in one step under drag, m: a third of the scale height of the air.
const CLIMB_M: f64 = 2_500.0;

/// Share of its speed that a body loses to drag in one step.
const LOSS: f64 = 0.3;

/// Altitude to which the place of impact is found, m: half a millisecond of the slowest fall.
const GROUND_TOLERANCE_M: f64 = 1e-3;

/// Longest coast, s: what has not come down in a day is in orbit, and would never end.
const COAST_S_MAX: f64 = 86_400.0;

/// What a coasting body has come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Coast {
    /// It still flies, in this state.
    Flying(State),
    /// It has met the ground (ellipsoid), descending.
    Impact {
        /// Time from the start of the coast, s.
        after_s: f64,
        /// State on the ground.
        state: State,
    },
}

/// One Runge–Kutta step of fourth order over `dt_s` (which may be negative).
///
/// `acceleration` takes the time since the start of the step, s, and a state.
#[inline]
pub fn step(state: &State, dt_s: f64, acceleration: impl Fn(f64, &State) -> Vector3<f64>) -> State {
    let half_s = 0.5 * dt_s;
    let ahead = |time_s: f64, slope: &Vector3<f64>, velocity: &Vector3<f64>| State {
        position_m: state.position_m + velocity * time_s,
        velocity_mps: state.velocity_mps + slope * time_s,
    };
    let k1 = acceleration(0.0, state);
    let s2 = ahead(half_s, &k1, &state.velocity_mps);
    let k2 = acceleration(half_s, &s2);
    let s3 = ahead(half_s, &k2, &s2.velocity_mps);
    let k3 = acceleration(half_s, &s3);
    let s4 = ahead(dt_s, &k3, &s3.velocity_mps);
    let k4 = acceleration(dt_s, &s4);
    State {
        position_m: state.position_m + (state.velocity_mps + (k1 + k2 + k3) * (dt_s / 6.0)) * dt_s,
        velocity_mps: state.velocity_mps + (k1 + (k2 + k3) * 2.0 + k4) * (dt_s / 6.0),
    }
}

/// The state of a coasting body `dt_s` later, as if there were no ground; as given if `dt_s <= 0`.
///
/// `ballistic_coefficient_kgpm2` is `m / (C_d A)`, above 0.
pub fn coast(state: &State, ballistic_coefficient_kgpm2: f64, dt_s: f64) -> State {
    let mut state = *state;
    let mut left_s = dt_s;
    while left_s > 0.0 {
        let regime = Regime::of(&state, ballistic_coefficient_kgpm2);
        let taken_s = regime.share_s(left_s);
        state = regime.advance(&state, taken_s);
        left_s -= taken_s;
    }
    state
}

/// Coasts until the ground or for `duration_s`, whichever is first, and shows each state reached
/// within to `visit`, with the time since the start.
pub(crate) fn coast_to_ground(
    start: &State,
    ballistic_coefficient_kgpm2: f64,
    duration_s: f64,
    mut visit: impl FnMut(f64, &State),
) -> Coast {
    let duration_s = duration_s.min(COAST_S_MAX);
    let mut state = *start;
    let mut time_s = 0.0;
    let mut regime = Regime::of(&state, ballistic_coefficient_kgpm2);
    if regime.below_ground() {
        return Coast::Impact {
            after_s: 0.0,
            state,
        };
    }
    while time_s < duration_s {
        let taken_s = regime.share_s(duration_s - time_s);
        let next = regime.advance(&state, taken_s);
        let regime_next = Regime::of(&next, ballistic_coefficient_kgpm2);
        if regime_next.below_ground() {
            let (within_s, state) = regime.ground(&state, taken_s);
            return Coast::Impact {
                after_s: time_s + within_s,
                state,
            };
        }
        (state, regime) = (next, regime_next);
        time_s += taken_s;
        visit(time_s, &state);
    }
    Coast::Flying(state)
}

/// What the step depends on.
struct Regime {
    altitude_m: f64,
    climb_mps: f64,
    ballistic_coefficient_kgpm2: f64,
    step_s: f64,
}

impl Regime {
    #[inline]
    fn of(state: &State, ballistic_coefficient_kgpm2: f64) -> Self {
        let altitude_m = altitude_approx_m(&state.position_m);
        let climb_mps = state.position_m.dot(&state.velocity_mps) / state.position_m.norm();
        let step_s = if altitude_m >= DRAG_CEILING_M {
            // Down to the ceiling without drag, and not far beyond.
            let to_ceiling_s = (altitude_m - DRAG_CEILING_M) / (-climb_mps).max(1.0);
            to_ceiling_s.clamp(1.0, VACUUM_STEP_S)
        } else {
            let climb_s = CLIMB_M / climb_mps.abs();
            let momentum = 2.0 * ballistic_coefficient_kgpm2;
            let drag = density_kgpm3(altitude_m) * state.velocity_mps.norm();
            climb_s
                .min(LOSS * momentum / drag)
                .clamp(STEP_S_MIN, AIR_STEP_S)
        };
        Self {
            altitude_m,
            climb_mps,
            ballistic_coefficient_kgpm2,
            step_s,
        }
    }

    /// The next step when `left_s` are left: all of it, half of it, or the regime's own.
    fn share_s(&self, left_s: f64) -> f64 {
        if left_s <= self.step_s {
            left_s
        } else if left_s < 2.0 * self.step_s {
            0.5 * left_s
        } else {
            self.step_s
        }
    }

    #[inline]
    fn advance(&self, state: &State, dt_s: f64) -> State {
        if self.altitude_m >= DRAG_CEILING_M {
            return step(state, dt_s, |_, state| coast_acceleration(state));
        }
        step(state, dt_s, |_, state| {
            coast_acceleration(state) + drag_acceleration(state, self.ballistic_coefficient_kgpm2)
        })
    }

    fn below_ground(&self) -> bool {
        self.altitude_m < 0.0 && self.climb_mps < 0.0
    }

    /// Time and state at which the step of `dt_s` from `state` passes the ground.
    ///
    /// Newton's method between bounds that close in on the crossing.
    fn ground(&self, state: &State, dt_s: f64) -> (f64, State) {
        const PASSES_MAX: usize = 50;
        let (mut above_s, mut below_s) = (0.0, dt_s);
        let mut time_s = dt_s;
        let mut at = self.advance(state, time_s);
        for _ in 0..PASSES_MAX {
            let there = Self::of(&at, self.ballistic_coefficient_kgpm2);
            if there.altitude_m.abs() < GROUND_TOLERANCE_M {
                break;
            }
            if there.altitude_m > 0.0 {
                above_s = time_s;
            } else {
                below_s = time_s;
            }
            let newton_s = time_s - there.altitude_m / there.climb_mps;
            let inside = newton_s > above_s && newton_s < below_s;
            time_s = if inside {
                newton_s
            } else {
                0.5 * (above_s + below_s)
            };
            at = self.advance(state, time_s);
        }
        (time_s, at)
    }
}
