//! The threats: where each one really is, and each object that is left of it after cut-off.
//!
//! A run disperses the launch time, the launch point and the cut-off velocity of each threat and
//! flies it with the steering that was solved for its plan. Until cut-off a threat is one body, its
//! payload's; then its other objects part from it ([`super::object`]) and each flies for itself. A
//! killed object flies on to the ground as debris that harms nothing and that for a while looks to
//! sensors like the object that it was, though no longer like a burning one (its path
//! is that of the whole burn all the same); killing one does nothing to
//! the others, but a threat killed before cut-off lets nothing go.

use super::object::Aboard;
use super::object::Ride;
use crate::ballistics::flight::Advance;
use crate::ballistics::flight::Flight;
use crate::ballistics::flight::FlightPhase;
use crate::ballistics::state::State;
use crate::earth::frames::Ecef;
use crate::earth::frames::Enu;
use crate::earth::frames::Geodetic;
use crate::earth::frames::Site;
use crate::random::Purpose;
use crate::random::RunSeed;
use crate::scenario::LATE_SIGMA;
use crate::scenario::identity::ObjectId;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Signature;
use crate::scenario::parts::Threat;
use crate::world::clock::Clock;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use crate::world::node::Case;
use crate::world::sample;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;

/// Where an object really is. Only `flight` writes it, only `sensing` reads it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct TrueState {
    /// Position and velocity; its launch point until it is launched.
    pub state: State,
    /// What it is doing.
    pub phase: FlightPhase,
    /// Has it flown, does it fly?
    pub fate: Fate,
}

/// What has become of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Not launched yet, or not yet a body of its own.
    Waiting,
    /// In the air, alive.
    Flying,
    /// In the air, killed.
    Debris,
    /// On the ground.
    Down,
}

/// An object's own course in this run.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Course {
    pub(super) flight: Flight,
    pub(super) launch_s: f64,
}

impl Course {
    /// The flight, from the launch on.
    pub fn flight(&self) -> &Flight {
        &self.flight
    }

    /// When it is launched, s.
    pub fn launch_s(&self) -> f64 {
        self.launch_s
    }

    /// Beginning and end of a tick, s since launch; what was before the launch is left out.
    pub(super) fn tick_s(&self, clock: Clock) -> (f64, f64) {
        let from_s = (clock.before_s() - self.launch_s).max(0.0);
        (from_s, clock.now_s() - self.launch_s)
    }
}

/// What a sensor could see of an object.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Visible {
    /// How it looks.
    pub signature: Signature,
    /// How long its debris looks so, s.
    pub debris_visible_s: f64,
    /// Until when it can be seen, s; infinite while it lives.
    pub until_s: f64,
}

impl Visible {
    /// Of what lives.
    pub fn new(signature: Signature, debris_visible_s: f64) -> Self {
        Self {
            signature,
            debris_visible_s,
            until_s: f64::INFINITY,
        }
    }

    /// Is there something to be seen of an object at a time, s: does it fly, alive or as fresh
    /// debris?
    pub fn is_seen(&self, truth: &TrueState, now_s: f64) -> bool {
        match truth.fate {
            Fate::Flying => true,
            Fate::Debris => now_s < self.until_s,
            Fate::Waiting | Fate::Down => false,
        }
    }
}

/// Shots that have reached an object.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShotsTaken {
    /// How many.
    pub shots: u32,
    /// In how many ticks: each has one look at what came of them.
    pub looks: u32,
    /// The last of those ticks.
    pub tick: u64,
}

/// How many objects a run still waits for: payloads until they are on the ground, and others until
/// they are below every interceptor's reach.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aloft(pub usize);

pub(super) fn spawn(world: &mut World, case: &Case) {
    let threats = &case.scenario.threats;
    let others = threats.iter().map(|threat| threat.kind.objects.len());
    let others: usize = others.sum();
    world.insert_resource(Aloft(threats.len() + others));
    world.insert_resource(Aboard(others));
    let payloads: Vec<(Entity, Course)> = (0..)
        .zip(threats)
        .map(|(number, threat)| {
            let id = ObjectId::payload(ThreatId(number));
            let course = disperse(threat, u64::from(number), case.luck);
            let seen = Visible::new(threat.kind.signature, threat.kind.debris_visible_s);
            let ride = Ride::new(None, case.scenario);
            let body = body(id, &course, seen);
            (world.spawn((body, ride)).id(), course)
        })
        .collect();
    for (number, (threat, (payload, course))) in (0..).zip(threats.iter().zip(payloads)) {
        let ride = Ride::new(Some(payload), case.scenario);
        for kind in &threat.kind.objects {
            let seen = Visible::new(kind.signature, threat.kind.debris_visible_s);
            let (threat, object) = (ThreatId(number), kind.object);
            let course = course.object(kind, threat, Some(case.luck));
            let id = ObjectId { threat, object };
            let body = body(id, &course, seen);
            world.spawn((body, ride));
        }
    }
}

