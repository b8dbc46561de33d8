//! Names that stand for something else: it must be there.

use std::collections::{BTreeMap, BTreeSet};

use crate::scenario::error::{Faults, quoted};
use crate::scenario::near::nearest;
use crate::scenario::read::tree::Node;
use crate::scenario::read::words::listed;
use crate::scenario::rules::place;

/// A key whose value is the name of a thing of another list.
struct Reference {
    list: &'static str,
    key: &'static str,
    /// The table within each of the list that has the key, if not itself.
    within: Option<&'static str>,
    /// What it names, and the list that has them.
    thing: &'static str,
    things: &'static str,
}

const fn reference(
    list: &'static str,
    key: &'static str,
    thing: &'static str,
    things: &'static str,
) -> Reference {
    Reference {
        list,
        key,
        within: None,
        thing,
        things,
    }
}

const REFERENCES: [Reference; 16] = [
    Reference {
        within: Some("tracking"),
        ..reference("systems", "boosters", "threat type", "threat_types")
    },
    reference("assets", "system", "system", "systems"),
    reference("radars", "system", "system", "systems"),
    reference("radars", "type", "radar type", "radar_types"),
    reference("satellites", "system", "system", "systems"),
    reference("satellites", "type", "satellite type", "satellite_types"),
    reference("sensors", "system", "system", "systems"),
    reference("fire_units", "system", "system", "systems"),
    reference(
        "fire_units",
        "interceptor",
        "interceptor type",
        "interceptor_types",
    ),
    reference("raids", "threat", "threat type", "threat_types"),
    reference("raids", "aims", "asset", "assets"),
    reference("corridors", "system", "system", "systems"),
    reference("corridors", "threat", "threat type", "threat_types"),
    reference("links", "from", "system", "systems"),
    reference("links", "to", "system", "systems"),
    reference("trust", "system", "system", "systems"),
];

pub(super) fn are_known(root: &Node, faults: &mut Faults) {
    for reference in &REFERENCES {
        let Some(known) = names(root, reference.things) else {
            continue;
        };
        let tables = root.list(reference.list).iter();
        let tables = tables.filter_map(|node| match reference.within {
            Some(within) => node.get(within),
            None => Some(node),
        });
        for value in tables.filter_map(|node| node.get(reference.key)) {
            // One name, or a list of names.
            for name in std::iter::once(value).chain(value.items()) {
                let Reference { thing, things, .. } = reference;
                let among = format!("`{things}`");
                let named = Named {
                    thing,
                    things: &among,
                    among: &among,
                };
                is_known(name, &named, &known, faults);
            }
        }
    }
}

/// The names of a list's things; none if one of them has a fault, and its name may be any.
fn names<'a>(root: &'a Node, things: &str) -> Option<BTreeSet<&'a str>> {
    if root.get(things).is_some_and(Node::is_faulty) {
        return None;
    }
    let things = root.list(things).iter();
    things.map(|thing| thing.text_of("id")).collect()
}

/// What a name is of: a thing, the things at large, and the lists that have them.
pub(super) struct Named<'a> {
    pub(super) thing: &'a str,
    pub(super) things: &'a str,
    pub(super) among: &'a str,
}

/// Adds a fault for a name that is not among the known ones.
pub(super) fn is_known(node: &Node, named: &Named, known: &BTreeSet<&str>, faults: &mut Faults) {
    let Some(name) = node.text().filter(|name| !known.contains(name)) else {
        return;
    };
    if faults.is_full() {
        return;
    }
    let Named {
        thing,
        things,
        among,
    } = named;
    let title = format!("there is no {thing} {}", quoted(name));
    let fault = node.fault(title, format!("not among {among}"));
    let fault = match known.len() {
        0 => fault.note(format!("there are no {things} at all")),
        _ => fault.note(format!("there are {}", listed(known.iter().copied()))),
    };
    faults.add(match nearest(name, known.iter().copied()) {
        Some(near) => {
            let new = format!("\"{near}\"");
            fault.replace("there is one with a near name", node.span.clone(), new)
        }
        None => fault,
    });
}

pub(super) fn links_join_two_systems(root: &Node, faults: &mut Faults) {
    let mut first: BTreeMap<(&str, &str), &Node> = BTreeMap::new();
    for link in root.list("links") {
        let (Some(from), Some(to)) = (link.text_of("from"), link.text_of("to")) else {
            continue;
        };
        if from == to {
            let title = format!("a link from {} to itself", quoted(from));
            let fault = link.nearest("to").fault(title, "the same system receives");
            faults.add(fault.help("a link joins two systems; within one nothing is delayed"));
        } else if let Some(other) = first.get(&(from, to)) {
            let title = format!("two links from {} to {}", quoted(from), quoted(to));
            let label = format!("the first is at {}", place(other, faults));
            faults.add(
                link.fault(title, label)
                    .help("keep one link in each direction"),
            );
        } else {
            first.insert((from, to), link);
        }
    }
}

pub(super) fn trust_is_given_once(root: &Node, faults: &mut Faults) {
    let mut first: BTreeMap<&str, &Node> = BTreeMap::new();
    for trust in root.list("trust") {
        let Some(system) = trust.text_of("system") else {
            continue;
        };
        if let Some(other) = first.get(system) {
            let title = format!("trust in {} is given twice", quoted(system));
            let label = format!("the first is at {}", place(other, faults));
            let fault = trust.nearest("system").fault(title, label);
            faults.add(fault.help("keep one for each system"));
        } else {
            first.insert(system, trust);
        }
    }
}

pub(super) fn trust_needs_a_partner(root: &Node, faults: &mut Faults) {
    if let ([_], [trust, ..]) = (root.list("systems"), root.list("trust")) {
        let fault = trust.fault("trust where there is one system", "nobody relies on it");
        faults.add(fault.help("leave it out, or add the other system"));
    }
}
