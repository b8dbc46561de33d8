//! Aim: the steering with which a flight ends where the scenario says.
//!
//! Three unknowns (azimuth, tilt, cut-off) meet three conditions (impact down range, across it,
//! and the loft of the flight) by Newton's method with the full model of [`flight`], from a start
//! found on conics. It answers a question about notional vehicles: what flight is consistent with
//! this launch and this place? The altitude of the aim is left out: impact is on the ellipsoid.
//!
//! [`flight`]: crate::ballistics::flight

mod loft;
mod solver;

pub use self::loft::Loft;

use self::solver::{AimCondition, AimSolver, TrialFlight};
use crate::ballistics::boost::Steering;
use crate::ballistics::vehicle::{Vehicle, VehicleError};
use crate::earth::frames::{Ecef, Geodetic};
use crate::earth::geodesic;
use std::f64::consts::{FRAC_PI_2, TAU};
use std::fmt;
use std::fmt::{Display, Formatter};

/// Distance from launch to aim below which nothing is solved, m: thrust would end in the first
/// seconds of the tilt.
const NEAREST_M: f64 = 50e3;

/// Flight-path angles at cut-off outside these are refused, rad: 3° and 87°.
const LOFT_RAD_MIN: f64 = 0.052;
const LOFT_RAD_MAX: f64 = FRAC_PI_2 - 0.052;

/// Largest miss of a solution, m.
const MISS_M_MAX: f64 = 10.0;

/// Reason why there is no flight to an aim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AimError {
    /// The vehicle cannot fly at all.
    Vehicle(VehicleError),
    /// Latitudes must lie in [-π/2, π/2], angles and heights must be finite.
    Place,
    /// The aim is farther than the vehicle flies in its direction with this loft.
    OutOfRange {
        /// From launch to aim over the ellipsoid, m.
        distance_m: f64,
        /// From launch to the impact after a full burn, m.
        reach_m: f64,
    },
    /// The aim is nearer than a flight is solved for.
    TooClose {
        /// From launch to aim over the ellipsoid, m.
        distance_m: f64,
        /// Least distance, m.
        nearest_m: f64,
    },
    /// The loft asks for a flight-path angle that is not between 3° and 87°.
    Loft {
        /// Flight-path angle asked for, rad.
        flight_path_rad: f64,
    },
    /// The search came to an end elsewhere.
    NotFound {
        /// From launch to aim over the ellipsoid, m.
        distance_m: f64,
    },
}

impl Display for AimError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let km = |metres: &f64| metres / 1000.0;
        match self {
            Self::Vehicle(error) => error.fmt(out),
            Self::Place => write!(out, "latitudes lie between -90 and 90 degrees"),
            Self::OutOfRange { distance_m, reach_m } => write!(
                out,
                "it is {:.0} km away, {:.0} km beyond the {:.0} km that this flight reaches",
                km(distance_m),
                km(distance_m) - km(reach_m),
                km(reach_m)
            ),
            Self::TooClose { distance_m, nearest_m } => write!(
                out,
                "it is {:.0} km away; flights are solved from {:.0} km",
                km(distance_m),
                km(nearest_m)
            ),
            Self::Loft { flight_path_rad } => write!(
                out,
                "this loft asks for {:.1} degrees at cut-off; from 3 to 87 can be flown",
                flight_path_rad.to_degrees()
            ),
            Self::NotFound { distance_m } => {
                write!(out, "no flight to it was found, {:.0} km away", km(distance_m))
            }
        }
    }
}

impl std::error::Error for AimError {}

