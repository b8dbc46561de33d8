//! Types of radars, satellites, interceptors and threats: sound in themselves.

use super::ScenarioRule::{self, Each, Several, Whole};
use super::alone;
use crate::ballistics::flyout::Kinematics;
use crate::earth::atmosphere;
use crate::scenario::error::{Fault, Faults, quoted};
use crate::scenario::near::nearest;
use crate::scenario::read::shape::TYPE_LISTS;
use crate::scenario::read::tree::TreeNode;
use crate::scenario::read::units::name_of;
use crate::scenario::read::words::listed;

pub(super) const RULES: &[ScenarioRule] = &[
    Whole(name_their_sources),
    Whole(limits_are_in_order),
    Each("radar_types[]", range_rate_is_whole),
    Each("radar_types[]", dwells_are_in_order),
    Several("radar_types[]", fence_is_in_view),
    Each("interceptor_types[]", interceptor_has_thrust),
    Each("threat_types[].stages[]", stage_is_given_one_way),
];

/// Pairs of keys of which the first is the smaller.
const LIMITS: [(&str, &str, &str); 3] = [
    ("radar_types", "elevation_min_deg", "elevation_max_deg"),
    ("radar_types", "search_elevation_min_deg", "search_elevation_max_deg"),
    ("interceptor_types", "altitude_min_km", "altitude_max_km"),
];

/// Edges of the search fence, the edges of the field of regard that they must not pass, and the
/// sign of passing them.
const EDGES: [(&str, &str, f64); 2] = [
    ("search_elevation_min_deg", "elevation_min_deg", -1.0),
    ("search_elevation_max_deg", "elevation_max_deg", 1.0),
];

/// Greatest thrust acceleration of an interceptor that a file may give, m/s².
const ACCELERATION_MPS2_MAX: f64 = 1000.0;

/// Keys of a stage that give its thrust by masses.
const MASSES: [&str; 3] = ["thrust_kn", "propellant_kg", "dry_kg"];

fn name_their_sources(root: &TreeNode, faults: &mut Faults) {
    for node in TYPE_LISTS.iter().flat_map(|list| root.list(list)) {
        if let Some(source) = node.get("source")
            && source.text().is_some_and(|text| text.trim().is_empty())
        {
            let label = "every type says where its values come from";
            let fault = source.fault("`source` is empty", label);
            faults.add(fault.instead("for values made up", "\"notional\""));
        }
        sources_are_of_keys(node, faults);
    }
}

fn sources_are_of_keys(node: &TreeNode, faults: &mut Faults) {
    let keys = node.table().into_iter().flat_map(|table| table.keys());
    let keys = keys.map(String::as_str);
    let keys: Vec<&str> = keys.filter(|key| !["id", "source", "sources"].contains(key)).collect();
    let sources = node.get("sources").and_then(TreeNode::table);
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
            Some(near) => fault.instead("there is a key with a near name", near),
            None => fault,
        });
    }
}

