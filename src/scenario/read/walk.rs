//! One file against its schema: every key and value that is not as it must be.
//!
//! [`Walk::value`] is the table of contents: what is written is matched with what is wanted, and
//! each way of not matching has its function. Whatever is reported becomes [`Value::Faulty`] or is
//! taken out, so that the checks that follow see only sound values. What a fault's remedy could be
//! is `remedy`.

mod remedy;

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use crate::scenario::error::{Fault, Faults, quoted, shown};
use crate::scenario::near::nearest;
use crate::scenario::read::shape::{Choice, Key, Keys, Limits, Shape};
use crate::scenario::read::skeleton::{is_of_tables, skeleton};
use crate::scenario::read::tree::{Entry, Extent, TreeNode, Value};
use crate::scenario::read::units::{name_of, written};
use crate::scenario::read::words;

/// Checks a file's tree. Keys are reported as missing only if the whole file is in it.
pub(crate) fn walk(root: &mut TreeNode, shape: &Shape, extent: Extent, faults: &mut Faults) {
    Walk { extent, faults }.value(root, shape, &At::default());
}

/// Checks one value that stands alone, by the name of its key and what that means.
pub(crate) fn walk_value(
    node: &mut TreeNode,
    shape: &Shape,
    (name, about): (&str, &str),
    faults: &mut Faults,
) {
    Walk { extent: Extent::Whole, faults }.value(node, shape, &At { path: name, name, about });
}

/// Checks a table below the root, whose keys `path` leads to.
pub(crate) fn walk_table(
    table: &mut TreeNode,
    keys: &Keys,
    path: &str,
    extent: Extent,
    faults: &mut Faults,
) {
    let at = At { path, name: path, about: "" };
    Walk { extent, faults }.table(table, keys, &at);
}

/// A fault for the required keys that a table has not, if there are any.
pub(crate) fn missing_keys(node: &TreeNode, keys: &Keys, path: &str) -> Option<Fault> {
    let table = node.table()?;
    let is_missing = |(name, key): &(&String, &Key)| key.required && !table.contains_key(*name);
    let missing: Vec<(&String, &Key)> = keys.iter().filter(is_missing).collect();
    let names = words::listed(missing.iter().map(|(name, _)| name.as_str()));
    let (keys, label) = match missing.len() {
        0 => return None,
        1 => ("key", "it belongs here"),
        _ => ("keys", "they belong here"),
    };
    let title = format!("missing {keys} {names}{}", inside(path));
    let at_top = path.is_empty() && node.span == Range::default();
    let mut fault = node.fault(title, if at_top { "" } else { label });
    for (name, key) in &missing {
        fault = fault.note(words::explained(name, key));
    }
    if missing.iter().any(|(_, key)| is_of_tables(&key.shape)) {
        let text = skeleton(path, &missing);
        fault = fault.note(format!("to paste, with values that are allowed:\n{text}"));
    }
    if at_top {
        fault = fault.help("keys of the file itself stand before its first `[table]`");
    }
    Some(fault)
}

/// Place of the walk.
#[derive(Default)]
struct At<'a> {
    /// The keys that lead here, `systems.command.doctrine`.
    path: &'a str,
    /// The last of them.
    name: &'a str,
    /// Its meaning.
    about: &'a str,
}

struct Walk<'a> {
    extent: Extent,
    faults: &'a mut Faults,
}

