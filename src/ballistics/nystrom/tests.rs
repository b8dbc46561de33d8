//! Laws of the method and of the flights that it makes.

use proptest::prelude::*;
use std::f64::consts::{FRAC_PI_2, TAU};

use super::*;
use crate::ballistics::conic::Burnout;
use crate::earth::gravity::point_mass_acceleration;
use crate::reference::cases;

/// The conditions on the weights for motion that depends on time alone (ibid. sec. II.14): a
/// misprint in any weight breaks one of them or the next test.
#[test]
fn the_weights_are_those_of_their_orders() {
    let moment = |weights: &[f64], power: i32| -> f64 {
        let terms = weights.iter().zip(&TIMES);
        terms.map(|(weight, time)| weight * time.powi(power)).sum()
    };
    for (place, velocity, order) in
        [(&PLACES[STAGES - 1][..], &VELOCITY[..], 8), (&PLACE_LOW[..], &VELOCITY_LOW[..], 6)]
    {
        for power in 0..order {
            let off = moment(velocity, power) - 1.0 / f64::from(power + 1);
            assert!(off.abs() < 1e-14, "velocity {order}, {power}: {off}");
        }
        for power in 0..order - 1 {
            let off = moment(place, power) - 1.0 / f64::from((power + 1) * (power + 2));
            assert!(off.abs() < 1e-14, "place {order}, {power}: {off}");
        }
    }
    for (weights, time) in PLACES.iter().zip(&TIMES) {
        let off = weights.iter().sum::<f64>() - 0.5 * time * time;
        assert!(off.abs() < 1e-13, "{time}: {off}");
    }
}

/// Half the step, an error in the end less by two to the eighth; its estimate, by two to the
/// seventh.
#[test]
fn the_error_falls_with_the_eighth_power() {
    let start = Inertial {
        position_m: Vector3::new(5e6, 4e6, 2.5e6),
        velocity_mps: Vector3::new(-1e3, 5e3, 3e3),
    };
    let reference = propagate(&start, 1200.0, 1e-7).position_m;
    let fly = |steps: u32| {
        let mut solver = NystromSolver::new(&start, 1.0, gravity::acceleration);
        let mut estimate_m = 0.0_f64;
        for _ in 0..steps {
            let (next, off_m) = solver.step(&solver.now, 1200.0 / f64::from(steps));
            solver.now = next;
            estimate_m = estimate_m.max(off_m);
        }
        let off_m = (solver.now.position_m - reference).norm();
        (off_m, estimate_m)
    };
    let (coarse, fine) = (fly(4), fly(8));
    let orders = [coarse.0 / fine.0, coarse.1 / fine.1].map(f64::log2);
    assert!((orders[0] - 8.0).abs() < 0.7, "{orders:?}");
    assert!((orders[1] - 7.0).abs() < 0.7, "{orders:?}");
    assert!(fine.0 < fine.1, "the estimate covers the error");
}

#[test]
fn a_tolerance_bounds_the_error() {
    let allowed = [(1.0, 1e-2, 2e-5), (TOLERANCE_M, 5e-4, 1e-6), (1e-3, 5e-6, 1e-8)];
    for case in cases("reference/03_j2_propagation.csv") {
        let start = Inertial {
            position_m: case.vector("r0", "_m"),
            velocity_mps: case.vector("v0", "_m_s"),
        };
        for (tolerance_m, error_m, error_mps) in allowed {
            let end = propagate(&start, case.number("dt_s"), tolerance_m);
            let off_m = (end.position_m - case.vector("r1", "_m")).norm();
            let off_mps = (end.velocity_mps - case.vector("v1", "_m_s")).norm();
            case.close(&format!("position at {tolerance_m}"), off_m, 0.0, error_m);
            case.close(&format!("velocity at {tolerance_m}"), off_mps, 0.0, error_mps);
        }
    }
}

/// A state at some 120 km, thrown at some angle with less than what escapes.
fn thrown(speed_mps: f64, elevation_rad: f64, azimuth_rad: f64, latitude_rad: f64) -> Inertial {
    let (sin, cos) = libm::sincos(latitude_rad);
    let (up, north) = (Vector3::new(cos, 0.0, sin), Vector3::new(-sin, 0.0, cos));
    let (north_part, east_part) = libm::sincos(azimuth_rad);
    let level = north * north_part + Vector3::y() * east_part;
    let (rise, run) = libm::sincos(elevation_rad);
    Inertial { position_m: up * 6.5e6, velocity_mps: (up * rise + level * run) * speed_mps }
}

/// How long it flies until it is as low again, s.
fn flight_s(start: &Inertial) -> f64 {
    let radius_m = start.position_m.norm();
    let burnout = Burnout {
        radius_m,
        speed_mps: start.velocity_mps.norm(),
        flight_path_rad: start.flight_path_rad(),
    };
    burnout.free_flight(radius_m).map_or(1800.0, |flight| flight.time_s)
}

