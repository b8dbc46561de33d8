//! The limiting scenarios are limits, and a defence that is off is noticed.

use super::limit::{LimitingCase, LimitingPair};
use super::pair::{FIRST_WAITS_S, SECOND_WAITS_S};
use crate::scenario::SourceText;
use crate::verify::list::{Evaluator, named};
use crate::verify::tests::judged;
use crate::verify::{CaseVerdicts, shipped};

/// With shots that always kill and all targets tracked nothing leaks and each is shot at as often
/// as the doctrine says: no plot is given to a wrong track, no round comes too late.
#[test]
fn a_sure_defence_leaks_nothing_and_wastes_nothing() {
    for (targets, shots) in [(1, 1), (9, 3), (100, 2), (196, 1)] {
        for (kill_probability, leaked) in [(1.0, false), (0.0, true)] {
            let limit = LimitingCase {
                runs: 20,
                targets,
                kill_probability,
                shots,
                second: Some(2),
                ..LimitingCase::default()
            };
            let played = limit.play(0).unwrap_or_else(|error| panic!("{}", error.0));
            let fired = shots + if leaked { 2 } else { 0 };
            for one in played.iter().flatten() {
                assert_eq!((one.leaked, one.shots), (leaked, fired), "{limit:?}");
            }
            let salvo = LimitingCase { second: None, ..limit };
            let played = salvo.play(0).unwrap_or_else(|error| panic!("{}", error.0));
            for one in played.iter().flatten() {
                assert_eq!((one.leaked, one.shots), (leaked, shots), "{salvo:?}");
            }
        }
    }
}

/// Of two sure systems that shoot apart the second kills all, and the first shoots at what is left;
/// one after the other the first kills all, and the second has nothing to shoot at. Where the first
/// only tells, the second shoots at all that it is told of.
#[test]
fn two_sure_systems_do_what_they_are_told() {
    for targets in [1, 25, 400] {
        let sure = LimitingCase { runs: 3, targets, kill_probability: 1.0, ..blind(1.0) };
        let late = LimitingCase { decision_delay_s: FIRST_WAITS_S, sees_debris: true, ..sure };
        let waiting = LimitingCase { decision_delay_s: SECOND_WAITS_S, ..sure };
        let (seeing, told) = (LimitingCase { stock: 0, ..sure }, blind(0.0));
        let told = LimitingCase { kill_probability: 1.0, ..told };
        for (sides, usage, killer, shots) in [
            ([late, sure], None, Some(1), 2),
            ([sure, waiting], None, Some(0), 1),
            ([seeing, told], Some("engage-on-remote"), Some(1), 1),
            ([seeing, told], Some("launch-on-remote"), None, 1),
            ([seeing, told], None, None, 0),
        ] {
            let pair = LimitingPair { sides, usage };
            let scenario = pair.scenario().unwrap_or_else(|error| panic!("{}", error.0));
            let kinds = [0, 1].map(|unit| &scenario.fire_units[unit].kind.common_mode);
            assert_eq!(kinds[0].number, kinds[1].number, "types of one group fail together");
            let played = pair.play().unwrap_or_else(|error| panic!("{}", error.0));
            for one in played.iter().flatten() {
                assert_eq!((one.killer, one.shots), (killer, shots), "{pair:?}");
                assert_eq!(one.leaked, killer.is_none());
            }
        }
    }
}

/// A system that sees a share of its targets.
fn blind(tracked: f64) -> LimitingCase {
    LimitingCase { tracked, ..LimitingCase::default() }
}

/// One shipped case, with its text changed.
fn changed(file: &str, case: &str, change: (&str, &str)) -> (String, Evaluator) {
    let text = shipped(file).unwrap_or_else(|| panic!("{file}")).text;
    let evaluate = named(file).unwrap_or_else(|| panic!("{file}")).evaluator;
    let text = if file.ends_with("csv") {
        let row = text.lines().find(|line| line.starts_with(case));
        let row = row.unwrap_or_else(|| panic!("{case}"));
        let other = row.replacen(change.0, change.1, 1);
        format!("{}\n{other}\n", text.lines().next().unwrap_or_default())
    } else {
        let whole: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let mut one = whole.clone();
        let cases = whole["cases"].as_array().cloned().unwrap_or_default();
        let mut cases = cases.into_iter().filter(|of| of["case_id"] == case);
        one["cases"] = serde_json::Value::Array(cases.by_ref().collect());
        one.to_string().replacen(change.0, change.1, 1)
    };
    (text, evaluate)
}

fn evaluated(file: &str, case: &str, change: (&str, &str)) -> CaseVerdicts {
    let (text, evaluate) = changed(file, case, change);
    judged(&SourceText::new(file, text), evaluate).0
}

