//! All integration tests in one binary: each binary costs a link.

#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may fail, and what is exact is compared exactly"
)]

mod bad_values;

mod catalogue;

mod cli;

mod common;

mod closed_form;

mod determinism;

mod faults;

mod fly;

mod hostile;

mod laws;

mod objects;

mod outcome;

mod physics;

mod shipped;

mod tidy;

mod truth;

mod vacuum;

mod warning;
