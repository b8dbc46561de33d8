//! Missing keys as text to paste: each required key with a value that it may have, and what else it
//! may hold as a comment.

use crate::scenario::read::shape::{Key, Keys, Limits, Shape};
use crate::scenario::read::units::written;
use crate::scenario::read::words::wanted;
use std::fmt::Write;

/// TOML of these keys of the table that `path` leads to, and of all required keys below them.
pub(crate) fn skeleton(path: &str, keys: &[(&String, &Key)]) -> String {
    let mut text = String::new();
    push(&mut text, path, keys);
    text.trim_end().to_owned()
}

/// True of a key that is a table, or a list of tables.
pub(crate) fn is_of_tables(shape: &Shape) -> bool {
    table(shape).is_some()
}

/// The keys of a table or of the tables of a list, and the brackets of its header.
fn table(shape: &Shape) -> Option<(&Keys, [&'static str; 2])> {
    match shape {
        Shape::Table(keys) => Some((keys, ["[", "]"])),
        Shape::List { items, .. } => match &**items {
            Shape::Table(keys) => Some((keys, ["[[", "]]"])),
            _ => None,
        },
        _ => None,
    }
}

/// Plain keys come first, for what stands below a header belongs to its table.
fn push(text: &mut String, path: &str, keys: &[(&String, &Key)]) {
    let (tables, plain): (Vec<_>, Vec<_>) =
        keys.iter().partition(|(_, key)| is_of_tables(&key.shape));
    for (name, key) in plain {
        let (value, wanted) = (value(&key.shape), wanted(name, &key.shape));
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{name} = {value}  # {wanted}");
    }
    for (name, key) in tables {
        let Some((keys, [open, close])) = table(&key.shape) else {
            continue;
        };
        let path = if path.is_empty() { (*name).clone() } else { format!("{path}.{name}") };
        let _ = write!(text, "\n{open}{path}{close}\n");
        let required: Vec<_> = keys.iter().filter(|(_, key)| key.required).collect();
        push(text, &path, &required);
    }
}

/// A value of this shape.
fn value(shape: &Shape) -> String {
    match shape {
        Shape::Number(limits) | Shape::Integer(limits) => number(*limits),
        Shape::Text | Shape::Any => "\"text\"".to_owned(),
        Shape::Boolean => "false".to_owned(),
        Shape::Choice(choices) => {
            choices.first().map_or(String::new(), |it| format!("{:?}", it.name))
        }
        Shape::ValueOrLaw { value: plain, .. } => value(plain),
        Shape::Point => "[0, 0]".to_owned(),
        Shape::List { items, at_least, .. } if **items == Shape::Point => {
            // Corners on a circle, which no polygon's rules turn down.
            let corner = |place: usize| {
                let angle = std::f64::consts::TAU * place as f64 / (*at_least).max(1) as f64;
                let [north, east] = [libm::sin(angle), libm::cos(angle)].map(f64::round);
                format!("[{north}, {east}]")
            };
            format!("[{}]", (0..*at_least).map(corner).collect::<Vec<_>>().join(", "))
        }
        Shape::List { items, at_least, .. } => {
            format!("[{}]", vec![value(items); *at_least].join(", "))
        }
        Shape::Table(_) | Shape::Map(_) => "{}".to_owned(),
    }
}

/// The number within limits that is nearest to 1.
fn number(limits: Limits) -> String {
    written(1.0_f64.clamp(limits.min, limits.max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::error::{Faults, SourceText};
    use crate::scenario::read::shape::{FileKind, shape_of};
    use crate::scenario::read::syntax;
    use crate::scenario::read::tree::Extent;
    use crate::scenario::read::walk::walk;

    #[test]
    fn what_is_pasted_has_every_required_key_and_no_fault() {
        for kind in [FileKind::Scenario, FileKind::Architecture, FileKind::Sweep] {
            let shape = shape_of(kind);
            let Shape::Table(keys) = &shape else { panic!("a file is a table") };
            let required: Vec<_> = keys.iter().filter(|(_, key)| key.required).collect();
            let text = skeleton("", &required);
            let (mut tree, broken) = syntax::parse(0, &text);
            assert_eq!(broken, [], "{text}");
            let mut faults = Faults::new(vec![SourceText::new("a", text.as_str())]);
            walk(&mut tree, &shape, Extent::Whole, &mut faults);
            assert_eq!(faults.to_string(), "0 faults in 0 files", "{text}");
        }
    }

    #[test]
    fn a_line_says_what_a_key_may_hold() {
        let shape = shape_of(FileKind::Scenario);
        let Shape::Table(keys) = &shape else { panic!("a file is a table") };
        let (name, key) = keys.get_key_value("simulation").unwrap();
        let text = skeleton("", &[(name, key)]);
        for line in ["[simulation]", "runs = 1  # an integer from 1 to ", "step_s = 1  # a number"]
        {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
