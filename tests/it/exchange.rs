//! What crosses between two systems in whole runs: links that are as none, and counts that add up.

use crate::common;
use crate::common::{journal, named, shipped, without_counts};
use lisbon::engine::Engine;
use lisbon::exchange::link::InTransit;
use lisbon::exchange::release::ReleaseRules;
use lisbon::outcome;
use lisbon::outcome::metric::Metric;
use lisbon::picture::Picture;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{LinkId, SensorId, SystemId};
use lisbon::scenario::model::{
    Blur, Bursts, Centre, Link, Noise, Queue, ReleaseDelay, Satellite, Scenario, Span, Use,
};
use lisbon::sensing::plot::Measurement;
use lisbon::tracking::RemotePlots;
use lisbon::world::journal::{Dispatch, Event, Journal, Subject};
use lisbon::world::node::Case;
use lisbon::world::traffic::Traffic;

const RUNS: u64 = 4;

const ALWAYS: Span = Span { from_s: 0.0, until_s: 1e6 };

/// A shipped scenario with its links changed.
fn changed(name: &str, change: impl Fn(&mut Link)) -> Scenario {
    let mut scenario = shipped(name);
    scenario.links.iter_mut().for_each(change);
    scenario
}

/// The same where nobody acts on what he hears, so that what is sent does not depend on it.
fn heard_in_vain(change: impl Fn(&mut Link)) -> (Scenario, usize) {
    let mut scenario = changed("quickstart", change);
    let shared = named(&scenario, "shared");
    if let Some(exchange) = &mut scenario.architectures[shared].exchange {
        exchange.usage = Use::Awareness;
    }
    (scenario, shared)
}

/// The sensors of each link's sender.
fn senders_sensors(scenario: &Scenario, link: &Link) -> Vec<SensorId> {
    let all = (0..scenario.sensor_count()).map(|index| SensorId(index as u16));
    all.filter(|sensor| scenario.sensor_system(*sensor) == link.from).collect()
}

/// A link that is always down, one whose policy withholds always, and one whose policy withholds
/// every sensor are no link, run by run, whatever the architecture would send.
#[test]
fn a_link_that_lets_nothing_pass_is_no_link() {
    let down = changed("quickstart", |link| link.down = vec![ALWAYS]);
    let silent = changed("quickstart", |link| link.release.withheld = vec![ALWAYS]);
    let mut absent = shipped("quickstart");
    let mut blind = absent.clone();
    for place in 0..blind.links.len() {
        let sensors = senders_sensors(&blind, &blind.links[place]);
        blind.links[place].release.withheld_sensors = sensors;
    }
    absent.links.clear();
    for name in ["sectoral", "shared"] {
        let architecture = named(&absent, name);
        for run in 0..RUNS {
            let none = without_counts(common::outcome(&absent, architecture, run));
            for (what, scenario) in [("down", &down), ("silent", &silent), ("blind", &blind)] {
                let other = common::outcome(scenario, architecture, run);
                assert!(
                    other.overall.exchange.messages_sent >= other.overall.exchange.messages_lost
                );
                assert_eq!(without_counts(other), none, "{what}, {name}, run {run}");
            }
        }
    }
    let counts = |scenario: &Scenario| {
        common::outcome(scenario, named(scenario, "shared"), 0).overall.exchange
    };
    let (down, silent, blind) = (counts(&down), counts(&silent), counts(&blind));
    assert!(down.messages_refused > 0.0 && down.messages_refused == down.messages_sent);
    assert!(silent.messages_withheld > 0.0 && silent.messages_sent == 0.0);
    assert!(blind.messages_withheld > 0.0 && blind.messages_sent == 0.0);
}

