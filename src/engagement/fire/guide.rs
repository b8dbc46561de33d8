//! Guidance: the aim point of each round in flight follows its owner's belief until hand-over.
//!
//! The booster follows a shift of the aim point no faster than its midcourse speed. While it holds
//! a channel the round is guided on all that its owner believes; without one it flies to where it
//! was told last. At hand-over the aim point is final, by what the kill vehicle may rest on: all
//! that is believed where the architecture allows to engage on the partner's data, else the own
//! track alone, however old it is. Without one the hand-over fails, unless there was one to the
//! last and the object has gone from the picture since. Whether the target is then in the basket,
//! only the truth tells.
//!
//! What rounds fly to, the owner's radars are told: they look there first.

use crate::ballistics::integrate;
use crate::engagement::command::node::CommandNode;
use crate::engagement::fire::launch::{GuidanceMemory, GuidedBelief, Mission};
use crate::flight::interceptor::{Handover, Round};
use crate::picture::Picture;
use crate::scenario::model::{OutagePart, Use};
use crate::tracking::filter::Belief;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::node::{Nodes, Owner};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;

/// Guides the rounds on planning ticks, and each at its hand-over.
pub(crate) fn guide(
    mut rounds: Query<(&Owner, &mut Round, &mut Mission, &mut GuidanceMemory)>,
    nodes: Query<(&CommandNode, &Tracker, &Picture)>,
    (book, clock, outages): (Res<Nodes>, Res<Clock>, Res<Outages>),
) {
    let now_s = clock.now_s();
    for (owner, mut round, mut mission, mut memory) in &mut rounds {
        if outages.is_down(OutagePart::CommandNode(owner.0), now_s) {
            continue;
        }
        let Ok((command, tracker, picture)) = nodes.get(book.of(owner.0)) else {
            continue;
        };
        // The last tick that is not after the hand-over: the next may be after the intercept.
        let at_handover = now_s + clock.step_s > round.intercept_s - round.handover_s;
        let due = at_handover || clock.every(command.rules.planning_ticks);
        if round.handover != Handover::Pending || !due || now_s < mission.launch_s {
            // What it was ordered on, until it is guided for the first time.
            if memory.0.is_none() {
                memory.0 = guided(&mission, picture, tracker, now_s);
            }
            continue;
        }
        let next = guided(&mission, picture, tracker, now_s);
        let told_s = if at_handover { round.intercept_s - round.handover_s } else { now_s };
        if !mission.holds_channel(told_s, round.intercept_s) {
            let may_rest = memory.0.is_some_and(|last| last.may_rest);
            memory.0 = next.map(|next| GuidedBelief { may_rest, ..next }).or(memory.0);
            mission.guided_s = now_s;
            if at_handover {
                round.handover = if may_rest { Handover::Done } else { Handover::Failed };
            }
            continue;
        }
        memory.0 = next.or(memory.0);
        let rest = if at_handover {
            final_belief(&mission, picture, tracker, now_s)
        } else {
            next.map(|next| next.belief)
        };
        if let Some(belief) = &rest {
            let aim_m = aim_m(belief, tracker, round.intercept_s);
            let reach_m = mission.midcourse_mps * (now_s - mission.guided_s);
            let shift_m = shortened(aim_m - round.aim_m, reach_m);
            round.aim_m += shift_m;
        }
        mission.guided_s = now_s;
        if at_handover {
            let is_gone = picture.track(mission.object).is_none();
            let rests = rest.is_some() || is_gone && memory.0.is_some_and(|last| last.may_rest);
            round.handover = if rests { Handover::Done } else { Handover::Failed };
        }
    }
}

/// Tells each picture what rounds are on their way to.
pub(crate) fn report_needs(
    rounds: Query<(&Owner, &Round, &Mission)>,
    mut pictures: Query<&mut Picture>,
    book: Res<Nodes>,
) {
    for mut picture in &mut pictures {
        picture.engaged.clear();
    }
    for (owner, round, mission) in &rounds {
        if round.handover == Handover::Pending
            && let Ok(mut picture) = pictures.get_mut(book.of(owner.0))
            && let Err(place) = picture.engaged.binary_search(&mission.object)
        {
            picture.engaged.insert(place, mission.object);
        }
    }
}

/// Belief that a round is guided on now: all that its owner believes.
fn guided(
    mission: &Mission,
    picture: &Picture,
    tracker: &Tracker,
    now_s: f64,
) -> Option<GuidedBelief> {
    let object = picture.track(mission.object)?;
    let belief = picture.belief(object, tracker, now_s)?;
    Some(GuidedBelief {
        belief,
        evidence_s: picture.evidence_s(object, tracker),
        may_rest: picture.usage >= Use::EngageOnRemote
            || picture.own_plot_s(object, tracker).is_finite(),
    })
}

/// Belief that the kill vehicle may rest on.
fn final_belief(
    mission: &Mission,
    picture: &Picture,
    tracker: &Tracker,
    now_s: f64,
) -> Option<Belief> {
    let object = picture.track(mission.object)?;
    if picture.usage >= Use::EngageOnRemote {
        picture.belief(object, tracker, now_s)
    } else {
        picture.own_belief(object, tracker, now_s)
    }
}

/// Place of an object at a later time, s, by what is believed of it. The covariance is not asked
/// for: the present belief's course is enough, and far cheaper.
fn aim_m(belief: &Belief, tracker: &Tracker, then_s: f64) -> Vector3<f64> {
    let coefficient = tracker.rules.ballistic_coefficient_kgpm2;
    integrate::coast(&belief.state, coefficient, then_s - belief.time_s).position_m
}

/// A vector cut to a length.
fn shortened(vector: Vector3<f64>, length_max: f64) -> Vector3<f64> {
    let length = vector.norm();
    if length <= length_max { vector } else { vector * (length_max / length) }
}
