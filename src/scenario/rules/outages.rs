//! Outages: they take something away, and what lasts a whole run has no time.

use super::ScenarioRule::{self, Each, Whole};
use super::references::unknown;
use crate::scenario::error::{Fault, Faults};
use crate::scenario::read::tree::{TreeNode, Value};
use crate::scenario::schema::link_name;

pub(super) const RULES: &[ScenarioRule] = &[
    Each("outages[]", takes_something_away),
    Each("outages[]", whole_runs_have_no_time),
    Whole(links_are_known),
];

/// Lists of an outage, one of which is needed.
const PARTS: [&str; 6] =
    ["sensors", "fire_units", "links", "command_nodes", "kill_assessment", "discrimination"];

fn takes_something_away(outage: &TreeNode) -> Option<Fault> {
    let is_empty = |list: &&str| outage.list(list).is_empty();
    let is_faulty = |list: &&str| outage.get(list).is_some_and(TreeNode::is_faulty);
    let centre = outage.get("centre").map(|centre| &centre.value);
    let has_centre = centre.is_some_and(|value| !matches!(value, Value::Boolean(false)));
    if has_centre || !PARTS.iter().all(|list| is_empty(list) && !is_faulty(list)) {
        return None;
    }
    let fault = outage.nearest("id").fault("an outage of nothing", "nothing is down");
    Some(fault.help("say what is, such as `sensors = [\"…\"]` or `fire_units = [\"…\"]`"))
}

/// Objects' looks do not change while they fly.
fn whole_runs_have_no_time(outage: &TreeNode) -> Option<Fault> {
    outage.get("discrimination")?;
    let key = ["when_hit", "from_s", "repair_s"].into_iter().find(|key| outage.get(key).is_some());
    let key = key?;
    let label = "`discrimination` fails in a whole run or not at all";
    let fault = outage.get(key)?.fault(format!("`{key}` beside `discrimination`"), label);
    Some(fault.help("write two outages, one of them of `discrimination` alone"))
}

fn links_are_known(root: &TreeNode, faults: &mut Faults) {
    let links = root.list("links").iter();
    let name = |link: &TreeNode| Some(link_name(link.text_of("from")?, link.text_of("to")?));
    let Some(known) = links.map(name).collect::<Option<Vec<String>>>() else {
        return;
    };
    let known = known.iter().map(String::as_str).collect();
    for link in root.each("outages[].links[]") {
        unknown(link, ("link", "`links`", "`links`"), &known, faults);
    }
}
