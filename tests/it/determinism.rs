//! The same scenario and seed give the same bits: on any number of threads, in any order of runs,
//! alone or among others, in a new world or a used one; and the same luck meets every architecture.

use crate::common::{journal, named, outcome, shipped};
use crate::shipped::names;
use lisbon::engine::Engine;
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::estimate::Tally;
use lisbon::monte_carlo::runner::{Failure, NoWatcher};
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::outcome::Outcome;
use lisbon::outcome::score::Score;
use lisbon::random::RunSeed;
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::{Event, Journal};
use lisbon::world::node::Case;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;

fn campaign(scenario: &Scenario, runs: std::ops::Range<u64>) -> Campaign<'_> {
    let architectures = (0..scenario.architectures.len()).collect();
    let selection = RunSelection { scenario, architectures, seed: scenario.seed, runs };
    Campaign { selection, explain: false }
}

fn on_threads(threads: usize, play: impl FnOnce() -> Tally + Send) -> Tally {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(play)
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for (name, runs) in [("quickstart", 70), ("decoys", 12)] {
        let scenario = shipped(name);
        let play = || campaign(&scenario, 0..runs).play(&NoWatcher);
        let (one, three) = (on_threads(1, play), on_threads(3, play));
        assert_eq!(one.architectures(), three.architectures(), "{name}");
        assert_eq!(one.differences(0), three.differences(0), "{name}");
    }
}

#[test]
fn a_run_alone_is_that_run_among_others() {
    let scenario = shipped("quickstart");
    let seen = Mutex::new(Vec::new());
    let together = campaign(&scenario, 0..40);
    together.play_with(&NoWatcher, |run, architecture| {
        let outcome = outcome(&scenario, architecture, run);
        seen.lock().unwrap().push((run, architecture, outcome.clone()));
        outcome
    });
    for (run, architecture, among_others) in seen.into_inner().unwrap() {
        if run % 13 == 7 {
            assert_eq!(outcome(&scenario, architecture, run), among_others, "run {run}");
        }
    }
    let whole = campaign(&scenario, 0..40).play(&NoWatcher);
    let again = campaign(&scenario, 0..40).play(&NoWatcher);
    assert_eq!(whole.architectures(), again.architectures());
}

#[test]
fn a_journal_is_the_same_to_the_last_event() {
    for name in ["southern-raid", "decoys"] {
        let scenario = shipped(name);
        for architecture in [0, named(&scenario, "joint")] {
            assert!(journal(&scenario, architecture, 3) == journal(&scenario, architecture, 3));
        }
        assert!(journal(&scenario, 0, 3) != journal(&scenario, 0, 4), "luck must matter");
    }
}

/// The journal of a run in a world of its own.
fn journal_in_new_world(scenario: &Scenario, architecture: usize, run: u64) -> Journal {
    let architecture = &scenario.architectures[architecture];
    let luck = RunSeed { seed: scenario.seed, run };
    let mut engine = Engine::new(&Case { scenario, architecture, luck });
    while engine.step() {}
    engine.journal()
}

/// A thread plays its runs in one world. Here each run follows one that was cut short with
/// everything in flight, of another scenario, and others before that, one of which panicked.
#[test]
fn a_used_world_plays_like_a_new_one() {
    let mut before = shipped("southern-raid");
    for name in names("scenarios") {
        let scenario = shipped(&name);
        let last = scenario.architectures.len() - 1;
        before.last_tick /= 2;
        journal(&before, 0, 0);
        let used = journal(&scenario, last, 1);
        let new = journal_in_new_world(&scenario, last, 1);
        assert!(used == new, "{name}, after {}", before.name);
        before = scenario;
        let mut broken = before.clone();
        broken.systems.clear();
        let failed = panic::catch_unwind(AssertUnwindSafe(|| journal(&broken, 0, 0)));
        assert!(failed.is_err(), "no system owns the sensors");
    }
}

#[test]
fn a_failed_run_is_listed_and_leaves_the_others_alone() {
    let scenario = shipped("quickstart");
    let all = campaign(&scenario, 0..10);
    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let tally = all.play_with(&NoWatcher, |run, architecture| {
        assert!((run, architecture) != (4, 1), "the test wants this run to fail");
        Outcome { overall: Score::default(), systems: vec![Score::default(); 2] }
    });
    panic::set_hook(quiet);
    assert_eq!(tally.record.runs, 9);
    let [Failure { run: 4, question, reason }] = &tally.record.failures[..] else {
        panic!("{:?}", tally.record.failures)
    };
    assert_eq!(question.architecture, scenario.architectures[1].name);
    assert!(reason.contains("wants this run to fail"), "{reason}");
}

/// The first time at which anything crossed the border.
fn first_word_s(journal: &Journal) -> f64 {
    let received =
        |(time_s, event): &(f64, Event)| matches!(event, Event::Received { .. }).then_some(*time_s);
    journal.events.iter().find_map(received).expect("something is received")
}

#[test]
fn the_same_luck_meets_every_architecture() {
    let scenario = shipped("southern-raid");
    let alone = journal(&scenario, named(&scenario, "isolated"), 5);
    let sharing = journal(&scenario, named(&scenario, "shared"), 5);
    let first_tick = (first_word_s(&sharing) / scenario.step_s) as u32;
    let before = |journal: &Journal| {
        let plots = journal.plots.iter().take_while(|plot| plot.tick <= first_tick);
        plots.copied().collect::<Vec<_>>()
    };
    assert!(before(&alone).len() > 10);
    assert_eq!(before(&alone), before(&sharing), "detections until the first message");
    // Threats that nobody kills fly the same course to the end, whatever is exchanged.
    let impacts = |journal: &Journal| {
        let live = |(time_s, event): &(f64, Event)| match event {
            Event::Impact { threat, .. } => Some((*threat, time_s.to_bits())),
            _ => None,
        };
        let mut impacts: Vec<_> = journal.events.iter().filter_map(live).collect();
        impacts.sort();
        impacts
    };
    assert_eq!(impacts(&alone), impacts(&sharing), "the truth does not depend on the defence");
}
