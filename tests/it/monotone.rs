//! More is never worse: one thing at a time is changed with the same luck, and who has more of it
//! (rounds, channels, power, time, data, leave to shoot) does not leak more, nor loses more value.
//!
//! Of each pair of designs the paired difference of a run is taken, more − less, of leakage and of
//! defended value, of both systems together and of each that has more (where one command weighs the
//! assets of both alike, of both together). With [`MANY_RUNS`] or more a difference fails if it is on
//! the wrong side by more than [`TOLERANCE`] and its 95 % half width, or by more than [`SURE_ERRORS`]
//! standard errors, however small; with fewer, by more than both: some thousand differences are
//! looked at. `docs/more-is-never-worse.md` has the exceptions, each with its mechanism.
//!
//! Every build plays a few runs of a few changes in a few scenarios. `scripts/monotone.sh` plays
//! all in release and prints the table: `LISBON_MONOTONE_RUNS` says how many runs; then every
//! scenario and change is played, or those that hold one of the words, parted by commas, of
//! `LISBON_MONOTONE_SCENARIOS`, `_ARCHITECTURES` and `_CHANGES`.

#![expect(clippy::print_stdout, reason = "the table is for who asks with --nocapture")]

mod changes;
mod exceptions;

use crate::shipped::names;
use changes::{Bend, CHANGES, Gainer, TIER_BENDS, TIERS, bent};
use exceptions::is_exception;
use lisbon::monte_carlo::statistics::{Confidence, Moments, mean_interval};
use lisbon::outcome::metric::Metric;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::SystemId;
use lisbon::scenario::model::Scenario;
use lisbon::{engine, outcome};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A change of a share on the wrong side by no more than this may be chance, and one whose half
/// width is greater is not decided.
const TOLERANCE: f64 = 0.01;

/// Standard errors that chance explains in none of some thousand differences.
const SURE_ERRORS: f64 = 4.0;

/// Runs from which a difference is told to [`TOLERANCE`].
const MANY_RUNS: u64 = 100;

/// Runs, scenarios and architectures of every build.
const QUICK_RUNS: u64 = 6;
const QUICK: [(&str, &[&str]); 4] = [
    ("decoys", &["isolated", "joint"]),
    ("quickstart", &["isolated", "joint"]),
    ("seam", &["isolated", "shared", "joint"]),
    ("southern-raid", &["isolated", "joint"]),
];

/// Leakage, defended value; each of both systems together, and of each.
const PARTIES: [Option<SystemId>; 3] = [None, Some(SystemId(0)), Some(SystemId(1))];
const METRICS: [(Metric, f64); 2] = [(Metric::Leakage, 1.0), (Metric::DefendedValue, -1.0)];

/// What of one run is compared: metric by metric, party by party.
type Values = [[f64; 3]; 2];

/// A design: the places of a bend and of an architecture.
#[derive(Clone, Copy, PartialEq)]
struct Design {
    bend: usize,
    architecture: usize,
}

/// A comparison of two designs.
struct Comparison {
    architecture: String,
    change: &'static str,
    gainer: Gainer,
    less: Design,
    more: Design,
}

/// How many runs, and of what.
struct Extent {
    runs: u64,
    is_quick: bool,
}

impl Extent {
    fn asked() -> Self {
        let asked = env::var("LISBON_MONOTONE_RUNS").ok();
        let runs = asked.map(|runs| runs.parse().expect("LISBON_MONOTONE_RUNS is a number"));
        Self { is_quick: runs.is_none(), runs: runs.unwrap_or(QUICK_RUNS) }
    }

    fn scenarios(&self) -> Vec<String> {
        let is_quick = |name: &String| QUICK.iter().any(|(quick, _)| quick == name);
        let is_played = |name: &String| !self.is_quick || is_quick(name);
        let asked = |name: &String| is_asked("LISBON_MONOTONE_SCENARIOS", name);
        names("scenarios").into_iter().filter(is_played).filter(asked).collect()
    }

    fn plays(&self, scenario: &Scenario, architecture: &str) -> bool {
        let mut quick = QUICK.iter().filter(|(name, _)| *name == scenario.name);
        !self.is_quick || quick.any(|(_, few)| few.contains(&architecture))
    }
}

/// True if a name holds one of the words of a variable, or it is not set.
fn is_asked(variable: &str, name: &str) -> bool {
    let words = env::var(variable).ok();
    words.is_none_or(|words| words.split(',').any(|word| name.contains(word)))
}

/// Every bend: two of each change, and those of the tiers.
fn bends() -> Vec<Bend> {
    let of_changes = CHANGES.iter().flat_map(|change| [change.less, change.more]);
    of_changes.chain(TIER_BENDS.map(|(_, bend)| bend)).collect()
}

/// Place of a bend; that of the shipped scenario, whichever change it is of.
fn place_of(bends: &[Bend], place: usize) -> usize {
    let is_shipped = |bend: &Bend| matches!(bend, Bend::Shipped);
    let shipped = bends.iter().position(is_shipped);
    if is_shipped(&bends[place]) { shipped.unwrap() } else { place }
}

