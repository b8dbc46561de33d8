//! Envelope: whether, how late, and by what margin a fire unit can meet a known flight.
//!
//! The flight is the planned one, a point each second from burn-out to the ground; the interceptor
//! is its type's fly-out table with its limits of altitude and range, and its preparation. Ground
//! range and altitude are reckoned as the planner of a run reckons them. Whether an intercept is
//! possible at all is asked as in Wilkening, *A simple model for calculating ballistic missile
//! defense effectiveness*, Science & Global Security 8 (1999). Leaves out what guides an
//! interceptor, how well it tells objects apart, and whether it would kill.

use super::contour::{Contour, PlanePoint};
use crate::ballistics::flight::{Advance, Flight};
use crate::earth::frames::{altitude_approx_m, ground_range_m};
use crate::scenario::model::FireUnit;
use nalgebra::Vector3;

/// Time between two points of a path, s.
const STEP_S: f64 = 1.0;

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

/// Point of a flight that a fire unit can meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MetPoint {
    /// Its place as seen from the unit.
    pub(super) approach: Approach,
    /// Altitude by which the flight climbs or sinks within a second of it, m.
    pub(super) climb_m: f64,
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
        let all = self.points.iter().map(|point| near(unit, point));
        all.min_by(|a, b| a.ground_range_m.total_cmp(&b.ground_range_m))
            .unwrap_or(Approach { ground_range_m: f64::INFINITY, altitude_m: 0.0 })
    }

    /// The latest time, s after the launch of the flight, at which an order to a fire unit still
    /// leads to an intercept: time at the point less fly-out and preparation, the greatest over all
    /// points. `None` where no point is within the interceptor's limits and range, whenever it is
    /// ordered.
    pub fn latest_order_s(&self, unit: &FireUnit) -> Option<f64> {
        self.points.iter().filter_map(|point| latest_order_s(unit, point)).reduce(f64::max)
    }

    /// The points that a fire unit can meet when it is ordered at a time, s.
    pub(super) fn met(&self, unit: &FireUnit, order_s: f64) -> Vec<MetPoint> {
        let is_met = |point: &PathPoint| {
            latest_order_s(unit, point).is_some_and(|latest_s| latest_s >= order_s)
        };
        let climb_m = |place: usize| {
            let around = &self.points[place.saturating_sub(1)..self.points.len().min(place + 2)];
            let climbs =
                around.windows(2).map(|ends| (ends[1].altitude_m - ends[0].altitude_m).abs());
            climbs.fold(0.0, f64::max)
        };
        let met = self.points.iter().enumerate().filter(|(_, point)| is_met(point));
        met.map(|(place, point)| MetPoint { approach: near(unit, point), climb_m: climb_m(place) })
            .collect()
    }

    /// Margin in distance of a fire unit that is ordered at a time after the launch of the flight,
    /// s: the clearance of the flight's point from the edge of what the interceptor attains by then
    /// (`reach::contour`), the greatest over all points, m. Above zero, a point lies so deep in it;
    /// below zero, the unit misses the flight by no less. `None` where it attains nothing before
    /// the flight is over.
    pub fn margin_m(&self, unit: &FireUnit, order_s: f64) -> Option<f64> {
        let mut search = MarginSearch {
            unit,
            launch_s: order_s + unit.kind.preparation_s,
            greatest_m: f64::NEG_INFINITY,
        };
        search.over(&self.points);
        Some(search.greatest_m).filter(|margin_m| margin_m.is_finite())
    }
}

/// Search for the point of a path with the greatest clearance, by branch and bound (Land & Doig,
/// Econometrica 28, 1960). What is attained only grows, so a stretch of the path has no point with
/// more clearance than its middle has at the stretch's end, and the way from there to the point.
struct MarginSearch<'a> {
    unit: &'a FireUnit,
    /// Earliest launch of the interceptor, s after that of the flight.
    launch_s: f64,
    greatest_m: f64,
}

impl MarginSearch<'_> {
    fn over(&mut self, stretch: &[PathPoint]) {
        let Some(last) = stretch.last() else {
            return;
        };
        let flyout = &self.unit.kind.flyout;
        let Some(contour) = Contour::of(flyout, last.time_s - self.launch_s) else {
            return;
        };
        let middle = stretch.len() / 2;
        let PathPoint { altitude_m, position_m, .. } = stretch[middle];
        let seen = PlanePoint { range_m: away_m(self.unit, &stretch[middle]), altitude_m };
        let clearance_m = contour.clearance_m(seen);
        if let [_] = stretch {
            self.greatest_m = self.greatest_m.max(clearance_m);
            return;
        }
        let ways = stretch.iter().map(|point| (point.position_m - position_m).norm());
        // The plane of the mean sphere is off by a third of a per cent from the ellipsoid.
        let way_m = 1.01 * ways.fold(0.0, f64::max);
        if clearance_m + way_m > self.greatest_m {
            let (before, after) = stretch.split_at(middle);
            self.over(after);
            self.over(before);
        }
    }
}

/// More points than any flight has: two days.
const POINTS_MAX: usize = 200_000;

/// The latest time at which an order still leads to an intercept at one point, s.
fn latest_order_s(unit: &FireUnit, point: &PathPoint) -> Option<f64> {
    let flyout = &unit.kind.flyout;
    flyout.reach_m(point.altitude_m)?;
    let arrival = flyout.arrival(away_m(unit, point), point.altitude_m)?;
    Some(point.time_s - arrival.time_s - unit.kind.preparation_s)
}

/// A point of a path as it is seen from a fire unit.
fn near(unit: &FireUnit, point: &PathPoint) -> Approach {
    Approach { ground_range_m: away_m(unit, point), altitude_m: point.altitude_m }
}

/// Ground range from a fire unit to the point below a point of a path, m.
fn away_m(unit: &FireUnit, point: &PathPoint) -> f64 {
    ground_range_m(&unit.place.ecef().0, &point.position_m)
}
