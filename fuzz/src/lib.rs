//! Fuzz targets of Lisbon's readers: `cargo fuzz run --sanitizer none TARGET`.

pub mod answers;
