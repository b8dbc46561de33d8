//! How much each factor of a sweep matters: Sobol' indices and Morris' effects of a measure, or of
//! a paired difference, each known as a mean over finitely many runs.
//!
//! Finite runs make responses scatter, and that scatter looks like an effect. It is taken out
//! without bias: wherever a formula has a product of two responses, the mean of `x_r y_s` over all
//! pairs of *different* runs stands for it (`noise.rs`). The same luck meets every design,
//! so what is common to all designs in a run cancels in every difference before.
//!
//! An interval has two parts. The rows of a design are drawn again with replacement (Efron, Ann.
//! Stat. 7:1, 1979; percentiles), which covers the choice of points and the noise that each design
//! has for itself. The luck common to all rows is not in that: its standard error comes from
//! leaving out a tenth of the runs at a time (the jackknife; Efron & Stein, Ann. Stat. 9:586, 1981)
//! and a normal number of it is added to each resample. The two overlap, so the interval leans
//! wide.
//!
//! Leaves out: second-order indices, dependent factors.

mod morris;
mod noise;
mod resample;
mod sobol;

pub use morris::{FactorEffect, MorrisEffects, morris_effects};
pub use resample::{IndexEstimate, Resampling};
pub use sobol::{FactorIndices, SobolIndices, sobol_indices};

#[cfg(test)]
mod tests;
