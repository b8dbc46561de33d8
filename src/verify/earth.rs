//! The ground: places, ways, air, gravity and the turning frame.

use super::Tolerance;
use super::case::Case;
use super::case::Misread;
use super::judge::Quantity;
use crate::ballistics::state::Inertial;
use crate::ballistics::state::State;
use crate::earth::atmosphere::air;
use crate::earth::atmosphere::air_of_layers;
use crate::earth::atmosphere::geopotential_m;
use crate::earth::atmosphere::gravity_mps2;
use crate::earth::frames::Ecef;
use crate::earth::frames::Geodetic;
use crate::earth::frames::Site;
use crate::earth::geodesic::Ellipsoid;
use crate::earth::gravity;
use crate::earth::wgs84::GRAVITATION_M3PS2;
use crate::earth::wgs84::J2;
use crate::earth::wgs84::ROTATION_RADPS;
use crate::earth::wgs84::SEMI_MAJOR_M;
use nalgebra::Vector3;

type Evaluated = Result<Vec<Quantity>, Misread>;

fn place(case: &Case, whose: &str) -> Result<Geodetic, Misread> {
    Ok(Geodetic::degrees(
        case.number(&format!("{whose}lat_deg"))?,
        case.number(&format!("{whose}lon_deg"))?,
        case.number(&format!("{whose}h_m"))?,
    ))
}

/// A direction, deg, given in the turn in which it is nearest to another.
fn near_deg(got_rad: f64, expected_deg: f64) -> f64 {
    let got_deg = got_rad.to_degrees();
    got_deg - 360.0 * ((got_deg - expected_deg) / 360.0).round()
}

pub(super) fn angle(name: &str, got_rad: f64, expected_deg: f64, tolerance: Tolerance) -> Quantity {
    let got_deg = near_deg(got_rad, expected_deg);
    Quantity::new(name, [got_deg], [expected_deg], tolerance)
}

fn vector(name: &str, got: Vector3<f64>, expected: Vector3<f64>, tolerance: Tolerance) -> Quantity {
    let list = |vector: Vector3<f64>| [vector.x, vector.y, vector.z];
    Quantity::new(name, list(got), list(expected), tolerance)
}

pub(super) fn geodetic_ecef(case: &Case) -> Evaluated {
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
    let latitude_deg = case.number("lat_deg")?;
    found.push(angle("lat_deg", got.latitude_rad, latitude_deg, tolerance));
    // At a pole every meridian is as good as another.
    if latitude_deg.abs() < 90.0 {
        let longitude_deg = case.number("lon_deg")?;
        found.push(angle(
            "lon_deg",
            got.longitude_rad,
            longitude_deg,
            tolerance,
        ));
    }
    let tolerance = case.absolute("tol_h_m")?;
    found.push(Quantity::new(
        "h_m",
        [got.altitude_m],
        [case.number("h_m")?],
        tolerance,
    ));
    Ok(found)
}

pub(super) fn enu_aer(case: &Case) -> Evaluated {
    let site = Site::new(place(case, "site_")?);
    let target = place(case, "target_")?.ecef();
    let metres = case.absolute("tol_enu_m")?;
    let degrees = case.absolute("tol_angle_deg")?;
    let ranges = case.absolute("tol_range_m")?;
    let given = Ecef(case.vector("target_", "_m")?);
    let expected = Vector3::new(
        case.number("east_m")?,
        case.number("north_m")?,
        case.number("up_m")?,
    );
    let look = site.look(given);
    let mut found = vec![
        vector("target_ecef_m", target.0, given.0, metres),
        vector("enu_m", site.enu(given).0, expected, metres),
    ];
    // Straight overhead there is no azimuth.
    if let Some(azimuth_deg) = case.maybe("azimuth_deg")? {
        found.push(angle("azimuth_deg", look.azimuth_rad, azimuth_deg, degrees));
    }
    let elevation_deg = case.number("elevation_deg")?;
    found.push(angle(
        "elevation_deg",
        look.elevation_rad,
        elevation_deg,
        degrees,
    ));
    found.push(Quantity::new(
        "range_m",
        [look.range_m],
        [case.number("range_m")?],
        ranges,
    ));
    Ok(found)
}

