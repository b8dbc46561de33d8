//! Release delays: how long what is told waits for people before it meets the link.
//!
//! The sender's own people see it first, then it comes to the centre, if there is one: that brings
//! it together with what the other side tells, and its people release it. Either time may be
//! log-normal. It is then drawn once for what is told of one object, so that no news of an object
//! overtakes another, and by a key of its own, so that it meets the same luck whatever else is
//! told, and a longer median is a longer time for each. Leaves out that people who have much to do
//! take longer.

use super::message_key::MessageKey;
use crate::random::{Purpose, RunSeed};
use crate::scenario::identity::LinkId;
use crate::scenario::model::{Centre, ReleaseDelay};
use crate::world::clock::Clock;
use bevy_ecs::prelude::*;
use rand::RngExt;
use rand_distr::StandardNormal;

/// Centre by way of which the messages of a link go, if there is one.
#[derive(Component, Debug, Clone, PartialEq)]
pub struct CentreModel(pub Option<Centre>);

/// People whom the messages of a link wait for.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReleaseStaff<'a> {
    pub(super) link: LinkId,
    pub(super) luck: RunSeed,
    /// Delay by the sender's own people.
    pub(super) own: ReleaseDelay,
    pub(super) centre: Option<&'a Centre>,
}

/// Way of what is told of an object: when its sender lets it go, and when it meets the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReleaseTicks {
    pub(super) from_sender: u64,
    pub(super) to_link: u64,
}

impl ReleaseStaff<'_> {
    /// Time until the messages of an object meet the link, s.
    pub(super) fn delay_s(&self, object: MessageKey) -> f64 {
        self.own_s(object) + self.centre_s(object)
    }

    /// Way of a message on an object that is said now, in whole ticks.
    pub(super) fn ticks(&self, object: MessageKey, clock: Clock) -> ReleaseTicks {
        let after = |delay_s: f64| {
            let ticks = (delay_s / clock.step_s - 1e-9).max(0.0).ceil() as u64;
            clock.tick.saturating_add(ticks)
        };
        let from_sender = after(self.own_s(object));
        ReleaseTicks { from_sender, to_link: after(self.delay_s(object)) }
    }

    fn own_s(&self, object: MessageKey) -> f64 {
        self.drawn_s(&self.own, object, 0)
    }

    fn centre_s(&self, object: MessageKey) -> f64 {
        self.centre.map_or(0.0, |centre| {
            centre.processing_s + self.drawn_s(&centre.release_delay, object, 1)
        })
    }

    fn drawn_s(&self, delay: &ReleaseDelay, object: MessageKey, whose: u64) -> f64 {
        if delay.log_deviation == 0.0 {
            return delay.median_s;
        }
        let entity = object.entity(self.link);
        let mut stream = self.luck.stream(Purpose::ReleaseDelay, entity, whose);
        delay.at(stream.sample(StandardNormal))
    }
}

#[cfg(test)]
mod tests;
