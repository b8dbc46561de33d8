//! A campaign on this machine: its threads, its progress bar, its end on Ctrl-C.

use super::attempt;
use super::error::CommandError;
use super::interrupt::Interrupt;
use crate::engine;
use crate::monte_carlo::estimate::Tally;
use crate::monte_carlo::explanation::Judged;
use crate::monte_carlo::runner::Campaign;
use crate::monte_carlo::runner::Watcher;
use crate::outcome;
use crate::outcome::chain::Chains;
use crate::random::RunSeed;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;
use rayon::ThreadPool;
use rayon::ThreadPoolBuilder;
use std::io;
use std::time::Duration;

/// A pool of its own, so that nothing depends on what else the process does; 0: all cores.
pub(super) fn pool(threads: u64) -> Result<ThreadPool, CommandError> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads as usize)
        .build();
    pool.map_err(|error| CommandError::Io {
        what: "start the threads".into(),
        why: io::Error::other(error),
    })
}

/// Plays a campaign, with a bar on standard error unless that is no terminal.
pub(super) fn play(campaign: &Campaign, interrupt: &Interrupt, ask: Ask) -> Tally {
    let architectures = campaign.architectures.len() as u64;
    let runs = campaign.runs.end - campaign.runs.start;
    let bar = Bar {
        show: ask.show,
        length: runs * architectures,
        message: format!("{runs} runs x {architectures} architectures"),
    };
    attend(interrupt, bar, |watcher| {
        campaign.play_with(watcher, |run, index| judged(campaign, ask, (run, index)))
    })
}

/// Does work that tells a watcher of each run, with a bar, and with panics kept quiet.
pub(super) fn attend<R>(interrupt: &Interrupt, bar: Bar, work: impl FnOnce(&Attendant) -> R) -> R {
    let bar = drawn(bar);
    let watcher = Attendant {
        bar: &bar,
        interrupt,
    };
    let result = interrupt.patiently(&bar, || attempt::quietly(|| work(&watcher)));
    bar.finish_and_clear();
    result
}

/// What came of a campaign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Played {
    /// Runs that count.
    pub(super) runs: u64,
    /// Runs that were asked for.
    pub(super) requested: u64,
    /// Was it ended before its last run?
    pub(super) is_interrupted: bool,
    /// Runs that failed.
    pub(super) failed: usize,
}

impl Played {
    /// Is a report of it worth telling: is it whole, or are there runs enough for figures?
    pub(super) fn is_worth_telling(&self, runs_min: u64) -> bool {
        !self.is_interrupted || self.runs >= runs_min
    }

    /// How the command ends that played it, whose report needs so many runs.
    pub(super) fn end(&self, runs_min: u64) -> Result<(), CommandError> {
        if self.is_interrupted {
            let figures = if self.is_worth_telling(runs_min) {
                "the figures above are of the finished ones"
            } else {
                "too few for figures"
            };
            let (runs, requested) = (self.runs, self.requested);
            let text = format!("interrupted after {runs} of {requested} runs; {figures}");
            Err(CommandError::Interrupted(text))
        } else if self.failed == 0 {
            Ok(())
        } else {
            let text = format!("runs failed: {}; the report lists them", self.failed);
            Err(CommandError::Failed(Some(text)))
        }
    }
}

/// A bar to be shown.
#[derive(Debug)]
pub(super) struct Bar {
    /// Whether it is.
    pub(super) show: Show,
    /// How many runs will be told of.
    pub(super) length: u64,
    /// What stands before it.
    pub(super) message: String,
}

/// What is asked of a campaign beside its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    /// Whether a bar is shown.
    pub(super) show: Show,
    /// Is it told why architectures differ?
    pub(super) explain: bool,
}

/// Whether a bar is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// On a terminal.
    Bar,
    /// Never.
    Nothing,
}

impl From<bool> for Show {
    /// What `--quiet`, given or not, asks for.
    fn from(quiet: bool) -> Self {
        if quiet { Self::Nothing } else { Self::Bar }
    }
}

/// One run judged.
fn judged(campaign: &Campaign, ask: Ask, (run, index): (u64, usize)) -> Judged {
    attempt::or_resume(|| {
        let scenario = campaign.scenario;
        let luck = RunSeed {
            seed: campaign.seed,
            run,
        };
        let journal = engine::play(scenario, &scenario.architectures[index], luck);
        Judged {
            outcome: outcome::judge(scenario, &journal),
            chains: ask.explain.then(|| Chains::of(scenario, &journal)),
        }
    })
}

/// A bar on standard error, hidden where that is no terminal.
pub(super) fn drawn(wanted: Bar) -> ProgressBar {
    const TEMPLATE: &str = "{msg} {wide_bar} {pos}/{len}, {eta} left";
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
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Moves the bar, and passes Ctrl-C on.
pub(super) struct Attendant<'a> {
    bar: &'a ProgressBar,
    interrupt: &'a Interrupt,
}

impl Watcher for Attendant<'_> {
    fn played(&self) {
        self.bar.inc(1);
    }

    fn is_stopped(&self) -> bool {
        self.interrupt.is_asked()
    }
}
