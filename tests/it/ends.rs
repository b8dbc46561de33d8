//! Ends of the ranges of numbers: what `check` lets pass plays, however extreme.
//!
//! Every number that the schema knows stands in one scenario, the quickstart with
//! `data/every_key.toml`. The least and the greatest that its key allows are written in its place,
//! alone and a few at a time: rules or physics refuse them, or the run plays to its end, without a
//! panic, and tells of every threat.

use crate::common::path;
use lisbon::account::trajectory::{FlightRequest, Trajectory};
use lisbon::outcome::metric::Metric;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{Object, ThreatId};
use lisbon::scenario::model::{LATE_SIGMA, Scenario, Threat};
use lisbon::scenario::{Faults, FileKind, schema_json};
use lisbon::world::journal::Event;
use lisbon::{engine, outcome, scenario};
use proptest::prelude::*;
use rayon::prelude::*;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;
use toml::{Table, Value};

/// A number of the scenario: the keys and places on the way to it, its table's name and its key,
/// and the ends of its range.
#[derive(Debug, Clone)]
struct NumberPlace {
    way: Vec<String>,
    key: String,
    ends: [f64; 2],
    is_whole: bool,
}

/// The whole scenario, the schema's numbers in it, and all numbers that the schema has.
struct Whole {
    table: Table,
    places: Vec<NumberPlace>,
}

static SCHEMA: LazyLock<Json> =
    LazyLock::new(|| serde_json::from_str(&schema_json(FileKind::Scenario)).unwrap());

static WHOLE: LazyLock<Whole> = LazyLock::new(|| {
    let table = whole();
    let mut places = Vec::new();
    find(&SCHEMA, &Value::Table(table.clone()), &[], ("", ""), &mut places);
    Whole { table, places }
});

fn read(file: &str) -> Table {
    fs::read_to_string(path(file)).unwrap().parse().unwrap()
}

/// The quickstart in one table, with one threat, and with all that it leaves out.
fn whole() -> Table {
    let mut table = read("scenarios/quickstart.toml");
    let mut catalogue = read("scenarios/catalogues/notional.toml");
    catalogue["threat_types"].as_array_mut().unwrap().truncate(1);
    table.extend(catalogue);
    for key in ["catalogue", "architecture_files"] {
        table.remove(key);
    }
    for (key, more) in read("tests/it/data/every_key.toml") {
        match more {
            Value::Table(more) => {
                let first = &mut table[&key].as_array_mut().unwrap()[0];
                merge(first.as_table_mut().unwrap(), more);
            }
            list => {
                table.insert(key, list);
            }
        }
    }
    let raid = table["raids"].as_array_mut().unwrap()[0].as_table_mut().unwrap();
    raid.insert("count".into(), Value::Integer(1));
    let simulation = table["simulation"].as_table_mut().unwrap();
    simulation.insert("duration_s".into(), Value::Integer(1100));
    table
}

