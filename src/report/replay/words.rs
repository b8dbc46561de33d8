//! What the forms have in common: times, colours, and what is said of a moment.

use crate::account::replay::{MomentKind, Replay, ReplayMoment};
use crate::earth::frames::Geodetic;
use crate::scenario::error::is_hidden;
use crate::world::journal::ShotResult;

/// Colours of the systems and of the truth, red, green and blue: of Okabe and Ito's palette (2008),
/// which the colour-blind tell apart.
const SYSTEMS: [[u8; 3]; 2] = [[86, 180, 233], [230, 159, 0]];
const TRUTH: [u8; 3] = [240, 228, 66];

/// Colour of a system's things, or of the truth.
pub(super) fn colour(system: Option<usize>) -> [u8; 3] {
    system.map_or(TRUTH, |system| SYSTEMS[system % SYSTEMS.len()])
}

/// A time, s, as a moment in ISO 8601, to the millisecond: a run ends on its first day.
pub(super) fn moment(time_s: f64) -> String {
    // To whole milliseconds first, so that none is rounded up to a sixtieth second.
    let ms = (time_s * 1000.0).round() as u64;
    let (s, ms) = (ms / 1000, ms % 1000);
    let [hour, minute, second] = [s / 3600, s / 60 % 60, s % 60];
    format!("2010-11-20T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// A span, s, as an interval in ISO 8601.
pub(super) fn interval([from_s, until_s]: [f64; 2]) -> String {
    format!("{}/{}", moment(from_s), moment(until_s))
}

/// A moment in words.
pub(super) fn told(moment: &ReplayMoment) -> String {
    let name = &moment.name;
    match &moment.kind {
        MomentKind::Impact { dead: true } => format!("debris of {name} comes down"),
        MomentKind::Impact { dead: false } => format!("{name} comes down alive"),
        MomentKind::Intercept { result, object } => {
            let object = object.as_deref().unwrap_or("nothing");
            match result {
                ShotResult::Killed => format!("{name} kills {object}"),
                ShotResult::Failed => format!("{name} meets {object} and fails"),
                ShotResult::OutOfReach => format!("{name} is out of reach of {object}"),
                ShotResult::AlreadyDead => format!("{name} meets {object}, dead already"),
                ShotResult::NoHandover => format!("{name} finds no target"),
            }
        }
    }
}

/// Title of a run.
pub(super) fn title(replay: &Replay) -> String {
    let from = &replay.provenance;
    format!("{}, {}, run {}", from.scenario, from.extent.architecture, from.extent.run)
}

/// Origin of a run, by which it can be played again, in one line without characters that hide.
pub(super) fn origin(replay: &Replay) -> String {
    let from = &replay.provenance;
    let seed = from.seed.map_or(String::new(), |seed| format!(", seed {seed}"));
    let sets = from.set.iter().map(|set| format!(", set {set}"));
    let told = format!(
        "{} lisbon {}, scenario digest {}{seed}, architecture {}, run {}{}",
        replay.description,
        from.lisbon,
        from.digest,
        from.extent.architecture,
        from.extent.run,
        sets.collect::<String>()
    );
    told.replace(is_hidden, " ")
}

/// Text in XML or HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Neither does XML allow.
            '\u{fffe}' | '\u{ffff}' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A number to a hundredth, which is a centimetre or a hundredth of a second.
pub(super) fn hundredth(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// A place as all forms have it: longitude and latitude in degrees to a ten millionth, which is a
/// centimetre on the ground, and altitude in m.
pub(super) fn position(place: &Geodetic) -> [f64; 3] {
    let degrees = |angle_rad: f64| (angle_rad.to_degrees() * 1e7).round() / 1e7;
    [degrees(place.longitude_rad), degrees(place.latitude_rad), hundredth(place.altitude_m)]
}
