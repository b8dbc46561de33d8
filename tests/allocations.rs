//! Memory of runs: a tick in which nothing comes to be allocates nothing, and a campaign holds as
//! much for many runs as for few. A process of its own, for every block of it is counted.

#[path = "../benches/shipped/mod.rs"]
mod shipped;

use lisbon::engine;
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::random::RunSeed;
use lisbon::scenario::model::Scenario;
use lisbon::world::node::Case;
use shipped::shipped;
use std::hint::black_box;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// Blocks allocated in a thread's second run of a case, and its ticks.
fn of_a_run(scenario: &Scenario, architecture: &str) -> [u64; 2] {
    let place = scenario.architecture(architecture).expect("a shipped architecture");
    let luck = RunSeed { seed: scenario.seed, run: 0 };
    let case = Case { scenario, architecture: &scenario.architectures[place], luck };
    black_box(engine::play_until(&case, |_| false));
    let (mut ticks, mut before) = (0, None);
    let profiler = dhat::Profiler::builder().testing().build();
    black_box(engine::play_until(&case, |_| {
        ticks += 1;
        before.get_or_insert_with(|| dhat::HeapStats::get().total_blocks);
        false
    }));
    let blocks = dhat::HeapStats::get().total_blocks - before.unwrap_or_default();
    drop(profiler);
    [blocks, ticks]
}

/// The most bytes that a campaign of so many runs holds at a time.
fn held(scenario: &Scenario, runs: u64) -> u64 {
    let architectures = vec![0];
    let selection = RunSelection { scenario, seed: 1, runs: 0..runs, architectures };
    let profiler = dhat::Profiler::builder().testing().build();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    black_box(pool.install(|| Campaign { selection, explain: false }.play(&NoWatcher)));
    let bytes = dhat::HeapStats::get().max_bytes as u64;
    drop(profiler);
    bytes
}

/// Twice as many ticks see the same things come and go, a few beliefs more of them.
const TICKS_MAX: f64 = 1.15;

/// Four times as many runs may hold one that is larger than those before.
const RUNS_MAX: f64 = 1.05;

#[test]
fn blocks_are_of_things_and_neither_of_ticks_nor_of_runs() {
    for architecture in ["isolated", "joint"] {
        let [once, twice] = ["step_s = 1", "step_s = 0.5"].map(|step| {
            of_a_run(
                &shipped("southern-raid", |text| text.replace("step_s = 1", step)),
                architecture,
            )
        });
        let told = format!("{architecture}: {once:?} blocks and ticks, then {twice:?}");
        assert!(twice[1] > 19 * once[1] / 10, "{told}");
        assert!(twice[0] as f64 <= TICKS_MAX * once[0] as f64, "{told}");
    }
    let scenario = shipped("quickstart", |text| text.replace("count = 3", "count = 1"));
    let [few, many] = [200, 800].map(|runs| held(&scenario, runs));
    assert!(many as f64 <= RUNS_MAX * few as f64, "{few} bytes, then {many}");
}
