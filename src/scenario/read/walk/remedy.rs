//! Remedies: the same quantity in the wanted unit, the same value in its wanted form.

use crate::scenario::error::{Fault, quoted};
use crate::scenario::read::shape::{Keys, Shape};
use crate::scenario::read::tree::{Entry, TreeNode, Value};
use crate::scenario::read::units::{split, written};
use crate::scenario::read::words;

/// If `name` is a known key but for its unit: the fault, and the known key.
pub(super) fn other_unit<'k>(
    name: &str,
    entry: &Entry,
    keys: &'k Keys,
) -> Option<(Fault, &'k str)> {
    let (stem, unit) = split(name)?;
    let same_quantity = |known: &&String| {
        split(known).is_some_and(|(other_stem, other)| {
            other_stem == stem && other.quantity == unit.quantity
        })
    };
    let known = keys.keys().find(same_quantity)?;
    let (_, known_unit) = split(known)?;
    let fault = Fault::new(
        entry.node.file,
        entry.key.clone(),
        format!("{} is in the wrong unit", quoted(name)),
        format!("this {} is given as `{known}`", unit.quantity),
    )
    .note(words::explained(known, &keys[known]));
    let converted = entry.node.number().and_then(|number| unit.convert(number, known_unit));
    let fault = match converted {
        Some(number) => fault.replace(
            "write the same quantity in that unit",
            entry.key.start..entry.node.span.end,
            format!("{known} = {}", written(number)),
        ),
        None => fault.help(format!("give it in {}", known_unit.name)),
    };
    Some((fault, known))
}

/// True of keys that differ in no more than the last word, a unit: `range`, `range_furlong` and
/// `range_km`.
pub(super) fn same_but_for_unit(name: &str, known: &str) -> bool {
    let Some((stem, _)) = split(known) else {
        return false;
    };
    name == stem || name.rsplit_once('_').is_some_and(|(other, _)| other == stem)
}

/// Adds to a fault of kind how the value is written rightly, where that is plain to see. `text` is
/// the value as written.
pub(super) fn other_kind(fault: Fault, node: &TreeNode, shape: &Shape, text: &str) -> Fault {
    let (advice, new) = match (shape, &node.value) {
        (Shape::Number(_) | Shape::Integer(_), Value::Text(inner)) if is_number(inner) => {
            ("write the number without quotes", inner.trim().to_owned())
        }
        (Shape::Boolean, Value::Text(inner)) if inner == "true" || inner == "false" => {
            ("write it without quotes", inner.clone())
        }
        (Shape::Integer(_), Value::Float(number))
            if number.fract() == 0.0 && number.abs() < 1.0e15 =>
        {
            ("write it without a fraction", format!("{number:.0}"))
        }
        (
            Shape::Text | Shape::Choice(_),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Date,
        ) => ("put it in quotes", format!("\"{text}\"")),
        (Shape::List { items, .. }, Value::Table(_)) if text.starts_with('[') => match **items {
            Shape::Table(_) => ("each of the list has double brackets", format!("[{text}]")),
            _ => return fault,
        },
        (Shape::Table(_), Value::List(_)) if text.starts_with("[[") && text.ends_with("]]") => {
            let single = text[1..text.len() - 1].to_owned();
            ("there is only one, so it has single brackets", single)
        }
        (Shape::List { items, .. }, Value::Text(_)) if **items == Shape::Text => {
            ("put it in brackets", format!("[{text}]"))
        }
        _ => return fault,
    };
    fault.instead(advice, new)
}

fn is_number(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok_and(f64::is_finite)
}
