//! One threat's flight as rows and headline numbers, so that anyone can plot it and believe it.
//!
//! The rows are the engine's own states ([`crate::flight::trace`]); places are exact geodetic
//! ones, ranges geodesics on the ellipsoid. `headline` sums up and compares with closed forms
//! (`arcs`), `page` sets it for people, [`csv()`] and [`Trajectory::json`] write it unrounded.

mod arcs;
mod headline;
mod page;

pub use self::arcs::Arc;
pub use self::arcs::Arcs;
pub use self::headline::Headline;
pub use self::headline::Loft;
pub use self::page::page;

use super::VERSION;
use super::json;
use crate::ballistics::flight::FlightPhase;
use crate::earth::frames::Ecef;
use crate::earth::frames::Geodetic;
use crate::earth::frames::Site;
use crate::earth::geodesic;
use crate::flight::course::Course;
use crate::flight::trace::Mark;
use crate::flight::trace::Trace;
use crate::flight::trace::TracePoint;
use crate::flight::trace::TraceSampling;
use crate::random::RunSeed;
use crate::scenario::identity::Object;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Scenario;
use serde::Serialize;
use serde::Serializer;
use std::fmt::Write;

/// What is to be flown.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The threat, by its place in the scenario.
    pub threat: ThreatId,
    /// Which of its objects; one that its type has not flies as the payload.
    pub object: Object,
    /// The run whose errors it has; `None`: as planned, without errors.
    pub luck: Option<RunSeed>,
    /// Time between two rows, s, above 0.
    pub every_s: f64,
}

/// A flight as it is told. Its JSON has these keys in this order, `null` for what the flight has
/// not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trajectory {
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed; `None`: as planned.
    pub seed: Option<u64>,
    /// Number of the run; `None`: as planned.
    pub run: Option<u64>,
    /// Name of the threat.
    pub threat: String,
    /// Which of its objects: `payload`, `spent-stage`, `decoy-1`.
    pub object: Object,
    /// Name of its type.
    pub threat_type: String,
    /// Name of the asset that it is aimed at.
    pub aim: String,
    /// Version of the program.
    pub lisbon: &'static str,
    /// Digest of the scenario.
    pub digest: String,
    /// The flight in numbers.
    pub headline: Headline,
    /// Launch, a row at each multiple of the time asked for, what happens between, impact.
    pub rows: Vec<Row>,
}

/// A moment of a flight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Time of the scenario, s, as `lisbon run` tells it.
    pub time_s: f64,
    /// Time since launch, s.
    pub flight_s: f64,
    /// What happens: `launch`, `stage-1-end`, `cutoff`, `apogee`, `entry`, `peak-drag`, `impact`.
    #[serde(rename = "event", serialize_with = "names")]
    pub events: Vec<Mark>,
    /// `boost`, `vacuum` or `reentry` (after cut-off, descending below 100 km).
    #[serde(serialize_with = "phase_name")]
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

impl Trajectory {
    /// Flies it.
    pub fn of(request: &Request) -> Self {
        let Request {
            scenario,
            threat: id,
            object,
            luck,
            every_s,
        } = *request;
        let threat = &scenario.threats[id.index()];
        let aim = &scenario.assets[threat.aim.index()];
        let course = match luck {
            Some(luck) => Course::dispersed(threat, u64::from(id.0), luck),
            None => Course::planned(threat),
        };
        let kind = threat
            .kind
            .objects
            .iter()
            .find(|kind| kind.object == object);
        let course = kind.map_or(course, |kind| course.object(kind, id, luck));
        let pace = TraceSampling {
            step_s: scenario.step_s,
            last_tick: scenario.last_tick,
            every_s,
        };
        let trace = Trace::of(&course, &threat.kind.vehicle.stage_ends_s(), pace);
        let launch = course.flight().site().geodetic();
        Self {
            scenario: scenario.name.clone(),
            seed: luck.map(|luck| luck.seed),
            run: luck.map(|luck| luck.run),
            threat: threat.name.clone(),
            object: kind.map_or(Object::Payload, |kind| kind.object),
            threat_type: threat.kind.name.clone(),
            aim: aim.name.clone(),
            lisbon: VERSION,
            digest: format!("{:016x}", scenario.digest),
            headline: Headline::of(&trace, launch, aim.place, threat.loft),
            rows: trace
                .points()
                .iter()
                .map(|at| Row::of(at, launch))
                .collect(),
        }
    }

    /// The flight as JSON, one line for each part of the headline and each row.
    pub fn json(&self) -> String {
        json::lines(self)
    }
}

impl Row {
    /// A point of a flight from `launch`.
    fn of(point: &TracePoint, launch: Geodetic) -> Self {
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

    /// The columns of numbers after the first four of [`csv()`].
    fn numbers(&self) -> [Option<f64>; 8] {
        [
            Some(self.latitude_deg),
            Some(self.longitude_deg),
            Some(self.altitude_m),
            Some(self.ground_range_m),
            Some(self.speed_mps),
            self.flight_path_deg,
            Some(self.inertial_speed_mps),
            Some(self.drag_mps2),
        ]
    }
}

const HEADER: &str = "time_s,flight_s,event,phase,latitude_deg,longitude_deg,altitude_m,\
                      ground_range_m,speed_mps,flight_path_deg,inertial_speed_mps,drag_mps2\n";

/// The rows as CSV, the columns as the fields of [`Row`]; `event` is empty on plain rows, and
/// events at one moment are joined by `+`. What is undefined is empty.
pub fn csv(trajectory: &Trajectory) -> String {
    let mut text = String::from(HEADER);
    for row in &trajectory.rows {
        let events: Vec<String> = row.events.iter().map(|mark| name(*mark)).collect();
        let (events, phase) = (events.join("+"), phase(row.phase));
        // Writing to a text cannot fail.
        let _ = write!(text, "{},{},{events},{phase}", row.time_s, row.flight_s);
        for number in row.numbers() {
            let _ = match number {
                Some(number) => write!(text, ",{number}"),
                None => write!(text, ","),
            };
        }
        text.push('\n');
    }
    text
}

/// An event as data has it.
fn name(mark: Mark) -> String {
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

fn names<S: Serializer>(marks: &[Mark], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(marks.iter().map(|mark| name(*mark)))
}

fn phase(phase: FlightPhase) -> &'static str {
    match phase {
        FlightPhase::Boost => "boost",
        FlightPhase::Vacuum => "vacuum",
        FlightPhase::Reentry => "reentry",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's form")]
fn phase_name<S: Serializer>(of: &FlightPhase, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(phase(*of))
}
