//! Who pays for whom, and what each gave away: laws first, then journals written by hand.

use crate::common::{journal, named, outcome, shipped};
use lisbon::ballistics::state::State;
use lisbon::earth::frames::Geodetic;
use lisbon::outcome;
use lisbon::outcome::Outcome;
use lisbon::outcome::metric::{Metric, MetricGroup};
use lisbon::scenario::identity::{
    FireUnitId, InterceptorId, LinkId, Object, ObjectId, SensorId, SystemId, ThreatId, TrackId,
};
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, Evidence, Journal, PlotOrigin, ShotResult, Subject};
use lisbon::world::sample::TruthSample;
use nalgebra::Vector3;

const NATO: SystemId = SystemId(0);
const RUSSIA: SystemId = SystemId(1);

/// The metrics of costs, of disclosure and of debris of a party.
fn figures(outcome: &Outcome, party: Option<SystemId>) -> Vec<f64> {
    let groups = [MetricGroup::Costs, MetricGroup::Disclosure, MetricGroup::Debris];
    let metrics = groups.iter().flat_map(|group| group.metrics());
    metrics.map(|metric| outcome.get(*metric, party)).collect()
}

/// Where the sides are swapped, so are their figures; of both together they are the same.
#[test]
fn sides_that_are_swapped_swap_their_figures() {
    let other = |system: &mut SystemId| *system = SystemId(1 - system.0);
    for (name, architecture) in [("seam", "joint"), ("seam", "sectoral"), ("decoys", "shared")] {
        let scenario = shipped(name);
        let mut swapped = scenario.clone();
        swapped.assets.iter_mut().for_each(|asset| other(&mut asset.system));
        swapped.fire_units.iter_mut().for_each(|unit| other(&mut unit.system));
        swapped.radars.iter_mut().for_each(|radar| other(&mut radar.system));
        swapped.satellites.iter_mut().for_each(|satellite| other(&mut satellite.system));
        let [one, two] = [0, 1].map(|system| scenario.systems[system].territory.clone());
        (swapped.systems[0].territory, swapped.systems[1].territory) = (two, one);
        for link in &mut swapped.links {
            (link.from, link.to) = (link.to, link.from);
        }
        let journal = journal(&scenario, named(&scenario, architecture), 1);
        let [as_is, other_way] =
            [&scenario, &swapped].map(|scenario| outcome::judge(scenario, &journal));
        assert_eq!(figures(&as_is, None), figures(&other_way, None), "{name}");
        for (one, its_name) in [(NATO, RUSSIA), (RUSSIA, NATO)] {
            let kept = figures(&as_is, Some(one));
            assert_eq!(kept, figures(&other_way, Some(its_name)), "{name}");
            assert!(kept.iter().any(|value| *value > 0.0));
        }
    }
}

/// Nothing crosses where nothing is exchanged, where no link leads, and where nothing arrives.
#[test]
fn who_is_not_heard_gives_nothing_away() {
    let scenario = shipped("seam");
    let mut unlinked = scenario.clone();
    unlinked.links.clear();
    let mut lossy = scenario.clone();
    lossy.links.iter_mut().for_each(|link| link.loss = 1.0);
    for (scenario, name) in
        [(&scenario, "isolated"), (&unlinked, "shared"), (&unlinked, "joint"), (&lossy, "joint")]
    {
        let outcome = outcome(scenario, named(scenario, name), 0);
        for metric in MetricGroup::Disclosure.metrics() {
            for party in [None, Some(NATO), Some(RUSSIA)] {
                let told = outcome.get(*metric, party);
                assert_eq!(told, 0.0, "{} under {name}", metric.name());
            }
        }
    }
}

