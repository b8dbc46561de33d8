//! Links: one-way paths on which each message has its own delay and its own luck.
//!
//! In this order: the sender's policy withholds a message or changes it, and people may take their
//! time to release it, the sender's own and those of a centre by way of which it goes
//! ([`super::release`], `policy`, [`super::release_delay`]); a link that is down or whose queue is
//! full refuses it, and what waits in the queue leaves later ([`super::channel`]); what leaves is
//! lost, by the state of the channel at that time, or arrives after the latency and an even share
//! of the jitter. A delay never limits how many are on the way. A message's luck is keyed by
//! the link, the subject and the tick in which it was said: what else is sent does not change it.

use super::channel::{Channel, ChannelDraw};
use super::conceal::{Concealment, PseudoSource};
use super::message::{Body, Inbox, Message, Outbox};
use super::message_key::MessageKey;
use super::policy::ReleaseFilter;
use super::release::{ReleaseRules, Sender};
use super::release_delay::{CentreModel, ReleaseStaff, ReleaseTicks};
use crate::random::{Purpose, RunSeed};
use crate::scenario::identity::LinkId;
use crate::scenario::model::{Link, OutagePart, Span};
use crate::sensing::plot::Plots;
use crate::tracking::RemotePlots;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::conduct::Conduct;
use crate::world::journal::{Dispatch, Journal};
use crate::world::node::{Case, Luck, Nodes};
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;
use rand::RngExt;

/// A link's behaviour.
#[derive(Component, Debug, Clone, PartialEq)]
pub struct LinkModel(pub Link);

/// Messages that wait for people to release them, in the order in which they were said.
#[derive(Component, Debug, Clone, Default)]
pub struct ReleaseQueue(Vec<(ReleaseTicks, OutgoingMessage)>);

/// Messages on the way, each with its arrival, s, in the order in which they were sent.
#[derive(Component, Debug, Clone, Default)]
pub struct InTransit(Vec<(f64, Message)>);

impl InTransit {
    /// Number of them, those in the link's queue among them.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// A message that the policy lets pass.
#[derive(Debug, Clone, Copy, PartialEq)]
struct OutgoingMessage {
    message: Message,
    key: MessageKey,
    /// Tick in which it was said.
    tick: u64,
}

pub(super) fn spawn(world: &mut World, case: &Case) {
    for (index, link) in case.scenario.links.iter().enumerate() {
        let release = ReleaseRules {
            exchange: case.architecture.exchange,
            engagement_status: case.architecture.engagement_status,
            kill_assessment: case.architecture.kill_assessment,
            until_s: Conduct::drawn(case, link.from).tells_until_s,
        };
        world.spawn((
            LinkId(index as u16),
            LinkModel(link.clone()),
            release,
            ReleaseQueue::default(),
            CentreModel(case.architecture.centre.clone()),
            Channel::new(case.scenario.last_tick),
            Concealment(case.scenario.hidden_source(LinkId(index as u16)).map(PseudoSource::new)),
            InTransit::default(),
        ));
    }
}

/// Components of a link.
type LinkParts<'a> = (
    &'a LinkId,
    &'a LinkModel,
    &'a ReleaseRules,
    &'a Concealment,
    &'a CentreModel,
    &'a mut ReleaseQueue,
    &'a mut Channel,
    &'a mut InTransit,
);

/// Every node says what it has to say on each of its links.
pub(super) fn send(
    mut links: Query<LinkParts>,
    mut nodes_boxes: Query<(&Tracker, &Plots, &mut Outbox)>,
    (nodes, clock, luck, outages): (Res<Nodes>, Res<Clock>, Res<Luck>, Res<Outages>),
    mut journal: ResMut<Journal>,
) {
    for parts in &mut links {
        let (link, path, release, cover, centre, mut waiting, mut channel, mut in_transit) = parts;
        let Ok((tracker, plots, outbox)) = nodes_boxes.get(nodes.of(path.0.from)) else {
            continue;
        };
        channel.begin(&path.0, *clock);
        let node = OutagePart::CommandNode(path.0.from);
        let is_node_down = outages.is_down(node, clock.now_s());
        let own = path.0.release.delay;
        let staff = ReleaseStaff { link: *link, luck: luck.0, own, centre: centre.0.as_ref() };
        let mut input = LinkInput {
            link: *link,
            path: &path.0,
            outages: &outages,
            luck: luck.0,
            staff,
            clock: *clock,
            channel: &mut channel,
            in_transit: &mut in_transit,
        };
        if is_node_down || release.is_silent(*clock) {
            // What its sender has let go is no longer its own.
            let is_kept = |ticks: &ReleaseTicks| ticks.from_sender >= clock.tick;
            for _ in waiting.0.extract_if(.., |(ticks, _)| is_kept(ticks)) {
                journal.withheld(*link);
            }
        }
        input.release_due(&mut waiting, &mut journal);
        if is_node_down {
            continue;
        }
        let sender = Sender {
            tracker,
            plots,
            outbox,
            policy: &path.0.release,
            cover,
            staff,
            late_s: path.0.latency_s + path.0.jitter_s,
        };
        input.say_all((release, &sender), &mut waiting, &mut journal);
    }
    for (_, _, mut outbox) in &mut nodes_boxes {
        outbox.0.clear();
    }
}