fn merge(table: &mut Table, more: Table) {
    for (key, value) in more {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => merge(old, new),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

/// What a schema says of a value, behind references and options, and the name of its definition.
fn resolved<'a>(schema: &'a Json, value: &Value, name: &'a str) -> (&'a Json, &'a str) {
    if let Some(path) = schema["$ref"].as_str() {
        let name = path.rsplit('/').next().unwrap();
        return resolved(&SCHEMA["$defs"][name], value, name);
    }
    // Of a value and its law the second is a table.
    let is_law = value.is_table() && schema["anyOf"][1]["type"] == "object";
    match schema["anyOf"].get(usize::from(is_law)) {
        Some(some) => resolved(some, value, name),
        None => (schema, name),
    }
}

/// Every number below a value, with the ends that its schema gives it.
fn find(
    schema: &Json,
    value: &Value,
    way: &[String],
    (table, key): (&str, &str),
    found: &mut Vec<NumberPlace>,
) {
    let (schema, table) = resolved(schema, value, table);
    let on = |step: &str| [way, &[step.to_owned()]].concat();
    match value {
        Value::Table(entries) => {
            for (name, value) in entries {
                let below = &schema["properties"][name];
                find(below, value, &on(name), (table, name), found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let pair = schema["prefixItems"].get(place);
                let below = pair.unwrap_or(&schema["items"]);
                find(below, item, &on(&place.to_string()), (table, key), found);
            }
        }
        Value::Integer(_) | Value::Float(_) => {
            let ends = [&schema["minimum"], &schema["maximum"]].map(Json::as_f64);
            let [Some(least), Some(most)] = ends else {
                return;
            };
            found.push(NumberPlace {
                way: way.to_vec(),
                key: format!("{table}.{key}"),
                ends: [least, most],
                is_whole: schema["format"].as_str().is_some_and(|form| form.starts_with("uint")),
            });
        }
        _ => {}
    }
}

/// The scenario with ends in some of its places, as text.
fn written(changes: &[(&NumberPlace, usize)]) -> String {
    let mut table = Value::Table(WHOLE.table.clone());
    for (place, end) in changes {
        let mut value = &mut table;
        for step in &place.way {
            value = match value {
                Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
                other => &mut other[step.as_str()],
            };
        }
        let number = place.ends[*end];
        *value = if place.is_whole { Value::Integer(number as i64) } else { Value::Float(number) };
    }
    table.as_table().unwrap().to_string()
}

fn parsed(changes: &[(&NumberPlace, usize)]) -> Result<Scenario, Faults> {
    let text = written(changes);
    scenario::parse("ends.toml", &mut |_| Ok(text.clone()))
}

/// Plays what is let pass: true if it was.
fn plays(changes: &[(&NumberPlace, usize)]) -> bool {
    let scenario = match parsed(changes) {
        Ok(scenario) => scenario,
        Err(faults) => {
            assert!(faults.count() > 0);
            assert!(!faults.to_string().contains("out of range"), "{changes:?}: {faults}");
            return false;
        }
    };
    let luck = RunSeed { seed: 1, run: 0 };
    let journal = engine::play(&scenario, &scenario.architectures[changes.len() % 2], luck);
    let launches = journal.events.iter().filter(|(_, event)| matches!(event, Event::Launch { .. }));
    let end_s = scenario.step_s * scenario.last_tick as f64;
    let last_s = |threat: &Threat| threat.launch_s + LATE_SIGMA * threat.launch_time_error_s;
    let in_run = scenario.in_run(luck);
    let due = in_run.threats.iter().filter(|threat| last_s(threat) < end_s);
    assert!(launches.count() >= due.count(), "{changes:?}");
    let outcome = outcome::judge(&in_run, &journal);
    for metric in Metric::ALL {
        assert!(!outcome.get(*metric, None).is_infinite(), "{changes:?}: {metric:?}");
    }
    let request = FlightRequest {
        scenario: &scenario,
        threat: ThreatId(0),
        object: Object::Payload,
        luck: Some(luck),
        every_s: 10.0,
    };
    assert!(!Trajectory::of(&request).points.is_empty(), "{changes:?}");
    true
}

/// Numbers whose greatest is for benches: a thousand threats, a hundred false plots in each frame,
/// five hours.
const LARGE: [&str; 3] = ["Raid.count", "RadarType.false_plots_per_frame", "Simulation.duration_s"];

fn is_cheap((place, end): &(&NumberPlace, usize)) -> bool {
    *end == 0 || !LARGE.contains(&place.key.as_str())
}

/// Tables of what no shipped scenario can hold: sensors of kinds that crates add.
const LEFT_OUT: [&str; 1] = ["Sensor"];

#[test]
fn every_number_of_the_schema_is_tried() {
    let tried: BTreeSet<&str> = WHOLE.places.iter().map(|place| place.key.as_str()).collect();
    let mut missing = Vec::new();
    for (table, about) in SCHEMA["$defs"].as_object().unwrap() {
        for (key, about) in about["properties"].as_object().into_iter().flatten() {
            let name = format!("{table}.{key}");
            let is_number = about["minimum"].is_number();
            if is_number && !tried.contains(&*name) && !LEFT_OUT.contains(&table.as_str()) {
                missing.push(name);
            }
        }
    }
    // They take the places of others.
    let given = [
        "Stage.thrust_kn",
        "Stage.propellant_kg",
        "Stage.dry_kg",
        "InterceptorType.burnout_speed_kmps",
    ];
    missing.retain(|name| !given.contains(&name.as_str()));
    assert!(missing.is_empty() && tried.len() > 150, "{}: {missing:?}", tried.len());
}

/// The first place of each key, at both ends.
#[test]
fn the_ends_of_every_range_play_or_are_refused() {
    parsed(&[]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut first = BTreeMap::new();
    for place in &WHOLE.places {
        first.entry(&place.key).or_insert(place);
    }
    let cases: Vec<_> =
        first.values().flat_map(|place| [0, 1].map(|end| (*place, end))).filter(is_cheap).collect();
    let played = cases.par_iter().filter(|case| plays(&[**case])).count();
    assert!(cases.len() > 250 && played > 200, "{played} of {}", cases.len());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// A few numbers at their ends at once, wherever they stand.
    #[test]
    fn a_few_ends_at_once_play_or_are_refused(
        picks in prop::collection::vec((0.0..1.0_f64, 0..2_usize), 2..5),
    ) {
        let all = &WHOLE.places;
        let place = |share: f64| &all[(share * all.len() as f64) as usize];
        let changes = picks.iter().map(|(share, end)| (place(*share), *end));
        let changes: Vec<_> = changes.filter(is_cheap).collect();
        plays(&changes);
    }
}
