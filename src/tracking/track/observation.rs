//! Observation that a track got from one scan: a plot, or several, each with a probability.

use crate::scenario::identity::SensorId;
use crate::sensing::plot::Plot;

/// A plot is taken, and a track has got one, if this is likelier than not.
pub(crate) const LIKELY: f64 = 0.5;

/// Observation of a track's object in one scan.
#[derive(Debug, Clone, PartialEq)]
pub enum TrackObservation {
    /// A plot of its object.
    Sure(Plot),
    /// Plots, each with the probability that it is of its object; with what is left, none is.
    Likely(Box<[(f64, Plot)]>),
}

impl TrackObservation {
    /// The plot that is likelier than not of its object.
    pub(crate) fn own(&self) -> Option<&Plot> {
        match self {
            Self::Sure(plot) => Some(plot),
            Self::Likely(plots) => {
                let own = plots.iter().find(|(weight, _)| *weight > LIKELY);
                own.map(|(_, plot)| plot)
            }
        }
    }

    /// The plot by which it has its place in the order of time.
    pub(super) fn first(&self) -> Option<&Plot> {
        match self {
            Self::Sure(plot) => Some(plot),
            Self::Likely(plots) => plots.first().map(|(_, plot)| plot),
        }
    }

    /// Sensor of the scan.
    pub(crate) fn sensor(&self) -> Option<SensorId> {
        self.first().map(|plot| plot.sensor)
    }

    /// True of an observation of a time, s, or before.
    pub(crate) fn is_until(&self, time_s: f64) -> bool {
        self.first().is_none_or(|plot| plot.time_s <= time_s)
    }
}
