//! Laws of the fly-out table, and its accuracy against a direct solution.

use super::*;
use proptest::prelude::*;

/// Upper tier to about 4 km/s, the same slower, a shorter one in drag, and one that stays in air.
const TYPES: [Kinematics; 4] = [
    Kinematics {
        acceleration_mps2: 60.0,
        burn_time_s: 80.0,
        ballistic_coefficient_kgpm2: None,
        altitude_min_m: 80_000.0,
        altitude_max_m: 600_000.0,
        range_max_m: 2_000_000.0,
    },
    Kinematics {
        acceleration_mps2: 42.0,
        burn_time_s: 95.0,
        ballistic_coefficient_kgpm2: Some(8_000.0),
        altitude_min_m: 80_000.0,
        altitude_max_m: 400_000.0,
        range_max_m: 1_500_000.0,
    },
    Kinematics {
        acceleration_mps2: 90.0,
        burn_time_s: 28.0,
        ballistic_coefficient_kgpm2: Some(12_000.0),
        altitude_min_m: 40_000.0,
        altitude_max_m: 150_000.0,
        range_max_m: 300_000.0,
    },
    Kinematics {
        acceleration_mps2: 200.0,
        burn_time_s: 8.0,
        ballistic_coefficient_kgpm2: Some(3_000.0),
        altitude_min_m: 2_000.0,
        altitude_max_m: 15_000.0,
        range_max_m: 40_000.0,
    },
];

/// Density of an exponential atmosphere in kg/m³, `1.225 exp(-h / 7200 m)`.
///
/// The form is that of Allen and Eggers, NACA TR 1381 (1958), with the density and scale height of
/// the reference cases `02_atmosphere_exponential.csv`.
fn exponential_density(altitude_m: f64) -> f64 {
    1.225 * libm::exp(-altitude_m / 7_200.0)
}

fn tabulate(kinematics: &Kinematics) -> Flyout {
    Flyout::tabulate(kinematics, exponential_density)
}

/// Position and velocity in the plane, from the Earth's centre, the launcher on the second axis.
type Plane = [f64; 4];

const RADIUS_M: f64 = 6_371_008.8;

/// Rates of motion in Cartesian coordinates; thrust is given radial and transverse.
fn direct_rates(kinematics: &Kinematics, thrust: [f64; 2], [x, z, vx, vz]: Plane) -> Plane {
    let radius_m = (x * x + z * z).sqrt();
    let (ux, uz) = (x / radius_m, z / radius_m);
    let altitude_m = radius_m - RADIUS_M;
    let drag = match kinematics.ballistic_coefficient_kgpm2 {
        Some(coefficient) if altitude_m < 100_000.0 => {
            let speed_mps = (vx * vx + vz * vz).sqrt();
            exponential_density(altitude_m) * speed_mps / (2.0 * coefficient)
        }
        _ => 0.0,
    };
    let pull = thrust[0] - 3.986_004_418e14 / (radius_m * radius_m);
    let ax = pull * ux + thrust[1] * uz - drag * vx;
    let az = pull * uz - thrust[1] * ux - drag * vz;
    [vx, vz, ax, az]
}

fn direct_step(kinematics: &Kinematics, thrust: [f64; 2], state: Plane, step_s: f64) -> Plane {
    let shifted = |k: Plane, h: f64| std::array::from_fn(|i| state[i] + h * k[i]);
    let k1 = direct_rates(kinematics, thrust, state);
    let k2 = direct_rates(kinematics, thrust, shifted(k1, 0.5 * step_s));
    let k3 = direct_rates(kinematics, thrust, shifted(k2, 0.5 * step_s));
    let k4 = direct_rates(kinematics, thrust, shifted(k3, step_s));
    let mean = std::array::from_fn(|i| (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]) / 6.0);
    shifted(mean, step_s)
}

/// Altitude, ground range and speed.
fn direct_place([x, z, vx, vz]: Plane) -> [f64; 3] {
    let altitude_m = (x * x + z * z).sqrt() - RADIUS_M;
    let speed_mps = (vx * vx + vz * vz).sqrt();
    [altitude_m, RADIUS_M * libm::atan2(x, z), speed_mps]
}

