//! The values of a factor: those written, those of a range, those of a law.

use super::manifest::FactorValue;
use crate::numerics::Distribution;
use crate::scenario::schema::{LawFamily, LawTable};
use crate::scenario::sweep::file::{FactorTable, Scale};
use serde_json::Value;

/// Value of a factor, as tables have it and as a setting has it.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorLevel {
    /// As tables have it.
    pub value: FactorValue,
    /// As a setting has it.
    pub toml: String,
}

impl FactorLevel {
    pub(super) fn number(number: f64) -> Self {
        Self { value: FactorValue::Number(number), toml: number.to_string() }
    }

    /// A value as TOML has it; but for tables, TOML in one line is JSON.
    fn written(value: &Value) -> Self {
        let toml = value.to_string();
        let value = match value {
            Value::Number(number) => number.as_f64().map(FactorValue::Number),
            Value::String(text) => Some(FactorValue::Text(text.clone())),
            _ => None,
        };
        Self { value: value.unwrap_or_else(|| FactorValue::Text(toml.clone())), toml }
    }

    /// The value of a cell of a list: TOML, or a word.
    pub(super) fn cell(text: &str) -> Self {
        if let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) {
            return Self { value: FactorValue::Number(number), toml: text.to_owned() };
        }
        Self { value: FactorValue::Text(text.to_owned()), toml: text.to_owned() }
    }
}

/// The values of a factor, for methods that take them one by one.
pub(super) fn levels(factor: &FactorTable) -> Vec<FactorLevel> {
    if !factor.values.is_empty() {
        return factor.values.iter().map(FactorLevel::written).collect();
    }
    let count = factor.count.unwrap_or(2);
    (0..count).map(|place| at(factor, place as f64 / (count - 1) as f64)).collect()
}

/// The value of a factor at a place between 0 and 1, for methods that fill a space.
pub(super) fn at(factor: &FactorTable, place: f64) -> FactorLevel {
    if !factor.values.is_empty() {
        let count = factor.values.len();
        let index = (place * count as f64) as usize;
        return FactorLevel::written(&factor.values[index.min(count - 1)]);
    }
    let number = match (&factor.distribution, &factor.range[..]) {
        (Some(law), _) => quantile(law, place),
        (None, [low, high]) => match factor.scale {
            Scale::Linear => low + (high - low) * place,
            Scale::Log => low * libm::pow(high / low, place),
        },
        // The rules have found values of some kind.
        _ => 0.0,
    };
    FactorLevel::number(match factor.step {
        // A multiple of 0.1 shall read as one.
        Some(step) => (1.0e9 * (number / step).round() * step).round() / 1.0e9,
        None => number,
    })
}

/// The quantile of a law, cut at its ends.
fn quantile(law: &LawTable, place: f64) -> f64 {
    let (min, max) = (law.min.unwrap_or(f64::NEG_INFINITY), law.max.unwrap_or(f64::INFINITY));
    if law.law == LawFamily::Triangular {
        let (width, below) = (max - min, law.middle - min);
        let number = if place * width < below {
            min + (place * width * below).sqrt()
        } else {
            max - ((1.0 - place) * width * (max - law.middle)).sqrt()
        };
        return number.clamp(min, max);
    }
    let deviation = law.deviation.unwrap_or(1.0);
    let is_log = law.law == LawFamily::LogNormal;
    let to = |number: f64| if is_log { libm::log(number) } else { number };
    let from = |number: f64| if is_log { libm::exp(number) } else { number };
    let below = |end: f64| {
        if end.is_infinite() || (is_log && end <= 0.0) {
            return if end > 0.0 { 1.0 } else { 0.0 };
        }
        Distribution::Normal.tails((to(end) - to(law.middle)) / deviation).lower
    };
    let (low, high) = (below(min), below(max));
    // The ends of a design's points would be infinite.
    let probability = (low + (high - low) * place).clamp(1.0e-9, 1.0 - 1.0e-9);
    from(to(law.middle) + deviation * Distribution::Normal.quantile(probability)).clamp(min, max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(text: &str) -> FactorTable {
        toml::from_str(&format!("keys = [\"a.b\"]\n{text}")).unwrap()
    }

    #[test]
    fn values_are_written_as_toml_has_them() {
        let factor = factor("values = [20, 0.1, \"cue\", true, [1, 2]]");
        let levels = levels(&factor);
        let toml: Vec<&str> = levels.iter().map(|level| level.toml.as_str()).collect();
        assert_eq!(toml, ["20", "0.1", "\"cue\"", "true", "[1,2]"]);
        assert_eq!(levels[0].value, FactorValue::Number(20.0));
        assert_eq!(levels[2].value, FactorValue::Text("cue".into()));
        assert_eq!(at(&factor, 0.0), levels[0]);
        assert_eq!(at(&factor, 0.999), levels[4]);
        assert_eq!(at(&factor, 1.0), levels[4]);
    }

    #[test]
    fn ranges_are_linear_or_log_and_rounded_where_asked() {
        let cases = [
            ("range = [0, 60]\ncount = 4", vec![0.0, 20.0, 40.0, 60.0]),
            ("range = [1, 100]\nscale = \"log\"\ncount = 3", vec![1.0, 10.0, 100.0]),
            ("range = [0, 1]\nstep = 0.1\ncount = 4", vec![0.0, 0.3, 0.7, 1.0]),
        ];
        for (text, expected) in cases {
            let got: Vec<f64> =
                levels(&factor(text)).iter().filter_map(|level| level.value.number()).collect();
            let is_near = got.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-9);
            assert!(is_near && got.len() == expected.len(), "{text}: {got:?}");
        }
    }

    /// (law, place, value): tables of the normal law, and areas of a triangle.
    #[test]
    fn laws_give_their_quantiles() {
        let cases = [
            ("{ law = \"normal\", middle = 10, deviation = 2 }", 0.975, 13.919_927_969),
            ("{ law = \"log-normal\", middle = 10, deviation = 1 }", 0.5, 10.0),
            ("{ law = \"triangular\", middle = 1, min = 0, max = 2 }", 0.125, 0.5),
            ("{ law = \"triangular\", middle = 0, min = 0, max = 1 }", 0.75, 0.5),
            ("{ law = \"normal\", middle = 0, deviation = 1, min = 0 }", 0.0, 0.0),
            ("{ law = \"normal\", middle = 0, deviation = 1, min = 0 }", 0.5, 0.674_489_750),
            ("{ law = \"log-normal\", middle = 1, deviation = 1, min = 0 }", 0.5, 1.0),
        ];
        for (law, place, expected) in cases {
            let number = at(&factor(&format!("distribution = {law}")), place).value.number();
            assert!((number.unwrap() - expected).abs() < 1e-6, "{law}: {number:?}");
        }
    }
}
