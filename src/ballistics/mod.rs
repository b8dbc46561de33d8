//! How things fly: point masses under gravity, drag and thrust.
//!
//! Truth and prediction share one model: [`dynamics`] states the forces, [`nystrom`] and [`vacuum`]
//! the way without air, [`integrate`] that through both, [`flight`] a launch from ground to ground,
//! [`arc`] the rest of a fall, [`aim`] how a flight is steered to end where the scenario says. All
//! vehicles are notional. Left out: attitude, lift, guidance, winds, Mach-dependent drag and
//! everything that is not a point.

pub mod state;

pub mod dynamics;

mod crossing;

pub mod nystrom;

pub mod vacuum;

pub mod integrate;

pub mod conic;

pub mod vehicle;

pub mod boost;

pub mod release;

pub mod flight;

pub mod arc;

pub mod flyout;

pub mod aim;

#[cfg(test)]
pub(crate) mod tests;
