//! Types of radars, satellites, interceptors and threats: sound in themselves.

use crate::scenario::error::{Faults, quoted};
use crate::scenario::near::nearest;
use crate::scenario::read::shape::TYPE_LISTS;
use crate::scenario::read::tree::Node;
use crate::scenario::read::units::name_of;
use crate::scenario::read::words::listed;

/// Pairs of keys of which the first is the smaller.
const LIMITS: [(&str, &str, &str); 3] = [
    ("radar_types", "elevation_min_deg", "elevation_max_deg"),
    (
        "radar_types",
        "search_elevation_min_deg",
        "search_elevation_max_deg",
    ),
    ("interceptor_types", "altitude_min_km", "altitude_max_km"),
];

/// Edges of the search fence, the edges of the field of regard that they must not pass, and the
/// sign of passing them.
const EDGES: [(&str, &str, f64); 2] = [
    ("search_elevation_min_deg", "elevation_min_deg", -1.0),
    ("search_elevation_max_deg", "elevation_max_deg", 1.0),
];

/// Keys of a stage that give its thrust by masses.
const MASSES: [&str; 3] = ["thrust_kn", "propellant_kg", "dry_kg"];

pub(super) fn name_their_sources(root: &Node, faults: &mut Faults) {
    for node in TYPE_LISTS.iter().flat_map(|list| root.list(list)) {
        if let Some(source) = node.get("source")
            && source.text().is_some_and(|text| text.trim().is_empty())
        {
            let label = "every type says where its values come from";
            let fault = source.fault("`source` is empty", label);
            let new = "\"notional\"".to_owned();
            faults.add(fault.replace("for values made up", source.span.clone(), new));
        }
        sources_are_of_keys(node, faults);
    }
}

fn sources_are_of_keys(node: &Node, faults: &mut Faults) {
    let keys = node.table().into_iter().flat_map(|table| table.keys());
    let keys: Vec<&str> = keys
        .map(String::as_str)
        .filter(|key| is_value(key))
        .collect();
    let sources = node.get("sources").and_then(Node::table);
    for (name, entry) in sources.into_iter().flatten() {
        if keys.binary_search(&name.as_str()).is_ok() {
            continue;
        }
        if faults.is_full() {
            return;
        }
        let title = format!("a source for {}, which this type has not", quoted(name));
        let mut fault = entry.node.fault(title, "not a key of the type");
        fault.span = Some(entry.key.clone());
        let fault = fault.note(format!("its keys are {}", listed(keys.iter().copied())));
        faults.add(match nearest(name, keys.iter().copied()) {
            Some(near) => {
                let advice = "there is a key with a near name";
                fault.replace(advice, entry.key.clone(), near.to_owned())
            }
            None => fault,
        });
    }
}

fn is_value(key: &str) -> bool {
    !["id", "source", "sources"].contains(&key)
}

pub(super) fn limits_are_in_order(root: &Node, faults: &mut Faults) {
    for (list, low_key, high_key) in LIMITS {
        for node in root.list(list) {
            let Some((low, high)) = node.number_of(low_key).zip(node.number_of(high_key)) else {
                continue;
            };
            if low >= high {
                let title = format!("`{low_key}` is not below `{high_key}`");
                let label = format!("must be less than {high} {}", name_of(high_key));
                faults.add(node.nearest(low_key).fault(title, label));
            }
        }
    }
}

pub(super) fn range_rates_are_whole(root: &Node, faults: &mut Faults) {
    const KEYS: [&str; 2] = ["wavelength_cm", "range_rate_floor_mps"];
    for radar in root.list("radar_types") {
        for (given, wanted) in [(KEYS[0], KEYS[1]), (KEYS[1], KEYS[0])] {
            if let (Some(node), None) = (radar.get(given), radar.get(wanted)) {
                let title = format!("`{given}` without `{wanted}`");
                let label = "range rate is measured where both are given";
                let help = format!("give `{wanted}` too, or leave `{given}` out");
                faults.add(node.fault(title, label).help(help));
            }
        }
    }
}

pub(super) fn dwells_are_in_order(root: &Node, faults: &mut Faults) {
    for radar in root.list("radar_types") {
        let dwell = radar.nearest("track_dwell_s");
        let Some((dwell_s, most_s)) = dwell.number().zip(radar.number_of("dwell_max_s")) else {
            continue;
        };
        if dwell_s > most_s {
            let title = "`track_dwell_s` is above `dwell_max_s`";
            let label = format!("no beam stays longer than {most_s} s in one place");
            let advice = "the longest that is allowed";
            let new = format!("{most_s}");
            let fault = dwell.fault(title, label);
            faults.add(fault.replace(advice, dwell.span.clone(), new));
        }
    }
}

pub(super) fn fences_are_in_view(root: &Node, faults: &mut Faults) {
    for radar in root.list("radar_types") {
        for (fence_key, view_key, outwards) in EDGES {
            let fence = radar.nearest(fence_key);
            let Some((edge, limit)) = fence.number().zip(radar.number_of(view_key)) else {
                continue;
            };
            if (edge - limit) * outwards > 0.0 {
                let title = format!("`{fence_key}` is outside the field of regard");
                let label = format!("`{view_key}` is {limit} degrees");
                let new = format!("{limit}");
                let advice = "the fence may end where the field of regard ends";
                faults.add(
                    fence
                        .fault(title, label)
                        .replace(advice, fence.span.clone(), new),
                );
            }
        }
    }
}

pub(super) fn stages_are_given_one_way(root: &Node, faults: &mut Faults) {
    let threats = root.list("threat_types").iter();
    for stage in threats.flat_map(|threat| threat.list("stages")) {
        if stage.table().is_none() {
            continue;
        }
        let absent = MASSES.iter().filter(|key| stage.get(key).is_none());
        let absent: Vec<&str> = absent.copied().collect();
        let acceleration = stage.get("acceleration_mps2");
        let fault = match (acceleration, absent.len()) {
            (Some(_), 3) | (None, 0) => continue,
            (Some(node), _) => node.fault(
                "the thrust of a stage is given twice",
                "the masses give an acceleration too",
            ),
            (None, 3) => stage.fault("a stage has no thrust", "it burns for nothing"),
            (None, _) => {
                let label = format!("missing: {}", listed(absent.into_iter()));
                stage.fault("the thrust of a stage is given in part", label)
            }
        };
        faults.add(fault.help(
            "give either `acceleration_mps2`, or all of `thrust_kn`, `propellant_kg`, `dry_kg`",
        ));
    }
}
