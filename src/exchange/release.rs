//! Release: what a node says to its partner in a tick, by the architecture's table.

use super::message::Body;
use super::message::Message;
use super::message::Outbox;
use crate::scenario::parts::Content;
use crate::scenario::parts::Exchange;
use crate::sensing::plot::Plots;
use crate::tracking::track::Track;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::Subject;
use bevy_ecs::prelude::*;

/// What crosses a link: the architecture's exchange, as the link's sender reads it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Release {
    /// What is sent; `None`: nothing.
    pub exchange: Option<Exchange>,
    /// Are shots told?
    pub engagement_status: bool,
}

impl Release {
    /// Calls `say` with each message of this tick.
    pub(super) fn messages(
        &self,
        tracker: &Tracker,
        plots: &Plots,
        outbox: &Outbox,
        clock: Clock,
        mut say: impl FnMut(Message),
    ) {
        if let Some(exchange) = self.exchange {
            match exchange.content {
                Content::None => {}
                Content::Notification => alerts(tracker, exchange, clock, &mut say),
                Content::Tracks => {
                    alerts(tracker, exchange, clock, &mut say);
                    tracks(tracker, exchange, clock, &mut say);
                }
                // Every measurement includes the satellites', from which the partner forms its own
                // warnings: an alert besides would be the same evidence twice.
                Content::Plots => every_plot(plots, &mut say),
            }
        }
        if self.engagement_status {
            for status in &outbox.0 {
                let subject = Subject::Status(status.track);
                say(Message {
                    subject,
                    valid_s: clock.now_s(),
                    body: Body::Status(*status),
                });
            }
        }
    }
}

fn alerts(tracker: &Tracker, exchange: Exchange, clock: Clock, say: &mut impl FnMut(Message)) {
    for (track, belief) in fresh(&tracker.warnings, exchange, clock) {
        let track = tracker.id(track.number);
        say(Message {
            subject: Subject::Alert(track),
            valid_s: belief.time_s,
            body: Body::Alert { track, belief },
        });
    }
}

fn tracks(tracker: &Tracker, exchange: Exchange, clock: Clock, say: &mut impl FnMut(Message)) {
    for (track, belief) in fresh(&tracker.tracks, exchange, clock) {
        let track = tracker.id(track.number);
        say(Message {
            subject: Subject::Track(track),
            valid_s: belief.time_s,
            body: Body::Track { track, belief },
        });
    }
}

/// On a tick of the period: the confirmed tracks that had a plot since the last.
fn fresh(
    tracks: &[Track],
    exchange: Exchange,
    clock: Clock,
) -> impl Iterator<Item = (&Track, crate::tracking::filter::Belief)> {
    let due = clock.every(exchange.period_ticks);
    let since_s = clock.now_s() - exchange.period_ticks as f64 * clock.step_s;
    tracks
        .iter()
        .filter(move |track| due && track.is_confirmed() && track.plot_s > since_s)
        .map(|track| (track, track.belief))
}

fn every_plot(plots: &Plots, say: &mut impl FnMut(Message)) {
    for plot in &plots.0 {
        let subject = Subject::Plot(plot.serial);
        say(Message {
            subject,
            valid_s: plot.time_s,
            body: Body::Plot(*plot),
        });
    }
}
