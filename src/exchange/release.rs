//! Release: the messages of a node to its partner in a tick, by the architecture's table and
//! without the sensors that its policy withholds.
//!
//! A track that withheld sensors have contributed to is told as it would be without them: filtered
//! anew from the others' plots, if there are as many as confirm a track. An alert likewise is
//! fitted anew to the other satellites' lines of sight.

use super::conceal::Concealment;
use super::message::{Body, Message, Outbox};
use super::message_key::MessageKey;
use super::release_delay::ReleaseStaff;
use crate::scenario::identity::{SensorId, TrackId};
use crate::scenario::model::{Content, Exchange, ReleasePolicy};
use crate::sensing::plot::Plots;
use crate::tracking::filter::estimate::Estimate;
use crate::tracking::filter::{Belief, Covariance};
use crate::tracking::track::{Track, Tracker, part};
use crate::tracking::warning;
use crate::world::clock::Clock;
use crate::world::journal::Subject;
use bevy_ecs::prelude::*;

/// Rules of release on a link: the architecture's exchange, as the link's sender reads it.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct ReleaseRules {
    /// Data that is sent; `None`: none.
    pub exchange: Option<Exchange>,
    /// Whether shots are told.
    pub engagement_status: bool,
    /// Whether the assessments of shots are told.
    pub kill_assessment: bool,
    /// From then on the sender tells nothing on this link, s, but asks for consent; what is
    /// on the way arrives.
    pub until_s: f64,
}

/// Sender of a tick's messages.
pub(super) struct Sender<'a> {
    pub(super) tracker: &'a Tracker,
    pub(super) plots: &'a Plots,
    pub(super) outbox: &'a Outbox,
    pub(super) policy: &'a ReleasePolicy,
    pub(super) cover: &'a Concealment,
    pub(super) staff: ReleaseStaff<'a>,
    /// Greatest delay of a message by the link, s.
    pub(super) late_s: f64,
}

/// Time after a booster was last seen for which its having burnt out is told, s.
const BURNT_OUT_NEWS_S: f64 = 60.0;

impl Sender<'_> {
    /// Whether a sensor's data may cross. Never a partner's: nothing is told to whom it came from.
    fn tells(&self, sensor: SensorId) -> bool {
        self.tracker.is_own(sensor) && !self.policy.withheld_sensors.contains(&sensor)
    }

    /// Time for which a message on a subject must serve, s: until the next one has come.
    fn hold_s(&self, subject: Subject, (exchange, clock): (Exchange, Clock)) -> f64 {
        let object = MessageKey::of_object(subject);
        let released_s = object.map_or(0.0, |object| self.staff.delay_s(object));
        exchange.period_ticks as f64 * clock.step_s + (self.late_s + released_s)
    }
}

impl ReleaseRules {
    /// Whether the sender tells its partner nothing now.
    pub(super) fn is_silent(&self, clock: Clock) -> bool {
        clock.now_s() >= self.until_s
    }

    /// Calls `say` with each message of this tick; `None` stands for one that is withheld because
    /// only withheld sensors could make it.
    pub(super) fn messages(
        &self,
        sender: &Sender,
        clock: Clock,
        mut say: impl FnMut(Option<Message>),
    ) {
        let is_silent = self.is_silent(clock);
        if let Some(exchange) = self.exchange.filter(|_| !is_silent) {
            match exchange.content {
                Content::None => {}
                Content::Notification => alerts(sender, exchange, clock, &mut say),
                Content::Tracks => {
                    alerts(sender, exchange, clock, &mut say);
                    tracks(sender, exchange, clock, &mut say);
                    ended(sender, clock, &mut say);
                }
                // Every measurement includes the satellites', from which the partner forms its own
                // warnings: an alert besides would be the same evidence twice.
                Content::Plots => {
                    // Lines of sight do not cross where sensors are hidden: then an alert is.
                    if sender.cover.0.is_some() {
                        alerts(sender, exchange, clock, &mut say);
                    }
                    every_plot(sender.plots, &mut say);
                }
            }
        }
        let is_to_be_told = |message: &&Message| match message.body {
            // Who tells nothing still asks: it is for its own sake.
            Body::Request(_) => true,
            _ if is_silent => false,
            Body::Status(_) => self.engagement_status,
            Body::Assessment(_) => self.kill_assessment,
            _ => true,
        };
        for message in sender.outbox.0.iter().filter(is_to_be_told) {
            say(Some(*message));
        }
    }
}

fn alerts(
    sender: &Sender,
    exchange: Exchange,
    clock: Clock,
    say: &mut impl FnMut(Option<Message>),
) {
    let warnings = &sender.tracker.warnings;
    fresh(sender, (warnings, Subject::Alert), (exchange, clock), |track, subject, told| {
        let holds_until_s = if warning::is_burnt_out(track) {
            f64::INFINITY
        } else {
            clock.now_s() + sender.hold_s(subject, (exchange, clock))
        };
        let track = sender.tracker.id(track.number);
        say(told.map(|TrackReport { belief, .. }| Message {
            subject,
            valid_s: belief.time_s,
            body: Body::Alert { track, belief, holds_until_s },
        }));
    });
}

