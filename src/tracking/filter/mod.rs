//! What a tracker believes of one object, and how a plot changes it.
//!
//! A belief is a mean and a covariance. `motion` carries it on in time, the rows of `measure` tell
//! what a plot says of it, `root` and `unscented` bring the two together; `estimate` keeps one
//! belief for each way the object may move, and `registration` what fixed errors of sensors add.

pub(super) mod augmented;
pub(super) mod belief;
pub(crate) mod estimate;
pub mod measure;
pub mod motion;
pub(super) mod rate;
pub(super) mod registration;
pub(crate) mod root;
pub(crate) mod unscented;

pub use self::belief::Belief;
pub use self::belief::Covariance;
pub use self::belief::Innovation;
pub use self::belief::distance2;
pub(crate) use self::belief::normalised2;
