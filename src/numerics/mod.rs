//! Mathematics that several rooms share and no textbook calls missile defence.
//!
//! Deterministic to the last bit on every platform: special functions are our own, on `libm`.
//! Leaves out matrices (`nalgebra`) and random numbers (`random`).

pub mod assignment;
pub mod average;
pub mod betting;
mod distribution;
pub mod index;
mod quantiles;
pub mod sobol;
pub(crate) mod tails;

pub use self::distribution::Distribution;
pub use self::tails::Tails;
