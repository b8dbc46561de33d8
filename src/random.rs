//! Randomness with names: every draw is a pure function of who draws what for whom, when.
//!
//! A stream is a `ChaCha8` generator whose 256-bit key *is* (seed, run, purpose, entity), so no two
//! streams can collide and no draw can shift another: the same luck meets every architecture
//! (common random numbers; Law, *Simulation Modeling and Analysis*, ch. 11), in any order, on any
//! number of threads. Leaves out: a shared generator. There is none.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// Purpose of a random number. The discriminants are part of every result: never renumber. The
/// key of an object is `ObjectId::key`: of a payload, the number of its threat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Launch time of a threat; entity: threat.
    LaunchTime = 1,
    /// Launch point of a threat; entity: threat.
    LaunchPosition = 2,
    /// Error of a threat's cut-off velocity; entity: threat.
    CutoffVelocity = 3,
    /// A sensor's registration error; entity: sensor.
    Registration = 4,
    /// One look at one object, its detection and its errors; entity: (sensor, object), index: tick.
    Look = 5,
    /// A sensor's false plots; entity: (0 for its fence, 1 for its search windows; sensor), index:
    /// tick.
    FalsePlots = 6,
    /// Delay and loss of a message; entity: (link, sender's key of the message), index: tick.
    Link = 7,
    /// Kill by the kill vehicle; entity: object, index: number of the shot at that object.
    Kill = 8,
    /// Error of the kill assessment; entity: object, index: number of the look at that object.
    Assessment = 9,
    /// Push of an object away from its threat at cut-off; entity: object, index: axis.
    Separation = 10,
    /// Feature of its object's kind that one look shows; entity: (sensor, object or kind of false
    /// plot), index: tick.
    Feature = 11,
    /// State of a link's channel, good or bad; entity: link, index: tick.
    Burst = 12,
    /// Noise that a sender adds to a message; entity: (link, sender's key of the message), index:
    /// tick.
    ReleaseNoise = 13,
    /// Default of a system in a run; entity: (0 silence, 1 fire held; system).
    Trust = 14,
    /// Ability of a sensor to see an object at all in a run; entity: (sensor, object).
    Reveal = 15,
    /// Failure common to all interceptors of a type, or of a group of types, in a run; entity: the
    /// first such type.
    CommonMode = 16,
    /// Choice of a target at random; entity: fire unit, index: number of its round.
    TargetChoice = 17,
    /// A design of experiments, the same for all runs; entity: (kind of design, factor), index:
    /// part of the design.
    Design = 18,
    /// Resampling of the results of a design of experiments; index: number of the resample.
    Resample = 19,
    /// An outage in a run; entity: number made of its name.
    Outage = 20,
    /// Time that people take to release what is told of an object; entity: (link, sender's key of
    /// the object), index: 0 the sender's people, 1 a centre's.
    ReleaseDelay = 24,
    /// A part of a raid in a run; entity: number made of the raid's name, index: the part.
    Raid = 25,
}

/// One run's luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunSeed {
    /// The master seed of the scenario.
    pub seed: u64,
    /// Number of the run, from 0.
    pub run: u64,
}

impl RunSeed {
    /// The stream of one purpose and entity, at one index (a tick, or an ordinal).
    pub fn stream(self, purpose: Purpose, entity: u64, index: u64) -> ChaCha8Rng {
        let mut key = [0; 32];
        let words = [self.seed, self.run, purpose as u64, entity];
        for (bytes, word) in key.chunks_exact_mut(8).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(index);
        stream
    }
}

/// Two 32-bit numbers as the entity of one stream.
pub fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, RngExt};

    const RUN: RunSeed = RunSeed { seed: 1, run: 2 };

    #[test]
    fn the_first_draws_never_change() {
        let mut stream = RUN.stream(Purpose::Look, pair(3, 4), 5);
        let words = [stream.next_u64(), stream.next_u64()];
        assert_eq!(words, [GOLDEN[0], GOLDEN[1]], "a dependency moved every result");
    }
    const GOLDEN: [u64; 2] = [9_894_306_232_745_405_950, 958_347_005_812_120_394];

    #[test]
    fn any_word_of_the_key_gives_another_stream() {
        let first = |seed, run, purpose, entity, index| {
            RunSeed { seed, run }.stream(purpose, entity, index).next_u64()
        };
        let draws = [
            first(1, 2, Purpose::Look, 3, 4),
            first(9, 2, Purpose::Look, 3, 4),
            first(1, 9, Purpose::Look, 3, 4),
            first(1, 2, Purpose::Kill, 3, 4),
            first(1, 2, Purpose::Look, 9, 4),
            first(1, 2, Purpose::Look, 3, 9),
        ];
        for (i, a) in draws.iter().enumerate() {
            assert!(draws[..i].iter().all(|b| a != b), "{draws:?}");
        }
    }

    #[test]
    fn first_draws_of_neighbouring_streams_are_uniform() {
        let count = 20_000;
        let mean = (0..count).map(|i| RUN.stream(Purpose::Look, i, 0).random::<f64>()).sum::<f64>()
            / count as f64;
        // Standard deviation of the mean is 0.29 / √20000 = 0.002.
        assert!((mean - 0.5).abs() < 0.01, "mean {mean}");
    }
}
