//! Rules of a sweep: names that refer to something, keys that fit the method, factors that do
//! something.

use super::document::SweepDocument;
use super::file::{DesignMethod, FactorTable, Scale, SweepFile};
use crate::scenario::error::{Fault, Help, quoted};
use crate::scenario::near::nearest;
use crate::scenario::read::Document;
use crate::scenario::schema::LawTable;
use std::collections::BTreeSet;

/// Columns of the tables of designs, which no factor may have the name of.
const COLUMNS: [&str; 5] = ["design", "runs", "failures", "state", "reason"];

/// The faults of a sweep by itself.
pub(super) fn faults(sweep: &SweepDocument) -> Vec<Fault> {
    let mut faults = Vec::new();
    design(sweep, &mut faults);
    names(sweep, &mut faults);
    for (place, factor) in sweep.file.factors.iter().enumerate() {
        let at = |key: &str| format!("factors[{place}].{key}");
        let fault = values(&sweep.file, factor, place);
        if let Some((key, title, label)) = fault {
            faults.push(sweep.fault_at(&at(key), title, label));
        }
    }
    faults
}

/// Keys of the design that its method needs, or has no use for.
fn design(sweep: &SweepDocument, faults: &mut Vec<Fault>) {
    use DesignMethod::{LatinHypercube, List, Morris, Sobol};
    let table = &sweep.file.design;
    let keys = [
        ("points", table.points.is_some(), [LatinHypercube, Sobol].contains(&table.method)),
        ("trajectories", table.trajectories.is_some(), table.method == Morris),
        ("levels", table.levels.is_some(), table.method == Morris),
        ("file", table.file.is_some(), table.method == List),
    ];
    for (key, is_given, is_needed) in keys {
        if is_needed && !is_given && key != "levels" {
            let title = format!("the design needs `{key}`");
            faults.push(sweep.fault_at("design.method", title, format!("add `{key}` beside it")));
        }
        if is_given && !is_needed {
            let title = format!("`{key}` has no effect with this method");
            faults.push(sweep.fault_at(&format!("design.{key}"), title, "leave it out"));
        }
    }
    if table.levels.is_some_and(|levels| levels % 2 == 1) {
        let label = "an even number lets each step be half of the range or more";
        faults.push(sweep.fault_at("design.levels", "the number of levels is odd", label));
    }
}

fn names(sweep: &SweepDocument, faults: &mut Vec<Fault>) {
    let mut known: Vec<String> = Vec::new();
    for (place, factor) in sweep.file.factors.iter().enumerate() {
        let (name, at) = (factor.name(), format!("factors[{place}].name"));
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_plain) {
            let label = "a name has letters A-Z a-z, digits, _ and -";
            faults.push(sweep.fault_at(&at, format!("{} is not a name", quoted(&name)), label));
        } else if COLUMNS.contains(&name.as_str()) {
            let title = format!("no factor can have the name `{name}`");
            faults.push(sweep.fault_at(&at, title, "it is a column of every table of designs"));
        } else if known.contains(&name) {
            let title = format!("two factors have the name `{name}`");
            let fault = sweep.fault_at(&at, title, "this is the second");
            faults.push(fault.help("give it a `name` of its own"));
        }
        if let Some(with) = &factor.with
            && !known.contains(with)
        {
            let title = format!("no factor before this one is {}", quoted(with));
            let fault = sweep.fault_at(&format!("factors[{place}].with"), title, "");
            faults.push(match nearest(with, known.iter().map(String::as_str)) {
                Some(near) => fault.instead("there is one with a near name", format!("\"{near}\"")),
                None => fault.help("name a factor that stands before it"),
            });
        }
        known.push(name);
    }
    for (place, factor) in sweep.file.factors.iter().enumerate() {
        for (number, beside) in factor.not_at.iter().enumerate() {
            let at = format!("factors[{place}].not_at[{number}]");
            faults.extend(not_at(sweep, (place, beside), &at));
        }
    }
}

/// A `FACTOR=VALUE` beside which a factor means nothing is of another factor, and a value of it.
fn not_at(sweep: &SweepDocument, (place, beside): (usize, &str), at: &str) -> Option<Fault> {
    let Some((name, value)) = beside.split_once('=') else {
        let fault = sweep.fault_at(at, "no factor and value", "there is no `=` between them");
        return Some(fault.help("write FACTOR=VALUE, such as `exchange=none`"));
    };
    let mut factors = sweep.file.factors.iter().enumerate();
    let others = || sweep.file.factors.iter().map(FactorTable::name);
    let Some((other, factor)) = factors.find(|(_, factor)| factor.name() == name) else {
        let title = format!("no factor is called {}", quoted(name));
        let fault = sweep.fault_at(at, title, "of which factor is this a value?");
        let known: Vec<String> = others().collect();
        return Some(match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => {
                fault.instead("there is one with a near name", format!("\"{near}={value}\""))
            }
            None => fault.help(format!("the factors are `{}`", known.join("`, `"))),
        });
    };
    if other == place {
        let title = "a factor means nothing beside itself";
        return Some(sweep.fault_at(at, title, "name a value of another factor"));
    }
    let told = |value: &serde_json::Value| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string()),
    };
    let values: Vec<String> = factor.values.iter().map(told).collect();
    let is_known = values.is_empty() || values.iter().any(|known| known == value);
    let title = format!("{} has no value {}", quoted(name), quoted(value));
    let fault = sweep.fault_at(at, title, "no design has it");
    (!is_known).then(|| fault.help(format!("its values are `{}`", values.join("`, `"))))
}

