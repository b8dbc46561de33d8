//! Kinds of sensors: what a scenario may call `kind`, and what it must say of one.

use super::Sensor;
use crate::earth::frames::Geodetic;
use std::collections::BTreeMap;
use std::fmt;
use std::fmt::{Debug, Formatter};
use std::sync::Arc;

/// A kind of sensor, which a scenario names and gives parameters.
pub trait SensorKind: Send + Sync {
    /// Its name in scenario files: letters A-Z a-z 0-9 _ -.
    fn name(&self) -> &str;

    /// Every number that a scenario must give; the check holds names and ranges.
    fn parameters(&self) -> &[Parameter];

    /// The sensor at a place, or what does not fit together, each by its key.
    ///
    /// # Errors
    /// Check of what the ranges of the single parameters cannot say.
    fn build(
        &self,
        placement: &Placement,
        parameters: &Parameters,
    ) -> Result<Arc<dyn Sensor>, Vec<UnfitParameter>>;
}

/// One number of a kind of sensor. Its name ends in its unit, which the check's messages use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its key.
    pub key: &'static str,
    /// Meaning, in a sentence.
    pub about: &'static str,
    /// The least that it may be.
    pub min: f64,
    /// The most that it may be.
    pub max: f64,
}

/// Place of a sensor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// Its place, fixed to the Earth.
    pub place: Geodetic,
}

/// Something that does not fit, at one of the parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfitParameter {
    /// The parameter at which it is told.
    pub key: &'static str,
    /// Fault, in a line.
    pub why: String,
    /// Remedy, in a line.
    pub remedy: String,
}

/// The numbers that a scenario gives: all that the kind asks for, each in its range.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parameters(BTreeMap<String, f64>);

impl Parameters {
    /// The value of a parameter.
    ///
    /// # Panics
    /// If the kind does not list this key, a bug of the kind.
    pub fn of(&self, key: &str) -> f64 {
        let value = self.0.get(key).copied();
        value.unwrap_or_else(|| panic!("`{key}` is not among the kind's parameters"))
    }
}

impl<Key: Into<String>> FromIterator<(Key, f64)> for Parameters {
    fn from_iter<Pairs: IntoIterator<Item = (Key, f64)>>(pairs: Pairs) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(key, value)| (key.into(), value)).collect())
    }
}

/// The kinds that scenarios may name, by name.
#[derive(Clone, Default)]
pub struct SensorKinds(BTreeMap<String, Arc<dyn SensorKind>>);

impl SensorKinds {
    /// These kinds and one more.
    ///
    /// # Panics
    /// If there is one of this name already, a bug of the program.
    #[must_use]
    pub fn with(mut self, kind: impl SensorKind + 'static) -> Self {
        let name = kind.name().to_owned();
        let before = self.0.insert(name.clone(), Arc::new(kind));
        assert!(before.is_none(), "two sensor kinds have the name `{name}`");
        self
    }

    /// The kind of this name.
    pub fn get(&self, name: &str) -> Option<&dyn SensorKind> {
        self.0.get(name).map(AsRef::as_ref)
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.keys().map(String::as_str)
    }
}

/// The names alone.
impl Debug for SensorKinds {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}
