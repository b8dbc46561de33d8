//! Raids and what they aim at: few enough, in time, and worth something.

use crate::scenario::error::Faults;
use crate::scenario::tree::Node;
use crate::scenario::units::written;

/// Most threats of a scenario, over all raids.
pub const MAX_THREATS: u32 = 1000;

pub(super) fn are_not_too_many(root: &Node, faults: &mut Faults) {
    let mut total = 0.0;
    for count in root
        .list("raids")
        .iter()
        .filter_map(|raid| raid.get("count"))
    {
        let Some(number) = count.number() else {
            continue;
        };
        total += number;
        if total > f64::from(MAX_THREATS) {
            let title = format!("the raids have more than {MAX_THREATS} threats");
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
