//! Flight of one interceptor in a vertical plane, and its crossings of given altitudes.
//!
//! Point mass over a spherical Earth that does not turn, inverse-square gravity, constant thrust
//! acceleration: first straight up, then at a constant elevation above the local horizon until
//! burnout, then coasting: Newton's equations in polar coordinates, integrated by RK4. Drag, where
//! a ballistic coefficient is given, acts below 100 km. Leaves out staging, the growth of
//! acceleration as propellant burns, lift, and guidance after launch.

use nalgebra::Vector4;

/// Mean radius of the Earth, metres (IUGG 1980).
pub(super) const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// Gravitational parameter of the Earth, m³/s² (WGS-84).
const GRAVITATION_M3PS2: f64 = 3.986_004_418e14;
/// Above this altitude the air is left out.
const AIR_TOP_M: f64 = 100_000.0;
/// Vertical rise before the turn, seconds; a tenth of the burn if that is shorter.
const RISE_S: f64 = 1.5;
/// No flight is followed for longer than this.
const FLIGHT_S_MAX: f64 = 3600.0;
/// Longest steps, seconds: a bound on the error of cubic interpolation between samples.
const BOOST_STEP_S: f64 = 2.0;
const COAST_STEP_S: f64 = 10.0;
/// In air a step is at most this long a way, and slows the body by at most this share.
const AIR_STEP_M: f64 = 3_000.0;
const AIR_STEP_SLOWING: f64 = 0.2;
/// Bound on the work for absurd inputs.
const SAMPLES_MAX: usize = 4_000;

/// Thrust, drag and limits of use of an interceptor type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kinematics {
    /// Mean thrust acceleration, above that of gravity to leave the ground.
    pub acceleration_mps2: f64,
    /// Duration of that thrust.
    pub burn_time_s: f64,
    /// Mass per drag area `m / (C_D A)`; without it there is no drag.
    pub ballistic_coefficient_kgpm2: Option<f64>,
    /// Lowest altitude of an intercept, not below zero.
    pub altitude_min_m: f64,
    /// Highest altitude of an intercept.
    pub altitude_max_m: f64,
    /// Greatest ground range of an intercept.
    pub range_max_m: f64,
}

/// The earliest arrival at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrival {
    /// Time since launch.
    pub time_s: f64,
    /// Speed on arrival.
    pub speed_mps: f64,
}

/// One point of a flight.
#[derive(Debug, Clone, Copy)]
pub(super) struct FlyoutSample {
    pub(super) time_s: f64,
    pub(super) altitude_m: f64,
    pub(super) climb_mps: f64,
    /// Along the ground, from the launcher.
    pub(super) range_m: f64,
    /// Rate of `range_m`.
    pub(super) ground_speed_mps: f64,
    pub(super) speed_mps: f64,
}

/// Passage through one altitude.
#[derive(Debug, Clone, Copy)]
pub(super) struct FlyoutCrossing {
    /// Thrust elevation of the flight.
    pub(super) elevation_rad: f64,
    pub(super) range_m: f64,
    pub(super) arrival: Arrival,
}

/// Flies the family of one interceptor.
pub(super) struct FlyoutFlight<'a> {
    pub(super) kinematics: &'a Kinematics,
    /// Air density in kg/m³ at an altitude in metres.
    pub(super) density: fn(f64) -> f64,
    /// Coasting flights end when they sink below this altitude.
    pub(super) floor_m: f64,
    /// Flights end beyond this ground range.
    pub(super) range_stop_m: f64,
}

/// Radius, angle from the launcher, radial and transverse speed.
type PolarState = Vector4<f64>;

/// Thrust acceleration, radial and transverse.
type ThrustVector = [f64; 2];

