//! From the text of a file to its plots; what cannot be read becomes a fault, all of them at once.
//!
//! Plain CSV: a header that names the five columns in any order, then a row for each plot. A cell
//! may stand in quotes; no value holds a comma. A recording states no errors, so those of a plot
//! are the floors of its radar's type: `range_floor_m`, and `angle_floor_mrad` for either angle.

use super::Recording;
use crate::scenario::Fault;
use crate::scenario::Faults;
use crate::scenario::SourceText;
use crate::scenario::error::MAX_FAULTS;
use crate::scenario::error::quoted;
use crate::scenario::identity::SensorId;
use crate::scenario::near::nearest;
use crate::scenario::parts::AnySensor;
use crate::scenario::parts::Scenario;
use crate::sensing::plot::Measurement;
use crate::sensing::plot::Plot;
use crate::sensing::plot::RadarMeasurement;
use std::f64::consts::FRAC_PI_2;
use std::f64::consts::TAU;
use std::ops::Range;
use std::ops::RangeInclusive;

/// The columns that a file of plots must have.
pub const COLUMNS: [&str; 5] = [
    "time_s",
    "sensor",
    "range_m",
    "azimuth_rad",
    "elevation_rad",
];

/// What a number may be, and how that is said.
struct Wanted {
    column: usize,
    range: RangeInclusive<f64>,
    words: &'static str,
}

/// Latest time, s: later ones have no microseconds.
const TIME_MAX_S: f64 = 1e10;

const TIME: Wanted = Wanted {
    column: 0,
    range: 0.0..=TIME_MAX_S,
    words: "wanted: seconds, from 0 to 1e10",
};
const RANGE: Wanted = Wanted {
    column: 2,
    range: 1.0..=1e9,
    words: "wanted: metres, from 1 to 1e9",
};
const AZIMUTH: Wanted = Wanted {
    column: 3,
    range: -TAU..=TAU,
    words: "wanted: radians clockwise from north, from -6.2832 to 6.2832",
};
const ELEVATION: Wanted = Wanted {
    column: 4,
    range: -FRAC_PI_2..=FRAC_PI_2,
    words: "wanted: radians above the horizontal, from -1.5708 to 1.5708",
};

/// The plots of a file, in the order of time.
///
/// # Errors
/// If anything in it is not understood.
pub fn read(source: SourceText, scenario: &Scenario) -> Result<Recording, Faults> {
    let mut reader = Reader {
        scenario,
        owner: None,
        faults: Vec::new(),
    };
    let mut plots = reader.plots(&source);
    let list = reader.faults;
    if let (Some(first), true) = (reader.owner, list.is_empty()) {
        plots.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
        return Ok(Recording {
            system: scenario.sensor_system(first),
            plots,
        });
    }
    let mut faults = Faults::new(vec![source]);
    for fault in list {
        faults.add(fault);
    }
    Err(faults)
}

/// A cell without its quotes and the spaces around it, and where it stands.
struct Cell<'a> {
    text: &'a str,
    span: Range<usize>,
}

impl Cell<'_> {
    fn fault(&self, title: String, label: impl Into<String>) -> Fault {
        Fault::new(0, self.span.clone(), title, label)
    }
}

