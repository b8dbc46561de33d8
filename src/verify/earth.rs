//! The ground: places, ways, air, gravity and the turning frame.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::judge::{Quantity, Tolerance};
use crate::ballistics::state::{Inertial, State};
use crate::earth::atmosphere::{air, air_of_layers, geopotential_m, gravity_mps2};
use crate::earth::frames::{Ecef, Geodetic, Site};
use crate::earth::geodesic::Ellipsoid;
use crate::earth::gravity;
use crate::earth::wgs84::{GRAVITATION_M3PS2, J2, ROTATION_RADPS, SEMI_MAJOR_M};
use nalgebra::Vector3;

fn place(case: &ReferenceCase, whose: &str) -> Result<Geodetic, CaseError> {
    Ok(Geodetic::degrees(
        case.number(&format!("{whose}lat_deg"))?,
        case.number(&format!("{whose}lon_deg"))?,
        case.number(&format!("{whose}h_m"))?,
    ))
}

/// A direction in a cell, deg, compared in the turn in which it is nearest.
pub(super) fn angle(
    case: &ReferenceCase,
    tolerance: Tolerance,
    (name, got_rad): (&str, f64),
) -> Result<Quantity, CaseError> {
    let expected_deg = case.number(name)?;
    let got_deg = got_rad.to_degrees();
    let got_deg = got_deg - 360.0 * ((got_deg - expected_deg) / 360.0).round();
    Ok(Quantity::new(name, [got_deg], [expected_deg], tolerance))
}

/// A vector as one quantity.
pub(super) fn vector(
    name: &str,
    got: Vector3<f64>,
    expected: Vector3<f64>,
    tolerance: Tolerance,
) -> Quantity {
    let list = |vector: Vector3<f64>| [vector.x, vector.y, vector.z];
    Quantity::new(name, list(got), list(expected), tolerance)
}

pub(super) fn geodetic_ecef(case: &ReferenceCase) -> Quantities {
    let place = place(case, "")?;
    let expected = case.vector("", "_m")?;
    let mut found = Vec::new();
    match case.text("direction")? {
        "both" => {
            let tolerance = case.absolute("tol_ecef_m")?;
            found.push(vector("ecef_m", place.ecef().0, expected, tolerance));
        }
        "inverse" => {}
        _ => return Err(case.not("direction", "`both` or `inverse`")),
    }
    let got = Ecef(expected).geodetic();
    let tolerance = case.absolute("tol_lat_lon_deg")?;
    found.push(angle(case, tolerance, ("lat_deg", got.latitude_rad))?);
    // At a pole every meridian is as good as another.
    if case.number("lat_deg")?.abs() < 90.0 {
        found.push(angle(case, tolerance, ("lon_deg", got.longitude_rad))?);
    }
    let tolerance = case.absolute("tol_h_m")?;
    found.extend(case.compare(tolerance, [("h_m", got.altitude_m)])?);
    Ok(found)
}

pub(super) fn enu_aer(case: &ReferenceCase) -> Quantities {
    let site = Site::new(place(case, "site_")?);
    let target = place(case, "target_")?.ecef();
    let metres = case.absolute("tol_enu_m")?;
    let degrees = case.absolute("tol_angle_deg")?;
    let ranges = case.absolute("tol_range_m")?;
    let given = Ecef(case.vector("target_", "_m")?);
    let expected =
        Vector3::new(case.number("east_m")?, case.number("north_m")?, case.number("up_m")?);
    let look = site.look(given);
    let mut found = vec![
        vector("target_ecef_m", target.0, given.0, metres),
        vector("enu_m", site.enu(given).0, expected, metres),
    ];
    // Straight overhead there is no azimuth.
    if case.maybe("azimuth_deg")?.is_some() {
        found.push(angle(case, degrees, ("azimuth_deg", look.azimuth_rad))?);
    }
    found.push(angle(case, degrees, ("elevation_deg", look.elevation_rad))?);
    found.extend(case.compare(ranges, [("range_m", look.range_m)])?);
    Ok(found)
}

