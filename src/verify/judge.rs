//! The pass rule: a result against what is expected.
//!
//! `|got − expected| <= absolute + relative × |expected|`, the norm for vectors; where 0 is
//! expected the scale is that of the row, 1 unless an evaluator says otherwise.

/// Allowed error of a result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    absolute: f64,
    relative: f64,
    scale: f64,
}

/// A tolerance looser than the case's own, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LooserTolerance {
    /// Tolerance of the case itself, in the unit of the quantity.
    pub case_allows: f64,
    /// Reason why the engine is coarser by design.
    pub reason: &'static str,
}

/// One quantity of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The column or key it stands under; of a vector what its columns have in common.
    pub name: String,
    /// Expected numbers: more than one for a vector or list, none if undefined.
    pub expected: Vec<f64>,
    /// Result of the engine, in the same form.
    pub got: Vec<f64>,
    /// Allowed error, in the unit of the quantity.
    pub tolerance: f64,
    /// Set if the tolerance is not the case's own.
    pub looser: Option<LooserTolerance>,
}

impl Tolerance {
    /// In the unit of what is expected.
    pub const fn absolute(absolute: f64) -> Self {
        Self { absolute, relative: 0.0, scale: 0.0 }
    }

    /// Relative to what is expected, and to 1 where that is 0.
    pub const fn relative(relative: f64) -> Self {
        Self { absolute: 0.0, relative, scale: 1.0 }
    }

    /// The same and so much more, in the unit of what is expected.
    #[must_use]
    pub fn plus(self, absolute: f64) -> Self {
        Self { absolute: self.absolute + absolute, ..self }
    }

    /// The same with another scale where 0 is expected.
    #[must_use]
    pub fn scaled(self, scale: f64) -> Self {
        Self { scale, ..self }
    }

    fn allows(self, expected: &[f64]) -> f64 {
        let size = norm(expected.iter().copied());
        let scale = if size > 0.0 { size } else { self.scale };
        self.absolute + self.relative * scale
    }
}

impl Quantity {
    /// A quantity under the tolerance of its case.
    pub(super) fn new(
        name: impl Into<String>,
        got: impl IntoIterator<Item = f64>,
        expected: impl IntoIterator<Item = f64>,
        tolerance: Tolerance,
    ) -> Self {
        let expected: Vec<f64> = expected.into_iter().collect();
        Self {
            name: name.into(),
            tolerance: tolerance.allows(&expected),
            expected,
            got: got.into_iter().collect(),
            looser: None,
        }
    }

    /// The same under a looser tolerance; no change if the case's own is at least as loose.
    #[must_use]
    pub(super) fn loosened(self, tolerance: Tolerance, reason: &'static str) -> Self {
        let allowed = tolerance.allows(&self.expected);
        if allowed <= self.tolerance {
            return self;
        }
        let case_allows = self.tolerance;
        Self { tolerance: allowed, looser: Some(LooserTolerance { case_allows, reason }), ..self }
    }

    /// Error in its unit; infinite if it is not of the form expected.
    pub fn error(&self) -> f64 {
        if self.got.len() != self.expected.len() {
            return f64::INFINITY;
        }
        let off = norm(self.got.iter().zip(&self.expected).map(|(a, b)| a - b));
        if off.is_nan() { f64::INFINITY } else { off }
    }

    /// The error in shares of the tolerance: above 1 it is off.
    pub fn share(&self) -> f64 {
        let error = self.error();
        if error > 0.0 { error / self.tolerance } else { 0.0 }
    }

    /// Whether it is as expected.
    pub fn passes(&self) -> bool {
        self.error() <= self.tolerance
    }
}

fn norm(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.map(|number| number * number).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(got: &[f64], expected: &[f64], tolerance: Tolerance) -> bool {
        let (got, expected) = (got.iter().copied(), expected.iter().copied());
        Quantity::new("x", got, expected, tolerance).passes()
    }

    #[test]
    fn the_pass_rule_can_fail() {
        let relative = Tolerance::relative(1e-9);
        for (got, expected, tolerance, as_expected) in [
            (&[2.0 + 1e-9][..], &[2.0][..], relative, true),
            (&[2.0 + 3e-9], &[2.0], relative, false),
            (&[f64::NAN], &[2.0], Tolerance::absolute(1e9), false),
            (&[1e-10], &[0.0], relative, true),
            (&[1e-10], &[0.0], relative.scaled(1e-3), false),
            (&[3.0, 4.0], &[0.0, 0.0], Tolerance::absolute(5.0), true),
            (&[3.0, 4.1], &[0.0, 0.0], Tolerance::absolute(5.0), false),
            (&[2.3], &[2.0], relative.plus(0.5), true),
            (&[], &[], relative, true),
            (&[], &[2.0], relative, false),
            (&[2.0], &[], relative, false),
        ] {
            let passed = passes(got, expected, tolerance);
            assert_eq!(passed, as_expected, "{got:?} for {expected:?}");
        }
    }

    #[test]
    fn a_looser_tolerance_never_tightens() {
        let own = || Quantity::new("x", [1.1], [1.0], Tolerance::absolute(0.01));
        assert!(!own().passes());
        let loose = own().loosened(Tolerance::absolute(0.2), "coarse");
        assert!(loose.passes() && (loose.share() - 0.5).abs() < 1e-9);
        assert_eq!(loose.looser.map(|looser| looser.reason), Some("coarse"));
        let same = own().loosened(Tolerance::absolute(0.001), "coarse");
        assert_eq!((same.tolerance, same.looser), (0.01, None));
    }
}
