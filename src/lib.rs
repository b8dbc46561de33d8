//! Lisbon: paired Monte Carlo comparison of how two missile-defence systems could cooperate.
//!
//! The modules are the stages of the data's way, in this order; each imports only from those above
//! it. `ARCHITECTURE.md` is the map in prose, `tests/it/tidy.rs` holds the order.
//!
//! ```text
//! scenario file → Scenario → world → [ flight → sensing → tracking → exchange → picture
//!     → engagement ] × ticks → Journal → Outcome → (× runs × architectures) Estimate → Table
//! ```

#![forbid(unsafe_code)]

#[cfg(test)]
mod reference;

// The ground.

pub mod numerics;

pub mod csv_file;

pub mod earth;

pub mod ballistics;

pub mod random;

pub mod sensor;

// The question.

pub mod scenario;

// The tick: truth.

pub mod world;

pub mod flight;

pub mod sensing;

// The tick: belief.

pub mod tracking;

pub mod exchange;

pub mod picture;

pub mod engagement;

// The answer.

pub mod engine;

pub mod recorded;

pub mod outcome;

pub mod account;

pub mod monte_carlo;

pub mod reach;

pub mod verify;

pub mod report;

#[cfg(feature = "cli")]
pub mod cli;
