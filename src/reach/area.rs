//! Areas that an architecture defends, with their intervals.

use super::footprint::Footprint;
use super::grid::GroundCell;
use crate::monte_carlo::statistics::{Confidence, Interval, Moments, bounded_mean_interval};
use crate::scenario::identity::SystemId;
use crate::scenario::model::Scenario;
use serde::Serialize;

/// Areas are told for this many shots at least.
const SHOTS_TOLD: u32 = 3;

/// The area that has at least so many shots under an architecture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DefendedArea {
    /// The architecture.
    pub architecture: String,
    /// The system whose territory it is; `None`: that of all.
    pub territory: Option<String>,
    /// Shots, at least.
    pub shots: u32,
    /// Mean over the runs, km².
    pub area_km2: f64,
    /// Interval of 95 % of that mean (Student's, clipped to what is threatened, and no point where
    /// the runs differ in nothing): lower end; `None` for one run.
    pub low_km2: Option<f64>,
    /// Upper end.
    pub high_km2: Option<f64>,
    /// Area of that territory that the threat reaches, km².
    pub threatened_km2: f64,
    /// Area of that territory, km².
    pub territory_km2: f64,
}

/// The areas; none without a run.
pub fn areas(
    scenario: &Scenario,
    architectures: &[String],
    shots: u32,
    footprint: &Footprint,
) -> Vec<DefendedArea> {
    let systems = scenario.system_ids().map(Some);
    let parties: Vec<Option<SystemId>> = std::iter::once(None).chain(systems).collect();
    let mut areas = Vec::new();
    for (place, architecture) in architectures.iter().enumerate() {
        for party in parties.iter().filter(|_| footprint.record.runs > 0) {
            let is_partys = |cell: &GroundCell| party.is_none_or(|system| cell.system == system);
            let cells = || footprint.cells.iter().zip(&footprint.is_threatened);
            let sum_km2 = |holds: &dyn Fn(bool) -> bool| -> f64 {
                let taken = cells().filter(|(cell, is)| is_partys(cell) && holds(**is));
                1e-6 * taken.map(|(cell, _)| cell.area_m2).sum::<f64>()
            };
            let territory_km2 = sum_km2(&|_| true);
            let threatened_km2 = sum_km2(&|is_threatened| is_threatened);
            for least in 1..=shots.max(SHOTS_TOLD) {
                let mut moments = Moments::default();
                for run in 0..footprint.record.runs as usize {
                    let area_m2 = footprint.area_m2((place, run), least, is_partys);
                    moments.push(1e-6 * area_m2);
                }
                let bounds = Interval { low: 0.0, high: threatened_km2 };
                let interval = (footprint.record.runs > 1)
                    .then(|| bounded_mean_interval(&moments, bounds, Confidence::NINETY_FIVE));
                areas.push(DefendedArea {
                    architecture: architecture.clone(),
                    territory: party.map(|id| scenario.systems[id.index()].name.clone()),
                    shots: least,
                    area_km2: moments.mean().unwrap_or_default(),
                    low_km2: interval.map(|interval| interval.low),
                    high_km2: interval.map(|interval| interval.high),
                    threatened_km2,
                    territory_km2,
                });
            }
        }
    }
    areas
}

impl DefendedArea {
    /// Percentage of what the threat reaches; 0 where that is nothing.
    pub fn percent(&self) -> f64 {
        let percent = 100.0 * self.area_km2 / self.threatened_km2;
        if percent.is_finite() { percent } else { 0.0 }
    }
}
