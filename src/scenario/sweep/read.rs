//! From the name of a sweep to a document without faults, or to all its faults.

use super::document::SweepDocument;
use super::file::{DesignMethod, SweepFile};
use super::rules;
use crate::scenario::error::{Fault, Faults, SourceText, quoted};
use crate::scenario::read::shape::FileKind;
use crate::scenario::read::{ChangeExtent, Changes, Document, read_one, read_set};
use crate::scenario::schema;
use crate::sensor::SensorKinds;
use serde::Deserialize;
use std::path::Path;

/// A sweep to be read.
#[derive(Debug, Clone, Copy)]
pub struct SweepRequest<'a> {
    /// Its file.
    pub root: &'a str,
    /// Kinds of sensors that the scenario may name.
    pub kinds: &'a SensorKinds,
    /// Values set beside those of the file, `KEY=VALUE`.
    pub settings: &'a [String],
}

/// Reads a sweep with its scenario and, if it has one, its list of designs. `levels` gives some
/// values of the factor at a place, as TOML, by which it is seen whether it changes anything.
///
/// # Errors
/// All faults of the sweep, or all of its scenario.
pub fn read_sweep(
    request: &SweepRequest<'_>,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
    levels: impl Fn(&SweepDocument, usize) -> Vec<String>,
) -> Result<(SweepDocument, Document), Faults> {
    let sweep = read_alone(request, loader)?;
    let changes =
        Changes { kinds: request.kinds, settings: &sweep.settings, extent: ChangeExtent::Each };
    let document = read_set(&sweep.scenario, loader, &changes)?;
    let faults = rules::faults_with(&sweep, &document, |place| levels(&sweep, place));
    if faults.is_empty() { Ok((sweep, document)) } else { Err(sweep.into_faults(faults)) }
}

/// The sweep by itself.
fn read_alone(
    request: &SweepRequest<'_>,
    loader: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<SweepDocument, Faults> {
    let (tree, mut faults) = read_one(request.root, FileKind::Sweep, loader);
    if faults.count() > 0 {
        faults.sort();
        return Err(faults);
    }
    let file = match SweepFile::deserialize(tree.to_json()) {
        Ok(file) => file,
        Err(error) => {
            // The schema and serde disagree, a mistake of ours; the user still gets an answer.
            faults.add(tree.fault("the file cannot be read", error.to_string()));
            return Err(faults);
        }
    };
    let directory = Path::new(request.root).parent().unwrap_or(Path::new(""));
    let beside = |name: &str| directory.join(name).to_string_lossy().into_owned();
    let mut sweep = SweepDocument {
        scenario: beside(&file.scenario),
        list: None,
        settings: file.set.iter().chain(request.settings).cloned().collect(),
        sources: faults.sources,
        tree,
        file,
    };
    let mut list = rules::faults(&sweep);
    if let (DesignMethod::List, Some(name)) = (sweep.file.design.method, &sweep.file.design.file) {
        let path = beside(name);
        match loader(&path) {
            Ok(text) => sweep.list = Some(SourceText::new(path, text)),
            Err(why) => {
                let title = format!("cannot read {}", quoted(name));
                let fault = sweep.fault_at("design.file", title, why);
                list.push(fault.note(format!("looked for {}", quoted(&path))));
            }
        }
    }
    for (place, expectation) in sweep.file.expect.iter().enumerate() {
        list.extend(fault_of_bounds(expectation, |key, title, label| {
            sweep.fault_at(&format!("expect[{place}].{key}"), title, label)
        }));
    }
    if list.is_empty() { Ok(sweep) } else { Err(sweep.into_faults(list)) }
}

/// An expectation has one bound, or two that leave something between them.
pub fn fault_of_bounds(
    expectation: &schema::Expectation,
    fault_at: impl Fn(&str, &str, &str) -> Fault,
) -> Option<Fault> {
    let bounds = [
        ("below", expectation.below.is_some()),
        ("above", expectation.above.is_some()),
        ("within", !expectation.within.is_empty()),
    ];
    let given: Vec<&str> =
        bounds.iter().filter_map(|(key, is_given)| is_given.then_some(*key)).collect();
    match (&given[..], &expectation.within[..]) {
        ([], _) => {
            let label = "give `below`, `above` or `within`";
            Some(fault_at("metric", "the expectation expects nothing", label))
        }
        ([_, other, ..], _) => {
            Some(fault_at(other, "an expectation has one bound", "give `within` for two"))
        }
        (["within"], [low, high]) if low < high => None,
        (["within"], _) => Some(fault_at("within", "nothing is within", "wanted: [low, high]")),
        _ => None,
    }
}
