//! Links: what needs something else of the same link, and policies that fit their sender.

use std::collections::BTreeSet;

use crate::scenario::error::{Faults, quoted};
use crate::scenario::read::tree::Node;
use crate::scenario::read::units::written;
use crate::scenario::rules::references::{Named, is_known};
use crate::scenario::rules::territories;

/// The lists whose entries are sensors.
const SENSORS: [&str; 3] = ["radars", "satellites", "sensors"];

pub(super) fn queues_are_whole(root: &Node, faults: &mut Faults) {
    const KEYS: [(&str, &str, &str); 2] = [
        (
            "bandwidth_kbps",
            "queue_kb",
            "say what may wait, `queue_kb = 64`, or leave the bandwidth out",
        ),
        (
            "queue_kb",
            "bandwidth_kbps",
            "say what the link carries, `bandwidth_kbps = 64`, or leave the queue out",
        ),
    ];
    for link in root.list("links") {
        for (key, missing, advice) in KEYS {
            if let (Some(node), None) = (link.get(key), link.get(missing)) {
                let label = "one means nothing without the other";
                let fault = node.fault(format!("`{key}` without `{missing}`"), label);
                faults.add(fault.help(advice));
            }
        }
    }
}

/// Spans end after they begin, and begin no earlier than the one before ends.
pub(super) fn spans_rise(root: &Node, faults: &mut Faults) {
    for link in root.list("links") {
        let withheld = link.find(&["release", "withhold_s"]);
        for (key, spans) in [("down_s", link.get("down_s")), ("withhold_s", withheld)] {
            let mut last_s = f64::NEG_INFINITY;
            for span in spans.map_or(&[][..], Node::items) {
                let [from, until] = span.items() else {
                    continue;
                };
                let Some((from_s, until_s)) = from.number().zip(until.number()) else {
                    continue;
                };
                let (title, label) = if until_s <= from_s {
                    let label = format!("from {} s until {} s", written(from_s), written(until_s));
                    (
                        format!("a span of `{key}` does not end after it begins"),
                        label,
                    )
                } else if from_s < last_s {
                    let label = format!("the one before ends at {} s", written(last_s));
                    (format!("the spans of `{key}` do not rise"), label)
                } else {
                    last_s = until_s;
                    continue;
                };
                let fault = span.fault(title, label);
                faults.add(fault.help("write [from, until], in the order of time, none twice"));
                break;
            }
        }
    }
}

pub(super) fn noise_is_declared(root: &Node, faults: &mut Faults) {
    const NOISE: [&str; 2] = ["noise_position_m", "noise_velocity_mps"];
    for release in releases(root) {
        let added = NOISE.iter().find_map(|key| Some((key, release.get(key)?)));
        match (added, release.get("noise_declared")) {
            (Some((key, node)), None) => {
                let title = format!("`{key}` without `noise_declared`");
                let label = "does the covariance that is sent cover it?";
                let advice =
                    "say so, `noise_declared = true`, or hide it, `noise_declared = false`";
                faults.add(node.fault(title, label).help(advice));
            }
            (None, Some(node)) => {
                let title = "`noise_declared` without noise";
                let fault = node.fault(title, "no noise is added");
                faults.add(fault.help("leave it out, or add noise, `noise_position_m = 500`"));
            }
            _ => {}
        }
    }
}

pub(super) fn sensors_are_known(root: &Node, faults: &mut Faults) {
    let is_faulty = |list: &&str| root.get(list).is_some_and(Node::is_faulty);
    let mut known = BTreeSet::new();
    for sensor in SENSORS.iter().flat_map(|list| root.list(list)) {
        // One whose name has a fault may be any.
        let Some(name) = sensor.text_of("id") else {
            return;
        };
        known.insert(name);
    }
    if SENSORS.iter().any(is_faulty) {
        return;
    }
    let named = Named {
        thing: "sensor",
        things: "sensors",
        among: "`radars`, `satellites` and `sensors`",
    };
    for node in releases(root).flat_map(|release| release.list("withhold_sensors")) {
        is_known(node, &named, &known, faults);
    }
}

pub(super) fn sensors_are_the_senders(root: &Node, faults: &mut Faults) {
    for link in root.list("links") {
        let Some(from) = link.text_of("from") else {
            continue;
        };
        let withheld = link.find(&["release", "withhold_sensors"]);
        for node in withheld.map_or(&[][..], Node::items) {
            let is_it = |sensor: &&Node| sensor.text_of("id") == node.text();
            let mut sensors = SENSORS.iter().flat_map(|list| root.list(list));
            let owner = sensors.find(is_it).and_then(|it| it.text_of("system"));
            if let (Some(name), Some(owner)) = (node.text(), owner)
                && owner != from
            {
                let title = format!("{} is no sensor of the sender", quoted(name));
                let label = format!(
                    "it is {}'s, the link is from {}",
                    quoted(owner),
                    quoted(from)
                );
                let fault = node.fault(title, label);
                faults.add(fault.help("withhold it on the link of its owner"));
            }
        }
    }
}

pub(super) fn areas_are_polygons(root: &Node, faults: &mut Faults) {
    for area in releases(root).flat_map(|release| release.list("withhold_areas_deg")) {
        territories::is_polygon(area, "withhold_areas_deg", faults);
    }
}

fn releases(root: &Node) -> impl Iterator<Item = &Node> {
    let links = root.list("links").iter();
    links.filter_map(|link| link.get("release"))
}
