//! A corridor as a row.

use super::AssuranceReport;
use crate::monte_carlo::statistics::Confidence;
use crate::reach::assurance::{Assurance, KinematicReach, SensorLimitedReach};
use crate::report::columns;
use crate::report::columns::{CsvCell, column, columns};
use crate::scenario::parts::Scenario;
use serde::Serialize;

/// A corridor with perfect knowledge or under an architecture. Times are s since its launch.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CorridorRow {
    /// The architecture; `None`: perfect knowledge from burn-out on.
    pub architecture: Option<String>,
    /// The system whose strategic forces fly it.
    pub system: String,
    /// The system whose fire units are asked about.
    pub against: String,
    /// The corridor.
    pub corridor: String,
    /// Fire units within reach of it, with the order at its median.
    pub units_within: usize,
    /// Fire units of that side.
    pub units: usize,
    /// That of them with the greatest margin.
    pub best_unit: Option<String>,
    /// First possible order; under an architecture the median of the runs.
    pub order_s: Option<f64>,
    /// Latest order that leads to an intercept by the best unit.
    pub latest_order_s: Option<f64>,
    /// Margin in time of the best unit; `None`: outside its limits throughout, or no track.
    pub margin_s: Option<f64>,
    /// Interval of 95 % of that median: lower end.
    pub margin_low_s: Option<f64>,
    /// Upper end.
    pub margin_high_s: Option<f64>,
    /// Margin in distance of the best unit, m; `None`: it could meet it from nowhere.
    pub margin_m: Option<f64>,
    /// Runs with a track that may be launched on.
    pub runs_tracked: Option<u64>,
    /// Runs within reach of some unit.
    pub runs_within: Option<u64>,
    /// Share of the runs within reach.
    pub share_within: Option<f64>,
    /// Wilson interval of 95 % of that share: lower end.
    pub share_low: Option<f64>,
    /// Upper end.
    pub share_high: Option<f64>,
    /// Least ground range between the best unit and the flight after burn-out, m.
    pub closest_m: Option<f64>,
    /// Altitude of the flight there, m.
    pub closest_altitude_m: Option<f64>,
    /// End of thrust.
    pub burnout_s: f64,
    /// Impact.
    pub impact_s: f64,
    /// Greatest altitude, m.
    pub apogee_m: f64,
}

/// A corridor against one fire unit, with perfect knowledge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRow {
    /// The corridor.
    pub corridor: String,
    /// The fire unit.
    pub unit: String,
    /// Margin in time, s.
    pub margin_s: Option<f64>,
    /// Margin in distance, m.
    pub margin_m: Option<f64>,
    /// Least ground range between it and the flight after burn-out, m.
    pub closest_m: f64,
    /// Altitude of the flight there, m.
    pub closest_altitude_m: f64,
}

/// The rows: with perfect knowledge, then under each architecture.
pub(super) fn rows(
    scenario: &Scenario,
    architectures: &[String],
    assurance: &Assurance,
) -> Vec<CorridorRow> {
    let corridors = || assurance.corridors.iter().enumerate();
    let kinematic = corridors().map(|(place, kinematic)| perfect(scenario, place, kinematic));
    let under = architectures.iter().zip(&assurance.sensor_limited);
    let under = under.flat_map(|(architecture, limited)| {
        let pairs = corridors().zip(limited);
        pairs.map(move |((place, kinematic), limited)| CorridorRow {
            architecture: Some(architecture.clone()),
            ..under_one(perfect(scenario, place, kinematic), limited)
        })
    });
    kinematic.chain(under).collect()
}

fn perfect(scenario: &Scenario, place: usize, kinematic: &KinematicReach) -> CorridorRow {
    let corridor = &scenario.corridors[place];
    let name = |index: usize| scenario.systems[index].name.clone();
    let best = kinematic.best();
    let KinematicReach { burnout_s, impact_s, apogee_m, .. } = *kinematic;
    CorridorRow {
        system: name(corridor.system.index()),
        against: name(kinematic.against.index()),
        corridor: corridor.name.clone(),
        units_within: kinematic.units_within(burnout_s),
        units: kinematic.units.len(),
        best_unit: best.map(|best| scenario.fire_units[best.unit.index()].name.clone()),
        order_s: Some(burnout_s),
        latest_order_s: best.and_then(|best| best.latest_order_s),
        margin_s: best.and_then(|best| best.margin_s(burnout_s)),
        margin_m: best.and_then(|best| best.slack_m),
        closest_m: best.map(|best| best.approach.ground_range_m),
        closest_altitude_m: best.map(|best| best.approach.altitude_m),
        burnout_s,
        impact_s,
        apogee_m,
        ..CorridorRow::default()
    }
}

fn under_one(perfect: CorridorRow, limited: &SensorLimitedReach) -> CorridorRow {
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let interval = limited.order_s.interval;
    let wilson = limited.within.wilson(Confidence::NINETY_FIVE);
    let margin = |order_s: f64| finite(perfect.latest_order_s? - order_s);
    CorridorRow {
        units_within: limited.units_within,
        order_s: finite(limited.order_s.value),
        margin_s: limited.margin_s,
        margin_low_s: interval.and_then(|ends| margin(ends.high)),
        margin_high_s: interval.and_then(|ends| margin(ends.low)),
        margin_m: limited.slack_m,
        runs_tracked: Some(limited.tracked.successes),
        runs_within: Some(limited.within.successes),
        share_within: limited.within.share(),
        share_low: Some(wilson.low),
        share_high: Some(wilson.high),
        ..perfect
    }
}

/// Each corridor against each fire unit of the other side.
pub(super) fn units(scenario: &Scenario, assurance: &Assurance) -> Vec<UnitRow> {
    let corridors = scenario.corridors.iter().zip(&assurance.corridors);
    let of_one = corridors.flat_map(|(corridor, kinematic)| {
        kinematic.units.iter().map(|unit| UnitRow {
            corridor: corridor.name.clone(),
            unit: scenario.fire_units[unit.unit.index()].name.clone(),
            margin_s: unit.margin_s(kinematic.burnout_s),
            margin_m: unit.slack_m,
            closest_m: unit.approach.ground_range_m,
            closest_altitude_m: unit.approach.altitude_m,
        })
    });
    of_one.collect()
}

/// The rows as CSV, the columns as the fields of [`CorridorRow`] and the number of runs. What there
/// is not is empty, so is the architecture of perfect knowledge.
pub fn csv(report: &AssuranceReport) -> String {
    let mut all = columns!(
        CorridorRow: architecture, system, against, corridor, units_within, units, best_unit,
        order_s, latest_order_s, margin_s, margin_low_s, margin_high_s, margin_m, runs_tracked,
        runs_within, share_within, share_low, share_high
    );
    all.push(column("runs", |row: &CorridorRow| {
        row.architecture.as_ref().map(|_| report.runs()).cell()
    }));
    all.extend(columns!(
        CorridorRow: closest_m, closest_altitude_m, burnout_s, impact_s, apogee_m
    ));
    columns::csv(&all, &report.rows)
}
