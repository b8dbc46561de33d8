//! Re-entry over a sphere at rest: the air, the drag and the method, without the turning Earth.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::judge::Tolerance;
use crate::ballistics::dynamics::drag_in_air;
use crate::ballistics::integrate::step;
use crate::ballistics::state::State;
use crate::earth::atmosphere::density_kgpm3;
use crate::earth::gravity;
use crate::earth::wgs84::{GRAVITATION_M3PS2, STANDARD_GRAVITY_MPS2};
use nalgebra::Vector3;

/// Altitudes at which the files give time and speed, km.
const MARKS_KM: [u32; 7] = [60, 40, 30, 20, 10, 5, 0];
const MARKS_FLAT_KM: [u32; 6] = [60, 40, 30, 20, 10, 0];

/// Longest step, s, and share of the speed and of the scale height of the air that it may cost:
/// far finer than the engine flies, so that the forces are compared and not the steps.
const STEP_S: f64 = 2e-2;
const SHARE: f64 = 2e-3;

/// Most steps of a fall; a longer one is in orbit.
const STEPS_MAX: u32 = 5_000_000;

/// The air of a case.
enum DensityModel {
    Standard,
    Exponential { ground_kgpm3: f64, scale_m: f64 },
}

impl DensityModel {
    /// `ussa76`, or `exp:<density at the ground>:<scale height>`.
    fn of(case: &ReferenceCase) -> Result<Self, CaseError> {
        let text = case.text("density_model")?;
        let wrong = || case.not("density_model", "`ussa76` or `exp:DENSITY:HEIGHT`");
        if text == "ussa76" {
            return Ok(Self::Standard);
        }
        let numbers = text.strip_prefix("exp:").and_then(|rest| rest.split_once(':'));
        let (ground, scale) = numbers.ok_or_else(wrong)?;
        match (ground.parse(), scale.parse()) {
            (Ok(ground_kgpm3), Ok(scale_m)) if ground_kgpm3 > 0.0 && scale_m > 0.0 => {
                Ok(Self::Exponential { ground_kgpm3, scale_m })
            }
            _ => Err(wrong()),
        }
    }

    fn density_kgpm3(&self, altitude_m: f64) -> f64 {
        match self {
            Self::Standard => density_kgpm3(altitude_m),
            Self::Exponential { ground_kgpm3, scale_m } => {
                ground_kgpm3 * libm::exp(-altitude_m / scale_m)
            }
        }
    }

    /// Relative growth of density with altitude, 1/m; below 0.
    fn slope_pm(&self, altitude_m: f64) -> f64 {
        match self {
            Self::Exponential { scale_m, .. } => -1.0 / scale_m,
            Self::Standard => {
                let ratio = density_kgpm3(altitude_m + 0.5) / density_kgpm3(altitude_m - 0.5);
                libm::log(ratio)
            }
        }
    }
}

/// A falling body, its air and its ground.
struct EntryModel {
    air: DensityModel,
    ballistic_coefficient_kgpm2: f64,
    /// Radius of the sphere, m; `None` is flat ground without gravity (the plane z = 0).
    radius_m: Option<f64>,
}

/// State and time at a crossing.
#[derive(Clone, Copy)]
struct MarkCrossing {
    time_s: f64,
    state: State,
}

/// A quantity that is above 0 before a crossing and not after it.
type MarkFunction<'a> = Box<dyn Fn(&State) -> f64 + 'a>;

impl EntryModel {
    fn altitude_m(&self, state: &State) -> f64 {
        self.radius_m.map_or(state.position_m.z, |radius_m| state.position_m.norm() - radius_m)
    }

    fn climb_mps(&self, state: &State) -> f64 {
        match self.radius_m {
            Some(_) => state.position_m.dot(&state.velocity_mps) / state.position_m.norm(),
            None => state.velocity_mps.z,
        }
    }

    fn drag(&self, state: &State) -> Vector3<f64> {
        let density = self.air.density_kgpm3(self.altitude_m(state));
        drag_in_air(&state.velocity_mps, density, self.ballistic_coefficient_kgpm2)
    }

