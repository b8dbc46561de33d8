//! What is said of mistakes in `[[sensors]]`.

use super::{changed, parsed};
use lisbon::sensor::SensorKinds;

/// What is written, in place of what, and what is said of it: at which text, with which advice.
const MISTAKES: [(&str, &str, &str, &str); 9] = [
    (
        "kind = \"lidar\"",
        "kind = \"ladar\"",
        "there is no sensor kind `ladar`",
        "there is one with a near name",
    ),
    (
        "transmission = 0.7",
        "transmision = 0.7",
        "unknown key `transmision` in `sensors.parameters`",
        "there is a key with a near name",
    ),
    ("transmission = 0.7", "transmission = 1.7", "`transmission` is out of range", ""),
    ("transmission = 0.7", "", "missing key `transmission` in `sensors.parameters`", ""),
    (
        "transmission = 0.7",
        "transmission = \"clear\"",
        "`transmission` has a value of the wrong kind",
        "",
    ),
    (
        "revisit_s = 5",
        "revisit_s = 2.5",
        "the time between two looks is not a multiple of the step",
        "2 or 3 s would be",
    ),
    ("range_max_km = 2500", "range_max_km = 20000", "", ""),
    (
        "id = \"erzurum-lidar\"",
        "id = \"armavir\"",
        "two sensors have the name `armavir`",
        "give it another name",
    ),
    (
        "kind = \"lidar\"",
        "kind = \"lidar\"\ntype = \"lidar\"",
        "unknown key `type` in `sensors`",
        "",
    ),
];

#[test]
fn a_mistake_is_told_where_it_was_made() {
    for (old, new, title, advice) in MISTAKES {
        let result = changed(|text| text.replacen(old, new, 1));
        let told = result.err().map_or(Vec::new(), |faults| faults.list);
        if title.is_empty() {
            assert!(told.is_empty(), "{new}: {told:?}");
            continue;
        }
        assert_eq!(told.len(), 1, "{new}: {told:?}");
        assert_eq!(told[0].title, title);
        let help = told[0].help.as_ref().map_or("", |help| help.text.as_str());
        assert!(advice.is_empty() || help == advice, "{new}: {help}");
    }
}

/// Faults of every stage at once: an unknown kind, a parameter, and what only the kind can tell.
#[test]
fn all_mistakes_are_told_at_once() {
    let more = r#"
[[sensors]]
id = "low"
system = "nato"
kind = "camera"
latitude_deg = 40
longitude_deg = 40
altitude_m = 100
parameters = { revisit_s = 5, angle_error_mrad = 0.1 }

[[sensors]]
id = "odd"
system = "nobody"
kind = "sonar"
latitude_deg = 40
longitude_deg = 400
altitude_m = 100
parameters = {}
"#;
    let change = |text: String| text.replacen("range_error_m = 2", "range_error_m = -2", 1) + more;
    let faults = changed(change).unwrap_err();
    let titles: Vec<&str> = faults.list.iter().map(|fault| fault.title.as_str()).collect();
    let expected = [
        "`range_error_m` is out of range",
        "`revisit_s` does not fit",
        "there is no system `nobody`",
        "there is no sensor kind `sonar`",
        "`longitude_deg` is out of range",
    ];
    assert_eq!(titles, expected, "{faults}");
}

#[test]
fn without_kinds_it_is_said_that_they_come_from_crates() {
    let faults = parsed(|text| text, &SensorKinds::default()).unwrap_err();
    let [fault] = &faults.list[..] else {
        panic!("{faults}");
    };
    assert_eq!(fault.title, "there is no sensor kind `lidar`");
    assert_eq!(fault.notes[0], "this program has no sensor kinds");
    assert!(fault.notes[1].starts_with("kinds come from crates"));
    assert!(faults.place(fault).contains("lidar.toml:"));
}
