//! The runner: one or more questions, each put to the same runs, in parallel, with one result.
//!
//! Runs are played in fixed batches; inside a batch each (run, question) is one task of the thread
//! pool, and the answers are taken in by run number. A run counts for every question or for none,
//! so that pairs stay pairs. The runner's memory does not grow with the runs.

use super::attempt::attempt;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// Observer of a campaign's progress, who can end it.
pub trait Watcher: Sync {
    /// Notes that one question to a run is over.
    fn played(&self) {}

    /// True if the campaign is to stop. What is not begun then is left.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// A watcher that lets everything pass.
#[derive(Debug, Clone, Copy)]
pub struct NoWatcher;

impl Watcher for NoWatcher {}

/// A run that did not come to its end: a bug, reported with what repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure<Question> {
    /// Number of the run.
    pub run: u64,
    /// Question put to it: the architecture, and of what.
    #[serde(flatten)]
    pub question: Question,
    /// Words of the program.
    pub reason: String,
}

impl<Question: fmt::Display> fmt::Display for Failure<Question> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let reason = self.reason.replace(['\n', '\r'], " ");
        write!(f, "run {} {}: {reason}", self.run, self.question)
    }
}

/// Question of a comparison to a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchitectureLabel {
    /// Name of the architecture.
    pub architecture: String,
}

impl fmt::Display for ArchitectureLabel {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "under `{}`", self.architecture)
    }
}

/// Account of the runs of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRecord<Question> {
    /// Runs that count: those that ended well for every question.
    pub runs: u64,
    /// Runs that were asked for.
    pub requested: u64,
    /// Runs that failed, by number, once for each question for which they did.
    pub failures: Vec<Failure<Question>>,
}

impl<Question> Default for CampaignRecord<Question> {
    fn default() -> Self {
        Self { runs: 0, requested: 0, failures: Vec::new() }
    }
}

impl<Question> CampaignRecord<Question> {
    /// True if the campaign was ended before its last run.
    pub fn is_interrupted(&self) -> bool {
        let mut failed: Vec<u64> = self.failures.iter().map(|failure| failure.run).collect();
        failed.dedup();
        self.runs + (failed.len() as u64) < self.requested
    }

    /// The same with other words for its questions.
    pub fn named<Name>(self, name: impl Fn(Question) -> Name) -> CampaignRecord<Name> {
        let failures = self.failures.into_iter().map(|failure| Failure {
            run: failure.run,
            question: name(failure.question),
            reason: failure.reason,
        });
        CampaignRecord { runs: self.runs, requested: self.requested, failures: failures.collect() }
    }
}

/// Runs to be played, each for so many questions.
#[derive(Debug, Clone)]
pub struct Runner<'a, W> {
    /// Numbers of the runs.
    pub runs: Range<u64>,
    /// Number of the questions.
    pub questions: usize,
    /// Runs in a batch: enough to keep a big machine busy, few enough to stop soon.
    pub batch: u64,
    /// Observer.
    pub watcher: &'a W,
}

impl<W: Watcher> Runner<'_, W> {
    /// Plays the runs. `ask` gives the answer to (run, question); `take` takes in a run that ended
    /// well, with its answers in the order of the questions.
    pub fn play<Answer: Send>(
        &self,
        ask: impl Fn(u64, usize) -> Answer + Sync,
        mut take: impl FnMut(u64, Vec<Answer>),
    ) -> CampaignRecord<usize> {
        let Range { start, end } = self.runs;
        let mut record = CampaignRecord {
            requested: if self.questions > 0 { end - start } else { 0 },
            ..CampaignRecord::default()
        };
        let mut next = start;
        while record.requested > 0 && next < end && !self.watcher.is_stopped() {
            let batch = next..end.min(next + self.batch);
            next = batch.end;
            let mut answers = self.batch(batch.clone(), &ask).into_iter();
            for run in batch {
                let answers = answers.by_ref().take(self.questions);
                // A run of which something was not begun is no run.
                let Some(results) = answers.collect::<Option<Vec<_>>>() else {
                    continue;
                };
                let failed = record.failures.len();
                let mut good = Vec::with_capacity(self.questions);
                for (question, result) in results.into_iter().enumerate() {
                    match result {
                        Ok(answer) => good.push(answer),
                        Err(reason) => record.failures.push(Failure { run, question, reason }),
                    }
                }
                if record.failures.len() == failed {
                    record.runs += 1;
                    take(run, good);
                }
            }
        }
        record
    }

    /// Answers of a batch, run by run, question by question; `None` where it was not begun.
    fn batch<Answer: Send>(
        &self,
        runs: Range<u64>,
        ask: &(impl Fn(u64, usize) -> Answer + Sync),
    ) -> Vec<Option<Result<Answer, String>>> {
        let tasks: Vec<(u64, usize)> =
            runs.flat_map(|run| (0..self.questions).map(move |question| (run, question))).collect();
        let answers = tasks.into_par_iter().map(|(run, question)| {
            let is_begun = !self.watcher.is_stopped();
            let answer = is_begun.then(|| attempt(|| ask(run, question)));
            self.watcher.played();
            answer
        });
        answers.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// A watcher that stops after so many plays.
    struct StopAfter(AtomicU64, u64);

    impl Watcher for StopAfter {
        fn played(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn is_stopped(&self) -> bool {
            self.0.load(Ordering::Relaxed) >= self.1
        }
    }

    fn played<Answer: Send>(
        (runs, questions): (Range<u64>, usize),
        watcher: &impl Watcher,
        ask: impl Fn(u64, usize) -> Answer + Sync,
    ) -> (CampaignRecord<usize>, Vec<Vec<Answer>>) {
        let runner = Runner { runs, questions, batch: 4, watcher };
        let mut all = Vec::new();
        let record = runner.play(ask, |_, answers| all.push(answers));
        (record, all)
    }

    #[test]
    fn every_run_has_its_answers_in_order() {
        let asked = (3..13, 3);
        let (record, all) = played(asked, &NoWatcher, |run, question| (run, question));
        let expected: Vec<Vec<(u64, usize)>> =
            (3..13).map(|run| (0..3).map(|question| (run, question)).collect()).collect();
        assert_eq!(all, expected);
        assert!(!record.is_interrupted());
    }

    #[test]
    fn a_run_with_a_failure_is_left_out_and_told() {
        let (mut record, all) = played((0..5, 2), &NoWatcher, |run, question| {
            assert!((run, question) != (2, 1), "the sky broke");
            run
        });
        assert_eq!(all, [[0, 0], [1, 1], [3, 3], [4, 4]]);
        let [failure] = &record.failures[..] else {
            panic!("one failure");
        };
        assert_eq!((failure.run, failure.question), (2, 1));
        assert!(failure.reason.contains("the sky broke"), "{failure}");
        assert!(!record.is_interrupted());
        // A run that failed twice is one run that is over.
        record.failures.push(failure.clone());
        assert!(!record.is_interrupted());
        record.requested += 1;
        assert!(record.is_interrupted());
    }

    #[test]
    fn what_is_stopped_keeps_whole_runs_only() {
        let watcher = StopAfter(AtomicU64::new(0), 20);
        let (record, all) = played((0..100, 3), &watcher, |run, _| run);
        assert!(record.is_interrupted());
        assert!(all.len() < 9 && all.iter().all(|run| run.len() == 3));
    }
}
