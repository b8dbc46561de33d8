//! Causes: what made a threat's fate differ between two architectures in one run.
//!
//! The same luck meets both: an object flies the same course, and what the n-th shot that meets it
//! draws is the same number. So of the two runs the one in which the threat is stopped has a shot
//! that the other lacks or spoils, and the difference is traced back from that shot: was it spoilt
//! at the end, was it not ordered, was there no track to order it on, and whose data made the
//! difference. [`kill_chain`] keeps what is needed of a
//! run; `trace` asks; [`Mechanism`] is the answer.

pub mod kill_chain;

mod mechanism;
mod read;
mod trace;

pub use self::mechanism::{Cause, FateDifference, Mechanism};
pub use self::trace::cause;

use self::kill_chain::KillChains;
use crate::scenario::identity::ThreatId;
use crate::scenario::model::Scenario;

/// The threats whose fates differ between two runs, in the order of their numbers.
pub fn differences(scenario: &Scenario, a: &KillChains, b: &KillChains) -> Vec<FateDifference> {
    let threats = (0..scenario.threats.len()).map(|index| ThreatId(index as u16));
    threats
        .filter(|threat| a.leaked(*threat) != b.leaked(*threat))
        .map(|threat| {
            let first_is_better = b.leaked(threat);
            let runs = if first_is_better { [a, b] } else { [b, a] };
            FateDifference { threat, first_is_better, cause: cause(scenario, runs, threat) }
        })
        .collect()
}
