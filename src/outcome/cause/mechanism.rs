//! The mechanisms: names, titles, definitions.

/// Why a threat is stopped under one architecture, here the better one, and leaks under the other.
///
/// What a shot rests on, and whose data a track is made of, is told by the plots that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mechanism {
    /// The defender's own firm track came so much earlier in the better one that it opened the
    /// shot, and data of the partner's on that threat, which in the other one came later or never,
    /// went before it.
    Cue,
    /// The defender's own firm track came so much earlier in the better one that it opened the
    /// shot, without more data of the partner's before it.
    Detection,
    /// In the better one the first track that could be launched on in time, or the order itself,
    /// rested on the partner's data alone.
    RemoteTrack,
    /// There was a firm track in both, but for the order it was good enough only in the better one,
    /// where the partner's data was known; in the other one it was lost or too poor.
    FusedTrack,
    /// There was a firm track in both, but in the other one it was lost or too poor for the order,
    /// with no less of the partner's data known.
    KeptTrack,
    /// In the other one the shot had no track at its hand-over; in the better one, where the
    /// partner's data was known, it had.
    FusedHandover,
    /// In the other one the shot had no track at its hand-over, with no less of the partner's data
    /// known.
    KeptHandover,
    /// In the other one the kill vehicle was handed over too far off to reach the payload.
    Basket,
    /// In the other one the system whose territory it is held fire: the threat was left to a
    /// partner, who did not shoot or in vain, or consent had not come.
    WithheldShot,
    /// In the other one the threat was nobody's by the architecture: the system whose territory it
    /// is held fire for that, or nobody shot and it came down outside that territory.
    SeamLeaker,
    /// In the better one a fire unit of the partner's shot, which in the other one had no part in
    /// it.
    PartnerShot,
    /// In the other one the fire unit had no interceptor left at the order, having shot more often
    /// than in the better one at what the partner was shooting at too.
    DoubleEngagement,
    /// In the other one the fire unit had no interceptor left at the order: they had gone to other
    /// threats.
    RanOut,
    /// In the other one all channels of the fire unit were taken at the order.
    Busy,
    /// In the other one the node left an earlier shot for a later one of a fire unit that is
    /// likelier to kill, and so had no time for this one.
    Waited,
    /// In the other one the fire unit was given to another threat, at which in the better one it
    /// did not shoot by then.
    OtherTarget,
    /// In the other one a shot at the threat met another object than its payload.
    OtherObject,
    /// In the other one a miss was taken for a kill.
    Assessment,
    /// In the other one an earlier volley came later, for no reason named here, and left no time
    /// for this one.
    Opportunity,
    /// As many shots met the payload in both, but other interceptors, to whom the same luck was no
    /// kill in the other one.
    Luck,
    /// Something else.
    Other,
}

impl Mechanism {
    /// All of them, in the order of the reports.
    pub const ALL: [Self; 21] = [
        Self::Cue,
        Self::Detection,
        Self::RemoteTrack,
        Self::FusedTrack,
        Self::KeptTrack,
        Self::FusedHandover,
        Self::KeptHandover,
        Self::Basket,
        Self::WithheldShot,
        Self::SeamLeaker,
        Self::PartnerShot,
        Self::DoubleEngagement,
        Self::RanOut,
        Self::Busy,
        Self::Waited,
        Self::OtherTarget,
        Self::OtherObject,
        Self::Assessment,
        Self::Opportunity,
        Self::Luck,
        Self::Other,
    ];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        self.words()[0]
    }

    /// What made the difference, in a few words.
    pub fn title(self) -> &'static str {
        self.words()[1]
    }

    /// What it means, in a line; the full definition stands with the variant.
    pub fn meaning(self) -> &'static str {
        self.words()[2]
    }

    fn words(self) -> [&'static str; 3] {
        WORDS[self as usize].1
    }
}

