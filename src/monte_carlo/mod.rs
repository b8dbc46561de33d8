//! Many runs: outcomes in, estimates out.

pub(crate) mod attempt;
pub mod campaign;
pub mod design;
pub mod estimate;
pub mod explanation;
pub mod runner;
pub mod selection;
pub mod sensitivity;
pub mod statistics;
pub mod stopping;