fn comparisons(scenario: &Scenario, extent: &Extent) -> Vec<Comparison> {
    let bends = bends();
    let mut all = Vec::new();
    for (place, architecture) in scenario.architectures.iter().enumerate() {
        if !extent.plays(scenario, &architecture.name) {
            continue;
        }
        let changes = CHANGES.iter().enumerate();
        let played = changes.filter(|(_, change)| change.is_quick || !extent.is_quick);
        let concerned = played.filter(|(_, change)| change.concerns(architecture));
        all.extend(concerned.map(|(number, change)| {
            let design =
                |which| Design { bend: place_of(&bends, 2 * number + which), architecture: place };
            Comparison {
                architecture: architecture.name.clone(),
                change: change.name,
                gainer: change.gainer(architecture),
                less: design(0),
                more: design(1),
            }
        }));
    }
    for names in TIERS {
        let [Some(less), Some(more)] = names.map(|name| scenario.architecture(name)) else {
            continue;
        };
        if !names.iter().all(|name| extent.plays(scenario, name)) {
            continue;
        }
        let has_one = |place: usize| scenario.architectures[place].command.is_some();
        let is_one = [less, more].into_iter().any(has_one);
        let gainer = if is_one { Gainer::Together } else { Gainer::Each };
        let played = if extent.is_quick { 1 } else { TIER_BENDS.len() };
        all.extend(TIER_BENDS[..played].iter().enumerate().map(|(number, (change, _))| {
            let design = |architecture| Design { bend: 2 * CHANGES.len() + number, architecture };
            Comparison {
                architecture: format!("{} -> {}", names[0], names[1]),
                change,
                gainer,
                less: design(less),
                more: design(more),
            }
        }));
    }
    all.retain(|one| is_asked("LISBON_MONOTONE_ARCHITECTURES", &one.architecture));
    all.retain(|one| is_asked("LISBON_MONOTONE_CHANGES", one.change));
    all
}

/// The runs of every design that is compared, in the order of the designs.
fn played(name: &str, designs: &[Design], runs: u64) -> Vec<Vec<Values>> {
    let bends = bends();
    let scenarios: BTreeMap<usize, Scenario> =
        designs.iter().map(|design| (design.bend, bent(name, bends[design.bend]))).collect();
    let play = |design: Design, run: u64| {
        let scenario = &scenarios[&design.bend];
        let luck = RunSeed { seed: scenario.seed, run };
        let architecture = &scenario.architectures[design.architecture];
        let journal = catch_unwind(AssertUnwindSafe(|| engine::play(scenario, architecture, luck)));
        let journal = journal.unwrap_or_else(|_| {
            let change = match (bends[design.bend], CHANGES.get(design.bend / 2)) {
                (Bend::Shipped, _) => "shipped",
                (_, change) => change.map_or("tiers", |change| change.name),
            };
            panic!("a run fails: {name}, {}, of `{change}`, run {run}", architecture.name)
        });
        let judged = outcome::judge(scenario, &journal);
        METRICS.map(|(metric, _)| PARTIES.map(|party| judged.get(metric, party)))
    };
    let cases: Vec<(Design, u64)> =
        designs.iter().flat_map(|design| (0..runs).map(|run| (*design, run))).collect();
    let values: Vec<Values> =
        cases.into_par_iter().map(|(design, run)| play(design, run)).collect();
    values.chunks(runs as usize).map(<[Values]>::to_vec).collect()
}

/// A paired difference, more − less, of a metric and a party.
struct Difference {
    /// Place of the metric, place of the party.
    of: [usize; 2],
    runs: Vec<f64>,
    moments: Moments,
}

impl Difference {
    fn mean(&self) -> f64 {
        self.moments.mean().unwrap()
    }

    /// How much worse more is: above zero on the wrong side.
    fn harm(&self) -> f64 {
        METRICS[self.of[0]].1 * self.mean()
    }

    fn half_width(&self) -> f64 {
        let interval = mean_interval(&self.moments, Confidence::new(0.95).unwrap());
        interval.map_or(f64::INFINITY, |interval| interval.width() / 2.0)
    }

    fn has_many_runs(&self) -> bool {
        self.moments.count() >= MANY_RUNS
    }

    fn fails(&self) -> bool {
        let errors = SURE_ERRORS * self.moments.standard_error().unwrap_or(f64::INFINITY);
        let is_sure = self.harm() > 0.0 && self.harm() > errors;
        let is_large = self.harm() > TOLERANCE;
        if self.has_many_runs() {
            is_sure || is_large && self.is_doubtful()
        } else {
            is_sure && is_large
        }
    }

    fn is_doubtful(&self) -> bool {
        self.harm() > 0.0 && self.harm() > self.half_width()
    }

