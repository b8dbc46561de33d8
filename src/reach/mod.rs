//! Reach of a defence: questions of geometry and time that no raid asks.
//!
//! [`assurance`] asks whether one side's fire units could reach the notional flights of the other's
//! strategic forces; [`footprint`] asks what ground the systems defend against one type of threat
//! from one place. Both start from a checked scenario, replace its raids by one threat at a time,
//! and let the engine play that; what they ask beside, they ask of the planned flight and the
//! fly-out tables ([`envelope`]). [`corridor`], [`cell`] and [`area`] put the answers in figures.

pub mod area;
pub mod assurance;
pub mod cell;
pub mod change;
pub mod corridor;
pub mod envelope;
pub mod footprint;
pub mod grid;
pub mod score;
pub mod withheld;

mod contour;
mod median;

pub use self::median::Median;
