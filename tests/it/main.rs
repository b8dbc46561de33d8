//! All integration tests in one binary: each binary costs a link.

#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may fail, and what is exact is compared exactly"
)]

mod architectures;
mod association;
mod assurance;
mod bad_values;
mod boost_fit;

mod catalogue;

mod cautions;

mod cli;

mod common;
mod conclusion;
mod consistency;
mod continuity;
mod costs;
mod debris;

mod coverage;

mod closed_form;

mod determinism;

mod discrimination;

mod ends;
mod exchange;
mod faults;

mod fly;

mod footprint;

mod fusion;
mod fuzz_seeds;

mod golden;

mod hostile;

mod invariants;

mod laws;
mod leak;

mod objects;
mod outages;

#[expect(dead_code, reason = "its `main` is the example's")]
#[path = "../../examples/lidar.rs"]
mod lidar;

mod monotone;

mod outcome;

mod pages;

mod physics;

mod planning;

mod registration;

mod relative;

mod radar_alone;
mod raids;

mod satellites;

mod replay;
mod samples;

mod score;

mod sensors;

mod shipped;

mod tidy;

mod track_part;
mod tracker;

mod truth;

mod vacuum;
mod value;

mod warning;
mod why;
