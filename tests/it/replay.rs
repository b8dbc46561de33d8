//! Runs for viewers of other makers: they show what the engine flew and the systems believed.

use crate::common::{journal, named, shipped};
use lisbon::account::RunRecord;
use lisbon::account::replay::{MoverRole, Replay, ReplayMover};
use lisbon::account::trajectory::{FlightRequest, Trajectory};
use lisbon::ballistics::flight::FlightPhase;
use lisbon::earth::frames::Geodetic;
use lisbon::random::RunSeed;
use lisbon::report::replay::{acmi, czml, geojson, kml};
use lisbon::scenario::identity::{Object, ThreatId};
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, Journal, ShotResult};
use nalgebra::Vector3;
use serde_json::Value;
use std::collections::BTreeMap;

struct Played {
    scenario: Scenario,
    journal: Journal,
    replay: Replay,
}

fn played(name: &str, architecture: &str, run: u64) -> Played {
    let scenario = shipped(name);
    let place = named(&scenario, architecture);
    let journal = journal(&scenario, place, run);
    let replay = shown(&scenario, place, run, &journal, None);
    Played { scenario, journal, replay }
}

fn shown(
    scenario: &Scenario,
    architecture: usize,
    run: u64,
    journal: &Journal,
    threat: Option<ThreatId>,
) -> Replay {
    let luck = RunSeed { seed: scenario.seed, run };
    let architecture = &scenario.architectures[architecture];
    Replay::of(&RunRecord { scenario, architecture, luck, journal }, threat)
}

fn movers(replay: &Replay, role: MoverRole) -> Vec<&ReplayMover> {
    replay.movers.iter().filter(|mover| mover.role == role).collect()
}

fn mover<'a>(replay: &'a Replay, name: &str) -> &'a ReplayMover {
    replay.movers.iter().find(|mover| mover.name == name).unwrap()
}

/// Each sample of the truth, of threats, stages and decoys alike, to the last bit.
#[test]
fn what_flies_is_where_the_journal_has_it() {
    let Played { scenario, journal, replay } = played("decoys", "shared", 1);
    let mut seen = 0;
    for (time_s, truths, _) in journal.samples.iter() {
        for truth in truths {
            let threat = &scenario.threats[truth.object.threat.index()].name;
            let name = match truth.object.object {
                Object::Payload => threat.clone(),
                other => format!("{threat} {other}"),
            };
            let at = mover(&replay, &name).at(time_s);
            assert_eq!(at, Some(truth.state.position_m), "{name} at {time_s} s");
            seen += 1;
        }
    }
    let released = movers(&replay, MoverRole::Released).len();
    assert!(seen > 1000 && released > 0, "{seen}, {released}");
}

/// Between two places a viewer draws Hermite's cubic: within 3 m of the flight in vacuum, 30 m
/// where a stage burns out between them or the air brakes.
#[test]
fn between_two_places_it_is_where_the_engine_flies() {
    let Played { scenario, replay, .. } = played("quickstart", "isolated", 3);
    for (place, threat) in scenario.threats.iter().enumerate() {
        let flight = Trajectory::of(&FlightRequest {
            scenario: &scenario,
            threat: ThreatId(place as u16),
            object: Object::Payload,
            luck: Some(RunSeed { seed: scenario.seed, run: 3 }),
            every_s: 1.0,
        });
        let shown = mover(&replay, &threat.name);
        for point in &flight.points {
            let place =
                Geodetic::degrees(point.latitude_deg, point.longitude_deg, point.altitude_m);
            let off_m = (shown.at(point.time_s).unwrap() - place.ecef().0).norm();
            let most_m = if point.phase == FlightPhase::Vacuum { 3.0 } else { 30.0 };
            assert!(off_m < most_m, "{} at {} s: {off_m} m", threat.name, point.flight_s);
        }
        assert_eq!(shown.at(flight.points[0].time_s - 1.0), None);
    }
}

/// What a system believes is shown where the journal has it, and what is not believed is not.
#[test]
fn tracks_are_what_each_system_believes() {
    let Played { journal, replay, scenario } = played("seam", "shared", 6);
    let mut samples: BTreeMap<String, Vec<(f64, Vector3<f64>)>> = BTreeMap::new();
    for (time_s, _, beliefs) in journal.samples.iter() {
        for belief in beliefs {
            let owner = &scenario.systems[belief.system.index()].name;
            let name = format!("{owner} track {}", belief.number);
            samples.entry(name).or_default().push((time_s, belief.state.position_m));
        }
    }
    let tracks = movers(&replay, MoverRole::Track);
    assert_eq!(tracks.len(), samples.len());
    for track in tracks {
        let points = track.points.iter().map(|point| (point.time_s, point.position_m));
        assert_eq!(samples[&track.name], points.collect::<Vec<_>>(), "{}", track.name);
        assert!(track.points.iter().all(|point| point.error_m.is_some_and(|m| m > 0.0)));
        let shown_s: f64 = track.spans_s().map(|[from_s, until_s]| until_s - from_s).sum();
        assert_eq!(shown_s, 10.0 * track.points.len() as f64, "{}", track.name);
    }
}

