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
/// Those of the engagement are of the threats aimed at that system's assets, whoever shot at them,
/// but for what was wasted, which is of its own fire units, and its own radars' load. Means over
/// threats count a threat about which nothing could be or was done as 0: left out, it would make
/// the architecture look better that does nothing about the hard ones.
///
/// Those of the picture judge what a system believes, as far as its architecture lets it launch on
/// it, against everything that flies and can be seen: threats from launch on, after cut-off their
/// payloads, spent stages and decoys, whomever they are aimed at, and what is killed for as long as
/// its debris looks like it. For both systems together they are the mean of the two, but for what
/// they have in common. Samples are [`PERIOD_S`](crate::world::sample::PERIOD_S) apart; a track
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
    /// Interceptors launched by the party that reached a payload which another of its own had
    /// killed. This and the next four add up to `interceptors_wasted`: of several reasons the one
    /// that is tested first in [`super::waste`] counts (the design of this engine, section 10).
    WastedAlreadyDead,
    /// Of those wasted, reached a payload that the other system had killed: both systems spent
    /// shots on one threat (ibid., double engagement).
    WastedDoubleEngagement,
    /// Of those wasted, reached a decoy or a spent stage, whatever came of it.
    WastedDecoy,
    /// Of those wasted, had no track at their hand-over.
    WastedNoBasket,
    /// Of those wasted, were handed over with nothing within the kill vehicle's reach.
    WastedOutOfReach,
    /// Mean number of shots one after the other, each assessed before the next, that there is time
    /// for at a threat's payload: the most of any system, as it believed when it might first shoot;
    /// 0 for a threat at which none ever might and could (Wilkening 1999 on shot opportunities).
    ShotOpportunities,
    /// Mean time between the first and the last launch at a threat's payload that are in time, s,
    /// likewise: of the system with the most opportunities, of several the longest; 0 likewise
    /// (battlespace: ibid.).
    Battlespace,
    /// Mean time that was left to order the first shot at a threat's payload when it was ordered,
    /// s: until the latest order with which that fire unit could still have met it, as the node
    /// believed; 0 for a threat at which none was ordered (the design of this engine, section 10).
    DecisionMargin,
    /// Mean time from the first interceptor that had a threat's living payload within reach, killed
    /// or failed, to the payload's impact, s; 0 for a threat that none reached. The impact of a
    /// killed payload is its debris' (ibid.).
    FirstInterceptTime,
    /// The same from the last such interceptor, s.
    LastInterceptTime,
    /// Leakers, by the definition of `leakage`, at which nobody shot although somebody could have
    /// decided to: no interceptor was launched at a track of the threat or reached its payload,
    /// though a system had a track of the payload that it may launch on, either could shoot in time
    /// or held fire, and had an interceptor beyond its reserves left when the threat came down. A
    /// gap of responsibility or of coordination, not of reach or stock; whether who held fire could
    /// have reached it, and whether what was left could, is not asked (ibid.).
    SeamLeakers,
    /// Share of the time that search left to the party's radars which looks at all tracks, each
    /// with the track dwell, would have taken; mean over its radars, above 1 if they wanted more
    /// than there is; 0 without radars (the design of this engine, sections 5 and 10).
    RadarLoad,
    /// The greatest such share in one revisit of one radar; from 1 on some tracks were dropped.
    RadarLoadMax,
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
    /// Share of the objects, summed over the samples, tracked by the system that the other tracks
    /// too; for both together, of those tracked by either that both track. 1 where none is tracked,
    /// and with one system alone (commonality: Votruba et al. 2001, by objects instead of track
    /// numbers).
    Commonality,
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

    /// Those of the engagement, likewise.
    pub const ENGAGEMENT: [Self; 13] = [
        Self::WastedAlreadyDead,
        Self::WastedDoubleEngagement,
        Self::WastedDecoy,
        Self::WastedNoBasket,
        Self::WastedOutOfReach,
        Self::ShotOpportunities,
        Self::Battlespace,
        Self::DecisionMargin,
        Self::FirstInterceptTime,
        Self::LastInterceptTime,
        Self::SeamLeakers,
        Self::RadarLoad,
        Self::RadarLoadMax,
    ];

    /// Those of the picture, likewise.
    pub const PICTURE: [Self; 12] = [
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
        Self::Commonality,
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

    /// All: the defence, the engagement, the picture, then the exchange.
    pub fn all() -> impl Iterator<Item = Self> {
        let shots = Self::DEFENCE.into_iter().chain(Self::ENGAGEMENT);
        shots.chain(Self::PICTURE).chain(Self::EXCHANGE)
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
            Self::WastedAlreadyDead => "wasted_already_dead",
            Self::WastedDoubleEngagement => "wasted_double_engagement",
            Self::WastedDecoy => "wasted_decoy",
            Self::WastedNoBasket => "wasted_no_basket",
            Self::WastedOutOfReach => "wasted_out_of_reach",
            Self::ShotOpportunities => "shot_opportunities",
            Self::Battlespace => "battlespace_s",
            Self::DecisionMargin => "decision_margin_s",
            Self::FirstInterceptTime => "first_intercept_time_s",
            Self::LastInterceptTime => "last_intercept_time_s",
            Self::SeamLeakers => "seam_leakers",
            Self::RadarLoad => "radar_load",
            Self::RadarLoadMax => "radar_load_max",
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
            Self::Commonality => "commonality",
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
            | Self::LongestTrackSegment
            | Self::Commonality => Kind::Share,
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
            Self::WastedAlreadyDead => score.engagement.wasted_already_dead,
            Self::WastedDoubleEngagement => score.engagement.wasted_double_engagement,
            Self::WastedDecoy => score.engagement.wasted_decoy,
            Self::WastedNoBasket => score.engagement.wasted_no_basket,
            Self::WastedOutOfReach => score.engagement.wasted_out_of_reach,
            Self::ShotOpportunities => score.engagement.shot_opportunities,
            Self::Battlespace => score.engagement.battlespace_s,
            Self::DecisionMargin => score.engagement.decision_margin_s,
            Self::FirstInterceptTime => score.engagement.first_intercept_time_s,
            Self::LastInterceptTime => score.engagement.last_intercept_time_s,
            Self::SeamLeakers => score.engagement.seam_leakers,
            Self::RadarLoad => score.engagement.radar_load,
            Self::RadarLoadMax => score.engagement.radar_load_max,
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
            Self::Commonality => score.picture.commonality,
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
