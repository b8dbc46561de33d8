//! Laws of assurance: what reach is, that knowledge only takes from it, and that both sides are
//! asked alike.

use crate::common::{grounded, shipped};
use lisbon::ballistics::flyout::{Flyout, Kinematics};
use lisbon::earth::atmosphere;
use lisbon::earth::frames::Geodetic;
use lisbon::earth::geodesic;
use lisbon::engine;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::reach::assurance;
use lisbon::reach::assurance::Assurance;
use lisbon::reach::change::{LeastChange, least_changes};
use lisbon::reach::envelope::FlightPath;
use lisbon::reach::withheld;
use lisbon::scenario::identity::SystemId;
use lisbon::scenario::model::{Content, FireUnit, Scenario};
use proptest::prelude::*;
use std::sync::Arc;

/// Accuracy of the edge of what an interceptor attains, m.
const EDGE_M: f64 = 300.0;

fn question<'a>(scenario: &'a Scenario, architectures: &[&str], runs: u64) -> RunSelection<'a> {
    let place = |name: &&str| crate::common::named(scenario, name);
    RunSelection {
        scenario,
        architectures: architectures.iter().map(place).collect(),
        seed: scenario.seed,
        runs: 0..runs,
    }
}

fn asked(scenario: &Scenario, architectures: &[&str], runs: u64) -> Assurance {
    assurance::assess(&question(scenario, architectures, runs), &NoWatcher, engine::play)
}

/// Names of the corridors that are within reach with perfect knowledge.
fn within(scenario: &Scenario) -> Vec<String> {
    let found = asked(scenario, &[], 0);
    let all = scenario.corridors.iter().zip(&found.corridors);
    let within = all.filter(|(_, reach)| reach.units_within(reach.burnout_s) > 0);
    within.map(|(corridor, _)| corridor.name.clone()).collect()
}

