//! A table as recordings have it, and what is wrong with one.
//!
//! CSV ([`csv_file`]): a header that names the columns in any order, then rows.

use crate::csv_file::{self, CsvField, CsvRow};
use crate::scenario::error::{MAX_FAULTS, quoted};
use crate::scenario::near::nearest;
use crate::scenario::{Fault, Faults, KnownFile, SourceText, recognise};
use std::ops::RangeInclusive;

/// Columns that a table must hold.
pub(super) struct Form {
    /// Names of its columns; all must be there, and no others.
    pub(super) columns: &'static [&'static str],
    /// Name of its rows in messages, plural.
    pub(super) rows: &'static str,
    /// Kind of the file.
    pub(super) kind: KnownFile,
}

/// A column of numbers: the range that they must lie in, and the words for it.
pub(super) struct NumberColumn {
    /// Place of its column in the form.
    pub(super) column: usize,
    pub(super) range: RangeInclusive<f64>,
    pub(super) words: &'static str,
}

/// Latest time, s: later ones have no microseconds.
const TIME_MAX_S: f64 = 1e10;

/// The time of a row, which is the first column of each form.
pub(super) const TIME: NumberColumn =
    NumberColumn { column: 0, range: 0.0..=TIME_MAX_S, words: "wanted: seconds, from 0 to 1e10" };

/// Fault at a cell.
pub(super) fn fault(cell: &CsvField, title: String, label: impl Into<String>) -> Fault {
    Fault::new(0, cell.span.clone(), title, label)
}

/// A row, and what is wrong with the table so far.
pub(super) struct Row<'a> {
    cells: Vec<CsvField<'a>>,
    places: &'a [usize],
    columns: &'static [&'static str],
    pub(super) faults: &'a mut Vec<Fault>,
}

impl<'a> Row<'a> {
    /// The cell of a column, by its place in the form.
    pub(super) fn cell(&self, column: usize) -> &CsvField<'a> {
        &self.cells[self.places[column]]
    }

    /// The number in a column; a fault if it is not what is wanted.
    pub(super) fn number(&mut self, wanted: &NumberColumn) -> Option<f64> {
        let name = self.columns[wanted.column];
        let cell = self.cell(wanted.column);
        let title = match cell.text.parse::<f64>() {
            Ok(number) if wanted.range.contains(&number) => return Some(number),
            Ok(_) => format!("`{name}` is out of its range: {}", quoted(&cell.text)),
            Err(_) if cell.text.is_empty() => format!("`{name}` is missing"),
            Err(_) => format!("`{name}` is not a number: {}", quoted(&cell.text)),
        };
        let fault = fault(cell, title, wanted.words);
        self.faults.push(fault);
        None
    }
}

/// Items that `take` makes of the rows of a table; `None` stands for a row with a fault.
///
/// # Errors
/// If anything in the table is not understood: all that is, at once.
pub(super) fn read<T>(
    source: SourceText,
    form: &Form,
    mut take: impl FnMut(&mut Row) -> Option<T>,
) -> Result<Vec<T>, Faults> {
    let mut list = Vec::new();
    let found = rows(&source, form, &mut list, &mut take);
    if list.is_empty() {
        return Ok(found);
    }
    let mut faults = Faults::new(vec![source]);
    for fault in list {
        faults.add(fault);
    }
    Err(faults)
}

fn rows<T>(
    source: &SourceText,
    form: &Form,
    faults: &mut Vec<Fault>,
    take: &mut impl FnMut(&mut Row) -> Option<T>,
) -> Vec<T> {
    let mut rows = csv_file::rows(&source.text);
    let Some(header) = rows.next() else {
        let label = format!("wanted: {}", form.columns.join(","));
        faults.push(Fault::new(0, 0..0, "the file is empty", label));
        return Vec::new();
    };
    let is_there = |name: &&str| header.cells.iter().any(|cell| cell.text == **name);
    if !form.columns.iter().all(is_there)
        && let Some(other) = recognise(&source.text).filter(|other| *other != form.kind)
    {
        faults.push(other.misplaced(0, form.kind));
        return Vec::new();
    }
    if let Some(title) = csv_file::wrong_separator(&header) {
        let label = "wanted: commas, and points in numbers";
        faults.push(Fault::new(0, header.span, title, label));
        return Vec::new();
    }
    let Some(places) = places(form, &header, faults) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut is_empty = true;
    for CsvRow { cells, span } in rows {
        is_empty = false;
        let (count, wanted) = (cells.len(), form.columns.len());
        if count == wanted {
            found.extend(take(&mut Row { cells, places: &places, columns: form.columns, faults }));
        } else {
            faults.push(Fault::new(0, span, csv_file::wrong_count(count, wanted), ""));
        }
        if faults.len() > MAX_FAULTS {
            break;
        }
    }
    if is_empty {
        let title = format!("the file holds no {}", form.rows);
        let fault = Fault::new(0, source.line(1), title, "nothing follows the header");
        faults.push(fault);
    }
    found
}

/// At which place of a row each column of the form stands.
fn places(form: &Form, header: &CsvRow, faults: &mut Vec<Fault>) -> Option<Vec<usize>> {
    let before = faults.len();
    let wanted = || format!("wanted: {}", form.columns.join(","));
    let mut places = vec![None; form.columns.len()];
    for (place, cell) in header.cells.iter().enumerate() {
        let column = form.columns.iter().position(|name| *name == cell.text);
        let Some(column) = column else {
            let title = format!("there is no column {}", quoted(&cell.text));
            let fault = fault(cell, title, wanted());
            faults.push(near(fault, cell, form.columns.iter().copied()));
            continue;
        };
        if places[column].replace(place).is_some() {
            let title = format!("a second column is called `{}`", cell.text);
            faults.push(fault(cell, title, "keep one of them"));
        }
    }
    if faults.len() == before {
        let is_missing = |(_, place): &(&&str, &Option<usize>)| place.is_none();
        let missing = form.columns.iter().zip(&places).filter(is_missing);
        let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            let title = format!("the header lacks `{}`", missing.join("`, `"));
            faults.push(Fault::new(0, header.span.clone(), title, wanted()));
        }
    }
    let all: Option<Vec<usize>> = places.into_iter().collect();
    all.filter(|_| faults.len() == before)
}

/// The fault, with the nearest of some names as its remedy if one is near.
pub(super) fn near<'a>(
    fault: Fault,
    cell: &CsvField,
    names: impl IntoIterator<Item = &'a str>,
) -> Fault {
    match nearest(&cell.text, names) {
        Some(name) => {
            fault.replace("there is one with a near name", cell.span.clone(), name.to_string())
        }
        None => fault,
    }
}
