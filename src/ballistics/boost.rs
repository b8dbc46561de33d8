//! Boost: the powered part of a flight, steered by a fixed program.
//!
//! A short vertical rise, then the thrust tilts evenly towards an azimuth, in the horizon of the
//! launch site, until thrust is ended. Textbook open-loop steering: no guidance, no attitude
//! dynamics, no gravity turn. Gravity and drag act throughout.

use nalgebra::Vector3;
use std::f64::consts::FRAC_PI_2;

use crate::ballistics::dynamics::{coast_acceleration, drag_acceleration};
use crate::ballistics::integrate::step;
use crate::ballistics::state::State;
use crate::ballistics::vehicle::{Burn, STAGES_MAX, Vehicle};
use crate::earth::frames::{Site, altitude_approx_m};

/// Length of the vertical rise, s: rockets first clear the launcher and gather speed.
pub const RISE_S: f64 = 4.0;

/// Longest share of the burn spent in the vertical rise, for vehicles that burn very briefly.
pub const RISE_SHARE_MAX: f64 = 0.1;

/// The stack's ballistic coefficient in boost, as a multiple of the payload's.
///
/// Notional: a rocket full of propellant is some ten times heavier than its payload, and its
/// section about twice as large.
pub const BOOST_COEFFICIENT_RATIO: f64 = 5.0;

/// Longest step in boost, s.
const STEP_S: f64 = 1.0;

/// Share of that in dense air, whose layers meet in kinks: on them the error is of second order.
const DENSE_SHARE: f64 = 0.25;

/// Altitude up to which air counts as dense, m.
const DENSE_M: f64 = 40e3;

/// Steering program of a launch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Steering {
    /// Direction of the thrust's tilt at the launch site, clockwise from north, rad.
    pub azimuth_rad: f64,
    /// Elevation of the thrust above the launch site's horizon, rad, when the last stage burns out.
    ///
    /// It falls evenly from π/2 at the end of the vertical rise. With an early cut-off it is never
    /// reached and may be any angle below π/2.
    pub elevation_final_rad: f64,
    /// End of thrust, s since launch, in (0, burn time].
    pub cutoff_s: f64,
}

/// The steered burning of a vehicle at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Boost {
    burns: [Option<Burn>; STAGES_MAX],
    rise_s: f64,
    tilt_radps: f64,
    up: Vector3<f64>,
    downrange: Vector3<f64>,
    ballistic_coefficient_kgpm2: f64,
}

impl Boost {
    /// The program of `steering`, whose cut-off is left to the caller.
    pub(crate) fn new(vehicle: &Vehicle, site: &Site, steering: &Steering) -> Self {
        let mut burns = [None; STAGES_MAX];
        for (place, burn) in burns.iter_mut().zip(vehicle.burns()) {
            *place = Some(burn);
        }
        let burn_time_s = vehicle.burn_time_s();
        let rise_s = RISE_S.min(RISE_SHARE_MAX * burn_time_s);
        let (east, north) = libm::sincos(steering.azimuth_rad);
        Self {
            burns,
            rise_s,
            tilt_radps: (FRAC_PI_2 - steering.elevation_final_rad) / (burn_time_s - rise_s),
            up: site.axes().tr_mul(&Vector3::z()),
            downrange: site.axes().tr_mul(&Vector3::new(east, north, 0.0)),
            ballistic_coefficient_kgpm2: BOOST_COEFFICIENT_RATIO
                * vehicle.ballistic_coefficient_kgpm2,
        }
    }

    /// Elevation of the thrust in the horizon of the launch site, rad.
    pub(crate) fn elevation_rad(&self, time_s: f64) -> f64 {
        FRAC_PI_2 - self.tilt_radps * (time_s - self.rise_s).max(0.0)
    }

    /// The state at `to_s` from that at `from_s`, both in seconds since launch.
    ///
    /// Beyond its burn time the last stage is taken to go on as at its end: the search for an
    /// aimed flight looks a little past what the vehicle can do.
    pub(crate) fn advance(&self, state: &State, from_s: f64, to_s: f64) -> State {
        self.advance_by(STEP_S, state, from_s, to_s)
    }

