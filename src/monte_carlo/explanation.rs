//! Reasons why two architectures differ: runs counted by what first made a threat's fate differ.
//!
//! A run counts once for each architecture that is better for one of its threats, under the
//! mechanism that told first. What is kept does not grow with the runs: counts, and the first run
//! of each.

use crate::outcome::why;
use crate::outcome::why::kill_chain::KillChains;
use crate::outcome::why::{FateDifference, Mechanism};
use crate::scenario::identity::ThreatId;
use crate::scenario::model::Scenario;
use serde::{Deserialize, Serialize};

/// A count for the first architecture of a pair where that is better, and one for the second.
pub type SideCounts = [u64; 2];

/// Reasons why two architectures differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The first architecture.
    pub a: String,
    /// The second.
    pub b: String,
    /// Runs in which a threat leaks under one and not under the other.
    pub runs: u64,
    /// Of these, runs in which one of them is better for some threat.
    pub better: SideCounts,
    /// Threats that leak under the other one alone.
    pub threats: SideCounts,
    /// Runs without such a threat in which one of them fires fewer interceptors.
    pub sparing: SideCounts,
    /// By mechanism, in the order of [`Mechanism::ALL`]; only those that occur.
    pub reasons: Vec<Reason>,
}

/// One mechanism between two architectures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// Runs in which it told first.
    pub runs: SideCounts,
    /// Threats whose fate it made, in these runs and in others.
    pub threats: SideCounts,
    /// The first run in which it made a threat's fate, and the first such threat.
    pub examples: [Option<Example>; 2],
}

/// A run to replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its number.
    pub run: u64,
    /// The threat to look at.
    pub threat: ThreatId,
}

impl Explanation {
    /// Nothing counted yet.
    pub(super) fn new(a: &str, b: &str) -> Self {
        let reason =
            |mechanism| Reason { mechanism, runs: [0; 2], threats: [0; 2], examples: [None; 2] };
        Self {
            a: a.into(),
            b: b.into(),
            runs: 0,
            better: [0; 2],
            threats: [0; 2],
            sparing: [0; 2],
            reasons: Mechanism::ALL.iter().copied().map(reason).collect(),
        }
    }

    /// The same with the mechanisms that occur alone.
    pub(super) fn told(&self) -> Self {
        let mut told = self.clone();
        told.reasons.retain(|reason| reason.threats != [0; 2]);
        told
    }

    /// Adds what later runs explained.
    pub(crate) fn add(&mut self, more: &Self) {
        let add = |all: &mut SideCounts, more: &SideCounts| {
            for (all, more) in all.iter_mut().zip(more) {
                *all += more;
            }
        };
        self.runs += more.runs;
        add(&mut self.better, &more.better);
        add(&mut self.threats, &more.threats);
        add(&mut self.sparing, &more.sparing);
        for (all, more) in self.reasons.iter_mut().zip(&more.reasons) {
            add(&mut all.runs, &more.runs);
            add(&mut all.threats, &more.threats);
            for (first, later) in all.examples.iter_mut().zip(more.examples) {
                *first = first.or(later);
            }
        }
    }

    /// Adds a run by its two digests.
    pub(super) fn count(&mut self, scenario: &Scenario, run: u64, [a, b]: [&KillChains; 2]) {
        let differences = why::differences(scenario, a, b);
        self.runs += u64::from(!differences.is_empty());
        for side in 0..2 {
            let is_of = |difference: &&FateDifference| difference.first_is_better == (side == 0);
            let mine = || differences.iter().filter(is_of);
            for difference in mine() {
                let reason = &mut self.reasons[difference.cause.mechanism as usize];
                reason.threats[side] += 1;
                let threat = difference.threat;
                reason.examples[side].get_or_insert(Example { run, threat });
                self.threats[side] += 1;
            }
            // Of two at one time the one with the lower number, for `min_by` takes the first.
            let first = mine().min_by(|one, other| one.cause.time_s.total_cmp(&other.cause.time_s));
            if let Some(first) = first {
                self.reasons[first.cause.mechanism as usize].runs[side] += 1;
                self.better[side] += 1;
            }
        }
        if differences.is_empty() {
            let [ours, theirs] = [a, b].map(|chains| chains.shots.len());
            self.sparing[0] += u64::from(ours < theirs);
            self.sparing[1] += u64::from(theirs < ours);
        }
    }
}
