//! A tracker's belief about one object, and how a plot changes it.
//!
//! A belief is a mean and a covariance. `motion` carries it on in time, `rows` tell what a plot
//! says of it, `root`, `unscented` and `bend` bring the two together; `estimate` keeps one belief
//! for each way the object may move, and `registration` what fixed errors of sensors add.

pub(super) mod augmented;
pub mod belief;
mod bend;
mod correction;
pub(super) mod covariance;
pub(crate) mod estimate;
pub(super) mod models;
pub mod motion;
pub(super) mod radar_view;
pub(super) mod rate;
pub(super) mod registration;
pub mod root;
pub(super) mod rows;
pub mod sensor_model;
pub mod unscented;
pub(super) mod update;

pub(crate) use self::belief::normalised2;
pub use self::belief::{Belief, GeneralisedDistance, distance2, generalised};
pub use self::correction::Innovation;
pub use self::covariance::Covariance;
pub use self::rows::{MeasurementRow, MeasurementRows};
pub(crate) use self::sensor_model::FieldOfRegard;
pub use self::sensor_model::SensorModel;
