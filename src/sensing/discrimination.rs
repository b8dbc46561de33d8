//! Discrimination: what a look says of whether its object is the payload.
//!
//! A look measures a feature of its object, in units of that measurement's standard deviation: 0 on
//! the average for a payload, `d` for another object as the sensor's library expects it, and `c·d`
//! for one of contrast `c`. So `d` is the separation d′ of signal detection theory (Green & Swets,
//! *Signal Detection Theory and Psychophysics*, 1966, ch. 3), which missile defence calls the
//! K-factor (Weiner & Rocklin, *Discrimination performance requirements for ballistic missile
//! defense*, Lincoln Laboratory Journal 7:63, 1994). Several features that are independent and
//! normal are one whose `d²` is the sum of theirs. What is reported is the logarithm of the
//! likelihood ratio that the object is the payload, which is all that a tracker needs (Blackman &
//! Popoli, *Design and Analysis of Modern Tracking Systems*, 1999, ch. 9): `d²/2 - d·y` for the
//! feature `y`. The sensor reckons with the contrast 1 of its library: an object of less is a
//! better decoy than it expects, and deceives it; one of more gives itself away.
//!
//! A booster that burns is no payload alone and has no feature that tells: evidence begins with
//! cut-off. A false plot is of nothing; its feature lies half way between the two kinds, so that it
//! says nothing on the average and is no plainer than another plot. Every number is notional.
//! Leaves out that features of one object are alike from look to look, that a weak signal or a
//! short look shows less, and what the air does to light objects.

use crate::ballistics::flight::FlightPhase;
use crate::random::{Purpose, RunSeed, pair};
use crate::scenario::identity::{ObjectId, SensorId};
use rand::RngExt;
use rand_distr::StandardNormal;

/// Evidence is a whole number of these, nats. Sums of it are exact, below 2³² nats, and so the same
/// in whatever order plots arrive. The error is far below that of any library.
const GRAIN_NATS: f64 = 1.0 / 1_048_576.0;

/// The key of false plots in the place of an object's, which no object has; those of windows have
/// the next lower one.
const NOTHING: u32 = u32::MAX;

/// Mean feature of a false plot, as a contrast.
const CONTRAST_OF_NOTHING: f64 = 0.5;

/// A sensor's means to tell the payload from other objects, in one tick of one run.
#[derive(Debug, Clone, Copy)]
pub struct Discriminator {
    /// Separation of a payload and another object of contrast 1, standard deviations of a look; 0
    /// or more, 0 for a sensor that cannot tell.
    pub separation: f64,
    /// The sensor.
    pub sensor: SensorId,
    /// The tick.
    pub tick: u64,
    /// The run's luck.
    pub luck: RunSeed,
}

impl Discriminator {
    /// Evidence of a look at an object in a phase of its flight, nats: more than 0 speaks for the
    /// payload. The contrast of an object is 0 or more, a payload's 0.
    pub fn evidence_nats(&self, object: ObjectId, phase: FlightPhase, contrast: f64) -> f64 {
        if self.separation <= 0.0 || phase == FlightPhase::Boost {
            return 0.0;
        }
        let mut stream = self.stream(object.key());
        self.weighed(contrast, stream.sample(StandardNormal))
    }

    /// Evidence of each of the false plots of the fence (0) or the windows (1), one after another.
    pub(super) fn of_nothing(self, part: u32) -> impl FnMut() -> f64 {
        let mut stream = (self.separation > 0.0).then(|| self.stream(NOTHING - part));
        move || {
            stream.as_mut().map_or(0.0, |stream| {
                self.weighed(CONTRAST_OF_NOTHING, stream.sample(StandardNormal))
            })
        }
    }

    fn stream(&self, key: u32) -> rand::rngs::ChaCha8Rng {
        let entity = pair(u32::from(self.sensor.0), key);
        self.luck.stream(Purpose::Feature, entity, self.tick)
    }

