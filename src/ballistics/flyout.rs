//! Fly-out table: how soon an interceptor reaches a point, given by ground range and altitude.
//!
//! A family of point-mass flights (module `flight`) over the thrust elevation is flown once. At
//! each altitude the family's crossings, from the vertical climb to the flattest and on to the
//! descents that reach farthest, form one curve of growing range: the earliest arrivals (fly-out
//! contours as in Wilkening, *Airborne Boost-Phase Ballistic Missile Defense*, Science & Global
//! Security 12:1, 2004). The table holds that curve on a uniform grid of altitude and of a *reach
//! coordinate*, interpolated bilinearly.
//!
//! Leaves out the Earth's rotation, the launcher's height above the sphere, energy management, and
//! any time before the kill vehicle separates: points passed while the motor burns count as
//! reached, so a caller who needs burnout first compares `time_s` with the burn time.

mod burnout;
mod flight;
mod path;

pub use self::flight::{Arrival, Kinematics};
pub use self::path::{FlyoutPath, FlyoutPoint};

use self::flight::{FlyoutCrossing, FlyoutFlight, FlyoutSample};
use std::f64::consts::FRAC_PI_2;

/// Thrust elevations of the family, evenly spaced from the horizon to the vertical.
const ELEVATIONS: usize = 91;
/// Altitudes of the grid.
const ROWS: usize = 65;
/// Reach coordinates of the grid.
const COLUMNS: usize = 129;
/// The table extends beyond the range limit by this factor, where the envelope does, so that the
/// corner where the two meet does not disturb the interpolation inside.
const MARGIN: f64 = 1.25;

/// Earliest arrivals of one interceptor type over ground range and altitude.
#[doc(alias = "fly-out table")]
#[derive(Debug, Clone, PartialEq)]
pub struct Flyout {
    kinematics: Kinematics,
    altitude_min_m: f64,
    altitude_max_m: f64,
    rows_per_m: f64,
    /// Range where each row's reach coordinate is one.
    reach_m: Vec<f64>,
    /// Row by row, lowest altitude and shortest range first.
    arrivals: Vec<Arrival>,
    /// Thrust elevations of the flights that arrive so.
    elevations_rad: Vec<f64>,
}

/// Place between four nodes of the table.
#[derive(Debug, Clone, Copy)]
struct FlyoutCell {
    /// The lower node at the shorter range.
    node: usize,
    /// Share of the way to the longer range.
    along: f64,
    /// Share of the way to the higher altitude.
    up: f64,
}

impl Flyout {
    /// Flies the family and tabulates it; `density` is air density in kg/m³ over altitude in
    /// metres.
    ///
    /// An interceptor that cannot leave the ground, or whose limits are empty or not finite, gets a
    /// table in which nothing is reachable.
    pub fn tabulate(kinematics: &Kinematics, density: fn(f64) -> f64) -> Self {
        let mut table = Self {
            kinematics: *kinematics,
            altitude_min_m: kinematics.altitude_min_m.max(0.0),
            altitude_max_m: f64::NEG_INFINITY,
            rows_per_m: 0.0,
            reach_m: Vec::new(),
            arrivals: Vec::new(),
            elevations_rad: Vec::new(),
        };
        if !is_usable(kinematics) {
            return table;
        }
        let flight = FlyoutFlight {
            kinematics,
            density,
            floor_m: table.altitude_min_m,
            range_stop_m: 2.0 * kinematics.range_max_m,
        };
        let mut samples = Vec::new();
        flight.fly(FRAC_PI_2, &mut samples);
        // Just below its ceiling an interceptor has no range: the last row keeps off it.
        let ceiling_m = 0.999 * samples.iter().map(|sample| sample.altitude_m).fold(0.0, f64::max);
        let highest_m = kinematics.altitude_max_m.min(ceiling_m);
        if highest_m > table.altitude_min_m {
            table.altitude_max_m = highest_m;
            table.rows_per_m = (ROWS - 1) as f64 / (highest_m - table.altitude_min_m);
            table.fill(&flight, &mut samples);
        }
        table
    }

    /// Returns the earliest arrival at a point, or `None` where no flight of the family passes or
    /// the type's limits forbid the intercept.
    ///
    /// Ground range is along the surface of the sphere from the launcher. For exo-atmospheric types
    /// the time is within 0.3 % of a direct solution, the speed within 0.5 %; for a type that
    /// spends its flight in dense air, 1 % and 3 % over 99 hundredths of its reach, and 1.4 % at
    /// the very edge, where a thousandth of the range is a seventh of the time (test
    /// `times_agree_with_a_direct_solution`).
    pub fn arrival(&self, ground_range_m: f64, altitude_m: f64) -> Option<Arrival> {
        let cell = self.cell(ground_range_m, altitude_m)?;
        let lower = &self.arrivals[cell.node..][..COLUMNS + 2];
        let below = between(lower[0], lower[1], cell.along);
        let above = between(lower[COLUMNS], lower[COLUMNS + 1], cell.along);
        Some(between(below, above, cell.up)).filter(|arrival| arrival.time_s.is_finite())
    }

