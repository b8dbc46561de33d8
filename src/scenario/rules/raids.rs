//! Raids and what they aim at: few enough, in time, and worth something.

use super::ScenarioRule::{self, Each, Within};
use super::laws::WrittenVariant;
use crate::scenario::error::Fault;
use crate::scenario::model::LATE_SIGMA;
use crate::scenario::read::tree::TreeNode;
use crate::scenario::read::units::written;
use std::collections::BTreeMap;

pub(super) const RULES: &[ScenarioRule] = &[
    Each("", are_not_too_many),
    Each("", objects_are_not_too_many),
    Within("raids[]", launch_before_the_end),
    Each("", assets_are_worth_something),
];

/// Most threats of a scenario, over all raids.
pub const MAX_THREATS: u32 = 1000;

/// Most objects of a scenario: threats with their spent stages and decoys. Each costs every radar a
/// look, so it bounds the time and the memory of a run.
pub const MAX_OBJECTS: u32 = 5000;

fn are_not_too_many(root: &TreeNode) -> Option<Fault> {
    too_many(root, MAX_THREATS, "threats", |_| 1.0)
}

fn objects_are_not_too_many(root: &TreeNode) -> Option<Fault> {
    let kinds = root.list("threat_types").iter();
    let kinds = kinds.filter_map(|kind| Some((kind.text_of("id")?, objects(kind))));
    let kinds: BTreeMap<&str, f64> = kinds.collect();
    too_many(root, MAX_OBJECTS, "objects", |raid| {
        let names = raid.names("threat").into_iter();
        names.filter_map(|name| kinds.get(name)).copied().fold(1.0, f64::max)
    })
}

/// Number of objects that a threat of a type is after cut-off.
fn objects(kind: &TreeNode) -> f64 {
    let stage = kind.get("spent_stage").map_or(0.0, |_| 1.0);
    1.0 + stage + kind.number_of("decoys.count").unwrap_or(0.0)
}

/// The raid with which there may be too many of something, of which each threat has some.
fn too_many(
    root: &TreeNode,
    most: u32,
    what: &str,
    each: impl Fn(WrittenVariant) -> f64,
) -> Option<Fault> {
    let mut total = 0.0;
    root.list("raids").iter().find_map(|raid| {
        let counted = WrittenVariant::all(raid).filter_map(|variant| {
            let [_, most] = variant.ends("count")?;
            Some((most * each(variant), variant.get("count")?))
        });
        let (number, count) = counted.max_by(|one, other| one.0.total_cmp(&other.0))?;
        total += number;
        let title = format!("the raids have more than {most} {what}");
        let label = format!("with these there are {total}");
        (total > f64::from(most)).then(|| count.fault(title, label))
    })
}

/// No launch may fall before time zero, however early its error makes it.
pub(super) fn launch_after_zero(raid: &TreeNode) -> Vec<Fault> {
    let own = |variant: &WrittenVariant| variant.has_own("start_s");
    let early = |variant: WrittenVariant| {
        let start = variant.get("start_s")?;
        let earliest_s = LATE_SIGMA * raid.number_of("launch_time_error_s")?;
        let title = format!("raid `{}` may start before time zero", raid.text_of("id")?);
        let label =
            format!("launches err by up to {LATE_SIGMA} standard deviations, {earliest_s} s");
        let fault = start.fault(title, label);
        let advice = format!("write `start_s = {earliest_s}` or more");
        let [least_s, _] = variant.ends("start_s")?;
        (least_s < earliest_s).then(|| fault.help(advice))
    };
    WrittenVariant::all(raid).filter(own).filter_map(early).collect()
}

fn launch_before_the_end(raid: &TreeNode, root: &TreeNode) -> Option<Fault> {
    let end_s = root.number_of("simulation.duration_s")?;
    let (node, last_s) =
        WrittenVariant::all(raid).find_map(|variant| launches_after(variant, end_s))?;
    let label = format!("the last launch is at {} s", written(last_s));
    let fault = node.fault("a raid launches when the run is over", label);
    let fault = fault.note(format!("`simulation.duration_s` is {} s", written(end_s)));
    Some(fault.help("launch earlier, or let the run last longer"))
}

/// The last launch, s, that may fall after a time, and what makes it so late.
fn launches_after(variant: WrittenVariant<'_>, end_s: f64) -> Option<(&TreeNode, f64)> {
    let most = |key| variant.ends(key).map(|[_, most]| most);
    let start_s = most("start_s")?;
    let last_s = start_s + (most("count")? - 1.0) * most("spacing_s")?;
    let key = if start_s < end_s { "spacing_s" } else { "start_s" };
    (last_s >= end_s).then(|| (variant.nearest(key), last_s))
}

fn assets_are_worth_something(root: &TreeNode) -> Option<Fault> {
    let values = root.list("assets").iter().map(|asset| asset.get("value"));
    let values: Vec<&TreeNode> = values.collect::<Option<_>>()?;
    let is_zero = values.iter().all(|value| value.number() == Some(0.0));
    let label = "only shares of the total count, and the total is zero";
    let fault = values.first()?.fault("no asset has a value", label);
    is_zero.then(|| fault.instead("where all are worth the same", "1"))
}
