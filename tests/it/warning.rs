//! Warnings through the whole engine: what the journal says of a launch against what was launched.

use crate::common::{first_system_alone, journal, shipped};
use lisbon::outcome::track_truth::TrackTruth;
use lisbon::random::{Purpose, RunSeed};
use lisbon::scenario;
use lisbon::scenario::model::{BoostProfile, SatelliteKind, Scenario};
use lisbon::world::journal::{Event, Journal};
use rand::RngExt;
use rand_distr::StandardNormal;

/// The shipped raid at one system, which knows its booster and has two satellites.
fn raid() -> Scenario {
    let mut scenario = shipped("southern-raid");
    first_system_alone(&mut scenario);
    scenario.radars.truncate(1);
    scenario
}

/// When a threat is launched in a run, s.
fn launch_s(scenario: &Scenario, threat: usize, run: u64) -> f64 {
    let luck = RunSeed { seed: scenario.seed, run };
    let mut stream = luck.stream(Purpose::LaunchTime, threat as u64, 0);
    let late: f64 = stream.sample(StandardNormal);
    let threat = &scenario.threats[threat];
    threat.launch_s + threat.launch_time_error_s * late.clamp(-4.0, 4.0)
}

/// Where a threat came down, if alive.
fn struck(journal: &Journal, number: usize) -> Option<lisbon::earth::frames::Geodetic> {
    journal.events.iter().find_map(|(_, event)| match event {
        Event::Impact { threat, place, dead: false } if threat.index() == number => Some(*place),
        _ => None,
    })
}

/// Association and looks are part of it here, and the bounds are wider than without the engine
/// (`tracking::boost`, a thousand runs).
#[test]
fn warnings_of_a_salvo_hold_the_truth_as_often_as_they_say() {
    let mut scenario = raid();
    // Nobody shoots: every payload comes down.
    scenario.fire_units.clear();
    let (mut launches, mut times, mut impacts, mut count) = (0.0, 0.0, 0.0, 0.0);
    let runs = 30;
    for run in 0..runs {
        let journal = journal(&scenario, 0, run);
        let track_truth = TrackTruth::of(&scenario, &journal);
        for (_, event) in &journal.events {
            let Event::BurnedOut { track, estimate } = event else {
                continue;
            };
            let threat = track_truth.threat(*track).expect("it saw one booster").index();
            let place = struck(&journal, threat).expect("it comes down");
            let off_s = estimate.launch_time_s.mean - launch_s(&scenario, threat, run);
            let impact = estimate.impact.expect("it comes down");
            let hit = |distance2: f64| f64::from(u8::from(distance2 <= 5.991));
            launches += hit(estimate.launch.distance2(scenario.threats[threat].launch));
            impacts += hit(impact.spot.distance2(place));
            times += f64::from(u8::from(off_s.abs() <= 1.96 * estimate.launch_time_s.sigma));
            count += 1.0;
        }
    }
    let threats = scenario.threats.len() as f64 * runs as f64;
    let shares = [launches / count, times / count, impacts / count];
    assert!((count / threats - 1.0).abs() < 0.03, "{count} of {threats}");
    let [launch, time, impact] = shares;
    // The warnings of a run share their satellites' pointing errors: the shares vary as of some 60
    // draws, by 3 %.
    for share in [launch, time, impact] {
        assert!((0.9..0.995).contains(&share), "{shares:?}");
    }
}

#[test]
fn each_warning_tells_of_its_launch_when_it_is_confirmed_and_when_it_burns_out() {
    let scenario = raid();
    let journal = journal(&scenario, 0, 1);
    let mut confirmed = Vec::new();
    for (_, event) in &journal.events {
        match event {
            Event::Warning { track, .. } => confirmed.push(*track),
            Event::BurnedOut { track, estimate } => {
                assert!(confirmed.contains(track));
                assert!(estimate.booster_probability > 0.99 && estimate.excess <= 1.0);
                let [long_m, short_m] = estimate.launch.ellipse_m();
                assert!(long_m < 6e3 && short_m > 1e3, "{long_m} {short_m}");
            }
            _ => {}
        }
    }
    assert_eq!(confirmed.len(), scenario.threats.len());
}

/// What is odd about a satellite.
type Oddity<'a> = &'a dyn Fn(&mut SatelliteKind);

/// Whatever a satellite is said to be and whichever boosters a system knows, a run plays to its end,
/// and what it says of a launch is numbers.
#[test]
fn no_satellite_is_too_odd_for_a_warning() {
    let plain = raid();
    let all: Vec<_> = ["short-range", "medium-range", "intermediate-range", "long-range"]
        .into_iter()
        .map(|name| profile(&plain, name))
        .collect();
    let bias_free = |kind: &mut SatelliteKind| kind.angle_bias_rad = 0.0;
    let odd: [(&str, Oddity); 8] = [
        ("sharp", &|kind| kind.angle_error_rad = 1e-7),
        ("sharp and free of bias", &|kind| {
            kind.angle_error_rad = 1e-7;
            bias_free(kind);
        }),
        ("blunt", &|kind| kind.angle_error_rad = 0.1),
        ("off", &|kind| kind.angle_bias_rad = 0.1),
        ("half blind", &|kind| kind.detection_probability = 0.01),
        ("low", &|kind| kind.cloud_break_m = 0.0),
        ("high", &|kind| kind.cloud_break_m = 100e3),
        ("slow", &|kind| kind.revisit_ticks = 60),
    ];
    for (name, change) in odd {
        for boosters in [&all[..], &all[..1], &all[3..]] {
            let mut scenario = plain.clone();
            scenario.threats.truncate(3);
            scenario.satellites.iter_mut().for_each(|satellite| change(&mut satellite.kind));
            scenario.systems[0].boosters = boosters.to_vec().into();
            for event in journal(&scenario, 0, 0).events {
                if let Event::Warning { estimate, .. } | Event::BurnedOut { estimate, .. } = event.1
                {
                    let launch = estimate.launch;
                    let sizes = launch.ellipse_m();
                    assert!(sizes.iter().all(|size| size.is_finite()), "{name}: {launch:?}");
                    assert!(estimate.launch_time_s.mean.is_finite(), "{name}");
                }
            }
        }
    }
}

/// A type of the catalogue as a booster that is known.
fn profile(scenario: &Scenario, name: &str) -> BoostProfile {
    let root = crate::common::path("scenarios/southern-raid.toml");
    let with = scenario::parse(&root, &mut |file| {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        let known = format!("boosters = [\"{name}\"]");
        Ok(text.replace("boosters = [\"intermediate-range\"]", &known))
    });
    let with = with.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(with.threats.len(), 2 * scenario.threats.len());
    with.systems[0].boosters[0].clone()
}
