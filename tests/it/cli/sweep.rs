//! `lisbon sweep`: designs, outcomes, expectations, and an end that nothing disturbs.

use super::store::{assert_same, files};
use super::{Done, directory, done, lisbon, text};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

const HEAD: &str = "name = \"s\"\ndescription = \"A sweep.\"\narchitectures = [\"isolated\", \
                    \"shared\"]\nruns = 2\n";

/// A sweep of quickstart in a folder of its own.
fn written(folder: &Path, rest: &str) -> String {
    let scenario = format!("{}/scenarios/quickstart.toml", env!("CARGO_MANIFEST_DIR"));
    let path = folder.join("sweep.toml");
    fs::write(&path, format!("{HEAD}scenario = \"{scenario}\"\n{rest}")).unwrap();
    text(&path)
}

const GRID: &str = "[design]\nmethod = \"grid\"\n[[factors]]\nkeys = [\"links.latency_s\"]\nvalues \
                    = [2, 30]\n[[factors]]\nname = \"raid\"\nkeys = [\"raids[raid].count\"]\nvalues \
                    = [1, 2]\n";

fn json(done: &Done) -> Value {
    serde_json::from_str(&done.out).unwrap_or_else(|_| panic!("{}{}", done.out, done.said))
}

#[test]
fn a_grid_has_every_value_with_every_other_and_its_effects_are_paired() {
    let folder = directory("sweep_grid");
    let sweep = written(&folder, GRID);
    let out = folder.join("out");
    let words = ["sweep", &sweep, "--format", "json", "--out", &text(&out)];
    let done = done(&words);
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    let value = json(&done);
    let designs = value["designs"].as_array().unwrap();
    let factors: Vec<String> = designs.iter().map(|one| one["factors"].to_string()).collect();
    let expected = [
        "{\"latency_s\":2.0,\"raid\":1.0}",
        "{\"latency_s\":2.0,\"raid\":2.0}",
        "{\"latency_s\":30.0,\"raid\":1.0}",
        "{\"latency_s\":30.0,\"raid\":2.0}",
    ];
    assert_eq!(factors, expected);
    assert_eq!(fs::read_to_string(out.join("summary.json")).unwrap(), done.out);
    // Who exchanges nothing is not touched by a slow path, to the last bit.
    let effects = value["effects"].as_array().unwrap();
    let of_isolated = effects.iter().find(|row| {
        row["factor"] == "latency_s" && row["architecture"] == "isolated" && row["minus"].is_null()
    });
    assert_eq!(of_isolated.unwrap()["mean"], 0.0);
    assert_eq!(of_isolated.unwrap()["designs"], 2);
    // A design is what `compare` with the same values is.
    let set = ["--set", "links.latency_s=30", "--set", "raids[raid].count=1"];
    let alone = ["compare", "scenarios/quickstart.toml", "--runs", "2", "--format", "json"];
    let pair = ["--architectures", "isolated,shared"];
    let alone = json(&super::done(&[&alone[..], &pair, &set].concat()));
    let responses = designs[2]["responses"].as_array().unwrap();
    let shared = responses.iter().find(|row| {
        row["metric"] == "leakage" && row["architecture"] == "shared" && row["minus"].is_null()
    });
    let expected = &alone["architectures"][1]["metrics"]["leakage"];
    assert_eq!(shared.unwrap()["mean"], expected["mean"]);
    assert_eq!(shared.unwrap()["ci95"], expected["ci95"]);
}

/// Rounds less, whatever each unit has: a design is what `compare` with the same setting is.
#[test]
fn relative_values_are_added_to_what_each_key_has() {
    let folder = directory("sweep_relative");
    let factor = "[design]\nmethod = \"one-at-a-time\"\n[[factors]]\nname = \"rounds\"\nkeys = \
                  [\"fire_units[*].inventory\"]\nrelative = true\nvalues = [0, -8]\n";
    let sweep = written(&folder, &format!("metrics = [\"interceptors_fired\"]\n{factor}"));
    let done = done(&["sweep", &sweep, "--format", "json"]);
    assert_eq!(done.code, Some(0), "{}", done.said);
    let value = json(&done);
    let fired = |design: usize| value["designs"][design]["responses"][0]["mean"].clone();
    let alone = |set: &[&str]| {
        let words = ["compare", "scenarios/quickstart.toml", "--runs", "2", "--format", "json"];
        let done = super::done(&[&words[..], set].concat());
        json(&done)["architectures"][0]["metrics"]["interceptors_fired"]["mean"].clone()
    };
    assert_eq!(fired(0), alone(&[]));
    assert_eq!(fired(1), alone(&["--set", "fire_units[*].inventory+=-8"]));
    assert_ne!(fired(0), fired(1));
    let table = super::done(&["sweep", &sweep]).out;
    assert!(table.contains("factor rounds: fire_units[*].inventory +="), "{table}");
}

