//! Journal: the rooms append plain events, and the outcome is judged from them alone.
//!
//! Truth and belief meet only here, and nobody in the tick reads it. Events of the belief side name
//! tracks and plots; the register of plots tells, to the judge alone, what each plot really saw.

use crate::earth::frames::Geodetic;
use crate::scenario::identity::{
    FireUnitId, InterceptorId, LinkId, ObjectId, OutageId, SensorId, SystemId, ThreatId, TrackId,
};
use crate::world::launch::LaunchEstimate;
use crate::world::radar_time::RadarTime;
use crate::world::sample::Samples;
use crate::world::traffic::Traffic;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use serde::Serialize;

/// A plot's name: its place in [`Journal::plots`]. It tells its holder nothing.
pub type PlotSerial = u32;

/// The last plots that made a track, oldest first; as many as the track has, at most eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    serials: [PlotSerial; 8],
    count: u8,
}

impl Evidence {
    /// Adds a plot, forgetting the oldest of more than eight.
    pub fn push(&mut self, serial: PlotSerial) {
        if usize::from(self.count) == self.serials.len() {
            self.serials.rotate_left(1);
            self.count -= 1;
        }
        self.serials[usize::from(self.count)] = serial;
        self.count += 1;
    }

    /// The plots, oldest first.
    pub fn serials(&self) -> &[PlotSerial] {
        &self.serials[..usize::from(self.count)]
    }
}

/// True origin of a plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlotOrigin {
    /// Time of the look, tick.
    pub tick: u32,
    /// Sensor that looked.
    pub sensor: SensorId,
    /// Object that was seen; `None`: a false plot. Until cut-off a threat is one object, its
    /// payload.
    pub object: Option<ObjectId>,
}

/// Result of a shot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShotResult {
    /// The object that it met is dead: the threat, if that was its payload.
    Killed,
    /// Within reach, but the kill vehicle failed.
    Failed,
    /// Nothing was within reach of the kill vehicle.
    OutOfReach,
    /// The object within reach had been killed before.
    AlreadyDead,
    /// There was no track to hand over, or the target was outside the basket.
    NoHandover,
}

/// Reason for which a command node holds fire at an object that it has a track to launch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// By the architecture the object is the partner's to shoot at.
    Partners,
    /// It is believed to fly in nobody's sector.
    NoSector,
    /// The partner's consent to the engagement has not come.
    NoConsent,
    /// The partner is shooting at it, and what comes of that is waited for.
    PartnerShoots,
    /// The partner's node commands, and its order is waited for.
    AwaitsOrders,
    /// It is taken for dead, with volleys left.
    BelievedDead,
    /// It is too likely no payload.
    NoPayload,
    /// It was looked for in vain.
    TrackLost,
    /// Its track is too poor at the place of the intercept (`commit_sigma_m`).
    PoorTrack,
    /// No fire unit that has interceptors left is believed to meet it any more.
    NoTime,
    /// No fire unit has an interceptor left beyond its reserve.
    NoRound,
    /// No fire unit that has interceptors for it has a channel free in time.
    NoChannel,
    /// The interceptors are planned for others, in hand or expected, or kept at their price.
    RoundsKept,
}

impl Hold {
    /// Whether the node might not shoot: for whose the object is, or for want of consent.
    pub fn is_of_authority(self) -> bool {
        matches!(self, Self::Partners | Self::NoSector | Self::NoConsent)
    }

    /// Whether the node found the object its own to shoot at, and did not shoot.
    pub fn is_of_plan(self) -> bool {
        use Hold::{AwaitsOrders, NoChannel, NoConsent, NoRound, NoTime, PoorTrack, RoundsKept};
        matches!(
            self,
            NoConsent | AwaitsOrders | PoorTrack | NoTime | NoRound | NoChannel | RoundsKept
        )
    }
}

/// Subject of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A launch alert on a track kept from infrared plots.
    Alert(TrackId),
    /// A track kept from radar plots.
    Track(TrackId),
    /// A plot.
    Plot(PlotSerial),
    /// Shots at a track.
    Status(TrackId),
    /// Order of a shot at a track, to the other system's fire unit.
    Order(TrackId),
    /// Kill assessment of a shot at a track.
    Assessment(TrackId),
    /// Request for consent to engage a track.
    Request(TrackId),
    /// Consent to engage a track.
    Consent(TrackId),
}

