//! Shape of a file: the JSON Schema of the types in `schema`, in a form that is easy to
//! walk.
//!
//! `schemars` makes the schema from the Rust types, their doc comments and their ranges; editors
//! read it as JSON ([`schema_json`]), the checks read it as a [`Shape`]. There is no second list of
//! keys anywhere.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde_json::Value as Json;

use crate::scenario::schema::{ArchitectureFile, CatalogueFile, ScenarioFile};
use crate::scenario::sweep::file::SweepFile;

/// The kinds of files that a scenario is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A scenario, which names the other files.
    Scenario,
    /// A catalogue of types.
    Catalogue,
    /// One architecture.
    Architecture,
    /// A sweep, which names a scenario.
    Sweep,
}

/// Values that may be written in a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A table with these keys and no others.
    Table(Keys),
    /// A table with any keys.
    Map(Box<Self>),
    /// A list of so many items.
    List {
        items: Box<Self>,
        at_least: usize,
        at_most: usize,
    },
    /// A pair of latitude and longitude.
    Point,
    Number(Limits),
    Integer(Limits),
    Text,
    Boolean,
    /// Whatever TOML has.
    Any,
    /// One of these words.
    Choice(Vec<Choice>),
    /// A value, or a table with the law by which it is drawn.
    ValueOrLaw {
        value: Box<Self>,
        law: Box<Self>,
    },
}

/// The keys that a table may have.
pub(crate) type Keys = BTreeMap<String, Key>;

/// A key of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    /// Its doc comment.
    pub(crate) about: String,
    pub(crate) required: bool,
    pub(crate) shape: Shape,
}

/// A word of a choice, and what it means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) about: String,
}

/// The numbers allowed, both ends among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Limits {
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// A longer file is not read.
pub const MAX_FILE_BYTES: u64 = 10_000_000;

/// No list is longer, whatever it holds.
pub(crate) const MAX_ITEMS: usize = 10_000;

/// The lists of types, which a scenario and its catalogue share.
pub(crate) const TYPE_LISTS: [&str; 4] =
    ["radar_types", "satellite_types", "interceptor_types", "threat_types"];

/// The JSON Schema (2020-12) of a kind of file, for editors.
pub fn schema_json(kind: FileKind) -> String {
    format!("{:#}\n", schema(kind))
}

/// The shape of a kind of file.
pub(crate) fn shape_of(kind: FileKind) -> Shape {
    let schema = schema(kind);
    SchemaReader { definitions: &schema["$defs"] }.shape(&schema)
}

fn schema(kind: FileKind) -> Json {
    match kind {
        FileKind::Scenario => types_may_override(schema_json_of::<ScenarioFile>()),
        FileKind::Catalogue => schema_json_of::<CatalogueFile>(),
        FileKind::Architecture => schema_json_of::<ArchitectureFile>(),
        FileKind::Sweep => schema_json_of::<SweepFile>(),
    }
}

fn schema_json_of<T: JsonSchema>() -> Json {
    schema_for!(T).to_value()
}

/// In a scenario, an entry of a list of types may override one of the catalogue: all it needs is
/// the `id`. Whether an entry that overrides none is complete is checked when files are merged.
fn types_may_override(mut schema: Json) -> Json {
    for list in TYPE_LISTS {
        let items = &schema["properties"][list]["items"]["$ref"];
        let name = items.as_str().and_then(|path| path.rsplit('/').next());
        if let Some(name) = name.map(str::to_owned) {
            schema["$defs"][name.as_str()]["required"] = Json::from(vec!["id"]);
        }
    }
    schema
}

impl Shape {
    /// The shape that a value in its place has, where none is drawn.
    pub(crate) fn of_values(&self) -> &Self {
        match self {
            Self::ValueOrLaw { value, .. } => value,
            other => other,
        }
    }

    /// The shape that a table in its place has.
    pub(crate) fn of_tables(&self) -> &Self {
        match self {
            Self::ValueOrLaw { law, .. } => law,
            other => other,
        }
    }
}

/// Turns JSON Schema into shapes. Knows the parts of it that `schemars` writes for our types.
struct SchemaReader<'a> {
    definitions: &'a Json,
}