    fn cell(&self, ground_range_m: f64, altitude_m: f64) -> Option<FlyoutCell> {
        let (row, up) = self.row(altitude_m)?;
        let reach_m = lerp(self.reach_m[row], self.reach_m[row + 1], up);
        let share = ground_range_m / reach_m;
        let is_in_reach =
            ground_range_m <= self.kinematics.range_max_m && (0.0..=1.0).contains(&share);
        if !is_in_reach {
            return None;
        }
        let place = reach_coordinate(share) * (COLUMNS - 1) as f64;
        let column = (place as usize).min(COLUMNS - 2);
        Some(FlyoutCell { node: row * COLUMNS + column, along: place - column as f64, up })
    }

    /// Thrust, drag and limits that it was flown with.
    pub fn kinematics(&self) -> &Kinematics {
        &self.kinematics
    }

    /// Lowest altitude of an intercept, m.
    pub fn floor_m(&self) -> f64 {
        self.altitude_min_m
    }

    /// Returns the greatest ground range reached at an altitude, or `None` outside the limits.
    pub fn reach_m(&self, altitude_m: f64) -> Option<f64> {
        let (row, up) = self.row(altitude_m)?;
        let reach_m = lerp(self.reach_m[row], self.reach_m[row + 1], up);
        Some(reach_m.min(self.kinematics.range_max_m))
    }

    /// Returns the greatest altitude reached, or `None` if nothing is reachable.
    pub fn max_altitude_m(&self) -> Option<f64> {
        (!self.arrivals.is_empty()).then_some(self.altitude_max_m)
    }

    /// Row below an altitude, and the share of the way to the next.
    fn row(&self, altitude_m: f64) -> Option<(usize, f64)> {
        if !(self.altitude_min_m..=self.altitude_max_m).contains(&altitude_m) {
            return None;
        }
        let place = (altitude_m - self.altitude_min_m) * self.rows_per_m;
        let row = (place as usize).min(ROWS - 2);
        Some((row, place - row as f64))
    }

    fn fill(&mut self, flight: &FlyoutFlight<'_>, samples: &mut Vec<FlyoutSample>) {
        let mut climbs = vec![None; ROWS * ELEVATIONS];
        let mut descents = vec![None; ROWS * ELEVATIONS];
        let mut apexes = vec![None; ROWS];
        let mut flatter = None;
        for elevation in 0..ELEVATIONS {
            let elevation_rad = elevation_rad(elevation);
            flight.fly(elevation_rad, samples);
            let steeper = flight::apex(elevation_rad, samples);
            self.add_apexes(&mut apexes, flatter, steeper);
            flatter = steeper;
            for step in samples.windows(2) {
                let (from, to) = (&step[0], &step[1]);
                let is_rising = to.altitude_m > from.altitude_m;
                let crossings = if is_rising { &mut climbs } else { &mut descents };
                for row in self.rows_between(from.altitude_m, to.altitude_m) {
                    let altitude_m = self.altitude_min_m + row as f64 / self.rows_per_m;
                    crossings[row * ELEVATIONS + elevation].get_or_insert_with(|| {
                        flight::crossing(elevation_rad, [from, to], altitude_m)
                    });
                }
            }
        }
        let rows = climbs.chunks(ELEVATIONS).zip(descents.chunks(ELEVATIONS));
        for ((climbs, descents), apex) in rows.zip(apexes) {
            self.add_row(&earliest_curve(climbs, apex, descents));
        }
    }

    /// Notes, for each altitude between two apexes, the flight that just gets there.
    fn add_apexes(
        &self,
        apexes: &mut [Option<FlyoutCrossing>],
        flatter: Option<(f64, FlyoutCrossing)>,
        steeper: Option<(f64, FlyoutCrossing)>,
    ) {
        if let (Some((low_m, low)), Some((high_m, high))) = (flatter, steeper) {
            for row in self.rows_between(low_m, high_m) {
                let altitude_m = self.altitude_min_m + row as f64 / self.rows_per_m;
                let part = (altitude_m - low_m) / (high_m - low_m);
                apexes[row] = Some(along(low, high, part));
            }
        }
    }

    /// Rows whose altitude lies between two, both included.
    fn rows_between(&self, one_m: f64, other_m: f64) -> std::ops::Range<usize> {
        let place = |altitude_m: f64| (altitude_m - self.altitude_min_m) * self.rows_per_m;
        let first = place(one_m.min(other_m)).ceil().max(0.0) as usize;
        let past = (place(one_m.max(other_m)).floor() + 1.0).max(0.0) as usize;
        first..past.min(ROWS)
    }