/// At every tick: what was sent was refused, is lost, has been received or is on the way; what was
/// received and is not yet read was used or came too late. With every trouble that a link can have.
#[test]
fn counts_add_up_at_every_tick() {
    let scenario = changed("quickstart", |link| {
        link.bursts = Some(Bursts { good_s: 20.0, bad_s: 10.0, loss: 0.7 });
        link.queue = Some(Queue { bytes_per_s: 150.0, room_bytes: 1000.0 });
        link.down = vec![Span { from_s: 200.0, until_s: 230.0 }];
        link.release.delay.median_s = 4.5;
    });
    for name in ["shared", "joint"] {
        let luck = RunSeed { seed: 1, run: 2 };
        let mut engine = Engine::new(&Case {
            scenario: &scenario,
            architecture: &scenario.architectures[named(&scenario, name)],
            luck,
        });
        let mut seen = [0; 4];
        while engine.step() {
            let mut links = engine.world().query::<&InTransit>();
            let in_transit: usize = links.iter(engine.world()).map(InTransit::count).sum();
            let traffic = engine.world().resource::<Journal>();
            let sum =
                |count: fn(&Traffic) -> u64| -> u64 { traffic.traffic.iter().map(count).sum() };
            let (refused, lost) = (sum(|link| link.refused), sum(|link| link.lost));
            let received = sum(|link| link.received);
            let known = refused + lost + received + in_transit as u64;
            assert_eq!(sum(|link| link.sent), known);
            assert!(sum(|link| link.used) + sum(|link| link.late) <= received);
            seen = [refused, lost, received, in_transit.max(seen[3] as usize) as u64];
        }
        assert!(seen.iter().all(|count| *count > 0), "{name}: {seen:?}");
    }
}

/// A human release makes what is told older by just that time.
#[test]
fn a_release_delay_is_in_the_age() {
    let youngest = |(scenario, shared): &(Scenario, usize)| {
        let journal = journal(scenario, *shared, 1);
        let events = journal.events.into_iter();
        let ages = events.filter_map(|(_, event)| match event {
            Event::Received { age_s, .. } => Some(age_s),
            _ => None,
        });
        ages.fold(f64::INFINITY, f64::min)
    };
    let plain = heard_in_vain(|link| link.jitter_s = 0.0);
    let late = heard_in_vain(|link| {
        (link.jitter_s, link.release.delay.median_s) = (0.0, 30.0);
    });
    assert!((youngest(&late) - youngest(&plain) - 30.0).abs() < 1e-9);
    let age = |(scenario, shared): &(Scenario, usize)| {
        let outcome = common::outcome(scenario, *shared, 1);
        outcome.get(Metric::InformationAge, None)
    };
    assert!(age(&late) > age(&plain) + 20.0);
}

/// A shipped scenario in which all that is told goes by way of a centre.
fn centred(name: &str, centre: Centre) -> Scenario {
    let mut scenario = shipped(name);
    for architecture in &mut scenario.architectures {
        architecture.centre = Some(centre.clone());
    }
    scenario
}

fn centre(processing_s: f64, release_delay: ReleaseDelay) -> Centre {
    Centre { processing_s, release_delay, down: Vec::new() }
}

/// Whether two scenarios make the same of each run, event by event, under architectures that tell
/// alerts, tracks and shots, and plots and orders.
fn are_one(one: &Scenario, other: &Scenario) -> bool {
    ["sectoral", "coordinated", "joint"].iter().all(|name| {
        (0..RUNS).all(|run| {
            let [a, b] = [one, other].map(|scenario| {
                let place = named(scenario, name);
                (journal(scenario, place, run).events, common::outcome(scenario, place, run))
            });
            a == b
        })
    })
}

/// A centre that takes no time and is never down is none, to the last event.
#[test]
fn a_centre_without_delay_is_none() {
    let none = ReleaseDelay::default();
    assert!(are_one(&centred("seam", centre(0.0, none)), &shipped("seam")));
    assert!(!are_one(&centred("seam", centre(30.0, none)), &shipped("seam")), "thirty are some");
}

