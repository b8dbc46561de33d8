//! Coasts: the flight of what has no thrust, and the classic Runge–Kutta step.
//!
//! Above the air by the methods of [`vacuum`], in it by Runge–Kutta steps whose length follows from
//! the state alone (climb, drag), so a flight is the same on every machine. Source: Hairer,
//! Nørsett, Wanner (1993), *Solving Ordinary Differential Equations I*, sec. II.1. Errors: see the
//! tests `a_whole_fall_stays_near_its_reference` (under drag, below 10 m) and
//! `whole_flights_keep_near_fine_ones`. Left out: an estimate of the error in the air, whose
//! density has kinks that would mislead one.

use crate::ballistics::crossing::crossing_s;
use crate::ballistics::dynamics::{
    DRAG_CEILING_M, coast_acceleration, drag_acceleration, drag_in_air,
};
use crate::ballistics::nystrom::NystromStep;
use crate::ballistics::state::State;
use crate::ballistics::vacuum;
use crate::earth::atmosphere::density_kgpm3;
use crate::earth::frames::altitude_approx_m;
use nalgebra::Vector3;

/// Longest step in the air, s: what flies level through its top needs no shorter one.
const AIR_STEP_S: f64 = 5.0;

/// Shortest step, s; only reached by light objects at entry speed.
const STEP_S_MIN: f64 = 0.02;

/// Climb or descent in one step, m: a third of the scale height of the air.
const CLIMB_M: f64 = 2_500.0;

/// Drag below which a step may climb more, m/s². Its error grows with the drag and with the fourth
/// power of the climb, so the climb may grow with the inverse fourth root of the drag.
const CLIMB_DRAG_MPS2: f64 = 10.0;

/// Largest such increase, a ratio.
const CLIMB_RATIO_MAX: f64 = 8.0;

/// Share of its speed that a body loses to drag in one step.
const LOSS: f64 = 0.3;

/// Largest multiple of that where weight and drag cancel: a body that falls at its terminal speed
/// changes little however strong the drag. From 4.6 the method is unstable.
const LOSS_RATIO_MAX: f64 = 3.0;

/// Longest coast, s: what has not come down in a day is in orbit, and would never end.
const COAST_S_MAX: f64 = 86_400.0;

/// End of one advance of a body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Advance {
    /// It still flies, in this state.
    Flying(State),
    /// It has met the ground (ellipsoid), descending.
    Impact {
        /// Time of impact, s since the launch of a flight or the start of a coast.
        time_s: f64,
        /// State on the ground.
        state: State,
    },
}

/// One Runge–Kutta step of fourth order over `dt_s` (which may be negative).
///
/// `acceleration` takes the time since the start of the step, s, and a state.
#[inline]
pub fn step(state: &State, dt_s: f64, acceleration: impl Fn(f64, &State) -> Vector3<f64>) -> State {
    step_from(state, &acceleration(0.0, state), dt_s, acceleration)
}

/// A state after a time without thrust and air, s, which may be negative: in equal steps, none
/// longer than asked for. For beliefs; the truth flies by [`vacuum`].
pub fn coast_without_air(state: &State, time_s: f64, step_s_max: f64) -> State {
    let mut state = *state;
    let steps = (time_s.abs() / step_s_max).ceil();
    for _ in 0..steps as u32 {
        state = step(&state, time_s / steps, |_, state| coast_acceleration(state));
    }
    state
}

/// [`step`] where the acceleration at the start, `k1`, is known.
#[inline]
fn step_from(
    state: &State,
    k1: &Vector3<f64>,
    dt_s: f64,
    acceleration: impl Fn(f64, &State) -> Vector3<f64>,
) -> State {
    let half_s = 0.5 * dt_s;
    let ahead = |time_s: f64, slope: &Vector3<f64>, velocity: &Vector3<f64>| State {
        position_m: state.position_m + velocity * time_s,
        velocity_mps: state.velocity_mps + slope * time_s,
    };
    let s2 = ahead(half_s, k1, &state.velocity_mps);
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
    if let Some(state) = vacuum::tick(state, dt_s) {
        return state;
    }
    let mut state = *state;
    let mut left_s = dt_s;
    while left_s > 0.0 {
        let place = AltitudeRate::of(&state);
        let taken_s;
        (taken_s, state) = if place.in_vacuum() {
            vacuum::arc(&state, left_s, |_| ())
        } else {
            AirStep::at(&place, &state, ballistic_coefficient_kgpm2).advance(left_s)
        };
        left_s -= taken_s;
    }
    state
}