    /// [`Boost::advance`] in steps of at most `step_s`, of [`DENSE_SHARE`] of that in dense air.
    pub(crate) fn advance_by(&self, step_s: f64, state: &State, from_s: f64, to_s: f64) -> State {
        let (mut state, mut time_s) = (*state, from_s);
        while time_s < to_s {
            let Some(burn) = self.burning(time_s) else {
                break;
            };
            let mut end_s = to_s;
            for break_s in [burn.end_s(), self.rise_s] {
                if time_s < break_s {
                    end_s = end_s.min(break_s);
                }
            }
            let dense = altitude_approx_m(&state.position_m) < DENSE_M;
            let longest_s = if dense { DENSE_SHARE * step_s } else { step_s };
            let steps = ((end_s - time_s) / longest_s).ceil();
            let dt_s = (end_s - time_s) / steps;
            state = step(&state, dt_s, |within_s, state| {
                self.acceleration(&burn, time_s + within_s, state)
            });
            time_s = if steps > 1.0 { time_s + dt_s } else { end_s };
        }
        state
    }

    /// Acceleration by drag on the whole stack, m/s².
    #[inline]
    pub(crate) fn drag_acceleration(&self, state: &State) -> Vector3<f64> {
        drag_acceleration(state, self.ballistic_coefficient_kgpm2)
    }

    /// The stage that burns at a time: the first not burnt out, else the last.
    fn burning(&self, time_s: f64) -> Option<Burn> {
        let mut burns = self.burns.iter().flatten();
        let last = self.burns.iter().flatten().last();
        burns.find(|burn| time_s < burn.end_s()).or(last).copied()
    }

    #[inline]
    fn acceleration(&self, burn: &Burn, time_s: f64, state: &State) -> Vector3<f64> {
        let (sin, cos) = libm::sincos(self.elevation_rad(time_s));
        let thrust_mps2 = burn.acceleration_mps2(time_s);
        coast_acceleration(state)
            + self.drag_acceleration(state)
            + (self.up * sin + self.downrange * cos) * thrust_mps2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::tests::notional::{mean, vehicle};
    use crate::earth::frames::Geodetic;

    fn boost(vehicle: &Vehicle) -> Boost {
        let steering = Steering {
            azimuth_rad: FRAC_PI_2,
            elevation_final_rad: 0.3,
            cutoff_s: vehicle.burn_time_s(),
        };
        Boost::new(vehicle, &Site::new(Geodetic::degrees(50.0, 8.0, 0.0)), &steering)
    }

    #[test]
    fn thrust_rises_then_tilts_evenly_to_its_final_elevation() {
        for (vehicle, rise_s) in
            [(vehicle("long, flow"), RISE_S), (mean(1e3, &[[10.0, 90.0]]), 1.0)]
        {
            let (boost, end_s) = (boost(&vehicle), vehicle.burn_time_s());
            for (time_s, expected_rad) in [
                (0.0, FRAC_PI_2),
                (rise_s, FRAC_PI_2),
                (0.5 * (rise_s + end_s), 0.5 * (FRAC_PI_2 + 0.3)),
                (end_s, 0.3),
            ] {
                let off = boost.elevation_rad(time_s) - expected_rad;
                assert!(off.abs() < 1e-12, "{time_s}: {off}");
            }
        }
    }

    #[test]
    fn a_boost_goes_up_and_where_it_is_steered() {
        let site = Site::new(Geodetic::degrees(50.0, 8.0, 0.0));
        let rest = State { position_m: site.position().0, velocity_mps: Vector3::zeros() };
        let end = boost(&vehicle("short, mean")).advance(&rest, 0.0, 70.0);
        let local = site.axes() * (end.position_m - rest.position_m);
        assert!(local.x > 20e3 && local.z > 20e3, "{local}");
        assert!(local.y.abs() < 0.01 * local.x, "{local}");
    }
}