/// One thing that happened. Times are seconds of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Truth: a threat was launched.
    Launch {
        /// The threat.
        threat: ThreatId,
    },
    /// Truth: a threat's thrust ended.
    Cutoff {
        /// The threat.
        threat: ThreatId,
    },
    /// Truth: an object that is no payload parted from its threat.
    Released {
        /// The object.
        object: ObjectId,
    },
    /// Truth: an object that is no payload, or what is left of it, reached the ground, where it
    /// harms nothing.
    Fall {
        /// The object.
        object: ObjectId,
        /// Place.
        place: Geodetic,
        /// Whether it was killed before.
        dead: bool,
    },
    /// Truth: a threat's payload, or what is left of it, reached the ground.
    Impact {
        /// The threat.
        threat: ThreatId,
        /// Place.
        place: Geodetic,
        /// Whether it was killed before.
        dead: bool,
    },
    /// Truth: an interceptor met its time.
    Intercept {
        /// The interceptor.
        interceptor: InterceptorId,
        /// The object that was nearest, if one flew.
        object: Option<ObjectId>,
        /// Distance across the closing direction between it and the aim point, m.
        miss_m: f64,
        /// Result.
        result: ShotResult,
    },
    /// An outage began: its owner knows.
    WentDown {
        /// The outage.
        outage: OutageId,
    },
    /// Repair of all that an outage took away.
    Repaired {
        /// The outage.
        outage: OutageId,
    },
    /// Belief: a system forms a warning from its satellites' plots.
    Warning {
        /// Its number.
        track: TrackId,
        /// Plots that it rests on.
        evidence: Evidence,
        /// Estimate of the launch.
        estimate: Box<LaunchEstimate>,
    },
    /// Belief: a system judges that the booster of a warning has burnt out.
    BurnedOut {
        /// The warning's number.
        track: TrackId,
        /// Estimate of the launch now.
        estimate: Box<LaunchEstimate>,
    },
    /// Belief: a radar track was confirmed.
    Confirmed {
        /// Its number.
        track: TrackId,
        /// Plots that it rests on.
        evidence: Evidence,
    },
    /// Belief: a confirmed track was dropped.
    Dropped {
        /// Its number.
        track: TrackId,
    },
    /// Belief: a system sent a message.
    Sent {
        /// The link.
        link: LinkId,
        /// Subject.
        subject: Subject,
        /// Time at which it will arrive, s; `None`: it is lost.
        arrival_s: Option<f64>,
    },
    /// Belief: a message arrived.
    Received {
        /// The link.
        link: LinkId,
        /// Subject.
        subject: Subject,
        /// Age of what it says, s.
        age_s: f64,
    },
    /// Belief: a system has a track on which the architecture lets it launch.
    Firm {
        /// The system.
        system: SystemId,
        /// The track it rests on: its own, or the partner's.
        track: TrackId,
    },
    /// Belief: a remote track and an own track are taken for one object.
    Correlated {
        /// Own track.
        own: TrackId,
        /// The partner's.
        remote: TrackId,
    },
    /// Belief: a command node may shoot at an object, and can: what it has time for, as it then
    /// believes. Written once for each object of its picture.
    Engageable {
        /// The system.
        system: SystemId,
        /// The track that may be shot at: own, or the partner's.
        track: TrackId,
        /// Number of shots one after the other, each assessed before the next, that there is time
        /// for with all fire units that it plans for; at least 1.
        opportunities: u32,
        /// Time at which the first interceptor could leave, s.
        earliest_launch_s: f64,
        /// Time at which the last one could leave and still meet it, s.
        latest_launch_s: f64,
    },
    /// Belief: a command node does not shoot at an object that it has a track to launch on, and for
    /// what reason. By the architecture it holds fire only at what is believed to come down on its
    /// own territory. Written when the reason is new, or has come back.
    Held {
        /// System that holds fire.
        system: SystemId,
        /// The track that would have been shot at: own, or the partner's.
        track: TrackId,
        /// Reason.
        reason: Hold,
    },
    /// Belief: a threat that is the partner's to shoot at still flies when the partner's shot
    /// should have killed it.
    NoShotCame {
        /// System that relied on the partner.
        system: SystemId,
        /// The track of the threat: own, or the partner's.
        track: TrackId,
        /// Probability that the partner shoots in this run, as is believed now.
        reliance: f64,
    },
    /// Belief: a command node orders a volley.
    Ordered {
        /// System that orders.
        system: SystemId,
        /// The track shot at: own, or the partner's.
        track: TrackId,
        /// Fire unit.
        unit: FireUnitId,
        /// Interceptors.
        shots: u32,
        /// Time of the intercept, s.
        intercept_s: f64,
        /// Predicted intercept point, ECEF, m.
        aim_m: Vector3<f64>,
        /// The latest order with which this fire unit could still have met it, s.
        latest_order_s: f64,
        /// Probability that it is a payload; `None` where no sensor has told anything.
        payload_probability: Option<f64>,
    },
    /// Belief: an interceptor left.
    Launched {
        /// The interceptor.
        interceptor: InterceptorId,
        /// Track shot at.
        track: TrackId,
        /// Time of the intercept, s.
        intercept_s: f64,
        /// The latest plots of that track when the shot was ordered; none of a partner's.
        evidence: Evidence,
    },
    /// Belief: what the command node thinks of a shot.
    Assessed {
        /// The interceptor.
        interceptor: InterceptorId,
        /// Whether the threat is thought dead.
        killed: bool,
    },
}

