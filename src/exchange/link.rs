//! Links: one-way paths on which each message has its own delay and its own luck.
//!
//! A message is lost with a fixed probability or arrives after the latency and an even share of the
//! jitter; a delay never limits how many are on the way. Its luck is keyed by the link, the subject
//! and the tick.

use super::message::Body;
use super::message::Inbox;
use super::message::Message;
use super::message::Outbox;
use super::release::Release;
use crate::random::Purpose;
use crate::random::RunSeed;
use crate::random::pair;
use crate::scenario::identity::InterceptorId;
use crate::scenario::identity::LinkId;
use crate::scenario::parts::Link;
use crate::sensing::plot::Plots;
use crate::tracking::RemotePlots;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::journal::Subject;
use crate::world::node::Case;
use crate::world::node::Luck;
use crate::world::node::Nodes;
use bevy_ecs::prelude::*;
use rand::RngExt;

/// A link's behaviour.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Path(pub Link);

/// Messages on the way, each with its arrival, s, in the order in which they were sent.
#[derive(Component, Debug, Clone, Default)]
pub struct OnTheWay(Vec<(f64, Message)>);

pub(super) fn spawn(world: &mut World, case: &Case) {
    for (index, link) in case.scenario.links.iter().enumerate() {
        let release = Release {
            exchange: case.architecture.exchange,
            engagement_status: case.architecture.engagement_status,
            kill_assessment: case.architecture.kill_assessment,
        };
        world.spawn((
            LinkId(index as u16),
            Path(*link),
            release,
            OnTheWay::default(),
        ));
    }
}

/// Every node says what it has to say on each of its links.
pub(super) fn send(
    mut links: Query<(&LinkId, &Path, &Release, &mut OnTheWay)>,
    mut nodes_boxes: Query<(&Tracker, &Plots, &mut Outbox)>,
    (nodes, clock, luck): (Res<Nodes>, Res<Clock>, Res<Luck>),
    mut journal: ResMut<Journal>,
) {
    for (link, path, release, mut on_the_way) in &mut links {
        let Ok((tracker, plots, outbox)) = nodes_boxes.get(nodes.of(path.0.from)) else {
            continue;
        };
        let now_s = clock.now_s();
        let mut ordinal = 0;
        release.messages(tracker, plots, outbox, *clock, |message| {
            let fortune = Fortune {
                link: *link,
                path: &path.0,
                luck: luck.0,
                tick: clock.tick,
            };
            let delay_s = fortune.delay_s(key(&message, ordinal));
            let arrival_s = delay_s.map(|delay_s| now_s + delay_s);
            ordinal += u32::from(matches!(message.body, Body::Status(_)));
            journal.sent(now_s, *link, message.subject, arrival_s);
            if let Some(arrival_s) = arrival_s {
                on_the_way.0.push((arrival_s, message));
            }
        });
    }
    for (_, _, mut outbox) in &mut nodes_boxes {
        outbox.0.clear();
    }
}

/// A message's own number on a link and in a tick: its kind, and what tells it from others of that
/// kind whatever else is sent. A plot is told by its measurement, which no other look can equal.
fn key(message: &Message, ordinal: u32) -> (u32, u32) {
    match (message.subject, &message.body) {
        (Subject::Plot(_), Body::Plot(plot)) => (2, plot.measurement.fingerprint()),
        (_, Body::Status(status)) => (3, u32::from(status.unit.0) << 8 | ordinal),
        (_, Body::Assessment(assessment)) => {
            let InterceptorId { unit, shot } = assessment.interceptor;
            (4, u32::from(unit.0) << 16 | u32::from(shot))
        }
        (Subject::Request(track), _) => (5, track.number),
        (Subject::Consent(track), _) => (6, track.number),
        (Subject::Track(track), _) => (1, track.number),
        (Subject::Alert(track) | Subject::Status(track) | Subject::Assessment(track), _) => {
            (0, track.number)
        }
        (Subject::Plot(serial), _) => (2, serial),
    }
}

/// What decides a message's fate.
struct Fortune<'a> {
    link: LinkId,
    path: &'a Link,
    luck: RunSeed,
    tick: u64,
}

impl Fortune<'_> {
    /// Delay of the message of this key, s; `None`: it is lost.
    fn delay_s(&self, (kind, number): (u32, u32)) -> Option<f64> {
        let entity = pair(kind << 16 | u32::from(self.link.0), number);
        let mut stream = self.luck.stream(Purpose::Link, entity, self.tick);
        let (survives, share) = (stream.random::<f64>(), stream.random::<f64>());
        let delay_s = self.path.latency_s + self.path.jitter_s * share;
        (survives >= self.path.loss).then_some(delay_s)
    }
}

/// Hands over the messages whose time has come.
pub(super) fn deliver(
    mut links: Query<(&LinkId, &Path, &mut OnTheWay)>,
    mut boxes: Query<(&mut Inbox, &mut RemotePlots)>,
    (nodes, clock): (Res<Nodes>, Res<Clock>),
    mut journal: ResMut<Journal>,
) {
    let now_s = clock.now_s();
    for (link, path, mut on_the_way) in &mut links {
        let Ok((mut inbox, mut plots)) = boxes.get_mut(nodes.of(path.0.to)) else {
            continue;
        };
        on_the_way.0.retain(|(arrival_s, message)| {
            if *arrival_s > now_s {
                return true;
            }
            let age_s = *arrival_s - message.valid_s;
            journal.received(*arrival_s, *link, message.subject, age_s);
            match message.body {
                Body::Plot(plot) => plots.0.push(plot),
                _ => inbox.0.push(*message),
            }
            false
        });
    }
}
