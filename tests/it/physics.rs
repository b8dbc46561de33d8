//! What only the physics, or the rooms of the tick, can tell of a scenario is told at its line too.

use crate::common::path;
use lisbon::account::trajectory::{FlightRequest, Trajectory};
use lisbon::scenario;
use lisbon::scenario::Faults;
use lisbon::scenario::identity::{Object, ThreatId};

/// The faults of the quickstart with one text in one of its files written as another.
fn faults(file: &str, old: &str, new: &str) -> Faults {
    faults_of("quickstart", file, old, new)
}

/// Likewise of a scenario.
fn faults_of(scenario: &str, file: &str, old: &str, new: &str) -> Faults {
    let root = path(&format!("scenarios/{scenario}.toml"));
    let mut found = false;
    let result = scenario::parse(&root, &mut |name| {
        let text = std::fs::read_to_string(name).map_err(|error| error.to_string())?;
        found |= name.ends_with(file) && text.contains(old);
        Ok(if name.ends_with(file) { text.replacen(old, new, 1) } else { text })
    });
    assert!(found, "{old:?} is not in {file}");
    result.err().unwrap_or_else(|| panic!("{new:?} is taken for right"))
}

#[test]
fn each_mistake_is_told_once_where_it_was_made() {
    for (file, old, new, title, label) in [
        (
            "quickstart.toml",
            "latitude_deg = 30\n",
            "latitude_deg = -20\n",
            "cannot reach `bucharest`",
            "beyond",
        ),
        (
            "quickstart.toml",
            "duration_s = 1500",
            "duration_s = 900",
            "ends before its threats",
            "may come down",
        ),
        ("quickstart.toml", "start_s = 20", "start_s = 5", "before time zero", "20 s"),
        ("notional.toml", "handover_s = 40", "handover_s = 0.5", "hands over within a step", "1 s"),
        (
            "notional.toml",
            "search_share = 0.6",
            "search_share = 0.999",
            "no time to track",
            "0.004 s",
        ),
        (
            "notional.toml",
            "acceleration_mps2 = 40",
            "acceleration_mps2 = 9",
            "cannot fly",
            "less than gravity",
        ),
        (
            "joint.toml",
            "use = \"engage-on-remote\"",
            "use = \"cue\"",
            "less than what plots",
            "launched on",
        ),
    ] {
        let faults = faults(file, old, new);
        let told: Vec<_> = faults
            .list
            .iter()
            .filter(|fault| fault.title.contains(title) && fault.label.contains(label))
            .collect();
        assert_eq!(told.len(), 1, "{new}: {faults}");
        assert!(faults.place(told[0]).contains(file), "{new}: {faults}");
    }
}

/// A run must last until its decoys have sunk below the reach of every interceptor.
#[test]
fn a_run_that_ends_before_its_decoys_is_told() {
    let (old, new) = ("separation_mps = 5", "separation_mps = 1000");
    let faults = faults_of("decoys", "decoys.toml", old, new);
    let [fault] = &faults.list[..] else {
        panic!("{faults}");
    };
    assert_eq!(fault.title, "the run ends while there is something to shoot at");
    assert!(fault.label.starts_with("decoy-1 of `raid-"), "{faults}");
    assert!(faults.place(fault).contains("decoys.toml"), "{faults}");
}

#[test]
fn an_aim_out_of_reach_does_not_wait_until_the_rest_is_right() {
    let root = path("scenarios/quickstart.toml");
    let faults = scenario::parse(&root, &mut |name| {
        let text = std::fs::read_to_string(name).map_err(|error| error.to_string())?;
        let far = text.replacen("latitude_deg = 30\n", "latitude_deg = -20\n", 1);
        Ok(far.replacen("loss = 0.02", "loss = 2", 1))
    })
    .unwrap_err();
    let told = |title: &str| {
        let titles = faults.list.iter().filter(|fault| fault.title.contains(title));
        titles.count()
    };
    assert_eq!((told("cannot reach"), faults.count()), (3, 4), "{faults}");
}

/// Flights are solved once for all threats that share them; those that differ in loft, aim or type
/// each hit their own aim with a steering of their own.
#[test]
fn only_equal_flights_share_a_solution() {
    let root = path("scenarios/quickstart.toml");
    let scenario = scenario::parse(&root, &mut |name| {
        let text = std::fs::read_to_string(name).map_err(|error| error.to_string())?;
        let text = text.replace("radius_km = 50\ncount = 3", "radius_km = 0\ncount = 6");
        let Some(start) = text.find("[[raids]]") else {
            return Ok(text);
        };
        let end = start + text[start..].find("# ------").unwrap();
        let raid = text[start..end].replace("id = \"raid\"", "id = \"lofted\"");
        let lofted = raid.replace("loft_deg = 0", "loft_deg = 6");
        Ok(format!("{text}\n{lofted}"))
    })
    .unwrap();
    let threats = &scenario.threats;
    assert_eq!(threats.len(), 12);
    for (a, one) in threats.iter().enumerate() {
        for (b, other) in threats.iter().enumerate() {
            // Three aims in turn, twice in each raid.
            let is_same = a % 3 == b % 3 && (a < 6) == (b < 6);
            assert_eq!(one.steering == other.steering, is_same, "{a} and {b}");
        }
        let told = Trajectory::of(&FlightRequest {
            scenario: &scenario,
            threat: ThreatId(a as u16),
            object: Object::Payload,
            luck: None,
            every_s: 100.0,
        });
        assert!(told.headline.miss_m.unwrap() < 100.0, "{}", told.provenance.extent.threat);
    }
}
