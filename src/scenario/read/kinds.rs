//! The sensors of `[[sensors]]` against their kinds: parameters as the kind wants them, built.
//!
//! A kind's parameters become the keys of a table, which is checked like every other: unknown,
//! missing and out of range, with near names and units. Only sound ones reach the kind itself.

use std::sync::Arc;

use crate::earth::frames::Geodetic;
use crate::scenario::error::{Fault, Faults, quoted};
use crate::scenario::near::nearest;
use crate::scenario::read::shape::{Key, Keys, Limits, Shape};
use crate::scenario::read::tree::{Extent, TreeNode, Value};
use crate::scenario::read::units::written;
use crate::scenario::read::walk::walk_table;
use crate::scenario::read::words::listed;
use crate::scenario::rules::multiples_around;
use crate::sensor::{Parameter, Parameters, Placement, Sensor, SensorKind, SensorKinds};

/// Builds each sensor; there is one for each entry if no fault was added.
pub(crate) fn build(
    root: &mut TreeNode,
    kinds: &SensorKinds,
    extent: Extent,
    faults: &mut Faults,
) -> Vec<Arc<dyn Sensor>> {
    let step_s = root.number_of("simulation.step_s");
    let entry = root.table_mut().and_then(|table| table.get_mut("sensors"));
    let Some(Value::List(entries)) = entry.map(|entry| &mut entry.node.value) else {
        return Vec::new();
    };
    let mut sensors = Vec::new();
    for entry in entries {
        if faults.is_full() {
            break;
        }
        let Some(name) = entry.get("kind").filter(|kind| kind.text().is_some()) else {
            continue;
        };
        let Some(kind) = kinds.get(name.text().unwrap_or_default()) else {
            faults.add(unknown(name, kinds));
            continue;
        };
        let sensor = built(entry, kind, extent, faults);
        if let Some((step_s, sensor)) = step_s.zip(sensor.as_ref()) {
            faults_of_revisit(entry, sensor.revisit_s(), step_s, faults);
        }
        sensors.extend(sensor);
    }
    sensors
}

fn unknown(name: &TreeNode, kinds: &SensorKinds) -> Fault {
    let written = name.text().unwrap_or_default();
    let title = format!("there is no sensor kind {}", quoted(written));
    let fault = name.fault(title, "no kind of this name was added to this program");
    let names = kinds.names();
    let fault = match names.clone().count() {
        0 => fault.note("this program has no sensor kinds"),
        _ => fault.note(format!("there are {}", listed(names.clone()))),
    };
    let fault = fault.note("kinds come from crates; CONTRIBUTING.md of Lisbon says how to add one");
    match nearest(written, names) {
        Some(near) => fault.instead("there is one with a near name", format!("\"{near}\"")),
        None => fault.help("run it with the program that has this kind"),
    }
}

/// The sensor of an entry, if all of it can be read.
fn built(
    entry: &mut TreeNode,
    kind: &dyn SensorKind,
    extent: Extent,
    faults: &mut Faults,
) -> Option<Arc<dyn Sensor>> {
    let [latitude_deg, longitude_deg, altitude_m] =
        ["latitude_deg", "longitude_deg", "altitude_m"].map(|key| entry.number_of(key));
    let table = &mut entry.table_mut()?.get_mut("parameters")?.node;
    walk_table(table, &keys(kind), "sensors.parameters", extent, faults);
    let value = |parameter: &Parameter| Some((parameter.key, table.number_of(parameter.key)?));
    let values: Option<Parameters> = kind.parameters().iter().map(value).collect();
    let placement =
        Placement { place: Geodetic::degrees(latitude_deg?, longitude_deg?, altitude_m?) };
    match kind.build(&placement, &values?) {
        Ok(sensor) => Some(sensor),
        Err(unfits) => {
            for unfit in unfits {
                let title = format!("`{}` does not fit", unfit.key);
                let fault = table.nearest(unfit.key).fault(title, unfit.why);
                faults.add(fault.help(unfit.remedy));
            }
            None
        }
    }
}

fn keys(kind: &dyn SensorKind) -> Keys {
    let key = |parameter: &Parameter| {
        let Parameter { min, max, .. } = *parameter;
        let key = Key {
            about: parameter.about.to_owned(),
            required: true,
            shape: Shape::Number(Limits { min, max }),
        };
        (parameter.key.to_owned(), key)
    };
    kind.parameters().iter().map(key).collect()
}

/// Looks fall on ticks.
fn faults_of_revisit(entry: &TreeNode, revisit_s: f64, step_s: f64, faults: &mut Faults) {
    let around = if revisit_s > 0.0 && revisit_s.is_finite() {
        multiples_around(revisit_s, step_s)
    } else {
        Some((0.0, step_s))
    };
    let Some((below_s, above_s)) = around else {
        return;
    };
    let title = "the time between two looks is not a multiple of the step";
    let label = format!("{} s, in steps of {} s", written(revisit_s), written(step_s));
    let fault = entry.nearest("parameters.revisit_s").fault(title, label);
    faults.add(fault.help(if below_s > 0.0 {
        format!("{} or {} s would be", written(below_s), written(above_s))
    } else {
        format!("no less than {} s", written(above_s))
    }));
}
