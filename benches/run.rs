//! What does one run cost, by shipped scenario and architecture, and its judging beside it?
//!
//! The Monte Carlo is these, times runs, over cores.
//!
//! Run: `cargo bench --bench run`

use divan::Bencher;
use lisbon::random::RunSeed;
use lisbon::scenario::model::Scenario;
use lisbon::{engine, outcome, scenario};

fn main() {
    divan::main();
}

fn shipped(name: &str) -> Scenario {
    let root = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let mut load = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
    scenario::parse(&root, &mut load).unwrap_or_else(|faults| panic!("{faults}"))
}

const LUCK: RunSeed = RunSeed { seed: 1, run: 0 };

#[divan::bench(
    args = ["quickstart", "southern-raid", "saturation"],
    consts = [0, 1],
    sample_count = 5,
    sample_size = 1,
)]
fn one_run<const LAST: usize>(bencher: Bencher, name: &str) {
    // The first architecture of each shipped scenario exchanges nothing, the last everything.
    let scenario = shipped(name);
    let architecture = LAST * (scenario.architectures.len() - 1);
    let architecture = &scenario.architectures[architecture];
    bencher.bench_local(|| engine::play(&scenario, architecture, LUCK));
}

#[divan::bench(sample_count = 20)]
fn judge(bencher: Bencher) {
    let scenario = shipped("southern-raid");
    let journal = engine::play(&scenario, &scenario.architectures[0], LUCK);
    bencher.bench_local(|| outcome::judge(&scenario, &journal));
}

#[divan::bench(args = ["southern-raid", "saturation"], sample_count = 5, sample_size = 1)]
fn read_and_solve(name: &str) -> Scenario {
    shipped(name)
}
