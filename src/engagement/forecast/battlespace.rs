//! Battlespace: the times at which a fire unit can be ordered to meet a threat.
//!
//! To each point of the way that the unit reaches belongs the latest order with which its
//! interceptor is there in time: the time of the threat, less the fly-out, less the preparation
//! (Wilkening, *A simple model for calculating ballistic missile defense effectiveness*, Science &
//! Global Security 8, 1999, on battlespace and shot opportunities). They are worked out once for
//! the nodes of the fall, and the edges of the reach between nodes by bisection; between nodes, ten
//! seconds apart, the latest order is as good as linear. Leaves out what the belief may still
//! learn, a reach that is grazed for less than the time between two nodes, and the magazines: a
//! caller counts interceptors.

use crate::ballistics::arc::Fall;
use crate::ballistics::state::State;
use crate::earth::frames::{altitude_approx_m, ground_range_m};
use crate::earth::wgs84::MEAN_RADIUS_M;
use crate::engagement::launcher::Launcher;
use nalgebra::Vector3;

/// Rounds of bisection between two nodes: ten seconds come to 5 ms.
const BISECTIONS: u32 = 11;

/// More than the sphere and the ellipsoid are apart: a bound on chords may be off by this, m.
const FLATTENING_M: f64 = 50_000.0;

/// A possible intercept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intercept {
    /// Time of the intercept, s.
    pub intercept_s: f64,
    /// The interceptor's time of flight, s.
    pub flight_s: f64,
    /// Predicted intercept point, ECEF, m.
    pub position_m: Vector3<f64>,
    /// The interceptor's velocity there, ECEF, m/s, taken along the line from its launcher.
    pub velocity_mps: Vector3<f64>,
}

impl Intercept {
    /// Time at which the interceptor must leave, s.
    pub fn launch_s(&self) -> f64 {
        self.intercept_s - self.flight_s
    }
}

/// Fire unit and believed fall of a threat that it would meet.
#[derive(Debug, Clone, Copy)]
pub struct EngagementGeometry<'a> {
    /// The fire unit.
    pub launcher: &'a Launcher,
    /// The threat's fall.
    pub fall: &'a Fall,
    /// Start of the fall, s of the scenario.
    pub start_s: f64,
}

/// A fire unit's battlespace of one believed way. Times are the scenario's, s.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Battlespace {
    /// In order of the intercept.
    points: Vec<InterceptPoint>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct InterceptPoint {
    intercept_s: f64,
    /// The same since the start of the fall, s: asked again, it gives the same to the last bit.
    time_s: f64,
    /// The latest order with which it is met there, s.
    order_s: f64,
    /// The latest order for this or any point before it, s.
    order_s_max: f64,
    /// Whether a stretch within reach begins here.
    is_opening: bool,
}

/// Time of an intercept, and of the order for it, s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrderedIntercept {
    /// The order.
    pub order_s: f64,
    /// The intercept.
    pub intercept_s: f64,
}

impl Battlespace {
    /// Works it out in the memory of an earlier one.
    pub fn survey(&mut self, way: &EngagementGeometry) {
        self.points.clear();
        let mut before_s = None;
        let mut was_within = false;
        for node in way.fall.nodes() {
            let time_s = node.time_s;
            let meeting = way.meeting(time_s, &node.state);
            let mut is_opening = meeting.is_some() && !was_within;
            if let Some(before_s) = before_s
                && meeting.is_some() != was_within
            {
                let (inside_s, outside_s) =
                    if was_within { (before_s, time_s) } else { (time_s, before_s) };
                if let Some(edge) = way.edge(inside_s, outside_s) {
                    self.add(way, edge, is_opening);
                    is_opening = false;
                }
            }
            if let Some(meeting) = &meeting {
                self.add(way, (time_s, *meeting), is_opening);
            }
            (before_s, was_within) = (Some(time_s), meeting.is_some());
        }
    }

    fn add(
        &mut self,
        way: &EngagementGeometry,
        (time_s, meeting): (f64, Intercept),
        is_opening: bool,
    ) {
        let order_s = way.order_s(&meeting);
        let order_s_max =
            (self.points.last()).map_or(order_s, |last| last.order_s_max.max(order_s));
        self.points.push(InterceptPoint {
            intercept_s: meeting.intercept_s,
            time_s,
            order_s,
            order_s_max,
            is_opening,
        });
    }

    /// The latest order with which the threat can still be met, s; `None` if it never can.
    pub fn latest_order_s(&self) -> Option<f64> {
        self.points.last().map(|point| point.order_s_max)
    }

    /// The latest order with the intercept that it is for; `None` if it never can be met.
    pub fn last_meeting(&self) -> Option<OrderedIntercept> {
        let order_s = self.latest_order_s()?;
        let last = self.points.iter().find(|point| point.order_s >= order_s)?;
        Some(OrderedIntercept { order_s, intercept_s: last.intercept_s })
    }