/// A sender that keeps a sensor back gives away less of its coverage and does not name it; one that
/// hides its sources names none.
#[test]
fn what_is_kept_back_is_not_given_away() {
    let scenario = shipped("seam");
    let joint = named(&scenario, "joint");
    let of = |scenario: &Scenario, metric| outcome(scenario, joint, 0).get(metric, Some(RUSSIA));
    let from_russia =
        |scenario: &Scenario| scenario.links.iter().position(|link| link.from == RUSSIA).unwrap();
    let place = |name: &str| scenario.radars.iter().position(|radar| radar.name == name);
    let armavir = SensorId(place("armavir").unwrap() as u16);
    let mut secret = scenario.clone();
    let link = from_russia(&secret);
    secret.links[link].release.withheld_sensors.push(armavir);
    assert_eq!(of(&scenario, Metric::SensorsNamed), 3.0, "two radars and a satellite");
    assert_eq!(of(&secret, Metric::SensorsNamed), 2.0);
    let [open, kept] = [&scenario, &secret].map(|it| of(it, Metric::CoverageTold));
    assert!(kept < open && open <= 1.0, "{kept}, {open}");
    let mut hidden = scenario.clone();
    hidden.links[link].release.hide_source = true;
    assert_eq!(of(&hidden, Metric::SensorsNamed), 0.0);
    assert!(of(&hidden, Metric::PlotsTold) > 0.0);
    // What is nearest to a place is no farther from it than what was named.
    let [named, nearest] = [&scenario, &hidden].map(|it| of(it, Metric::RangeTold));
    assert!(0.0 < nearest && nearest <= named, "{nearest}, {named}");
    // Tracks name no sensor.
    let shared = outcome(&scenario, crate::common::named(&scenario, "shared"), 0);
    assert_eq!(shared.get(Metric::SensorsNamed, None), 0.0);
    assert_eq!(shared.get(Metric::PlotsTold, None), 0.0);
    assert!(shared.get(Metric::CoverageTold, Some(RUSSIA)) > 0.0);
}

fn payload(threat: u16) -> ObjectId {
    ObjectId::payload(ThreatId(threat))
}

/// A shot of a fire unit at a track whose latest plots saw these, what it met, and what came of it.
fn shot(
    journal: &mut Journal,
    (unit, number): (u16, u16),
    seen: [Option<ObjectId>; 3],
    (met, result): (ObjectId, ShotResult),
    time_s: f64,
) {
    let mut evidence = Evidence::default();
    for (tick, object) in (0..).zip(seen) {
        evidence.push(journal.register(PlotOrigin { tick, sensor: SensorId(0), object }));
    }
    let interceptor = InterceptorId { unit: FireUnitId(unit), shot: number };
    let track = TrackId { system: NATO, number: 1 };
    let intercept_s = time_s + 100.0;
    journal.write(time_s, Event::Launched { interceptor, track, intercept_s, evidence });
    let met = Event::Intercept { interceptor, object: Some(met), miss_m: 0.0, result };
    journal.write(intercept_s, met);
}

/// Threats 0 and 2 are at NATO, 1 at Russia. Russia's unit fires at threat 1 first, meets threat 2
/// and kills it, and then twice at threat 0, in vain. NATO's unit fires at threat 2, which is dead,
/// kills threat 1 with the first of two, and fires at the stage of threat 0 and at threat 0. Threat
/// 0 hits Bucharest, which is worth 3.
#[test]
fn costs_of_a_journal_written_by_hand() {
    use ShotResult::{AlreadyDead, Failed, Killed};
    let scenario = shipped("quickstart");
    let stage = ObjectId { threat: ThreatId(0), object: Object::SpentStage };
    let at = |threat| [Some(payload(threat)); 3];
    let mut journal = Journal::default();
    let others = [Some(stage), Some(stage), None];
    let most = [None, Some(payload(0)), Some(payload(0))];
    for (unit, number, seen, met, time_s) in [
        (1, 0, at(1), (payload(2), Killed), 300.0),
        (0, 0, at(2), (payload(2), AlreadyDead), 410.0),
        (0, 1, at(1), (payload(1), Killed), 420.0),
        (0, 2, at(1), (payload(1), AlreadyDead), 530.0),
        (0, 3, others, (stage, Killed), 540.0),
        (0, 4, at(0), (payload(0), Failed), 550.0),
        (1, 1, at(0), (payload(0), Failed), 560.0),
        (1, 2, most, (stage, Failed), 570.0),
    ] {
        shot(&mut journal, (unit, number), seen, met, time_s);
    }
    let place = |threat: usize| scenario.assets[scenario.threats[threat].aim.index()].place;
    let impact = |threat: u16, place: Geodetic, dead| {
        let threat = ThreatId(threat);
        Event::Impact { threat, place, dead }
    };
    journal.write(900.0, impact(0, place(0), false));
    journal.write(910.0, impact(1, place(1), true));
    journal.write(920.0, impact(2, place(2), true));
    let outcome = outcome::judge(&scenario, &journal);
    for (metric, by_hand) in [
        (Metric::InterceptorsFired, [8.0, 5.0, 3.0]),
        (Metric::FiredForOwn, [2.0, 1.0, 1.0]),
        (Metric::FiredForPartner, [3.0, 1.0, 2.0]),
        (Metric::FiredAtNoThreat, [3.0, 3.0, 0.0]),
        (Metric::KillsForOwn, [0.0, 0.0, 0.0]),
        (Metric::KillsForPartner, [2.0, 1.0, 1.0]),
        (Metric::ValueLost, [3.0, 3.0, 0.0]),
    ] {
        for (party, by_hand) in [None, Some(NATO), Some(RUSSIA)].into_iter().zip(by_hand) {
            assert_eq!(outcome.get(metric, party), by_hand, "{metric:?} of {party:?}");
        }
    }
}

