//! What moves in a run: its places over time, and between them.

use super::InterceptorName;
use crate::earth::frames::Geodetic;
use crate::flight::course::Course;
use crate::flight::trace::{Mark, Trace, TraceSampling};
use crate::outcome::interceptor_flight::InterceptorFlight;
use crate::random::RunSeed;
use crate::scenario::identity::{Object, ObjectId, SystemId, ThreatId};
use crate::scenario::model::{Satellite, Scenario, Threat};
use crate::world::journal::Journal;
use crate::world::sample::{BeliefSample, PERIOD_S, TruthSample};
use nalgebra::Vector3;
use std::collections::BTreeMap;

/// Time between two places of a threat, s.
const FLIGHT_EVERY_S: f64 = 5.0;

/// Time between two places of a satellite, s.
const ORBIT_EVERY_S: f64 = 60.0;

/// Longest time between two places of a track that belong together, s.
const TRACK_GAP_S: f64 = 1.5 * PERIOD_S;

/// Something that moves.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayMover {
    /// Its name, like no other's.
    pub name: String,
    /// Kind.
    pub role: MoverRole,
    /// Place of its owner among the systems; `None`: a threat, or what parted from one.
    pub system: Option<usize>,
    /// Description: type and aim, fire unit, or the object that a track is nearest to.
    pub about: String,
    /// Its places, by time, at least one.
    pub points: Vec<ReplayPoint>,
}

/// Kind of what moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoverRole {
    /// A threat: its payload, from the launch on.
    Threat,
    /// A spent stage or a decoy of one, from its release on.
    Released,
    /// A satellite.
    Satellite,
    /// An interceptor.
    Interceptor,
    /// A track: an object that a system believes in, where it believes it.
    Track,
}

impl MoverRole {
    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Threat => "threat",
            Self::Released => "released",
            Self::Satellite => "satellite",
            Self::Interceptor => "interceptor",
            Self::Track => "track",
        }
    }
}

/// A place at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplayPoint {
    /// Time, s.
    pub time_s: f64,
    /// Position, ECEF, m.
    pub position_m: Vector3<f64>,
    /// Velocity, ECEF, m/s.
    pub velocity_mps: Vector3<f64>,
    /// Root mean square of the position error that is believed in, m; `None`: not of a track.
    pub error_m: Option<f64>,
}

impl ReplayMover {
    /// Its places, parted where it is not there for a while, as a track that was dropped.
    pub fn pieces(&self) -> impl Iterator<Item = &[ReplayPoint]> {
        let is_track = self.role == MoverRole::Track;
        let is_one = move |from: &ReplayPoint, to: &ReplayPoint| {
            !is_track || to.time_s - from.time_s <= TRACK_GAP_S
        };
        self.points.chunk_by(is_one)
    }

    /// Spans in which it is there, s: what is believed holds until the next sample.
    pub fn spans_s(&self) -> impl Iterator<Item = [f64; 2]> {
        let after_s = if self.role == MoverRole::Track { PERIOD_S } else { 0.0 };
        self.pieces()
            .filter_map(move |piece| Some([piece.first()?.time_s, piece.last()?.time_s + after_s]))
    }

    /// Its position at a time, s, ECEF, m, by Hermite's cubic between two places; `None` outside.
    pub fn at(&self, time_s: f64) -> Option<Vector3<f64>> {
        let next = self.points.iter().position(|point| point.time_s >= time_s)?;
        let to = &self.points[next];
        if to.time_s <= time_s {
            return Some(to.position_m);
        }
        let from = &self.points[next.checked_sub(1)?];
        let span_s = to.time_s - from.time_s;
        let part = (time_s - from.time_s) / span_s;
        let rest = 1.0 - part;
        let places = from.position_m * (rest * rest * (1.0 + 2.0 * part))
            + to.position_m * (part * part * (1.0 + 2.0 * rest));
        let bends = (from.velocity_mps * rest - to.velocity_mps * part) * (part * rest * span_s);
        Some(places + bends)
    }
}