/// Input of a link in one tick.
struct LinkInput<'a> {
    link: LinkId,
    path: &'a Link,
    outages: &'a Outages,
    luck: RunSeed,
    staff: ReleaseStaff<'a>,
    clock: Clock,
    channel: &'a mut Channel,
    in_transit: &'a mut InTransit,
}

impl LinkInput<'_> {
    /// Puts in what people have now released.
    fn release_due(&mut self, waiting: &mut ReleaseQueue, journal: &mut Journal) {
        let now = self.clock.tick;
        for (ticks, said) in waiting.0.extract_if(.., |(ticks, _)| ticks.to_link <= now) {
            self.pass_centre(ticks, &said, journal);
        }
    }

    /// Puts in a message that leaves the centre now, unless that was down while it was there.
    fn pass_centre(&mut self, ticks: ReleaseTicks, said: &OutgoingMessage, journal: &mut Journal) {
        let stay_s = [ticks.from_sender, ticks.to_link].map(|it| it as f64 * self.clock.step_s);
        let down = self.staff.centre.map_or(&[][..], |centre| &centre.down);
        if Span::any_meets(down, stay_s)
            || self.staff.centre.is_some() && self.outages.meets(OutagePart::Centre, stay_s)
        {
            return journal.refused(self.link);
        }
        self.enter(said, journal);
    }

    /// Puts in all that the sender has to say in this tick.
    fn say_all(
        &mut self,
        (release, sender): (&ReleaseRules, &Sender),
        waiting: &mut ReleaseQueue,
        journal: &mut Journal,
    ) {
        let filter = ReleaseFilter { sender, link: self.link, luck: self.luck, clock: self.clock };
        let mut ordinal = 0;
        release.messages(sender, self.clock, |message| {
            let Some(message) = message else {
                return journal.withheld(self.link);
            };
            let key = MessageKey::of(&message, ordinal);
            ordinal += u32::from(matches!(message.body, Body::Status(_) | Body::Order(_)));
            let Some(message) = filter.pass(&message, key) else {
                return journal.withheld(self.link);
            };
            let said = OutgoingMessage { message, key, tick: self.clock.tick };
            if message.body.is_command() {
                return self.enter(&said, journal);
            }
            let object = MessageKey::of_object(message.subject).unwrap_or(key);
            let ticks = self.staff.ticks(object, self.clock);
            if ticks.to_link > self.clock.tick {
                waiting.0.push((ticks, said));
            } else {
                self.pass_centre(ticks, &said, journal);
            }
        });
    }

    /// Gives the link a message.
    fn enter(&mut self, said: &OutgoingMessage, journal: &mut Journal) {
        let OutgoingMessage { message, key, tick } = *said;
        let bytes = message.body.bytes();
        let is_down = self.outages.is_down(OutagePart::Link(self.link), self.clock.now_s());
        let taken = if is_down { None } else { self.channel.take(self.path, bytes, self.clock) };
        let Some(ticks) = taken else {
            return journal.refused(self.link);
        };
        let draw = ChannelDraw { link: self.link, luck: self.luck, step_s: self.clock.step_s };
        let leaves = self.clock.tick.saturating_add(ticks);
        let loss = self.channel.loss(self.path, &draw, leaves);
        let now_s = self.clock.now_s();
        let leaves_s = now_s + ticks as f64 * self.clock.step_s;
        let delay_s = self.delay_s(key, tick, loss);
        let arrival_s = delay_s.map(|delay_s| leaves_s + delay_s);
        let subject = message.subject;
        let dispatch = Dispatch { subject, bytes, arrival_s };
        journal.sent(now_s, self.link, dispatch);
        if let Some(arrival_s) = arrival_s {
            self.in_transit.0.push((arrival_s, message));
        }
    }

    /// Delay of the message of a key that was said in a tick, s; `None`: it is lost.
    fn delay_s(&self, key: MessageKey, tick: u64, loss: f64) -> Option<f64> {
        let entity = key.entity(self.link);
        let mut stream = self.luck.stream(Purpose::Link, entity, tick);
        let (survives, share) = (stream.random::<f64>(), stream.random::<f64>());
        let delay_s = self.path.latency_s + self.path.jitter_s * share;
        (survives >= loss).then_some(delay_s)
    }
}

/// Hands over the messages whose time has come.
pub(super) fn deliver(
    mut links: Query<(&LinkId, &LinkModel, &mut InTransit)>,
    mut boxes: Query<(&mut Inbox, &mut RemotePlots)>,
    (nodes, clock): (Res<Nodes>, Res<Clock>),
    mut journal: ResMut<Journal>,
) {
    let now_s = clock.now_s();
    for (link, path, mut in_transit) in &mut links {
        let Ok((mut inbox, mut plots)) = boxes.get_mut(nodes.of(path.0.to)) else {
            continue;
        };
        in_transit.0.retain(|(arrival_s, message)| {
            if *arrival_s > now_s {
                return true;
            }
            let age_s = *arrival_s - message.valid_s;
            journal.received(*arrival_s, *link, message.subject, age_s);
            match message.body {
                Body::Plot(plot) => plots.0.push(plot),
                _ => inbox.0.push((*link, *message)),
            }
            false
        });
    }
}

#[cfg(test)]
pub(super) mod tests;
