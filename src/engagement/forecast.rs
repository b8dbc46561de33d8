//! Engageability: where a believed threat will be, and when a fire unit can meet it.
//!
//! The belief is propagated to the ground; along it, an intercept is feasible where the fly-out
//! table reaches the point before the threat does. The first feasible time is found on the
//! forecast's own nodes and then by bisection (Wilkening, *A simple model for calculating
//! ballistic missile defense effectiveness*, Science & Global Security 8, 1999, on battlespace).

use super::command::Launcher;
use crate::ballistics::arc::Fall;
use crate::ballistics::arc::Impact;
use crate::ballistics::state::State;
use crate::earth::frames::altitude_approx_m;
use crate::earth::wgs84::MEAN_RADIUS_M;
use crate::tracking::filter::Belief;
use nalgebra::Vector3;

/// Farthest look ahead, s: the longest notional flight and more.
const AHEAD_S_MAX: f64 = 4000.0;

/// Age before which a forecast is kept in any case, s.
const FORECAST_LIFE_S_MIN: f64 = 10.0;

/// Age at which a forecast is worked out anew in any case, s: a coasting threat keeps its course.
const FORECAST_LIFE_S_MAX: f64 = 60.0;

/// Before that it is worked out anew when the variance of the velocity has fallen to this share.
const SHARPER: f64 = 0.5;

/// Rounds of bisection on the first feasible time: a node step of ten seconds comes to 5 ms.
const BISECTIONS: u32 = 11;

/// Where a threat is believed to be from now on.
#[derive(Debug, Clone, Default)]
pub struct Forecast(Option<Course>);

/// A belief, and the fall that follows from it.
#[derive(Debug, Clone)]
struct Course {
    belief: Belief,
    fall: Fall,
    /// Per launcher, once searched: its earliest intercept, or that there is none.
    found: Vec<Sought>,
}

/// What the search for a launcher's earliest intercept has come to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sought {
    NotYet,
    Nothing,
    Found(Meeting),
}

/// A possible intercept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// When, s.
    pub intercept_s: f64,
    /// The interceptor's time of flight, s.
    pub flight_s: f64,
    /// Predicted intercept point, ECEF, m.
    pub position_m: Vector3<f64>,
    /// The interceptor's velocity there, ECEF, m/s, taken along the line from its launcher.
    pub velocity_mps: Vector3<f64>,
}

impl Forecast {
    /// Is it so old that it may have to be renewed?
    pub fn is_stale(&self, now_s: f64) -> bool {
        self.0
            .as_ref()
            .is_none_or(|course| now_s - course.belief.time_s >= FORECAST_LIFE_S_MIN)
    }

    /// Works it out anew from a belief, if that is much sharper or the old one too old.
    pub fn renew(&mut self, belief: Belief, ballistic_coefficient_kgpm2: f64) {
        let keeps = self.0.as_ref().is_some_and(|course| {
            let sharper = SHARPER * course.belief.covariance.vv.trace();
            belief.time_s - course.belief.time_s < FORECAST_LIFE_S_MAX
                && belief.covariance.vv.trace() > sharper
        });
        if keeps {
            return;
        }
        let state = &belief.state;
        if let Some(course) = &mut self.0 {
            course
                .fall
                .predict_into(state, ballistic_coefficient_kgpm2, AHEAD_S_MAX);
            course.belief = belief;
            course.found.clear();
        } else {
            let fall = Fall::predict(state, ballistic_coefficient_kgpm2, AHEAD_S_MAX);
            self.0 = Some(Course {
                belief,
                fall,
                found: Vec::new(),
            });
        }
    }

    /// The predicted impact, its time in seconds of the scenario; `None` if it does not come down.
    pub fn impact(&self) -> Option<Impact> {
        let course = self.0.as_ref()?;
        let base_s = course.belief.time_s;
        course.fall.impact().map(|impact| Impact {
            time_s: base_s + impact.time_s,
            ..impact
        })
    }

