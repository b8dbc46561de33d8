//! What does one run cost, by shipped scenario and architecture, and its judging beside it?
//!
//! The Monte Carlo is these, times runs, over cores.
//!
//! Run: `cargo bench --bench run`

mod shipped;

use divan::Bencher;
use lisbon::random::RunSeed;
use lisbon::scenario::model::Scenario;
use lisbon::{engine, outcome};
use shipped::shipped;
use std::convert::identity;

fn main() {
    divan::main();
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
    let scenario = shipped(name, identity);
    let architecture = LAST * (scenario.architectures.len() - 1);
    let architecture = &scenario.architectures[architecture];
    bencher.bench_local(|| engine::play(&scenario, architecture, LUCK));
}

#[divan::bench(sample_count = 20)]
fn judge(bencher: Bencher) {
    let scenario = shipped("southern-raid", identity);
    let journal = engine::play(&scenario, &scenario.architectures[0], LUCK);
    bencher.bench_local(|| outcome::judge(&scenario, &journal));
}

#[divan::bench(args = ["southern-raid", "saturation"], sample_count = 5, sample_size = 1)]
fn read_and_solve(name: &str) -> Scenario {
    shipped(name, identity)
}
