//! Why a threat's fate differs between two architectures in one run: the mechanism.
//!
//! The same luck meets both: an object flies the same course, and what the n-th shot that meets it
//! draws is the same number. So of the two runs the one in which the threat is stopped has a shot
//! that the other lacks or spoils, and the difference is traced back from that shot: was it spoilt
//! at the end, was it not ordered, was there no track to order it on, and whose data made the
//! difference. `trace` asks; [`Mechanism`] is the answer.

mod mechanism;
mod trace;

pub use self::mechanism::Mechanism;

use super::chain::Chains;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Scenario;

/// A mechanism, and when it began to tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cause {
    /// What made the difference.
    pub mechanism: Mechanism,
    /// When, in the better run or the other, s.
    pub time_s: f64,
}

/// Why a threat that leaks in the one run is stopped in the other.
pub fn cause(scenario: &Scenario, [better, worse]: [&Chains; 2], threat: ThreatId) -> Cause {
    trace::trace(scenario, [better, worse], threat)
}

/// A threat whose fate differs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Which.
    pub threat: ThreatId,
    /// Is it stopped in the first run, and leaks in the second?
    pub first_is_better: bool,
    /// Why.
    pub cause: Cause,
}

/// The threats whose fates differ between two runs, in the order of their numbers.
pub fn differences(scenario: &Scenario, a: &Chains, b: &Chains) -> Vec<Difference> {
    let threats = (0..scenario.threats.len()).map(|index| ThreatId(index as u16));
    threats
        .filter(|threat| a.leaked(*threat) != b.leaked(*threat))
        .map(|threat| {
            let first_is_better = b.leaked(threat);
            let runs = if first_is_better { [a, b] } else { [b, a] };
            Difference {
                threat,
                first_is_better,
                cause: cause(scenario, runs, threat),
            }
        })
        .collect()
}
