//! Which object is the payload: closed forms of the evidence, and what it saves and costs.

use crate::common::{journal, named, nobody_can_tell, path, shipped};
use lisbon::ballistics::flight::FlightPhase;
use lisbon::engine::Engine;
use lisbon::monte_carlo::statistics::{Confidence, Proportion};
use lisbon::outcome::metric::Metric;
use lisbon::picture::Picture;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{Object, ObjectId, SensorId, ThreatId, TrackId};
use lisbon::scenario::model::Scenario;
use lisbon::sensing::discrimination::Discriminator;
use lisbon::tracking::track::Tracker;
use lisbon::tracking::track::classification::payload_probability;
use lisbon::world::journal::{Event, Journal, Subject};
use lisbon::world::node::Case;
use lisbon::{outcome, scenario};
use std::collections::{BTreeMap, BTreeSet};

/// Looks at each object, and their separation: together d = 0.5 √16 = 2.
const LOOKS: u64 = 16;
const SEPARATION: f64 = 0.5;

/// Evidence of all looks at one object, nats.
fn evidence_nats(threat: u16, object: Object, contrast: f64) -> f64 {
    let id = ObjectId { threat: ThreatId(threat), object };
    let look = |tick| {
        Discriminator {
            separation: SEPARATION,
            sensor: SensorId(1),
            tick,
            luck: RunSeed { seed: 11, run: 4 },
        }
        .evidence_nats(id, FlightPhase::Vacuum, contrast)
    };
    (0..LOOKS).map(look).sum()
}

/// Both kinds, many of each: payloads, and decoys as expected.
fn kinds() -> [Vec<f64>; 2] {
    let of = |object, contrast| {
        (0..10_000).map(|threat| evidence_nats(threat, object, contrast)).collect()
    };
    [of(Object::Payload, 0.0), of(Object::Decoy(1), 1.0)]
}

/// The sum of n looks is normal with mean ± n d²/2 and variance n d² (Green & Swets 1966, ch. 3).
#[test]
fn evidence_adds_up_as_the_closed_form_says() {
    let d2 = LOOKS as f64 * SEPARATION * SEPARATION;
    for (nats, mean) in kinds().iter().zip([0.5 * d2, -0.5 * d2]) {
        let count = nats.len() as f64;
        let got = nats.iter().sum::<f64>() / count;
        let variance = nats.iter().map(|x| (x - got) * (x - got)).sum::<f64>() / count;
        assert!((got - mean).abs() < 3.3 * (d2 / count).sqrt(), "{got}");
        let spread = d2 * (2.0 / count).sqrt();
        assert!((variance - d2).abs() < 3.3 * spread, "{variance}");
    }
}

/// With a threshold of 1/2 at even odds both errors are Φ(-d/2) = Φ(-1) = 0.158655; with the odds
/// of the threshold at e, payloads pass with Φ(1/2) = 0.691462, decoys with Φ(-3/2) = 0.066807. At
/// 99.9 %.
#[test]
fn acceptance_is_the_receiver_operating_characteristic() {
    let kinds = kinds();
    let confidence = Confidence::new(0.999).unwrap();
    let by_e = 1.0 / (1.0 + 1.0 / std::f64::consts::E);
    for (least, passing) in [(0.5, [0.841_345, 0.158_655]), (by_e, [0.691_462, 0.066_807])] {
        for (nats, expected) in kinds.iter().zip(passing) {
            let passes = |nats: &&f64| payload_probability(0.5, **nats) >= least;
            let share = Proportion {
                successes: nats.iter().filter(passes).count() as u64,
                trials: nats.len() as u64,
            };
            let interval = share.wilson(confidence);
            assert!(interval.contains(expected), "{expected}: {interval:?}");
        }
    }
}

