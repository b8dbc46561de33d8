//! Reach of either side's corridors in figures: margins by name, and how many are within reach.

use super::assurance::{Assurance, KinematicReach, SensorLimitedReach};
use crate::monte_carlo::statistics::Confidence;
use crate::scenario::model::Scenario;
use serde::Serialize;

/// A corridor with perfect knowledge or under an architecture. Times are s since its launch.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CorridorReach {
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
    /// That of them with the greatest margin: see [`KinematicReach::best`].
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
    /// Margin in distance of the best unit, m; `None`: it attains nothing before the flight ends.
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
pub struct UnitMargin {
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

/// Reach of every corridor: with perfect knowledge, then under each architecture by name.
pub fn corridors(
    scenario: &Scenario,
    architectures: &[String],
    assurance: &Assurance,
) -> Vec<CorridorReach> {
    let each = || assurance.corridors.iter().enumerate();
    let kinematic = each().map(|(place, kinematic)| perfect(scenario, place, kinematic));
    let under = architectures.iter().zip(&assurance.sensor_limited);
    let under = under.flat_map(|(architecture, limited)| {
        let pairs = each().zip(limited);
        pairs.map(move |((place, kinematic), limited)| CorridorReach {
            architecture: Some(architecture.clone()),
            ..under_one(perfect(scenario, place, kinematic), limited)
        })
    });
    kinematic.chain(under).collect()
}

fn perfect(scenario: &Scenario, place: usize, kinematic: &KinematicReach) -> CorridorReach {
    let corridor = &scenario.corridors[place];
    let name = |index: usize| scenario.systems[index].name.clone();
    let best = kinematic.best();
    let KinematicReach { burnout_s, impact_s, apogee_m, .. } = *kinematic;
    CorridorReach {
        system: name(corridor.system.index()),
        against: name(kinematic.against.index()),
        corridor: corridor.name.clone(),
        units_within: kinematic.units_within(burnout_s),
        units: kinematic.units.len(),
        best_unit: best.map(|best| scenario.fire_units[best.unit.index()].name.clone()),
        order_s: Some(burnout_s),
        latest_order_s: best.and_then(|best| best.latest_order_s),
        margin_s: best.and_then(|best| best.margin_s(burnout_s)),
        margin_m: best.and_then(|best| best.margin_m),
        closest_m: best.map(|best| best.approach.ground_range_m),
        closest_altitude_m: best.map(|best| best.approach.altitude_m),
        burnout_s,
        impact_s,
        apogee_m,
        ..CorridorReach::default()
    }
}

fn under_one(perfect: CorridorReach, limited: &SensorLimitedReach) -> CorridorReach {
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let interval = limited.order_s.interval;
    let wilson = limited.within.wilson(Confidence::NINETY_FIVE);
    let margin = |order_s: f64| finite(perfect.latest_order_s? - order_s);
    CorridorReach {
        units_within: limited.units_within,
        order_s: finite(limited.order_s.value),
        margin_s: limited.margin_s,
        margin_low_s: interval.and_then(|ends| margin(ends.high)),
        margin_high_s: interval.and_then(|ends| margin(ends.low)),
        margin_m: limited.margin_m,
        runs_tracked: Some(limited.tracked.successes),
        runs_within: Some(limited.within.successes),
        share_within: limited.within.share(),
        share_low: Some(wilson.low),
        share_high: Some(wilson.high),
        ..perfect
    }
}

/// Each corridor against each fire unit of the other side.
pub fn units(scenario: &Scenario, assurance: &Assurance) -> Vec<UnitMargin> {
    let corridors = scenario.corridors.iter().zip(&assurance.corridors);
    let of_one = corridors.flat_map(|(corridor, kinematic)| {
        kinematic.units.iter().map(|unit| UnitMargin {
            corridor: corridor.name.clone(),
            unit: scenario.fire_units[unit.unit.index()].name.clone(),
            margin_s: unit.margin_s(kinematic.burnout_s),
            margin_m: unit.margin_m,
            closest_m: unit.approach.ground_range_m,
            closest_altitude_m: unit.approach.altitude_m,
        })
    });
    of_one.collect()
}

impl CorridorReach {
    /// True if a fire unit could reach it, with the order at its median.
    pub fn is_within(&self) -> bool {
        self.units_within > 0
    }

    /// True if luck decides whether it is within reach.
    pub fn is_by_luck(&self) -> bool {
        self.share_within.is_some_and(|share| share > 0.0 && share < 1.0)
    }
}

/// Number of corridors within reach, and how many fire units reach each on average.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ReachCount {
    /// Corridors.
    pub corridors: usize,
    /// Corridors within reach of at least one fire unit.
    pub within: usize,
    /// Fire units that reach a corridor, mean over the corridors; 0 without any.
    pub units_mean: f64,
}

impl ReachCount {
    /// Count of some corridors.
    pub fn of<'a>(corridors: impl Iterator<Item = &'a CorridorReach>) -> Self {
        let (mut count, mut within, mut units) = (0, 0, 0);
        for corridor in corridors {
            count += 1;
            within += usize::from(corridor.is_within());
            units += corridor.units_within;
        }
        let units_mean = units as f64 / count.max(1) as f64;
        Self { corridors: count, within, units_mean }
    }
}

/// Basis of a guarantee "not directed against": numbers of corridors by what keeps them out of
/// reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuaranteeBasis {
    /// Corridors.
    pub corridors: usize,
    /// Corridors out of reach with perfect knowledge: by speed, limits and site of interceptors.
    pub by_physics: usize,
    /// Corridors within reach under each architecture: by a promise alone.
    pub by_promise: usize,
    /// The others: by what a side does not see or is not told.
    pub by_data: usize,
}

impl GuaranteeBasis {
    /// Basis by the reach of all corridors.
    pub fn of(corridors: &[CorridorReach]) -> Self {
        let perfect = || corridors.iter().filter(|reach| reach.architecture.is_none());
        let is_always_within = |perfect: &&CorridorReach| {
            let under = corridors.iter().filter(|reach| reach.architecture.is_some());
            let mut of_it = under.filter(|reach| reach.corridor == perfect.corridor);
            of_it.all(CorridorReach::is_within)
        };
        let within = || perfect().filter(|reach| reach.is_within());
        let (count, by_promise) = (perfect().count(), within().filter(is_always_within).count());
        Self {
            corridors: count,
            by_physics: count - within().count(),
            by_promise,
            by_data: within().count() - by_promise,
        }
    }
}
