//! The causes of leakers: one table, in the order of the kill chain. To add one, add its row here,
//! the question in `trace` that it answers, and its metric of the group `Leakers`.

use serde::Serialize;

/// Makes `LeakCause`, its words and `LeakerScore` from rows `Name = field, title, meaning;`. The
/// field is the metric that counts the leakers of that cause.
macro_rules! leak_causes {
    ($($(#[$doc:meta])* $cause:ident = $field:ident, $title:literal, $meaning:literal;)+) => {
        /// Cause of a leaker: the link of the kill chain at which its defence broke, in the order
        /// of that chain.
        ///
        /// Each leaker has exactly one. The chain of each system that was to shoot at it is
        /// followed from the start, and breaks at the first link that does not hold; of several
        /// systems that one counts which got furthest, so of their causes the last of this table.
        /// Systems that were to shoot at it: the one at whose asset it was aimed, and any other
        /// that found it its own to shoot at, by its belief and the architecture. What only the
        /// truth knows is told by the truth: the threat behind a track, and the last order with
        /// which a fire unit could have met the flight that it flew.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum LeakCause {
            $($(#[$doc])* $cause,)+
        }

        const ALL: &[LeakCause] = &[$(LeakCause::$cause,)+];

        /// Metric, title and meaning of each.
        const WORDS: &[[&str; 3]] = &[$([stringify!($field), $title, $meaning],)+];

        /// Leakers of a party by their causes.
        #[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
        #[expect(missing_docs, reason = "each field is the metric of its name")]
        pub struct LeakerScore {
            $(pub $field: f64,)+
        }

        impl LeakerScore {
            /// Counts a leaker.
            pub(in crate::outcome) fn count(&mut self, cause: LeakCause) {
                match cause {
                    $(LeakCause::$cause => self.$field += 1.0,)+
                }
            }
        }
    };
}

leak_causes! {
    /// It never had a track of the payload that it may launch on: neither its own sensors nor,
    /// where the architecture lets it launch on that, the partner's data made one. A warning, or a
    /// track of a decoy or a spent stage, is none.
    NotSeen = leaked_not_seen, "not seen",
        "never a track of the payload to launch on";
    /// It had such a track, but with its decision only after the last order with which one of its
    /// fire units could have met the payload.
    SeenTooLate = leaked_seen_too_late, "seen too late",
        "the track and the decision came after the last order in time";
    /// No fire unit of any system could have met the payload's flight after burn-out, whenever it
    /// was ordered.
    OutOfReach = leaked_out_of_reach, "out of reach of all",
        "no fire unit of any system reaches that flight";
    /// Fire units reach it, but none of a system that was to shoot at it: by the architecture the
    /// system that saw it in time held fire at it as the partner's or nobody's, or only the
    /// partner's fire units reach it, who did not find it its own.
    NotResponsible = leaked_not_responsible, "in reach but not responsible",
        "whoever could have met it was not to shoot at it";
    /// At its last chance it waited for what would come of the partner's shots, or for an order of
    /// the partner's node, which commands.
    WaitedForPartner = leaked_waited_for_partner, "waited for the partner",
        "at the last chance it waited for the partner's shot or order";
    /// At its last chance it took the payload for none: it was less likely one than
    /// `payload_probability_min`.
    TakenForDecoy = leaked_taken_for_decoy, "taken for a decoy",
        "at the last chance it was too unlikely the payload";
    /// At its last chance the partner's consent, which it has to ask for, had not come.
    NoConsent = leaked_no_consent, "not committed: no consent",
        "at the last chance the partner's consent had not come";
    /// At its last chance its track was lost, or too poor for a commitment: the standard deviation
    /// at the intercept was above `commit_sigma_km`, or the flight that it believed in was out of
    /// reach though the true one was not.
    PoorTrack = leaked_poor_track, "not committed: track lost or too poor",
        "at the last chance its track was lost or too poor to shoot on";
    /// At the last chance of each of its fire units that reach it, that unit or its command node
    /// was down.
    Outage = leaked_outage, "fire units or command node down",
        "at the last chance who reaches it, or the node, was down";
    /// At the last chance of each of its fire units that reach it, that unit had no interceptor
    /// left beyond its reserve.
    NoInterceptor = leaked_no_interceptor, "no interceptor left",
        "at the last chance those who reach it had shot what they have";
    /// At its last chance no fire unit that had an interceptor for it had a channel free in time.
    NoChannel = leaked_no_channel, "no channel",
        "at the last chance no guidance channel was free in time";
    /// At its last chance it had interceptors that reach it, and planned them for other threats in
    /// hand or expected, or kept them at their price; so too where a doctrine of random choice
    /// chose others.
    RoundsKept = leaked_rounds_kept, "not committed: interceptors kept for others",
        "at the last chance the interceptors left were kept for others";
    /// It shot, and no shot had the living payload within reach: there was no track at the
    /// hand-over, the payload lay outside the basket or the reach of the kill vehicle, or another
    /// object was nearer.
    ShotAstray = leaked_shot_astray, "missed for want of track",
        "it shot, and no shot had the payload within reach";
    /// It shot, and a shot had the living payload within reach and did not kill.
    ShotFailed = leaked_shot_failed, "shot and missed",
        "it shot with the payload within reach, and the draw was no kill";
    /// At its last chance, with volleys and interceptors left, it took the payload for dead: by an
    /// assessment that was wrong, its own or the partner's, or by taking it for another object.
    TakenForDead = leaked_taken_for_dead, "taken for dead",
        "at the last chance it took the living payload for killed";
}

impl LeakCause {
    /// All of them, in the order of the kill chain.
    pub const ALL: &'static [Self] = ALL;

    /// Name of the metric that counts it.
    pub fn metric(self) -> &'static str {
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
    use crate::outcome::metric::{Metric, MetricGroup};
    use crate::outcome::score::Score;

    /// Each cause counts in the metric of its name, and in no other.
    #[test]
    fn each_has_its_metric() {
        let metrics = MetricGroup::Leakers.metrics();
        assert_eq!(metrics.len(), ALL.len());
        for (cause, metric) in ALL.iter().zip(metrics) {
            assert_eq!(cause.metric(), metric.name());
            let mut score = Score::default();
            score.leakers.count(*cause);
            let counted = metrics.iter().filter(|metric| metric.of(&score) > 0.0);
            assert_eq!(counted.collect::<Vec<&Metric>>(), [metric]);
        }
    }
}