/// A centre that takes as long for each object is people of the sender's who do, and nine in ten
/// within the median is the same for all.
#[test]
fn a_centre_of_one_delay_is_a_release_delay() {
    let scenario = changed("seam", |link| link.release.delay.median_s = 40.0);
    let delay = ReleaseDelay::new(30.0, Some(30.0));
    assert!(are_one(&centred("seam", centre(10.0, delay)), &scenario));
}

/// A centre that is down is down both ways, and for all but orders: where none are given, it is as
/// if no link were there. What it holds when it fails is lost with it.
#[test]
fn a_centre_is_one_point_of_failure() {
    let down = |span: Span| Centre { down: vec![span], ..centre(20.0, ReleaseDelay::default()) };
    let gone = centred("seam", down(ALWAYS));
    let mut unlinked = shipped("seam");
    unlinked.links.clear();
    for name in ["shared", "coordinated", "sectoral"] {
        for run in 0..RUNS {
            let [a, b] = [&gone, &unlinked].map(|scenario| {
                without_counts(common::outcome(scenario, named(scenario, name), run))
            });
            assert_eq!(a, b, "{name}, run {run}");
        }
    }
    let span = Span { from_s: 400.0, until_s: 500.0 };
    let journal = journal(&centred("seam", down(span)), named(&gone, "shared"), 0);
    let sent = journal
        .events
        .iter()
        .filter_map(|(time_s, event)| matches!(event, Event::Sent { .. }).then_some(*time_s));
    let sent: Vec<f64> = sent.collect();
    // What comes in just as it works again leaves it 20 s later.
    assert!(sent.iter().all(|time_s| *time_s < 400.0 || *time_s >= 520.0));
    assert!(sent.iter().any(|time_s| *time_s < 400.0) && sent.iter().any(|time_s| *time_s > 520.0));
    let refused: Vec<u64> = journal.traffic.iter().map(|link| link.refused).collect();
    assert!(refused.len() == 2 && refused.iter().all(|count| *count > 0), "{refused:?}");
}

/// People who take their time shift no other draw: each message that is sent is lost or not, and
/// has its delay on the link, as it would have had without them.
#[test]
fn people_shift_no_other_draw() {
    let told = |delay: ReleaseDelay| {
        let (mut scenario, shared) = heard_in_vain(|link| link.loss = 0.3);
        scenario.architectures[shared].centre = Some(centre(0.0, delay));
        let journal = journal(&scenario, shared, 2);
        let mut on_links: Vec<(String, Option<i64>)> = Vec::new();
        for (time_s, event) in &journal.events {
            if let Event::Sent { link, subject, arrival_s } = event {
                let delay_us = arrival_s.map(|it| (1e6 * (it - time_s)).round() as i64);
                on_links.push((format!("{link:?} {subject:?}"), delay_us));
            }
        }
        // Of one object they come in the order in which they were said.
        on_links.sort_by(|a, b| a.0.cmp(&b.0));
        on_links
    };
    let plain = told(ReleaseDelay::default());
    let late = told(ReleaseDelay::new(20.0, Some(60.0)));
    assert!(plain.len() > 100 && plain.iter().any(|(_, delay_us)| delay_us.is_none()));
    let first = |all: &[(String, Option<i64>)], subject: &str| -> Vec<Option<i64>> {
        let of_it = all.iter().filter(|(name, _)| name == subject);
        of_it.map(|(_, delay_us)| *delay_us).collect()
    };
    for (subject, _) in &late {
        let (before, now) = (first(&plain, subject), first(&late, subject));
        assert!(!now.is_empty() && before.starts_with(&now), "{subject}");
    }
}

