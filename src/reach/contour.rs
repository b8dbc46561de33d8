//! Contour: the edge of what an interceptor attains within a time, and how far a point is from it.
//!
//! What a type attains within a time are the points of its fly-out table that it passes by then,
//! inside its limits of altitude and range: overhead from its lowest altitude up, and at each
//! altitude out to a range. Both the time overhead and the time at one altitude grow with the
//! distance (test `what_is_attained_is_nested`), so the edge is found by bisection at some
//! altitudes and is straight between them. It lies in the plane through the Earth's centre, the
//! launcher and the point: distances are straight lines there, over the mean sphere, as the planner
//! reckons ranges. Fly-out contours are those of Wilkening, *Airborne Boost-Phase Ballistic Missile
//! Defense*, Science & Global Security 12:1 (2004).

use crate::ballistics::flyout::Flyout;
use crate::earth::wgs84::MEAN_RADIUS_M;

/// Parts of the edge from the lowest to the highest altitude, shorter towards the top, where the
/// range falls off with the root of what is left: the distance of a point comes to under 1 km (test
/// `clearances_are_those_of_a_dense_search`).
const PARTS: usize = 40;

/// Rounds of bisection: 2,000 km come to two metres.
const BISECTIONS: u32 = 20;

/// A point above the ground, seen from a launcher.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlanePoint {
    /// Ground range from the launcher, m.
    pub(super) range_m: f64,
    /// Altitude, m.
    pub(super) altitude_m: f64,
}

impl PlanePoint {
    /// Place in the plane: across the launcher's vertical and along it, from the Earth's centre, m.
    fn place_m(self) -> [f64; 2] {
        let (sine, cosine) = libm::sincos(self.range_m / MEAN_RADIUS_M);
        let radius_m = MEAN_RADIUS_M + self.altitude_m;
        [radius_m * sine, radius_m * cosine]
    }
}

/// Edge of what an interceptor attains within a time.
#[derive(Debug)]
pub(super) struct Contour<'a> {
    flyout: &'a Flyout,
    within_s: f64,
    /// From the lowest to the highest altitude, at each the farthest point.
    edge: Vec<PlanePoint>,
}

impl<'a> Contour<'a> {
    /// Contour of a type within a time after launch, s; `None` if it attains nothing by then.
    pub(super) fn of(flyout: &'a Flyout, within_s: f64) -> Option<Self> {
        let floor_m = flyout.floor_m();
        let is_attained = |range_m: f64, altitude_m: f64| {
            let arrival = flyout.arrival(range_m, altitude_m);
            arrival.is_some_and(|arrival| arrival.time_s <= within_s)
        };
        let ceiling_m = flyout.max_altitude_m().filter(|_| is_attained(0.0, floor_m))?;
        let top_m = farthest([floor_m, ceiling_m], |altitude_m| is_attained(0.0, altitude_m));
        let point = |part: usize| {
            let rest = 1.0 - part as f64 / PARTS as f64;
            let altitude_m = floor_m + (top_m - floor_m) * (1.0 - rest * rest);
            let reach_m = flyout.reach_m(altitude_m).unwrap_or(0.0);
            let range_m = farthest([0.0, reach_m], |range_m| is_attained(range_m, altitude_m));
            PlanePoint { range_m, altitude_m }
        };
        Some(Self { flyout, within_s, edge: (0..=PARTS).map(point).collect() })
    }

    /// Clearance of a point, m: its distance from the edge, above zero inside, below zero outside.
    pub(super) fn clearance_m(&self, point: PlanePoint) -> f64 {
        let arrival = self.flyout.arrival(point.range_m, point.altitude_m);
        let is_inside = arrival.is_some_and(|arrival| arrival.time_s <= self.within_s);
        let place_m = point.place_m();
        let sides = self.edge.windows(2).map(|ends| {
            let [from_m, to_m] = [ends[0].place_m(), ends[1].place_m()];
            distance_to_line_m(place_m, [from_m, to_m])
        });
        // Floor and ceiling are arcs: straight up or down from a point not beyond their end.
        let arcs = [self.edge.first(), self.edge.last()].into_iter().flatten();
        let arcs = arcs.filter(|end| point.range_m <= end.range_m);
        let arcs = arcs.map(|end| (point.altitude_m - end.altitude_m).abs());
        let distance_m = sides.chain(arcs).fold(f64::INFINITY, f64::min);
        if is_inside { distance_m } else { -distance_m }
    }
}