impl FlyoutFlight<'_> {
    /// Writes the samples of the flight at thrust elevation `elevation_rad` over `samples`.
    pub(super) fn fly(&self, elevation_rad: f64, samples: &mut Vec<FlyoutSample>) {
        let thrust = self.kinematics.acceleration_mps2;
        let burn_s = self.kinematics.burn_time_s;
        let (up, along) = libm::sincos(elevation_rad);
        let phases = [
            (RISE_S.min(0.1 * burn_s), BOOST_STEP_S, [thrust, 0.0]),
            (burn_s, BOOST_STEP_S, [thrust * up, thrust * along]),
            (FLIGHT_S_MAX, COAST_STEP_S, [0.0, 0.0]),
        ];
        let (mut time_s, mut state) = (0.0, PolarState::new(EARTH_RADIUS_M, 0.0, 0.0, 0.0));
        samples.clear();
        samples.push(sample(time_s, state));
        for (end_s, step_s_max, thrust) in phases {
            while time_s < end_s {
                let step_s = self.step_s(state).min(step_s_max);
                if step_s < end_s - time_s {
                    state = self.advance(state, thrust, step_s);
                    time_s += step_s;
                } else {
                    state = self.advance(state, thrust, end_s - time_s);
                    time_s = end_s;
                }
                let now = sample(time_s, state);
                samples.push(now);
                let is_coasting = time_s > burn_s;
                let has_sunk = is_coasting && now.climb_mps < 0.0 && now.altitude_m < self.floor_m;
                let is_aloft = now.altitude_m >= 0.0 && now.range_m <= self.range_stop_m;
                if has_sunk || !is_aloft || samples.len() >= SAMPLES_MAX {
                    return;
                }
            }
        }
    }

    /// Deceleration by drag per speed, 1/s: `ρ v / (2 β)`.
    fn slowing_per_s(&self, radius_m: f64, speed_mps: f64) -> f64 {
        match self.kinematics.ballistic_coefficient_kgpm2 {
            Some(coefficient) if radius_m < EARTH_RADIUS_M + AIR_TOP_M => {
                let density = (self.density)((radius_m - EARTH_RADIUS_M).max(0.0));
                density * speed_mps / (2.0 * coefficient)
            }
            _ => 0.0,
        }
    }

    fn step_s(&self, state: PolarState) -> f64 {
        let speed_mps = (state[2] * state[2] + state[3] * state[3]).sqrt();
        let slowing_per_s = self.slowing_per_s(state[0], speed_mps);
        if slowing_per_s > 0.0 {
            (AIR_STEP_SLOWING / slowing_per_s).min(AIR_STEP_M / speed_mps)
        } else {
            f64::INFINITY
        }
    }

    /// One step of the classical Runge-Kutta method of order four.
    fn advance(&self, state: PolarState, thrust: ThrustVector, step_s: f64) -> PolarState {
        let first = self.rates(state, thrust);
        let second = self.rates(state + first * (0.5 * step_s), thrust);
        let third = self.rates(state + second * (0.5 * step_s), thrust);
        let fourth = self.rates(state + third * step_s, thrust);
        state + (first + (second + third) * 2.0 + fourth) * (step_s / 6.0)
    }

    fn rates(&self, state: PolarState, thrust: ThrustVector) -> PolarState {
        let [r, u, w] = [state[0], state[2], state[3]];
        let k = self.slowing_per_s(r, (u * u + w * w).sqrt());
        PolarState::new(
            u,
            w / r,
            w * w / r - GRAVITATION_M3PS2 / (r * r) + thrust[0] - k * u,
            -u * w / r + thrust[1] - k * w,
        )
    }
}

fn sample(time_s: f64, state: PolarState) -> FlyoutSample {
    let [radius_m, angle_rad, climb_mps, across_mps] = [state[0], state[1], state[2], state[3]];
    FlyoutSample {
        time_s,
        altitude_m: radius_m - EARTH_RADIUS_M,
        climb_mps,
        range_m: EARTH_RADIUS_M * angle_rad,
        ground_speed_mps: EARTH_RADIUS_M * across_mps / radius_m,
        speed_mps: (climb_mps * climb_mps + across_mps * across_mps).sqrt(),
    }
}

/// Passage of the flight of a thrust elevation between two samples through `altitude_m`, which lies
/// between theirs.
pub(super) fn crossing(
    elevation_rad: f64,
    [from, to]: [&FlyoutSample; 2],
    altitude_m: f64,
) -> FlyoutCrossing {
    let step_s = to.time_s - from.time_s;
    let climb = |part| {
        let ends = [from.altitude_m, to.altitude_m];
        hermite(ends, [from.climb_mps * step_s, to.climb_mps * step_s], part)
    };
    let is_rising = to.altitude_m > from.altitude_m;
    let (mut low, mut high) = (0.0, 1.0);
    // 30 halvings of a step of 10 s leave 1e-8 s.
    for _ in 0..30 {
        let middle = 0.5 * (low + high);
        if (climb(middle) < altitude_m) == is_rising {
            low = middle;
        } else {
            high = middle;
        }
    }
    let part = 0.5 * (low + high);
    let along = [from.ground_speed_mps * step_s, to.ground_speed_mps * step_s];
    FlyoutCrossing {
        elevation_rad,
        range_m: hermite([from.range_m, to.range_m], along, part),
        arrival: Arrival {
            time_s: from.time_s + part * step_s,
            speed_mps: from.speed_mps + part * (to.speed_mps - from.speed_mps),
        },
    }
}

/// The highest point of the flight of a thrust elevation and its altitude, if it sinks again.
pub(super) fn apex(elevation_rad: f64, samples: &[FlyoutSample]) -> Option<(f64, FlyoutCrossing)> {
    samples.windows(2).rev().find_map(|step| {
        let (from, to) = (&step[0], &step[1]);
        let is_turning = from.climb_mps > 0.0 && to.climb_mps <= 0.0;
        let part = from.climb_mps / (from.climb_mps - to.climb_mps);
        let step_s = to.time_s - from.time_s;
        let crossing = FlyoutCrossing {
            elevation_rad,
            range_m: from.range_m + part * (to.range_m - from.range_m),
            arrival: Arrival {
                time_s: from.time_s + part * step_s,
                speed_mps: from.speed_mps + part * (to.speed_mps - from.speed_mps),
            },
        };
        let altitude_m = from.altitude_m + 0.5 * from.climb_mps * part * step_s;
        is_turning.then_some((altitude_m, crossing))
    })
}

