//! Whatever is shipped in `scenarios/` and `schema/` holds: each scenario is right and plays, and
//! the editor schemas are those of the types.

use crate::common::{path, shipped};
use lisbon::engine::Engine;
use lisbon::experiment;
use lisbon::random::RunSeed;
use lisbon::scenario::sweep::{SweepRequest, read_sweep};
use lisbon::scenario::{FileKind, schema_json};
use lisbon::sensor::SensorKinds;
use lisbon::world::node::Case;
use std::fs;

/// The names of the TOML files of a folder.
pub(crate) fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(path(folder)).unwrap();
    let toml = |name: String| name.strip_suffix(".toml").map(str::to_string);
    let mut names: Vec<_> = entries
        .filter_map(|entry| toml(entry.unwrap().file_name().into_string().unwrap()))
        .collect();
    names.sort();
    names
}

#[test]
fn every_scenario_is_right_and_plays_under_every_architecture() {
    let scenarios = names("scenarios");
    assert!(scenarios.len() >= 3, "{scenarios:?}");
    for name in scenarios {
        let scenario = shipped(&name);
        assert_eq!(scenario.name, name, "a scenario bears the name of its file");
        for architecture in &scenario.architectures {
            let luck = RunSeed { seed: scenario.seed, run: 0 };
            let mut engine = Engine::new(&Case { scenario: &scenario, architecture, luck });
            for _ in 0..400 {
                engine.step();
            }
            assert!(!engine.journal().plots.is_empty(), "{name} under {}", architecture.name);
        }
    }
}

#[test]
fn every_shipped_architecture_is_compared_somewhere() {
    let scenarios: Vec<_> = names("scenarios").iter().map(|name| shipped(name)).collect();
    for name in names("scenarios/architectures") {
        assert!(scenarios.iter().any(|it| it.architecture(&name).is_some()), "{name}");
    }
}

#[test]
fn every_shipped_sweep_is_right_and_has_an_expectation() {
    let kinds = SensorKinds::default();
    for name in names("scenarios/sweeps") {
        let root = path(&format!("scenarios/sweeps/{name}.toml"));
        let request = SweepRequest { root: &root, kinds: &kinds, settings: &[] };
        let mut loader = |file: &str| fs::read_to_string(file).map_err(|error| error.to_string());
        let sweep = read_sweep(&request, &mut loader, experiment::probes);
        let (sweep, _) = sweep.unwrap_or_else(|faults| panic!("{name}: {faults}"));
        let designs = experiment::designs(&sweep).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(designs.len() > 5, "{name}");
        assert!(!sweep.file.expect.is_empty(), "{name}");
    }
}

#[test]
fn the_schemas_for_editors_are_those_of_the_types() {
    for (name, kind) in [
        ("scenario", FileKind::Scenario),
        ("catalogue", FileKind::Catalogue),
        ("architecture", FileKind::Architecture),
        ("sweep", FileKind::Sweep),
    ] {
        let kept = fs::read_to_string(path(&format!("schema/{name}.schema.json"))).unwrap();
        assert!(
            kept.trim_end() == schema_json(kind).trim_end(),
            "write it anew: lisbon schema {name} > schema/{name}.schema.json"
        );
    }
}