    /// The likelihood ratio of the feature that this draw of the noise makes, nats.
    fn weighed(&self, contrast: f64, noise: f64) -> f64 {
        let separation = self.separation;
        let feature = contrast * separation + noise;
        let nats = separation * (0.5 * separation - feature);
        // No minus nought, which sums would turn round.
        (nats / GRAIN_NATS).round() * GRAIN_NATS + 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::identity::{Object, ThreatId};
    use proptest::prelude::*;

    fn discriminator(separation: f64, tick: u64) -> Discriminator {
        Discriminator { separation, sensor: SensorId(3), tick, luck: RunSeed { seed: 5, run: 2 } }
    }

    const PAYLOAD: ObjectId = ObjectId { threat: ThreatId(1), object: Object::Payload };

    #[test]
    fn a_feature_half_way_says_nothing() {
        // log N(y; 0, 1) - log N(y; d, 1) by hand at d = 2: 2, 0 and -2 at 0, 1 and 2.
        let known = discriminator(2.0, 0);
        for (contrast, nats) in [(0.0, 2.0), (0.5, 0.0), (1.0, -2.0), (2.0, -6.0)] {
            assert!((known.weighed(contrast, 0.0) - nats).abs() < 1e-12);
        }
        assert!((known.weighed(0.0, 0.25) - 1.5).abs() < 1e-12);
    }

    #[test]
    fn who_cannot_tell_and_who_sees_a_booster_burn_says_nothing() {
        let blind = discriminator(0.0, 7).evidence_nats(PAYLOAD, FlightPhase::Vacuum, 0.0);
        let burning = discriminator(3.0, 7).evidence_nats(PAYLOAD, FlightPhase::Boost, 0.0);
        assert_eq!((blind.to_bits(), burning.to_bits()), (0, 0));
        assert_eq!(discriminator(0.0, 7).of_nothing(0)().to_bits(), 0);
        let coasting = discriminator(3.0, 7).evidence_nats(PAYLOAD, FlightPhase::Vacuum, 0.0);
        assert!(coasting.abs() > 0.0);
    }

    #[test]
    fn false_plots_have_luck_of_their_own_and_say_nothing_on_the_average() {
        let count = 20_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for tick in 0..count / 2 {
            let mut next = discriminator(2.0, tick).of_nothing(u32::from(tick % 2 == 0));
            for nats in [next(), next()] {
                sum += nats;
                squares += nats * nats;
            }
        }
        // Variance d² = 4: four standard errors of the mean, and of the mean square (√2 · 4).
        let root = (count as f64).sqrt();
        assert!((sum / count as f64).abs() < 4.0 * 2.0 / root);
        assert!((squares / count as f64 - 4.0).abs() < 4.0 * 32.0_f64.sqrt() / root);
        let known = discriminator(2.0, 7);
        let (fence, windows) = (known.of_nothing(0)(), known.of_nothing(1)());
        let payload = known.evidence_nats(PAYLOAD, FlightPhase::Vacuum, 0.5);
        let drawn = [fence, windows, payload].map(f64::to_bits);
        assert!(drawn[0] != drawn[1] && drawn[0] != drawn[2] && drawn[1] != drawn[2]);
    }

    proptest! {
        /// Rounding to grains makes sums exact: any order gives the same bits.
        #[test]
        fn sums_have_no_order(
            looks in prop::collection::vec((0.0..10.0f64, 0.0..10.0f64, -6.0..6.0f64), 1..40),
        ) {
            let nats: Vec<f64> = looks
                .iter()
                .map(|(separation, contrast, noise)| {
                    discriminator(*separation, 0).weighed(*contrast, *noise)
                })
                .collect();
            let forwards: f64 = nats.iter().fold(0.0, |sum, nats| sum + nats);
            let backwards: f64 = nats.iter().rev().fold(0.0, |sum, nats| sum + nats);
            prop_assert_eq!(forwards.to_bits(), backwards.to_bits());
        }
    }
}