/// Calibration: of the objects thought payloads with a probability in a bin, that share is.
#[test]
fn a_probability_is_the_share_of_payloads() {
    let kinds = kinds();
    let confidence = Confidence::new(0.999).unwrap();
    for bin in 0..5 {
        let within = |nats: &f64| (payload_probability(0.5, *nats) * 5.0) as u32 == bin;
        let inside = |kind: usize| kinds[kind].iter().copied().filter(within);
        let counts = [0, 1].map(|kind| inside(kind).count() as u64);
        let all = (inside(0).chain(inside(1))).map(|nats| payload_probability(0.5, nats));
        let mean = all.sum::<f64>() / (counts[0] + counts[1]) as f64;
        let share = Proportion { successes: counts[0], trials: counts[0] + counts[1] };
        let interval = share.wilson(confidence);
        assert!(interval.contains(mean), "{bin}: {mean} in {interval:?}");
    }
}

/// The shipped scenario before anybody could tell.
fn blind() -> Scenario {
    let mut scenario = shipped("decoys");
    nobody_can_tell(&mut scenario);
    scenario
}

/// Without discrimination, how unlike the objects look changes nothing, to the last byte.
#[test]
fn who_cannot_tell_sees_no_contrast() {
    let plain = blind();
    let mut other = plain.clone();
    for threat in &mut other.threats {
        for object in &mut std::sync::Arc::make_mut(&mut threat.kind).objects {
            object.signature.contrast = 7.0;
        }
    }
    for architecture in 0..plain.architectures.len() {
        let [a, b] = [&plain, &other].map(|scenario| journal(scenario, architecture, 3));
        assert!(a == b);
    }
}

/// Paired runs: one-sided 99 % by Student's law of 11 degrees of freedom, 2.72.
#[test]
fn who_can_tell_shoots_less_at_what_is_no_payload() {
    let (able, blind) = (shipped("decoys"), blind());
    for architecture in 0..able.architectures.len() {
        let saved: Vec<f64> = (0..12)
            .map(|run| {
                let [able, blind] = [&able, &blind].map(|scenario| {
                    outcome::judge(scenario, &journal(scenario, architecture, run))
                        .get(Metric::ShotsAtNoPayload, None)
                });
                blind - able
            })
            .collect();
        let mean = saved.iter().sum::<f64>() / 12.0;
        let variance = saved.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 11.0;
        assert!(mean > 2.72 * (variance / 12.0).sqrt(), "{saved:?}");
    }
}

/// What a node's tracker, picture and every track of it hold, tick by tick, until a run ends.
fn each_tick(architecture: &str, mut look: impl FnMut(&[(&Tracker, &Picture)], &Journal)) {
    let scenario = shipped("decoys");
    let case = Case {
        scenario: &scenario,
        architecture: &scenario.architectures[named(&scenario, architecture)],
        luck: RunSeed { seed: 1, run: 0 },
    };
    let mut engine = Engine::new(&case);
    while engine.step() {
        let world = engine.world();
        let mut query = world.query::<(&Tracker, &Picture)>();
        let nodes: Vec<_> = query.iter(world).collect();
        look(&nodes, world.resource::<Journal>());
    }
}

