//! `lisbon sweep --dry-run`: the designs, and what they would cost.

use super::arguments::SweepArguments;
use super::error::CommandError;
use super::sweep::LoadedSweep;
use super::{experiment, terminal};
use crate::csv_file::CsvWriter;
use crate::monte_carlo::campaign::Campaign;
use crate::monte_carlo::runner::NoWatcher;
use crate::sensor::SensorKinds;

/// Runs of a design that are timed.
const TIMED: u64 = 2;

/// Designs that are timed: the first, the last, and some between.
const TIMED_DESIGNS: usize = 4;

/// Prints the designs as CSV, and says what they would cost.
pub(super) fn tell(
    loaded: &LoadedSweep,
    words: &SweepArguments,
    kinds: &SensorKinds,
) -> Result<(), CommandError> {
    let manifest = &loaded.manifest;
    let header = std::iter::once("design").chain(manifest.factors.iter().map(String::as_str));
    let mut table = CsvWriter::new(header);
    for (number, design) in manifest.designs.iter().enumerate() {
        table.cell(number).cells(&design.values).end_row();
    }
    terminal::print(&table.into_text())?;
    let (count, runs) = (manifest.designs.len(), manifest.runs);
    let mut places: Vec<usize> =
        (0..TIMED_DESIGNS).map(|part| part * (count - 1) / (TIMED_DESIGNS - 1)).collect();
    places.dedup();
    let (mut check_s, mut run_s, mut timed) = (0.0, 0.0, 0.0);
    for design in places {
        let clock = Stopwatch::start();
        let Ok(scenario) = experiment::scenario_of(manifest, design, kinds) else {
            terminal::note(&format!("design {design} is refused; it will be an outcome"));
            continue;
        };
        check_s += clock.seconds();
        let clock = Stopwatch::start();
        let selection = experiment::selection(&scenario, manifest, 0..TIMED.min(runs));
        Campaign { selection, explain: false }.play(&NoWatcher);
        run_s += clock.seconds() / TIMED.min(runs) as f64;
        timed += 1.0;
    }
    if timed > 0.0 {
        let of_design_s = check_s / timed + run_s / timed * runs as f64;
        let shares = words.store.shard.map_or(1, |shard| shard.of);
        let all_s = of_design_s * count as f64 / shares as f64;
        terminal::note(&format!(
            "{count} designs x {runs} runs x {} architectures take about {} on this machine \
             ({:.2} s a design to check, {:.3} s a run)",
            manifest.architectures.len(),
            span(all_s),
            check_s / timed,
            run_s / timed
        ));
    }
    Ok(())
}

/// A time as people say it.
fn span(seconds: f64) -> String {
    match seconds {
        short if short < 90.0 => format!("{short:.0} s"),
        middle if middle < 5400.0 => format!("{:.0} min", middle / 60.0),
        long if long < 172_800.0 => format!("{:.1} h", long / 3600.0),
        long => format!("{:.1} days", long / 86_400.0),
    }
}

/// Time since a moment; of no result.
struct Stopwatch(Instant);

#[expect(clippy::disallowed_types, reason = "it times the machine; no result knows it")]
type Instant = std::time::Instant;

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now())
    }

    fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
