//! The search behind [`aim`]: a start on conics, then Newton's method with the full model.
//!
//! The start flies the boost for a row of tilt rates and continues each moment of it on a conic
//! (no air, no oblateness, but a turning Earth); where the range fits, it looks which tilt has the
//! loft asked for. Newton's method then takes the derivatives from differences (Dennis, Schnabel
//! 1983, *Numerical Methods for Unconstrained Optimization*, ch. 6: damping by step halving).
//!
//! [`aim`]: crate::ballistics::aim

use super::loft::Loft;
use crate::ballistics::boost::{Boost, Steering};
use crate::ballistics::conic::Burnout;
use crate::ballistics::integrate::{Advance, coast_to_ground};
use crate::ballistics::state::{State, turned};
use crate::ballistics::vehicle::Vehicle;
use crate::earth::frames::{Geodetic, Site};
use crate::earth::wgs84::MEAN_RADIUS_M;
use nalgebra::{Matrix3, Vector3};
use std::f64::consts::FRAC_PI_2;

/// Tilt of the thrust over the whole burn, rad: the first tried, and the ratio to the next.
const TILT_RAD_FIRST: f64 = 0.05;
const TILT_RATIO: f64 = 1.4;
const TILTS: usize = 17;

/// Thrust lower than this is not tried, rad below the horizon.
const DIVE_RAD_MAX: f64 = 0.6;

/// The search looks so far past the burn time, so that full burn is no edge to it.
const BURN_RATIO_MAX: f64 = 1.2;

/// Moments of one boost at which the start looks, and its step, s.
const MOMENTS: usize = 60;
const COARSE_STEP_S: f64 = 4.0;

/// Longest flight followed, s.
const FLIGHT_S_MAX: f64 = 10_000.0;

/// Newton's method ends when it misses by less, m and rad, or after so many passes.
const MISS_M: f64 = 1.0;
const LOFT_RAD: f64 = 1e-6;
const PASSES_MAX: usize = 20;
const HALVINGS_MAX: usize = 6;

/// Metres that count as much as a radian of loft, and as a second of burn.
const METRES_PER_RAD: f64 = 1e6;
const METRES_PER_S: f64 = 1e3;

/// Condition that a flight must meet beside direction and loft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AimCondition {
    /// Impact at the aim.
    Impact,
    /// Thrust until the last stage burns out.
    FullBurn,
}

/// A vehicle, a launch and an aim.
pub(crate) struct AimSolver<'a> {
    vehicle: &'a Vehicle,
    site: Site,
    loft: Loft,
    /// Geocentric unit vectors: to the launch, level towards the aim, and across to the left.
    up: Vector3<f64>,
    along: Vector3<f64>,
    across: Vector3<f64>,
    range_angle_rad: f64,
    aim_radius_m: f64,
}

/// A flight tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrialFlight {
    /// Impact beyond the aim, m.
    pub(crate) beyond_m: f64,
    /// Impact to the left of the aim, m.
    pub(crate) left_m: f64,
    /// Flight-path angle at cut-off above that asked for, rad.
    pub(crate) loft_off_rad: f64,
    /// Place of impact, Earth-fixed, m.
    pub(crate) impact_m: Vector3<f64>,
}

/// A start found at one tilt: when the goal is met, and how the loft is off there.
#[derive(Clone, Copy)]
struct ConicTrial {
    tilt_rad: f64,
    cutoff_s: f64,
    loft_off_rad: f64,
    left_rad: f64,
}

impl TrialFlight {
    /// Distance from aim to impact, m.
    pub(crate) fn miss_m(&self) -> f64 {
        libm::hypot(self.beyond_m, self.left_m)
    }

    /// Test that direction and loft are as asked for, wherever the impact is.
    pub(crate) fn is_settled(&self) -> bool {
        self.left_m.abs() < 1e3 && self.loft_off_rad.abs() < 1e-4
    }
}

