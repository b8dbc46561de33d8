//! Values set over those of the files: `links[nato>russia].loss=0.1`.
//!
//! A path leads through the merged tree by the keys of the files. A list stands for all its items;
//! brackets choose one by its name, by its ends (`[nato>russia]`), by its place from 0, or all
//! (`[*]`). The value is TOML, a bare word text. It is checked by the shape of its key like
//! any value of a file; the setting itself is the source that faults point at. `+=` adds a number
//! to each that is there: `fire_units[*].inventory+=1`.

use std::ops::Range;

use crate::scenario::error::{Fault, Faults, SourceText, quoted};
use crate::scenario::near::nearest;
use crate::scenario::read::shape::{FileKind, Key, Shape, shape_of};
use crate::scenario::read::syntax;
use crate::scenario::read::tree::{Entry, Table, TreeNode, Value};
use crate::scenario::read::walk::walk_value;
use crate::scenario::read::words;
use crate::scenario::schema::link_name;

/// Name of the source that a setting is, in faults.
const SOURCE: &str = "--set";

/// Keys that name files, which are read before anything can be set.
const NAMES_OF_FILES: [&str; 2] = ["catalogue", "architecture_files"];

/// A step of a path: a key, and which items of its list.
#[derive(Debug, Clone)]
struct Step<'a> {
    name: &'a str,
    span: Range<usize>,
    selector: Option<(&'a str, Range<usize>)>,
}

/// Value that a setting puts at the end of its path.
struct Assignment<'a> {
    entry: Entry,
    /// Meaning of the key.
    about: &'a str,
    /// The number is added to the one that is there.
    is_added: bool,
}

/// Sets the value in the tree, or adds the fault that keeps it from being set.
pub(crate) fn apply(root: &mut TreeNode, setting: &str, faults: &mut Faults) {
    let file = faults.sources.len();
    faults.sources.push(SourceText::new(SOURCE, setting));
    if let Err(fault) = set(root, setting, file, faults) {
        faults.add(*fault);
    }
}

/// Makes the tables that a setting goes into, if they are not there, and sets nothing.
pub(crate) fn make_tables(root: &mut TreeNode, setting: &str) {
    let end = end_of_path(setting).unwrap_or(setting.len());
    if let Ok(steps) = steps(path(setting, end).0, 0) {
        let entry =
            Entry { key: 0..0, node: TreeNode { value: Value::Faulty, ..TreeNode::empty(0) } };
        let nothing = Assignment { entry, about: "", is_added: false };
        let _ = put(root, &shape_of(FileKind::Scenario), &steps, &nothing);
    }
}

/// The fault of a setting without which the scenario would be the same.
pub(crate) fn without_effect(setting: &str, file: usize) -> Fault {
    let label = "the scenario is the same without it";
    Fault::new(file, 0..setting.len(), "the setting changes nothing", label)
        .help("leave it out, or give another value")
}

fn set(
    root: &mut TreeNode,
    setting: &str,
    file: usize,
    faults: &mut Faults,
) -> Result<(), Box<Fault>> {
    let Some(end) = end_of_path(setting) else {
        let label = "there is no `=` between a key and a value";
        let fault = Fault::new(file, 0..setting.len(), "not a setting", label);
        return Err(fault.help("write KEY=VALUE, such as `links.latency_s=20`").into());
    };
    let (path, is_added) = path(setting, end);
    let steps = steps(path, file)?;
    let shape = shape_of(FileKind::Scenario);
    let key = key_at(&shape, &steps, file)?;
    let mut value = value(setting, end, file)?;
    let (Some(last), before) = (steps.last(), faults.list.len()) else {
        return Ok(());
    };
    let wanted = match (&key.shape, &last.selector) {
        (Shape::List { items, .. }, Some(_)) => &**items,
        (shape, _) => shape,
    };
    if is_added {
        let is_of_numbers = matches!(wanted.of_values(), Shape::Number(_) | Shape::Integer(_));
        if !is_of_numbers || value.number().is_none() {
            let (span, label) = if is_of_numbers {
                (value.span, "this is no number")
            } else {
                (last.span.clone(), "its value is no number")
            };
            let fault = Fault::new(file, span, "only numbers can be added", label);
            return Err(fault.help("write `=` to set a value").into());
        }
    } else {
        walk_value(&mut value, wanted, (last.name, &key.about), faults);
    }
    if faults.list.len() > before {
        return Ok(());
    }
    let entry = Entry { key: last.span.clone(), node: value };
    let assignment = Assignment { entry, about: &key.about, is_added };
    let count = put(root, &shape, &steps, &assignment)?;
    if count == 0 {
        let label = "nothing of the scenario is there";
        return Err(Fault::new(file, 0..path.len(), "the key matches nothing", label).into());
    }
    Ok(())
}