    fn acceleration(&self, state: &State) -> Vector3<f64> {
        let weight = match self.radius_m {
            Some(_) => gravity::point_mass_acceleration(&state.position_m),
            None => Vector3::zeros(),
        };
        weight + self.drag(state)
    }

    /// Relative growth of the deceleration by drag, 1/s: above 0 before a peak, below after it.
    fn drag_growth_ps(&self, state: &State) -> f64 {
        let thickening = self.air.slope_pm(self.altitude_m(state)) * self.climb_mps(state);
        let speeding = state.velocity_mps.dot(&self.acceleration(state));
        thickening + 2.0 * speeding / state.velocity_mps.norm_squared()
    }

    fn above(&self, altitude_m: f64) -> MarkFunction<'_> {
        Box::new(move |state| self.altitude_m(state) - altitude_m)
    }

    fn step_s(&self, state: &State) -> f64 {
        let speed_mps = state.velocity_mps.norm();
        let slowing_s = speed_mps / self.drag(state).norm();
        let scale_m = -1.0 / self.air.slope_pm(self.altitude_m(state));
        let thickening_s = scale_m / self.climb_mps(state).abs();
        let longest_s = self.radius_m.map_or(f64::INFINITY, |_| STEP_S);
        (SHARE * slowing_s.min(thickening_s)).min(longest_s)
    }

    fn advance(&self, state: &State, dt_s: f64) -> State {
        step(state, dt_s, |_, state| self.acceleration(state))
    }

    /// Crossings of each function until the last function has one.
    fn fall(&self, start: State, wanted: &[MarkFunction]) -> Vec<Vec<MarkCrossing>> {
        let mut found = vec![Vec::new(); wanted.len()];
        let mut state = start;
        let mut time_s = 0.0;
        for _ in 0..STEPS_MAX {
            if found.last().is_none_or(|passed| !passed.is_empty()) {
                break;
            }
            let dt_s = self.step_s(&state);
            let next = self.advance(&state, dt_s);
            for (wanted, found) in wanted.iter().zip(&mut found) {
                if wanted(&state) > 0.0 && wanted(&next) <= 0.0 {
                    let (within_s, state) = self.place(&state, dt_s, wanted);
                    let time_s = time_s + within_s;
                    found.push(MarkCrossing { time_s, state });
                }
            }
            state = next;
            time_s += dt_s;
        }
        found
    }

    /// Time and state within a step at which the sign changes, by halving.
    fn place(&self, from: &State, dt_s: f64, wanted: &MarkFunction) -> (f64, State) {
        let (mut low_s, mut high_s) = (0.0, dt_s);
        while high_s - low_s > 1e-14 * dt_s {
            let middle_s = 0.5 * (low_s + high_s);
            if wanted(&self.advance(from, middle_s)) > 0.0 {
                low_s = middle_s;
            } else {
                high_s = middle_s;
            }
        }
        (high_s, self.advance(from, high_s))
    }
}

