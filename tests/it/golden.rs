//! Frozen runs: each shipped scenario under each of its architectures, of two seeds in turn, and
//! one comparison as JSON.
//!
//! Promised: a change that says that no result moves moves none, to the last bit. Of each run the
//! length and digest of its canonical text are kept (`golden/text.rs`), part by part, and of its
//! events a letter for the digest up to each of them: a failure names the first event that differs
//! (in one case of 61 the one after it). It is no validation: a wrong engine freezes as well as a
//! right one.
//!
//! Where results are meant to move, `LISBON_MINT='…' cargo test --test it golden` writes the file
//! anew; the words in the place of the dots say what moved and why, and stand under *Results* in
//! `CHANGELOG.md` as well.

mod text;

use crate::cli::told;
use crate::common::{path, shipped};
use crate::shipped::names;
use lisbon::engine;
use lisbon::random::RunSeed;
use rayon::prelude::*;
use std::fmt::Write;
use std::fs;
use text::Text;

const FILE: &str = "tests/it/data/golden.txt";

const MINT: &str = "if that is meant, say why in CHANGELOG.md under Results and mint anew:\n    \
    LISBON_MINT='the words of that line' cargo test --test it golden";

/// Keys of files that bear another name than when the comparison was frozen: now, then. Names are
/// no results.
const RENAMED: [(&str, &str); 1] = [("wasted_no_handover", "wasted_no_basket")];

/// What is kept of one run.
#[derive(PartialEq)]
struct Frozen {
    /// Scenario, architecture, seed.
    name: String,
    /// Each part of the journal: its name, length and digest.
    parts: String,
    /// A letter an event.
    trace: String,
}

impl Frozen {
    fn of(name: String, text: &Text) -> Self {
        let mut parts = String::new();
        for part in text.parts() {
            let digest = digest(part.lines.as_bytes());
            write!(parts, " {} {} {digest:016x}", part.name, part.lines.len()).unwrap();
        }
        let mut trace = String::new();
        let mut state = FNV_OFFSET;
        for event in text.events.lines() {
            state = fold(state, event.as_bytes());
            trace.push(char::from(LETTERS[(state % 61) as usize]));
        }
        Self { name, parts, trace }
    }

    /// How a run differs from what is kept of it.
    fn against(&self, kept: Option<&Self>, text: &Text) -> String {
        let Some(kept) = kept else {
            return format!("{} is not kept yet", self.name);
        };
        let letter = |run: &Self, place: usize| run.trace.as_bytes().get(place).copied();
        let mut events = text.events.lines().enumerate();
        let new = events.find(|(place, _)| letter(kept, *place) != letter(self, *place));
        let how = match new {
            Some((place, event)) => format!("event {place} is now\n    {event}"),
            None if kept.trace.len() > self.trace.len() => "its last events are missing".into(),
            None => format!("not its events, but\n    {}\n    {}", kept.parts, self.parts),
        };
        format!("{}: {how}", self.name)
    }
}

const LETTERS: &[u8; 61] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345678";

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// The digest of bytes after others: FNV-1a of 64 bits (Fowler, Noll & Vo, RFC 9923).
fn fold(state: u64, bytes: &[u8]) -> u64 {
    let next = |state: u64, byte: &u8| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(state, next)
}

fn digest(bytes: &[u8]) -> u64 {
    fold(FNV_OFFSET, bytes)
}

/// What is kept: runs, and the line of the comparison.
fn kept() -> (Vec<Frozen>, String) {
    let file = fs::read_to_string(path(FILE)).unwrap_or_default();
    let mut runs = Vec::new();
    let mut comparison = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        match line.split('|').collect::<Vec<_>>()[..] {
            [name, parts, trace] => {
                let [name, parts, trace] = [name, parts, trace].map(str::to_owned);
                runs.push(Frozen { name, parts, trace });
            }
            _ => line.clone_into(&mut comparison),
        }
    }
    (runs, comparison)
}

fn frozen_runs() -> Vec<(Frozen, Text)> {
    let scenarios: Vec<_> = names("scenarios").iter().map(|name| shipped(name)).collect();
    let mut cases = Vec::new();
    for scenario in &scenarios {
        for (place, architecture) in (0..).zip(&scenario.architectures) {
            cases.push((scenario, architecture, scenario.seed + place % 2));
        }
    }
    let play = |(scenario, architecture, seed): (&lisbon::scenario::model::Scenario, _, u64)| {
        let architecture: &lisbon::scenario::model::Architecture = architecture;
        let journal = engine::play(scenario, architecture, RunSeed { seed, run: 0 });
        let name = format!("{} {} {seed}", scenario.name, architecture.name);
        let text = Text::of(&journal);
        (Frozen::of(name, &text), text)
    };
    cases.into_par_iter().map(play).collect()
}

fn comparison() -> String {
    let words = ["compare", "scenarios/quickstart.toml", "--format", "json"];
    let mut json = told(&words);
    for (now, then) in RENAMED {
        json = json.replace(&format!("\"{now}"), &format!("\"{then}"));
    }
    format!("compare {} {:016x}", json.len(), digest(json.as_bytes()))
}

fn mint(why: &str, runs: &[(Frozen, Text)], comparison: &str) {
    let mut file = format!("# {why}\n{comparison}\n");
    for (Frozen { name, parts, trace }, _) in runs {
        writeln!(file, "{name}|{parts}|{trace}").unwrap();
    }
    fs::write(path(FILE), file).unwrap();
}

#[test]
fn golden_runs_are_what_they_were() {
    let (runs, comparison) = (frozen_runs(), comparison());
    if let Ok(why) = std::env::var("LISBON_MINT") {
        mint(&why, &runs, &comparison);
    }
    let (kept, kept_comparison) = kept();
    let find = |name: &str| kept.iter().find(|kept| kept.name == name);
    let mut moved: Vec<String> = runs
        .iter()
        .filter(|(run, _)| find(&run.name) != Some(run))
        .map(|(run, text)| run.against(find(&run.name), text))
        .collect();
    if kept.len() > runs.len() {
        moved.push("runs are missing".into());
    }
    if kept_comparison != comparison {
        moved.push(format!("{kept_comparison}, now {comparison}"));
    }
    assert!(moved.is_empty(), "{} moved:\n{}\n{MINT}", moved.len(), moved.join("\n"));
}

#[test]
fn what_was_minted_last_stands_in_the_changelog() {
    let file = fs::read_to_string(path(FILE)).unwrap();
    let why = file.lines().next().unwrap().trim_start_matches("# ");
    let changelog = fs::read_to_string(path("CHANGELOG.md")).unwrap();
    let (_, results) = changelog.split_once("### Results").unwrap();
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!why.is_empty() && flat(results).contains(&flat(why)), "{why}");
}

#[test]
fn the_first_event_that_differs_is_named() {
    let text = |events: &[&str]| Text { events: events.join("\n"), ..Text::default() };
    let frozen = |text: &Text| Frozen::of("raid".into(), text);
    let kept = frozen(&text(&["a", "b", "c"]));
    for (events, said) in [
        (&["a", "x", "c"][..], "event 1 is now\n    x"),
        (&["a", "b", "c", "d"][..], "event 3 is now\n    d"),
        (&["a", "b"][..], "its last events are missing"),
    ] {
        let text = text(events);
        let told = frozen(&text).against(Some(&kept), &text);
        assert_eq!(told, format!("raid: {said}"));
    }
}
