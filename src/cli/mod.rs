//! x
pub mod faults;
