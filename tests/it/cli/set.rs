//! `--set`: what it sets, what it refuses, and where it says so.

use super::{QUICKSTART, done, told};
use serde_json::Value;

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&told(words)).unwrap()
}

#[test]
fn what_is_set_is_played_and_told() {
    let words = ["run", QUICKSTART, "--format", "json", "--run", "1"];
    let plain = json(&words);
    let set = json(&[&words[..], &["--set", "raids[raid].count=1"]].concat());
    assert_eq!(plain["threats"].as_array().unwrap().len(), 3);
    assert_eq!(set["threats"].as_array().unwrap().len(), 1);
    assert_eq!(set["set"], serde_json::json!(["raids[raid].count=1"]));
    assert_eq!(plain.get("set"), None);
    assert_ne!(plain["digest"], set["digest"]);
}

#[test]
fn every_way_to_name_a_place_leads_there() {
    let paths = [
        "links.latency_s=20",
        "links[*].latency_s=20",
        "links[nato>russia].latency_s=20",
        "links[0].latency_s=20",
        "links.release.delay_s=5",
        "fire_units[*].inventory=2",
        "fire_units[*].inventory+=1",
        "links.latency_s += -0.5",
        "systems[nato].command.doctrine.rule=salvo",
        "systems[nato].command.doctrine.rule=\"salvo\"",
        "simulation.duration_s=1600",
        "raids[raid].aims[1]=bucharest",
        "raids[raid].aims=[\"bucharest\"]",
        "radar_types[forward-radar].beamwidth_deg=1.5",
        "architectures[shared].exchange.period_s=20",
    ];
    for path in paths {
        let done = done(&["fly", QUICKSTART, "--set", path]);
        assert_eq!(done.code, Some(0), "{path}: {}", done.said);
        assert!(done.out.contains(&format!("set: {path}")), "{path}: {}", done.out);
    }
}

/// What each is refused for, and the place of the caret.
#[test]
fn a_mistake_is_a_fault_with_its_place() {
    let cases = [
        ("links.latncy_s=20", "unknown key `latncy_s`", "--set:1:7"),
        ("linkz.latency_s=20", "unknown key `linkz`", "--set:1:1"),
        ("raids[west].count=1", "`raids` has no `west`", "--set:1:7"),
        ("links[nato>france].loss=0", "`links` has no `nato>france`", "--set:1:7"),
        ("links.loss=2", "`loss` is out of range", "--set:1:12"),
        ("raids[raid].count=1.5", "`count` has a value of the wrong kind", "--set:1:19"),
        ("links.latency_s=2", "the setting changes nothing", "--set:1:1"),
        ("links.release.delay_s=0", "the setting changes nothing", "--set:1:1"),
        ("corridors.start_deg=[1, 2]", "the scenario has no `corridors` there", "--set:1:1"),
        ("links.latency_s+=-3", "`latency_s` is out of range", "--set:1:18"),
        ("links.latency_s+=0", "the setting changes nothing", "--set:1:1"),
        ("links.latency_s+=soon", "only numbers can be added", "--set:1:18"),
        ("systems.command.doctrine.rule+=1", "only numbers can be added", "--set:1:26"),
        ("links.release.delay_s+=1", "`delay_s` is not written there", "--set:1:15"),
        ("raids[raid].count+=0.5", "`count` has a value of the wrong kind", "--set:1:20"),
        ("catalogue=other.toml", "`catalogue` cannot be set", "--set:1:1"),
        ("links", "not a setting", "--set:1:1"),
        ("links[nato.loss=1", "not a setting", "--set:1:1"),
        ("links..loss=1", "the path lacks a key", "--set:1:7"),
        ("=1", "the path lacks a key", "--set:1:1"),
        ("links.loss=", "not valid TOML: a value is missing", "--set:1:12"),
        ("links.loss=1\nx = 2", "not one value", "--set:1:12"),
        ("simulation[0].seed=3", "`simulation` is not a list", "--set:1:12"),
        ("simulation.seed.x=3", "`seed` has no keys", "--set:1:17"),
        ("raids[raid].aims[1]=atlantis", "atlantis", "--set:1:21"),
    ];
    for (setting, title, place) in cases {
        let done = done(&["run", QUICKSTART, "--set", setting]);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{setting}: {}", done.said);
        assert!(done.said.contains(title), "{title} in {}", done.said);
        assert!(done.said.contains(place), "{place} in {}", done.said);
    }
}

#[test]
fn all_mistakes_are_told_at_once_and_a_setting_undone_by_the_next_is_one() {
    let words = ["run", QUICKSTART, "--set", "links.loss=3", "--set", "raids[x].count=1"];
    let done_two = done(&words);
    assert!(done_two.said.contains("2 faults"), "{}", done_two.said);
    let words = ["run", QUICKSTART, "--set", "links.loss=0.3", "--set", "links.loss=0.4"];
    let undone = done(&words);
    assert_eq!(undone.code, Some(2));
    assert!(undone.said.contains("the setting changes nothing"), "{}", undone.said);
}