/// An interceptor that kills is where its target is, within what its path leaves open (a hundredth
/// of the distance: `the_path_leads_to_the_point`) and the reach of its kill vehicle.
#[test]
fn interceptors_lead_to_what_they_kill() {
    let Played { scenario, journal, replay } = played("southern-raid", "joint", 2);
    let mut kills = 0;
    for (time_s, event) in &journal.events {
        let Event::Intercept { interceptor, object: Some(object), result, .. } = event else {
            continue;
        };
        if *result != ShotResult::Killed {
            continue;
        }
        let unit = &scenario.fire_units[interceptor.unit.index()];
        let shown = mover(&replay, &format!("{}#{}", unit.name, interceptor.shot + 1));
        let last = shown.points.last().unwrap();
        let target_m = mover(&replay, &scenario.threats[object.threat.index()].name).at(*time_s);
        let way_m = (target_m.unwrap() - unit.place.ecef().0).norm();
        // Its last place is one step of its path before.
        let onward_m = last.velocity_mps.norm() * (time_s - last.time_s);
        let off_m = (last.position_m - target_m.unwrap()).norm();
        assert!(off_m < 0.02 * way_m + 2.0 * onward_m + unit.kind.reach_m, "{off_m} of {way_m} m");
        kills += 1;
    }
    assert!(kills > 10);
    let launched = journal.events.iter().filter(|(_, it)| matches!(it, Event::Launched { .. }));
    assert_eq!(movers(&replay, MoverRole::Interceptor).len(), launched.count());
}

#[test]
fn one_threat_is_shown_with_what_is_of_it() {
    let Played { scenario, journal, replay } = played("quickstart", "joint", 0);
    let place = named(&scenario, "joint");
    let mut shots = 0;
    for (threat, kind) in scenario.threats.iter().enumerate() {
        let one = shown(&scenario, place, 0, &journal, Some(ThreatId(threat as u16)));
        let threats = movers(&one, MoverRole::Threat);
        assert_eq!(threats.iter().map(|it| &it.name).collect::<Vec<_>>(), [&kind.name]);
        shots += movers(&one, MoverRole::Interceptor).len();
    }
    let all = movers(&replay, MoverRole::Interceptor).len();
    // Who meets nothing is of no threat.
    assert!(shots <= all && shots > 0, "{shots} of {all}");
}

/// The packets of CZML by their id.
fn packets(replay: &Replay) -> BTreeMap<String, Value> {
    let all: Vec<Value> = serde_json::from_str(&czml(replay)).unwrap();
    assert_eq!(all[0]["id"], "document");
    assert_eq!(all[0]["version"], "1.0");
    let count = all.len();
    let named = all.into_iter().map(|it| (it["id"].as_str().unwrap().to_owned(), it));
    let packets: BTreeMap<String, Value> = named.collect();
    assert_eq!(packets.len(), count, "an id is there twice");
    packets
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn czml_has_every_thing_where_it_is() {
    let replay = played("seam", "shared", 6).replay;
    let packets = packets(&replay);
    let fields = replay.sites.iter().filter(|site| !site.field.is_empty()).count();
    let listed = [replay.systems.len(), replay.sites.len(), fields, replay.movers.len()];
    let listed: usize = listed.iter().sum::<usize>() + replay.links.len() + replay.moments.len();
    assert_eq!(packets.len(), 1 + listed);
    for mover in &replay.movers {
        let packet = &packets[&format!("{}/{}", mover.role.word(), mover.name)];
        let states = numbers(&packet["position"]["cartesianVelocity"]);
        assert_eq!(states.len(), 7 * mover.points.len());
        for (state, point) in states.chunks(7).zip(&mover.points) {
            let place_m = Vector3::from_column_slice(&state[1..4]);
            let velocity_mps = Vector3::from_column_slice(&state[4..]);
            assert!((state[0] - point.time_s).abs() <= 0.005);
            assert!((place_m - point.position_m).amax() <= 0.005 + 1e-8);
            assert!((velocity_mps - point.velocity_mps).amax() <= 0.005 + 1e-9);
        }
        let spans = packet["availability"].as_array().unwrap();
        assert_eq!(spans.len(), mover.spans_s().count());
    }
    // Both ends of a link are there to be referred to.
    for link in packets.iter().filter(|(id, _)| id.starts_with("link/")) {
        for end in link.1["polyline"]["positions"]["references"].as_array().unwrap() {
            let (id, key) = end.as_str().unwrap().split_once('#').unwrap();
            assert!(packets[id].get(key).is_some(), "{id}");
        }
    }
}

#[test]
fn geojson_is_as_the_standard_has_it() {
    let replay = played("small-raid", "shared", 5).replay;
    let all: Value = serde_json::from_str(&geojson(&replay)).unwrap();
    assert_eq!(all["type"], "FeatureCollection");
    let features = all["features"].as_array().unwrap();
    let fields = replay.sites.iter().filter(|site| !site.field.is_empty()).count();
    let listed = [replay.systems.len(), replay.sites.len(), fields, replay.movers.len()];
    assert_eq!(features.len(), listed.iter().sum::<usize>() + replay.moments.len());
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for feature in features {
        let kind = feature["geometry"]["type"].as_str().unwrap();
        *kinds.entry(kind.to_owned()).or_default() += 1;
        each_place(&feature["geometry"]["coordinates"], &mut |place| {
            assert!(place[0].abs() <= 180.0 && place[1].abs() <= 90.0, "{place:?}");
        });
    }
    let known = ["LineString", "MultiLineString", "Point", "Polygon"];
    assert!(kinds.keys().all(|kind| known.contains(&kind.as_str())), "{kinds:?}");
}

fn each_place(value: &Value, see: &mut dyn FnMut(&[f64])) {
    let items = value.as_array().unwrap();
    if items[0].is_number() {
        see(&numbers(value));
    } else {
        for item in items {
            each_place(item, see);
        }
    }
}

/// Tags of a page of XML, opened and closed in turn, and how often each was opened.
fn tags(page: &str) -> BTreeMap<String, usize> {
    let (mut open, mut count) = (Vec::new(), BTreeMap::new());
    let body = page.split_once("?>").unwrap().1;
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed));
        } else {
            let name = tag.split(' ').next().unwrap().to_owned();
            *count.entry(name.clone()).or_default() += 1;
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    count
}

