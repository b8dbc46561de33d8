//! Flight of point masses under gravity, drag and thrust.
//!
//! For threats, truth and prediction share one model: [`dynamics`] states the forces, [`nystrom`]
//! and [`vacuum`] the way without air, [`integrate`] that through both, [`flight`] a launch from
//! ground to ground, [`arc`] the rest of a fall, [`aim`] the steering that ends where the scenario
//! says. Interceptors fly by a model of their own, [`flyout`]: times and speeds from a table flown
//! in a plane over a sphere that does not turn. All vehicles are notional. Left out: attitude,
//! lift, guidance, winds, Mach-dependent drag and everything that is not a point.

pub mod aim;
pub mod arc;
pub mod boost;
pub mod conic;
mod crossing;
pub mod dynamics;
pub mod flight;
pub mod flyout;
pub mod integrate;
pub mod nystrom;
pub mod release;
pub mod state;
pub mod vacuum;
pub mod vehicle;

#[cfg(test)]
pub(crate) mod tests;
