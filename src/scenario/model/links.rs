//! Links as needed.

use super::{AnySensor, Bursts, Scenario};
use crate::earth::area::Area;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::{LinkId, SensorId, SystemId};

/// A one-way data path.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Sender.
    pub from: SystemId,
    /// Receiver.
    pub to: SystemId,
    /// Delay of every message, s.
    pub latency_s: f64,
    /// Largest further delay, s.
    pub jitter_s: f64,
    /// Probability of loss; with bursts, while the channel is good.
    pub loss: f64,
    /// Loss in bursts; `None`: the channel is always good.
    pub bursts: Option<Bursts>,
    /// Bandwidth and queue; `None`: it carries all that is sent.
    pub queue: Option<Queue>,
    /// Spans in which it is down, in increasing order.
    pub down: Vec<Span>,
    /// Its sender's policy of release.
    pub release: ReleasePolicy,
}

/// A finite bandwidth, and what may wait for it, first in, first out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    /// Bytes that it carries in a second.
    pub bytes_per_s: f64,
    /// Bytes that may wait for a later tick.
    pub room_bytes: f64,
}

/// A span of time, s: the beginning is in it, the end is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Its beginning, s.
    pub from_s: f64,
    /// Its end, s.
    pub until_s: f64,
}

impl Span {
    /// True of a time, s, in one of these.
    pub fn any_holds(spans: &[Self], time_s: f64) -> bool {
        Self::any_meets(spans, [time_s; 2])
    }

    /// True of a stay from one time until another, both in it, s, of which one of these holds a
    /// part.
    pub fn any_meets(spans: &[Self], [from_s, until_s]: [f64; 2]) -> bool {
        spans.iter().any(|span| span.from_s <= until_s && from_s < span.until_s)
    }
}

/// Release policy of a sender on a link. The default lets everything cross, as it is, at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReleasePolicy {
    /// The sender's sensors whose data are withheld.
    pub withheld_sensors: Vec<SensorId>,
    /// Areas above which everything is withheld.
    pub withheld_areas: Vec<Area>,
    /// Spans in which everything is withheld.
    pub withheld: Vec<Span>,
    /// Blur of the numbers that cross.
    pub blur: Blur,
    /// True if no sensor is named.
    pub hide_source: bool,
    /// Time that people take to release what is told of an object.
    pub delay: ReleaseDelay,
}

/// Time that people take to release what is told of an object: log-normal, or the same for all. The
/// default is none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ReleaseDelay {
    /// Its median, s.
    pub median_s: f64,
    /// Standard deviation of its logarithm; 0: it is the same for all.
    pub log_deviation: f64,
}

/// Standard normal variable that is exceeded once in ten.
const NORMAL_90_PERCENT: f64 = 1.281_551_565_544_600_4;

/// The longest delay, s, as the keys of delays have it: the law is cut there.
const DELAY_S_MAX: f64 = 100_000.0;

impl ReleaseDelay {
    /// A median, s, and the time within which nine in ten are released, s, at least the median.
    pub fn new(median_s: f64, within_s: Option<f64>) -> Self {
        let log_ratio = within_s.map_or(0.0, |within_s| libm::log(within_s / median_s));
        Self { median_s, log_deviation: log_ratio / NORMAL_90_PERCENT }
    }

    /// The delay of a standard normal draw, s.
    pub fn at(&self, normal: f64) -> f64 {
        (self.median_s * libm::exp(self.log_deviation * normal)).min(DELAY_S_MAX)
    }

    /// Time within which nine in ten are released, s.
    pub fn within_s(&self) -> f64 {
        self.at(NORMAL_90_PERCENT)
    }
}

/// Stand-in for the sensors of a sender that hides them.
#[derive(Debug, Clone, PartialEq)]
pub struct HiddenSource {
    /// Public point from which their plots are told: the mean of the corners of the sender's
    /// territory, on the ellipsoid.
    pub reference: Geodetic,
    /// The sender's sensors, in the order of their numbers.
    pub sensors: Vec<SensorId>,
    /// The first of as many numbers that stand for them, after those of all sensors.
    pub first: SensorId,
    /// Ticks between two looks, as the sender states it: of the slowest of its radars.
    pub look_ticks: u64,
}

impl Scenario {
    /// Stand-in for the sensors of a link's sender, if it hides them.
    pub fn hidden_source(&self, link: LinkId) -> Option<HiddenSource> {
        let place = link.index();
        let hides = |link: &&Link| link.release.hide_source;
        let path = self.links.get(place).filter(hides)?;
        let before = self.links[..place].iter().filter(hides);
        let taken: usize = before.map(|link| self.sensors_of(link.from).count()).sum();
        let sensors = self.sensors_of(path.from);
        let looks = sensors.clone().filter_map(|sensor| self.position_ticks(sensor));
        Some(HiddenSource {
            reference: self.systems[path.from.index()].territory.mean_of_corners(),
            sensors: sensors.collect(),
            first: SensorId((self.sensor_count() + taken) as u16),
            look_ticks: looks.max().unwrap_or(1),
        })
    }

    /// Ticks between two looks of a sensor that measures positions; `None` of another.
    fn position_ticks(&self, sensor: SensorId) -> Option<u64> {
        if self.line_of_sight_ticks(sensor).is_some() {
            return None;
        }
        Some(match self.sensor(sensor) {
            AnySensor::Radar(radar) => radar.kind.track_ticks,
            AnySensor::Satellite(satellite) => satellite.kind.revisit_ticks,
            AnySensor::Other(other) => other.revisit_ticks,
        })
    }
}

/// Blur: numbers are made less telling before they cross.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Blur {
    /// Grid of each axis of a position, m; 0: none.
    pub round_position_m: f64,
    /// Grid of each axis of a velocity, m/s; 0: none.
    pub round_velocity_mps: f64,
    /// Noise that is added before; `None`: none.
    pub noise: Option<Noise>,
}

/// Noise that a sender adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Standard deviation on each axis of a position, m.
    pub position_m: f64,
    /// Standard deviation on each axis of a velocity, m/s.
    pub velocity_mps: f64,
    /// True if the covariance that is sent covers it.
    pub declared: bool,
}