/// A second flight, in Cartesian coordinates and short steps: crossings of `altitudes_m` as
/// (ground range, arrival), ascending first.
fn direct_flight(
    kinematics: &Kinematics,
    elevation_rad: f64,
    altitudes_m: &[f64],
) -> Vec<[Option<(f64, Arrival)>; 2]> {
    let burn_s = kinematics.burn_time_s;
    let rise_s = 1.5_f64.min(0.1 * burn_s);
    let acceleration = kinematics.acceleration_mps2;
    let (up, along) = libm::sincos(elevation_rad);
    let phases = [
        (0.0, rise_s, [acceleration, 0.0]),
        (rise_s, burn_s, [acceleration * up, acceleration * along]),
        (burn_s, 2_000.0, [0.0, 0.0]),
    ];
    let mut found = vec![[None, None]; altitudes_m.len()];
    let mut state = [0.0, RADIUS_M, 0.0, 0.0];
    for (start_s, end_s, thrust) in phases {
        let steps = ((end_s - start_s) / 0.5_f64).ceil();
        let step_s = (end_s - start_s) / steps;
        for step in 0..steps as usize {
            let next = direct_step(kinematics, thrust, state, step_s);
            let (from, to) = (direct_place(state), direct_place(next));
            for (found, &altitude_m) in found.iter_mut().zip(altitudes_m) {
                if (from[0] < altitude_m) != (to[0] < altitude_m) {
                    let part = (altitude_m - from[0]) / (to[0] - from[0]);
                    let arrival = Arrival {
                        time_s: start_s + (step as f64 + part) * step_s,
                        speed_mps: lerp(from[2], to[2], part),
                    };
                    let branch = usize::from(to[0] < from[0]);
                    found[branch].get_or_insert((lerp(from[1], to[1], part), arrival));
                }
            }
            if to[0] < 0.0 {
                return found;
            }
            state = next;
        }
    }
    found
}

/// Earliest arrival at `range_m` among flights a twentieth of a degree apart, flattest first.
fn direct_arrival(family: &[[Option<(f64, Arrival)>; 2]], range_m: f64) -> Option<Arrival> {
    let neighbours = family.windows(2).flat_map(|pair| {
        let [[climb, descent], [next_climb, next_descent]] = [pair[0], pair[1]];
        // The flattest flight that gets there joins the climbs to the descents.
        let joint = if climb.is_none() { next_climb } else { None };
        [(climb, next_climb), (descent, next_descent), (joint, next_descent)]
    });
    neighbours
        .filter_map(|(one, other)| {
            let ((one_m, one), (other_m, other)) = (one?, other?);
            let part = (range_m - one_m) / (other_m - one_m);
            (0.0..=1.0).contains(&part).then(|| between(one, other, part))
        })
        .min_by(|one, other| one.time_s.total_cmp(&other.time_s))
}

/// Worst relative errors of time and speed over points off the grid, out to `share_max` of reach.
fn worst_errors(kinematics: &Kinematics, share_max: f64) -> (f64, f64) {
    const SHARES: [f64; 14] =
        [0.013, 0.05, 0.11, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.99, 0.999];
    let table = tabulate(kinematics);
    let (low_m, high_m) = (kinematics.altitude_min_m, table.max_altitude_m().unwrap());
    let altitudes_m = [0.003, 0.0371, 0.11, 0.237, 0.419, 0.613, 0.81, 0.995]
        .map(|part| lerp(low_m, high_m, part));
    let flights: Vec<_> = (1..=1800)
        .map(|step| FRAC_PI_2 * f64::from(step) / 1800.0)
        .map(|elevation_rad| direct_flight(kinematics, elevation_rad, &altitudes_m))
        .collect();
    let (mut time, mut speed) = (0.0_f64, 0.0_f64);
    for (index, &altitude_m) in altitudes_m.iter().enumerate() {
        let family: Vec<_> = flights.iter().map(|flight| flight[index]).collect();
        let reach_m = table.reach_m(altitude_m).unwrap();
        for share in SHARES.into_iter().filter(|share| *share <= share_max) {
            let got = table.arrival(share * reach_m, altitude_m).unwrap();
            let direct = direct_arrival(&family, share * reach_m).unwrap();
            time = time.max((got.time_s / direct.time_s - 1.0).abs());
            speed = speed.max((got.speed_mps / direct.speed_mps - 1.0).abs());
        }
    }
    (time, speed)
}

