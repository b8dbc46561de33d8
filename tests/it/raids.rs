//! Raids that are drawn anew in each run: the draw is that of its laws and of nothing else, and a
//! run is that of the file with the drawn values written in it.

use crate::common::{journal, named, outcome, path, shipped};
use lisbon::ballistics::aim::Loft;
use lisbon::experiment::{Design, Manifest, ResponseKey, Responses, WorkUnit};
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::monte_carlo::statistics::{Confidence, Moments};
use lisbon::outcome::figure::figures;
use lisbon::outcome::metric::{Metric, MetricGroup};
use lisbon::random::RunSeed;
use lisbon::scenario;
use lisbon::scenario::Faults;
use lisbon::scenario::identity::ObjectId;
use lisbon::scenario::model::{Scenario, Threat};
use lisbon::world::journal::{Event, Journal};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use toml::{Table, Value};

/// The scenario as a table.
fn small_raid() -> Table {
    fs::read_to_string(path("scenarios/small-raid.toml")).unwrap().parse().unwrap()
}

fn parsed(file: &Table) -> Result<Scenario, Faults> {
    let (root, text) = (path("scenarios/small-raid.toml"), file.to_string());
    scenario::parse(&root, &mut |name| {
        if name == root {
            Ok(text.clone())
        } else {
            fs::read_to_string(name).map_err(|_| name.into())
        }
    })
}

/// The scenario with its raid changed, and raids before it.
fn with(before: &[Table], change: impl FnOnce(&mut Table)) -> Scenario {
    let mut file = small_raid();
    let raids = file["raids"].as_array_mut().unwrap();
    change(raids[0].as_table_mut().unwrap());
    raids.splice(0..0, before.iter().cloned().map(Value::Table));
    parsed(&file).unwrap_or_else(|faults| panic!("{faults}"))
}

fn raid() -> Table {
    small_raid()["raids"][0].as_table().unwrap().clone()
}

fn set(raid: &mut Table, key: &str, value: impl Into<Value>) {
    raid.insert(key.into(), value.into());
}

fn law(text: &str) -> Value {
    text.parse::<Table>().unwrap().into()
}

fn luck(scenario: &Scenario, run: u64) -> RunSeed {
    RunSeed { seed: scenario.seed, run }
}

/// What a run draws: the variant, number, start and spacing of the raid `raid`, and of each threat
/// type, loft and aim.
#[derive(Debug, Clone, PartialEq)]
struct Drawn {
    raid: [f64; 4],
    threats: Vec<(String, f64, String)>,
}

fn drawn(scenario: &Scenario, run: u64) -> Drawn {
    let luck = luck(scenario, run);
    let raid = scenario.drawn_raids.iter().find(|raid| raid.name == "raid").unwrap();
    let draw = raid.draw(luck);
    let in_run = scenario.in_run(luck);
    let threats = in_run.threats.iter().skip(draw.first).take(draw.count()).map(|threat| {
        let loft_deg = match threat.loft {
            Loft::MinimumEnergy => 0.0,
            Loft::Offset(offset_rad) => offset_rad.to_degrees().round(),
        };
        let aim = in_run.assets[threat.aim.index()].name.clone();
        (threat.kind.name.clone(), loft_deg, aim)
    });
    Drawn {
        raid: [draw.variant as f64, draw.count() as f64, draw.start_s, draw.spacing_s],
        threats: threats.collect(),
    }
}

/// The raid with what a run drew of the raid as a whole.
fn write(raid: &mut Table, [variant, count, start_s, spacing_s]: [f64; 4]) {
    let alternatives = raid.remove("alternatives");
    if variant > 0.0 {
        let own = alternatives.unwrap()[variant as usize - 1].as_table().unwrap().clone();
        raid.extend(own.into_iter().filter(|(key, _)| key != "weight"));
    }
    set(raid, "count", count as i64);
    set(raid, "start_s", start_s);
    set(raid, "spacing_s", spacing_s);
}

