//! From the text of a file to its plots; what cannot be read becomes a fault, all of them at once.
//!
//! A [`table`] of five columns, a row for each plot. A recording states no errors, so those of a
//! plot are the floors of its radar's type: `range_floor_m`, and `angle_floor_mrad` for either
//! angle; they may not be 0. A plot that stands twice is one: no radar parts two objects that are a
//! hundredth of its errors from one another. All others are as many objects, or false.

use super::replay::Recording;
use super::table;
use super::table::{Form, NumberColumn, Row, TIME, fault, near};
use crate::csv_file::CsvField;
use crate::scenario::error::quoted;
use crate::scenario::identity::{SensorId, SystemId};
use crate::scenario::model::{AnySensor, Scenario};
use crate::scenario::{Fault, Faults, KnownFile, SourceText};
use crate::sensing::plot::{Measurement, Plot, RadarMeasurement};
use std::collections::BTreeSet;
use std::f64::consts::{FRAC_PI_2, TAU};

/// The columns that a file of plots must have.
pub const COLUMNS: [&str; 5] = ["time_s", "sensor", "range_m", "azimuth_rad", "elevation_rad"];

/// Limits of angles are compared as they are printed, to four decimals: half of the last, rad. An
/// elevation beyond the zenith is the zenith.
const PRINTED: f64 = 5e-5;

const RANGE: NumberColumn =
    NumberColumn { column: 2, range: 1.0..=1e9, words: "wanted: metres, from 1 to 1e9" };
const AZIMUTH: NumberColumn = NumberColumn {
    column: 3,
    range: -TAU - PRINTED..=TAU + PRINTED,
    words: "wanted: radians clockwise from north, from -6.2832 to 6.2832",
};
const ELEVATION: NumberColumn = NumberColumn {
    column: 4,
    range: -FRAC_PI_2 - PRINTED..=FRAC_PI_2 + PRINTED,
    words: "wanted: radians above the horizontal, from -1.5708 to 1.5708",
};

/// Share of its errors by which two plots of a radar at one time must differ to be two.
const DOUBLE_SHARE: f64 = 0.01;

/// Columns of the file.
const FORM: Form = Form { columns: &COLUMNS, rows: "plots", kind: KnownFile::Plots };

/// Number of plots in a file, whatever sensors it names.
///
/// # Errors
/// If anything in it is not understood.
pub fn count(source: SourceText) -> Result<usize, Faults> {
    let numbers = [&TIME, &RANGE, &AZIMUTH, &ELEVATION];
    let plot = |row: &mut Row| {
        numbers.map(|number| row.number(number)).iter().all(Option::is_some).then_some(())
    };
    Ok(table::read(source, &FORM, plot)?.len())
}

/// The plots of a file, in the order of time.
///
/// # Errors
/// If anything in it is not understood.
pub fn read(source: SourceText, scenario: &Scenario) -> Result<Recording, Faults> {
    let mut reader = PlotReader { scenario, owner: None, exact: BTreeSet::new() };
    let mut plots = table::read(source, &FORM, |row| reader.row(row))?;
    for (serial, plot) in (0..).zip(&mut plots) {
        plot.serial = serial;
    }
    plots.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    let doubles = drop_doubles(&mut plots);
    let system = plots.first().map_or(SystemId(0), |plot| scenario.sensor_system(plot.sensor));
    Ok(Recording { system, plots, doubles })
}

/// Leaves out plots that stand once more; returns how many.
fn drop_doubles(plots: &mut Vec<Plot>) -> usize {
    let mut looks: Vec<(Plot, RadarMeasurement)> = Vec::with_capacity(plots.len());
    looks.extend(plots.iter().filter_map(|plot| match plot.measurement {
        Measurement::Radar(radar) => Some((*plot, radar)),
        Measurement::Infrared(_) => None,
    }));
    looks.sort_by(|(a, radar_a), (b, radar_b)| {
        let by_look = a.time_s.total_cmp(&b.time_s).then(a.sensor.cmp(&b.sensor));
        by_look.then(radar_a.range_m.total_cmp(&radar_b.range_m)).then(a.serial.cmp(&b.serial))
    });
    let mut doubles = BTreeSet::new();
    for (place, (one, radar)) in looks.iter().enumerate() {
        if doubles.contains(&one.serial) {
            continue;
        }
        let range_m = radar.range_m + DOUBLE_SHARE * radar.range_sigma_m;
        let angle_rad = DOUBLE_SHARE * radar.angle_sigma_rad;
        let is_of_look = |(other, that): &&(Plot, RadarMeasurement)| {
            let is_same = other.sensor == one.sensor && other.time_s.total_cmp(&one.time_s).is_eq();
            is_same && that.range_m <= range_m
        };
        let is_near = |(_, that): &&(Plot, RadarMeasurement)| {
            let turn_rad = libm::remainder(that.azimuth_rad - radar.azimuth_rad, TAU);
            let climb_rad = that.elevation_rad - radar.elevation_rad;
            turn_rad.abs() <= angle_rad && climb_rad.abs() <= angle_rad
        };
        // The first in the file stays.
        let near = looks[place + 1..].iter().take_while(is_of_look).filter(is_near);
        let near: Vec<u32> = near.map(|(other, _)| other.serial).collect();
        if near.iter().any(|serial| *serial < one.serial) {
            doubles.insert(one.serial);
        } else {
            doubles.extend(near);
        }
    }
    plots.retain(|plot| !doubles.contains(&plot.serial));
    doubles.len()
}

