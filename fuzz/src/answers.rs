//! The readers' answers to any bytes: a value, or faults that point into the text. Never a panic.
//!
//! One function for each kind of file, called by the fuzz target of that name, and by a test of the
//! main crate with every file of `seeds/`.

use lisbon::recorded;
use lisbon::scenario::model::Scenario;
use lisbon::scenario::{Faults, SourceText, parse};
use lisbon::verify;
use lisbon::verify::list::LISTED;
use std::sync::LazyLock;

/// The shipped quickstart, its catalogue and its architectures, by name.
const SOUND_FILES: [(&str, &str); 6] = [
    ("quickstart.toml", include_str!("../../scenarios/quickstart.toml")),
    ("catalogues/notional.toml", include_str!("../../scenarios/catalogues/notional.toml")),
    ("architectures/isolated.toml", include_str!("../../scenarios/architectures/isolated.toml")),
    ("architectures/shared.toml", include_str!("../../scenarios/architectures/shared.toml")),
    ("architectures/sectoral.toml", include_str!("../../scenarios/architectures/sectoral.toml")),
    ("architectures/joint.toml", include_str!("../../scenarios/architectures/joint.toml")),
];

/// The scenario whose radars recorded plots are of.
static SOUND: LazyLock<Scenario> = LazyLock::new(|| {
    read_with("", "").unwrap_or_else(|faults| panic!("the sound files are not: {faults}"))
});

/// Plots of a recording that are played through a tracker, at most.
const PLOTS_MAX: usize = 200;

/// Time of a recording that is played, s, at most: each of its ticks is settled.
const TIME_S_MAX: f64 = 1e4;

/// Bytes in the place of a scenario.
pub fn scenario(bytes: &[u8]) {
    in_place_of("quickstart.toml", bytes);
}

/// Bytes in the place of an architecture.
pub fn architecture(bytes: &[u8]) {
    in_place_of("architectures/isolated.toml", bytes);
}

/// Bytes in the place of a catalogue.
pub fn catalogue(bytes: &[u8]) {
    in_place_of("catalogues/notional.toml", bytes);
}

/// Bytes in the place of recorded plots; what is read is tracked.
pub fn plots(bytes: &[u8]) {
    match recorded::read(source("plots.csv", bytes), &SOUND) {
        Ok(recording) => {
            let is_short = recording.plots.len() <= PLOTS_MAX
                && recording.plots.last().is_none_or(|plot| plot.time_s <= TIME_S_MAX);
            if is_short {
                recorded::replay(&SOUND, recording, |fix| {
                    assert!(fix.covariance.is_positive_definite(), "{fix:?}");
                });
            }
        }
        Err(faults) => are_sound(&faults),
    }
}

/// Bytes in the place of the truth behind plots.
pub fn truth(bytes: &[u8]) {
    if let Err(faults) = recorded::read_truth(source("truth.csv", bytes)) {
        are_sound(&faults);
    }
}

/// Bytes in the place of reference cases: the name of a file of the list in the first line, what
/// stands in it below.
pub fn cases(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some((name, text)) = text.split_once('\n') else {
        return;
    };
    let Some(file) = LISTED.iter().find(|file| file.name == name.trim()) else {
        return;
    };
    let read = |_: &str| Ok(Some(SourceText::new(file.name, text)));
    let (_, faults) = verify::verify(&[file], read, |_| ());
    if faults.count() > 0 {
        are_sound(&faults);
    }
}

fn source(name: &str, bytes: &[u8]) -> SourceText {
    SourceText::new(name, String::from_utf8_lossy(bytes))
}

fn in_place_of(name: &str, bytes: &[u8]) {
    if let Err(faults) = read_with(name, &String::from_utf8_lossy(bytes)) {
        are_sound(&faults);
    }
}

/// The sound files, one of them with another text.
fn read_with(name: &str, text: &str) -> Result<Scenario, Faults> {
    parse("quickstart.toml", &mut |file| {
        let file = file.replace('\\', "/");
        if file == name {
            return Ok(text.to_owned());
        }
        let known = SOUND_FILES.iter().find(|(known, _)| *known == file);
        known.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
    })
}

fn are_sound(faults: &Faults) {
    assert!(faults.count() > 0);
    for fault in &faults.list {
        assert!(!fault.title.is_empty());
        let text = &faults.sources[fault.file].text;
        let advised = fault.help.iter().filter_map(|help| help.replacement.as_ref());
        for span in fault.span.iter().chain(advised.map(|(span, _)| span)) {
            assert!(text.get(span.clone()).is_some(), "{fault:?}");
        }
    }
    assert!(!faults.to_string().contains('\0'));
}
