//! Many runs: outcomes in, estimates out.

pub mod estimate;
pub mod explanation;
pub mod runner;
pub mod statistics;
