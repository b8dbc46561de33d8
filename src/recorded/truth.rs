//! The truth behind recorded plots: from the text of a file to the states of objects.
//!
//! A [`table`] of eight columns, a row for each object at each time: every object that there is at
//! a time has a row at it, for what has none is taken not to be there.

use super::table::{self, Form, NumberColumn, Row, TIME, fault};
use crate::ballistics::state::State;
use crate::scenario::error::quoted;
use crate::scenario::{Faults, KnownFile, SourceText};
use nalgebra::Vector3;
use std::collections::{BTreeMap, BTreeSet};

/// The columns that a file of truth must have.
pub const COLUMNS: [&str; 8] = ["time_s", "truth_id", "x", "y", "z", "vx", "vy", "vz"];

const FORM: Form = Form { columns: &COLUMNS, rows: "states", kind: KnownFile::Truth };

/// Earth-fixed coordinate.
const fn metres(column: usize) -> NumberColumn {
    NumberColumn {
        column,
        range: -1e9..=1e9,
        words: "wanted: metres, Earth-fixed, from -1e9 to 1e9",
    }
}

/// Velocity along an Earth-fixed axis.
const fn speed(column: usize) -> NumberColumn {
    NumberColumn {
        column,
        range: -1e6..=1e6,
        words: "wanted: metres a second, Earth-fixed, from -1e6 to 1e6",
    }
}

/// An object at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    /// Time, s.
    pub time_s: f64,
    /// Number of the object, from 0, in the order in which the file first names them.
    pub object: u32,
    /// Position and velocity, Earth-fixed.
    pub state: State,
}

/// The states of a file, by time and object.
///
/// # Errors
/// If anything in it is not understood, or an object has two states at one time.
pub fn read(source: SourceText) -> Result<Vec<Truth>, Faults> {
    let mut names = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut states = table::read(source, &FORM, |row| {
        let time_s = row.number(&TIME);
        let position_m = vector(row, [2, 3, 4].map(metres));
        let velocity_mps = vector(row, [5, 6, 7].map(speed));
        let object = object(row, &mut names);
        let (time_s, object) = (time_s?, object?);
        // From 0 up the bits are in the order of the numbers; minus zero is zero.
        if !seen.insert(((time_s + 0.0).to_bits(), object)) {
            let cell = row.cell(1);
            let name = quoted(&cell.text);
            let title = format!("object {name} has a second state at {time_s} s");
            let fault = fault(cell, title, "keep one of them");
            row.faults.push(fault);
            return None;
        }
        let state = State { position_m: position_m?, velocity_mps: velocity_mps? };
        Some(Truth { time_s: time_s + 0.0, object, state })
    })?;
    states.sort_by(|a, b| {
        let by_time = a.time_s.total_cmp(&b.time_s);
        by_time.then(a.object.cmp(&b.object))
    });
    Ok(states)
}

fn vector(row: &mut Row, axes: [NumberColumn; 3]) -> Option<Vector3<f64>> {
    // Each is looked at, so that each fault is told.
    let [x, y, z] = axes.map(|wanted| row.number(&wanted));
    Some(Vector3::new(x?, y?, z?))
}

/// The number of an object.
fn object(row: &mut Row, names: &mut BTreeMap<String, u32>) -> Option<u32> {
    let cell = row.cell(1);
    if cell.text.is_empty() {
        let fault = fault(cell, "`truth_id` is missing".into(), "wanted: a name or a number");
        row.faults.push(fault);
        return None;
    }
    if let Some(number) = names.get(&*cell.text) {
        return Some(*number);
    }
    let number = names.len() as u32;
    names.insert(cell.text.to_string(), number);
    Some(number)
}
