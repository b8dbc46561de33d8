//! From the text of a file to its plots; what cannot be read becomes a fault, all of them at once.
//!
//! A [`table`] of five columns, a row for each plot. A recording states no errors, so those of a
//! plot are the floors of its radar's type: `range_floor_m`, and `angle_floor_mrad` for either
//! angle.

use super::replay::Recording;
use super::table;
use super::table::{Form, NumberColumn, Row, TIME, fault, near};
use crate::csv_file::CsvField;
use crate::scenario::error::quoted;
use crate::scenario::identity::{SensorId, SystemId};
use crate::scenario::model::{AnySensor, Scenario};
use crate::scenario::{Fault, Faults, SourceText};
use crate::sensing::plot::{Measurement, Plot, RadarMeasurement};
use std::f64::consts::{FRAC_PI_2, TAU};

/// The columns that a file of plots must have.
pub const COLUMNS: [&str; 5] = ["time_s", "sensor", "range_m", "azimuth_rad", "elevation_rad"];

const RANGE: NumberColumn =
    NumberColumn { column: 2, range: 1.0..=1e9, words: "wanted: metres, from 1 to 1e9" };
const AZIMUTH: NumberColumn = NumberColumn {
    column: 3,
    range: -TAU..=TAU,
    words: "wanted: radians clockwise from north, from -6.2832 to 6.2832",
};
const ELEVATION: NumberColumn = NumberColumn {
    column: 4,
    range: -FRAC_PI_2..=FRAC_PI_2,
    words: "wanted: radians above the horizontal, from -1.5708 to 1.5708",
};

/// Columns of the file.
const FORM: Form = Form { columns: &COLUMNS, rows: "plots" };

/// The plots of a file, in the order of time.
///
/// # Errors
/// If anything in it is not understood.
pub fn read(source: SourceText, scenario: &Scenario) -> Result<Recording, Faults> {
    let mut reader = PlotReader { scenario, owner: None };
    let mut plots = table::read(source, &FORM, |row| reader.row(row))?;
    for (serial, plot) in (0..).zip(&mut plots) {
        plot.serial = serial;
    }
    plots.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    let system = plots.first().map_or(SystemId(0), |plot| scenario.sensor_system(plot.sensor));
    Ok(Recording { system, plots })
}

struct PlotReader<'a> {
    scenario: &'a Scenario,
    /// The first sensor that is named: all others must be of its system.
    owner: Option<SensorId>,
}

impl PlotReader<'_> {
    fn row(&mut self, row: &mut Row) -> Option<Plot> {
        let (time_s, range_m) = (row.number(&TIME), row.number(&RANGE));
        let (azimuth_rad, elevation_rad) = (row.number(&AZIMUTH), row.number(&ELEVATION));
        let sensor = self.sensor(row.cell(1));
        let (sensor, errors) = sensor.map_err(|fault| row.faults.push(*fault)).ok()?;
        Some(Plot {
            time_s: time_s?,
            sensor,
            serial: 0,
            measurement: Measurement::Radar(RadarMeasurement {
                range_m: range_m?,
                azimuth_rad: azimuth_rad?,
                elevation_rad: elevation_rad?,
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

    /// Fault of a name that is not a radar's.
    fn no_radar(&self, cell: &CsvField) -> Fault {
        let scenario = self.scenario;
        let mut sensors = (0..scenario.sensor_count()).map(|index| SensorId(index as u16));
        let known = sensors.find(|sensor| scenario.sensor_name(*sensor) == cell.text);
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
