//! How does a campaign grow, with threads and with threats?
//!
//! Efficiency: the time of one thread over twice that of two, for the same runs. Growth: the time
//! of a run for each threat, over that of the smallest raid; of raids that last as long whatever
//! their size, and of clusters, launched within a minute. Ratios of one sitting: run it with
//! nothing else running.
//!
//! Run: `cargo bench --bench campaign`

#![expect(
    clippy::print_stdout,
    clippy::disallowed_types,
    reason = "a bench takes and prints times"
)]

mod shipped;

use lisbon::engine;
use lisbon::monte_carlo::campaign::Campaign;
use lisbon::monte_carlo::runner::NoWatcher;
use lisbon::monte_carlo::selection::RunSelection;
use lisbon::random::RunSeed;
use rayon::ThreadPoolBuilder;
use shipped::shipped;
use std::convert::identity;
use std::hint::black_box;
use std::time::Instant;

/// Runs of the campaign by which threads are judged.
const RUNS: u64 = 48;

/// Times that each is played; the shortest counts.
const TIMES: usize = 3;

fn main() {
    threads();
    growth("raid", &[25, 50, 100, 200, 400], 1200.0);
    growth("cluster", &[125, 250, 500, 1000], 60.0);
}

/// The shortest time of several, s.
fn shortest_s(play: impl Fn()) -> f64 {
    let times_s = (0..TIMES).map(|_| {
        let start = Instant::now();
        play();
        start.elapsed().as_secs_f64()
    });
    times_s.fold(f64::INFINITY, f64::min)
}

fn threads() {
    let scenario = shipped("southern-raid", identity);
    let architectures: Vec<usize> = (0..scenario.architectures.len()).collect();
    let selection = RunSelection { scenario: &scenario, seed: 1, runs: 0..RUNS, architectures };
    let campaign = Campaign { selection, explain: false };
    let [one_s, two_s] = [1, 2].map(|threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.unwrap_or_else(|error| panic!("{error}"));
        shortest_s(|| drop(pool.install(|| black_box(campaign.play(&NoWatcher)))))
    });
    println!("southern-raid, {RUNS} runs: {one_s:.2} s on one thread, {two_s:.2} s on two");
    println!("efficiency at two threads {:.3}", one_s / (2.0 * two_s));
}

/// Prints the time for each threat of two raids of so many together that last so long, s.
fn growth(name: &str, counts: &[u32], lasts_s: f64) {
    let mut first_s = None;
    for &count in counts {
        let raid = format!("count = {}", count.div_ceil(2));
        let spacing = format!("spacing_s = {}", 2.0 * lasts_s / f64::from(count));
        let scenario = shipped("saturation", |text| {
            text.replace("count = 100", &raid).replace("spacing_s = 6", &spacing)
        });
        let threats = scenario.threats.len();
        let luck = RunSeed { seed: scenario.seed, run: 0 };
        let each_s = shortest_s(|| {
            black_box(engine::play(&scenario, &scenario.architectures[0], luck));
        }) / threats as f64;
        let ratio = each_s / *first_s.get_or_insert(each_s);
        println!("{name} of {threats:4} threats: {:.2} ms each, {ratio:.2}", 1e3 * each_s);
    }
}
