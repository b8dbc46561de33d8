//! A sweep as written: a scenario, factors that vary in it, and a design that says how.
//!
//! The file is read, checked and explained like a scenario: the types of `file` are its reader, its
//! schema and the source of its faults. `read` loads it with its scenario, `rules` checks what no
//! single value can show.

pub mod file;

mod document;
mod read;
mod rules;

pub use document::SweepDocument;
pub use read::{SweepRequest, fault_of_bounds, read_sweep};