impl<'a> AimSolver<'a> {
    pub(crate) fn new(vehicle: &'a Vehicle, launch: Geodetic, aim: Geodetic, loft: Loft) -> Self {
        let site = Site::new(launch);
        let ground = |place: Geodetic| Geodetic { altitude_m: 0.0, ..place }.ecef().0;
        let (up, aim) = (ground(launch).normalize(), ground(aim));
        let across = up.cross(&aim);
        let east = Vector3::new(site.axes().m11, site.axes().m12, site.axes().m13);
        // Above, below or opposite the launch no direction is better than another.
        let across = across.try_normalize(1.0).unwrap_or(east);
        let along = across.cross(&up);
        Self {
            vehicle,
            site,
            loft,
            up,
            along,
            across,
            range_angle_rad: libm::atan2(aim.dot(&along), aim.dot(&up)),
            aim_radius_m: aim.norm(),
        }
    }

    pub(crate) fn launch(&self) -> Geodetic {
        self.site.geodetic()
    }

    /// Angle from launch to aim at the Earth's centre, rad.
    pub(crate) fn range_angle_rad(&self) -> f64 {
        self.range_angle_rad
    }

    /// A steering near the goal; `None` if the vehicle does not come near it.
    pub(crate) fn start(&self, goal: AimCondition) -> Option<Steering> {
        let level = self.site.axes() * self.along;
        let azimuth_rad = libm::atan2(level.x, level.y);
        let mut tilt_rad = TILT_RAD_FIRST;
        let mut before: Option<ConicTrial> = None;
        for _ in 0..TILTS {
            if let Some(trial) = self.trial(goal, azimuth_rad, tilt_rad) {
                if trial.loft_off_rad <= 0.0 {
                    let found = before.map_or(trial, |before| before.towards(&trial));
                    return Some(self.corrected(azimuth_rad, &found));
                }
                before = Some(trial);
            }
            tilt_rad *= TILT_RATIO;
        }
        before.map(|steepest| self.corrected(azimuth_rad, &steepest))
    }

    /// The steering of a trial, its azimuth turned by how far the conic missed to the side.
    fn corrected(&self, azimuth_rad: f64, trial: &ConicTrial) -> Steering {
        let reach = libm::sin(self.range_angle_rad).abs().max(0.05);
        Steering {
            azimuth_rad: azimuth_rad + (trial.left_rad / reach).clamp(-0.5, 0.5),
            elevation_final_rad: FRAC_PI_2 - trial.tilt_rad,
            cutoff_s: trial.cutoff_s,
        }
    }

    /// Flies one boost until the goal is met on the conic from there.
    fn trial(&self, goal: AimCondition, azimuth_rad: f64, tilt_rad: f64) -> Option<ConicTrial> {
        let burn_time_s = self.vehicle.burn_time_s();
        let steering = Steering {
            azimuth_rad,
            elevation_final_rad: FRAC_PI_2 - tilt_rad,
            cutoff_s: burn_time_s,
        };
        let boost = Boost::new(self.vehicle, &self.site, &steering);
        let mut state = self.at_rest();
        let mut time_s = 0.0;
        let mut short_before = -self.range_angle_rad;
        for moment in 1..=MOMENTS {
            let share = moment as f64 / MOMENTS as f64;
            let next_s = share * BURN_RATIO_MAX * burn_time_s;
            let next = boost.advance_by(COARSE_STEP_S, &state, time_s, next_s);
            if boost.elevation_rad(next_s) < -DIVE_RAD_MAX {
                return None;
            }
            let conic = self.conic(&next);
            let short = match goal {
                AimCondition::Impact => conic.map_or(f64::INFINITY, |conic| conic.beyond_rad),
                AimCondition::FullBurn => next_s - burn_time_s,
            };
            if short >= 0.0 {
                // Between two moments the range grows about evenly.
                let part =
                    if short.is_finite() { -short_before / (short - short_before) } else { 0.0 };
                let cutoff_s = time_s + part.clamp(0.0, 1.0) * (next_s - time_s);
                let state = boost.advance_by(COARSE_STEP_S, &state, time_s, cutoff_s);
                let ConicMiss { loft_off_rad, left_rad, .. } = self.conic(&state)?;
                return Some(ConicTrial { tilt_rad, cutoff_s, loft_off_rad, left_rad });
            }
            (state, time_s, short_before) = (next, next_s, short);
        }
        None
    }

