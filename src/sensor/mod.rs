//! The sensor as such: a kind with parameters, an instance that looks, and its measurements.
//!
//! A sensor is pure: it says what a look depends on and what it gives, in plain values. The engine
//! does the rest, alike for every kind: it walks over sensors and objects, keys the luck of each
//! look by its name (so that one more sensor shifts nobody's draws), enters plots in the journal
//! and puts them into the owner's inbox. The built-in satellites are [`Sensor`]s too; radars are
//! not, since their time is shared out between search and tasks.
//!
//! A crate of the user's adds a kind by implementing [`SensorKind`] and naming it in
//! [`SensorKinds`]; `examples/lidar.rs` does. Leaves out: sensors that others point, false plots.

mod kind;
mod look;
mod measurement;

pub use kind::{Parameter, Parameters, Placement, SensorKind, SensorKinds, UnfitParameter};
pub use look::{Fluctuation, LookDraws, ObjectTruth, Product, Sensor, StatedBias, Watch};
pub use measurement::{LineOfSight, Measurement, RadarMeasurement, RangeRate};
