//! The threat types of the shipped catalogue: each reaches what its class says, and flies as the
//! closed forms of free flight foretell (Bate, Mueller, White 1971, ch. 6; Wheelon 1959).
//!
//! Reaches and losses are checked against limits known beforehand, the free flight against the
//! conic from its own cut-off. The tolerances are estimates of what a conic leaves out, stated with
//! each.

use crate::common::path;
use lisbon::account::trajectory::{FlightFigures, FlightRequest, Trajectory, TrajectoryPoint};
use lisbon::ballistics::aim;
use lisbon::ballistics::aim::Loft;
use lisbon::ballistics::conic::{Burnout, minimum_energy_rad};
use lisbon::earth::frames::Geodetic;
use lisbon::earth::geodesic;
use lisbon::earth::wgs84::GRAVITATION_M3PS2;
use lisbon::scenario;
use lisbon::scenario::identity::{Object, ThreatId};
use lisbon::scenario::model::{Scenario, Threat};
use std::f64::consts::TAU;
use std::fs;

/// Classes of range, km: below 1,000 short, to 3,000 medium, to 5,500 intermediate, beyond
/// intercontinental (National Air and Space Intelligence Center, *Ballistic and Cruise Missile
/// Threat*, 2017). The least of short and the most of long are the catalogue's own.
const CLASSES: [(&str, f64, f64); 5] = [
    ("short-range", 300.0, 1_000.0),
    ("medium-range", 1_000.0, 3_000.0),
    ("intermediate-range", 3_000.0, 5_500.0),
    ("long-range", 5_500.0, 10_000.0),
    ("intercontinental-range", 5_500.0, 13_000.0),
];

/// The quickstart with threats of one type, at an aim that all types reach.
fn with_type(name: &str) -> Scenario {
    let root = path("scenarios/quickstart.toml");
    let parsed = scenario::parse(&root, &mut |file| {
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        let text = text.replace("\"intermediate-range\"\nl", &format!("\"{name}\"\nl"));
        let near = text.replace(
            "latitude_deg = 30\nlongitude_deg = 52",
            "latitude_deg = 45\nlongitude_deg = 42",
        );
        Ok(near.replace("aims = [\"bucharest\", \"rostov\", \"ankara\"]", "aims = [\"rostov\"]"))
    });
    let scenario = parsed.unwrap_or_else(|faults| panic!("{name}: {faults}"));
    assert_eq!(scenario.threats[0].kind.name, name);
    scenario
}

/// Each type of the catalogue in a scenario of its own.
fn types() -> Vec<(Scenario, [f64; 2])> {
    let text = fs::read_to_string(path("scenarios/catalogues/notional.toml")).unwrap();
    let catalogue: toml::Table = text.parse().unwrap();
    let listed: Vec<&str> = catalogue["threat_types"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["id"].as_str().unwrap())
        .collect();
    assert_eq!(listed.len(), CLASSES.len(), "a class for each type: {listed:?}");
    CLASSES
        .iter()
        .map(|(name, least_km, most_km)| (with_type(name), [least_km * 1e3, most_km * 1e3]))
        .collect()
}

/// A launch to be aimed.
#[derive(Debug, Clone, Copy)]
struct Shot {
    launch: Geodetic,
    azimuth_rad: f64,
    loft: Loft,
}

impl Shot {
    fn reach_m(&self, scenario: &Scenario) -> f64 {
        let vehicle = &scenario.threats[0].kind.vehicle;
        aim::reach_m(vehicle, self.launch, self.azimuth_rad, self.loft).unwrap()
    }

    /// The flight to this distance, as `lisbon fly` tells it.
    fn flown(&self, scenario: &Scenario, distance_m: f64) -> Trajectory {
        let aim = geodesic::direct(self.launch, self.azimuth_rad, distance_m);
        let mut scenario = scenario.clone();
        let kind = scenario.threats[0].kind.clone();
        let steering = aim::solve(&kind.vehicle, self.launch, aim, self.loft);
        let steering = steering.unwrap_or_else(|error| panic!("{self:?} {distance_m}: {error}"));
        let threat = Threat {
            launch: self.launch,
            loft: self.loft,
            steering,
            ..scenario.threats[0].clone()
        };
        scenario.assets[threat.aim.index()].place = aim;
        scenario.threats = vec![threat];
        scenario.last_tick = 20_000;
        Trajectory::of(&FlightRequest {
            scenario: &scenario,
            threat: ThreatId(0),
            object: Object::Payload,
            luck: None,
            every_s: 10.0,
        })
    }
}

