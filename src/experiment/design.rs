//! The designs of a sweep: what its method makes of its factors.

use super::factor::{self, FactorLevel};
use super::manifest::{Design, FactorValue};
use crate::csv_file;
use crate::monte_carlo::design;
use crate::scenario::sweep::SweepDocument;
use crate::scenario::sweep::file::{DesignMethod, FactorTable, SweepFile};
use crate::scenario::{Fault, Faults, SourceText};
use std::collections::BTreeSet;

/// More designs than this are a slip of the key.
pub const MAX_DESIGNS: usize = 200_000;

/// Levels of the trajectories of Morris, unless the sweep says another.
const MORRIS_LEVELS: u64 = 4;

/// Some values of the factor at a place, as TOML: enough to see whether it changes anything.
pub fn probes(sweep: &SweepDocument, place: usize) -> Vec<String> {
    let factor = &sweep.file.factors[place];
    let levels = match sweep.file.design.method {
        DesignMethod::List => {
            let name = factor.name();
            let text = sweep.list.as_ref().map_or("", |list| list.text.as_str());
            let rows: Vec<Vec<String>> = cells(text);
            let header = rows.first().cloned().unwrap_or_default();
            let column = header.iter().position(|head| *head == name);
            let cell = |row: &Vec<String>| Some(FactorLevel::cell(row.get(column?)?));
            rows.iter().skip(1).filter_map(cell).collect()
        }
        _ if factor.values.is_empty() => [0.0, 0.1, 0.9, 1.0].map(|p| factor::at(factor, p)).into(),
        _ => factor::levels(factor),
    };
    levels.into_iter().map(|level| level.toml).collect()
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let row = |row: csv_file::CsvRow| row.cells.iter().map(|cell| cell.text.to_string()).collect();
    csv_file::rows(text).map(row).collect()
}

/// The designs, by number.
///
/// # Errors
/// Too many of them, or faults of the list.
pub fn designs(sweep: &SweepDocument) -> Result<Vec<Design>, Faults> {
    let file = &sweep.file;
    let too_many = |count: Option<usize>| {
        let count = count.map_or("more than anybody could play".into(), |count| count.to_string());
        let title = format!("there are too many designs: {count}");
        let label = format!("at most {MAX_DESIGNS} are played");
        let fault = sweep.fault_at("design.method", title, label);
        sweep.clone().into_faults(vec![fault.help("vary fewer factors, or fewer values")])
    };
    let count = count(sweep);
    if count.is_none_or(|count| count > MAX_DESIGNS) {
        return Err(too_many(count));
    }
    match file.design.method {
        DesignMethod::Grid => Ok(distinct(file, grid(file))),
        DesignMethod::OneAtATime => Ok(distinct(file, one_at_a_time(file))),
        DesignMethod::List => match &sweep.list {
            Some(list) => listed(file, list),
            None => Ok(Vec::new()),
        },
        DesignMethod::LatinHypercube | DesignMethod::Sobol | DesignMethod::Morris => {
            let points = points(file).ok_or_else(|| too_many(None))?;
            Ok(points.iter().map(|point| at_point(file, point)).collect())
        }
    }
}

/// Number of the designs; `None` if it is too large for a number.
fn count(sweep: &SweepDocument) -> Option<usize> {
    let file = &sweep.file;
    let free = free(file);
    let points = file.design.points.unwrap_or(0) as usize;
    let counts = free.iter().map(|place| factor::levels(&file.factors[*place]).len());
    match file.design.method {
        DesignMethod::Grid => counts.into_iter().try_fold(1_usize, usize::checked_mul),
        DesignMethod::OneAtATime => {
            Some(1 + counts.map(|count| count.saturating_sub(1)).sum::<usize>())
        }
        DesignMethod::List => Some(0),
        DesignMethod::LatinHypercube => Some(points),
        DesignMethod::Sobol => points.checked_mul(free.len() + 2),
        DesignMethod::Morris => {
            (file.design.trajectories.unwrap_or(0) as usize).checked_mul(free.len() + 1)
        }
    }
}

/// Places of the factors that move by themselves.
pub fn free(file: &SweepFile) -> Vec<usize> {
    (0..file.factors.len()).filter(|place| file.factors[*place].with.is_none()).collect()
}

/// Of each factor, the place among the free ones of that which it moves with.
pub fn leaders(file: &SweepFile) -> Vec<usize> {
    let mut leaders: Vec<usize> = Vec::new();
    for factor in &file.factors {
        let named = |with: &String| file.factors.iter().position(|other| other.name() == *with);
        let leader = match factor.with.as_ref().and_then(named) {
            Some(with) if with < leaders.len() => leaders[with],
            _ => file.factors[..leaders.len()].iter().filter(|f| f.with.is_none()).count(),
        };
        leaders.push(leader);
    }
    leaders
}

/// The points of a method that fills a space, with a coordinate for each free factor; `None` if it
/// has no such points.
pub fn points(file: &SweepFile) -> Option<Vec<Vec<f64>>> {
    let (factors, seed) = (free(file).len(), file.design.seed);
    let points = file.design.points.unwrap_or(0) as usize;
    match file.design.method {
        DesignMethod::LatinHypercube => Some(design::latin_hypercube(seed, points, factors)),
        DesignMethod::Sobol => design::saltelli_points(seed, points, factors),
        DesignMethod::Morris => {
            let trajectories = file.design.trajectories.unwrap_or(0) as usize;
            let levels = file.design.levels.unwrap_or(MORRIS_LEVELS) as u32;
            Some(design::morris_trajectories(seed, trajectories, factors, levels))
        }
        _ => None,
    }
}

