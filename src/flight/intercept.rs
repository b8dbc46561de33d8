//! The end of a shot, as it really is.
//!
//! At its time a round meets what is nearest to its aim point: the miss is the distance across the
//! closing direction (Zarchan, *Tactical and Strategic Missile Guidance*, ch. 1: zero-effort miss),
//! for the kill vehicle closes along it whatever the timing. Beyond the basket of its seeker the
//! hand-over fails; beyond the kill vehicle's reach it misses; within it kills with the catalogue's
//! probability, unless all of its type fail in this run. How old the data was that it was handed
//! over on counts for nothing. No belief tells which threat was meant, and payload, spent stage and
//! decoy are all alike to it. Leaves out the divert's own dynamics, fragments, and the drag within
//! the tick of the meeting.

use super::interceptor::{Handover, InterceptResult, Round, TrueResult};
use crate::ballistics::dynamics::coast_acceleration;
use crate::ballistics::integrate;
use crate::flight::truth::{FlightStatus, ShotsTaken, TrueState, Visibility};
use crate::random::{Purpose, RunSeed};
use crate::scenario::identity::{InterceptorId, ObjectId};
use crate::scenario::model::{CommonModeFailure, OutagePart};
use crate::world::clock::Clock;
use crate::world::journal::{Event, Journal, ShotResult};
use crate::world::node::{Luck, Owner};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;
use rand::RngExt;

/// Distance off the aim point, in reaches of the kill vehicle, beyond which an object is not taken
/// for what was shot at: it says nothing of the shot, alive or dead.
const SAME_OBJECT_REACHES: f64 = 2.0;

/// Settles the rounds whose time has come, in the order of their times, and then looks once at each
/// object that they met.
pub(super) fn settle(
    mut rounds: Query<(Entity, &InterceptorId, &Owner, &Round, &mut TrueResult)>,
    mut objects: Objects,
    (clock, luck, outages): (Res<Clock>, Res<Luck>, Res<Outages>),
    mut journal: ResMut<Journal>,
    mut due: Local<Vec<(f64, InterceptorId, Entity)>>,
    mut settled: Local<Vec<(Entity, ShotResult, Option<Encounter>)>>,
) {
    due.clear();
    due.extend(
        rounds
            .iter()
            .filter(|(.., round, ending)| ending.0.is_none() && round.intercept_s <= clock.now_s())
            .map(|(entity, id, _, round, _)| (round.intercept_s, *id, entity)),
    );
    due.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut before: Option<(Round, Option<Encounter>)> = None;
    for (_, interceptor, entity) in due.drain(..) {
        let Ok((.., round, _)) = rounds.get(entity) else {
            continue;
        };
        // The rounds of a salvo come to one point at one time: they meet the same object.
        let met = match before {
            Some((like, met)) if like == *round => met,
            _ => nearest(round, clock.now_s(), &objects),
        };
        before = Some((*round, met));
        let result = met.map_or(ShotResult::OutOfReach, |met| {
            met.settle(round, luck.0, clock.tick, &mut objects)
        });
        let event = Event::Intercept {
            interceptor,
            object: met.map(|met| met.object),
            miss_m: met.map_or(f64::INFINITY, |met| met.miss_m),
            result,
        };
        journal.write(round.intercept_s, event);
        settled.push((entity, result, met));
    }
    for (entity, result, met) in settled.drain(..) {
        if let Ok((_, _, owner, round, mut ending)) = rounds.get_mut(entity) {
            let is_blind = outages.is_down(OutagePart::KillAssessment(owner.0), clock.now_s());
            let looks_dead =
                met.is_some_and(|met| is_blind || met.looks_dead(round, luck.0, &objects));
            ending.0 = Some(InterceptResult { result, looks_dead });
        }
    }
}

type Objects<'w, 's> = Query<
    'w,
    's,
    (
        Entity,
        &'static ObjectId,
        &'static mut TrueState,
        &'static mut ShotsTaken,
        &'static mut Visibility,
    ),
>;

