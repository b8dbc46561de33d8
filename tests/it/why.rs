//! Why fates differ: each mechanism by two journals written by hand, and the counts of a campaign.

use crate::common::{journal, named, shipped};
use lisbon::earth::frames::Geodetic;
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::estimate::Tally;
use lisbon::monte_carlo::explanation::Explanation;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::outcome;
use lisbon::outcome::why;
use lisbon::outcome::why::Mechanism;
use lisbon::outcome::why::kill_chain::KillChains;
use lisbon::scenario::identity::{
    FireUnitId, InterceptorId, LinkId, Object, ObjectId, SensorId, SystemId, ThreatId, TrackId,
};
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, Evidence, Hold, Journal, PlotOrigin, ShotResult, Subject};
use std::sync::Arc;

const NATO: SystemId = SystemId(0);
const RUSSIA: SystemId = SystemId(1);

/// Threat 0 is aimed at Bucharest, NATO's; 1 at Rostov, Russia's; 2 at Ankara, NATO's.
const BUCHAREST: u16 = 0;
const ROSTOV: u16 = 1;
const ANKARA: u16 = 2;

/// NATO's battery and Russia's.
const DEVESELU: u16 = 0;
const DON: u16 = 1;

fn payload(threat: u16) -> ObjectId {
    ObjectId::payload(ThreatId(threat))
}

/// A journal in the making. Each system's track of a threat has the threat's number and one.
struct Play<'a> {
    scenario: &'a Scenario,
    journal: Journal,
}

/// A shot, by unit and number, and what it meets.
#[derive(Clone, Copy)]
struct Shot {
    unit: (u16, u16),
    at: u16,
    ordered_s: f64,
    intercept_s: f64,
    met: ObjectId,
    result: ShotResult,
    is_remote: bool,
}

impl Shot {
    fn new(unit: (u16, u16), at: u16, ordered_s: f64, result: ShotResult) -> Self {
        Self { unit, at, ordered_s, intercept_s: 600.0, met: payload(at), result, is_remote: false }
    }
}

impl<'a> Play<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let journal = Journal::default();
        Self { scenario, journal }
    }

    fn track(system: SystemId, threat: u16) -> TrackId {
        let number = u32::from(threat) + 1;
        TrackId { system, number }
    }

    /// Three plots of a threat by a system's sensor.
    fn seen(&mut self, system: SystemId, threat: u16) -> Evidence {
        let mut sensors = (0..self.scenario.sensor_count()).map(|index| SensorId(index as u16));
        let sensor = sensors.find(|sensor| self.scenario.sensor_system(*sensor) == system).unwrap();
        let mut evidence = Evidence::default();
        for tick in 0..3 {
            let object = Some(payload(threat));
            evidence.push(self.journal.register(PlotOrigin { tick, sensor, object }));
        }
        evidence
    }

    fn confirmed(mut self, time_s: f64, system: SystemId, threat: u16) -> Self {
        let evidence = self.seen(system, threat);
        let track = Self::track(system, threat);
        self.journal.write(time_s, Event::Confirmed { track, evidence });
        self
    }

    fn firm(mut self, time_s: f64, system: SystemId, of: SystemId) -> Self {
        let track = Self::track(of, BUCHAREST);
        self.journal.write(time_s, Event::Firm { system, track });
        self
    }

    /// NATO's own track of the threat at Bucharest, confirmed and firm.
    fn own(self, time_s: f64) -> Self {
        self.confirmed(time_s, NATO, BUCHAREST).firm(time_s, NATO, NATO)
    }

    /// NATO hears of Russia's track of the threat at Bucharest.
    fn heard(self, time_s: f64) -> Self {
        let mut play = self.confirmed(time_s, RUSSIA, BUCHAREST);
        let links = play.scenario.links.iter();
        let place = links.clone().position(|link| link.to == NATO).unwrap();
        let (link, age_s) = (LinkId(place as u16), 1.0);
        let subject = Subject::Track(Self::track(RUSSIA, BUCHAREST));
        let received = Event::Received { link, subject, age_s };
        play.journal.write(time_s, received);
        play
    }

    fn held(mut self, time_s: f64, reason: Hold) -> Self {
        let (system, track) = (NATO, Self::track(NATO, BUCHAREST));
        let held = Event::Held { system, track, reason };
        self.journal.write(time_s, held);
        self
    }

    fn shot(mut self, shot: Shot) -> Self {
        let unit = FireUnitId(shot.unit.0);
        let system = self.scenario.fire_units[unit.index()].system;
        let track = Self::track(system, shot.at);
        let interceptor = InterceptorId { unit, shot: shot.unit.1 };
        let intercept_s = shot.intercept_s;
        let evidence =
            if shot.is_remote { Evidence::default() } else { self.seen(system, shot.at) };
        let ordered = Event::Ordered {
            system,
            track,
            unit,
            shots: 1,
            intercept_s,
            aim_m: nalgebra::Vector3::zeros(),
            latest_order_s: shot.ordered_s,
            payload_probability: None,
        };
        self.journal.write(shot.ordered_s, ordered);
        let launched = Event::Launched { interceptor, track, intercept_s, evidence };
        self.journal.write(shot.ordered_s + 10.0, launched);
        let met = Event::Intercept {
            interceptor,
            object: Some(shot.met),
            miss_m: 0.0,
            result: shot.result,
        };
        self.journal.write(intercept_s, met);
        self
    }

    fn judged(mut self, unit: (u16, u16), killed: bool) -> Self {
        let interceptor = InterceptorId { unit: FireUnitId(unit.0), shot: unit.1 };
        let assessed = Event::Assessed { interceptor, killed };
        self.journal.write(610.0, assessed);
        self
    }

    /// The threat at Bucharest comes down there.
    fn ends(self, dead: bool) -> KillChains {
        let aim = self.scenario.threats[usize::from(BUCHAREST)].aim;
        let place = self.scenario.assets[aim.index()].place;
        self.comes_down(place, dead)
    }

    fn comes_down(mut self, place: Geodetic, dead: bool) -> KillChains {
        let threat = ThreatId(BUCHAREST);
        let impact = Event::Impact { threat, place, dead };
        self.journal.write(900.0, impact);
        KillChains::of(self.scenario, &self.journal)
    }

    fn killed(self) -> KillChains {
        self.ends(true)
    }

    fn leaked(self) -> KillChains {
        self.ends(false)
    }
}

