//! Attempts: work that panics, which is a bug, becomes a reason with its place in the source.

use std::any::Any;
use std::cell::RefCell;
use std::panic;
use std::panic::AssertUnwindSafe;

thread_local! {
    /// Place where this thread panicked last.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Result of work during which panics print nothing on standard error; [`attempt`] keeps their
/// messages. The library alone leaves standard error to its caller.
#[cfg(any(test, feature = "cli"))]
pub(crate) fn quietly<R>(work: impl FnOnce() -> R) -> R {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        PLACE.with(|cell| *cell.borrow_mut() = place);
    }));
    let result = work();
    drop(panic::take_hook());
    result
}

/// Result of some work; of a panic its reason, with its place if panics are quiet.
pub(crate) fn attempt<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let reason = reason(&*payload);
        match PLACE.with(|place| place.borrow_mut().take()) {
            Some(place) => format!("{reason}, at {place}"),
            None => reason,
        }
    })
}

/// The same with panics quiet, of work that is one attempt.
#[cfg(feature = "cli")]
pub(crate) fn quiet_attempt<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    quietly(|| attempt(work))
}

/// Text of a panic.
fn reason(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "the program gave no reason".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_reason_and_place() {
        let result = quietly(|| attempt(|| -> u32 { panic!("the {} broke", "sky") }));
        let reason = result.unwrap_err();
        assert!(reason.starts_with("the sky broke, at src/monte_carlo/attempt.rs:"), "{reason}");
        assert_eq!(attempt(|| 5), Ok(5));
    }
}
