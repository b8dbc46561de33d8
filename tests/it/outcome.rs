//! The metrics by a worked example: a journal written by hand, the figures by hand beside it.

use crate::common::shipped;
use lisbon::ballistics::state::State;
use lisbon::earth::frames::Geodetic;
use lisbon::outcome;
use lisbon::outcome::metric::Metric;
use lisbon::scenario::identity::{
    FireUnitId, InterceptorId, LinkId, Object, ObjectId, SensorId, SystemId, ThreatId, TrackId,
};
use lisbon::scenario::model;
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, Evidence, Hold, Journal, PlotOrigin, ShotResult, Subject};
use lisbon::world::radar_time::RadarTime;
use lisbon::world::sample::{BeliefSample, PackedCovariance, TruthSample};
use nalgebra::{SMatrix, SVector, Vector3};

const NATO: SystemId = SystemId(0);
const RUSSIA: SystemId = SystemId(1);

/// An object of a threat.
fn object(threat: u16, object: Object) -> ObjectId {
    let threat = ThreatId(threat);
    ObjectId { threat, object }
}

fn payload(threat: u16) -> ObjectId {
    object(threat, Object::Payload)
}

/// Plots of these objects, or of nothing, as a track's evidence.
fn seen(journal: &mut Journal, objects: [Option<ObjectId>; 3]) -> Evidence {
    let mut evidence = Evidence::default();
    for (tick, object) in (0..).zip(objects) {
        let sensor = SensorId(0);
        evidence.push(journal.register(PlotOrigin { tick, sensor, object }));
    }
    evidence
}

fn track(number: u32) -> TrackId {
    let system = NATO;
    TrackId { system, number }
}

fn confirmed(journal: &mut Journal, time_s: f64, number: u32, seen_by: [Option<ObjectId>; 3]) {
    let (track, evidence) = (track(number), seen(journal, seen_by));
    journal.write(time_s, Event::Confirmed { track, evidence });
}

fn firm(journal: &mut Journal, time_s: f64, number: u32) {
    let (system, track) = (NATO, track(number));
    journal.write(time_s, Event::Firm { system, track });
}

/// A shot, by unit and number, at one of NATO's tracks when its latest plots were these, and what
/// it met.
fn shot(
    journal: &mut Journal,
    (unit, number): (u16, u16),
    (track, evidence): (TrackId, Evidence),
    (met, result): (ObjectId, ShotResult),
) {
    let interceptor = InterceptorId { unit: FireUnitId(unit), shot: number };
    let intercept_s = 700.0;
    journal.write(500.0, Event::Launched { interceptor, track, intercept_s, evidence });
    journal.write(700.0, Event::Intercept { interceptor, object: Some(met), miss_m: 0.0, result });
}

fn impact(journal: &mut Journal, time_s: f64, threat: u16, place: Geodetic, dead: bool) {
    journal.write(time_s, Event::Impact { threat: ThreatId(threat), place, dead });
}

/// Threat 0 hits Bucharest at 950 s, known to NATO by a confirmed track since 104 s and firm since
/// 110 s. Threat 1, at Rostov, is killed; its debris falls at 900 s; Russia heard of it at 200 s by
/// NATO's track 2, which took a plot of a decoy too. Threat 2 misses Ankara; a track of false plots
/// is no knowledge of it, but NATO's track of its spent stage at 400 s is, and is no firm track of
/// it; the stage itself falls on Ankara and harms nothing. NATO's battery fires five, four of them
/// in vain: at what was dead, without a track, at the stage, at a decoy. Russia's fires one, which
/// fails. Three of NATO's were ordered at tracks of which two or all plots saw no payload; Russia's
/// at NATO's track 4, whose plots it does not have, but they saw none when it was confirmed.
fn journal(scenario: &Scenario) -> Journal {
    let mut journal = Journal::default();
    let (stage, decoy) = (Object::SpentStage, Object::Decoy(1));
    let first = [Some(payload(0)); 3];
    confirmed(&mut journal, 104.0, 1, first);
    firm(&mut journal, 110.0, 1);
    let second = [payload(1), object(1, decoy), payload(1)].map(Some);
    confirmed(&mut journal, 190.0, 2, second);
    let to_russia = |link: &model::Link| link.from == NATO;
    let link = LinkId(scenario.links.iter().position(to_russia).unwrap() as u16);
    let (subject, age_s) = (Subject::Track(track(2)), 3.0);
    let received = Event::Received { link, subject, age_s };
    journal.write(200.0, received);
    confirmed(&mut journal, 210.0, 3, [None, None, Some(payload(2))]);
    let others = [stage, decoy, stage].map(|other| Some(object(2, other)));
    confirmed(&mut journal, 400.0, 4, others);
    firm(&mut journal, 410.0, 4);
    let (stage, decoy) = (object(2, stage), object(0, decoy));
    let shots = [
        ([payload(1); 3].map(Some), payload(1), ShotResult::Killed),
        ([payload(1), decoy, payload(1)].map(Some), payload(1), ShotResult::AlreadyDead),
        ([Some(decoy), None, Some(payload(0))], payload(0), ShotResult::NoHandover),
        ([stage; 3].map(Some), stage, ShotResult::Killed),
        ([None, Some(payload(0)), None], decoy, ShotResult::Failed),
    ];
    for (number, (plots, met, result)) in (0..).zip(shots) {
        let at = (track(1), seen(&mut journal, plots));
        shot(&mut journal, (0, number), at, (met, result));
    }
    let at = (track(4), Evidence::default());
    shot(&mut journal, (1, 0), at, (payload(0), ShotResult::Failed));
    let at = |threat: usize| scenario.assets[scenario.threats[threat].aim.index()].place;
    impact(&mut journal, 900.0, 1, at(1), true);
    impact(&mut journal, 950.0, 0, at(0), false);
    let elsewhere = Geodetic::degrees(38.0, 33.0, 0.0);
    impact(&mut journal, 860.0, 2, elsewhere, false);
    let fall = Event::Fall { object: stage, place: at(2), dead: false };
    journal.write(990.0, fall);
    journal
}

