//! The metrics: one table. To add one, add its row here and its field in [`Score`], and fill that
//! field.
//!
//! A metric is a number of one run and one party: a system, or both together. Per system the
//! metrics of the defence count the threats aimed at that system's assets, the assets on its
//! territory, and the interceptors of its own fire units, wherever they were shot at.
//!
//! Those of the engagement are of the threats aimed at that system's assets, whoever shot at them,
//! but for what was wasted, which is of its own fire units, and its own radars' load. Means over
//! threats count a threat about which nothing could be or was done as 0: left out, it would make
//! the architecture look better that does nothing about the hard ones.
//!
//! Those of the leakers count the threats that leaked, of those aimed at that system's assets, by
//! why they did.
//!
//! Those of the costs are of the interceptors that a system pays for, by whom they were to defend,
//! and of what it lost itself (`outcome/costs.rs` says whom a shot was to defend).
//!
//! Those of the picture judge what a system believes, as far as its architecture lets it launch on
//! it, against everything that flies and can be seen: threats from launch on, after cut-off their
//! payloads, spent stages and decoys, whomever they are aimed at, and what is killed for as long as
//! its debris looks like it. For both systems together they are the mean of the two, but for what
//! they have in common. Samples are [`PERIOD_S`](crate::world::sample::PERIOD_S) apart; a track is
//! of the object nearest to it, if nearer than [`THRESHOLD_M`](super::picture::THRESHOLD_M). What
//! stands for a mean of nothing is said with each.
//!
//! Those of the exchange count the messages to a system: what its partner said to it, or would
//! have. For both systems together they count all links.
//!
//! Those of the disclosure are of the sender: what its partner heard of it. Without links, and with
//! an exchange of nothing, they are 0.
//!
//! Those of the debris are of the territory on which something comes down or over which it flies,
//! but for what comes down on neither's, which is of the owner, or of the target
//! (`outcome/debris.rs` says where things come down).

mod row;

pub use self::row::{Better, MetricGroup, MetricKind};

use self::row::{MetricRow, metrics};
use super::score::Score;

