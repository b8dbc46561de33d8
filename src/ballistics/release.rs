//! Release: the separation of an object from the rest of its vehicle at cut-off.
//!
//! A separation adds a speed in no time, and the rest does not feel it: what is left behind is
//! either much lighter than the payload (a decoy) or pushed by springs of a few metres a second (a
//! spent stage). What follows is free fall with the object's own drag, so that in vacuum objects
//! drift apart slowly, and in the air the light ones fall behind (Sessler et al.,
//! *Countermeasures*, UCS/MIT 2000, ch. 5, on what the air sorts out).

use nalgebra::Vector3;

/// Separation of an object from its vehicle at cut-off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectRelease {
    /// Ballistic coefficient `m / (C_d A)` from then on, kg/m², above 0.
    pub ballistic_coefficient_kgpm2: f64,
    /// Speed that it gains along the Earth-fixed velocity at cut-off, m/s; below 0: it is pushed
    /// back.
    pub along_mps: f64,
    /// Velocity that it gains besides, along the axes of the Earth-fixed frame, m/s.
    pub aside_mps: Vector3<f64>,
}

impl ObjectRelease {
    /// The velocity after the release from that of the whole, m/s.
    pub fn velocity_mps(&self, whole_mps: &Vector3<f64>) -> Vector3<f64> {
        let along = whole_mps.try_normalize(f64::EPSILON).unwrap_or_default();
        whole_mps + along * self.along_mps + self.aside_mps
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ballistics::boost::Steering;
    use crate::ballistics::flight::{Advance, Flight};
    use crate::ballistics::state::State;
    use crate::ballistics::tests::notional::vehicle;
    use crate::earth::frames::{Geodetic, altitude_approx_m};

    const PAYLOAD_KGPM2: f64 = 4e3;

    /// A flight that cuts off above the air.
    fn payload(elevation_final_rad: f64) -> Flight {
        let steering = Steering { azimuth_rad: 5.0, elevation_final_rad, cutoff_s: 150.0 };
        let launch = Geodetic::degrees(30.0, 45.0, 0.0);
        let error_mps = Vector3::new(1.0, -2.0, 0.5);
        Flight::new(&vehicle("intermediate, flow"), launch, &steering, error_mps)
    }

    fn release(ballistic_coefficient_kgpm2: f64, along_mps: f64, aside: [f64; 3]) -> ObjectRelease {
        ObjectRelease { ballistic_coefficient_kgpm2, along_mps, aside_mps: aside.into() }
    }

    /// The state at a time since launch; on the ground at the latest.
    fn at(flight: &Flight, time_s: f64) -> State {
        match flight.advance(&flight.launch_state(), 0.0, time_s) {
            Advance::Flying(state) | Advance::Impact { state, .. } => state,
        }
    }

    /// Time and speed at which it sinks through an altitude above the ground, or meets the ground.
    fn passage(flight: &Flight, altitude_m: f64) -> (f64, f64) {
        const TICK_S: f64 = 0.1;
        let mut state = at(flight, flight.cutoff_s());
        for tick in 0.. {
            let from_s = flight.cutoff_s() + f64::from(tick) * TICK_S;
            match flight.advance(&state, from_s, from_s + TICK_S) {
                Advance::Flying(next) => state = next,
                Advance::Impact { time_s, state } => return (time_s, state.velocity_mps.norm()),
            }
            let sinking = state.position_m.dot(&state.velocity_mps) < 0.0;
            if sinking && altitude_approx_m(&state.position_m) < altitude_m {
                return (from_s + TICK_S, state.velocity_mps.norm());
            }
        }
        unreachable!("it comes down")
    }

    #[test]
    fn the_payload_let_go_without_a_push_is_the_payload() {
        let payload = payload(0.4);
        let twin = payload.object(release(PAYLOAD_KGPM2, 0.0, [0.0; 3]));
        let (mut one, mut other) = (payload.launch_state(), payload.launch_state());
        for tick in 0..2000 {
            let (from_s, to_s) = (f64::from(tick), f64::from(tick + 1));
            let ends = payload.advance(&one, from_s, to_s);
            assert_eq!(ends, twin.advance(&other, from_s, to_s), "{to_s} s");
            match ends {
                Advance::Flying(state) => (one, other) = (state, state),
                Advance::Impact { .. } => return,
            }
        }
        panic!("it comes down");
    }

    /// Spent stage and light decoy, let go above the air: they take longer to 30 km and to the
    /// ground, and are slower there, the lighter the more. The push back brings the stage forward
    /// by a second or two, for it falls short; the air takes that back and more.
    #[test]
    fn the_air_leaves_the_light_behind() {
        for elevation_final_rad in [0.2, 0.4, 0.7] {
            let payload = payload(elevation_final_rad);
            let stage = payload.object(release(100.0, -2.0, [0.5, -0.5, 0.2]));
            let decoy = payload.object(release(20.0, 0.0, [1.0, 1.0, -1.0]));
            let objects = [payload, stage, decoy];
            assert!(altitude_approx_m(&at(&payload, 150.0).position_m) > 100e3);
            let entries = objects.map(|flight| passage(&flight, 120e3).0);
            for altitude_m in [30e3, 0.0] {
                let ends = objects.map(|flight| passage(&flight, altitude_m));
                let falls_s = [0, 1, 2].map(|which: usize| ends[which].0 - entries[which]);
                let case = format!("{altitude_m} m: {entries:?} {ends:?}");
                assert!(ends.is_sorted_by(|heavy, light| heavy.0 < light.0), "{case}");
                assert!(falls_s.is_sorted_by(|heavy, light| heavy < light), "{case}");
                assert!(ends.is_sorted_by(|heavy, light| heavy.1 > light.1), "{case}");
            }
        }
    }

    proptest! {
        /// In vacuum a push grows into a distance: by its speed at first, and twice the push always
        /// gives twice the distance.
        #[test]
        fn in_vacuum_objects_part_slowly(
            push in prop::array::uniform3(-5.0..5.0),
            after_s in 10.0..600.0,
        ) {
            let payload = payload(0.5);
            let push = Vector3::from(push);
            prop_assume!(push.norm() > 0.1);
            let cutoff_s = payload.cutoff_s();
            let apart = |push: Vector3<f64>, after_s: f64| {
                let object = payload.object(release(PAYLOAD_KGPM2, 0.0, push.into()));
                let [one, other] = [payload, object].map(|it| at(&it, cutoff_s + after_s));
                assert!(altitude_approx_m(&one.position_m) > 100e3);
                other.position_m - one.position_m
            };
            let once = apart(push, after_s);
            prop_assert!((apart(2.0 * push, after_s) - 2.0 * once).norm() < 0.01 * once.norm());
            let early_s = after_s.min(60.0);
            let straight = push * early_s;
            prop_assert!((apart(push, early_s) - straight).norm() < 0.02 * straight.norm());
        }

        /// Let go alike, the lighter of two is never earlier on the ground, nor faster there.
        #[test]
        fn the_lighter_is_never_earlier_on_the_ground(
            elevation_final_rad in 0.1..0.9,
            light_kgpm2 in 10.0..5e3,
            ratio in 1.0..10.0,
            push in prop::array::uniform3(-5.0..5.0),
        ) {
            let payload = payload(elevation_final_rad);
            let flight = |kgpm2| payload.object(release(kgpm2, 0.0, push));
            let fall = |kgpm2| match flight(kgpm2).advance(&payload.launch_state(), 0.0, 1e5) {
                Advance::Impact { time_s, state } => (time_s, state.velocity_mps.norm()),
                Advance::Flying(_) => unreachable!("it comes down"),
            };
            let (light, heavy) = (fall(light_kgpm2), fall(ratio * light_kgpm2));
            prop_assert!(light.0 >= heavy.0 - 1e-3, "{light:?} {heavy:?}");
            prop_assert!(light.1 <= heavy.1 + 1e-3, "{light:?} {heavy:?}");
        }

        #[test]
        fn a_push_along_the_velocity_turns_nothing(
            velocity in prop::array::uniform3(-5e3..5e3),
            along_mps in -50.0..50.0,
        ) {
            let whole = Vector3::from(velocity);
            prop_assume!(whole.norm() > 100.0);
            let after = release(1.0, along_mps, [0.0; 3]).velocity_mps(&whole);
            prop_assert!((after.norm() - whole.norm() - along_mps).abs() < 1e-9);
            prop_assert!(after.cross(&whole).norm() < 1e-9 * whole.norm_squared());
        }
    }
}
