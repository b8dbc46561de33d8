//! Flight without air: oblate gravity over a long coast, conics, and boost.

use super::Tolerance;
use super::case::Case;
use super::case::Misread;
use super::earth::check_gravity;
use super::judge::Quantity;
use crate::ballistics::conic::Burnout;
use crate::ballistics::integrate::step;
use crate::ballistics::nystrom::propagate;
use crate::ballistics::state::Inertial;
use crate::ballistics::state::State;
use crate::ballistics::vehicle::Stage;
use crate::ballistics::vehicle::Thrust;
use crate::ballistics::vehicle::Vehicle;
use crate::earth::wgs84::GRAVITATION_M3PS2;
use crate::earth::wgs84::STANDARD_GRAVITY_MPS2;
use nalgebra::Vector3;

type Evaluated = Result<Vec<Quantity>, Misread>;

/// Tolerance of a step, m, with the method of the engine's arcs: tighter than theirs, as the cases
/// are.
const PROPAGATION_M: f64 = 1e-6;

/// Longest propagation, s: longer ones would not end while somebody waits.
const PROPAGATION_S_MAX: f64 = 1e7;

/// Steps of the truth in boost, s.
const BOOST_STEP_S: f64 = 0.5;

pub(super) fn j2_propagation(case: &Case) -> Evaluated {
    check_gravity(case)?;
    let duration_s = case.number("dt_s")?;
    if duration_s.abs() > PROPAGATION_S_MAX {
        return Err(case.not("dt_s", "a time of at most ten million seconds"));
    }
    let start = Inertial {
        position_m: case.vector("r0", "_m")?,
        velocity_mps: case.vector("v0", "_m_s")?,
    };
    let (end_m, end_mps) = (case.vector("r1", "_m")?, case.vector("v1", "_m_s")?);
    let end = propagate(&start, duration_s, PROPAGATION_M);
    let metres = case.absolute("tol_r_m")?;
    let speeds = case.absolute("tol_v_m_s")?;
    let list = |vector: Vector3<f64>| [vector.x, vector.y, vector.z];
    Ok(vec![
        Quantity::new("r1_m", list(end.position_m), list(end_m), metres),
        Quantity::new("v1_m_s", list(end.velocity_mps), list(end_mps), speeds),
    ])
}

/// A conic in the units of its row: the engine's own are those of the Earth.
struct Units {
    /// Speed of the Earth that means what one of the row's means.
    speed: f64,
    surface: f64,
}

impl Units {
    fn of(case: &Case) -> Result<Self, Misread> {
        Ok(Self {
            speed: (GRAVITATION_M3PS2 / case.positive("mu_m3_s2")?).sqrt(),
            surface: case.positive("earth_radius_m")?,
        })
    }
}

/// The quantities of a row under its one tolerance; those that it leaves blank are not asked for.
fn under_one<'a>(
    case: &Case,
    tolerance: Tolerance,
    got: impl IntoIterator<Item = (&'a str, f64)>,
) -> Evaluated {
    got.into_iter()
        .map(|(name, got)| {
            let expected = case.maybe(name)?;
            Ok(expected.map(|expected| Quantity::new(name, [got], [expected], tolerance)))
        })
        .filter_map(Result::transpose)
        .collect()
}

/// Time of a flight in the units of its row; NaN where the conic does not come down.
fn time(from: &Burnout, radius_m: f64, units: &Units) -> f64 {
    let flight = from.free_flight(radius_m);
    flight.map_or(f64::NAN, |flight| flight.time_s * units.speed)
}

