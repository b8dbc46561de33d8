//! Vacuum: flight above the air, where a body has only gravity to follow.
//!
//! Seen from the frame that does not turn, gravity depends on the place alone, and the methods of
//! [`nystrom`] apply: one short step for a tick of the simulation, few long ones for an arc. A fall
//! is followed down to [`DRAG_CEILING_M`]. Errors: `ticks_keep_their_error` and
//! `arcs_agree_with_small_steps`.
//!
//! [`nystrom`]: crate::ballistics::nystrom

use crate::ballistics::crossing::crossing_s;
use crate::ballistics::dynamics::{DRAG_CEILING_M, turning_acceleration};
use crate::ballistics::nystrom::{NystromPoint, NystromSolver, NystromStep, Quintic, TOLERANCE_M};
use crate::ballistics::state::{State, carried, turned};
use crate::earth::frames::altitude_approx_m;
use crate::earth::gravity;
use crate::earth::wgs84::{GRAVITATION_M3PS2, ROTATION_RADPS, SEMI_MAJOR_M};
use nalgebra::Vector3;

/// Longest tick taken in one step of fourth order, s: an error of some 1 µm each.
const TICK_S_MAX: f64 = 5.0;

/// An arc ends so far below the ceiling of the vacuum, m, lest the next begin there again.
const BELOW_M: f64 = 0.5;

/// The state `dt_s` later, by one step; `None` if air may be met on the way, or if the step is too
/// long for that.
#[inline]
pub(crate) fn tick(start: &State, dt_s: f64) -> Option<State> {
    (0.0 < dt_s && dt_s <= TICK_S_MAX && stays_above(start, dt_s))
        .then(|| short_step(start, dt_s, gravity::acceleration))
}

/// Test that a body surely keeps above the air for so long.
///
/// A bound without a root: the second derivative of the radius squared is twice the speed squared,
/// not negative, less twice gravity times the radius, which is largest at the foot of the vacuum.
#[inline]
fn stays_above(start: &State, dt_s: f64) -> bool {
    const FOOT_M: f64 = SEMI_MAJOR_M + DRAG_CEILING_M;
    // With some more than what oblateness adds.
    const PULL_M2PS2: f64 = 1.003 * GRAVITATION_M3PS2 / FOOT_M;
    let squared = start.position_m.norm_squared();
    let rate = 2.0 * start.position_m.dot(&start.velocity_mps);
    let change = (rate - PULL_M2PS2 * dt_s) * dt_s;
    squared + change.min(0.0) >= FOOT_M * FOOT_M
}

/// One step of Nyström's method of fourth order with three evaluations (Hairer, Nørsett, Wanner
/// 1993, sec. II.14), in the frame whose axes lie along the Earth's at the start.
#[inline]
fn short_step(
    start: &State,
    dt_s: f64,
    acceleration: impl Fn(&Vector3<f64>) -> Vector3<f64>,
) -> State {
    let squared_s2 = dt_s * dt_s;
    let position_m = &start.position_m;
    let velocity_mps = start.velocity_mps + carried(position_m);
    // What does not wait for gravity stands apart: the chain of its evaluations is what costs time.
    let half_way = position_m + velocity_mps * (0.5 * dt_s);
    let all_the_way = position_m + velocity_mps * dt_s;
    let first = acceleration(position_m);
    let second = acceleration(&(half_way + first * (0.125 * squared_s2)));
    let third = acceleration(&(all_the_way + second * (0.5 * squared_s2)));
    let (early, late) = (first + second * 2.0, second * 2.0 + third);
    let position_m = all_the_way + early * (squared_s2 / 6.0);
    let velocity_mps = velocity_mps + (early + late) * (dt_s / 6.0);

    // The Earth's axes at the end. The versine keeps the digits that a cosine near 1 would lose;
    // both series are exact for the angle of a tick.
    let angle = ROTATION_RADPS * dt_s;
    let square = angle * angle;
    let sine = angle * (1.0 - square * (1.0 / 6.0));
    let versine = square * (0.5 - square * (1.0 / 24.0));
    let back = |v: &Vector3<f64>| {
        Vector3::new(v.x + (sine * v.y - versine * v.x), v.y - (sine * v.x + versine * v.y), v.z)
    };
    let position_m = back(&position_m);
    State { velocity_mps: back(&velocity_mps) - carried(&position_m), position_m }
}