/// The byte of the `=` that ends the path.
pub(crate) fn end_of_path(setting: &str) -> Option<usize> {
    let mut is_inside = false;
    setting.bytes().position(|byte| {
        match byte {
            b'[' => is_inside = true,
            b']' => is_inside = false,
            _ => {}
        }
        byte == b'=' && !is_inside
    })
}

/// The path of a setting whose `=` is at a byte, and whether its value is added.
fn path(setting: &str, end: usize) -> (&str, bool) {
    let path = &setting[..end];
    path.strip_suffix('+').map_or((path, false), |path| (path, true))
}

impl Assignment<'_> {
    /// The value where this one is there, or nothing.
    fn over(
        &self,
        there: Option<&TreeNode>,
        shape: &Shape,
        name: &str,
    ) -> Result<TreeNode, Box<Fault>> {
        let mut node = self.entry.node.clone();
        if !self.is_added {
            return Ok(node);
        }
        node.value = match (there.map(|there| &there.value), &node.value) {
            (Some(Value::Integer(a)), Value::Integer(b)) => Value::Integer(a.saturating_add(*b)),
            (there, value) => {
                let [a, b] = [there, Some(value)].map(|value| match value {
                    Some(Value::Integer(number)) => Some(*number as f64),
                    Some(Value::Float(number)) => Some(*number),
                    _ => None,
                });
                let Some(sum) = a.zip(b).map(|(a, b)| a + b) else {
                    let title = format!("{} is not written there", quoted(name));
                    let label = "there is no number to add to";
                    let fault = Fault::new(node.file, self.entry.key.clone(), title, label);
                    return Err(fault.help("write `=` to set a value").into());
                };
                Value::Float(sum)
            }
        };
        let mut faults = Faults::default();
        walk_value(&mut node, shape, (name, self.about), &mut faults);
        faults.list.into_iter().next().map_or(Ok(node), |fault| Err(fault.into()))
    }
}

/// The steps of a path.
fn steps(path: &str, file: usize) -> Result<Vec<Step<'_>>, Box<Fault>> {
    let mut steps = Vec::new();
    let mut at = 0;
    loop {
        let rest = &path[at..];
        let length = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = rest[..length].trim();
        let from = at + (rest[..length].len() - rest[..length].trim_start().len());
        let span = from..from + name.len();
        if name.is_empty() {
            let label = "a key belongs here";
            return Err(Fault::new(file, at..at + 1, "the path lacks a key", label).into());
        }
        at += length;
        let mut selector = None;
        if let Some(inside) = path[at..].strip_prefix('[') {
            let Some(length) = inside.find(']') else {
                let label = "this bracket is never closed";
                return Err(Fault::new(file, at..at + 1, "not a path", label).into());
            };
            selector = Some((inside[..length].trim(), at + 1..at + 1 + length));
            at += length + 2;
        }
        steps.push(Step { name, span, selector });
        if path[at..].trim().is_empty() {
            return Ok(steps);
        }
        if !path[at..].starts_with('.') {
            let label = "a `.` belongs before the next key";
            return Err(Fault::new(file, at..path.len(), "not a path", label).into());
        }
        at += 1;
    }
}