pub(super) fn geodesic(case: &ReferenceCase) -> Quantities {
    let ellipsoid = Ellipsoid::new(case.positive("a_m")?, 1.0 / case.positive("inv_f")?);
    let place = |latitude: &str, longitude: &str| {
        Ok(Geodetic::degrees(case.number(latitude)?, case.number(longitude)?, 0.0))
    };
    let from = place("lat1_deg", "lon1_deg")?;
    let directions = case.absolute("tol_azi_deg")?;
    let degrees = |tolerance, name, got_rad| angle(case, tolerance, (name, got_rad));
    match case.text("problem")? {
        "direct" => {
            let start_rad = case.number("azi1_deg")?.to_radians();
            let (end, azimuth_rad) = ellipsoid.direct(from, start_rad, case.number("s12_m")?);
            let places = case.absolute("tol_pos_deg")?;
            Ok(vec![
                degrees(places, "lat2_deg", end.latitude_rad)?,
                degrees(places, "lon2_deg", end.longitude_rad)?,
                degrees(directions, "azi2_forward_deg", azimuth_rad)?,
            ])
        }
        "inverse" => {
            let way = ellipsoid.inverse(from, place("lat2_deg", "lon2_deg")?);
            let mut found = case.compare(case.absolute("tol_s_m")?, [("s12_m", way.distance_m)])?;
            found.push(degrees(directions, "azi1_deg", way.azimuth_rad)?);
            found.push(degrees(directions, "azi2_forward_deg", way.azimuth_end_rad)?);
            Ok(found)
        }
        _ => Err(case.not("problem", "`direct` or `inverse`")),
    }
}

pub(super) fn atmosphere_low(case: &ReferenceCase) -> Quantities {
    let altitude_m = case.number("z_geometric_m")?;
    // At 86 km the standard has two temperatures, 0.5 ppm apart: this file means the lower side.
    let got = air_of_layers(altitude_m);
    case.compare_defined(
        case.relative("tol_rel")?,
        [
            ("h_geopotential_m", Some(geopotential_m(altitude_m))),
            ("t_molecular_K", Some(got.molecular_temperature_k)),
            ("t_kinetic_K", Some(got.temperature_k)),
            ("pressure_Pa", Some(got.pressure_pa)),
            ("density_kg_m3", Some(got.density_kgpm3)),
            ("sound_speed_m_s", Some(got.sound_speed_mps)),
            ("dynamic_viscosity_Pa_s", Some(got.viscosity_pas)),
            ("gravity_m_s2", Some(gravity_mps2(altitude_m))),
        ],
    )
}

pub(super) fn atmosphere_high(case: &ReferenceCase) -> Quantities {
    let got = air(case.number("z_geometric_m")?);
    let mut found = Vec::new();
    for (name, got, tolerance) in [
        ("t_kinetic_K", got.temperature_k, "tol_rel_temperature"),
        ("density_printed_kg_m3", got.density_kgpm3, "tol_rel_density_printed"),
        ("density_model_kg_m3", got.density_kgpm3, "tol_rel_density_model"),
        ("pressure_model_Pa", got.pressure_pa, "tol_rel_pressure"),
    ] {
        found.extend(case.compare_given(case.relative(tolerance)?, [(name, got)])?);
    }
    Ok(found)
}

/// The constants of gravity, which are the engine's own or the case cannot be evaluated.
pub(super) fn check_gravity(case: &ReferenceCase) -> Result<(), CaseError> {
    case.constant("mu_m3_s2", GRAVITATION_M3PS2)?;
    case.constant("j2", J2)?;
    case.constant("re_m", SEMI_MAJOR_M)
}

pub(super) fn gravity_j2(case: &ReferenceCase) -> Quantities {
    // The small part is the difference of two large ones: so the file's note allows.
    const OBLATE: Tolerance = Tolerance::relative(1e-11);
    check_gravity(case)?;
    let position_m = case.vector("r", "_m")?;
    let total = gravity::acceleration(&position_m);
    let point_mass = gravity::point_mass_acceleration(&position_m);
    let tolerance = case.relative("tol_rel_norm")?;
    let expected = |part: &str| case.vector(&format!("a_{part}_"), "_m_s2");
    Ok(vec![
        vector("a_twobody_m_s2", point_mass, expected("twobody")?, tolerance),
        vector("a_j2_m_s2", total - point_mass, expected("j2")?, OBLATE),
        vector("a_total_m_s2", total, expected("total")?, tolerance),
    ])
}

pub(super) fn rotating_frame(case: &ReferenceCase) -> Quantities {
    case.constant("omega_rad_s", ROTATION_RADPS)?;
    let time_s = case.number("t_s")?;
    let fixed = State {
        position_m: case.vector("r_ecef_", "_m")?,
        velocity_mps: case.vector("v_ecef_", "_m_s")?,
    };
    let inertial = Inertial {
        position_m: case.vector("r_eci_", "_m")?,
        velocity_mps: case.vector("v_eci_", "_m_s")?,
    };
    let (metres, speeds) = (case.absolute("tol_r_m")?, case.absolute("tol_v_m_s")?);
    let (to, back) = (fixed.inertial(time_s), inertial.earth_fixed(time_s));
    Ok(vec![
        vector("r_eci_m", to.position_m, inertial.position_m, metres),
        vector("v_eci_m_s", to.velocity_mps, inertial.velocity_mps, speeds),
        vector("r_ecef_m", back.position_m, fixed.position_m, metres),
        vector("v_ecef_m_s", back.velocity_mps, fixed.velocity_mps, speeds),
    ])
}