#[test]
fn kml_is_whole() {
    let replay = played("seam", "shared", 6).replay;
    let count = tags(&kml(&replay));
    let fields = replay.sites.iter().filter(|site| !site.field.is_empty()).count();
    let listed = [replay.systems.len(), replay.sites.len(), fields, replay.movers.len()];
    assert_eq!(count["Placemark"], listed.iter().sum::<usize>() + replay.moments.len());
    let places: usize = replay.movers.iter().map(|mover| mover.points.len()).sum();
    assert_eq!(count["gx:coord"], places);
    let pieces: usize = replay.movers.iter().map(|mover| mover.pieces().count()).sum();
    assert_eq!(count["gx:Track"], pieces);
}

/// Frames in order; each thing named when it comes, and taken away once.
#[test]
fn acmi_goes_forward() {
    let replay = played("seam", "shared", 6).replay;
    let page = acmi(&replay);
    assert!(page.starts_with("FileType=text/acmi/tacview\nFileVersion=2.2\n"));
    let (mut now_s, mut there, mut gone) = (f64::NEG_INFINITY, BTreeMap::new(), 0);
    for line in page.lines().skip(2) {
        if let Some(time) = line.strip_prefix('#') {
            let time_s: f64 = time.parse().unwrap();
            assert!(time_s > now_s, "{time_s} after {now_s}");
            now_s = time_s;
        } else if let Some(id) = line.strip_prefix('-') {
            assert!(there.remove(id).is_some(), "{id}");
            gone += 1;
        } else {
            let (id, rest) = line.split_once(',').unwrap();
            if id != "0" && there.insert(id.to_owned(), now_s).is_none() {
                assert!(rest.contains("Name=") && rest.starts_with("T="), "{line}");
            }
        }
    }
    assert_eq!(there.len(), replay.sites.len());
    assert_eq!(gone, replay.movers.iter().map(|mover| mover.pieces().count()).sum::<usize>());
}

/// What a hostile file says of itself ends no tag, no string and no line.
#[test]
fn hostile_words_stay_words() {
    let mut scenario = shipped("quickstart");
    scenario.description = "</script><b>\"'&\u{202e}\u{0}\nA,B|C\\".into();
    let journal = journal(&scenario, 0, 0);
    let replay = shown(&scenario, 0, 0, &journal, None);
    let document = &packets(&replay)["document"];
    let about = document["description"].as_str().unwrap();
    assert!(about.starts_with("&lt;/script&gt;&lt;b&gt;&quot;&#39;&amp;   A,B|C\\ "), "{about}");
    tags(&kml(&replay));
    assert!(geojson(&replay).contains(r#""description": "</script><b>\"'&   A,B|C\\ lisbon"#));
    assert!(acmi(&replay).contains("0,Comments=</script><b>\"'&   A\\,B C\\\\ lisbon"));
}