metrics! {
    /// Metric of a run.
    Defence [] {
        /// Share of the threats aimed at a party's assets whose payload came down, alive, inside a
        /// defended asset's radius; 0 where none was aimed.
        Leakage = leakage [Share, "1", Lower],
            "share of the threats aimed at it that came down alive on an asset",
            "Wilkening, Science & Global Security 8, 1999";
        /// 1 in a run without a leaker on the party's assets, else 0: its mean is P(0).
        NoLeaker = no_leaker [Binary, "1", Higher],
            "share of the runs in which none of its assets was hit", "P(0): Wilkening 1999";
        /// Value of the party's assets on which nothing leaked, as a share of all its assets'
        /// value.
        DefendedValue = defended_value [Share, "1", Higher],
            "share of its assets' value that was not hit",
            "expected surviving value: Manne, Operations Research 6, 1958";
        /// Interceptors launched by the party.
        InterceptorsFired = interceptors_fired [Rounds, "1", Neither],
            "interceptors it launched, per run", "ours";
        /// Interceptors launched by the party that met no living payload within their reach: out of
        /// reach, already dead, without a track at hand-over, or spent on a decoy or a spent stage,
        /// whatever came of that. One that failed with a payload in reach is not wasted.
        InterceptorsWasted = interceptors_wasted [Rounds, "1", Lower],
            "of those, met no living payload within reach, or had no track at hand-over", "ours";
        /// Interceptors launched by the party at what is no payload: fewer than half of the latest
        /// plots of the track that they were ordered at saw one, so it was of a decoy, a spent
        /// stage or nothing. Of a partner's track the plots that confirmed it are asked. What a
        /// shot met is another question: `interceptors_wasted`.
        ShotsAtNoPayload = shots_at_no_payload [Rounds, "1", Lower],
            "of those fired, ordered at a track of a decoy, a spent stage or nothing", "ours";
        /// Mean time from the target system's first knowledge of a threat (own warning or confirmed
        /// track, or a partner's message on it, of whichever of its objects) to its payload's
        /// impact; 0 for a threat it never knew. The impact of a killed payload is its debris'.
        WarningTime = warning_time_s [Amount, "s", Higher],
            "s from first knowing of a threat aimed at it to the impact, mean", "ours";
        /// Mean time from the target system's first track that it may launch on to the impact,
        /// likewise. It must be a track of the payload (before cut-off, of the threat as a whole):
        /// one of a decoy or a spent stage does not count.
        FirmTrackTime = firm_track_time_s [Amount, "s", Higher],
            "s from first track it may launch on to the impact, mean", "ours";
    }
    Engagement [engagement] {
        /// Interceptors launched by the party that reached a payload which another of its own had
        /// killed. This and the next four add up to `interceptors_wasted`: of several reasons the
        /// one that is tested first in [`waste`](super::waste) counts.
        WastedAlreadyDead = wasted_already_dead [Rounds, "1", Lower],
            "of its interceptors, wasted on a payload that its own had killed", "ours";
        /// Of those wasted, reached a payload that the other system had killed: both systems spent
        /// shots on one threat.
        WastedDoubleEngagement = wasted_double_engagement [Rounds, "1", Lower],
            "the same, on one that the other system had killed", "ours";
        /// Of those wasted, reached a decoy or a spent stage, whatever came of it.
        WastedDecoy = wasted_decoy [Rounds, "1", Lower],
            "the same, on a decoy or a spent stage", "ours";
        /// Of those wasted, had no track at their hand-over, or their target lay outside the
        /// acquisition basket of the kill vehicle's seeker.
        WastedNoHandover = wasted_no_handover [Rounds, "1", Lower],
            "the same, without a track at hand-over or outside the basket", "ours";
        /// Of those wasted, were handed over with nothing within the kill vehicle's reach.
        WastedOutOfReach = wasted_out_of_reach [Rounds, "1", Lower],
            "the same, with nothing within the kill vehicle's reach", "ours";
        /// Mean number of shots one after the other, each assessed before the next, that there is
        /// time for at a threat's payload: the most of any system, as it believed when it might
        /// first shoot; 0 for a threat at which none ever might and could.
        ShotOpportunities = shot_opportunities [Amount, "1", Higher],
            "shots one after the other that there is time for at a threat, mean",
            "shot opportunities: Wilkening 1999";
        /// Mean time between the first and the last launch at a threat's payload that are in time,
        /// s, likewise: of the system with the most opportunities, of several the longest; 0
        /// likewise.
        Battlespace = battlespace_s [Amount, "s", Higher],
            "s between the first and the last launch that are in time, mean",
            "battlespace: Wilkening 1999";
        /// Mean time that was left to order the first shot at a threat's payload when it was
        /// ordered, s: until the latest order with which that fire unit could still have met it, as
        /// the node believed; 0 for a threat at which none was ordered.
        DecisionMargin = decision_margin_s [Amount, "s", Higher],
            "s left to order the first shot when it was ordered, mean", "ours";
        /// Mean time from the first interceptor that had a threat's living payload within reach,
        /// killed or failed, to the payload's impact, s; 0 for a threat that none reached. The
        /// impact of a killed payload is its debris'.
        FirstInterceptTime = first_intercept_time_s [Amount, "s", Higher],
            "s from the first interceptor to reach a threat to the impact, mean", "ours";
        /// The same from the last such interceptor, s.
        LastInterceptTime = last_intercept_time_s [Amount, "s", Neither],
            "the same from the last one", "ours";
        /// Leakers, by the definition of `leakage`, at which nobody shot although somebody could
        /// have decided to: no interceptor was launched at a track of the threat or reached its
        /// payload, though a system had a track of the payload that it may launch on, either could
        /// shoot in time or held fire, and had an interceptor beyond its reserves left when the
        /// threat came down. A gap of responsibility or of coordination, not of reach or stock;
        /// whether who held fire could have reached it, and whether what was left could, is not
        /// asked.
        SeamLeakers = seam_leakers [Threats, "1", Lower],
            "leakers that nobody shot at, though somebody could have decided to", "ours";
        /// Threats to whose payload interceptors flew at one time that both systems had ordered,
        /// alive or dead when they reached it, of which whoever ordered the later had not been told
        /// of the earlier: neither knew in time to wait for what came of the other's shots.
        DoubleEngagements = double_engagements [Threats, "1", Neither],
            "threats that both systems shot at, the later not told", "ours";
        /// Share of the time that search left to the party's radars which looks at all tracks, each
        /// with the track dwell, would have taken; mean over its radars, above 1 if they wanted
        /// more than there is; 0 without radars.
        RadarLoad = radar_load [Amount, "1", Neither],
            "share of its radars' time beside the fence that tracks wanted, mean", "ours";
        /// The greatest such share in one revisit of one radar; from 1 on some tracks were dropped.
        RadarLoadMax = radar_load_max [Amount, "1", Neither],
            "the greatest such share in one revisit", "ours";
        /// Share of the time that search left to the party's radars which they spent on objects
        /// that interceptors of their system flew to, before all others; mean over its radars.
        RadarLoadEngaged = radar_load_engaged [Amount, "1", Neither],
            "share of that time spent on what its interceptors flew to, mean", "ours";
    }
    Leakers [leakers] {
        /// Leakers, by the definition of `leakage`, whose cause is that nobody who was to shoot at
        /// them had a track of their payload to launch on. This and the next fourteen add up to the
        /// leakers; each leaker has one cause, in the order of
        /// [`LeakCause`](super::leak::LeakCause), which defines them.
        LeakedNotSeen = leaked_not_seen [Threats, "1", Lower],
            "leakers: never a track of the payload to launch on", "ours";
        /// Leakers of the cause [`SeenTooLate`](super::leak::LeakCause::SeenTooLate).
        LeakedSeenTooLate = leaked_seen_too_late [Threats, "1", Lower],
            "leakers: the track and the decision came after the last order in time", "ours";
        /// Leakers of the cause [`OutOfReach`](super::leak::LeakCause::OutOfReach).
        LeakedOutOfReach = leaked_out_of_reach [Threats, "1", Lower],
            "leakers: no fire unit of any system reaches that flight", "ours";
        /// Leakers of the cause [`NotResponsible`](super::leak::LeakCause::NotResponsible).
        LeakedNotResponsible = leaked_not_responsible [Threats, "1", Lower],
            "leakers: whoever could have met it was not to shoot at it", "ours";
        /// Leakers of the cause [`WaitedForPartner`](super::leak::LeakCause::WaitedForPartner).
        LeakedWaitedForPartner = leaked_waited_for_partner [Threats, "1", Lower],
            "leakers: at the last chance it waited for the partner's shot or order", "ours";
        /// Leakers of the cause [`TakenForDecoy`](super::leak::LeakCause::TakenForDecoy).
        LeakedTakenForDecoy = leaked_taken_for_decoy [Threats, "1", Lower],
            "leakers: at the last chance it was too unlikely the payload", "ours";
        /// Leakers of the cause [`NoConsent`](super::leak::LeakCause::NoConsent).
        LeakedNoConsent = leaked_no_consent [Threats, "1", Lower],
            "leakers: at the last chance the partner's consent had not come", "ours";
        /// Leakers of the cause [`PoorTrack`](super::leak::LeakCause::PoorTrack).
        LeakedPoorTrack = leaked_poor_track [Threats, "1", Lower],
            "leakers: at the last chance its track was lost or too poor to shoot on", "ours";
        /// Leakers of the cause [`Outage`](super::leak::LeakCause::Outage).
        LeakedOutage = leaked_outage [Threats, "1", Lower],
            "leakers: at the last chance who reaches it, or the node, was down",
            "ours";
        /// Leakers of the cause [`NoInterceptor`](super::leak::LeakCause::NoInterceptor).
        LeakedNoInterceptor = leaked_no_interceptor [Threats, "1", Lower],
            "leakers: at the last chance those who reach it had shot what they have", "ours";
        /// Leakers of the cause [`NoChannel`](super::leak::LeakCause::NoChannel).
        LeakedNoChannel = leaked_no_channel [Threats, "1", Lower],
            "leakers: at the last chance no guidance channel was free in time", "ours";
        /// Leakers of the cause [`RoundsKept`](super::leak::LeakCause::RoundsKept).
        LeakedRoundsKept = leaked_rounds_kept [Threats, "1", Lower],
            "leakers: at the last chance the interceptors left were kept for others", "ours";
        /// Leakers of the cause [`ShotAstray`](super::leak::LeakCause::ShotAstray).
        LeakedShotAstray = leaked_shot_astray [Threats, "1", Lower],
            "leakers: it shot, and no shot had the payload within reach", "ours";
        /// Leakers of the cause [`ShotFailed`](super::leak::LeakCause::ShotFailed).
        LeakedShotFailed = leaked_shot_failed [Threats, "1", Lower],
            "leakers: it shot with the payload within reach, and the draw was no kill", "ours";
        /// Leakers of the cause [`TakenForDead`](super::leak::LeakCause::TakenForDead).
        LeakedTakenForDead = leaked_taken_for_dead [Threats, "1", Lower],
            "leakers: at the last chance it took the living payload for killed", "ours";
    }
    Costs [costs] {
        /// Interceptors of the party ordered at payloads of threats at its own assets. This and the
        /// next two add up to `interceptors_fired`.
        FiredForOwn = fired_for_own [Rounds, "1", Neither],
            "interceptors that it launched in defence of its own assets, per run", "ours";
        /// Those ordered at payloads of threats at the other system's assets.
        FiredForPartner = fired_for_partner [Rounds, "1", Neither],
            "the same, in defence of its partner's", "ours";
        /// Those that were to defend nobody: ordered at a track that mostly saw no payload, or at
        /// one of no one threat, or launched at a payload that had been killed before.
        FiredAtNoThreat = fired_at_no_threat [Rounds, "1", Lower],
            "the same, at a decoy, a spent stage, nothing, or what was dead already", "ours";
        /// Interceptors of the party that killed the payload of a threat at its own assets,
        /// whatever they were ordered at. One payload is killed once: of both systems together this
        /// and the next add up to the threats killed.
        KillsForOwn = kills_for_own [Rounds, "1", Higher],
            "threats at its own assets that its interceptors killed", "ours";
        /// Those that killed the payload of a threat at the other system's assets.
        KillsForPartner = kills_for_partner [Rounds, "1", Neither],
            "threats at its partner's assets that its interceptors killed", "ours";
        /// Value of the party's assets on which something leaked: 1 - `defended_value`, times the
        /// value of all its assets.
        ValueLost = value_lost [Value, "1", Lower], "value of its assets that were hit", "ours";
    }
    Picture [picture] {
        /// Share of the objects, summed over the samples, that the system has a track of; 1 where
        /// nothing flies.
        Completeness = completeness [Share, "1", Higher],
            "share of the objects that it has a track of", "SIAP attributes: Votruba et al. 2001";
        /// Tracks per object that is tracked: at least 1, which is ideal, and 1 where none is.
        Ambiguity = ambiguity [Ratio, "1", Lower],
            "tracks per object that it tracks", "SIAP attributes: Votruba et al. 2001";
        /// Share of the tracks, summed over the samples, that are of no object: of false plots, of
        /// what has come down or is dead until it is dropped, or too far off; 0 where there are no
        /// tracks.
        Spuriousness = spuriousness [Share, "1", Lower],
            "share of its tracks that are of no object", "SIAP attributes: Votruba et al. 2001";
        /// Mean distance of a track from its object, m; where no object is tracked the threshold,
        /// beyond which a track would not be one of it.
        PositionError = position_error_m [Amount, "m", Lower],
            "m from a track to its object, mean; 5,000 if it tracks none",
            "SIAP attributes: Votruba et al. 2001";
        /// Mean difference of the velocities of a track and its object, m/s; where no object is
        /// tracked that which leads beyond the threshold from one sample to the next.
        VelocityError = velocity_error_mps [Amount, "m/s", Lower],
            "m/s between the two, mean; 500 if it tracks none",
            "SIAP attributes: Votruba et al. 2001";
        /// Changes of the track that an object has, per hour during which objects are tracked,
        /// summed over the objects; 0 where none is.
        TrackNumberChanges = track_changes_per_h [Amount, "1/h", Lower],
            "changes of an object's track per hour tracked",
            "rate of track number changes: SIAP, Votruba et al. 2001";
        /// Longest time that an object has one track as a share of its life, both summed over the
        /// objects; 1 where nothing flies.
        LongestTrackSegment = longest_track_segment [Share, "1", Higher],
            "longest time under one track, as a share of an object's life",
            "SIAP attributes: Votruba et al. 2001";
        /// Mean over the samples at which there is an object or a track of GOSPA with order 2,
        /// cut-off at the threshold and α = 2, m; 0 without such a sample.
        Gospa = gospa_m [Amount, "m", Lower],
            "m between its picture and the truth, in all, mean (order 2, cut-off 5 km)",
            "Rahmathullah, García-Fernández & Svensson 2017";
        /// The same of OSPA with order 2 and that cut-off, m.
        Ospa = ospa_m [Amount, "m", Lower],
            "m between them per object, likewise", "Schuhmacher, Vo & Vo 2008";
        /// Mean normalised estimation error squared per state of the tracks that are of an object,
        /// over position and velocity: 1 is ideal, more says that the system is too sure; 1 where
        /// no object is tracked.
        Nees = nees [Amount, "1", Neither],
            "error squared by covariance, mean per state: 1 ideal, above it is too sure",
            "Bar-Shalom, Li & Kirubarajan 2001, sec. 5.4.2";
        /// Mean normalised innovation squared, per number measured, of all plots of the tracks that
        /// the system made of its own and its partner's plots, by the last sample of each object: 1
        /// is ideal, as above; 1 without a plot.
        Nis = nis [Amount, "1", Neither],
            "surprise of its plots squared, mean per number: 1 ideal, likewise",
            "Bar-Shalom, Li & Kirubarajan 2001, sec. 5.4.2";
        /// Share of the objects, summed over the samples, tracked by the system that the other
        /// tracks too; for both together, of those tracked by either that both track. 1 where none
        /// is tracked, and with one system alone.
        Commonality = commonality [Share, "1", Higher],
            "share of what it tracks that the other tracks too; in all: of all tracked",
            "Votruba et al. 2001, by objects instead of track numbers";
    }
    Exchange [exchange] {
        /// Messages given to the links to the party, refused and lost ones among them.
        MessagesSent = messages_sent [Amount, "1", Neither],
            "messages given to the links, per run", "ours";
        /// Of those, not taken: the link was down, or its queue full.
        MessagesRefused = messages_refused [Amount, "1", Lower],
            "of those, not taken: the link was down, or its queue full", "ours";
        /// Of those sent, taken and never to arrive.
        MessagesLost = messages_lost [Amount, "1", Lower], "of those sent, taken and lost", "ours";
        /// Of those sent, arrived when they told nothing any more: the party knew of something
        /// later on that subject, or its tracker no longer kept what a plot would have changed.
        MessagesLate = messages_late [Amount, "1", Lower],
            "of those sent, arrived when they told nothing any more", "ours";
        /// Messages that the partner's policy of release kept back. None of them was sent.
        MessagesWithheld = messages_withheld [Amount, "1", Neither],
            "kept back by the sender's policy, and not sent", "ours";
        /// Size of what the links to the party took, kB of 1,000 bytes, lost messages among them.
        ExchangeSize = exchange_kb [Amount, "kB", Neither], "kB that the links took", "ours";
        /// Mean age of what messages said at the time at which the party made use of it, s: from
        /// their time of validity to the tick in which its picture or its tracker took them in. 0
        /// where nothing was used.
        InformationAge = information_age_s [Amount, "s", Lower],
            "s, mean age of what was told when it was used; 0 if nothing was",
            "Kaul, Yates & Gruteser, IEEE INFOCOM 2012, taken where it is used";
    }
    Disclosure [disclosure] {
        /// Warnings of the party that its partner heard of in an alert.
        AlertsTold = alerts_told [Amount, "1", Neither],
            "its warnings that its partner heard of, per run", "ours";
        /// Radar tracks of the party that its partner heard of.
        TracksTold = tracks_told [Amount, "1", Neither],
            "its radar tracks that its partner heard of", "ours";
        /// Time between the first and the last message that arrived on each of them, as of when
        /// what it said was true, s, summed over the tracks.
        TrackTimeTold = track_time_told_s [Amount, "s", Neither],
            "s from the first to the last state of each of them that it heard, in all", "ours";
        /// Plots of the party that reached its partner, false ones among them.
        PlotsTold = plots_told [Amount, "1", Neither],
            "its plots that reached its partner", "ours";
        /// Share of what the party's sensors saw that its partner heard of: of the objects seen in
        /// each period of the samples, summed over these, those of which a plot told in that
        /// period, or a track or a warning of which something was told before or then and then or
        /// later. 0 where nothing was told.
        CoverageTold = coverage_told [Share, "1", Neither],
            "share of what its sensors saw, object by object and 10 s, that it told of", "ours";
        /// Sensors of the party that a plot named which reached its partner: it knows their sites
        /// and what each of them sees. Tracks and alerts name none, nor do plots of hidden source.
        SensorsNamed = sensors_named [Amount, "1", Neither],
            "its sensors that plots named to its partner, with their sites", "ours";
        /// The farthest that the partner knows a sensor of the party that measures positions to
        /// see, km: from the sensor that a plot names to the object; where none is named, from the
        /// nearest of its sites to an object that a track or a plot told of while one of them saw
        /// it. 0 where nothing of that kind was told.
        RangeTold = range_told_km [Amount, "km", Neither],
            "km, the farthest that its partner knows one of its radars to see", "ours";
    }
    Debris [debris] {
        /// Killed payloads whose debris came down on the party's territory, whomever they were
        /// aimed at.
        PayloadsDown = payloads_down [Amount, "1", Lower],
            "killed payloads whose debris came down on its territory", "ours";
        /// Killed payloads, of the threats aimed at the party's assets, whose debris came down on
        /// neither system's territory.
        PayloadsElsewhere = payloads_elsewhere [Threats, "1", Neither],
            "of those aimed at it, killed payloads whose debris came down on neither's", "ours";
        /// Area in which nine in ten of the heavy fragments of such a payload come down, summed
        /// over those on the party's territory, km²: fragments that part from the payload's way at
        /// the kill, with a normal error of 30 m/s along each axis, and fall like it.
        DebrisArea = debris_area_km2 [Amount, "km²", Lower],
            "km² in which nine in ten of their heavy fragments fall, in all",
            "speeds: Johnson et al., Advances in Space Research 28:1377, 2001";
        /// Spent stages of the party's interceptors that came down on its territory.
        OwnStagesDown = own_stages_down [Rounds, "1", Lower],
            "stages of its own interceptors that came down on its territory", "ours";
        /// Spent stages of the partner's interceptors that came down on the party's territory.
        PartnerStagesDown = partner_stages_down [Amount, "1", Lower],
            "stages of its partner's that came down on its territory", "ours";
        /// Spent stages of the party's interceptors that came down on neither's territory.
        StagesElsewhere = stages_elsewhere [Rounds, "1", Neither],
            "stages of its own that came down on neither's", "ours";
        /// The party's interceptors that killed nothing and came down on its territory.
        OwnMissesDown = own_misses_down [Rounds, "1", Lower],
            "its own interceptors that killed nothing and came down on its territory", "ours";
        /// The partner's interceptors that killed nothing and came down on the party's territory.
        PartnerMissesDown = partner_misses_down [Amount, "1", Lower],
            "its partner's that killed nothing and came down on its territory", "ours";
        /// The party's interceptors that killed nothing and came down on neither's territory.
        MissesElsewhere = misses_elsewhere [Rounds, "1", Neither],
            "its own that killed nothing and came down on neither's", "ours";
        /// The partner's interceptors that flew over the party's territory, at any altitude.
        Overflights = overflights [Amount, "1", Lower],
            "its partner's interceptors that flew over its territory", "ours";
        /// The partner's interceptors that passed the field of regard of one of the party's radars
        /// within its instrumented range, whether it looked there or not.
        InterceptorsInView = interceptors_in_view [Amount, "1", Neither],
            "its partner's interceptors that passed what one of its radars can see", "ours";
    }
}

