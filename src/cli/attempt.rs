//! A run that panics is a bug: it becomes a reason with its place in the source, not a crash.

use crate::engine;
use crate::monte_carlo::runner::reason;
use crate::random::RunSeed;
use crate::scenario::parts::Architecture;
use crate::scenario::parts::Scenario;
use crate::world::journal::Journal;
use std::cell::RefCell;
use std::panic;
use std::panic::AssertUnwindSafe;

thread_local! {
    /// Where this thread panicked last.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does something during which panics say nothing on standard error; [`attempt`] keeps what they
/// would have said.
pub(super) fn quietly<R>(work: impl FnOnce() -> R) -> R {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        PLACE.with(|cell| *cell.borrow_mut() = place);
    }));
    let result = work();
    drop(panic::take_hook());
    result
}

/// Plays a run; a panic becomes its reason.
pub(super) fn attempt<R>(play: impl FnOnce() -> R) -> Result<R, String> {
    panic::catch_unwind(AssertUnwindSafe(play)).map_err(|payload| {
        let reason = reason(&*payload);
        match PLACE.with(|place| place.borrow_mut().take()) {
            Some(place) => format!("{reason}, at {place}"),
            None => reason,
        }
    })
}

/// Plays a run. If it panics, so does this, with the place in the source as part of the reason and
/// without calling the panic hook again.
pub(super) fn or_resume<R>(play: impl FnOnce() -> R) -> R {
    attempt(play).unwrap_or_else(|reason| panic::resume_unwind(Box::new(reason)))
}

/// One run of the engine, so.
pub(super) fn play(scenario: &Scenario, architecture: &Architecture, luck: RunSeed) -> Journal {
    or_resume(|| engine::play(scenario, architecture, luck))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_reason_and_place() {
        let result = quietly(|| attempt(|| -> u32 { panic!("the {} broke", "sky") }));
        let reason = result.unwrap_err();
        assert!(
            reason.starts_with("the sky broke, at src/cli/attempt.rs:"),
            "{reason}"
        );
        assert_eq!(attempt(|| 5), Ok(5));
    }
}
