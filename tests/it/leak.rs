//! Why threats leak: each cause is built on purpose, by one change to a small scenario.

use crate::common::{each_interceptor, grounded, journal, named, perfect_radars, shipped};
use lisbon::outcome::leak;
use lisbon::outcome::leak::{Leak, LeakCause};
use lisbon::scenario::identity::{FireUnitId, SystemId, ThreatId};
use lisbon::scenario::model::{
    AfterTimeout, AssessmentError, Consultation, Outage, OutagePart, ResponsibilityRule, Scenario,
};

/// Three threats, all seen at once and for long, at two sides that share nothing.
fn base() -> Scenario {
    let mut scenario = shipped("quickstart");
    perfect_radars(&mut scenario);
    for system in &mut scenario.systems {
        system.command.assessment = AssessmentError { alive_if_killed: 0.0, killed_if_alive: 0.0 };
    }
    scenario
}

/// The leaks of some runs, each with its threat.
fn leaks(scenario: &Scenario, architecture: &str) -> Vec<(ThreatId, Leak)> {
    let architecture = named(scenario, architecture);
    let mut all = Vec::new();
    for run in 0..3 {
        let leaks = leak::leaks(scenario, &journal(scenario, architecture, run));
        let each = (0..).map(ThreatId).zip(leaks);
        all.extend(each.filter_map(|(threat, leak)| Some((threat, leak?))));
    }
    all
}

/// Every threat leaks in every run, and all for one cause.
fn all_leak_by(cause: LeakCause, scenario: &Scenario) {
    let leaks = leaks(scenario, "isolated");
    assert_eq!(leaks.len(), 3 * scenario.threats.len(), "{leaks:#?}");
    assert!(leaks.iter().all(|(_, leak)| leak.cause == cause), "{leaks:#?}");
}

/// The base is defended well, so that what leaks below leaks for what is changed there.
#[test]
fn nothing_leaks_by_itself() {
    let mut scenario = base();
    each_interceptor(&mut scenario, |kind| kind.kill_probability = 1.0);
    assert!(leaks(&scenario, "isolated").is_empty());
}

#[test]
fn without_radars_they_are_not_seen() {
    let mut scenario = base();
    scenario.radars.clear();
    all_leak_by(LeakCause::NotSeen, &scenario);
}

#[test]
fn whoever_takes_too_long_to_decide_has_seen_them_too_late() {
    let mut scenario = base();
    for system in &mut scenario.systems {
        system.command.decision_delay_s = 1e4;
    }
    all_leak_by(LeakCause::SeenTooLate, &scenario);
}

#[test]
fn interceptors_that_go_nowhere_leave_them_out_of_reach() {
    let mut scenario = base();
    grounded(&mut scenario);
    all_leak_by(LeakCause::OutOfReach, &scenario);
}

#[test]
fn where_there_are_no_sectors_nobody_is_responsible() {
    let mut scenario = base();
    for system in &mut scenario.systems {
        system.sector = None;
    }
    let isolated = named(&scenario, "isolated");
    scenario.architectures[isolated].responsibility = ResponsibilityRule::Sector;
    all_leak_by(LeakCause::NotResponsible, &scenario);
}

/// The side whose fire units reach them has them for the partner's, and nobody else is near.
#[test]
fn who_alone_could_reach_them_is_not_responsible() {
    let mut scenario = base();
    let don = scenario.fire_units[1].place;
    scenario.fire_units[1].place = scenario.fire_units[0].place;
    scenario.fire_units[0].place = don;
    let kind = scenario.fire_units[1].kind.clone();
    scenario.fire_units[1].kind = scenario.fire_units[0].kind.clone();
    scenario.fire_units[0].kind = kind;
    let leaks = leaks(&scenario, "isolated");
    let at_nato: Vec<_> = leaks.iter().filter(|(_, leak)| leak.system.0 == 0).collect();
    assert!(!at_nato.is_empty());
    assert!(at_nato.iter().all(|(_, leak)| leak.cause == LeakCause::NotResponsible), "{leaks:#?}");
}

/// The node that commands finds the threat at the other side not its own, and the other side may
/// not decide: it lies outside its territory.
#[test]
fn who_gets_no_order_waits_for_the_partner() {
    let mut scenario = base();
    let joint = named(&scenario, "joint");
    scenario.architectures[joint].responsibility = ResponsibilityRule::Sector;
    let [nato, russia] = &mut scenario.systems[..] else { panic!("two sides") };
    (nato.sector, russia.sector) = (None, Some(russia.territory.clone()));
    russia.territory = nato.territory.clone();
    let leaks = leaks(&scenario, "joint");
    let at_russia: Vec<_> = leaks.iter().filter(|(_, leak)| leak.system.0 == 1).collect();
    assert_eq!(at_russia.len(), 3, "{leaks:#?}");
    let waited = |leak: &Leak| leak.cause == LeakCause::WaitedForPartner;
    assert!(at_russia.iter().all(|(_, leak)| waited(leak)), "{leaks:#?}");
}

