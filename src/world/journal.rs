//! What happened: the rooms append plain events, and the outcome is judged from them alone.
//!
//! Truth and belief meet only here, and nobody in the tick reads it. Events of the belief side name
//! tracks and plots; the register of plots tells, to the judge alone, what each plot really saw.

use crate::earth::frames::Geodetic;
use crate::scenario::identity::{
    FireUnitId, InterceptorId, LinkId, ObjectId, SensorId, SystemId, ThreatId, TrackId,
};
use crate::world::launch::LaunchEstimate;
use crate::world::sample::Samples;
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

/// What a plot really saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlotOrigin {
    /// When.
    pub tick: u32,
    /// Who looked.
    pub sensor: SensorId,
    /// What was there; `None`: a false plot. Until cut-off a threat is one object, its payload.
    pub object: Option<ObjectId>,
}

/// Why a shot did not kill, or that it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShotResult {
    /// What it met is dead: the threat, if that was its payload.
    Killed,
    /// Within reach, but the kill vehicle failed.
    Failed,
    /// Nothing was within reach of the kill vehicle.
    OutOfReach,
    /// What was within reach had been killed before.
    AlreadyDead,
    /// There was no track to hand over.
    NoHandover,
}

/// Why a command node holds fire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// By the architecture the object is the partner's to shoot at.
    Partners,
    /// It is believed to fly in nobody's sector.
    NoSector,
    /// Leave to shoot has not been given.
    NoConsent,
}

/// What a message is about.
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
    /// What became of a shot at a track.
    Assessment(TrackId),
    /// Leave to shoot at a track is asked.
    Request(TrackId),
    /// Leave to shoot at a track is given.
    Consent(TrackId),
}

/// One thing that happened. Times are seconds of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Truth: a threat was launched.
    Launch {
        /// Which.
        threat: ThreatId,
    },
    /// Truth: a threat's thrust ended.
    Cutoff {
        /// Which.
        threat: ThreatId,
    },
    /// Truth: an object that is no payload parted from its threat.
    Released {
        /// Which.
        object: ObjectId,
    },
    /// Truth: an object that is no payload, or what is left of it, reached the ground, where it
    /// harms nothing.
    Fall {
        /// Which.
        object: ObjectId,
        /// Where.
        place: Geodetic,
        /// Was it killed before?
        dead: bool,
    },
    /// Truth: a threat's payload, or what is left of it, reached the ground.
    Impact {
        /// Which.
        threat: ThreatId,
        /// Where.
        place: Geodetic,
        /// Was it killed before?
        dead: bool,
    },
    /// Truth: an interceptor met its time.
    Intercept {
        /// Which interceptor.
        interceptor: InterceptorId,
        /// The object that was nearest, if one flew.
        object: Option<ObjectId>,
        /// Distance across the closing direction between it and the aim point, m.
        miss_m: f64,
        /// What came of it.
        result: ShotResult,
    },
    /// Belief: a system forms a warning from its satellites' plots.
    Warning {
        /// Its number.
        track: TrackId,
        /// What it rests on.
        evidence: Evidence,
        /// What it says of the launch.
        estimate: Box<LaunchEstimate>,
    },
    /// Belief: a system judges that the booster of a warning has burnt out.
    BurnedOut {
        /// The warning's number.
        track: TrackId,
        /// What the warning says of the launch now.
        estimate: Box<LaunchEstimate>,
    },
    /// Belief: a radar track was confirmed.
    Confirmed {
        /// Its number.
        track: TrackId,
        /// What it rests on.
        evidence: Evidence,
    },
    /// Belief: a confirmed track was dropped.
    Dropped {
        /// Its number.
        track: TrackId,
    },
    /// Belief: a system sent a message.
    Sent {
        /// On which link.
        link: LinkId,
        /// About what.
        subject: Subject,
        /// Time at which it will arrive, s; `None`: it is lost.
        arrival_s: Option<f64>,
    },
    /// Belief: a message arrived.
    Received {
        /// On which link.
        link: LinkId,
        /// About what.
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
        /// How many shots one after the other, each assessed before the next, it has time for with
        /// all fire units that it plans for; at least 1.
        opportunities: u32,
        /// When the first interceptor could leave, s.
        earliest_launch_s: f64,
        /// When the last one could leave and still meet it, s.
        latest_launch_s: f64,
    },
    /// Belief: a command node may not shoot at an object that it has a track to launch on: by the
    /// architecture, though that is believed to come down on its own territory, or for want of
    /// leave. Written when the reason is new.
    Held {
        /// Who holds fire.
        system: SystemId,
        /// The track that would have been shot at: own, or the partner's.
        track: TrackId,
        /// Why.
        reason: Hold,
    },
    /// Belief: a threat that is the partner's to shoot at still flies when the partner's shot
    /// should have killed it.
    NoShotCame {
        /// Who relied on the partner.
        system: SystemId,
        /// The track of the threat: own, or the partner's.
        track: TrackId,
        /// Probability that the partner shoots in this run, as is believed now.
        reliance: f64,
    },
    /// Belief: a command node orders a volley.
    Ordered {
        /// Who orders.
        system: SystemId,
        /// The track shot at: own, or the partner's.
        track: TrackId,
        /// With what.
        unit: FireUnitId,
        /// Interceptors.
        shots: u32,
        /// When they are to meet it, s.
        intercept_s: f64,
        /// Where they are to meet it, ECEF, m.
        aim_m: Vector3<f64>,
        /// The latest order with which this fire unit could still have met it, s.
        latest_order_s: f64,
        /// How likely the node thinks it a payload; `None` where no sensor has told anything.
        payload_probability: Option<f64>,
    },
    /// Belief: an interceptor left.
    Launched {
        /// Which.
        interceptor: InterceptorId,
        /// At what track.
        track: TrackId,
        /// When it is to meet it, s.
        intercept_s: f64,
        /// The latest plots of that track when the shot was ordered; none of a partner's.
        evidence: Evidence,
    },
    /// Belief: what the command node thinks of a shot.
    Assessed {
        /// Which interceptor.
        interceptor: InterceptorId,
        /// Is the threat thought dead?
        killed: bool,
    },
}

