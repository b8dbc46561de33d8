//! Laws of assurance: what reach is, that knowledge only takes from it, and that both sides are
//! asked alike.

use crate::common::{grounded, shipped};
use lisbon::earth::frames::Geodetic;
use lisbon::earth::geodesic;
use lisbon::engine;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::reach::assurance;
use lisbon::reach::assurance::Assurance;
use lisbon::reach::envelope::FlightPath;
use lisbon::scenario::identity::SystemId;
use lisbon::scenario::model::Scenario;
use proptest::prelude::*;

fn asked(scenario: &Scenario, architectures: &[&str], runs: u64) -> Assurance {
    let place = |name: &&str| crate::common::named(scenario, name);
    let question = RunSelection {
        scenario,
        architectures: architectures.iter().map(place).collect(),
        seed: scenario.seed,
        runs: 0..runs,
    };
    assurance::assess(&question, &NoWatcher, engine::play)
}

#[test]
fn flights_come_down_where_corridors_end() {
    let scenario = shipped("assurance");
    assert_eq!(scenario.corridors.len(), 12);
    for side in [0, 1] {
        let own = (scenario.corridors.iter()).filter(|it| it.system == SystemId(side));
        assert_eq!(own.count(), 6);
    }
    for corridor in &scenario.corridors {
        let path = FlightPath::of(&corridor.flight());
        // From interior to interior: intercontinental.
        let range_m = geodesic::inverse(corridor.start, corridor.end).distance_m;
        assert!(range_m > 7e6, "{}", corridor.name);
        let mean_mps = range_m / (path.impact_s - path.burnout_s);
        assert!((4e3..6e3).contains(&mean_mps), "{mean_mps}");
        assert!((1.2e6..1.8e6).contains(&path.apogee_m()));
    }
}