/// Method and factors, and the designs that come of them.
#[test]
fn each_method_makes_its_designs() {
    let folder = directory("sweep_methods");
    let two = "[[factors]]\nkeys = [\"links.latency_s\"]\nrange = [0, 60]\nstep = 1\n[[factors]]\n\
               keys = [\"links.loss\"]\nrange = [0.01, 1]\nscale = \"log\"\n";
    let counted = two.replace("]\nstep", "]\ncount = 3\nstep").replace("log\"", "log\"\ncount = 2");
    let cases = [
        ("grid", "", counted.as_str(), 6),
        ("one-at-a-time", "", counted.as_str(), 4),
        ("latin-hypercube", "points = 7", two, 7),
        ("sobol", "points = 4", two, 16),
        ("morris", "trajectories = 3", two, 9),
    ];
    for (method, more, factors, count) in cases {
        let rest = format!("[design]\nmethod = \"{method}\"\n{more}\n{factors}");
        let done = done(&["sweep", &written(&folder, &rest), "--dry-run"]);
        assert_eq!(done.code, Some(0), "{method}: {}", done.said);
        let rows: Vec<&str> = done.out.lines().collect();
        assert_eq!((rows[0], rows.len()), ("design,latency_s,loss", 1 + count), "{method}");
        assert!(done.said.contains(&format!("{count} designs x 2 runs x 2")), "{}", done.said);
        for row in &rows[1..] {
            let cells: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
            assert!((0.0..=60.0).contains(&cells[1]) && cells[1].fract().abs() < 1e-12, "{row}");
            assert!((0.0099..=1.0001).contains(&cells[2]), "{row}");
        }
    }
    fs::write(folder.join("list.csv"), "loss,latency_s\n0.5,3\n\n0.1,4\n").unwrap();
    let listed = "[design]\nmethod = \"list\"\nfile = \"list.csv\"\n[[factors]]\nkeys = \
                  [\"links.latency_s\"]\n[[factors]]\nkeys = [\"links.loss\"]\n";
    let done = done(&["sweep", &written(&folder, listed), "--dry-run"]);
    assert_eq!(done.out, "design,latency_s,loss\n0,3,0.5\n1,4,0.1\n", "{}", done.said);
    fs::write(folder.join("list.csv"), "loss,latence_s\n0.5\n").unwrap();
    let done = super::done(&["sweep", &written(&folder, listed), "--dry-run"]);
    assert_eq!(done.code, Some(2));
    for part in ["no factor is called `latence_s`", "list.csv:1:6", "the row has 1 cell"] {
        assert!(done.said.contains(part), "{part} in {}", done.said);
    }
}

#[test]
fn factors_move_together() {
    let folder = directory("sweep_together");
    let rest = format!(
        "{GRID}[[factors]]\nname = \"stock\"\nkeys = [\"fire_units[*].inventory\"]\n\
                        values = [9, 5]\nwith = \"raid\"\n"
    );
    let done = done(&["sweep", &written(&folder, &rest), "--dry-run"]);
    let rows: Vec<&str> = done.out.lines().skip(1).collect();
    assert_eq!(rows, ["0,2,1,9", "1,2,2,5", "2,30,1,9", "3,30,2,5"], "{}", done.said);
}

/// Who is told nothing has nothing to use: one design instead of two, whose table has a `-`, and
/// which is in a pair with both of what is told.
#[test]
fn what_means_nothing_is_not_set() {
    let folder = directory("sweep_not_at");
    let told = |content: &str, usage: &str| {
        format!("architectures[shared].exchange.{content}\"]\nvalues = [{usage}]\n")
    };
    let rest = [
        "[design]\nmethod = \"grid\"\n[[factors]]\nkeys = [\"links.loss\"]\nvalues = [0.5, 1]\n",
        "[[factors]]\nkeys = [\"links.latency_s\"]\nvalues = [2, 30]\nnot_at = [\"loss=1\"]\n",
        "[[factors]]\nname = \"use\"\nnot_at = [\"loss=1\"]\nkeys = [\"",
        &told("use", "\"awareness\", \"cue\""),
    ];
    let sweep = written(&folder, &rest.concat());
    let dry = done(&["sweep", &sweep, "--dry-run"]);
    let rows: Vec<&str> = dry.out.lines().skip(1).collect();
    let expected =
        ["0,0.5,2,awareness", "1,0.5,2,cue", "2,0.5,30,awareness", "3,0.5,30,cue", "4,1,-,-"];
    assert_eq!(rows, expected, "{}", dry.said);
    let value = json(&done(&["sweep", &sweep, "--format", "json"]));
    let of = |factor: &str| {
        let rows = value["effects"].as_array().unwrap().iter();
        let row = rows.filter(|row| row["factor"] == factor).map(|row| row["designs"].clone());
        row.collect::<Vec<_>>()
    };
    assert!(
        !of("loss").is_empty() && of("loss").iter().all(|pairs| *pairs == 4),
        "{:?}",
        of("loss")
    );
    assert!(of("use").iter().chain(&of("latency_s")).all(|pairs| *pairs == 2));
}

