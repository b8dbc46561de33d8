//! Names that stand for something else: it must be there.

use super::ScenarioRule::{self, Each, Whole};
use super::{place, repeated};
use crate::scenario::error::{Fault, Faults, quoted};
use crate::scenario::near::nearest;
use crate::scenario::read::tree::TreeNode;
use crate::scenario::read::words::listed;
use std::collections::BTreeSet;

pub(super) const RULES: &[ScenarioRule] =
    &[Whole(links_join_two_systems), Whole(trust_is_given_once), Each("", trust_needs_a_partner)];

/// Paths of keys whose values are names of things, or lists of names, and what they name: a thing,
/// and the list that has them.
const REFERENCES: [(&str, &str, &str); 26] = [
    ("systems[].tracking.boosters", "threat type", "threat_types"),
    ("assets[].system", "system", "systems"),
    ("radars[].system", "system", "systems"),
    ("radars[].type", "radar type", "radar_types"),
    ("satellites[].system", "system", "systems"),
    ("satellites[].type", "satellite type", "satellite_types"),
    ("sensors[].system", "system", "systems"),
    ("fire_units[].system", "system", "systems"),
    ("fire_units[].interceptor", "interceptor type", "interceptor_types"),
    ("raids[].threat", "threat type", "threat_types"),
    ("raids[].threat.choices[].value", "threat type", "threat_types"),
    ("raids[].aims", "asset", "assets"),
    ("raids[].alternatives[].threat", "threat type", "threat_types"),
    ("raids[].alternatives[].threat.choices[].value", "threat type", "threat_types"),
    ("raids[].alternatives[].aims", "asset", "assets"),
    ("corridors[].system", "system", "systems"),
    ("corridors[].threat", "threat type", "threat_types"),
    ("links[].from", "system", "systems"),
    ("links[].to", "system", "systems"),
    ("outages[].when_hit", "asset", "assets"),
    ("outages[].fire_units", "fire unit", "fire_units"),
    ("outages[].command_nodes", "system", "systems"),
    ("outages[].kill_assessment", "system", "systems"),
    ("outages[].discrimination", "threat type", "threat_types"),
    ("trust[].system", "system", "systems"),
    ("architectures[].coordination.command", "system", "systems"),
];

pub(super) fn are_known(root: &TreeNode, faults: &mut Faults) {
    for (path, thing, things) in REFERENCES {
        let Some(known) = names(root, things) else {
            continue;
        };
        let among = format!("`{things}`");
        for value in root.each(path) {
            // One name, or a list of names.
            for name in std::iter::once(value).chain(value.items()) {
                unknown(name, (thing, &among, &among), &known, faults);
            }
        }
    }
}

/// The names of a list's things; none if one of them has a fault, and its name may be any.
fn names<'a>(root: &'a TreeNode, things: &str) -> Option<BTreeSet<&'a str>> {
    if root.get(things).is_some_and(TreeNode::is_faulty) {
        return None;
    }
    let things = root.list(things).iter();
    things.map(|thing| thing.text_of("id")).collect()
}

/// Adds a fault for a name that is not among the known ones: of which thing, what the things are
/// at large, and which lists have them.
pub(super) fn unknown(
    node: &TreeNode,
    (thing, things, among): (&str, &str, &str),
    known: &BTreeSet<&str>,
    faults: &mut Faults,
) {
    let Some(name) = node.text().filter(|name| !known.contains(name)) else {
        return;
    };
    if faults.is_full() {
        return;
    }
    let title = format!("there is no {thing} {}", quoted(name));
    let fault = node.fault(title, format!("not among {among}"));
    let fault = match known.len() {
        0 => fault.note(format!("there are no {things} at all")),
        _ => fault.note(format!("there are {}", listed(known.iter().copied()))),
    };
    faults.add(match nearest(name, known.iter().copied()) {
        Some(near) => fault.instead("there is one with a near name", format!("\"{near}\"")),
        None => fault.help(format!("add it to {among}, or name one that there is")),
    });
}

fn links_join_two_systems(root: &TreeNode, faults: &mut Faults) {
    let links = root.list("links").iter();
    let ends = links.filter_map(|it| Some(((it.text_of("from")?, it.text_of("to")?), it)));
    let (loops, links): (Vec<_>, Vec<_>) = ends.partition(|((from, to), _)| from == to);
    for ((from, _), link) in loops {
        let title = format!("a link from {} to itself", quoted(from));
        let fault = link.nearest("to").fault(title, "the same system receives");
        faults.add(fault.help("a link joins two systems; within one nothing is delayed"));
    }
    for ((from, to), first, link) in repeated(links.into_iter()) {
        let title = format!("two links from {} to {}", quoted(from), quoted(to));
        let label = format!("the first is at {}", place(first, faults));
        faults.add(link.fault(title, label).help("keep one link in each direction"));
    }
}

fn trust_is_given_once(root: &TreeNode, faults: &mut Faults) {
    let trusts = root.list("trust").iter();
    let trusts = trusts.filter_map(|trust| Some((trust.text_of("system")?, trust)));
    for (name, first, trust) in repeated(trusts) {
        let title = format!("trust in {} is given twice", quoted(name));
        let label = format!("the first is at {}", place(first, faults));
        let fault = trust.nearest("system").fault(title, label);
        faults.add(fault.help("keep one for each system"));
    }
}

fn trust_needs_a_partner(root: &TreeNode) -> Option<Fault> {
    let ([_], [trust, ..]) = (root.list("systems"), root.list("trust")) else {
        return None;
    };
    let fault = trust.fault("trust where there is one system", "nobody relies on it");
    Some(fault.help("leave it out, or add the other system"))
}
