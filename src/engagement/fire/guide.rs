//! Guidance: the aim point of each round in flight follows its owner's belief until hand-over.
//!
//! The booster follows a shift of the aim point no faster than its midcourse speed. At hand-over
//! the aim point is final, if the architecture lets the owner rest on what it then has: own plots,
//! or any. Without that the kill vehicle has no basket.

use crate::ballistics::integrate;
use crate::engagement::command::node::CommandNode;
use crate::engagement::fire::launch::Mission;
use crate::flight::interceptor::{Handover, Round};
use crate::picture::Picture;
use crate::scenario::model::Use;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::node::{Nodes, Owner};
use bevy_ecs::prelude::*;
use nalgebra::Vector3;

/// Guides the rounds on planning ticks, and each at its hand-over.
pub(crate) fn guide(
    mut rounds: Query<(&Owner, &mut Round, &mut Mission)>,
    nodes: Query<(&CommandNode, &Tracker, &Picture)>,
    (book, clock): (Res<Nodes>, Res<Clock>),
) {
    let now_s = clock.now_s();
    for (owner, mut round, mut mission) in &mut rounds {
        let Ok((command, tracker, picture)) = nodes.get(book.of(owner.0)) else {
            continue;
        };
        // The last tick that is not after the hand-over: the next may be after the intercept.
        let at_handover = now_s + clock.step_s > round.intercept_s - round.handover_s;
        let due = at_handover || clock.every(command.rules.planning_ticks);
        if round.handover != Handover::Pending || !due || now_s < mission.launch_s {
            continue;
        }
        let aim = aim(&mission, picture, tracker, now_s, round.intercept_s);
        if let Some(aim) = &aim {
            let reach_m = mission.midcourse_mps * (now_s - mission.guided_s);
            let shift_m = shortened(aim.position_m - round.aim_m, reach_m);
            round.aim_m += shift_m;
        }
        mission.guided_s = now_s;
        if at_handover {
            round.handover = match aim {
                Some(aim) if aim.may_hand_over => Handover::Done,
                _ => Handover::Failed,
            };
        }
    }
}

/// Point that a round should fly to, and whether it may be handed over on that.
struct AimPoint {
    position_m: Vector3<f64>,
    may_hand_over: bool,
}

fn aim(
    mission: &Mission,
    picture: &Picture,
    tracker: &Tracker,
    now_s: f64,
    intercept_s: f64,
) -> Option<AimPoint> {
    let object = picture.track(mission.object)?;
    // The covariance is not asked for: the present belief's course is enough, and far cheaper.
    let belief = picture.belief(object, tracker, now_s)?;
    let coefficient = tracker.rules.ballistic_coefficient_kgpm2;
    let then = integrate::coast(&belief.state, coefficient, intercept_s - now_s);
    let own_s = now_s - picture.own_plot_s(object, tracker);
    Some(AimPoint {
        position_m: then.position_m,
        may_hand_over: picture.usage >= Use::EngageOnRemote
            || own_s <= tracker.rules.drop_confirmed_s,
    })
}

/// A vector cut to a length.
fn shortened(vector: Vector3<f64>, length_max: f64) -> Vector3<f64> {
    let length = vector.norm();
    if length <= length_max { vector } else { vector * (length_max / length) }
}
