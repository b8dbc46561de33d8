//! Outages as written: what is down together in a run, how often, from when, and for how long.

use super::NAME_PATTERN;
use schemars::JsonSchema;
use serde::Deserialize;

tables! {
/// An outage: what may be down in a run, all of it together. At least one list is needed.
#[schemars(rename = "Outage")]
pub struct OutageTable {
    /// Identifier. The luck of the outage is keyed by it: no other outage shifts it.
    #[schemars(regex(pattern = NAME_PATTERN))]
    id: String,
    /// Probability of a run in which it happens. 0 switches it off.
    #[serde(default = "surely")]
    probability: f64 [0.0, 1.0],
    /// Start of the outage.
    #[serde(default)]
    from_s: f64 [0.0, 20000.0],
    /// It happens only when a threat comes down, alive, in the radius of this asset, and begins
    /// then, no earlier than `from_s`.
    when_hit: Option<String>,
    /// Time until all is repaired. Absent: not in this run.
    repair_s: Option<f64> [0.1, 20000.0],
    /// Radars, satellites and other sensors that see nothing. Their owner knows.
    #[serde(default)]
    sensors: Vec<String>,
    /// Launcher sites that launch nothing; what is in flight flies on. Their owner knows, and a
    /// partner that commands them after the delay of an order.
    #[serde(default)]
    fire_units: Vec<String>,
    /// Links that refuse what is sent, each as `SENDER>RECEIVER`; what is on the way arrives.
    #[serde(default)]
    links: Vec<String>,
    /// True if the centre is down by way of which an architecture's exchange goes: what it holds
    /// then is lost, and what comes in is refused, both ways.
    #[serde(default)]
    centre: bool,
    /// Systems whose command node orders nothing, guides nothing and tells its partner nothing.
    /// Their sensors track on.
    #[serde(default)]
    command_nodes: Vec<String>,
    /// Systems whose kill assessment takes whatever their shots met for killed: all looks err
    /// together. Nobody knows of it, and no plan reckons with it.
    #[serde(default)]
    kill_assessment: Vec<String>,
    /// Threat types whose spent stages and decoys look just like the payload, to every sensor: a
    /// countermeasure that all meet together, in the whole run. Nobody knows of it.
    #[serde(default)]
    discrimination: Vec<String>,
}
}

fn surely() -> f64 {
    1.0
}
