//! Release: what a node says to its partner in a tick, by the architecture's table.

use super::message::Body;
use super::message::Message;
use super::message::Outbox;
use crate::scenario::parts::Content;
use crate::scenario::parts::Exchange;
use crate::sensing::plot::Plots;
use crate::tracking::filter::Belief;
use crate::tracking::track::Track;
use crate::tracking::track::Tracker;
use crate::tracking::warning;
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
    /// Is it told what came of them?
    pub kill_assessment: bool,
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
        let is_to_be_told = |message: &&Message| match message.body {
            Body::Status(_) => self.engagement_status,
            Body::Assessment(_) => self.kill_assessment,
            _ => true,
        };
        for message in outbox.0.iter().filter(is_to_be_told) {
            say(Message {
                valid_s: clock.now_s(),
                ..*message
            });
        }
    }
}

fn alerts(tracker: &Tracker, exchange: Exchange, clock: Clock, say: &mut impl FnMut(Message)) {
    fresh(
        tracker,
        &tracker.warnings,
        exchange,
        clock,
        |track, belief| {
            let track = tracker.id(track.number);
            say(Message {
                subject: Subject::Alert(track),
                valid_s: belief.time_s,
                body: Body::Alert { track, belief },
            });
        },
    );
}

/// All plots in these tracks are the sender's own: a partner's are in none where tracks are sent.
fn tracks(tracker: &Tracker, exchange: Exchange, clock: Clock, say: &mut impl FnMut(Message)) {
    fresh(
        tracker,
        &tracker.tracks,
        exchange,
        clock,
        |track, belief| {
            let payload_evidence_nats = track.payload_evidence_nats;
            let registration = track.estimate.registration.covariance();
            let track = tracker.id(track.number);
            say(Message {
                subject: Subject::Track(track),
                valid_s: belief.time_s,
                body: Body::Track {
                    track,
                    belief,
                    registration,
                    payload_evidence_nats,
                },
            });
        },
    );
}

/// On a tick of the period: the confirmed tracks that had a plot since the last, each with the
/// belief that the partner gets.
///
/// The partner will let it coast until the next message. So a burning booster is sent as if its
/// thrust ended at any time until then, and a radar track with what the thrust that it may be under
/// does in a period.
fn fresh(
    tracker: &Tracker,
    tracks: &[Track],
    exchange: Exchange,
    clock: Clock,
    mut say: impl FnMut(&Track, Belief),
) {
    if !clock.every(exchange.period_ticks) {
        return;
    }
    let period_s = exchange.period_ticks as f64 * clock.step_s;
    for track in tracks {
        if !track.is_confirmed() || track.plot_s <= clock.now_s() - period_s {
            continue;
        }
        let mut belief = *track.belief();
        let until_s = clock.now_s() + period_s;
        if let Some(coasting) = warning::belief_until(tracker, track, until_s) {
            belief = coasting;
        } else {
            let thrust2 = track.estimate.thrust2();
            belief.covariance.add_acceleration(&thrust2, period_s);
        }
        say(track, belief);
    }
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
