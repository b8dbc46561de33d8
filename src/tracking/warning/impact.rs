//! Impact of what is let go now: the one flight through air that counts, and cheap ones
//! beside it.
//!
//! The mean is coasted to the ground as the truth would be (`ballistics::integrate`, the legs of
//! [`Fall`](crate::ballistics::arc::Fall)). Others near it take a conic over the ellipsoid's radius
//! at its end (`ballistics::conic`) and are moved by what the conic of the mean is off.

use crate::ballistics::conic::Burnout;
use crate::ballistics::integrate::{Advance, coast_to_ground};
use crate::ballistics::state::State;
use crate::earth::frames::altitude_approx_m;
use crate::earth::wgs84::{MEAN_RADIUS_M, ROTATION_RADPS};
use nalgebra::Vector3;

/// Longest fall, s: beyond, a booster's payload is in orbit.
const FALL_S_MAX: f64 = 7_200.0;

/// An end on the ground: where, ECEF, m, and after what time, s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Landing {
    pub(super) place_m: Vector3<f64>,
    pub(super) after_s: f64,
}

/// The end of a fall through air; `None` if it does not come down.
pub(super) fn fallen(state: &State, ballistic_coefficient_kgpm2: f64) -> Option<Landing> {
    match coast_to_ground(state, ballistic_coefficient_kgpm2, FALL_S_MAX, |_, _| ()) {
        Advance::Impact { time_s, state } => {
            Some(Landing { place_m: state.position_m, after_s: time_s })
        }
        Advance::Flying(_) => None,
    }
}

/// The end of a conic; `None` if it does not meet the ground.
pub(super) fn conic(state: &State) -> Option<Landing> {
    let start = state.inertial(0.0);
    let radius_m = start.position_m.norm();
    let up = start.position_m / radius_m;
    let speed_mps = start.velocity_mps.norm();
    let flight = Burnout { radius_m, speed_mps, flight_path_rad: start.flight_path_rad() };
    let level = start.velocity_mps - up * up.dot(&start.velocity_mps);
    let onward = level.try_normalize(1e-6).unwrap_or_default();
    let mut ground_m = MEAN_RADIUS_M;
    let mut landing = None;
    for _ in 0..2 {
        let free = flight.free_flight(ground_m)?;
        let (sin, cos) = libm::sincos(free.range_angle_rad);
        let (turned_sin, turned_cos) = libm::sincos(-ROTATION_RADPS * free.time_s);
        let toward = up * cos + onward * sin;
        let toward = Vector3::new(
            turned_cos * toward.x - turned_sin * toward.y,
            turned_sin * toward.x + turned_cos * toward.y,
            toward.z,
        );
        ground_m -= altitude_approx_m(&(toward * ground_m));
        landing = Some(Landing { place_m: toward * ground_m, after_s: free.time_s });
    }
    landing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::{Enu, Geodetic, Site};

    #[test]
    fn a_conic_moves_as_the_fall_through_air_does() {
        let site = Site::new(Geodetic::degrees(31.0, 52.0, 120e3));
        let state = |forward_mps: f64, up_mps: f64| State {
            position_m: site.position().0,
            velocity_mps: site
                .ecef(Enu(Vector3::new(-0.6 * forward_mps, 0.8 * forward_mps, up_mps)))
                .0
                - site.position().0,
        };
        let (mean, coefficient) = (state(3500.0, 1900.0), 5000.0);
        let (fall, cheap) = (fallen(&mean, coefficient).unwrap(), conic(&mean).unwrap());
        assert!((fall.place_m - cheap.place_m).norm() < 40e3);
        for (forward_mps, up_mps) in [(3800.0, 1900.0), (3200.0, 1900.0), (3500.0, 2100.0)] {
            let other = state(forward_mps, up_mps);
            let (fall_2, cheap_2) = (fallen(&other, coefficient).unwrap(), conic(&other).unwrap());
            let moved = fall_2.place_m - fall.place_m;
            let off_m = (moved - (cheap_2.place_m - cheap.place_m)).norm();
            assert!(off_m < 0.03 * moved.norm(), "{off_m} of {}", moved.norm());
            let later_s = fall_2.after_s - fall.after_s;
            assert!(
                (later_s - (cheap_2.after_s - cheap.after_s)).abs() < 0.04 * later_s.abs() + 1.0
            );
        }
    }

    #[test]
    fn what_never_comes_down_has_no_landing() {
        let state = State {
            position_m: Vector3::new(7e6, 0.0, 0.0),
            velocity_mps: Vector3::new(0.0, 7.4e3, 0.0),
        };
        assert_eq!(conic(&state), None);
        assert_eq!(fallen(&state, 5e3), None);
    }
}