#[test]
fn times_agree_with_a_direct_solution() {
    let [upper, slow_upper, short, endo] = TYPES;
    let cases = [
        (upper, 1.0, 0.003, 0.005),
        (slow_upper, 1.0, 0.003, 0.005),
        (short, 1.0, 0.003, 0.005),
        (endo, 0.99, 0.01, 0.03),
    ];
    for (kinematics, share_max, time_tolerance, speed_tolerance) in cases {
        let (time, speed) = worst_errors(&kinematics, share_max);
        assert!(time < time_tolerance, "time is off by {time}: {kinematics:?}");
        assert!(speed < speed_tolerance, "speed is off by {speed}: {kinematics:?}");
    }
}

/// The reach of the fine family is neither missed nor exceeded by more than 0.1 %.
#[test]
fn reach_agrees_with_a_direct_solution() {
    let kinematics = TYPES[1];
    let table = tabulate(&kinematics);
    for altitude_m in [83_000.0, 151_234.0, 267_000.0, 391_000.0] {
        let farthest_m = (1..=900)
            .map(|step| FRAC_PI_2 * f64::from(step) / 900.0)
            .flat_map(|rad| direct_flight(&kinematics, rad, &[altitude_m]).remove(0))
            .flatten()
            .map(|(range_m, _)| range_m)
            .fold(0.0, f64::max);
        let reach_m = table.reach_m(altitude_m).unwrap();
        assert!((reach_m / farthest_m - 1.0).abs() < 1e-3, "{reach_m} of {farthest_m}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn more_thrust_is_never_later(
        index in 0..TYPES.len(),
        factor in 1.02..1.6_f64,
        places in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 200),
    ) {
        let slow = TYPES[index];
        let acceleration_mps2 = factor * slow.acceleration_mps2;
        let fast = tabulate(&Kinematics { acceleration_mps2, ..slow });
        let slow = tabulate(&slow);
        for (up, share) in places {
            let altitude_m = lerp(slow.altitude_min_m, slow.altitude_max_m, up);
            let range_m = share * slow.reach_m(altitude_m).unwrap();
            let late = slow.arrival(range_m, altitude_m).unwrap();
            let soon = fast.arrival(range_m, altitude_m).unwrap();
            prop_assert!(soon.time_s < late.time_s, "{soon:?} {late:?}");
        }
    }
}

#[test]
fn time_grows_with_range_at_each_altitude() {
    for table in TYPES.map(|kinematics| tabulate(&kinematics)) {
        for up in (0..=50).map(|step| f64::from(step) / 50.0) {
            let altitude_m =
                lerp(table.altitude_min_m, table.altitude_max_m, up).min(table.altitude_max_m);
            let reach_m = table.reach_m(altitude_m).unwrap();
            let times = (0..=1000).map(|step| {
                let range_m = (reach_m * f64::from(step) / 1000.0).min(reach_m);
                table.arrival(range_m, altitude_m).unwrap().time_s
            });
            assert!(times.is_sorted_by(|before, after| before < after), "at {altitude_m}");
        }
    }
}

#[test]
fn nothing_is_reached_outside_the_limits() {
    let kinematics = TYPES[2];
    let table = tabulate(&kinematics);
    assert!(table.arrival(100_000.0, 40_000.0).is_some());
    assert!(table.arrival(300_000.0, 60_000.0).is_some());
    let outside = [
        (100_000.0, 39_999.0),
        (100_000.0, 150_001.0),
        (300_001.0, 60_000.0),
        (-1.0, 100_000.0),
        (f64::NAN, 100_000.0),
        (100_000.0, f64::NAN),
        (f64::INFINITY, f64::INFINITY),
    ];
    for (range_m, altitude_m) in outside {
        assert_eq!(table.arrival(range_m, altitude_m), None);
    }
    let weak = tabulate(&TYPES[1]);
    let reach_m = weak.reach_m(200_000.0).unwrap();
    assert!(reach_m < TYPES[1].range_max_m);
    assert_eq!(weak.arrival(reach_m + 1.0, 200_000.0), None);
}

