//! A timeline as a page: `words` says the entries, `body` the objects in them, `raid` what
//! was drawn, `leak` why a threat came through, `warning` the launches.

mod body;
mod leak;
mod page;
mod raid;
mod warning;
mod words;

pub use self::page::{glance, page};