/// Where tracks are sent, a message tells what the sender's own radars saw, as its tracker had it:
/// nothing that came from its receiver. And the receiver adds it once, if it is sure of the pair.
#[test]
fn evidence_of_a_track_is_not_sent_back() {
    let scenario = shipped("decoys");
    let mut held: BTreeMap<TrackId, BTreeSet<u64>> = BTreeMap::new();
    let mut seen = [0, 0];
    each_tick("shared", |nodes, journal| {
        for (tracker, _) in nodes {
            for track in &tracker.tracks {
                let id = tracker.id(track.number);
                let nats = track.payload_evidence_nats.to_bits();
                held.entry(id).or_default().insert(nats);
                for serial in track.evidence.serials() {
                    let sensor = journal.plots[*serial as usize].sensor;
                    assert_eq!(scenario.sensor_system(sensor), tracker.system);
                }
            }
        }
        for (tracker, picture) in nodes {
            for remote in &picture.remote {
                let nats = remote.payload_evidence_nats.to_bits();
                assert!(held[&remote.id].contains(&nats));
            }
            for track in &picture.tracks {
                let own = track.own.and_then(|own| tracker.track(own));
                let mut remotes = picture.remote.iter();
                let remote = remotes.find(|remote| Some(remote.id) == track.remote);
                if let (Some(own), Some(remote)) = (own, remote) {
                    let (own, remote) = (own.payload_evidence_nats, remote.payload_evidence_nats);
                    let expected = if track.is_sure { own + remote } else { own };
                    let nats = picture.payload_evidence_nats(track, tracker);
                    assert_eq!(nats.to_bits(), expected.to_bits());
                    seen[usize::from(track.is_sure)] += 1;
                }
            }
        }
    });
    assert!(seen.iter().all(|count| *count > 1000), "{seen:?}");
}

/// Where plots are sent, each crosses its link once, no tracker takes one in twice, and no track
/// crosses besides.
#[test]
fn evidence_of_a_plot_is_not_taken_twice() {
    let scenario = shipped("decoys");
    let journal = journal(&scenario, named(&scenario, "joint"), 0);
    for (place, link) in scenario.links.iter().enumerate() {
        let own = journal.plots.iter();
        let own = own.filter(|plot| scenario.sensor_system(plot.sensor) == link.from);
        let is_status = |event: &&(f64, Event)| {
            matches!(event.1, Event::Sent {
                link,
                subject: Subject::Status(_) | Subject::Assessment(_) | Subject::Order(_),
                ..
            } if link.index() == place)
        };
        let statuses = journal.events.iter().filter(is_status).count();
        assert_eq!(journal.traffic[place].sent, (own.count() + statuses) as u64);
    }
    each_tick("joint", |nodes, _| {
        for (tracker, picture) in nodes {
            assert!(picture.remote.is_empty());
            let all = tracker.tracks.iter();
            let all: Vec<u32> = all.flat_map(|t| t.evidence.serials().to_vec()).collect();
            let once: BTreeSet<u32> = all.iter().copied().collect();
            assert_eq!(once.len(), all.len());
        }
    });
}

/// The shipped scenario with some of its lines rewritten: the titles of its faults.
fn faults_of(edits: &[(&str, &str)]) -> Vec<String> {
    let root = path("scenarios/decoys.toml");
    let read = scenario::parse(&root, &mut |file| {
        let mut text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        if file == root {
            for (old, new) in edits {
                assert!(text.contains(old), "{old}");
                text = text.replace(old, new);
            }
        }
        Ok(text)
    });
    let faults = read.err().map(|faults| faults.list).unwrap_or_default();
    faults.into_iter().map(|fault| fault.title).collect()
}

/// One radar that can tell is enough, the partner's too where it is heard of.
#[test]
fn who_could_never_shoot_is_told() {
    let none = ("discrimination = 0.", "discrimination = 0.0 # ");
    let of_nato = [("discrimination = 0.5", ""), ("discrimination = 0.3", "")];
    let alone =
        [("    \"architectures/shared.toml\",\n", ""), ("    \"architectures/joint.toml\",\n", "")];
    let both = ["nato", "russia"].map(|name| format!("system `{name}` would never shoot"));
    assert!(faults_of(&[]).is_empty());
    assert_eq!(faults_of(&[none]), both);
    assert!(faults_of(&[none, ("payload_prior = 0.2", "")]).is_empty());
    assert!(faults_of(&[none, ("payload_prior = 0.2", "payload_prior = 0.6")]).is_empty());
    assert!(faults_of(&of_nato).is_empty());
    assert!(faults_of(&alone).is_empty());
    assert_eq!(faults_of(&[of_nato, alone].concat()), both[..1]);
}
