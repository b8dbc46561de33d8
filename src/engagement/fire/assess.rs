//! Kill assessment: what a node believes of a shot, after a delay and with error.

use crate::engagement::command::node::CommandNode;
use crate::engagement::fire::launch::Mission;
use crate::engagement::launcher::Magazine;
use crate::exchange::message::{Assessment, Body, Message, Outbox};
use crate::flight::interceptor::{Round, ShotObservation};
use crate::picture::Picture;
use crate::scenario::identity::{FireUnitId, InterceptorId};
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::{Event, Journal, Subject};
use crate::world::node::{Nodes, Owner};
use bevy_ecs::prelude::*;

/// Reads the shots whose delay has passed, in the order of their intercepts: the last look counts.
pub(crate) fn assess(
    rounds: Query<(Entity, &InterceptorId, &Owner, &Round, &ShotObservation, &Mission)>,
    mut nodes: Query<(&mut CommandNode, &Tracker, &Picture, &mut Outbox)>,
    mut magazines: Query<(&FireUnitId, &mut Magazine)>,
    (book, clock): (Res<Nodes>, Res<Clock>),
    mut commands: Commands,
    mut journal: ResMut<Journal>,
) {
    let now_s = clock.now_s();
    let due = |round: &Round, node: &CommandNode| {
        now_s >= round.intercept_s + node.rules.assessment_delay_s
    };
    let mut read: Vec<(f64, InterceptorId, Entity)> = Vec::new();
    for (entity, id, owner, round, observation, _) in &rounds {
        let Ok((node, ..)) = nodes.get(book.of(owner.0)) else {
            continue;
        };
        if observation.0.is_some() && due(round, node) {
            read.push((round.intercept_s, *id, entity));
        }
    }
    read.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (_, interceptor, entity) in read {
        let Ok((_, _, owner, _, observation, mission)) = rounds.get(entity) else {
            continue;
        };
        let Ok((mut node, tracker, picture, mut outbox)) = nodes.get_mut(book.of(owner.0)) else {
            continue;
        };
        let killed = observation.0 == Some(true);
        let rules = node.rules;
        node.engagement(mission.object).judge(killed, &rules);
        // What is in the picture no more could be understood by nobody.
        if let Some(object) = picture.track(mission.object)
            && let Some(belief) = picture.belief(object, tracker, now_s)
        {
            let track = picture.name(object);
            outbox.0.push(Message {
                subject: Subject::Assessment(track),
                valid_s: now_s,
                body: Body::Assessment(Assessment { track, belief, interceptor, killed }),
            });
        }
        for (unit, mut magazine) in &mut magazines {
            magazine.in_flight -= u32::from(*unit == interceptor.unit);
        }
        journal.write(now_s, Event::Assessed { interceptor, killed });
        commands.entity(entity).despawn();
    }
}