/// A kill probability that is off by 0.02, a shot too few, a track too many, a look that errs more
/// often than it should, a failure in common that is rarer: each is noticed, in a case that holds
/// as it is.
#[test]
fn a_defence_that_is_off_is_noticed() {
    for (file, case, changes) in [
        (P0, "DEF-P0-R02", &[("0.7,2,", "0.72,2,"), ("0.7,2,", "0.7,1,")][..]),
        (P0, "DEF-P0-R05", &[("0.95,10", "0.97,10")]),
        (
            LAYERS,
            "DEF-LAY-R01",
            &[
                ("\"sspk\":0.7", "\"sspk\":0.72"),
                ("\"sspk\":0.6", "\"sspk\":0.68"),
                ("\"shots\":2", "\"shots\":1"),
            ],
        ),
        (LOOKS, "DEF-SLS-R01", &[("0.7,1,1", "0.72,1,1")]),
        (LOOKS, "DEF-SLS-R05", &[("0.1,0.05", "0.13,0.05"), ("0.1,0.05", "0.1,0.1")]),
        (STOCK, "DEF-INV-R04", &[("10,4,0.7", "10,4,0.78"), ("10,4,", "9,4,")]),
        (STOCK, "DEF-INV-R07", &[("0.6,0.95", "0.6,0.99")]),
        (COMMON, "DEF-CM-R06", &[("0.9,0.98", "0.9,0.94"), ("0.5,3", "0.55,3")]),
        (RANDOM, "DEF-COO-R09", &[("4,2,1.0", "4,2,0.9"), ("1.75,2.0", "1.85,2.0")]),
        (PAIR, "DEF-TWO-R03", &[("0.8,1,0.8,", "0.8,1,0.86,"), ("0.8,0.0,", "0.8,0.04,")]),
    ] {
        let right = evaluated(file, case, ("", ""));
        assert_eq!((right.faults, right.cases.len(), right.off()), (0, 1, 0), "{case}");
        for (from, to) in changes {
            let wrong = evaluated(file, case, (from, to));
            assert_eq!((wrong.faults, wrong.off()), (0, 1), "{case}: {to} for {from}");
        }
    }
}

const P0: &str = "09_defence_no_leakers.csv";
const LAYERS: &str = "09_defence_layered.json";
const LOOKS: &str = "09_defence_shoot_look_shoot.csv";
const STOCK: &str = "09_defence_finite_inventory.csv";
const COMMON: &str = "09_defence_common_mode.csv";
const RANDOM: &str = "09_defence_coordination.csv";
const PAIR: &str = "09_defence_two_systems.csv";

/// What the engine's scenarios cannot say is refused, with the column's name.
#[test]
fn what_the_engine_cannot_shoot_is_refused() {
    for (file, case, from, to, said) in [
        (P0, "DEF-P0-R01", "0.7,1,", "1.7,1,", "`sspk` is not a number from 0 to 1"),
        (P0, "DEF-P0-R01", "0.7,1,", "0.7,1.5,", "`shots_per_target` is not a whole number"),
        (
            P0,
            "DEF-P0-R01",
            "0.7,1,",
            "0.7,1001,",
            "`shots_per_target` is not a whole number from 1",
        ),
        (P0, "DEF-P0-R01", "1.0,1,", "1.0,401,", "`n_targets` is not a whole number from 1"),
        (LOOKS, "DEF-SLS-R05", "0.7,1,1", "0.7,1,1.5", "as it must be where the look errs"),
        (LOOKS, "DEF-SLS-R05", "0.7,1,1", "0.7,1,0", "`second_salvo` is not a number from 1"),
        (STOCK, "DEF-INV-R04", "0.7,1.0", "0.7,1.2", "`p_track` is not a number from 0 to 1"),
        (STOCK, "DEF-INV-R04", "10,4", "10000,4", "`n_targets` is not enough that"),
        (COMMON, "DEF-CM-R06", "0.98", "0.0", "`p_system_works` is not a number from 0.01 to 1"),
        (RANDOM, "DEF-COO-R09", "4,2", "4,0", "`n_shots` is not a whole number from 1"),
        (PAIR, "DEF-TWO-R03", "0.8,0.0,", "0.8,1.1,", "`p_shared_failure` is not a number from 0"),
    ] {
        let (text, evaluate) = changed(file, case, (from, to));
        let (judged, faults) = judged(&SourceText::new(file, text), evaluate);
        assert_eq!((judged.faults, judged.cases.len()), (1, 0), "{to}");
        assert!(faults[0].title.contains(said), "{}", faults[0].title);
    }
}