/// Encounter of a round with the object nearest to its aim point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encounter {
    entity: Entity,
    object: ObjectId,
    miss_m: f64,
}

/// The object or debris nearest to a round's aim point across its closing direction.
fn nearest(round: &Round, now_s: f64, objects: &Objects) -> Option<Encounter> {
    objects
        .iter()
        .filter(|(_, _, truth, ..)| {
            matches!(truth.status, FlightStatus::Flying | FlightStatus::Debris)
        })
        .filter_map(|(entity, object, truth, ..)| {
            let miss_m = miss_m(round, truth, now_s)?;
            Some(Encounter { entity, object: *object, miss_m })
        })
        .min_by(|a, b| a.miss_m.total_cmp(&b.miss_m).then(a.object.cmp(&b.object)))
}

/// Miss across the closing direction, m; `None` for what is too far along it to be met within the
/// time of the kill vehicle.
fn miss_m(round: &Round, truth: &TrueState, now_s: f64) -> Option<f64> {
    // The truth stands at this tick's end, up to a step after the meeting.
    let back_s = round.intercept_s - now_s;
    let target = integrate::step(&truth.state, back_s, |_, state| coast_acceleration(state));
    let offset = target.position_m - round.aim_m;
    let closing = target.velocity_mps - round.velocity_mps;
    let speed_mps = closing.norm();
    let along_m = offset.dot(&closing) / speed_mps;
    let across_m = (offset.norm_squared() - along_m * along_m).max(0.0).sqrt();
    (along_m.abs() <= speed_mps * round.handover_s).then_some(across_m)
}

impl CommonModeFailure {
    /// Whether all of the type fail in this run.
    pub fn strikes(&self, luck: RunSeed) -> bool {
        let draw = || luck.stream(Purpose::CommonMode, u64::from(self.number), 0).random::<f64>();
        self.probability > 0.0 && draw() < self.probability
    }
}

impl Encounter {
    /// Result of the shot; a kill turns the object into debris, and does nothing else.
    fn settle(&self, round: &Round, luck: RunSeed, tick: u64, objects: &mut Objects) -> ShotResult {
        let Ok((_, _, mut truth, mut taken, mut visible)) = objects.get_mut(self.entity) else {
            return ShotResult::OutOfReach;
        };
        let uniform: f64 = self.stream(Purpose::Kill, taken.shots, luck).random();
        taken.shots += 1;
        if taken.looks == 0 || taken.tick != tick {
            (taken.looks, taken.tick) = (taken.looks + 1, tick);
        }
        if round.handover != Handover::Done || self.miss_m > round.basket_m {
            ShotResult::NoHandover
        } else if self.miss_m > round.reach_m {
            ShotResult::OutOfReach
        } else if truth.status == FlightStatus::Debris {
            ShotResult::AlreadyDead
        } else if uniform < round.kill_probability && !round.common_mode.strikes(luck) {
            truth.status = FlightStatus::Debris;
            visible.until_s = round.intercept_s + visible.debris_visible_s;
            ShotResult::Killed
        } else {
            ShotResult::Failed
        }
    }

    fn stream(&self, purpose: Purpose, ordinal: u32, luck: RunSeed) -> impl RngExt + use<> {
        luck.stream(purpose, u64::from(self.object.key()), u64::from(ordinal))
    }

    /// Whether the object looks dead to a round's owner, after all shots of this tick: all that met
    /// it share one look, and its luck.
    fn looks_dead(&self, round: &Round, luck: RunSeed, objects: &Objects) -> bool {
        let Ok((_, _, truth, taken, _)) = objects.get(self.entity) else {
            return false;
        };
        let uniform: f64 = (self.stream(Purpose::Assessment, taken.looks, luck)).random();
        let is_it = self.miss_m <= SAME_OBJECT_REACHES * round.reach_m;
        if truth.status == FlightStatus::Debris && is_it {
            uniform >= round.assessment.alive_if_killed
        } else {
            uniform < round.assessment.killed_if_alive
        }
    }
}
