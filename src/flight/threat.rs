//! The threats: where each one really is, and each object that is left of it after cut-off.
//!
//! Each flies its course in this run ([`super::course`]). Until cut-off a threat is one body, its
//! payload's; then its other objects part from it (`carrier`) and each flies for itself. A
//! killed object flies on to the ground as debris that harms nothing and that for a while looks to
//! sensors like the object that it was, though no longer like a burning one (its path
//! is that of the whole burn all the same); killing one does nothing to
//! the others, but a threat killed before cut-off lets nothing go.

use crate::ballistics::flight::{Advance, FlightPhase};
use crate::earth::frames::{Ecef, Geodetic};
use crate::flight::carrier::{Carrier, UnreleasedCount};
use crate::flight::course::Course;
use crate::flight::truth::{FlightStatus, ShotsTaken, TrueState, Visibility};
use crate::scenario::identity::{ObjectId, ThreatId};
use crate::scenario::model::{OutagePart, Scenario, Threat};
use crate::world::clock::Clock;
use crate::world::journal::{Event, Journal};
use crate::world::node::Case;
use crate::world::outage::Outages;
use crate::world::sample;
use bevy_ecs::prelude::*;

/// Number of objects that a run still waits for: payloads until they are on the ground, and others
/// until they are below every interceptor's reach.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActiveCount(pub usize);

pub(super) fn spawn(world: &mut World, case: &Case) {
    let threats = &case.scenario.threats;
    let flying = || (0..).zip(threats).filter(|(_, threat)| threat.flies());
    let others: usize = flying().map(|(_, threat)| threat.kind.objects.len()).sum();
    world.insert_resource(ActiveCount(flying().count() + others));
    world.insert_resource(UnreleasedCount(others));
    let payloads: Vec<(Entity, Course)> = flying()
        .map(|(number, threat)| {
            let id = ObjectId::payload(ThreatId(number));
            let course = Course::dispersed(threat, u64::from(number), case.luck);
            let seen = Visibility::new(threat.kind.signature, threat.kind.debris_visible_s);
            let carrier = Carrier::new(None, case.scenario);
            let body = body(id, &course, seen);
            (world.spawn((body, carrier)).id(), course)
        })
        .collect();
    for ((number, threat), (payload, course)) in flying().zip(payloads) {
        let carrier = Carrier::new(Some(payload), case.scenario);
        let look_alike = look_alike(threat, case.scenario, world.resource::<Outages>());
        for kind in &threat.kind.objects {
            let mut seen = Visibility::new(kind.signature, threat.kind.debris_visible_s);
            if look_alike {
                seen.signature.contrast = 0.0;
            }
            let (threat, object) = (ThreatId(number), kind.object);
            let course = course.object(kind, threat, Some(case.luck));
            let id = ObjectId { threat, object };
            let body = body(id, &course, seen);
            world.spawn((body, carrier));
        }
    }
}

/// Whether all objects of a threat look like its payload in this run.
fn look_alike(threat: &Threat, scenario: &Scenario, outages: &Outages) -> bool {
    let mut kinds = scenario.threat_kinds.iter();
    let kind = kinds.position(|kind| kind.name == threat.kind.name);
    kind.is_some_and(|kind| outages.is_down(OutagePart::Discrimination(kind), 0.0))
}

/// An object that waits on the launch point.
fn body(id: ObjectId, course: &Course, seen: Visibility) -> impl Bundle + use<> {
    let truth = TrueState {
        state: course.flight.launch_state(),
        phase: FlightPhase::Boost,
        status: FlightStatus::Waiting,
    };
    (id, *course, truth, seen, ShotsTaken::default())
}

/// Moves every object by one tick.
pub(super) fn fly(
    mut objects: Query<(&ObjectId, &Course, &mut TrueState, &mut Carrier)>,
    clock: Res<Clock>,
    (mut active, mut outages): (ResMut<ActiveCount>, ResMut<Outages>),
    mut journal: ResMut<Journal>,
) {
    for (id, course, mut truth, mut carrier) in &mut objects {
        if id.is_payload()
            && truth.status == FlightStatus::Waiting
            && course.launch_s <= clock.now_s()
        {
            truth.status = FlightStatus::Flying;
            let threat = id.threat;
            journal.write(course.launch_s, Event::Launch { threat });
        }
        if matches!(truth.status, FlightStatus::Flying | FlightStatus::Debris) {
            let was_alive = truth.status == FlightStatus::Flying;
            advance(*id, course, &mut truth, *clock, &mut journal);
            if was_alive && truth.status == FlightStatus::Down && id.is_payload() {
                outages.hit(&truth.state.position_m, clock.now_s());
            }
        }
        active.0 -= usize::from(carrier.ends(&truth));
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
                FlightPhase::Boost if truth.status == FlightStatus::Debris => FlightPhase::Vacuum,
                phase => phase,
            };
        }
        Advance::Impact { time_s, state } => {
            truth.state = state;
            let place = Ecef(state.position_m).geodetic();
            let dead = truth.status == FlightStatus::Debris;
            truth.status = FlightStatus::Down;
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

/// Event of an object's reaching the ground: only a payload's can do harm.
fn down(id: ObjectId, place: Geodetic, dead: bool) -> Event {
    if id.is_payload() {
        let threat = id.threat;
        Event::Impact { threat, place, dead }
    } else {
        let object = id;
        Event::Fall { object, place, dead }
    }
}

/// Writes down where everything is that can be seen, now and then.
pub(super) fn sample(
    objects: Query<(&ObjectId, &TrueState, &Visibility)>,
    clock: Res<Clock>,
    mut journal: ResMut<Journal>,
) {
    if !sample::is_due(*clock) {
        return;
    }
    let flying = objects.iter().filter(|(_, truth, visible)| visible.is_seen(truth, clock.now_s()));
    let sampled = flying
        .map(|(object, truth, _)| sample::TruthSample { object: *object, state: truth.state });
    journal.samples.begin(clock.now_s(), sampled);
}
