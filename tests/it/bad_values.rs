//! No bad number gets past the file: NaN, infinities, nothing, less than nothing, far too much and
//! what is no number, in the place of every number of a raid, of a link and of each type of the
//! catalogue.
//!
//! What is fine is listed key by key; everything else must be a fault that names the key. What is
//! fine for its key may still be a fault to the physics (an aim out of reach); if it is not, the
//! run plays to its end.

use crate::common::path;
use lisbon::random::RunSeed;
use lisbon::scenario::model::Scenario;
use lisbon::scenario::{Faults, FileKind, schema_json};
use lisbon::{engine, scenario};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use toml::{Table, Value};

/// What is written in the place of numbers, and its name in a failure.
fn bad() -> Vec<(&'static str, Value)> {
    vec![
        ("nan", Value::Float(f64::NAN)),
        ("inf", Value::Float(f64::INFINITY)),
        ("-inf", Value::Float(f64::NEG_INFINITY)),
        ("0", Value::Integer(0)),
        ("0.0", Value::Float(0.0)),
        ("-1", Value::Integer(-1)),
        ("1e300", Value::Float(1e300)),
        ("-1e300", Value::Float(-1e300)),
        ("text", Value::String("1".into())),
        ("true", Value::Boolean(true)),
        ("list", Value::Array(vec![Value::Integer(1)])),
        ("table", Value::Table(Table::new())),
    ]
}

/// Keys for which zero is fine: places, angles, errors, delays, shares and edges that may be none,
/// and the mass of a stage's shell, which an ideal stage has not.
const ZERO_IS_FINE: [&str; 45] = [
    "altitude_min_km",
    "angle_bias_mrad",
    "angle_floor_mrad",
    "cloud_break_km",
    "cue_share",
    "cutoff_error_mps",
    "debris_visible_s",
    "delay_s",
    "detection_probability",
    "divert_mps",
    "down_s",
    "dry_kg",
    "elevation_max_deg",
    "elevation_min_deg",
    "end_deg",
    "false_plots_per_frame",
    "jitter_s",
    "kill_probability",
    "latency_s",
    "latitude_deg",
    "launch_position_error_km",
    "launch_time_error_s",
    "loft_deg",
    "longitude_deg",
    "loss",
    "max",
    "midcourse_mps",
    "middle",
    "min",
    "preparation_s",
    "radius_km",
    "range",
    "range_bias_m",
    "range_floor_m",
    "search_elevation_max_deg",
    "search_elevation_min_deg",
    "search_share",
    "snr_reference_db",
    "spacing_s",
    "start_deg",
    "start_s",
    "swerling",
    "value",
    "weight",
    "withhold_s",
];

/// Keys for which minus one is fine: places and angles, and what is counted in decibels.
const MINUS_ONE_IS_FINE: [&str; 10] = [
    "end_deg",
    "latitude_deg",
    "loft_deg",
    "longitude_deg",
    "max",
    "middle",
    "min",
    "snr_reference_db",
    "start_deg",
    "value",
];

/// Keys of whole numbers, for which `0.0` is no number.
const WHOLE: [&str; 3] = ["count", "pulses_per_look", "swerling"];

fn is_fine(key: &str, value: &str) -> bool {
    match value {
        "0" => ZERO_IS_FINE.contains(&key),
        "0.0" => ZERO_IS_FINE.contains(&key) && !WHOLE.contains(&key),
        "-1" => MINUS_ONE_IS_FINE.contains(&key),
        _ => false,
    }
}

/// All that a link can have beside what the shipped ones have.
const TROUBLES: &str = "
bandwidth_kbps = 64.0
queue_kb = 8.0
down_s = [[100.0, 200.0]]
[bursts]
good_s = 60.0
bad_s = 10.0
loss = 0.5
[release]
withhold_s = [[300.0, 310.0]]
round_position_m = 100.0
round_velocity_mps = 5.0
noise_position_m = 50.0
noise_velocity_mps = 1.0
noise_declared = true
delay_s = 5.0
delay_90_percent_s = 20.0
";

