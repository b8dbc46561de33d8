//! Partner: the reports of its shots that a node hears, and the answers to its questions.
//!
//! A report of the partner's is of the object that it names, else of the one that is where
//! the partner believes it to be: inside the gate, the nearest by the generalised distance, so that
//! what is poorly known takes no report from its neighbour.

use super::node::CommandNode;
use super::record::EngagementConsent;
use crate::exchange::message::{Body, Message, Outbox};
use crate::picture::{Picture, SystemTrack};
use crate::scenario::identity::TrackId;
use crate::tracking::filter::{Belief, generalised};
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::Subject;
use bevy_ecs::prelude::*;

/// Every node reads what came of its partner's shots and questions, and answers those whose time
/// has come.
pub(crate) fn read(
    mut nodes: Query<(&mut CommandNode, &Tracker, &mut Picture, &mut Outbox)>,
    clock: Res<Clock>,
) {
    let now_s = clock.now_s();
    for (mut command, tracker, mut picture, mut outbox) in &mut nodes {
        read_statuses(&mut command, tracker, &mut picture);
        read_assessments(&mut command, tracker, (&mut picture, now_s));
        command.settle_orders(now_s);
        read_consents(&mut command, &mut picture);
        answer(&command, &mut picture, &mut outbox, now_s);
    }
}

/// Notes which objects the partner says it is shooting at.
fn read_statuses(command: &mut CommandNode, tracker: &Tracker, picture: &mut Picture) {
    for status in std::mem::take(&mut picture.statuses) {
        if command.confirm(&status) {
            continue;
        }
        for launcher in &mut command.launchers {
            if launcher.unit == status.unit && launcher.owner != command.system {
                launcher.left = launcher.left.saturating_sub(status.shots);
            }
        }
        if let Some(number) = meant(picture, tracker, (status.track, &status.belief)) {
            let impact = command.engagement(number).forecast.impact();
            // Who shoots for itself shows nothing of whether it shoots for others.
            if impact.is_some_and(|impact| command.authority.is_own(impact.position)) {
                command.reliance.shot_came();
            }
            let engagement = command.engagement(number);
            engagement.partner_until_s = engagement.partner_until_s.max(status.assessed_s);
        }
    }
}

/// Takes the partner's word for what it killed. What it missed is free again when the last of its
/// shots should have been assessed, whether it tells or not.
fn read_assessments(
    command: &mut CommandNode,
    tracker: &Tracker,
    (picture, now_s): (&mut Picture, f64),
) {
    for assessment in std::mem::take(&mut picture.assessments) {
        if command.judge_ordered(&assessment, now_s) {
            continue;
        }
        let said = (assessment.track, &assessment.belief);
        if let Some(number) = meant(picture, tracker, said) {
            let engagement = command.engagement(number);
            // Only of an object that it has told to shoot at: its neighbour may be what is left.
            let is_it = engagement.partner_until_s.is_finite()
                || named(picture, assessment.track).is_some();
            engagement.is_believed_dead |= is_it && assessment.killed;
        }
    }
}

/// Notes the objects to whose engagement the partner consents.
fn read_consents(command: &mut CommandNode, picture: &mut Picture) {
    for track in std::mem::take(&mut picture.consents) {
        for engagement in &mut command.engagements {
            // Consent that comes after it was asked for again is consent.
            if matches!(engagement.consent, EngagementConsent::Asked(asked, _) if asked == track) {
                engagement.consent = EngagementConsent::Given;
            }
        }
    }
}

/// Consents to what was asked long enough ago: partners that answer consent.
fn answer(command: &CommandNode, picture: &mut Picture, outbox: &mut Outbox, now_s: f64) {
    let Some(consultation) = command.consultation else {
        picture.requests.clear();
        return;
    };
    picture.requests.retain(|(asked_s, track)| {
        let is_due = asked_s + consultation.answer_s <= now_s;
        if is_due {
            outbox.0.push(Message {
                subject: Subject::Consent(*track),
                valid_s: now_s,
                body: Body::Consent(*track),
            });
        }
        !is_due
    });
}

/// The object of the picture that a partner means.
pub(crate) fn meant(
    picture: &Picture,
    tracker: &Tracker,
    (name, belief): (TrackId, &Belief),
) -> Option<u32> {
    if let Some(named) = named(picture, name) {
        return Some(named.number);
    }
    let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
    let near = picture.tracks.iter().filter_map(|track| {
        let own = picture.belief(track, tracker, belief.time_s)?;
        let apart = generalised(&own, belief)?;
        let cost = apart.distance2 + apart.log_volume;
        (apart.distance2 <= gate2).then_some((cost, track.number))
    });
    near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, number)| number)
}

/// The object of the picture that has this name.
fn named(picture: &Picture, name: TrackId) -> Option<&SystemTrack> {
    let is_own = |own: Option<u32>| name.system == picture.system && own == Some(name.number);
    let mut tracks = picture.tracks.iter();
    tracks.find(|track| track.remote == Some(name) || is_own(track.own))
}
