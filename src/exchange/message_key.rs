//! Key of a message: the name of its random numbers.

use super::message::{Body, Message};
use crate::random::pair;
use crate::scenario::identity::{InterceptorId, LinkId};
use crate::world::journal::Subject;

/// Key that no other message of its tick on its link has, or that the messages on one object have
/// in common: a kind, and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MessageKey {
    kind: u32,
    number: u32,
}

impl MessageKey {
    /// A message's own number on a link and in a tick, whatever else is sent. A plot is told by its
    /// measurement, which no other look can equal.
    pub(super) fn of(message: &Message, ordinal: u32) -> Self {
        let (kind, number) = match (message.subject, &message.body) {
            (Subject::Plot(_), Body::Plot(plot)) => (2, plot.measurement.fingerprint()),
            (_, Body::Status(status)) => (3, u32::from(status.unit.0) << 8 | ordinal),
            (_, Body::Order(order)) => (9, u32::from(order.unit.0) << 8 | ordinal),
            (_, Body::Assessment(assessment)) => {
                let InterceptorId { unit, shot } = assessment.interceptor;
                (4, u32::from(unit.0) << 16 | u32::from(shot))
            }
            // Both sides' tracks are asked for and answered on one link.
            (Subject::Request(track), _) => (5 + 2 * u32::from(track.system.0), track.number),
            (Subject::Consent(track), _) => (6 + 2 * u32::from(track.system.0), track.number),
            (Subject::Track(track), _) => (1, track.number),
            (
                Subject::Alert(track)
                | Subject::Status(track)
                | Subject::Order(track)
                | Subject::Assessment(track),
                _,
            ) => (0, track.number),
            (Subject::Plot(serial), _) => (2, serial),
        };
        Self { kind, number }
    }

    /// Key of what people release together: what is told of one track, alert or target. `None` of
    /// a plot, which is released by itself, and of what is not looked through.
    pub(super) fn of_object(subject: Subject) -> Option<Self> {
        let (kind, number) = match subject {
            Subject::Alert(track) => (0, track.number),
            Subject::Track(track) => (1, track.number),
            Subject::Status(track) => (3, track.number),
            Subject::Assessment(track) => (4, track.number),
            Subject::Plot(_) | Subject::Order(_) | Subject::Request(_) | Subject::Consent(_) => {
                return None;
            }
        };
        Some(Self { kind, number })
    }

    /// The entity of its random streams.
    pub(super) fn entity(self, link: LinkId) -> u64 {
        pair(self.kind << 16 | u32::from(link.0), self.number)
    }
}
