//! `lisbon compare`: every architecture on the same runs, and what the difference is.

use super::arguments::Compare;
use super::arguments::CompareFormat;
use super::campaign;
use super::campaign::Ask;
use super::campaign::Played;
use super::choose;
use super::draw;
use super::ending::Ending;
use super::interrupt::Interrupt;
use super::load::Loaded;
use super::load::load;
use super::save;
use super::terminal;
use crate::monte_carlo::runner::Campaign;
use crate::report::comparison::{self, Comparison, ReplayRequest};
use crate::sensor::SensorKinds;
use std::path::Path;

/// A comparison of fewer runs has no intervals to tell.
const RUNS_MIN: u64 = 2;

/// Plays the campaign, prints what it found, and writes it where asked.
pub(super) fn compare(
    words: &Compare,
    kinds: &SensorKinds,
    interrupt: &Interrupt,
) -> Result<(), Ending> {
    let pool = campaign::pool(words.threads)?;
    let loaded = pool.install(|| load(&words.scenario, kinds))?;
    let scenario = &loaded.scenario;
    let campaign = Campaign {
        scenario,
        architectures: choose::architectures(scenario, &words.architectures)?,
        seed: words.seed.unwrap_or(scenario.seed),
        runs: 0..words.runs.unwrap_or(scenario.runs),
    };
    let ask = asked(words, &campaign)?;
    if let Some(directory) = &words.out {
        save::prepare(directory)?;
    }
    let tally = pool.install(|| campaign::play(&campaign, interrupt, ask));
    let result = Comparison::of(&campaign, &tally);
    let played = Played {
        runs: result.runs(),
        requested: result.provenance.extent.runs_requested,
        is_interrupted: result.is_interrupted(),
        failed: result.failures.len(),
    };
    if played.is_worth_telling(RUNS_MIN) {
        terminal::print(&told(&result, words, campaign.seed))?;
        if let Some(directory) = &words.out {
            write(directory, &result, &loaded)?;
        }
    }
    played.end(RUNS_MIN)
}

/// What is asked of the campaign. One architecture has nothing that it could differ from.
fn asked(words: &Compare, campaign: &Campaign) -> Result<Ask, Ending> {
    if words.explain && campaign.architectures.len() < 2 {
        let text = "--explain tells why two architectures differ, and there is only one; name two \
                    or more with --architectures";
        return Err(Ending::Request(text.into()));
    }
    Ok(Ask {
        show: words.quiet.into(),
        explain: words.explain,
    })
}

fn told(result: &Comparison, words: &Compare, seed: u64) -> String {
    let again = |replay: &ReplayRequest| repeat(&words.scenario, seed, replay);
    match words.format {
        CompareFormat::Table => draw::draw(&comparison::page(result, again)),
        CompareFormat::Json => comparison::json(result),
        CompareFormat::Csv => comparison::csv(result),
    }
}

fn write(directory: &Path, result: &Comparison, loaded: &Loaded) -> Result<(), Ending> {
    save::save(
        directory,
        "manifest.json",
        &comparison::manifest(result, &loaded.files),
    )?;
    save::save(directory, "summary.json", &comparison::json(result))?;
    if result.explanations.is_some() {
        save::save(
            directory,
            "explanations.csv",
            &comparison::explanations_csv(result),
        )?;
    }
    Ok(())
}

/// The command that plays one run again.
fn repeat(scenario: &Path, seed: u64, replay: &ReplayRequest) -> String {
    let scenario = quoted_for_shell(&scenario.to_string_lossy());
    let ReplayRequest {
        run,
        architecture,
        threat,
    } = replay;
    let threat = threat.map_or(String::new(), |threat| {
        format!(" --threat {}", quoted_for_shell(threat))
    });
    format!("lisbon run {scenario} --architecture {architecture} --run {run} --seed {seed}{threat}")
}

/// A word as a POSIX shell takes it for itself.
fn quoted_for_shell(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./+,:@%=".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        word.into()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_that_repeats_a_run_can_be_pasted() {
        let mut replay = ReplayRequest {
            run: 17,
            architecture: "apart",
            threat: None,
        };
        let cases = [
            (
                "a/b.toml",
                "lisbon run a/b.toml --architecture apart --run 17 --seed 5",
            ),
            (
                "it's.toml",
                r"lisbon run 'it'\''s.toml' --architecture apart --run 17 --seed 5",
            ),
        ];
        for (path, expected) in cases {
            assert_eq!(repeat(Path::new(path), 5, &replay), expected);
        }
        replay.threat = Some("raid-2");
        let command = repeat(Path::new("a.toml"), 5, &replay);
        assert!(command.ends_with("--run 17 --seed 5 --threat raid-2"));
    }
}
