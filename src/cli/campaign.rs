//! A campaign on this machine: its threads, its progress bar, its end on Ctrl-C.

use super::error::CommandError;
use super::interrupt::Interrupt;
use crate::monte_carlo::attempt;
use crate::monte_carlo::runner::{CampaignRecord, Watcher};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::io;
use std::time::Duration;

/// A pool of its own, so that nothing depends on what else the process does; 0: all cores.
pub(super) fn pool(threads: u64) -> Result<ThreadPool, CommandError> {
    let pool = ThreadPoolBuilder::new().num_threads(threads as usize).build();
    pool.map_err(|error| CommandError::Io {
        what: "start the threads".into(),
        why: io::Error::other(error),
    })
}

/// Result of work that tells a watcher of each run, with a bar, and with panics kept quiet.
pub(super) fn watched<R>(
    interrupt: &Interrupt,
    bar: Bar,
    work: impl FnOnce(&BarWatcher) -> R,
) -> R {
    let bar = drawn(bar);
    let watcher = BarWatcher { bar: &bar, interrupt };
    let result = interrupt.patiently(&bar, || attempt::quietly(|| work(&watcher)));
    bar.finish_and_clear();
    result
}

/// True if a report of runs is worth telling: it is whole, or there are enough for figures.
pub(super) fn is_worth_telling<Question>(record: &CampaignRecord<Question>, runs_min: u64) -> bool {
    !record.is_interrupted() || record.runs >= runs_min
}

/// End of the command that played these runs, whose report needs so many.
pub(super) fn end<Question>(
    record: &CampaignRecord<Question>,
    runs_min: u64,
) -> Result<(), CommandError> {
    if record.is_interrupted() {
        let figures = if is_worth_telling(record, runs_min) {
            "the figures above are of the finished ones"
        } else {
            "too few for figures"
        };
        let (runs, requested) = (record.runs, record.requested);
        let text = format!("interrupted after {runs} of {requested} runs; {figures}");
        Err(CommandError::Interrupted(text))
    } else if record.failures.is_empty() {
        Ok(())
    } else {
        let failed = record.failures.len();
        let text = format!("runs failed: {failed}; the report lists them");
        Err(CommandError::Failed(Some(text)))
    }
}

/// A bar to be shown.
#[derive(Debug)]
pub(super) struct Bar {
    /// Visibility.
    pub(super) show: Show,
    /// Number of runs in all.
    pub(super) length: u64,
    /// Of these, runs that are done before.
    pub(super) done: u64,
    /// Text before it.
    pub(super) message: String,
}

/// Visibility of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// On a terminal.
    Bar,
    /// Never.
    Nothing,
}

impl From<bool> for Show {
    /// Visibility that `--quiet`, given or not, asks for.
    fn from(quiet: bool) -> Self {
        if quiet { Self::Nothing } else { Self::Bar }
    }
}

/// A bar on standard error, hidden where that is no terminal.
pub(super) fn drawn(wanted: Bar) -> ProgressBar {
    const TEMPLATE: &str = "{msg} {wide_bar} {pos}/{len}, {per_sec}, {eta} left";
    let target = match wanted.show {
        Show::Bar => ProgressDrawTarget::stderr(),
        Show::Nothing => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(Some(wanted.length), target);
    // A template that indicatif does not take would leave its own, which says the same.
    if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
        bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
    }
    bar.set_message(wanted.message);
    bar.set_position(wanted.done);
    bar.reset_eta();
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Moves the bar, and passes Ctrl-C on.
pub(super) struct BarWatcher<'a> {
    bar: &'a ProgressBar,
    interrupt: &'a Interrupt,
}

impl Watcher for BarWatcher<'_> {
    fn played(&self) {
        self.bar.inc(1);
    }

    fn is_stopped(&self) -> bool {
        self.interrupt.is_asked()
    }
}