/// The only difference between a run in which the threat at Bucharest is killed and one in which it
/// leaks; the same seen from the other side.
fn why(scenario: &Scenario, better: &KillChains, worse: &KillChains) -> Mechanism {
    let differences = why::differences(scenario, better, worse);
    let [difference] = &differences[..] else { panic!("{differences:?}") };
    assert!(difference.first_is_better);
    assert_eq!(difference.threat, ThreatId(BUCHAREST));
    let turned = why::differences(scenario, worse, better);
    assert!(!turned[0].first_is_better);
    assert_eq!(turned[0].cause, difference.cause);
    difference.cause.mechanism
}

fn kill(ordered_s: f64) -> Shot {
    Shot::new((DEVESELU, 9), BUCHAREST, ordered_s, ShotResult::Killed)
}

#[test]
fn what_was_known_makes_the_difference() {
    let scenario = &shipped("quickstart");
    let play = || Play::new(scenario);
    // The order at 300 s needs a firm track at 270 s: the node takes 30 s to decide.
    let late = || play().own(275.0).leaked();
    let cued = play().heard(90.0).own(100.0).shot(kill(300.0)).killed();
    assert_eq!(why(scenario, &cued, &late()), Mechanism::Cue);
    let early = || play().own(100.0).shot(kill(300.0)).killed();
    assert_eq!(why(scenario, &early(), &late()), Mechanism::Detection);
    let remote = Shot { is_remote: true, ..kill(300.0) };
    let remote = play().heard(90.0).firm(90.0, NATO, RUSSIA).shot(remote);
    let mechanism = why(scenario, &remote.killed(), &late());
    assert_eq!(mechanism, Mechanism::RemoteTrack);
    // In time in both: then it was not the time of the track.
    let in_time = || play().own(265.0).leaked();
    assert_eq!(why(scenario, &cued, &in_time()), Mechanism::FusedTrack);
    assert_eq!(why(scenario, &early(), &in_time()), Mechanism::KeptTrack);
}

#[test]
fn how_the_shot_ended_makes_the_difference() {
    let scenario = &shipped("quickstart");
    let play = || Play::new(scenario).own(100.0);
    let better = || play().shot(kill(300.0)).killed();
    let spoilt = |result| {
        let shot = Shot { result, ..kill(300.0) };
        play().shot(shot).leaked()
    };
    for (result, expected) in [
        (ShotResult::NoHandover, Mechanism::KeptHandover),
        (ShotResult::OutOfReach, Mechanism::Basket),
        (ShotResult::Failed, Mechanism::Luck),
    ] {
        assert_eq!(why(scenario, &better(), &spoilt(result)), expected);
    }
    let helped = play().heard(400.0).shot(kill(300.0)).killed();
    let mechanism = why(scenario, &helped, &spoilt(ShotResult::NoHandover));
    assert_eq!(mechanism, Mechanism::FusedHandover);
    let met = ObjectId { threat: ThreatId(BUCHAREST), object: Object::Decoy(1) };
    let stray = play().shot(Shot { met, ..kill(300.0) }).leaked();
    let mechanism = why(scenario, &better(), &stray);
    assert_eq!(mechanism, Mechanism::OtherObject);
    // Nobody killed it: it came down beside every asset.
    let astray = play().comes_down(Geodetic::degrees(0.0, 0.0, 0.0), false);
    let mechanism = why(scenario, &astray, &play().leaked());
    assert_eq!(mechanism, Mechanism::Other);
}

