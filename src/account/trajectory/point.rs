//! A moment of a flight in the terms that people plot.

use crate::ballistics::flight::FlightPhase;
use crate::earth::frames::{Ecef, Geodetic, Site};
use crate::earth::geodesic;
use crate::flight::trace::{Mark, TracePoint};
use serde::{Serialize, Serializer};

/// A moment of a flight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrajectoryPoint {
    /// Time of the scenario, s, as `lisbon run` tells it.
    pub time_s: f64,
    /// Time since launch, s.
    pub flight_s: f64,
    /// Marked moments: `launch`, `stage-1-end`, `cutoff`, `apogee`, `entry`, `peak-drag`, `impact`.
    #[serde(rename = "event", serialize_with = "marks_by_name")]
    pub events: Vec<Mark>,
    /// `boost`, `vacuum` or `reentry` (after cut-off, descending below 100 km).
    #[serde(serialize_with = "phase_by_name")]
    pub phase: FlightPhase,
    /// Geodetic latitude, north positive.
    pub latitude_deg: f64,
    /// Longitude, east of Greenwich positive, (-180, 180].
    pub longitude_deg: f64,
    /// Altitude above the WGS-84 ellipsoid along its normal, m.
    pub altitude_m: f64,
    /// Geodesic from the launch point to the point below, m.
    pub ground_range_m: f64,
    /// Speed relative to the turning Earth, m/s.
    pub speed_mps: f64,
    /// Angle of that velocity above the local geodetic horizontal; `None` at rest.
    pub flight_path_deg: Option<f64>,
    /// Speed in the frame that does not turn, m/s.
    pub inertial_speed_mps: f64,
    /// Size of the deceleration by drag, m/s²: in boost that of the whole stack.
    pub drag_mps2: f64,
}

impl TrajectoryPoint {
    pub(super) fn of(point: &TracePoint, launch: Geodetic) -> Self {
        let state = &point.state;
        let place = Ecef(state.position_m).geodetic();
        let local = Site::new(place).axes() * state.velocity_mps;
        let speed_mps = state.velocity_mps.norm();
        let climb_rad = libm::atan2(local.z, libm::hypot(local.x, local.y));
        Self {
            time_s: point.time_s,
            flight_s: point.flight_s,
            events: point.marks.clone(),
            phase: point.phase,
            latitude_deg: place.latitude_rad.to_degrees(),
            longitude_deg: place.longitude_rad.to_degrees(),
            altitude_m: place.altitude_m,
            ground_range_m: geodesic::inverse(launch, place).distance_m,
            speed_mps,
            flight_path_deg: (speed_mps > 0.0).then(|| climb_rad.to_degrees()),
            inertial_speed_mps: state.inertial(0.0).velocity_mps.norm(),
            drag_mps2: point.drag_mps2,
        }
    }
}

/// Name of a mark in data.
pub fn mark_name(mark: Mark) -> String {
    match mark {
        Mark::Launch => "launch".into(),
        Mark::StageEnd(stage) => format!("stage-{stage}-end"),
        Mark::Cutoff => "cutoff".into(),
        Mark::Apogee => "apogee".into(),
        Mark::Entry => "entry".into(),
        Mark::PeakDrag => "peak-drag".into(),
        Mark::Impact => "impact".into(),
    }
}

fn marks_by_name<S: Serializer>(marks: &[Mark], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(marks.iter().map(|mark| mark_name(*mark)))
}

/// Name of a phase in data.
pub fn phase_name(phase: FlightPhase) -> &'static str {
    match phase {
        FlightPhase::Boost => "boost",
        FlightPhase::Vacuum => "vacuum",
        FlightPhase::Reentry => "reentry",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's form")]
fn phase_by_name<S: Serializer>(of: &FlightPhase, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(phase_name(*of))
}