    /// Where it will be from a time on, s, every ten seconds or so, ECEF, m.
    pub fn places_from(&self, time_s: f64) -> impl Iterator<Item = Vector3<f64>> {
        let course = self.0.iter();
        course.flat_map(move |course| {
            let nodes = course.fall.nodes().iter();
            let ahead = nodes.filter(move |node| course.belief.time_s + node.time_s >= time_s);
            ahead.map(|node| node.state.position_m)
        })
    }

    /// Could a launcher still meet it if that were ordered at a time, s?
    pub fn allows_order_at(&self, launcher: &Launcher, order_s: f64) -> bool {
        let course = self.0.as_ref();
        course.is_some_and(|course| course.search(launcher, order_s).is_some())
    }

    /// Standard deviation of the forecast position at a time, along its worst axis, m.
    pub fn sigma_m(&self, time_s: f64) -> f64 {
        self.0
            .as_ref()
            .map_or(f64::INFINITY, |Course { belief, .. }| {
                belief
                    .covariance
                    .position_sigma_m((time_s - belief.time_s).max(0.0))
            })
    }

    /// The earliest intercept by the launcher of this place in the node's list whose order is given
    /// now; `None` if none is possible.
    ///
    /// What was found before holds until the forecast is renewed: later orders can only lose
    /// intercepts, so the earliest stays the earliest while it is possible, and none stays none.
    pub fn earliest(&mut self, place: usize, launcher: &Launcher, now_s: f64) -> Option<Meeting> {
        let course = self.0.as_mut()?;
        if course.found.len() <= place {
            course.found.resize(place + 1, Sought::NotYet);
        }
        let order_s = now_s + launcher.kind.preparation_s;
        match course.found[place] {
            Sought::Nothing => None,
            Sought::Found(meeting) if meeting.intercept_s - meeting.flight_s >= order_s => {
                Some(meeting)
            }
            _ => {
                let found = course.search(launcher, now_s);
                course.found[place] = found.map_or(Sought::Nothing, Sought::Found);
                found
            }
        }
    }
}

impl Course {
    fn search(&self, launcher: &Launcher, now_s: f64) -> Option<Meeting> {
        let base_s = self.belief.time_s;
        let try_at = |time_s: f64, state: &State| self.meeting(launcher, now_s, time_s, state);
        let mut before_s = now_s - base_s;
        for node in self
            .fall
            .nodes()
            .iter()
            .filter(|node| base_s + node.time_s > now_s)
        {
            let Some(mut found) = try_at(node.time_s, &node.state) else {
                before_s = node.time_s;
                continue;
            };
            let (mut low_s, mut high_s) = (before_s, node.time_s);
            for _ in 0..BISECTIONS {
                let middle_s = 0.5 * (low_s + high_s);
                match try_at(middle_s, &self.fall.at(middle_s)) {
                    Some(earlier) => (found, high_s) = (earlier, middle_s),
                    None => low_s = middle_s,
                }
            }
            return Some(found);
        }
        None
    }

    /// The intercept at a time of the fall, if the launcher can make it.
    fn meeting(
        &self,
        launcher: &Launcher,
        now_s: f64,
        time_s: f64,
        state: &State,
    ) -> Option<Meeting> {
        let position_m = state.position_m;
        let flyout = &launcher.kind.flyout;
        let altitude_m = altitude_approx_m(&position_m);
        // The altitude alone rules out most of a flight, without an arc cosine.
        flyout.reach_m(altitude_m)?;
        let cosine =
            launcher.position_m.dot(&position_m) / (launcher.position_m.norm() * position_m.norm());
        let ground_range_m = MEAN_RADIUS_M * libm::acos(cosine.clamp(-1.0, 1.0));
        let arrival = flyout.arrival(ground_range_m, altitude_m)?;
        let intercept_s = self.belief.time_s + time_s;
        let launch_s = intercept_s - arrival.time_s;
        (launch_s >= now_s + launcher.kind.preparation_s).then(|| Meeting {
            intercept_s,
            flight_s: arrival.time_s,
            position_m,
            velocity_mps: (position_m - launcher.position_m).normalize() * arrival.speed_mps,
        })
    }
}
