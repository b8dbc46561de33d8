//! Messages on the links to a party.

use super::party::Party;
use super::score::ExchangeScore;
use crate::world::traffic::Traffic;

/// Bytes in a kilobyte.
const BYTES_PER_KB: f64 = 1000.0;

/// The score of a party by the traffic of each link.
pub(super) fn score(party: Party, traffic: &[Traffic]) -> ExchangeScore {
    let mut all = Traffic::default();
    for (link, traffic) in party.scenario.links.iter().zip(traffic) {
        if party.has(link.to) {
            all.add(traffic);
        }
    }
    ExchangeScore {
        messages_sent: all.sent as f64,
        messages_refused: all.refused as f64,
        messages_lost: all.lost as f64,
        messages_late: all.late as f64,
        messages_withheld: all.withheld as f64,
        exchange_kb: all.bytes as f64 / BYTES_PER_KB,
        information_age_s: if all.used > 0 { all.used_age_s / all.used as f64 } else { 0.0 },
    }
}