    /// The earliest time of an intercept that is ordered at a time, or later, s.
    ///
    /// Never earlier for a later order: later orders only lose intercepts.
    pub fn earliest_s(&self, order_s: f64) -> Option<f64> {
        let place = self.first(order_s)?;
        let point = &self.points[place];
        if point.is_opening {
            return Some(point.intercept_s);
        }
        let before = &self.points[place - 1];
        let share = (order_s - before.order_s) / (point.order_s - before.order_s);
        Some(before.intercept_s + share * (point.intercept_s - before.intercept_s))
    }

    /// The same with the order for it: the time asked for, or that from which it is first possible.
    pub fn first_meeting(&self, order_s: f64) -> Option<OrderedIntercept> {
        let point = &self.points[self.first(order_s)?];
        let order_s = if point.is_opening { point.order_s.max(order_s) } else { order_s };
        Some(OrderedIntercept { order_s, intercept_s: self.earliest_s(order_s)? })
    }

    /// The latest order for an intercept no later than a time, s; infinity asks for any.
    pub fn latest_order_by_s(&self, intercept_s: f64) -> Option<f64> {
        let end = self.points.partition_point(|point| point.intercept_s <= intercept_s);
        let last = &self.points[end.checked_sub(1)?];
        let Some(next) = self.points.get(end).filter(|next| !next.is_opening) else {
            return Some(last.order_s_max);
        };
        let share = (intercept_s - last.intercept_s) / (next.intercept_s - last.intercept_s);
        let between_s = last.order_s + share * (next.order_s - last.order_s);
        Some(last.order_s_max.max(between_s))
    }

    /// That intercept itself, found by bisection.
    pub fn earliest(&self, way: &EngagementGeometry, order_s: f64) -> Option<Intercept> {
        let place = self.first(order_s)?;
        let point = &self.points[place];
        let at = |time_s: f64| {
            let meeting = way.meeting(time_s, &way.fall.at(time_s));
            meeting.filter(|meeting| way.order_s(meeting) >= order_s)
        };
        if point.is_opening {
            return at(point.time_s);
        }
        let (mut low_s, mut high_s) = (self.points[place - 1].time_s, point.time_s);
        let mut found = at(high_s);
        for _ in 0..BISECTIONS {
            let middle_s = 0.5 * (low_s + high_s);
            match at(middle_s) {
                Some(earlier) => (found, high_s) = (Some(earlier), middle_s),
                None => low_s = middle_s,
            }
        }
        found
    }

    /// The first point for which an order is early enough.
    fn first(&self, order_s: f64) -> Option<usize> {
        let place = self.points.partition_point(|point| point.order_s_max < order_s);
        (place < self.points.len()).then_some(place)
    }
}

impl EngagementGeometry<'_> {
    /// The intercept at a time of the fall, s since its start; `None` out of reach.
    fn meeting(&self, time_s: f64, state: &State) -> Option<Intercept> {
        let position_m = state.position_m;
        let flyout = &self.launcher.kind.flyout;
        let altitude_m = altitude_approx_m(&position_m);
        // Altitude and chord alone rule out most of a flight, without an arc cosine.
        let reach_m = flyout.reach_m(altitude_m)?;
        let launcher_m = self.launcher.position_m;
        let away_m = position_m - launcher_m;
        let farthest_m = reach_m * (1.0 + altitude_m / MEAN_RADIUS_M) + altitude_m + FLATTENING_M;
        if away_m.norm_squared() > farthest_m * farthest_m {
            return None;
        }
        let arrival = flyout.arrival(ground_range_m(&launcher_m, &position_m), altitude_m)?;
        Some(Intercept {
            intercept_s: self.start_s + time_s,
            flight_s: arrival.time_s,
            position_m,
            velocity_mps: away_m.normalize() * arrival.speed_mps,
        })
    }

    /// The intercept nearest to the edge of the reach between a time within and one without, with
    /// its time.
    fn edge(&self, mut inside_s: f64, mut outside_s: f64) -> Option<(f64, Intercept)> {
        let mut found = None;
        for _ in 0..BISECTIONS {
            let middle_s = 0.5 * (inside_s + outside_s);
            match self.meeting(middle_s, &self.fall.at(middle_s)) {
                Some(meeting) => (found, inside_s) = (Some((middle_s, meeting)), middle_s),
                None => outside_s = middle_s,
            }
        }
        found
    }

    /// The latest order for an intercept, s.
    fn order_s(&self, meeting: &Intercept) -> f64 {
        meeting.launch_s() - self.launcher.kind.preparation_s
    }
}

#[cfg(test)]
pub(crate) mod tests;
