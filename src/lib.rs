//! Lisbon: paired Monte Carlo comparison of how two missile-defence systems could cooperate.
//!
//! The modules are the stages of the data's way, in this order; each imports only from those above
//! it. `ARCHITECTURE.md` is the map in prose, `tests/it/tidy.rs` holds the order.
//!
//! ```text
//! scenario file → Scenario → world → [ flight → sensing → tracking → exchange → picture
//!     → engagement ] × ticks → Journal → Outcome → (× runs × architectures) Estimate → Table
//! ```
//!
//! What plays a run is compiled for speed, as a package of its own ([`lisbon_kernel`]); what reads
//! words and draws tables is not worth the wait.

#![forbid(unsafe_code)]

// The ground.

pub use lisbon_kernel::numerics;

pub mod csv_file;

#[cfg(feature = "cli")]
pub mod parquet_file;

pub use lisbon_kernel::earth;

pub use lisbon_kernel::ballistics;

pub use lisbon_kernel::random;

pub use lisbon_kernel::sensor;

// The question.

pub mod scenario;

// The tick: truth.

pub use lisbon_kernel::world;

pub use lisbon_kernel::flight;

pub use lisbon_kernel::sensing;

// The tick: belief.

pub use lisbon_kernel::tracking;

pub use lisbon_kernel::exchange;

pub use lisbon_kernel::picture;

pub use lisbon_kernel::engagement;

// The answer.

pub use lisbon_kernel::engine;

pub use lisbon_kernel::outcome;

pub mod recorded;

pub mod account;

pub mod monte_carlo;

pub mod experiment;

pub mod reach;

pub mod verify;

pub mod report;

#[cfg(feature = "cli")]
pub mod cli;
