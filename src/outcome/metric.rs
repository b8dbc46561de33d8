//! The headline metrics: names, definitions, kinds.

use super::Score;

/// What a metric is, which decides how its interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no in each run.
    Binary,
    /// A share in each run, from 0 to 1.
    Share,
    /// A count or a time.
    Amount,
}

/// A headline metric. Per system it counts the threats aimed at that system's assets, the assets on
/// its territory, and the interceptors of its own fire units, wherever they were shot at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Share of the threats aimed at a party's assets whose payload came down, alive, inside a
    /// defended asset's radius; 0 where none was aimed (Wilkening, Science & Global Security 8,
    /// 1999).
    Leakage,
    /// 1 in a run without a leaker on the party's assets, else 0: its mean is P(0) (ibid.).
    NoLeaker,
    /// Value of the party's assets on which nothing leaked, as a share of all its assets' value
    /// (Manne, Operations Research 6, 1958: expected surviving value).
    DefendedValue,
    /// Interceptors launched by the party.
    InterceptorsFired,
    /// Interceptors launched by the party that met no living payload within their reach: out of
    /// reach, already dead, without a track at hand-over, or spent on a decoy or a spent stage,
    /// whatever came of that. One that failed with a payload in reach is not wasted.
    InterceptorsWasted,
    /// Interceptors launched by the party at what is no payload: fewer than half of the latest
    /// plots of the track that they were ordered at saw one, so it was of a decoy, a spent stage or
    /// nothing. Of a partner's track the plots that confirmed it are asked. What a shot met is
    /// another question: `interceptors_wasted`.
    InterceptorsAtOtherObjects,
    /// Mean time from the target system's first knowledge of a threat (own warning or confirmed
    /// track, or a partner's message on it, of whichever of its objects) to its payload's impact; 0
    /// for a threat it never knew. The impact of a killed payload is its debris'.
    WarningTime,
    /// Mean time from the target system's first track that it may launch on to the impact,
    /// likewise. It must be a track of the payload (before cut-off, of the threat as a whole): one
    /// of a decoy or a spent stage does not count.
    FirmTrackTime,
}

impl Metric {
    /// All, in the order of the reports.
    pub const ALL: [Self; 8] = [
        Self::Leakage,
        Self::NoLeaker,
        Self::DefendedValue,
        Self::InterceptorsFired,
        Self::InterceptorsWasted,
        Self::InterceptorsAtOtherObjects,
        Self::WarningTime,
        Self::FirmTrackTime,
    ];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leakage => "leakage",
            Self::NoLeaker => "no_leaker",
            Self::DefendedValue => "defended_value",
            Self::InterceptorsFired => "interceptors_fired",
            Self::InterceptorsWasted => "interceptors_wasted",
            Self::InterceptorsAtOtherObjects => "interceptors_at_other_objects",
            Self::WarningTime => "warning_time_s",
            Self::FirmTrackTime => "firm_track_time_s",
        }
    }

    /// Its kind.
    pub fn kind(self) -> Kind {
        match self {
            Self::NoLeaker => Kind::Binary,
            Self::Leakage | Self::DefendedValue => Kind::Share,
            _ => Kind::Amount,
        }
    }

    /// Its figure in a score.
    pub fn of(self, score: &Score) -> f64 {
        match self {
            Self::Leakage => score.leakage,
            Self::NoLeaker => score.no_leaker,
            Self::DefendedValue => score.defended_value,
            Self::InterceptorsFired => score.interceptors_fired,
            Self::InterceptorsWasted => score.interceptors_wasted,
            Self::InterceptorsAtOtherObjects => score.interceptors_at_other_objects,
            Self::WarningTime => score.warning_time_s,
            Self::FirmTrackTime => score.firm_track_time_s,
        }
    }
}