/// All that is drawn once, with the same type, loft and aims for all threats.
fn plain(raid: &mut Table) {
    set(raid, "loft_deg", 0);
    set(raid, "draw_aims", false);
    for alternative in raid["alternatives"].as_array_mut().unwrap() {
        alternative.as_table_mut().unwrap().remove("threat");
    }
}

#[test]
fn a_run_is_that_of_the_file_with_the_draw_written_in_it() {
    let scenario = with(&[], plain);
    let place = named(&scenario, "shared");
    let mut seen = BTreeSet::new();
    for run in 0..6 {
        let drawn = drawn(&scenario, run);
        seen.insert(drawn.raid.map(|part| part as i64));
        let constant = with(&[], |raid| {
            plain(raid);
            write(raid, drawn.raid);
        });
        assert!(constant.drawn_raids.is_empty());
        assert!(journal(&constant, place, run) == journal(&scenario, place, run), "{drawn:?}");
    }
    assert!(seen.len() > 3, "{seen:?}");
}

#[test]
fn each_threat_flies_as_it_would_if_it_were_written() {
    let scenario = shipped("small-raid");
    for run in 0..4 {
        let drawn = drawn(&scenario, run);
        let in_run = scenario.in_run(luck(&scenario, run));
        for (number, (kind, loft_deg, aim)) in drawn.threats.iter().enumerate() {
            let constant = with(&[], |raid| {
                write(raid, drawn.raid);
                set(raid, "threat", kind.as_str());
                set(raid, "loft_deg", *loft_deg);
                set(raid, "aims", vec![aim.as_str()]);
            });
            let (one, other) = (&in_run.threats[number], &constant.threats[number]);
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "run {run}");
        }
    }
}

#[test]
fn every_architecture_meets_the_same_raid() {
    let scenario = shipped("small-raid");
    let launches = |journal: &Journal| -> Vec<(f64, Event)> {
        let is_launch = |(_, event): &&(f64, Event)| matches!(event, Event::Launch { .. });
        journal.events.iter().filter(is_launch).cloned().collect()
    };
    for run in 0..3 {
        let first = launches(&journal(&scenario, 0, run));
        assert_eq!(first.len(), drawn(&scenario, run).threats.len());
        for place in 1..scenario.architectures.len() {
            assert!(launches(&journal(&scenario, place, run)) == first, "run {run}");
        }
    }
}

#[test]
fn a_law_of_one_value_is_that_value() {
    let constant = |raid: &mut Table| {
        write(raid, [0.0, 2.0, 30.0, 60.0]);
        set(raid, "loft_deg", 5);
        set(raid, "draw_aims", false);
    };
    let written = with(&[], constant);
    let place = named(&written, "shared");
    let (played, run) = (journal(&written, place, 1), 1);
    for (key, value) in [
        ("count", "range = [2, 2]"),
        ("count", "choices = [{ value = 2 }, { value = 4, weight = 0 }]"),
        ("start_s", "choices = [{ value = 30, weight = 7 }]"),
        ("spacing_s", "range = [60, 65]\nstep = 10"),
        ("loft_deg", "range = [5, 5]"),
        ("threat", "choices = [{ value = \"intermediate-range\" }]"),
    ] {
        let other = with(&[], |raid| {
            constant(raid);
            set(raid, key, law(value));
        });
        assert!(other.drawn_raids.is_empty(), "{key} = {value}");
        assert!(journal(&other, place, run) == played, "{key} = {value}");
    }
    let none = with(&[], |raid| {
        constant(raid);
        set(raid, "alternatives", vec![law("weight = 0\ncount = 1")]);
    });
    assert!(none.drawn_raids.is_empty() && journal(&none, place, run) == played);
}

