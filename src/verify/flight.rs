//! Flight without air: oblate gravity over a long coast, conics, and boost.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::earth::{check_gravity, vector};
use super::judge::{Quantity, Tolerance};
use crate::ballistics::conic::Burnout;
use crate::ballistics::integrate::step;
use crate::ballistics::nystrom::propagate;
use crate::ballistics::state::{Inertial, State};
use crate::ballistics::vehicle::{Stage, Thrust, Vehicle};
use crate::earth::wgs84::{GRAVITATION_M3PS2, STANDARD_GRAVITY_MPS2};
use nalgebra::Vector3;

/// Tolerance of a step, m, with the method of the engine's arcs: tighter than theirs, as the cases
/// are.
const PROPAGATION_M: f64 = 1e-6;

/// Longest propagation, s: longer ones would not end while somebody waits.
const PROPAGATION_S_MAX: f64 = 1e7;

/// Steps of the truth in boost, s.
const BOOST_STEP_S: f64 = 0.5;

pub(super) fn j2_propagation(case: &ReferenceCase) -> Quantities {
    check_gravity(case)?;
    let duration_s = case.within("dt_s", -PROPAGATION_S_MAX..=PROPAGATION_S_MAX)?;
    let start =
        Inertial { position_m: case.vector("r0", "_m")?, velocity_mps: case.vector("v0", "_m_s")? };
    let (end_m, end_mps) = (case.vector("r1", "_m")?, case.vector("v1", "_m_s")?);
    let end = propagate(&start, duration_s, PROPAGATION_M);
    let metres = case.absolute("tol_r_m")?;
    let speeds = case.absolute("tol_v_m_s")?;
    Ok(vec![
        vector("r1_m", end.position_m, end_m, metres),
        vector("v1_m_s", end.velocity_mps, end_mps, speeds),
    ])
}

/// A conic in the units of its row: the engine's own are those of the Earth.
struct Units {
    /// Speed of the Earth that means what one of the row's means.
    speed: f64,
    surface: f64,
}

impl Units {
    fn of(case: &ReferenceCase) -> Result<Self, CaseError> {
        Ok(Self {
            speed: (GRAVITATION_M3PS2 / case.positive("mu_m3_s2")?).sqrt(),
            surface: case.positive("earth_radius_m")?,
        })
    }
}

/// Time of a flight in the units of its row; NaN where the conic does not come down.
fn time(from: &Burnout, radius_m: f64, units: &Units) -> f64 {
    let flight = from.free_flight(radius_m);
    flight.map_or(f64::NAN, |flight| flight.time_s * units.speed)
}

pub(super) fn minimum_energy(case: &ReferenceCase) -> Quantities {
    let units = Units::of(case)?;
    let angle_rad = case.number("ground_range_m")? / units.surface;
    let best = Burnout::minimum_energy(units.surface, angle_rad);
    let surface_gravity = GRAVITATION_M3PS2 / (units.surface * units.surface);
    case.compare_given(
        case.relative("tol_rel")?,
        [
            ("range_angle_deg", angle_rad.to_degrees()),
            ("q_burnout", best.q()),
            ("v_burnout_m_s", best.speed_mps / units.speed),
            ("gamma_burnout_deg", best.flight_path_rad.to_degrees()),
            ("apogee_altitude_m", best.apogee_radius_m() - units.surface),
            ("time_of_flight_s", time(&best, units.surface, &units)),
            ("semi_major_axis_m", best.semi_major_m()),
            ("eccentricity", best.eccentricity()),
            (
                "flat_earth_v_m_s",
                (surface_gravity * angle_rad * units.surface).sqrt() / units.speed,
            ),
        ],
    )
}

pub(super) fn general_arc(case: &ReferenceCase) -> Quantities {
    let units = Units::of(case)?;
    let start = Burnout {
        radius_m: units.surface + case.number("h_burnout_m")?,
        speed_mps: case.number("v_burnout_m_s")? * units.speed,
        flight_path_rad: case.number("gamma_burnout_deg")?.to_radians(),
    };
    let back_s = time(&start, start.radius_m, &units);
    let range_rad = |radius_m| {
        let flight = start.free_flight(radius_m);
        flight.map_or(f64::NAN, |flight| flight.range_angle_rad)
    };
    let impact = start.descending_through(units.surface);
    case.compare_given(
        case.relative("tol_rel")?,
        [
            ("q_burnout", start.q()),
            ("apogee_altitude_m", start.apogee_radius_m() - units.surface),
            // Ascent and descent between equal radii take equal times.
            ("time_to_apogee_s", 0.5 * back_s),
            ("free_flight_range_angle_deg", range_rad(start.radius_m).to_degrees()),
            ("free_flight_time_s", back_s),
            ("ground_range_to_surface_m", range_rad(units.surface) * units.surface),
            ("time_to_surface_s", time(&start, units.surface, &units)),
            ("impact_speed_m_s", impact.speed_mps / units.speed),
            ("impact_gamma_deg", impact.flight_path_rad.to_degrees()),
        ],
    )
}

