//! Channel: the queue of a link, and its Gilbert-Elliott state when a message leaves.
//!
//! **Queue.** First in, first out, and finite. The tick is the finest time: what fits into a tick's
//! share of the bandwidth leaves at once, so below the bandwidth no delay depends on the load; what
//! does not fit waits whole ticks, behind what came before it, and leaves in the tick that carries
//! its last byte; what would not fit into the queue is refused. An outage refuses what is sent, and
//! does not hold up what waits.
//!
//! **Bursts.** A Markov chain of two states in continuous time, looked at once a tick (Gilbert,
//! *Capacity of a Burst-Noise Channel*, BSTJ 39:1253, 1960; Elliott, BSTJ 42:1977, 1963, for the
//! loss in either state). It runs in time and not from message to message, so that the same bursts
//! meet every architecture, whatever it sends. Leaves out what happens between two ticks.

use crate::random::{Purpose, RunSeed};
use crate::scenario::identity::LinkId;
use crate::scenario::model::{Bursts, Link, Queue, Span};
use crate::world::clock::Clock;
use bevy_ecs::prelude::*;
use rand::RngExt;
use std::collections::VecDeque;

/// Queue and burst state of a link.
#[derive(Component, Debug, Clone, Default)]
pub struct Channel {
    backlog: Backlog,
    states: GilbertElliott,
    /// Last tick of the run.
    last_tick: u64,
}

impl Channel {
    /// The channel of a run that ends with this tick at the latest.
    pub(super) fn new(last_tick: u64) -> Self {
        Self { last_tick, ..Self::default() }
    }

    /// Begins a tick.
    pub(super) fn begin(&mut self, link: &Link, clock: Clock) {
        if let Some(queue) = &link.queue {
            self.backlog.drain(queue.bytes_per_s * clock.step_s);
        }
        self.states.forget(clock.tick);
    }

    /// Takes in a message of so many bytes: whole ticks until it leaves; `None`: it is refused.
    pub(super) fn take(&mut self, link: &Link, bytes: u64, clock: Clock) -> Option<u64> {
        if Span::any_holds(&link.down, clock.now_s()) {
            return None;
        }
        link.queue.map_or(Some(0), |queue| self.backlog.take(&queue, bytes, clock))
    }

    /// Probability of loss of a message that leaves in a tick.
    pub(super) fn loss(&mut self, link: &Link, to: &ChannelDraw, tick: u64) -> f64 {
        // What leaves after the run does not matter to it.
        let Some(bursts) = link.bursts.filter(|_| tick <= self.last_tick) else {
            return link.loss;
        };
        let chain = BurstChain::new(&bursts, to.step_s);
        if self.states.is_bad(&chain, to, tick) { bursts.loss } else { link.loss }
    }
}

/// Name of the draws of a link in a run, and the length of a tick.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChannelDraw {
    pub(super) link: LinkId,
    pub(super) luck: RunSeed,
    pub(super) step_s: f64,
}

/// Bytes that the bandwidth has still to carry, the present tick's share included.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Backlog(f64);

impl Backlog {
    /// A tick has carried its share, bytes.
    fn drain(&mut self, share_bytes: f64) {
        self.0 = (self.0 - share_bytes).max(0.0);
    }

    fn take(&mut self, queue: &Queue, bytes: u64, clock: Clock) -> Option<u64> {
        let share_bytes = queue.bytes_per_s * clock.step_s;
        let with_it = self.0 + bytes as f64;
        if with_it - share_bytes > queue.room_bytes {
            return None;
        }
        self.0 = with_it;
        // The tick that carries its last byte, counted from this one.
        Some(((with_it / share_bytes).ceil() as u64).saturating_sub(1))
    }
}

/// The two-state chain, from one tick to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BurstChain {
    /// Probability that it is bad, whatever was before.
    pub(crate) bad_share: f64,
    /// Probability that it is bad a tick after it was good.
    pub(crate) to_bad: f64,
    /// Probability that it is good a tick after it was bad.
    pub(crate) to_good: f64,
}

impl BurstChain {
    /// Exactly what the chain in continuous time does in a step: with the rates a = 1/good and
    /// b = 1/bad it turns bad with probability a/(a+b)·(1 − exp(−(a+b)·step)).
    pub(crate) fn new(bursts: &Bursts, step_s: f64) -> Self {
        let (to_bad, to_good) = (1.0 / bursts.good_s, 1.0 / bursts.bad_s);
        let forgotten = -libm::expm1(-(to_bad + to_good) * step_s);
        let bad_share = to_bad / (to_bad + to_good);
        Self { bad_share, to_bad: bad_share * forgotten, to_good: (1.0 - bad_share) * forgotten }
    }

    /// Whether it is bad, by an even draw from 0 to 1, from the state a tick ago; `None`: unknown.
    fn is_bad(&self, before: Option<bool>, draw: f64) -> bool {
        match before {
            None => draw < self.bad_share,
            Some(false) => draw < self.to_bad,
            Some(true) => draw >= self.to_good,
        }
    }
}

/// Gilbert-Elliott channel: the states that may yet be asked for, from the first tick on; true is
/// bad.
#[derive(Debug, Clone, PartialEq, Default)]
struct GilbertElliott {
    first: u64,
    states: VecDeque<bool>,
}

impl GilbertElliott {
    /// Whether it is bad in a tick that is not forgotten; the states until then are drawn, one
    /// after another.
    fn is_bad(&mut self, chain: &BurstChain, to: &ChannelDraw, tick: u64) -> bool {
        loop {
            let known = self.first + self.states.len() as u64;
            if tick < known {
                break;
            }
            let entity = u64::from(to.link.0);
            let mut stream = to.luck.stream(Purpose::Burst, entity, known);
            let before = self.states.back().copied();
            self.states.push_back(chain.is_bad(before, stream.random()));
        }
        self.states[(tick - self.first) as usize]
    }

    /// Forgets what was before a tick, but for the last known state.
    fn forget(&mut self, tick: u64) {
        while self.first < tick && self.states.len() > 1 {
            self.states.pop_front();
            self.first += 1;
        }
    }
}

#[cfg(test)]
mod tests;
