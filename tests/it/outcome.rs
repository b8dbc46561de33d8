//! The metrics by a worked example: a journal written by hand, the figures by hand beside it.

use crate::common::shipped;
use lisbon::earth::frames::Geodetic;
use lisbon::outcome;
use lisbon::outcome::metric::Metric;
use lisbon::scenario::identity::FireUnitId;
use lisbon::scenario::identity::InterceptorId;
use lisbon::scenario::identity::LinkId;
use lisbon::scenario::identity::SensorId;
use lisbon::scenario::identity::SystemId;
use lisbon::scenario::identity::ThreatId;
use lisbon::scenario::identity::TrackId;
use lisbon::scenario::parts::Scenario;
use lisbon::world::journal::Event;
use lisbon::world::journal::Evidence;
use lisbon::world::journal::Journal;
use lisbon::world::journal::PlotOrigin;
use lisbon::world::journal::ShotResult;
use lisbon::world::journal::Subject;

const NATO: SystemId = SystemId(0);
const RUSSIA: SystemId = SystemId(1);

/// Three plots of one threat, or of nothing, as a track's evidence.
fn seen(journal: &mut Journal, threat: Option<u16>) -> Evidence {
    let mut evidence = Evidence::default();
    for tick in 0..3 {
        let (sensor, threat) = (SensorId(0), threat.map(ThreatId));
        evidence.push(journal.register(PlotOrigin {
            tick,
            sensor,
            threat,
        }));
    }
    evidence
}

fn shot(journal: &mut Journal, unit: u16, number: u16, result: ShotResult) {
    let interceptor = InterceptorId {
        unit: FireUnitId(unit),
        shot: number,
    };
    let track = TrackId {
        system: NATO,
        number: 1,
    };
    let intercept_s = 700.0;
    journal.write(
        500.0,
        Event::Launched {
            interceptor,
            track,
            intercept_s,
        },
    );
    journal.write(
        700.0,
        Event::Intercept {
            interceptor,
            threat: None,
            miss_m: 0.0,
            result,
        },
    );
}

fn impact(journal: &mut Journal, time_s: f64, threat: u16, place: Geodetic, dead: bool) {
    journal.write(
        time_s,
        Event::Impact {
            threat: ThreatId(threat),
            place,
            dead,
        },
    );
}

/// Threat 0 hits Bucharest at 950 s, known to NATO by a confirmed track since 104 s and firm since
/// 110 s. Threat 1, at Rostov, is killed; its debris falls at 900 s; Russia heard of it at 200 s by
/// NATO's track 2. Threat 2 misses Ankara; nobody knew of it, and a track of false plots is no
/// knowledge. NATO's battery fires three, two of them in vain; Russia's fires one, which fails.
fn journal(scenario: &Scenario) -> Journal {
    let mut journal = Journal::default();
    let track = |number| TrackId {
        system: NATO,
        number,
    };
    let evidence = seen(&mut journal, Some(0));
    journal.write(
        104.0,
        Event::Confirmed {
            track: track(1),
            evidence,
        },
    );
    journal.write(
        110.0,
        Event::Firm {
            system: NATO,
            track: track(1),
        },
    );
    let evidence = seen(&mut journal, Some(1));
    journal.write(
        190.0,
        Event::Confirmed {
            track: track(2),
            evidence,
        },
    );
    let nato_to_russia = scenario
        .links
        .iter()
        .position(|link| link.from == NATO)
        .unwrap();
    let (link, subject) = (LinkId(nato_to_russia as u16), Subject::Track(track(2)));
    journal.write(
        200.0,
        Event::Received {
            link,
            subject,
            age_s: 3.0,
        },
    );
    let evidence = seen(&mut journal, None);
    journal.write(
        210.0,
        Event::Confirmed {
            track: track(3),
            evidence,
        },
    );
    shot(&mut journal, 0, 0, ShotResult::Killed);
    shot(&mut journal, 0, 1, ShotResult::AlreadyDead);
    shot(&mut journal, 0, 2, ShotResult::NoHandover);
    shot(&mut journal, 1, 0, ShotResult::Failed);
    let at = |threat: usize| scenario.assets[scenario.threats[threat].aim.index()].place;
    impact(&mut journal, 900.0, 1, at(1), true);
    impact(&mut journal, 950.0, 0, at(0), false);
    impact(
        &mut journal,
        860.0,
        2,
        Geodetic::degrees(38.0, 33.0, 0.0),
        false,
    );
    journal
}

#[test]
fn every_metric_of_a_journal_written_by_hand() {
    let scenario = shipped("quickstart");
    let aims = scenario
        .threats
        .iter()
        .map(|threat| scenario.assets[threat.aim.index()].name.as_str());
    assert_eq!(aims.collect::<Vec<_>>(), ["bucharest", "rostov", "ankara"]);
    let outcome = outcome::judge(&scenario, &journal(&scenario));
    // For both, for NATO, for Russia. Bucharest is worth 3, Ankara 4, Rostov 2.
    for (metric, by_hand) in [
        (Metric::Leakage, [1.0 / 3.0, 0.5, 0.0]),
        (Metric::NoLeaker, [0.0, 0.0, 1.0]),
        (
            Metric::DefendedValue,
            [1.0 - 3.0 / 9.0, 1.0 - 3.0 / 7.0, 1.0],
        ),
        (Metric::InterceptorsFired, [4.0, 3.0, 1.0]),
        (Metric::InterceptorsWasted, [2.0, 2.0, 0.0]),
        // 950 - 104 and nothing for NATO's two; 900 - 200 for Russia's one.
        (
            Metric::WarningTime,
            [(846.0 + 700.0) / 3.0, 846.0 / 2.0, 700.0],
        ),
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