#[test]
fn mistakes_have_their_places() {
    let folder = directory("sweep_mistakes");
    let cases = [
        (GRID.replace("latency_s", "latncy_s"), "unknown key `latncy_s`", ":9:9"),
        (GRID.replace("values = [2, 30]", "values = [2, 2]"), "the factor changes nothing", ":9:9"),
        (GRID.replace("raids[raid]", "raids[west]"), "`raids` has no `west`", ":13:9"),
        (GRID.replace("\"grid\"", "\"grd\""), "`method` cannot be `grd`", ":7:10"),
        (GRID.replace("\"grid\"", "\"sobol\""), "the design needs `points`", ":7:10"),
        (GRID.replace("[design]", "[design]\npoints = 4"), "`points` has no effect", ":7:10"),
        (GRID.replace("\"raid\"", "\"runs\""), "no factor can have the name `runs`", ":12:8"),
        (GRID.replace("values = [1, 2]", "range = [2, 1]\ncount = 2"), "the range is empty", ":14"),
        (GRID.replace("values = [1, 2]", ""), "the factor has no values", ":13:8"),
        (format!("{GRID}with = \"stock\"\n"), "no factor before this one is `stock`", ":15:8"),
        (format!("{GRID}not_at = [\"raid\"]\n"), "no factor and value", ":15:11"),
        (format!("{GRID}not_at = [\"rai=1\"]\n"), "no factor is called `rai`", ":15:11"),
        (format!("{GRID}not_at = [\"raid=1\"]\n"), "means nothing beside itself", ":15:11"),
        (format!("{GRID}not_at = [\"latency_s=3\"]\n"), "`latency_s` has no value `3`", ":15:11"),
        (
            format!("{GRID}[[expect]]\nmetric = \"leak\"\narchitecture = \"shared\"\nbelow = 1\n"),
            "there is no measure `leak`",
            ":16:10",
        ),
        (
            format!("{GRID}[[expect]]\nmetric = \"leakage\"\narchitecture = \"shared\"\n"),
            "the expectation expects nothing",
            ":16:10",
        ),
        (
            format!(
                "{GRID}[[expect]]\nmetric = \"leakage\"\narchitecture = \"shared\"\nbelow = 1\nat = \
                 [\"raid=7\"]\n"
            ),
            "no design has these values",
            ":19:6",
        ),
    ];
    for (rest, title, place) in cases {
        let done = done(&["sweep", &written(&folder, &rest), "--dry-run"]);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{title}: {}", done.said);
        assert!(done.said.contains(title), "{title} in {}", done.said);
        assert!(done.said.contains(&format!("sweep.toml{place}")), "{place} in {}", done.said);
    }
}

