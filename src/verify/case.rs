//! One case of a file: named cells, read as what an evaluator needs.
//!
//! A row of a CSV file and an entry of a JSON file's `cases` are the same to an evaluator. What a
//! cell does not hold as it should is a [`Misread`], which the caller turns into a fault with its
//! line.

use super::Tolerance;
use nalgebra::Vector3;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

/// What cannot be understood in a case, in a sentence.
pub(super) struct Misread(pub(super) String);

/// One case.
pub(super) struct Case {
    /// Its stable name.
    pub(super) id: String,
    /// The bytes of the file it was read from, or of its name where that is all that is known.
    pub(super) span: Range<usize>,
    /// Its cells; those of a JSON entry include what the file says once for all entries.
    cells: BTreeMap<String, Cell>,
}

/// What stands in a cell.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// Of a CSV file; blank means undefined.
    Text(String),
    /// Of a JSON file; `null` means undefined.
    Json(Value),
}

impl Case {
    pub(super) fn new(span: Range<usize>, cells: BTreeMap<String, Cell>) -> Result<Self, Misread> {
        let mut case = Self {
            id: String::new(),
            span,
            cells,
        };
        case.id = case.text("case_id")?.to_owned();
        Ok(case)
    }

    fn cell(&self, name: &str) -> Result<&Cell, Misread> {
        let missing = || Misread(format!("there is no `{name}`"));
        self.cells.get(name).ok_or_else(missing)
    }

    /// The number in a cell.
    pub(super) fn number(&self, name: &str) -> Result<f64, Misread> {
        let blank = || Misread(format!("`{name}` is blank, where a number must stand"));
        self.maybe(name)?.ok_or_else(blank)
    }

    /// The number in a cell; `None` when it is blank (undefined).
    pub(super) fn maybe(&self, name: &str) -> Result<Option<f64>, Misread> {
        let number = match self.cell(name)? {
            Cell::Text(text) if text.is_empty() => return Ok(None),
            Cell::Json(Value::Null) => return Ok(None),
            Cell::Text(text) => text.parse().ok(),
            Cell::Json(value) => value.as_f64(),
        };
        let finite = number.filter(|number: &f64| number.is_finite());
        finite.map(Some).ok_or_else(|| self.not(name, "a number"))
    }

    /// The number in a cell, above 0.
    pub(super) fn positive(&self, name: &str) -> Result<f64, Misread> {
        let number = self.number(name)?;
        (number > 0.0)
            .then_some(number)
            .ok_or_else(|| self.not(name, "a number above 0"))
    }

    /// The number in a cell, within limits.
    pub(super) fn within(&self, name: &str, limits: RangeInclusive<f64>) -> Result<f64, Misread> {
        let number = self.number(name)?;
        let (low, high) = (limits.start(), limits.end());
        limits
            .contains(&number)
            .then_some(number)
            .ok_or_else(|| self.not(name, &format!("a number from {low} to {high}")))
    }

    /// The whole number in a cell, 0 or more.
    pub(super) fn count(&self, name: &str) -> Result<u64, Misread> {
        let number = self.number(name)?;
        let whole = (0.0..9e15).contains(&number) && (number - number.trunc()).abs() <= 0.0;
        whole
            .then_some(number as u64)
            .ok_or_else(|| self.not(name, "a whole number"))
    }

    /// The three numbers in `<before>x<after>`, `<before>y<after>`, `<before>z<after>`.
    pub(super) fn vector(&self, before: &str, after: &str) -> Result<Vector3<f64>, Misread> {
        let part = |axis| self.number(&format!("{before}{axis}{after}"));
        Ok(Vector3::new(part("x")?, part("y")?, part("z")?))
    }

    /// The words in a cell.
    pub(super) fn text(&self, name: &str) -> Result<&str, Misread> {
        match self.cell(name)? {
            Cell::Text(text) => Ok(text),
            Cell::Json(value) => value.as_str().ok_or_else(|| self.not(name, "a text")),
        }
    }

    /// The list of numbers in a cell of a JSON file.
    pub(super) fn numbers(&self, name: &str) -> Result<Vec<f64>, Misread> {
        let list = numbers(self.json(name)?);
        list.ok_or_else(|| self.not(name, "a list of numbers"))
    }

