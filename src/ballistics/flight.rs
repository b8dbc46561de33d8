//! Flight: one launch, from the ground to the ground.
//!
//! Boost, then free flight and re-entry of the payload, each with its own steps; the stages' ends,
//! the cut-off and the impact are met exactly, wherever a tick of the simulation ends. What else is
//! left after cut-off (a spent stage, decoys) is a flight of its own that shares the boost:
//! [`Flight::object`].

use crate::ballistics::boost::{Boost, Steering};
use crate::ballistics::dynamics::drag_acceleration;
use crate::ballistics::integrate::coast_to_ground;
use crate::ballistics::release::ObjectRelease;
use crate::ballistics::state::State;
use crate::ballistics::vacuum;
use crate::ballistics::vehicle::Vehicle;
use crate::earth::frames::{Geodetic, Site, altitude_approx_m};
use nalgebra::Vector3;

pub use crate::ballistics::integrate::Advance;

/// Altitude below which a descending body counts as re-entering, m (the customary 100 km).
pub const REENTRY_M: f64 = 100e3;

/// One launch ready to fly; it holds all it needs and allocates nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flight {
    boost: Boost,
    site: Site,
    cutoff_s: f64,
    cutoff_error_mps: Vector3<f64>,
    ballistic_coefficient_kgpm2: f64,
    release: Option<ObjectRelease>,
}

/// The part of a flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlightPhase {
    /// Under thrust.
    Boost,
    /// After cut-off, rising or above [`REENTRY_M`].
    Vacuum,
    /// After cut-off, descending below [`REENTRY_M`].
    Reentry,
}

impl Flight {
    /// The launch of `vehicle` from a place.
    ///
    /// `cutoff_error_mps` is added to the velocity at cut-off, along the launch site's east, north
    /// and up. A cut-off outside the burn is moved to its nearer end.
    pub fn new(
        vehicle: &Vehicle,
        launch: Geodetic,
        steering: &Steering,
        cutoff_error_mps: Vector3<f64>,
    ) -> Self {
        let site = Site::new(launch);
        Self {
            boost: Boost::new(vehicle, &site, steering),
            site,
            cutoff_s: steering.cutoff_s.max(0.0).min(vehicle.burn_time_s()),
            cutoff_error_mps: site.axes().tr_mul(&cutoff_error_mps),
            ballistic_coefficient_kgpm2: vehicle.ballistic_coefficient_kgpm2,
            release: None,
        }
    }

    /// The flight of another object of the same launch: with the payload, its error at cut-off
    /// included, until cut-off, then released and by itself.
    #[must_use]
    pub fn object(&self, release: ObjectRelease) -> Self {
        Self {
            ballistic_coefficient_kgpm2: release.ballistic_coefficient_kgpm2,
            release: Some(release),
            ..*self
        }
    }

    /// The state before launch: at rest at the site.
    pub fn launch_state(&self) -> State {
        State { position_m: self.site.position().0, velocity_mps: Vector3::zeros() }
    }

    /// The place of launch.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// End of thrust, s since launch.
    pub fn cutoff_s(&self) -> f64 {
        self.cutoff_s
    }

    /// The state at `to_s` from that at `from_s`, both in seconds since launch, or the impact
    /// between them. Before launch (below 0) nothing moves.
    ///
    /// The error at cut-off, and a release, enter in the call with `from_s < cut-off <= to_s`.
    #[inline]
    pub fn advance(&self, state: &State, from_s: f64, to_s: f64) -> Advance {
        if from_s >= self.cutoff_s
            && let Some(state) = vacuum::tick(state, to_s - from_s)
        {
            return Advance::Flying(state);
        }
        self.advance_through(state, from_s, to_s)
    }

