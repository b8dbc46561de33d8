//! Whole flights, from launch to impact, against the same in steps of 10 ms.

use crate::ballistics::boost::Steering;
use crate::ballistics::flight::{Advance, Flight, FlightPhase};
use crate::ballistics::nystrom::propagate;
use crate::ballistics::state::State;
use crate::ballistics::tests::notional::vehicles;
use crate::earth::frames::{Geodetic, altitude_approx_m};
use nalgebra::Vector3;

/// Length of a reference tick, s, far below any step that a flight takes.
const FINE_S: f64 = 0.01;

/// The states after each tick, and the time and state of impact.
fn fly(flight: &Flight, tick_s: f64) -> (Vec<State>, f64, State) {
    let mut states = vec![flight.launch_state()];
    for tick in 0.. {
        let [from_s, to_s] = [tick, tick + 1].map(|tick| f64::from(tick) * tick_s);
        match flight.advance(&states[states.len() - 1], from_s, to_s) {
            Advance::Flying(state) => states.push(state),
            Advance::Impact { time_s, state } => return (states, time_s, state),
        }
    }
    unreachable!("it comes down")
}

fn flights() -> Vec<(String, Flight)> {
    let mut flights = Vec::new();
    for (name, vehicle) in vehicles() {
        for elevation_final_rad in [0.2, 0.7] {
            let steering = Steering {
                azimuth_rad: 5.0,
                elevation_final_rad,
                cutoff_s: 0.96 * vehicle.burn_time_s(),
            };
            let launch = Geodetic::degrees(30.0, 45.0, 700.0);
            let flight = Flight::new(&vehicle, launch, &steering, Vector3::zeros());
            flights.push((format!("{name}, {elevation_final_rad}"), flight));
        }
    }
    flights
}

/// Below 1 m until re-entry and below 50 m at impact, whatever the ticks.
#[test]
fn whole_flights_keep_near_fine_ones() {
    for (name, flight) in flights() {
        let (fine, fine_s, fine_end) = fly(&flight, FINE_S);
        for tick_s in [1.0, 2.5, 1e5] {
            let (states, end_s, end) = fly(&flight, tick_s);
            let off_m = (end.position_m - fine_end.position_m).norm();
            assert!(off_m < 50.0, "{name}, {tick_s}: {off_m} m at impact");
            assert!((end_s - fine_s).abs() < 0.02, "{name}, {tick_s}: {end_s}");
            for (tick, state) in states.iter().enumerate() {
                let time_s = tick as f64 * tick_s;
                if flight.phase(time_s, state) == FlightPhase::Reentry {
                    break;
                }
                let there = fine[(time_s / FINE_S).round() as usize];
                let off_m = (state.position_m - there.position_m).norm();
                assert!(off_m < 1.0, "{name}, {tick_s}: {off_m} m at {time_s} s");
            }
        }
    }
}

/// From where drag ends to where it begins again, against a tolerance of 0.1 µm.
#[test]
fn the_vacuum_part_keeps_near_a_tight_reference() {
    let mut compared = 0;
    for (name, flight) in flights() {
        let (states, ..) = fly(&flight, 1.0);
        let above = |state: &State| altitude_approx_m(&state.position_m) > 201e3;
        let coasting = |second: &usize| *second as f64 >= flight.cutoff_s();
        let seconds = (0..states.len()).filter(coasting);
        let up: Vec<usize> = seconds.filter(|second| above(&states[*second])).collect();
        let (Some(first), Some(last)) = (up.first(), up.last()) else {
            continue; // It stays in the air.
        };
        let duration_s = (last - first) as f64;
        let start = states[*first].inertial(0.0);
        let there = propagate(&start, duration_s, 1e-7).earth_fixed(duration_s);
        let off_m = (states[*last].position_m - there.position_m).norm();
        assert!(off_m < 1e-3, "{name}: {off_m} m");
        compared += 1;
    }
    assert!(compared >= 10);
}