struct PlotReader<'a> {
    scenario: &'a Scenario,
    /// The first sensor that is named: all others must be of its system.
    owner: Option<SensorId>,
    /// Radars of which is told that their plots would have no errors.
    exact: BTreeSet<SensorId>,
}

impl PlotReader<'_> {
    fn row(&mut self, row: &mut Row) -> Option<Plot> {
        let (time_s, range_m) = (row.number(&TIME), row.number(&RANGE));
        let (azimuth_rad, elevation_rad) = (row.number(&AZIMUTH), row.number(&ELEVATION));
        let sensor = self.sensor(row.cell(1));
        let (sensor, errors) = sensor.map_err(|fault| row.faults.push(*fault)).ok()?;
        if errors.range_sigma_m <= 0.0 || errors.angle_sigma_rad <= 0.0 {
            if self.exact.insert(sensor) {
                let fault = Self::no_errors(row.cell(1), &errors);
                row.faults.push(fault);
            }
            return None;
        }
        Some(Plot {
            time_s: time_s?,
            sensor,
            serial: 0,
            measurement: Measurement::Radar(RadarMeasurement {
                range_m: range_m?,
                azimuth_rad: azimuth_rad?,
                elevation_rad: elevation_rad?.clamp(-FRAC_PI_2, FRAC_PI_2),
                ..errors
            }),
            // A recording says nothing of what was seen of the object.
            payload_evidence_nats: 0.0,
        })
    }

    /// A sensor, and a measurement that has nothing but its errors.
    fn sensor(&mut self, cell: &CsvField) -> Result<(SensorId, RadarMeasurement), Box<Fault>> {
        let scenario = self.scenario;
        let mut radars = scenario.radars.iter();
        let Some(place) = radars.position(|radar| radar.name == cell.text) else {
            return Err(Box::new(self.no_radar(cell)));
        };
        let (sensor, kind) = (SensorId(place as u16), &scenario.radars[place].kind);
        let owner = *self.owner.get_or_insert(sensor);
        let (system, other) = (scenario.sensor_system(sensor), scenario.sensor_system(owner));
        if system != other {
            let name = |of: SensorId| scenario.sensor_name(of);
            let title = format!("the plots are of two systems: {}", quoted(&cell.text));
            let whose = |of: SensorId| &scenario.systems[scenario.sensor_system(of).index()].name;
            let label = format!(
                "a radar of `{}`, but `{}`, named before, is one of `{}`; wanted: radars of one \
                 system, whose tracker takes the plots",
                whose(sensor),
                name(owner),
                whose(owner)
            );
            return Err(Box::new(fault(cell, title, label)));
        }
        let errors = RadarMeasurement {
            range_m: 0.0,
            azimuth_rad: 0.0,
            elevation_rad: 0.0,
            range_sigma_m: kind.range_floor_m,
            angle_sigma_rad: kind.angle_floor_rad,
            range_rate: None,
        };
        Ok((sensor, errors))
    }

    /// Fault of a radar whose type gives a plot no errors.
    fn no_errors(cell: &CsvField, errors: &RadarMeasurement) -> Fault {
        let key = if errors.range_sigma_m <= 0.0 { "range_floor_m" } else { "angle_floor_mrad" };
        let title = format!("plots of {} would have no errors", quoted(&cell.text));
        let label = format!(
            "`{key}` of its type is 0, and a recording states no errors of its own; wanted there: \
             the standard deviation of these plots"
        );
        fault(cell, title, label)
    }

    /// Fault of a name that is not a radar's.
    fn no_radar(&self, cell: &CsvField) -> Fault {
        let scenario = self.scenario;
        let known = scenario.sensor_ids().find(|sensor| scenario.sensor_name(*sensor) == cell.text);
        if let Some(sensor) = known {
            let what = match scenario.sensor(sensor) {
                AnySensor::Satellite(_) => "a satellite",
                _ => "a sensor of an added kind",
            };
            let title = format!("{} is {what}", quoted(&cell.text));
            return fault(cell, title, "wanted: a radar, which measures range and angles");
        }
        let names = scenario.radars.iter().map(|radar| radar.name.as_str());
        let listed: Vec<String> = names.clone().take(8).map(quoted).collect();
        let more = if scenario.radars.len() > 8 { ", ..." } else { "" };
        let title = match &*cell.text {
            "" => "`sensor` is missing".to_string(),
            text => format!("the scenario has no radar {}", quoted(text)),
        };
        let label = match listed.len() {
            0 => "the scenario has no radars at all".to_string(),
            _ => format!("wanted: one of {}{more}", listed.join(", ")),
        };
        near(fault(cell, title, label), cell, names)
    }
}
