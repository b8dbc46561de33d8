//! Invented vehicles for tests: four classes of range, each with both kinds of thrust.

use crate::ballistics::vehicle::{Stage, Thrust, Vehicle};
use crate::earth::wgs84::STANDARD_GRAVITY_MPS2;

/// The vehicles by name: some 600, 1,400, 4,300 and 10,000 km of reach.
pub(crate) fn vehicles() -> Vec<(&'static str, Vehicle)> {
    vec![
        ("short, mean", mean(2e3, &[[70.0, 46.0]])),
        ("short, flow", flow(1.5e3, 800.0, &[[70.0, 240.0, 5_200.0, 900.0]])),
        ("medium, mean", mean(3e3, &[[100.0, 45.0]])),
        ("medium, flow", flow(3e3, 900.0, &[[105.0, 250.0, 13e3, 1_600.0]])),
        ("intermediate, mean", mean(5e3, &[[80.0, 37.0], [70.0, 55.0]])),
        (
            "intermediate, flow",
            flow(4e3, 1e3, &[[80.0, 265.0, 18e3, 1_800.0], [70.0, 280.0, 6e3, 700.0]]),
        ),
        ("long, mean", mean(8e3, &[[60.0, 37.0], [60.0, 47.0], [60.0, 64.0]])),
        (
            "long, flow",
            flow(
                7e3,
                1.1e3,
                &[
                    [60.0, 275.0, 30e3, 2_800.0],
                    [65.0, 290.0, 11.5e3, 1_100.0],
                    [60.0, 295.0, 4e3, 420.0],
                ],
            ),
        ),
    ]
}

/// A vehicle of this name.
pub(crate) fn vehicle(name: &str) -> Vehicle {
    let found = vehicles().into_iter().find(|(other, _)| *other == name);
    found.expect(name).1
}

/// Stages of (burn time in s, acceleration in m/s²).
pub(crate) fn mean(ballistic_coefficient_kgpm2: f64, stages: &[[f64; 2]]) -> Vehicle {
    let stage = |&[burn_time_s, acceleration_mps2]: &[f64; 2]| Stage {
        burn_time_s,
        thrust: Thrust::MeanAcceleration { acceleration_mps2 },
    };
    Vehicle {
        stages: stages.iter().map(stage).collect(),
        payload_kg: 500.0,
        ballistic_coefficient_kgpm2,
    }
}

/// Stages of (burn time in s, specific impulse in s, propellant and dry mass in kg).
pub(crate) fn flow(
    ballistic_coefficient_kgpm2: f64,
    payload_kg: f64,
    stages: &[[f64; 4]],
) -> Vehicle {
    let stage = |&[burn_time_s, impulse_s, propellant_kg, dry_kg]: &[f64; 4]| Stage {
        burn_time_s,
        thrust: Thrust::MassFlow {
            thrust_n: impulse_s * STANDARD_GRAVITY_MPS2 * propellant_kg / burn_time_s,
            propellant_kg,
            dry_kg,
        },
    };
    Vehicle { stages: stages.iter().map(stage).collect(), payload_kg, ballistic_coefficient_kgpm2 }
}