/// The journal of one run.
#[derive(Resource, Debug, Clone, PartialEq, Default)]
pub struct Journal {
    /// What happened, with its time, s, in the order in which it was written down.
    pub events: Vec<(f64, Event)>,
    /// What each plot really saw; only the judge reads it.
    pub plots: Vec<PlotOrigin>,
    /// What was true and what was believed, now and then; only the judge reads it.
    pub samples: Samples,
    /// What each link carried, by its number.
    pub traffic: Vec<Traffic>,
    /// How each radar's time was spent, by its number; shorter if the last have had no task.
    pub radar_time: Vec<RadarTime>,
}

/// How a radar's time was asked for and spent beside its fence, summed over its revisits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RadarTime {
    /// Revisits.
    pub revisits: u64,
    /// Time that search left, s.
    pub available_s: f64,
    /// Time that the looks at all tracks would have taken, each with the track dwell, s.
    pub wanted_s: f64,
    /// Time spent on tracks, s; more than wanted where looks were lengthened.
    pub tracks_s: f64,
    /// Time spent on search windows: cues, and tracks that no beam holds yet, s.
    pub windows_s: f64,
    /// Looks at tracks.
    pub looks: u64,
    /// Looks at tracks that were dropped for want of time.
    pub dropped: u64,
    /// Greatest share of the available time that tracks wanted in one revisit; above 1, and above
    /// what is not kept for search windows, some were dropped.
    pub load_max: f64,
}

impl RadarTime {
    /// Adds what happened later.
    pub fn add(&mut self, later: &Self) {
        self.revisits += later.revisits;
        self.available_s += later.available_s;
        self.wanted_s += later.wanted_s;
        self.tracks_s += later.tracks_s;
        self.windows_s += later.windows_s;
        self.looks += later.looks;
        self.dropped += later.dropped;
        self.load_max = self.load_max.max(later.load_max);
    }
}

/// What a link was given and carried, plots included, which have no events of their own.
///
/// What was sent was refused, is lost, has been received, or is still on the way. What was received
/// was used, came too late, or was of no use for another reason: no warning could be made of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Traffic {
    /// Messages that the sender's policy kept back; none of them was sent.
    pub withheld: u64,
    /// Messages sent.
    pub sent: u64,
    /// Messages that the link did not take: it was down, or its queue full.
    pub refused: u64,
    /// Messages that will never arrive.
    pub lost: u64,
    /// Messages that have arrived.
    pub received: u64,
    /// Messages that the receiver made use of.
    pub used: u64,
    /// Messages that told nothing any more when they arrived: the receiver knew of something later,
    /// or no longer kept what they would have changed.
    pub late: u64,
    /// Bytes that the link took.
    pub bytes: u64,
    /// Sum of the ages of what they said on arrival, s.
    pub age_s: f64,
    /// Sum of the ages of what was used when it was used, s.
    pub used_age_s: f64,
    /// Greatest of those ages, s.
    pub used_age_s_max: f64,
}

impl Traffic {
    /// Adds what another link carried.
    pub fn add(&mut self, other: &Self) {
        self.withheld += other.withheld;
        self.sent += other.sent;
        self.refused += other.refused;
        self.lost += other.lost;
        self.received += other.received;
        self.used += other.used;
        self.late += other.late;
        self.bytes += other.bytes;
        self.age_s += other.age_s;
        self.used_age_s += other.used_age_s;
        self.used_age_s_max = self.used_age_s_max.max(other.used_age_s_max);
    }
}

/// A message that a link took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispatch {
    /// What it is about.
    pub subject: Subject,
    /// How long it is, bytes.
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
        let Dispatch {
            subject,
            bytes,
            arrival_s,
        } = message;
        let traffic = self.traffic(link);
        traffic.sent += 1;
        traffic.bytes += bytes;
        traffic.lost += u64::from(arrival_s.is_none());
        if !matches!(subject, Subject::Plot(_)) {
            self.write(
                now_s,
                Event::Sent {
                    link,
                    subject,
                    arrival_s,
                },
            );
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
        if !matches!(subject, Subject::Plot(_)) {
            self.write(
                now_s,
                Event::Received {
                    link,
                    subject,
                    age_s,
                },
            );
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