/// Laws and an alternative of a raid.
const DRAWN: &str = "
weight = 2.0
start_s = { range = [30, 40], step = 5.0 }
loft_deg = { choices = [{ value = 0, weight = 2.0 }, { value = 2 }] }
[[alternatives]]
weight = 1.0
latitude_deg = 34.0
longitude_deg = 47.0
radius_km = 40.0
spacing_s = { distribution = { law = \"normal\", middle = 60, deviation = 10, min = 40, max = 80 } }
";

/// A flight of which `assure` asks, with all that it can have.
const CORRIDOR: &str = "
id = \"north\"
system = \"russia\"
threat = \"intermediate-range\"
start_deg = [55.0, 60.0]
end_deg = [45.0, 25.0]
loft_deg = 1.0
";

/// The files of the quickstart, as tables.
#[derive(Clone)]
struct Files {
    scenario: Table,
    catalogue: Table,
}

impl Files {
    fn shipped() -> Self {
        let read =
            |file: &str| -> Table { fs::read_to_string(path(file)).unwrap().parse().unwrap() };
        let mut files = Self {
            scenario: read("scenarios/quickstart.toml"),
            catalogue: read("scenarios/catalogues/notional.toml"),
        };
        let mut text = files.scenario.to_string();
        text = text.replace("count = 3", "count = 1");
        files.scenario = text.parse().unwrap();
        let troubles: Table = TROUBLES.parse().unwrap();
        let corridor: Table = CORRIDOR.parse().unwrap();
        files.scenario.insert("corridors".into(), Value::Array(vec![corridor.into()]));
        let drawn: Table = DRAWN.parse().unwrap();
        files.scenario["raids"][0].as_table_mut().unwrap().extend(drawn);
        let link = files.scenario["links"][0].as_table_mut().unwrap();
        link.extend(troubles);
        files
    }

    fn parse(&self) -> Result<Scenario, Faults> {
        let root = path("scenarios/quickstart.toml");
        scenario::parse(&root, &mut |file| {
            if file == root {
                Ok(self.scenario.to_string())
            } else if file.ends_with("notional.toml") {
                Ok(self.catalogue.to_string())
            } else {
                fs::read_to_string(file).map_err(|error| error.to_string())
            }
        })
    }

    /// The table of a list that is to be made bad.
    fn list(&mut self, list: &str) -> &mut Vec<Value> {
        let of_scenario =
            ["raids", "radars", "fire_units", "assets", "links", "corridors"].contains(&list);
        let file = if of_scenario { &mut self.scenario } else { &mut self.catalogue };
        file[list].as_array_mut().unwrap()
    }
}

/// Where a number stands: list, place in it, and the keys and places below.
type Place = (String, usize, Vec<String>);

/// Every number below a value.
fn numbers(value: &Value, below: &[String], found: &mut Vec<Vec<String>>) {
    let mut deeper = |key: String, value: &Value| {
        numbers(value, &[below, &[key]].concat(), found);
    };
    match value {
        Value::Integer(_) | Value::Float(_) => found.push(below.to_vec()),
        Value::Table(table) => table.iter().for_each(|(key, value)| deeper(key.clone(), value)),
        Value::Array(list) => {
            (0..).zip(list).for_each(|(at, value): (usize, _)| deeper(at.to_string(), value));
        }
        _ => {}
    }
}

fn places(files: &mut Files, list: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for (at, entry) in files.list(list).iter().enumerate() {
        let mut found = Vec::new();
        numbers(entry, &[], &mut found);
        places.extend(found.into_iter().map(|keys| (list.to_owned(), at, keys)));
    }
    places
}

/// True of the first place of a key of a list. What is wrong with a number is said by its key: of
/// the places after it one value each is enough.
fn is_first(known: &mut BTreeSet<(String, Vec<String>)>, (list, _, keys): &Place) -> bool {
    let names = keys.iter().filter(|key| key.parse::<usize>().is_err());
    known.insert((list.clone(), names.cloned().collect()))
}

/// The range of one.
fn once(number: usize) -> Range<usize> {
    number..number + 1
}

fn set(files: &mut Files, (list, at, keys): &Place, new: Value) {
    let mut value = &mut files.list(list)[*at];
    for key in keys {
        value = match value {
            Value::Array(items) => &mut items[key.parse::<usize>().unwrap()],
            table => &mut table[key.as_str()],
        };
    }
    *value = new;
}

/// A value in a place is refused by its key's name; or, where it is fine, by the physics, or the
/// run plays.
fn try_one(files: &Files, place: &Place, (name, value): &(&str, Value)) {
    // A number of a list goes by the name of the list.
    let is_name = |key: &&String| key.parse::<usize>().is_err();
    let key = place.2.iter().rfind(is_name).unwrap();
    let case = format!("{place:?} = {name}");
    let mut files = files.clone();
    set(&mut files, place, value.clone());
    match files.parse() {
        Ok(scenario) => {
            assert!(is_fine(key, name), "{case} is taken for right");
            let luck = RunSeed { seed: 1, run: 0 };
            engine::play(&scenario, &scenario.architectures[0], luck);
        }
        Err(faults) if is_fine(key, name) => {
            let refused = format!("`{key}` is out of range");
            let is_refused = faults.list.iter().any(|fault| fault.title == refused);
            assert!(!is_refused, "{case}: {faults}");
        }
        Err(faults) => {
            let named = format!("`{key}`");
            let is_told = faults.list.iter().any(|fault| fault.title.contains(&named));
            assert!(is_told, "{case}: {faults}");
        }
    }
}

#[test]
fn no_bad_number_gets_past_the_file() {
    let mut files = Files::shipped();
    assert!(files.parse().is_ok(), "{}", files.parse().unwrap_err());
    let lists = [
        "threat_types",
        "raids",
        "interceptor_types",
        "satellite_types",
        "radar_types",
        "links",
        "corridors",
    ];
    let places: Vec<Place> = lists.iter().flat_map(|list| places(&mut files, list)).collect();
    let bad = bad();
    let mut known = BTreeSet::new();
    let mut cases = Vec::new();
    for (number, place) in places.iter().enumerate() {
        let values =
            if is_first(&mut known, place) { 0..bad.len() } else { once(number % bad.len()) };
        cases.extend(values.map(|value| (place, &bad[value])));
    }
    cases.par_iter().for_each(|(place, value)| try_one(&files, place, value));
    assert!(places.len() > 150 && cases.len() > 800, "{} {}", places.len(), cases.len());
}

/// The files show every number that a type of threat, a stage, a raid and a link can have, but for
/// what hangs on optional tables; so the test above is whole.
#[test]
fn every_number_of_threats_and_raids_is_tried() {
    let mut files = Files::shipped();
    let tried: BTreeSet<String> = ["threat_types", "raids", "links", "corridors"]
        .iter()
        .flat_map(|list| places(&mut files, list))
        .map(|(_, _, keys)| keys.last().unwrap().clone())
        .collect();
    let schema: serde_json::Value = serde_json::from_str(&schema_json(FileKind::Scenario)).unwrap();
    let mut counted = 0;
    for table in ["ThreatType", "Stage", "Raid", "Link", "Bursts", "Release", "Corridor"] {
        for (key, about) in schema["$defs"][table]["properties"].as_object().unwrap() {
            let kind = about["type"].get(0).unwrap_or(&about["type"]);
            if kind == "number" || kind == "integer" {
                assert!(tried.contains(key), "{table}.{key} is not tried");
                counted += 1;
            }
        }
    }
    assert!(counted > 20, "{counted}");
}

/// The launch point of a raid lies on the ellipsoid, which is the model's ground: a file cannot put
/// it below. The other sites have heights, down to 500 m below the ellipsoid: the lowest dry land,
/// the shore of the Dead Sea, lies some 410 m below it (430 m below the sea, which stands some 20 m
/// above the ellipsoid there).
#[test]
fn nothing_stands_under_the_ground() {
    let mut files = Files::shipped();
    let raid = files.list("raids")[0].as_table_mut().unwrap();
    raid.insert("altitude_m".into(), Value::Float(-1.0));
    let faults = files.parse().unwrap_err();
    assert!(faults.to_string().contains("unknown key `altitude_m`"), "{faults}");
    let scenario = Files::shipped().parse().unwrap();
    assert!(scenario.threats.iter().all(|threat| threat.launch.altitude_m == 0.0));

    for list in ["radars", "fire_units"] {
        for (altitude_m, is_right) in
            [(-500.0, true), (-410.0, true), (-501.0, false), (9001.0, false)]
        {
            let mut files = Files::shipped();
            let place = (list.to_owned(), 0, vec!["altitude_m".to_owned()]);
            set(&mut files, &place, Value::Float(altitude_m));
            match files.parse() {
                Ok(scenario) => {
                    assert!(is_right, "{list} at {altitude_m} m");
                    let luck = RunSeed { seed: 1, run: 0 };
                    engine::play(&scenario, &scenario.architectures[0], luck);
                }
                Err(faults) => {
                    assert!(!is_right, "{list} at {altitude_m} m: {faults}");
                    assert!(faults.to_string().contains("`altitude_m` is out of range"));
                }
            }
        }
    }
}
