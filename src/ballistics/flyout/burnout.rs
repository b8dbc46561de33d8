//! Burn-out speed of an interceptor type: of its booster as flown, and the thrust for a given one.
//!
//! The figure by which the debate on missile defence tells interceptors apart: the First Agreed
//! Statement on demarcation (signed in New York, 26 September 1997, never in force) drew its line
//! at 3 km/s; National Research Council, *Making Sense of Ballistic Missile Defense* (2012),
//! compares interceptors by it. Sources differ in what they leave out; here it is the speed at the
//! end of thrust in the fly-out table's own flight (module `flight`) at a thrust elevation of 45
//! degrees, from sea level: gravity and drag are in it, the Earth's rotation is not.

use super::flight::{FlyoutFlight, Kinematics};
use std::f64::consts::FRAC_PI_4;

/// Thrust elevation of the reference flight, rad.
const REFERENCE_ELEVATION_RAD: f64 = FRAC_PI_4;

/// Least and greatest thrust acceleration that a speed is looked for in, m/s²: those of a scenario.
const ACCELERATIONS_MPS2: [f64; 2] = [11.0, 1000.0];

/// Rounds of bisection on the acceleration: 1,000 m/s² come to a millionth.
const BISECTIONS: u32 = 30;

/// A thrust gives a speed if it is no farther off, m/s.
const TOLERANCE_MPS: f64 = 0.01;

impl Kinematics {
    /// Burn-out speed, m/s; `density` is air density in kg/m³ over altitude in metres. `None` where
    /// the reference flight comes down while its motor burns, or nothing flies at all.
    pub fn burnout_speed_mps(&self, density: fn(f64) -> f64) -> Option<f64> {
        let kinematics = self;
        let range_stop_m = f64::INFINITY;
        // A coast ends as soon as it sinks.
        let floor_m = f64::INFINITY;
        let mut samples = Vec::new();
        FlyoutFlight { kinematics, density, floor_m, range_stop_m }
            .fly(REFERENCE_ELEVATION_RAD, &mut samples);
        let burnout = samples.iter().find(|sample| sample.time_s >= self.burn_time_s)?;
        Some(burnout.speed_mps).filter(|speed_mps| speed_mps.is_finite())
    }

    /// The same type with another burn-out speed, m/s: its burn time stays, its thrust
    /// acceleration, 11 to 1,000 m/s², is the one that gives it. `None` where none does.
    pub fn with_burnout_speed(self, speed_mps: f64, density: fn(f64) -> f64) -> Option<Self> {
        let thrusting = |acceleration_mps2: f64| Self { acceleration_mps2, ..self };
        let [mut low_mps2, mut high_mps2] = ACCELERATIONS_MPS2;
        for _ in 0..BISECTIONS {
            let middle_mps2 = 0.5 * (low_mps2 + high_mps2);
            // What comes down is slower than anything that is asked for.
            let flown_mps = thrusting(middle_mps2).burnout_speed_mps(density);
            if flown_mps.is_none_or(|flown_mps| flown_mps < speed_mps) {
                low_mps2 = middle_mps2;
            } else {
                high_mps2 = middle_mps2;
            }
        }
        let other = thrusting(high_mps2);
        let flown_mps = other.burnout_speed_mps(density)?;
        ((flown_mps - speed_mps).abs() <= TOLERANCE_MPS).then_some(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn no_air(_: f64) -> f64 {
        0.0
    }

    fn thin_air(altitude_m: f64) -> f64 {
        1.225 * libm::exp(-altitude_m / 7_200.0)
    }

    fn kinematics(acceleration_mps2: f64, burn_time_s: f64) -> Kinematics {
        Kinematics {
            acceleration_mps2,
            burn_time_s,
            ballistic_coefficient_kgpm2: Some(10_000.0),
            altitude_min_m: 0.0,
            altitude_max_m: 600_000.0,
            range_max_m: 2.0e6,
        }
    }

    /// Flat ground, constant gravity, no air: the rise and the slanted thrust add up as vectors.
    #[test]
    fn a_short_burn_has_its_closed_form() {
        for (acceleration_mps2, burn_time_s) in [(60.0, 30.0), (110.0, 24.0), (400.0, 5.0)] {
            let rise_s = f64::min(1.5, 0.1 * burn_time_s);
            let slant_mps = acceleration_mps2 * (burn_time_s - rise_s) / 2.0_f64.sqrt();
            let up_mps = acceleration_mps2 * rise_s + slant_mps - 9.81 * burn_time_s;
            let expected_mps = libm::hypot(slant_mps, up_mps);
            let flown = kinematics(acceleration_mps2, burn_time_s);
            let speed_mps = flown.burnout_speed_mps(no_air).unwrap();
            // The ground falls away by half a degree, gravity by one per cent.
            assert!((speed_mps / expected_mps - 1.0).abs() < 5e-3, "{speed_mps} {expected_mps}");
        }
    }

    #[test]
    fn what_comes_down_while_it_burns_has_no_burnout_speed() {
        assert_eq!(kinematics(12.0, 60.0).burnout_speed_mps(no_air), None);
    }

    #[test]
    fn a_speed_that_no_thrust_gives_is_refused() {
        for speed_mps in [-1.0, 0.0, 1.0, 1e6, f64::NAN] {
            let other = kinematics(60.0, 75.0).with_burnout_speed(speed_mps, thin_air);
            assert_eq!(other, None, "{speed_mps}");
        }
    }

    proptest! {
        /// More thrust is faster, and the thrust for a speed is the one that gives it.
        #[test]
        fn thrust_and_speed_are_one_to_one(
            acceleration_mps2 in 25.0..150.0_f64,
            burn_time_s in 10.0..100.0_f64,
        ) {
            let flown = kinematics(acceleration_mps2, burn_time_s);
            let speed_mps = flown.burnout_speed_mps(thin_air).unwrap();
            let faster = kinematics(1.01 * acceleration_mps2, burn_time_s);
            prop_assert!(faster.burnout_speed_mps(thin_air).unwrap() > speed_mps);
            let again = faster.with_burnout_speed(speed_mps, thin_air).unwrap();
            prop_assert!((again.acceleration_mps2 - acceleration_mps2).abs() < 1e-4);
            prop_assert_eq!(again.burn_time_s.to_bits(), burn_time_s.to_bits());
        }
    }
}
