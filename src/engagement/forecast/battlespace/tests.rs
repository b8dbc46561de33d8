//! Laws of the battlespace over random geometries, the belief equal to the truth.

use super::*;
use crate::ballistics::flyout::{Flyout, Kinematics};
use crate::earth::atmosphere;
use crate::earth::frames::Geodetic;
use crate::engagement::launcher::Launcher;
use crate::scenario::identity::{FireUnitId, SystemId};
use crate::scenario::model::{CommonModeFailure, Guidance, InterceptorKind};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

/// An upper and a lower tier, as in the shipped catalogue.
static KINDS: LazyLock<[Arc<InterceptorKind>; 2]> = LazyLock::new(|| {
    let upper = Kinematics {
        acceleration_mps2: 60.0,
        burn_time_s: 75.0,
        ballistic_coefficient_kgpm2: Some(15_000.0),
        altitude_min_m: 90e3,
        altitude_max_m: 900e3,
        range_max_m: 2200e3,
    };
    let lower = Kinematics {
        acceleration_mps2: 110.0,
        burn_time_s: 24.0,
        ballistic_coefficient_kgpm2: Some(10_000.0),
        altitude_min_m: 40e3,
        altitude_max_m: 200e3,
        range_max_m: 350e3,
    };
    [(upper, 10.0, 0.7), (lower, 5.0, 0.75)].map(|(kinematics, preparation_s, chance)| {
        Arc::new(InterceptorKind {
            name: "test".into(),
            flyout: Flyout::tabulate(&kinematics, atmosphere::density_kgpm3),
            preparation_s,
            midcourse_mps: 200.0,
            handover_s: 40.0,
            reach_m: 10e3,
            basket_m: f64::INFINITY,
            kill_probability: chance,
            common_mode: CommonModeFailure { number: 0, probability: 0.0 },
            guidance: Guidance::WHOLE,
        })
    })
});

pub(crate) fn launcher(latitude_deg: f64, longitude_deg: f64, tier: usize) -> Launcher {
    Launcher {
        unit: FireUnitId(0),
        owner: SystemId(0),
        position_m: Geodetic::degrees(latitude_deg, longitude_deg, 100.0).ecef().0,
        kind: KINDS[tier].clone(),
        left: 10,
        launched: 0,
        is_down: false,
        channels: 10,
        held_s: Vec::new(),
        order_delay_s: 0.0,
    }
}

/// A threat just after its burnout, at 30 north and 52 east.
fn fall((north_mps, east_mps, up_mps): (f64, f64, f64)) -> Fall {
    let place = Geodetic::degrees(30.0, 52.0, 150e3);
    let axes = crate::earth::frames::Site::new(place);
    let axes = axes.axes();
    let local = Vector3::new(east_mps, north_mps, up_mps);
    let state = State { position_m: place.ecef().0, velocity_mps: axes.tr_mul(&local) };
    Fall::predict(&state, 4000.0, 4000.0)
}

fn velocities() -> impl Strategy<Value = (f64, f64, f64)> {
    (500.0..3500.0_f64, -2500.0..500.0_f64, 1000.0..4000.0_f64)
}

/// Between the launch area and what it can reach.
fn launchers() -> impl Strategy<Value = Vec<Launcher>> {
    let one = (32.0..56.0_f64, 20.0..55.0_f64, 0..2_usize);
    let launchers = prop::collection::vec(one, 1..6);
    launchers.prop_map(|places| {
        let places = places.into_iter();
        places.map(|(north, east, tier)| launcher(north, east, tier)).collect()
    })
}

const START_S: f64 = 150.0;

fn survey(fall: &Fall, launcher: &Launcher) -> Battlespace {
    let mut battlespace = Battlespace::default();
    battlespace.survey(&EngagementGeometry { launcher, fall, start_s: START_S });
    battlespace
}

/// Volleys that there is time for one after the other, the first at a time, s; the next is always
/// the one that meets the threat first.
fn count(fall: &Fall, launchers: &[Launcher], mut order_s: f64, pause_s: f64) -> u32 {
    let spaces: Vec<Battlespace> = launchers.iter().map(|one| survey(fall, one)).collect();
    let mut volleys = 0;
    while volleys < 100 {
        let meetings = spaces.iter().filter_map(|space| space.first_meeting(order_s));
        let Some(first) = meetings.min_by(|a, b| a.intercept_s.total_cmp(&b.intercept_s)) else {
            break;
        };
        volleys += 1;
        order_s = first.intercept_s + pause_s;
    }
    volleys
}