/// Threat 0 flies for five samples, straight above NATO's first radar and 500 km higher each time.
/// That radar sees it at each but the last, when a satellite does. NATO tells of its track at 11 s
/// and at 29 s, and of one plot at 32 s. Russia says nothing.
#[test]
fn disclosure_of_a_journal_written_by_hand() {
    let scenario = shipped("seam");
    let radar = scenario.radars.iter().position(|radar| radar.system == NATO).unwrap();
    let satellite = scenario.satellites.iter().position(|it| it.system == NATO).unwrap();
    let [radar, satellite] = [radar, scenario.radars.len() + satellite].map(|n| SensorId(n as u16));
    let site_m = scenario.radars[radar.index()].place.ecef().0;
    let link = scenario.links.iter().position(|link| link.from == NATO).unwrap();
    let link = LinkId(link as u16);
    let object = payload(0);
    let mut journal = Journal::default();
    let mut evidence = Evidence::default();
    for sample in 0..5 {
        let position_m = site_m + site_m.normalize() * (5e5 * f64::from(sample));
        let state = State { position_m, velocity_mps: Vector3::zeros() };
        journal
            .samples
            .begin(10.0 * f64::from(sample), std::iter::once(TruthSample { object, state }));
        let sensor = if sample < 4 { radar } else { satellite };
        let tick = (10 * sample + 2) as u32;
        let origin = PlotOrigin { tick, sensor, object: Some(object) };
        evidence.push(journal.register(origin));
    }
    let track = TrackId { system: NATO, number: 1 };
    journal.write(5.0, Event::Confirmed { track, evidence });
    for (valid_s, age_s) in [(11.0, 4.0), (29.0, 1.5)] {
        let subject = Subject::Track(track);
        journal.received(valid_s + age_s, link, subject, age_s);
    }
    let told = |journal: &Journal| {
        let outcome = outcome::judge(&scenario, journal);
        assert!(figures(&outcome, Some(RUSSIA)).iter().all(|value| *value == 0.0));
        let metrics = MetricGroup::Disclosure.metrics().iter();
        let of = |party| metrics.clone().map(|metric| outcome.get(*metric, party)).collect();
        let [both, nato]: [Vec<f64>; 2] = [of(None), of(Some(NATO))];
        assert_eq!(both, nato, "Russia saw nothing either");
        nato
    };
    // Alerts, tracks, s, plots, coverage, sensors, km: the samples at 10 and at 20 s were told of,
    // and no site is nearer to them than the radar below.
    let expected = [0.0, 1.0, 18.0, 0.0, 2.0 / 5.0, 0.0, 1000.0];
    let close = |got: &[f64], expected: &[f64]| {
        let pairs = got.iter().zip(expected);
        assert!(pairs.clone().all(|(a, b)| (a - b).abs() < 1e-6), "{got:?}, not {expected:?}");
    };
    close(&told(&journal), &expected);
    // The plot at 32 s names the radar, at 1,500 km.
    journal.received(33.0, link, Subject::Plot(3), 1.0);
    close(&told(&journal), &[0.0, 1.0, 18.0, 1.0, 3.0 / 5.0, 1.0, 1500.0]);
}
