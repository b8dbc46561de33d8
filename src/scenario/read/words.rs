//! Words of the messages for what may be written: `a number from 0.1 to 600 s`.

use crate::scenario::error::quoted;
use crate::scenario::read::shape::{Choice, Key, Limits, Shape};
use crate::scenario::read::units::{name_of, written};

/// Meaning of a key and what it may hold, in one line.
pub(crate) fn explained(name: &str, key: &Key) -> String {
    let about = key.about.trim_end_matches('.');
    format!("`{name}`: {about} ({})", wanted(name, &key.shape))
}

/// Values that the key `name` may have, in words.
pub(crate) fn wanted(name: &str, shape: &Shape) -> String {
    match shape {
        Shape::Table(_) | Shape::Map(_) => "a table".to_owned(),
        Shape::List { items, .. } => wanted_list(name, items),
        Shape::Point => "a point [latitude, longitude] in degrees".to_owned(),
        Shape::Number(limits) => joined("a number", &range(name, *limits)),
        Shape::Integer(limits) => joined("an integer", &range(name, *limits)),
        Shape::Text => "text in quotes".to_owned(),
        Shape::Boolean => "true or false".to_owned(),
        Shape::Any => "a value".to_owned(),
        Shape::Choice(choices) => format!("one of {}", names(choices)),
        Shape::ValueOrLaw { value, .. } => {
            format!("{}, or a table with its law", wanted(name, value))
        }
    }
}

fn wanted_list(name: &str, items: &Shape) -> String {
    match items {
        Shape::Table(_) => format!("a list of tables, each `[[{name}]]`"),
        Shape::Point => "a list of points [latitude, longitude] in degrees".to_owned(),
        Shape::Text => "a list of texts in quotes".to_owned(),
        _ => "a list".to_owned(),
    }
}

/// `from 0.1 to 600 s`; the unit is that of the key's name.
pub(crate) fn range(name: &str, limits: Limits) -> String {
    let unit = name_of(name);
    let least = limits.min > f64::MIN;
    let most = limits.max < f64::from(u32::MAX);
    let text = match (least, most) {
        (true, true) => format!("from {} to {}", written(limits.min), written(limits.max)),
        (true, false) => format!("of at least {}", written(limits.min)),
        (false, true) => format!("of at most {}", written(limits.max)),
        (false, false) => return String::new(),
    };
    joined(&text, unit)
}

/// The words of a choice, each in backquotes.
pub(crate) fn names(choices: &[Choice]) -> String {
    listed(choices.iter().map(|choice| choice.name.as_str()))
}

/// So many names in backquotes as a person reads, and how many more there are.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 20;
    let names: Vec<String> = names.map(quoted).collect();
    match names.len().checked_sub(MOST) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..MOST].join(", ")),
    }
}

/// Two words with a space between them, if there are two.
pub(crate) fn joined(one: &str, other: &str) -> String {
    if other.is_empty() {
        return one.to_owned();
    }
    format!("{one} {other}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_names_its_unit() {
        let cases = [
            ("track_revisit_s", 0.1, 600.0, "a number from 0.1 to 600 s"),
            ("loss", 0.0, 1.0, "a number from 0 to 1"),
            ("latitude_deg", -90.0, 90.0, "a number from -90 to 90 degrees"),
            ("dwell_s", 1.0e-6, f64::MAX, "a number of at least 0.000001 s"),
            ("anything_s", f64::MIN, f64::MAX, "a number"),
        ];
        for (name, min, max, text) in cases {
            let shape = Shape::Number(Limits { min, max });
            assert_eq!(wanted(name, &shape), text);
        }
    }

    #[test]
    fn long_lists_are_cut() {
        let names: Vec<String> = (0..23).map(|index| index.to_string()).collect();
        assert!(listed(names.iter().map(String::as_str)).ends_with("`19` and 3 more"));
        assert_eq!(listed(["a", "b"].into_iter()), "`a`, `b`");
    }
}
