//! Stopping when enough is known: intervals that hold however often one looks.
//!
//! An interval for a fixed number of runs covers the truth as promised once. Who looks again and
//! again and stops at the first short one is misled more often. A *confidence sequence* covers it
//! at all looks at once, so that any rule may stop: Howard, Ramdas, `McAuliffe` & Sekhon,
//! "Time-uniform, nonparametric, nonasymptotic confidence sequences", Ann. Stat. 49:1055 (2021).
//! The price is about twice the runs that Student's interval of the same width would take.
//!
//! | measure | interval | holds |
//! |---|---|---|
//! | within bounds | betting ([`crate::numerics::betting`]) | for every law and number of runs |
//! | without | self-normalised (`unbounded.rs`) | as the runs become many, as Student's does |
//!
//! Within bounds are yes or no, a fraction, a difference of two; without are counts and seconds.
//!
//! Runs are taken in their order, and looks are at numbers of runs that were fixed before
//! ([`Checkpoints`]), so that where it stops is the same at any number of threads.
//!
//! Leaves out: several targets held jointly. Each interval has its own confidence, as in every
//! table of the reports; when all targets must be reached, one stops at the last.

mod checkpoints;
mod plan;
mod sequence;
mod unbounded;

pub use checkpoints::Checkpoints;
pub use plan::runs_needed;
pub use sequence::{ConfidenceSequence, MeasureRange, PrecisionTarget};

#[cfg(test)]
mod tests;