proptest! {
    /// From burnout to where the air begins, around a point mass.
    #[test]
    fn energy_and_angular_momentum_are_kept(
        speed_mps in 1e3..9.5e3,
        elevation_rad in 0.05..1.55,
        azimuth_rad in 0.0..TAU,
        latitude_rad in -FRAC_PI_2..FRAC_PI_2,
    ) {
        let start = thrown(speed_mps, elevation_rad, azimuth_rad, latitude_rad);
        let end = follow(&start, flight_s(&start), TOLERANCE_M, point_mass_acceleration);
        let kept = |state: &Inertial| {
            let energy = 0.5 * state.velocity_mps.norm_squared()
                - GRAVITATION_M3PS2 / state.position_m.norm();
            (energy, state.position_m.cross(&state.velocity_mps))
        };
        let ((energy, momentum), (energy_end, momentum_end)) = (kept(&start), kept(&end));
        prop_assert!((energy_end / energy - 1.0).abs() < 1e-9);
        prop_assert!((momentum_end - momentum).norm() < 1e-9 * momentum.norm());
        // As low again, as the closed form says.
        prop_assert!((end.position_m.norm() - start.position_m.norm()).abs() < 0.1);
    }

    #[test]
    fn flying_back_in_time_returns_to_the_start(
        speed_mps in 1e3..9.5e3,
        elevation_rad in 0.05..1.55,
        azimuth_rad in 0.0..TAU,
        latitude_rad in -FRAC_PI_2..FRAC_PI_2,
    ) {
        let start = thrown(speed_mps, elevation_rad, azimuth_rad, latitude_rad);
        let duration_s = flight_s(&start);
        for (tolerance_m, off_m) in [(TOLERANCE_M, 0.1), (1e-5, 1e-5)] {
            let end = propagate(&start, duration_s, tolerance_m);
            let again = propagate(&end, -duration_s, tolerance_m);
            let off = (again.position_m - start.position_m).norm();
            prop_assert!(off < off_m, "{tolerance_m}: {off}");
        }
    }

    #[test]
    fn a_flight_in_two_parts_ends_where_it_ends_in_one(
        speed_mps in 1e3..9.5e3,
        elevation_rad in 0.05..1.55,
        latitude_rad in -FRAC_PI_2..FRAC_PI_2,
        share in 0.0..1.0,
    ) {
        let start = thrown(speed_mps, elevation_rad, 1.0, latitude_rad);
        let duration_s = flight_s(&start);
        let whole = propagate(&start, duration_s, TOLERANCE_M);
        let first = propagate(&start, share * duration_s, TOLERANCE_M);
        let second = propagate(&first, duration_s - share * duration_s, TOLERANCE_M);
        prop_assert!((whole.position_m - second.position_m).norm() < 0.05);
    }

    #[test]
    fn a_quintic_meets_its_ends_and_repeats_what_is_one(
        powers in prop::array::uniform6(prop::array::uniform3(-9.0..9.0)),
        span_s in 0.1..9.0,
        share in 0.0..1.0,
    ) {
        let curve = Quintic { powers: powers.map(Vector3::from) };
        let moment = |time_s: f64| {
            let (position_m, velocity_mps) = curve.at(time_s);
            let third = |power: usize| curve.powers[power] * (power * (power - 1)) as f64;
            let acceleration_mps2 = ((third(5) * time_s + third(4)) * time_s + third(3)) * time_s
                + third(2);
            NystromPoint { position_m, velocity_mps, acceleration_mps2 }
        };
        let same = Quintic::through(&moment(0.0), &moment(span_s), span_s);
        let (time_s, scale) = (share * span_s, span_s.max(1.0).powi(5) * 1e3);
        prop_assert!((same.at(time_s).0 - curve.at(time_s).0).norm() < 1e-12 * scale);
        prop_assert!((same.at(time_s).1 - curve.at(time_s).1).norm() < 1e-11 * scale);
    }
}

#[test]
fn what_is_no_number_ends() {
    let start = thrown(5e3, 0.7, 1.0, 0.5);
    for bad in [f64::NAN, f64::INFINITY, 1e300] {
        let lost = Inertial { position_m: Vector3::repeat(bad), ..start };
        propagate(&lost, 1800.0, TOLERANCE_M);
        let lost = Inertial { velocity_mps: Vector3::repeat(bad), ..start };
        propagate(&lost, 1800.0, TOLERANCE_M);
    }
    let centre = Inertial { position_m: Vector3::zeros(), ..start };
    propagate(&centre, 1800.0, TOLERANCE_M);
    assert_eq!(propagate(&start, f64::NAN, TOLERANCE_M), start);
    assert_eq!(propagate(&start, 0.0, TOLERANCE_M), start);
    // Straight down through the Earth, where no step is short enough.
    let down = Inertial { velocity_mps: Vector3::zeros(), ..start };
    propagate(&down, 1800.0, TOLERANCE_M);
}