#[test]
fn every_metric_of_a_journal_written_by_hand() {
    let scenario = shipped("quickstart");
    let aims =
        scenario.threats.iter().map(|threat| scenario.assets[threat.aim.index()].name.as_str());
    assert_eq!(aims.collect::<Vec<_>>(), ["bucharest", "rostov", "ankara"]);
    let outcome = outcome::judge(&scenario, &journal(&scenario));
    // For both, for NATO, for Russia. Bucharest is worth 3, Ankara 4, Rostov 2.
    for (metric, by_hand) in [
        (Metric::Leakage, [1.0 / 3.0, 0.5, 0.0]),
        (Metric::NoLeaker, [0.0, 0.0, 1.0]),
        (Metric::DefendedValue, [1.0 - 3.0 / 9.0, 1.0 - 3.0 / 7.0, 1.0]),
        (Metric::InterceptorsFired, [6.0, 5.0, 1.0]),
        (Metric::InterceptorsWasted, [4.0, 4.0, 0.0]),
        (Metric::ShotsAtNoPayload, [4.0, 3.0, 1.0]),
        // 950 - 104 and 860 - 400 for NATO's two; 900 - 200 for Russia's one.
        (Metric::WarningTime, [(846.0 + 460.0 + 700.0) / 3.0, 1306.0 / 2.0, 700.0]),
        (Metric::FirmTrackTime, [840.0 / 3.0, 840.0 / 2.0, 0.0]),
    ] {
        for (party, by_hand) in [None, Some(NATO), Some(RUSSIA)].into_iter().zip(by_hand) {
            let got = outcome.get(metric, party);
            assert!(
                (got - by_hand).abs() < 1e-12,
                "{metric:?} of {party:?}: {got}, by hand {by_hand}"
            );
        }
    }
}