/// From a middle latitude in eight directions, and from the equator to the east, where the Earth's
/// turning gives most.
fn shots(loft: Loft) -> Vec<Shot> {
    let from = |latitude_deg, azimuth_rad| Shot {
        launch: Geodetic::degrees(latitude_deg, 50.0, 0.0),
        azimuth_rad,
        loft,
    };
    (0..8)
        .map(|octant| from(40.0, f64::from(octant) * TAU / 8.0))
        .chain([from(0.0, TAU / 4.0)])
        .collect()
}

#[test]
fn each_type_reaches_what_its_class_says() {
    for (scenario, [least_m, most_m]) in types() {
        for shot in shots(Loft::MinimumEnergy) {
            let reach_m = shot.reach_m(&scenario);
            let name = &scenario.threats[0].kind.name;
            assert!((least_m..=most_m).contains(&reach_m), "{name} {shot:?}: {reach_m} m");
        }
    }
}

/// What thrust gives less what gravity and air take. Gravity takes `g t` of a rocket that rises all
/// the time, and less of one that tilts; the air, and the thrust's angle to the velocity, take some
/// more. Less than a third of `g t` would be lost by a rocket that hardly rises, more than half as
/// much again by one that burns in vain.
#[test]
fn a_full_burn_gives_the_ideal_speed_less_plausible_losses() {
    const GRAVITY_MPS2: f64 = 9.8;
    for (scenario, _) in types() {
        let vehicle = &scenario.threats[0].kind.vehicle;
        let upright_mps = GRAVITY_MPS2 * vehicle.burn_time_s();
        for shot in shots(Loft::MinimumEnergy) {
            let flown = shot.flown(&scenario, 0.999 * shot.reach_m(&scenario));
            let cutoff = flown.headline.cutoff.unwrap();
            assert!((cutoff.flight_s - vehicle.burn_time_s()).abs() < 0.5);
            let loss_mps = vehicle.ideal_speed_mps() - cutoff.speed_mps;
            assert!(
                loss_mps > upright_mps / 3.0 && loss_mps < 1.5 * upright_mps,
                "{} {shot:?}: loses {loss_mps} of {upright_mps} m/s",
                flown.provenance.extent.threat_type
            );
        }
    }
}

/// What oblateness does to the height and the time of a free flight: its pull is `3/2 J2`, 0.16 %,
/// of the point mass's, and the nearer a flight is to an orbit the more that counts, up to thrice.
const OBLATENESS: f64 = 0.005;

/// How much later than on a conic a body comes down that air slows: the last 20 km on a slant of
/// 35° or more, at 1.2 km/s instead of many times that.
const LATER_S: f64 = 25.0;

/// Share of the speed that the air above the cut-off takes: its drag there, over one scale height.
fn loss_of_ascent(cutoff: &TrajectoryPoint) -> f64 {
    const SCALE_HEIGHT_M: f64 = 8e3;
    let climb_mps = cutoff.speed_mps * libm::sin(cutoff.flight_path_deg.unwrap().to_radians());
    cutoff.drag_mps2 * SCALE_HEIGHT_M / climb_mps / cutoff.speed_mps
}

