//! One threat's flight: its states, its headline numbers, closed forms beside it.
//!
//! The points are the engine's own states ([`crate::flight::trace`]); places are exact geodetic
//! ones, ranges geodesics on the ellipsoid.

mod arcs;
mod headline;
mod point;

pub use self::arcs::{FlightComparison, FlightFigures};
pub use self::headline::{Headline, LoftAngles};
pub use self::point::{TrajectoryPoint, mark_name, phase_name};

use super::provenance::Provenance;
use crate::flight::course::Course;
use crate::flight::trace::{Trace, TraceSampling};
use crate::random::RunSeed;
use crate::scenario::identity::{Object, ThreatId};
use crate::scenario::model::Scenario;
use serde::Serialize;
use std::borrow::Cow;

/// Flight asked for.
#[derive(Debug, Clone, Copy)]
pub struct FlightRequest<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The threat, by its place in the scenario.
    pub threat: ThreatId,
    /// The object of it; one that its type has not flies as the payload.
    pub object: Object,
    /// The run whose draw and errors it has; `None`, and where it does not fly in that run: as
    /// planned.
    pub luck: Option<RunSeed>,
    /// Time between two points, s, above 0.
    pub every_s: f64,
}

/// The flight that a trajectory is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SingleFlight {
    /// Number of the run; `None`: as planned.
    pub run: Option<u64>,
    /// Name of the threat.
    pub threat: String,
    /// The object: `payload`, `spent-stage`, `decoy-1`.
    pub object: Object,
    /// Name of the threat's type.
    pub threat_type: String,
    /// Name of the asset that it is aimed at.
    pub aim: String,
}

/// Trajectory of an object. Its JSON has these keys in this order, `null` for what the flight has
/// not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trajectory {
    /// Scenario, flight and program.
    #[serde(flatten)]
    pub provenance: Provenance<SingleFlight>,
    /// The flight in numbers.
    pub headline: Headline,
    /// Launch, a point at each multiple of the time asked for, marked moments between, impact.
    #[serde(rename = "rows")]
    pub points: Vec<TrajectoryPoint>,
}

impl Trajectory {
    /// Trajectory of the flight asked for.
    pub fn of(request: &FlightRequest) -> Self {
        let FlightRequest { scenario, threat: id, object, luck, every_s } = *request;
        let in_run = luck.map_or(Cow::Borrowed(scenario), |luck| scenario.in_run(luck));
        let flown = Some(&in_run.threats[id.index()]).filter(|threat| threat.flies());
        let threat = flown.unwrap_or(&scenario.threats[id.index()]);
        let aim = &scenario.assets[threat.aim.index()];
        let course = match luck {
            Some(luck) => Course::dispersed(threat, u64::from(id.0), luck),
            None => Course::planned(threat),
        };
        let kind = threat.kind.objects.iter().find(|kind| kind.object == object);
        let course = kind.map_or(course, |kind| course.object(kind, id, luck));
        let pace =
            TraceSampling { step_s: scenario.step_s, last_tick: scenario.last_tick, every_s };
        let trace = Trace::of(&course, &threat.kind.vehicle.stage_ends_s(), pace);
        let launch = course.flight().site().geodetic();
        let flight = SingleFlight {
            run: luck.map(|luck| luck.run),
            threat: threat.name.clone(),
            object: kind.map_or(Object::Payload, |kind| kind.object),
            threat_type: threat.kind.name.clone(),
            aim: aim.name.clone(),
        };
        Self {
            provenance: Provenance::new(scenario, luck.map(|luck| luck.seed), flight),
            headline: Headline::of(&trace, launch, aim.place, threat.loft),
            points: trace.points().iter().map(|at| TrajectoryPoint::of(at, launch)).collect(),
        }
    }
}
