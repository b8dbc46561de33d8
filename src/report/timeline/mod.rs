//! A timeline as a page: `words` says the entries, `body` the objects in them, `warning`
//! the launches.

mod body;
mod page;
mod warning;
mod words;

pub use self::page::page;