/// The steering that takes `vehicle` from `launch` to within 10 m of `aim`, undisturbed.
///
/// # Errors
/// See [`AimError`]: the input is not sound, or no such flight exists, or it was not found.
pub fn solve(
    vehicle: &Vehicle,
    launch: Geodetic,
    aim: Geodetic,
    loft: Loft,
) -> Result<Steering, AimError> {
    check(vehicle, &[launch, aim])?;
    let distance_m = geodesic::inverse(launch, aim).distance_m;
    if distance_m < NEAREST_M {
        return Err(AimError::TooClose { distance_m, nearest_m: NEAREST_M });
    }
    let search = AimSolver::new(vehicle, launch, aim, loft);
    check_loft(loft.flight_path_rad(search.range_angle_rad()))?;
    let Some(start) = search.start(AimCondition::Impact) else {
        return Err(out_of_range(&search, distance_m));
    };
    let (steering, shot) = search.refine(AimCondition::Impact, start);
    if steering.cutoff_s > vehicle.burn_time_s() {
        return Err(out_of_range(&search, distance_m));
    }
    match shot {
        Some(shot) if shot.miss_m() < MISS_M_MAX && shot.is_settled() => {
            Ok(Steering { azimuth_rad: steering.azimuth_rad.rem_euclid(TAU), ..steering })
        }
        _ => Err(AimError::NotFound { distance_m }),
    }
}

/// Reach of `vehicle` from `launch` towards an azimuth (rad) with a full burn, m over the
/// ellipsoid.
///
/// For a vehicle strong enough for orbit a full burn is not its farthest flight, if it comes down
/// at all.
///
/// # Errors
/// As [`solve`]; [`AimError::NotFound`] also if the vehicle does not come down.
pub fn reach_m(
    vehicle: &Vehicle,
    launch: Geodetic,
    azimuth_rad: f64,
    loft: Loft,
) -> Result<f64, AimError> {
    const TOWARDS_M: f64 = 1e6;
    check(vehicle, &[launch])?;
    if !azimuth_rad.is_finite() {
        return Err(AimError::Place);
    }
    let towards = geodesic::direct(launch, azimuth_rad, TOWARDS_M);
    let search = AimSolver::new(vehicle, launch, towards, loft);
    let not_found = AimError::NotFound { distance_m: TOWARDS_M };
    farthest_m(&search).ok_or(not_found)
}

fn farthest_m(search: &AimSolver) -> Option<f64> {
    let start = search.start(AimCondition::FullBurn)?;
    let (_, shot) = search.refine(AimCondition::FullBurn, start);
    let TrialFlight { impact_m, .. } = shot.filter(TrialFlight::is_settled)?;
    let impact = Ecef(impact_m).geodetic();
    Some(geodesic::inverse(search.launch(), impact).distance_m)
}

fn out_of_range(search: &AimSolver, distance_m: f64) -> AimError {
    match farthest_m(search) {
        Some(reach_m) if reach_m < distance_m => AimError::OutOfRange { distance_m, reach_m },
        _ => AimError::NotFound { distance_m },
    }
}

fn check(vehicle: &Vehicle, places: &[Geodetic]) -> Result<(), AimError> {
    vehicle.check().map_err(AimError::Vehicle)?;
    let sound = places.iter().all(|place| {
        place.latitude_rad.abs() <= FRAC_PI_2
            && place.longitude_rad.is_finite()
            && place.altitude_m.is_finite()
    });
    if sound { Ok(()) } else { Err(AimError::Place) }
}

