//! Places of satellites: one place or one table, and a table that lasts the whole run.

use super::ScenarioRule::{self, Each, Within};
use crate::earth::ephemeris::{Ephemeris, EphemerisEntry};
use crate::earth::frames::{Ecef, altitude_approx_m};
use crate::scenario::error::Fault;
use crate::scenario::read::tree::TreeNode;
use crate::scenario::read::units::written;
use nalgebra::Vector3;

pub(super) const RULES: &[ScenarioRule] = &[
    Each("satellites[]", place_is_given_once),
    Each("satellites[].ephemeris", times_rise),
    Each("satellites[].ephemeris", rows_begin_in_time),
    Within("satellites[].ephemeris", rows_last_in_time),
    Each("satellites[].ephemeris", rows_are_above_the_air),
    Within("satellites[].ephemeris", rows_are_near),
];

const ONE_WAY: &str =
    "give either `longitude_deg`, for a geostationary place, or `ephemeris`, a table of places";

/// Below it nothing orbits, km.
const LOWEST_KM: f64 = 100.0;

/// A table must tell the place within this, m: less than the pointing error of a satellite.
const GAP_MAX_M: f64 = 1000.0;

fn place_is_given_once(satellite: &TreeNode) -> Option<Fault> {
    satellite.get("longitude_deg")?;
    let title = "the place of a satellite is given twice";
    let label = "`longitude_deg` says where it is already";
    Some(satellite.get("ephemeris")?.fault(title, label).help(ONE_WAY))
}

pub(super) fn place_is_given(satellite: &TreeNode) -> Option<Fault> {
    let keys = satellite.table()?;
    let is_given = keys.contains_key("ephemeris") || keys.contains_key("longitude_deg");
    let fault = satellite.fault("a satellite has no place", "it belongs here");
    (!is_given).then(|| fault.help(ONE_WAY))
}

fn times_rise(table: &TreeNode) -> Option<Fault> {
    table.items().windows(2).find_map(|pair| {
        let (before_s, after_s) = (pair[0].number_of("time_s")?, pair[1].number_of("time_s")?);
        let label = format!("{} s, after {} s", written(after_s), written(before_s));
        let time = pair[1].nearest("time_s");
        let fault = time.fault("the times of an ephemeris do not rise", label);
        let advice = "put its rows in the order of time, each time once";
        (before_s >= after_s).then(|| fault.help(advice))
    })
}

fn rows_begin_in_time(table: &TreeNode) -> Option<Fault> {
    let [first, _, ..] = table.items() else {
        return None;
    };
    let first_s = first.number_of("time_s").filter(|time_s| *time_s > 0.0)?;
    let title = "an ephemeris begins when the run is under way";
    let label = format!("its first row is at {} s", written(first_s));
    let fault = first.nearest("time_s").fault(title, label);
    Some(fault.help("add rows from `time_s = 0` or before"))
}

fn rows_last_in_time(table: &TreeNode, root: &TreeNode) -> Option<Fault> {
    let [_, .., last] = table.items() else {
        return None;
    };
    let end_s = root.number_of("simulation.duration_s")?;
    let last_s = last.number_of("time_s").filter(|last_s| *last_s < end_s)?;
    let title = "an ephemeris ends before the run";
    let label = format!("its last row is at {} s", written(last_s));
    let fault = last.nearest("time_s").fault(title, label);
    let fault = fault.note(format!("`simulation.duration_s` is {} s", written(end_s)));
    Some(fault.help(format!("add rows to `time_s = {}` or beyond", written(end_s))))
}

fn rows_are_above_the_air(table: &TreeNode) -> Option<Fault> {
    let (node, above_km) = too_low(table)?;
    let title = "a satellite inside the Earth or its air";
    let label = format!("{above_km:.0} km above the ground, at least {LOWEST_KM:.0} needed");
    let advice = "`x_km`, `y_km` and `z_km` count from the Earth's centre";
    Some(node.fault(title, label).help(advice))
}

/// The first row of a table that is too low, and how high it is, km.
fn too_low(table: &TreeNode) -> Option<(&TreeNode, f64)> {
    table.items().iter().find_map(|node| {
        let above_km = 1e-3 * altitude_approx_m(&row(node)?.place.0);
        (above_km < LOWEST_KM).then_some((node, above_km))
    })
}

/// Asked only of tables whose rows are all above the air: one row that is off bends its neighbours.
fn rows_are_near(table: &TreeNode, root: &TreeNode) -> Option<Fault> {
    let end_s = root.number_of("simulation.duration_s")?;
    let rows: Option<Vec<EphemerisEntry>> = table.items().iter().map(row).collect();
    let rows = rows.filter(|_| too_low(table).is_none())?;
    let (place, off_m) = Ephemeris::new(rows)?.worst_gap(0.0, end_s);
    let title = "the rows of an ephemeris are too far apart";
    let off = written((1e-3 * off_m).round());
    let label = format!("after this row the place is uncertain by {off} km");
    let fault = table.items()[place].fault(title, label);
    let advice = "give rows more often, and four more before the run and after it";
    (off_m > GAP_MAX_M).then(|| fault.help(advice))
}

fn row(node: &TreeNode) -> Option<EphemerisEntry> {
    let metres = |key| Some(1000.0 * node.number_of(key)?);
    let place = Vector3::new(metres("x_km")?, metres("y_km")?, metres("z_km")?);
    Some(EphemerisEntry { time_s: node.number_of("time_s")?, place: Ecef(place) })
}
