//! Links as written: how a path behaves, and what its sender lets cross it.

use super::PointDeg;
use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// A one-way data path between two command nodes.
pub struct Link {
    /// The system that sends.
    from: String,
    /// The system that receives.
    to: String,
    /// Delay of every message.
    latency_s: f64 [0.0, 100_000.0],
    /// Further delay, drawn for each message evenly between zero and this.
    jitter_s: f64 [0.0, 100_000.0],
    /// Probability that a message never arrives; with `bursts`, while the channel is good.
    loss: f64 [0.0, 1.0],
    /// Loss in bursts: a channel that is now good, now bad. Absent: it is always good.
    bursts: Option<Bursts>,
    /// Capacity of the path. Absent: all that is sent. Needs `queue_kb`.
    bandwidth_kbps: Option<f64> [0.01, 1.0e9],
    /// Longest queue of the path, 1000 bytes each; a message without room is refused. Needs
    /// `bandwidth_kbps`.
    queue_kb: Option<f64> [1.0, 1.0e9],
    /// Times at which the link is down: from (included), until (excluded), in increasing order. It
    /// then refuses what is sent; what is on the way arrives.
    #[serde(default)]
    down_s: Vec<Span>,
    /// Rules by which the sender releases data. Absent: all that the architecture says, as it is.
    release: Option<ReleaseTable>,
}
}

/// Name of the link between two systems, by which settings and outages choose it.
pub fn link_name(from: &str, to: &str) -> String {
    format!("{from}>{to}")
}

/// A time, s.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Moment(#[schemars(range(min = 0.0, max = 1.0e6))] pub f64);

/// From and until.
pub type Span = [Moment; 2];

/// A channel with two states, in time and not from message to message (Gilbert, *Capacity of a
/// Burst-Noise Channel*, BSTJ 39:1253, 1960; Elliott, BSTJ 42:1977, 1963).
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bursts {
    /// Mean time for which the channel stays good.
    #[schemars(range(min = 0.001, max = 1.0e6))]
    pub good_s: f64,
    /// Mean time for which it stays bad.
    #[schemars(range(min = 0.001, max = 1.0e6))]
    pub bad_s: f64,
    /// Probability that a message never arrives that leaves while the channel is bad.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub loss: f64,
}

tables! {
/// A sender's policy of release on one link.
#[schemars(rename = "Release")]
pub struct ReleaseTable {
    /// Own sensors whose data do not cross: tracks and alerts are sent as they would be without
    /// them.
    #[serde(default)]
    withhold_sensors: Vec<String>,
    /// Areas, each the corners of a polygon, [latitude, longitude], degrees: what is above one of
    /// them is not told.
    #[serde(default)]
    withhold_areas_deg: Vec<Corners>,
    /// Times at which nothing is released: from (included), until (excluded), in increasing order.
    #[serde(default)]
    withhold_s: Vec<Span>,
    /// Grid to whose multiples each axis of a position is rounded. The covariance that is sent
    /// covers it. Absent: no rounding.
    round_position_m: Option<f64> [0.001, 1.0e5],
    /// Grid to whose multiples each axis of a velocity is rounded, likewise.
    round_velocity_mps: Option<f64> [0.001, 10_000.0],
    /// Standard deviation of the noise that is added to each axis of a position. Absent: none.
    noise_position_m: Option<f64> [0.001, 1.0e5],
    /// Standard deviation of the noise that is added to each axis of a velocity. Absent: none.
    noise_velocity_mps: Option<f64> [0.001, 10_000.0],
    /// True if the covariance that is sent covers the added noise. Needed where noise is added.
    noise_declared: Option<bool>,
    /// True if no sensor is named. Plots are told as if seen from the mean of the corners of the
    /// sender's territory, with the standard deviation of the largest axis of each; lines of sight
    /// do not cross, and launch alerts do instead. Tracks and alerts name no sensor in any case.
    #[serde(default)]
    hide_source: bool,
    /// Time that people take to release a message, before it meets the link, rounded up to whole
    /// steps; with `delay_90_percent_s` the median of that.
    #[serde(default)]
    delay_s: f64 [0.0, 100_000.0],
    /// Time within which they release nine in ten: it is then log-normal, drawn once for each
    /// object that is told of. Absent: it is the same for all. Needs `delay_s`.
    delay_90_percent_s: Option<f64> [0.0, 100_000.0],
}
}

/// Corners of a polygon.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Corners(#[schemars(length(min = 3))] pub Vec<PointDeg>);
