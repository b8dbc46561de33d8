//! Engageability: where a believed threat will be, and when the fire units can meet it.

pub mod battlespace;
pub mod prediction;
