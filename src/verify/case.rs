//! One case of a file: named cells, read as what an evaluator needs.
//!
//! A row of a CSV file and an entry of a JSON file's `cases` are the same to an evaluator. What a
//! cell does not hold as it should is a [`CaseError`], which the caller turns into a fault with its
//! line.

use super::judge::{Quantity, Tolerance};
use crate::monte_carlo::statistics::Confidence;
use crate::scenario::error::shown;
use nalgebra::Vector3;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

/// Complaint about a case, a sentence without its name.
#[derive(Debug)]
pub(super) struct CaseError(pub(super) String);

/// Compared quantities of a case, or the complaint about it.
pub(super) type Quantities = Result<Vec<Quantity>, CaseError>;

/// A row of a CSV file or an entry of a JSON file.
pub(super) struct ReferenceCase {
    /// Its stable name.
    pub(super) id: String,
    /// Bytes of the file it was read from, or of its name where that is all that is known.
    pub(super) span: Range<usize>,
    /// Cells by name; a CSV cell is a text, blank if undefined, a JSON one `null` if undefined.
    cells: BTreeMap<String, Value>,
}

impl ReferenceCase {
    pub(super) fn new(
        span: Range<usize>,
        cells: BTreeMap<String, Value>,
    ) -> Result<Self, CaseError> {
        let mut case = Self { id: String::new(), span, cells };
        case.id = case.text("case_id")?.to_owned();
        Ok(case)
    }

    /// Quantities under one tolerance, each with a number that the case must have.
    pub(super) fn compare<'a>(
        &self,
        tolerance: Tolerance,
        got: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Quantities {
        let one = |(name, got)| Ok(Quantity::new(name, [got], [self.number(name)?], tolerance));
        got.into_iter().map(one).collect()
    }

    /// The same; what the case leaves blank is not asked for.
    pub(super) fn compare_given<'a>(
        &self,
        tolerance: Tolerance,
        got: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Quantities {
        let one = |(name, got)| {
            let expected = self.maybe(name)?;
            Ok(expected.map(|expected| Quantity::new(name, [got], [expected], tolerance)))
        };
        got.into_iter().map(one).filter_map(Result::transpose).collect()
    }

    /// The same; what the case leaves blank must be undefined.
    pub(super) fn compare_defined<N: Into<String>>(
        &self,
        tolerance: Tolerance,
        got: impl IntoIterator<Item = (N, Option<f64>)>,
    ) -> Quantities {
        let one = |(name, got): (N, Option<f64>)| {
            let name = name.into();
            let expected = self.maybe(&name)?;
            Ok(Quantity::new(name, got, expected, tolerance))
        };
        got.into_iter().map(one).collect()
    }

    /// A quantity that is a list of numbers.
    pub(super) fn compare_list(
        &self,
        tolerance: Tolerance,
        name: &str,
        got: impl IntoIterator<Item = f64>,
    ) -> Result<Quantity, CaseError> {
        Ok(Quantity::new(name, got, self.numbers(name)?, tolerance))
    }

    /// A quantity that is a matrix, given row by row.
    pub(super) fn compare_matrix(
        &self,
        tolerance: Tolerance,
        name: &str,
        got: impl IntoIterator<Item = f64>,
    ) -> Result<Quantity, CaseError> {
        let expected = self.matrix(name)?.concat();
        Ok(Quantity::new(name, got, expected, tolerance))
    }

    fn cell(&self, name: &str) -> Result<&Value, CaseError> {
        let missing = || CaseError(format!("there is no `{name}`"));
        self.cells.get(name).ok_or_else(missing)
    }

    /// The number in a cell.
    pub(super) fn number(&self, name: &str) -> Result<f64, CaseError> {
        let blank = || CaseError(format!("`{name}` is blank, where a number must stand"));
        self.maybe(name)?.ok_or_else(blank)
    }