pub(super) fn lofted_depressed(case: &ReferenceCase) -> Quantities {
    let units = Units::of(case)?;
    let angle_rad = case.number("ground_range_m")? / units.surface;
    let best = Burnout::minimum_energy(units.surface, angle_rad);
    let speed_mps = best.speed_mps * case.positive("v_over_v_min")?;
    let arcs = Burnout::of_range(units.surface, speed_mps, angle_rad);
    let tolerance = case.relative("tol_rel")?;
    let mut found = case.compare(tolerance, [("v_burnout_m_s", speed_mps / units.speed)])?;
    for (place, name) in ["depressed", "lofted"].into_iter().enumerate() {
        // An arc that starts downwards is none: the file leaves it blank.
        let arc = arcs.map(|arcs| arcs[place]);
        let arc = arc.filter(|arc| arc.flight_path_rad >= 0.0);
        let degrees = |arc: Burnout| arc.flight_path_rad.to_degrees();
        let apogee_m = |arc: Burnout| arc.apogee_radius_m() - units.surface;
        let time = |arc: Burnout| time(&arc, units.surface, &units);
        found.extend(case.compare_defined(
            tolerance,
            [
                (format!("gamma_{name}_deg"), arc.map(degrees)),
                (format!("apogee_{name}_m"), arc.map(apogee_m)),
                (format!("tof_{name}_s"), arc.map(time)),
            ],
        )?);
    }
    Ok(found)
}

pub(super) fn staging(case: &ReferenceCase) -> Quantities {
    const BURN_S: f64 = 60.0;
    let stages = case.table("stages", ["isp_s", "propellant_kg", "structure_kg"])?;
    let stage = |&[impulse_s, propellant_kg, dry_kg]: &[f64; 3]| Stage {
        burn_time_s: BURN_S,
        thrust: Thrust::MassFlow {
            thrust_n: impulse_s * STANDARD_GRAVITY_MPS2 * propellant_kg / BURN_S,
            propellant_kg,
            dry_kg,
        },
    };
    let vehicle = Vehicle {
        stages: stages.iter().map(stage).collect(),
        payload_kg: case.number("payload_kg")?,
        ballistic_coefficient_kgpm2: 1e3,
    };
    let tolerance = case.relative("tol_rel")?;
    let burns = || vehicle.burns();
    let mass_kg = burns().next().map(|burn| burn.mass_kg);
    let mut found = case.compare_defined(
        tolerance,
        [("liftoff_mass_kg", mass_kg), ("total_delta_v_m_s", Some(vehicle.ideal_speed_mps()))],
    )?;
    let ratios = burns().map(|burn| burn.mass_ratio());
    let speeds = burns().map(|burn| burn.ideal_speed_mps());
    found.push(case.compare_list(tolerance, "mass_ratios", ratios)?);
    found.push(case.compare_list(tolerance, "stage_delta_v_m_s", speeds)?);
    Ok(found)
}

/// A burn straight up over flat ground with the gravity of the row, in the steps of a boost.
pub(super) fn vertical_burn(case: &ReferenceCase) -> Quantities {
    let why = "fixed steps of 0.5 s, as the truth flies its boost";
    let (mass_kg, gravity_mps2) = (case.positive("m0_kg")?, case.positive("g_m_s2")?);
    let burn_time_s = case.positive("burn_time_s")?;
    let payload_kg = mass_kg / case.positive("mass_ratio")?;
    let vehicle = Vehicle {
        stages: vec![Stage {
            burn_time_s,
            thrust: Thrust::MassFlow {
                thrust_n: case.positive("thrust_N")?,
                propellant_kg: mass_kg - payload_kg,
                dry_kg: 0.0,
            },
        }],
        payload_kg,
        ballistic_coefficient_kgpm2: 1e3,
    };
    let Some(burn) = vehicle.burns().next() else {
        return Ok(Vec::new());
    };
    let up = |time_s: f64| Vector3::z() * (burn.acceleration_mps2(time_s) - gravity_mps2);
    let steps = (burn_time_s / BOOST_STEP_S).ceil();
    let dt_s = burn_time_s / steps;
    let mut state = State { position_m: Vector3::zeros(), velocity_mps: Vector3::zeros() };
    for index in 0..steps as u32 {
        let start_s = f64::from(index) * dt_s;
        state = step(&state, dt_s, |within_s, _| up(start_s + within_s));
    }
    let (height_m, speed_mps) = (state.position_m.z, state.velocity_mps.z);
    let tolerance = case.relative("tol_rel")?;
    let stepped = case.compare_given(
        tolerance,
        [
            ("v_burnout_m_s", speed_mps),
            ("h_burnout_m", height_m),
            ("h_apogee_flat_m", height_m + speed_mps * speed_mps / (2.0 * gravity_mps2)),
        ],
    )?;
    let loosened = |quantity: Quantity| quantity.loosened(Tolerance::relative(1e-7), why);
    let mut found: Vec<Quantity> = stepped.into_iter().map(loosened).collect();
    let accelerations = [("a_initial_m_s2", up(0.0).z), ("a_burnout_m_s2", up(burn_time_s).z)];
    found.extend(case.compare_given(tolerance, accelerations)?);
    Ok(found)
}
