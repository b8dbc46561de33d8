//! Messages: the first on each subject, when it is sent and when it arrives.

use super::{EntryDraft, LinkEnd, TimelineBuilder, draft};
use crate::account::timeline::event::{FirstMessage, MessageReceipt, MessageTopic, TimelineEvent};
use crate::scenario::identity::{SystemId, TrackId};
use crate::world::journal::{Event, Subject};

impl TimelineBuilder<'_> {
    /// The first message on a subject at either end of a link.
    pub(super) fn message(&mut self, time_s: f64, event: &Event) -> Option<EntryDraft> {
        let (link, end, subject) = match event {
            Event::Sent { link, subject, .. } => (*link, LinkEnd::Sender, *subject),
            Event::Received { link, subject, .. } => (*link, LinkEnd::Receiver, *subject),
            _ => return None,
        };
        let (about, id) = topic(subject)?;
        if !self.topics.insert((link, end, about, id)) {
            return None;
        }
        let track = self.track(id);
        let link = &self.scenario.links[link.index()];
        let name = |system: SystemId| self.scenario.systems[system.index()].name.clone();
        let (system, event) = match *event {
            Event::Sent { arrival_s, .. } => {
                let (to, messages) = (name(link.to), vec![FirstMessage { track, arrival_s }]);
                (link.from, TimelineEvent::Sent { to, about, messages })
            }
            Event::Received { age_s, .. } => {
                let from = name(link.from);
                (link.to, TimelineEvent::Received(MessageReceipt { from, about, track, age_s }))
            }
            _ => return None,
        };
        let threats = [self.track_truth.threat(id), None];
        Some(draft(time_s, self.actor(system), event, threats))
    }
}

/// Topic and track of a message; plots have no entries.
fn topic(subject: Subject) -> Option<(MessageTopic, TrackId)> {
    Some(match subject {
        Subject::Alert(track) => (MessageTopic::Alert, track),
        Subject::Track(track) => (MessageTopic::Track, track),
        Subject::Status(track) => (MessageTopic::Shots, track),
        Subject::Order(track) => (MessageTopic::Order, track),
        Subject::Assessment(track) => (MessageTopic::Assessment, track),
        Subject::Request(track) => (MessageTopic::Request, track),
        Subject::Consent(track) => (MessageTopic::Consent, track),
        Subject::Plot(_) => return None,
    })
}