    /// The free flight from a state, if thrust ended there; `None` if it does not come down.
    fn conic(&self, state: &State) -> Option<ConicMiss> {
        let inertial = state.inertial(0.0);
        let radius_m = inertial.position_m.norm();
        let burnout = Burnout {
            radius_m,
            speed_mps: inertial.velocity_mps.norm(),
            flight_path_rad: inertial.flight_path_rad(),
        };
        let flight = burnout.free_flight(self.aim_radius_m.min(radius_m))?;
        let from = inertial.position_m / radius_m;
        let level = inertial.velocity_mps - from * from.dot(&inertial.velocity_mps);
        let ahead = level.try_normalize(1e-9).unwrap_or(self.along);
        let (sin, cos) = libm::sincos(flight.range_angle_rad);
        let impact = turned(&(from * cos + ahead * sin), -flight.time_s);
        let asked_rad = self.loft.flight_path_rad(flight.range_angle_rad);
        Some(ConicMiss {
            beyond_rad: self.beyond_rad(&impact),
            left_rad: self.left_rad(&impact),
            loft_off_rad: burnout.flight_path_rad - asked_rad,
        })
    }

    /// Flies a steering with the full model; `None` if it does not come down.
    fn shoot(&self, steering: &Steering) -> Option<TrialFlight> {
        let boost = Boost::new(self.vehicle, &self.site, steering);
        let cutoff = boost.advance(&self.at_rest(), 0.0, steering.cutoff_s);
        let coefficient = self.vehicle.ballistic_coefficient_kgpm2;
        let end = coast_to_ground(&cutoff, coefficient, FLIGHT_S_MAX, |_, _| ());
        let Advance::Impact { time_s, state } = end else {
            return None;
        };
        let inertial = cutoff.inertial(0.0);
        let end_m = turned(&state.position_m, time_s);
        let swept = inertial.position_m.cross(&end_m).norm();
        let range_angle_rad = libm::atan2(swept, inertial.position_m.dot(&end_m));
        let asked_rad = self.loft.flight_path_rad(range_angle_rad);
        let impact = state.position_m.normalize();
        Some(TrialFlight {
            beyond_m: self.beyond_rad(&impact) * MEAN_RADIUS_M,
            left_m: self.left_rad(&impact) * MEAN_RADIUS_M,
            loft_off_rad: inertial.flight_path_rad() - asked_rad,
            impact_m: state.position_m,
        })
    }

    /// Newton's method from a start: the best steering found, and what it does.
    pub(crate) fn refine(
        &self,
        goal: AimCondition,
        start: Steering,
    ) -> (Steering, Option<TrialFlight>) {
        let mut steering = start;
        let mut shot = self.shoot(&steering);
        for _ in 0..PASSES_MAX {
            let Some(miss) = shot.map(|shot| self.miss(goal, &steering, &shot)) else {
                break;
            };
            if miss.xy().norm() < MISS_M && miss.z.abs() < LOFT_RAD * METRES_PER_RAD {
                break;
            }
            let Some(change) = self.newton(goal, &steering, &miss) else {
                break;
            };
            let Some(better) = self.damped(goal, &steering, &change, miss.norm()) else {
                break;
            };
            (steering, shot) = (better.0, Some(better.1));
        }
        (steering, shot)
    }

