//! The names in expectations, before anything is played.

use crate::experiment::{Design, ExpectedResponse, Manifest};
use crate::outcome::metric::Metric;
use crate::scenario::sweep::fault_of_bounds;
use crate::scenario::{Document, Fault};

/// The faults of a scenario's expectations.
pub(super) fn faults(document: &Document) -> Vec<Fault> {
    let file = &document.file;
    let known = Manifest {
        architectures: file.architectures.iter().map(|one| one.name.clone()).collect(),
        systems: file.systems.iter().map(|one| one.id.clone()).collect(),
        metrics: metrics(),
        designs: vec![Design::default()],
        ..Manifest::default()
    };
    let mut faults = Vec::new();
    for (place, expectation) in file.expect.iter().enumerate() {
        let at = |key: &str| format!("expect[{place}].{key}");
        if let Err(mistake) = ExpectedResponse::of(expectation, &known) {
            faults.push(document.fault_at(&at(mistake.key), mistake.title, mistake.label));
        }
        let fault = |key: &str, title: &str, label: &str| document.fault_at(&at(key), title, label);
        faults.extend(fault_of_bounds(expectation, fault));
    }
    faults
}

/// Names of all measures, as manifests have them.
pub(super) fn metrics() -> Vec<String> {
    Metric::ALL.iter().map(|metric| metric.name().to_owned()).collect()
}
