//! Many plays of many questions: each question on the same runs, in parallel, with one result.
//!
//! Runs are played in fixed batches; inside a batch each (run, question) is one task of the thread
//! pool. A run counts for every question or for none, as in [`crate::monte_carlo::runner`].

use crate::monte_carlo::runner::Watcher;
use crate::monte_carlo::runner::reason;
use rayon::prelude::*;
use std::ops::Range;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// Runs in a batch.
const BATCH: u64 = 4;

/// What came of the plays.
#[derive(Debug, Clone, PartialEq)]
pub struct Plays<Answer> {
    /// Of each run that ended well for all questions: the answers, in the order of the questions.
    pub runs: Vec<Vec<Answer>>,
    /// Plays that did not come to their end: run, place of the question, what the program said.
    pub failures: Vec<(u64, usize, String)>,
    /// Runs that were asked for.
    pub requested: u64,
}

impl<Answer> Plays<Answer> {
    /// Whether it was ended before its last run.
    pub fn is_interrupted(&self) -> bool {
        let mut failed: Vec<u64> = self.failures.iter().map(|failure| failure.0).collect();
        failed.dedup();
        ((self.runs.len() + failed.len()) as u64) < self.requested
    }
}

/// Puts so many questions to each run; `ask` gives the answer to (run, question).
pub fn each<Answer: Send>(
    runs: Range<u64>,
    questions: usize,
    watcher: &impl Watcher,
    ask: impl Fn(u64, usize) -> Answer + Sync,
) -> Plays<Answer> {
    let mut plays = Plays {
        runs: Vec::new(),
        failures: Vec::new(),
        requested: runs.end - runs.start,
    };
    let mut next = runs.start;
    while next < runs.end && questions > 0 && !watcher.is_stopped() {
        let end = (next + BATCH).min(runs.end);
        let tasks: Vec<(u64, usize)> = (next..end)
            .flat_map(|run| (0..questions).map(move |question| (run, question)))
            .collect();
        let mut answers: Vec<Option<Result<Answer, String>>> = tasks
            .into_par_iter()
            .map(|(run, question)| {
                let answer = (!watcher.is_stopped()).then(|| attempt(|| ask(run, question)));
                watcher.played();
                answer
            })
            .collect();
        for run in next..end {
            plays.take(run, answers.drain(..questions));
        }
        next = end;
    }
    plays
}

impl<Answer> Plays<Answer> {
    /// Takes in one run's answers, if there are all.
    fn take(&mut self, run: u64, answers: impl Iterator<Item = Option<Result<Answer, String>>>) {
        let mut good = Vec::new();
        let mut is_whole = true;
        for (question, answer) in answers.enumerate() {
            match answer {
                Some(Ok(answer)) => good.push(answer),
                Some(Err(reason)) => {
                    is_whole = false;
                    self.failures.push((run, question, reason));
                }
                None => is_whole = false,
            }
        }
        if is_whole {
            self.runs.push(good);
        }
    }
}

/// One play; a panic in it becomes its reason.
fn attempt<Answer>(play: impl FnOnce() -> Answer) -> Result<Answer, String> {
    catch_unwind(AssertUnwindSafe(play)).map_err(|payload| reason(&*payload))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monte_carlo::runner::Nobody;
    use std::sync::atomic::AtomicU64;
    use std::sync::atomic::Ordering;

    /// Stops after so many plays.
    struct After(AtomicU64, u64);

    impl Watcher for After {
        fn played(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn is_stopped(&self) -> bool {
            self.0.load(Ordering::Relaxed) >= self.1
        }
    }

    #[test]
    fn every_run_has_its_answers_in_order() {
        let plays = each(3..13, 3, &Nobody, |run, question| (run, question));
        let expected: Vec<Vec<(u64, usize)>> = (3..13)
            .map(|run| (0..3).map(|question| (run, question)).collect())
            .collect();
        assert_eq!(plays.runs, expected);
        assert!(!plays.is_interrupted());
    }

    #[test]
    fn a_run_with_a_failure_is_left_out_and_told() {
        let plays = each(0..5, 2, &Nobody, |run, question| {
            assert!((run, question) != (2, 1), "the sky broke");
            run
        });
        assert_eq!(plays.runs, [[0, 0], [1, 1], [3, 3], [4, 4]]);
        let [(2, 1, reason)] = &plays.failures[..] else {
            panic!("one failure");
        };
        assert!(reason.contains("the sky broke"), "{reason}");
        assert!(!plays.is_interrupted());
    }

    #[test]
    fn what_is_stopped_keeps_whole_runs_only() {
        let plays = each(0..100, 3, &After(AtomicU64::new(0), 20), |run, _| run);
        assert!(plays.is_interrupted());
        assert!(plays.runs.len() < 9 && plays.runs.iter().all(|run| run.len() == 3));
    }
}
