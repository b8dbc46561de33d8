//! The commands that repeat a run, to be pasted into a shell.

use super::arguments::ScenarioArguments;
use super::path_name::{byte_of, name_of};
use crate::report::comparison::ReplayRequest;
use std::path::Path;

/// Name of the program in what is kept: the same bytes however it was called.
pub(super) const PROGRAM: &str = "lisbon";

/// The program as the user called it, as a shell takes it.
pub(super) fn called() -> String {
    let word = std::env::args_os().next().filter(|word| !word.is_empty());
    let name = word.map_or_else(|| PROGRAM.to_owned(), |word| name_of(Path::new(&word)));
    quoted_for_shell(&name)
}

/// `run`, for one run.
pub(super) fn run(
    program: &str,
    source: &ScenarioArguments,
    seed: u64,
    replay: &ReplayRequest,
) -> String {
    let mut options = vec![
        ("architecture", replay.architecture.to_owned()),
        ("run", replay.run.to_string()),
        ("seed", seed.to_string()),
    ];
    options.extend(replay.threat.map(|threat| ("threat", threat.to_owned())));
    command([program, "run"], source, &options)
}

/// A command of the program on a scenario, with options.
pub(super) fn command(
    [program, name]: [&str; 2],
    source: &ScenarioArguments,
    options: &[(&str, String)],
) -> String {
    let words = words_for(program, name, &source.scenario);
    let option = |name: &str, value: &str| format!(" --{name} {}", quoted_for_shell(value));
    let set = source.set.iter().map(|setting| option("set", setting));
    let options = options.iter().map(|(name, value)| option(name, value));
    format!("{words}{}", set.chain(options).collect::<String>())
}

/// A command of the program on a file.
pub(super) fn words_for(program: &str, name: &str, file: &Path) -> String {
    format!("{program} {name} {}", quoted_for_shell(&name_of(file)))
}

/// A word as a POSIX shell takes it for itself; bytes that are no UTF-8 as POSIX 2024 has it.
fn quoted_for_shell(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./+,:@%=".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        word.into()
    } else if word.chars().any(|letter| byte_of(letter).is_some()) {
        let escaped = |letter: char| match byte_of(letter) {
            Some(byte) => format!("\\x{byte:02x}"),
            None if matches!(letter, '\'' | '\\') => format!("\\{letter}"),
            None => letter.to_string(),
        };
        format!("$'{}'", word.chars().map(escaped).collect::<String>())
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(scenario: &str, set: &[&str]) -> ScenarioArguments {
        ScenarioArguments {
            scenario: scenario.into(),
            set: set.iter().map(|setting| (*setting).into()).collect(),
        }
    }

    #[test]
    fn the_command_that_repeats_a_run_can_be_pasted() {
        let mut replay = ReplayRequest { run: 17, architecture: "apart", threat: None };
        let cases = [
            ("a/b.toml", "lisbon run a/b.toml --architecture apart --run 17 --seed 5"),
            ("it's.toml", r"lisbon run 'it'\''s.toml' --architecture apart --run 17 --seed 5"),
        ];
        for (path, expected) in cases {
            assert_eq!(run(PROGRAM, &source(path, &[]), 5, &replay), expected);
        }
        replay.threat = Some("raid-2");
        let command = run("./a/lisbon", &source("a.toml", &["a[b>c].d=1"]), 5, &replay);
        assert!(command.ends_with("--run 17 --seed 5 --threat raid-2"));
        assert!(
            command.starts_with("./a/lisbon run a.toml --set 'a[b>c].d=1' --arch"),
            "{command}"
        );
    }
}
