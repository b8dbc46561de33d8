//! The threats: where each one really is.
//!
//! A run disperses the launch time, the launch point and the cut-off velocity of each threat and
//! flies it with the steering that was solved for its plan. A killed threat flies on to the ground
//! as debris that no sensor sees and that harms nothing. Leaves out spent stages and decoys.

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
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Signature;
use crate::scenario::parts::Threat;
use crate::world::clock::Clock;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use crate::world::node::Case;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;

/// Where a threat really is. Only `flight` writes it, only `sensing` reads it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct TrueState {
    /// Position and velocity; its launch point until it is launched.
    pub state: State,
    /// What it is doing.
    pub phase: FlightPhase,
    /// Has it flown, does it fly?
    pub fate: Fate,
}

/// What has become of a threat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Not launched yet.
    Waiting,
    /// In the air, alive.
    Flying,
    /// In the air, killed.
    Debris,
    /// On the ground.
    Down,
}

/// A threat's own course in this run.
#[derive(Component, Debug, Clone, Copy)]
pub struct Course {
    pub(super) flight: Flight,
    pub(super) launch_s: f64,
}

impl Course {
    /// Beginning and end of a tick, s since launch; what was before the launch is left out.
    pub(super) fn tick_s(&self, clock: Clock) -> (f64, f64) {
        let from_s = (clock.before_s() - self.launch_s).max(0.0);
        (from_s, clock.now_s() - self.launch_s)
    }
}

/// What a sensor could see of a threat.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Visible(pub Signature);

/// Shots that have reached a threat.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShotsTaken(pub u32);

/// How many threats are not on the ground.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aloft(pub usize);

pub(super) fn spawn(world: &mut World, case: &Case) {
    world.insert_resource(Aloft(case.scenario.threats.len()));
    for (index, threat) in case.scenario.threats.iter().enumerate() {
        let course = disperse(threat, index as u64, case.luck);
        let truth = TrueState {
            state: course.flight.launch_state(),
            phase: FlightPhase::Boost,
            fate: Fate::Waiting,
        };
        let seen = Visible(threat.kind.signature);
        world.spawn((
            ThreatId(index as u16),
            course,
            truth,
            seen,
            ShotsTaken::default(),
        ));
    }
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

/// Moves every threat by one tick.
pub(super) fn fly(
    mut threats: Query<(&ThreatId, &Course, &mut TrueState)>,
    clock: Res<Clock>,
    mut aloft: ResMut<Aloft>,
    mut journal: ResMut<Journal>,
) {
    for (threat, course, mut truth) in &mut threats {
        if truth.fate == Fate::Waiting && course.launch_s <= clock.now_s() {
            truth.fate = Fate::Flying;
            journal.write(course.launch_s, Event::Launch { threat: *threat });
        }
        if matches!(truth.fate, Fate::Flying | Fate::Debris) {
            advance(*threat, course, &mut truth, *clock, &mut journal);
            aloft.0 -= usize::from(truth.fate == Fate::Down);
        }
    }
}

/// One threat from the tick before, or its launch, to now.
fn advance(
    threat: ThreatId,
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
            truth.phase = course.flight.phase(to_s, &state);
        }
        Advance::Impact { time_s, state } => {
            truth.state = state;
            let place = Ecef(state.position_m).geodetic();
            let dead = truth.fate == Fate::Debris;
            truth.fate = Fate::Down;
            journal.write(
                course.launch_s + time_s,
                Event::Impact {
                    threat,
                    place,
                    dead,
                },
            );
        }
    }
    if from_s < cutoff_s && cutoff_s <= to_s {
        journal.write(course.launch_s + cutoff_s, Event::Cutoff { threat });
    }
}