impl Walk<'_> {
    fn value(&mut self, node: &mut TreeNode, shape: &Shape, at: &At<'_>) {
        if self.faults.is_full() {
            return;
        }
        if let Shape::ValueOrLaw { value, law } = shape {
            let is_law = matches!(node.value, Value::Table(_));
            return self.value(node, if is_law { law } else { value }, at);
        }
        match (shape, &mut node.value) {
            (_, Value::Faulty)
            | (Shape::Any, _)
            | (Shape::Text, Value::Text(_))
            | (Shape::Boolean, Value::Boolean(_)) => {}
            (Shape::Table(keys), Value::Table(_)) => self.table(node, keys, at),
            (Shape::Map(items), Value::Table(table)) => {
                for (name, entry) in table {
                    let name = &shown(name);
                    self.value(&mut entry.node, items, &At { name, ..*at });
                }
            }
            (Shape::List { items, at_least, at_most }, Value::List(list)) => {
                for item in list {
                    self.value(item, items, at);
                }
                self.length(node, *at_least..=*at_most, at);
            }
            (Shape::Point, Value::List(_)) => self.point(node, at),
            (Shape::Number(limits), Value::Integer(_) | Value::Float(_))
            | (Shape::Integer(limits), Value::Integer(_)) => self.number(node, *limits, at),
            (Shape::Choice(choices), Value::Text(_)) => self.choice(node, choices, at),
            _ => self.wrong_kind(node, shape, at),
        }
    }

    fn table(&mut self, node: &mut TreeNode, keys: &Keys, at: &At<'_>) {
        let Some(mut table) = node.table_mut().map(std::mem::take) else {
            return;
        };
        let mut meant = Vec::new();
        let given: Given = keys.keys().filter(|key| table.contains_key(*key)).collect();
        for (name, entry) in &mut table {
            match keys.get(name) {
                Some(key) => {
                    let path = [at.path, name].join(if at.path.is_empty() { "" } else { "." });
                    let at = At { path: &path, name, about: &key.about };
                    self.value(&mut entry.node, &key.shape, &at);
                }
                None if self.faults.is_full() => break,
                None => {
                    let known = self.unknown_key((name, entry), keys, &given, at);
                    meant.extend(known.map(|known| (known, faulty(entry))));
                }
            }
        }
        table.retain(|name, _| keys.contains_key(name));
        for (known, entry) in meant {
            table.entry(known.to_owned()).or_insert(entry);
        }
        node.value = Value::Table(table);
        if self.extent == Extent::Whole
            && let Some(fault) = missing_keys(node, keys, at.path)
        {
            self.faults.add(fault);
        }
    }

    /// Reports the key, and says which known key was meant.
    fn unknown_key<'k>(
        &mut self,
        (name, entry): (&str, &Entry),
        keys: &'k Keys,
        given: &Given<'_>,
        at: &At<'_>,
    ) -> Option<&'k str> {
        if let Some((fault, meant)) = remedy::other_unit(name, entry, keys) {
            self.faults.add(if given.iter().any(|key| *key == meant) {
                fault.help("leave it out: that key is given too")
            } else {
                fault
            });
            return Some(meant);
        }
        let title = format!("unknown key {}{}", quoted(name), inside(at.path));
        let label = "not a key of this table";
        let fault = Fault::new(entry.node.file, entry.key.clone(), title, label);
        let free = keys.keys().filter(|known| !given.contains(*known));
        let free = free.map(String::as_str);
        let near = free.clone().find(|known| remedy::same_but_for_unit(name, known));
        let near = near.or_else(|| nearest(name, free));
        self.faults.add(match near {
            Some(near) => fault
                .note(words::explained(near, &keys[near]))
                .instead("there is a key with a near name", near),
            None => fault
                .note(format!("its keys are {}", words::listed(keys.keys().map(String::as_str)))),
        });
        near
    }

    fn length(&mut self, node: &TreeNode, allowed: RangeInclusive<usize>, at: &At<'_>) {
        let (length, least, most) = (node.items().len(), allowed.start(), allowed.end());
        if allowed.contains(&length) {
            return;
        }
        let (title, label) = if length < *least {
            let label = format!("at least {least} must be given, here are {length}");
            ("has too few entries", label)
        } else {
            ("has too many entries", format!("at most {most} may be given"))
        };
        self.report(node.fault(format!("`{}` {title}", at.name), label), at);
    }

    fn point(&mut self, node: &mut TreeNode, at: &At<'_>) {
        const LIMITS: [(&str, f64); 2] = [("latitude", 90.0), ("longitude", 180.0)];
        let numbers: Vec<f64> = node.items().iter().filter_map(TreeNode::number).collect();
        let [latitude, longitude] = numbers[..] else {
            let label = "wanted: [latitude, longitude] in degrees";
            let fault = node.fault(format!("a point of `{}` is not a pair", at.name), label);
            self.report(fault, at);
            node.value = Value::Faulty;
            return;
        };
        for ((number, (name, limit)), item) in numbers.iter().zip(LIMITS).zip(node.items()) {
            if number.abs() <= limit {
                continue;
            }
            let title = format!("the {name} of a point of `{}` is out of range", at.name);
            let label = format!("must lie from -{limit} to {limit} degrees");
            let fault = item.fault(title, label);
            let swapped = longitude.abs() <= 90.0 && latitude.abs() <= 180.0;
            let fault = if swapped {
                let pair = format!("[{}, {}]", written(longitude), written(latitude));
                fault.replace("latitude comes first", node.span.clone(), pair)
            } else {
                fault
            };
            self.report(fault, at);
        }
        if !(latitude.abs() <= 90.0 && longitude.abs() <= 180.0) {
            node.value = Value::Faulty;
        }
    }

    fn number(&mut self, node: &mut TreeNode, limits: Limits, at: &At<'_>) {
        let number = node.number().unwrap_or(f64::NAN);
        if (limits.min..=limits.max).contains(&number) {
            return;
        }
        let label = |word: &str, limit: f64| {
            let number = words::joined(&written(limit), name_of(at.name));
            ("is out of range", format!("must be at {word} {number}"))
        };
        let (title, label) = if number.is_nan() {
            ("is not a number", String::new())
        } else if number.is_infinite() {
            ("is not a finite number", String::new())
        } else if number < limits.min {
            label("least", limits.min)
        } else {
            label("most", limits.max)
        };
        self.report(node.fault(format!("`{}` {title}", at.name), label), at);
        node.value = Value::Faulty;
    }

    fn choice(&mut self, node: &mut TreeNode, choices: &[Choice], at: &At<'_>) {
        let written = node.text().unwrap_or_default();
        if choices.iter().any(|choice| choice.name == written) {
            return;
        }
        let title = format!("`{}` cannot be {}", at.name, quoted(written));
        let label = format!("must be one of {}", words::names(choices));
        let mut fault = node.fault(title, label);
        for Choice { name, about } in choices {
            fault = fault.note(format!("`{name}`: {about}"));
        }
        if let Some(near) = nearest(written, choices.iter().map(|one| one.name.as_str())) {
            fault = fault.instead("there is one with a near name", format!("\"{near}\""));
        }
        self.faults.add(fault);
        node.value = Value::Faulty;
    }

    fn wrong_kind(&mut self, node: &mut TreeNode, shape: &Shape, at: &At<'_>) {
        let title = format!("`{}` has a value of the wrong kind", at.name);
        let wanted = words::wanted(at.name, shape);
        let fault = node.fault(title, format!("wanted: {wanted}; found: {}", node.value.kind()));
        let text = self.text(node);
        self.report(remedy::other_kind(fault, node, shape, &text), at);
        node.value = Value::Faulty;
    }

    fn report(&mut self, fault: Fault, at: &At<'_>) {
        self.faults.add(match at.about {
            "" => fault,
            about => fault.note(format!("`{}`: {about}", at.name)),
        });
    }

    /// The text of a value as written.
    fn text(&self, node: &TreeNode) -> String {
        let source = self.faults.sources.get(node.file);
        let text = source.and_then(|source| source.text.get(node.span.clone()));
        text.unwrap_or_default().to_owned()
    }
}

/// Stand-in for a key that was meant and is written under another name.
fn faulty(entry: &Entry) -> Entry {
    let node =
        TreeNode { file: entry.node.file, span: entry.node.span.clone(), value: Value::Faulty };
    Entry { key: entry.key.clone(), node }
}

/// The known keys that a table has.
type Given<'a> = BTreeSet<&'a String>;

fn inside(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    format!(" in `{path}`")
}
