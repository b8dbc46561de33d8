//! Free flight on a conic: closed forms around a point mass, without air, over a sphere.
//!
//! Used to start the search for an aimed flight and to state what "minimum energy" means. Source:
//! Bate, Mueller, White (1971), *Fundamentals of Astrodynamics* (BMW), ch. 6; Wheelon (1959), ARS
//! J. 29:915. Left out: oblateness, drag, unbound orbits.

use crate::earth::wgs84::GRAVITATION_M3PS2;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI, TAU};

/// The start of a free flight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burnout {
    /// Distance from the Earth's centre, m.
    pub radius_m: f64,
    /// Inertial speed, m/s.
    pub speed_mps: f64,
    /// Angle of the inertial velocity above the horizontal, rad.
    pub flight_path_rad: f64,
}

/// Share by which rounding may put the highest point of a flight below the radius that it reaches.
const APOGEE_SLACK: f64 = 1e-12;

/// A flight that begins so little before the end of a whole turn, rad, has ended: a metre.
const ENDED_RAD: f64 = 1e-7;

/// Range angles are known to this, rad.
const ANGLE_RAD: f64 = 1e-12;

/// A free flight down to a given radius.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FreeFlight {
    /// Angle between start and end at the Earth's centre, rad, [0, 2π).
    pub range_angle_rad: f64,
    /// Duration, s.
    pub time_s: f64,
}

impl Burnout {
    /// The burnout from which a range angle, rad in (0, π), costs least energy, for an end as high
    /// as the start (BMW eqs. 6.2-18, 6.2-19).
    pub fn minimum_energy(radius_m: f64, range_angle_rad: f64) -> Self {
        let sin = libm::sin(0.5 * range_angle_rad);
        let q = 2.0 * sin / (1.0 + sin);
        Self {
            radius_m,
            speed_mps: (q * GRAVITATION_M3PS2 / radius_m).sqrt(),
            flight_path_rad: minimum_energy_rad(range_angle_rad),
        }
    }

    /// The two burnouts of a speed whose free flights end as high as they start after a range
    /// angle, rad in (0, π): the depressed one, then the lofted one (BMW eq. 6.2-16); `None` if
    /// the speed is too low.
    pub fn of_range(radius_m: f64, speed_mps: f64, range_angle_rad: f64) -> Option<[Self; 2]> {
        let at = |flight_path_rad| Self { radius_m, speed_mps, flight_path_rad };
        let q = at(0.0).q();
        let sin = (2.0 - q) / q * libm::sin(0.5 * range_angle_rad);
        let depressed = libm::asin(sin) - 0.5 * range_angle_rad;
        let lofted = PI - range_angle_rad - depressed;
        (sin <= 1.0).then(|| [depressed, lofted].map(|twice_rad| at(0.5 * twice_rad)))
    }

    /// Q, twice the ratio of kinetic to potential energy (BMW eq. 6.2-1): 1 on a circular orbit, 2
    /// and more when it escapes.
    pub fn q(&self) -> f64 {
        self.radius_m * self.speed_mps * self.speed_mps / GRAVITATION_M3PS2
    }

    /// Half the longest axis of the conic, m; negative when it escapes.
    pub fn semi_major_m(&self) -> f64 {
        self.radius_m / (2.0 - self.q())
    }

    /// Eccentricity: 0 for a circle, 1 for a vertical flight.
    pub fn eccentricity(&self) -> f64 {
        let cos = libm::cos(self.flight_path_rad);
        // BMW eq. 6.2-13 is the same.
        let q = self.q();
        (1.0 - q * (2.0 - q) * cos * cos).max(0.0).sqrt()
    }

    /// Distance of the highest point from the Earth's centre, m, if the flight is bound.
    pub fn apogee_radius_m(&self) -> f64 {
        self.semi_major_m() * (1.0 + self.eccentricity())
    }