impl Metric {
    /// All, in the order of the reports: group by group.
    pub const ALL: &'static [Self] = ALL;

    const fn row(self) -> &'static MetricRow {
        &TABLE[self as usize]
    }

    /// Name in files and reports.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Group that it is shown in.
    pub const fn group(self) -> MetricGroup {
        self.row().group
    }

    /// Kind of its values.
    pub const fn kind(self) -> MetricKind {
        self.row().kind
    }

    /// Unit of its values; `1` if it has none.
    pub const fn unit(self) -> &'static str {
        self.row().unit
    }

    /// Direction in which it is better for its party.
    pub const fn better(self) -> Better {
        self.row().better
    }

    /// Meaning in a line, for the foot of a table.
    pub const fn legend(self) -> &'static str {
        self.row().legend
    }

    /// Publication that it follows, or `ours`.
    pub const fn source(self) -> &'static str {
        self.row().source
    }

    /// Whether it is a mean over the threats aimed at its party: where their number is drawn, runs
    /// count by it, so that over all runs it is the mean over all threats.
    pub const fn is_of_threats(self) -> bool {
        matches!(
            self,
            Self::Leakage
                | Self::WarningTime
                | Self::FirmTrackTime
                | Self::ShotOpportunities
                | Self::Battlespace
                | Self::DecisionMargin
                | Self::FirstInterceptTime
                | Self::LastInterceptTime
        )
    }

    /// Value in a score.
    pub fn of(self, score: &Score) -> f64 {
        (self.row().value)(score)
    }
}

impl MetricGroup {
    /// Its metrics, in the order of the reports.
    pub fn metrics(self) -> &'static [Metric] {
        let first = ALL.partition_point(|metric| metric.group() < self);
        let end = ALL.partition_point(|metric| metric.group() <= self);
        &ALL[first..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_metric_has_a_name_of_its_own_that_ends_with_its_unit() {
        let names: BTreeSet<&str> = ALL.iter().map(|metric| metric.name()).collect();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.is_sorted_by_key(|metric| metric.group()));
        let units = [
            ("_s", "s"),
            ("_m", "m"),
            ("_mps", "m/s"),
            ("_per_h", "1/h"),
            ("_kb", "kB"),
            ("_km", "km"),
            ("_km2", "km²"),
        ];
        for metric in ALL {
            let of_name = units.iter().find(|(end, _)| metric.name().ends_with(end));
            assert_eq!(metric.unit(), of_name.map_or("1", |(_, unit)| unit));
            assert!(metric.unit() == "1" || metric.kind() == MetricKind::Amount);
        }
    }
}
