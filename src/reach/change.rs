//! Least change of interceptors that takes a corridor out of reach, with perfect knowledge.
//!
//! Four limits, each alone, found for all fire units of the other side together: how fast their
//! interceptors may be at burn-out, how high and how far from its site an intercept may be, and how
//! far from where it stands each unit that reaches the corridor would have to be. Speed: all types
//! that are faster get the thrust for the limit, in the burn time that they have; every type that
//! is no faster stays as it is. Height and range are read off the points of the flight that some
//! unit can meet. The site is looked for in 36 directions. Each is a statement on all that is
//! within the limit, not on the limit alone. Leaves out that two limits at once may each be less.

use super::assurance::KinematicReach;
use super::envelope::FlightPath;
use crate::ballistics::flyout::Flyout;
use crate::earth::atmosphere;
use crate::earth::geodesic;
use crate::scenario::identity::{FireUnitId, SystemId};
use crate::scenario::model::{FireUnit, Scenario};
use rayon::prelude::*;
use serde::Serialize;
use std::f64::consts::TAU;
use std::sync::Arc;

/// Rungs of the ladder of speeds are so far apart, and the limit is known so closely, m/s.
const RUNG_MPS: f64 = 100.0;
const SPEED_TOLERANCE_MPS: f64 = 1.0;

/// Slowest limit that is looked at, m/s: no type that is used beyond the air is slower.
const SPEED_MIN_MPS: f64 = 500.0;

/// Directions in which a site is moved, steps in which the way is looked for, how closely it is
/// known and how far it is looked for, m.
const DIRECTIONS: u32 = 36;
const MOVE_STEP_M: f64 = 25_000.0;
const MOVE_TOLERANCE_M: f64 = 500.0;
const MOVE_MAX_M: f64 = 5_000_000.0;

/// Least change of each kind that takes a corridor out of reach of the other side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeastChange {
    /// The corridor, within reach with perfect knowledge.
    pub corridor: String,
    /// The system whose fire units reach it.
    pub against: String,
    /// Burn-out speed of the fastest interceptors of that side, m/s.
    pub fastest_mps: Option<f64>,
    /// Limit of burn-out speed: with no interceptor of that side faster, it is out of reach, m/s;
    /// `None`: it is within reach of the slowest that is looked at, 500 m/s.
    pub speed_limit_mps: Option<f64>,
    /// Ceiling: with no intercept so high or higher, it is out of reach, m; `None`: it is within
    /// reach down to the lowest altitude of an intercept.
    pub ceiling_m: Option<f64>,
    /// Limit of range: with no intercept so far along the ground or farther, it is out of reach, m.
    pub range_limit_m: f64,
    /// Moves of each unit that reaches it, all of which it takes.
    pub moves: Vec<SiteMove>,
}

/// Shortest move of a fire unit along the ground that takes a corridor out of its reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteMove {
    /// The unit.
    pub unit: String,
    /// Length, m; `None`: none up to 5,000 km does.
    pub distance_m: Option<f64>,
    /// Direction at its start, degrees clockwise from north.
    pub azimuth_deg: Option<f64>,
}

/// Least changes for each corridor that is within reach with perfect knowledge.
pub fn least_changes(scenario: &Scenario, corridors: &[KinematicReach]) -> Vec<LeastChange> {
    let sides = scenario.system_ids();
    let ladders: Vec<SpeedLadder> = sides.map(|side| SpeedLadder::of(scenario, side)).collect();
    let all = scenario.corridors.par_iter().zip(corridors);
    let within = all.filter(|(_, reach)| reach.units_within(reach.burnout_s) > 0);
    let change = within.map(|(corridor, reach)| {
        let path = FlightPath::of(&corridor.flight());
        let ladder = &ladders[reach.against.index()];
        let met = MetPoints::of(scenario, reach, &path);
        let units = reach.units.iter().filter(|unit| unit.can_meet(reach.burnout_s));
        LeastChange {
            corridor: corridor.name.clone(),
            against: scenario.systems[reach.against.index()].name.clone(),
            fastest_mps: ladder.fastest_mps,
            speed_limit_mps: ladder.limit_mps(&path),
            ceiling_m: met.ceiling_m,
            range_limit_m: met.nearest_m,
            moves: units.map(|unit| moved(scenario, unit.unit, &path)).collect(),
        }
    });
    change.collect()
}

/// The fire units of a side under one limit of burn-out speed after the other.
struct SpeedLadder<'a> {
    units: Vec<&'a FireUnit>,
    fastest_mps: Option<f64>,
    /// From the slowest limit up, the units under it.
    rungs: Vec<(f64, Vec<FireUnit>)>,
}

impl<'a> SpeedLadder<'a> {
    fn of(scenario: &'a Scenario, side: SystemId) -> Self {
        let units = scenario.fire_units.iter().filter(|unit| unit.system == side);
        let units: Vec<&FireUnit> = units.collect();
        let speeds = units.iter().filter_map(|unit| burnout_speed_mps(unit));
        let fastest_mps = speeds.reduce(f64::max);
        let room_mps = fastest_mps.map_or(0.0, |fastest_mps| fastest_mps - SPEED_MIN_MPS);
        let count = (room_mps / RUNG_MPS).ceil().max(0.0) as u32;
        let rungs = (0..count).into_par_iter().map(|rung| {
            let limit_mps = SPEED_MIN_MPS + RUNG_MPS * f64::from(rung);
            (limit_mps, limited(&units, limit_mps))
        });
        let rungs = rungs.collect();
        Self { units, fastest_mps, rungs }
    }