/// The threat at Bucharest is known to both.
fn known(scenario: &Scenario) -> Play<'_> {
    let play = Play::new(scenario).own(100.0);
    play.confirmed(100.0, RUSSIA, BUCHAREST)
}

#[test]
fn whose_the_threat_was_makes_the_difference() {
    let mut scenario = shipped("quickstart");
    {
        let better = known(&scenario).shot(kill(300.0)).killed();
        for reason in [Hold::Partners, Hold::NoConsent] {
            let held = known(&scenario).held(130.0, reason).leaked();
            let mechanism = why(&scenario, &better, &held);
            assert_eq!(mechanism, Mechanism::WithheldShot);
        }
        let nobodys = known(&scenario).held(130.0, Hold::NoSector).leaked();
        assert_eq!(why(&scenario, &better, &nobodys), Mechanism::SeamLeaker);
        let unit = (DON, 0);
        let partners = known(&scenario).shot(Shot { unit, ..kill(300.0) }).killed();
        let mechanism = why(&scenario, &partners, &known(&scenario).leaked());
        assert_eq!(mechanism, Mechanism::PartnerShot);
        // The partner's failed, and the owner's next had another luck than its first has alone.
        let failed = |unit, ordered_s| Shot::new(unit, BUCHAREST, ordered_s, ShotResult::Failed);
        let both = known(&scenario).shot(failed((DON, 0), 280.0)).shot(kill(300.0));
        let alone = known(&scenario).shot(failed((DEVESELU, 9), 300.0)).leaked();
        let mechanism = why(&scenario, &both.killed(), &alone);
        assert_eq!(mechanism, Mechanism::PartnerShot);
    }
    // Bucharest outside NATO's territory: nobody's.
    scenario.systems[0].territory = scenario.systems[1].territory.clone();
    let better = known(&scenario).shot(kill(300.0)).killed();
    let mechanism = why(&scenario, &better, &known(&scenario).leaked());
    assert_eq!(mechanism, Mechanism::SeamLeaker);
}

#[test]
fn what_there_was_to_shoot_with_makes_the_difference() {
    let mut scenario = shipped("quickstart");
    scenario.fire_units[0].inventory = 2;
    let play = || Play::new(&scenario).own(100.0).confirmed(100.0, NATO, ROSTOV);
    let better = || play().shot(kill(300.0)).killed();
    let shot = |number, at| Shot::new((DEVESELU, number), at, 200.0, ShotResult::Failed);
    let spent = || play().shot(shot(0, ROSTOV)).shot(shot(1, ROSTOV));
    let mechanism = why(&scenario, &better(), &spent().leaked());
    assert_eq!(mechanism, Mechanism::RanOut);
    let partners = Shot::new((DON, 0), ROSTOV, 250.0, ShotResult::Killed);
    let doubled = spent().confirmed(100.0, RUSSIA, ROSTOV).shot(partners);
    let mechanism = why(&scenario, &better(), &doubled.leaked());
    assert_eq!(mechanism, Mechanism::DoubleEngagement);
    let mut wider = scenario.clone();
    (wider.fire_units[0].inventory, wider.fire_units[0].channels) = (12, 2);
    let mechanism = why(&wider, &better(), &spent().leaked());
    assert_eq!(mechanism, Mechanism::Busy);
    wider.fire_units[0].channels = 8;
    let mechanism = why(&wider, &better(), &spent().leaked());
    assert_eq!(mechanism, Mechanism::OtherTarget);
    let both = spent().shot(kill(300.0)).killed();
    let mechanism = why(&wider, &both, &spent().leaked());
    assert_eq!(mechanism, Mechanism::KeptTrack, "it shot at that in both");
}

