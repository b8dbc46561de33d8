//! Many forms of one answer: values in, text out.
//!
//! A [`comparison::Comparison`], one threat's [`trajectory::Trajectory`] or one run's
//! [`coverage::Survey`] becomes a table, JSON or CSV; a [`timeline::Story`] of one run becomes text
//! or JSON. Nothing here knows a file, a terminal, the time or the number of threads, so equal
//! values give equal bytes. Leaves out drawing: `cli::draw` sets a [`sheet::Sheet`].

pub mod assurance;
pub mod comparison;
pub mod coverage;
pub mod csv;
pub mod footprint;
pub mod json;
pub mod rounding;
pub mod score;
pub mod sheet;
pub mod table;
pub mod timeline;
pub mod tracks;
pub mod trajectory;
pub mod verification;

mod benefit;
mod closing;
mod conclusion;
mod explanation;
mod legend;

/// The version that every report names.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
