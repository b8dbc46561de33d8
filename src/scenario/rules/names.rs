//! Names: no two things have the same, and each can be the name of a file and a column.

use super::ScenarioRule::{self, Whole};
use super::{place, repeated};
use crate::scenario::error::{Faults, quoted};
use crate::scenario::read::tree::TreeNode;

pub(super) const RULES: &[ScenarioRule] = &[Whole(are_unique), Whole(are_well_formed)];

/// Things of a kind, and the lists they are in; one name stands for one of them.
const KINDS: [(&str, &[&str], &str); 12] = [
    ("systems", &["systems"], "id"),
    ("assets", &["assets"], "id"),
    ("sensors", &["radars", "satellites", "sensors"], "id"),
    ("fire units", &["fire_units"], "id"),
    ("raids", &["raids"], "id"),
    ("corridors", &["corridors"], "id"),
    ("outages", &["outages"], "id"),
    ("radar types", &["radar_types"], "id"),
    ("satellite types", &["satellite_types"], "id"),
    ("interceptor types", &["interceptor_types"], "id"),
    ("threat types", &["threat_types"], "id"),
    ("architectures", &["architectures"], "name"),
];

const LONGEST: usize = 64;

/// The names in some lists, with their texts.
fn names<'a>(
    root: &'a TreeNode,
    lists: &'static [&str],
    key: &'static str,
) -> impl Iterator<Item = (&'a str, &'a TreeNode)> {
    let things = lists.iter().flat_map(|list| root.list(list));
    things.filter_map(move |thing| Some((thing.text_of(key)?, thing.get(key)?)))
}

fn are_unique(root: &TreeNode, faults: &mut Faults) {
    for (kind, lists, key) in KINDS {
        for (text, first, name) in repeated(names(root, lists, key)) {
            if faults.is_full() {
                return;
            }
            let title = format!("two {kind} have the name {}", quoted(text));
            let label = format!("the first is at {}", place(first, faults));
            faults.add(name.fault(title, label).help("give it another name"));
        }
    }
}

fn are_well_formed(root: &TreeNode, faults: &mut Faults) {
    for (_, lists, key) in KINDS {
        for (text, node) in names(root, lists, key).filter(|(text, _)| !is_well_formed(text)) {
            if faults.is_full() {
                return;
            }
            let title = format!("{} is not a name", quoted(text));
            let label = format!("a name has 1 to {LONGEST} of the letters A-Z a-z 0-9 _ -");
            let fault = node.fault(title, label);
            let fault = fault.note("names become names of files and columns");
            faults.add(match repaired(text) {
                Some(name) => fault.instead("a name near to it", format!("\"{name}\"")),
                None => fault,
            });
        }
    }
}

fn is_well_formed(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(is_allowed)
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// The name with a dash for each run of other letters.
fn repaired(name: &str) -> Option<String> {
    if name.len() > LONGEST || !name.is_ascii() {
        return None;
    }
    let words = name.split(|letter| !is_allowed(letter as u8));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    Some(words.join("-")).filter(|name| is_well_formed(name))
}

#[cfg(test)]
mod tests {
    use super::{KINDS, LONGEST, is_well_formed, repaired};
    use crate::scenario::schema::NAME_PATTERN;
    use crate::scenario::{FileKind, schema_json};
    use serde_json::Value;

    /// Editors are told of every name what the check demands.
    #[test]
    fn the_schema_has_the_pattern_of_every_name() {
        assert_eq!(NAME_PATTERN, format!("^[A-Za-z0-9_-]{{1,{LONGEST}}}$"));
        let schema: Value = serde_json::from_str(&schema_json(FileKind::Scenario)).unwrap();
        for (list, key) in
            KINDS.iter().flat_map(|(_, lists, key)| lists.iter().map(move |list| (list, key)))
        {
            let path = schema["properties"][list]["items"]["$ref"].as_str().unwrap();
            let name = path.rsplit('/').next().unwrap();
            let pattern = &schema["$defs"][name]["properties"][key]["pattern"];
            assert_eq!(pattern, NAME_PATTERN, "{list}");
        }
    }

    #[test]
    fn names_are_letters_digits_and_dashes() {
        let long = "x".repeat(64);
        for name in ["a", "NATO_1-b", long.as_str()] {
            assert!(is_well_formed(name), "{name}");
        }
        let longer = "x".repeat(65);
        for name in ["", "a.b", "a b", "é", "a/b", longer.as_str()] {
            assert!(!is_well_formed(name), "{name}");
        }
        assert_eq!(repaired("early  warning.1"), Some("early-warning-1".to_owned()));
        assert_eq!(repaired("..."), None);
        assert_eq!(repaired("é"), None);
    }
}
