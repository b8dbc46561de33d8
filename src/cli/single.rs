//! A single run, and whatever else is done once: a panic in it is a bug of ours.

use super::arguments::PlayArguments;
use super::choose;
use super::error::CommandError;
use crate::monte_carlo::attempt::quiet_attempt;
use crate::random::RunSeed;
use crate::scenario::identity::ThreatId;
use crate::scenario::model::{Architecture, Scenario};

/// One piece of work; `what` it is stands in the message of a panic.
pub(super) fn single<R>(what: &str, work: impl FnOnce() -> R) -> Result<R, CommandError> {
    quiet_attempt(work).map_err(|reason| CommandError::bug(what, &reason))
}

/// One run of one architecture, chosen by the words of a command.
pub(super) struct RunChoice<'a> {
    pub(super) architecture: &'a Architecture,
    pub(super) luck: RunSeed,
    /// The one threat to tell of; `None`: all.
    pub(super) threat: Option<ThreatId>,
}

impl<'a> RunChoice<'a> {
    pub(super) fn of(words: &PlayArguments, scenario: &'a Scenario) -> Result<Self, CommandError> {
        let architecture = choose::architecture(scenario, words.architecture.as_deref())?;
        let luck = RunSeed { seed: words.seed.unwrap_or(scenario.seed), run: words.run };
        let threat = words.threat.as_deref();
        let threat = threat.map(|name| choose::threat_of_run(scenario, name, luck));
        let architecture = &scenario.architectures[architecture];
        Ok(Self { architecture, luck, threat: threat.transpose()? })
    }

    /// Some work with it.
    pub(super) fn then<R>(&self, work: impl FnOnce() -> R) -> Result<R, CommandError> {
        let (run, name) = (self.luck.run, &self.architecture.name);
        single(&format!("run {run} under `{name}`"), work)
    }
}
