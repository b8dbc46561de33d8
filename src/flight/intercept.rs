//! The end of a shot, as it really is.
//!
//! At its time a round meets what is nearest to its aim point: the miss is the distance across the
//! closing direction (Zarchan, *Tactical and Strategic Missile Guidance*, ch. 1: zero-effort miss),
//! for the kill vehicle closes along it whatever the timing. Beyond the kill vehicle's reach it
//! misses; within it kills with the catalogue's probability. No belief tells which threat was
//! meant, and payload, spent stage and decoy are all alike to it. Leaves out the divert's own
//! dynamics, fragments, and the drag within the tick of the meeting.

use super::interceptor::End;
use super::interceptor::Ending;
use super::interceptor::Round;
use super::threat::Fate;
use super::threat::ShotsTaken;
use super::threat::TrueState;
use crate::ballistics::dynamics::coast_acceleration;
use crate::ballistics::integrate;
use crate::random::Purpose;
use crate::random::RunSeed;
use crate::scenario::identity::InterceptorId;
use crate::scenario::identity::ObjectId;
use crate::world::clock::Clock;
use crate::world::journal::Event;
use crate::world::journal::Journal;
use crate::world::journal::ShotResult;
use crate::world::node::Luck;
use bevy_ecs::prelude::*;
use rand::RngExt;

/// Settles the rounds whose time has come, in the order of their times.
pub(super) fn settle(
    mut rounds: Query<(&InterceptorId, &Round, &mut Ending)>,
    mut objects: Objects,
    clock: Res<Clock>,
    luck: Res<Luck>,
    mut journal: ResMut<Journal>,
    mut due: Local<Vec<(f64, InterceptorId)>>,
) {
    due.clear();
    due.extend(
        rounds
            .iter()
            .filter(|(_, round, ending)| ending.0.is_none() && round.intercept_s <= clock.now_s())
            .map(|(id, round, _)| (round.intercept_s, *id)),
    );
    due.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (_, interceptor) in due.drain(..) {
        let Some((_, round, mut ending)) = rounds.iter_mut().find(|(id, ..)| **id == interceptor)
        else {
            continue;
        };
        let met = nearest(round, clock.now_s(), &objects);
        let shot = Shot { round, met };
        let end = shot.end(luck.0, &mut objects);
        ending.0 = Some(end);
        let event = Event::Intercept {
            interceptor,
            object: met.map(|met| met.object),
            miss_m: met.map_or(f64::INFINITY, |met| met.miss_m),
            result: end.result,
        };
        journal.write(round.intercept_s, event);
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
    ),
>;

/// What a round met.
#[derive(Debug, Clone, Copy)]
struct Met {
    entity: Entity,
    object: ObjectId,
    miss_m: f64,
    fate: Fate,
}

/// The object or debris nearest to a round's aim point across its closing direction.
fn nearest(round: &Round, now_s: f64, objects: &Objects) -> Option<Met> {
    objects
        .iter()
        .filter(|(_, _, truth, _)| matches!(truth.fate, Fate::Flying | Fate::Debris))
        .filter_map(|(entity, object, truth, _)| {
            let miss_m = miss_m(round, truth, now_s)?;
            Some(Met {
                entity,
                object: *object,
                miss_m,
                fate: truth.fate,
            })
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

/// A round and what it met.
struct Shot<'a> {
    round: &'a Round,
    met: Option<Met>,
}

impl Shot<'_> {
    /// What comes of the shot; a kill turns what was met into debris, and nothing else.
    fn end(&self, luck: RunSeed, objects: &mut Objects) -> End {
        let Some(met) = self.met else {
            return End {
                result: ShotResult::OutOfReach,
                is_dead: false,
                misread: false,
            };
        };
        let shot = objects
            .get(met.entity)
            .map_or(0, |(_, _, _, shots)| shots.0);
        let uniform = |purpose| -> f64 {
            let id = u64::from(met.object.key());
            luck.stream(purpose, id, u64::from(shot)).random()
        };
        let mut is_dead = met.fate == Fate::Debris;
        let result = if !self.round.handed_over {
            ShotResult::NoHandover
        } else if met.miss_m > self.round.reach_m {
            ShotResult::OutOfReach
        } else if is_dead {
            ShotResult::AlreadyDead
        } else if uniform(Purpose::Kill) < self.round.kill_probability {
            is_dead = true;
            ShotResult::Killed
        } else {
            ShotResult::Failed
        };
        if let Ok((_, _, mut truth, mut shots)) = objects.get_mut(met.entity) {
            shots.0 += 1;
            if is_dead {
                truth.fate = Fate::Debris;
            }
        }
        let misread = uniform(Purpose::Assessment) < self.round.assessment_error;
        End {
            result,
            is_dead,
            misread,
        }
    }
}
