//! Designs of experiments on the unit cube: which points to play, a coordinate for each factor.
//!
//! | design | points | for |
//! |---|---|---|
//! | [`latin_hypercube`] | any number | responses over the whole cube with few points |
//! | [`sobol_points`] | any number, may be made longer | the same, more evenly |
//! | [`morris_trajectories`] | (factors + 1) × trajectories | which of many factors matter at all |
//! | [`saltelli_points`] | (factors + 2) × rows; may be made longer | Sobol' indices |
//!
//! Each is a pure function of the seed and its sizes. A coordinate lies within 0 to 1 and is turned
//! into a factor's value by its own quantile function.
//!
//! Leaves out: designs that are chosen by what earlier points gave.

mod hypercube;
mod morris;
mod sequence;

pub use hypercube::{hypercube, latin_hypercube};
pub use morris::morris_trajectories;
pub use sequence::{FACTORS_MAX, saltelli_points, sobol_points};

use crate::random::{Purpose, RunSeed, pair};
use rand::rngs::ChaCha8Rng;

/// Kind of a design, as part of the key of its random numbers: never renumber.
#[derive(Clone, Copy)]
#[repr(u32)]
enum DesignKind {
    LatinHypercube = 1,
    Sobol = 2,
    Morris = 3,
    Saltelli = 4,
}

/// The luck of a part of a design, which belongs to no run.
fn luck(seed: u64, kind: DesignKind, factor: usize, part: usize) -> ChaCha8Rng {
    let entity = pair(kind as u32, factor as u32);
    RunSeed { seed, run: 0 }.stream(Purpose::Design, entity, part as u64)
}
