//! The metrics: names, definitions, kinds.

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

/// A metric of a run. Per system the metrics of the defence count the threats aimed at that
/// system's assets, the assets on its territory, and the interceptors of its own fire units,
/// wherever they were shot at.
///
/// Those of the picture judge what a system believes, as far as its architecture lets it launch on
/// it, against everything that flies and is not dead: threats from launch on, after cut-off their
/// payloads, spent stages and decoys, whomever they are aimed at. For both systems together they
/// are the mean of the two. Samples are [`PERIOD_S`](crate::world::sample::PERIOD_S) apart; a track
/// is of the object nearest to it, if nearer than
/// [`THRESHOLD_M`](super::picture::THRESHOLD_M). What stands for a mean of nothing is said with
/// each.
///
/// Those of the exchange count the messages to a system: what its partner said to it, or would
/// have. For both systems together they count all links. They are what the design of this engine
/// lists in its section 10 on outcomes (age of information at use: Kaul, Yates & Gruteser,
/// *Real-time status: how often should one update?*, IEEE INFOCOM 2012, taken where it is used).
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
    ShotsAtNoPayload,
    /// Mean time from the target system's first knowledge of a threat (own warning or confirmed
    /// track, or a partner's message on it, of whichever of its objects) to its payload's impact; 0
    /// for a threat it never knew. The impact of a killed payload is its debris'.
    WarningTime,
    /// Mean time from the target system's first track that it may launch on to the impact,
    /// likewise. It must be a track of the payload (before cut-off, of the threat as a whole): one
    /// of a decoy or a spent stage does not count.
    FirmTrackTime,
    /// Share of the objects, summed over the samples, that the system has a track of; 1 where
    /// nothing flies (SIAP; Votruba et al. 2001).
    Completeness,
    /// Tracks per object that is tracked: at least 1, which is ideal, and 1 where none is (ibid.).
    Ambiguity,
    /// Share of the tracks, summed over the samples, that are of no object: of false plots, of what
    /// has come down or is dead until it is dropped, or too far off; 0 where there are no tracks
    /// (ibid.).
    Spuriousness,
    /// Mean distance of a track from its object, m; where no object is tracked the threshold,
    /// beyond which a track would not be one of it (ibid.).
    PositionError,
    /// Mean difference of the velocities of a track and its object, m/s; where no object is tracked
    /// that which leads beyond the threshold from one sample to the next (ibid.).
    VelocityError,
    /// Changes of the track that an object has, per hour during which objects are tracked, summed
    /// over the objects; 0 where none is (ibid., rate of track number changes).
    TrackNumberChanges,
    /// Longest time that an object has one track as a share of its life, both summed over the
    /// objects; 1 where nothing flies (ibid.).
    LongestTrackSegment,
    /// Mean over the samples at which there is an object or a track of GOSPA with order 2, cut-off
    /// at the threshold and α = 2, m; 0 without such a sample (Rahmathullah, García-Fernández &
    /// Svensson 2017).
    Gospa,
    /// The same of OSPA with order 2 and that cut-off, m (Schuhmacher, Vo & Vo 2008).
    Ospa,
    /// Mean normalised estimation error squared per state of the tracks that are of an object, over
    /// position and velocity: 1 is ideal, more says that the system is too sure; 1 where no object
    /// is tracked (Bar-Shalom, Li & Kirubarajan 2001, sec. 5.4.2).
    Nees,
    /// Mean normalised innovation squared, per number measured, of all plots of the tracks that the
    /// system made of its own and its partner's plots, by the last sample of each object: 1 is
    /// ideal, as above; 1 without a plot (ibid.).
    Nis,
    /// Messages given to the links to the party, refused and lost ones among them.
    MessagesSent,
    /// Of those, not taken: the link was down, or its queue full.
    MessagesRefused,
    /// Of those sent, taken and never to arrive.
    MessagesLost,
    /// Of those sent, arrived when they told nothing any more: the party knew of something later
    /// on that subject, or its tracker no longer kept what a plot would have changed.
    MessagesLate,
    /// Messages that the partner's policy of release kept back. None of them was sent.
    MessagesWithheld,
    /// What the links to the party took, kB of 1,000 bytes, lost messages among them.
    ExchangeSize,
    /// Mean age of what messages said at the time at which the party made use of it, s: from their
    /// time of validity to the tick in which its picture or its tracker took them in. 0 where
    /// nothing was used.
    InformationAge,
}

