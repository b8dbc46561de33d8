//! What was exchanged: the counts of the links to a party.

use crate::scenario::identity::SystemId;
use crate::scenario::parts::Scenario;
use crate::world::journal::Journal;
use crate::world::journal::Traffic;
use serde::Serialize;

/// Bytes in a kilobyte.
const BYTES_PER_KB: f64 = 1000.0;

/// The figures of the exchange for one party; their definitions stand with
/// [`Metric`](super::metric::Metric).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Exchange {
    /// See [`MessagesSent`](super::metric::Metric::MessagesSent).
    pub messages_sent: f64,
    /// See [`MessagesRefused`](super::metric::Metric::MessagesRefused).
    pub messages_refused: f64,
    /// See [`MessagesLost`](super::metric::Metric::MessagesLost).
    pub messages_lost: f64,
    /// See [`MessagesLate`](super::metric::Metric::MessagesLate).
    pub messages_late: f64,
    /// See [`MessagesWithheld`](super::metric::Metric::MessagesWithheld).
    pub messages_withheld: f64,
    /// See [`ExchangeSize`](super::metric::Metric::ExchangeSize).
    pub exchange_kb: f64,
    /// See [`InformationAge`](super::metric::Metric::InformationAge).
    pub information_age_s: f64,
}

/// What the links to a party carried; to both systems together, all links.
pub(super) fn of(scenario: &Scenario, journal: &Journal, party: Option<SystemId>) -> Exchange {
    let mut all = Traffic::default();
    for (link, traffic) in scenario.links.iter().zip(&journal.traffic) {
        if party.is_none_or(|party| party == link.to) {
            all.add(traffic);
        }
    }
    Exchange {
        messages_sent: all.sent as f64,
        messages_refused: all.refused as f64,
        messages_lost: all.lost as f64,
        messages_late: all.late as f64,
        messages_withheld: all.withheld as f64,
        exchange_kb: all.bytes as f64 / BYTES_PER_KB,
        information_age_s: if all.used > 0 {
            all.used_age_s / all.used as f64
        } else {
            0.0
        },
    }
}