/// The margin in distance says yes exactly where the margin in time does: an order up to the latest
/// leads to an intercept, one after it does not.
#[test]
fn the_two_margins_change_sign_at_the_same_order() {
    let scenario = shipped("assurance");
    let mut tried = 0;
    for corridor in &scenario.corridors {
        let path = FlightPath::of(&corridor.flight());
        for unit in &scenario.fire_units {
            let Some(latest_s) = path.latest_order_s(unit) else {
                let slack_m = path.slack_m(unit, path.burnout_s);
                assert!(slack_m.is_none_or(|slack_m| slack_m < 0.0), "{}", unit.name);
                continue;
            };
            let slack_m = |order_s| path.slack_m(unit, order_s).unwrap_or(f64::NEG_INFINITY);
            assert!(slack_m(latest_s - 0.5) >= -1.0, "{} {}", corridor.name, unit.name);
            assert!(slack_m(latest_s + 0.5) < 1.0, "{} {}", corridor.name, unit.name);
            tried += 1;
        }
    }
    assert!(tried > 6, "{tried}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What the margin in distance means: a fire unit moved by so much in any direction has no more
    /// and no less than that much more or less of it; and a later order never has more.
    #[test]
    fn the_margin_in_distance_is_one_of_places(
        corridor in 0..12_usize,
        unit in 0..6_usize,
        order_s in 180.0..1500.0_f64,
        azimuth_rad in 0.0..std::f64::consts::TAU,
        moved_m in 1e3..1e6_f64,
    ) {
        let scenario = shipped("assurance");
        let path = FlightPath::of(&scenario.corridors[corridor].flight());
        let mut unit = scenario.fire_units[unit].clone();
        let before = path.slack_m(&unit, order_s);
        let later = path.slack_m(&unit, order_s + 60.0);
        let or_never = |slack_m: Option<f64>| slack_m.unwrap_or(f64::NEG_INFINITY);
        prop_assert!(or_never(later) <= or_never(before) + 1.0);
        unit.place = geodesic::direct(unit.place, azimuth_rad, moved_m);
        let after = path.slack_m(&unit, order_s);
        prop_assert_eq!(before.is_some(), after.is_some());
        if let (Some(before), Some(after)) = (before, after) {
            // Ranges are of the mean sphere, the move is on the ellipsoid: under one per cent.
            prop_assert!((after - before).abs() <= 1.01 * moved_m, "{} {}", before, after);
        }
    }
}

#[test]
fn less_than_perfect_knowledge_reaches_no_farther() {
    let scenario = shipped("assurance");
    let found = asked(&scenario, &["isolated", "shared"], 2);
    assert_eq!((found.record.runs, found.record.is_interrupted()), (2, false));
    for sighted in &found.sensor_limited {
        for (sighted, perfect) in sighted.iter().zip(&found.corridors) {
            assert!(sighted.order_s.value >= perfect.burnout_s);
            assert!(sighted.units_within <= perfect.units_within(perfect.burnout_s));
            let best = perfect.best().unwrap();
            if let (Some(less_s), Some(most_s)) =
                (sighted.margin_s, best.margin_s(perfect.burnout_s))
            {
                assert!(less_s <= most_s);
            }
            if let (Some(less_m), Some(most_m)) = (sighted.slack_m, best.slack_m) {
                assert!(less_m <= most_m + 1.0);
            }
        }
    }
}

/// The two systems change places in the list, with all that names them: the same physical case, so
/// each corridor has the same answer, to the last bit.
#[test]
fn both_sides_are_asked_alike() {
    let scenario = shipped("assurance");
    let mut mirrored = scenario.clone();
    let other = |system: &mut SystemId| system.0 = 1 - system.0;
    mirrored.systems.swap(0, 1);
    mirrored.radars.iter_mut().for_each(|it| other(&mut it.system));
    mirrored.satellites.iter_mut().for_each(|it| other(&mut it.system));
    mirrored.fire_units.iter_mut().for_each(|it| other(&mut it.system));
    mirrored.assets.iter_mut().for_each(|it| other(&mut it.system));
    mirrored.corridors.iter_mut().for_each(|it| other(&mut it.system));
    for link in &mut mirrored.links {
        other(&mut link.from);
        other(&mut link.to);
    }
    let [ours, theirs] = [&scenario, &mirrored].map(|it| asked(it, &["isolated", "shared"], 2));
    assert_eq!(ours.sensor_limited, theirs.sensor_limited);
    for (ours, theirs) in ours.corridors.iter().zip(&theirs.corridors) {
        assert_eq!(ours.against.0, 1 - theirs.against.0);
        assert_eq!(ours.units, theirs.units);
    }
    // And neither side's answers are the other's: the test can fail.
    let within = |side: u16| {
        let own = ours.corridors.iter().filter(|it| it.against == SystemId(side));
        own.filter(|it| it.units_within(it.burnout_s) > 0).count()
    };
    assert_ne!(within(0), within(1));
}

#[test]
fn an_interceptor_that_goes_nowhere_reaches_nothing() {
    let mut scenario = shipped("assurance");
    grounded(&mut scenario);
    let found = asked(&scenario, &[], 0);
    for perfect in &found.corridors {
        assert_eq!(perfect.units_within(perfect.burnout_s), 0);
        assert!(perfect.units.iter().all(|unit| unit.latest_order_s.is_none()));
    }
}

/// A fire unit under the end of a corridor, a minute before the end of which it still reaches it
/// from below: the latest order is the impact less preparation and a fly-out to the lowest altitude
/// of an intercept.
#[test]
fn a_fire_unit_at_the_end_of_a_corridor_has_the_margin_of_a_closed_form() {
    let scenario = shipped("assurance");
    let corridor = &scenario.corridors[0];
    let path = FlightPath::of(&corridor.flight());
    let mut unit = scenario.fire_units[0].clone();
    unit.place = Geodetic { altitude_m: 0.0, ..corridor.end };
    let flyout = &unit.kind.flyout;
    // Speed and steepness of the fall hardly change between 90 km and the ground.
    let latest_s = path.latest_order_s(&unit).unwrap();
    let altitude_m = flyout.floor_m();
    // Entry at 7 km/s and 26 degrees below the horizontal: 90 km up it is some 190 km and half a
    // minute away.
    let away_m = altitude_m / libm::tan(26_f64.to_radians());
    let fall_s = altitude_m / (7000.0 * libm::sin(26_f64.to_radians()));
    let arrival = flyout.arrival(away_m, altitude_m).unwrap();
    let expected_s = path.impact_s - fall_s - arrival.time_s - unit.kind.preparation_s;
    assert!((latest_s - expected_s).abs() < 15.0, "{latest_s} for {expected_s}");
}
