//! Settings that decide silently: each is said with its key, by what the scenario is and by what
//! came of it; what decides nothing is not said.

use crate::common::shipped;
use crate::shipped::names;
use lisbon::scenario::caution::cautions;
use lisbon::scenario::model::{Content, Scenario};

/// The cautions of a scenario under one architecture.
fn told(scenario: &Scenario, architecture: &str) -> Vec<String> {
    let place = scenario.architecture(architecture).unwrap();
    let told = cautions(scenario, [&scenario.architectures[place]]);
    told.iter().map(ToString::to_string).collect()
}

#[test]
fn an_exchange_without_a_link_is_told() {
    let mut scenario = shipped("quickstart");
    assert_eq!(told(&scenario, "shared"), [""; 0]);
    let back = scenario.links.pop().unwrap();
    let way = "`links`: `shared` would exchange data, but no link leads from `russia` to `nato`";
    assert_eq!(told(&scenario, "shared"), [format!("{way}: nothing goes that way")]);
    assert_eq!(told(&scenario, "isolated"), [""; 0], "who exchanges nothing lacks no link");
    scenario.links.clear();
    let none = "`links`: `shared` would exchange data, but the scenario has no link";
    assert_eq!(told(&scenario, "shared"), [format!("{none}: nothing crosses")]);
    // An answer, an order and a status need a link too.
    for change in [
        |it: &mut Scenario| it.architectures[0].engagement_status = true,
        |it: &mut Scenario| it.architectures[0].kill_assessment = true,
        |it: &mut Scenario| it.architectures[0].command = Some(it.links[0].from),
    ] {
        let mut talking = shipped("quickstart");
        change(&mut talking);
        assert_eq!(told(&talking, "isolated"), [""; 0]);
        talking.links.clear();
        assert_eq!(told(&talking, "isolated").len(), 1);
    }
    scenario.systems.truncate(1);
    assert!(told(&scenario, "shared")[0].contains("the scenario has one system"));
    scenario.links.push(back);
}

/// What tracks and plots meet that are older than the receiver's tracker bears: the limit itself is
/// told, less is not.
#[test]
fn data_that_are_old_on_arrival_are_told() {
    let key = "`links[nato>russia].latency_s`: under `shared` data are up to ";
    let cases = [
        (Content::Tracks, [58.0, 2.0, 0.0], &["`drop_remote_s` of `russia` is 60 s"][..]),
        (Content::Tracks, [20.0, 2.0, 38.0], &["`drop_remote_s` of `russia` is 60 s"]),
        (Content::Tracks, [57.9, 2.0, 0.0], &[]),
        (Content::Plots, [29.0, 0.5, 0.0], &[]),
        (Content::Plots, [30.0, 0.0, 0.0], &["`drop_tentative_s` of `russia` is 30 s"]),
        (
            Content::Plots,
            [60.0, 0.0, 0.0],
            &["`drop_tentative_s` of `russia` is 30 s", "`drop_confirmed_s` of `russia` is 60 s"],
        ),
        (Content::Notification, [300.0, 0.0, 0.0], &[]),
    ];
    for (content, [latency_s, jitter_s, delay_s], expected) in cases {
        let mut scenario = shipped("quickstart");
        let shared = scenario.architecture("shared").unwrap();
        scenario.architectures[shared].exchange.as_mut().unwrap().content = content;
        (scenario.links[0].latency_s, scenario.links[0].jitter_s) = (latency_s, jitter_s);
        scenario.links[0].release.delay.median_s = delay_s;
        let told = told(&scenario, "shared");
        assert_eq!(told.len(), expected.len(), "{told:?}");
        for (line, part) in told.iter().zip(expected) {
            let age = format!("{key}{} s old on arrival", latency_s + jitter_s + delay_s);
            assert!(line.starts_with(&age) && line.contains(part), "{line}");
        }
    }
}

#[test]
fn of_the_shipped_scenarios_only_those_of_late_data_have_such_a_setting() {
    let mut told = names("scenarios");
    told.retain(|name| {
        let scenario = shipped(name);
        !cautions(&scenario, &scenario.architectures).is_empty()
    });
    assert_eq!(told, ["fusion-centre-down", "late-data", "two-centres"]);
}

mod reports {
    //! What `check`, `run` and `compare` say of them.

    use crate::cli::told;

    const QUICKSTART: &str = "scenarios/quickstart.toml";
    const LATE: &str = "links.latency_s=300";

    #[test]
    fn reports_tell_them() {
        let key = "note: `links[nato>russia].latency_s`: under `shared` data are up to 302 s old";
        let many = "note: `links.latency_s`: under `shared` ";
        let run = ["run", QUICKSTART, "--architecture", "shared"];
        let compare = ["compare", QUICKSTART, "--runs", "2", "--quiet"];
        for words in [&run[..], &compare] {
            let sound = told(words);
            assert!(!sound.contains("note: "), "{sound}");
            let late = told(&[words, &["--set", LATE]].concat());
            assert!(late.contains(key), "{late}");
            let json = told(&[words, &["--set", LATE, "--format", "json"]].concat());
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(json["cautions"][0]["key"], "links[nato>russia].latency_s");
            assert!(json["cautions"].as_array().unwrap().len() >= 2);
        }
        // Each message has a delay of its own: of many on one subject the later ones overtake.
        let jitter = told(&[&run[..], &["--set", "links.jitter_s=40"]].concat());
        assert!(jitter.contains(many) && jitter.contains("% of the messages came too late"));
    }
}