/// Name of an object: its threat's, with its own if it is no payload.
pub(super) fn object_name(scenario: &Scenario, object: ObjectId) -> String {
    let threat = &scenario.threats[object.threat.index()].name;
    match object.object {
        Object::Payload => threat.clone(),
        other => format!("{threat} {other}"),
    }
}

/// The threats that fly in a run, each with what parts from it.
pub(super) fn objects(
    scenario: &Scenario,
    luck: RunSeed,
    is_told: &dyn Fn(Option<ObjectId>) -> bool,
) -> Vec<ReplayMover> {
    let mut movers = Vec::new();
    for (place, threat) in scenario.threats.iter().enumerate().filter(|(_, it)| it.flies()) {
        let payload = ObjectId::payload(ThreatId(place as u16));
        if !is_told(Some(payload)) {
            continue;
        }
        let course = Course::dispersed(threat, place as u64, luck);
        movers.push(flown(scenario, threat, payload, &course));
        for kind in &threat.kind.objects {
            let course = course.object(kind, payload.threat, Some(luck));
            let object = ObjectId { object: kind.object, ..payload };
            movers.push(flown(scenario, threat, object, &course));
        }
    }
    movers
}

fn flown(scenario: &Scenario, threat: &Threat, object: ObjectId, course: &Course) -> ReplayMover {
    let pace = TraceSampling {
        step_s: scenario.step_s,
        last_tick: scenario.last_tick,
        every_s: FLIGHT_EVERY_S,
    };
    let trace = Trace::of(course, &threat.kind.vehicle.stage_ends_s(), pace);
    // Until cut-off a threat is one object.
    let begin_s = if object.is_payload() { None } else { trace.find(Mark::Cutoff) };
    let begin_s = begin_s.map_or(0.0, |cutoff| cutoff.time_s);
    let told = trace.points().iter().filter(|point| point.time_s >= begin_s);
    let points = told.map(|point| ReplayPoint {
        time_s: point.time_s,
        position_m: point.state.position_m,
        velocity_mps: point.state.velocity_mps,
        error_m: None,
    });
    let aim = &scenario.assets[threat.aim.index()].name;
    let is_payload = object.is_payload();
    ReplayMover {
        name: object_name(scenario, object),
        role: if is_payload { MoverRole::Threat } else { MoverRole::Released },
        system: None,
        about: format!("{} of type {}, aimed at {aim}", object.object, threat.kind.name),
        points: points.collect(),
    }
}

/// The satellites, for the whole run.
pub(super) fn satellites(scenario: &Scenario) -> Vec<ReplayMover> {
    let end_s = scenario.last_tick as f64 * scenario.step_s;
    let times = (0..).map(|count| f64::from(count) * ORBIT_EVERY_S);
    let times: Vec<f64> = times.take_while(|time_s| *time_s < end_s).chain([end_s]).collect();
    let satellite = |satellite: &Satellite| {
        let position_m = |time_s| satellite.ephemeris.place(time_s).0;
        let places = times.iter().map(|time_s| (*time_s, position_m(*time_s)));
        ReplayMover {
            name: satellite.name.clone(),
            role: MoverRole::Satellite,
            system: Some(satellite.system.index()),
            about: "warning satellite".into(),
            points: points(&places.collect::<Vec<_>>()),
        }
    };
    scenario.satellites.iter().map(satellite).collect()
}

/// An interceptor, from its launch on.
pub(super) fn interceptor(scenario: &Scenario, flight: &InterceptorFlight) -> ReplayMover {
    let unit = &scenario.fire_units[flight.interceptor.unit.index()];
    let place = |(since_s, place): (f64, Geodetic)| (flight.launch_s + since_s, place.ecef().0);
    let mut places: Vec<(f64, Vector3<f64>)> = flight.places().map(place).collect();
    if places.is_empty() {
        places.push((flight.launch_s, unit.place.ecef().0));
    }
    ReplayMover {
        name: InterceptorName::of(scenario, flight.interceptor).to_string(),
        role: MoverRole::Interceptor,
        system: Some(unit.system.index()),
        about: format!("{} from {}", unit.kind.name, unit.name),
        points: points(&places),
    }
}