/// The free flight, from the state at cut-off, agrees with the conic: in height, time and range.
#[test]
fn free_flights_agree_with_the_conic_from_their_cutoff() {
    for (scenario, _) in types() {
        for offset_deg in [-8.0_f64, 0.0, 8.0] {
            for shot in shots(Loft::Offset(offset_deg.to_radians())) {
                let reach_m = shot.reach_m(&scenario);
                for share in [0.6, 0.9] {
                    let told = shot.flown(&scenario, share * reach_m);
                    let case = format!("{} {shot:?} {share}", told.provenance.extent.threat_type);
                    let arcs = told.headline.arcs.unwrap();
                    let (flown, conic) = (arcs.flown, arcs.conic_from_cutoff.unwrap());
                    let cutoff = told.headline.cutoff.unwrap();
                    // Height and range go with the square of the speed; the estimate may be off by
                    // its half.
                    let air = 3.0 * loss_of_ascent(&cutoff);

                    let rise =
                        (flown.apogee_m - cutoff.altitude_m) / (conic.apogee_m - cutoff.altitude_m);
                    assert!(
                        rise > 1.0 - OBLATENESS - air && rise < 1.0 + OBLATENESS,
                        "{case}: rises {rise} of the conic's, air {air}"
                    );

                    let after_s = |arc: &FlightFigures| arc.time_of_flight_s - cutoff.flight_s;
                    let (fall_s, conic_s) = (after_s(&flown), after_s(&conic));
                    assert!(
                        fall_s > conic_s * (1.0 - OBLATENESS - air)
                            && fall_s < conic_s * (1.0 + OBLATENESS) + LATER_S,
                        "{case}: {fall_s} s, conic {conic_s} s"
                    );

                    // In the air it falls steeper: a few kilometres short.
                    let beyond_m = flown.range_m - conic.range_m;
                    let about_m = OBLATENESS * conic.range_m;
                    assert!(
                        beyond_m < about_m && beyond_m > -about_m - air * conic.range_m - 15e3,
                        "{case}: {beyond_m} m beyond the conic"
                    );
                }
            }
        }
    }
}

/// At cut-off a flight of minimum energy has the angle of Wheelon and of Bate, Mueller and White,
/// and no other angle would have reached the same range angle with less speed.
#[test]
fn minimum_energy_is_that_of_the_closed_form() {
    for (scenario, _) in types() {
        for shot in shots(Loft::MinimumEnergy) {
            let told = shot.flown(&scenario, 0.8 * shot.reach_m(&scenario));
            let loft = told.headline.loft.unwrap();
            assert!((loft.asked_deg - loft.flown_deg).abs() < 0.01, "{loft:?}");
            // Back to the height of the cut-off, where the closed form holds.
            let cutoff = told.headline.cutoff.unwrap();
            let burnout = Burnout {
                radius_m: 6_371e3 + cutoff.altitude_m,
                speed_mps: cutoff.inertial_speed_mps,
                flight_path_rad: loft.flown_deg.to_radians(),
            };
            let free = burnout.free_flight(burnout.radius_m).unwrap();
            let least = Burnout::minimum_energy(burnout.radius_m, free.range_angle_rad);
            // Its range down to the ground is longer than that back to its own height, by which it
            // is a little flatter than the best; a minimum forgives that.
            let dearer = burnout.speed_mps / least.speed_mps - 1.0;
            assert!(
                (0.0..0.01).contains(&dearer),
                "{}: {dearer}",
                told.provenance.extent.threat_type
            );
            let off = burnout.flight_path_rad - minimum_energy_rad(free.range_angle_rad);
            assert!(off <= 1e-9 && off > -0.12, "{}: {off}", told.provenance.extent.threat_type);
            assert!(least.speed_mps < (2.0 * GRAVITATION_M3PS2 / burnout.radius_m).sqrt());
        }
    }
}

#[test]
fn lofted_flights_last_longer_and_depressed_ones_shorter() {
    for (scenario, _) in types() {
        for shot in shots(Loft::MinimumEnergy) {
            let distance_m = 0.7 * shot.reach_m(&scenario);
            let [low, least, high] = [-8.0_f64, 0.0, 8.0].map(|offset_deg| {
                let loft = Loft::Offset(offset_deg.to_radians());
                let told = Shot { loft, ..shot }.flown(&scenario, distance_m);
                told.headline.arcs.unwrap().flown
            });
            let name = &scenario.threats[0].kind.name;
            for (flat, steep) in [(&low, &least), (&least, &high)] {
                let longer_s = steep.time_of_flight_s - flat.time_of_flight_s;
                assert!(longer_s > 5.0, "{name} {shot:?}: {longer_s} s longer");
                assert!(steep.apogee_m > 1.1 * flat.apogee_m, "{name} {shot:?}");
            }
        }
    }
}
