//! Laws and reference cases of the motion as a whole.

use crate::ballistics::arc::Fall;
use crate::ballistics::dynamics::{coast_acceleration, drag_acceleration, turning_acceleration};
use crate::ballistics::integrate::{coast, step};
use crate::ballistics::state::{Inertial, State};
use crate::ballistics::vehicle::{Stage, Thrust, Vehicle};
use crate::earth::frames::{Geodetic, Site, altitude_approx_m};
use crate::earth::gravity;
use crate::earth::wgs84::{GRAVITATION_M3PS2, STANDARD_GRAVITY_MPS2};
use crate::reference::{ReferenceRow, cases};
use nalgebra::Vector3;
use proptest::prelude::*;

pub(crate) mod notional;
mod whole_flights;

/// A body at an altitude, moving eastward and down.
fn entering(altitude_m: f64, speed_mps: f64, dive_deg: f64) -> State {
    let site = Site::new(Geodetic::degrees(40.0, 20.0, altitude_m));
    let (sin, cos) = libm::sincos(dive_deg.to_radians());
    let velocity = Vector3::new(cos, 0.0, -sin) * speed_mps;
    State { position_m: site.position().0, velocity_mps: site.axes().tr_mul(&velocity) }
}

/// The speed with which a fall passes so many times 10 km, m/s.
fn passing(fall: &Fall, altitude: u32) -> f64 {
    let (mut above_s, mut below_s) = (0.0, fall.end_s());
    for _ in 0..60 {
        let middle_s = 0.5 * (above_s + below_s);
        if altitude_approx_m(&fall.at(middle_s).position_m) > f64::from(altitude) * 1e4 {
            above_s = middle_s;
        } else {
            below_s = middle_s;
        }
    }
    fall.at(above_s).velocity_mps.norm()
}

proptest! {
    /// Around a point mass the turning frame must keep what the inertial one keeps.
    #[test]
    fn energy_and_angular_momentum_are_kept(
        latitude_deg in -90.0..90.0,
        velocity in prop::array::uniform3(-5e3..5e3),
    ) {
        let position_m = Geodetic::degrees(latitude_deg, 77.0, 3e6).ecef().0;
        let start = State { position_m, velocity_mps: velocity.into() };
        let mut state = start;
        for _ in 0..600 {
            state = step(&state, 0.5, |_, state| {
                gravity::point_mass_acceleration(&state.position_m) + turning_acceleration(state)
            });
        }
        let kept = |state: Inertial| {
            let energy = 0.5 * state.velocity_mps.norm_squared()
                - GRAVITATION_M3PS2 / state.position_m.norm();
            (energy, state.position_m.cross(&state.velocity_mps))
        };
        let (energy, momentum) = kept(start.inertial(0.0));
        let (energy_end, momentum_end) = kept(state.inertial(300.0));
        let scale = start.position_m.norm() * 8e3;
        prop_assert!((energy_end / energy - 1.0).abs() < 1e-9);
        prop_assert!((momentum_end - momentum).norm() < 1e-9 * scale);
    }

    #[test]
    fn vacuum_flight_can_be_reversed(velocity in prop::array::uniform3(-5e3..5e3)) {
        let position_m = Geodetic::degrees(50.0, 5.0, 3e6).ecef().0;
        let start = State { position_m, velocity_mps: velocity.into() };
        let mut state = start;
        for dt_s in [1.0, -1.0] {
            for _ in 0..300 {
                state = step(&state, dt_s, |_, state| coast_acceleration(state));
            }
        }
        prop_assert!((state.position_m - start.position_m).norm() < 1e-4);
        prop_assert!((state.velocity_mps - start.velocity_mps).norm() < 1e-6);
    }

    #[test]
    fn the_heavier_body_arrives_sooner_and_faster(
        speed_mps in 1e3..7.5e3,
        dive_deg in 5.0..80.0,
        light_kgpm2 in 50.0..5e3,
    ) {
        let start = entering(120e3, speed_mps, dive_deg);
        let light = Fall::predict(&start, light_kgpm2, 1e4);
        let heavy = Fall::predict(&start, 1.5 * light_kgpm2, 1e4);
        let speed = |fall: &Fall| fall.at(fall.end_s()).velocity_mps.norm();
        prop_assert!(heavy.impact().is_some() && light.impact().is_some());
        prop_assert!(heavy.end_s() < light.end_s());
        prop_assert!(speed(&heavy) > speed(&light));
        // And on the way down, wherever both pass.
        for altitude in (0..12).rev() {
            let [slower, faster] = [&light, &heavy].map(|fall| passing(fall, altitude));
            prop_assert!(slower <= faster * (1.0 + 1e-6), "{altitude}: {slower} {faster}");
        }
    }
}

/// With oblateness the spin about the polar axis is still kept, and no flight loses energy.
#[test]
fn oblateness_keeps_the_polar_angular_momentum() {
    let mut state = entering(800e3, 6e3, -20.0);
    let spin = |inertial: Inertial| inertial.position_m.cross(&inertial.velocity_mps).z;
    let before = spin(state.inertial(0.0));
    state = (0..900).fold(state, |state, _| coast(&state, 1e3, 1.0));
    assert!((spin(state.inertial(900.0)) / before - 1.0).abs() < 1e-9);
}