/// A part of a coast.
pub(crate) enum CoastLeg<'a> {
    /// A step without air, its frame that of the start of its arc.
    Vacuum(&'a NystromStep),
    /// A step in the air, so long and to this state.
    Air(f64, &'a State),
}

/// Coasts until the ground or for `duration_s`, whichever is first, and shows each leg that ends
/// above the ground to `visit`, with the time from the start of the coast to that of the leg, or
/// of the arc that the leg is part of.
pub(crate) fn coast_to_ground(
    start: &State,
    ballistic_coefficient_kgpm2: f64,
    duration_s: f64,
    mut visit: impl FnMut(f64, CoastLeg),
) -> Advance {
    let duration_s = duration_s.min(COAST_S_MAX);
    let mut state = *start;
    let mut time_s = 0.0;
    let mut place = AltitudeRate::of(&state);
    if place.below_ground() {
        return Advance::Impact { time_s: 0.0, state };
    }
    while time_s < duration_s {
        let left_s = duration_s - time_s;
        if place.in_vacuum() {
            let (taken_s, next) = vacuum::arc(&state, left_s, |step| {
                visit(time_s, CoastLeg::Vacuum(step));
            });
            state = next;
            time_s += taken_s;
            place = AltitudeRate::of(&state);
            continue;
        }
        let air = AirStep::at(&place, &state, ballistic_coefficient_kgpm2);
        let (taken_s, next) = air.advance(left_s);
        place = AltitudeRate::of(&next);
        if place.below_ground() {
            let within_s = air.ground_s(taken_s);
            return Advance::Impact { time_s: time_s + within_s, state: air.after(within_s) };
        }
        visit(time_s, CoastLeg::Air(taken_s, &next));
        state = next;
        time_s += taken_s;
    }
    Advance::Flying(state)
}

/// Altitude and its rate: what decides how a body flies on.
struct AltitudeRate {
    altitude_m: f64,
    climb_mps: f64,
}

impl AltitudeRate {
    #[inline]
    fn of(state: &State) -> Self {
        Self {
            altitude_m: altitude_approx_m(&state.position_m),
            climb_mps: state.position_m.dot(&state.velocity_mps) / state.position_m.norm(),
        }
    }

    fn in_vacuum(&self) -> bool {
        self.altitude_m >= DRAG_CEILING_M
    }

    fn below_ground(&self) -> bool {
        self.altitude_m < 0.0 && self.climb_mps < 0.0
    }
}

/// A body in the air.
struct AirStep<'a> {
    start: &'a State,
    ballistic_coefficient_kgpm2: f64,
    acceleration_mps2: Vector3<f64>,
    step_s: f64,
}

impl<'a> AirStep<'a> {
    #[inline]
    fn at(place: &AltitudeRate, start: &'a State, ballistic_coefficient_kgpm2: f64) -> Self {
        let density = density_kgpm3(place.altitude_m);
        let drag = drag_in_air(&start.velocity_mps, density, ballistic_coefficient_kgpm2);
        let acceleration_mps2 = coast_acceleration(start) + drag;
        let drag_mps2 = drag.norm();
        let spared = (CLIMB_DRAG_MPS2 / drag_mps2).sqrt().sqrt();
        let climb_m = CLIMB_M * spared.clamp(1.0, CLIMB_RATIO_MAX);
        let settled = drag_mps2 / acceleration_mps2.norm();
        let loss = LOSS * settled.clamp(1.0, LOSS_RATIO_MAX);
        let step_s = (climb_m / place.climb_mps.abs())
            .min(loss * start.velocity_mps.norm() / drag_mps2)
            .clamp(STEP_S_MIN, AIR_STEP_S);
        Self { start, ballistic_coefficient_kgpm2, acceleration_mps2, step_s }
    }

    /// The next step when `left_s` are left, all of it, half of it, or its own length: the time
    /// it takes, s, and the state then.
    fn advance(&self, left_s: f64) -> (f64, State) {
        let taken_s = if left_s <= self.step_s {
            left_s
        } else if left_s < 2.0 * self.step_s {
            0.5 * left_s
        } else {
            self.step_s
        };
        (taken_s, self.after(taken_s))
    }

    #[inline]
    fn after(&self, dt_s: f64) -> State {
        step_from(self.start, &self.acceleration_mps2, dt_s, |_, state| {
            coast_acceleration(state) + drag_acceleration(state, self.ballistic_coefficient_kgpm2)
        })
    }

    /// Time at which a step of this length passes the ground, s since its start.
    fn ground_s(&self, dt_s: f64) -> f64 {
        crossing_s(dt_s, |time_s| {
            let AltitudeRate { altitude_m, climb_mps } = AltitudeRate::of(&self.after(time_s));
            (altitude_m, climb_mps)
        })
    }
}
