//! Free flight on a conic: closed forms around a point mass, without air, over a sphere.
//!
//! Used to start the search for an aimed flight and to state what "minimum energy" means. Source:
//! Bate, Mueller, White (1971), *Fundamentals of Astrodynamics*, ch. 6; Wheelon (1959), ARS J.
//! 29:915. Left out: oblateness, drag, unbound orbits.

use std::f64::consts::FRAC_PI_4;
use std::f64::consts::TAU;

use crate::earth::wgs84::GRAVITATION_M3PS2;

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

/// A free flight down to a given radius.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FreeFlight {
    /// Angle between start and end at the Earth's centre, rad, [0, 2π).
    pub range_angle_rad: f64,
    /// Duration, s.
    pub time_s: f64,
}

impl Burnout {
    /// The start that costs least energy for a range angle, rad, (0, π), to an end as high as the
    /// start (BMW sec. 6.2, Wheelon 1959).
    pub fn least_energy(radius_m: f64, range_angle_rad: f64) -> Self {
        let sin = libm::sin(0.5 * range_angle_rad);
        let q = 2.0 * sin / (1.0 + sin);
        Self {
            radius_m,
            speed_mps: (q * GRAVITATION_M3PS2 / radius_m).sqrt(),
            flight_path_rad: minimum_energy_rad(range_angle_rad),
        }
    }

    /// Greatest distance from the Earth's centre that is still to come, m; `None` if there is none:
    /// unbound, or descending.
    pub fn apogee_radius_m(&self) -> Option<f64> {
        let (sin, cos) = libm::sincos(self.flight_path_rad);
        let q = self.radius_m * self.speed_mps * self.speed_mps / GRAVITATION_M3PS2;
        if !(q < 2.0 && sin >= 0.0) {
            return None;
        }
        let eccentricity = (1.0 - q * (2.0 - q) * cos * cos).max(0.0).sqrt();
        Some(self.radius_m / (2.0 - q) * (1.0 + eccentricity))
    }

