//! A footprint told: cells as data, areas, and a map in characters.
//!
//! A [`FootprintReport`] has the figures of [`crate::reach::cell`] and [`crate::reach::area`], and
//! says them in sentences; `page` sets it for people,
//! [`csv()`] writes it unrounded, [`geojson()`] as a map.

mod conclusion;
mod csv;
mod geojson;
mod map;
mod page;

pub use self::csv::csv;
pub use self::geojson::geojson;
pub use self::page::page;

use crate::account::provenance::{ManyRuns, Provenance};
use crate::monte_carlo::runner::Failure;
use crate::reach::area::{self, DefendedArea};
use crate::reach::cell::{self, DefendedCell};
use crate::reach::footprint::{CellLabel, Footprint, FootprintQuestion};
use serde::Serialize;

/// Assumptions of a footprint, in sentences: part of every form of the report.
pub const ASSUMPTIONS: [&str; 4] = [
    "Each cell of somebody's territory is the aim of one threat that flies alone and as planned, \
     without errors; runs differ by what sensors and links make of it, and are the same for every \
     architecture.",
    "Shots: how many, one after the other and each assessed before the next, a node believes to \
     have time for when it first may shoot at the payload and can, with all fire units that it \
     plans for; of two nodes the one with more. It is 0 where neither ever may or can.",
    "Magazines are full at first, and one threat does not empty them; raids get fewer shots a \
     threat.",
    "A cell is whose its middle is; nobody's ground is not defended. Areas are those of the cells \
     on the ellipsoid.",
];

/// Terms of the question beside the footprint itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootprintTerms {
    /// The raid whose launch point and loft it has.
    pub raid: String,
    /// Shots that make a cell a defended one.
    pub shots: u32,
}

/// The footprint as it is told. Its JSON has these keys in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FootprintReport {
    /// Scenario, runs and program.
    #[serde(flatten)]
    pub provenance: Provenance<ManyRuns>,
    /// Type of the threat.
    pub threat: String,
    /// The raid whose launch point and loft it has.
    pub raid: String,
    /// Launch point, degrees north.
    pub launch_latitude_deg: f64,
    /// Launch point, degrees east.
    pub launch_longitude_deg: f64,
    /// Size of a cell, m: none is higher, nor wider at the middle of the box.
    pub cell_m: f64,
    /// Shots that make a cell a defended one.
    pub shots: u32,
    /// Assumptions.
    pub assumptions: [&'static str; ASSUMPTIONS.len()],
    /// The result in sentences.
    pub conclusion: Vec<String>,
    /// Areas by architecture, party and number of shots.
    pub areas: Vec<DefendedArea>,
    /// Architecture by architecture, cell by cell.
    pub cells: Vec<DefendedCell>,
    /// Runs that failed.
    pub failures: Vec<Failure<CellLabel>>,
    /// Names of the architectures.
    #[serde(skip)]
    pub architectures: Vec<String>,
    /// Names of the systems.
    #[serde(skip)]
    pub systems: Vec<String>,
    #[serde(skip)]
    maps: Vec<Vec<String>>,
    /// Height and width of a cell, degrees.
    #[serde(skip)]
    cell_deg: [f64; 2],
}

impl FootprintReport {
    /// The answer to a question.
    pub fn of(question: &FootprintQuestion, about: &FootprintTerms, footprint: &Footprint) -> Self {
        let selection = &question.selection;
        let scenario = selection.scenario;
        let architectures = selection.names();
        let maps = (0..architectures.len())
            .map(|place| map::lines(&question.grid, footprint, place))
            .collect();
        let extent = ManyRuns {
            runs: footprint.record.runs,
            runs_requested: selection.count(),
            interrupted: Some(footprint.record.is_interrupted()),
        };
        let mut report = Self {
            provenance: Provenance::new(scenario, selection.seed, extent),
            threat: question.kind.name.clone(),
            raid: about.raid.clone(),
            launch_latitude_deg: question.launch.latitude_rad.to_degrees(),
            launch_longitude_deg: question.launch.longitude_rad.to_degrees(),
            cell_m: question.grid.cell_m,
            shots: about.shots,
            assumptions: ASSUMPTIONS,
            conclusion: Vec::new(),
            areas: area::areas(scenario, &architectures, about.shots, footprint),
            cells: cell::cells(scenario, &architectures, about.shots, footprint),
            failures: footprint.record.failures.clone(),
            architectures,
            systems: scenario.systems.iter().map(|s| s.name.clone()).collect(),
            maps,
            cell_deg: question.grid.cell_deg(),
        };
        report.conclusion = conclusion::sentences(&report);
        report
    }

    /// Runs that count.
    pub fn runs(&self) -> u64 {
        self.provenance.extent.runs
    }
}
