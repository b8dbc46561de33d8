//! Rules between values: names that refer to something, numbers that fit each other.
//!
//! A rule looks at what is at a path of the merged tree and makes a fault of what breaks it. Values
//! that are missing or faulty are passed over: they are reported already. To add a rule, write a
//! function in the file it belongs to, and name it in one of the two lists below.

mod architectures;
mod links;
mod names;
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
use territories::is_polygon;

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

/// Rules about what is written.
const RULES: [ScenarioRule; 47] = [
    Whole(names::are_unique),
    Whole(names::are_well_formed),
    Whole(references::links_join_two_systems),
    Whole(references::trust_is_given_once),
    Each("", references::trust_needs_a_partner),
    Each("links[]", links::queue_is_whole),
    Each("links[].down_s", |spans| links::spans_rise(spans, "down_s")),
    Each("links[].release.withhold_s", |spans| {
        links::spans_rise(spans, "withhold_s")
    }),
    Each("links[].release", links::noise_is_declared),
    Whole(links::sensors_are_the_senders),
    Each("links[].release.withhold_areas_deg[]", |area| {
        is_polygon(area, "withhold_areas_deg")
    }),
    Each("satellites[]", satellites::place_is_given_once),
    Each("satellites[].ephemeris", satellites::times_rise),
    Each("satellites[].ephemeris", satellites::rows_begin_in_time),
    Within("satellites[].ephemeris", satellites::rows_last_in_time),
    Each("satellites[].ephemeris", satellites::rows_are_above_the_air),
    Within("satellites[].ephemeris", satellites::rows_are_near),
    Each("systems[].tracking", systems::confirmation_is_possible),
    Each("systems[].command", systems::single_shots_are_single),
    Several("systems[].command.doctrine", systems::later_volleys_fit),
    Within("systems[]", systems::boosters_are_known),
    Within("systems[]", systems::payloads_can_be_told),
    Each("systems[].territory_deg", |polygon| {
        is_polygon(polygon, "territory_deg")
    }),
    Each("systems[].sector_deg", |polygon| {
        is_polygon(polygon, "sector_deg")
    }),
    Each("", raids::are_not_too_many),
    Each("", raids::objects_are_not_too_many),
    Within("raids[]", raids::launch_before_the_end),
    Each("", raids::assets_are_worth_something),
    Whole(types::name_their_sources),
    Whole(types::limits_are_in_order),
    Each("radar_types[]", types::range_rate_is_whole),
    Each("radar_types[]", types::dwells_are_in_order),
    Several("radar_types[]", types::fence_is_in_view),
    Each("threat_types[].stages[]", types::stage_is_given_one_way),
    Whole(timing::types_fit_the_step),
    Whole(timing::periods_fit_the_step),
    Several("architectures[].exchange", architectures::exchange_is_whole),
    Each(
        "architectures[].exchange",
        architectures::plots_are_launched_on,
    ),
    Several(
        "architectures[].responsibility",
        architectures::sector_keys_fit,
    ),
    Several(
        "architectures[].responsibility",
        architectures::consultation_is_whole,
    ),
    Each(
        "architectures[].responsibility",
        architectures::answers_come_in_time,
    ),
    Several(
        "architectures[].coordination",
        architectures::support_is_pre_planned,
    ),
    Each(
        "architectures[].coordination",
        architectures::support_has_a_time,
    ),
    Each("architectures[]", architectures::support_needs_a_status),
    Each("architectures[]", architectures::support_is_of_owners),
    Each("architectures[]", architectures::one_assignment_is_for_all),
    Several("", architectures::sectors_are_drawn),
];

/// Rules about what is not there; where a file is missing or broken, nobody can say.
const RULES_OF_WHOLE_FILES: [ScenarioRule; 4] = [
    Whole(references::are_known),
    Whole(links::sensors_are_known),
    Each("satellites[]", satellites::place_is_given),
    Each("", architectures::are_given),
];

/// Checks the merged files.
pub(crate) fn check(root: &TreeNode, extent: Extent, faults: &mut Faults) {
    let of_whole_files = RULES_OF_WHOLE_FILES.iter();
    let of_whole_files = of_whole_files.filter(|_| extent == Extent::Whole);
    for rule in RULES.iter().chain(of_whole_files) {
        let each = |path: &str| root.each(path).into_iter();
        match rule {
            _ if faults.is_full() => return,
            Each(path, rule) => each(path)
                .filter_map(rule)
                .for_each(|fault| faults.add(fault)),
            Several(path, rule) => each(path)
                .flat_map(rule)
                .for_each(|fault| faults.add(fault)),
            Within(path, rule) => {
                let found = each(path).filter_map(|node| rule(node, root));
                found.for_each(|fault| faults.add(fault));
            }
            Whole(rule) => rule(root, faults),
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