pub(super) fn minimum_energy(case: &Case) -> Evaluated {
    let units = Units::of(case)?;
    let angle_rad = case.number("ground_range_m")? / units.surface;
    let best = Burnout::minimum_energy(units.surface, angle_rad);
    let surface_gravity = GRAVITATION_M3PS2 / (units.surface * units.surface);
    under_one(
        case,
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

pub(super) fn general_arc(case: &Case) -> Evaluated {
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
    under_one(
        case,
        case.relative("tol_rel")?,
        [
            ("q_burnout", start.q()),
            ("apogee_altitude_m", start.apogee_radius_m() - units.surface),
            // Ascent and descent between equal radii take equal times.
            ("time_to_apogee_s", 0.5 * back_s),
            (
                "free_flight_range_angle_deg",
                range_rad(start.radius_m).to_degrees(),
            ),
            ("free_flight_time_s", back_s),
            (
                "ground_range_to_surface_m",
                range_rad(units.surface) * units.surface,
            ),
            ("time_to_surface_s", time(&start, units.surface, &units)),
            ("impact_speed_m_s", impact.speed_mps / units.speed),
            ("impact_gamma_deg", impact.flight_path_rad.to_degrees()),
        ],
    )
}

pub(super) fn lofted_depressed(case: &Case) -> Evaluated {
    let units = Units::of(case)?;
    let angle_rad = case.number("ground_range_m")? / units.surface;
    let best = Burnout::minimum_energy(units.surface, angle_rad);
    let speed_mps = best.speed_mps * case.positive("v_over_v_min")?;
    let arcs = Burnout::of_range(units.surface, speed_mps, angle_rad);
    let tolerance = case.relative("tol_rel")?;
    let mut found = under_one(
        case,
        tolerance,
        [("v_burnout_m_s", speed_mps / units.speed)],
    )?;
    for (place, name) in ["depressed", "lofted"].into_iter().enumerate() {
        // An arc that starts downwards is none: the file leaves it blank.
        let arc = arcs
            .map(|arcs| arcs[place])
            .filter(|arc| arc.flight_path_rad >= 0.0);
        let apogee = |arc: Burnout| arc.apogee_radius_m() - units.surface;
        for (column, got) in [
            (
                format!("gamma_{name}_deg"),
                arc.map(|arc| arc.flight_path_rad.to_degrees()),
            ),
            (format!("apogee_{name}_m"), arc.map(apogee)),
            (
                format!("tof_{name}_s"),
                arc.map(|arc| time(&arc, units.surface, &units)),
            ),
        ] {
            let expected = case.maybe(&column)?;
            found.push(Quantity::new(column, got, expected, tolerance));
        }
    }
    Ok(found)
}

/// A vehicle whose stages burn for a minute each, unless told otherwise.
fn vehicle(stages: &[[f64; 3]], payload_kg: f64, burn_time_s: f64) -> Vehicle {
    let stage = |&[impulse_s, propellant_kg, dry_kg]: &[f64; 3]| Stage {
        burn_time_s,
        thrust: Thrust::MassFlow {
            thrust_n: impulse_s * STANDARD_GRAVITY_MPS2 * propellant_kg / burn_time_s,
            propellant_kg,
            dry_kg,
        },
    };
    Vehicle {
        stages: stages.iter().map(stage).collect(),
        payload_kg,
        ballistic_coefficient_kgpm2: 1e3,
    }
}

pub(super) fn staging(case: &Case) -> Evaluated {
    let stages = case.table("stages", ["isp_s", "propellant_kg", "structure_kg"])?;
    let vehicle = vehicle(&stages, case.number("payload_kg")?, 60.0);
    let tolerance = case.relative("tol_rel")?;
    let burns = || vehicle.burns();
    let ratios = burns().map(|burn| burn.mass_ratio());
    let speeds = burns().map(|burn| burn.ideal_speed_mps());
    Ok(vec![
        Quantity::new(
            "liftoff_mass_kg",
            burns().next().map(|burn| burn.mass_kg()),
            [case.number("liftoff_mass_kg")?],
            tolerance,
        ),
        Quantity::new(
            "mass_ratios",
            ratios,
            case.numbers("mass_ratios")?,
            tolerance,
        ),
        Quantity::new(
            "stage_delta_v_m_s",
            speeds,
            case.numbers("stage_delta_v_m_s")?,
            tolerance,
        ),
        Quantity::new(
            "total_delta_v_m_s",
            [vehicle.ideal_speed_mps()],
            [case.number("total_delta_v_m_s")?],
            tolerance,
        ),
    ])
}

/// A burn straight up over flat ground with the gravity of the row, in the steps of a boost.
pub(super) fn vertical_burn(case: &Case) -> Evaluated {
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
    let mut state = State {
        position_m: Vector3::zeros(),
        velocity_mps: Vector3::zeros(),
    };
    for index in 0..steps as u32 {
        let start_s = f64::from(index) * dt_s;
        state = step(&state, dt_s, |within_s, _| up(start_s + within_s));
    }
    let (height_m, speed_mps) = (state.position_m.z, state.velocity_mps.z);
    let found = under_one(
        case,
        case.relative("tol_rel")?,
        [
            ("v_burnout_m_s", speed_mps),
            ("h_burnout_m", height_m),
            (
                "h_apogee_flat_m",
                height_m + speed_mps * speed_mps / (2.0 * gravity_mps2),
            ),
            ("a_initial_m_s2", up(0.0).z),
            ("a_burnout_m_s2", up(burn_time_s).z),
        ],
    )?;
    // The accelerations are no result of steps.
    let stepped = |quantity: &Quantity| !quantity.name.starts_with("a_");
    let judged = found.into_iter().map(|quantity| {
        if stepped(&quantity) {
            quantity.loosened(Tolerance::relative(1e-7), why)
        } else {
            quantity
        }
    });
    Ok(judged.collect())
}
