//! Raids and what they aim at: few enough, in time, and worth something.

use std::collections::BTreeMap;

use crate::scenario::error::Faults;
use crate::scenario::read::tree::Node;
use crate::scenario::read::units::written;

/// Most threats of a scenario, over all raids.
pub const MAX_THREATS: u32 = 1000;

/// Most objects of a scenario: threats with their spent stages and decoys. Each costs every radar a
/// look, so it bounds the time and the memory of a run.
pub const MAX_OBJECTS: u32 = 5000;

pub(super) fn are_not_too_many(root: &Node, faults: &mut Faults) {
    let one = |_: &Node| 1.0;
    at_most(root, MAX_THREATS, "threats", one, faults);
}

pub(super) fn objects_are_not_too_many(root: &Node, faults: &mut Faults) {
    let kinds: BTreeMap<&str, f64> = root
        .list("threat_types")
        .iter()
        .filter_map(|kind| Some((kind.text_of("id")?, objects(kind))))
        .collect();
    let each = |raid: &Node| {
        let kind = raid.text_of("threat").and_then(|name| kinds.get(name));
        kind.copied().unwrap_or(1.0)
    };
    at_most(root, MAX_OBJECTS, "objects", each, faults);
}

/// How many objects a threat of a type is after cut-off.
fn objects(kind: &Node) -> f64 {
    let stage = kind.get("spent_stage").map_or(0.0, |_| 1.0);
    let decoys = kind.find(&["decoys", "count"]).and_then(Node::number);
    1.0 + stage + decoys.unwrap_or(0.0)
}

/// Reports the raid with which there are too many of something, of which each threat has some.
fn at_most(root: &Node, most: u32, what: &str, each: impl Fn(&Node) -> f64, faults: &mut Faults) {
    let mut total = 0.0;
    for raid in root.list("raids") {
        let Some((count, number)) = raid.get("count").and_then(|it| Some((it, it.number()?)))
        else {
            continue;
        };
        total += number * each(raid);
        if total > f64::from(most) {
            let title = format!("the raids have more than {most} {what}");
            let label = format!("with these there are {total}");
            faults.add(count.fault(title, label));
            return;
        }
    }
}

pub(super) fn launch_before_the_end(root: &Node, faults: &mut Faults) {
    let Some(end_s) = root
        .find(&["simulation", "duration_s"])
        .and_then(Node::number)
    else {
        return;
    };
    for raid in root.list("raids") {
        let (Some(start_s), Some(count), Some(spacing_s)) = (
            raid.number_of("start_s"),
            raid.number_of("count"),
            raid.number_of("spacing_s"),
        ) else {
            continue;
        };
        let last_s = start_s + (count - 1.0) * spacing_s;
        if last_s < end_s {
            continue;
        }
        let key = if start_s < end_s {
            "spacing_s"
        } else {
            "start_s"
        };
        let label = format!("the last launch is at {} s", written(last_s));
        let fault = raid
            .nearest(key)
            .fault("a raid launches when the run is over", label);
        let note = format!("`simulation.duration_s` is {} s", written(end_s));
        faults.add(
            fault
                .note(note)
                .help("launch earlier, or let the run last longer"),
        );
    }
}

pub(super) fn assets_are_worth_something(root: &Node, faults: &mut Faults) {
    let values = root.list("assets").iter().map(|asset| asset.get("value"));
    let Some(values) = values.collect::<Option<Vec<&Node>>>() else {
        return;
    };
    let is_zero = |node: &&Node| node.number() == Some(0.0);
    if let Some(first) = values.first()
        && values.iter().all(is_zero)
    {
        let label = "only shares of the total count, and the total is zero";
        let fault = first.fault("no asset has a value", label);
        faults.add(fault.replace(
            "where all are worth the same",
            first.span.clone(),
            "1".into(),
        ));
    }
}
