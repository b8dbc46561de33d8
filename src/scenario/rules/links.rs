//! Links: what needs something else of the same link, and policies that fit their sender.

use super::ScenarioRule::{self, Each, Whole};
use super::alone;
use super::references::unknown;
use super::territories::is_polygon;
use crate::scenario::error::{Fault, Faults, quoted};
use crate::scenario::read::tree::TreeNode;
use crate::scenario::read::units::written;
use std::collections::BTreeSet;

pub(super) const RULES: &[ScenarioRule] = &[
    Each("links[]", queue_is_whole),
    Each("links[].down_s", |spans| spans_rise(spans, "down_s")),
    Each("links[].release.withhold_s", |spans| spans_rise(spans, "withhold_s")),
    Each("links[].release", noise_is_declared),
    Each("links[].release", |release| quantile_is_above(release, RELEASE_DELAY)),
    Whole(sensors_are_the_senders),
    Each("links[].release.withhold_areas_deg[]", |area| is_polygon(area, "withhold_areas_deg")),
];

/// The lists whose entries are sensors.
const SENSORS: [&str; 3] = ["radars", "satellites", "sensors"];

/// Paths of what names one.
const NAMED_SENSORS: [&str; 2] = ["links[].release.withhold_sensors[]", "outages[].sensors[]"];

/// The median of a link's release delay, and the time within which nine in ten are released.
const RELEASE_DELAY: [&str; 2] = ["delay_s", "delay_90_percent_s"];

/// A median is above zero, and nine in ten take at least as long.
pub(super) fn quantile_is_above(table: &TreeNode, [median, within]: [&str; 2]) -> Option<Fault> {
    let node = table.get(within)?;
    let within_s = node.number()?;
    let median_s = table.get(median).map_or(Some(0.0), TreeNode::number)?;
    if median_s <= 0.0 {
        let title = format!("`{within}` without `{median}`");
        let fault = node.fault(title, "a log-normal law needs its median too");
        return Some(fault.help(format!("write the median above zero, `{median} = 30`")));
    }
    let title = format!("`{within}` is below `{median}`");
    let label = format!("half take longer than {} s", written(median_s));
    let advice = "nine in ten take no less than half of them do";
    (within_s < median_s).then(|| node.fault(title, label).help(advice))
}

fn queue_is_whole(link: &TreeNode) -> Option<Fault> {
    let (node, [key, missing]) = alone(link, ["bandwidth_kbps", "queue_kb"])?;
    let label = "one means nothing without the other";
    let fault = node.fault(format!("`{key}` without `{missing}`"), label);
    Some(fault.help(match key {
        "queue_kb" => "say what the link carries, `bandwidth_kbps = 64`, or leave the queue out",
        _ => "say what may wait, `queue_kb = 64`, or leave the bandwidth out",
    }))
}

/// Spans end after they begin, and begin no earlier than the one before ends.
pub(super) fn spans_rise(spans: &TreeNode, key: &str) -> Option<Fault> {
    let mut last_s = f64::NEG_INFINITY;
    for span in spans.items() {
        let [from, until] = span.items() else {
            continue;
        };
        let Some((from_s, until_s)) = from.number().zip(until.number()) else {
            continue;
        };
        let (title, label) = if until_s <= from_s {
            let title = format!("a span of `{key}` does not end after it begins");
            (title, format!("from {} s until {} s", written(from_s), written(until_s)))
        } else if from_s < last_s {
            let title = format!("the spans of `{key}` do not rise");
            (title, format!("the one before ends at {} s", written(last_s)))
        } else {
            last_s = until_s;
            continue;
        };
        let advice = "write [from, until], in the order of time, none twice";
        return Some(span.fault(title, label).help(advice));
    }
    None
}

fn noise_is_declared(release: &TreeNode) -> Option<Fault> {
    const NOISE: [&str; 2] = ["noise_position_m", "noise_velocity_mps"];
    let added = NOISE.iter().find_map(|key| Some((key, release.get(key)?)));
    match (added, release.get("noise_declared")) {
        (Some((key, node)), None) => {
            let title = format!("`{key}` without `noise_declared`");
            let fault = node.fault(title, "does the covariance that is sent cover it?");
            let advice = "say so, `noise_declared = true`, or hide it, `noise_declared = false`";
            Some(fault.help(advice))
        }
        (None, Some(node)) => {
            let fault = node.fault("`noise_declared` without noise", "no noise is added");
            Some(fault.help("leave it out, or add noise, `noise_position_m = 500`"))
        }
        _ => None,
    }
}

pub(super) fn sensors_are_known(root: &TreeNode, faults: &mut Faults) {
    let is_faulty = |list: &&str| root.get(list).is_some_and(TreeNode::is_faulty);
    let sensors = SENSORS.iter().flat_map(|list| root.list(list));
    // One whose name has a fault may be any.
    let known: Option<BTreeSet<&str>> = sensors.map(|sensor| sensor.text_of("id")).collect();
    let Some(known) = known.filter(|_| !SENSORS.iter().any(is_faulty)) else {
        return;
    };
    for node in NAMED_SENSORS.iter().flat_map(|path| root.each(path)) {
        let among = "`radars`, `satellites` and `sensors`";
        unknown(node, ("sensor", "sensors", among), &known, faults);
    }
}

fn sensors_are_the_senders(root: &TreeNode, faults: &mut Faults) {
    for link in root.list("links") {
        for node in link.each("release.withhold_sensors[]") {
            let is_it = |sensor: &&TreeNode| sensor.text_of("id") == node.text();
            let mut sensors = SENSORS.iter().flat_map(|list| root.list(list));
            let owner = sensors.find(is_it).and_then(|it| it.text_of("system"));
            if let (Some(name), Some(owner), Some(from)) =
                (node.text(), owner, link.text_of("from"))
                && owner != from
            {
                let title = format!("{} is no sensor of the sender", quoted(name));
                let (owner, from) = (quoted(owner), quoted(from));
                let label = format!("it is {owner}'s, the link is from {from}");
                let fault = node.fault(title, label);
                faults.add(fault.help("withhold it on the link of its owner"));
            }
        }
    }
}