    /// [`Flight::advance`] through whatever comes.
    fn advance_through(&self, state: &State, from_s: f64, to_s: f64) -> Advance {
        let mut state = *state;
        let mut time_s = from_s.max(0.0);
        if time_s < self.cutoff_s && time_s < to_s {
            let end_s = to_s.min(self.cutoff_s);
            state = self.boost.advance(&state, time_s, end_s);
            time_s = end_s;
            if time_s >= self.cutoff_s {
                state.velocity_mps += self.cutoff_error_mps;
                if let Some(release) = &self.release {
                    state.velocity_mps = release.velocity_mps(&state.velocity_mps);
                }
            }
        }
        if time_s < self.cutoff_s || time_s >= to_s {
            return Advance::Flying(state);
        }
        let coefficient = self.ballistic_coefficient_kgpm2;
        match coast_to_ground(&state, coefficient, to_s - time_s, |_, _| ()) {
            Advance::Impact { time_s: after_s, state } => {
                Advance::Impact { time_s: time_s + after_s, state }
            }
            flying @ Advance::Flying(_) => flying,
        }
    }

    /// The part of the flight in which a state is, `time_s` after launch.
    pub fn phase(&self, time_s: f64, state: &State) -> FlightPhase {
        let descending = state.position_m.dot(&state.velocity_mps) < 0.0;
        if time_s < self.cutoff_s {
            FlightPhase::Boost
        } else if descending && altitude_approx_m(&state.position_m) < REENTRY_M {
            FlightPhase::Reentry
        } else {
            FlightPhase::Vacuum
        }
    }