/// Three samples of the payload of threat 0, which NATO tracks from the second on, 300 m and 40 m/s
/// off, at three standard deviations in one number and two in another; a second track is of
/// nothing. Russia has no track.
#[test]
fn the_picture_of_samples_written_by_hand() {
    let scenario = shipped("quickstart");
    let mut journal = Journal::default();
    let away = |off_m, off_mps| State {
        position_m: Vector3::new(7e6 + off_m, 0.0, 0.0),
        velocity_mps: Vector3::new(0.0, 3e3 + off_mps, 0.0),
    };
    let variances = [1e4, 1e4, 1e4, 400.0, 400.0, 400.0];
    let spread = PackedCovariance::of(&SMatrix::from_diagonal(&SVector::from(variances)));
    for place in 0..3 {
        let truth = TruthSample { object: payload(0), state: away(0.0, 0.0) };
        let time_s = 10.0 * f64::from(place);
        journal.samples.begin(time_s, [truth].into_iter());
        if place > 0 {
            for (number, off_m) in [(4, 300.0), (9, 9e5)] {
                journal.samples.beliefs.push(BeliefSample {
                    system: NATO,
                    number,
                    state: away(off_m, 40.0),
                    spread,
                    innovations: [36.0 * f64::from(place), 24.0 * f64::from(number)],
                });
            }
        }
    }
    let outcome = outcome::judge(&scenario, &journal);
    let half = 0.5 * 5000.0 * 5000.0;
    let root = f64::sqrt;
    for (metric, [nato, russia]) in [
        (Metric::Completeness, [2.0 / 3.0, 0.0]),
        (Metric::Ambiguity, [1.0, 1.0]),
        (Metric::Spuriousness, [0.5, 0.0]),
        // Who tracks nothing is as far off as a track may be, and as fast as leads there in 10 s.
        (Metric::PositionError, [300.0, 5000.0]),
        (Metric::VelocityError, [40.0, 500.0]),
        (Metric::TrackNumberChanges, [0.0, 0.0]),
        (Metric::LongestTrackSegment, [0.5, 0.0]),
        (Metric::Gospa, [(root(half) + 2.0 * root(9e4 + half)) / 3.0, root(half)]),
        (Metric::Ospa, [(5000.0 + 2.0 * root(4.5e4 + half)) / 3.0, 5000.0]),
        (Metric::Nees, [(9.0 + 4.0) / 6.0, 1.0]),
        // What was last sampled of each: 72 of 96 numbers, and 72 of 216.
        (Metric::Nis, [(72.0 + 72.0) / (96.0 + 216.0), 1.0]),
        // Russia tracks nothing of what NATO tracks, so both have nothing in common.
        (Metric::Commonality, [0.0, 1.0]),
    ] {
        let both = match metric {
            Metric::Commonality => 0.0,
            _ => 0.5 * (nato + russia),
        };
        let by_hand = [both, nato, russia];
        for (party, by_hand) in [None, Some(NATO), Some(RUSSIA)].into_iter().zip(by_hand) {
            let got = outcome.get(metric, party);
            assert!(
                (got - by_hand).abs() < 1e-9,
                "{metric:?} of {party:?}: {got}, by hand {by_hand}"
            );
        }
    }
}

/// NATO may shoot at threat 0 from 300 s on, 3 shots from 310 to 500 s, Russia 3 from 320 to 460 s;
/// at threat 1 Russia, 1 shot; at threat 2 NATO holds fire. NATO orders at threat 0 at 340 s and at
/// 450 s, as late as 400 s and 470 s. Its shots meet threat 0 alive at 600 s and at 700 s, which
/// kills, then dead at 800 s. Russia's meets what NATO killed at 810 s, and a decoy at 820 s. NATO's
/// others have no basket, nothing in reach, and a dead decoy in reach. Threat 0's debris falls at
/// 950 s; threat 1 is missed and hits at 900 s; threat 2, unshot, at 860 s.
fn engagement(scenario: &Scenario) -> Journal {
    let mut journal = Journal::default();
    for (threat, number) in [(0, 1), (1, 2), (2, 3)] {
        confirmed(&mut journal, 100.0, number, [Some(payload(threat)); 3]);
    }
    let decoys = [Some(object(2, Object::Decoy(1))); 3];
    confirmed(&mut journal, 100.0, 4, decoys);
    decisions(&mut journal);
    meetings(&mut journal);
    let at = |threat: usize| scenario.assets[scenario.threats[threat].aim.index()].place;
    impact(&mut journal, 860.0, 2, at(2), false);
    impact(&mut journal, 900.0, 1, at(1), false);
    impact(&mut journal, 950.0, 0, at(0), true);
    journal
}

/// What may be done, and what is decided.
fn decisions(journal: &mut Journal) {
    for (system, number, opportunities, [earliest_launch_s, latest_launch_s]) in [
        (NATO, 1, 3, [310.0, 500.0]),
        (RUSSIA, 1, 3, [320.0, 460.0]),
        (RUSSIA, 2, 1, [330.0, 350.0]),
        // What is said of a decoy is said of no threat.
        (NATO, 4, 9, [300.0, 900.0]),
    ] {
        let engageable = Event::Engageable {
            system,
            track: track(number),
            opportunities,
            earliest_launch_s,
            latest_launch_s,
        };
        journal.write(300.0, engageable);
    }
    let held = Event::Held { system: NATO, track: track(3), reason: Hold::Partners };
    journal.write(305.0, held);
    for (time_s, latest_order_s) in [(340.0, 400.0), (450.0, 470.0)] {
        let ordered = Event::Ordered {
            system: NATO,
            track: track(1),
            unit: FireUnitId(0),
            shots: 1,
            intercept_s: 600.0,
            aim_m: Vector3::zeros(),
            latest_order_s,
            payload_probability: None,
        };
        journal.write(time_s, ordered);
    }
}

