//! The mechanisms: one table. To add one, add its row, and the question in `trace` that it answers.

use crate::scenario::identity::ThreatId;
use serde::{Deserialize, Serialize};

/// A mechanism, and when it began to tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cause {
    /// Mechanism that made the difference.
    pub mechanism: Mechanism,
    /// Time at which it began, in the better run or the other, s.
    pub time_s: f64,
}

/// A threat whose fate differs between two runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FateDifference {
    /// The threat.
    pub threat: ThreatId,
    /// It is stopped in the first run, and leaks in the second.
    pub first_is_better: bool,
    /// Reason of the difference.
    pub cause: Cause,
}

/// Makes `Mechanism` and its words from rows `Name = name in data, title, meaning;`.
macro_rules! mechanisms {
    ($($(#[$doc:meta])* $mechanism:ident = $name:literal, $title:literal, $meaning:literal;)+) => {
        /// Reason why a threat is stopped under one architecture, here the better one, and leaks
        /// under the other.
        ///
        /// What a shot rests on, and whose data a track is made of, is told by the plots that made
        /// it.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub enum Mechanism {
            $($(#[$doc])* $mechanism,)+
        }

        const ALL: &[Mechanism] = &[$(Mechanism::$mechanism,)+];

        /// Name, title and meaning of each.
        const WORDS: &[[&str; 3]] = &[$([$name, $title, $meaning],)+];
    };
}

mechanisms! {
    /// The defender's own firm track came so much earlier in the better one that it opened the
    /// shot, and data of the partner's on that threat, which in the other one came later or never,
    /// went before it.
    Cue = "cue", "a detection brought forward by a cue",
        "its own firm track came in time for the shot, after data of the partner's";
    /// The defender's own firm track came so much earlier in the better one that it opened the
    /// shot, without more data of the partner's before it.
    Detection = "detection", "an earlier detection",
        "its own firm track came in time for the shot, without more of the partner's data";
    /// In the better one the first track that could be launched on in time, or the order itself,
    /// rested on the partner's data alone.
    RemoteTrack = "remote-track", "a shot opened by a remote track",
        "what it could launch on in time was the partner's data alone";
    /// There was a firm track in both, but for the order it was good enough only in the better one,
    /// where the partner's data was known; in the other one it was lost or too poor.
    FusedTrack = "fused-track", "a track kept with the partner's data",
        "without that data its track was lost, or too poor for the order";
    /// There was a firm track in both, but in the other one it was lost or too poor for the order,
    /// with no less of the partner's data known.
    KeptTrack = "kept-track", "a track lost, or too poor to shoot on",
        "no order under the other one, though the track had once been firm";
    /// In the other one the shot had no track at its hand-over; in the better one, where the
    /// partner's data was known, it had.
    FusedHandover = "fused-handover", "a hand-over saved by the partner's data",
        "without that data the shot had no track at its hand-over";
    /// In the other one the shot had no track at its hand-over, with no less of the partner's data
    /// known.
    KeptHandover = "kept-handover", "a hand-over without a track",
        "so under the other one, with no less of the partner's data";
    /// In the other one the kill vehicle was handed over too far off: the payload was outside its
    /// basket, or out of its reach.
    Basket = "basket", "a hand-over too far off",
        "under the other one the payload was outside the kill vehicle's basket or reach";
    /// In the other one the system whose territory it is held fire: the threat was left to a
    /// partner, who did not shoot or in vain, or its consent to engage had not come.
    WithheldShot = "withheld-shot", "a withheld shot",
        "the owner held fire: for a partner who did not hit, or consent had not come";
    /// In the other one the threat was nobody's by the architecture: the system whose territory it
    /// is held fire for that, or nobody shot and it came down outside that territory.
    SeamLeaker = "seam-leaker", "a seam leaker", "under the other one it was nobody's to shoot at";
    /// In the better one a fire unit of the partner's shot, which in the other one had no part in
    /// it.
    PartnerShot = "partner-shot", "a shot by the partner's fire unit",
        "which under the other one had no part in it";
    /// In the other one the fire unit had no interceptor left at the order, having shot more often
    /// than in the better one at what the partner was shooting at too.
    DoubleEngagement = "double-engagement", "a double engagement avoided",
        "interceptors spent under the other one on what the partner was shooting at too";
    /// In the other one the fire unit had no interceptor left at the order: they had gone to other
    /// threats.
    RanOut = "ran-out", "interceptors ran out elsewhere",
        "the fire unit had none left under the other one when this shot was ordered";
    /// In the other one all channels of the fire unit were taken at the order.
    Busy = "busy", "channels taken by other shots",
        "all of the fire unit's under the other one when this shot was ordered";
    /// In the other one the node left an earlier shot for a later one of a fire unit that is
    /// likelier to kill, and so had no time for this one.
    Waited = "waited", "a wait for a likelier shot",
        "under the other one an earlier shot was left for it, and then no time for another";
    /// In the other one the fire unit was given to another threat, at which in the better one it
    /// did not shoot by then.
    OtherTarget = "other-target", "another target served first",
        "the fire unit shot at it under the other one, and by then not under the better";
    /// In the other one a shot at the threat met another object than its payload.
    OtherObject = "other-object", "a shot drawn off by another object",
        "under the other one it met a decoy, a spent stage, another threat or nothing";
    /// In the other one a miss was taken for a kill.
    Assessment = "assessment", "a miss taken for a kill",
        "under the other one, and so no further shot";
    /// In the other one an earlier volley came later, for no reason named here, and left no time
    /// for this one.
    Opportunity = "opportunity", "time for one more volley",
        "under the other one the one before came later, for no reason named here";
    /// As many shots met the payload in both, but other interceptors, to whom the same luck was no
    /// kill in the other one.
    Luck = "luck", "another shot's luck",
        "as many shots met it, of other interceptors: the same draw was no kill";
    /// Something else.
    Other = "other", "something else", "none of these";
}

impl Mechanism {
    /// All of them, in the order of the reports.
    pub const ALL: &'static [Self] = ALL;

    /// Name in data.
    pub fn name(self) -> &'static str {
        WORDS[self as usize][0]
    }

    /// Title in a few words.
    pub fn title(self) -> &'static str {
        WORDS[self as usize][1]
    }

    /// Meaning in a line; the full definition stands with the variant.
    pub fn meaning(self) -> &'static str {
        WORDS[self as usize][2]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_words_of_its_own() {
        for words in [Mechanism::name, Mechanism::title, Mechanism::meaning] {
            let distinct: BTreeSet<&str> = ALL.iter().map(|one| words(*one)).collect();
            assert_eq!(distinct.len(), ALL.len());
        }
        assert!(ALL.iter().all(|one| one.title().len() <= 40));
    }
}
