//! Many forms of one answer: values in, text out.
//!
//! A [`comparison::Comparison`] or a value of [`crate::account`] becomes a page, JSON or CSV: each
//! form is a function of that value, and begins with its provenance. Nothing here knows a file, a
//! terminal, the time or the number of threads, so equal values give equal bytes. Leaves out
//! drawing: `cli::draw` sets a [`sheet::Sheet`].

pub mod assurance;
pub mod comparison;
pub mod coverage;
pub mod footprint;
pub mod json;
pub mod precision;
pub mod replay;
pub mod rounding;
pub mod score;
pub mod sheet;
pub mod sweep;
pub mod timeline;
pub mod tracks;
pub mod trajectory;
pub mod verdicts;
pub mod verification;

mod caution;
mod columns;
mod legend;