/// The key that a path leads to.
fn key_at(root: &Shape, steps: &[Step<'_>], file: usize) -> Result<Key, Box<Fault>> {
    let mut shape = root;
    let mut found = None;
    let parameter =
        |shape: &Shape| Key { about: String::new(), required: false, shape: shape.clone() };
    for (place, step) in steps.iter().enumerate() {
        shape = shape.of_tables();
        let key = match shape {
            Shape::Table(keys) => match keys.get(step.name) {
                Some(key) => key.clone(),
                None => return Err(unknown(step, keys.keys().map(String::as_str), file).into()),
            },
            Shape::Map(items) => parameter(items),
            _ => {
                let title = format!("{} has no keys", quoted(steps[place - 1].name));
                return Err(
                    Fault::new(file, step.span.clone(), title, "it is a value itself").into()
                );
            }
        };
        if place == 0 && NAMES_OF_FILES.contains(&step.name) {
            let title = format!("`{}` cannot be set", step.name);
            let label = "the files it names are read before";
            return Err(Fault::new(file, step.span.clone(), title, label).into());
        }
        if let (Some((_, span)), false) = (&step.selector, matches!(key.shape, Shape::List { .. }))
        {
            let title = format!("`{}` is not a list", step.name);
            let label = "there is nothing to choose from";
            return Err(Fault::new(file, span.clone(), title, label).into());
        }
        found = Some(key);
        shape = match shape {
            Shape::Table(keys) => &keys[step.name].shape,
            Shape::Map(items) => items,
            other => other,
        };
        if let (Shape::List { items, .. }, true) = (shape, place + 1 < steps.len()) {
            shape = items;
        }
    }
    found.ok_or_else(|| Fault::new(file, 0..0, "the path is empty", "").into())
}

fn unknown<'a>(
    step: &Step<'_>,
    known: impl Iterator<Item = &'a str> + Clone,
    file: usize,
) -> Fault {
    let title = format!("unknown key {}", quoted(step.name));
    let fault = Fault::new(file, step.span.clone(), title, "no table there has it");
    match nearest(step.name, known.clone()) {
        Some(near) => {
            fault.replace("there is a key with a near name", step.span.clone(), near.into())
        }
        None => fault.note(format!("its keys are {}", words::listed(known))),
    }
}

/// The value behind the `=`, with its place in the setting.
fn value(setting: &str, end: usize, file: usize) -> Result<TreeNode, Box<Fault>> {
    // The path is no TOML key; one letter in its place, so that bytes keep their places.
    let padded = format!("{:>end$}{}", "v", &setting[end..]);
    let (root, broken) = syntax::parse(file, &padded);
    let written = setting[end + 1..].trim();
    let is_word = written.starts_with(|first: char| first.is_ascii_alphabetic())
        && written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if let Some(fault) = broken.into_iter().next() {
        if is_word {
            let start = setting.len() - setting[end + 1..].trim_start().len();
            let value = Value::Text(written.to_owned());
            return Ok(TreeNode { file, span: start..start + written.len(), value });
        }
        return Err(fault.into());
    }
    let value = root.get("v").filter(|value| !value.is_faulty()).cloned();
    let is_alone = root.table().is_some_and(|table| table.len() == 1);
    let fault = || {
        let label = "a single TOML value belongs here";
        Fault::new(file, end + 1..setting.len(), "not one value", label).into()
    };
    value.filter(|_| is_alone).ok_or_else(fault)
}