/// A fault of a factor: its key, what is wrong, and a word at it.
type FactorFault = (&'static str, String, String);

fn fault(key: &'static str, title: &str, label: &str) -> FactorFault {
    (key, title.to_owned(), label.to_owned())
}

/// The first fault of a factor's values.
fn values(sweep: &SweepFile, factor: &FactorTable, place: usize) -> Option<FactorFault> {
    match source(sweep.design.method, factor) {
        Ok(()) => {}
        Err(fault) => return fault,
    }
    range(factor).or_else(|| law(factor.distribution.as_ref()?)).or_else(|| {
        let leader = leader(sweep, factor, place)?;
        let method = sweep.design.method;
        let is_by_value = matches!(method, DesignMethod::Grid | DesignMethod::OneAtATime);
        let levels =
            |factor: &FactorTable| factor.values.len().max(factor.count.unwrap_or(0) as usize);
        if !is_by_value || levels(leader) == levels(factor) {
            return None;
        }
        let label = format!("it has {}, this factor {}", levels(leader), levels(factor));
        Some(fault("with", "factors that move together have as many values", &label))
    })
}

/// Whether the factor has its values in the one way that the method takes; `Err(None)`: there is
/// nothing more to be asked.
fn source(method: DesignMethod, factor: &FactorTable) -> Result<(), Option<FactorFault>> {
    use DesignMethod::{Grid, LatinHypercube, List, Morris, OneAtATime, Sobol};
    let given: Vec<&'static str> = [
        ("values", !factor.values.is_empty()),
        ("range", !factor.range.is_empty()),
        ("distribution", factor.distribution.is_some()),
    ]
    .into_iter()
    .filter_map(|(key, is_given)| is_given.then_some(key))
    .collect();
    Err(Some(match (method, &given[..]) {
        (List, []) => return Err(None),
        (List, &[key, ..]) => {
            fault(key, &format!("`{key}` has no effect with a list"), "leave it out")
        }
        (_, []) => {
            let label = "give `values`, `range` or `distribution`";
            fault("keys", "the factor has no values", label)
        }
        (_, &[_, other, ..]) => {
            fault(other, "a factor has its values twice", "give one of them alone")
        }
        (Grid | OneAtATime, ["distribution"]) => {
            let label = "this method takes `values`, or a `range` with `count`";
            fault("distribution", "a grid cannot take values from a law", label)
        }
        (Grid | OneAtATime, ["range"]) if factor.count.is_none() => {
            fault("range", "the range has no `count`", "say how many values it gives")
        }
        (LatinHypercube | Sobol | Morris, [_]) if factor.count.is_some() => {
            fault("count", "`count` has no effect with this method", "leave it out")
        }
        _ => return Ok(()),
    }))
}

fn range(factor: &FactorTable) -> Option<FactorFault> {
    Some(match factor.range[..] {
        [low, high] if low >= high => {
            fault("range", "the range is empty", "the least value comes first")
        }
        [low, _] if factor.scale == Scale::Log && low <= 0.0 => {
            fault("range", "no logarithm", "a log scale needs values above 0")
        }
        [_] | [_, _, _, ..] => fault("range", "not a range", "wanted: [least, greatest]"),
        [] | [_, _] => return None,
    })
}

fn law(law: &LawTable) -> Option<FactorFault> {
    law.mistake().map(|(title, label)| fault("distribution", title, label))
}

/// The factor that one moves with.
fn leader<'a>(sweep: &'a SweepFile, factor: &FactorTable, place: usize) -> Option<&'a FactorTable> {
    let with = factor.with.as_ref()?;
    sweep.factors[..place].iter().find(|factor| factor.name() == *with)
}

/// The faults of a sweep beside its scenario: paths that lead nowhere, factors that change nothing,
/// names of no architecture. `levels` gives some values of a factor, as TOML.
pub(super) fn faults_with(
    sweep: &SweepDocument,
    scenario: &Document,
    levels: impl Fn(usize) -> Vec<String>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (place, factor) in sweep.file.factors.iter().enumerate() {
        let levels = levels(place);
        for (key, path) in factor.keys.iter().enumerate() {
            let at = format!("factors[{place}].keys[{key}]");
            let mut tried = levels.iter().map(|level| scenario.trial(&factor.setting(path, level)));
            match tried.find(|trial| !matches!(trial, Ok(false))) {
                Some(Err(fault)) => {
                    let fault = *fault;
                    let mut here = sweep.fault_at(&at, fault.title, fault.label);
                    here.notes = fault.notes;
                    // What to write instead is a part of the path, which is a text here.
                    here.help = fault.help.map(|Help { text, replacement }| {
                        let new = replacement.map(|(_, new)| format!(": `{new}`"));
                        Help { text: text + &new.unwrap_or_default(), replacement: None }
                    });
                    faults.push(here);
                }
                None if !levels.is_empty() => {
                    let label = "each of its values is what the scenario has";
                    faults.push(sweep.fault_at(&at, "the factor changes nothing", label));
                }
                _ => {}
            }
        }
    }
    let known: BTreeSet<&str> =
        scenario.file.architectures.iter().map(|one| one.name.as_str()).collect();
    for (place, name) in sweep.file.architectures.iter().enumerate() {
        let at = format!("architectures[{place}]");
        if sweep.file.architectures[..place].contains(name) {
            faults.push(sweep.fault_at(&at, "an architecture is named twice", ""));
        } else if !known.contains(name.as_str()) {
            let title = format!("the scenario has no architecture {}", quoted(name));
            let fault = sweep.fault_at(&at, title, "none of its architectures has this name");
            faults.push(match nearest(name, known.iter().copied()) {
                Some(near) => fault.instead("there is one with a near name", format!("\"{near}\"")),
                None => fault,
            });
        }
    }
    faults
}
