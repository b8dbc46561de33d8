//! A campaign on this machine: its threads, its progress bar, its end on Ctrl-C.

use super::attempt;
use super::ending::Ending;
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
use std::panic;
use std::time::Duration;

/// A pool of its own, so that nothing depends on what else the process does; 0: all cores.
pub(super) fn pool(threads: u64) -> Result<ThreadPool, Ending> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads as usize)
        .build();
    pool.map_err(|error| Ending::Io {
        what: "start the threads".into(),
        why: io::Error::other(error),
    })
}

/// Plays a campaign, with a bar on standard error unless that is no terminal.
pub(super) fn play(campaign: &Campaign, interrupt: &Interrupt, ask: Ask) -> Tally {
    let bar = bar(campaign, ask.show);
    let watcher = Attendant {
        bar: &bar,
        interrupt,
    };
    let tally = interrupt.patiently(&bar, || {
        attempt::quietly(|| {
            campaign.play_with(&watcher, |run, index| judged(campaign, ask, (run, index)))
        })
    });
    bar.finish_and_clear();
    tally
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

/// One run judged. If it panics, so does this, with the place in the source as part of the reason
/// and without calling the panic hook again.
fn judged(campaign: &Campaign, ask: Ask, (run, index): (u64, usize)) -> Judged {
    let played = attempt::attempt(|| {
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
    });
    played.unwrap_or_else(|reason| panic::resume_unwind(Box::new(reason)))
}

fn bar(campaign: &Campaign, show: Show) -> ProgressBar {
    const TEMPLATE: &str = "{msg} {wide_bar} {pos}/{len}, {eta} left";
    let target = match show {
        Show::Bar => ProgressDrawTarget::stderr(),
        Show::Nothing => ProgressDrawTarget::hidden(),
    };
    let architectures = campaign.architectures.len() as u64;
    let runs = campaign.runs.end - campaign.runs.start;
    let bar = ProgressBar::with_draw_target(Some(runs * architectures), target);
    // A template that indicatif does not take would leave its own, which says the same.
    if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
        bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
    }
    bar.set_message(format!("{runs} runs x {architectures} architectures"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Moves the bar, and passes Ctrl-C on.
struct Attendant<'a> {
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