#[test]
fn what_is_no_number_ends() {
    let start = entering(150e3, 5e3, 20.0);
    for altitude_m in [150e3, 500e3] {
        for bad in [f64::NAN, f64::INFINITY] {
            for axis in 0..6 {
                let mut lost = entering(altitude_m, 5e3, 20.0);
                let part = match axis {
                    0..3 => &mut lost.position_m,
                    _ => &mut lost.velocity_mps,
                };
                part[axis % 3] = bad;
                let end = coast(&lost, 1e3, 1e4);
                assert!(!end.position_m.norm().is_finite(), "{axis}");
                assert_eq!(Fall::predict(&lost, 1e3, 1e4).impact(), None, "{axis}");
            }
        }
    }
    assert_eq!(coast(&start, 1e3, f64::NAN), start);
}

/// Steps by the rule against steps of 5 ms, from entry to the ground, for light and heavy bodies.
#[test]
fn a_whole_fall_stays_near_its_reference() {
    for (altitude_m, speed_mps, dive_deg) in
        [(60e3, 2e3, 45.0), (150e3, 4e3, 40.0), (300e3, 7e3, 22.0), (150e3, 7.2e3, 5.0)]
    {
        for ballistic_coefficient in [10.0, 30.0, 100.0, 500.0, 2e3, 1e4] {
            let start = entering(altitude_m, speed_mps, dive_deg);
            let fall = Fall::predict(&start, ballistic_coefficient, 1e4);
            let acceleration = |_: f64, state: &State| {
                coast_acceleration(state) + drag_acceleration(state, ballistic_coefficient)
            };
            let (mut state, mut time_s) = (start, 0.0);
            let mut worst_m = 0.0_f64;
            while altitude_approx_m(&state.position_m) > 0.0 {
                let off_m = (fall.at(time_s).position_m - state.position_m).norm();
                worst_m = worst_m.max(off_m);
                state = step(&state, 5e-3, acceleration);
                time_s += 5e-3;
            }
            let case = format!("{speed_mps} m/s, {dive_deg} deg, {ballistic_coefficient} kg/m2");
            assert!(worst_m < 10.0, "{case}: {worst_m} m");
            assert!((fall.end_s() - time_s).abs() < 0.02, "{case}: {time_s}");
        }
    }
}

/// A burn over flat ground with constant gravity, the thrust at a fixed elevation: the closed
/// forms, reached by the steps of half a second that a boost takes.
#[test]
fn burns_agree_with_the_reference() {
    // Fourth order at 0.5 s leaves this of the closed form.
    const OWN: f64 = 1e-7;
    for case in cases("tests/reference/05_boost_fixed_attitude.csv") {
        let (mass_kg, ratio) = (1e3, case.number("mass_ratio"));
        let flow_kgps = mass_kg * (1.0 - 1.0 / ratio) / case.number("burn_time_s");
        let thrust_n = case.number("isp_s") * STANDARD_GRAVITY_MPS2 * flow_kgps;
        let end = burn(&case, thrust_n, mass_kg, ratio, case.number("thrust_elevation_deg"));
        for (column, got) in [
            ("vx_m_s", end.velocity_mps.x),
            ("vz_m_s", end.velocity_mps.z),
            ("x_m", end.position_m.x),
            ("z_m", end.position_m.z),
        ] {
            let scale = case.number("speed_m_s") * if column.starts_with('v') { 1.0 } else { 10.0 };
            case.close(column, got, case.number(column), OWN * scale);
        }
    }
}

fn burn(case: &ReferenceRow, thrust_n: f64, mass_kg: f64, ratio: f64, elevation_deg: f64) -> State {
    let burn_time_s = case.number("burn_time_s");
    let payload_kg = mass_kg / ratio;
    let propellant_kg = mass_kg - payload_kg;
    let thrust = Thrust::MassFlow { thrust_n, propellant_kg, dry_kg: 0.0 };
    let vehicle = Vehicle {
        stages: vec![Stage { burn_time_s, thrust }],
        payload_kg,
        ballistic_coefficient_kgpm2: 1e3,
    };
    let stage = vehicle.burns().next().expect("one stage");
    let (sin, cos) = libm::sincos(elevation_deg.to_radians());
    let steps = (burn_time_s / 0.5).ceil();
    let dt_s = burn_time_s / steps;
    let mut state = State { position_m: Vector3::zeros(), velocity_mps: Vector3::zeros() };
    for index in 0..steps as u32 {
        let start_s = f64::from(index) * dt_s;
        state = step(&state, dt_s, |within_s, _| {
            let thrust_mps2 = stage.acceleration_mps2(start_s + within_s);
            Vector3::new(thrust_mps2 * cos, 0.0, thrust_mps2 * sin - STANDARD_GRAVITY_MPS2)
        });
    }
    state
}