    /// The number in a cell; `None` when it is blank (undefined).
    pub(super) fn maybe(&self, name: &str) -> Result<Option<f64>, CaseError> {
        let number = match self.cell(name)? {
            Value::Null => return Ok(None),
            Value::String(text) if text.is_empty() => return Ok(None),
            Value::String(text) => text.parse().ok(),
            value => value.as_f64(),
        };
        let finite = number.filter(|number: &f64| number.is_finite());
        finite.map(Some).ok_or_else(|| self.not(name, "a number"))
    }

    /// The number in a cell that is what it must be.
    fn number_that(
        &self,
        name: &str,
        what: &str,
        fits: impl Fn(f64) -> bool,
    ) -> Result<f64, CaseError> {
        let number = self.number(name)?;
        let sound = fits(number).then_some(number);
        sound.ok_or_else(|| self.not(name, what))
    }

    /// The number in a cell, above 0.
    pub(super) fn positive(&self, name: &str) -> Result<f64, CaseError> {
        self.number_that(name, "a number above 0", |number| number > 0.0)
    }

    /// The number in a cell, within limits.
    pub(super) fn within(&self, name: &str, limits: RangeInclusive<f64>) -> Result<f64, CaseError> {
        let what = format!("a number from {} to {}", limits.start(), limits.end());
        self.number_that(name, &what, |number| limits.contains(&number))
    }

    /// The whole number in a cell, 0 or more.
    pub(super) fn count(&self, name: &str) -> Result<u64, CaseError> {
        let is_whole =
            |number: f64| (0.0..9e15).contains(&number) && (number - number.trunc()).abs() <= 0.0;
        Ok(self.number_that(name, "a whole number", is_whole)? as u64)
    }

    /// The whole number in a cell, within limits.
    pub(super) fn count_within(
        &self,
        name: &str,
        limits: RangeInclusive<u32>,
    ) -> Result<u32, CaseError> {
        let count = u32::try_from(self.count(name)?).ok();
        let what = format!("a whole number from {} to {}", limits.start(), limits.end());
        count.filter(|count| limits.contains(count)).ok_or_else(|| self.not(name, &what))
    }

    /// The confidence level in a cell.
    pub(super) fn confidence(&self, name: &str) -> Result<Confidence, CaseError> {
        let level = Confidence::new(self.number(name)?);
        level.ok_or_else(|| self.not(name, "a number between 0 and 1"))
    }

    /// The three numbers in `<before>x<after>`, `<before>y<after>`, `<before>z<after>`.
    pub(super) fn vector(&self, before: &str, after: &str) -> Result<Vector3<f64>, CaseError> {
        let part = |axis| self.number(&format!("{before}{axis}{after}"));
        Ok(Vector3::new(part("x")?, part("y")?, part("z")?))
    }

    /// The words in a cell.
    pub(super) fn text(&self, name: &str) -> Result<&str, CaseError> {
        let text = self.cell(name)?.as_str();
        text.ok_or_else(|| self.not(name, "a text"))
    }

    /// The list of numbers in a cell of a JSON file.
    pub(super) fn numbers(&self, name: &str) -> Result<Vec<f64>, CaseError> {
        let list = numbers(self.cell(name)?);
        list.ok_or_else(|| self.not(name, "a list of numbers"))
    }

    /// The list of lists of numbers in a cell of a JSON file, all of one length.
    pub(super) fn matrix(&self, name: &str) -> Result<Vec<Vec<f64>>, CaseError> {
        let rows = |value: &Value| value.as_array()?.iter().map(numbers).collect();
        let rows: Option<Vec<Vec<f64>>> = rows(self.cell(name)?);
        let even =
            |rows: &Vec<Vec<f64>>| rows.windows(2).all(|pair| pair[0].len() == pair[1].len());
        let what = "a list of lists of numbers, all of one length";
        rows.filter(even).ok_or_else(|| self.not(name, what))
    }