    /// The same flight where it descends through another radius, m, above its lowest one: energy
    /// and angular momentum are kept. What is at rest there falls from it.
    #[must_use]
    pub fn descending_through(&self, radius_m: f64) -> Self {
        let freed = 2.0 * GRAVITATION_M3PS2 * (1.0 / radius_m - 1.0 / self.radius_m);
        let speed_mps = (self.speed_mps * self.speed_mps + freed).max(0.0).sqrt();
        let level = libm::cos(self.flight_path_rad) * self.speed_mps * self.radius_m;
        if speed_mps <= 0.0 {
            return Self { radius_m, speed_mps, flight_path_rad: -FRAC_PI_2 };
        }
        let cos = (level / (speed_mps * radius_m)).clamp(-1.0, 1.0);
        Self { radius_m, speed_mps, flight_path_rad: -libm::acos(cos) }
    }

    /// The flight until it descends through `radius_end_m`; `None` if it is unbound or never does.
    ///
    /// Through the eccentric anomaly, which stays well defined when the flight is vertical or
    /// begins at rest. One that is down already, but for a metre, has ended.
    pub fn free_flight(&self, radius_end_m: f64) -> Option<FreeFlight> {
        let (sin, cos) = libm::sincos(self.flight_path_rad);
        let q = self.q();
        let semi_latus_m = self.radius_m * q * cos * cos;
        let semi_major_m = self.semi_major_m();
        if !(0.0..2.0).contains(&q) {
            return None;
        }
        let shape = (semi_latus_m / semi_major_m).max(0.0).sqrt();
        let eccentricity = (1.0 - shape * shape).max(0.0).sqrt();
        let start = libm::atan2(q.sqrt() * (2.0 - q).sqrt() * sin, q - 1.0);
        let cos_end = (1.0 - radius_end_m / semi_major_m) / eccentricity;
        if cos_end.is_nan() || cos_end.abs() > 1.0 + APOGEE_SLACK {
            return None;
        }
        let end = TAU - libm::acos(cos_end.clamp(-1.0, 1.0));
        let mut after = (end - start).rem_euclid(TAU);
        if after > TAU - ENDED_RAD {
            after = 0.0;
        }
        let true_anomaly = |eccentric: f64| {
            let (sin, cos) = libm::sincos(eccentric);
            libm::atan2(shape * sin, cos - eccentricity)
        };
        let swept = after - eccentricity * (libm::sin(start + after) - libm::sin(start));
        let mut angle_rad = (true_anomaly(end) - true_anomaly(start)).rem_euclid(TAU);
        // Straight down it is nothing, and rounding may make that less.
        if after <= 0.0 || angle_rad > TAU - ANGLE_RAD {
            angle_rad = 0.0;
        }
        Some(FreeFlight {
            range_angle_rad: angle_rad,
            time_s: swept * (semi_major_m / GRAVITATION_M3PS2).sqrt() * semi_major_m,
        })
    }
}