/// Follows an arc for `duration_s`, above 0, or down to the air, whichever is first, and shows each
/// of its steps to `visit`. Gives the time it took, s, and the state then.
pub(crate) fn arc(
    start: &State,
    duration_s: f64,
    mut visit: impl FnMut(&NystromStep),
) -> (f64, State) {
    let mut solver = NystromSolver::new(&start.inertial(0.0), TOLERANCE_M, gravity::acceleration);
    loop {
        let mut step = solver.advance(duration_s);
        let entry_s = entry_s(&step);
        if let Some(within_s) = entry_s {
            step = solver.again(&step, within_s);
        }
        visit(&step);
        let end_s = step.start_s + step.span_s;
        // What is no number flies on nowhere.
        let flies_on = entry_s.is_none() && end_s < duration_s;
        if !flies_on {
            return (end_s, step.to.state().earth_fixed(end_s));
        }
    }
}

/// Time at which a step that begins above the air comes down to it, s since its start.
fn entry_s(step: &NystromStep) -> Option<f64> {
    let height = |position_m: &Vector3<f64>, velocity_mps: &Vector3<f64>| {
        let above_m = altitude_approx_m(position_m) - (DRAG_CEILING_M - BELOW_M);
        (above_m, position_m.dot(velocity_mps) / position_m.norm())
    };
    let (end_m, end_mps) = height(&step.to.position_m, &step.to.velocity_mps);
    let (_, start_mps) = height(&step.from.position_m, &step.from.velocity_mps);
    let dips = start_mps < 0.0 && end_mps > 0.0;
    if end_m >= 0.0 && !dips {
        return None;
    }
    let curve = Quintic::through(&step.from, &step.to, step.span_s);
    let at = |time_s: f64| {
        let (position_m, velocity_mps) = curve.at(time_s);
        height(&position_m, &velocity_mps)
    };
    let mut low_s = step.span_s;
    if end_m >= 0.0 {
        // It climbs again: where it is lowest, its climb passes zero.
        low_s = lowest_s(low_s, |time_s| at(time_s).1);
        if at(low_s).0 >= 0.0 {
            return None;
        }
    }
    Some(crossing_s(low_s, at))
}

/// Time at which a climb turns from sinking to rising, s in [0, `span_s`].
fn lowest_s(span_s: f64, climb_mps: impl Fn(f64) -> f64) -> f64 {
    const HALVINGS: u32 = 30;
    let (mut sinking_s, mut rising_s) = (0.0, span_s);
    for _ in 0..HALVINGS {
        let middle_s = 0.5 * (sinking_s + rising_s);
        if climb_mps(middle_s) < 0.0 {
            sinking_s = middle_s;
        } else {
            rising_s = middle_s;
        }
    }
    sinking_s
}

/// States of a step, not more than `apart_s` from each other, the last at its end, each with the
/// time since the start of its arc, s; to half a metre (`states_within_a_step_lie_on_the_flight`).
pub(crate) fn states(step: &NystromStep, apart_s: f64) -> impl Iterator<Item = (f64, State)> {
    let end_s = step.start_s + step.span_s;
    let from = earth_fixed(&step.from, step.start_s);
    let curve = Quintic::through(&from, &earth_fixed(&step.to, end_s), step.span_s);
    let parts = (step.span_s / apart_s).ceil();
    let (start_s, part_s) = (step.start_s, step.span_s / parts);
    (1..=parts as u32).map(move |part| {
        let within_s = f64::from(part) * part_s;
        let (position_m, velocity_mps) = curve.at(within_s);
        let state = State { position_m, velocity_mps };
        (start_s + within_s, state)
    })
}