#[test]
fn how_often_it_was_shot_at_makes_the_difference() {
    let mut scenario = shipped("quickstart");
    scenario.fire_units[usize::from(DON)].system = NATO;
    let likelier = Arc::make_mut(&mut scenario.fire_units[usize::from(DON)].kind);
    likelier.kill_probability = 0.9;
    let play = || Play::new(&scenario).own(100.0);
    let first = |unit, ordered_s, intercept_s| Shot {
        intercept_s,
        ..Shot::new((unit, 0), BUCHAREST, ordered_s, ShotResult::Failed)
    };
    let early = || play().shot(first(DEVESELU, 130.0, 290.0));
    let better = early().shot(kill(305.0)).killed();
    for (unit, expected) in [(DON, Mechanism::Waited), (DEVESELU, Mechanism::Opportunity)] {
        let late = play().shot(first(unit, 250.0, 500.0)).leaked();
        assert_eq!(why(&scenario, &better, &late), expected);
    }
    let content = early().judged((DEVESELU, 0), true).leaked();
    let mechanism = why(&scenario, &better, &content);
    assert_eq!(mechanism, Mechanism::Assessment);
    let right = early().judged((DEVESELU, 0), false).leaked();
    assert_eq!(why(&scenario, &better, &right), Mechanism::KeptTrack);
}

#[test]
fn equal_fates_are_no_difference() {
    let scenario = shipped("quickstart");
    let play = || Play::new(&scenario).own(100.0);
    let other = Shot::new((DEVESELU, 0), ANKARA, 200.0, ShotResult::Failed);
    for (a, b) in [
        (play().leaked(), play().shot(other).leaked()),
        (play().shot(kill(300.0)).killed(), play().shot(kill(400.0)).killed()),
    ] {
        assert!(why::differences(&scenario, &a, &b).is_empty());
    }
}

const RUNS: u64 = 40;

fn explained(scenario: &Scenario, threads: usize) -> Tally {
    let names = ["isolated", "sectoral", "joint"];
    let campaign = Campaign {
        selection: RunSelection {
            scenario,
            architectures: names.map(|name| named(scenario, name)).to_vec(),
            seed: scenario.seed,
            runs: 0..RUNS,
        },
        explain: true,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(|| campaign.play(&NoWatcher))
}

/// Counted anew, run by run, from the fates alone.
fn leaks(scenario: &Scenario, name: &str) -> Vec<Vec<bool>> {
    let leaks = |run| {
        let journal = journal(scenario, named(scenario, name), run);
        let fates = outcome::fates(scenario, &journal);
        let leaks = fates.iter().map(|fate| fate.is_some_and(|fate| fate.leaked_into.is_some()));
        leaks.collect()
    };
    (0..RUNS).map(leaks).collect()
}

#[test]
fn the_counts_add_up_on_any_number_of_threads() {
    let scenario = shipped("quickstart");
    let explanations = explained(&scenario, 1).explanations().unwrap();
    assert_eq!(Some(&explanations), explained(&scenario, 3).explanations().as_ref());
    assert_eq!(explanations.len(), 3, "three pairs");
    let mut differ = 0;
    for explanation in &explanations {
        let Explanation { a, b, .. } = explanation;
        let both = [a, b].map(|name| leaks(&scenario, name));
        let [ours, theirs] = &both;
        let unequal = |(ours, theirs): &(&Vec<bool>, &Vec<bool>)| ours != theirs;
        let runs = ours.iter().zip(theirs).filter(unequal).count() as u64;
        assert_eq!(explanation.runs, runs, "{a} and {b}");
        differ += runs;
        for side in 0..2 {
            let (better, other) = (&both[side], &both[1 - side]);
            let pairs = || better.iter().flatten().zip(other.iter().flatten());
            let threats = pairs().filter(|(better, other)| !**better && **other).count() as u64;
            assert_eq!(explanation.threats[side], threats);
            let sum = |count: &dyn Fn(usize) -> u64| -> u64 {
                (0..explanation.reasons.len()).map(count).sum()
            };
            let reasons = &explanation.reasons;
            assert_eq!(sum(&|at| reasons[at].runs[side]), explanation.better[side]);
            assert_eq!(sum(&|at| reasons[at].threats[side]), threats);
            for example in reasons.iter().filter_map(|reason| reason.examples[side]) {
                let (run, threat) = (example.run as usize, example.threat.index());
                assert!(!better[run][threat] && other[run][threat], "{example:?}");
            }
        }
        let [ours, theirs] = explanation.better;
        assert!(ours.max(theirs) <= runs && runs <= ours + theirs);
    }
    assert!(differ > 10, "the test must have something to count");
}

#[test]
fn nothing_is_explained_unasked() {
    let scenario = shipped("quickstart");
    let campaign = Campaign {
        selection: RunSelection {
            scenario: &scenario,
            architectures: vec![0, 1],
            seed: scenario.seed,
            runs: 0..2,
        },
        explain: false,
    };
    assert_eq!(campaign.play(&NoWatcher).explanations(), None);
}