/// What stands in the place of a law, and what is then another: a place in `Drawn`.
#[test]
fn a_constant_in_the_place_of_a_law_shifts_no_other_draw() {
    let free = shipped("small-raid");
    for (key, value, part) in [
        ("count", Value::Integer(3), 1),
        ("start_s", Value::Integer(50), 2),
        ("spacing_s", Value::Integer(10), 3),
        ("loft_deg", Value::Integer(0), 4),
    ] {
        let fixed = with(&[], |raid| set(raid, key, value));
        let mut changed = 0;
        for run in 0..100 {
            let (mut before, mut after) = (drawn(&free, run), drawn(&fixed, run));
            changed += usize::from(before != after);
            if part < 4 {
                (before.raid[part], after.raid[part]) = (0.0, 0.0);
            }
            if part == 4 {
                for threat in before.threats.iter_mut().chain(&mut after.threats) {
                    threat.1 = 0.0;
                }
            }
            let common = before.threats.len().min(after.threats.len());
            before.threats.truncate(common);
            after.threats.truncate(common);
            assert_eq!(before, after, "run {run} without the law of {key}");
        }
        assert!(changed > 20, "{key}: {changed}");
    }
}

/// The draw is keyed by the raid's name: other raids, before it or behind, do not matter.
#[test]
fn other_raids_shift_no_draw() {
    let alone = shipped("small-raid");
    let mut other = raid();
    set(&mut other, "id", "other");
    let both = with(&[other], |_| {});
    let mut same_as_other = 0;
    for run in 0..100 {
        assert_eq!(drawn(&alone, run), drawn(&both, run));
        let [one, two] = [0, 1].map(|raid| both.drawn_raids[raid].draw(luck(&both, run)));
        same_as_other += u32::from(one.count() == two.count());
    }
    assert!(same_as_other < 60, "each has luck of its own: {same_as_other}");
}

/// Of each part the share of runs, or of threats, is its probability, to 4.5 standard errors.
#[test]
fn draws_are_as_frequent_as_their_laws_say() {
    let scenario = shipped("small-raid");
    let runs = 4000;
    let mut raids: BTreeMap<(usize, i64), f64> = BTreeMap::new();
    let mut lofts: BTreeMap<i64, f64> = BTreeMap::new();
    let mut kinds: BTreeMap<String, f64> = BTreeMap::new();
    let mut aims: BTreeMap<String, f64> = BTreeMap::new();
    let mut threats = 0.0;
    for run in 0..runs {
        let drawn = drawn(&scenario, run);
        for (part, value) in drawn.raid.iter().enumerate() {
            *raids.entry((part, *value as i64)).or_default() += 1.0;
        }
        for (kind, loft_deg, aim) in drawn.threats {
            threats += 1.0;
            *lofts.entry(loft_deg as i64).or_default() += 1.0;
            if drawn.raid[0] == 1.0 {
                *kinds.entry(kind).or_default() += 1.0;
                *aims.entry(aim).or_default() += 1.0;
            }
        }
    }
    let near = |count: f64, of: f64, probability: f64, what: &str| {
        let sigma = (of * probability * (1.0 - probability)).sqrt();
        assert!((count - of * probability).abs() <= 4.5 * sigma, "{what}: {count} of {of}");
    };
    let runs = runs as f64;
    for variant in 0..3 {
        near(raids[&(0, variant)], runs, 1.0 / 3.0, "variant");
    }
    for count in 1..=4 {
        near(raids[&(1, count)], runs, 0.25, "count");
    }
    let starts = raids.range((2, i64::MIN)..(3, i64::MIN));
    assert_eq!(starts.clone().count(), 31);
    for (_, count) in starts {
        near(*count, runs, 1.0 / 31.0, "start");
    }
    for (spacing_s, probability) in [(0, 0.5), (30, 0.25), (180, 0.25)] {
        near(raids[&(3, spacing_s)], runs, probability, "spacing");
    }
    // Areas of the triangle from -5 to 10 with its top at 0, half a step about each value.
    let shares = [1.0 / 12.0, 13.0 / 24.0, 1.0 / 3.0, 1.0 / 24.0];
    let total: f64 = shares.iter().sum();
    assert!((total - 1.0).abs() < 1e-12);
    for (loft_deg, share) in [-5, 0, 5, 10].into_iter().zip(shares) {
        near(lofts[&loft_deg], threats, share, "loft");
    }
    let of_alternative: f64 = kinds.values().sum();
    for count in kinds.values() {
        near(*count, of_alternative, 0.5, "type");
    }
    assert_eq!((kinds.len(), aims.len()), (2, 3));
    for count in aims.values() {
        near(*count, of_alternative, 1.0 / 3.0, "aim");
    }
}