/// Name, title and meaning of each, in the order of [`Mechanism::ALL`].
const WORDS: [(Mechanism, [&str; 3]); 21] = [
    (
        Mechanism::Cue,
        [
            "cue",
            "a detection brought forward by a cue",
            "its own firm track came in time for the shot, after data of the partner's",
        ],
    ),
    (
        Mechanism::Detection,
        [
            "detection",
            "an earlier detection",
            "its own firm track came in time for the shot, without more of the partner's data",
        ],
    ),
    (
        Mechanism::RemoteTrack,
        [
            "remote-track",
            "a shot opened by a remote track",
            "what it could launch on in time was the partner's data alone",
        ],
    ),
    (
        Mechanism::FusedTrack,
        [
            "fused-track",
            "a track kept with the partner's data",
            "without that data its track was lost, or too poor for the order",
        ],
    ),
    (
        Mechanism::KeptTrack,
        [
            "kept-track",
            "a track lost, or too poor to shoot on",
            "no order under the other one, though the track had once been firm",
        ],
    ),
    (
        Mechanism::FusedHandover,
        [
            "fused-handover",
            "a hand-over saved by the partner's data",
            "without that data the shot had no track at its hand-over",
        ],
    ),
    (
        Mechanism::KeptHandover,
        [
            "kept-handover",
            "a hand-over without a track",
            "so under the other one, with no less of the partner's data",
        ],
    ),
    (
        Mechanism::Basket,
        [
            "basket",
            "a hand-over too far off",
            "under the other one the payload was out of the kill vehicle's reach",
        ],
    ),
    (
        Mechanism::WithheldShot,
        [
            "withheld-shot",
            "a withheld shot",
            "the owner held fire: for a partner who did not hit, or leave had not come",
        ],
    ),
    (
        Mechanism::SeamLeaker,
        [
            "seam-leaker",
            "a seam leaker",
            "under the other one it was nobody's to shoot at",
        ],
    ),
    (
        Mechanism::PartnerShot,
        [
            "partner-shot",
            "a shot by the partner's fire unit",
            "which under the other one had no part in it",
        ],
    ),
    (
        Mechanism::DoubleEngagement,
        [
            "double-engagement",
            "a double engagement avoided",
            "interceptors spent under the other one on what the partner was shooting at too",
        ],
    ),
    (
        Mechanism::RanOut,
        [
            "ran-out",
            "interceptors ran out elsewhere",
            "the fire unit had none left under the other one when this shot was ordered",
        ],
    ),
    (
        Mechanism::Busy,
        [
            "busy",
            "channels taken by other shots",
            "all of the fire unit's under the other one when this shot was ordered",
        ],
    ),
    (
        Mechanism::Waited,
        [
            "waited",
            "a wait for a likelier shot",
            "under the other one an earlier shot was left for it, and then no time for another",
        ],
    ),
    (
        Mechanism::OtherTarget,
        [
            "other-target",
            "another target served first",
            "the fire unit shot at it under the other one, and by then not under the better",
        ],
    ),
    (
        Mechanism::OtherObject,
        [
            "other-object",
            "a shot drawn off by another object",
            "under the other one it met a decoy, a spent stage, another threat or nothing",
        ],
    ),
    (
        Mechanism::Assessment,
        [
            "assessment",
            "a miss taken for a kill",
            "under the other one, and so no further shot",
        ],
    ),
    (
        Mechanism::Opportunity,
        [
            "opportunity",
            "time for one more volley",
            "under the other one the one before came later, for no reason named here",
        ],
    ),
    (
        Mechanism::Luck,
        [
            "luck",
            "another shot's luck",
            "as many shots met it, of other interceptors: the same draw was no kill",
        ],
    ),
    (
        Mechanism::Other,
        ["other", "something else", "none of these"],
    ),
];

#[cfg(test)]
mod tests {
    use super::Mechanism;
    use super::WORDS;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_its_place_and_words_of_its_own() {
        let all = Mechanism::ALL;
        assert!(
            all.iter()
                .enumerate()
                .all(|(place, one)| place == *one as usize)
        );
        assert_eq!(WORDS.map(|(mechanism, _)| mechanism), all);
        for words in [Mechanism::name, Mechanism::title, Mechanism::meaning] {
            let distinct: BTreeSet<&str> = all.iter().map(|one| words(*one)).collect();
            assert_eq!(distinct.len(), all.len());
        }
        assert!(all.iter().all(|one| one.title().len() <= 40));
    }
}
