//! From text to tree: TOML with the place of each value, and what is not TOML.
//!
//! A fault of syntax does not end the reading: `toml` recovers at the next line, and what it
//! recovers is checked like any other file.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeFloat, DeInteger, DeTable, DeValue, Error};

use crate::scenario::error::Fault;
use crate::scenario::read::shape::MAX_ITEMS;
use crate::scenario::read::tree::{Entry, Table, TreeNode, Value};

/// Of a longer text that is not TOML only the first fault is reported: each costs memory, and a
/// hostile file has one in every line.
const MAX_RECOVERED_BYTES: usize = 1_000_000;

/// Deeper values are not kept. No schema is half as deep, so they lie below a fault anyway.
const MAX_DEPTH: usize = 16;

/// The tree of a file, and its faults of syntax.
pub(crate) fn parse(file: usize, text: &str) -> (TreeNode, Vec<Fault>) {
    let (table, errors) = if text.len() <= MAX_RECOVERED_BYTES {
        let (table, errors) = DeTable::parse_recoverable(text);
        (table.into_inner(), errors)
    } else {
        match DeTable::parse(text) {
            Ok(table) => (table.into_inner(), Vec::new()),
            Err(error) => (DeTable::new(), vec![error]),
        }
    };
    let mut faults: Vec<Fault> = errors.iter().map(|one| fault(file, text, one)).collect();
    faults.sort_by_key(|fault| fault.span.as_ref().map(|span| span.start));
    let root = TreeNode { value: Value::Table(table_of(file, &table, 0)), ..TreeNode::empty(file) };
    (root, faults)
}

/// The parser's message, in our words where it has few.
fn fault(file: usize, text: &str, error: &Error) -> Fault {
    let span = error.span().unwrap_or(0..0);
    let (what, wanted) = match error.message().split_once(", expected ") {
        Some((what, wanted)) => (what, wanted),
        None => (error.message(), ""),
    };
    match what {
        "duplicate key" => {
            let label = "this key, or table, was given before";
            let fault = Fault::new(file, span, "a key is given twice", label);
            fault.help("keep one of them; each further table of a list has a `[[header]]`")
        }
        "string values must be quoted" | "invalid boolean" => {
            without_quotes(file, text.get(span.clone()).unwrap_or_default(), span)
        }
        _ => {
            let label = match wanted {
                "" | "nothing" => String::new(),
                wanted => format!("expected {wanted}"),
            };
            Fault::new(file, span, format!("not valid TOML: {what}"), label)
        }
    }
}

/// A word where a value belongs, or nothing at all.
fn without_quotes(file: usize, word: &str, span: Range<usize>) -> Fault {
    if word.trim().is_empty() {
        return Fault::new(file, span, "not valid TOML: a value is missing", "it belongs here");
    }
    let title = "not valid TOML: a word without quotes";
    let label = "neither a number, nor true or false, nor text in quotes";
    let fault = Fault::new(file, span, title, label);
    match word.to_lowercase().as_str() {
        small @ ("true" | "false") => fault.instead("write it in small letters", small),
        _ if word.contains(['"', '\'', '\\']) || word.contains(char::is_control) => fault,
        _ if word.starts_with(|first: char| first.is_ascii_digit()) => {
            fault.help("a number stands alone: its unit is the end of the key's name")
        }
        _ => {
            let plain = word.trim_matches(['“', '”', '„', '‘', '’']);
            fault.instead("put text in quotes", format!("\"{plain}\""))
        }
    }
}

fn node(file: usize, spanned: &Spanned<DeValue<'_>>, depth: usize) -> TreeNode {
    let value = match spanned.get_ref() {
        DeValue::Table(_) | DeValue::Array(_) if depth > MAX_DEPTH => Value::Faulty,
        // What the parser puts where a value is missing has no place in the text.
        _ if spanned.span().is_empty() => Value::Faulty,
        DeValue::Table(table) => Value::Table(table_of(file, table, depth)),
        DeValue::Array(array) => Value::List(list_of(file, array, depth)),
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(integer) => integer_of(integer),
        DeValue::Float(float) => float_of(float),
        DeValue::Boolean(boolean) => Value::Boolean(*boolean),
        DeValue::Datetime(_) => Value::Date,
    };
    TreeNode { file, span: spanned.span(), value }
}