    /// Size of the deceleration by drag in a state, `time_s` after launch, m/s²: on the whole stack
    /// until cut-off, then on what flies on.
    pub fn drag_mps2(&self, time_s: f64, state: &State) -> f64 {
        let drag = if time_s < self.cutoff_s {
            self.boost.drag_acceleration(state)
        } else {
            drag_acceleration(state, self.ballistic_coefficient_kgpm2)
        };
        drag.norm()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ballistics::tests::notional::vehicle;

    const STEERING: Steering =
        Steering { azimuth_rad: 5.0, elevation_final_rad: 0.4, cutoff_s: 140.3 };

    fn flight(cutoff_error_mps: Vector3<f64>) -> Flight {
        let launch = Geodetic::degrees(30.0, 45.0, 700.0);
        Flight::new(&vehicle("intermediate, flow"), launch, &STEERING, cutoff_error_mps)
    }

    /// Flies in ticks: the states after each, and the impact.
    fn fly(flight: &Flight, start_s: f64, tick_s: f64) -> (Vec<(f64, State)>, f64, State) {
        let mut states = vec![(start_s, flight.launch_state())];
        for tick in 0.. {
            let from_s = start_s + f64::from(tick) * tick_s;
            let to_s = start_s + f64::from(tick + 1) * tick_s;
            match flight.advance(&states[states.len() - 1].1, from_s, to_s) {
                Advance::Flying(state) => states.push((to_s, state)),
                Advance::Impact { time_s, state } => {
                    assert!(time_s >= from_s && time_s <= to_s);
                    return (states, time_s, state);
                }
            }
        }
        unreachable!("it comes down")
    }

    #[test]
    fn any_ticks_fly_the_same_flight() {
        let flight = flight(Vector3::new(1.0, 2.0, 3.0));
        let (fine, fine_s, fine_end) = fly(&flight, 0.0, 0.01);
        for (start_s, tick_s, air_m) in [(0.0, 1e5, 50.0), (-0.37, 1.0, 1.0), (0.0, 3.7, 5.0)] {
            let (states, end_s, end) = fly(&flight, start_s, tick_s);
            let off_m = (end.position_m - fine_end.position_m).norm();
            assert!(off_m < air_m, "{tick_s}: {off_m} m at impact");
            assert!((end_s - fine_s).abs() < 0.01, "{tick_s}: {end_s} for {fine_s}");
            assert!(altitude_approx_m(&end.position_m).abs() < 1e-3);
            for (time_s, state) in states.iter().filter(|(time_s, _)| *time_s >= 0.0) {
                let reference = &fine[(time_s * 100.0).round() as usize].1;
                let off_m = (state.position_m - reference.position_m).norm();
                let limit_m = match flight.phase(*time_s, state) {
                    FlightPhase::Reentry => air_m,
                    FlightPhase::Boost | FlightPhase::Vacuum => 1.0,
                };
                assert!(off_m < limit_m, "{tick_s}: {off_m} m at {time_s} s");
            }
        }
    }

    #[test]
    fn phases_follow_each_other() {
        let flight = flight(Vector3::zeros());
        let (states, ..) = fly(&flight, 0.0, 1.0);
        let phases: Vec<_> =
            states.iter().map(|(time, state)| flight.phase(*time, state)).collect();
        assert!(phases.is_sorted());
        let boosting = phases.iter().filter(|phase| **phase == FlightPhase::Boost);
        assert_eq!(boosting.count(), 141, "0 to 140 s");
        assert!(phases.contains(&FlightPhase::Vacuum) && phases.contains(&FlightPhase::Reentry));
    }

    #[test]
    fn before_launch_nothing_moves() {
        let flight = flight(Vector3::zeros());
        let rest = flight.launch_state();
        assert_eq!(flight.advance(&rest, -9.0, -1.0), Advance::Flying(rest));
        assert_eq!(flight.advance(&rest, -9.0, 0.0), Advance::Flying(rest));
        assert_eq!(flight.advance(&rest, -9.0, 2.0), flight.advance(&rest, 0.0, 2.0));
        let altitude_m = flight.site().geodetic().altitude_m;
        assert!((altitude_approx_m(&rest.position_m) - altitude_m).abs() < 0.01);
    }

    #[test]
    fn a_cutoff_outside_the_burn_is_moved_into_it() {
        let vehicle = vehicle("short, mean");
        for (cutoff_s, expected_s) in [(1e9, 70.0), (-1.0, 0.0), (f64::NAN, 0.0), (50.0, 50.0)] {
            let steering = Steering { cutoff_s, ..STEERING };
            let launch = Geodetic::degrees(0.0, 0.0, 0.0);
            let flight = Flight::new(&vehicle, launch, &steering, Vector3::zeros());
            assert!((flight.cutoff_s() - expected_s).abs() < 1e-9, "{cutoff_s}");
        }
    }

    proptest! {
        #[test]
        fn the_error_at_cutoff_enters_once(
            ticks in prop::collection::vec(0.01..5.0, 1..20),
            east_mps in -9.0..9.0,
            up_mps in -9.0..9.0,
        ) {
            let error = Vector3::new(east_mps, 0.0, up_mps);
            let (ideal, off) = (flight(Vector3::zeros()), flight(error));
            let advance = |flight: &Flight, state: &State, from_s, to_s| {
                match flight.advance(state, from_s, to_s) {
                    Advance::Flying(state) => state,
                    Advance::Impact { .. } => unreachable!("far from the ground"),
                }
            };
            // Ticks before the cut-off, one that ends on it, and the same ticks after it.
            let mut times = vec![STEERING.cutoff_s];
            for tick in &ticks {
                times.insert(0, times[0] - tick);
                times.push(times[times.len() - 1] + tick);
            }
            let first = advance(&ideal, &ideal.launch_state(), 0.0, times[0]);
            let (mut a, mut b) = (first, first);
            for pair in times.windows(2) {
                a = advance(&ideal, &a, pair[0], pair[1]);
                b = advance(&off, &b, pair[0], pair[1]);
                let apart = (b.velocity_mps - a.velocity_mps).norm();
                let expected = if pair[1] >= STEERING.cutoff_s { error.norm() } else { 0.0 };
                // Tidal forces and drag change the difference a little in 100 s.
                prop_assert!((apart - expected).abs() <= 0.25 * expected, "{}", pair[1]);
            }
        }
    }
}
