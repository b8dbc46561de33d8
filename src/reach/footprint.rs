//! Footprint: the ground that the systems defend, under an architecture, against one type of threat
//! from one launch point, as the number of shots that they have time for.
//!
//! Of each cell of a grid ([`super::grid`]) that is somebody's territory the engine plays runs in
//! which one threat, launched as planned, is aimed at its middle. A node that may shoot at it, and
//! can, writes down how many shots one after the other it then believes to have time for, each
//! assessed before the next ([`Event::Engageable`]): the greatest such number of a run, over both
//! nodes, is the cell's; 0 where neither ever may or can. So a cell is defended as far as sensors,
//! data, rules of responsibility, delays, interceptors and magazines let it. The field's footprint
//! is the cells with at least one (Wilkening, *A simple model for calculating ballistic missile
//! defense effectiveness*, Science & Global Security 8, 1999, counts shot opportunities likewise).
//! Leaves out whether the shots would kill, and raids of more than one.

use super::grid::{Grid, GroundCell, longitude_deg};
use crate::ballistics::aim;
use crate::ballistics::aim::Loft;
use crate::ballistics::flight::{Advance, Flight};
use crate::earth::frames::Geodetic;
use crate::monte_carlo::runner::{CampaignRecord, Runner, Watcher};
use crate::monte_carlo::selection::RunSelection;
use crate::outcome::track_truth::TrackTruth;
use crate::random::RunSeed;
use crate::scenario::identity::{AssetId, ObjectId, ThreatId};
use crate::scenario::model::{Architecture, Asset, Scenario, Threat, ThreatKind};
use crate::world::journal::{Event, Journal};
use nalgebra::Vector3;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// Runs in a batch.
const BATCH: u64 = 4;

/// Time that a run goes on after the planned impact, s.
const MARGIN_S: f64 = 60.0;

/// Question: a type of threat, its launch, and the ground.
#[derive(Debug, Clone)]
pub struct FootprintQuestion<'a> {
    /// The runs of each cell.
    pub selection: RunSelection<'a>,
    /// Type of the threat.
    pub kind: Arc<ThreatKind>,
    /// Launch point.
    pub launch: Geodetic,
    /// Time of the launch, s.
    pub launch_s: f64,
    /// Loft of its flight.
    pub loft: Loft,
    /// The ground.
    pub grid: Grid,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Footprint {
    /// The cells that are somebody's.
    pub cells: Vec<GroundCell>,
    /// Of each: does the threat reach it?
    pub is_threatened: Vec<bool>,
    /// Of each architecture, of each run, of each cell: shots that each system has time for, in the
    /// order of the systems.
    pub shots: Vec<Vec<Vec<Vec<u32>>>>,
    /// Runs that count, and those that failed.
    pub record: CampaignRecord<CellLabel>,
}

/// Question to a run: a cell under an architecture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellLabel {
    /// Middle of the cell aimed at, degrees north.
    pub latitude_deg: f64,
    /// Middle of the cell aimed at, degrees east.
    pub longitude_deg: f64,
    /// Name of the architecture.
    pub architecture: String,
}

impl fmt::Display for CellLabel {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (north, east, name) = (self.latitude_deg, self.longitude_deg, &self.architecture);
        write!(f, "at {north:.3} north, {east:.3} east under `{name}`")
    }
}

/// The cells of a question and their flights, solved: what is known before any run.
#[derive(Debug)]
pub struct CellFlights {
    cells: Vec<GroundCell>,
    threats: Vec<Option<Threat>>,
}

impl CellFlights {
    /// Solves the flight to each cell; what the threat does not reach is not threatened.
    pub fn of(question: &FootprintQuestion) -> Self {
        let cells = question.grid.cells(question.selection.scenario);
        let kind = Arc::new(question.kind.without_error());
        let threats = cells.par_iter().map(|cell| {
            let vehicle = &kind.vehicle;
            let steering = aim::solve(vehicle, question.launch, cell.place, question.loft).ok()?;
            Some(Threat {
                name: "threat".into(),
                raid: "threat".into(),
                kind: kind.clone(),
                launch: question.launch,
                launch_s: question.launch_s,
                aim: AssetId(0),
                loft: question.loft,
                steering,
                launch_time_error_s: 0.0,
                launch_position_error_m: 0.0,
            })
        });
        Self { threats: threats.collect(), cells }
    }

    /// Number of cells that the threat reaches.
    pub fn threatened(&self) -> usize {
        self.threats.iter().flatten().count()
    }

    /// Cells in all.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }
}

