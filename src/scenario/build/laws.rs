//! Laws of raids: the values that may be drawn, with their weights.

use crate::numerics::Distribution;
use crate::scenario::schema::{LawFamily, LawTable, ValueOrLaw};

/// The numbers that may be drawn, each with its weight; of a value it alone.
pub(super) fn weighted<T: Copy + Into<f64>>(written: &ValueOrLaw<T>) -> Vec<(f64, f64)> {
    let law = match written {
        ValueOrLaw::Value(value) => return vec![((*value).into(), 1.0)],
        ValueOrLaw::Law(law) => law,
    };
    match (law.range, &law.distribution) {
        (Some([least, most]), _) => {
            let values = stepped([least.into(), most.into()], law.step);
            values.into_iter().map(|value| (value, 1.0)).collect()
        }
        (None, Some(table)) => cells(table, law.step),
        (None, None) => {
            let choices = law.choices.iter().flatten();
            choices.map(|choice| (choice.value.into(), choice.weight)).collect()
        }
    }
}

/// The values from the least on in steps.
fn stepped([least, most]: [f64; 2], step: f64) -> Vec<f64> {
    // A multiple of 0.1 shall read as one, and the greatest shall not be lost to rounding.
    let count = ((most - least) / step + 1.0e-9).floor().max(0.0) as u32;
    let value = |place: u32| least + f64::from(place) * step;
    (0..=count).map(|place| (1.0e9 * value(place)).round() / 1.0e9).collect()
}

/// The values of a law, each with what the law has around it; beyond its ends it has nothing.
fn cells(table: &LawTable, step: f64) -> Vec<(f64, f64)> {
    let (Some(min), Some(max)) = (table.min, table.max) else {
        return vec![(table.middle, 1.0)];
    };
    let values = stepped([min, max], step);
    let mut below = share_below(table, [min, max], min);
    let mut cells = Vec::with_capacity(values.len());
    for (place, value) in values.iter().enumerate() {
        let is_last = place + 1 == values.len();
        let edge = if is_last { max } else { (value + 0.5 * step).min(max) };
        let up_to = share_below(table, [min, max], edge);
        cells.push((*value, (up_to - below).max(0.0)));
        below = up_to;
    }
    cells
}

/// Probability of a law's values below one, before it is cut at its ends.
fn share_below(table: &LawTable, [min, max]: [f64; 2], value: f64) -> f64 {
    let (middle, deviation) = (table.middle, table.deviation.unwrap_or(1.0));
    let normal = |deviations: f64| Distribution::Normal.tails(deviations).lower;
    match table.law {
        LawFamily::Normal => normal((value - middle) / deviation),
        LawFamily::LogNormal if value <= 0.0 => 0.0,
        LawFamily::LogNormal => normal(libm::log(value / middle) / deviation),
        LawFamily::Triangular if value <= min => 0.0,
        LawFamily::Triangular if value >= max => 1.0,
        LawFamily::Triangular if value < middle => {
            (value - min) * (value - min) / ((max - min) * (middle - min))
        }
        LawFamily::Triangular => {
            1.0 - (max - value) * (max - value) / ((max - min) * (max - middle))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::schema::Law;

    fn law(text: &str) -> Vec<(f64, f64)> {
        let law: Law<f64> = toml::from_str(text).unwrap();
        weighted(&ValueOrLaw::Law(law))
    }

    /// Cells of the tables of the normal law (half a step about each value), and areas of a
    /// triangle.
    #[test]
    fn laws_give_each_value_what_lies_around_it() {
        let cases = [
            ("range = [1, 4]", vec![(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (4.0, 1.0)]),
            ("range = [0, 0.3]\nstep = 0.1", vec![(0.0, 1.0), (0.1, 1.0), (0.2, 1.0), (0.3, 1.0)]),
            ("choices = [{ value = 2, weight = 3 }, { value = 5 }]", vec![(2.0, 3.0), (5.0, 1.0)]),
            (
                "distribution = { law = \"normal\", middle = 0, deviation = 1, min = -1, max = 1 }",
                vec![(-1.0, 0.149_882), (0.0, 0.382_925), (1.0, 0.149_882)],
            ),
            (
                "distribution = { law = \"triangular\", middle = 1, min = 0, max = 2 }",
                vec![(0.0, 0.125), (1.0, 0.75), (2.0, 0.125)],
            ),
            (
                "distribution = { law = \"log-normal\", middle = 1, deviation = 1, min = 0, \
                 max = 2 }",
                vec![(0.0, 0.244_109), (1.0, 0.413_319), (2.0, 0.098_463)],
            ),
        ];
        for (text, expected) in cases {
            let got = law(text);
            let is_near = got.iter().zip(&expected).all(|(one, other)| {
                (one.0 - other.0).abs() < 1e-12 && (one.1 - other.1).abs() < 1e-5
            });
            assert!(is_near && got.len() == expected.len(), "{text}: {got:?}");
        }
    }
}
