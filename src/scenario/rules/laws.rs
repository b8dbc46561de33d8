//! Laws of raids: there is something to draw, and not too much.

use super::ScenarioRule::{self, Several};
use crate::scenario::error::Fault;
use crate::scenario::read::tree::{TreeNode, Value};
use crate::scenario::read::units::written;
use crate::scenario::schema::LawTable;
use serde::Deserialize;

pub(super) const RULES: &[ScenarioRule] =
    &[Several("raids[]", laws_are_sound), Several("raids[]", weights_do_something)];

/// Keys of a raid that may have a law, and the ends of their numbers.
const KEYS: [(&str, [f64; 2]); 5] = [
    ("threat", [0.0, 0.0]),
    ("count", [1.0, 1000.0]),
    ("start_s", [0.0, 10_000.0]),
    ("spacing_s", [0.0, 3600.0]),
    ("loft_deg", [-40.0, 40.0]),
];

/// Most values of a law.
const MAX_VALUES: f64 = 1000.0;

/// A raid as it may be drawn: itself, or one of its alternatives.
#[derive(Clone, Copy)]
pub(crate) struct WrittenVariant<'a> {
    raid: &'a TreeNode,
    alternative: Option<&'a TreeNode>,
}

impl<'a> WrittenVariant<'a> {
    /// All of a raid.
    pub(crate) fn all(raid: &'a TreeNode) -> impl Iterator<Item = Self> {
        let alternatives = raid.list("alternatives").iter().map(Some);
        std::iter::once(None).chain(alternatives).map(move |alternative| Self { raid, alternative })
    }

    /// The value of a key, or its law.
    pub(crate) fn get(self, key: &str) -> Option<&'a TreeNode> {
        let of_alternative = self.alternative.and_then(|alternative| alternative.get(key));
        of_alternative.or_else(|| self.raid.get(key))
    }

    /// Whether a key stands in the alternative itself, or this is the raid itself.
    pub(crate) fn has_own(self, key: &str) -> bool {
        self.alternative.is_none_or(|alternative| alternative.get(key).is_some())
    }

    /// The key where it is written, or the nearest thing around it.
    pub(crate) fn nearest(self, key: &str) -> &'a TreeNode {
        self.get(key).unwrap_or_else(|| self.raid.nearest("id"))
    }

    /// The least and the greatest number that a key may have.
    pub(crate) fn ends(self, key: &str) -> Option<[f64; 2]> {
        ends(self.get(key)?)
    }

    /// The names that a key may have.
    pub(crate) fn names(self, key: &str) -> Vec<&'a str> {
        let node = self.get(key);
        let drawn = node.into_iter().flat_map(|node| node.each("choices[].value"));
        node.into_iter().chain(drawn).filter_map(TreeNode::text).collect()
    }

    /// The table of the alternative, or of the raid.
    pub(crate) fn table(self) -> &'a TreeNode {
        self.alternative.unwrap_or(self.raid)
    }
}

/// The least and the greatest number of a value or of a law.
fn ends(node: &TreeNode) -> Option<[f64; 2]> {
    let numbers: Option<Vec<f64>> = match &node.value {
        Value::Table(_) if !node.list("choices").is_empty() => {
            node.each("choices[].value").into_iter().map(TreeNode::number).collect()
        }
        Value::Table(_) if !node.list("range").is_empty() => {
            node.list("range").iter().map(TreeNode::number).collect()
        }
        Value::Table(_) => {
            ["distribution.min", "distribution.max"].iter().map(|end| node.number_of(end)).collect()
        }
        _ => node.number().map(|number| vec![number]),
    };
    let numbers = numbers.filter(|numbers| !numbers.is_empty())?;
    Some([
        numbers.iter().copied().fold(f64::INFINITY, f64::min),
        numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    ])
}

fn laws_are_sound(raid: &TreeNode) -> Vec<Fault> {
    let tables = std::iter::once(raid).chain(raid.list("alternatives"));
    let laws = tables.flat_map(|table| {
        KEYS.iter().filter_map(|(key, ends)| Some((*key, *ends, table.get(key)?)))
    });
    laws.filter(|(_, _, law)| law.table().is_some()).filter_map(unsound).collect()
}

