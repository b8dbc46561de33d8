//! Least changes that take corridors out of reach, as a part of the page.

use super::ReachChanges;
use crate::reach::change::{LeastChange, SiteMove};
use crate::reach::withheld::WithheldData;
use crate::report::rounding::number;
use crate::report::sheet::{Align, GridColumn, Sheet, TextGrid, dash};

/// Text below the changes of interceptors.
const ABOUT_CHANGES: &str = "Each change alone takes the corridor out of reach with perfect \
    knowledge. Speed at most: no interceptor of that side is faster at burn-out (in the reference \
    flight, thrust 45 degrees up), where now the fastest has the speed beside it. Ceiling, range: \
    no intercept is so high, or so far from its site along the ground, or more. Sites: every unit \
    that reaches it is moved so far in the direction that is shortest, clockwise from north. None: \
    it is within reach down to the least that there is.";

/// Text below the data to withhold.
const ABOUT_WITHHELD: &str = "The most content of the exchange with which the corridor is out of \
    reach, in the median over the runs. No: it is within reach with nothing exchanged. A dash: it \
    is out of reach as it is, or there is no exchange.";

/// Adds the changes to a page.
pub(super) fn push(sheet: &mut Sheet, changes: &ReachChanges, runs: u64) {
    let ReachChanges { least_changes, withheld } = changes;
    if least_changes.is_empty() {
        sheet.push_prose(
            "No corridor is within reach with perfect knowledge: there is nothing to change.",
        );
        return;
    }
    sheet.push_prose("Least change of interceptors and sites that takes a corridor out of reach");
    let columns: [GridColumn<LeastChange>; 6] = [
        ("corridor", &|row| row.corridor.clone()),
        ("speed at most\nkm/s", &|row| none(row.speed_limit_mps, 2)),
        ("fastest\nkm/s", &|row| none(row.fastest_mps, 2)),
        ("ceiling\nkm", &|row| none(row.ceiling_m, 0)),
        ("range\nkm", &|row| none(Some(row.range_limit_m), 0)),
        ("sites", &|row| row.moves.iter().map(site).collect::<Vec<_>>().join("\n")),
    ];
    sheet.push_grid(TextGrid::of(&columns, least_changes));
    sheet.push_prose(ABOUT_CHANGES);
    if runs > 0 {
        sheet.push_prose("Content to which the exchange would have to be cut");
        sheet.push_grid(cuts(least_changes, withheld));
        sheet.push_prose(ABOUT_WITHHELD);
    }
}

/// A line for each corridor, a column for each architecture with something to withhold.
fn cuts(corridors: &[LeastChange], withheld: &[WithheldData]) -> TextGrid {
    let mut names: Vec<&String> = withheld.iter().map(|row| &row.architecture).collect();
    names.dedup();
    let header = std::iter::once("corridor".to_owned());
    let header = header.chain(names.iter().map(|name| (*name).clone()));
    let line = |corridor: &LeastChange| {
        let cell = |name: &&String| {
            let is_it = |row: &&WithheldData| {
                row.architecture == **name && row.corridor == corridor.corridor
            };
            let row = withheld.iter().find(is_it);
            dash(row.map(|row| match row.out_with {
                Some(less) => format!("{} to {less}", row.content),
                None => "no".into(),
            }))
        };
        std::iter::once(corridor.corridor.clone()).chain(names.iter().map(cell)).collect()
    };
    TextGrid::new(Align::Right, header, corridors.iter().map(line))
}

/// A figure in thousands, or that there is none.
fn none(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "none".into(), |value| number(value / 1000.0, decimals))
}

fn site(change: &SiteMove) -> String {
    match (change.distance_m, change.azimuth_deg) {
        (Some(distance_m), Some(azimuth_deg)) => {
            let (km, degrees) = (number(distance_m / 1000.0, 0), number(azimuth_deg, 0));
            format!("{} {km} km to {degrees}°", change.unit)
        }
        _ => format!("{} none", change.unit),
    }
}
