//! Rules between values: names that refer to something, numbers that fit each other.
//!
//! A rule looks at what is at a path of the merged tree and makes a fault of what breaks it. Values
//! that are missing or faulty are passed over: they are reported already. To add a rule, write a
//! function in the file it belongs to, and name it in the list of that file.

mod architectures;
mod laws;
mod links;
mod names;
mod outages;
mod raids;
mod references;
mod satellites;
mod systems;
mod territories;
mod timing;
mod types;

use crate::scenario::error::{Fault, Faults};
use crate::scenario::read::tree::{Extent, TreeNode};
use std::collections::BTreeMap;

pub(crate) use laws::WrittenVariant;
pub use raids::{MAX_OBJECTS, MAX_THREATS};
pub use systems::MAX_SYSTEMS;
pub(crate) use timing::multiples_around;

/// A rule: the path of the values that it is about ([`TreeNode::each`]), and the faults of one.
enum ScenarioRule {
    /// One fault at most.
    Each(&'static str, fn(&TreeNode) -> Option<Fault>),
    /// Any number of faults.
    Several(&'static str, fn(&TreeNode) -> Vec<Fault>),
    /// One fault at most of a value, beside what else is in the tree.
    Within(&'static str, fn(&TreeNode, &TreeNode) -> Option<Fault>),
    /// Faults of the tree, each told with the places of others.
    Whole(fn(&TreeNode, &mut Faults)),
}

use ScenarioRule::{Each, Several, Whole, Within};

/// Rules about what is written, file by file.
const RULES: [&[ScenarioRule]; 12] = [
    architectures::RULES,
    laws::RULES,
    links::RULES,
    names::RULES,
    outages::RULES,
    raids::RULES,
    references::RULES,
    satellites::RULES,
    systems::RULES,
    territories::RULES,
    timing::RULES,
    types::RULES,
];

/// Rules about what is not there; where a file is missing or broken, nobody can say.
const RULES_OF_WHOLE_FILES: &[ScenarioRule] = &[
    Whole(references::are_known),
    Whole(links::sensors_are_known),
    Each("satellites[]", satellites::place_is_given),
    Each("", architectures::are_given),
    Whole(territories::assets_are_inside),
];

/// Rules asked only of files without a fault, before their flights are solved.
const RULES_BEFORE_FLIGHTS: &[ScenarioRule] = &[
    Several("raids[]", raids::launch_after_zero),
    Each("radar_types[]", types::tracks_have_time),
    Within("interceptor_types[]", types::handovers_take_a_step),
    Each("interceptor_types[]", types::burnout_speed_is_attained),
];

/// Checks the merged files.
pub(crate) fn check(root: &TreeNode, extent: Extent, faults: &mut Faults) {
    let of_whole_files = RULES_OF_WHOLE_FILES.iter();
    let of_whole_files = of_whole_files.filter(|_| extent == Extent::Whole);
    ask(RULES.into_iter().flatten().chain(of_whole_files), root, faults);
}

/// Checks merged files that are without a fault so far.
pub(crate) fn check_before_flights(root: &TreeNode, faults: &mut Faults) {
    ask(RULES_BEFORE_FLIGHTS.iter(), root, faults);
}

fn ask<'a>(rules: impl Iterator<Item = &'a ScenarioRule>, root: &TreeNode, faults: &mut Faults) {
    for rule in rules {
        if faults.is_full() {
            return;
        }
        let found: Vec<Fault> = match rule {
            Each(path, rule) => root.each(path).into_iter().filter_map(rule).collect(),
            Several(path, rule) => root.each(path).into_iter().flat_map(rule).collect(),
            Within(path, rule) => {
                let nodes = root.each(path).into_iter();
                nodes.filter_map(|node| rule(node, root)).collect()
            }
            Whole(rule) => {
                rule(root, faults);
                continue;
            }
        };
        for fault in found {
            faults.add(fault);
        }
    }
}

/// `scenario.toml:12`, where a value is written.
fn place(node: &TreeNode, faults: &Faults) -> String {
    let place = faults.place(&node.fault("", ""));
    let line = place.rsplit_once(':').map(|(line, _)| line.to_owned());
    line.unwrap_or(place)
}

/// Of two keys of a table the one that is given alone: its value, its name and the other's.
fn alone<'a>(
    table: &'a TreeNode,
    keys: [&'static str; 2],
) -> Option<(&'a TreeNode, [&'static str; 2])> {
    match keys.map(|key| table.get(key)) {
        [Some(node), None] => Some((node, keys)),
        [None, Some(node)] => Some((node, [keys[1], keys[0]])),
        _ => None,
    }
}

/// Values whose key was met before, each behind that key and the first value that has it.
fn repeated<'a, Key: Ord + Copy>(
    nodes: impl Iterator<Item = (Key, &'a TreeNode)>,
) -> impl Iterator<Item = (Key, &'a TreeNode, &'a TreeNode)> {
    let mut first = BTreeMap::new();
    nodes.filter_map(move |(key, node)| {
        let before = *first.entry(key).or_insert(node);
        (!std::ptr::eq(before, node)).then_some((key, before, node))
    })
}