/// Runs in another order, in worlds that other draws have left, are the same.
#[test]
fn the_order_of_runs_does_not_matter() {
    let scenario = shipped("small-raid");
    let forwards: Vec<Journal> = (0..4).map(|run| journal(&scenario, 0, run)).collect();
    let backwards: Vec<Journal> = (0..4).rev().map(|run| journal(&scenario, 0, run)).collect();
    assert!(forwards.iter().eq(backwards.iter().rev()));
}

/// A place that stays empty leaves no trace, whatever stands behind it.
#[test]
fn threats_that_a_run_has_not_leave_no_trace() {
    let mut other = raid();
    set(&mut other, "id", "other");
    let scenario = with(&[other], |_| {});
    for run in 0..4 {
        let in_run = scenario.in_run(luck(&scenario, run));
        let played = journal(&scenario, 0, run);
        let flies = |object: ObjectId| in_run.threats[object.threat.index()].flies();
        assert!(played.plots.iter().filter_map(|plot| plot.object).all(flies));
        for (_, event) in &played.events {
            if let Event::Launch { threat } | Event::Impact { threat, .. } = event {
                assert!(flies(ObjectId::payload(*threat)), "run {run}: {event:?}");
            }
        }
        let flying = in_run.threats.iter().filter(|threat| threat.flies()).count();
        let is_down = |(_, event): &&(f64, Event)| matches!(event, Event::Impact { .. });
        assert_eq!(played.events.iter().filter(is_down).count(), flying, "all come down");
    }
}

/// Counts of threats stay below what a run can have: of either side, the most that may be aimed at
/// it.
#[test]
fn counts_are_bounded_by_the_largest_raid() {
    let scenario = with(&[], |raid| {
        set(raid, "aims", vec!["ankara", "moscow"]);
        set(raid, "draw_aims", false);
    });
    let figures = figures(&scenario);
    let most = |name: &str| {
        let figure = figures.iter().find(|figure| figure.name == name).unwrap();
        assert_eq!(figure.metric, Metric::LeakedShotFailed);
        figure.range[1]
    };
    assert_eq!(most("leaked_shot_failed"), 4.0);
    // In turn two and two are aimed at either as written and by the first alternative, three and
    // one by the second.
    assert_eq!(most("leaked_shot_failed.russia"), 2.0);
    assert_eq!(most("leaked_shot_failed.nato"), 3.0);
}

