//! The air above 86 km: a table of what the standard's equations of diffusing gases give.
//!
//! The equations (NOAA-S/T 76-1562, eqs. 7, 8 and 33 to 42) must be integrated from 86 km up, so
//! their result is kept: logarithms of density and pressure with their slopes, at nodes close
//! enough that cubics through them (Hermite) stay within 10⁻⁵ of the equations. `diffusion`
//! states and integrates the equations anew in the tests and holds every node to them.
//! The temperature has closed forms (eqs. 25, 27, 29, 31).

use super::RADIUS_M;
use super::table::{Logarithm, TableNode, ZONES, Zone};

/// The logarithms between two nodes: coefficients of 1, s, s², s³, s the share of the way up.
#[derive(Clone, Copy)]
struct Cubics {
    density: [f64; 4],
    pressure: [f64; 4],
}

/// Foot of a zone, density of its nodes and the first of its cubics.
#[derive(Clone, Copy)]
struct ZoneStart {
    foot_m: f64,
    steps_per_m: f64,
    first: usize,
}

/// The zones, and above them, by the kilometre, the straight line that goes on.
const STARTS: [ZoneStart; ZONES.len() + 1] = starts();

/// Cubics of all steps, from below.
static CUBICS: [Cubics; STARTS[ZONES.len()].first + 1] = cubics();

/// Density, kg/m³, from 86 km upwards.
#[inline]
pub(super) fn density_kgpm3(altitude_m: f64) -> f64 {
    libm::exp(interpolated(altitude_m, |cubics| cubics.density))
}

/// Pressure, Pa, from 86 km upwards.
pub(super) fn pressure_pa(altitude_m: f64) -> f64 {
    libm::exp(interpolated(altitude_m, |cubics| cubics.pressure))
}

/// Kinetic temperature, K, from 86 km upwards.
pub(super) fn temperature_k(altitude_m: f64) -> f64 {
    let altitude_km = altitude_m / 1e3;
    if altitude_km < 91.0 {
        186.867_3
    } else if altitude_km <= 110.0 {
        let share = (altitude_km - 91.0) / 19.942_9;
        263.190_5 - 76.323_2 * (1.0 - share * share).sqrt()
    } else if altitude_km < 120.0 {
        240.0 + 12.0 * (altitude_km - 110.0)
    } else {
        let radius_km = RADIUS_M / 1e3;
        let rise_km = (altitude_km - 120.0) * (radius_km + 120.0) / (radius_km + altitude_km);
        1000.0 - (1000.0 - 360.0) * libm::exp(-0.018_75 * rise_km)
    }
}

/// A logarithm at an altitude, m, from 86 km upwards.
#[inline]
fn interpolated(altitude_m: f64, of: impl Fn(&Cubics) -> [f64; 4]) -> f64 {
    let mut start = &STARTS[0];
    for above in &STARTS[1..] {
        if altitude_m < above.foot_m {
            break;
        }
        start = above;
    }
    let place = (altitude_m - start.foot_m) * start.steps_per_m;
    let step = (place as usize).min(CUBICS.len() - 1 - start.first);
    let share = place - step as f64;
    let [level, slope, bend, twist] = of(&CUBICS[start.first + step]);
    level + share * (slope + share * (bend + share * twist))
}

const fn starts() -> [ZoneStart; ZONES.len() + 1] {
    let by_km = ZoneStart { foot_m: 0.0, steps_per_m: 1e-3, first: 0 };
    let mut starts = [by_km; ZONES.len() + 1];
    let mut zone = 0;
    while zone < ZONES.len() {
        let Zone { step_km, nodes } = &ZONES[zone];
        starts[zone].foot_m = 1e3 * nodes[0].altitude_km;
        starts[zone].steps_per_m = 1e-3 / *step_km;
        zone += 1;
        starts[zone].foot_m = 1e3 * nodes[nodes.len() - 1].altitude_km;
        starts[zone].first = starts[zone - 1].first + nodes.len() - 1;
    }
    starts
}

const fn cubics() -> [Cubics; STARTS[ZONES.len()].first + 1] {
    let top = ZONES[ZONES.len() - 1].nodes;
    let TableNode { density, pressure, .. } = top[top.len() - 1];
    let above = Cubics {
        density: [density[0], density[1], 0.0, 0.0],
        pressure: [pressure[0], pressure[1], 0.0, 0.0],
    };
    let mut cubics = [above; STARTS[ZONES.len()].first + 1];
    let mut zone = 0;
    while zone < ZONES.len() {
        let Zone { step_km, nodes } = &ZONES[zone];
        let mut step = 0;
        while step + 1 < nodes.len() {
            let (low, high) = (nodes[step], nodes[step + 1]);
            cubics[STARTS[zone].first + step] = Cubics {
                density: cubic(low.density, high.density, *step_km),
                pressure: cubic(low.pressure, high.pressure, *step_km),
            };
            step += 1;
        }
        zone += 1;
    }
    cubics
}

/// The cubic with given values and slopes at both ends of a step.
const fn cubic(low: Logarithm, high: Logarithm, step_km: f64) -> [f64; 4] {
    let rise = high[0] - low[0];
    let (start, end) = (low[1] * step_km, high[1] * step_km);
    [low[0], start, 3.0 * rise - 2.0 * start - end, start + end - 2.0 * rise]
}
