//! The free flight beside closed forms: what the same start gives on a conic, and what the same
//! range costs at least.
//!
//! Source: Bate, Mueller, White (1971), *Fundamentals of Astrodynamics*, ch. 6; Wheelon (1959),
//! ARS J. 29:915. The conic turns the Earth below it, but knows no air and no oblateness; the arc
//! of least energy also no boost and no turning. What is left between them and the flight is that.

use crate::ballistics::conic::Burnout;
use crate::ballistics::state::{Inertial, State, turned};
use crate::earth::frames::{Ecef, Geodetic};
use crate::earth::geodesic;
use crate::earth::wgs84::MEAN_RADIUS_M;
use crate::flight::trace::TracePoint;
use serde::Serialize;

/// A flight in five numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FlightFigures {
    /// From launch to impact over the ground, m.
    pub range_m: f64,
    /// Greatest altitude, m.
    pub apogee_m: f64,
    /// From launch to impact, s.
    pub time_of_flight_s: f64,
    /// Inertial speed at its start, m/s: at cut-off, or at launch where there is no boost.
    pub start_speed_mps: f64,
    /// Angle of the inertial velocity above the geocentric horizontal there.
    pub start_flight_path_deg: f64,
}

/// A flight beside the closed forms of the same start and of the same range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FlightComparison {
    /// As flown.
    pub flown: FlightFigures,
    /// On a conic from its cut-off to the radius of its impact; `None` if it never comes there.
    pub conic_from_cutoff: Option<FlightFigures>,
    /// Least energy for the same range, from ground to ground over a sphere at rest with the
    /// Earth's mean radius; `None` beyond half the way around.
    pub least_energy: Option<FlightFigures>,
}

/// Launch, cut-off, apogee and impact of a flight that has come down.
#[derive(Debug, Clone, Copy)]
pub(super) struct CompleteFlight<'a> {
    pub(super) launch: Geodetic,
    pub(super) cutoff: &'a TracePoint,
    pub(super) apogee: &'a TracePoint,
    pub(super) impact: &'a TracePoint,
}

impl CompleteFlight<'_> {
    pub(super) fn comparison(&self) -> FlightComparison {
        let start = self.cutoff.state.inertial(0.0);
        let flown = FlightFigures {
            range_m: self.range_m(&self.impact.state),
            apogee_m: Ecef(self.apogee.state.position_m).geodetic().altitude_m,
            time_of_flight_s: self.impact.flight_s,
            start_speed_mps: start.velocity_mps.norm(),
            start_flight_path_deg: start.flight_path_rad().to_degrees(),
        };
        FlightComparison {
            flown,
            conic_from_cutoff: self.conic(&start, &flown),
            least_energy: least_energy(flown.range_m),
        }
    }

    /// Angle from cut-off to impact at the Earth's centre, in the frame that does not turn, rad.
    pub(super) fn range_angle_rad(&self) -> f64 {
        let after_s = self.impact.flight_s - self.cutoff.flight_s;
        let (from, to) = (&self.cutoff.state.position_m, &self.impact.state.position_m);
        from.angle(&turned(to, after_s))
    }

    fn range_m(&self, state: &State) -> f64 {
        let place = Ecef(state.position_m).geodetic();
        geodesic::inverse(self.launch, place).distance_m
    }

    fn conic(&self, start: &Inertial, flown: &FlightFigures) -> Option<FlightFigures> {
        let radius_m = start.position_m.norm();
        let burnout = Burnout {
            radius_m,
            speed_mps: flown.start_speed_mps,
            flight_path_rad: start.flight_path_rad(),
        };
        let end_m = self.impact.state.position_m.norm();
        let flight = burnout.free_flight(end_m)?;
        let up = start.position_m / radius_m;
        let level = start.velocity_mps - up * up.dot(&start.velocity_mps);
        let ahead = level.try_normalize(f64::EPSILON)?;
        let (sin, cos) = libm::sincos(flight.range_angle_rad);
        let end = (up * cos + ahead * sin) * end_m;
        let impact =
            State { position_m: turned(&end, -flight.time_s), velocity_mps: start.velocity_mps };
        let ascends = burnout.flight_path_rad >= 0.0;
        let top_m = ascends.then(|| burnout.apogee_radius_m())?;
        // The altitude at the top is above the ellipsoid there, which the flown one passes too.
        let ground_m = self.apogee.state.position_m.norm() - flown.apogee_m;
        Some(FlightFigures {
            range_m: self.range_m(&impact),
            apogee_m: top_m - ground_m,
            time_of_flight_s: self.cutoff.flight_s + flight.time_s,
            ..*flown
        })
    }
}

fn least_energy(range_m: f64) -> Option<FlightFigures> {
    let angle_rad = range_m / MEAN_RADIUS_M;
    if angle_rad >= std::f64::consts::PI {
        return None;
    }
    let start = Burnout::minimum_energy(MEAN_RADIUS_M, angle_rad);
    Some(FlightFigures {
        range_m,
        apogee_m: start.apogee_radius_m() - MEAN_RADIUS_M,
        time_of_flight_s: start.free_flight(MEAN_RADIUS_M)?.time_s,
        start_speed_mps: start.speed_mps,
        start_flight_path_deg: start.flight_path_rad.to_degrees(),
    })
}