/// A moment as seen from the Earth, whose axes lay along those of its frame `time_s` earlier.
fn earth_fixed(moment: &NystromPoint, time_s: f64) -> NystromPoint {
    let state = moment.state().earth_fixed(time_s);
    let pull = turned(&moment.acceleration_mps2, -time_s);
    NystromPoint {
        position_m: state.position_m,
        velocity_mps: state.velocity_mps,
        acceleration_mps2: pull + turning_acceleration(&state),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ballistics::dynamics::coast_acceleration;
    use crate::ballistics::integrate::step;
    use crate::ballistics::nystrom::propagate;
    use crate::ballistics::state::Inertial;
    use crate::earth::frames::Geodetic;
    use crate::earth::gravity::point_mass_acceleration;

    /// A body well up, that stays there for half an hour.
    fn aloft() -> State {
        State {
            position_m: Geodetic::degrees(35.0, 40.0, 300e3).ecef().0,
            velocity_mps: Geodetic::degrees(60.0, 80.0, 0.0).ecef().0 * 1e-3,
        }
    }

    /// A flight in ticks of the simulation ends as one in small steps of the classic method, in
    /// the turning frame, and as one by the long steps.
    #[test]
    fn ticks_keep_their_error() {
        let start = aloft();
        let end = propagate(&start.inertial(0.0), 1800.0, 1e-6).earth_fixed(1800.0);
        let mut classic = start;
        for _ in 0..18_000 {
            classic = step(&classic, 0.1, |_, state| coast_acceleration(state));
        }
        assert!((classic.position_m - end.position_m).norm() < 1e-6);
        assert!((classic.velocity_mps - end.velocity_mps).norm() < 1e-9);
        for (tick_s, off_m) in [(0.25, 1e-6), (1.0, 2e-5), (TICK_S_MAX, 1e-2)] {
            let mut state = start;
            for _ in 0..(1800.0 / tick_s) as u32 {
                state = tick(&state, tick_s).expect("it is far from the air");
            }
            let off = (state.position_m - end.position_m).norm();
            assert!(off < off_m, "{tick_s}: {off} m");
            assert!((state.velocity_mps - end.velocity_mps).norm() < 1e-2 * off_m, "{tick_s}");
        }
    }

    #[test]
    fn ticks_keep_energy_and_angular_momentum() {
        let kept = |state: Inertial| {
            let energy = 0.5 * state.velocity_mps.norm_squared()
                - GRAVITATION_M3PS2 / state.position_m.norm();
            (energy, state.position_m.cross(&state.velocity_mps))
        };
        let (energy, momentum) = kept(aloft().inertial(0.0));
        for tick_s in [0.25, 1.0, TICK_S_MAX] {
            let mut state = aloft();
            for _ in 0..(1800.0 / tick_s) as u32 {
                state = short_step(&state, tick_s, point_mass_acceleration);
            }
            let (energy_end, momentum_end) = kept(state.inertial(1800.0));
            assert!((energy_end / energy - 1.0).abs() < 1e-9, "{tick_s}");
            assert!((momentum_end - momentum).norm() < 1e-9 * momentum.norm(), "{tick_s}");
        }
    }

    proptest! {
        /// What a tick leaps over was vacuum, and what it leaves to others is near the air.
        #[test]
        fn ticks_stay_out_of_the_air(
            latitude_deg in -90.0..90.0,
            altitude_m in 190e3..300e3,
            velocity in prop::array::uniform3(-9e3..9e3),
            tick_s in 0.01..TICK_S_MAX,
        ) {
            let position_m = Geodetic::degrees(latitude_deg, 10.0, altitude_m).ecef().0;
            let start = State { position_m, velocity_mps: velocity.into() };
            let Some(end) = tick(&start, tick_s) else {
                let sinks_m = tick_s * start.velocity_mps.norm() + 5.0 * tick_s * tick_s;
                // The test takes the Earth for a sphere as wide as its equator.
                prop_assert!(altitude_m - sinks_m < DRAG_CEILING_M + 22e3);
                return Ok(());
            };
            let mut state = start;
            for _ in 0..20 {
                prop_assert!(altitude_approx_m(&state.position_m) >= DRAG_CEILING_M);
                state = step(&state, tick_s / 20.0, |_, state| coast_acceleration(state));
            }
            prop_assert!((state.position_m - end.position_m).norm() < 1e-3);
        }

        /// A fall ends where the air begins, however fast and steep, and a step that would leap
        /// through a corner of the air is cut short as well.
        #[test]
        fn arcs_end_where_the_air_begins(
            latitude_deg in -90.0..90.0,
            altitude_m in 201e3..3e6,
            dive in 0.0..1.0,
            speed_mps in 500.0..7.5e3,
        ) {
            let position_m = Geodetic::degrees(latitude_deg, 10.0, altitude_m).ecef().0;
            let level = Vector3::z().cross(&position_m).normalize();
            let up = position_m.normalize();
            let course: Vector3<f64> = level * (1.0 - dive) - up * dive;
            let velocity_mps = course.normalize() * speed_mps;
            let start = State { position_m, velocity_mps };
            let mut steps = Vec::new();
            let (taken_s, end) = arc(&start, 1e4, |step| steps.push(*step));
            let reference = propagate(&start.inertial(0.0), taken_s, 1e-4).earth_fixed(taken_s);
            prop_assert!((end.position_m - reference.position_m).norm() < 2e-2);
            if taken_s < 1e4 {
                let altitude_m = altitude_approx_m(&end.position_m);
                prop_assert!((altitude_m - DRAG_CEILING_M + BELOW_M).abs() < 0.4, "{altitude_m}");
            }
            let mut before_s = 0.0;
            for (time_s, state) in steps.iter().flat_map(|step| states(step, 10.0)) {
                prop_assert!(time_s > before_s && time_s - before_s <= 10.0 + 1e-9);
                let altitude_m = altitude_approx_m(&state.position_m);
                prop_assert!(altitude_m > DRAG_CEILING_M - 1.0, "{altitude_m} at {time_s}");
                before_s = time_s;
            }
            prop_assert!((before_s - taken_s).abs() < 1e-9);
        }

        /// Round the Earth above the equator, past a lowest point near the top of the air: a step
        /// must not leap through what small steps meet.
        #[test]
        fn no_step_leaps_through_a_corner_of_the_air(
            lowest_m in 185e3..205e3,
            highest_m in 400e3..3e6,
            ahead_rad in 0.1..2.5_f64,
        ) {
            let (near, far) = (SEMI_MAJOR_M + lowest_m, SEMI_MAJOR_M + highest_m);
            let latus: f64 = 2.0 * near * far / (near + far);
            let (sin, cos) = libm::sincos(-ahead_rad);
            let radius = latus / (1.0 + (far - near) / (far + near) * cos);
            let speed = (GRAVITATION_M3PS2 / latus).sqrt();
            let start = Inertial {
                position_m: Vector3::new(cos, sin, 0.0) * radius,
                velocity_mps: Vector3::new(-sin, (far - near) / (far + near) + cos, 0.0) * speed,
            };
            prop_assume!(radius > SEMI_MAJOR_M + 210e3);
            let mut state = start;
            let mut least_m = f64::INFINITY;
            for _ in 0..3000 {
                state = propagate(&state, 1.0, 1e-3);
                least_m = least_m.min(altitude_approx_m(&state.position_m));
            }
            let (taken_s, _) = arc(&start.earth_fixed(0.0), 3000.0, |_| ());
            if least_m < DRAG_CEILING_M - 2.0 * BELOW_M {
                prop_assert!(taken_s < 3000.0, "it sank to {least_m} m");
            }
            if least_m > DRAG_CEILING_M {
                prop_assert!(taken_s >= 3000.0, "it sank to {least_m} m only");
            }
        }

        #[test]
        fn states_within_a_step_lie_on_the_flight(speed_mps in 3e3..9e3, climb in 0.1..1.0) {
            let position_m = Geodetic::degrees(50.0, 10.0, 300e3).ecef().0;
            let level = Vector3::z().cross(&position_m).normalize();
            let course: Vector3<f64> = level * (1.0 - climb) + position_m.normalize() * climb;
            let velocity_mps = course * speed_mps;
            let start = State { position_m, velocity_mps };
            let mut steps = Vec::new();
            arc(&start, 1500.0, |step| steps.push(*step));
            for (time_s, state) in steps.iter().flat_map(|step| states(step, 10.0)) {
                let there = propagate(&start.inertial(0.0), time_s, 1e-3).earth_fixed(time_s);
                prop_assert!((there.position_m - state.position_m).norm() < 0.4);
                prop_assert!((there.velocity_mps - state.velocity_mps).norm() < 0.01);
            }
        }
    }

    #[test]
    fn what_is_no_number_ends_its_arc() {
        for bad in [f64::NAN, f64::INFINITY] {
            let lost = State { velocity_mps: Vector3::repeat(bad), ..aloft() };
            arc(&lost, 1e5, |_| ());
            let lost = State { position_m: Vector3::repeat(bad), ..aloft() };
            arc(&lost, 1e5, |_| ());
        }
        arc(&aloft(), f64::NAN, |_| ());
    }
}