pub(super) fn geodesic(case: &Case) -> Evaluated {
    let ellipsoid = Ellipsoid::new(case.positive("a_m")?, 1.0 / case.positive("inv_f")?);
    let place = |latitude: &str, longitude: &str| {
        Ok(Geodetic::degrees(
            case.number(latitude)?,
            case.number(longitude)?,
            0.0,
        ))
    };
    let from = place("lat1_deg", "lon1_deg")?;
    let distance_m = case.number("s12_m")?;
    let (start_deg, end_deg) = (case.number("azi1_deg")?, case.number("azi2_forward_deg")?);
    let directions = case.absolute("tol_azi_deg")?;
    match case.text("problem")? {
        "direct" => {
            let (end, azimuth_rad) = ellipsoid.direct(from, start_deg.to_radians(), distance_m);
            let tolerance = case.absolute("tol_pos_deg")?;
            let (latitude_deg, longitude_deg) =
                (case.number("lat2_deg")?, case.number("lon2_deg")?);
            Ok(vec![
                angle("lat2_deg", end.latitude_rad, latitude_deg, tolerance),
                angle("lon2_deg", end.longitude_rad, longitude_deg, tolerance),
                angle("azi2_forward_deg", azimuth_rad, end_deg, directions),
            ])
        }
        "inverse" => {
            let way = ellipsoid.inverse(from, place("lat2_deg", "lon2_deg")?);
            let tolerance = case.absolute("tol_s_m")?;
            Ok(vec![
                Quantity::new("s12_m", [way.distance_m], [distance_m], tolerance),
                angle("azi1_deg", way.azimuth_rad, start_deg, directions),
                angle("azi2_forward_deg", way.azimuth_end_rad, end_deg, directions),
            ])
        }
        _ => Err(case.not("problem", "`direct` or `inverse`")),
    }
}

pub(super) fn atmosphere_low(case: &Case) -> Evaluated {
    let altitude_m = case.number("z_geometric_m")?;
    // At 86 km the standard has two temperatures, 0.5 ppm apart: this file means the lower side.
    let got = air_of_layers(altitude_m);
    let tolerance = case.relative("tol_rel")?;
    [
        ("h_geopotential_m", geopotential_m(altitude_m)),
        ("t_molecular_K", got.molecular_temperature_k),
        ("t_kinetic_K", got.temperature_k),
        ("pressure_Pa", got.pressure_pa),
        ("density_kg_m3", got.density_kgpm3),
        ("sound_speed_m_s", got.sound_speed_mps),
        ("dynamic_viscosity_Pa_s", got.viscosity_pas),
        ("gravity_m_s2", gravity_mps2(altitude_m)),
    ]
    .into_iter()
    .map(|(name, got)| Ok(Quantity::new(name, [got], case.maybe(name)?, tolerance)))
    .collect()
}

pub(super) fn atmosphere_high(case: &Case) -> Evaluated {
    let got = air(case.number("z_geometric_m")?);
    [
        ("t_kinetic_K", got.temperature_k, "tol_rel_temperature"),
        (
            "density_printed_kg_m3",
            got.density_kgpm3,
            "tol_rel_density_printed",
        ),
        (
            "density_model_kg_m3",
            got.density_kgpm3,
            "tol_rel_density_model",
        ),
        ("pressure_model_Pa", got.pressure_pa, "tol_rel_pressure"),
    ]
    .into_iter()
    .map(|(name, got, tolerance)| {
        let tolerance = case.relative(tolerance)?;
        // A quantity that the row leaves blank is not asked for.
        let expected = case.maybe(name)?;
        Ok(expected.map(|expected| Quantity::new(name, [got], [expected], tolerance)))
    })
    .filter_map(Result::transpose)
    .collect()
}

/// The constants of gravity, which are the engine's own or the case cannot be evaluated.
pub(super) fn check_gravity(case: &Case) -> Result<(), Misread> {
    case.constant("mu_m3_s2", GRAVITATION_M3PS2)?;
    case.constant("j2", J2)?;
    case.constant("re_m", SEMI_MAJOR_M)
}

pub(super) fn gravity_j2(case: &Case) -> Evaluated {
    /// The small part is the difference of two large ones: so the file's note allows.
    const OBLATE: Tolerance = Tolerance::relative(1e-11);
    check_gravity(case)?;
    let position_m = case.vector("r", "_m")?;
    let total = gravity::acceleration(&position_m);
    let point_mass = gravity::point_mass_acceleration(&position_m);
    let tolerance = case.relative("tol_rel_norm")?;
    let expected = |part: &str| case.vector(&format!("a_{part}_"), "_m_s2");
    Ok(vec![
        vector(
            "a_twobody_m_s2",
            point_mass,
            expected("twobody")?,
            tolerance,
        ),
        vector("a_j2_m_s2", total - point_mass, expected("j2")?, OBLATE),
        vector("a_total_m_s2", total, expected("total")?, tolerance),
    ])
}

pub(super) fn rotating_frame(case: &Case) -> Evaluated {
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