#[test]
fn a_type_that_cannot_fly_reaches_nothing() {
    let sound = TYPES[0];
    let types = [
        Kinematics { acceleration_mps2: 9.0, ..sound },
        Kinematics { acceleration_mps2: f64::NAN, ..sound },
        Kinematics { acceleration_mps2: -50.0, ..sound },
        Kinematics { burn_time_s: 0.0, ..sound },
        Kinematics { burn_time_s: 1.0, ..sound },
        Kinematics { altitude_max_m: 79_000.0, ..sound },
        Kinematics { range_max_m: f64::INFINITY, ..sound },
        Kinematics { ballistic_coefficient_kgpm2: Some(0.0), ..sound },
    ];
    for kinematics in types {
        let table = tabulate(&kinematics);
        assert_eq!(table.arrival(0.0, 100_000.0), None, "{kinematics:?}");
        assert_eq!((table.reach_m.len(), table.max_altitude_m()), (0, None));
    }
}

#[test]
fn absurd_types_do_no_harm() {
    let sound = TYPES[3];
    let types = [
        Kinematics { acceleration_mps2: 1e6, ..sound },
        Kinematics { burn_time_s: 1e9, ..sound },
        Kinematics { ballistic_coefficient_kgpm2: Some(1e-3), ..sound },
        Kinematics { altitude_min_m: -1e9, altitude_max_m: 1e12, range_max_m: 1e12, ..sound },
    ];
    for kinematics in types {
        let table = tabulate(&kinematics);
        let far = table.arrival(1_000.0, 3_000.0);
        assert!(far.is_none_or(|arrival| arrival.time_s > 0.0), "{kinematics:?}");
    }
}

/// Least distance from a path to a point in the plane of the flight, m.
fn miss_m(path: &FlyoutPath, range_m: f64, altitude_m: f64) -> f64 {
    let steps = path.points.windows(2).map(|step| {
        let at = |point: &FlyoutPoint| [point.ground_range_m, point.altitude_m];
        let (from, to) = (at(&step[0]), at(&step[1]));
        let along = [to[0] - from[0], to[1] - from[1]];
        let off = [range_m - from[0], altitude_m - from[1]];
        let length2 = along[0] * along[0] + along[1] * along[1];
        let part = ((off[0] * along[0] + off[1] * along[1]) / length2).clamp(0.0, 1.0);
        libm::hypot(off[0] - part * along[0], off[1] - part * along[1])
    });
    steps.fold(f64::INFINITY, f64::min)
}

/// The way to a point lies on the path within a hundredth of the distance, half of all within two
/// thousandths; the path ends on the ground, and not before the point.
#[test]
fn the_path_leads_to_the_point() {
    for kinematics in TYPES {
        let table = tabulate(&kinematics);
        let highest_m = table.max_altitude_m().unwrap();
        let mut shares = Vec::new();
        for up in 1..20 {
            let altitude_m = lerp(table.floor_m(), highest_m, f64::from(up) / 20.0);
            let reach_m = table.reach_m(altitude_m).unwrap();
            for out in 0..20 {
                let range_m = reach_m * f64::from(out) / 20.0;
                let path = table.path(range_m, altitude_m, exponential_density).unwrap();
                let share = miss_m(&path, range_m, altitude_m) / libm::hypot(range_m, altitude_m);
                assert!(share < 0.01, "{kinematics:?} {range_m} {altitude_m}: {share}");
                shares.push(share);
                let fall_m = path.fall_m().unwrap();
                assert!(fall_m >= range_m, "{range_m} {altitude_m}: {fall_m}");
            }
        }
        shares.sort_by(f64::total_cmp);
        assert!(shares[shares.len() / 2] < 0.002, "{}", shares[shares.len() / 2]);
    }
}
