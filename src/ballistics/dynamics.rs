//! The forces on a point mass without thrust, in the Earth-fixed frame.
//!
//! Gravity with oblateness, the Coriolis and centrifugal terms of the turning frame (Goldstein,
//! *Classical Mechanics*, sec. 4.10), and drag in air that turns with the Earth. Left out: lift,
//! wind, drag coefficients that change with speed.

use crate::ballistics::state::State;
use crate::earth::atmosphere::density_kgpm3;
use crate::earth::frames::altitude_approx_m;
use crate::earth::gravity;
use crate::earth::wgs84::ROTATION_RADPS;
use nalgebra::Vector3;

/// Altitude from which drag is left out, m.
///
/// Above it even a light object (100 kg/m²) is slowed by less than 1e-4 m/s² at 8 km/s, and the
/// standard atmosphere is uncertain by a factor anyway.
pub const DRAG_CEILING_M: f64 = 200e3;

/// Acceleration without drag, m/s²: gravity with oblateness, Coriolis, centrifugal.
#[inline]
pub fn coast_acceleration(state: &State) -> Vector3<f64> {
    gravity::acceleration(&state.position_m) + turning_acceleration(state)
}

/// Acceleration that a body seems to have because the frame turns, m/s²: Coriolis, centrifugal.
#[inline]
pub fn turning_acceleration(state: &State) -> Vector3<f64> {
    const CENTRIFUGAL: f64 = ROTATION_RADPS * ROTATION_RADPS;
    const CORIOLIS: f64 = 2.0 * ROTATION_RADPS;
    let (position, velocity) = (&state.position_m, &state.velocity_mps);
    Vector3::new(
        CENTRIFUGAL * position.x + CORIOLIS * velocity.y,
        CENTRIFUGAL * position.y - CORIOLIS * velocity.x,
        0.0,
    )
}

/// Acceleration by drag, m/s², for a ballistic coefficient `m / (C_d A)`, kg/m², above 0.
///
/// Zero from [`DRAG_CEILING_M`] upwards.
#[inline]
pub fn drag_acceleration(state: &State, ballistic_coefficient_kgpm2: f64) -> Vector3<f64> {
    let altitude_m = altitude_approx_m(&state.position_m);
    if altitude_m >= DRAG_CEILING_M {
        return Vector3::zeros();
    }
    let air = density_kgpm3(altitude_m);
    drag_in_air(&state.velocity_mps, air, ballistic_coefficient_kgpm2)
}

/// Acceleration by drag, m/s², in air of a given density, kg/m³: `-ρ |v| v / (2 β)`.
#[inline]
pub fn drag_in_air(
    velocity_mps: &Vector3<f64>,
    density_kgpm3: f64,
    ballistic_coefficient_kgpm2: f64,
) -> Vector3<f64> {
    let speed_mps = velocity_mps.norm();
    velocity_mps * (-0.5 * density_kgpm3 * speed_mps / ballistic_coefficient_kgpm2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::earth::frames::{Geodetic, Site};

    #[test]
    fn at_rest_on_the_ellipsoid_weight_is_normal_to_it() {
        // Normal gravity at equator and poles: TR8350.2 table 3.4 (without J4: 2e-4 m/s² off).
        for (latitude_deg, expected_mps2) in [(0.0, 9.780_325), (45.0, 9.806_2), (90.0, 9.832_185)]
        {
            let site = Site::new(Geodetic::degrees(latitude_deg, 77.0, 0.0));
            let state = State { position_m: site.position().0, velocity_mps: Vector3::zeros() };
            let weight = site.axes() * coast_acceleration(&state);
            assert!((weight.z + expected_mps2).abs() < 3e-4, "{weight}");
            assert!(weight.xy().norm() < 1e-4, "{weight}");
        }
    }

    proptest! {
        #[test]
        fn drag_opposes_motion_and_spares_the_heavy(
            altitude_m in 0.0..250e3,
            velocity in prop::array::uniform3(-7e3..7e3),
            light_kgpm2 in 10.0..1e4,
        ) {
            let position_m = Geodetic::degrees(30.0, 60.0, altitude_m).ecef().0;
            let state = State { position_m, velocity_mps: velocity.into() };
            let drag = drag_acceleration(&state, light_kgpm2);
            let less = drag_acceleration(&state, 2.0 * light_kgpm2);
            prop_assert!((drag - 2.0 * less).norm() <= 1e-12 * drag.norm());
            prop_assert!(drag.dot(&state.velocity_mps) <= 0.0);
            let aside = drag.cross(&state.velocity_mps).norm();
            prop_assert!(aside <= 1e-12 * drag.norm() * state.velocity_mps.norm());
            prop_assert_eq!(drag == Vector3::zeros(), altitude_approx_m(&position_m) >= 200e3);
        }
    }
}