/// Cubic through two values with two slopes, at `part` in 0 to 1 of the way.
fn hermite(values: [f64; 2], slopes: [f64; 2], part: f64) -> f64 {
    let rest = 1.0 - part;
    rest * rest * ((1.0 + 2.0 * part) * values[0] + part * slopes[0])
        + part * part * ((3.0 - 2.0 * part) * values[1] - rest * slopes[1])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn no_air(_: f64) -> f64 {
        0.0
    }

    fn kinematics(acceleration_mps2: f64, burn_time_s: f64) -> Kinematics {
        Kinematics {
            acceleration_mps2,
            burn_time_s,
            ballistic_coefficient_kgpm2: None,
            altitude_min_m: 0.0,
            altitude_max_m: 600_000.0,
            range_max_m: 2.0e6,
        }
    }

    fn fly(kinematics: &Kinematics, elevation_rad: f64) -> Vec<FlyoutSample> {
        let flight =
            FlyoutFlight { kinematics, density: no_air, floor_m: 0.0, range_stop_m: 1.0e7 };
        let mut samples = Vec::new();
        flight.fly(elevation_rad, &mut samples);
        samples
    }

    proptest! {
        #[test]
        fn coasting_keeps_energy_and_angular_momentum(
            acceleration_mps2 in 30.0..60.0_f64,
            burn_time_s in 35.0..90.0_f64,
            elevation_rad in 0.5..1.5_f64,
        ) {
            let flight = fly(&kinematics(acceleration_mps2, burn_time_s), elevation_rad);
            let coast = flight.iter().filter(|sample| sample.time_s >= burn_time_s);
            let kept = coast.map(|sample| {
                let radius_m = EARTH_RADIUS_M + sample.altitude_m;
                let energy = 0.5 * sample.speed_mps.powi(2) - GRAVITATION_M3PS2 / radius_m;
                (energy, radius_m * radius_m * sample.ground_speed_mps / EARTH_RADIUS_M)
            });
            let kept: Vec<_> = kept.collect();
            prop_assert!(kept.len() > 5);
            for (energy, momentum) in &kept {
                // RK4 at steps of 10 s loses some 2e-10 over the flight.
                prop_assert!((energy / kept[0].0 - 1.0).abs() < 1e-9);
                prop_assert!((momentum / kept[0].1 - 1.0).abs() < 1e-9);
            }
        }
    }

    /// Straight up against inverse-square gravity, `v²/2 = v0²/2 - μ (1/r0 - 1/r)`, and before that
    /// at nearly constant acceleration.
    #[test]
    fn the_vertical_flight_has_its_closed_form() {
        let kinematics = kinematics(50.0, 60.0);
        let flight = fly(&kinematics, std::f64::consts::FRAC_PI_2);
        let burnout = flight.iter().find(|sample| sample.time_s >= 60.0).unwrap();
        assert!((burnout.speed_mps - (50.0 - 9.8) * 60.0).abs() < 20.0);
        let energy = |sample: &FlyoutSample| {
            0.5 * sample.speed_mps.powi(2)
                - GRAVITATION_M3PS2 / (EARTH_RADIUS_M + sample.altitude_m)
        };
        let top_m = -GRAVITATION_M3PS2 / energy(burnout) - EARTH_RADIUS_M;
        let highest = flight.iter().map(|sample| sample.altitude_m).fold(0.0, f64::max);
        assert!(highest <= top_m + 1e-3 && highest > top_m - 250.0, "{highest} of {top_m}");
        assert!(flight.iter().all(|sample| sample.range_m.abs() < 1e-6));
    }

    /// A flight under constant gravity is a parabola, which a cubic repeats.
    #[test]
    fn a_crossing_lies_on_the_flight() {
        let at = |time_s: f64| FlyoutSample {
            time_s,
            altitude_m: 900.0 * time_s - 5.0 * time_s * time_s,
            climb_mps: 900.0 - 10.0 * time_s,
            range_m: 700.0 * time_s,
            ground_speed_mps: 700.0,
            speed_mps: 0.0,
        };
        for (from_s, to_s, time_s) in
            [(10.0, 20.0, 13.0), (100.0, 110.0, 109.0), (88.0, 98.0, 97.0)]
        {
            let found = crossing(0.5, [&at(from_s), &at(to_s)], at(time_s).altitude_m);
            assert!((found.arrival.time_s - time_s).abs() < 1e-6, "{found:?}");
            assert!((found.range_m - 700.0 * time_s).abs() < 1e-3, "{found:?}");
        }
    }
}