struct Reader<'a> {
    scenario: &'a Scenario,
    /// The first sensor that is named: all others must be of its system.
    owner: Option<SensorId>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn plots(&mut self, source: &SourceText) -> Vec<Plot> {
        let mut lines = lines(&source.text);
        let Some(header) = lines.next() else {
            let label = format!("wanted: {}", COLUMNS.join(","));
            let fault = Fault::new(0, 0..0, "the file is empty", label);
            self.faults.push(fault);
            return Vec::new();
        };
        let Some(places) = self.header(header) else {
            return Vec::new();
        };
        let mut plots = Vec::new();
        let mut is_empty = true;
        for (start, line) in lines {
            is_empty = false;
            if let Some(mut plot) = self.row((start, line), places) {
                plot.serial = plots.len() as u32;
                plots.push(plot);
            }
            if self.faults.len() > MAX_FAULTS {
                break;
            }
        }
        if is_empty {
            let title = "the file holds no plots";
            let fault = Fault::new(0, source.line(1), title, "nothing follows the header");
            self.faults.push(fault);
        }
        plots
    }

    /// At which place of a row each of [`COLUMNS`] stands.
    fn header(&mut self, (start, line): (usize, &str)) -> Option<[usize; 5]> {
        let before = self.faults.len();
        let mut places = [None; 5];
        for (place, cell) in cells(start, line).iter().enumerate() {
            let column = COLUMNS.iter().position(|name| *name == cell.text);
            let Some(column) = column else {
                let fault = cell.fault(
                    format!("there is no column {}", quoted(cell.text)),
                    format!("wanted: {}", COLUMNS.join(",")),
                );
                self.faults.push(near(fault, cell, COLUMNS));
                continue;
            };
            if places[column].replace(place).is_some() {
                let title = format!("a second column is called `{}`", cell.text);
                self.faults.push(cell.fault(title, "keep one of them"));
            }
        }
        if self.faults.len() == before {
            let is_missing = |(_, place): &(&&str, &Option<usize>)| place.is_none();
            let missing = COLUMNS.iter().zip(&places).filter(is_missing);
            let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
            if !missing.is_empty() {
                let title = format!("the header lacks `{}`", missing.join("`, `"));
                let span = start..start + line.len();
                let label = format!("wanted: {}", COLUMNS.join(","));
                self.faults.push(Fault::new(0, span, title, label));
            }
        }
        let [time, sensor, range, azimuth, elevation] = places;
        (self.faults.len() == before).then_some([time?, sensor?, range?, azimuth?, elevation?])
    }

    fn row(&mut self, (start, line): (usize, &str), places: [usize; 5]) -> Option<Plot> {
        let cells = cells(start, line);
        if cells.len() != COLUMNS.len() {
            let (count, wanted) = (cells.len(), COLUMNS.len());
            let s = if count == 1 { "" } else { "s" };
            let title = format!("the row has {count} cell{s}, but the header names {wanted}");
            self.faults
                .push(Fault::new(0, start..start + line.len(), title, ""));
            return None;
        }
        let mut number = |wanted: &Wanted| self.number(&cells[places[wanted.column]], wanted);
        let (time_s, range_m) = (number(&TIME), number(&RANGE));
        let (azimuth_rad, elevation_rad) = (number(&AZIMUTH), number(&ELEVATION));
        let sensor = self.sensor(&cells[places[1]]);
        let (sensor, errors) = sensor?;
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

    fn number(&mut self, cell: &Cell, wanted: &Wanted) -> Option<f64> {
        let name = COLUMNS[wanted.column];
        let title = match cell.text.parse::<f64>() {
            Ok(number) if wanted.range.contains(&number) => return Some(number),
            Ok(_) => format!("`{name}` is out of its range: {}", quoted(cell.text)),
            Err(_) if cell.text.is_empty() => format!("`{name}` is missing"),
            Err(_) => format!("`{name}` is not a number: {}", quoted(cell.text)),
        };
        self.faults.push(cell.fault(title, wanted.words));
        None
    }

    /// A sensor, and a measurement that has nothing but its errors.
    fn sensor(&mut self, cell: &Cell) -> Option<(SensorId, RadarMeasurement)> {
        let scenario = self.scenario;
        let mut radars = scenario.radars.iter();
        let Some(place) = radars.position(|radar| radar.name == cell.text) else {
            let fault = self.no_radar(cell);
            self.faults.push(fault);
            return None;
        };
        let (sensor, kind) = (SensorId(place as u16), &scenario.radars[place].kind);
        let owner = *self.owner.get_or_insert(sensor);
        let (system, other) = (
            scenario.sensor_system(sensor),
            scenario.sensor_system(owner),
        );
        if system != other {
            let name = |of: SensorId| scenario.sensor_name(of);
            let title = format!("the plots are of two systems: {}", quoted(cell.text));
            let whose = |of: SensorId| &scenario.systems[scenario.sensor_system(of).index()].name;
            let label = format!(
                "a radar of `{}`, but `{}`, named before, is one of `{}`; wanted: radars of one \
                 system, whose tracker takes the plots",
                whose(sensor),
                name(owner),
                whose(owner)
            );
            self.faults.push(cell.fault(title, label));
            return None;
        }
        let errors = RadarMeasurement {
            range_m: 0.0,
            azimuth_rad: 0.0,
            elevation_rad: 0.0,
            range_sigma_m: kind.range_floor_m,
            angle_sigma_rad: kind.angle_floor_rad,
            range_rate: None,
        };
        Some((sensor, errors))
    }

    /// What is wrong with a name that is not a radar's.
    fn no_radar(&self, cell: &Cell) -> Fault {
        let scenario = self.scenario;
        let mut sensors = (0..scenario.sensor_count()).map(|index| SensorId(index as u16));
        let known = sensors.find(|sensor| scenario.sensor_name(*sensor) == cell.text);
        if let Some(sensor) = known {
            let what = match scenario.sensor(sensor) {
                AnySensor::Satellite(_) => "a satellite",
                _ => "a sensor of an added kind",
            };
            let title = format!("{} is {what}", quoted(cell.text));
            return cell.fault(title, "wanted: a radar, which measures range and angles");
        }
        let names = scenario.radars.iter().map(|radar| radar.name.as_str());
        let listed: Vec<String> = names.clone().take(8).map(quoted).collect();
        let more = if scenario.radars.len() > 8 {
            ", ..."
        } else {
            ""
        };
        let title = match cell.text {
            "" => "`sensor` is missing".to_string(),
            text => format!("the scenario has no radar {}", quoted(text)),
        };
        let label = match listed.len() {
            0 => "the scenario has no radars at all".to_string(),
            _ => format!("wanted: one of {}{more}", listed.join(", ")),
        };
        near(cell.fault(title, label), cell, names)
    }
}

/// The fault, with the nearest of some names as its remedy if one is near.
fn near<'a>(fault: Fault, cell: &Cell, names: impl IntoIterator<Item = &'a str>) -> Fault {
    match nearest(cell.text, names) {
        Some(name) => fault.replace(
            "there is one with a near name",
            cell.span.clone(),
            name.to_string(),
        ),
        None => fault,
    }
}

/// The lines that are not blank, and the byte at which each starts; without a byte order mark.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let lines = text.split('\n').map(move |line| {
        let start = next;
        next += line.len() + 1;
        match line.strip_prefix('\u{feff}') {
            Some(rest) if start == 0 => (line.len() - rest.len(), rest),
            _ => (start, line),
        }
    });
    lines
        .map(|(start, line)| (start, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.trim().is_empty())
}

fn cells(start: usize, line: &str) -> Vec<Cell<'_>> {
    let mut next = start;
    line.split(',')
        .map(|cell| {
            let left = cell.len() - cell.trim_start().len();
            let from = next + left;
            next += cell.len() + 1;
            let cell = cell.trim();
            let bare = cell
                .strip_prefix('"')
                .and_then(|cell| cell.strip_suffix('"'));
            let quote = usize::from(bare.is_some());
            let text = bare.unwrap_or(cell);
            let from = from + quote;
            Cell {
                text,
                span: from..from + text.len(),
            }
        })
        .collect()
}