impl Metric {
    /// Those of the defence, in the order of the reports.
    pub const DEFENCE: [Self; 8] = [
        Self::Leakage,
        Self::NoLeaker,
        Self::DefendedValue,
        Self::InterceptorsFired,
        Self::InterceptorsWasted,
        Self::ShotsAtNoPayload,
        Self::WarningTime,
        Self::FirmTrackTime,
    ];

    /// Those of the picture, likewise.
    pub const PICTURE: [Self; 11] = [
        Self::Completeness,
        Self::Ambiguity,
        Self::Spuriousness,
        Self::PositionError,
        Self::VelocityError,
        Self::TrackNumberChanges,
        Self::LongestTrackSegment,
        Self::Gospa,
        Self::Ospa,
        Self::Nees,
        Self::Nis,
    ];

    /// Those of the exchange, likewise.
    pub const EXCHANGE: [Self; 7] = [
        Self::MessagesSent,
        Self::MessagesRefused,
        Self::MessagesLost,
        Self::MessagesLate,
        Self::MessagesWithheld,
        Self::ExchangeSize,
        Self::InformationAge,
    ];

    /// All: the defence, the picture, then the exchange.
    pub fn all() -> impl Iterator<Item = Self> {
        let defence = Self::DEFENCE.into_iter();
        defence.chain(Self::PICTURE).chain(Self::EXCHANGE)
    }

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leakage => "leakage",
            Self::NoLeaker => "no_leaker",
            Self::DefendedValue => "defended_value",
            Self::InterceptorsFired => "interceptors_fired",
            Self::InterceptorsWasted => "interceptors_wasted",
            Self::ShotsAtNoPayload => "shots_at_no_payload",
            Self::WarningTime => "warning_time_s",
            Self::FirmTrackTime => "firm_track_time_s",
            Self::Completeness => "completeness",
            Self::Ambiguity => "ambiguity",
            Self::Spuriousness => "spuriousness",
            Self::PositionError => "position_error_m",
            Self::VelocityError => "velocity_error_mps",
            Self::TrackNumberChanges => "track_changes_per_h",
            Self::LongestTrackSegment => "longest_track_segment",
            Self::Gospa => "gospa_m",
            Self::Ospa => "ospa_m",
            Self::Nees => "nees",
            Self::Nis => "nis",
            Self::MessagesSent => "messages_sent",
            Self::MessagesRefused => "messages_refused",
            Self::MessagesLost => "messages_lost",
            Self::MessagesLate => "messages_late",
            Self::MessagesWithheld => "messages_withheld",
            Self::ExchangeSize => "exchange_kb",
            Self::InformationAge => "information_age_s",
        }
    }

    /// Its kind.
    pub fn kind(self) -> Kind {
        match self {
            Self::NoLeaker => Kind::Binary,
            Self::Leakage
            | Self::DefendedValue
            | Self::Completeness
            | Self::Spuriousness
            | Self::LongestTrackSegment => Kind::Share,
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
            Self::ShotsAtNoPayload => score.shots_at_no_payload,
            Self::WarningTime => score.warning_time_s,
            Self::FirmTrackTime => score.firm_track_time_s,
            Self::Completeness => score.picture.completeness,
            Self::Ambiguity => score.picture.ambiguity,
            Self::Spuriousness => score.picture.spuriousness,
            Self::PositionError => score.picture.position_error_m,
            Self::VelocityError => score.picture.velocity_error_mps,
            Self::TrackNumberChanges => score.picture.track_changes_per_h,
            Self::LongestTrackSegment => score.picture.longest_track_segment,
            Self::Gospa => score.picture.gospa_m,
            Self::Ospa => score.picture.ospa_m,
            Self::Nees => score.picture.nees,
            Self::Nis => score.picture.nis,
            Self::MessagesSent => score.exchange.messages_sent,
            Self::MessagesRefused => score.exchange.messages_refused,
            Self::MessagesLost => score.exchange.messages_lost,
            Self::MessagesLate => score.exchange.messages_late,
            Self::MessagesWithheld => score.exchange.messages_withheld,
            Self::ExchangeSize => score.exchange.exchange_kb,
            Self::InformationAge => score.exchange.information_age_s,
        }
    }
}
