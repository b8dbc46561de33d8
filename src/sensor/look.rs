//! A sensor at its place, and one look of it at one object.

use super::Measurement;
use crate::ballistics::flight::FlightPhase;
use crate::earth::frames::Ecef;
use nalgebra::Vector3;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::fmt::Debug;

/// A sensor at its place, for any number of runs at once.
///
/// Every function must depend on its arguments alone: no clock, no memory of earlier looks, no
/// luck but the one it is given. Then results are the same for any number of threads, and paired.
pub trait Sensor: Debug + Send + Sync {
    /// Time between two looks, s; a multiple of the scenario's step, which the check demands.
    fn revisit_s(&self) -> f64;

    /// Kind of its plots; each of its measurements must be of it.
    fn product(&self) -> Product;

    /// Stated size of the errors that stay the same for a whole run, as trackers are told.
    fn stated_bias(&self) -> StatedBias;

    /// Power of one look to tell a payload from another object as its library expects it: their
    /// separation in standard deviations of what it sees of them (d′; Green & Swets 1966), a
    /// number, 0 or more. 0: it cannot tell. The engine makes each plot's evidence from it.
    fn discrimination(&self) -> f64 {
        0.0
    }

    /// Probability in [0, 1] that it can see an object at all in a run, drawn once for each sensor,
    /// object and run: what hides an object from it does so at every look (Wilkening's probability
    /// to track, Science & Global Security 8, 1999).
    fn reveals(&self) -> f64 {
        1.0
    }

    /// Probability in [0, 1] that a look now gives a plot; `None` if the object is not in view.
    fn chance(&self, seen: &ObjectTruth) -> Option<f64>;

    /// Measurement of a look that gave a plot: the truth with the errors that these draws make.
    fn measure(&self, seen: &ObjectTruth, draws: &mut LookDraws) -> Measurement;
}

/// Kind of a sensor's plots, which decides what trackers make of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Product {
    /// Range and two angles in the frame of its place, where it stands still: they make tracks,
    /// good enough to shoot on.
    Position,
    /// Lines of sight to burning boosters, each with its origin, so that it may move: they make
    /// warnings, good enough to cue a radar. They are read as from above: one that passes the Earth
    /// by begins no warning.
    Direction(Watch),
}

/// Stated quality of a watch for burning boosters: trackers learn from what it does not see,
/// too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watch {
    /// A booster is seen only above this altitude, m; a number.
    pub seen_above_m: f64,
    /// Probability in [0, 1] that a look at one in view gives a plot.
    pub detection_probability: f64,
}

impl Product {
    /// True if every value is a number in its range.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Position => true,
            Self::Direction(watch) => {
                watch.seen_above_m.is_finite() && (0.0..=1.0).contains(&watch.detection_probability)
            }
        }
    }

    /// True of a measurement of this kind.
    pub fn is_of(&self, measurement: &Measurement) -> bool {
        matches!(
            (self, measurement),
            (Self::Position, Measurement::Radar(_))
                | (Self::Direction(_), Measurement::Infrared(_))
        )
    }
}

/// Standard deviations of a sensor's registration errors; numbers, 0 or more.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StatedBias {
    /// Of the range, m; of no meaning for a line of sight.
    pub range_m: f64,
    /// Of each angle, rad.
    pub angle_rad: f64,
}

impl StatedBias {
    /// True if every value is a number in its range.
    pub fn is_sound(&self) -> bool {
        let values = [self.range_m, self.angle_rad];
        values.iter().all(|sigma| sigma.is_finite() && *sigma >= 0.0)
    }
}

/// Truth of one object that flies, as far as a look may depend on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectTruth {
    /// The time, s.
    pub time_s: f64,
    /// Position.
    pub place: Ecef,
    /// Velocity relative to the turning Earth, ECEF, m/s.
    pub velocity_mps: Vector3<f64>,
    /// Phase of its flight; a booster burns in [`FlightPhase::Boost`].
    pub phase: FlightPhase,
    /// Its mean radar cross-section in this phase, m².
    pub cross_section_m2: f64,
    /// Fluctuation of the cross-section.
    pub fluctuation: Fluctuation,
}

/// Fluctuation of the cross-section (Swerling, RAND RM-1217, 1954).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fluctuation {
    /// Case 0: steady.
    Steady,
    /// Case 1: many scatterers, new at each look.
    Swerling1,
    /// Case 2: many scatterers, new at each pulse.
    Swerling2,
    /// Case 3: one dominant scatterer, new at each look.
    Swerling3,
    /// Case 4: one dominant scatterer, new at each pulse.
    Swerling4,
}

/// The luck of one look: numbers that are this look's own, and three that are the sensor's in this
/// run.
#[derive(Debug)]
pub struct LookDraws {
    registration: [f64; 3],
    stream: ChaCha8Rng,
}

impl LookDraws {
    pub(crate) fn new(registration: [f64; 3], stream: ChaCha8Rng) -> Self {
        Self { registration, stream }
    }

    /// Three standard normal numbers that are the same at every look of the sensor in this run,
    /// for errors of its place and orientation.
    pub fn registration(&self) -> [f64; 3] {
        self.registration
    }

    /// The look's next number of the standard normal law.
    pub fn normal(&mut self) -> f64 {
        self.stream.sample(StandardNormal)
    }

    /// The look's next number of the even law over [0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.stream.random()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_sensor_can_state_is_told_from_what_one_can() {
        let watch = |seen_above_m, detection_probability| {
            Product::Direction(Watch { seen_above_m, detection_probability })
        };
        for (product, is_sound) in [
            (Product::Position, true),
            (watch(0.0, 0.0), true),
            (watch(10e3, 1.0), true),
            (watch(f64::NAN, 0.9), false),
            (watch(10e3, 1.1), false),
            (watch(10e3, f64::NAN), false),
        ] {
            assert_eq!(product.is_sound(), is_sound, "{product:?}");
        }
        for (range_m, angle_rad, is_sound) in
            [(0.0, 0.0, true), (20.0, 1e-3, true), (-1.0, 0.0, false), (0.0, f64::INFINITY, false)]
        {
            let bias = StatedBias { range_m, angle_rad };
            assert_eq!(bias.is_sound(), is_sound, "{bias:?}");
        }
    }
}