/// An object that waits on the launch point.
fn body(id: ObjectId, course: &Course, seen: Visible) -> impl Bundle + use<> {
    let truth = TrueState {
        state: course.flight.launch_state(),
        phase: FlightPhase::Boost,
        fate: Fate::Waiting,
    };
    (id, *course, truth, seen, ShotsTaken::default())
}

/// The course of a threat in one run: its plan with this run's errors, not solved again.
pub(super) fn disperse(threat: &Threat, id: u64, luck: RunSeed) -> Course {
    let normal = |purpose, axis| -> f64 { luck.stream(purpose, id, axis).sample(StandardNormal) };
    let east_m = threat.launch_position_error_m * normal(Purpose::LaunchPosition, 0);
    let north_m = threat.launch_position_error_m * normal(Purpose::LaunchPosition, 1);
    let cutoff_mps = Vector3::new(
        normal(Purpose::CutoffVelocity, 0),
        normal(Purpose::CutoffVelocity, 1),
        normal(Purpose::CutoffVelocity, 2),
    ) * threat.kind.cutoff_error_mps;
    let late = normal(Purpose::LaunchTime, 0).clamp(-LATE_SIGMA, LATE_SIGMA);
    let late_s = threat.launch_time_error_s * late;
    Course {
        flight: Flight::new(
            &threat.kind.vehicle,
            displaced(threat.launch, east_m, north_m),
            &threat.steering,
            cutoff_mps,
        ),
        launch_s: threat.launch_s + late_s,
    }
}

/// A point moved along the ground, its altitude kept.
fn displaced(place: Geodetic, east_m: f64, north_m: f64) -> Geodetic {
    let moved: Ecef = Site::new(place).ecef(Enu(Vector3::new(east_m, north_m, 0.0)));
    Geodetic {
        altitude_m: place.altitude_m,
        ..moved.geodetic()
    }
}

/// Moves every object by one tick.
pub(super) fn fly(
    mut objects: Query<(&ObjectId, &Course, &mut TrueState, &mut Ride)>,
    clock: Res<Clock>,
    mut aloft: ResMut<Aloft>,
    mut journal: ResMut<Journal>,
) {
    for (id, course, mut truth, mut ride) in &mut objects {
        if id.is_payload() && truth.fate == Fate::Waiting && course.launch_s <= clock.now_s() {
            truth.fate = Fate::Flying;
            let threat = id.threat;
            journal.write(course.launch_s, Event::Launch { threat });
        }
        if matches!(truth.fate, Fate::Flying | Fate::Debris) {
            advance(*id, course, &mut truth, *clock, &mut journal);
        }
        aloft.0 -= usize::from(ride.ends(&truth));
    }
}

/// One object from the tick before, or its launch, to now.
fn advance(
    id: ObjectId,
    course: &Course,
    truth: &mut TrueState,
    clock: Clock,
    journal: &mut Journal,
) {
    let (from_s, to_s) = course.tick_s(clock);
    let cutoff_s = course.flight.cutoff_s();
    match course.flight.advance(&truth.state, from_s, to_s) {
        Advance::Flying(state) => {
            truth.state = state;
            truth.phase = match course.flight.phase(to_s, &state) {
                FlightPhase::Boost if truth.fate == Fate::Debris => FlightPhase::Vacuum,
                phase => phase,
            };
        }
        Advance::Impact { time_s, state } => {
            truth.state = state;
            let place = Ecef(state.position_m).geodetic();
            let dead = truth.fate == Fate::Debris;
            truth.fate = Fate::Down;
            journal.write(course.launch_s + time_s, down(id, place, dead));
        }
    }
    if from_s < cutoff_s && cutoff_s <= to_s {
        let event = if id.is_payload() {
            Event::Cutoff { threat: id.threat }
        } else {
            Event::Released { object: id }
        };
        journal.write(course.launch_s + cutoff_s, event);
    }
}

/// What the end of an object on the ground is: only a payload's can do harm.
fn down(id: ObjectId, place: Geodetic, dead: bool) -> Event {
    if id.is_payload() {
        let threat = id.threat;
        Event::Impact {
            threat,
            place,
            dead,
        }
    } else {
        let object = id;
        Event::Fall {
            object,
            place,
            dead,
        }
    }
}

/// Writes down where everything is that can be seen, now and then.
pub(super) fn sample(
    objects: Query<(&ObjectId, &TrueState, &Visible)>,
    clock: Res<Clock>,
    mut journal: ResMut<Journal>,
) {
    if !sample::is_due(*clock) {
        return;
    }
    let flying = objects
        .iter()
        .filter(|(_, truth, visible)| visible.is_seen(truth, clock.now_s()));
    let sampled = flying.map(|(object, truth, _)| sample::Truth {
        object: *object,
        state: truth.state,
    });
    journal.samples.begin(clock.now_s(), sampled);
}