    /// Whether it is neither on the wrong side beyond its interval, nor known to be little.
    fn is_undecided(&self) -> bool {
        self.has_many_runs() && self.harm() + self.half_width() > TOLERANCE
    }

    /// The numbers of some runs on the wrong side.
    fn worse_runs(&self) -> Vec<usize> {
        let sign = METRICS[self.of[0]].1;
        let numbered = self.runs.iter().enumerate();
        numbered.filter(|(_, run)| sign * **run > 0.0).map(|(run, _)| run).take(8).collect()
    }

    fn told(&self) -> String {
        format!("{:+.4} ± {:.4}", self.mean(), self.half_width())
    }

    fn mark(&self) -> char {
        match (self.fails(), self.is_doubtful()) {
            (true, _) => '!',
            (false, true) => '?',
            (false, false) if self.is_undecided() => '~',
            (false, false) => ' ',
        }
    }
}

fn differences(less: &[Values], more: &[Values]) -> Vec<Difference> {
    let places = (0..METRICS.len()).flat_map(|m| (0..PARTIES.len()).map(move |p| [m, p]));
    let difference = |of: [usize; 2]| {
        let paired = less.iter().zip(more);
        let runs: Vec<f64> = paired.map(|(a, b)| b[of[0]][of[1]] - a[of[0]][of[1]]).collect();
        let mut moments = Moments::default();
        for run in &runs {
            moments.push(*run);
        }
        Difference { of, runs, moments }
    };
    places.map(difference).collect()
}

/// What was found of a scenario.
#[derive(Default)]
struct Finding {
    /// Its table.
    table: String,
    /// What is on the wrong side beyond its interval, worst first once sorted.
    doubts: Vec<String>,
    /// What fails of it.
    failures: Vec<String>,
}

impl Finding {
    fn of(name: &str, extent: &Extent) -> Self {
        let scenario = bent(name, Bend::Shipped);
        let comparisons = comparisons(&scenario, extent);
        let mut designs: Vec<Design> = Vec::new();
        for design in comparisons.iter().flat_map(|one| [one.less, one.more]) {
            if !designs.contains(&design) {
                designs.push(design);
            }
        }
        let runs = played(name, &designs, extent.runs);
        let runs_of = |design| &runs[designs.iter().position(|one| *one == design).unwrap()];
        let mut finding = Self::default();
        for one in &comparisons {
            finding.add(&scenario, one, &differences(runs_of(one.less), runs_of(one.more)));
        }
        finding
    }

    fn add(&mut self, scenario: &Scenario, one: &Comparison, differences: &[Difference]) {
        let [name, architecture, change] = [scenario.name.as_str(), &one.architecture, one.change];
        write!(self.table, "{name:<16} {architecture:<28} {change:<34}").unwrap();
        for difference in differences {
            let [metric, party] = difference.of;
            let is_asked = match (PARTIES[party], one.gainer) {
                (Some(system), Gainer::Only(gainer)) => system.0 == gainer,
                (party, gainer) => party.is_none() || gainer == Gainer::Each,
            };
            let mark = if is_asked { difference.mark() } else { ' ' };
            write!(self.table, " {:<19}", format!("{} {mark}", difference.told())).unwrap();
            if !is_asked {
                continue;
            }
            let system = PARTIES[party].map(|system| &scenario.systems[system.index()].name);
            let party = system.map_or("both", String::as_str);
            let worse = format!(
                "{:.4} worse: {name}, {architecture}, {change}: {} of {party} {}, runs {:?}",
                difference.harm(),
                METRICS[metric].0.name(),
                difference.told(),
                difference.worse_runs()
            );
            let place = [name, architecture, change, party, METRICS[metric].0.name()];
            if difference.fails() && !is_exception(place, difference.harm()) {
                self.failures.push(worse.clone());
            }
            if difference.is_doubtful() {
                self.doubts.push(worse);
            }
        }
        self.table.push('\n');
    }
}

#[test]
fn more_is_never_worse() {
    let extent = Extent::asked();
    let head: Vec<String> = (METRICS.iter())
        .flat_map(|(metric, _)| ["both", "first", "second"].map(|who| (metric.name(), who)))
        .map(|(metric, who)| format!("{:<19}", format!("{metric}, {who}")))
        .collect();
    println!("{} runs, more - less, 95 %; ! fails, ? beyond its interval only", extent.runs);
    println!("{:<80} {}", "", head.join(" "));
    let (mut doubts, mut failures) = (Vec::new(), Vec::new());
    for name in extent.scenarios() {
        let finding = Finding::of(&name, &extent);
        print!("{}", finding.table);
        doubts.extend(finding.doubts);
        failures.extend(finding.failures);
    }
    for list in [&mut doubts, &mut failures] {
        list.sort_by(|a, b| b.cmp(a));
    }
    println!("on the wrong side beyond its interval:\n{}", doubts.join("\n"));
    assert!(failures.is_empty(), "more is worse:\n{}", failures.join("\n"));
}
