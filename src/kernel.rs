//! The simulation kernel of Lisbon: what plays and judges a run, from the ground to the outcome.
//!
//! A package of its own, so that it alone is compiled for speed: this is where a run spends its
//! time. Whoever uses Lisbon reads these rooms as `lisbon::tracking` and so on; `lib.rs` has the
//! map of all rooms.

#![forbid(unsafe_code)]

#[cfg(test)]
mod reference;

// The ground.

pub mod numerics;

pub mod earth;

pub mod ballistics;

pub mod random;

pub mod sensor;

// The question, as far as a run needs it.

pub mod scenario {
    //! The scenario as it is written and as it is needed; how it is read is beyond the kernel.

    pub mod identity;
    pub mod model;
    pub mod schema;
}

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

pub mod outcome;
