//! Reference cases for unit tests: one row of a file is one case. What `verify`
//! judges is not tested here again.

use std::collections::BTreeMap;
use std::path::Path;

/// One case: column name to cell.
pub(crate) struct ReferenceRow(BTreeMap<String, String>);

impl ReferenceRow {
    /// The number in a column; `None` when the cell is blank (undefined).
    pub(crate) fn maybe(&self, column: &str) -> Option<f64> {
        let cell = self.text(column);
        (!cell.is_empty()).then(|| cell.parse().expect("a number"))
    }

    /// The number in a column.
    pub(crate) fn number(&self, column: &str) -> f64 {
        let missing = || panic!("{}: no {column}", self.text("case_id"));
        self.maybe(column).unwrap_or_else(missing)
    }

    /// The three numbers in `<before>x<after>`, `<before>y<after>`, `<before>z<after>`.
    pub(crate) fn vector(&self, before: &str, after: &str) -> nalgebra::Vector3<f64> {
        let part = |axis| self.number(&format!("{before}{axis}{after}"));
        nalgebra::Vector3::new(part("x"), part("y"), part("z"))
    }

    /// The text in a column.
    pub(crate) fn text(&self, column: &str) -> &str {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    /// Panics unless `got` lies within `tolerance` of `expected`.
    pub(crate) fn close(&self, what: &str, got: f64, expected: f64, tolerance: f64) {
        let off = (got - expected).abs();
        let case = self.text("case_id");
        assert!(
            off <= tolerance,
            "{case}: {what} is {got}, not {expected}: off by {off:e}, allowed {tolerance:e}"
        );
    }
}

/// The cases of a comma-separated file of the project.
pub(crate) fn cases(file: &str) -> Vec<ReferenceRow> {
    // Of this package or of the one around it.
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let path = folders.find_map(|folder| Some(folder.join(file)).filter(|path| path.is_file()));
    let path = path.unwrap_or_else(|| panic!("no {file}"));
    let mut reader = csv::Reader::from_path(path).expect(file);
    let cases = reader.deserialize().map(|row| ReferenceRow(row.expect(file)));
    let cases: Vec<ReferenceRow> = cases.collect();
    assert!(!cases.is_empty(), "{file} holds no cases");
    cases
}