    /// The list of lists of numbers in a cell of a JSON file, all of one length.
    pub(super) fn matrix(&self, name: &str) -> Result<Vec<Vec<f64>>, Misread> {
        let rows = |value: &Value| value.as_array()?.iter().map(numbers).collect();
        let rows: Option<Vec<Vec<f64>>> = rows(self.json(name)?);
        let even =
            |rows: &Vec<Vec<f64>>| rows.windows(2).all(|pair| pair[0].len() == pair[1].len());
        let what = "a list of lists of numbers, all of one length";
        rows.filter(even).ok_or_else(|| self.not(name, what))
    }

    /// The list of matrices in a cell of a JSON file, each row by row in one list.
    pub(super) fn matrices(&self, name: &str) -> Result<Vec<Vec<f64>>, Misread> {
        let one = |value: &Value| -> Option<Vec<f64>> {
            let rows: Option<Vec<Vec<f64>>> = value.as_array()?.iter().map(numbers).collect();
            rows.map(|rows| rows.concat())
        };
        let list = self.json(name)?.as_array();
        let all = list.and_then(|list| list.iter().map(one).collect());
        all.ok_or_else(|| self.not(name, "a list of matrices"))
    }

    /// The list of objects with these numbers in a cell of a JSON file.
    pub(super) fn table<const N: usize>(
        &self,
        name: &str,
        keys: [&str; N],
    ) -> Result<Vec<[f64; N]>, Misread> {
        let what = || self.not(name, &format!("a list of objects with {}", keys.join(", ")));
        let rows = self.json(name)?.as_array().ok_or_else(what)?;
        let read = |row: &Value| {
            let mut numbers = [0.0; N];
            for (number, key) in numbers.iter_mut().zip(keys) {
                *number = row.get(key)?.as_f64()?;
            }
            Some(numbers)
        };
        rows.iter().map(|row| read(row).ok_or_else(what)).collect()
    }

    /// Is there such a cell?
    pub(super) fn has(&self, name: &str) -> bool {
        self.cells.contains_key(name)
    }

    /// The object in a cell of a JSON file, as a case of its own.
    pub(super) fn entry(&self, name: &str) -> Result<Self, Misread> {
        let entry = self.part(self.json(name)?);
        entry.ok_or_else(|| self.not(name, "an object"))
    }

    /// The list of objects in a cell of a JSON file, each as a case of its own.
    pub(super) fn entries(&self, name: &str) -> Result<Vec<Self>, Misread> {
        let what = || self.not(name, "a list of objects");
        let list = self.json(name)?.as_array().ok_or_else(what)?;
        list.iter()
            .map(|one| self.part(one).ok_or_else(what))
            .collect()
    }

    fn part(&self, value: &Value) -> Option<Self> {
        let cells = value.as_object()?.iter();
        let cells = cells.map(|(name, value)| (name.clone(), Cell::Json(value.clone())));
        Some(Self {
            id: self.id.clone(),
            span: self.span.clone(),
            cells: cells.collect(),
        })
    }

    /// The tolerance relative to what is expected in a cell.
    pub(super) fn relative(&self, name: &str) -> Result<Tolerance, Misread> {
        Ok(Tolerance::relative(self.number(name)?))
    }

    /// The tolerance in a cell, in the unit of what is expected.
    pub(super) fn absolute(&self, name: &str) -> Result<Tolerance, Misread> {
        Ok(Tolerance::absolute(self.number(name)?))
    }

    /// Refuses a case made with another constant of nature than the engine has.
    pub(super) fn constant(&self, name: &str, engine: f64) -> Result<(), Misread> {
        let found = self.number(name)?;
        let other = || {
            let text = format!("`{name}` is {found:e}, but the engine knows {engine:e} only");
            Misread(text)
        };
        ((found / engine - 1.0).abs() < 1e-12)
            .then_some(())
            .ok_or_else(other)
    }

    /// The complaint that a cell is not what it should be.
    pub(super) fn not(&self, name: &str, what: &str) -> Misread {
        let found = match self.cells.get(name) {
            Some(Cell::Text(text)) => format!(": `{text}`"),
            Some(Cell::Json(value)) => format!(": {}", shortened(&value.to_string())),
            None => String::new(),
        };
        Misread(format!("`{name}` is not {what}{found}"))
    }

    fn json(&self, name: &str) -> Result<&Value, Misread> {
        match self.cell(name)? {
            Cell::Json(value) => Ok(value),
            Cell::Text(_) => Err(self.not(name, "a list")),
        }
    }
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}

/// The start of a text that may be long.
fn shortened(text: &str) -> String {
    const LETTERS: usize = 60;
    let mut start: String = text.chars().take(LETTERS).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}