fn check_loft(flight_path_rad: f64) -> Result<(), AimError> {
    if (LOFT_RAD_MIN..=LOFT_RAD_MAX).contains(&flight_path_rad) {
        Ok(())
    } else {
        Err(AimError::Loft { flight_path_rad })
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::Vector3;

    use super::*;
    use crate::ballistics::flight::{Advance, Flight};
    use crate::ballistics::state::{State, turned};
    use crate::ballistics::tests::notional::{mean, vehicle, vehicles};

    const LOFTS: [Loft; 3] = [Loft::MinimumEnergy, Loft::Offset(0.2), Loft::Offset(-0.2)];

    /// Cut-off and impact, the latter with its time since cut-off.
    fn flown(vehicle: &Vehicle, launch: Geodetic, steering: &Steering) -> (State, State, f64) {
        let flight = Flight::new(vehicle, launch, steering, Vector3::zeros());
        let cutoff_s = flight.cutoff_s();
        let Advance::Flying(cutoff) = flight.advance(&flight.launch_state(), 0.0, cutoff_s) else {
            panic!("it falls in boost");
        };
        match flight.advance(&cutoff, cutoff_s, 1e5) {
            Advance::Impact { time_s, state } => (cutoff, state, time_s - cutoff_s),
            Advance::Flying(_) => panic!("it stays up"),
        }
    }

    /// Every class of vehicle, from 200 km to its reach, in all directions, from the equator, over
    /// the pole and over the date line, steep and flat: within 10 m of its aim.
    #[test]
    fn flights_end_at_their_aim() {
        for (name, vehicle) in vehicles() {
            for (latitude_deg, longitude_deg, altitude_m) in
                [(0.0, 0.0, 0.0), (35.0, 50.0, 1e3), (-60.0, 179.5, 50.0), (88.0, 10.0, 0.0)]
            {
                let launch = Geodetic::degrees(latitude_deg, longitude_deg, altitude_m);
                for octant in 0..8 {
                    let azimuth_rad = f64::from(octant) * TAU / 8.0;
                    let loft = LOFTS[octant as usize % LOFTS.len()];
                    let reach = reach_m(&vehicle, launch, azimuth_rad, loft).expect(name);
                    for distance_m in [200e3, 0.4 * reach, 0.8 * reach, 0.999 * reach] {
                        let aim = geodesic::direct(launch, azimuth_rad, distance_m.max(200e3));
                        let case = format!("{name} {launch:?} {octant} {loft:?} {distance_m}");
                        let steering = solve(&vehicle, launch, aim, loft)
                            .unwrap_or_else(|error| panic!("{case}: {error:?}"));
                        let (cutoff, end, after_s) = flown(&vehicle, launch, &steering);
                        let miss_m = (end.position_m - aim.ecef().0).norm();
                        assert!(miss_m < 10.0, "{case}: {miss_m} m");

                        let inertial = cutoff.inertial(0.0);
                        let swept = inertial.position_m.angle(&turned(&end.position_m, after_s));
                        let off = inertial.flight_path_rad() - loft.flight_path_rad(swept);
                        assert!(off.abs() < 1e-4, "{case}: loft off by {off} rad");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_too_far_is_told_how_far() {
        let launch = Geodetic::degrees(20.0, 30.0, 0.0);
        for (name, vehicle) in vehicles() {
            for beyond in [1.001, 1.05, 1.3] {
                let reach = reach_m(&vehicle, launch, 1.0, Loft::MinimumEnergy).expect(name);
                let aim = geodesic::direct(launch, 1.0, beyond * reach);
                match solve(&vehicle, launch, aim, Loft::MinimumEnergy) {
                    Err(AimError::OutOfRange { distance_m, reach_m }) => {
                        assert!((distance_m - beyond * reach).abs() < 1.0, "{name}");
                        // The plane through launch and aim is not quite the geodesic.
                        assert!(
                            (reach_m - reach).abs() < 2e-3 * reach,
                            "{name}: {reach_m} {reach}"
                        );
                    }
                    other => panic!("{name} {beyond}: {other:?}"),
                }
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let short = vehicle("short, mean");
        let at = Geodetic::degrees;
        let (launch, aim) = (at(10.0, 10.0, 0.0), at(12.0, 12.0, 0.0));
        let least = Loft::MinimumEnergy;
        let weak = mean(1e3, &[[60.0, 5.0]]);
        let error =
            |vehicle, launch, aim, loft| solve(vehicle, launch, aim, loft).expect_err("refused");

        assert!(matches!(error(&weak, launch, aim, least), AimError::Vehicle(_)));
        assert_eq!(error(&short, at(91.0, 0.0, 0.0), aim, least), AimError::Place);
        assert_eq!(error(&short, launch, at(0.0, f64::NAN, 0.0), least), AimError::Place);
        assert!(matches!(error(&short, launch, launch, least), AimError::TooClose { .. }));
        for offset_rad in [-0.8, 0.8, f64::NAN] {
            let loft = Loft::Offset(offset_rad);
            assert!(matches!(error(&short, launch, aim, loft), AimError::Loft { .. }));
        }
        let orbital = mean(1e3, &[[300.0, 60.0]]);
        let reach = reach_m(&orbital, launch, 0.0, least);
        assert!(matches!(reach, Err(AimError::NotFound { .. })), "{reach:?}");
        assert!(solve(&orbital, launch, at(60.0, -100.0, 0.0), least).is_ok());
    }
}