/// The journal of one run.
#[derive(Resource, Debug, Clone, PartialEq, Default)]
pub struct Journal {
    /// Events with their times, s, in the order in which they were written down.
    pub events: Vec<(f64, Event)>,
    /// True origins of the plots; only the judge reads them.
    pub plots: Vec<PlotOrigin>,
    /// Plots that reached the other system, each with the link; only the judge reads them.
    pub plots_told: Vec<(LinkId, PlotSerial)>,
    /// Samples of truth and belief; only the judge reads them.
    pub samples: Samples,
    /// Traffic of each link, by its number.
    pub traffic: Vec<Traffic>,
    /// Time budget of each radar, by its number; shorter if the last have had no task.
    pub radar_time: Vec<RadarTime>,
}

/// A message that a link took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispatch {
    /// Subject.
    pub subject: Subject,
    /// Length, bytes.
    pub bytes: u64,
    /// Time at which it will arrive, s; `None`: it is lost.
    pub arrival_s: Option<f64>,
}

impl Journal {
    /// Writes down an event.
    pub fn write(&mut self, time_s: f64, event: Event) {
        self.events.push((time_s, event));
    }

    fn traffic(&mut self, link: LinkId) -> &mut Traffic {
        if self.traffic.len() <= link.index() {
            self.traffic.resize(link.index() + 1, Traffic::default());
        }
        &mut self.traffic[link.index()]
    }

    /// Counts a message that was sent and that the link took.
    pub fn sent(&mut self, now_s: f64, link: LinkId, message: Dispatch) {
        let Dispatch { subject, bytes, arrival_s } = message;
        let traffic = self.traffic(link);
        traffic.sent += 1;
        traffic.bytes += bytes;
        traffic.lost += u64::from(arrival_s.is_none());
        if !matches!(subject, Subject::Plot(_)) {
            self.write(now_s, Event::Sent { link, subject, arrival_s });
        }
    }

    /// Counts a message that was sent and that the link did not take.
    pub fn refused(&mut self, link: LinkId) {
        let traffic = self.traffic(link);
        traffic.sent += 1;
        traffic.refused += 1;
    }

    /// Counts a message that was not released.
    pub fn withheld(&mut self, link: LinkId) {
        self.traffic(link).withheld += 1;
    }

    /// Counts a message of which use was made at this age of what it says, s.
    pub fn used(&mut self, link: LinkId, age_s: f64) {
        let traffic = self.traffic(link);
        traffic.used += 1;
        traffic.used_age_s += age_s;
        traffic.used_age_s_max = traffic.used_age_s_max.max(age_s);
    }

    /// Counts a message that came too late to be of use.
    pub fn late(&mut self, link: LinkId) {
        self.traffic(link).late += 1;
    }

    /// Counts a message that arrived.
    pub fn received(&mut self, now_s: f64, link: LinkId, subject: Subject, age_s: f64) {
        let traffic = self.traffic(link);
        traffic.received += 1;
        traffic.age_s += age_s;
        match subject {
            Subject::Plot(serial) => self.plots_told.push((link, serial)),
            _ => self.write(now_s, Event::Received { link, subject, age_s }),
        }
    }

    /// Adds to how a radar's time was spent.
    pub fn spent(&mut self, radar: SensorId, time: &RadarTime) {
        if self.radar_time.len() <= radar.index() {
            let none = RadarTime::default();
            self.radar_time.resize(radar.index() + 1, none);
        }
        self.radar_time[radar.index()].add(time);
    }

    /// Enters a plot in the register.
    pub fn register(&mut self, origin: PlotOrigin) -> PlotSerial {
        self.plots.push(origin);
        (self.plots.len() - 1) as PlotSerial
    }
}