    /// The list of matrices in a cell of a JSON file, each row by row in one list.
    pub(super) fn matrices(&self, name: &str) -> Result<Vec<Vec<f64>>, CaseError> {
        let one = |value: &Value| -> Option<Vec<f64>> {
            let rows: Option<Vec<Vec<f64>>> = value.as_array()?.iter().map(numbers).collect();
            rows.map(|rows| rows.concat())
        };
        let list = self.cell(name)?.as_array();
        let all = list.and_then(|list| list.iter().map(one).collect());
        all.ok_or_else(|| self.not(name, "a list of matrices"))
    }

    /// The list of objects with these numbers in a cell of a JSON file.
    pub(super) fn table<const N: usize>(
        &self,
        name: &str,
        keys: [&str; N],
    ) -> Result<Vec<[f64; N]>, CaseError> {
        let what = || self.not(name, &format!("a list of objects with {}", keys.join(", ")));
        let rows = self.cell(name)?.as_array().ok_or_else(what)?;
        let read = |row: &Value| {
            let mut numbers = [0.0; N];
            for (number, key) in numbers.iter_mut().zip(keys) {
                *number = row.get(key)?.as_f64()?;
            }
            Some(numbers)
        };
        rows.iter().map(|row| read(row).ok_or_else(what)).collect()
    }

    /// Whether there is such a cell.
    pub(super) fn has(&self, name: &str) -> bool {
        self.cells.contains_key(name)
    }

    /// The object in a cell of a JSON file, as a case of its own.
    pub(super) fn entry(&self, name: &str) -> Result<Self, CaseError> {
        let entry = self.part(self.cell(name)?);
        entry.ok_or_else(|| self.not(name, "an object"))
    }

    /// The list of objects in a cell of a JSON file, each as a case of its own.
    pub(super) fn entries(&self, name: &str) -> Result<Vec<Self>, CaseError> {
        let what = || self.not(name, "a list of objects");
        let list = self.cell(name)?.as_array().ok_or_else(what)?;
        list.iter().map(|one| self.part(one).ok_or_else(what)).collect()
    }

    fn part(&self, value: &Value) -> Option<Self> {
        let cells = value.as_object()?.iter();
        let cells = cells.map(|(name, value)| (name.clone(), value.clone()));
        Some(Self { id: self.id.clone(), span: self.span.clone(), cells: cells.collect() })
    }

    /// The tolerance relative to what is expected in a cell.
    pub(super) fn relative(&self, name: &str) -> Result<Tolerance, CaseError> {
        Ok(Tolerance::relative(self.number(name)?))
    }

    /// The tolerance in a cell, in the unit of what is expected.
    pub(super) fn absolute(&self, name: &str) -> Result<Tolerance, CaseError> {
        Ok(Tolerance::absolute(self.number(name)?))
    }

    /// The tolerance of the cells `tol_rel` and `tol_abs` together.
    pub(super) fn relative_and_absolute(&self) -> Result<Tolerance, CaseError> {
        Ok(self.relative("tol_rel")?.plus(self.number("tol_abs")?))
    }

    /// Refuses a case made with another constant of nature than the engine has.
    pub(super) fn constant(&self, name: &str, engine: f64) -> Result<(), CaseError> {
        let found = self.number(name)?;
        if (found / engine - 1.0).abs() < 1e-12 {
            return Ok(());
        }
        let text = format!("`{name}` is {found:e}, but the engine knows {engine:e} only");
        Err(CaseError(text))
    }

    /// The complaint that a cell is not what it should be.
    pub(super) fn not(&self, name: &str, what: &str) -> CaseError {
        let found = match self.cells.get(name) {
            Some(Value::String(text)) => format!(": `{}`", shown(text)),
            Some(value) => format!(": {}", shown(&value.to_string())),
            None => String::new(),
        };
        CaseError(format!("`{name}` is not {what}{found}"))
    }
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}