/// Points at these times, s, and positions, m, each with the velocity of the parabola through it
/// and its neighbours.
fn points(places: &[(f64, Vector3<f64>)]) -> Vec<ReplayPoint> {
    let slope =
        |from: usize, to: usize| (places[to].1 - places[from].1) / (places[to].0 - places[from].0);
    let last = places.len() - 1;
    let velocity = |at: usize| match (at, last) {
        (_, 0) => Vector3::zeros(),
        (0, _) => slope(0, 1),
        (at, last) if at == last => slope(last - 1, last),
        (at, _) => {
            let [before_s, after_s] =
                [places[at].0 - places[at - 1].0, places[at + 1].0 - places[at].0];
            (slope(at - 1, at) * after_s + slope(at, at + 1) * before_s) / (before_s + after_s)
        }
    };
    let point = |(at, (time_s, position_m)): (usize, &(f64, Vector3<f64>))| ReplayPoint {
        time_s: *time_s,
        position_m: *position_m,
        velocity_mps: velocity(at),
        error_m: None,
    };
    places.iter().enumerate().map(point).collect()
}

/// Tracks of each system, object by object of its picture.
pub(super) fn tracks(
    scenario: &Scenario,
    journal: &Journal,
    is_told: &dyn Fn(Option<ObjectId>) -> bool,
) -> Vec<ReplayMover> {
    let mut all: BTreeMap<(SystemId, u32), TrackAccount> = BTreeMap::new();
    for (time_s, truths, beliefs) in journal.samples.iter() {
        for belief in beliefs {
            let account = all.entry((belief.system, belief.number)).or_default();
            account.add(time_s, belief, truths);
        }
    }
    let track = |((system, number), account): ((SystemId, u32), TrackAccount)| {
        let object = account.object();
        is_told(object).then(|| account.mover(scenario, (system, number), object))
    };
    all.into_iter().filter_map(track).collect()
}

/// A track while its samples are read.
#[derive(Default)]
struct TrackAccount {
    points: Vec<ReplayPoint>,
    /// Number of samples in which each object was the nearest.
    near: BTreeMap<ObjectId, u32>,
}

impl TrackAccount {
    fn add(&mut self, time_s: f64, belief: &BeliefSample, truths: &[TruthSample]) {
        let place_m = belief.state.position_m;
        let distance_m = |truth: &TruthSample| (truth.state.position_m - place_m).norm();
        let nearest = truths.iter().min_by(|a, b| distance_m(a).total_cmp(&distance_m(b)));
        if let Some(nearest) = nearest {
            *self.near.entry(nearest.object).or_default() += 1;
        }
        let spread = belief.spread.matrix();
        let error2_m2 = spread[(0, 0)] + spread[(1, 1)] + spread[(2, 2)];
        self.points.push(ReplayPoint {
            time_s,
            position_m: place_m,
            velocity_mps: belief.state.velocity_mps,
            error_m: Some(error2_m2.max(0.0).sqrt()),
        });
    }

    /// The object that was nearest most often.
    fn object(&self) -> Option<ObjectId> {
        let most =
            self.near.iter().max_by_key(|(object, count)| (**count, std::cmp::Reverse(**object)));
        most.map(|(object, _)| *object)
    }

    fn mover(
        self,
        scenario: &Scenario,
        (system, number): (SystemId, u32),
        object: Option<ObjectId>,
    ) -> ReplayMover {
        let owner = &scenario.systems[system.index()].name;
        let near = object.map(|object| object_name(scenario, object));
        ReplayMover {
            name: format!("{owner} track {number}"),
            role: MoverRole::Track,
            system: Some(system.index()),
            about: near.map_or_else(String::new, |near| format!("nearest to {near}")),
            points: self.points,
        }
    }
}