/// Over all runs leakage is the share of all threats that leaked: the ratio of sums, of each side
/// too, and the difference that of the ratios. A sweep's tables have the same numbers.
#[test]
fn leakage_is_the_share_of_all_threats_of_all_runs() {
    let scenario = shipped("small-raid");
    let places = [named(&scenario, "isolated"), named(&scenario, "shared")];
    let selection = RunSelection {
        scenario: &scenario,
        architectures: places.to_vec(),
        seed: scenario.seed,
        runs: 0..24,
    };
    let campaign = Campaign { selection, explain: false };
    let tally = campaign.play(&NoWatcher);
    let units = WorkUnit::play(&campaign, 0, &NoWatcher);
    let manifest = Manifest {
        architectures: campaign.selection.names(),
        systems: scenario.systems.iter().map(|system| system.name.clone()).collect(),
        metrics: Metric::ALL.iter().map(|metric| metric.name().to_owned()).collect(),
        designs: vec![Design::default()],
        ..Manifest::default()
    };
    let unit = WorkUnit::from_bytes(&units[0].to_bytes(), &manifest).unwrap();
    assert!(units.len() == 1 && units[0] == unit);
    let mut responses = Responses::new(&manifest, (0..tally.figures.len()).collect());
    responses.push(&unit, 0);
    for (place, figure) in tally.figures.iter().enumerate() {
        if figure.metric != Metric::Leakage {
            continue;
        }
        let mut ratios = Vec::new();
        for (architecture, at) in places.into_iter().enumerate() {
            let outcomes: Vec<_> = (0..24).map(|run| outcome(&scenario, at, run)).collect();
            let causes = MetricGroup::Leakers.metrics().iter();
            let leaked = causes.map(|cause| {
                outcomes.iter().map(|outcome| outcome.get(*cause, figure.party)).sum::<f64>()
            });
            let aimed: usize = (0..24)
                .map(|run| {
                    let in_run = scenario.in_run(luck(&scenario, run));
                    let is_aimed = |threat: &&Threat| {
                        let system = in_run.assets[threat.aim.index()].system;
                        threat.flies() && figure.party.is_none_or(|party| party == system)
                    };
                    in_run.threats.iter().filter(is_aimed).count()
                })
                .sum();
            let ratio = leaked.sum::<f64>() / aimed as f64;
            let told = tally.estimate(architecture, place, Confidence::NINETY_FIVE);
            assert!((told.mean - ratio).abs() < 1e-12, "{}: {told:?} {ratio}", figure.name);
            let key = ResponseKey { figure: place, architecture, minus: None };
            assert_eq!(responses.moments(0, key).mean(), Some(told.mean));
            let series: Moments = responses.series(0, key).into_iter().collect();
            let (one, other) = (responses.moments(0, key), series);
            assert!((other.mean().unwrap() - ratio).abs() < 1e-12);
            let ratio_of = one.variance().unwrap() - other.variance().unwrap();
            assert!(ratio_of.abs() < 1e-9, "the same spread");
            ratios.push(ratio);
        }
        let told = tally.difference([1, 0], place, Confidence::NINETY_FIVE);
        assert!((told.mean - (ratios[1] - ratios[0])).abs() < 1e-12, "{told:?}");
        assert!(told.interval.contains(told.mean));
    }
}

/// Of all that may be drawn each aim that cannot be reached is told, once for each type, with the
/// lofts; and beside other faults of the file as well.
#[test]
fn each_draw_that_cannot_be_flown_is_told() {
    let mut file = small_raid();
    let raid = file["raids"][0].as_table_mut().unwrap();
    for (place, aims) in [(0, vec!["ankara", "moscow"]), (1, vec!["bucharest", "ankara"])] {
        let alternative = raid["alternatives"][place].as_table_mut().unwrap();
        set(alternative, "aims", aims);
        set(alternative, "threat", law("choices = [{ value = \"medium-range\" }]"));
    }
    let titles = |faults: &Faults| -> Vec<String> {
        let reach = faults.list.iter().filter(|fault| fault.title.contains("cannot reach"));
        reach.map(|fault| fault.title.clone()).collect()
    };
    let expected = ["moscow", "bucharest"].map(|aim| {
        format!("`medium-range` cannot reach `{aim}` from the launch area of raid `raid`")
    });
    let faults = parsed(&file).unwrap_err();
    assert_eq!(titles(&faults), expected, "{faults}");
    for fault in &faults.list {
        let note = "so with a loft of -5, 0, 5, 10 degrees, which may be drawn";
        assert_eq!(fault.notes, [note], "{faults}");
    }
    file["fire_units"][0].as_table_mut().unwrap().remove("channels");
    let faults = parsed(&file).unwrap_err();
    assert!(faults.to_string().contains("missing key `channels`"), "{faults}");
    assert_eq!(titles(&faults), expected, "{faults}");
}

#[test]
fn a_raid_that_may_be_drawn_in_too_many_ways_is_refused() {
    let mut file = small_raid();
    let raid = file["raids"][0].as_table_mut().unwrap();
    set(raid, "count", law("range = [1, 60]"));
    set(raid, "spacing_s", 0);
    let faults = parsed(&file).unwrap_err();
    let title = "raid `raid` may be drawn in too many ways";
    assert!(faults.list.iter().any(|fault| fault.title == title), "{faults}");
}