    /// The greatest limit of burn-out speed under which, and under every rung below it, no unit
    /// meets a flight, m/s.
    fn limit_mps(&self, path: &FlightPath) -> Option<f64> {
        let is_met = |units: &[FireUnit]| units.iter().any(|unit| can_meet(unit, path));
        let first = self.rungs.iter().position(|(_, units)| is_met(units));
        let out = first.unwrap_or(self.rungs.len()).checked_sub(1)?;
        let mut low_mps = self.rungs[out].0;
        let mut high_mps = self.rungs.get(out + 1).map(|(limit_mps, _)| *limit_mps);
        while let Some(within_mps) = high_mps.or(self.fastest_mps)
            && within_mps - low_mps > SPEED_TOLERANCE_MPS
        {
            let middle_mps = 0.5 * (low_mps + within_mps);
            if is_met(&limited(&self.units, middle_mps)) {
                high_mps = Some(middle_mps);
            } else {
                low_mps = middle_mps;
            }
        }
        Some(low_mps)
    }
}

/// The units, none of whose interceptors is faster at burn-out than a limit, m/s; a type that no
/// thrust makes so slow is left out: it would not leave the ground.
fn limited(units: &[&FireUnit], limit_mps: f64) -> Vec<FireUnit> {
    let density = atmosphere::density_kgpm3;
    let unit = |unit: &&FireUnit| {
        let mut unit = FireUnit::clone(unit);
        if burnout_speed_mps(&unit).is_some_and(|speed_mps| speed_mps > limit_mps) {
            let slower = unit.kind.flyout.kinematics().with_burnout_speed(limit_mps, density)?;
            Arc::make_mut(&mut unit.kind).flyout = Flyout::tabulate(&slower, density);
        }
        Some(unit)
    };
    units.iter().filter_map(unit).collect()
}

fn burnout_speed_mps(unit: &FireUnit) -> Option<f64> {
    unit.kind.flyout.kinematics().burnout_speed_mps(atmosphere::density_kgpm3)
}

/// True if a unit meets a flight when it is ordered at its burn-out.
fn can_meet(unit: &FireUnit, path: &FlightPath) -> bool {
    path.latest_order_s(unit).is_some_and(|latest_s| latest_s >= path.burnout_s)
}

/// Lowest and nearest of the points of a flight that some unit can meet.
struct MetPoints {
    ceiling_m: Option<f64>,
    nearest_m: f64,
}

impl MetPoints {
    fn of(scenario: &Scenario, reach: &KinematicReach, path: &FlightPath) -> Self {
        let mut found = Self { ceiling_m: Some(f64::INFINITY), nearest_m: f64::INFINITY };
        for unit in &reach.units {
            let unit = &scenario.fire_units[unit.unit.index()];
            let floor_m = unit.kind.flyout.floor_m();
            for point in path.met(unit, path.burnout_s) {
                found.nearest_m = found.nearest_m.min(point.approach.ground_range_m);
                // A second on it is below what the type can be used for: nothing lower is left.
                let is_lowest = point.approach.altitude_m - point.climb_m < floor_m;
                let lower_m =
                    found.ceiling_m.map(|ceiling_m| ceiling_m.min(point.approach.altitude_m));
                found.ceiling_m = lower_m.filter(|_| !is_lowest);
            }
        }
        found
    }
}

/// The shortest move of a unit that takes a flight out of its reach.
fn moved(scenario: &Scenario, unit: FireUnitId, path: &FlightPath) -> SiteMove {
    let unit = &scenario.fire_units[unit.index()];
    let is_out = |azimuth_rad: f64, distance_m: f64| {
        let place = geodesic::direct(unit.place, azimuth_rad, distance_m);
        !can_meet(&FireUnit { place, ..unit.clone() }, path)
    };
    let mut best: Option<(f64, f64)> = None;
    for direction in 0..DIRECTIONS {
        let azimuth_rad = TAU * f64::from(direction) / f64::from(DIRECTIONS);
        let most_m = best.map_or(MOVE_MAX_M, |(distance_m, _)| distance_m);
        let mut high_m = MOVE_STEP_M;
        while high_m < most_m && !is_out(azimuth_rad, high_m) {
            high_m += MOVE_STEP_M;
        }
        let mut low_m = high_m - MOVE_STEP_M;
        high_m = high_m.min(most_m);
        if !is_out(azimuth_rad, high_m) {
            continue;
        }
        while high_m - low_m > MOVE_TOLERANCE_M {
            let middle_m = 0.5 * (low_m + high_m);
            if is_out(azimuth_rad, middle_m) {
                high_m = middle_m;
            } else {
                low_m = middle_m;
            }
        }
        if best.is_none_or(|(distance_m, _)| high_m < distance_m) {
            best = Some((high_m, azimuth_rad.to_degrees()));
        }
    }
    SiteMove {
        unit: unit.name.clone(),
        distance_m: best.map(|(distance_m, _)| distance_m),
        azimuth_deg: best.map(|(_, azimuth_deg)| azimuth_deg),
    }
}