/// Every intercept at a half second, but for stretches of the reach that are only grazed, for
/// hardly longer than two nodes are apart.
fn tried(way: &EngagementGeometry) -> Vec<Intercept> {
    let mut stretch = Vec::new();
    let mut tried = Vec::new();
    for half in 0..=2 * way.fall.end_s() as u32 + 1 {
        let time_s = 0.5 * f64::from(half);
        let is_over = time_s > way.fall.end_s();
        match way.meeting(time_s, &way.fall.at(time_s)).filter(|_| !is_over) {
            Some(meeting) => stretch.push(meeting),
            None if stretch.len() > 24 => tried.append(&mut stretch),
            None => stretch.clear(),
        }
    }
    tried
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Trying every half second finds no intercept that is earlier, and no order that is later,
    /// than what the bracketing search finds, and finds them as well.
    #[test]
    fn bracketing_finds_what_trying_all_finds(
        velocity in velocities(),
        launchers in launchers(),
        wait_s in 0.0..600.0_f64,
    ) {
        let (fall, launcher) = (fall(velocity), &launchers[0]);
        let way = EngagementGeometry { launcher, fall: &fall, start_s: START_S };
        let space = survey(&fall, launcher);
        let order_s = START_S + wait_s;
        let (mut earliest_s, mut latest_s) = (f64::INFINITY, f64::NEG_INFINITY);
        for meeting in tried(&way) {
            latest_s = latest_s.max(way.order_s(&meeting));
            if way.order_s(&meeting) >= order_s {
                earliest_s = earliest_s.min(meeting.intercept_s);
            }
        }
        let found = space.earliest(&way, order_s);
        if let Some(found) = found {
            let found_s = found.intercept_s;
            prop_assert!(found_s <= earliest_s + 0.1, "{found_s}, but {earliest_s} is possible");
            let about_s = space.earliest_s(order_s).unwrap_or(f64::INFINITY);
            prop_assert!((about_s - found_s).abs() < 5.0, "{about_s} for {found_s}");
        } else {
            // At most the last three seconds of orders are missed.
            prop_assert!(
                latest_s < order_s + 3.0,
                "nothing is found, but {latest_s} is possible"
            );
        }
        if latest_s > f64::NEG_INFINITY {
            // Between two nodes the latest order may be a little later than at either.
            let found_s = space.latest_order_s().unwrap_or(f64::NEG_INFINITY);
            prop_assert!(found_s > latest_s - 3.0, "{found_s}, tried {latest_s}");
            let last = space.earliest(&way, found_s - 0.01);
            prop_assert!(last.is_some(), "none is found for an order at {found_s}");
        }
    }

    /// What is found can be done.
    #[test]
    fn orders_leave_time(
        velocity in velocities(),
        launchers in launchers(),
        wait_s in 0.0..900.0_f64,
    ) {
        let (fall, launcher) = (fall(velocity), &launchers[0]);
        let way = EngagementGeometry { launcher, fall: &fall, start_s: START_S };
        let order_s = START_S + wait_s;
        let space = survey(&fall, launcher);
        if let Some(meeting) = space.earliest(&way, order_s) {
            let kind = &launcher.kind;
            prop_assert!(meeting.launch_s() >= order_s + kind.preparation_s);
            let there_m = fall.at(meeting.intercept_s - START_S).position_m;
            prop_assert!((there_m - meeting.position_m).norm() < 1e-3);
            let altitude_m = altitude_approx_m(&meeting.position_m);
            prop_assert!(kind.flyout.reach_m(altitude_m).is_some());
        }
        let latest_s = space.latest_order_s().unwrap_or(f64::NEG_INFINITY);
        prop_assert_eq!(space.earliest_s(order_s).is_some(), latest_s >= order_s);
    }

    /// Better information never lowers, and less never raises, the number of shot opportunities: it
    /// comes earlier, is judged sooner, or opens more fire units.
    #[test]
    fn better_information_never_costs_an_opportunity(
        velocity in velocities(),
        launchers in launchers(),
        known_s in 0.0..900.0_f64,
        earlier_s in 0.0..300.0_f64,
        pause_s in 1.0..60.0_f64,
        sooner_s in 0.0..1.0_f64,
    ) {
        let fall = fall(velocity);
        let order_s = START_S + known_s;
        let late = count(&fall, &launchers, order_s, pause_s);
        prop_assert!(count(&fall, &launchers, order_s - earlier_s, pause_s) >= late);
        prop_assert!(count(&fall, &launchers, order_s, pause_s * sooner_s) >= late);
        prop_assert!(count(&fall, &launchers[1..], order_s, pause_s) <= late);
    }
}

/// The same in the mean over sensors that each have their own luck when they first see the threat:
/// with one sensor more, or each of them surer, there are more opportunities, and over so many
/// geometries strictly more.
#[test]
fn more_sensors_mean_more_opportunities() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let cases = (velocities(), launchers(), prop::collection::vec(0.0..900.0_f64, 4));
    let (mut few, mut many) = (0, 0);
    for _ in 0..300 {
        let Ok(tree) = cases.new_tree(&mut runner) else {
            panic!("no case");
        };
        let (velocity, launchers, seen_s) = proptest::strategy::ValueTree::current(&tree);
        let fall = fall(velocity);
        let first_s = |seen_s: &[f64]| START_S + seen_s.iter().copied().fold(900.0, f64::min);
        few += count(&fall, &launchers, first_s(&seen_s[..2]), 15.0);
        many += count(&fall, &launchers, first_s(&seen_s), 15.0);
    }
    assert!(many > few && few > 100, "{many} and {few}");
}

/// A unit that reaches nothing opens nothing, and neither does an order that comes after the
/// impact.
#[test]
fn out_of_reach_there_is_nothing() {
    let fall = fall((2500.0, -1500.0, 3000.0));
    let far = launcher(-30.0, -120.0, 0);
    assert_eq!(survey(&fall, &far), Battlespace::default());
    let near = launcher(40.0, 40.0, 0);
    let after_s = START_S + fall.end_s();
    assert_eq!(count(&fall, std::slice::from_ref(&near), after_s, 10.0), 0);
    assert!(count(&fall, &[near], START_S, 10.0) > 0);
}