/// What the shots meet: by fire unit, track, what is nearest, what comes of it, and when.
fn meetings(journal: &mut Journal) {
    let decoy = object(0, Object::Decoy(1));
    for (number, (unit, at, object, result, time_s)) in (0..).zip([
        (0, 1, Some(payload(0)), ShotResult::Failed, 600.0),
        (0, 1, Some(payload(0)), ShotResult::Killed, 700.0),
        (0, 1, Some(payload(0)), ShotResult::AlreadyDead, 800.0),
        (1, 1, Some(payload(0)), ShotResult::AlreadyDead, 810.0),
        (1, 1, Some(decoy), ShotResult::Failed, 820.0),
        (0, 2, Some(payload(1)), ShotResult::NoHandover, 830.0),
        (0, 2, Some(payload(1)), ShotResult::OutOfReach, 840.0),
        (0, 2, None, ShotResult::OutOfReach, 845.0),
        (0, 1, Some(decoy), ShotResult::AlreadyDead, 850.0),
    ]) {
        let interceptor = InterceptorId { unit: FireUnitId(unit), shot: number };
        let launched = Event::Launched {
            interceptor,
            track: track(at),
            intercept_s: time_s,
            evidence: Evidence::default(),
        };
        journal.write(500.0, launched);
        let met = Event::Intercept { interceptor, object, miss_m: 0.0, result };
        journal.write(time_s, met);
    }
}

/// Who had nothing left to shoot with made no gap of responsibility.
#[test]
fn who_ran_out_left_no_seam() {
    let mut scenario = shipped("quickstart");
    let journal = engagement(&scenario);
    for (left, by_hand) in [(1, 1.0), (0, 0.0)] {
        for unit in &mut scenario.fire_units {
            unit.inventory = 0;
        }
        scenario.fire_units[0].inventory = 7 + left;
        let outcome = outcome::judge(&scenario, &journal);
        assert!((outcome.get(Metric::SeamLeakers, None) - by_hand).abs() < 1e-12, "{left}");
    }
}

/// Threats 0 and 2 are at NATO, 1 at Russia.
#[test]
fn the_engagement_of_a_journal_written_by_hand() {
    let mut scenario = shipped("quickstart");
    scenario.fire_units[0].inventory = 8;
    let mut journal = engagement(&scenario);
    let place = |system| scenario.radars.iter().position(|radar| radar.system == system);
    let times = [(NATO, 30.0, 0.9), (RUSSIA, 10.0, 0.4)];
    for (system, wanted_s, load_max) in times {
        let radar = SensorId(place(system).unwrap() as u16);
        let time = RadarTime { available_s: 100.0, wanted_s, load_max, ..RadarTime::default() };
        journal.spent(radar, &time);
    }
    let radars = |system| {
        let mine = scenario.radars.iter().filter(|radar| radar.system == system);
        mine.count() as f64
    };
    let (nato, russia) = (radars(NATO), radars(RUSSIA));
    let outcome = outcome::judge(&scenario, &journal);
    // For both, for NATO, for Russia.
    for (metric, by_hand) in [
        (Metric::InterceptorsFired, [9.0, 7.0, 2.0]),
        (Metric::InterceptorsWasted, [7.0, 5.0, 2.0]),
        (Metric::WastedAlreadyDead, [1.0, 1.0, 0.0]),
        (Metric::WastedDoubleEngagement, [1.0, 0.0, 1.0]),
        (Metric::WastedDecoy, [2.0, 1.0, 1.0]),
        (Metric::WastedNoHandover, [1.0, 1.0, 0.0]),
        (Metric::WastedOutOfReach, [2.0, 2.0, 0.0]),
        (Metric::ShotOpportunities, [4.0 / 3.0, 1.5, 1.0]),
        (Metric::Battlespace, [210.0 / 3.0, 95.0, 20.0]),
        (Metric::DecisionMargin, [20.0, 30.0, 0.0]),
        (Metric::FirstInterceptTime, [350.0 / 3.0, 175.0, 0.0]),
        (Metric::LastInterceptTime, [250.0 / 3.0, 125.0, 0.0]),
        // Threat 1 was shot at in vain; at threat 2 fire was held.
        (Metric::SeamLeakers, [1.0, 1.0, 0.0]),
        (Metric::RadarLoad, [0.4 / (nato + russia), 0.3 / nato, 0.1 / russia]),
        (Metric::RadarLoadMax, [0.9, 0.9, 0.4]),
    ] {
        for (party, by_hand) in [None, Some(NATO), Some(RUSSIA)].into_iter().zip(by_hand) {
            let got = outcome.get(metric, party);
            assert!(
                (got - by_hand).abs() < 1e-12,
                "{metric:?} of {party:?}: {got}, by hand {by_hand}"
            );
        }
    }
}