/// A message meets the same luck whatever the policy does to what it says.
#[test]
fn a_policy_that_blurs_loses_nothing_else() {
    let plain = heard_in_vain(|link| link.loss = 0.2);
    let blurred = heard_in_vain(|link| {
        link.loss = 0.2;
        link.release.blur = Blur {
            round_position_m: 5000.0,
            round_velocity_mps: 50.0,
            noise: Some(Noise { position_m: 2000.0, velocity_mps: 30.0, declared: true }),
        };
    });
    let sent = |(scenario, shared): &(Scenario, usize)| {
        let journal = journal(scenario, *shared, 3);
        let events = journal.events.into_iter();
        let sent = events.filter(|(_, event)| matches!(event, Event::Sent { .. }));
        sent.collect::<Vec<_>>()
    };
    let (plain, blurred) = (sent(&plain), sent(&blurred));
    assert!(!plain.is_empty());
    assert_eq!(plain, blurred);
}

/// The figures of the exchange by hand. To Russia four messages are sent: one is refused, one lost,
/// one used at an age of 3 s and one late; two more are withheld. To NATO one is sent and used at
/// an age of 9 s.
#[test]
fn the_counts_of_messages_written_by_hand() {
    let scenario = shipped("quickstart");
    let mut journal = Journal::default();
    let place = |to| scenario.links.iter().position(|link| link.to == to).unwrap();
    let [to_nato, to_russia] = [SystemId(0), SystemId(1)].map(|to| LinkId(place(to) as u16));
    let sent = |bytes, arrival_s| Dispatch { subject: Subject::Plot(0), bytes, arrival_s };
    journal.refused(to_russia);
    journal.sent(10.0, to_russia, sent(1000, None));
    journal.sent(11.0, to_russia, sent(250, Some(12.0)));
    journal.sent(12.0, to_russia, sent(250, Some(14.0)));
    journal.used(to_russia, 3.0);
    journal.late(to_russia);
    journal.withheld(to_russia);
    journal.withheld(to_russia);
    journal.sent(20.0, to_nato, sent(300, Some(28.0)));
    journal.used(to_nato, 9.0);
    let outcome = outcome::judge(&scenario, &journal);
    for (metric, by_hand) in [
        (Metric::MessagesSent, [5.0, 1.0, 4.0]),
        (Metric::MessagesRefused, [1.0, 0.0, 1.0]),
        (Metric::MessagesLost, [1.0, 0.0, 1.0]),
        (Metric::MessagesLate, [1.0, 0.0, 1.0]),
        (Metric::MessagesWithheld, [2.0, 0.0, 2.0]),
        (Metric::ExchangeSize, [1.8, 0.3, 1.5]),
        (Metric::InformationAge, [6.0, 9.0, 3.0]),
    ] {
        let parties = [None, Some(SystemId(0)), Some(SystemId(1))];
        let got = parties.map(|party| outcome.get(metric, party));
        assert_eq!(got, by_hand, "{metric:?}");
    }
}

/// Where sensors are hidden, every plot that arrives is of a number beyond all sensors', and an
/// alert comes instead of lines of sight. The receiver's tracks still err as they say.
#[test]
fn hidden_sensors_are_not_named() {
    let scenario = changed("southern-raid", |link| link.release.hide_source = true);
    let joint = named(&scenario, "joint");
    let luck = RunSeed { seed: 1, run: 0 };
    let mut engine = Engine::new(&Case {
        scenario: &scenario,
        architecture: &scenario.architectures[joint],
        luck,
    });
    let mut arrived = 0;
    while engine.step() {
        let mut boxes = engine.world().query::<&RemotePlots>();
        for plot in boxes.iter(engine.world()).flat_map(|plots| &plots.0) {
            assert!(plot.sensor.index() >= scenario.sensor_count());
            assert!(matches!(plot.measurement, Measurement::Radar(_)));
            arrived += 1;
        }
    }
    assert!(arrived > 100, "{arrived}");
    let journal = engine.journal();
    let is_alert = |(_, event): &(f64, Event)| {
        let subject = match event {
            Event::Received { subject, .. } => Some(subject),
            _ => None,
        };
        matches!(subject, Some(Subject::Alert(_)))
    };
    assert!(journal.events.iter().any(is_alert));
    let outcome = outcome::judge(&scenario, &journal);
    let open = common::outcome(&shipped("southern-raid"), joint, 0);
    let [nees, before] = [&outcome, &open].map(|one| one.get(Metric::Nees, None));
    let [error_m, open_m] = [&outcome, &open].map(|one| one.get(Metric::PositionError, None));
    let told = format!("nees {before}, hidden {nees}; error {open_m} m, hidden {error_m} m");
    assert!(nees < before.max(1.0) + 0.5, "{told}");
    assert!(outcome.overall.exchange.messages_withheld > 0.0);
}

