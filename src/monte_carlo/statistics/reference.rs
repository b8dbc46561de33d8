//! Reading the reference cases and judging by their pass rule (`tests/reference/`).

use serde::de::DeserializeOwned;

/// `|got − expected| <= absolute + relative × |expected|`.
#[derive(Clone, Copy)]
pub(super) struct Tolerance {
    absolute: f64,
    relative: f64,
}

impl Tolerance {
    pub(super) fn absolute(absolute: f64) -> Self {
        Self {
            absolute,
            relative: 0.0,
        }
    }

    /// Where the expected value is 0 the scale is taken as 1, as the README of the cases says.
    pub(super) fn relative(relative: f64) -> Self {
        Self {
            absolute: 0.0,
            relative,
        }
    }

    fn allows(self, got: f64, expected: f64) -> bool {
        let scale = if expected == 0.0 { 1.0 } else { expected.abs() };
        (got - expected).abs() <= self.absolute + self.relative * scale
    }
}

/// All rows of a CSV text.
///
/// # Panics
///
/// If the text is empty or does not fit.
pub(super) fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let rows: Vec<T> = csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect();
    assert!(!rows.is_empty());
    rows
}

/// # Panics
///
/// With the id of the case, if the value is not as expected.
#[track_caller]
pub(super) fn close(case: &str, got: f64, expected: f64, tolerance: Tolerance) {
    assert!(
        tolerance.allows(got, expected),
        "{case}: got {got:e}, expected {expected:e}"
    );
}

#[test]
fn the_pass_rule_can_fail() {
    assert!(Tolerance::relative(1e-9).allows(2.0 + 1e-9, 2.0));
    assert!(!Tolerance::relative(1e-9).allows(2.0 + 3e-9, 2.0));
    assert!(!Tolerance::absolute(1e-9).allows(f64::NAN, 2.0));
    assert!(Tolerance::relative(1e-9).allows(1e-10, 0.0));
}