fn at_point(file: &SweepFile, point: &[f64]) -> Design {
    let leaders = leaders(file);
    let placed = file.factors.iter().zip(leaders);
    let levels = placed.map(|(table, leader)| factor::at(table, point[leader]));
    of_levels(file, levels.collect())
}

/// The design of a level of each factor.
fn of_levels(file: &SweepFile, levels: Vec<FactorLevel>) -> Design {
    let chosen = file.factors.iter().zip(&levels);
    let chosen: BTreeSet<String> =
        chosen.map(|(factor, level)| format!("{}={}", factor.name(), level.value)).collect();
    let (mut values, mut set) = (Vec::new(), Vec::new());
    for (factor, level) in file.factors.iter().zip(levels) {
        if factor.not_at.iter().any(|beside| chosen.contains(beside)) {
            values.push(FactorValue::absent());
            continue;
        }
        set.extend(factor.keys.iter().map(|key| factor.setting(key, &level.toml)));
        values.push(level.value);
    }
    Design { values, set }
}

/// Designs without those that differ only in what means nothing there.
fn distinct(file: &SweepFile, mut designs: Vec<Design>) -> Vec<Design> {
    if file.factors.iter().any(|factor| !factor.not_at.is_empty()) {
        let mut known = BTreeSet::new();
        designs.retain(|design| known.insert(design.set.clone()));
    }
    designs
}

/// The design of a place among the values of each free factor.
fn at_places(file: &SweepFile, places: &[usize]) -> Design {
    let leaders = leaders(file);
    let placed = file.factors.iter().zip(leaders);
    let levels = placed.map(|(table, leader)| factor::levels(table).swap_remove(places[leader]));
    of_levels(file, levels.collect())
}

fn level_counts(file: &SweepFile) -> Vec<usize> {
    free(file).into_iter().map(|place| factor::levels(&file.factors[place]).len()).collect()
}

/// Every value with every other; the last factor moves first.
fn grid(file: &SweepFile) -> Vec<Design> {
    let counts = level_counts(file);
    let mut places = vec![0; counts.len()];
    let mut designs = Vec::new();
    loop {
        designs.push(at_places(file, &places));
        let Some(next) = (0..counts.len()).rev().find(|place| places[*place] + 1 < counts[*place])
        else {
            return designs;
        };
        places[next] += 1;
        places[next + 1..].fill(0);
    }
}

fn one_at_a_time(file: &SweepFile) -> Vec<Design> {
    let counts = level_counts(file);
    let base = vec![0; counts.len()];
    let mut designs = vec![at_places(file, &base)];
    for (factor, count) in counts.iter().enumerate() {
        for place in 1..*count {
            let mut places = base.clone();
            places[factor] = place;
            designs.push(at_places(file, &places));
        }
    }
    designs
}

/// The designs of a list: a column for each factor, in any order.
fn listed(file: &SweepFile, list: &SourceText) -> Result<Vec<Design>, Faults> {
    let mut faults = Faults::new(vec![list.clone()]);
    let mut rows = csv_file::rows(&list.text);
    let Some(header) = rows.next() else {
        faults.add(Fault::new(0, 0..0, "the list of designs is empty", ""));
        return Err(faults);
    };
    if let Some(title) = csv_file::wrong_separator(&header) {
        faults.add(Fault::new(0, header.span, title, "wanted: commas, and points in numbers"));
        return Err(faults);
    }
    let names: Vec<String> = file.factors.iter().map(FactorTable::name).collect();
    let mut columns = vec![None; names.len()];
    for (place, head) in header.cells.iter().enumerate() {
        match names.iter().position(|name| *name == head.text) {
            Some(factor) if columns[factor].is_none() => columns[factor] = Some(place),
            Some(_) => faults.add(Fault::new(0, head.span.clone(), "a column stands twice", "")),
            None => {
                let title = format!("no factor is called `{}`", head.text);
                let fault = Fault::new(0, head.span.clone(), title, "a column for nothing");
                faults.add(fault.help(format!("the factors are `{}`", names.join("`, `"))));
            }
        }
    }
    for (name, _) in names.iter().zip(&columns).filter(|(_, column)| column.is_none()) {
        let title = format!("the list has no column `{name}`");
        faults.add(Fault::new(0, header.span.clone(), title, "it belongs here"));
    }
    let mut designs = Vec::new();
    for row in rows {
        if row.cells.len() != header.cells.len() {
            let title = csv_file::wrong_count(row.cells.len(), header.cells.len());
            faults.add(Fault::new(0, row.span.clone(), title, ""));
            continue;
        }
        let cell = |column: &Option<usize>| Some(FactorLevel::cell(&row.cells[(*column)?].text));
        let levels: Option<Vec<FactorLevel>> = columns.iter().map(cell).collect();
        designs.extend(levels.map(|levels| of_levels(file, levels)));
        if designs.len() > MAX_DESIGNS {
            let title = format!("there are more than {MAX_DESIGNS} designs");
            faults.add(Fault::new(0, row.span.clone(), title, ""));
            break;
        }
    }
    if designs.is_empty() && faults.count() == 0 {
        let label = "a row for each design belongs below the header";
        faults.add(Fault::new(0, header.span, "the list has no designs", label));
    }
    if faults.count() == 0 { Ok(designs) } else { Err(faults) }
}
