//! Ctrl-C: ends a campaign after the runs under way, and everything else at once.

use super::error::INTERRUPTED;
use super::terminal;
use indicatif::ProgressBar;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Signals of the user so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt {
    is_asked: Arc<AtomicBool>,
    /// The bar of the campaign being played, if one is.
    campaign: Arc<Mutex<Option<ProgressBar>>>,
}

impl Interrupt {
    /// From now on SIGINT, SIGTERM and SIGHUP end the program with exit code 130.
    pub(super) fn watch() -> Self {
        let interrupt = Self::default();
        let handler = interrupt.clone();
        // Where no handler can be set, the signals end the program as they always did.
        let _ = ctrlc::set_handler(move || handler.hear());
        interrupt
    }

    /// While a campaign is played the first signal only asks for its end.
    pub(super) fn patiently<R>(&self, bar: &ProgressBar, play: impl FnOnce() -> R) -> R {
        self.set(Some(bar.clone()));
        let result = play();
        self.set(None);
        result
    }

    /// True once the campaign is to end.
    pub(super) fn is_asked(&self) -> bool {
        self.is_asked.load(Ordering::Relaxed)
    }

    fn set(&self, bar: Option<ProgressBar>) {
        *self.campaign.lock().unwrap_or_else(PoisonError::into_inner) = bar;
    }

    fn hear(&self) {
        let campaign = self.campaign.lock().unwrap_or_else(PoisonError::into_inner);
        let is_second = self.is_asked.swap(true, Ordering::Relaxed);
        match &*campaign {
            Some(bar) if !is_second => bar.suspend(|| {
                terminal::say(
                    "interrupted: waiting for the runs under way; once more to end now\n",
                );
            }),
            Some(bar) => bar.suspend(end),
            None => end(),
        }
    }
}

#[expect(clippy::exit, reason = "a signal handler has no other way to end the program")]
fn end() {
    terminal::say("interrupted\n");
    std::process::exit(i32::from(INTERRUPTED));
}