/// All plots in these tracks are the sender's own: a partner's are in none where tracks are sent.
fn tracks(
    sender: &Sender,
    exchange: Exchange,
    clock: Clock,
    say: &mut impl FnMut(Option<Message>),
) {
    let tracks = &sender.tracker.tracks;
    fresh(sender, (tracks, Subject::Track), (exchange, clock), |track, subject, told| {
        let track = sender.tracker.id(track.number);
        say(told.map(|told| Message {
            subject,
            valid_s: told.belief.time_s,
            body: Body::Track {
                track,
                belief: told.belief,
                registration: told.registration,
                payload_evidence_nats: told.payload_evidence_nats,
            },
        }));
    });
}

/// The tracks whose objects were looked for in vain, once each: silence does not tell what is no
/// more from what is out of view. Where sensors or areas are withheld nothing is said of it.
fn ended(sender: &Sender, clock: Clock, say: &mut impl FnMut(Option<Message>)) {
    let policy = sender.policy;
    if !policy.withheld_sensors.is_empty() || !policy.withheld_areas.is_empty() {
        return;
    }
    for (number, _) in &sender.tracker.gone {
        let track = sender.tracker.id(*number);
        let (subject, valid_s) = (Subject::Track(track), clock.now_s());
        say(Some(Message { subject, valid_s, body: Body::Ended(track) }));
    }
}

/// Report of a track to the partner.
struct TrackReport {
    belief: Belief,
    /// Covariance that the registration errors of the sender's radars add.
    registration: Covariance,
    payload_evidence_nats: f64,
}

/// On a tick of the period: the confirmed tracks that had a plot since the last, each with its
/// subject and what the partner gets; `None`: that is withheld.
fn fresh(
    sender: &Sender,
    (tracks, subject): (&[Track], fn(TrackId) -> Subject),
    (exchange, clock): (Exchange, Clock),
    mut say: impl FnMut(&Track, Subject, Option<TrackReport>),
) {
    if !clock.every(exchange.period_ticks) {
        return;
    }
    let period_s = exchange.period_ticks as f64 * clock.step_s;
    let since_s = clock.now_s() - period_s;
    for track in tracks {
        // That a booster has burnt out is news, and is told more than once: messages are lost.
        let is_news = track.plot_s > since_s
            || warning::is_burnt_out(track) && track.plot_s > since_s - BURNT_OUT_NEWS_S;
        if !track.is_confirmed() || !is_news {
            continue;
        }
        let is_plain = sender.policy.withheld_sensors.is_empty() && sender.cover.0.is_none();
        let is_whole = is_plain || part::is_whole(track, |sensor| sender.tells(sensor));
        let subject = subject(sender.tracker.id(track.number));
        let hold_s = sender.hold_s(subject, (exchange, clock));
        let told = if is_whole {
            Some(whole(sender.tracker, track, (clock, hold_s)))
        } else {
            partial(sender, track, (clock, hold_s), since_s)
        };
        say(track, subject, told);
    }
}

/// Report of a track with all that its system believes.
///
/// The partner will let it coast until the next message has come. So a burning booster is sent as
/// if its thrust ended at any time until then, and a radar track with what the thrust that it may
/// be under does in that time.
fn whole(tracker: &Tracker, track: &Track, (clock, hold_s): (Clock, f64)) -> TrackReport {
    let until_s = clock.now_s() + hold_s;
    let coasting = warning::belief_until(tracker, track, until_s);
    TrackReport {
        belief: coasting.unwrap_or_else(|| coasted(*track.belief(), &track.estimate, hold_s)),
        registration: track.estimate.registration.covariance(),
        payload_evidence_nats: track.payload_evidence_nats,
    }
}

/// The same without the withheld sensors; `None` where the others have too few plots, or none since
/// the last message.
fn partial(
    sender: &Sender,
    track: &Track,
    (clock, hold_s): (Clock, f64),
    since_s: f64,
) -> Option<TrackReport> {
    let tells = |sensor| sender.tells(sensor);
    let until_s = clock.now_s() + hold_s;
    let part = part::of(sender.tracker, track, tells, until_s)?;
    let confirms = sender.tracker.rules.confirm_plots as usize;
    if part.plots < confirms || part.plot_s <= since_s && !warning::is_burnt_out(track) {
        return None;
    }
    let estimate = part.estimate.as_ref();
    Some(TrackReport {
        belief: estimate.map_or(part.belief, |it| coasted(part.belief, it, hold_s)),
        registration: estimate.map_or_else(Covariance::zero, |it| it.registration.covariance()),
        payload_evidence_nats: part.payload_evidence_nats,
    })
}

fn coasted(mut belief: Belief, estimate: &Estimate, hold_s: f64) -> Belief {
    belief.covariance.add_acceleration(&estimate.thrust2(), hold_s);
    belief
}

fn every_plot(plots: &Plots, say: &mut impl FnMut(Option<Message>)) {
    for plot in &plots.0 {
        let subject = Subject::Plot(plot.serial);
        say(Some(Message { subject, valid_s: plot.time_s, body: Body::Plot(*plot) }));
    }
}
