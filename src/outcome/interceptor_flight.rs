//! Flights of interceptors: the path that each has flown, as far as a journal tells.
//!
//! An interceptor flies the path of the fly-out table ([`FlyoutPath`]) to where it was aimed at its
//! launch, over the great circle from its launcher. Leaves out shifts of the aim after the launch.

use crate::ballistics::flyout::FlyoutPath;
use crate::earth::atmosphere;
use crate::earth::frames::{Ecef, Geodetic, ground_range_m};
use crate::earth::wgs84::MEAN_RADIUS_M;
use crate::scenario::identity::{InterceptorId, ObjectId};
use crate::scenario::model::Scenario;
use crate::world::journal::{Event, Journal, ShotResult};
use nalgebra::Vector3;
use std::collections::BTreeMap;

/// The flight of an interceptor that was launched.
#[derive(Debug, Clone, PartialEq)]
pub struct InterceptorFlight {
    /// The interceptor.
    pub interceptor: InterceptorId,
    /// Time of its launch, s.
    pub launch_s: f64,
    /// Time at which it is to meet the point that it is aimed at, s.
    pub intercept_s: f64,
    /// Its result; `None` before its time.
    pub result: Option<ShotResult>,
    /// The object that was nearest then, if one flew.
    pub object: Option<ObjectId>,
    path: FlyoutPath,
    ground: GroundTrack,
}

impl InterceptorFlight {
    /// All flights of a run, by fire unit and launch.
    pub fn all(scenario: &Scenario, journal: &Journal) -> Vec<Self> {
        let mut ordered_m = Vector3::zeros();
        let mut flights: BTreeMap<InterceptorId, Self> = BTreeMap::new();
        for (time_s, event) in &journal.events {
            match event {
                // A launch is written down right after its order.
                Event::Ordered { aim_m, .. } => ordered_m = *aim_m,
                Event::Launched { interceptor, intercept_s, .. } => {
                    let times_s = [*time_s, *intercept_s];
                    let flight = Self::launched(scenario, *interceptor, times_s, ordered_m);
                    flights.insert(*interceptor, flight);
                }
                Event::Intercept { interceptor, object, result, .. } => {
                    if let Some(flight) = flights.get_mut(interceptor) {
                        (flight.result, flight.object) = (Some(*result), *object);
                    }
                }
                _ => {}
            }
        }
        flights.into_values().collect()
    }

    fn launched(
        scenario: &Scenario,
        interceptor: InterceptorId,
        [launch_s, intercept_s]: [f64; 2],
        aim_m: Vector3<f64>,
    ) -> Self {
        let unit = &scenario.fire_units[interceptor.unit.index()];
        let launcher_m = unit.place.ecef().0;
        let range_m = ground_range_m(&launcher_m, &aim_m);
        let altitude_m = Ecef(aim_m).geodetic().altitude_m;
        let path = unit.kind.flyout.path(range_m, altitude_m, atmosphere::density_kgpm3);
        Self {
            interceptor,
            launch_s,
            intercept_s,
            result: None,
            object: None,
            path: path.unwrap_or_default(),
            ground: GroundTrack::new(launcher_m, aim_m),
        }
    }

    /// Whether it met its time and killed nothing.
    pub fn is_miss(&self) -> bool {
        self.result.is_some_and(|result| result != ShotResult::Killed)
    }

    /// Its places, each with the time since its launch, s: to the ground if it killed nothing, else
    /// to the point that it was aimed at.
    pub fn places(&self) -> impl Iterator<Item = (f64, Geodetic)> {
        let flown_s = if self.is_miss() { f64::INFINITY } else { self.intercept_s - self.launch_s };
        let flown = self.path.points.iter().take_while(move |point| point.time_s <= flown_s);
        flown.map(|point| {
            let altitude_m = point.altitude_m.max(0.0);
            (point.time_s, self.ground.place(point.ground_range_m, altitude_m))
        })
    }

    /// Place at which its path ends on the ground, where its spent stage comes down; `None` if it
    /// does not within an hour.
    pub fn fall(&self) -> Option<Geodetic> {
        Some(self.ground.place(self.path.fall_m()?, 0.0))
    }
}

/// The great circle from a launcher to below the point that it aims at, on the mean sphere.
#[derive(Debug, Clone, PartialEq)]
struct GroundTrack {
    launcher: Vector3<f64>,
    /// At a right angle to it, towards the aim; zero where that is straight up.
    onward: Vector3<f64>,
}

impl GroundTrack {
    fn new(launcher_m: Vector3<f64>, aim_m: Vector3<f64>) -> Self {
        let launcher = launcher_m.normalize();
        let aim = aim_m.normalize();
        let across = aim - launcher * launcher.dot(&aim);
        Self { launcher, onward: across.try_normalize(1e-9).unwrap_or_else(Vector3::zeros) }
    }

    /// The place at a ground range, m, and an altitude, m.
    fn place(&self, ground_range_m: f64, altitude_m: f64) -> Geodetic {
        let (sine, cosine) = libm::sincos(ground_range_m / MEAN_RADIUS_M);
        let below_m = (self.launcher * cosine + self.onward * sine) * MEAN_RADIUS_M;
        Geodetic { altitude_m, ..Ecef(below_m).geodetic() }
    }
}