/// The fault of a key's law.
fn unsound((key, limits, law): (&str, [f64; 2], &TreeNode)) -> Option<Fault> {
    let mut parts = vec!["choices", "range", "distribution"];
    parts.retain(|part| law.get(part).is_some());
    if parts.iter().any(|part| law.get(part).is_some_and(TreeNode::is_faulty)) {
        return None;
    }
    match parts[..] {
        [] => {
            let label = if key == "threat" {
                "give `choices`"
            } else {
                "give `choices`, `range` or `distribution`"
            };
            Some(law.fault(format!("`{key}` has a table without a law"), label))
        }
        ["choices"] => unsound_choices((key, law)),
        [part] => unsound_numbers((key, limits, law), part),
        [_, other, ..] => {
            Some(law.nearest(other).fault(format!("`{key}` has two laws"), "leave one out"))
        }
    }
}

fn unsound_choices((key, law): (&str, &TreeNode)) -> Option<Fault> {
    if let Some(step) = law.get("step") {
        let fault = step.fault(format!("`step` of `{key}` has no effect"), "choices have no steps");
        return Some(fault.help("leave it out"));
    }
    let is_zero = |choice: &TreeNode| choice.number_of("weight") == Some(0.0);
    let choices = law.list("choices");
    (!choices.is_empty() && choices.iter().all(is_zero)).then(|| {
        let label = "every weight is 0";
        law.nearest("choices").fault(format!("nothing of `{key}` can be drawn"), label)
    })
}

fn unsound_numbers((key, limits, law): (&str, [f64; 2], &TreeNode), part: &str) -> Option<Fault> {
    let node = law.get(part)?;
    if part == "distribution" {
        let table = LawTable::deserialize(node.to_json()).ok()?;
        if let Some((title, label)) = table.mistake() {
            return Some(node.fault(format!("`distribution` of `{key}`: {title}"), label));
        }
        if table.min.is_none() || table.max.is_none() {
            let title = format!("`distribution` of `{key}` has no ends");
            return Some(node.fault(title, "give `min` and `max`: each flight is solved before"));
        }
    }
    let [least, most] = ends(law)?;
    let [low, high] = limits;
    let written_least = node.items().first().and_then(TreeNode::number);
    if written_least.is_some_and(|first| first > least) {
        let title = format!("`range` of `{key}` is empty");
        return Some(node.fault(title, "wanted: [least, greatest]"));
    }
    if least < low || most > high {
        let title = format!("the law of `{key}` leaves its range");
        let label = format!("must lie from {} to {}", written(low), written(high));
        return Some(node.fault(title, label));
    }
    let step = law.number_of("step").unwrap_or(1.0);
    if key == "count" && (step.fract() != 0.0 || least.fract() != 0.0) {
        let label = "a number of threats is a whole number";
        return Some(law.nearest("step").fault("the law of `count` has fractions", label));
    }
    let values = ((most - least) / step).floor() + 1.0;
    (values > MAX_VALUES).then(|| {
        let title = format!("the law of `{key}` has {} values", written(values));
        let fault = node.fault(title, format!("at most {} are drawn from", written(MAX_VALUES)));
        fault.help("give it a larger `step`")
    })
}

fn weights_do_something(raid: &TreeNode) -> Vec<Fault> {
    let alternatives = raid.list("alternatives");
    if alternatives.is_empty() {
        let fault = |weight: &TreeNode| {
            let label = "there are no alternatives";
            weight.fault("`weight` of a raid has no effect", label).help("leave it out")
        };
        let has_other = raid.get("alternatives").is_some_and(TreeNode::is_faulty);
        return raid.get("weight").filter(|_| !has_other).map(fault).into_iter().collect();
    }
    let tables = std::iter::once(raid).chain(alternatives);
    let is_zero = |table: &TreeNode| table.number_of("weight") == Some(0.0);
    let all_zero = tables.clone().all(is_zero);
    let label = "the weight of each of its alternatives is 0 too";
    let fault = || raid.nearest("weight").fault("nothing of the raid can be drawn", label);
    all_zero.then(fault).into_iter().collect()
}