/// Answers the question; `play` plays a run.
pub fn survey(
    question: &FootprintQuestion,
    aimed: CellFlights,
    watcher: &impl Watcher,
    play: impl Fn(&Scenario, &Architecture, RunSeed) -> Journal + Sync,
) -> Footprint {
    let RunSelection { scenario, architectures, .. } = &question.selection;
    let CellFlights { cells, threats } = aimed;
    let places: Vec<usize> = (0..cells.len()).filter(|cell| threats[*cell].is_some()).collect();
    let whose = |question: usize| {
        let (cell, place) = (question / architectures.len(), question % architectures.len());
        (places[cell], &scenario.architectures[architectures[place]])
    };
    let runner = Runner {
        runs: question.selection.runs.clone(),
        questions: places.len() * architectures.len(),
        batch: BATCH,
        watcher,
    };
    let mut shots = vec![Vec::new(); architectures.len()];
    let record = runner.play(
        |run, place| {
            let (cell, architecture) = whose(place);
            let Some(threat) = &threats[cell] else {
                return vec![0; scenario.systems.len()];
            };
            let alone = alone(question, threat, &cells[cell]);
            let seed = question.selection.seed;
            shots_at(&alone, &play(&alone, architecture, RunSeed { seed, run }))
        },
        |_, answers| {
            for (architecture, all) in shots.iter_mut().enumerate() {
                let mut of_run = vec![vec![0; scenario.systems.len()]; cells.len()];
                let answers = answers.iter().skip(architecture);
                for (cell, answer) in places.iter().zip(answers.step_by(architectures.len())) {
                    of_run[*cell].clone_from(answer);
                }
                all.push(of_run);
            }
        },
    );
    Footprint {
        shots,
        is_threatened: threats.iter().map(Option::is_some).collect(),
        record: record.named(|place| {
            let (cell, architecture) = whose(place);
            CellLabel {
                latitude_deg: cells[cell].place.latitude_rad.to_degrees(),
                longitude_deg: longitude_deg(cells[cell].place.longitude_rad),
                architecture: architecture.name.clone(),
            }
        }),
        cells,
    }
}

/// The scenario with nothing but this threat, aimed at this cell.
fn alone(question: &FootprintQuestion, threat: &Threat, cell: &GroundCell) -> Scenario {
    let at = Asset {
        name: "cell".into(),
        system: cell.system,
        place: cell.place,
        radius_m: 0.5 * question.grid.cell_m,
        value: 1.0,
    };
    let flight =
        Flight::new(&threat.kind.vehicle, threat.launch, &threat.steering, Vector3::zeros());
    let impact_s = match flight.advance(&flight.launch_state(), 0.0, f64::INFINITY) {
        Advance::Impact { time_s, .. } => time_s,
        // A solved flight comes down.
        Advance::Flying(_) => 0.0,
    };
    let until_s = threat.launch_s + impact_s + MARGIN_S;
    question.selection.scenario.with_only(threat.clone(), at).lasting(until_s)
}

/// The most shots that each system wrote down to have time for at the threat's payload. A track of
/// which nobody can say what it is of counts if it is of the threat.
fn shots_at(scenario: &Scenario, journal: &Journal) -> Vec<u32> {
    let track_truth = TrackTruth::of(scenario, journal);
    let mut most = vec![0; scenario.systems.len()];
    for (_, event) in &journal.events {
        if let Event::Engageable { system, track, opportunities, .. } = event {
            let is_it = track_truth.threat(*track) == Some(ThreatId(0));
            if is_it && track_truth.object(*track).is_none_or(ObjectId::is_payload) {
                let shots: &mut u32 = &mut most[system.index()];
                *shots = (*shots).max(*opportunities);
            }
        }
    }
    most
}

impl Footprint {
    /// Shots at a cell in a run under an architecture: those of the system that has most.
    pub fn most(&self, architecture: usize, run: usize, cell: usize) -> u32 {
        let shots = self.shots[architecture][run][cell].iter();
        shots.copied().max().unwrap_or_default()
    }

    /// Shots at a cell in the run with the fewest; `None` without a run.
    pub fn fewest(&self, architecture: usize, cell: usize) -> Option<u32> {
        let runs = 0..self.record.runs as usize;
        runs.map(|run| self.most(architecture, run, cell)).min()
    }

    /// Area of the cells with at least so many shots in a run, m², of those that are taken.
    pub fn area_m2(
        &self,
        (architecture, run): (usize, usize),
        shots: u32,
        is_taken: impl Fn(&GroundCell) -> bool,
    ) -> f64 {
        let cells = self.cells.iter().enumerate();
        let counted = cells.filter(|(place, cell)| {
            is_taken(cell) && self.most(architecture, run, *place) >= shots
        });
        counted.map(|(_, cell)| cell.area_m2).sum()
    }
}