/// The whole equations of a planar entry.
pub(super) fn numeric(case: &ReferenceCase) -> Quantities {
    case.constant("mu_m3_s2", GRAVITATION_M3PS2)?;
    let radius_m = case.positive("earth_radius_m")?;
    let entry = EntryModel {
        air: DensityModel::of(case)?,
        ballistic_coefficient_kgpm2: case.positive("beta_kg_m2")?,
        radius_m: Some(radius_m),
    };
    let (sin, cos) = libm::sincos(case.number("gamma0_deg")?.to_radians());
    let start = State {
        position_m: Vector3::new(radius_m + case.number("h0_m")?, 0.0, 0.0),
        velocity_mps: Vector3::new(sin, cos, 0.0) * case.positive("v0_m_s")?,
    };
    let mut wanted: Vec<MarkFunction> = vec![Box::new(|state| entry.drag_growth_ps(state))];
    wanted.extend(MARKS_KM.map(|mark_km| entry.above(f64::from(mark_km) * 1e3)));
    let passed = entry.fall(start, &wanted);

    let speed_mps = |at: &MarkCrossing| at.state.velocity_mps.norm();
    let mut got = Vec::new();
    for (mark_km, crossings) in MARKS_KM.iter().zip(&passed[1..]) {
        let at = crossings.first();
        got.push((format!("t_{mark_km}km_s"), at.map(|at| at.time_s)));
        got.push((format!("v_{mark_km}km_m_s"), at.map(speed_mps)));
    }
    let end = passed[MARKS_KM.len()].first();
    let dive_deg = |end: &MarkCrossing| {
        let sin = entry.climb_mps(&end.state) / speed_mps(end);
        libm::asin(sin).to_degrees()
    };
    let range_m =
        |end: &MarkCrossing| radius_m * libm::atan2(end.state.position_m.y, end.state.position_m.x);
    got.push(("gamma_impact_deg".into(), end.map(dive_deg)));
    got.push(("ground_range_m".into(), end.map(range_m)));

    let load = |at: &MarkCrossing| entry.drag(&at.state).norm();
    let peak = passed[0].iter().max_by(|a, b| load(a).total_cmp(&load(b)));
    got.push(("peak_drag_decel_m_s2".into(), peak.map(load)));
    let mut found = case.compare_defined(case.relative("tol_rel")?, got)?;
    // The file's note: these lie on a flat maximum.
    let growth = peak.map_or(0.0, |peak| entry.acceleration(&peak.state).norm());
    for (name, got, flat) in [
        ("t_peak_s", peak.map(|peak| peak.time_s), 0.01),
        ("h_peak_m", peak.map(|peak| entry.altitude_m(&peak.state)), 10.0),
        ("v_peak_m_s", peak.map(speed_mps), 0.01 * growth),
    ] {
        found.extend(case.compare_defined(Tolerance::absolute(flat), [(name, got)])?);
    }
    Ok(found)
}

/// Straight paths through exponential air without gravity.
pub(super) fn allen_eggers(case: &ReferenceCase) -> Quantities {
    let scale_m = case.positive("scale_height_m")?;
    let entry = EntryModel {
        air: DensityModel::Exponential { ground_kgpm3: case.positive("rho0_kg_m3")?, scale_m },
        ballistic_coefficient_kgpm2: case.positive("beta_kg_m2")?,
        radius_m: None,
    };
    let (sin, cos) = libm::sincos(case.positive("gamma_entry_deg")?.to_radians());
    // Forty scale heights up there is no air that a double would notice.
    let start = State {
        position_m: Vector3::z() * (40.0 * scale_m),
        velocity_mps: Vector3::new(cos, 0.0, -sin) * case.positive("v_entry_m_s")?,
    };
    let floor_m = case.number("altitude_of_peak_m")?.min(0.0) - 1.0;
    let mut wanted: Vec<MarkFunction> = vec![Box::new(|state| entry.drag_growth_ps(state))];
    wanted.extend(MARKS_FLAT_KM.map(|mark_km| entry.above(f64::from(mark_km) * 1e3)));
    wanted.push(entry.above(floor_m));
    let passed = entry.fall(start, &wanted);

    let peak = passed[0].first().map(|peak| peak.state);
    let speed_mps = |state: State| state.velocity_mps.norm();
    let load_mps2 = peak.map(|peak| entry.drag(&peak).norm());
    let load_g = load_mps2.map(|load| load / STANDARD_GRAVITY_MPS2);
    let mut got = vec![
        ("peak_decel_m_s2".to_owned(), load_mps2),
        ("peak_decel_g".into(), load_g),
        ("altitude_of_peak_m".into(), peak.map(|peak| entry.altitude_m(&peak))),
        ("v_at_peak_m_s".into(), peak.map(speed_mps)),
    ];
    for (mark_km, crossings) in MARKS_FLAT_KM.iter().zip(&passed[1..]) {
        let at = crossings.first().map(|at| at.state);
        got.push((format!("v_at_{mark_km}km_m_s"), at.map(speed_mps)));
    }
    case.compare_defined(case.relative("tol_rel")?, got)
}