fn limits_are_in_order(root: &TreeNode, faults: &mut Faults) {
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

fn range_rate_is_whole(radar: &TreeNode) -> Option<Fault> {
    let (node, [given, missing]) = alone(radar, ["wavelength_cm", "range_rate_floor_mps"])?;
    let title = format!("`{given}` without `{missing}`");
    let fault = node.fault(title, "range rate is measured where both are given");
    Some(fault.help(format!("give `{missing}` too, or leave `{given}` out")))
}

fn dwells_are_in_order(radar: &TreeNode) -> Option<Fault> {
    let dwell = radar.get("track_dwell_s")?;
    let most_s = radar.number_of("dwell_max_s")?;
    let title = "`track_dwell_s` is above `dwell_max_s`";
    let label = format!("no beam stays longer than {most_s} s in one place");
    let fault = dwell.fault(title, label);
    (dwell.number()? > most_s)
        .then(|| fault.instead("the longest that is allowed", most_s.to_string()))
}

/// A radar must have time for at least one look at a track beside its search.
pub(super) fn tracks_have_time(radar: &TreeNode) -> Option<Fault> {
    let dwell = radar.get("track_dwell_s")?;
    let share = (1.0 - radar.number_of("search_share")?) * (1.0 - radar.number_of("cue_share")?);
    let time_s = share * radar.number_of("track_revisit_s")?;
    let title = format!("radar type `{}` has no time to track", radar.text_of("id")?);
    let label = format!("search and cues leave {time_s:.3} s of each revisit, less than one dwell");
    let fault = dwell.fault(title, label);
    (dwell.number()? > time_s).then(|| fault.help("write smaller shares or a shorter dwell"))
}

/// A hand-over shorter than a tick could not be played.
pub(super) fn handovers_take_a_step(kind: &TreeNode, root: &TreeNode) -> Option<Fault> {
    let step_s = root.number_of("simulation.step_s")?;
    let handover = kind.get("handover_s")?;
    let title = format!("interceptor type `{}` hands over within a step", kind.text_of("id")?);
    let fault = handover.fault(title, format!("the step is {step_s} s"));
    let advice = format!("write `handover_s = {step_s}` or more");
    (handover.number()? < step_s).then(|| fault.help(advice))
}

/// A burn-out speed must be one that some thrust gives in the burn time.
pub(super) fn burnout_speed_is_attained(kind: &TreeNode) -> Option<Fault> {
    let speed = kind.get("burnout_speed_kmps")?;
    let kinematics = Kinematics {
        acceleration_mps2: ACCELERATION_MPS2_MAX,
        burn_time_s: kind.number_of("burn_time_s")?,
        ballistic_coefficient_kgpm2: kind.number_of("ballistic_coefficient_kgpm2"),
        altitude_min_m: 0.0,
        altitude_max_m: f64::INFINITY,
        range_max_m: f64::INFINITY,
    };
    let density = atmosphere::density_kgpm3;
    let is_attained = kinematics.with_burnout_speed(1000.0 * speed.number()?, density).is_some();
    let most_kmps = kinematics.burnout_speed_mps(density).map(|most_mps| 1e-3 * most_mps);
    let is_too_fast = most_kmps.is_some_and(|most_kmps| speed.number() > Some(most_kmps));
    let label = match most_kmps.filter(|_| is_too_fast) {
        Some(most_kmps) => format!("thrust of 1000 m/s² gives {most_kmps:.3} km/s in that time"),
        None => "thrust so weak that it gives no more does not leave the ground".into(),
    };
    let (burn_time_s, advice) =
        (kinematics.burn_time_s, if is_too_fast { "longer" } else { "shorter" });
    let title = format!("no thrust gives this burn-out speed in {burn_time_s} s");
    let fault = speed.fault(title, label);
    (!is_attained).then(|| fault.help(format!("write another speed, or a {advice} `burn_time_s`")))
}

fn fence_is_in_view(radar: &TreeNode) -> Vec<Fault> {
    let fault = |(fence_key, view_key, outwards): (&str, &str, f64)| {
        let fence = radar.get(fence_key)?;
        let (edge, limit) = (fence.number()?, radar.number_of(view_key)?);
        let title = format!("`{fence_key}` is outside the field of regard");
        let fault = fence.fault(title, format!("`{view_key}` is {limit} degrees"));
        let advice = "the fence may end where the field of regard ends";
        ((edge - limit) * outwards > 0.0).then(|| fault.instead(advice, limit.to_string()))
    };
    EDGES.into_iter().filter_map(fault).collect()
}

/// An interceptor type has a thrust, or the speed that it must give.
fn interceptor_has_thrust(kind: &TreeNode) -> Option<Fault> {
    let fault = kind.fault("an interceptor type has no thrust", "it burns for nothing");
    let is_given = ["acceleration_mps2", "burnout_speed_kmps"].map(|key| kind.get(key).is_some());
    (is_given == [false; 2]).then(|| fault.help("give `acceleration_mps2` or `burnout_speed_kmps`"))
}

fn stage_is_given_one_way(stage: &TreeNode) -> Option<Fault> {
    let keys = stage.table()?;
    let absent: Vec<&str> = MASSES.into_iter().filter(|key| !keys.contains_key(*key)).collect();
    let fault = match (stage.get("acceleration_mps2"), absent.len()) {
        (Some(_), 3) | (None, 0) => return None,
        (Some(node), _) => node
            .fault("the thrust of a stage is given twice", "the masses give an acceleration too"),
        (None, 3) => stage.fault("a stage has no thrust", "it burns for nothing"),
        (None, _) => {
            let label = format!("missing: {}", listed(absent.into_iter()));
            stage.fault("the thrust of a stage is given in part", label)
        }
    };
    Some(
        fault.help(
            "give either `acceleration_mps2`, or all of `thrust_kn`, `propellant_kg`, `dry_kg`",
        ),
    )
}
