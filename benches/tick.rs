//! What does one tick cost, and what are its parts?
//!
//! `empty_schedule`: the ECS alone, with every system in place and nothing to do.
//! `hundred_ticks_in_the_raid`: a hundred ticks of southern-raid with all threats aloft, by
//! architecture. Read ratios of one run of this bench, not single figures. What the parts cost is
//! in other benches: `track`, `association`, `look`, `flight`.
//!
//! Run: `cargo bench --bench tick`

mod shipped;

use divan::Bencher;
use lisbon::engine::Engine;
use lisbon::random::RunSeed;
use lisbon::scenario::model::Scenario;
use lisbon::world::node::Case;
use shipped::shipped;
use std::convert::identity;

fn main() {
    divan::main();
}

fn engine(scenario: &Scenario, architecture: usize) -> Engine {
    let luck = RunSeed { seed: scenario.seed, run: 0 };
    let architecture = &scenario.architectures[architecture];
    Engine::new(&Case { scenario, architecture, luck })
}

#[divan::bench]
fn empty_schedule(bencher: Bencher) {
    let mut scenario = shipped("quickstart", identity);
    scenario.threats.clear();
    scenario.radars.clear();
    scenario.satellites.clear();
    scenario.last_tick = u64::MAX;
    let mut engine = engine(&scenario, 0);
    bencher.bench_local(|| engine.step());
}

#[divan::bench(args = ["isolated", "shared", "joint"], sample_count = 20, sample_size = 1)]
fn hundred_ticks_in_the_raid(bencher: Bencher, name: &str) {
    let scenario = shipped("southern-raid", identity);
    let architecture = scenario.architecture(name).unwrap_or_default();
    bencher
        .with_inputs(|| {
            let mut engine = engine(&scenario, architecture);
            for _ in 0..500 {
                engine.step();
            }
            engine
        })
        .bench_local_values(|mut engine| {
            for _ in 0..100 {
                engine.step();
            }
            engine
        });
}