#[test]
fn a_refused_design_is_an_outcome_and_the_others_go_on() {
    let folder = directory("sweep_refused");
    let rest = GRID.replace("values = [1, 2]", "values = [1, 0, 2]");
    let out = folder.join("out");
    let words = ["sweep", &written(&folder, &rest), "--format", "json", "--out", &text(&out)];
    for _ in 0..2 {
        let done = done(&words);
        assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
        let value = json(&done);
        let states: Vec<&str> = value["designs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["state"].as_str().unwrap())
            .collect();
        assert_eq!(states, ["played", "refused", "played", "played", "refused", "played"]);
        let reason = value["designs"][1]["reason"].as_str().unwrap();
        assert!(reason.contains("`count` is out of range: must be at least 1"), "{reason}");
    }
    let page = done(&["sweep", &written(&folder, &rest), "--quiet"]);
    assert!(page.out.contains("NOT PLAYED"), "{}", page.out);
    for line in page.out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

/// (bound, exit code, verdict), over 8 runs of which none leaks much.
#[test]
fn expectations_hold_fail_or_are_not_decided() {
    let folder = directory("sweep_expect");
    let expect = |bound: &str| {
        let of = "[[expect]]\nmetric = \"interceptors_fired\"\narchitecture = \"isolated\"\nat = \
                  [\"raid=2\", \"latency_s=2\"]\n";
        written(&folder, &format!("{GRID}{of}{bound}\n"))
    };
    let cases = [
        ("below = 1000", 0, "holds"),
        ("above = 1000", 1, "fails"),
        ("within = [-1000, 1000]", 0, "holds"),
        ("below = 0\nundecided = \"passes\"\nminus = \"shared\"", 0, "undecided"),
        ("below = 0\nminus = \"shared\"", 1, "undecided"),
    ];
    for (bound, code, verdict) in cases {
        let junit = folder.join("junit.xml");
        let words = ["sweep", &expect(bound), "--format", "json", "--junit", &text(&junit)];
        let done = done(&words);
        let value = json(&done);
        assert_eq!(value["expectations"][0]["verdict"], verdict, "{bound}: {}", done.out);
        assert_eq!(done.code, Some(code), "{bound}");
        let xml = fs::read_to_string(&junit).unwrap();
        assert_eq!(xml.contains("<failure"), code == 1, "{bound}: {xml}");
        assert!(xml.contains("tests=\"1\""), "{xml}");
    }
}

#[test]
fn shares_of_a_sweep_join_to_the_whole() {
    let folder = directory("sweep_shares");
    let sweep = written(&folder, GRID);
    let whole = folder.join("whole");
    assert_eq!(done(&["sweep", &sweep, "--out", &text(&whole), "--quiet"]).code, Some(0));
    for of in [1, 2, 7] {
        let parts: Vec<PathBuf> =
            (1..=of).map(|number| folder.join(format!("{number}-of-{of}"))).collect();
        for (place, part) in parts.iter().enumerate().rev() {
            let share = format!("{}/{of}", place + 1);
            let words = ["sweep", &sweep, "--out", &text(part), "--shard", &share, "--quiet"];
            assert_eq!(done(&words).code, Some(0));
        }
        let joined = text(&folder.join(format!("joined-{of}")));
        let parts: Vec<String> = parts.iter().map(|part| text(part)).collect();
        let mut words = vec!["collect", "--out", &joined];
        words.extend(parts.iter().map(String::as_str));
        let done = done(&words);
        assert_eq!((done.code, done.said.as_str()), (Some(0), ""), "of {of}");
        assert_same(&whole, Path::new(&joined));
    }
}

/// Kills with SIGKILL at times that differ from kill to kill; `LISBON_KILLS` says how many. A sweep
/// that was over before is held to the bytes and begun anew.
#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_types, reason = "it times the machine; no result knows it")]
fn killed_at_any_time_and_gone_on_it_ends_in_the_same_bytes() {
    let kills: u64 =
        std::env::var("LISBON_KILLS").ok().and_then(|word| word.parse().ok()).unwrap_or(6);
    let folder = directory("sweep_killed");
    let rest = GRID
        .replace("values = [2, 30]", "values = [2, 4, 8, 15, 30, 60, 120, 240]")
        .replace("values = [1, 2]", "values = [1, 2, 3, 4]");
    let sweep = written(&folder, &rest);
    let whole = folder.join("whole");
    let begun = std::time::Instant::now();
    assert_eq!(done(&["sweep", &sweep, "--out", &text(&whole), "--quiet"]).code, Some(0));
    let undisturbed = begun.elapsed();
    let disturbed = folder.join("disturbed");
    let words = ["sweep", &sweep, "--out", &text(&disturbed), "--quiet"];
    let (mut killed, mut kill) = (0, 0_u32);
    while killed < kills {
        let mut child = lisbon(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The golden ratio spreads them over the time that the whole takes.
        kill += 1;
        thread::sleep(undisturbed.mul_f64((f64::from(kill) * 0.618_034).fract()));
        let is_over = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        if is_over {
            assert_same(&whole, &disturbed);
            fs::remove_dir_all(&disturbed).unwrap();
        }
        killed += u64::from(!is_over);
    }
    assert_eq!(done(&words).code, Some(0));
    assert_same(&whole, &disturbed);
    assert!(files(&whole).len() > 32);
}

#[test]
fn precision_ends_each_design_by_itself_and_says_how_close_it_is() {
    let folder = directory("sweep_precision");
    let out = folder.join("out");
    let words = ["compare", "scenarios/quickstart.toml", "--precision", "leakage=0.1"];
    let more = ["--runs", "640", "--architectures", "isolated,shared", "--format", "json"];
    let (path, other_path) = (text(&out), text(&folder.join("other")));
    let all = [&words[..], &more, &["--out", &path, "--quiet"]].concat();
    let first = done(&all);
    assert_eq!((first.code, first.said.as_str()), (Some(0), ""));
    let value = json(&first);
    let runs = value["runs"].as_u64().unwrap();
    assert!(runs.is_multiple_of(64) && runs < 640, "{runs}");
    assert_eq!(value.get("interrupted"), None);
    for row in value["precision"].as_array().unwrap() {
        assert_eq!(row["reached"], true);
        let [low, high] = [0, 1].map(|end: usize| row["interval"][end].as_f64().unwrap());
        assert!(high - low <= 0.2 + 1e-12, "{row}");
    }
    // On one thread, and from a folder that is stopped half way, it ends at the same run.
    let other = folder.join("other");
    let again = [&words[..], &more, &["--out", &other_path, "--threads", "1"]].concat();
    assert_eq!(done(&again).out, first.out);
    assert_same(&out, &other);
    for entry in fs::read_dir(other.join("units")).unwrap().take(1) {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    assert_eq!(done(&again).out, first.out);
    assert_same(&out, &other);
    let plan = ["compare", "scenarios/quickstart.toml", "--plan", "leakage=0.1", "--runs", "64"];
    let plan = json(&done(&[&plan[..], &more[2..]].concat()));
    let of_shared = &plan[1]["runs"].as_u64().unwrap();
    assert!((runs / 2..=runs * 2).contains(of_shared), "planned {of_shared}, played {runs}");
}

#[test]
fn a_baseline_of_the_same_runs_tells_what_moved() {
    let folder = directory("sweep_baseline");
    let (then, summary) = (folder.join("then"), folder.join("then/summary.json"));
    let words = ["compare", "scenarios/quickstart.toml", "--runs", "8", "--quiet"];
    assert_eq!(done(&[&words[..], &["--out", &text(&then)]].concat()).code, Some(0));
    for baseline in [&then, &summary] {
        let same = done(&[&words[..], &["--baseline", &text(baseline)]].concat());
        assert_eq!(same.code, Some(0), "{}", same.said);
    }
    let moved = ["--set", "fire_units[*].inventory=1", "--baseline", &text(&then)];
    let moved = done(&[&words[..], &moved].concat());
    assert_eq!(moved.code, Some(1), "{}", moved.out);
    assert!(moved.out.contains("interceptors_fired of `isolated` is as"), "{}", moved.out);
    assert!(moved.out.contains("FAILS"), "{}", moved.out);
}

/// Designs meet that set the same values: the sweep then had them in another order, and others.
#[test]
fn a_baseline_of_a_sweep_meets_design_by_design() {
    let folder = directory("sweep_baseline_designs");
    let factor = |values: &str| {
        let design = "[design]\nmethod = \"grid\"\n[[factors]]\nkeys = ";
        format!("{design}[\"fire_units[*].inventory\"]\nvalues = [{values}]\n")
    };
    let (then, summary) = (folder.join("then"), folder.join("then/summary.json"));
    let play = |values: &str, more: &[&str]| {
        let sweep = written(&folder, &factor(values));
        done(&[&["sweep", &sweep, "--format", "json"][..], more].concat())
    };
    assert_eq!(play("1, 2, 6", &["--out", &text(&then)]).code, Some(0));
    for (baseline, tells) in [(&then, "in the same runs before"), (&summary, "stored")] {
        let same = play("6, 1", &["--baseline", &text(baseline)]);
        assert_eq!(same.code, Some(0), "{}{}", same.out, same.said);
        let verdicts = json(&same)["expectations"].as_array().unwrap().clone();
        // Both designs are compared: that with another number too.
        for design in [0, 1] {
            let of_design = |row: &&Value| row["design"] == design && row["mean"] == 0.0;
            assert!(verdicts.iter().any(|row| of_design(&row)), "{tells}");
        }
        assert!(verdicts.iter().all(|row| row["expectation"].as_str().unwrap().contains(tells)));
        let moved = ["--set", "raids[raid].count=12"];
        let moved = play("6, 1", &[&moved[..], &["--baseline", &text(baseline)]].concat());
        assert!(moved.code == Some(1) || baseline == &summary, "{}", moved.said);
        let nothing = play("3, 4", &["--baseline", &text(baseline)]);
        assert_eq!(nothing.code, Some(2), "{}", nothing.said);
        assert!(nothing.said.contains("no design and architecture"), "{}", nothing.said);
    }
}