fn table_of(file: usize, table: &DeTable<'_>, depth: usize) -> Table {
    let entry = |key: Range<usize>, value| Entry { key, node: node(file, value, depth + 1) };
    table.iter().map(|(key, value)| (key.get_ref().to_string(), entry(key.span(), value))).collect()
}

/// Of a list that is too long, enough is kept to see that it is.
fn list_of(file: usize, array: &DeArray<'_>, depth: usize) -> Vec<TreeNode> {
    array.iter().take(MAX_ITEMS + 1).map(|item| node(file, item, depth + 1)).collect()
}

/// An integer that fits no type of ours becomes an infinite number, which no range allows.
fn integer_of(integer: &DeInteger<'_>) -> Value {
    match i128::from_str_radix(integer.as_str(), integer.radix()) {
        Ok(number) => Value::Integer(number),
        Err(_) => Value::Float(f64::INFINITY),
    }
}

fn float_of(float: &DeFloat<'_>) -> Value {
    Value::Float(float.as_str().parse().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice<'a>(text: &'a str, node: &TreeNode) -> &'a str {
        &text[node.span.clone()]
    }

    #[test]
    fn values_know_where_they_were_written() {
        for text in [
            "id = \"x\"\n[a]\nb.c = 1_000\n[[d]]\ne = [0x10, { f = -1e400 }]\n",
            "\u{feff}id = \"x\"\r\n[a]\r\nb.c = 1_000\r\n[[d]]\r\ne = [0x10, { f = -1e400 }]\r\n",
        ] {
            let (root, faults) = parse(0, text);
            assert_eq!(faults, []);
            assert_eq!(slice(text, root.nearest("id")), "\"x\"");
            assert_eq!(slice(text, root.nearest("a")), "[a]");
            assert_eq!(slice(text, root.nearest("a.b.c")), "1_000");
            assert_eq!(slice(text, root.nearest("d[0]")), "[[d]]");
            assert_eq!(slice(text, root.nearest("d[0].e[0]")), "0x10");
            assert_eq!(root.nearest("d[0].e[0]").number(), Some(16.0));
            assert_eq!(root.nearest("d[0].e[1].f").number(), Some(f64::NEG_INFINITY));
            assert_eq!(slice(text, root.nearest("d[0].nowhere.at[9]")), "[[d]]");
        }
    }

    #[test]
    fn each_fault_of_syntax_is_found_and_the_rest_is_read() {
        let text = "a = \nb = single\nc = 1\nc = 2\n[d\ne = 3\n[[f]]\ng = [1, 2\n";
        let (root, faults) = parse(0, text);
        let spans = faults.iter().map(|fault| &text[fault.span.clone().unwrap()]);
        assert_eq!(spans.collect::<Vec<_>>(), ["", "single", "c", "", ""]);
        assert_eq!(root.number_of("c"), Some(1.0));
    }

    #[test]
    fn the_deepest_nesting_that_toml_allows_overflows_no_stack() {
        let dotted = vec!["a"; 70].join(".");
        let mut text = dotted.clone() + " = ";
        for _ in 0..75 {
            text += "{ ";
            text += &dotted;
            text += " = ";
        }
        text += "1";
        text += &" }".repeat(75);
        let (root, _) = parse(0, &text);
        assert!(root.get("a").is_some());
        let (_, faults) = parse(0, &format!("a = {}", "[".repeat(900_000)));
        assert!(!faults.is_empty());
    }

    #[test]
    fn a_long_text_of_faults_gives_the_first() {
        let (_, faults) = parse(0, &"=\n".repeat(600_000));
        assert_eq!(faults.len(), 1);
    }
}
