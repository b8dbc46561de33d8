//! From the text of a file to its cases; what cannot be read becomes a fault.

use super::case::{CaseError, ReferenceCase};
use crate::csv_file::{self, CsvRow};
use crate::scenario::error::shown;
use crate::scenario::{Fault, SourceText};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// The key under which a JSON file has its cases.
const CASES: &str = "cases";

/// The cases of a file, and what was not understood in it; `place` is its index for the faults.
pub(super) fn cases(source: &SourceText, place: usize) -> (Vec<ReferenceCase>, Vec<Fault>) {
    let fault = |span, title: String| Fault::new(place, span, title, "");
    let rows = if is_json(&source.name) { json_rows(source) } else { csv_rows(source) };
    let mut names = BTreeSet::new();
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for row in rows {
        let (span, case) = match row {
            Ok((span, cells)) => (span.clone(), ReferenceCase::new(span, cells)),
            Err((span, reason)) => (span, Err(CaseError(reason))),
        };
        match case {
            Ok(case) if !names.insert(case.id.clone()) => {
                faults.push(fault(span, format!("a second case is called {}", shown(&case.id))));
            }
            Ok(case) => cases.push(case),
            Err(CaseError(reason)) => faults.push(fault(span, reason)),
        }
    }
    if cases.is_empty() && faults.is_empty() {
        faults.push(fault(source.line(1), "the file holds no case".into()));
    }
    (cases, faults)
}

/// Whether a file of this name has the form of JSON; all others are CSV.
pub(super) fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|form| form == "json")
}

/// Cells with their place in the file, or the place and the reason why they cannot be read.
type CaseCells = Result<(Range<usize>, BTreeMap<String, Value>), (Range<usize>, String)>;

fn csv_rows(source: &SourceText) -> Vec<CaseCells> {
    let mut rows = csv_file::rows(&source.text);
    let Some(header) = rows.next() else {
        return Vec::new();
    };
    if let Some(title) = csv_file::wrong_separator(&header) {
        return vec![Err((header.span, format!("{title}; wanted: commas")))];
    }
    let header = header.cells;
    let row = |CsvRow { cells, span }: CsvRow| {
        if cells.len() != header.len() {
            return Err((span, csv_file::wrong_count(cells.len(), header.len())));
        }
        let named = header.iter().zip(cells).map(|(name, cell)| {
            let text = cell.text.trim().to_owned();
            (name.text.trim().to_owned(), Value::String(text))
        });
        Ok((span, named.collect()))
    };
    rows.map(row).collect()
}

fn json_rows(source: &SourceText) -> Vec<CaseCells> {
    let whole: Map<String, Value> = match serde_json::from_str(&source.text) {
        Ok(whole) => whole,
        Err(error) => return vec![Err((source.line(error.line()), error.to_string()))],
    };
    let Some(Value::Array(entries)) = whole.get(CASES) else {
        let reason = format!("there is no list `{CASES}`");
        return vec![Err((source.line(1), reason))];
    };
    let row = |entry: &Value| {
        let span = place_of(source, entry);
        let Value::Object(entry) = entry else {
            let reason = format!("an entry of `{CASES}` is not an object: {entry}");
            return Err((span, reason));
        };
        // What the file says once holds for each entry that does not say otherwise.
        let said_once = whole.iter().filter(|(key, _)| *key != CASES);
        let cell = |(key, value): (&String, &Value)| (key.clone(), value.clone());
        let mut cells: BTreeMap<_, _> = said_once.map(cell).collect();
        cells.extend(entry.iter().map(cell));
        Ok((span, cells))
    };
    entries.iter().map(row).collect()
}

/// Place of an entry in the file: the line with its name, or the first one if it has none.
fn place_of(source: &SourceText, entry: &Value) -> Range<usize> {
    let name = entry.get("case_id").and_then(Value::as_str);
    let quoted = name.map(|name| format!("\"{name}\""));
    let found = quoted.and_then(|quoted| {
        let start = source.text.find(&quoted)?;
        Some(start..start + quoted.len())
    });
    found.unwrap_or_else(|| source.line(1))
}
