//! Designs in which the program itself fails: outcomes with a reason, and the others go on.

use super::{directory, text};
use crate::common::path;
use lisbon::cli;
use lisbon::sensor::{
    LookDraws, Measurement, ObjectTruth, Parameter, Parameters, Placement, Product, Sensor,
    SensorKind, SensorKinds, StatedBias, UnfitParameter,
};
use serde_json::Value;
use std::fs;
use std::sync::Arc;

/// A sensor that breaks as its parameter says: 1 when it is built, 2 when it looks.
struct FragileKind;

#[derive(Debug)]
struct Fragile {
    mode: f64,
}

impl SensorKind for FragileKind {
    fn name(&self) -> &'static str {
        "fragile"
    }

    fn parameters(&self) -> &[Parameter] {
        &[Parameter { key: "mode", about: "Way to break.", min: 0.0, max: 3.0 }]
    }

    fn build(
        &self,
        _: &Placement,
        parameters: &Parameters,
    ) -> Result<Arc<dyn Sensor>, Vec<UnfitParameter>> {
        let mode = parameters.of("mode");
        assert!(mode != 1.0, "it broke when it was built");
        Ok(Arc::new(Fragile { mode }))
    }
}

impl Sensor for Fragile {
    fn revisit_s(&self) -> f64 {
        5.0
    }

    fn product(&self) -> Product {
        Product::Position
    }

    fn stated_bias(&self) -> StatedBias {
        StatedBias::default()
    }

    fn chance(&self, _: &ObjectTruth) -> Option<f64> {
        assert!(self.mode < 2.0, "it broke when it looked");
        None
    }

    fn measure(&self, _: &ObjectTruth, _: &mut LookDraws) -> Measurement {
        unreachable!("it sees nothing")
    }
}

#[test]
fn a_design_that_panics_is_an_outcome_with_its_reason() {
    let folder = directory("fragile");
    let quickstart = fs::read_to_string(path("scenarios/quickstart.toml")).unwrap();
    let sensor = "[[sensors]]\nid = \"glass\"\nsystem = \"nato\"\nkind = \"fragile\"\n\
                  latitude_deg = 40\nlongitude_deg = 40\naltitude_m = 0\n\
                  [sensors.parameters]\nmode = 0\n";
    let scenarios = format!("\"{}/", path("scenarios"));
    let of_folder = |text: &str, name: &str| {
        text.replace(&format!("\"{name}/"), &format!("{scenarios}{name}/"))
    };
    let scenario = of_folder(&of_folder(&quickstart, "catalogues"), "architectures");
    fs::write(folder.join("fragile.toml"), format!("{scenario}\n{sensor}")).unwrap();
    let sweep = "name = \"f\"\ndescription = \"Ways to break.\"\nscenario = \"fragile.toml\"\n\
                 architectures = [\"isolated\"]\nruns = 2\n[design]\nmethod = \"grid\"\n\
                 [[factors]]\nkeys = [\"sensors[glass].parameters.mode\"]\nvalues = [0, 1, 2, 3]\n";
    let file = folder.join("sweep.toml");
    fs::write(&file, sweep).unwrap();
    let out = folder.join("out");
    let kinds = SensorKinds::default().with(FragileKind);
    let words = ["lisbon", "sweep", &text(&file), "--out", &text(&out), "--quiet"];
    cli::main_with(words.map(Into::into), &kinds);
    let summary = fs::read_to_string(out.join("summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    let designs = summary["designs"].as_array().unwrap();
    let states: Vec<&str> = designs.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["played", "failed", "played", "played"]);
    let reason = designs[1]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("it broke when it was built, at tests/it/cli/fragile.rs"),
        "{reason}"
    );
    let runs: Vec<u64> = designs.iter().map(|one| one["runs"].as_u64().unwrap()).collect();
    assert_eq!(runs, [2, 0, 0, 0]);
    let failures = designs[2]["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 2);
    assert!(failures[0]["reason"].as_str().unwrap().contains("it broke when it looked"));
    // A second time nothing is played again, and nothing changes.
    let before = super::store::files(&out);
    cli::main_with(words.map(Into::into), &kinds);
    assert_eq!(super::store::files(&out), before);
}
