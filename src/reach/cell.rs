//! Cells of a footprint in figures: shots at each under an architecture, over the runs.

use super::footprint::Footprint;
use super::grid::longitude_deg;
use crate::monte_carlo::statistics::{Confidence, Proportion};
use crate::scenario::model::Scenario;
use serde::Serialize;

/// A cell under an architecture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DefendedCell {
    /// The architecture.
    pub architecture: String,
    /// Middle of the cell, degrees north.
    pub latitude_deg: f64,
    /// Middle of the cell, degrees east, from -180 to 180.
    pub longitude_deg: f64,
    /// Area, m².
    pub area_m2: f64,
    /// The system whose territory it is.
    pub territory: String,
    /// Whether the threat reaches it.
    pub is_threatened: bool,
    /// Shots, mean over the runs: of each run those of the system that has most.
    pub shots_mean: f64,
    /// Shots in the run with the fewest.
    pub shots_min: u32,
    /// Shots of each system, mean over the runs, in the order of the scenario.
    pub shots_by_system: Vec<f64>,
    /// Share of the runs with as many shots as asked for.
    pub share_defended: f64,
    /// Wilson interval of 95 % of that share: lower end.
    pub share_low: f64,
    /// Upper end.
    pub share_high: f64,
}

/// The cells: architecture by architecture, each with all of them; none without a run.
pub fn cells(
    scenario: &Scenario,
    architectures: &[String],
    shots: u32,
    footprint: &Footprint,
) -> Vec<DefendedCell> {
    if footprint.record.runs == 0 {
        return Vec::new();
    }
    let runs = footprint.record.runs as usize;
    let defended_cell = |architecture: usize, place: usize| {
        let cell = &footprint.cells[place];
        let most: Vec<u32> =
            (0..runs).map(|run| footprint.most(architecture, run, place)).collect();
        let mean = |shots: &mut dyn Iterator<Item = u32>| {
            shots.map(f64::from).sum::<f64>() / footprint.record.runs as f64
        };
        let by_system = (0..scenario.systems.len()).map(|system| {
            let of_run = |run: &Vec<Vec<u32>>| run[place][system];
            mean(&mut footprint.shots[architecture].iter().map(of_run))
        });
        let defended = Proportion {
            successes: most.iter().filter(|most| **most >= shots).count() as u64,
            trials: footprint.record.runs,
        };
        let wilson = defended.wilson(Confidence::NINETY_FIVE);
        DefendedCell {
            architecture: architectures[architecture].clone(),
            latitude_deg: cell.place.latitude_rad.to_degrees(),
            longitude_deg: longitude_deg(cell.place.longitude_rad),
            area_m2: cell.area_m2,
            territory: scenario.systems[cell.system.index()].name.clone(),
            is_threatened: footprint.is_threatened[place],
            shots_mean: mean(&mut most.iter().copied()),
            shots_min: footprint.fewest(architecture, place).unwrap_or_default(),
            shots_by_system: by_system.collect(),
            share_defended: defended.share().unwrap_or_default(),
            share_low: wilson.low,
            share_high: wilson.high,
        }
    };
    let count = footprint.cells.len();
    (0..architectures.len())
        .flat_map(|architecture| (0..count).map(move |place| defended_cell(architecture, place)))
        .collect()
}