/// From a given time on a sender may say nothing at all; what is on the way then still arrives.
#[test]
fn who_falls_silent_says_nothing_more() {
    let (scenario, shared) = heard_in_vain(|link| link.release.delay.median_s = 5.0);
    let luck = RunSeed { seed: 1, run: 1 };
    let mut engine = Engine::new(&Case {
        scenario: &scenario,
        architecture: &scenario.architectures[shared],
        luck,
    });
    let mut releases = engine.world().query::<&mut ReleaseRules>();
    for mut release in releases.iter_mut(engine.world()) {
        release.until_s = 400.0;
    }
    while engine.step() {}
    let events = engine.journal().events;
    let sent =
        |(time_s, event): &(f64, Event)| matches!(event, Event::Sent { .. }).then_some(*time_s);
    let last_s = events.iter().filter_map(sent).fold(0.0, f64::max);
    assert!((300.0..400.0).contains(&last_s), "{last_s}");
    let received = |(_, event): &&(f64, Event)| matches!(event, Event::Received { .. });
    assert!(events.iter().rfind(received).is_some_and(|(time_s, _)| *time_s > last_s));
}

/// Of a system's satellites all but one are withheld: alerts still come, fitted to that one's lines
/// of sight, and tell less. With all withheld none comes.
#[test]
fn an_alert_is_fitted_without_a_withheld_satellite() {
    let mut scenario = shipped("southern-raid");
    let shared = named(&scenario, "shared");
    if let Some(exchange) = &mut scenario.architectures[shared].exchange {
        exchange.usage = Use::Awareness;
    }
    let is_natos = |satellite: &&Satellite| satellite.system == SystemId(0);
    let numbers = scenario.radars.len()..;
    let of_nato = numbers.zip(&scenario.satellites);
    let of_nato = of_nato.filter(|(_, satellite)| is_natos(satellite));
    let of_nato: Vec<SensorId> = of_nato.map(|(at, _)| SensorId(at as u16)).collect();
    let alerts = |withheld: &[SensorId]| {
        let mut scenario = scenario.clone();
        for link in scenario.links.iter_mut().filter(|link| link.from == SystemId(0)) {
            link.release.withheld_sensors = withheld.to_vec();
        }
        let luck = RunSeed { seed: 1, run: 0 };
        let mut engine = Engine::new(&Case {
            scenario: &scenario,
            architecture: &scenario.architectures[shared],
            luck,
        });
        let (mut count, mut spread_m) = (0, 0.0);
        for _ in 0..250 {
            engine.step();
            let mut pictures = engine.world().query::<&Picture>();
            let pictures = pictures.iter(engine.world());
            for alert in pictures.flat_map(|picture| &picture.alerts) {
                if alert.id.system == SystemId(0) {
                    assert!(alert.belief.covariance.is_positive_definite());
                    count += 1;
                    spread_m += alert.belief.covariance.pp.trace().sqrt();
                }
            }
        }
        (count, spread_m / f64::from(count))
    };
    let but_one = &of_nato[..of_nato.len() - 1];
    assert!(!but_one.is_empty());
    let [all, one] = [alerts(&[]), alerts(but_one)];
    assert!(one.0 > 100 && one.0 <= all.0, "{one:?} of {all:?}");
    assert!(one.1 > all.1, "{one:?} of {all:?}");
    assert_eq!(alerts(&of_nato).0, 0);
}
