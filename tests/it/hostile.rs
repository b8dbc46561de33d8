//! Whatever the text, reading answers: with a document, or with faults that point into the text.
//! Never with a panic.

use crate::common::SOUND_FILES;
use lisbon::scenario::{Faults, read};
use proptest::prelude::*;

/// Pieces that mean something to TOML or to us.
const PIECES: [&str; 40] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\"",
    "'",
    "\"\"\"",
    "\n",
    "\r\n",
    "\r",
    "#",
    "\u{feff}",
    "\0",
    "é",
    "\u{10ffff}",
    "-",
    "1e999",
    "nan",
    "-inf",
    "0x",
    "99999999999999999999",
    "true",
    "1979-05-27",
    "id",
    "radar_types",
    "[[radar_types]]\nid = \"forward\"\n",
    "sources",
    "step_s = 0.3\n",
    "territory_deg",
    "[[0, 0], [0, 0], [0, 0]]",
    "\\u0000",
    " = ",
    "_",
    "0",
    "sector",
];

/// A change of a text. Places are shares of its length, so that they fit any text.
#[derive(Debug, Clone)]
enum Change {
    Delete(f64, usize),
    Repeat(f64, usize),
    Insert(f64, usize),
    Swap(f64, f64, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let place = || 0.0..1.0;
    prop_oneof![
        (place(), 1_usize..200).prop_map(|(at, length)| Change::Delete(at, length)),
        (place(), 1_usize..200).prop_map(|(at, length)| Change::Repeat(at, length)),
        (place(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (place(), place(), 1_usize..40)
            .prop_map(|(from, to, length)| Change::Swap(from, to, length)),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for change in changes {
        let place = |share: f64| (share * letters.len() as f64) as usize;
        let end = |start: usize, length: usize| (start + length).min(letters.len());
        match *change {
            Change::Delete(at, length) => {
                let start = place(at);
                letters.drain(start..end(start, length));
            }
            Change::Repeat(at, length) => {
                let start = place(at);
                let copy = letters[start..end(start, length)].to_vec();
                letters.splice(start..start, copy);
            }
            Change::Insert(at, piece) => {
                let start = place(at);
                letters.splice(start..start, PIECES[piece].chars());
            }
            Change::Swap(from, to, length) => {
                let (from, to) = (place(from), place(to));
                let moved = letters[from..end(from, length)].to_vec();
                let range = to..end(to, length);
                letters.splice(range, moved);
            }
        }
    }
    letters.into_iter().collect()
}

/// Reads the sound files with one of them replaced, and looks at every fault.
fn answers(file: usize, text: &str) -> Result<(), TestCaseError> {
    let result = read("scenario.toml", &mut |name| {
        let found = SOUND_FILES.iter().position(|(known, _)| *known == name.replace('\\', "/"));
        match found {
            Some(index) if index == file => Ok(text.to_owned()),
            Some(index) => Ok(SOUND_FILES[index].1.to_owned()),
            None => Err("no such file".to_owned()),
        }
    });
    match result {
        Ok(document) => {
            prop_assert!(!document.file.systems.is_empty());
            Ok(())
        }
        Err(faults) => are_sound(&faults),
    }
}

fn are_sound(faults: &Faults) -> Result<(), TestCaseError> {
    prop_assert!(!faults.list.is_empty());
    for fault in &faults.list {
        prop_assert!(!fault.title.is_empty());
        let text = &faults.sources[fault.file].text;
        let advised = fault.help.iter().filter_map(|help| help.replacement.as_ref());
        for span in fault.span.iter().chain(advised.map(|(span, _)| span)) {
            prop_assert!(text.get(span.clone()).is_some(), "{fault:?}");
        }
    }
    prop_assert!(!faults.to_string().contains('\0'));
    #[cfg(feature = "cli")]
    {
        let drawn = lisbon::cli::faults::render(faults, false, "nothing was run");
        prop_assert!(drawn.ends_with("nothing was run\n"));
        prop_assert!(!drawn.contains('\0'));
        lisbon::cli::faults::render(faults, true, "");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_answered(bytes: Vec<u8>) {
        answers(0, &String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_pieces_are_answered(
        file in 0..SOUND_FILES.len(),
        pieces in prop::collection::vec(0..PIECES.len(), 0..60),
    ) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        answers(file, &text)?;
    }

    #[test]
    fn any_changes_of_sound_files_are_answered(
        file in 0..SOUND_FILES.len(),
        changes in prop::collection::vec(change(), 1..8),
    ) {
        answers(file, &changed(SOUND_FILES[file].1, &changes))?;
    }
}
