//! Free flight through standard air over the turning ellipsoid, as six NASA simulators flew it.
//!
//! Source: Jackson et al., *Further Development of Verification Check-Cases for Six-Degree-of-
//! Freedom Flight Vehicle Simulations*, NASA/TM-2015-218675, atmospheric cases 6, 9 and 10: a
//! sphere of constant drag, dropped and thrown. The engine's own coast flies them, tick by tick
//! as in a run.

use super::case::{Quantities, ReferenceCase};
use super::earth::angle;
use super::judge::Tolerance;
use crate::ballistics::integrate::coast;
use crate::ballistics::state::State;
use crate::earth::frames::{Ecef, Geodetic, Site};
use crate::earth::wgs84::SEMI_MAJOR_M;
use nalgebra::Vector3;

/// Longest flight, s: what flies longer is in orbit.
const TIME_S_MAX: f64 = 86_400.0;

/// Longest tick, s: as in the shipped scenarios. A step of the coast is no longer; one of 5 s, the
/// longest, would be 0.2 m off on the thrown spheres.
const TICK_S: f64 = 1.0;

/// The place of a sphere after a time of flight from a place and a velocity relative to the Earth.
pub(super) fn sphere(case: &ReferenceCase) -> Quantities {
    let latitude_deg = case.within("latitude_deg", -90.0..=90.0)?;
    let longitude_deg = case.within("longitude_deg", -360.0..=360.0)?;
    let altitude_m = case.number("altitude_m")?;
    let site = Site::new(Geodetic::degrees(latitude_deg, longitude_deg, altitude_m));
    let velocity_mps = Vector3::new(
        case.number("v_east_m_s")?,
        case.number("v_north_m_s")?,
        case.number("v_up_m_s")?,
    );
    let start =
        State { position_m: site.position().0, velocity_mps: site.axes().tr_mul(&velocity_mps) };
    let time_s = case.within("t_s", 0.0..=TIME_S_MAX)?;
    let coefficient_kgpm2 = case.positive("beta_kg_m2")?;
    let ticks = (time_s / TICK_S).ceil();
    let tick = |state, _| coast(&state, coefficient_kgpm2, time_s / ticks);
    let end = (0..ticks as u32).fold(start, tick);
    let end = Ecef(end.position_m).geodetic();

    let tolerance_m = case.positive("tol_m")?;
    // The same distance along a meridian and along a parallel, within a hundredth of either.
    let degrees = |radius_m: f64| Tolerance::absolute((tolerance_m / radius_m).to_degrees());
    let parallel_m = SEMI_MAJOR_M * libm::cos(end.latitude_rad);
    let mut found =
        case.compare(Tolerance::absolute(tolerance_m), [("altitude_end_m", end.altitude_m)])?;
    for (name, got_rad, radius_m) in [
        ("longitude_end_deg", end.longitude_rad, parallel_m),
        ("latitude_end_deg", end.latitude_rad, SEMI_MAJOR_M),
    ] {
        found.push(angle(case, degrees(radius_m), (name, got_rad))?);
    }
    Ok(found)
}