/// Puts the value, unless it is faulty, wherever the steps lead, and counts the places. A table
/// that is not there is made if none of its keys is required.
fn put(
    node: &mut TreeNode,
    shape: &Shape,
    steps: &[Step<'_>],
    assignment: &Assignment<'_>,
) -> Result<usize, Box<Fault>> {
    let entry = &assignment.entry;
    let (file, [step, rest @ ..]) = (entry.node.file, steps) else {
        return Ok(0);
    };
    let (Some(table), Some(shape)) = (node.table_mut(), below(shape, step.name)) else {
        return Ok(0);
    };
    if rest.is_empty() && step.selector.is_none() {
        if entry.node.is_faulty() {
            return Ok(0);
        }
        let there = table.get(step.name).map(|entry| &entry.node);
        let node = assignment.over(there, shape, step.name)?;
        table.insert(step.name.to_owned(), Entry { key: entry.key.clone(), node });
        return Ok(1);
    }
    let is_free = |shape: &Shape| match shape {
        Shape::Table(keys) => keys.values().all(|key| !key.required),
        _ => false,
    };
    if !table.contains_key(step.name) && is_free(shape) {
        let node = TreeNode { value: Value::Table(Table::new()), ..entry.node.clone() };
        table.insert(step.name.to_owned(), Entry { key: step.span.clone(), node });
    }
    let Some(child) = table.get_mut(step.name).map(|entry| &mut entry.node) else {
        let title = format!("the scenario has no `{}` there", step.name);
        let label = "a setting goes into what is written";
        let fault = Fault::new(file, step.span.clone(), title, label);
        return Err(fault.help("write the table in the file first").into());
    };
    if child.table().is_some() {
        return put(child, shape, rest, assignment);
    }
    let places = chosen(child, step, file)?;
    let (Value::List(items), Shape::List { items: shape, .. }) = (&mut child.value, shape) else {
        return Ok(0);
    };
    let mut count = 0;
    for place in places {
        if rest.is_empty() && !entry.node.is_faulty() {
            items[place] = assignment.over(Some(&items[place]), shape, step.name)?;
            count += 1;
        } else {
            count += put(&mut items[place], shape, rest, assignment)?;
        }
    }
    Ok(count)
}

/// The shape behind a key.
fn below<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    match shape.of_tables() {
        Shape::Table(keys) => Some(&keys.get(name)?.shape),
        Shape::Map(items) => Some(items),
        _ => None,
    }
}

/// The places of the items that a step means.
fn chosen(list: &TreeNode, step: &Step<'_>, file: usize) -> Result<Vec<usize>, Box<Fault>> {
    let items = list.items();
    let Some((selector, span)) = step.selector.as_ref().filter(|(name, _)| *name != "*") else {
        return Ok((0..items.len()).collect());
    };
    let names: Vec<String> = items.iter().map(name_of_item).collect();
    let named: Vec<usize> = (0..items.len()).filter(|place| names[*place] == *selector).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    if let Some(place) = selector.parse::<usize>().ok().filter(|place| *place < items.len()) {
        return Ok(vec![place]);
    }
    let title = format!("`{}` has no {}", step.name, quoted(selector));
    let fault = Fault::new(file, span.clone(), title, "none of its items has this name");
    let known = names.iter().map(String::as_str).filter(|name| !name.is_empty());
    let fault = match nearest(selector, known.clone()) {
        Some(near) => fault.replace("there is one with a near name", span.clone(), near.into()),
        None if known.clone().next().is_none() => {
            fault.help(format!("its items have no names; write a place from 0 to {}", items.len()))
        }
        None => fault.note(format!("there are {}", words::listed(known))),
    };
    Err(fault.into())
}

/// The name by which an item of a list is chosen.
fn name_of_item(item: &TreeNode) -> String {
    if let (Some(from), Some(to)) = (item.text_of("from"), item.text_of("to")) {
        return link_name(from, to);
    }
    let name = ["id", "name", "system"].into_iter().find_map(|key| item.text_of(key));
    name.or_else(|| item.text()).unwrap_or_default().to_owned()
}
