//! Laws as written: what may be drawn anew in each run, in the place of a value.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// A value, or the law by which it is drawn in each run.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum ValueOrLaw<T> {
    /// The same in every run.
    Value(T),
    /// Drawn.
    Law(Law<T>),
}

/// Law of a part of a raid, drawn in each run: `choices`, `range` or `distribution`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Law<T> {
    /// Values, one of which is drawn by their weights.
    #[schemars(length(min = 1, max = 1000))]
    pub choices: Option<Vec<WeightedValue<T>>>,
    /// Least and greatest value. Each from the least on in steps is as likely as any other.
    pub range: Option<[T; 2]>,
    /// Law of the values from its `min` on in steps up to its `max`, both needed: each has what the
    /// law has from half a step below it to half a step above.
    pub distribution: Option<LawTable>,
    /// Step from one value of a range or a distribution to the next.
    #[serde(default = "one")]
    #[schemars(range(min = 0.001, max = 10000.0))]
    pub step: f64,
}

/// A value and its weight.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct WeightedValue<T> {
    /// The value.
    pub value: T,
    /// Its probability but for a factor that all have.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1.0e6))]
    pub weight: f64,
}

/// Law of a number.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LawTable {
    /// Its family.
    pub law: LawFamily,
    /// Mean of `normal`; median of `log-normal`; mode of `triangular`.
    #[schemars(range(min = -1.0e15, max = 1.0e15))]
    pub middle: f64,
    /// Standard deviation of `normal`; of `log-normal` that of the logarithm.
    #[schemars(range(min = 1.0e-12, max = 1.0e15))]
    pub deviation: Option<f64>,
    /// Least value: the law is cut there.
    #[schemars(range(min = -1.0e15, max = 1.0e15))]
    pub min: Option<f64>,
    /// Greatest value, likewise.
    #[schemars(range(min = -1.0e15, max = 1.0e15))]
    pub max: Option<f64>,
}

/// Family of laws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LawFamily {
    /// Normal.
    Normal,
    /// Log-normal.
    LogNormal,
    /// Triangular, from `min` to `max`.
    Triangular,
}

impl LawTable {
    /// The mistake in it, and a word at it; `None` if there is none.
    pub fn mistake(&self) -> Option<(&'static str, &'static str)> {
        let is_triangular = self.law == LawFamily::Triangular;
        let (min, max) = (self.min.unwrap_or(f64::MIN), self.max.unwrap_or(f64::MAX));
        let is_inside = min <= self.middle && self.middle <= max && min < max;
        Some(if !is_triangular && self.deviation.is_none() {
            ("the law has no `deviation`", "it belongs here")
        } else if is_triangular && (self.min.is_none() || self.max.is_none()) {
            ("the law has no ends", "give `min` and `max`")
        } else if !is_inside {
            ("the law is empty", "wanted: min <= middle <= max")
        } else if self.law == LawFamily::LogNormal && self.middle <= 0.0 {
            ("no logarithm", "a median above 0 is needed")
        } else {
            return None;
        })
    }
}

pub(super) fn one() -> f64 {
    1.0
}

/// Schema of a number of threats, or its law.
pub(super) fn count(generator: &mut SchemaGenerator) -> Schema {
    value_or_law::<u32>(generator, &json_schema!({ "minimum": 1, "maximum": 1000 }))
}

/// Schema of a launch time, or its law.
pub(super) fn start_s(generator: &mut SchemaGenerator) -> Schema {
    value_or_law::<f64>(generator, &json_schema!({ "minimum": 0.0, "maximum": 10000.0 }))
}

/// Schema of a time between two launches, or its law.
pub(super) fn spacing_s(generator: &mut SchemaGenerator) -> Schema {
    value_or_law::<f64>(generator, &json_schema!({ "minimum": 0.0, "maximum": 3600.0 }))
}

/// Schema of a loft, or its law.
pub(super) fn loft_deg(generator: &mut SchemaGenerator) -> Schema {
    value_or_law::<f64>(generator, &json_schema!({ "minimum": -40.0, "maximum": 40.0 }))
}

/// Schema of a name, or of several with weights.
pub(super) fn name(generator: &mut SchemaGenerator) -> Schema {
    let mut law = Law::<String>::json_schema(generator);
    if let Some(properties) = law.pointer_mut("/properties").and_then(|it| it.as_object_mut()) {
        properties.retain(|key, _| key == "choices");
    }
    json_schema!({ "anyOf": [String::json_schema(generator), law] })
}

fn value_or_law<T: JsonSchema>(generator: &mut SchemaGenerator, limits: &Schema) -> Schema {
    let mut value = T::json_schema(generator);
    for (key, limit) in limits.as_object().into_iter().flatten() {
        value.insert(key.clone(), limit.clone());
    }
    let mut law = Law::<T>::json_schema(generator);
    for place in ["/properties/choices/items/properties/value", "/properties/range/items"] {
        if let Some(written) = law.pointer_mut(place) {
            let about = written.get("description").cloned();
            *written = value.clone().to_value();
            if let (Some(about), Some(written)) = (about, written.as_object_mut()) {
                written.insert("description".to_owned(), about);
            }
        }
    }
    json_schema!({ "anyOf": [value, law] })
}