    /// Adds the nodes of one altitude, interpolated along its curve of earliest arrivals.
    fn add_row(&mut self, curve: &[FlyoutCrossing]) {
        let farthest_m = curve.last().map_or(0.0, |crossing| crossing.range_m);
        let reach_m = farthest_m.min(MARGIN * self.kinematics.range_max_m);
        self.reach_m.push(reach_m);
        let coordinate = |crossing: &FlyoutCrossing| reach_coordinate(crossing.range_m / reach_m);
        let mut next = 1;
        for column in 0..COLUMNS {
            let place = column as f64 / (COLUMNS - 1) as f64;
            while next + 1 < curve.len() && coordinate(&curve[next]) < place {
                next += 1;
            }
            let (arrival, elevation_rad) = if next < curve.len() {
                let (from, to) = (curve[next - 1], curve[next]);
                let start = coordinate(&from);
                let part = (place - start) / (coordinate(&to) - start);
                let crossing = along(from, to, part.clamp(0.0, 1.0));
                (crossing.arrival, crossing.elevation_rad)
            } else {
                (UNREACHED, 0.0)
            };
            self.arrivals.push(arrival);
            self.elevations_rad.push(elevation_rad);
        }
    }
}

/// Stands in the nodes of an altitude that no flight crosses.
const UNREACHED: Arrival = Arrival { time_s: f64::INFINITY, speed_mps: 0.0 };

fn is_usable(kinematics: &Kinematics) -> bool {
    let positive = [
        kinematics.acceleration_mps2,
        kinematics.burn_time_s,
        kinematics.ballistic_coefficient_kgpm2.unwrap_or(1.0),
        kinematics.altitude_max_m,
        kinematics.range_max_m,
    ];
    kinematics.altitude_min_m.is_finite()
        && positive.iter().all(|value| value.is_finite() && *value > 0.0)
}

fn elevation_rad(index: usize) -> f64 {
    FRAC_PI_2 * index as f64 / (ELEVATIONS - 1) as f64
}

/// Maps the share of the reach, 0 to 1, so that arrival times are smooth in it.
///
/// Where the direct and the lofted flight meet, at the edge of reach, time falls off with the
/// square root of the distance to the edge; half of the coordinate is that square root.
fn reach_coordinate(share: f64) -> f64 {
    let rest = (1.0 - share).max(0.0);
    1.0 - 0.5 * (rest + rest.sqrt())
}

/// Orders the crossings of one altitude into the curve of earliest arrivals, range growing:
/// climbs from the vertical to the flattest, then descents up to the farthest.
fn earliest_curve(
    climbs: &[Option<FlyoutCrossing>],
    apex: Option<FlyoutCrossing>,
    descents: &[Option<FlyoutCrossing>],
) -> Vec<FlyoutCrossing> {
    let mut curve: Vec<FlyoutCrossing> = Vec::with_capacity(climbs.len() + descents.len());
    for crossing in climbs.iter().rev().chain([&apex]).chain(descents).flatten() {
        if curve.last().is_none_or(|last| crossing.range_m > last.range_m) {
            curve.push(*crossing);
        }
    }
    let farthest_m = curve.last().map_or(0.0, |last| last.range_m);
    let summit = descents.windows(3).find_map(|three| match three {
        [Some(before), Some(middle), Some(after)] if middle.range_m >= farthest_m => {
            Some((summit(before, middle, after), after.range_m > before.range_m))
        }
        _ => None,
    });
    if let Some((summit, is_beyond_middle)) = summit {
        if !is_beyond_middle {
            curve.pop();
        }
        if curve.last().is_none_or(|last| summit.range_m > last.range_m) {
            curve.push(summit);
        }
    }
    curve
}

/// The crossing of greatest range, on the parabola over elevation through three.
fn summit(
    before: &FlyoutCrossing,
    middle: &FlyoutCrossing,
    after: &FlyoutCrossing,
) -> FlyoutCrossing {
    let bend = before.range_m - 2.0 * middle.range_m + after.range_m;
    let shift = if bend < 0.0 { 0.5 * (before.range_m - after.range_m) / bend } else { 0.0 };
    let at = |value: fn(&FlyoutCrossing) -> f64| {
        let [before, middle, after] = [value(before), value(middle), value(after)];
        let slope = 0.5 * (after - before);
        middle + shift * (slope + 0.5 * shift * (before - 2.0 * middle + after))
    };
    FlyoutCrossing {
        elevation_rad: at(|crossing| crossing.elevation_rad),
        range_m: at(|crossing| crossing.range_m),
        arrival: Arrival {
            time_s: at(|crossing| crossing.arrival.time_s),
            speed_mps: at(|crossing| crossing.arrival.speed_mps),
        },
    }
}

fn along(from: FlyoutCrossing, to: FlyoutCrossing, part: f64) -> FlyoutCrossing {
    FlyoutCrossing {
        elevation_rad: lerp(from.elevation_rad, to.elevation_rad, part),
        range_m: lerp(from.range_m, to.range_m, part),
        arrival: between(from.arrival, to.arrival, part),
    }
}

fn lerp(from: f64, to: f64, part: f64) -> f64 {
    from + part * (to - from)
}

fn between(from: Arrival, to: Arrival, part: f64) -> Arrival {
    Arrival {
        time_s: lerp(from.time_s, to.time_s, part),
        speed_mps: lerp(from.speed_mps, to.speed_mps, part),
    }
}

#[cfg(test)]
mod tests;