    /// The change of (azimuth, elevation, cut-off) that would end the miss if all were linear.
    fn newton(
        &self,
        goal: AimCondition,
        at: &Steering,
        miss: &Vector3<f64>,
    ) -> Option<Vector3<f64>> {
        // Large against the millimetres by which steps of the integrator shift the impact.
        let probes = [
            Vector3::new(1e-4, 0.0, 0.0),
            Vector3::new(0.0, 1e-4, 0.0),
            Vector3::new(0.0, 0.0, 0.01),
        ];
        let mut slopes = Matrix3::zeros();
        for (index, probe) in probes.iter().enumerate() {
            let there = changed(at, probe);
            let shot = self.shoot(&there)?;
            let slope = (self.miss(goal, &there, &shot) - miss) / probe.sum();
            slopes.set_column(index, &slope);
        }
        slopes.try_inverse().map(|inverse| -(inverse * miss))
    }

    /// The change, halved until it makes the miss smaller; `None` if it never does.
    fn damped(
        &self,
        goal: AimCondition,
        at: &Steering,
        change: &Vector3<f64>,
        miss: f64,
    ) -> Option<(Steering, TrialFlight)> {
        let burn_time_s = self.vehicle.burn_time_s();
        let limits = Vector3::new(0.3, 0.5, 0.1 * burn_time_s);
        let ratio = change.component_div(&limits).amax();
        let mut share = 1.0 / ratio.max(1.0);
        for _ in 0..HALVINGS_MAX {
            let there = changed(at, &(change * share));
            if there.cutoff_s > 0.0
                && there.cutoff_s < BURN_RATIO_MAX * burn_time_s
                && let Some(shot) = self.shoot(&there)
                && self.miss(goal, &there, &shot).norm() < miss
            {
                return Some((there, shot));
            }
            share *= 0.5;
        }
        None
    }

    /// Residual that Newton's method drives to zero, m.
    fn miss(&self, goal: AimCondition, steering: &Steering, shot: &TrialFlight) -> Vector3<f64> {
        let first = match goal {
            AimCondition::Impact => shot.beyond_m,
            AimCondition::FullBurn => {
                (steering.cutoff_s - self.vehicle.burn_time_s()) * METRES_PER_S
            }
        };
        Vector3::new(first, shot.left_m, shot.loft_off_rad * METRES_PER_RAD)
    }

    fn at_rest(&self) -> State {
        State { position_m: self.site.position().0, velocity_mps: Vector3::zeros() }
    }

    fn beyond_rad(&self, direction: &Vector3<f64>) -> f64 {
        libm::atan2(direction.dot(&self.along), direction.dot(&self.up)) - self.range_angle_rad
    }

    fn left_rad(&self, direction: &Vector3<f64>) -> f64 {
        libm::asin(direction.dot(&self.across).clamp(-1.0, 1.0))
    }
}

/// Misses of a conic: its end against what is asked for.
#[expect(clippy::struct_field_names, reason = "the unit ends each name")]
struct ConicMiss {
    beyond_rad: f64,
    left_rad: f64,
    loft_off_rad: f64,
}

impl ConicTrial {
    /// The trial between this, too steep, and another, too flat, at which the loft is right.
    fn towards(&self, flat: &Self) -> Self {
        let part = self.loft_off_rad / (self.loft_off_rad - flat.loft_off_rad);
        let blend = |from: f64, to: f64| from + part * (to - from);
        Self {
            tilt_rad: blend(self.tilt_rad, flat.tilt_rad),
            cutoff_s: blend(self.cutoff_s, flat.cutoff_s),
            loft_off_rad: 0.0,
            left_rad: blend(self.left_rad, flat.left_rad),
        }
    }
}

fn changed(steering: &Steering, change: &Vector3<f64>) -> Steering {
    Steering {
        azimuth_rad: steering.azimuth_rad + change.x,
        elevation_final_rad: steering.elevation_final_rad + change.y,
        cutoff_s: steering.cutoff_s + change.z,
    }
}
