//! The commands that repeat a run, to be pasted into a shell.

use crate::report::comparison::ReplayRequest;
use std::path::Path;

/// `lisbon run`, for one run.
pub(super) fn run(scenario: &Path, seed: u64, replay: &ReplayRequest) -> String {
    let mut options = vec![
        ("architecture", replay.architecture.to_owned()),
        ("run", replay.run.to_string()),
        ("seed", seed.to_string()),
    ];
    options.extend(replay.threat.map(|threat| ("threat", threat.to_owned())));
    command("run", scenario, &options)
}

/// A command on a scenario, with options.
pub(super) fn command(name: &str, scenario: &Path, options: &[(&str, String)]) -> String {
    let scenario = quoted_for_shell(&scenario.to_string_lossy());
    let option = |(name, value): &(&str, String)| format!(" --{name} {}", quoted_for_shell(value));
    let options: String = options.iter().map(option).collect();
    format!("lisbon {name} {scenario}{options}")
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
        let mut replay = ReplayRequest { run: 17, architecture: "apart", threat: None };
        let cases = [
            ("a/b.toml", "lisbon run a/b.toml --architecture apart --run 17 --seed 5"),
            ("it's.toml", r"lisbon run 'it'\''s.toml' --architecture apart --run 17 --seed 5"),
        ];
        for (path, expected) in cases {
            assert_eq!(run(Path::new(path), 5, &replay), expected);
        }
        replay.threat = Some("raid-2");
        let command = run(Path::new("a.toml"), 5, &replay);
        assert!(command.ends_with("--run 17 --seed 5 --threat raid-2"));
    }
}
