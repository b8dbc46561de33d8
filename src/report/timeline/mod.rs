//! A timeline as a page and JSON: `words` says the entries, `body` the objects in them, `warning`
//! the launches.

mod body;
mod page;
mod warning;
mod words;

pub use self::page::page;

use super::json::lines;
use crate::account::timeline::Timeline;

/// The timeline as JSON, one line for each event and each threat.
pub fn json(timeline: &Timeline) -> String {
    lines(timeline)
}
