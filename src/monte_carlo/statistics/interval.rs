//! Plain nouns of the statistics: how sure, from where to where, and about what.

use serde::Serialize;

/// Probability with which an interval shall cover the truth, strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Confidence(f64);

impl Confidence {
    /// The usual 95 %.
    pub const NINETY_FIVE: Self = Self(0.95);

    /// A level strictly between 0 and 1; anything else (also not-a-number) is `None`.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// Probability left outside on each side, `(1 − level) / 2`.
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }
}

/// A closed interval in the unit of the metric, `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// All that a fraction can be, `[0, 1]`.
    pub const UNIT: Self = Self { low: 0.0, high: 1.0 };

    /// All that a difference of two fractions can be, `[−1, 1]`.
    pub const SIGNED_UNIT: Self = Self { low: -1.0, high: 1.0 };

    /// All that a number can be: nothing is known.
    pub const UNKNOWN: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// Upper end minus lower end.
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// Test that a value lies inside or on an end.
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Test that both ends coincide: the sample showed no spread, so the width says nothing.
    pub fn is_point(self) -> bool {
        self.width() <= 0.0
    }

    /// Test that neither end is known.
    pub fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_levels_strictly_inside_are_accepted() {
        for level in [0.0, 1.0, -0.5, 1.5, 95.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Confidence::new(level), None, "{level}");
        }
        let confidence = Confidence::new(0.9).unwrap();
        assert!((confidence.tail() - 0.05).abs() < 1e-15);
        assert!((confidence.0 - 0.9).abs() < 1e-15);
    }

    #[test]
    fn ends_belong_to_the_interval() {
        let cases = [(-1.0, true), (1.0, true), (0.3, true), (1.01, false), (f64::NAN, false)];
        for (value, inside) in cases {
            assert_eq!(Interval::SIGNED_UNIT.contains(value), inside, "{value}");
        }
        assert!(!Interval::UNIT.is_point());
        let point = Interval { low: 2.0, high: 2.0 };
        assert!(point.is_point());
    }
}