/// Flight-path angle at burnout, rad, with which a range angle, rad, costs least energy:
/// `π/4 − φ/4` (BMW eq. 6.2-18, Wheelon 1959), for an end as high as the start.
pub fn minimum_energy_rad(range_angle_rad: f64) -> f64 {
    FRAC_PI_4 - 0.25 * range_angle_rad
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_comes_down_has_no_free_flight() {
        let from =
            |speed_mps, flight_path_rad| Burnout { radius_m: 6.6e6, speed_mps, flight_path_rad };
        assert_eq!(from(12e3, 0.5).free_flight(6.4e6), None, "escape");
        assert_eq!(from(7_771.3, 0.0).free_flight(6.4e6), None, "orbit");
        assert_eq!(from(1e3, 0.5).free_flight(6.8e6), None, "too low");
        assert_eq!(Burnout::minimum_energy(6.6e6, PI).free_flight(6.6e6), None, "half round");
    }

    /// Whatever begins a flight, straight up or down, at rest, at its highest point: it takes the
    /// time that the law of areas gives, integrated along the radius, and goes straight.
    #[test]
    fn what_falls_straight_takes_the_time_it_must() {
        let (high_m, low_m) = (6.9e6, 6.4e6);
        for (speed_mps, flight_path_rad) in
            [(0.0, 0.0), (0.0, 0.5), (1e3, FRAC_PI_2), (1e3, -FRAC_PI_2), (5e3, FRAC_PI_2)]
        {
            let flight = Burnout { radius_m: high_m, speed_mps, flight_path_rad };
            let free = flight.free_flight(low_m).expect("it comes down");
            let climb_mps = speed_mps * libm::sin(flight_path_rad);
            let expected_s = straight_s([high_m, low_m], climb_mps);
            let case = format!("{speed_mps} {flight_path_rad}: {free:?} {expected_s}");
            assert!((free.time_s - expected_s).abs() < 1e-3, "{case}");
            assert!(free.range_angle_rad < 1e-12, "{case}");
        }
    }

    /// Time of a straight fall between radii, m, with a first climb, m/s, by small steps.
    fn straight_s([from_m, to_m]: [f64; 2], climb_mps: f64) -> f64 {
        let (mut radius_m, mut climb_mps, step_s) = (from_m, climb_mps, 0.01);
        let pull = |radius_m: f64| -GRAVITATION_M3PS2 / (radius_m * radius_m);
        let mut time_s = 0.0;
        loop {
            let before_m = radius_m;
            climb_mps += 0.5 * step_s * pull(radius_m);
            radius_m += step_s * climb_mps;
            climb_mps += 0.5 * step_s * pull(radius_m);
            if radius_m < to_m {
                return time_s + step_s * (before_m - to_m) / (before_m - radius_m);
            }
            time_s += step_s;
        }
    }

    /// A flight that begins where it ends is over, at its highest point too; one that ends at its
    /// highest point has flown up to it.
    #[test]
    fn a_flight_may_begin_or_end_at_its_apogee() {
        let flight = Burnout { radius_m: 6.6e6, speed_mps: 5e3, flight_path_rad: 0.6 };
        let apogee_m = flight.apogee_radius_m();
        let up = flight.free_flight(apogee_m).expect("it gets there");
        let whole = flight.free_flight(6.6e6).expect("it comes down");
        assert!((2.0 * up.range_angle_rad - whole.range_angle_rad).abs() < 1e-6);
        assert!((2.0 * up.time_s - whole.time_s).abs() < 1e-2);
        let top = flight.descending_through(apogee_m);
        assert!(top.flight_path_rad.abs() < 1e-6);
        let down = top.free_flight(6.6e6).expect("it comes down");
        assert!((down.time_s - up.time_s).abs() < 1e-2, "{down:?} {up:?}");
        for over in [top.free_flight(apogee_m), whole_end(&flight).free_flight(6.6e6)] {
            let over = over.expect("it is there");
            assert!(over.time_s < 1e-2 && over.range_angle_rad < 1e-6, "{over:?}");
        }
        let rest = Burnout { radius_m: 6.6e6, speed_mps: 0.0, flight_path_rad: 0.6 };
        let still = rest.descending_through(6.6e6);
        assert!((still.flight_path_rad + FRAC_PI_2).abs() < 1e-12 && still.speed_mps <= 0.0);
    }

    fn whole_end(flight: &Burnout) -> Burnout {
        flight.descending_through(flight.radius_m)
    }

    /// Half round the Earth and back to the same height: by the closed forms of either direction.
    #[test]
    fn half_a_turn_is_half_a_turn() {
        for speed_mps in [7_900.0, 8_500.0, 1e4] {
            let [low, lofted] = Burnout::of_range(6.6e6, speed_mps, PI).expect("fast enough");
            assert!(low.flight_path_rad < 0.0 && lofted.flight_path_rad > 0.0);
            let free = lofted.free_flight(6.6e6).expect("it comes down");
            assert!((free.range_angle_rad - PI).abs() < 1e-9, "{free:?}");
            assert!(free.time_s.is_finite() && free.time_s > 0.0);
        }
        assert_eq!(Burnout::of_range(6.6e6, 7_000.0, PI), None);
        assert_eq!(Burnout::of_range(6.6e6, 0.0, PI), None);
    }
}