/// The farthest between two figures up to which it holds, granted that it holds at the first.
fn farthest([mut low, mut high]: [f64; 2], holds: impl Fn(f64) -> bool) -> f64 {
    if holds(high) {
        return high;
    }
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Distance of a place from the straight line between two others, m.
fn distance_to_line_m([x, y]: [f64; 2], [from, to]: [[f64; 2]; 2]) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let length_squared = along[0] * along[0] + along[1] * along[1];
    let share = (x - from[0]) * along[0] + (y - from[1]) * along[1];
    let share = if length_squared > 0.0 { (share / length_squared).clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(x - from[0] - share * along[0], y - from[1] - share * along[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::flyout::Kinematics;
    use proptest::prelude::*;

    fn slow() -> Flyout {
        let kinematics = Kinematics {
            acceleration_mps2: 60.0,
            burn_time_s: 75.0,
            ballistic_coefficient_kgpm2: None,
            altitude_min_m: 90e3,
            altitude_max_m: 900e3,
            range_max_m: 2.2e6,
        };
        Flyout::tabulate(&kinematics, |_| 0.0)
    }

    /// So fast that within a minute it is wherever its limits let it: to 300 km along the ground,
    /// between 100 and 200 km of altitude.
    fn fast() -> Flyout {
        let kinematics = Kinematics {
            acceleration_mps2: 1000.0,
            burn_time_s: 10.0,
            ballistic_coefficient_kgpm2: None,
            altitude_min_m: 100e3,
            altitude_max_m: 200e3,
            range_max_m: 300e3,
        };
        Flyout::tabulate(&kinematics, |_| 0.0)
    }

    /// Of an interceptor that only its limits hold back, the clearance is the distance from them:
    /// overhead the difference of altitudes, abreast the foot of the perpendicular on their side,
    /// beyond a corner the chord to it.
    #[test]
    fn what_only_limits_hold_back_has_the_clearance_of_a_closed_form() {
        let flyout = fast();
        let contour = Contour::of(&flyout, 90.0).unwrap();
        let radius_m = |altitude_m: f64| MEAN_RADIUS_M + altitude_m;
        let aside_m = |altitude_m: f64, range_m: f64| {
            radius_m(altitude_m) * libm::sin((range_m - 300e3) / MEAN_RADIUS_M)
        };
        let (high_m, corner_m) = (radius_m(500e3), radius_m(200e3));
        let cosine = libm::cos(250e3 / MEAN_RADIUS_M);
        let chord_m =
            (high_m * high_m + corner_m * corner_m - 2.0 * high_m * corner_m * cosine).sqrt();
        let cases = [
            (0.0, 751e3, -551e3),
            (120e3, 40e3, -60e3),
            (120e3, 130e3, 30e3),
            (120e3, 180e3, 20e3),
            (290e3, 150e3, -aside_m(150e3, 290e3)),
            (559e3, 150e3, -aside_m(150e3, 559e3)),
            (550e3, 500e3, -chord_m),
        ];
        for (range_m, altitude_m, expected_m) in cases {
            let clearance_m = contour.clearance_m(PlanePoint { range_m, altitude_m });
            let off_m = (clearance_m - expected_m).abs();
            assert!(off_m < 10.0, "{range_m} {altitude_m}: {clearance_m} for {expected_m}");
        }
    }

    #[test]
    fn before_it_is_overhead_at_its_lowest_altitude_it_attains_nothing() {
        let flyout = slow();
        let soonest_s = flyout.arrival(0.0, flyout.floor_m()).unwrap().time_s;
        assert!(Contour::of(&flyout, soonest_s - 0.1).is_none());
        let contour = Contour::of(&flyout, soonest_s + 0.1).unwrap();
        let point = PlanePoint { range_m: 0.0, altitude_m: 800e3 };
        assert!((contour.clearance_m(point) + 710e3).abs() < 1e3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        /// Distance to the nearest of many points that it attains, or does not, by then.
        #[test]
        fn clearances_are_those_of_a_dense_search(
            within_s in 60.0..900.0_f64,
            range_m in 0.0..3e6_f64,
            altitude_m in 0.0..1.5e6_f64,
        ) {
            let flyout = slow();
            let Some(contour) = Contour::of(&flyout, within_s) else {
                return Ok(());
            };
            let is_attained = |range_m: f64, altitude_m: f64| {
                let arrival = flyout.arrival(range_m, altitude_m);
                arrival.is_some_and(|arrival| arrival.time_s <= within_s)
            };
            let here_m = PlanePoint { range_m, altitude_m }.place_m();
            let is_inside = is_attained(range_m, altitude_m);
            let mut nearest_m = f64::INFINITY;
            for up in 0..400 {
                for along in 0..1000 {
                    let point = PlanePoint {
                        altitude_m: 79.5e3 + 2.1e3 * f64::from(up),
                        range_m: 2.3e3 * f64::from(along),
                    };
                    if is_attained(point.range_m, point.altitude_m) != is_inside {
                        let [x, y] = point.place_m();
                        let away_m = libm::hypot(x - here_m[0], y - here_m[1]);
                        nearest_m = nearest_m.min(away_m);
                    }
                }
            }
            let clearance_m = contour.clearance_m(PlanePoint { range_m, altitude_m });
            prop_assert_eq!(clearance_m >= 0.0, is_inside);
            // The mesh of the search is 2.1 by 2.6 km: the nearest of its points is no nearer than
            // the edge, and no farther from it than a diagonal.
            let off_m = nearest_m - clearance_m.abs();
            prop_assert!((-1e3..3.5e3).contains(&off_m), "{} {}", clearance_m, nearest_m);
        }

        /// More time attains all that less does, and what is attained has no hole towards the
        /// launcher: times grow with range at an altitude, and overhead with altitude.
        #[test]
        fn what_is_attained_is_nested(
            range_m in 0.0..2.2e6_f64,
            altitude_m in 90e3..900e3_f64,
            share in 0.0..1.0_f64,
        ) {
            for flyout in [slow(), fast()] {
                let time_s = |range_m: f64, altitude_m: f64| {
                    let arrival = flyout.arrival(range_m, altitude_m);
                    arrival.map_or(f64::INFINITY, |arrival| arrival.time_s)
                };
                let (low_m, high_m) = (flyout.floor_m(), altitude_m.max(flyout.floor_m()));
                let lower_m = low_m + share * (high_m - low_m);
                prop_assert!(time_s(0.0, lower_m) <= time_s(0.0, altitude_m) + 1e-6);
                let is_in_limits = flyout.reach_m(altitude_m).is_some();
                let nearer_s = time_s(share * range_m, altitude_m);
                prop_assert!(!is_in_limits || nearer_s <= time_s(range_m, altitude_m) + 1e-6);
            }
        }
    }
}
