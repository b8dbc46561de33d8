//! Chances of a sensor to see an object in one tick, for the record of its coverage.

use super::radar::RadarEcho;

/// Obstacle between a sensor and an object out of its view: the first of its tests that the
/// object fails. Those of one sensor are in the order of the tests, so of two the later is the
/// nearer to a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// It is below the radar's horizontal.
    Horizon,
    /// It is below the lower edge of the field of regard.
    LowerEdge,
    /// It is beyond the instrumented range.
    Range,
    /// It is beside the field of regard.
    Azimuth,
    /// It is above the upper edge of the field of regard.
    UpperEdge,
    /// It is not what a sensor that is no radar sees.
    Unseen,
    /// The sensor is down.
    Outage,
}

/// Chances of a sensor to see an object in its view in one tick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Probe {
    /// Chance of the best look that can be taken now, if any can.
    pub(super) best: Option<f64>,
    /// Chance of the look of search alone, if it looks there now.
    pub(super) search: Option<f64>,
    /// The look that is taken, if one is.
    pub(super) taken: Option<ActualLook>,
}

/// A look that is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ActualLook {
    /// By a radar, which can be told where to look.
    Radar(RadarEcho),
    /// By another sensor, with this chance.
    Scan(f64),
}