#[test]
fn who_wants_to_be_surer_than_sure_takes_them_for_decoys() {
    let mut scenario = base();
    for system in &mut scenario.systems {
        system.command.payload_probability_min = 1.5;
    }
    all_leak_by(LeakCause::TakenForDecoy, &scenario);
}

#[test]
fn consent_that_never_comes_commits_nobody() {
    let mut scenario = base();
    let isolated = named(&scenario, "isolated");
    scenario.architectures[isolated].consultation =
        Some(Consultation { answer_s: 1e4, timeout_s: 1e4, after_timeout: AfterTimeout::Hold });
    all_leak_by(LeakCause::NoConsent, &scenario);
}

#[test]
fn who_wants_to_know_to_the_millimetre_has_a_poor_track() {
    let mut scenario = base();
    for system in &mut scenario.systems {
        system.command.commit_sigma_m = 1e-3;
    }
    all_leak_by(LeakCause::PoorTrack, &scenario);
}

/// Fire units that are down shoot nothing, and nor does a node that is.
#[test]
fn what_is_down_is_down() {
    let base = base();
    let units =
        (0..base.fire_units.len()).map(|place| OutagePart::FireUnit(FireUnitId(place as u16)));
    let nodes =
        (0..base.systems.len()).map(|place| OutagePart::CommandNode(SystemId(place as u16)));
    for parts in [units.collect::<Vec<_>>(), nodes.collect()] {
        let mut scenario = base.clone();
        scenario.outages.push(Outage {
            name: "down".into(),
            key: 1,
            probability: 1.0,
            from_s: 0.0,
            when_hit: None,
            repair_s: f64::INFINITY,
            parts,
        });
        all_leak_by(LeakCause::Outage, &scenario);
    }
}

#[test]
fn empty_magazines_have_no_interceptor_left() {
    let mut scenario = base();
    scenario.fire_units.iter_mut().for_each(|unit| unit.inventory = 0);
    all_leak_by(LeakCause::NoInterceptor, &scenario);
}

#[test]
fn a_fire_unit_that_guides_nothing_has_no_channel() {
    let mut scenario = base();
    scenario.fire_units.iter_mut().for_each(|unit| unit.channels = 0);
    all_leak_by(LeakCause::NoChannel, &scenario);
}

/// Few interceptors, each next to useless, and more than channels: each costs more than it saves.
#[test]
fn interceptors_that_are_worth_too_much_are_kept() {
    let mut scenario = base();
    scenario.fire_units.iter_mut().for_each(|unit| (unit.inventory, unit.channels) = (2, 1));
    each_interceptor(&mut scenario, |kind| kind.kill_probability = 0.0);
    all_leak_by(LeakCause::RoundsKept, &scenario);
}

/// Interceptors that never kill, and that no plan spares.
fn blunt() -> Scenario {
    let mut scenario = base();
    each_interceptor(&mut scenario, |kind| kind.kill_probability = 0.0);
    for system in &mut scenario.systems {
        system.command.raid_outlook_s = 0.0;
    }
    scenario
}

#[test]
fn interceptors_that_never_kill_shoot_and_miss() {
    all_leak_by(LeakCause::ShotFailed, &blunt());
}

#[test]
fn kill_vehicles_that_cannot_divert_go_astray() {
    let mut scenario = base();
    each_interceptor(&mut scenario, |kind| kind.reach_m = 1e-6);
    all_leak_by(LeakCause::ShotAstray, &scenario);
}

/// Each shot is taken for a kill, while there would be time for another.
#[test]
fn who_takes_misses_for_kills_takes_them_for_dead() {
    let mut scenario = blunt();
    for system in &mut scenario.systems {
        system.command.assessment.killed_if_alive = 1.0;
    }
    let leaks = leaks(&scenario, "isolated");
    assert_eq!(leaks.len(), 9, "{leaks:#?}");
    for (_, leak) in &leaks {
        let last_s = leak.last_order.expect("they are in reach").time_s;
        let has_time = leak.hold.is_some_and(|(held_s, _)| held_s <= last_s);
        let expected = if has_time { LeakCause::TakenForDead } else { LeakCause::ShotFailed };
        assert_eq!(leak.cause, expected, "{leak:#?}");
    }
    let has_cause = |(_, leak): &(ThreatId, Leak)| leak.cause == LeakCause::TakenForDead;
    assert!(leaks.iter().any(has_cause), "{leaks:#?}");
}