impl SchemaReader<'_> {
    fn shape(&self, schema: &Json) -> Shape {
        if let Some(path) = schema["$ref"].as_str() {
            let name = path.rsplit('/').next().unwrap_or_default();
            return self.shape(&self.definitions[name]);
        }
        if let Some(choices) = choices(schema) {
            return Shape::Choice(choices);
        }
        if schema["anyOf"][1]["type"] == "object" {
            let [value, law] = [0, 1].map(|place| Box::new(self.shape(&schema["anyOf"][place])));
            return Shape::ValueOrLaw { value, law };
        }
        // An optional key is `anyOf: [what it is, null]` or `type: [what it is, "null"]`.
        if let Some(some) = schema["anyOf"].get(0) {
            return self.shape(some);
        }
        let kind = schema["type"].get(0).unwrap_or(&schema["type"]);
        match kind.as_str().unwrap_or_default() {
            "object" => self.table(schema),
            "array" => self.list(schema),
            "number" => Shape::Number(limits(schema)),
            "integer" => Shape::Integer(limits(schema)),
            "boolean" => Shape::Boolean,
            "" => Shape::Any,
            _ => Shape::Text,
        }
    }

    fn table(&self, schema: &Json) -> Shape {
        let Some(properties) = schema["properties"].as_object() else {
            return Shape::Map(Box::new(self.shape(&schema["additionalProperties"])));
        };
        let required = schema["required"].as_array();
        let is_required = |name: &str| required.is_some_and(|list| list.contains(&name.into()));
        let key = |(name, schema): (&String, &Json)| {
            let key = Key {
                about: description(schema),
                required: is_required(name),
                shape: self.shape(schema),
            };
            (name.clone(), key)
        };
        Shape::Table(properties.iter().map(key).collect())
    }

    fn list(&self, schema: &Json) -> Shape {
        // Of a pair each place has limits of its own.
        if schema["prefixItems"].is_array() {
            return Shape::Point;
        }
        let items = self.shape(&schema["items"]);
        let at_least = schema["minItems"].as_u64().unwrap_or(0) as usize;
        let at_most = schema["maxItems"].as_u64().map_or(MAX_ITEMS, |most| most as usize);
        Shape::List { items: Box::new(items), at_least, at_most }
    }
}

/// The words of an enumeration; with doc comments `schemars` writes `oneOf`, without `enum`.
fn choices(schema: &Json) -> Option<Vec<Choice>> {
    let choice =
        |name: &Json, about| Choice { name: name.as_str().unwrap_or_default().to_owned(), about };
    if let Some(documented) = schema["oneOf"].as_array() {
        let each = documented.iter();
        return Some(each.map(|one| choice(&one["const"], description(one))).collect());
    }
    let plain = schema["enum"].as_array()?.iter();
    Some(plain.map(|name| choice(name, String::new())).collect())
}

/// A doc comment in one line.
fn description(schema: &Json) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn limits(schema: &Json) -> Limits {
    let widest = match schema["format"].as_str() {
        Some("uint32") => f64::from(u32::MAX),
        Some("uint64") => u64::MAX as f64,
        _ => f64::MAX,
    };
    Limits {
        min: schema["minimum"].as_f64().unwrap_or(-widest),
        max: schema["maximum"].as_f64().unwrap_or(widest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(shape: &Shape) -> &Keys {
        match shape {
            Shape::Table(keys) => keys,
            Shape::List { items, .. } => keys(items),
            other => panic!("not a table: {other:?}"),
        }
    }

    #[test]
    fn the_schema_of_every_kind_of_key_is_read() {
        let scenario = shape_of(FileKind::Scenario);
        let systems = &keys(&scenario)["systems"];
        assert!(systems.required);
        assert_eq!(
            systems.about,
            "The sides: one or two, each a missile-defence system of its own."
        );
        let Shape::List { items, at_least, .. } = &keys(&systems.shape)["territory_deg"].shape
        else {
            panic!("no list");
        };
        assert_eq!((&**items, *at_least), (&Shape::Point, 3));
        let doctrine = &keys(&keys(&systems.shape)["command"].shape)["doctrine"].shape;
        let Shape::Choice(rules) = &keys(doctrine)["rule"].shape else {
            panic!("no choice");
        };
        let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
        assert_eq!(names, ["single", "salvo", "shoot-look-shoot", "random"]);
        let shots = Limits { min: 1.0, max: 1000.0 };
        assert_eq!(keys(doctrine)["shots"].shape, Shape::Integer(shots));
    }

    #[test]
    fn optional_keys_have_the_shape_of_what_they_hold() {
        let architecture = shape_of(FileKind::Architecture);
        let exchange = &keys(&architecture)["exchange"].shape;
        assert!(!keys(exchange)["use"].required);
        assert!(matches!(keys(exchange)["use"].shape, Shape::Choice(_)));
        assert!(matches!(keys(exchange)["period_s"].shape, Shape::Number(_)));
    }

    #[test]
    fn a_type_is_complete_in_a_catalogue_and_needs_only_its_id_in_a_scenario() {
        for list in TYPE_LISTS {
            for (kind, needs_source) in [(FileKind::Scenario, false), (FileKind::Catalogue, true)] {
                let shape = shape_of(kind);
                let entry = keys(&keys(&shape)[list].shape);
                assert!(entry["id"].required, "{list}");
                assert_eq!(entry["source"].required, needs_source, "{kind:?} {list}");
                assert!(matches!(entry["sources"].shape, Shape::Map(_)));
            }
        }
    }

    #[test]
    fn every_key_is_explained() {
        fn explained(path: &str, shape: &Shape) {
            match shape {
                Shape::Table(keys) => {
                    for (name, key) in keys {
                        assert!(!key.about.is_empty(), "{path}.{name}");
                        explained(&format!("{path}.{name}"), &key.shape);
                    }
                }
                Shape::List { items, .. } => explained(path, items),
                Shape::Choice(choices) => {
                    assert!(choices.iter().all(|one| !one.about.is_empty()), "{path}");
                }
                _ => {}
            }
        }
        for kind in [FileKind::Scenario, FileKind::Catalogue, FileKind::Architecture] {
            explained("", &shape_of(kind));
        }
    }
}
