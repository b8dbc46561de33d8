//! Envelope: whether, how late, and from how far a fire unit can meet a known flight.
//!
//! The flight is the planned one, a point each second from burn-out to the ground; the interceptor
//! is its type's fly-out table with its limits of altitude and range, and its preparation. Ground
//! range and altitude are reckoned as the planner of a run reckons them. Whether an intercept is
//! possible at all is asked as in Wilkening, *A simple model for calculating ballistic missile
//! defense effectiveness*, Science & Global Security 8 (1999). Leaves out what guides an
//! interceptor, how well it tells objects apart, and whether it would kill.

use crate::ballistics::flight::{Advance, Flight};
use crate::ballistics::flyout::Flyout;
use crate::earth::frames::{altitude_approx_m, ground_range_m};
use crate::scenario::model::FireUnit;
use nalgebra::Vector3;

/// Time between two points of a path, s.
const STEP_S: f64 = 1.0;

/// Shares of the range among which the farthest attainable one is looked for, and rounds of
/// bisection on it: a reach of 2,000 km comes to a metre.
const SHARES: u32 = 32;
const BISECTIONS: u32 = 16;

/// A flight from burn-out to the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct FlightPath {
    /// End of thrust, s after launch.
    pub burnout_s: f64,
    /// Impact, s after launch.
    pub impact_s: f64,
    points: Vec<PathPoint>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct PathPoint {
    time_s: f64,
    altitude_m: f64,
    position_m: Vector3<f64>,
}

/// Nearest approach of a flight to a fire unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Approach {
    /// Least ground range between burn-out and impact, m.
    pub ground_range_m: f64,
    /// Altitude there, m.
    pub altitude_m: f64,
}

impl FlightPath {
    /// The path of a flight.
    pub fn of(flight: &Flight) -> Self {
        let burnout_s = flight.cutoff_s();
        let mut path = Self { burnout_s, impact_s: burnout_s, points: Vec::new() };
        let (mut state, mut time_s) = (flight.launch_state(), 0.0);
        let mut next_s = burnout_s;
        loop {
            match flight.advance(&state, time_s, next_s) {
                Advance::Flying(next) => {
                    (state, time_s) = (next, next_s);
                    path.push(time_s, state.position_m);
                    next_s = burnout_s + path.points.len() as f64 * STEP_S;
                }
                Advance::Impact { time_s, state } => {
                    path.push(time_s, state.position_m);
                    path.impact_s = time_s;
                    return path;
                }
            }
            if path.points.len() > POINTS_MAX {
                path.impact_s = time_s;
                return path;
            }
        }
    }

    fn push(&mut self, time_s: f64, position_m: Vector3<f64>) {
        self.points.push(PathPoint {
            time_s,
            altitude_m: altitude_approx_m(&position_m),
            position_m,
        });
    }

    /// Greatest altitude after burn-out, m.
    pub fn apogee_m(&self) -> f64 {
        let altitudes = self.points.iter().map(|point| point.altitude_m);
        altitudes.fold(f64::NEG_INFINITY, f64::max)
    }

    /// Place at which the path comes nearest to a fire unit over the ground.
    pub fn approach(&self, unit: &FireUnit) -> Approach {
        let near = |point: &PathPoint| Approach {
            ground_range_m: away_m(unit, point),
            altitude_m: point.altitude_m,
        };
        let all = self.points.iter().map(near);
        all.min_by(|a, b| a.ground_range_m.total_cmp(&b.ground_range_m))
            .unwrap_or(Approach { ground_range_m: f64::INFINITY, altitude_m: 0.0 })
    }

    /// The latest time, s after the launch of the flight, at which an order to a fire unit still
    /// leads to an intercept: time at the point less fly-out and preparation, the greatest over all
    /// points. `None` where no point is within the interceptor's limits and range, whenever it is
    /// ordered.
    pub fn latest_order_s(&self, unit: &FireUnit) -> Option<f64> {
        let flyout = &unit.kind.flyout;
        let order_s = |point: &PathPoint| {
            flyout.reach_m(point.altitude_m)?;
            let arrival = flyout.arrival(away_m(unit, point), point.altitude_m)?;
            Some(point.time_s - arrival.time_s - unit.kind.preparation_s)
        };
        self.points.iter().filter_map(order_s).reduce(f64::max)
    }

    /// Margin in distance: how much farther from the flight a fire unit that is ordered at a time,
    /// s, could stand and still meet it, or, below zero, how much nearer it would have to stand, m:
    /// the range that it attains at a point's altitude in the time that is left, less its ground
    /// range from there, the greatest over all points. `None` where it could meet nothing from
    /// anywhere.
    pub fn slack_m(&self, unit: &FireUnit, order_s: f64) -> Option<f64> {
        let flyout = &unit.kind.flyout;
        let mut best: Option<f64> = None;
        for point in &self.points {
            let left_s = point.time_s - order_s - unit.kind.preparation_s;
            let Some(reach_m) = flyout.reach_m(point.altitude_m).filter(|_| left_s > 0.0) else {
                continue;
            };
            let away_m = away_m(unit, point);
            if best.is_some_and(|best| reach_m - away_m <= best) {
                continue;
            }
            if let Some(attained_m) = attained_m(flyout, point.altitude_m, left_s) {
                best = Some(best.map_or(attained_m - away_m, |best| best.max(attained_m - away_m)));
            }
        }
        best
    }
}

/// More points than any flight has: two days.
const POINTS_MAX: usize = 200_000;

/// The greatest ground range that an interceptor attains at an altitude within a time, m; `None` if
/// it is not even overhead by then.
fn attained_m(flyout: &Flyout, altitude_m: f64, within_s: f64) -> Option<f64> {
    let reach_m = flyout.reach_m(altitude_m)?;
    let is_in_time = |range_m: f64| {
        let arrival = flyout.arrival(range_m, altitude_m);
        arrival.is_some_and(|arrival| arrival.time_s <= within_s)
    };
    let at = |share: u32| reach_m * f64::from(share) / f64::from(SHARES);
    let share = (0..=SHARES).rev().find(|share| is_in_time(at(*share)))?;
    let (mut low_m, mut high_m) = (at(share), at((share + 1).min(SHARES)));
    for _ in 0..BISECTIONS {
        let middle_m = 0.5 * (low_m + high_m);
        if is_in_time(middle_m) {
            low_m = middle_m;
        } else {
            high_m = middle_m;
        }
    }
    Some(low_m)
}

/// Ground range from a fire unit to the point below a point of a path, m.
fn away_m(unit: &FireUnit, point: &PathPoint) -> f64 {
    ground_range_m(&unit.place.ecef().0, &point.position_m)
}