/// Flies the interceptors of the units that are chosen with other kinematics.
fn refly(
    scenario: &mut Scenario,
    is_chosen: impl Fn(&FireUnit) -> bool,
    change: impl Fn(Kinematics) -> Kinematics,
) {
    for unit in scenario.fire_units.iter_mut().filter(|unit| is_chosen(unit)) {
        let kinematics = change(*unit.kind.flyout.kinematics());
        let kind = Arc::make_mut(&mut unit.kind);
        kind.flyout = Flyout::tabulate(&kinematics, atmosphere::density_kgpm3);
    }
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
                let margin_m = path.margin_m(unit, path.burnout_s);
                assert!(margin_m.is_none_or(|margin_m| margin_m < 0.0), "{}", unit.name);
                continue;
            };
            let margin_m = |order_s| path.margin_m(unit, order_s).unwrap_or(f64::NEG_INFINITY);
            assert!(margin_m(latest_s - 1e-3) >= 0.0, "{} {}", corridor.name, unit.name);
            assert!(margin_m(latest_s + 1e-3) < 0.0, "{} {}", corridor.name, unit.name);
            tried += 1;
        }
    }
    assert!(tried > 6, "{tried}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The margin in distance is one of places: a fire unit moved by so much along the ground in any
    /// direction has no more and no less than that much more or less of it, as much as the ground
    /// moves below the flight's altitude; and a later order never has more.
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
        let before = path.margin_m(&unit, order_s);
        let later = path.margin_m(&unit, order_s + 60.0);
        let or_never = |margin_m: Option<f64>| margin_m.unwrap_or(f64::NEG_INFINITY);
        prop_assert!(or_never(later) <= or_never(before) + EDGE_M);
        unit.place = geodesic::direct(unit.place, azimuth_rad, moved_m);
        let after = path.margin_m(&unit, order_s);
        prop_assert_eq!(before.is_some(), after.is_some());
        if let (Some(before), Some(after)) = (before, after) {
            // At an apogee of 1,600 km a degree is a quarter longer than on the ground.
            let most_m = 1.26 * moved_m + EDGE_M;
            prop_assert!((after - before).abs() <= most_m, "{} {}", before, after);
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
            if let (Some(less_m), Some(most_m)) = (sighted.margin_m, best.margin_m) {
                assert!(less_m <= most_m + EDGE_M);
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
    let changes = least_changes(&scenario, &ours.corridors);
    assert_eq!(changes, least_changes(&mirrored, &theirs.corridors));
    assert_eq!(changes.len(), within(&scenario).len());
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

/// What is seen while nobody shoots does not depend on what could be shot with, and from where: the
/// first order that could be given is the same, whatever comes of it.
#[test]
fn other_interceptors_see_the_same() {
    let scenario = shipped("assurance");
    let mut other = scenario.clone();
    refly(&mut other, |_| true, |it| Kinematics { acceleration_mps2: 30.0, ..it });
    for unit in &mut other.fire_units {
        unit.place = geodesic::direct(unit.place, 1.0, 300e3);
        Arc::make_mut(&mut unit.kind).preparation_s = 1.0;
    }
    let [found, others] = [&scenario, &other].map(|it| asked(it, &["isolated", "joint"], 2));
    for (found, others) in found.sensor_limited.iter().zip(&others.sensor_limited) {
        for (found, other) in found.iter().zip(others) {
            assert_eq!((found.order_s, found.tracked), (other.order_s, other.tracked));
        }
    }
    assert_ne!(within(&scenario), within(&other));
}

/// Each change takes its corridor out of reach, and a little less of it does not: as the scenario
/// itself, changed so, says.
#[test]
fn the_least_change_is_enough_and_less_is_not() {
    let mut scenario = shipped("assurance-speed");
    // So fast that corridors of both sides are within reach.
    let is_midcourse = |unit: &FireUnit| unit.kind.name == "midcourse-interceptor";
    let density = atmosphere::density_kgpm3;
    refly(&mut scenario, is_midcourse, |it| it.with_burnout_speed(5000.0, density).unwrap());
    let found = asked(&scenario, &[], 0);
    let changes = least_changes(&scenario, &found.corridors);
    assert_eq!(changes.iter().map(|it| it.corridor.clone()).collect::<Vec<_>>(), within(&scenario));
    let mut ceilings = 0;
    for change in changes {
        let corridor = &change.corridor;
        let place = scenario.corridors.iter().position(|it| it.name == *corridor).unwrap();
        let against = found.corridors[place].against;
        let is_against = |unit: &FireUnit| unit.system == against;
        let is_within = |alter: &dyn Fn(&mut Scenario)| {
            let mut changed = scenario.clone();
            changed.corridors.retain(|it| it.name == *corridor);
            alter(&mut changed);
            within(&changed).contains(corridor)
        };
        let LeastChange { speed_limit_mps, fastest_mps, ceiling_m, range_limit_m, moves, .. } =
            &change;
        let limit_mps = speed_limit_mps.unwrap();
        let slowed = |limit_mps: f64| {
            is_within(&|it| refly(it, is_against, |kinematics| slowed(kinematics, limit_mps)))
        };
        assert!(!slowed(limit_mps) && slowed(limit_mps + 2.0), "{corridor} {limit_mps}");
        assert!(limit_mps < fastest_mps.unwrap(), "{corridor}");
        let lowered = |most_m: f64| {
            let kept = |it: Kinematics| {
                let altitude_max_m = it.altitude_max_m.min(most_m);
                Kinematics { altitude_max_m, ..it }
            };
            is_within(&|it| refly(it, is_against, kept))
        };
        if let Some(ceiling_m) = ceiling_m {
            let (less_m, more_m) = (ceiling_m - 1.0, ceiling_m + TABLE_M);
            assert!(!lowered(less_m) && lowered(more_m), "{corridor} {ceiling_m}");
            ceilings += 1;
        }
        let shortened = |most_m: f64| {
            let kept = |it: Kinematics| {
                let range_max_m = it.range_max_m.min(most_m);
                Kinematics { range_max_m, ..it }
            };
            is_within(&|it| refly(it, is_against, kept))
        };
        let (less_m, more_m) = (range_limit_m - 10.0, range_limit_m + TABLE_M);
        assert!(!shortened(less_m) && shortened(more_m), "{corridor} {range_limit_m}");
        let moved = |more_m: f64| {
            is_within(&|it| {
                for unit in &mut it.fire_units {
                    if let Some(found) = moves.iter().find(|found| found.unit == unit.name) {
                        let azimuth_rad = found.azimuth_deg.unwrap().to_radians();
                        let distance_m = found.distance_m.unwrap() + more_m;
                        unit.place = geodesic::direct(unit.place, azimuth_rad, distance_m);
                    }
                }
            })
        };
        assert!(!moved(0.0) && moved(-1e3), "{corridor} {moves:?}");
    }
    assert!(ceilings > 0);
}

/// Other limits make another fly-out table, whose times differ by its accuracy, a second or two: as
/// far as a flight goes in that time, m.
const TABLE_M: f64 = 20e3;

fn slowed(kinematics: Kinematics, limit_mps: f64) -> Kinematics {
    let density = atmosphere::density_kgpm3;
    let is_fast = kinematics.burnout_speed_mps(density).unwrap() > limit_mps;
    let slower = is_fast.then(|| kinematics.with_burnout_speed(limit_mps, density));
    slower.map_or(kinematics, |slower| slower.unwrap())
}

/// What is said to be withheld is what the architecture exchanges; with that much less, and nothing
/// else changed, the corridor is out of reach, and with all that is more it is not.
#[test]
fn withheld_data_are_the_least_that_takes_a_corridor_out_of_reach() {
    let scenario = shipped("assurance");
    let question = question(&scenario, &["isolated", "joint"], 3);
    let found = assurance::assess(&question, &NoWatcher, engine::play);
    let (rows, records) = withheld::withheld(&question, &found, &NoWatcher, engine::play);
    let plays = withheld::plays(&question, &found);
    let within = found.sensor_limited[1].iter().filter(|it| it.units_within > 0).count();
    assert!(within > 1 && rows.len() == within && records.len() == 1, "{rows:?}");
    assert_eq!(plays, 3 * 3 * within as u64);
    let joint = crate::common::named(&scenario, "joint");
    for row in rows {
        assert_eq!((&*row.architecture, row.content), ("joint", "plots"));
        let contents = [("tracks", Content::Tracks), ("alerts", Content::Notification)];
        for (name, content) in contents {
            let mut cut = scenario.clone();
            cut.corridors.retain(|it| it.name == row.corridor);
            cut.architectures[joint].exchange.as_mut().unwrap().content = content;
            let is_within = asked(&cut, &["joint"], 3).sensor_limited[0][0].units_within > 0;
            assert_eq!(is_within, row.out_with != Some(name), "{row:?}");
            if !is_within {
                break;
            }
        }
    }
}