    /// The flight until it descends through `radius_end_m`; `None` if it is unbound or never does.
    ///
    /// Through the eccentric anomaly, which stays well defined when the flight is vertical.
    pub fn free_flight(&self, radius_end_m: f64) -> Option<FreeFlight> {
        let (sin, cos) = libm::sincos(self.flight_path_rad);
        // BMW eq. 6.2-1: Q, twice the ratio of kinetic to potential energy.
        let q = self.radius_m * self.speed_mps * self.speed_mps / GRAVITATION_M3PS2;
        let semi_latus_m = self.radius_m * q * cos * cos;
        let semi_major_m = self.radius_m / (2.0 - q);
        if !(q > 0.0 && q < 2.0) {
            return None;
        }
        let shape = (semi_latus_m / semi_major_m).max(0.0).sqrt();
        let eccentricity = (1.0 - shape * shape).max(0.0).sqrt();
        let start = libm::atan2(q.sqrt() * (2.0 - q).sqrt() * sin, q - 1.0);
        let cos_end = (1.0 - radius_end_m / semi_major_m) / eccentricity;
        if cos_end.is_nan() || cos_end.abs() > 1.0 {
            return None;
        }
        let end = TAU - libm::acos(cos_end);
        let after = (end - start).rem_euclid(TAU);
        let true_anomaly = |eccentric: f64| {
            let (sin, cos) = libm::sincos(eccentric);
            libm::atan2(shape * sin, cos - eccentricity)
        };
        let swept = after - eccentricity * (libm::sin(start + after) - libm::sin(start));
        Some(FreeFlight {
            range_angle_rad: (true_anomaly(end) - true_anomaly(start)).rem_euclid(TAU),
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
    use crate::reference::cases;

    #[test]
    fn general_arcs_agree_with_the_reference() {
        let mut compared = 0;
        for case in cases("04_ballistic_general_arc.csv") {
            let gravitation = case.number("mu_m3_s2");
            let radius_m = case.number("earth_radius_m");
            let burnout = Burnout {
                radius_m: radius_m + case.number("h_burnout_m"),
                // Cases in canonical units: a speed means the same against the circular one.
                speed_mps: case.number("v_burnout_m_s") * (GRAVITATION_M3PS2 / gravitation).sqrt(),
                flight_path_rad: case.number("gamma_burnout_deg").to_radians(),
            };
            let clock = (GRAVITATION_M3PS2 / gravitation).sqrt();
            let tolerance = case.number("tol_rel");
            for (end_m, time, range, per_angle) in [
                (
                    burnout.radius_m,
                    "free_flight_time_s",
                    "free_flight_range_angle_deg",
                    1.0,
                ),
                (
                    radius_m,
                    "time_to_surface_s",
                    "ground_range_to_surface_m",
                    radius_m,
                ),
            ] {
                let (Some(time_s), Some(expected)) = (case.maybe(time), case.maybe(range)) else {
                    continue;
                };
                let flight = burnout.free_flight(end_m).expect("it comes down");
                let degrees = range.ends_with("deg");
                let unit = if degrees {
                    1.0_f64.to_degrees()
                } else {
                    per_angle
                };
                case.close(time, flight.time_s * clock, time_s, tolerance * time_s);
                case.close(
                    range,
                    flight.range_angle_rad * unit,
                    expected,
                    tolerance * expected,
                );
                compared += 1;
            }
        }
        assert!(compared >= 20, "only {compared} compared");
    }

    #[test]
    fn minimum_energy_arcs_agree_with_the_reference() {
        for case in cases("04_ballistic_min_energy.csv") {
            let radius_m = case.number("earth_radius_m");
            let range_angle_rad = case.number("range_angle_deg").to_radians();
            let tolerance = case.number("tol_rel");
            let angle_deg = minimum_energy_rad(range_angle_rad).to_degrees();
            let expected_deg = case.number("gamma_burnout_deg");
            case.close("angle", angle_deg, expected_deg, tolerance * 45.0);

            let burnout = Burnout {
                radius_m,
                speed_mps: case.number("v_burnout_m_s"),
                flight_path_rad: expected_deg.to_radians(),
            };
            let flight = burnout.free_flight(radius_m).expect("it comes down");
            let (time_s, range_m) = (
                case.number("time_of_flight_s"),
                case.number("ground_range_m"),
            );
            case.close("time", flight.time_s, time_s, 1e-9 * time_s);
            let got_m = flight.range_angle_rad * radius_m;
            // At the minimum the range is stationary in the angle but not in rounding.
            case.close("range", got_m, range_m, 1e-9 * range_m);

            let least = Burnout::least_energy(radius_m, range_angle_rad);
            // A speed means the same against the circular one, whatever the file's constants.
            let clock = (GRAVITATION_M3PS2 / case.number("mu_m3_s2")).sqrt();
            let speed_mps = least.speed_mps / clock;
            case.close("speed", speed_mps, burnout.speed_mps, tolerance * speed_mps);
            let apogee_m = least.apogee_radius_m().expect("it rises") - radius_m;
            let expected_m = case.number("apogee_altitude_m");
            // The height is a small part of the radius, from which it comes.
            case.close("apogee", apogee_m, expected_m, 1e-9 * radius_m);
        }
    }

    #[test]
    fn apogees_agree_with_the_reference() {
        for case in cases("04_ballistic_general_arc.csv") {
            let radius_m = case.number("earth_radius_m");
            let burnout = Burnout {
                radius_m: radius_m + case.number("h_burnout_m"),
                speed_mps: case.number("v_burnout_m_s")
                    * (GRAVITATION_M3PS2 / case.number("mu_m3_s2")).sqrt(),
                flight_path_rad: case.number("gamma_burnout_deg").to_radians(),
            };
            let Some(expected_m) = case.maybe("apogee_altitude_m") else {
                continue;
            };
            let apogee_m = burnout.apogee_radius_m().expect("it rises") - radius_m;
            let tolerance_m = case.number("tol_rel").max(1e-12) * (radius_m + expected_m);
            case.close("apogee", apogee_m, expected_m, tolerance_m);
        }
    }

    #[test]
    fn what_never_comes_down_has_no_free_flight() {
        let from = |speed_mps, flight_path_rad| Burnout {
            radius_m: 6.6e6,
            speed_mps,
            flight_path_rad,
        };
        assert_eq!(from(12e3, 0.5).free_flight(6.4e6), None, "escape");
        assert_eq!(from(12e3, 0.5).apogee_radius_m(), None, "escape");
        assert_eq!(from(5e3, -0.5).apogee_radius_m(), None, "descends");
        assert_eq!(from(7_771.3, 0.0).free_flight(6.4e6), None, "orbit");
        assert_eq!(from(0.0, 0.5).free_flight(6.4e6), None, "rest");
        let vertical = from(1e3, 0.5 * std::f64::consts::PI).free_flight(6.6e6);
        let vertical = vertical.expect("it comes down");
        assert!(vertical.range_angle_rad < 1e-6 && (vertical.time_s - 221.5).abs() < 2.0);
    }
}
